/*
 * household.h - who shops together: inviting, joining, leaving, handing over.
 *
 * Functions of the gateway, as in accounts.h. A household's members change one
 * at a time: each of these locks it. Who is no member learns nothing of it, not
 * even that it is there: SC_NOT_FOUND. A member whose role does not allow it
 * gets SC_FORBIDDEN. Who leaves, is sent away or may manage lists no more has what they
 * let be seen of its lists end, by a job (accounts/moves.h), soon after.
 *
 *     owner   everything; there is always one, who cannot leave but hands over
 *     adult   renames, invites, takes back own invitations
 *     child   is in it
 *     guest   is in it, and sees what is shared with them alone
 */
#ifndef SC_ACCOUNTS_HOUSEHOLD_H
#define SC_ACCOUNTS_HOUSEHOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    ACCOUNTS_INVITATION_HOURS = 7 * 24, /* a link works so long */
    ACCOUNTS_INVITATIONS_MAX = 20,      /* open ones of a household */
    ACCOUNTS_INVITE_MAILS_MAX = 20,     /* that one person has sent within a day */
};

/*
 * A link that lets people in: for all who are given it, until it is taken back;
 * or, sent to an address, for the first who follows it. Guests send no mails.
 */
struct accounts_invite_in {
    int64_t household_id;
    struct sc_str role;  /* any but owner */
    struct sc_str email; /* may be null */
};
struct accounts_invite_row {
    int64_t id;
    struct sc_str role;
    struct sc_str email; /* may be null */
    struct sc_str link;  /* null: it went to that address alone */
    int64_t expires_at;
};
extern const struct sc_shape accounts_invite_in_shape;
extern const struct sc_shape accounts_invite_shape;
SC_MUST_USE enum sc_status accounts_invite(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                           void *ret_row);

/* By who made it, or the owner. */
struct accounts_invitation_take_back_in {
    int64_t invitation_id;
};
struct accounts_invitation_take_back_row {
    bool revoke_invitation;
};
extern const struct sc_shape accounts_invitation_take_back_in_shape;
extern const struct sc_shape accounts_invitation_take_back_shape;
SC_MUST_USE enum sc_status accounts_invitation_take_back(struct sc_request *rq, struct sc_pg *pg,
                                                         const void *in, void *ret_row);

/*
 * The rows of those below are that of accounts_household_by_id, as the viewer
 * sees it then. Joining where one is already lets nobody in again.
 *
 * Who brings lists has those that nobody else sees yet, of households where they are alone,
 * come into the household (lists/moves.h), soon after; guests of it bring none.
 */
struct accounts_join_in {
    struct sc_str token;
    bool bring_lists; /* not told: who has no account does */
    bool has_bring_lists;
};
extern const struct sc_shape accounts_join_in_shape;
SC_MUST_USE enum sc_status accounts_join(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                         void *ret_row);

struct accounts_household_name_in {
    int64_t household_id;
    struct sc_str name;
};
extern const struct sc_shape accounts_household_name_in_shape;
SC_MUST_USE enum sc_status accounts_household_name(struct sc_request *rq, struct sc_pg *pg,
                                                   const void *in, void *ret_row);

/* Another member's role, by the owner; the owner's own goes by handing over. */
struct accounts_member_change_in {
    int64_t household_id;
    int64_t person_id;
    struct sc_str role; /* any but owner */
};
extern const struct sc_shape accounts_member_change_in_shape;
SC_MUST_USE enum sc_status accounts_member_change(struct sc_request *rq, struct sc_pg *pg,
                                                  const void *in, void *ret_row);

/* Sends a member away, by the owner. All open invitations end: their links may be known. */
struct accounts_member_in {
    int64_t household_id;
    int64_t person_id;
};
extern const struct sc_shape accounts_member_in_shape;
SC_MUST_USE enum sc_status accounts_member_remove(struct sc_request *rq, struct sc_pg *pg,
                                                  const void *in, void *ret_row);

/* To an adult of it, whose plan must have room; who owned it is an adult then. */
SC_MUST_USE enum sc_status accounts_hand_over(struct sc_request *rq, struct sc_pg *pg,
                                              const void *in, void *ret_row);

struct accounts_leave_in {
    int64_t household_id;
};
struct accounts_leave_row {
    bool leave_household;
};
extern const struct sc_shape accounts_leave_in_shape;
extern const struct sc_shape accounts_leave_shape;
SC_MUST_USE enum sc_status accounts_leave(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                          void *ret_row);

#endif
