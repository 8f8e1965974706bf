#include "domain/cron.h"

#include "base/time.h"
#include "testing/unit.h"

#define HOUR SC_HOUR_US

static int64_t at(const char *text)
{
    int64_t at_us;

    assert_int_equal(sc_time_read(sc_str_of(text), &at_us), SC_OK);
    return at_us;
}

static struct sc_cron cron_of(const char *text)
{
    struct sc_cron cron;
    struct sc_cron_error error = {""};

    if (sc_cron_read(sc_str_of(text), &cron, &error) != SC_OK)
        fail_msg("\"%s\": %s", text, error.words);
    return cron;
}

/* A year of each, as PostgreSQL tells it (tests/api/schedule_test.c looks). */
static struct sc_cron_piece zagreb[3], jerusalem[3], utc[1];

static struct sc_cron_zone zone_of(const char *name)
{
    const int64_t until_us = at("2027-06-01T00:00:00Z"), from_us = at("2026-01-01T00:00:00Z");

    utc[0] = (struct sc_cron_piece){from_us, 0};
    zagreb[0] = (struct sc_cron_piece){from_us, HOUR};
    zagreb[1] = (struct sc_cron_piece){at("2026-03-29T01:00:00Z"), 2 * HOUR};
    zagreb[2] = (struct sc_cron_piece){at("2026-10-25T01:00:00Z"), HOUR};
    jerusalem[0] = (struct sc_cron_piece){from_us, 2 * HOUR};
    jerusalem[1] = (struct sc_cron_piece){at("2026-03-27T00:00:00Z"), 3 * HOUR};
    jerusalem[2] = (struct sc_cron_piece){at("2026-10-24T23:00:00Z"), 2 * HOUR};
    if (sc_str_eq(sc_str_of(name), SC_STR("Europe/Zagreb")))
        return (struct sc_cron_zone){zagreb, SC_COUNT(zagreb), until_us};
    if (sc_str_eq(sc_str_of(name), SC_STR("Asia/Jerusalem")))
        return (struct sc_cron_zone){jerusalem, SC_COUNT(jerusalem), until_us};
    return (struct sc_cron_zone){utc, SC_COUNT(utc), until_us};
}

/* The ticks after an instant, one after the other. */
static void check(const char *text, const char *zone_name, const char *after,
                  const char *const ticks[])
{
    struct sc_cron cron = cron_of(text);
    struct sc_cron_zone zone = zone_of(zone_name);
    int64_t at_us = at(after);
    char got[SC_TIME_TEXT];

    for (; *ticks != NULL; ticks++) {
        assert_int_equal(sc_cron_next(&cron, &zone, at_us, &at_us), SC_OK);
        sc_time_write(at_us, got);
        assert_str(sc_str_of(got), *ticks);
    }
}

#define TICKS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void fields_say_when(void **state)
{
    (void)state;
    check("*/20 8-9 * * *", "UTC", "2026-03-01T08:30:00Z",
          TICKS("2026-03-01T08:40:00Z", "2026-03-01T09:00:00Z", "2026-03-01T09:20:00Z",
                "2026-03-01T09:40:00Z", "2026-03-02T08:00:00Z"));
    check("5,10-12 0 * * *", "UTC", "2026-03-01T00:05:00Z",
          TICKS("2026-03-01T00:10:00Z", "2026-03-01T00:11:00Z", "2026-03-01T00:12:00Z",
                "2026-03-02T00:05:00Z"));
    check("0 0 * Feb *", "UTC", "2026-02-27T12:00:00Z",
          TICKS("2026-02-28T00:00:00Z", "2027-02-01T00:00:00Z"));
    check("\t0  6   * * FRI-sun ", "UTC", "2026-11-26T07:00:00Z", /* a Thursday */
          TICKS("2026-11-27T06:00:00Z", "2026-11-28T06:00:00Z", "2026-11-29T06:00:00Z",
                "2026-12-04T06:00:00Z"));
    check("0 6 * * 7", "UTC", "2026-11-26T07:00:00Z", TICKS("2026-11-29T06:00:00Z"));
    check("0 6 31 * *", "UTC", "2026-01-31T06:00:00Z",
          TICKS("2026-03-31T06:00:00Z", "2026-05-31T06:00:00Z"));
    check("@weekly", "UTC", "2026-11-26T07:00:00Z", TICKS("2026-11-29T00:00:00Z"));
    check(" @Yearly", "UTC", "2026-11-26T07:00:00Z", TICKS("2027-01-01T00:00:00Z"));
}

