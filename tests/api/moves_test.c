/* Lists follow their people: who joins, who signs in; nothing is lost on the way. */
#include "lists/moves.h"

#include <inttypes.h>
#include <stdio.h>

#include "accounts/accounts.h"
#include "accounts/accounts_rows.h"
#include "accounts/household.h"
#include "accounts/moves.h"
#include "api/helpers/people.h"
#include "lists/lists.h"
#include "lists/lists_rows.h"
#include "store/hint.h"
#include "store/tx.h"

static int64_t list_of(struct people *p, int64_t person_id, int64_t household_id, const char *name)
{
    const struct lists_create_in in = {.household_id = household_id, .name = sc_str_of(name)};
    struct lists_id_row row;

    assert_int_equal(people_call(p, person_id, lists_create, &in, &row), SC_OK);
    return row.id;
}

static void add_item(struct people *p, int64_t person_id, int64_t list_id, const char *name)
{
    static int count;
    char id[40], item[40];

    snprintf(id, sizeof id, "00000001-0000-4000-8000-%012x", ++count);
    snprintf(item, sizeof item, "00000002-0000-4000-8000-%012x", count);
    const struct lists_op_in op = {
        .id = sc_str_of(id),
        .list_id = list_id,
        .item_id = sc_str_of(item),
        .stamp = SC_STR("0fffffffffff-0001-0000000000000001"), /* brought back to now */
        .name = sc_str_of(name),
    };
    const struct lists_apply_in in = {.ops = {.at = &op, .count = 1}};
    struct lists_apply_row row;

    assert_int_equal(people_call(p, person_id, lists_apply, &in, &row), SC_OK);
    const struct lists_answer *answers = row.answers.at;
    assert_true(sc_str_eq(answers[0].code, LISTS_APPLIED));
}

/* As the owner of the household invites: the token of a link. */
static struct sc_str invite(struct people *p, int64_t owner_id, int64_t household_id,
                            const char *role, char token[64])
{
    const struct accounts_invite_in in = {.household_id = household_id, .role = sc_str_of(role)};
    struct accounts_invite_row row;

    assert_int_equal(people_call(p, owner_id, accounts_invite, &in, &row), SC_OK);
    snprintf(token, 64, "%s", strchr(row.link.at, '#') + 1);
    return sc_str_of(token);
}

static void join(struct people *p, int64_t person_id, struct accounts_join_in in)
{
    struct accounts_household_by_id_row row;

    assert_int_equal(people_call(p, person_id, accounts_join, &in, &row), SC_OK);
}

static void bring(struct people *p)
{
    people_run_jobs(p, ACCOUNTS_BRING_JOB, lists_bring_run);
}

static int64_t household_of(struct people *p, int64_t list_id)
{
    return people_number(p, "select household_id from lists.list where id = %" PRId64, list_id);
}

/* Someone with a household of their own and a list in it, and a family to join. */
struct move {
    int64_t person, home, list, owner, family;
    char token[64];
};

static struct move make(struct people *p, const char *email, const char *role)
{
    struct move m = {.person = people_add(p, email), .owner = people_add(p, NULL)};

    m.home = people_household(p, m.person);
    m.family = people_household(p, m.owner);
    m.list = list_of(p, m.person, m.home, "Groceries");
    add_item(p, m.person, m.list, "Milk");
    invite(p, m.owner, m.family, role, m.token);
    return m;
}

/* With their ids, so that what a phone has not sent yet still arrives, and others see it. */
static void a_guest_who_joins_brings_lists(void **state)
{
    struct people *p = *state;
    struct move m = make(p, NULL, "adult");
    int64_t theirs = list_of(p, m.owner, m.family, "Groceries");
    int64_t seq = people_number(p, "select seq from lists.list where id = %" PRId64, m.list);

    join(p, m.person, (struct accounts_join_in){.token = sc_str_of(m.token)});
    bring(p);
    assert_int_equal(household_of(p, m.list), m.family);
    assert_int_equal(household_of(p, theirs), m.family);
    assert_int_equal(people_number(p,
                                   "select count(*) from lists.list where id = %" PRId64
                                   " and seq = %" PRId64 " and own_seq = seq",
                                   m.list, seq + 1),
                     1);
    add_item(p, m.person, m.list, "Bread");
    add_item(p, m.owner, m.list, "Butter");
    assert_int_equal(
        people_number(p, "select count(*) from lists.item where list_id = %" PRId64, m.list), 3);
}

