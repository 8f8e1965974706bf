/* Taking one's data along, and going. */
#include "accounts/departure.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "accounts/accounts.h"
#include "accounts/accounts_rows.h"
#include "accounts/credentials.h"
#include "accounts/household.h"
#include "accounts/moves.h"
#include "accounts/purge.h"
#include "api/helpers/people.h"
#include "base/time.h"
#include "lists/lists.h"
#include "lists/moves.h"

static enum sc_status leave_for_good(struct people *p, int64_t person_id)
{
    const struct accounts_delete_in in = {{0}};
    struct accounts_delete_row row;

    return people_call(p, person_id, accounts_delete, &in, &row);
}

#define JOB_OF \
    " from jobs.job where kind = 'accounts_delete' and payload = '{\"person_id\": %" PRId64 "}'"

/* Runs the job of the person, as a worker that has it on lease does. */
static void run_job(struct people *p, int64_t person_id)
{
    char payload[64];

    assert_int_equal(people_number(p, "select count(*)" JOB_OF, person_id), 1);
    snprintf(payload, sizeof payload, "{\"person_id\": %" PRId64 "}", person_id);
    struct sc_job_row job = {
        .id = people_number(p, "select id" JOB_OF, person_id),
        .payload = sc_str_of(payload),
    };
    job.lease =
        people_number(p,
                      "update jobs.job set state = 1, lease = nextval('jobs.lease'), locked_until "
                      "= now() + interval '1 minute' where id = %" PRId64 " returning lease",
                      job.id);
    people_ask_as(p, 0);
    assert_int_equal(accounts_delete_run(&p->rq, p->pg, &job, NULL), SC_OK);
}

static void come(struct people *p, int64_t person_id)
{
    people_number(
        p, "update accounts.person set delete_after = now() where id = %" PRId64 " returning id",
        person_id);
}

#define IS_THERE "select count(*) from accounts.person where id = %" PRId64

static void nobody_goes_before_the_day(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, NULL);

    people_household(p, id);
    assert_int_equal(leave_for_good(p, 0), SC_UNAUTHENTICATED);
    assert_int_equal(leave_for_good(p, id), SC_OK);
    assert_int_equal(people_number(p,
                                   "select round(extract(epoch from delete_after - now()) / 86400) "
                                   "from accounts.person where id = %" PRId64,
                                   id),
                     ACCOUNTS_DELETION_DAYS);
    run_job(p, id);
    assert_int_equal(people_number(p, IS_THERE, id), 1);
}

static void who_thinks_again_stays(void **state)
{
    struct people *p = *state;
    struct accounts_stay_row row;
    int64_t id = people_add(p, NULL);

    assert_int_equal(leave_for_good(p, id), SC_OK);
    assert_int_equal(people_call(p, id, accounts_stay, NULL, &row), SC_OK);
    assert_true(row.cancel_deletion);
    assert_int_equal(people_call(p, id, accounts_stay, NULL, &row), SC_OK);
    assert_false(row.cancel_deletion);
    run_job(p, id);
    assert_int_equal(people_number(p, IS_THERE, id), 1);
}

/* The 30 days run on, and nobody is told again; thought of anew, it is another thing. */
static void asked_twice_is_asked_once(void **state)
{
    const struct accounts_add_in add = {.email = SC_STR("twice@test.example"),
                                        .password = SC_STR("correct horse"),
                                        .country = SC_STR("IE")};
    const struct accounts_delete_in in = {SC_STR("correct horse")};
    struct people *p = *state;
    struct accounts_delete_row row;
    struct accounts_stay_row stay;
    int64_t id;

    people_ask_as(p, 0);
    assert_int_equal(accounts_add(&p->rq, p->pg, &add, &id), SC_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(people_call(p, id, accounts_delete, &in, &row), SC_OK);
    assert_int_equal(people_mails(p, "twice@test.example"), 1);
    assert_int_equal(people_number(p, "select count(*)" JOB_OF, id), 1);
    for (int i = 0; i < ACCOUNTS_NOTICES_MAX + 1; i++) {
        assert_int_equal(people_call(p, id, accounts_stay, NULL, &stay), SC_OK);
        assert_int_equal(people_call(p, id, accounts_delete, &in, &row), SC_OK);
    }
    assert_int_equal(people_mails(p, "twice@test.example"), ACCOUNTS_NOTICES_MAX);
    assert_int_equal(people_number(p, "select count(*)" JOB_OF, id), ACCOUNTS_NOTICES_MAX + 2);
}

static void a_password_is_asked_of_who_has_one(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, "leaver@test.example");

    assert_int_equal(leave_for_good(p, id), SC_INVALID);
    assert_int_equal(people_mails(p, "leaver@test.example"), 0);
}

