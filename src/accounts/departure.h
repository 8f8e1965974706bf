/*
 * departure.h - taking one's data along, and going.
 *
 * Functions of the gateway, as in accounts.h.
 */
#ifndef SC_ACCOUNTS_DEPARTURE_H
#define SC_ACCOUNTS_DEPARTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;
struct sc_job_row;

enum {
    ACCOUNTS_DELETION_DAYS = 30, /* in which one may think again */
    ACCOUNTS_EXPORT_DAYS = 7,
    ACCOUNTS_EXPORT_MS = 5 * 60 * 1000, /* one run of its job */
};

/*
 * Has all that is kept of the viewer written down, as JSON in parts, to be fetched for
 * ACCOUNTS_EXPORT_DAYS; asked within an hour of the last time, it is that one. The
 * answer is how it stands then (accounts_export_state).
 */
SC_MUST_USE enum sc_status accounts_export_make(struct sc_request *rq, struct sc_pg *pg,
                                                const void *in, void *ret_row);

/* The job that does. */
#define ACCOUNTS_EXPORT_JOB "accounts_export"
SC_MUST_USE enum sc_status accounts_export_run(struct sc_request *rq, struct sc_pg *pg,
                                               struct sc_job_row *job, void *context);

/*
 * Deletes the viewer after ACCOUNTS_DELETION_DAYS; until then all works as before.
 * SC_INVALID: the password is not right, or others are in a household of theirs.
 */
struct accounts_delete_in {
    struct sc_str password; /* null: a guest, who has none */
};
struct accounts_delete_row {
    int64_t delete_account; /* when */
};
extern const struct sc_shape accounts_delete_in_shape;
extern const struct sc_shape accounts_delete_shape;
SC_MUST_USE enum sc_status accounts_delete(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                           void *ret_row);

struct accounts_stay_row {
    bool cancel_deletion; /* false: there was nothing to cancel */
};
extern const struct sc_shape accounts_stay_shape;
SC_MUST_USE enum sc_status accounts_stay(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                         void *ret_row);

/*
 * The job (store/queue.h) that deletes the person when the day has come, unless
 * they stayed. Households that others have joined since go to the one who has
 * been in it longest, adults first, guests never; the others of theirs go with
 * them, and their lists by another job (lists/moves.h).
 */
#define ACCOUNTS_DELETE_JOB "accounts_delete"
SC_MUST_USE enum sc_status accounts_delete_run(struct sc_request *rq, struct sc_pg *pg,
                                               struct sc_job_row *job, void *context);

#endif