static void an_account_brings_them_only_when_asked(void **state)
{
    struct people *p = *state;
    struct move stays = make(p, "stays@test.example", "adult");
    struct move asked = make(p, "asked@test.example", "adult");
    struct move declines = make(p, NULL, "child");

    join(p, stays.person, (struct accounts_join_in){.token = sc_str_of(stays.token)});
    join(p, asked.person,
         (struct accounts_join_in){
             .token = sc_str_of(asked.token), .bring_lists = true, .has_bring_lists = true});
    join(p, declines.person,
         (struct accounts_join_in){.token = sc_str_of(declines.token), .has_bring_lists = true});
    bring(p);
    assert_int_equal(household_of(p, stays.list), stays.home);
    assert_int_equal(household_of(p, asked.list), asked.family);
    assert_int_equal(household_of(p, declines.list), declines.home);
}

/* Whose list would be seen by others without their doing, or be seen by themselves no more. */
static void what_is_not_theirs_alone_stays(void **state)
{
    struct people *p = *state;
    struct move shared = make(p, NULL, "adult");
    struct move visitor = make(p, NULL, "guest");
    struct move left = make(p, NULL, "adult");

    people_let_in(p, shared.home, people_add(p, NULL), "child");
    join(p, shared.person, (struct accounts_join_in){.token = sc_str_of(shared.token)});
    join(p, visitor.person, (struct accounts_join_in){.token = sc_str_of(visitor.token)});
    join(p, left.person, (struct accounts_join_in){.token = sc_str_of(left.token)});
    people_number(p,
                  "delete from accounts.member where person_id = %" PRId64
                  " and role = 'adult' returning 1",
                  left.person);
    bring(p);
    assert_int_equal(household_of(p, shared.list), shared.home);
    assert_int_equal(household_of(p, visitor.list), visitor.home);
    assert_int_equal(household_of(p, left.list), left.home);
}

/* A plan does not hold up what is there; what keeps a database from being filled does. */
static void a_household_takes_so_many(void **state)
{
    struct people *p = *state;
    struct move m = make(p, NULL, "adult");

    people_number(p,
                  "insert into lists.list (household_id, name, made_by) select %" PRId64
                  ", 'one of many', 0 from generate_series(1, %d) returning 1",
                  m.family, LISTS_OF_HOUSEHOLD_MAX - 1);
    list_of(p, m.person, m.home, "Second");
    join(p, m.person, (struct accounts_join_in){.token = sc_str_of(m.token)});
    bring(p);
    assert_int_equal(household_of(p, m.list), m.family);
    assert_int_equal(
        people_number(p, "select count(*) from lists.list where household_id = %" PRId64, m.home),
        1);
}

static void joining_again_brings_nothing_more(void **state)
{
    struct people *p = *state;
    struct move m = make(p, NULL, "adult");

    join(p, m.person, (struct accounts_join_in){.token = sc_str_of(m.token)});
    bring(p);
    int64_t later = list_of(p, m.person, m.home, "Mine alone");
    join(p, m.person, (struct accounts_join_in){.token = sc_str_of(m.token)});
    assert_int_equal(people_run_jobs(p, ACCOUNTS_BRING_JOB, lists_bring_run), 0);
    assert_int_equal(household_of(p, later), m.home);
}

#define PASSWORD SC_STR("correct horse")

/* An account with a household, as an operator makes one. */
static int64_t add_account(struct people *p, const char *email)
{
    const struct accounts_add_in in = {
        .email = sc_str_of(email), .password = PASSWORD, .country = SC_STR("IE")};
    int64_t id;

    people_ask_as(p, 0);
    assert_int_equal(accounts_add(&p->rq, p->pg, &in, &id), SC_OK);
    return id;
}