static void an_owner_of_others_hands_over_first(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, NULL), home = people_household(p, id);

    people_let_in(p, home, people_add(p, NULL), "child");
    assert_int_equal(leave_for_good(p, id), SC_INVALID);
}

/* All that is theirs goes; a household that others joined meanwhile goes to the next of them. */
static void what_is_theirs_goes_with_them(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, NULL), child = people_add(p, NULL), adult = people_add(p, NULL);
    int64_t alone = people_household(p, id), shared = people_household(p, id);
    int64_t of_others = people_household(p, adult);

    people_let_in(p, of_others, id, "adult");
    assert_int_equal(leave_for_good(p, id), SC_OK);
    people_let_in(p, shared, child, "child");
    people_let_in(p, shared, adult, "adult");
    come(p, id);
    run_job(p, id);
    assert_int_equal(people_number(p, IS_THERE, id), 0);
    assert_int_equal(
        people_number(p, "select count(*) from accounts.household where id = %" PRId64, alone), 0);
    people_is_role(p, shared, adult, "owner");
    people_is_role(p, shared, child, "child");
    people_is_role(p, shared, id, "none");
    people_is_role(p, of_others, adult, "owner");
    people_is_role(p, of_others, id, "none");
}

/* They may not see what is in it, and do not come to by its owner's going. */
static void a_guest_inherits_nothing(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, NULL), guest = people_add(p, NULL), child = people_add(p, NULL);
    int64_t home = people_household(p, id), other = people_household(p, id);

    assert_int_equal(leave_for_good(p, id), SC_OK);
    people_let_in(p, home, guest, "guest");
    people_let_in(p, other, guest, "guest");
    people_let_in(p, other, child, "child");
    come(p, id);
    run_job(p, id);
    assert_int_equal(
        people_number(p, "select count(*) from accounts.household where id = %" PRId64, home), 0);
    people_is_role(p, other, child, "owner");
    people_is_role(p, other, guest, "guest");
}

static int64_t parts_of(struct people *p, int64_t person_id)
{
    return people_number(p, "select count(*) from accounts.export_part where person_id = %" PRId64,
                         person_id);
}

/* A part of the person's export, which the caller gives back. */
static json_t *part_of(struct people *p, int64_t person_id, int part)
{
    char sql[128];

    snprintf(sql, sizeof sql,
             "select json from accounts.export_part where person_id = %" PRId64 " and part = %d",
             person_id, part);
    char *text = test_sql_text(p->database.url, sql);
    assert_non_null(text);
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    free(text);
    return json;
}

static const char *text_at(const json_t *json, const char *key)
{
    return json_string_value(json_object_get(json, key));
}

static int64_t list_of(struct people *p, int64_t person_id, int64_t household_id, const char *name)
{
    const struct lists_create_in in = {.household_id = household_id, .name = sc_str_of(name)};
    struct lists_id_row row;

    assert_int_equal(people_call(p, person_id, lists_create, &in, &row), SC_OK);
    return row.id;
}