/* A second short of a tick is before it, and a tick is not after itself. */
static void a_tick_is_after_the_instant(void **state)
{
    (void)state;
    check("0 6 * * *", "UTC", "2026-11-26T05:59:59Z", TICKS("2026-11-26T06:00:00Z"));
    check("0 6 * * *", "UTC", "2026-11-26T06:00:00Z", TICKS("2026-11-27T06:00:00Z"));
    check("* * * * *", "UTC", "2026-11-26T06:00:01Z", TICKS("2026-11-26T06:01:00Z"));
}

static void either_of_two_days_will_do(void **state)
{
    (void)state;
    check("0 0 13 * fri", "UTC", "2026-02-10T00:00:00Z",
          TICKS("2026-02-13T00:00:00Z", "2026-02-20T00:00:00Z", "2026-02-27T00:00:00Z",
                "2026-03-06T00:00:00Z", "2026-03-13T00:00:00Z"));
    check("0 0 */10 * wed", "UTC", "2026-02-10T00:00:00Z", /* a star restricts nothing: both */
          TICKS("2026-02-11T00:00:00Z", "2026-03-11T00:00:00Z"));
    check("0 0 10-14 * *", "UTC", "2026-02-12T00:00:00Z",
          TICKS("2026-02-13T00:00:00Z", "2026-02-14T00:00:00Z", "2026-03-10T00:00:00Z"));
}

static void a_local_time_that_there_is_not_runs_as_the_clock_jumps(void **state)
{
    (void)state;
    check("30 2 * * *", "Europe/Zagreb", "2026-03-27T12:00:00Z",
          TICKS("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"));
    check("15,45 2 * * *", "Europe/Zagreb", "2026-03-28T12:00:00Z", /* both are that moment */
          TICKS("2026-03-29T01:00:00Z", "2026-03-30T00:15:00Z"));
    check("0 3 * * *", "Europe/Zagreb", "2026-03-28T12:00:00Z",
          TICKS("2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z"));
    check("30 2 27 3 *", "Asia/Jerusalem", "2026-01-10T00:00:00Z",
          TICKS("2026-03-27T00:00:00Z", "2027-03-27T00:30:00Z"));
}

static void a_local_time_that_there_is_twice_runs_once(void **state)
{
    (void)state;
    check("30 2 * * *", "Europe/Zagreb", "2026-10-23T12:00:00Z",
          TICKS("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
    check("0 2,3 * * *", "Europe/Zagreb", "2026-10-24T12:00:00Z",
          TICKS("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-26T01:00:00Z"));
    check("30 1 * * *", "Asia/Jerusalem", "2026-10-24T12:00:00Z",
          TICKS("2026-10-24T22:30:00Z", "2026-10-25T23:30:00Z"));
    /* Asked within the hour that comes again. */
    check("30 2 * * *", "Europe/Zagreb", "2026-10-25T01:10:00Z", TICKS("2026-10-26T01:30:00Z"));
}

static void every_hour_is_by_the_real_clock(void **state)
{
    (void)state;
    check("30 * * * *", "Europe/Zagreb", "2026-10-24T23:40:00Z",
          TICKS("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"));
    check("30 * * * *", "Europe/Zagreb", "2026-03-28T23:40:00Z",
          TICKS("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"));
    check("*/30 * * * *", "Asia/Jerusalem", "2026-10-24T22:10:00Z",
          TICKS("2026-10-24T22:30:00Z", "2026-10-24T23:00:00Z", "2026-10-24T23:30:00Z",
                "2026-10-25T00:00:00Z"));
}

static void leap_days_come_when_they_come(void **state)
{
    const struct sc_cron_piece piece = {at("2026-01-01T00:00:00Z"), 0};
    const struct sc_cron_zone short_zone = {&piece, 1, at("2027-01-01T00:00:00Z")};
    const struct sc_cron_zone long_zone = {&piece, 1, at("2035-01-01T00:00:00Z")};
    struct sc_cron cron = cron_of("0 12 29 2 *");
    int64_t at_us = 77;

    (void)state;
    assert_int_equal(sc_cron_next(&cron, &short_zone, piece.from_us, &at_us), SC_NOT_FOUND);
    assert_int_equal(at_us, 77);
    assert_int_equal(sc_cron_next(&cron, &long_zone, piece.from_us, &at_us), SC_OK);
    assert_int_equal(at_us, at("2028-02-29T12:00:00Z"));
    assert_int_equal(sc_cron_next(&cron, &long_zone, at_us, &at_us), SC_OK);
    assert_int_equal(at_us, at("2032-02-29T12:00:00Z"));
}

static void what_is_no_cron_is_refused_with_its_field(void **state)
{
    static const char longtext[SC_CRON_TEXT_MAX + 2] = {[0 ... SC_CRON_TEXT_MAX] = '*'};
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"", "cron: five"},
        {"* * * *", "cron: five"},
        {"* * * * * *", "cron: five"},
        {longtext, "cron: five"},
        {"@reboot", "cron: five"},
        {"60 * * * *", "minute: no such value"},
        {"-1 * * * *", "minute: no such value"},
        {"018446744073709551617 * * * *", "minute: no such value"},
        {"1,,2 * * * *", "minute: no such value"},
        {"1, * * * *", "minute: no such value"},
        {", * * * *", "minute: no such value"},
        {"* 24 * * *", "hour: no such value"},
        {"* 9-5 * * *", "hour: a range goes upwards"},
        {"* 1-2-3 * * *", "hour: no such range"},
        {"* *-3 * * *", "hour: no such range"},
        {"*/0 * * * *", "minute: a step"},
        {"*/-5 * * * *", "minute: a step"},
        {"*/ * * * *", "minute: a step"},
        {"5/5 * * * *", "minute: a step"},
        {"*/2/3 * * * *", "minute: a step"},
        {"* * 0 * *", "day of the month: no such value"},
        {"* * 32 * *", "day of the month: no such value"},
        {"* * L * *", "day of the month: no such value"},
        {"* * 30,31 feb *", "day of the month: no month has such a day"},
        {"* * 31 4,6,9,11 *", "day of the month: no month has such a day"},
        {"* * * 13 *", "month: no such value"},
        {"* * * january *", "month: no such value"},
        {"* * * * 8", "day of the week: no such value"},
        {"* * * * fri#2", "day of the week: no such value"},
    };
    struct sc_cron cron = {.minutes = 77};

    (void)state;
    for (size_t i = 0; i < SC_COUNT(cases); i++) {
        struct sc_cron_error error = {""};
        if (sc_cron_read(sc_str_of(cases[i].text), &cron, &error) != SC_INVALID ||
            !sc_str_starts(sc_str_of(error.words), sc_str_of(cases[i].why)))
            fail_msg("\"%s\": %s", cases[i].text, error.words);
        assert_int_equal(cron.minutes, 77);
    }
    (void)cron_of("* * 30 feb mon"); /* Mondays come */
}