static void sign_in(struct people *p, int64_t guest_id, const char *email)
{
    const struct accounts_sign_in_in in = {sc_str_of(email), PASSWORD};
    struct accounts_signed_in row;

    assert_int_equal(people_call(p, guest_id, accounts_sign_in, &in, &row), SC_OK);
    assert_false(row.is_guest);
}

static void a_guest_who_signs_in_keeps_all(void **state)
{
    struct people *p = *state;
    struct move m = make(p, NULL, "adult");
    int64_t account = add_account(p, "keeps@test.example");
    int64_t home = people_number(
        p, "select household_id from accounts.member where person_id = %" PRId64, account);
    int64_t both = people_household(p, m.person); /* both are in it, the guest owns it */
    int64_t granted = list_of(p, m.owner, m.family, "Shown");
    const struct lists_grant_in grant = {.list_id = granted,
                                         .person_id = m.person,
                                         .has_person_id = true,
                                         .level = 1,
                                         .has_level = true};
    struct lists_id_row row;

    assert_int_equal(people_call(p, m.owner, lists_grant, &grant, &row), SC_OK);
    people_number(p,
                  "with a as (insert into accounts.household_store values (%" PRId64
                  ", 7, 1, true), (%" PRId64 ", 8, 2, false), (%" PRId64
                  ", 8, 1, true)), b as (insert into accounts.household_card (household_id, "
                  "retailer_id) values (%" PRId64 ", 3)) insert into accounts.household_coupon "
                  "(household_id, code) values (%" PRId64 ", 'x') returning 1",
                  m.home, m.home, home, m.home, m.home);
    people_let_in(p, both, account, "child");
    people_let_in(p, m.family, m.person, "adult");
    people_number(p,
                  "insert into accounts.session (person_id, epoch, expires_at) values (%" PRId64
                  ", 0, now() + interval '1 day') returning 1",
                  m.person);
    sign_in(p, m.person, "keeps@test.example");
    people_is_role(p, both, account, "owner");
    people_is_role(p, both, m.person, "none");
    people_is_role(p, m.family, account, "adult");
    people_is_role(p, m.family, m.person, "none");
    assert_int_equal(
        people_number(p,
                      "select (select count(*) from accounts.household_store where household_id = "
                      "%" PRId64 " and (store_id, place) in ((8, 1), (7, 2))) + (select count(*) "
                      "from accounts.household_card where household_id = %" PRId64
                      ") + (select count(*) from accounts.household_coupon where household_id = "
                      "%" PRId64 ")",
                      home, home, home),
        4);
    bring(p);
    assert_int_equal(household_of(p, m.list), home);
    assert_int_equal(people_number(p,
                                   "select count(*) from lists.item i join lists.list l on "
                                   "l.id = i.list_id where l.id = %" PRId64
                                   " and l.made_by = %" PRId64 " and i.added_by = %" PRId64
                                   " and i.changed_by = %" PRId64,
                                   m.list, account, account, account),
                     1);
    assert_int_equal(people_number(p,
                                   "select level from lists.grant where list_id = %" PRId64
                                   " and principal = %" PRId64,
                                   granted, account),
                     1);
    assert_int_equal(people_number(p,
                                   "select count(*) from accounts.session where person_id = "
                                   "%" PRId64 " and revoked_at is null",
                                   m.person),
                     0);
}

/* Else who follows them comes into a household that nobody is in, and takes their lists there. */
static void invitations_follow_their_guest(void **state)
{
    struct people *p = *state;
    int64_t guest = people_add(p, NULL), ghost = people_household(p, guest);
    int64_t account = add_account(p, "follows@test.example");
    int64_t home = people_number(
        p, "select household_id from accounts.member where person_id = %" PRId64, account);
    char token[64];

    list_of(p, guest, ghost, "Groceries");
    invite(p, guest, ghost, "adult", token);
    sign_in(p, guest, "follows@test.example");
    for (int i = 0; i < 2; i++) { /* before the lists are there, and behind them */
        int64_t friend = people_add(p, NULL), theirs = people_household(p, friend);
        int64_t list = list_of(p, friend, theirs, "Party");
        join(p, friend, (struct accounts_join_in){.token = sc_str_of(token)});
        people_is_role(p, home, friend, "adult");
        people_is_role(p, ghost, friend, "none");
        bring(p);
        assert_int_equal(household_of(p, list), home);
    }
    assert_int_equal(
        people_number(p, "select count(*) from lists.list where household_id = %" PRId64, ghost),
        0);
}

