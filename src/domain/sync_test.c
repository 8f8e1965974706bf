#include "domain/sync.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json_in.h"
#include "testing/unit.h"

/* What is expected stands in tests/vectors/sync.json, which the web app is held to as well. */

enum {
    DEPTH = 8,
    OPS_MAX = 8,
    FILE_MAX = 256 * 1024,
};

struct vectors {
    struct sc_json_in in;
    struct sc_json root;
};

static struct vectors *open_vectors(struct sc_arena *arena)
{
    struct vectors *v = sc_arena_zalloc(arena, sizeof *v);
    char *text = sc_arena_alloc(arena, FILE_MAX);
    FILE *file = fopen("tests/vectors/sync.json", "r");

    assert_non_null(file);
    size_t len = fread(text, 1, FILE_MAX, file);
    fclose(file);
    assert_in_range(len, 1, FILE_MAX - 1);
    sc_json_in_parse_any(&v->in, arena, (struct sc_str){.at = text, .len = len}, DEPTH, &v->root);
    assert_str(sc_json_in_words(&v->in), "");
    return v;
}

/* The cases under a key; there is one at least. */
static struct sc_json cases_of(struct vectors *v, const char *key)
{
    struct sc_json cases = sc_json_in_need(&v->root, key);

    assert_true(sc_json_in_count(&cases) > 0);
    return cases;
}

/* Absent or null: the absent text. */
static struct sc_str text_of(const struct sc_json *object, const char *key)
{
    struct sc_json value;

    if (!sc_json_in_has(object, key, &value))
        return (struct sc_str){0};
    return sc_json_in_raw(&value);
}

static int64_t number_of(const struct sc_json *object, const char *key)
{
    int64_t number;

    assert_int_equal(sc_str_i64(text_of(object, key), &number), SC_OK);
    return number;
}

static void same_text(struct sc_str got, struct sc_str want)
{
    assert_int_equal(got.at == NULL, want.at == NULL);
    if (!sc_str_eq(got, want))
        fail_msg("got \"%.*s\", want \"%.*s\"", SC_STR_ARGS(got), SC_STR_ARGS(want));
}

static struct sc_stamp stamp_of(struct sc_str text)
{
    struct sc_stamp stamp;
    char again[SC_STAMP_LEN + 1];

    assert_int_equal(sc_stamp_read(text, &stamp), SC_OK);
    sc_stamp_write(&stamp, again);
    same_text(sc_str_of(again), text);
    return stamp;
}

static void is_stamp(const struct sc_stamp *got, struct sc_str want)
{
    char text[SC_STAMP_LEN + 1];

    sc_stamp_write(got, text);
    same_text(sc_str_of(text), want);
}

static void stamps_sort_as_their_texts(void **state)
{
    struct vectors *v = open_vectors(*state);
    struct sc_json at, stamps = cases_of(v, "stamps_ascending");
    struct sc_stamp now, last = {.ms = -1};
    struct sc_str text, last_text = {0};

    for (bool more = sc_json_in_first(&stamps, &at); more; more = sc_json_in_next(&at)) {
        text = sc_json_in_raw(&at);
        now = stamp_of(text);
        assert_true(last_text.at == NULL || sc_str_cmp(last_text, text) < 0);
        assert_true(now.ms > last.ms || (now.ms == last.ms &&
                                         (now.counter > last.counter || now.device > last.device)));
        last = now;
        last_text = text;
    }
    stamps = cases_of(v, "stamps_refused");
    for (bool more = sc_json_in_first(&stamps, &at); more; more = sc_json_in_next(&at)) {
        last = (struct sc_stamp){.ms = 77};
        assert_int_equal(sc_stamp_read(sc_json_in_raw(&at), &last), SC_INVALID);
        assert_int_equal(last.ms, 77);
    }
    assert_int_equal(sc_stamp_read((struct sc_str){0}, &last), SC_INVALID);
}

