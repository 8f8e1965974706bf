/* Lists as phones change them: rights, batches, several at once, and what others then read. */
#include "lists/lists.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/helpers/home.h"
#include "base/macros.h"
#include "domain/sync.h"
#include "lists/lists_rows.h"
#include "runtime/deadline.h"
#include "store/pg.h"
#include "store/tx.h"
#include "testing/unit.h"

enum {
    WRITERS = 4,
    BATCHES = 25,
};

static void an_op_is_applied_once(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t;

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    struct lists_op_in op = home_op_of(&t, list, 2, 1, 5000);
    op.step_milli = 1000;
    op.has_step_milli = true;
    char *typed = test_sql_text(home_database.url, "select stamps[10] from lists.item");
    op.base = sc_str_of(typed);
    const struct lists_op_in twice[] = {op, op};
    home_expect_codes(ADULT, twice, 2, "applied applied");
    home_expect_codes(ADULT, twice, 2, "applied applied");
    assert_int_equal(
        home_number("select quantity_milli from lists.item where list_id = %" PRId64, list), 2000);
    assert_int_equal(home_number("select seq from lists.list where id = %" PRId64, list), 2);
    struct home_op_text t2;
    struct lists_op_in other = home_op_of(&t2, list, 3, 1, 4000);
    other.step_milli = 1000;
    other.has_step_milli = true;
    other.base = op.base;
    home_expect_code(CHILD, &other, "applied"); /* two who add one */
    assert_int_equal(
        home_number("select quantity_milli from lists.item where list_id = %" PRId64, list), 3000);
    free(typed);
}

enum {
    SENT_OPS = 10,
    KEPT_OPS = 3, /* of them: two steps, one that is ahead of the clock */
};

/* Ops of all kinds, some of which are late for others. */
static void make_sent_ops(int64_t list, struct home_op_text *t, struct lists_op_in *ops)
{
    static const struct sc_str unit = SC_STR("unit");

    for (int i = 0; i < SENT_OPS; i++)
        ops[i] = home_op_of(&t[i], list, 40 + i, i < 5 ? 1 : 2, 9000 - i);
    ops[0].name = SC_STR("Milk");
    ops[0].quantity_milli = 2000;
    ops[0].has_quantity_milli = true;
    ops[1].is_ticked = ops[1].has_is_ticked = true;
    ops[2].unit = SC_STR("l");
    ops[3].clear = (struct sc_str_list){.at = &unit, .count = 1};
    ops[3].has_clear = true;
    ops[4].step_milli = 1000;
    ops[4].has_step_milli = true;
    ops[4].base = ops[0].stamp;
    ops[5].name = SC_STR("Bread");
    ops[5].is_deleted = ops[5].has_is_deleted = true;
    ops[6].name = SC_STR("Roll"); /* deleted before it was known */
    ops[6].stamp = ops[4].stamp;
    ops[6].step_milli = 3000;
    ops[6].has_step_milli = true;
    ops[7].name = SC_STR("Buns");
    ops[7].stamp = SC_STR("ffffffffffff-0000-0000000000000001");
    ops[8].item_id = ops[9].item_id = (struct sc_str){0};
    ops[8].name = SC_STR("Weekend");
    ops[9].is_archived = ops[9].has_is_archived = true;
    ops[9].stamp = ops[8].stamp;
}

/* All of a list, as text. */
static char *state_of(int64_t list)
{
    char sql[400];

    snprintf(sql, sizeof sql,
             "select l.*::text || (select string_agg(i.*::text, ';' order by i.id) "
             "from lists.item i where i.list_id = l.id) from lists.list l where l.id = %" PRId64,
             list);
    return test_sql_text(home_database.url, sql);
}

