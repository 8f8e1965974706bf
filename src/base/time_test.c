#include "base/time.h"

#include "testing/unit.h"

static void days_and_dates_are_each_others_inverse(void **state)
{
    struct sc_date before = {0};

    (void)state;
    for (int64_t days = sc_date_days((struct sc_date){1, 1, 1});
         days <= sc_date_days((struct sc_date){9999, 12, 31}); days++) {
        struct sc_date date = sc_date_of_days(days);
        assert_true(sc_date_is_real(date));
        assert_int_equal(sc_date_days(date), days);
        assert_true(date.day == before.day + 1 || date.day == 1);
        before = date;
    }
    assert_int_equal(sc_date_days((struct sc_date){1970, 1, 1}), 0);
    assert_int_equal(sc_date_days((struct sc_date){2000, 3, 1}), 11017);
}

static void a_time_is_read_and_written(void **state)
{
    static const struct {
        const char *text;
        int64_t at_us;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-23T10:00:00Z", INT64_C(1795428000) * 1000000},
        {"1969-12-31T23:59:59Z", -1000000},
        {"2024-02-29T23:59:59Z", INT64_C(1709251199) * 1000000},
    };
    char text[SC_TIME_TEXT];
    int64_t at_us;

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(sc_time_read(sc_str_of(rows[i].text), &at_us), SC_OK);
        assert_true(at_us == rows[i].at_us);
        sc_time_write(at_us, text);
        assert_string_equal(text, rows[i].text);
    }
    sc_time_write(-1, text); /* parts of a second are cut towards the past */
    assert_string_equal(text, "1969-12-31T23:59:59Z");
}

static void anything_else_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-11-23",
        "2026-11-23T10:00:00",
        "2026-11-23T10:00:00+00:00",
        "2026-11-23T10:00:00.0Z",
        "2026-11-23t10:00:00z",
        " 2026-11-23T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-00-01T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026-11-23T10:00:0-Z",
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(bad); i++) {
        int64_t at_us = 77;
        assert_int_equal(sc_time_read(sc_str_of(bad[i]), &at_us), SC_INVALID);
        assert_int_equal(at_us, 77);
    }
}

UNIT_TESTS(a_test(days_and_dates_are_each_others_inverse), a_test(a_time_is_read_and_written),
           a_test(anything_else_is_refused))
