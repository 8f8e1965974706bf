/*
 * feed_when.h - dates and times as feeds write them.
 */
#ifndef SC_RETAIL_FEED_WHEN_H
#define SC_RETAIL_FEED_WHEN_H

#include "retail/feed.h"

/*
 * A day or a day with a time: "2026-11-30", "2026-11-30 07:15", "2026-11-30T07:15:00Z",
 * "...+0100", "...+01:00", "20261130"; parts of a second are cut. With a zone
 * it is UTC, without one it is local. SC_INVALID: anything else, or no real moment.
 */
SC_MUST_USE enum sc_status feed_when_read(struct sc_str text, struct feed_time *ret_time);

/* "07:15", "07:15:30", "0715": microseconds from midnight. "24:00" is the day's end. SC_INVALID. */
SC_MUST_USE enum sc_status feed_when_hour(struct sc_str text, int64_t *ret_us);

/*
 * "FROM/TO" of the same form; TO as feed_when_last says. SC_INVALID: one is
 * wrong, or TO lies before FROM.
 */
SC_MUST_USE enum sc_status feed_when_span(struct sc_str text, struct feed_time *ret_from,
                                          struct feed_time *ret_to);

/*
 * The last moment of what `end` names: a day without a time ends with its last
 * second, a minute with its last second: "to 23:59" is open until 23:59:59.
 */
SC_MUST_USE enum sc_status feed_when_last(struct sc_str end, struct feed_time *ret_time);

#endif