/* So many items, of somebody's. */
static void add_items(struct people *p, int64_t list_id, int64_t person_id, int count)
{
    people_number(p,
                  "with a as (insert into lists.author values (%" PRId64 ", %" PRId64
                  ") on conflict do nothing) insert into lists.item (list_id, id, seq, name, "
                  "typed_milli, stepped_milli, quantity_milli, position, is_ticked, is_deleted, "
                  "stamps, added_by, changed_by) select %" PRId64 ", gen_random_uuid()::text, "
                  "coalesce((select max(seq) from lists.item where list_id = %" PRId64
                  "), 0) + n, 'item ' || n, 1000, 0, 1000, 'V', false, false, '{}', %" PRId64
                  ", %" PRId64 " from generate_series(1, %d) n returning 1",
                  person_id, list_id, list_id, list_id, person_id, person_id, count);
}

static enum sc_status ask_export(struct people *p, int64_t person_id,
                                 struct accounts_export_state_row *ret_row)
{
    return people_call(p, person_id, accounts_export_make, NULL, ret_row);
}

static void an_export_has_a_state_and_an_end(void **state)
{
    struct people *p = *state;
    struct accounts_export_state_row row;
    int64_t id = people_add(p, "state@test.example");

    assert_int_equal(ask_export(p, 0, &row), SC_UNAUTHENTICATED);
    for (int i = 0; i < 2; i++) { /* asked again it is the same */
        assert_int_equal(ask_export(p, id, &row), SC_OK);
        assert_true(sc_str_eq(row.state, SC_STR("asked")));
    }
    assert_int_equal(people_run_jobs(p, ACCOUNTS_EXPORT_JOB, accounts_export_run), 1);
    assert_int_equal(ask_export(p, id, &row), SC_OK);
    assert_true(sc_str_eq(row.state, SC_STR("ready")));
    assert_int_equal((row.expires_at - row.ready_at) / SC_SECOND_US,
                     ACCOUNTS_EXPORT_DAYS * 24 * 3600);
    assert_int_equal(people_run_jobs(p, ACCOUNTS_EXPORT_JOB, accounts_export_run), 0);
    people_number(p,
                  "update accounts.export set asked_at = now() - interval '2 h' where person_id = "
                  "%" PRId64 " returning 1",
                  id);
    assert_int_equal(ask_export(p, id, &row), SC_OK);
    assert_true(sc_str_eq(row.state, SC_STR("asked"))); /* another one */
    assert_int_equal(people_run_jobs(p, ACCOUNTS_EXPORT_JOB, accounts_export_run), 1);
    assert_int_equal(parts_of(p, id), 1);
    people_number(p,
                  "update accounts.export set expires_at = now() - interval '1 s' where person_id "
                  "= %" PRId64 " returning 1",
                  id);
    bool has_more;
    people_ask_as(p, 0);
    assert_int_equal(accounts_purge(&p->rq, p->pg, 10, &has_more), SC_OK);
    assert_int_equal(parts_of(p, id), 0);
}