static void only_what_would_do_more_is_kept(void **state)
{
    static const char applied[] =
        "applied applied applied applied applied applied applied applied applied applied";
    int64_t list = home_new_list();
    struct home_op_text t[SENT_OPS];
    struct lists_op_in ops[SENT_OPS];

    (void)state;
    make_sent_ops(list, t, ops);
    home_expect_codes(OWNER, ops, SENT_OPS, applied);
    char *once = state_of(list);
    home_expect_codes(OWNER, ops, SENT_OPS, applied);
    for (int i = SENT_OPS - 1; i >= 0; i--) /* however they come again */
        home_expect_code(OWNER, &ops[i], "applied");
    char *again = state_of(list);
    assert_string_equal(again, once);
    assert_int_equal(home_number("select count(*) from lists.op where list_id = %" PRId64, list),
                     KEPT_OPS);
    free(again);
    free(once);
}

/* One that comes too late to change a thing writes nothing, and says what it was kept as. */
static void what_changes_nothing_is_not_kept(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t;

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    char *once = state_of(list);
    for (int op = 2; op < 2 + BATCHES; op++) {
        struct lists_op_in late = home_op_of(&t, list, op, 1, 20000 + op);
        late.name = SC_STR("Bread");
        home_expect_code(ADULT, &late, "applied");
    }
    char *again = state_of(list);
    assert_string_equal(again, once);
    assert_int_equal(home_number("select count(*) from lists.op where list_id = %" PRId64, list),
                     0);
    free(again);
    free(once);
}

static void who_adds_without_a_place_adds_at_the_end(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t[3];

    (void)state;
    for (int i = 0; i < 3; i++) { /* ids against the order */
        struct lists_op_in op = home_op_of(&t[i], list, 30 + i, 3 - i, 1000 - i);
        op.name = SC_STR("Milk");
        home_expect_code(OWNER, &op, "applied");
    }
    assert_int_equal(
        home_number("select count(*) from (select id, lead(id) over (order by position) "
                    "as next from lists.item where list_id = %" PRId64 ") i "
                    "where i.next < i.id",
                    list),
        2);
    char *place = test_sql_text(home_database.url, "select min(position) from lists.item");
    assert_true(sc_position_is_valid(sc_str_of(place)));
    free(place);
}

static void rights_are_asked_for_each_op(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t, t2;
    struct lists_op_in op = home_op_of(&t, list, 9, 1, 1000);
    struct lists_op_in strange = home_op_of(&t2, 12345, 10, 1, 1000);

    (void)state;
    op.name = strange.name = SC_STR("Milk");
    const struct lists_op_in ops[] = {op, strange};
    home_expect_codes(GUEST, ops, 2, "no_list no_list");
    home_expect_codes(STRANGER, ops, 2, "no_list no_list");
    home_expect_codes(CHILD, ops, 2, "applied no_list");
    struct lists_grant_in grant = {
        .list_id = list, .household_id = OTHER_HOME, .has_household_id = true, .has_level = true};
    struct lists_id_row row;
    assert_int_equal(home_call(STRANGER, lists_grant, &grant, &row), SC_NOT_FOUND);
    assert_int_equal(home_call(CHILD, lists_grant, &grant, &row), SC_FORBIDDEN);
    assert_int_equal(home_call(OWNER, lists_grant, &grant, &row), SC_OK);
    home_expect_code(STRANGER, &op, "read_only");
    grant.level = 1;
    assert_int_equal(home_call(ADULT, lists_grant, &grant, &row), SC_OK);
    home_expect_code(STRANGER, &op, "applied");
    assert_int_equal(home_call(STRANGER, lists_grant, &grant, &row),
                     SC_FORBIDDEN); /* edit is no more */
    grant.has_level = false;
    assert_int_equal(home_call(OWNER, lists_grant, &grant, &row), SC_OK);
    home_expect_code(STRANGER, &op, "no_list");
    grant = (struct lists_grant_in){
        .list_id = list, .person_id = GUEST, .has_person_id = true, .level = 1, .has_level = true};
    assert_int_equal(home_call(OWNER, lists_grant, &grant, &row), SC_OK);
    home_expect_code(GUEST, &op, "applied");
    struct lists_grant_in without = grant;
    without.has_level = false;
    assert_int_equal(home_call(STRANGER, lists_grant, &without, &row), SC_NOT_FOUND);
    assert_int_equal(home_call(GUEST, lists_grant, &without, &row), SC_OK); /* one's own */
    home_expect_code(GUEST, &op, "no_list");
    grant.level = 2;
    assert_int_equal(home_call(OWNER, lists_grant, &grant, &row), SC_INVALID);
}