static enum sc_status try_to_join(struct people *p, const char *token)
{
    const struct accounts_join_in in = {.token = sc_str_of(token)};
    struct accounts_household_by_id_row row;

    return people_call(p, people_add(p, NULL), accounts_join, &in, &row);
}

/* They are the account's from then on, and end with its right to invite. */
static void invitations_of_a_guest_end_with_the_account(void **state)
{
    struct people *p = *state;
    struct move m = make(p, NULL, "adult");
    int64_t account = add_account(p, "ends@test.example");
    const struct accounts_member_change_in change = {m.family, account, SC_STR("child")};
    struct accounts_household_by_id_row row;
    char token[64];

    join(p, m.person, (struct accounts_join_in){.token = sc_str_of(m.token)});
    invite(p, m.person, m.family, "adult", token);
    sign_in(p, m.person, "ends@test.example");
    people_is_role(p, m.family, account, "adult");
    assert_int_equal(try_to_join(p, m.token), SC_OK); /* the owner's */
    assert_int_equal(people_call(p, m.owner, accounts_member_change, &change, &row), SC_OK);
    assert_int_equal(try_to_join(p, token), SC_INVALID);
    bring(p);
}

/* Nobody is let into the household of others by who may not do so there. */
static void a_child_brings_no_invitations(void **state)
{
    struct people *p = *state;
    int64_t guest = people_add(p, NULL), owner = people_add(p, NULL);
    int64_t ghost = people_household(p, guest), family = people_household(p, owner);
    int64_t account = add_account(p, "child@test.example");
    char token[64];

    people_number(p, "delete from accounts.member where person_id = %" PRId64 " returning 1",
                  account);
    people_let_in(p, family, account, "child");
    invite(p, guest, ghost, "adult", token);
    sign_in(p, guest, "child@test.example");
    assert_int_equal(try_to_join(p, token), SC_INVALID);
    bring(p);
}

static void another_account_brings_nothing(void **state)
{
    struct people *p = *state;
    int64_t other = people_add(p, "other@test.example"), home = people_household(p, other);
    int64_t list = list_of(p, other, home, "Theirs");

    add_account(p, "signs-in@test.example");
    sign_in(p, other, "signs-in@test.example");
    sign_in(p, 0, "signs-in@test.example");
    assert_int_equal(people_run_jobs(p, ACCOUNTS_BRING_JOB, lists_bring_run), 0);
    assert_int_equal(household_of(p, list), home);
    people_is_role(p, home, other, "owner");
}

/* What was told of lists while a job ran: the last of them. */
static void hear_list(void *context, const struct sc_hint *hint)
{
    if (hint->topic == SC_HINT_LIST && hint->number == 0)
        *(int64_t *)context = hint->id;
}

/* Ends what somebody may do no more, as a worker does; of which list others were told. */
static int64_t end_rights(struct people *p)
{
    int64_t told = 0;
    struct sc_hint_ear ear = {.hear = hear_list, .context = &told};

    sc_hint_listen(&ear);
    people_run_jobs(p, ACCOUNTS_RIGHTS_JOB, lists_rights_run);
    sc_hint_unlisten(&ear);
    return told;
}

/* A family's list, with links and grants by an adult of it and by its owner. */
struct sharing {
    int64_t owner, adult, other, family, list;
    char by_adult[64], by_owner[64];
};

static void share(struct people *p, int64_t person_id, int64_t list_id, char token[64])
{
    const struct lists_share_in in = {.list_id = list_id, .level = 1, .days = 9};
    struct lists_share_row row;

    assert_int_equal(people_call(p, person_id, lists_share, &in, &row), SC_OK);
    snprintf(token, 64, "%.*s", SC_STR_ARGS(row.token));
}

static void grant(struct people *p, int64_t person_id, int64_t list_id, int64_t to_id)
{
    const struct lists_grant_in in = {.list_id = list_id,
                                      .person_id = to_id,
                                      .has_person_id = true,
                                      .level = 1,
                                      .has_level = true};
    struct lists_id_row row;

    assert_int_equal(people_call(p, person_id, lists_grant, &in, &row), SC_OK);
}

