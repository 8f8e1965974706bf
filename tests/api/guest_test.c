/* A guest's way through the API: a list before there is an account, a household, an export. */
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/graphql.h"
#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "testing/unit.h"

static struct test_database database;
static struct test_serving serving;
static char log_path[64];

/* With so many threads for jobs. */
static void start(const char *setting)
{
    const char *const words[] = {"serve", "--port", "0", NULL};
    const struct test_serve serve = {
        .database_url = database.url, .log_path = log_path, .words = words, .setting = setting};

    test_serve_start(&serve, &serving);
}

static int set_up(void **state)
{
    test_database_create(&database);
    snprintf(log_path, sizeof log_path, "/tmp/guest-test-%d.log", (int)getpid());
    return unit_setup(state);
}

static int tear_down(void **state)
{
    test_serve_stop(*state, &serving);
    test_database_drop(&database);
    unlink(log_path);
    return unit_teardown(state);
}

/* Of a mutation or query as somebody, the text at a path; in the arena. */
static const char *SC_PRINTF(4, 5)
    ask(struct sc_arena *arena, const char *token, const char *path, const char *format, ...)
{
    char document[1000];
    va_list values;

    va_start(values, format);
    int length = vsnprintf(document, sizeof document, format, values);
    va_end(values);
    assert_in_range(length, 1, sizeof document - 1);
    json_t *answer = test_ask_as(arena, &serving, token, document, NULL);
    test_is_clean(answer);
    struct sc_str text = sc_arena_str(arena, sc_str_of(test_text_at(answer, path)));
    json_decref(answer);
    return text.at;
}

static const char *new_guest(struct sc_arena *arena)
{
    return ask(arena, NULL, "data.createGuest.accessToken",
               "mutation { createGuest(country: \"IE\") { accessToken } }");
}

static const char *home_of(struct sc_arena *arena, const char *token)
{
    return ask(arena, token, "data.me.households.nodes.0.id",
               "{ me { households { nodes { id } } } }");
}

static const char *new_list(struct sc_arena *arena, const char *token, const char *name)
{
    return ask(arena, token, "data.createList.list.id",
               "mutation { createList(householdId: \"%s\", name: \"%s\") { list { id } } }",
               home_of(arena, token), name);
}

/* The server is killed between the answer and the job; whoever works next moves the list. */
static void a_guests_list_follows_into_the_family(void **state)
{
    struct sc_arena *arena = *state;

    start("SMARTCART_WORKERS=0");
    const char *owner = new_guest(arena), *guest = new_guest(arena);
    const char *family = home_of(arena, owner), *list = new_list(arena, guest, "Camping");
    const char *link = ask(arena, owner, "data.inviteToHousehold.link",
                           "mutation { inviteToHousehold(householdId: \"%s\", role: ADULT) "
                           "{ link } }",
                           family);
    ask(arena, guest, "data.joinHousehold.id", "mutation { joinHousehold(token: \"%s\") { id } }",
        strchr(link, '#') + 1);
    kill(serving.process.pid, SIGKILL);
    waitpid(serving.process.pid, NULL, 0);
    start(NULL);
    crew_wait_for(&database, "select count(*) from jobs.job where kind = 'accounts_bring'", 0);
    assert_string_equal(ask(arena, owner, "data.list.household.id",
                            "{ list(id: \"%s\") { household { id } } }", list),
                        family);
    assert_string_equal(ask(arena, guest, "data.list.name", "{ list(id: \"%s\") { name } }", list),
                        "Camping");
}

static void an_export_is_asked_for_and_fetched(void **state)
{
    struct sc_arena *arena = *state;

    start(NULL);
    const char *guest = new_guest(arena);
    new_list(arena, guest, "Groceries");
    new_list(arena, guest, "Party");
    json_t *none = test_ask_as(arena, &serving, guest, "{ myExport { state } }", NULL);
    test_is_clean(none);
    assert_true(json_is_null(test_at(none, "data.myExport")));
    json_decref(none);
    ask(arena, guest, "data.requestExport.state", "mutation { requestExport { state } }");
    crew_wait_for(&database, "select count(*) from accounts.export where ready_at is null", 0);
    assert_string_equal(ask(arena, guest, "data.myExport.state", "{ myExport { state } }"),
                        "READY");
    const char *cursor = ask(arena, guest, "data.myExport.parts.pageInfo.endCursor",
                             "{ myExport { parts(first: 2) { pageInfo { endCursor } } } }");
    const char *last =
        ask(arena, guest, "data.myExport.parts.nodes.0.json",
            "{ myExport { parts(first: 2, after: \"%s\") { nodes { json } } } }", cursor);
    assert_non_null(strstr(last, "\"Party\""));
}

/* What the API tells of a job while it is run, and when it is asked for anew. */
static void an_export_tells_how_far_it_is(void **state)
{
    static const char *const question = "{ myExport { state job { kind state attempt done total "
                                        "step } } myJobs { nodes { kind state step } } }";
    struct sc_arena *arena = *state;
    PGconn *holder = PQconnectdb(database.url);
    json_t *answer;

    start("SMARTCART_JOB_LEASE_MS=1500");
    const char *guest = new_guest(arena);
    PQclear(PQexec(holder, "begin; lock table lists.item in access exclusive mode"));
    ask(arena, guest, "data.requestExport.state",
        "mutation { requestExport { state job { state } } }");
    crew_wait_for(&database, "select count(*) from jobs.job where step is not null", 1);
    answer = test_ask_as(arena, &serving, guest, question, NULL);
    test_is_clean(answer);
    assert_string_equal(test_text_at(answer, "data.myExport.state"), "ASKED");
    assert_string_equal(test_text_at(answer, "data.myExport.job.kind"), "EXPORT");
    assert_string_equal(test_text_at(answer, "data.myExport.job.state"), "RUNNING");
    assert_string_equal(test_text_at(answer, "data.myExport.job.step"), "lists");
    assert_int_equal(json_integer_value(test_at(answer, "data.myExport.job.done")), 1);
    assert_int_equal(json_integer_value(test_at(answer, "data.myExport.job.total")), 2);
    assert_string_equal(test_text_at(answer, "data.myJobs.nodes.0.state"), "RUNNING");
    json_decref(answer);
    PQfinish(holder);
    crew_wait_for(&database, "select count(*) from jobs.job where kind = 'accounts_export'", 0);
    answer = test_ask_as(arena, &serving, guest, question, NULL);
    test_is_clean(answer);
    assert_string_equal(test_text_at(answer, "data.myExport.state"), "READY");
    assert_true(json_is_null(test_at(answer, "data.myExport.job")));
    assert_int_equal(json_array_size(test_at(answer, "data.myJobs.nodes")), 0);
    json_decref(answer);
}

#define a_guest_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_guest_test(a_guests_list_follows_into_the_family),
        a_guest_test(an_export_is_asked_for_and_fetched),
        a_guest_test(an_export_tells_how_far_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