static int64_t share_id(struct sc_str token)
{
    struct home_caller c;
    int64_t id = 0;

    home_call_begin(&c, OWNER);
    enum sc_status st = lists_share_find(&c.rq, home_pool, token, &id);
    sc_request_finish(&c.rq);
    assert_true(st == SC_OK || st == SC_NOT_FOUND);
    return id;
}

static void a_link_opens_one_list_until_it_ends(void **state)
{
    int64_t list = home_new_list();
    struct lists_share_in in = {.list_id = list, .level = 0, .days = 7};
    struct lists_share_row row;
    struct lists_id_row gone;
    struct home_caller c;
    struct home_op_text t;
    struct lists_op_in op = home_op_of(&t, list, 1, 1, 1000);

    (void)state;
    op.name = SC_STR("Bread");
    assert_int_equal(home_call(CHILD, lists_share, &in, &row), SC_FORBIDDEN);
    home_call_begin(&c, OWNER);
    assert_int_equal(lists_share(&c.rq, home_pool, &in, &row), SC_OK);
    assert_int_equal(row.token.len, LISTS_TOKEN_LEN);
    assert_int_equal(share_id(row.token), row.id);
    assert_int_equal(share_id(SC_STR("scl_")), 0);
    assert_int_equal(home_number("select count(*) from lists.share where list_id = %" PRId64 " and "
                                 "position('scl_' in encode(token_hash, 'escape')) > 0",
                                 list),
                     0);
    home_expect_code(row.id, &op, "read_only");
    struct lists_share_end_in end = {.share_id = row.id};
    assert_int_equal(home_call(STRANGER, lists_share_end, &end, &gone), SC_NOT_FOUND);
    assert_int_equal(home_call(row.id, lists_share_end, &end, &gone), SC_FORBIDDEN);
    assert_int_equal(home_call(OWNER, lists_share_end, &end, &gone), SC_OK);
    assert_int_equal(share_id(row.token), 0);
    home_expect_code(row.id, &op, "no_list");
    in.level = 1;
    assert_int_equal(lists_share(&c.rq, home_pool, &in, &row), SC_OK);
    home_expect_code(row.id, &op, "applied");
    assert_true(home_number("select added_by from lists.item where list_id = %" PRId64, list) ==
                row.id);
    test_sql(home_database.url, "update lists.share set expires_at = now()");
    home_expect_code(row.id, &op, "no_list");
    assert_int_equal(share_id(row.token), 0);
    in.days = LISTS_SHARE_DAYS_MAX + 1;
    assert_int_equal(lists_share(&c.rq, home_pool, &in, &row), SC_INVALID);
    sc_request_finish(&c.rq);
}

