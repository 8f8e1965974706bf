#include "accounts/household.h"

#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "accounts/moves.h"

#define OWNER SC_STR("owner")
#define ADULT SC_STR("adult")

static bool is_owner(const struct accounts_household_by_id_row *home)
{
    return sc_str_eq(home->role, OWNER);
}

bool accounts_is_grown_up(const struct accounts_household_by_id_row *home)
{
    return is_owner(home) || sc_str_eq(home->role, ADULT);
}

enum sc_status accounts_household_lock(struct sc_tx *tx, int64_t household_id, int64_t person_id,
                                       bool (*may)(const struct accounts_household_by_id_row *home),
                                       struct accounts_household_by_id_row *ret_home)
{
    const struct accounts_household_take_in in = {household_id, person_id};
    enum sc_status st = accounts_household_take_one(tx, &in, ret_home);

    if (st == SC_NOT_FOUND)
        return sc_fail(tx->rq, st, "you have no such household");
    if (st == SC_OK && may != NULL && !may(ret_home))
        return sc_fail(tx->rq, SC_FORBIDDEN, "the role does not allow it");
    return st;
}

/* What is no owner's: each has one, who hands over. */
static enum sc_status check_role(struct sc_request *rq, struct sc_str role)
{
    if (!sc_str_eq(role, OWNER))
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "role: a household has one owner, who can hand it over");
}

/* Who has the invitation mailed may, and not too many are. */
static enum sc_status check_mail(struct sc_tx *tx, int64_t person_id, struct sc_str email_fold,
                                 struct accounts_person_name_row *ret_sender)
{
    const struct accounts_person_name_in in = {person_id};
    const struct accounts_limit inviter = {"accounts/inviter",
                                           {(const char *)&person_id, sizeof person_id},
                                           ACCOUNTS_INVITE_MAILS_MAX,
                                           ACCOUNTS_DAY};
    enum sc_status st = accounts_person_name_one(tx, &in, ret_sender);

    if (st == SC_OK && ret_sender->email.at == NULL)
        return sc_fail(tx->rq, SC_INVALID, "email: make an account first, or pass a link on");
    if (st == SC_OK)
        st = accounts_throttle_in(tx, &inviter, 1);
    return st == SC_OK ? accounts_throttle_mail_in(tx, email_fold, false) : st;
}

static enum sc_status mail_invitation(struct sc_tx *tx, int64_t person_id, struct sc_str household,
                                      const struct accounts_email *to, struct sc_str secret)
{
    struct accounts_person_name_row sender;
    enum sc_status st = check_mail(tx, person_id, to->fold, &sender);

    if (st != SC_OK)
        return st;
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_INVITATION,
        .to = to->address,
        .locale = sender.locale, /* theirs is not known */
        .secret = secret,
        .name = sender.name,
        .email = sender.email,
        .household = household,
    };
    return accounts_mail(tx, person_id, &letter);
}

enum sc_status accounts_invite(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row)
{
    const struct accounts_invite_in *wanted = in;
    struct accounts_invite_row *row = ret_row;
    struct accounts_email email = {.address = wanted->email};
    struct accounts_household_by_id_row home;
    struct accounts_invitation_add_row added;
    struct accounts_secret secret;
    int64_t person_id;
    bool is_mailed = wanted->email.at != NULL;
    enum sc_status st = accounts_viewer(rq, &person_id);

    if (st == SC_OK)
        st = check_role(rq, wanted->role);
    if (st == SC_OK && is_mailed)
        st = accounts_check_email(rq, email.address, &email);
    if (st != SC_OK)
        return st;
    accounts_secret_make(ACCOUNTS_SECRET_INVITE, &secret);
    const struct accounts_invitation_add_in add = {
        .household_id = wanted->household_id,
        .hash = {(const char *)secret.hash, sizeof secret.hash},
        .role = wanted->role,
        .email = email.address,
        .invited_by = person_id,
        .hours = ACCOUNTS_INVITATION_HOURS,
        .open_max = ACCOUNTS_INVITATIONS_MAX,
    };
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_household_lock(&tx, wanted->household_id, person_id, accounts_is_grown_up, &home);
    if (st == SC_OK) {
        st = accounts_invitation_add_one(&tx, &add, &added);
        if (st == SC_NOT_FOUND)
            return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                               "there are %d open invitations already", ACCOUNTS_INVITATIONS_MAX);
    }
    if (st == SC_OK && is_mailed)
        st = mail_invitation(&tx, person_id, home.name, &email, sc_str_of(secret.text));
    if (st != SC_OK)
        return st;
    *row = (struct accounts_invite_row){
        .id = added.id,
        .role = wanted->role,
        .email = email.address,
        .expires_at = added.expires_at,
    };
    if (!is_mailed) /* else the inviter never sees it */
        row->link = sc_arena_printf(rq->arena, "%.*s/join#%s",
                                    SC_STR_ARGS(accounts_common.public_url), secret.text);
    return sc_tx_commit(&tx);
}

