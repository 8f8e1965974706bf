/* What a household had before: taken from its lists, for its members, page by page. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/helpers/postgres.h"
#include "lists/lists_rows.h"
#include "runtime/deadline.h"
#include "store/pg.h"
#include "store/tx.h"
#include "testing/unit.h"

enum {
    LIMIT_MS = 60 * 1000,
    OWNER = 101,
    CHILD,
    GUEST,
    STRANGER,
    GRANTED, /* may read list 1001 alone */
    LINK = 2001,
    NEW = 1001,
};

static struct test_database database;
static struct sc_pg *pool;

/*
 * Lists 1001 (the newest), 1000 and 999 of one household, and 998 of another. A day ago milk was
 * had on two, bread on one; two days ago eggs.
 */
static const char lists_of_two[] =
    "insert into accounts.person (id, country) select n, 'DE' from generate_series(101, 105) n;"
    "insert into accounts.household (id, name, country) values (201, 'Home', 'DE'), (202, 'B', "
    "'DE');"
    "insert into accounts.member (household_id, person_id, role) values (201, 101, 'owner'),"
    " (201, 102, 'child'), (201, 103, 'guest'), (202, 104, 'owner');"
    "insert into lists.list (id, household_id, name, made_by) values (1001, 201, 'New', 101),"
    " (1000, 201, 'Last', 101), (999, 201, 'Before', 101), (998, 202, 'Theirs', 104);"
    "insert into lists.grant (list_id, principal, level, given_by) values (1001, 105, 0, 101);"
    "insert into lists.share (id, list_id, token_hash, level, made_by, expires_at) values"
    " (2001, 1001, 'x', 0, 101, now() + interval '1 day');"
    "create function item(list bigint, n integer, said text, ticked boolean, gone boolean,"
    " days integer) returns void language sql as $$"
    " insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli, quantity_milli,"
    " unit, position, is_ticked, is_deleted, stamps, added_by, changed_by, changed_at) values"
    " (list, 'i' || n, n, said, 1000, 0, n * 1000, 'u' || n, 'a', ticked, gone, '{}', 101, 101,"
    " timestamptz '2026-06-10 12:00+00' - days * interval '1 day') $$;"
    "select item(1000, 1, 'Milk', true, false, 1), item(999, 2, 'MILK', false, true, 3),"
    " item(1000, 3, 'Bread', true, false, 1), item(1000, 4, 'Eggs', false, true, 2),"
    " item(1000, 5, 'Butter', true, false, 1), item(1001, 6, 'butter', false, false, 0),"
    " item(1000, 7, 'Open', false, false, 1), item(998, 8, 'Caviar', true, false, 1),"
    " item(1001, 9, 'Jam', false, true, 0), item(1001, 10, 'Tea', true, false, 0)";

static int open_database(void **state)
{
    struct sc_pg_config config = {
        .connections = 1, .wait_ms = LIMIT_MS, .lock_timeout_ms = LIMIT_MS};
    struct sc_request rq;

    (void)state;
    test_database_create(&database);
    config.url = sc_str_of(database.url);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pool), SC_OK);
    sc_request_finish(&rq);
    test_sql(database.url, lists_of_two);
    return 0;
}

static int close_database(void **state)
{
    (void)state;
    sc_pg_destroy(pool);
    test_database_drop(&database);
    return 0;
}