static void what_is_out_of_range_is_answered_so(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t;
    struct lists_op_in good = home_op_of(&t, list, 1, 1, 1000), op;
    static const char long_name[LISTS_TEXT_MAX + 1] = {[0 ... LISTS_TEXT_MAX] = 'x'};
    const struct sc_str unknown[] = {SC_STR("name")};

    (void)state;
    good.name = SC_STR("Milk");
#define REFUSED(change, code)               \
    do {                                    \
        op = good;                          \
        change;                             \
        home_expect_code(OWNER, &op, code); \
    } while (0)
    REFUSED(op.id = SC_STR("1"), "invalid");
    REFUSED(op.id = SC_STR("00000001-0000-4000-8000-00000000000G"), "invalid");
    REFUSED(op.item_id = SC_STR("'; drop table lists.item; --"), "invalid");
    REFUSED(op.stamp = SC_STR("now"), "invalid");
    REFUSED(op.name = SC_STR("  "), "invalid");
    REFUSED(op.name = ((struct sc_str){long_name, sizeof long_name}), "invalid");
    REFUSED(op.name = SC_STR("a\0b"), "invalid");
    REFUSED(op.position = SC_STR("A0"), "invalid");
    REFUSED((op.quantity_milli = -1, op.has_quantity_milli = true), "invalid");
    REFUSED((op.quantity_milli = INT64_MAX, op.has_quantity_milli = true), "invalid");
    REFUSED((op.step_milli = INT64_MIN, op.has_step_milli = true), "invalid");
    REFUSED((op.has_step_milli = true, op.has_quantity_milli = true), "invalid");
    REFUSED((op.has_step_milli = true, op.base = SC_STR("x")), "invalid");
    REFUSED(op.has_is_archived = true, "invalid"); /* of an item */
    REFUSED((op.clear = (struct sc_str_list){unknown, 1}, op.has_clear = true), "invalid");
    REFUSED((op.item_id = (struct sc_str){0}, op.note = SC_STR("x")), "invalid"); /* of a list */
    REFUSED(op.name = (struct sc_str){0}, "no_item");
    REFUSED(op.stamp = SC_STR("000000000001-0000-0000000000000001"), "too_old");
#undef REFUSED
    assert_int_equal(home_number("select seq from lists.list where id = %" PRId64, list), 0);
    assert_int_equal(home_number("select count(*) from lists.op where list_id = %" PRId64, list),
                     0);
    const struct lists_apply_in none = {.ops = {.at = &good, .count = 0}};
    const struct lists_apply_in many = {.ops = {.at = &good, .count = LISTS_OPS_MAX + 1}};
    struct lists_apply_row row;
    assert_int_equal(home_call(OWNER, lists_apply, &none, &row), SC_INVALID);
    assert_int_equal(home_call(OWNER, lists_apply, &many, &row), SC_INVALID);
    home_expect_code(OWNER, &good, "applied");
}

static void a_clock_that_is_years_ahead_does_not_win_for_years(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t;
    struct lists_op_in op = home_op_of(&t, list, 1, 1, 0);

    (void)state;
    op.name = SC_STR("Milk");
    op.stamp = SC_STR("ffffffffffff-0000-0000000000000001");
    home_expect_code(OWNER, &op, "applied");
    int64_t ahead_ms = home_number("select ('x' || split_part(stamps[1], '-', 1))::bit(48)::bigint "
                                   "from lists.item where list_id = %" PRId64,
                                   list) -
                       sc_wall_us() / 1000;
    assert_true(ahead_ms > 0 && ahead_ms <= SC_STAMP_AHEAD_MS);
}

static void a_list_has_an_end(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t, t2;
    char sql[200];

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    snprintf(sql, sizeof sql, "update lists.list set item_count = 500 where id = %" PRId64, list);
    test_sql(home_database.url, sql); /* as many as the free plan has */
    struct lists_op_in more = home_op_of(&t, list, 2, 2, 1000);
    more.name = SC_STR("One more");
    struct lists_op_in less = home_op_of(&t2, list, 3, 1, 1000);
    less.is_deleted = less.has_is_deleted = true;
    const struct lists_op_in ops[] = {more, less, more};
    home_expect_codes(OWNER, ops, 3, "too_many applied applied"); /* there is room again */
}

static void the_list_itself_has_fields(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t;
    struct lists_op_in op = home_op_of(&t, list, 1, 1, 1000);

    (void)state;
    op.item_id = (struct sc_str){0};
    op.name = SC_STR("Weekend");
    op.is_archived = op.has_is_archived = true;
    home_expect_code(CHILD, &op, "applied");
    assert_int_equal(home_number("select count(*) from lists.list where id = %" PRId64
                                 " and is_archived and "
                                 "name = 'Weekend' and seq = 1 and own_seq = 1",
                                 list),
                     1);
}

