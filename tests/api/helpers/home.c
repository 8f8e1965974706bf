#include "api/helpers/home.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/time.h"
#include "domain/sync.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    CONNECTIONS = 6,
};

struct test_database home_database;
struct sc_pg *home_pool;

int home_open(void **state)
{
    const struct sc_pg_config config = {
        .connections = CONNECTIONS, .wait_ms = HOME_LIMIT_MS, .lock_timeout_ms = HOME_LIMIT_MS};
    struct sc_pg_config with_url = config;
    struct sc_request rq;

    (void)state;
    test_database_create(&home_database);
    with_url.url = sc_str_of(home_database.url);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(HOME_LIMIT_MS)),
                     SC_OK);
    assert_int_equal(sc_pg_create(&rq, &with_url, &home_pool), SC_OK);
    sc_request_finish(&rq);
    test_sql(home_database.url,
             "insert into accounts.person (id, country) select n, 'DE' from "
             "generate_series(101, 105) n;"
             "insert into accounts.household (id, name, country) values (201, 'Home', 'DE'),"
             "(202, 'Next door', 'DE');"
             "insert into accounts.member (household_id, person_id, role) values (201, 101, "
             "'owner'), (201, 102, 'adult'), (201, 103, 'child'), (201, 104, 'guest'),"
             "(202, 105, 'owner')");
    return 0;
}

int home_close(void **state)
{
    (void)state;
    sc_pg_destroy(home_pool);
    test_database_drop(&home_database);
    return 0;
}

int home_empty(void **state)
{
    (void)state;
    test_sql(home_database.url, "delete from lists.list; delete from lists.aisle_order");
    return 0;
}

void home_call_begin(struct home_caller *c, int64_t principal)
{
    *c = (struct home_caller){.viewer = {.person_id = principal < 1000 ? principal : 0,
                                         .share_id = principal < 1000 ? 0 : principal,
                                         .principals = {principal},
                                         .principal_count = 1}};
    assert_int_equal(sc_request_init(&c->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(HOME_LIMIT_MS)),
                     SC_OK);
    c->rq.viewer = &c->viewer;
}

enum sc_status home_call(int64_t principal, home_call_fn run, const void *in, void *ret_row)
{
    struct home_caller c;

    home_call_begin(&c, principal);
    enum sc_status st = run(&c.rq, home_pool, in, ret_row);
    if (st == SC_INTERNAL || st == SC_UNAVAILABLE)
        print_error("%.*s\n", SC_STR_ARGS(sc_failure_words(&c.rq)));
    sc_request_finish(&c.rq);
    return st;
}

int64_t home_new_list(void)
{
    const struct lists_create_in in = {.household_id = HOME, .name = SC_STR("Groceries")};
    struct lists_id_row row = {0};

    assert_int_equal(home_call(OWNER, lists_create, &in, &row), SC_OK);
    return row.id;
}

void home_uuid_of(char text[40], int kind, int number)
{
    snprintf(text, 40, "%08x-0000-4000-8000-%012x", kind, number);
}

struct lists_op_in home_op_of(struct home_op_text *t, int64_t list, int op, int item,
                              int64_t ms_ago)
{
    const struct sc_stamp stamp = {.ms = sc_wall_us() / 1000 - ms_ago, .device = 7};

    home_uuid_of(t->id, 1, op);
    home_uuid_of(t->item, 2, item);
    sc_stamp_write(&stamp, t->stamp);
    return (struct lists_op_in){.id = sc_str_of(t->id),
                                .list_id = list,
                                .item_id = sc_str_of(t->item),
                                .stamp = sc_str_of(t->stamp)};
}

void home_expect_codes(int64_t principal, const struct lists_op_in *ops, size_t count,
                       const char *want)
{
    const struct lists_apply_in in = {.ops = {.at = ops, .count = count}};
    struct lists_apply_row row;
    struct home_caller c;
    char got[400] = "";
    size_t len = 0;

    home_call_begin(&c, principal);
    enum sc_status st = lists_apply(&c.rq, home_pool, &in, &row);
    if (st != SC_OK)
        print_error("%.*s %s\n", SC_STR_ARGS(sc_failure_words(&c.rq)), c.rq.failure.sqlstate);
    assert_int_equal(st, SC_OK);
    assert_int_equal(row.answers.count, count);
    const struct lists_answer *answers = row.answers.at;
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%.*s", i > 0 ? " " : "",
                                SC_STR_ARGS(answers[i].code));
        assert_true(sc_str_eq(answers[i].id, ops[i].id));
        assert_true((answers[i].stamp.at != NULL) == sc_str_eq(answers[i].code, SC_STR("applied")));
        assert_true((answers[i].why.at != NULL) == sc_str_eq(answers[i].code, SC_STR("too_many")));
    }
    assert_string_equal(got, want);
    sc_request_finish(&c.rq);
}

void home_expect_code(int64_t principal, const struct lists_op_in *op, const char *want)
{
    home_expect_codes(principal, op, 1, want);
}

void home_add_item(int64_t principal, int64_t list, int op, int item)
{
    struct home_op_text t;
    struct lists_op_in in = home_op_of(&t, list, op, item, 10000);

    in.name = SC_STR("Milk");
    in.position = SC_STR("V");
    in.quantity_milli = 1000;
    in.has_quantity_milli = true;
    home_expect_code(principal, &in, "applied");
}

int64_t home_number(const char *format, ...)
{
    char sql[400];
    va_list args;

    va_start(args, format);
    vsnprintf(sql, sizeof sql, format, args);
    va_end(args);
    return test_sql_number(home_database.url, sql);
}