static struct sharing make_sharing(struct people *p)
{
    struct sharing s = {
        .owner = people_add(p, NULL), .adult = people_add(p, NULL), .other = people_add(p, NULL)};

    s.family = people_household(p, s.owner);
    people_let_in(p, s.family, s.adult, "adult");
    s.list = list_of(p, s.owner, s.family, "Groceries");
    share(p, s.adult, s.list, s.by_adult);
    share(p, s.owner, s.list, s.by_owner);
    grant(p, s.adult, s.list, s.adult);
    grant(p, s.adult, s.list, s.other);
    return s;
}

static bool sees(struct people *p, int64_t principal, int64_t list_id)
{
    const struct lists_list_by_id_in in = {.viewer = {.at = &principal, .count = 1},
                                           .id = {.at = &list_id, .count = 1}};
    struct lists_list_by_id_rows rows;

    people_ask_as(p, 0);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(p->pg, &p->rq);
    assert_int_equal(lists_list_by_id_load(&tx, &in, 1, &rows), SC_OK);
    return rows.count > 0;
}

static enum sc_status find_link(struct people *p, const char *token)
{
    int64_t id;

    people_ask_as(p, 0);
    return lists_share_find(&p->rq, p->pg, sc_str_of(token), &id);
}

/* What they let be seen ends with them, to streams too; what others did stays. */
static void all_ended(struct people *p, const struct sharing *s)
{
    assert_int_equal(end_rights(p), s->list);
    assert_int_equal(find_link(p, s->by_adult), SC_NOT_FOUND);
    assert_false(sees(p, s->other, s->list));
    assert_int_equal(find_link(p, s->by_owner), SC_OK);
}

static void who_is_sent_away_sees_lists_no_more(void **state)
{
    struct people *p = *state;
    struct sharing s = make_sharing(p);
    const struct accounts_member_in adult = {s.family, s.adult};
    struct accounts_household_by_id_row row;

    assert_int_equal(people_call(p, s.owner, accounts_member_remove, &adult, &row), SC_OK);
    all_ended(p, &s);
    assert_false(sees(p, s.adult, s.list));
}

static void who_leaves_sees_lists_no_more(void **state)
{
    struct people *p = *state;
    struct sharing s = make_sharing(p);
    const struct accounts_leave_in leave = {s.family};
    struct accounts_leave_row left;

    grant(p, s.owner, s.list, s.adult);
    assert_int_equal(people_call(p, s.adult, accounts_leave, &leave, &left), SC_OK);
    all_ended(p, &s);
    assert_false(sees(p, s.adult, s.list));
}

/* Also what they did as a guest, and has become theirs since. */
static void who_was_a_guest_leaves_no_link_either(void **state)
{
    struct people *p = *state;
    struct sharing s = make_sharing(p);
    int64_t account = add_account(p, "was-guest@test.example");
    const struct accounts_leave_in leave = {s.family};
    struct accounts_leave_row left;

    sign_in(p, s.adult, "was-guest@test.example");
    assert_int_equal(people_call(p, account, accounts_leave, &leave, &left), SC_OK);
    end_rights(p); /* before the account is known as the links' maker */
    bring(p);
    assert_int_equal(find_link(p, s.by_adult), SC_NOT_FOUND);
    assert_int_equal(find_link(p, s.by_owner), SC_OK);
    assert_false(sees(p, s.other, s.list));
    assert_false(sees(p, account, s.list));
}

/* What the owner shows a guest of the household is theirs to see. */
static void who_may_not_share_any_more_shares_nothing(void **state)
{
    struct people *p = *state;
    struct sharing s = make_sharing(p);
    struct accounts_member_change_in change = {s.family, s.adult, SC_STR("adult")};
    struct accounts_household_by_id_row row;
    int64_t shown = list_of(p, s.owner, s.family, "Shown");

    grant(p, s.owner, shown, s.adult);
    assert_int_equal(people_call(p, s.owner, accounts_member_change, &change, &row), SC_OK);
    assert_int_equal(end_rights(p), 0);
    assert_int_equal(find_link(p, s.by_adult), SC_OK);
    change.role = SC_STR("guest");
    assert_int_equal(people_call(p, s.owner, accounts_member_change, &change, &row), SC_OK);
    all_ended(p, &s);
    assert_false(sees(p, s.adult, s.list));
    assert_true(sees(p, s.adult, shown));
}

