#include "retail/known.h"

#include "testing/unit.h"

static struct retail_known *make(void)
{
    struct retail_known *known;

    assert_int_equal(retail_known_create(&known), SC_OK);
    return known;
}

static uint64_t key_of(int64_t i)
{
    return retail_known_hash_i64(0, i);
}

static void what_was_added_is_found_and_nothing_else(void **state)
{
    struct retail_known *known = make();

    (void)state;
    assert_null(retail_known_find(known, key_of(1)));
    for (int64_t i = 1; i <= 100000; i++) {
        struct retail_known_entry *entry = retail_known_add(known, key_of(i));

        assert_non_null(entry);
        assert_int_equal(entry->price_hash, 0);
        entry->price_hash = (uint64_t)i;
    }
    for (int64_t i = 1; i <= 100000; i++)
        assert_int_equal(retail_known_find(known, key_of(i))->price_hash, i);
    assert_null(retail_known_find(known, key_of(0)));
    assert_null(retail_known_find(known, key_of(100001)));
    retail_known_destroy(known);
}

static void adding_again_gives_the_same_entry(void **state)
{
    struct retail_known *known = make();

    (void)state;
    retail_known_add(known, key_of(7))->price_hash = 70;
    assert_int_equal(retail_known_add(known, key_of(7))->price_hash, 70);
    retail_known_destroy(known);
}

static void memory_is_bounded(void **state)
{
    struct retail_known *known = make();
    int64_t added = 0;

    (void)state;
    for (int64_t i = 1; i <= (int64_t)RETAIL_KNOWN_PARTS * RETAIL_KNOWN_PART_SLOTS; i++)
        added += retail_known_add(known, key_of(i)) != NULL;
    assert_in_range(added, RETAIL_KNOWN_MAX, RETAIL_KNOWN_PARTS * RETAIL_KNOWN_PART_SLOTS / 8 * 7);
    assert_non_null(retail_known_find(known, key_of(1)));
    retail_known_destroy(known);
}

static void where_one_text_ends_is_part_of_the_hash(void **state)
{
    uint64_t ab_c = retail_known_hash(retail_known_hash(0, SC_STR("ab")), SC_STR("c"));
    uint64_t a_bc = retail_known_hash(retail_known_hash(0, SC_STR("a")), SC_STR("bc"));
    uint64_t absent = retail_known_hash(0, (struct sc_str){0});

    (void)state;
    assert_true(ab_c != a_bc);
    assert_true(absent != 0);
    assert_true(absent == retail_known_hash(0, SC_STR("")));
}

static void hashes_stay_what_they_are(void **state)
{
    (void)state;
    /* They are kept in the catalogue: another value here makes each item look changed once. */
    assert_true(retail_known_hash(0, SC_STR("milk")) == UINT64_C(0xd506d1735d615d9b));
}

enum {
    DROPPED = 1,
    FACTS = 2,
    REPEAT = 4,
    AGAIN = 8,
    REPLACES = 16,
};

static void judge(struct retail_known *known, struct retail_known_row row, int want)
{
    row.may_drop = true;
    struct retail_known_verdict v = retail_known_judge(known, &row);

    assert_int_equal((v.is_dropped ? DROPPED : 0) | (v.needs_facts ? FACTS : 0) |
                         (v.is_repeat ? REPEAT : 0) | (v.is_again ? AGAIN : 0) |
                         (v.replaces_dropped ? REPLACES : 0),
                     want);
}

static struct retail_known_row row_of(int64_t code, uint64_t facts_hash, uint64_t price_hash)
{
    return (struct retail_known_row){
        .code_hash = key_of(code), .facts_hash = facts_hash, .price_hash = price_hash};
}

static struct retail_known_row row_in(int64_t store, int64_t code, uint64_t facts_hash)
{
    struct retail_known_row row = row_of(code, facts_hash, 1);

    row.store_hash = retail_known_hash_i64(key_of(-store), code);
    return row;
}