enum sc_status accounts_invitation_take_back(struct sc_request *rq, struct sc_pg *pg,
                                             const void *in, void *ret_row)
{
    const struct accounts_invitation_take_back_in *wanted = in;
    struct accounts_invitation_revoke_in revoke = {.id = wanted->invitation_id};
    struct accounts_invitation_revoke_row revoked;
    enum sc_status st = accounts_viewer(rq, &revoke.person_id);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_invitation_revoke_one(&tx, &revoke, &revoked);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, st, "you have no such invitation");
    ((struct accounts_invitation_take_back_row *)ret_row)->revoke_invitation = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* Unknown, used, too old, taken back: no difference. */
static enum sc_status is_over(struct sc_request *rq)
{
    return sc_fail_for(rq, SC_INVALID, SC_REASON_LINK_OVER,
                       "token: this invitation is over: ask for another");
}

static enum sc_status is_full(struct sc_tx *tx, int64_t household_id)
{
    const struct accounts_plan_of_household_in in = {household_id};
    struct accounts_plan_of_row plan;
    enum sc_status st = accounts_plan_of_household_one(tx, &in, &plan);

    if (st != SC_OK)
        return st;
    return sc_fail_for(tx->rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                       "the household is full: its owner's plan %.*s has at most %d members",
                       SC_STR_ARGS(plan.name), plan.members_max);
}

static enum sc_status add_member(struct sc_tx *tx,
                                 const struct accounts_invitation_find_row *invitation,
                                 int64_t person_id, bool *ret_is_new)
{
    const struct accounts_member_role_in member = {invitation->household_id, person_id};
    const struct accounts_member_add_in add = {invitation->household_id, person_id,
                                               invitation->role};
    const struct accounts_invitation_end_in end = {invitation->id};
    struct accounts_member_role_row role;
    struct accounts_member_add_row added;
    enum sc_status st = accounts_member_role_one(tx, &member, &role);

    *ret_is_new = st == SC_NOT_FOUND;
    if (st != SC_NOT_FOUND) /* SC_OK: is in it already */
        return st;
    st = accounts_member_add_one(tx, &add, &added);
    if (st == SC_NOT_FOUND)
        return is_full(tx, invitation->household_id);
    if (st == SC_OK && invitation->email.at != NULL)
        st = accounts_invitation_end_exec(tx, &end, NULL);
    return st;
}

/* The lists of who joins come along: of a guest, or who wants it so. */
static enum sc_status bring_lists(struct sc_tx *tx, const struct accounts_join_in *wanted,
                                  int64_t person_id, bool is_new,
                                  const struct accounts_household_by_id_row *home)
{
    const struct accounts_person_name_in in = {person_id};
    struct accounts_person_name_row person;
    enum sc_status st = accounts_person_name_one(tx, &in, &person);

    if (st != SC_OK)
        return st;
    bool is_wanted =
        wanted->has_bring_lists ? wanted->bring_lists : is_new && person.email.at == NULL;
    if (!is_wanted || sc_str_eq(home->role, SC_STR("guest")))
        return SC_OK;
    return accounts_bring_put(tx, person_id, person_id, home->id);
}

