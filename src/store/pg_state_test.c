#include "store/pg_state.h"

#include "testing/unit.h"

static void each_code_has_its_meaning(void **state)
{
    static const struct {
        const char *sqlstate;
        enum sc_status status;
    } rows[] = {
        {"08006", SC_UNAVAILABLE}, {"22001", SC_INVALID},     {"22021", SC_INVALID},
        {"23502", SC_INVALID},     {"23503", SC_CONFLICT},    {"23505", SC_CONFLICT},
        {"23514", SC_INVALID},     {"25006", SC_UNAVAILABLE}, {"25P03", SC_TIMEOUT},
        {"28P01", SC_UNAVAILABLE}, {"3D000", SC_UNAVAILABLE}, {"40001", SC_CONFLICT},
        {"40003", SC_UNKNOWN},     {"40P01", SC_CONFLICT},    {"53100", SC_UNAVAILABLE},
        {"53300", SC_BUSY},        {"54000", SC_LIMITED},     {"55P03", SC_BUSY},
        {"57014", SC_TIMEOUT},     {"57P01", SC_UNAVAILABLE}, {"58030", SC_UNAVAILABLE},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++)
        assert_int_equal(sc_pg_state_status(rows[i].sqlstate), rows[i].status);
}

static void a_mistake_in_our_sql_is_ours(void **state)
{
    (void)state;
    assert_int_equal(sc_pg_state_status("42601"), SC_INTERNAL);
    assert_int_equal(sc_pg_state_status("42501"), SC_INTERNAL);
    assert_int_equal(sc_pg_state_status("XX000"), SC_INTERNAL);
}

static void an_end_without_a_word_is_a_server_out_of_reach(void **state)
{
    (void)state;
    assert_int_equal(sc_pg_state_status(NULL), SC_UNAVAILABLE);
    assert_int_equal(sc_pg_state_status(""), SC_UNAVAILABLE);
}

static void a_stale_statement_is_known(void **state)
{
    (void)state;
    assert_true(sc_pg_state_is_stale("26000"));
    assert_true(sc_pg_state_is_stale("0A000"));
    assert_false(sc_pg_state_is_stale("42601"));
    assert_false(sc_pg_state_is_stale(""));
}

static void the_end_of_a_session_is_known(void **state)
{
    (void)state;
    assert_true(sc_pg_state_ends_session("57P01"));
    assert_true(sc_pg_state_ends_session("57P02"));
    assert_false(sc_pg_state_ends_session("57014")); /* only the statement was cancelled */
    assert_false(sc_pg_state_ends_session(""));
}

UNIT_TESTS(a_test(each_code_has_its_meaning), a_test(a_mistake_in_our_sql_is_ours),
           a_test(an_end_without_a_word_is_a_server_out_of_reach),
           a_test(a_stale_statement_is_known), a_test(the_end_of_a_session_is_known))