/* A page of `first` as words "Milk*2 Bread ...", of a viewer; goes on behind `after`. */
static void page_is(int64_t principal, int32_t first, struct lists_had_before_row *after,
                    const char *want)
{
    const int64_t list = NEW;
    struct lists_had_before_in in = {
        .viewer = {.at = &principal, .count = 1},
        .list_id = {.at = &list, .count = 1},
        .after_day_order = after->last_at == 0 ? INT32_MIN : after->day_order,
        .after_times_order = after->last_at == 0 ? INT32_MIN : after->times_order,
        .after_fold = after->last_at == 0 ? SC_STR("") : after->fold,
        .page_limit = first,
    };
    struct lists_had_before_rows rows = {0};
    struct sc_request rq;
    char got[400] = "";
    size_t len = 0;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pool, &rq);
        assert_int_equal(lists_had_before_load(&tx, &in, 100, &rows), SC_OK);
    }
    for (size_t i = 0; i < rows.count; i++) {
        const struct lists_had_before_row *row = &rows.at[i];
        len += (size_t)snprintf(got + len, sizeof got - len, "%s%.*s*%d", i > 0 ? " " : "",
                                SC_STR_ARGS(row->name), row->times);
    }
    assert_string_equal(got, want);
    if (rows.count > 0) {
        static char fold[100];
        *after = rows.at[rows.count - 1];
        snprintf(fold, sizeof fold, "%.*s", SC_STR_ARGS(after->fold));
        after->fold = sc_str_of(fold);
    }
    sc_request_finish(&rq);
}

static void what_was_had_last_and_most_comes_first(void **state)
{
    struct lists_had_before_row after = {0};

    (void)state;
    page_is(OWNER, 100, &after, "Jam*1 Milk*2 Bread*1 Eggs*1");
}

static void pages_follow_each_other(void **state)
{
    struct lists_had_before_row after = {0};

    (void)state;
    page_is(CHILD, 1, &after, "Jam*1");
    page_is(CHILD, 2, &after, "Milk*2 Bread*1");
    page_is(CHILD, 2, &after, "Eggs*1");
    page_is(CHILD, 2, &after, "");
}

static void who_is_no_member_sees_nothing_of_it(void **state)
{
    static const int64_t others[] = {GUEST, STRANGER, GRANTED, LINK, 0};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(others); i++) {
        struct lists_had_before_row after = {0};
        page_is(others[i], 100, &after, "");
    }
}

static void it_comes_as_it_was_written_last(void **state)
{
    (void)state;
    const int64_t list = NEW, owner = OWNER;
    const struct lists_had_before_in in = {.viewer = {.at = &owner, .count = 1},
                                           .list_id = {.at = &list, .count = 1},
                                           .after_day_order = INT32_MIN,
                                           .after_times_order = INT32_MIN,
                                           .after_fold = SC_STR(""),
                                           .page_limit = 2};
    struct lists_had_before_rows rows = {0};
    struct sc_request rq;
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pool, &rq);
        assert_int_equal(lists_had_before_load(&tx, &in, 10, &rows), SC_OK);
    }
    size_t found = 0;
    for (size_t i = 0; i < rows.count; i++) {
        if (!sc_str_eq(rows.at[i].name, SC_STR("Milk")))
            continue;
        assert_int_equal(rows.at[i].quantity_milli, 1000);
        assert_str(rows.at[i].unit, "u1");
        found++;
    }
    assert_int_equal(found, 1);
    sc_request_finish(&rq);
}

/* The last, for it fills the database: what is looked at is bounded, however much there is. */
static void a_long_history_is_not_read_whole(void **state)
{
    struct lists_had_before_row after = {0};

    (void)state;
    test_sql(database.url,
             "insert into lists.list (id, household_id, name, made_by) select 5000 + n, 201, 'L',"
             " 101 from generate_series(1, 60) n;"
             "insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli,"
             " quantity_milli, position, is_ticked, is_deleted, stamps, added_by, changed_by,"
             " changed_at) select 5000 + l, 'i' || n, n, 'Thing ' || n, 1000, 0, 1000, 'a', true,"
             " false, '{}', 101, 101, '2026-06-01' from generate_series(1, 60) l,"
             " generate_series(1, 400) n; analyze lists.item, lists.list");
    page_is(OWNER, 3, &after, "Thing 201*20 Thing 202*20 Thing 203*20");
    page_is(OWNER, 2, &after, "Thing 204*20 Thing 205*20");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_had_last_and_most_comes_first),
        cmocka_unit_test(pages_follow_each_other),
        cmocka_unit_test(who_is_no_member_sees_nothing_of_it),
        cmocka_unit_test(it_comes_as_it_was_written_last),
        cmocka_unit_test(a_long_history_is_not_read_whole),
    };

    return cmocka_run_group_tests(tests, open_database, close_database);
}
