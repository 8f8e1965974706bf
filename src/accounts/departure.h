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
};

/* All that is kept of the viewer in accounts, as JSON; of lists, their service says. */
struct accounts_export_out {
    struct sc_str my_data;
};
extern const struct sc_shape accounts_export_shape;
SC_MUST_USE enum sc_status accounts_export(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                           void *ret_row);

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
 * been in it longest, adults first; the others of theirs go with them, and their
 * lists by another job (lists/moves.h).
 */
#define ACCOUNTS_DELETE_JOB "accounts_delete"
SC_MUST_USE enum sc_status accounts_delete_run(struct sc_request *rq, struct sc_pg *pg,
                                               struct sc_job_row *job, void *context);

#endif
