/*
 * time.h - calendar arithmetic on microseconds since 1970, UTC.
 *
 * No clock here: the caller says what time it is.
 */
#ifndef SC_BASE_TIME_H
#define SC_BASE_TIME_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

#define SC_SECOND_US INT64_C(1000000)
#define SC_MINUTE_US (60 * SC_SECOND_US)
#define SC_HOUR_US   (60 * SC_MINUTE_US)
#define SC_DAY_US    (24 * SC_HOUR_US)

enum {
    SC_TIME_TEXT = sizeof "YYYY-MM-DDTHH:MM:SSZ", /* with the NUL */
};

struct sc_date {
    int year, month, day; /* 1..9999, 1..12, 1..31: proleptic Gregorian */
};

bool sc_date_is_real(struct sc_date date);
/* Days since 1970-01-01 of a real date, and back. */
int64_t sc_date_days(struct sc_date date);
struct sc_date sc_date_of_days(int64_t days);

/* "YYYY-MM-DD", a real date, nothing else; else SC_INVALID. */
SC_MUST_USE enum sc_status sc_date_read(struct sc_str text, struct sc_date *ret_date);

/* "YYYY-MM-DDTHH:MM:SSZ", a real date and time (no leap second), nothing else; else SC_INVALID. */
SC_MUST_USE enum sc_status sc_time_read(struct sc_str text, int64_t *ret_at_us);

/* Writes the same form, NUL-terminated; parts of a second are cut. Years 1..9999 only. */
void sc_time_write(int64_t at_us, char ret_text[SC_TIME_TEXT]);

#endif
