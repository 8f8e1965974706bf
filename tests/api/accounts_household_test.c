/* Who is in a household, and what they may do there. */
#include "accounts/household.h"

#include <pthread.h>
#include <stdio.h>

#include "accounts/accounts_rows.h"
#include "api/helpers/people.h"
#include "runtime/deadline.h"

/* A household of five: who may what is tried by each. */
struct home {
    int64_t id, owner, adult, child, guest, stranger;
};

static struct home make_home(struct people *p)
{
    static int count;
    char email[64];
    struct home h = {
        .adult = people_add(p, NULL),
        .child = people_add(p, NULL),
        .guest = people_add(p, NULL),
        .stranger = people_add(p, NULL),
    };

    snprintf(email, sizeof email, "owner%d@test.example", count++);
    h.owner = people_add(p, email);
    h.id = people_household(p, h.owner);
    people_let_in(p, h.id, h.adult, "adult");
    people_let_in(p, h.id, h.child, "child");
    people_let_in(p, h.id, h.guest, "guest");
    return h;
}

static enum sc_status invite(struct people *p, int64_t by, int64_t household_id, const char *email,
                             struct accounts_invite_row *ret_row)
{
    struct accounts_invite_in in = {.household_id = household_id, .role = SC_STR("adult")};

    if (email != NULL)
        in.email = sc_str_of(email);
    return people_call(p, by, accounts_invite, &in, ret_row);
}

/* The token of a link, which outlives the request. */
static struct sc_str token_of(struct sc_str link, char token[64])
{
    size_t at = 0;

    while (at < link.len && link.at[at] != '#')
        at++;
    assert_true(at < link.len && link.len - at < 64);
    snprintf(token, 64, "%.*s", (int)(link.len - at - 1), link.at + at + 1);
    return sc_str_of(token);
}

static enum sc_status join(struct people *p, int64_t by, struct sc_str token)
{
    const struct accounts_join_in in = {.token = token};
    struct accounts_household_by_id_row row;

    return people_call(p, by, accounts_join, &in, &row);
}

static void a_link_lets_in_all_who_have_it(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    struct accounts_household_by_id_row row;
    char text[64];
    int64_t other = people_add(p, NULL);

    assert_int_equal(invite(p, h.adult, h.id, NULL, &invited), SC_OK);
    assert_null(invited.email.at);
    const struct accounts_join_in in = {.token = token_of(invited.link, text)};
    assert_int_equal(people_call(p, h.stranger, accounts_join, &in, &row), SC_OK);
    assert_int_equal(row.id, h.id);
    assert_str(row.role, "adult");
    assert_str(row.name, "Home");
    assert_int_equal(join(p, other, in.token), SC_OK);
    people_is_role(p, h.id, other, "adult");
    assert_int_equal(join(p, h.owner, in.token), SC_OK); /* and changes nothing */
    people_is_role(p, h.id, h.owner, "owner");
    assert_int_equal(join(p, 0, in.token), SC_UNAUTHENTICATED);
}

static void a_mailed_link_lets_in_one(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    char text[64];

    assert_int_equal(invite(p, h.owner, h.id, "friend@test.example", &invited), SC_OK);
    assert_str(invited.email, "friend@test.example");
    assert_null(invited.link.at); /* whoever invites does not get in as somebody else */
    snprintf(text, sizeof text, "%.*s", SC_STR_ARGS(people_mailed(p, "friend@test.example")));
    assert_int_equal(join(p, h.child, sc_str_of(text)), SC_OK); /* is in already: not used up */
    assert_int_equal(join(p, h.stranger, sc_str_of(text)), SC_OK);
    assert_int_equal(join(p, people_add(p, NULL), sc_str_of(text)), SC_INVALID);
}

struct joiner {
    struct people *p;
    struct sc_request rq;
    struct sc_viewer viewer;
    struct accounts_join_in in;
    enum sc_status status;
};

static void *join_beside(void *context)
{
    struct joiner *j = context;
    struct accounts_household_by_id_row row;

    j->rq.viewer = &j->viewer;
    j->status = accounts_join(&j->rq, j->p->pg, &j->in, &row);
    return NULL;
}

/* Also in the moment: of all who follow a mailed link at once, one gets in. */
static void of_many_at_once_one_gets_in(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    struct joiner at[PEOPLE_CONNECTIONS] = {0};
    pthread_t threads[PEOPLE_CONNECTIONS];
    char text[64];
    int in = 0;

    assert_int_equal(invite(p, h.owner, h.id, "many@test.example", &invited), SC_OK);
    snprintf(text, sizeof text, "%.*s", SC_STR_ARGS(people_mailed(p, "many@test.example")));
    for (size_t i = 0; i < SC_COUNT(at); i++) {
        at[i].p = p;
        at[i].in.token = sc_str_of(text);
        at[i].viewer.person_id = people_add(p, NULL);
        assert_int_equal(
            sc_request_init(&at[i].rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PEOPLE_LIMIT_MS)),
            SC_OK);
    }
    for (size_t i = 0; i < SC_COUNT(at); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, join_beside, &at[i]), 0);
    for (size_t i = 0; i < SC_COUNT(at); i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(at[i].status == SC_OK || at[i].status == SC_INVALID);
        in += at[i].status == SC_OK;
        sc_request_finish(&at[i].rq);
    }
    assert_int_equal(in, 1);
}

