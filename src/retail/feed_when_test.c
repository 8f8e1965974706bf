#include "retail/feed_when.h"

#include "base/time.h"
#include "testing/unit.h"

static void check(const char *text, const char *want, bool is_local)
{
    struct feed_time time;
    char written[SC_TIME_TEXT];

    assert_int_equal(feed_when_read(sc_str_of(text), &time), SC_OK);
    sc_time_write(time.at_us, written);
    assert_string_equal(written, want);
    assert_true(time.is_given);
    assert_int_equal(time.is_local, is_local);
}

static void all_written_forms_are_read(void **state)
{
    (void)state;
    check("2026-11-30", "2026-11-30T00:00:00Z", true);
    check("20261130", "2026-11-30T00:00:00Z", true);
    check("2026-11-30 07:15", "2026-11-30T07:15:00Z", true);
    check("2026-11-30T07:15:30", "2026-11-30T07:15:30Z", true);
    check("2026-11-30T07:15:30.999", "2026-11-30T07:15:30Z", true);
    check("2026-11-30T07:15Z", "2026-11-30T07:15:00Z", false);
    check("2026-11-30T00:15+01:00", "2026-11-29T23:15:00Z", false);
    check("2026-11-30T07:15+0100", "2026-11-30T06:15:00Z", false);
    check("2026-11-30T20:15:00-0500", "2026-12-01T01:15:00Z", false);
    check(" 2024-02-29 ", "2024-02-29T00:00:00Z", true);
}

static void what_is_no_moment_is_refused(void **state)
{
    static const char *const texts[] = {"",           "2026",           "2026-02-29",
                                        "2026-11-3",  "2026-11-30T",    "2026-11-30T25:00",
                                        "30.11.2026", "2026-11-30 7:5", "2026-11-30T07:15+25:00",
                                        "2026-11-30x"};
    struct feed_time time = {.at_us = 77};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(texts); i++)
        assert_int_equal(feed_when_read(sc_str_of(texts[i]), &time), SC_INVALID);
    assert_int_equal(time.at_us, 77);
}

static void an_end_reaches_to_its_last_second(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {{"2026-11-30", "2026-11-30T23:59:59Z"},
                {"2026-11-30 23:59", "2026-11-30T23:59:59Z"},
                {"2026-11-30T12:00:05", "2026-11-30T12:00:05Z"}};
    struct feed_time time;
    char written[SC_TIME_TEXT];

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(feed_when_last(sc_str_of(rows[i].text), &time), SC_OK);
        sc_time_write(time.at_us, written);
        assert_string_equal(written, rows[i].want);
    }
}

static void hours_are_read(void **state)
{
    int64_t us = 77;

    (void)state;
    assert_int_equal(feed_when_hour(SC_STR("23:59:00"), &us), SC_OK);
    assert_int_equal(us, 23 * SC_HOUR_US + 59 * SC_MINUTE_US);
    assert_int_equal(feed_when_hour(SC_STR("24:00"), &us), SC_OK);
    assert_int_equal(us, SC_DAY_US);
    assert_int_equal(feed_when_hour(SC_STR("24:01"), &us), SC_INVALID);
    assert_int_equal(feed_when_hour(SC_STR(""), &us), SC_INVALID);
}

static void a_span_runs_forward(void **state)
{
    struct feed_time from, to;

    (void)state;
    assert_int_equal(
        feed_when_span(SC_STR("2026-11-24T11:07+0100/2026-11-29T23:07+0100"), &from, &to), SC_OK);
    assert_true(from.at_us < to.at_us);
    assert_int_equal(feed_when_span(SC_STR("2026-11-24/2026-11-24"), &from, &to), SC_OK);
    assert_int_equal(feed_when_span(SC_STR("2026-11-24/2026-11-23"), &from, &to), SC_INVALID);
    assert_int_equal(feed_when_span(SC_STR("2026-11-24"), &from, &to), SC_INVALID);
}

UNIT_TESTS(a_test(all_written_forms_are_read), a_test(what_is_no_moment_is_refused),
           a_test(an_end_reaches_to_its_last_second), a_test(hours_are_read),
           a_test(a_span_runs_forward))
