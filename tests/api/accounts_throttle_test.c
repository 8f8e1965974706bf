/* How often things of accounts may be tried, by whom and from where. */
#include <stdio.h>

#include "accounts/accounts.h"
#include "accounts/credentials.h"
#include "api/helpers/people.h"

#define PASSWORD "correct horse battery"
#define HOME     "192.0.2.1"
#define ELSE     "198.51.100.7"

static int64_t add(struct people *p, const char *email)
{
    const struct accounts_add_in in = {
        .email = sc_str_of(email), .password = SC_STR(PASSWORD), .country = SC_STR("IE")};
    int64_t person_id;

    people_ask_as(p, 0);
    assert_int_equal(accounts_add(&p->rq, p->pg, &in, &person_id), SC_OK);
    return person_id;
}

static enum sc_status sign_in(struct people *p, const char *network, const char *email,
                              const char *password)
{
    const struct accounts_sign_in_in in = {sc_str_of(email), sc_str_of(password)};
    struct accounts_signed_in signed_in;

    p->network = network;
    return people_call(p, 0, accounts_sign_in, &in, &signed_in);
}

/* As if all counters that were used so far had been used so often. */
static void all_stand_at(struct people *p, int count)
{
    people_number(p,
                  "with t as (update accounts.attempt set count = %d returning 1) "
                  "select count(*) from t",
                  count);
}

static void forget_all(struct people *p)
{
    people_number(p, "with t as (delete from accounts.attempt returning 1) select count(*) from t");
}

static void what_is_right_is_not_counted(void **state)
{
    struct people *p = *state;

    add(p, "right@throttle.ie");
    forget_all(p);
    for (int i = 0; i < 2; i++)
        assert_int_equal(sign_in(p, HOME, "right@throttle.ie", PASSWORD), SC_OK);
    assert_int_equal(people_number(p, "select sum(count) from accounts.attempt"), 0);
    assert_int_equal(sign_in(p, HOME, "right@throttle.ie", "wrong"), SC_UNAUTHENTICATED);
    assert_int_equal(people_number(p, "select max(count) from accounts.attempt"), 1);
}

static void one_network_does_not_keep_others_out(void **state)
{
    struct people *p = *state;

    add(p, "two@throttle.ie");
    forget_all(p);
    for (int i = 0; i < ACCOUNTS_TRIES_MAX; i++)
        assert_int_equal(sign_in(p, ELSE, "two@throttle.ie", "wrong"), SC_UNAUTHENTICATED);
    assert_int_equal(sign_in(p, ELSE, "two@throttle.ie", PASSWORD), SC_THROTTLED);
    assert_int_equal(sign_in(p, HOME, "two@throttle.ie", PASSWORD), SC_OK);
    /* Those that were refused have filled no other counter. */
    assert_int_equal(people_number(p, "select max(count) from accounts.attempt"),
                     ACCOUNTS_TRIES_MAX);
    people_number(p, "with t as (update accounts.attempt set until = now() - interval '1 second' "
                     "returning 1) select count(*) from t");
    assert_int_equal(sign_in(p, ELSE, "two@throttle.ie", PASSWORD), SC_OK);
}

/* Many networks try one account; where its owner has been, they are let in. */
static void nobody_is_locked_out_by_others(void **state)
{
    struct people *p = *state;
    const struct accounts_forgot_in forgot = {.email = SC_STR("owner@throttle.ie")};
    struct accounts_forgot_row asked;
    struct accounts_signed_in signed_in;

    add(p, "owner@throttle.ie");
    assert_int_equal(sign_in(p, HOME, "owner@throttle.ie", PASSWORD), SC_OK);
    forget_all(p);
    assert_int_equal(sign_in(p, "203.0.113.1", "owner@throttle.ie", "wrong"), SC_UNAUTHENTICATED);
    all_stand_at(p, ACCOUNTS_TRIES_TO_MAX);
    assert_int_equal(sign_in(p, "203.0.113.2", "owner@throttle.ie", "wrong"), SC_THROTTLED);
    assert_int_equal(sign_in(p, ELSE, "owner@throttle.ie", PASSWORD), SC_THROTTLED);
    assert_int_equal(sign_in(p, HOME, "owner@throttle.ie", PASSWORD), SC_OK);
    /* A mail lets them in where they have not been, and they have been there then. */
    assert_int_equal(people_call(p, 0, accounts_forgot, &forgot, &asked), SC_OK);
    p->network = ELSE;
    people_ask_as(p, 0);
    const struct accounts_reset_in reset = {people_mailed(p, "owner@throttle.ie"),
                                            SC_STR(PASSWORD " staple")};
    assert_int_equal(accounts_reset(&p->rq, p->pg, &reset, &signed_in), SC_OK);
    assert_int_equal(sign_in(p, ELSE, "owner@throttle.ie", PASSWORD " staple"), SC_OK);
}