static void data_is_whole_and_ones_own(void **state)
{
    struct people *p = *state;
    struct accounts_export_state_row row;
    int64_t id = people_add(p, "data@test.example"), other = people_add(p, "other@test.example");
    int64_t home = people_household(p, id), next_door = people_household(p, other);
    int64_t list = list_of(p, id, home, "Mine"), theirs = list_of(p, other, next_door, "Theirs");
    int64_t shown = list_of(p, other, next_door, "Shown");
    const struct lists_grant_in grant = {
        .list_id = shown, .person_id = id, .has_person_id = true, .level = 0, .has_level = true};
    const struct lists_share_in share = {.list_id = list, .level = 1, .days = 3};
    struct lists_id_row granted;
    struct lists_share_row shared;

    people_let_in(p, home, other, "adult");
    add_items(p, list, id, 150);
    add_items(p, theirs, other, 1);
    assert_int_equal(people_call(p, other, lists_grant, &grant, &granted), SC_OK);
    assert_int_equal(people_call(p, id, lists_share, &share, &shared), SC_OK);
    assert_int_equal(ask_export(p, id, &row), SC_OK);
    assert_int_equal(people_run_jobs(p, ACCOUNTS_EXPORT_JOB, accounts_export_run), 1);
    assert_int_equal(parts_of(p, id), 4); /* oneself, two of "Mine", "Shown" */

    json_t *self = part_of(p, id, 1);
    assert_string_equal(text_at(json_object_get(self, "person"), "email"), "data@test.example");
    assert_int_equal(json_array_size(json_object_get(self, "households")), 1);
    json_decref(self);
    json_t *mine = part_of(p, id, 2);
    const json_t *about = json_object_get(mine, "list");
    assert_string_equal(text_at(about, "name"), "Mine");
    assert_string_equal(text_at(about, "may"), "manage");
    assert_int_equal(strtoll(text_at(about, "id"), NULL, 10), list); /* a text: too great else */
    assert_true(json_is_true(json_object_get(about, "made_by_me")));
    assert_int_equal(json_array_size(json_object_get(about, "links_by_me")), 1);
    const json_t *items = json_object_get(mine, "items");
    assert_int_equal(json_array_size(items), 100);
    assert_true(json_is_true(json_object_get(json_array_get(items, 0), "added_by_me")));
    json_decref(mine);
    json_t *granted_part = part_of(p, id, 4);
    about = json_object_get(granted_part, "list");
    assert_string_equal(text_at(about, "name"), "Shown");
    assert_string_equal(text_at(json_object_get(about, "granted_to_me"), "may"), "read");
    assert_int_equal(json_array_size(json_object_get(granted_part, "items")), 0);
    json_decref(granted_part);
    assert_int_equal(people_number(p,
                                   "select count(*) from accounts.export_part where person_id = "
                                   "%" PRId64 " and (json like '%%other@%%' or json like "
                                   "'%%Theirs%%')",
                                   id),
                     0);
}

/* Rows of any table of ours in which the text is, and the tables by name. */
static void no_trace_of(struct people *p, const char *text)
{
    char sql[600];

    snprintf(sql, sizeof sql,
             "select coalesce(string_agg(t.name, ' '), '') from (select format('%%I.%%I', "
             "schemaname, tablename) as name from pg_tables where schemaname in ('accounts', "
             "'lists', 'jobs', 'public', 'retail', 'deals')) t where "
             "query_to_xml(format('select 1 from %%s t where strpos(lower(t::text), lower(%%L)) > "
             "0', t.name, "
             "'%s'), true, false, '')::text like '%%<row%%'",
             text);
    char *tables = test_sql_text(p->database.url, sql);
    assert_non_null(tables);
    if (tables[0] != '\0')
        fail_msg("\"%s\" is still in %s", text, tables);
    free(tables);
}

#define EMAIL  "trace@test.example"
#define FORMER "former.trace@test.example"
#define SECRET SC_STR("correct horse")

/* From FORMER to EMAIL: both mailboxes are told. */
static void move_email(struct people *p, int64_t person_id)
{
    const struct accounts_new_email_in in = {SECRET, SC_STR(EMAIL)};
    struct accounts_new_email_row asked;
    struct accounts_confirm_email_row confirmed;

    assert_int_equal(people_call(p, person_id, accounts_new_email, &in, &asked), SC_OK);
    people_ask_as(p, 0);
    const struct accounts_confirm_email_in confirm = {people_mailed(p, EMAIL), SECRET};
    assert_int_equal(accounts_confirm_email(&p->rq, p->pg, &confirm, &confirmed), SC_OK);
}

