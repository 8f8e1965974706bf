#include "graphql/scalar.h"

#include "base/time.h"
#include "testing/unit.h"

static void check_time(int64_t at_us, const char *text)
{
    struct sc_buf buf;
    int64_t back = -1;

    sc_buf_init(&buf, 100);
    assert_true(sc_gql_time_put(&buf, at_us));
    assert_str(sc_buf_str(&buf), text);
    assert_int_equal(sc_gql_time_read(sc_str_sub(sc_buf_str(&buf), 1, buf.len - 2), &back), SC_OK);
    assert_int_equal(back, at_us);
    sc_buf_finish(&buf);
}

static void a_time_is_written_and_read_back(void **state)
{
    (void)state;
    check_time(0, "\"1970-01-01T00:00:00Z\"");
    check_time(-1, "\"1969-12-31T23:59:59.999999Z\"");
    check_time(INT64_C(1796000000) * SC_SECOND_US + 1000, "\"2026-11-30T00:53:20.001000Z\"");
    check_time(INT64_C(-62135596800) * SC_SECOND_US, "\"0001-01-01T00:00:00Z\"");
    check_time(INT64_C(253402300799) * SC_SECOND_US, "\"9999-12-31T23:59:59Z\"");
}

static void times_without_a_date_are_not_written(void **state)
{
    struct sc_buf buf;

    (void)state;
    sc_buf_init(&buf, 100);
    assert_false(sc_gql_time_put(&buf, INT64_MAX));
    assert_false(sc_gql_time_put(&buf, INT64_MIN));
    assert_false(sc_gql_date_put(&buf, INT32_MAX));
    assert_false(sc_gql_date_put(&buf, INT32_MIN));
    assert_int_equal(buf.len, 0);
    assert_true(sc_gql_date_put(&buf, 20782));
    assert_str(sc_buf_str(&buf), "\"2026-11-25\"");
    sc_buf_finish(&buf);
}

static int64_t read_seconds(const char *text)
{
    int64_t at_us = -1;

    return sc_gql_time_read(sc_str_of(text), &at_us) == SC_OK ? at_us / SC_SECOND_US : -1;
}

static void offsets_and_fractions_are_read(void **state)
{
    (void)state;
    assert_int_equal(read_seconds("1970-01-01T02:30:00+02:00"), 1800);
    assert_int_equal(read_seconds("1969-12-31T23:00:00.9-01:30"), 1800);
    assert_int_equal(read_seconds("1970-01-01T00:30:00.123456789Z"), 1800);
    assert_int_equal(read_seconds("1970-01-01T00:30:00.Z"), -1);
    assert_int_equal(read_seconds("1970-01-01T00:30:00.1234567890Z"), -1);
    assert_int_equal(read_seconds("1970-01-01T00:30:00"), -1);
    assert_int_equal(read_seconds("1970-01-01T00:30:00+0200"), -1);
    assert_int_equal(read_seconds("1970-01-01T00:30:00+24:00"), -1);
    assert_int_equal(read_seconds("1970-02-30T00:30:00Z"), -1);
    assert_int_equal(read_seconds("1970-01-01T00:30:00ZZ"), -1);
}

/* What could not be written again is not taken. */
static void an_offset_does_not_lead_out_of_the_years_that_can_be_written(void **state)
{
    static const char *const outside[] = {"0001-01-01T00:00:00+00:01", "0001-01-01T23:58:59+23:59",
                                          "9999-12-31T23:59:59.9-00:01"};
    int64_t at_us = -1;

    (void)state;
    for (size_t i = 0; i < SC_COUNT(outside); i++)
        assert_int_equal(sc_gql_time_read(sc_str_of(outside[i]), &at_us), SC_INVALID);
    assert_int_equal(at_us, -1);
    assert_int_equal(read_seconds("0001-01-01T00:01:00+00:01"), INT64_C(-62135596800));
    assert_int_equal(read_seconds("9999-12-31T23:58:59.9-00:01"), INT64_C(253402300799));
}

UNIT_TESTS(a_test(a_time_is_written_and_read_back), a_test(times_without_a_date_are_not_written),
           a_test(offsets_and_fractions_are_read),
           a_test(an_offset_does_not_lead_out_of_the_years_that_can_be_written))
