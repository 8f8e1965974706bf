/* `smartcart jobs`: what it lists, shows, has run again, and cancels. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "testing/unit.h"

enum {
    WORDS_MAX = 10,
};

static struct test_database database;

static int group_set_up(void **state)
{
    (void)state;
    test_database_create(&database);
    return 0;
}

static int group_tear_down(void **state)
{
    (void)state;
    test_database_drop(&database);
    return 0;
}

/* One of each state: 1 ready, 2 later after a failure, 3 running, 4 dead, 5 cancelled. */
static int set_up(void **state)
{
    test_sql(database.url,
             "truncate jobs.job;"
             "insert into jobs.job (id, queue, kind, payload, state, attempt, run_at, lease, "
             "locked_until, error, done, total, step, person_id) values"
             " (1, 'usual', 'note', '{\"a\": 1}', 0, 0, now(), null, null, null, 0, 0, null, "
             "null),"
             " (2, 'mail', 'mail', '{}', 0, 1, now() + interval '1 h', null, null, E'no\\033way', "
             "0, 0, null, null),"
             " (3, 'export', 'copy', '{}', 1, 1, now(), 1, now(), null, 3, 10, 'pages', 77),"
             " (4, 'mail', 'mail', '{}', 2, 9, now(), null, null, 'never', 0, 0, null, null),"
             " (5, 'usual', 'note', '{}', 3, 0, now(), null, null, 'cancelled', 0, 0, null, null)");
    return unit_setup(state);
}

/* `smartcart jobs` and what is said, parted by spaces. */
static struct test_result jobs(struct sc_arena *arena, const char *said)
{
    static char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    const char *environment[] = {url, NULL}, *words[WORDS_MAX + 1] = {"jobs"};
    struct test_run run = {.words = words, .environment = environment};
    struct sc_str rest = sc_str_of(said), word;
    struct test_result result;

    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", database.url);
    for (size_t i = 1; sc_str_take(&rest, ' ', &word); i++) {
        assert_true(i < WORDS_MAX);
        words[i] = sc_arena_str(arena, word).at;
    }
    test_program_run(arena, &run, &result);
    return result;
}

/* How many lines there are, and that each is an object. */
static size_t lines_of(struct sc_str out)
{
    struct sc_str line;
    size_t count = 0;

    for (; sc_str_take(&out, '\n', &line) && line.len > 0; count++) {
        json_t *job = json_loadb(line.at, line.len, 0, NULL);
        assert_true(json_is_object(job));
        json_decref(job);
    }
    return count;
}

static void is_in(struct sc_str text, const char *words)
{
    if (memmem(text.at, text.len, words, strlen(words)) == NULL)
        fail_msg("\"%s\" is not in:\n%.*s", words, SC_STR_ARGS(text));
}

static void it_lists_what_is_asked_for(void **state)
{
    static const struct {
        const char *said;
        size_t count;
    } cases[] = {
        {"list --json", 5},
        {"list --json --state dead", 1},
        {"list --json --state ready,later", 2},
        {"list --json --queue mail", 2},
        {"list --json --queue mail --kind note", 0},
        {"list --json --kind note --state cancelled", 1},
        {"list --json --count 2", 2},
    };

    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        struct test_result result = jobs(*state, cases[i].said);
        assert_int_equal(result.exit_code, 0);
        assert_int_equal(lines_of(result.out), cases[i].count);
    }
    is_in(jobs(*state, "list --count 2").err, "there are more");
    struct test_result all = jobs(*state, "list");
    is_in(all.out, "3 of 10 pages");
    is_in(all.out, ": no way"); /* no control character reaches a terminal */
    is_in(jobs(*state, "list --kind none").out, "there are no such jobs");
}

static void it_shows_one_and_its_payload_if_asked(void **state)
{
    struct test_result result = jobs(*state, "show 1");

    is_in(result.out, "8 bytes (--payload)");
    assert_null(memmem(result.out.at, result.out.len, "\"a\"", 3));
    is_in(jobs(*state, "show 1 --payload").out, "{\"a\": 1}");
    is_in(jobs(*state, "show 3").out, "asked for by  77");
    is_in(jobs(*state, "show 3 --json").out, "\"person_id\":\"77\"");
    result = jobs(*state, "show 6");
    assert_int_equal(result.exit_code, 1);
    is_in(result.err, "there is no job 6");
}

static void it_has_them_run_again_or_never(void **state)
{
    is_in(jobs(*state, "retry 1 2 4 5").out, "3 of 4 will run again");
    assert_int_equal(test_sql_number(database.url,
                                     "select count(*) from jobs.job where state = 0 and attempt = "
                                     "0 and run_at <= now()"),
                     4);
    is_in(jobs(*state, "cancel 3 4 6").out, "2 of 3 cancelled");
    assert_int_equal(test_sql_number(database.url, "select count(*) from jobs.job where state = 3"),
                     2);
}

static void it_counts_them(void **state)
{
    struct test_result result = jobs(*state, "stats");

    is_in(result.out, "mail     mail                    0        1        0        1         0");
    is_in(result.out, "oldest snapshot: ");
    assert_int_equal(lines_of(jobs(*state, "stats --json").out), 4);
}

static void wrong_words_are_told(void **state)
{
    static const struct {
        const char *said, *words;
    } cases[] = {
        {"list --state lost", "there is no state \"lost\""},
        {"list 7", "\"7\" is one word too many"},
        {"show", "its number is missing"},
        {"show 1 2", "\"2\" is one word too many"},
        {"retry one", "\"one\" is no job's number"},
        {"dead", "there is no \"jobs dead\""},
    };

    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        struct test_result result = jobs(*state, cases[i].said);
        assert_int_equal(result.exit_code, 2);
        is_in(result.err, cases[i].words);
    }
}

/* As onto a disk that is full. */
static void an_answer_that_cannot_be_written_is_a_failure(void **state)
{
    static char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    const char *const environment[] = {url, NULL};
    const char *const words[] = {"-c", "\"$SC_PROGRAM\" jobs list >/dev/full", NULL};
    const struct test_run run = {.program = "/bin/sh", .words = words, .environment = environment};
    struct test_result result;

    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", database.url);
    test_program_run(*state, &run, &result);
    assert_int_equal(result.exit_code, 1);
    assert_str(result.err, "smartcart jobs: the answer could not be written: No space left on "
                           "device\n");
}

#define a_command_test(function) cmocka_unit_test_setup_teardown(function, set_up, unit_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_command_test(it_lists_what_is_asked_for),
        a_command_test(it_shows_one_and_its_payload_if_asked),
        a_command_test(it_has_them_run_again_or_never),
        a_command_test(it_counts_them),
        a_command_test(wrong_words_are_told),
        a_command_test(an_answer_that_cannot_be_written_is_a_failure),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, group_set_up, group_tear_down);
}
