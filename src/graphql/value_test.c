#include "graphql/value.h"

#include "testing/unit.h"

/* A number as it is written, coerced to a scalar that nothing is known of. */
static struct sc_gql_datum any_number(struct sc_arena *arena, const char *text)
{
    static const struct sc_gql_type any = {
        .name = SC_STR("Any"), .kind = SC_GQL_TYPE_SCALAR, .scalar = SC_GQL_CUSTOM};
    static const struct sc_gql_use use = {.kind = SC_GQL_REF_NAMED, .type = &any};
    struct sc_gql_coercion c = {.arena = arena};
    struct sc_json_in in;
    struct sc_json json;
    struct sc_gql_datum datum;

    sc_json_in_parse_any(&in, arena, sc_str_of(text), 4, &json);
    assert_int_equal(sc_json_in_status(&in), SC_OK);
    assert_true(sc_gql_coerce_json(&c, &use, &json, &datum));
    return datum;
}

static void whole_numbers_of_any_scalar_are_those_that_doubles_hold(void **state)
{
    static const struct {
        const char *text;
        enum sc_gql_datum_kind kind;
    } cases[] = {
        {"0", SC_GQL_DATUM_WHOLE},
        {"9007199254740992", SC_GQL_DATUM_WHOLE},
        {"-9007199254740992", SC_GQL_DATUM_WHOLE},
        {"9007199254740993", SC_GQL_DATUM_FLOAT},
        {"9223372036854775807", SC_GQL_DATUM_FLOAT},
        {"-9223372036854775808", SC_GQL_DATUM_FLOAT}, /* has no absolute value */
        {"9223372036854775808", SC_GQL_DATUM_FLOAT},
        {"1.0", SC_GQL_DATUM_FLOAT},
    };

    for (size_t i = 0; i < SC_COUNT(cases); i++)
        assert_int_equal(any_number(*state, cases[i].text).kind, cases[i].kind);
}

UNIT_TESTS(a_test(whole_numbers_of_any_scalar_are_those_that_doubles_hold))
