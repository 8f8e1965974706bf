#include "runtime/log.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "testing/unit.h"

enum {
    FULL_BYTES = 20
};

/* What `write_some` writes to standard error. */
static struct sc_str captured(struct sc_arena *arena, void (*write_some)(void))
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    char *text = sc_arena_alloc(arena, 2 * SC_LOG_LINE_MAX);

    assert_non_null(file);
    dup2(fileno(file), STDERR_FILENO);
    write_some();
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    size_t len = fread(text, 1, 2 * SC_LOG_LINE_MAX, file);
    fclose(file);
    return (struct sc_str){text, len};
}

static void write_fields(void)
{
    sc_log(SC_LOG_INFO, "test.event", SC_LOG_TEXT("path", SC_STR("a\"b\nc")),
           SC_LOG_NUMBER("rows", -3));
    sc_log(SC_LOG_DEBUG, "test.hidden", SC_LOG_NUMBER("rows", 1));
}

static void a_line_is_one_json_object(void **state)
{
    struct sc_str text = captured(*state, write_fields);

    assert_true(sc_str_starts(text, SC_STR("{\"at\":\"2")));
    assert_true(sc_str_ends(text, SC_STR("Z\",\"level\":\"info\",\"event\":\"test.event\","
                                         "\"path\":\"a\\\"b\\nc\",\"rows\":-3}\n")));
}

static void write_too_much(void)
{
    static const char long_text[SC_LOG_LINE_MAX] = {[0 ... SC_LOG_LINE_MAX - 1] = 'x'};

    sc_log(SC_LOG_ERROR, "test.long",
           SC_LOG_TEXT("x", ((struct sc_str){long_text, sizeof long_text})));
}

static void a_line_too_long_says_so(void **state)
{
    struct sc_str text = captured(*state, write_too_much);

    assert_true(sc_str_ends(text, SC_STR("\"event\":\"test.long\","
                                         "\"note\":\"fields left out: too long\"}\n")));
}

static void write_onto_a_full_disk(void)
{
    struct rlimit usual, small = {0};

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
    small.rlim_cur = FULL_BYTES;
    small.rlim_max = usual.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    sc_log(SC_LOG_INFO, "test.cut", SC_LOG_NUMBER("rows", 1));
    sc_log(SC_LOG_INFO, "test.lost", SC_LOG_NUMBER("rows", 2));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
    sc_log(SC_LOG_INFO, "test.whole", SC_LOG_NUMBER("rows", 3));
}

static void a_line_that_was_cut_takes_no_other_with_it(void **state)
{
    struct sc_str text = captured(*state, write_onto_a_full_disk), line;

    assert_true(sc_str_take(&text, '\n', &line));
    assert_int_equal(line.len, FULL_BYTES);
    assert_true(sc_str_take(&text, '\n', &line));
    assert_true(sc_str_starts(line, SC_STR("{\"at\":\"2")));
    assert_true(sc_str_ends(line, SC_STR("\"event\":\"test.whole\",\"rows\":3}")));
    assert_int_equal(text.len, 0);
}

static void levels_have_names(void **state)
{
    (void)state;
    assert_int_equal(sc_log_level_of(SC_STR("error")), SC_LOG_ERROR);
    assert_int_equal(sc_log_level_of(SC_STR("loud")), SC_LOG_INFO);
}

UNIT_TESTS(a_test(a_line_is_one_json_object), a_test(a_line_too_long_says_so),
           a_test(a_line_that_was_cut_takes_no_other_with_it), a_test(levels_have_names))
