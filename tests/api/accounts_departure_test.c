/* Taking one's data along, and going. */
#include "accounts/departure.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "accounts/accounts_rows.h"
#include "api/helpers/people.h"
#include "store/queue.h"

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

static void data_is_whole_and_ones_own(void **state)
{
    struct people *p = *state;
    struct accounts_export_out out;
    int64_t id = people_add(p, "data@test.example"), other = people_add(p, "other@test.example");
    int64_t home = people_household(p, id);

    people_let_in(p, home, other, "adult");
    people_household(p, other);
    assert_int_equal(people_call(p, 0, accounts_export, NULL, &out), SC_UNAUTHENTICATED);
    assert_int_equal(people_call(p, id, accounts_export, NULL, &out), SC_OK);
    json_t *data = json_loadb(out.my_data.at, out.my_data.len, 0, NULL);
    assert_non_null(data);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(data, "person"), "email")),
        "data@test.example");
    assert_int_equal(json_array_size(json_object_get(data, "households")), 1);
    assert_int_equal(json_array_size(json_object_get(data, "sessions")), 0);
    json_decref(data);
    assert_true(memmem(out.my_data.at, out.my_data.len, "other@", 6) == NULL);
}

PEOPLE_TESTS(cmocka_unit_test(nobody_goes_before_the_day), cmocka_unit_test(who_thinks_again_stays),
             cmocka_unit_test(a_password_is_asked_of_who_has_one),
             cmocka_unit_test(an_owner_of_others_hands_over_first),
             cmocka_unit_test(what_is_theirs_goes_with_them),
             cmocka_unit_test(data_is_whole_and_ones_own))
