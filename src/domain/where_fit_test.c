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
        .would_do = true,
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

static void another_kind_and_no_confidence_are_not_bought(void **state)
{
    struct sc_match matches[] = {a_match(.8, 1), a_match(.8, 1), a_match(.8, 1)};

    matches[1].would_do = false;
    matches[2].confidence = SC_MATCH_NONE;
    check(state, matches, SC_COUNT(matches), "0");
    matches[0].confidence = SC_MATCH_NONE;
    check(state, matches, SC_COUNT(matches), "");
    check(state, NULL, 0, "");
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
           a_test(another_kind_and_no_confidence_are_not_bought),
           a_test(no_more_than_asked_for_are_kept))