/* Everything that an account can leave behind, in its own household and in that of others. */
static int64_t leave_traces(struct people *p, int64_t *ret_items_of_others)
{
    const struct accounts_add_in add = {.email = SC_STR(FORMER),
                                        .password = SECRET,
                                        .name = SC_STR("Tracy Trace"),
                                        .country = SC_STR("IE")};
    const struct accounts_sign_in_in sign_in = {SC_STR(EMAIL), SECRET};
    const struct accounts_forgot_in forgot = {SC_STR("Trace@Test.example")};
    const struct accounts_api_key_make_in key = {.name = SC_STR("a key")};
    struct accounts_signed_in signed_in;
    struct accounts_forgot_row forgotten;
    struct accounts_api_key_make_row key_row;
    struct accounts_export_state_row export;
    int64_t id, other = people_add(p, "host@test.example"), home = people_household(p, other);

    people_ask_as(p, 0);
    assert_int_equal(accounts_add(&p->rq, p->pg, &add, &id), SC_OK);
    move_email(p, id);
    assert_int_equal(people_call(p, 0, accounts_sign_in, &sign_in, &signed_in), SC_OK);
    assert_int_equal(people_call(p, 0, accounts_forgot, &forgot, &forgotten), SC_OK);
    assert_int_equal(people_call(p, id, accounts_api_key_make, &key, &key_row), SC_OK);
    const struct accounts_invite_in invite = {
        .household_id = home, .role = SC_STR("adult"), .email = SC_STR("TRACE@test.Example")};
    struct accounts_invite_row invited;
    assert_int_equal(people_call(p, other, accounts_invite, &invite, &invited), SC_OK);
    people_let_in(p, home, id, "adult");
    int64_t own = people_number(
        p, "select household_id from accounts.member where role = 'owner' and person_id = %" PRId64,
        id);
    int64_t mine = list_of(p, id, own, "Mine"), ours = list_of(p, id, home, "Ours");
    const struct lists_share_in share = {.list_id = ours, .days = 3};
    const struct lists_grant_in grants[] = {
        {.list_id = ours, .person_id = other, .has_person_id = true, .has_level = true},
        {.list_id = ours, .household_id = own, .has_household_id = true, .has_level = true},
        {.list_id = ours, .person_id = id, .has_person_id = true, .has_level = true},
    };
    struct lists_id_row granted;
    struct lists_share_row shared;
    add_items(p, mine, id, 3);
    add_items(p, ours, id, 2);
    assert_int_equal(people_call(p, id, lists_share, &share, &shared), SC_OK);
    for (size_t i = 0; i < SC_COUNT(grants); i++)
        assert_int_equal(people_call(p, id, lists_grant, &grants[i], &granted), SC_OK);
    people_number(p,
                  "with o as (insert into public.once values (%" PRId64
                  ", 'k', 'c', '', '')), a as (insert into lists.aisle_order values (%" PRId64
                  ", 1, '{}')), c as (insert into accounts.household_card (household_id, "
                  "retailer_id, label) values (%" PRId64
                  ", 1, 'of Tracy Trace')) update jobs.job set state = 2 where kind = 'mail' "
                  "returning 1",
                  id, own, own);
    assert_int_equal(ask_export(p, id, &export), SC_OK);
    assert_int_equal(people_run_jobs(p, ACCOUNTS_EXPORT_JOB, accounts_export_run), 1);
    *ret_items_of_others = ours;
    return id;
}

static void nothing_is_left_of_who_has_gone(void **state)
{
    struct people *p = *state;
    int64_t ours, id = leave_traces(p, &ours);
    const struct accounts_delete_in in = {SECRET};
    struct accounts_delete_row row;
    char number[24];
    bool has_more;

    assert_int_equal(people_call(p, id, accounts_delete, &in, &row), SC_OK);
    come(p, id);
    people_number(p,
                  "update jobs.job set run_at = now() where kind = 'accounts_delete' and payload = "
                  "'{\"person_id\": %" PRId64 "}' returning 1",
                  id);
    assert_true(people_run_jobs(p, ACCOUNTS_DELETE_JOB, accounts_delete_run) >= 1);
    assert_true(people_run_jobs(p, ACCOUNTS_FORGET_JOB, lists_forget_run) >= 1);
    snprintf(number, sizeof number, "%" PRId64, id);
    no_trace_of(p, number);
    no_trace_of(p, EMAIL);
    no_trace_of(p, FORMER);
    no_trace_of(p, "Tracy Trace");
    assert_int_equal(people_number(p,
                                   "select count(*) from lists.item where added_by = 0 and "
                                   "changed_by = 0 and list_id = %" PRId64,
                                   ours),
                     2); /* what others have stays, and is nobody's */
    people_number(p, "update accounts.attempt set until = now() - interval '1 s' returning 1");
    people_ask_as(p, 0);
    assert_int_equal(accounts_purge(&p->rq, p->pg, 100, &has_more), SC_OK);
    assert_int_equal(people_number(p, "select count(*) from accounts.attempt"), 0);
}