enum sc_status accounts_join(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct accounts_join_in *wanted = in;
    struct accounts_invitation_find_row invitation;
    struct accounts_invitation_is_open_row open;
    uint8_t hash[ACCOUNTS_SECRET_HASH];
    int64_t person_id;
    bool is_new = false;
    enum sc_status st = accounts_viewer(rq, &person_id);

    if (st == SC_OK && !accounts_secret_hash(ACCOUNTS_SECRET_INVITE, wanted->token, hash))
        return is_over(rq);
    if (st != SC_OK)
        return st;
    const struct accounts_invitation_find_in find = {{(const char *)hash, sizeof hash}};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_invitation_find_one(&tx, &find, &invitation);
    if (st == SC_OK) {
        const struct accounts_invitation_is_open_in is_open = {invitation.id,
                                                               invitation.household_id};
        st = accounts_invitation_is_open_one(&tx, &is_open, &open);
    }
    if (st == SC_NOT_FOUND)
        return is_over(rq);
    if (st == SC_OK)
        st = add_member(&tx, &invitation, person_id, &is_new);
    if (st == SC_OK)
        st = accounts_household_lock(&tx, invitation.household_id, person_id, NULL, ret_row);
    if (st == SC_OK)
        st = bring_lists(&tx, wanted, person_id, is_new, ret_row);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_household_name(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                       void *ret_row)
{
    const struct accounts_household_name_in *wanted = in;
    struct accounts_household_by_id_row *home = ret_row;
    const struct accounts_household_rename_in rename = {wanted->household_id, wanted->name};
    int64_t person_id;
    enum sc_status st = accounts_viewer(rq, &person_id);

    if (st == SC_OK)
        st = accounts_check_name(rq, wanted->name);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_household_lock(&tx, wanted->household_id, person_id, accounts_is_grown_up, home);
    if (st == SC_OK)
        st = accounts_household_rename_exec(&tx, &rename, NULL);
    home->name = wanted->name;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* The household of the viewer, who owns it, and the role of somebody else in it. */
static enum sc_status take_other(struct sc_tx *tx, int64_t household_id, int64_t person_id,
                                 struct accounts_household_by_id_row *ret_home,
                                 struct sc_str *ret_role)
{
    const struct accounts_member_role_in other = {household_id, person_id};
    struct accounts_member_role_row role;
    int64_t viewer_id;
    enum sc_status st = accounts_viewer(tx->rq, &viewer_id);

    if (st == SC_OK)
        st = accounts_household_lock(tx, household_id, viewer_id, is_owner, ret_home);
    if (st != SC_OK)
        return st;
    if (person_id == viewer_id)
        return sc_fail_for(tx->rq, SC_INVALID, SC_REASON_HAND_OVER_FIRST,
                           "personId: that is you: hand the household over");
    st = accounts_member_role_one(tx, &other, &role);
    if (st == SC_NOT_FOUND)
        return sc_fail(tx->rq, st, "the household has no such member");
    if (st == SC_OK)
        *ret_role = role.role;
    return st;
}

enum sc_status accounts_member_change(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                      void *ret_row)
{
    const struct accounts_member_change_in *wanted = in;
    const struct accounts_member_set_in set = {wanted->household_id, wanted->person_id,
                                               wanted->role};
    const struct accounts_invitations_end_of_in end = {wanted->household_id, wanted->person_id};
    struct sc_str role;
    enum sc_status st = check_role(rq, wanted->role);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = take_other(&tx, wanted->household_id, wanted->person_id, ret_row, &role);
    if (st == SC_OK)
        st = accounts_member_set_exec(&tx, &set, NULL);
    if (st == SC_OK && !sc_str_eq(wanted->role, ADULT)) /* who may not invite any more */
        st = accounts_invitations_end_of_exec(&tx, &end, NULL);
    if (st == SC_OK && !sc_str_eq(wanted->role, ADULT))
        st = accounts_rights_put(&tx, wanted->person_id, wanted->household_id);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_member_remove(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                      void *ret_row)
{
    const struct accounts_member_in *wanted = in;
    const struct accounts_member_end_in member = {wanted->household_id, wanted->person_id};
    const struct accounts_invitations_end_in invitations = {wanted->household_id};
    struct sc_str role;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = take_other(&tx, wanted->household_id, wanted->person_id, ret_row, &role);
    if (st == SC_OK)
        st = accounts_member_end_exec(&tx, &member, NULL);
    if (st == SC_OK)
        st = accounts_invitations_end_exec(&tx, &invitations, NULL);
    if (st == SC_OK)
        st = accounts_rights_put(&tx, wanted->person_id, wanted->household_id);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* Their plan has room for one more household of their own. */
static enum sc_status check_room(struct sc_tx *tx, int64_t person_id)
{
    const struct accounts_owner_room_in in = {person_id};
    struct accounts_owner_room_row room;
    enum sc_status st = accounts_owner_room_one(tx, &in, &room);

    if (st == SC_OK && room.households <= 0)
        return accounts_no_room(tx, "personId: their", person_id);
    return st;
}

enum sc_status accounts_hand_over(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                  void *ret_row)
{
    const struct accounts_member_in *wanted = in;
    struct accounts_household_by_id_row *home = ret_row;
    struct sc_str role;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = take_other(&tx, wanted->household_id, wanted->person_id, home, &role);
    if (st == SC_OK && !sc_str_eq(role, ADULT))
        return sc_fail(rq, SC_INVALID, "personId: hand it over to an adult");
    if (st == SC_OK)
        st = check_room(&tx, wanted->person_id);
    if (st == SC_OK) { /* one owner at any time: first none, then the other */
        const struct accounts_member_set_in old = {home->id, rq->viewer->person_id, ADULT};
        st = accounts_member_set_exec(&tx, &old, NULL);
    }
    if (st == SC_OK) {
        const struct accounts_member_set_in new = {home->id, wanted->person_id, OWNER};
        st = accounts_member_set_exec(&tx, &new, NULL);
    }
    home->role = ADULT;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_leave(struct sc_request *rq, struct sc_pg *pg, const void *in,
                              void *ret_row)
{
    const struct accounts_leave_in *wanted = in;
    struct accounts_member_end_in member = {.household_id = wanted->household_id};
    struct accounts_household_by_id_row home;
    enum sc_status st = accounts_viewer(rq, &member.person_id);

    if (st != SC_OK)
        return st;
    const struct accounts_invitations_end_of_in end = {wanted->household_id, member.person_id};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_household_lock(&tx, wanted->household_id, member.person_id, NULL, &home);
    if (st == SC_OK && is_owner(&home))
        return sc_fail_for(rq, SC_INVALID, SC_REASON_HAND_OVER_FIRST,
                           "householdId: hand it over before you leave");
    if (st == SC_OK)
        st = accounts_member_end_exec(&tx, &member, NULL);
    if (st == SC_OK)
        st = accounts_invitations_end_of_exec(&tx, &end, NULL);
    if (st == SC_OK)
        st = accounts_rights_put(&tx, member.person_id, wanted->household_id);
    ((struct accounts_leave_row *)ret_row)->leave_household = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}