static void a_copy_has_all_that_is_shown_unticked(void **state)
{
    int64_t list = home_new_list();
    struct home_op_text t;
    struct lists_duplicate_in in = {.list_id = list, .name = SC_STR("As last time")};
    struct lists_id_row row;

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    home_add_item(OWNER, list, 2, 2);
    struct lists_op_in op = home_op_of(&t, list, 3, 1, 1000);
    op.is_ticked = op.has_is_ticked = true;
    home_expect_code(OWNER, &op, "applied");
    op = home_op_of(&t, list, 4, 2, 1000);
    op.is_deleted = op.has_is_deleted = true;
    home_expect_code(OWNER, &op, "applied");
    assert_int_equal(home_call(STRANGER, lists_duplicate, &in, &row), SC_NOT_FOUND);
    assert_int_equal(home_call(ADULT, lists_duplicate, &in, &row), SC_OK);
    assert_int_equal(home_number("select count(*) from lists.item where list_id = %" PRId64
                                 " and not "
                                 "is_ticked and name = 'Milk' and seq = 1",
                                 row.id),
                     1);
    assert_int_equal(
        home_number("select count(*) from lists.item where list_id = %" PRId64, row.id), 1);
    assert_int_equal(
        home_number("select item_count + seq from lists.list where id = %" PRId64, row.id), 2);
    struct lists_delete_in gone = {.list_id = list};
    assert_int_equal(home_call(CHILD, lists_delete, &gone, &row), SC_FORBIDDEN);
    assert_int_equal(home_call(OWNER, lists_delete, &gone, &row), SC_OK);
    home_expect_code(OWNER, &op, "no_list");
}

/* One phone of several that write at once, and one that reads all the time. */
struct writer {
    int64_t list;
    int number;
    struct sc_str base; /* of the item that all step */
    pthread_t thread;
    bool is_well;
};

static void *write_on(void *context)
{
    struct writer *w = context;

    w->is_well = true;
    for (int i = 0; i < BATCHES; i++) {
        struct home_op_text texts[2];
        struct lists_op_in ops[2];
        for (int k = 0; k < 2; k++) { /* an item of its own, and one that all change */
            ops[k] = home_op_of(&texts[k], w->list, (w->number * BATCHES + i) * 2 + k + 100,
                                k == 0 ? w->number * BATCHES + i + 10 : 1, 0);
            ops[k].name = SC_STR("Milk");
        }
        ops[1].step_milli = 1000;
        ops[1].has_step_milli = true;
        ops[1].base = w->base;
        const struct lists_apply_in in = {.ops = {.at = ops, .count = 2}};
        struct lists_apply_row row;
        w->is_well &= home_call(OWNER + w->number % 2, lists_apply, &in, &row) == SC_OK;
    }
    return NULL;
}

/* Reads what is behind the cursor; the number of the newest row, or -1 when one came late. */
static int64_t read_on(int64_t list, int64_t cursor, bool *is_seen)
{
    struct home_caller c;
    struct lists_item_changed_rows rows = {0};

    home_call_begin(&c, ADULT);
    const struct lists_item_changed_in in = {
        .viewer = sc_viewer_list(&c.viewer),
        .list_id = {.at = &list, .count = 1},
        .since = {.at = &cursor, .count = 1},
        .after_seq = INT64_MIN,
        .page_limit = 10,
    };
    SC_SCOPED(sc_tx) tx = sc_tx_auto(home_pool, &c.rq);
    assert_int_equal(lists_item_changed_load(&tx, &in, 10, &rows), SC_OK);
    for (size_t i = 0; i < rows.count; i++) {
        assert_true(rows.at[i].seq > cursor);
        cursor = rows.at[i].seq;
        is_seen[cursor] = true;
    }
    sc_tx_finish(&tx);
    sc_request_finish(&c.rq);
    return cursor;
}