/* As those of who leaves the household alone do (lists/moves.h). */
static void what_they_let_be_seen_ends_with_them(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, NULL), other = people_add(p, NULL), friend = people_add(p, NULL);
    int64_t home = people_household(p, other), list = list_of(p, other, home, "Ours");
    const struct lists_share_in share = {.list_id = list, .days = 3};
    const struct lists_grant_in grant = {
        .list_id = list, .person_id = friend, .has_person_id = true, .has_level = true};
    struct lists_share_row shared, kept;
    struct lists_id_row granted;

    people_let_in(p, home, id, "adult");
    assert_int_equal(people_call(p, id, lists_grant, &grant, &granted), SC_OK);
    assert_int_equal(people_call(p, other, lists_share, &share, &kept), SC_OK);
    int64_t kept_id = kept.id;
    assert_int_equal(people_call(p, id, lists_share, &share, &shared), SC_OK);
    assert_int_equal(leave_for_good(p, id), SC_OK);
    come(p, id);
    run_job(p, id);
    people_run_jobs(p, ACCOUNTS_FORGET_JOB, lists_forget_run);
    assert_int_equal(
        people_number(p, "select count(*) from lists.list_right where list_id = %" PRId64, list),
        2); /* of the other, and of the link that they made */
    assert_int_equal(
        people_number(p, "select count(*) from lists.list_right where principal = %" PRId64,
                      kept_id),
        1);
}

static void mails_to_others_stay(void **state)
{
    const struct accounts_forgot_in forgot[] = {
        {SC_STR("ann@mail.example")},
        {SC_STR("joann@mail.example")},
        {SC_STR("ann@mail.example.ie")},
    };
    struct people *p = *state;
    struct accounts_forgot_row row;
    int64_t id = people_add(p, "ann@mail.example");

    for (size_t i = 0; i < SC_COUNT(forgot); i++)
        assert_int_equal(people_call(p, 0, accounts_forgot, &forgot[i], &row), SC_OK);
    people_number(p,
                  "insert into jobs.job (queue, kind, payload, run_at) values ('default', "
                  "'accounts_delete', '{\"person_id\": %" PRId64 "}', now()) returning 1",
                  id);
    come(p, id);
    run_job(p, id);
    assert_int_equal(people_mails(p, "ann@mail.example"), 0);
    assert_int_equal(people_mails(p, "joann@mail.example"), 1);
    assert_int_equal(people_mails(p, "ann@mail.example.ie"), 1);
}

PEOPLE_TESTS(cmocka_unit_test(nobody_goes_before_the_day), cmocka_unit_test(who_thinks_again_stays),
             cmocka_unit_test(asked_twice_is_asked_once),
             cmocka_unit_test(a_password_is_asked_of_who_has_one),
             cmocka_unit_test(an_owner_of_others_hands_over_first),
             cmocka_unit_test(what_is_theirs_goes_with_them),
             cmocka_unit_test(a_guest_inherits_nothing),
             cmocka_unit_test(an_export_has_a_state_and_an_end),
             cmocka_unit_test(data_is_whole_and_ones_own),
             cmocka_unit_test(nothing_is_left_of_who_has_gone),
             cmocka_unit_test(what_they_let_be_seen_ends_with_them),
             cmocka_unit_test(mails_to_others_stay))
