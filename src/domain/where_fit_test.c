#include "domain/where_fit.h"

#include "base/macros.h"
#include "testing/unit.h"

enum {
    MOST = 10,
};

static struct sc_match a_match(double score, double spoken)
{
    return (struct sc_match){
        .score = score,
        .spoken = spoken,
        .confidence = SC_MATCH_HIGH,
        .fill = 1,
    };
}

/* `want` names the indices that are kept: "013". */
static void check(void **state, const struct sc_match *matches, size_t count, const char *want)
{
    const size_t *fits;
    size_t kept;
    char got[MOST + 1] = {0};

    assert_int_equal(sc_where_fits(*state, matches, count, MOST, &fits, &kept), SC_OK);
    for (size_t i = 0; i < kept; i++)
        got[i] = (char)('0' + fits[i]);
    assert_string_equal(got, want);
}

static void words_that_are_only_alike_are_not_bought(void **state)
{
    struct sc_match matches[] = {a_match(.77, 1), a_match(.75, .97), a_match(.74, .88)};

    check(state, matches, SC_COUNT(matches), "01");
}

static void what_is_far_behind_the_best_is_not_bought(void **state)
{
    struct sc_match matches[] = {a_match(.77, 1), a_match(.59, 1), a_match(.43, 1)};

    check(state, matches, SC_COUNT(matches), "01");
}

static void a_doubtful_amount_counts_only_where_there_is_no_other(void **state)
{
    struct sc_match matches[] = {a_match(.8, 1), a_match(.8, 1), a_match(.8, 1)};

    matches[0].fill_is_doubtful = matches[2].fill_is_doubtful = true;
    check(state, matches, SC_COUNT(matches), "1");
    matches[1].fill_is_doubtful = true;
    check(state, matches, SC_COUNT(matches), "012");
}

static void nothing_is_bought_without_confidence(void **state)
{
    struct sc_match matches[] = {a_match(.8, 1), a_match(.8, 1)};

    matches[1].confidence = SC_MATCH_NONE;
    check(state, matches, SC_COUNT(matches), "0");
    matches[0].confidence = SC_MATCH_NONE;
    check(state, matches, SC_COUNT(matches), "");
    check(state, NULL, 0, "");
}

static void kinds_are_told_apart_within_one_retailer(void **state)
{
    static const struct {
        int64_t retailer;
        const char *category;
        bool fits;
    } rows[] = {
        {1, "Dairy > Milk", true},
        {1, "Sweets > Chocolate", false},
        {2, "MILK", true}, /* another chain, other words */
        {2, "SWEETS", false},
        {1, "Dairy > Milk", true},
        {1, "", true},
        {3, NULL, true}, /* a chain that tells no categories */
        {3, "anything", true},
    };
    struct sc_where_kinds kinds = {0};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++)
        assert_int_equal(sc_where_kind_fits(&kinds, rows[i].retailer, sc_str_of(rows[i].category)),
                         rows[i].fits);
}

static void no_more_than_asked_for_are_kept(void **state)
{
    struct sc_match matches[] = {a_match(.8, 1), a_match(.8, 1), a_match(.8, 1)};
    const size_t *fits;
    size_t kept;

    assert_int_equal(sc_where_fits(*state, matches, 3, 2, &fits, &kept), SC_OK);
    assert_int_equal(kept, 2);
    assert_int_equal(fits[1], 1);
}

UNIT_TESTS(a_test(words_that_are_only_alike_are_not_bought),
           a_test(what_is_far_behind_the_best_is_not_bought),
           a_test(a_doubtful_amount_counts_only_where_there_is_no_other),
           a_test(nothing_is_bought_without_confidence),
           a_test(kinds_are_told_apart_within_one_retailer),
           a_test(no_more_than_asked_for_are_kept))
