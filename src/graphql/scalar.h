/*
 * scalar.h - DateTime and Date as text.
 */
#ifndef SC_GRAPHQL_SCALAR_H
#define SC_GRAPHQL_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

/*
 * RFC 3339: YYYY-MM-DDTHH:MM:SS, a fraction of at most nine digits (those
 * behind the sixth are cut), then Z or an offset such as +02:00. SC_INVALID:
 * anything else, and what an offset puts outside the years 1 to 9999 in UTC.
 */
SC_MUST_USE enum sc_status sc_gql_time_read(struct sc_str text, int64_t *ret_at_us);

/*
 * "2026-11-25T20:58:30Z" in quotes, with six digits of a fraction where it is
 * not zero. False, and nothing written: outside the years 1 to 9999.
 */
bool sc_gql_time_put(struct sc_buf *buf, int64_t at_us);
/* "2026-11-25" in quotes; the same. */
bool sc_gql_date_put(struct sc_buf *buf, int64_t days);

#endif