static void the_next_stamp_is_greater_than_what_was_seen(void **state)
{
    struct vectors *v = open_vectors(*state);
    struct sc_json at, cases = cases_of(v, "next");

    for (bool more = sc_json_in_first(&cases, &at); more; more = sc_json_in_next(&at)) {
        struct sc_str seen = text_of(&at, "last");
        struct sc_stamp last = {0};
        char device[40];
        if (seen.at != NULL)
            last = stamp_of(seen);
        snprintf(device, sizeof device, "%.*s", SC_STR_ARGS(text_of(&at, "device")));
        struct sc_stamp next =
            sc_stamp_next(&last, number_of(&at, "now"), strtoull(device, NULL, 16));
        is_stamp(&next, text_of(&at, "next"));
    }
}

static void a_clock_that_is_ahead_is_brought_back(void **state)
{
    struct vectors *v = open_vectors(*state);
    struct sc_json at, given, kept, cases = cases_of(v, "clamp");

    for (bool more = sc_json_in_first(&cases, &at); more; more = sc_json_in_next(&at)) {
        struct sc_json given_list = sc_json_in_need(&at, "given");
        struct sc_json kept_list = sc_json_in_need(&at, "kept");
        uint16_t counter = 0;
        bool has_kept = sc_json_in_first(&kept_list, &kept);
        for (bool go = sc_json_in_first(&given_list, &given); go; go = sc_json_in_next(&given)) {
            struct sc_stamp stamp = stamp_of(sc_json_in_raw(&given));
            assert_true(has_kept);
            stamp = sc_stamp_clamp(&stamp, number_of(&at, "now"), &counter);
            is_stamp(&stamp, sc_json_in_raw(&kept));
            has_kept = sc_json_in_next(&kept);
        }
        assert_false(has_kept);
    }
}

static void places_lie_between_their_neighbours(void **state)
{
    struct vectors *v = open_vectors(*state);
    struct sc_json at, cases = cases_of(v, "positions");
    struct sc_str got;

    for (bool more = sc_json_in_first(&cases, &at); more; more = sc_json_in_next(&at)) {
        assert_int_equal(
            sc_position_between(*state, text_of(&at, "after"), text_of(&at, "before"), &got),
            SC_OK);
        same_text(got, text_of(&at, "between"));
        assert_true(sc_position_is_valid(got));
    }
    cases = cases_of(v, "positions_refused");
    for (bool more = sc_json_in_first(&cases, &at); more; more = sc_json_in_next(&at))
        assert_int_equal(
            sc_position_between(*state, text_of(&at, "after"), text_of(&at, "before"), &got),
            SC_INVALID);
}

static size_t length_after(struct sc_arena *arena, int items, bool keeps_after, bool keeps_before)
{
    struct sc_str after = {0}, before = {0}, got = {0};

    if (keeps_after && keeps_before) {
        after = SC_STR("A");
        before = SC_STR("B");
    }
    for (int i = 0; i < items; i++) {
        assert_int_equal(sc_position_between(arena, after, before, &got), SC_OK);
        assert_true(after.at == NULL || sc_str_cmp(after, got) < 0);
        assert_true(before.at == NULL || sc_str_cmp(got, before) < 0);
        if (keeps_after)
            before = keeps_before && i % 2 == 1 ? before : got;
        if (keeps_before)
            after = !keeps_after || i % 2 == 1 ? got : after;
    }
    return got.len;
}

static void places_stay_short(void **state)
{
    assert_in_range(length_after(*state, 2000, false, true), 1, 2000 / 61 + 2); /* at the end */
    assert_in_range(length_after(*state, 2000, true, false), 1, 2000 / 61 + 2); /* before all */
    assert_in_range(length_after(*state, 500, true, true), 1, 500 / 5 + 3);     /* in one gap */
}