static void a_network_tries_so_many_accounts(void **state)
{
    struct people *p = *state;

    add(p, "third@throttle.ie");
    forget_all(p);
    assert_int_equal(sign_in(p, ELSE, "first@throttle.ie", "wrong"), SC_UNAUTHENTICATED);
    all_stand_at(p, ACCOUNTS_TRIES_FROM_MAX);
    assert_int_equal(sign_in(p, ELSE, "third@throttle.ie", PASSWORD), SC_THROTTLED);
    assert_int_equal(sign_in(p, HOME, "third@throttle.ie", PASSWORD), SC_OK);
    assert_int_equal(sign_in(p, NULL, "third@throttle.ie", PASSWORD), SC_OK); /* unknown */
}

static void a_network_makes_so_many_guests(void **state)
{
    struct people *p = *state;
    const struct accounts_guest_in in = {.country = SC_STR("IE")};
    struct accounts_signed_in signed_in;

    forget_all(p);
    p->network = ELSE;
    assert_int_equal(people_call(p, 0, accounts_guest, &in, &signed_in), SC_OK);
    all_stand_at(p, ACCOUNTS_GUESTS_MAX);
    assert_int_equal(people_call(p, 0, accounts_guest, &in, &signed_in), SC_THROTTLED);
    p->network = HOME;
    assert_int_equal(people_call(p, 0, accounts_guest, &in, &signed_in), SC_OK);
}

static void a_network_asks_for_so_many_mails(void **state)
{
    struct people *p = *state;
    const struct accounts_forgot_in one = {.email = SC_STR("one@mails.ie")};
    const struct accounts_forgot_in other = {.email = SC_STR("other@mails.ie")};
    struct accounts_forgot_row row;

    forget_all(p);
    p->network = ELSE;
    for (int i = 0; i < ACCOUNTS_MAILS_MAX; i++)
        assert_int_equal(people_call(p, 0, accounts_forgot, &one, &row), SC_OK);
    assert_int_equal(people_call(p, 0, accounts_forgot, &one, &row), SC_THROTTLED);
    assert_int_equal(people_call(p, 0, accounts_forgot, &other, &row), SC_OK);
    all_stand_at(p, ACCOUNTS_MAILS_FROM_MAX);
    p->network = HOME;
    assert_int_equal(people_call(p, 0, accounts_forgot,
                                 &(struct accounts_forgot_in){.email = SC_STR("new@mails.ie")},
                                 &row),
                     SC_OK);
    p->network = ELSE;
    assert_int_equal(people_call(p, 0, accounts_forgot,
                                 &(struct accounts_forgot_in){.email = SC_STR("newer@mails.ie")},
                                 &row),
                     SC_THROTTLED);
}

static enum sc_status register_from(struct people *p, const char *network, const char *email)
{
    const struct accounts_register_in in = {
        .email = sc_str_of(email), .password = SC_STR(PASSWORD), .country = SC_STR("IE")};
    struct accounts_register_row row;

    p->network = network;
    return people_call(p, 0, accounts_register, &in, &row);
}

/* Neither out of a network nor out of several; and where they ask more than once, later on. */
static void nobody_is_kept_from_registering_by_others(void **state)
{
    struct people *p = *state;
    const struct accounts_forgot_in forgot = {.email = SC_STR("new@register.ie")};
    struct accounts_forgot_row row;
    char network[20];

    forget_all(p);
    for (int i = 0; i < ACCOUNTS_MAILS_MAX; i++)
        assert_int_equal(register_from(p, ELSE, "new@register.ie"), SC_OK);
    assert_int_equal(register_from(p, ELSE, "new@register.ie"), SC_THROTTLED);
    p->network = network;
    for (int i = 0; i < ACCOUNTS_MAILS_TO_MAX; i++) {
        snprintf(network, sizeof network, "203.0.113.%d", i);
        while (people_call(p, 0, accounts_forgot, &forgot, &row) == SC_OK)
            continue;
    }
    assert_int_equal(register_from(p, HOME, "new@register.ie"), SC_OK);
    assert_int_equal(register_from(p, HOME, "new@register.ie"), SC_THROTTLED);
    assert_int_equal(people_mails(p, "new@register.ie"), /* each network's first, and so many */
                     1 + ACCOUNTS_MAILS_TO_MAX + 1 + ACCOUNTS_MAILS_TO_MAX);
}