static struct retail_known *make_knowing(int64_t code, uint64_t facts_hash, uint64_t price_hash)
{
    struct retail_known *known = make();
    struct retail_known_entry *entry = retail_known_add(known, key_of(code));

    entry->facts_hash = facts_hash;
    entry->price_hash = price_hash;
    return known;
}

static void only_what_is_the_same_in_all_is_dropped(void **state)
{
    static const struct {
        uint64_t facts_hash, price_hash;
        int want;
    } rows[] = {{7, 8, DROPPED}, {7, 9, 0},       {6, 8, FACTS},
                {6, 9, FACTS},   {0, 8, DROPPED}, {0, 9, 0}};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct retail_known *known = make_knowing(1, 7, 8);

        judge(known, row_of(1, rows[i].facts_hash, rows[i].price_hash), rows[i].want);
        judge(known, row_of(2, rows[i].facts_hash, rows[i].price_hash),
              rows[i].facts_hash != 0 ? FACTS : 0);
        retail_known_destroy(known);
    }
}

static void a_row_that_says_more_is_never_dropped(void **state)
{
    struct retail_known *known = make_knowing(1, 7, 8);
    struct retail_known_row row = row_of(1, 7, 8);

    (void)state;
    assert_false(retail_known_judge(known, &row).is_dropped);
    retail_known_destroy(known);
}

static void the_second_row_of_a_code_goes_on_even_if_it_says_what_is_known(void **state)
{
    struct retail_known *known = make_knowing(1, 7, 8);

    (void)state;
    judge(known, row_of(1, 7, 9), 0);              /* dearer ... */
    judge(known, row_of(1, 7, 8), FACTS | REPEAT); /* ... and in the end not: must undo the first */
    retail_known_destroy(known);
}

static void a_dropped_row_that_is_repeated_is_told_once(void **state)
{
    struct retail_known *known = make_knowing(1, 7, 8);

    (void)state;
    judge(known, row_of(1, 7, 8), DROPPED);
    judge(known, row_of(1, 7, 9), FACTS | REPEAT | REPLACES);
    judge(known, row_of(1, 7, 9), FACTS | REPEAT);
    retail_known_destroy(known);
}

static void facts_go_once_through_a_file_of_several_stores(void **state)
{
    struct retail_known *known = make_knowing(1, 7, 0);

    (void)state;
    judge(known, row_in(1, 1, 7), 0);
    judge(known, row_in(2, 1, 7), 0);
    judge(known, row_in(3, 1, 6), FACTS | AGAIN); /* the last word counts */
    judge(known, row_in(4, 1, 7), FACTS | AGAIN);
    judge(known, row_in(4, 1, 7), FACTS | AGAIN | REPEAT);
    judge(known, row_in(1, 2, 5), FACTS);
    judge(known, row_in(2, 2, 5), 0);
    retail_known_destroy(known);
}

static void without_room_every_row_goes_on_as_a_possible_repeat(void **state)
{
    struct retail_known *known = make();
    int64_t i = 0;

    (void)state;
    while (i < (int64_t)RETAIL_KNOWN_PARTS * RETAIL_KNOWN_PART_SLOTS)
        (void)retail_known_add(known, key_of(++i));
    while (retail_known_add(known, key_of(++i)) != NULL)
        continue;
    judge(known, row_of(i, 7, 8), FACTS | REPEAT);
    retail_known_destroy(known);
}

UNIT_TESTS(a_test(what_was_added_is_found_and_nothing_else),
           a_test(adding_again_gives_the_same_entry), a_test(memory_is_bounded),
           a_test(where_one_text_ends_is_part_of_the_hash), a_test(hashes_stay_what_they_are),
           a_test(only_what_is_the_same_in_all_is_dropped),
           a_test(a_row_that_says_more_is_never_dropped),
           a_test(the_second_row_of_a_code_goes_on_even_if_it_says_what_is_known),
           a_test(a_dropped_row_that_is_repeated_is_told_once),
           a_test(facts_go_once_through_a_file_of_several_stores),
           a_test(without_room_every_row_goes_on_as_a_possible_repeat))