#define FAILS(table)                                                                            \
    "create function lists.fails() returns trigger language plpgsql as "                        \
    "$$begin raise exception 'cut here'; end$$; create trigger cut before insert or update or " \
    "delete on " table " for each row execute function lists.fails()"

/*
 * Cut at each of its writes, before or behind its first commit: what is there then is whole, and
 * the next try ends it.
 */
static void a_move_that_is_cut_is_ended_by_the_next(void **state)
{
    struct people *p = *state;
    static const char *const cuts[] = {FAILS("lists.aisle_order"), FAILS("lists.list"),
                                       FAILS("lists.grant"), FAILS("lists.author"),
                                       FAILS("lists.item")};
    char payload[200];

    for (size_t i = 0; i < SC_COUNT(cuts); i++) {
        struct move m = make(p, NULL, "adult");
        people_let_in(p, m.family, m.person, "child");
        int64_t other = list_of(p, m.owner, m.family, "Shown");
        people_number(p,
                      "with a as (insert into lists.aisle_order values (%" PRId64
                      ", 7, '{Dairy}')) insert into lists.grant (list_id, principal, level, "
                      "given_by) values (%" PRId64 ", %" PRId64 ", 0, %" PRId64 ") returning 1",
                      m.home, other, m.person, m.owner);
        snprintf(payload, sizeof payload,
                 "{\"from_person_id\": %" PRId64 ", \"person_id\": %" PRId64
                 ", \"household_id\": %" PRId64 "}",
                 m.person, m.owner, m.family);
        struct sc_job_row job = {.id = 1, .payload = sc_str_of(payload)};
        test_sql(p->database.url, cuts[i]);
        people_ask_as(p, 0);
        assert_int_not_equal(lists_bring_run(&p->rq, p->pg, &job, NULL), SC_OK);
        test_sql(p->database.url, "drop function lists.fails cascade");
        int64_t at = household_of(p, m.list);
        assert_true(at == m.home || at == m.family);
        for (int again = 0; again < 2; again++) { /* done twice is done once */
            people_ask_as(p, 0);
            assert_int_equal(lists_bring_run(&p->rq, p->pg, &job, NULL), SC_OK);
        }
        assert_int_equal(household_of(p, m.list), m.family);
        assert_int_equal(
            people_number(p,
                          "select (select count(*) from lists.item where list_id = %" PRId64
                          " and added_by = %" PRId64 ") + (select count(*) from lists.grant where "
                          "list_id = %" PRId64 " and principal = %" PRId64
                          ") + (select count(*) from lists.aisle_order where household_id = "
                          "%" PRId64 ")",
                          m.list, m.owner, other, m.owner, m.family),
            3);
    }
}

PEOPLE_TESTS(cmocka_unit_test(a_guest_who_joins_brings_lists),
             cmocka_unit_test(an_account_brings_them_only_when_asked),
             cmocka_unit_test(what_is_not_theirs_alone_stays),
             cmocka_unit_test(a_household_takes_so_many),
             cmocka_unit_test(joining_again_brings_nothing_more),
             cmocka_unit_test(a_guest_who_signs_in_keeps_all),
             cmocka_unit_test(invitations_follow_their_guest),
             cmocka_unit_test(invitations_of_a_guest_end_with_the_account),
             cmocka_unit_test(a_child_brings_no_invitations),
             cmocka_unit_test(another_account_brings_nothing),
             cmocka_unit_test(who_is_sent_away_sees_lists_no_more),
             cmocka_unit_test(who_leaves_sees_lists_no_more),
             cmocka_unit_test(who_was_a_guest_leaves_no_link_either),
             cmocka_unit_test(who_may_not_share_any_more_shares_nothing),
             cmocka_unit_test(a_move_that_is_cut_is_ended_by_the_next))