static void what_is_no_open_invitation_lets_nobody_in(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    char text[64];

    assert_int_equal(join(p, h.stranger, SC_STR("")), SC_INVALID);
    assert_int_equal(join(p, h.stranger, SC_STR("sci_")), SC_INVALID);
    assert_int_equal(join(p, h.stranger, SC_STR("sci_0123456789012345678901234567890123456789012")),
                     SC_INVALID);
    assert_int_equal(invite(p, h.owner, h.id, NULL, &invited), SC_OK);
    struct sc_str token = token_of(invited.link, text);
    test_sql(p->database.url, "update accounts.invitation set expires_at = now()");
    assert_int_equal(join(p, h.stranger, token), SC_INVALID);
    people_is_role(p, h.id, h.stranger, "none");
}

static void an_invitation_is_taken_back_by_who_made_it_or_the_owner(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row of_adult, of_owner;
    struct accounts_invitation_take_back_row row;
    char text[64];

    assert_int_equal(invite(p, h.adult, h.id, NULL, &of_adult), SC_OK);
    struct sc_str token = token_of(of_adult.link, text);
    assert_int_equal(invite(p, h.owner, h.id, NULL, &of_owner), SC_OK);
    const struct accounts_invitation_take_back_in adults = {of_adult.id}, owners = {of_owner.id};
    assert_int_equal(people_call(p, h.stranger, accounts_invitation_take_back, &adults, &row),
                     SC_NOT_FOUND);
    assert_int_equal(people_call(p, h.child, accounts_invitation_take_back, &adults, &row),
                     SC_NOT_FOUND);
    assert_int_equal(people_call(p, h.adult, accounts_invitation_take_back, &owners, &row),
                     SC_NOT_FOUND);
    assert_int_equal(people_call(p, h.owner, accounts_invitation_take_back, &adults, &row), SC_OK);
    assert_int_equal(join(p, h.stranger, token), SC_INVALID);
}

static void invitations_have_limits(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    char text[64];

    for (int i = 0; i < ACCOUNTS_INVITATIONS_MAX; i++)
        assert_int_equal(invite(p, h.owner, h.id, NULL, &invited), SC_OK);
    struct sc_str token = token_of(invited.link, text);
    assert_int_equal(invite(p, h.owner, h.id, NULL, &invited), SC_INVALID);
    for (int members = 4; members < 6; members++) /* six, by the free plan */
        assert_int_equal(join(p, people_add(p, NULL), token), SC_OK);
    assert_int_equal(join(p, h.stranger, token), SC_INVALID);
    people_is_role(p, h.id, h.stranger, "none");
}

static void mails_are_not_sent_for_guests_nor_without_end(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    enum sc_status st = SC_OK;
    int sent = 0;

    assert_int_equal(invite(p, h.adult, h.id, "spam@test.example", &invited), SC_INVALID);
    assert_int_equal(invite(p, h.owner, h.id, "no address", &invited), SC_INVALID);
    assert_int_equal(people_mails(p, "spam@test.example"), 0);
    for (; st == SC_OK && sent < 100; sent += st == SC_OK)
        st = invite(p, h.owner, h.id, "victim@test.example", &invited);
    assert_int_equal(st, SC_THROTTLED);
    assert_int_equal(people_mails(p, "victim@test.example"), sent);
    assert_in_range(sent, 1, 5);
}

/* Only what is sent counts: else who may not invite keeps others from it. */
static void who_may_not_invite_uses_up_no_mails(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;

    for (int i = 0; i < 10; i++) {
        assert_int_equal(invite(p, h.stranger, h.id, "asked@test.example", &invited), SC_NOT_FOUND);
        assert_int_equal(invite(p, h.child, h.id, "asked@test.example", &invited), SC_FORBIDDEN);
        assert_int_equal(invite(p, h.adult, h.id, "asked@test.example", &invited), SC_INVALID);
    }
    assert_int_equal(invite(p, h.owner, h.id, "asked@test.example", &invited), SC_OK);
}