static void nothing_appears_behind_a_cursor(void **state)
{
    static bool is_seen[WRITERS * BATCHES * 2 + 2];
    struct writer writers[WRITERS];
    int64_t list = home_new_list(), cursor = 0, last = (int64_t)WRITERS * BATCHES * 2 + 1;

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    char *typed = test_sql_text(home_database.url, "select stamps[10] from lists.item");
    memset(is_seen, 0, sizeof is_seen);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.list = list, .number = i, .base = sc_str_of(typed)};
        pthread_create(&writers[i].thread, NULL, write_on, &writers[i]);
    }
    const struct sc_deadline deadline = sc_deadline_in(HOME_LIMIT_MS);
    while (cursor < last && !sc_deadline_is_over(deadline)) /* each batch gives two numbers */
        cursor = read_on(list, cursor, is_seen);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        assert_true(writers[i].is_well);
    }
    assert_int_equal(cursor, last);
    assert_int_equal(
        test_sql_number(home_database.url, "select max(quantity_milli) from lists.item"),
        1000 * (1 + WRITERS * BATCHES));
    /* Each item of one change was seen at its number: none was passed over. */
    char *newest =
        test_sql_text(home_database.url, "select string_agg(seq::text, ',') from lists.item");
    struct sc_str rest = sc_str_of(newest), part;
    int64_t seq;
    while (sc_str_take(&rest, ',', &part)) {
        assert_int_equal(sc_str_i64(part, &seq), SC_OK);
        assert_true(is_seen[seq]);
    }
    free(newest);
    free(typed);
}

static void a_phone_that_was_away_too_long_begins_anew(void **state)
{
    int64_t list = home_new_list(), cursor = 1;
    struct home_op_text t;
    struct home_caller c;
    bool more = false;
    struct lists_changes_row row;

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    home_add_item(OWNER, list, 2, 2);
    struct lists_op_in op = home_op_of(&t, list, 3, 1, 1000);
    op.is_deleted = op.has_is_deleted = true;
    home_expect_code(OWNER, &op, "applied");
    struct home_op_text t2;
    struct lists_op_in step = home_op_of(&t2, list, 4, 2, 1000);
    step.has_step_milli = true; /* of none: kept, and changes nothing */
    home_expect_code(OWNER, &step, "applied");
    test_sql(home_database.url,
             "update lists.item set changed_at = now() - interval '91 days' where "
             "is_deleted; update lists.op set at = now() - interval '91 days'");
    home_call_begin(&c, OWNER);
    assert_int_equal(lists_purge(&c.rq, home_pool, 100, &more), SC_OK);
    assert_true(more);
    assert_int_equal(lists_purge(&c.rq, home_pool, 100, &more), SC_OK);
    assert_false(more);
    assert_int_equal(home_number("select count(*) from lists.item where list_id = %" PRId64, list),
                     1);
    assert_int_equal(home_number("select count(*) from lists.op where list_id = %" PRId64, list),
                     0);
    for (cursor = 0; cursor <= 4; cursor++) {
        const struct lists_changes_in in = {.viewer = sc_viewer_list(&c.viewer),
                                            .list_id = {.at = &list, .count = 1},
                                            .after = cursor};
        struct lists_changes_rows rows = {0};
        SC_SCOPED(sc_tx) tx = sc_tx_auto(home_pool, &c.rq);
        assert_int_equal(lists_changes_load(&tx, &in, 1, &rows), SC_OK);
        assert_int_equal(rows.count, 1);
        assert(rows.at != NULL); /* for the analyser */
        row = rows.at[0];
        assert_int_equal(row.seq, 3);
        /* 0 begins anew anyhow; 4 never was. */
        assert_int_equal(row.must_resync, cursor == 1 || cursor == 2 || cursor == 4);
    }
    sc_request_finish(&c.rq);
}

