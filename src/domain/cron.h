/*
 * cron.h - when something recurs: a cron text, and its next tick in a time zone.
 *
 *     "30 2 * * mon-fri"     half past two, Monday to Friday
 *
 * Five fields: minute, hour, day of the month, month, day of the week. Each is `*`, a number, a
 * name (jan.., sun..), a range, or several of these parted by commas; `*` and ranges may have a
 * step (8-18/2). Sunday is 0 or 7. When both day fields are restricted, a day that either names
 * is meant, as POSIX and every cron have it. @hourly, @daily (@midnight), @weekly, @monthly and
 * @yearly (@annually) are texts, too.
 *
 * Zones come from whoever has zone data, as pieces of time with one offset each. When clocks
 * change, a local time that there is not runs at the moment the clock jumps, and one that
 * there is twice runs the first time. A cron that names every hour goes on by the real clock
 * instead: each of its ticks is an hour or less from the one before, that night too.
 *
 * Pure: no clock, no zone data.
 */
#ifndef SC_DOMAIN_CRON_H
#define SC_DOMAIN_CRON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_CRON_TEXT_MAX = 200,     /* bytes */
    SC_CRON_WORDS_MAX = 120,    /* bytes of why a text is none */
    SC_CRON_MISSED_MAX = 10000, /* counted; more are "so many at least" */
};

struct sc_cron {
    uint64_t minutes;   /* bit 0..59 */
    uint32_t hours;     /* 0..23 */
    uint32_t days;      /* 1..31 */
    uint32_t months;    /* 1..12 */
    uint32_t weekdays;  /* 0..6, Sunday first */
    bool is_either_day; /* both day fields are restricted: either will do */
};

/* Why a text is no cron. */
struct sc_cron_error {
    char words[SC_CRON_WORDS_MAX];
};

/*
 * SC_INVALID: anything else, or a day that never comes (30 February); `ret_error` says why.
 */
SC_MUST_USE enum sc_status sc_cron_read(struct sc_str text, struct sc_cron *ret_cron,
                                        struct sc_cron_error *ret_error);

/* From `from_us` on local time is UTC and `offset_us`. */
struct sc_cron_piece {
    int64_t from_us;
    int64_t offset_us;
};

/*
 * A zone between the first piece's beginning and `until_us`. For what the clock does at the
 * beginning to count, that lies two days or more before the instant asked about.
 */
struct sc_cron_zone {
    const struct sc_cron_piece *pieces; /* one at least, rising */
    size_t count;
    int64_t until_us; /* behind the last piece's beginning */
};

/* The first tick after an instant. SC_NOT_FOUND: none before the zone's `until_us`. */
SC_MUST_USE enum sc_status sc_cron_next(const struct sc_cron *cron, const struct sc_cron_zone *zone,
                                        int64_t after_us, int64_t *ret_at_us);

/* What is to be done about a tick whose time has come. */
struct sc_cron_due {
    int64_t tick_us;   /* the tick to run */
    bool is_caught_up; /* it is so late that it was missed */
    int64_t missed;    /* ticks that nobody ran within the grace, at most SC_CRON_MISSED_MAX */
};

/*
 * `first_us` is the first tick that did not run, at or before `now_us`. One that is over
 * `grace_us` late was missed. However many were, one tick is to be run: the latest that is
 * in time, or, when there is none, the first missed one.
 */
struct sc_cron_due sc_cron_catch_up(const struct sc_cron *cron, const struct sc_cron_zone *zone,
                                    int64_t first_us, int64_t now_us, int64_t grace_us);

#endif