static void a_place_that_would_be_too_long_is_refused(void **state)
{
    struct sc_str got, before = SC_STR("B");
    enum sc_status st = SC_OK;
    int items = 0;

    for (; st == SC_OK; items++) {
        st = sc_position_between(*state, SC_STR("A"), before, &got);
        before = got;
    }
    assert_int_equal(st, SC_LIMITED);
    assert_true(items > SC_POSITION_MAX * 4);
}

static struct sc_sync_op op_of(const struct sc_json *from)
{
    struct sc_sync_op op = {.stamp = text_of(from, "stamp"), .base = text_of(from, "base")};
    struct sc_json set, value;

    if (sc_json_in_has(from, "set", &set))
        for (bool more = sc_json_in_first(&set, &value); more; more = sc_json_in_next(&value))
            for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++)
                if (sc_str_eq(value.key, sc_str_of(sc_sync_field_name((enum sc_sync_field)f)))) {
                    op.is_set[f] = true;
                    op.value[f] = text_of(&set, sc_sync_field_name((enum sc_sync_field)f));
                }
    if (sc_json_in_has(from, "quantity", &value)) {
        op.amount = SC_SYNC_AMOUNT_TYPED;
        op.amount_milli = number_of(from, "quantity");
    } else if (sc_json_in_has(from, "step", &value)) {
        op.amount = SC_SYNC_AMOUNT_STEP;
        op.amount_milli = number_of(from, "step");
    }
    return op;
}

struct sync_case {
    struct sc_sync_op ops[OPS_MAX];
    struct sc_str ids[OPS_MAX];
    size_t count;
    bool has_step;
};

static struct sync_case case_of(const struct sc_json *from)
{
    struct sync_case c = {0};
    struct sc_json op, ops = sc_json_in_need(from, "ops");

    for (bool more = sc_json_in_first(&ops, &op); more; more = sc_json_in_next(&op)) {
        assert_true(c.count < OPS_MAX);
        c.ids[c.count] = text_of(&op, "id");
        c.ops[c.count] = op_of(&op);
        c.has_step |= c.ops[c.count++].amount == SC_SYNC_AMOUNT_STEP;
    }
    return c;
}

static bool is_known(const struct sync_case *c, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (sc_str_eq(c->ids[k], c->ids[i]))
            return true;
    return false;
}

static void is_state(const struct sc_sync_item *item, const struct sc_json *want)
{
    for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++)
        same_text(item->cells[f].value, text_of(want, sc_sync_field_name((enum sc_sync_field)f)));
    assert_int_equal(sc_sync_quantity_milli(&item->quantity), number_of(want, "quantity"));
}

static void ops_become_one_state(void **state)
{
    struct vectors *v = open_vectors(*state);
    struct sc_json at, cases = cases_of(v, "merge");

    for (bool more = sc_json_in_first(&cases, &at); more; more = sc_json_in_next(&at)) {
        struct sync_case c = case_of(&at);
        struct sc_json want = sc_json_in_need(&at, "state");
        struct sc_sync_item forth = sc_sync_item_new, back = sc_sync_item_new;

        print_message("%.*s\n", SC_STR_ARGS(text_of(&at, "says")));
        for (size_t i = 0; i < c.count; i++)
            if (!is_known(&c, i))
                sc_sync_merge(&forth, &c.ops[i]);
        is_state(&forth, &want);
        for (size_t i = c.count; i-- > 0 && !c.has_step;)
            sc_sync_merge(&back, &c.ops[i]);
        if (!c.has_step)
            is_state(&back, &want);
    }
}

UNIT_TESTS(a_test(stamps_sort_as_their_texts), a_test(the_next_stamp_is_greater_than_what_was_seen),
           a_test(a_clock_that_is_ahead_is_brought_back),
           a_test(places_lie_between_their_neighbours), a_test(places_stay_short),
           a_test(a_place_that_would_be_too_long_is_refused), a_test(ops_become_one_state))