static void who_has_no_right_reads_nothing(void **state)
{
    int64_t list = home_new_list();
    struct home_caller c;
    static const struct {
        int64_t principal;
        size_t rows;
    } callers[] = {{OWNER, 1}, {CHILD, 1}, {GUEST, 0}, {STRANGER, 0}};

    (void)state;
    home_add_item(OWNER, list, 1, 1);
    for (size_t i = 0; i < SC_COUNT(callers); i++) {
        struct lists_list_by_id_rows lists = {0};
        struct lists_list_by_id_rows all = {0};
        struct lists_item_of_list_rows items = {0};
        struct lists_changes_rows changes = {0};
        home_call_begin(&c, callers[i].principal);
        const struct sc_i64_list viewer = sc_viewer_list(&c.viewer),
                                 key = {.at = &list, .count = 1};
        const struct lists_list_by_id_in by_id = {.viewer = viewer, .id = key};
        const struct lists_lists_of_viewer_in of = {.viewer = viewer, .page_limit = 10};
        const struct lists_item_of_list_in item = {.viewer = viewer,
                                                   .list_id = key,
                                                   .after_position = SC_STR(""),
                                                   .after_id = SC_STR(""),
                                                   .page_limit = 10};
        const struct lists_changes_in change = {.viewer = viewer, .list_id = key};
        SC_SCOPED(sc_tx) tx = sc_tx_auto(home_pool, &c.rq);
        assert_int_equal(lists_list_by_id_load(&tx, &by_id, 10, &lists), SC_OK);
        assert_int_equal(lists_lists_of_viewer_load(&tx, &of, 10, &all), SC_OK);
        assert_int_equal(lists_item_of_list_load(&tx, &item, 10, &items), SC_OK);
        assert_int_equal(lists_changes_load(&tx, &change, 10, &changes), SC_OK);
        assert_int_equal(lists.count, callers[i].rows);
        assert_int_equal(all.count, callers[i].rows);
        assert_int_equal(items.count, callers[i].rows);
        assert_int_equal(changes.count, callers[i].rows);
        sc_tx_finish(&tx);
        sc_request_finish(&c.rq);
    }
}

static void the_way_through_a_store_is_the_households(void **state)
{
    const struct sc_str names[] = {SC_STR("fruit"), SC_STR("dairy")};
    struct lists_aisles_in in = {.household_id = HOME, .store_id = 5, .categories = {names, 2}};
    struct lists_id_row row;

    (void)state;
    assert_int_equal(home_call(STRANGER, lists_aisles, &in, &row), SC_NOT_FOUND);
    assert_int_equal(home_call(GUEST, lists_aisles, &in, &row), SC_NOT_FOUND);
    assert_int_equal(home_call(CHILD, lists_aisles, &in, &row), SC_OK);
    in.categories.count = 1;
    assert_int_equal(home_call(OWNER, lists_aisles, &in, &row), SC_OK);
    assert_int_equal(test_sql_number(home_database.url, "select cardinality(categories) from "
                                                        "lists.aisle_order"),
                     1);
}

static void a_household_says_so_many_ways_at_most(void **state)
{
    const struct sc_str names[] = {SC_STR("fruit")};
    struct lists_aisles_in in = {.household_id = HOME, .store_id = 1, .categories = {names, 1}};
    struct lists_id_row row;

    (void)state;
    for (; in.store_id <= LISTS_WAYS_MAX; in.store_id++)
        assert_int_equal(home_call(OWNER, lists_aisles, &in, &row), SC_OK);
    assert_int_equal(home_call(OWNER, lists_aisles, &in, &row), SC_INVALID);
    in.store_id--; /* one of them, said anew */
    assert_int_equal(home_call(OWNER, lists_aisles, &in, &row), SC_OK);
}

#define a_list_test(function) cmocka_unit_test_setup(function, home_empty)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_list_test(an_op_is_applied_once),
        a_list_test(only_what_would_do_more_is_kept),
        a_list_test(what_changes_nothing_is_not_kept),
        a_list_test(who_adds_without_a_place_adds_at_the_end),
        a_list_test(rights_are_asked_for_each_op),
        a_list_test(a_link_opens_one_list_until_it_ends),
        a_list_test(what_is_out_of_range_is_answered_so),
        a_list_test(a_clock_that_is_years_ahead_does_not_win_for_years),
        a_list_test(a_list_has_an_end),
        a_list_test(the_list_itself_has_fields),
        a_list_test(a_copy_has_all_that_is_shown_unticked),
        a_list_test(nothing_appears_behind_a_cursor),
        a_list_test(a_phone_that_was_away_too_long_begins_anew),
        a_list_test(who_has_no_right_reads_nothing),
        a_list_test(the_way_through_a_store_is_the_households),
        a_list_test(a_household_says_so_many_ways_at_most),
    };

    return cmocka_run_group_tests(tests, home_open, home_close);
}