static struct sc_cron_due late(const char *text, const char *first, const char *now)
{
    struct sc_cron cron = cron_of(text);
    struct sc_cron_zone zone = zone_of("UTC");

    return sc_cron_catch_up(&cron, &zone, at(first), at(now), SC_MINUTE_US);
}

static void in_time_is_not_missed(void **state)
{
    struct sc_cron_due due = late("0 * * * *", "2026-05-01T06:00:00Z", "2026-05-01T06:00:59Z");

    (void)state;
    assert_int_equal(due.tick_us, at("2026-05-01T06:00:00Z"));
    assert_int_equal(due.missed, 0);
    assert_false(due.is_caught_up);
}

static void missed_ticks_are_caught_up_by_one(void **state)
{
    struct sc_cron_due due = late("0 * * * *", "2026-05-01T06:00:00Z", "2026-05-01T09:30:00Z");

    (void)state;
    assert_int_equal(due.tick_us, at("2026-05-01T06:00:00Z"));
    assert_int_equal(due.missed, 4); /* 6, 7, 8 and 9 */
    assert_true(due.is_caught_up);
    due = late("0 * * * *", "2026-05-01T06:00:00Z", "2026-05-01T09:00:30Z");
    assert_int_equal(due.tick_us, at("2026-05-01T09:00:00Z")); /* which is in time */
    assert_int_equal(due.missed, 3);
    assert_false(due.is_caught_up);
    due = late("* * * * *", "2026-05-01T06:00:00Z", "2026-12-01T06:00:30Z");
    assert_int_equal(due.tick_us, at("2026-12-01T06:00:00Z"));
    assert_int_equal(due.missed, SC_CRON_MISSED_MAX);
}

UNIT_TESTS(a_test(fields_say_when), a_test(a_tick_is_after_the_instant),
           a_test(either_of_two_days_will_do),
           a_test(a_local_time_that_there_is_not_runs_as_the_clock_jumps),
           a_test(a_local_time_that_there_is_twice_runs_once),
           a_test(every_hour_is_by_the_real_clock), a_test(leap_days_come_when_they_come),
           a_test(what_is_no_cron_is_refused_with_its_field), a_test(in_time_is_not_missed),
           a_test(missed_ticks_are_caught_up_by_one))