/* What each may, as a table: the owner all, an adult some, the rest nothing. */
static void roles_are_kept(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    struct accounts_household_by_id_row row;
    const struct {
        int64_t who;
        enum sc_status adults, owners;
    } rows[] = {
        {0, SC_UNAUTHENTICATED, SC_UNAUTHENTICATED},
        {h.stranger, SC_NOT_FOUND, SC_NOT_FOUND},
        {h.guest, SC_FORBIDDEN, SC_FORBIDDEN},
        {h.child, SC_FORBIDDEN, SC_FORBIDDEN},
        {h.adult, SC_OK, SC_FORBIDDEN},
        {h.owner, SC_OK, SC_OK},
    };
    const struct accounts_household_name_in name = {h.id, SC_STR("Flat 3")};
    const struct accounts_member_change_in change = {h.id, h.guest, SC_STR("guest")};
    const struct accounts_member_in child = {h.id, h.child};

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(invite(p, rows[i].who, h.id, NULL, &invited), rows[i].adults);
        assert_int_equal(people_call(p, rows[i].who, accounts_household_name, &name, &row),
                         rows[i].adults);
        assert_int_equal(people_call(p, rows[i].who, accounts_member_change, &change, &row),
                         rows[i].owners);
        assert_int_equal(people_call(p, rows[i].who, accounts_member_remove, &child, &row),
                         rows[i].owners);
        people_is_role(p, h.id, h.child, rows[i].owners == SC_OK ? "none" : "child");
    }
}

static void a_household_has_one_owner(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_household_by_id_row row;
    struct accounts_leave_row left;
    struct accounts_invite_row invited;
    const struct accounts_leave_in leave = {h.id};
    const struct accounts_member_change_in second = {h.id, h.adult, SC_STR("owner")};
    const struct accounts_member_change_in own = {h.id, h.owner, SC_STR("child")};
    const struct accounts_member_in child = {h.id, h.child}, self = {h.id, h.owner},
                                    adult = {h.id, h.adult}, stranger = {h.id, h.stranger};
    const struct accounts_invite_in owner = {h.id, SC_STR("owner"), {0}};

    assert_int_equal(people_call(p, h.owner, accounts_leave, &leave, &left), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_invite, &owner, &invited), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_member_change, &second, &row), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_member_change, &own, &row), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_member_remove, &self, &row), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_hand_over, &self, &row), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_hand_over, &child, &row), SC_INVALID);
    assert_int_equal(people_call(p, h.owner, accounts_hand_over, &stranger, &row), SC_NOT_FOUND);
    people_is_role(p, h.id, h.owner, "owner");

    assert_int_equal(people_call(p, h.owner, accounts_hand_over, &adult, &row), SC_OK);
    assert_str(row.role, "adult");
    people_is_role(p, h.id, h.owner, "adult");
    people_is_role(p, h.id, h.adult, "owner");
    assert_int_equal(people_call(p, h.owner, accounts_leave, &leave, &left), SC_OK);
    people_is_role(p, h.id, h.owner, "none");
}

static void it_is_not_handed_to_whose_plan_is_full(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_household_by_id_row row;
    const struct accounts_member_in adult = {h.id, h.adult};

    people_household(p, h.adult);
    people_household(p, h.adult); /* two, by the free plan */
    assert_int_equal(people_call(p, h.owner, accounts_hand_over, &adult, &row), SC_INVALID);
    people_is_role(p, h.id, h.owner, "owner");
}

/* A link that was passed around is no way back. */
static void who_was_sent_away_stays_away(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    struct accounts_household_by_id_row row;
    const struct accounts_member_in adult = {h.id, h.adult};
    char text[64];

    assert_int_equal(invite(p, h.owner, h.id, NULL, &invited), SC_OK);
    struct sc_str token = token_of(invited.link, text);
    assert_int_equal(people_call(p, h.owner, accounts_member_remove, &adult, &row), SC_OK);
    assert_int_equal(join(p, h.adult, token), SC_INVALID);
    people_is_role(p, h.id, h.adult, "none");
}

static void who_may_not_invite_any_more_has_no_open_invitations(void **state)
{
    struct people *p = *state;
    struct home h = make_home(p);
    struct accounts_invite_row invited;
    struct accounts_household_by_id_row row;
    const struct accounts_member_change_in change = {h.id, h.adult, SC_STR("child")};
    char text[64];

    assert_int_equal(invite(p, h.adult, h.id, NULL, &invited), SC_OK);
    struct sc_str token = token_of(invited.link, text);
    assert_int_equal(people_call(p, h.owner, accounts_member_change, &change, &row), SC_OK);
    people_is_role(p, h.id, h.adult, "child");
    assert_int_equal(join(p, h.stranger, token), SC_INVALID);
}

PEOPLE_TESTS(cmocka_unit_test(a_link_lets_in_all_who_have_it),
             cmocka_unit_test(a_mailed_link_lets_in_one),
             cmocka_unit_test(of_many_at_once_one_gets_in),
             cmocka_unit_test(what_is_no_open_invitation_lets_nobody_in),
             cmocka_unit_test(an_invitation_is_taken_back_by_who_made_it_or_the_owner),
             cmocka_unit_test(invitations_have_limits),
             cmocka_unit_test(mails_are_not_sent_for_guests_nor_without_end),
             cmocka_unit_test(who_may_not_invite_uses_up_no_mails),
             cmocka_unit_test(roles_are_kept), cmocka_unit_test(a_household_has_one_owner),
             cmocka_unit_test(it_is_not_handed_to_whose_plan_is_full),
             cmocka_unit_test(who_was_sent_away_stays_away),
             cmocka_unit_test(who_may_not_invite_any_more_has_no_open_invitations))