/* Whatever they are for: it is one mailbox. */
static void a_mailbox_gets_so_many_mails(void **state)
{
    struct people *p = *state;
    int64_t person_id = add(p, "asks@mailbox.ie");
    const struct accounts_forgot_in forgot = {.email = SC_STR("one@mailbox.ie")};
    const struct accounts_new_email_in new_email = {SC_STR(PASSWORD), SC_STR("one@mailbox.ie")};
    struct accounts_forgot_row forgotten;
    struct accounts_new_email_row changed;
    int sent = 0;

    forget_all(p);
    for (int i = 0; i < ACCOUNTS_MAILS_MAX; i++) {
        sent += register_from(p, ELSE, "one@mailbox.ie") == SC_OK;
        sent += people_call(p, 0, accounts_forgot, &forgot, &forgotten) == SC_OK;
        sent += people_call(p, person_id, accounts_new_email, &new_email, &changed) == SC_OK;
    }
    assert_int_equal(sent, ACCOUNTS_MAILS_MAX);
    assert_int_equal(people_mails(p, "one@mailbox.ie"), sent);
}

/* However many others ask, of however many networks: at home there is a way in. */
static void an_owner_has_mails_where_they_were_before(void **state)
{
    struct people *p = *state;
    const struct accounts_forgot_in forgot = {.email = SC_STR("home@mails.ie")};
    struct accounts_forgot_row row;

    add(p, "home@mails.ie");
    forget_all(p);
    p->network = ELSE;
    for (int i = 0; i < 2; i++) /* the first is counted apart */
        assert_int_equal(people_call(p, 0, accounts_forgot, &forgot, &row), SC_OK);
    all_stand_at(p, ACCOUNTS_MAILS_FIRST_MAX);
    p->network = HOME;
    assert_int_equal(people_call(p, 0, accounts_forgot, &forgot, &row), SC_THROTTLED);
    forget_all(p);
    assert_int_equal(sign_in(p, HOME, "home@mails.ie", PASSWORD), SC_OK);
    p->network = ELSE;
    for (int i = 0; i < 2; i++)
        assert_int_equal(people_call(p, 0, accounts_forgot, &forgot, &row), SC_OK);
    all_stand_at(p, ACCOUNTS_MAILS_FIRST_MAX);
    p->network = HOME;
    assert_int_equal(people_call(p, 0, accounts_forgot, &forgot, &row), SC_OK);
}

/* Who has somebody's password does not flood them with what was done by it. */
static void a_person_is_told_so_often(void **state)
{
    struct people *p = *state;
    const struct accounts_new_password_in in = {SC_STR(PASSWORD), SC_STR(PASSWORD)};
    struct accounts_signed_in row;
    int64_t person_id = add(p, "told@throttle.ie");

    forget_all(p);
    for (int i = 0; i < ACCOUNTS_NOTICES_MAX + 2; i++)
        assert_int_equal(people_call(p, person_id, accounts_new_password, &in, &row), SC_OK);
    assert_int_equal(people_mails(p, "told@throttle.ie"), ACCOUNTS_NOTICES_MAX);
}

/* Who has somebody's token does not keep them out of signing in. */
static void confirming_is_counted_apart(void **state)
{
    struct people *p = *state;
    const struct accounts_new_email_in in = {SC_STR("wrong"), SC_STR("mine@throttle.ie")};
    struct accounts_new_email_row row;
    int64_t person_id = add(p, "apart@throttle.ie");

    forget_all(p);
    p->network = ELSE;
    for (int i = 0; i < ACCOUNTS_TRIES_MAX; i++)
        assert_int_equal(people_call(p, person_id, accounts_new_email, &in, &row), SC_INVALID);
    assert_int_equal(people_call(p, person_id, accounts_new_email, &in, &row), SC_THROTTLED);
    assert_int_equal(sign_in(p, ELSE, "apart@throttle.ie", PASSWORD), SC_OK);
}

PEOPLE_TESTS(cmocka_unit_test(what_is_right_is_not_counted),
             cmocka_unit_test(one_network_does_not_keep_others_out),
             cmocka_unit_test(nobody_is_locked_out_by_others),
             cmocka_unit_test(a_network_tries_so_many_accounts),
             cmocka_unit_test(a_network_makes_so_many_guests),
             cmocka_unit_test(a_network_asks_for_so_many_mails),
             cmocka_unit_test(nobody_is_kept_from_registering_by_others),
             cmocka_unit_test(a_mailbox_gets_so_many_mails),
             cmocka_unit_test(an_owner_has_mails_where_they_were_before),
             cmocka_unit_test(a_person_is_told_so_often),
             cmocka_unit_test(confirming_is_counted_apart))
