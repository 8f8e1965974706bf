/* What is over is forgotten, a bounded part at a time; what is not, stays. */
#include "workers/purge.h"

#include <inttypes.h>

#include "accounts/accounts.h"
#include "accounts/purge.h"
#include "api/helpers/people.h"
#include "lists/lists.h"
#include "store/queue.h"

static int64_t session_of(struct people *p, int64_t person_id, const char *expires)
{
    return people_number(p,
                         "insert into accounts.session (person_id, epoch, expires_at) values "
                         "(%" PRId64 ", 0, now() + '%s') returning id",
                         person_id, expires);
}

static void purge_accounts(struct people *p, int32_t at_most, bool want_more)
{
    bool has_more;

    people_ask_as(p, 0);
    assert_int_equal(accounts_purge(&p->rq, p->pg, at_most, &has_more), SC_OK);
    assert_int_equal(has_more, want_more);
}

static void links_and_tries_that_are_over_go(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, "links@test.example"), home = people_household(p, id);

    people_number(p,
                  "insert into accounts.claim (hash, kind, email, email_fold, expires_at) select "
                  "('over' || n)::bytea, 'reset', 'a', 'a', now() - interval '1 s' from "
                  "generate_series(1, 3) n returning 1");
    people_number(p,
                  "insert into accounts.claim (hash, kind, email, email_fold, expires_at) values "
                  "('open', 'reset', 'a', 'a', now() + interval '1 h') returning 1");
    people_number(p, "insert into accounts.attempt (hash, count, until) values ('over', 1, now() - "
                     "interval '1 s'), ('still', 1, now() + interval '1 h') returning 1");
    people_number(p,
                  "insert into accounts.invitation (household_id, hash, role, invited_by, "
                  "expires_at) select %" PRId64 ", n::text::bytea, 'adult', %" PRId64
                  ", now() + n * interval '1 h' from generate_series(-1, 1) n returning 1",
                  home, id);
    purge_accounts(p, 2, true); /* of three claims two went */
    assert_int_equal(people_number(p, "select count(*) from accounts.claim"), 2);
    purge_accounts(p, 2, false);
    assert_int_equal(people_number(p, "select count(*) from accounts.claim where hash = 'open'"),
                     1);
    assert_int_equal(people_number(p, "select count(*) from accounts.claim"), 1);
    assert_int_equal(people_number(p, "select count(*) from accounts.attempt where hash = 'still'"),
                     1);
    assert_int_equal(people_number(p, "select count(*) from accounts.attempt"), 1);
    assert_int_equal(people_number(p, "select count(*) from accounts.invitation"), 1);
}

static void sessions_that_are_long_over_go(void **state)
{
    struct people *p = *state;
    int64_t id = people_add(p, "sessions@test.example");
    int64_t lives = session_of(p, id, "1 day"), young = session_of(p, id, "-29 days");
    int64_t old = session_of(p, id, "-31 days"), ended = session_of(p, id, "1 day");

    people_number(p,
                  "update accounts.session set revoked_at = now() - interval '31 days' where id = "
                  "%" PRId64 " returning 1",
                  ended);
    people_number(p,
                  "insert into accounts.refresh (hash, session_id, used_at) values ('long ago', "
                  "%1$" PRId64 ", now() - interval '31 days'), ('used', %1$" PRId64
                  ", now() - interval '29 days'), ('next', %1$" PRId64 ", null) returning 1",
                  lives);
    purge_accounts(p, 10, false);
    assert_int_equal(people_number(p,
                                   "select count(*) from accounts.session where id in (%" PRId64
                                   ", %" PRId64 ")",
                                   lives, young),
                     2);
    assert_int_equal(people_number(p,
                                   "select count(*) from accounts.session where id in (%" PRId64
                                   ", %" PRId64 ")",
                                   old, ended),
                     0);
    assert_int_equal(people_number(p,
                                   "select count(*) from accounts.refresh where session_id = "
                                   "%" PRId64,
                                   lives),
                     2);
    assert_int_equal(
        people_number(p, "select count(*) from accounts.refresh where hash = 'long ago'"), 0);
}

#define LEAVES \
    "select count(*) from accounts.person where delete_after is not null and id = %" PRId64

/* Nobody can come back as a guest without a session; with an account, one can. */
static void guests_go_with_their_last_session(void **state)
{
    struct people *p = *state;
    int64_t gone = people_add(p, NULL), back = people_add(p, NULL);
    int64_t account = people_add(p, "comes@test.example");
    int64_t follows = people_add(p, NULL); /* somebody, whose job is dead for now */

    session_of(p, gone, "-31 days");
    session_of(p, gone, "-40 days");
    session_of(p, back, "-31 days");
    session_of(p, back, "1 day");
    session_of(p, account, "-31 days");
    session_of(p, follows, "-31 days");
    people_number(p,
                  "insert into jobs.job (queue, kind, state, payload) values ('usual', "
                  "'accounts_bring', 2, '{\"from_person_id\": %" PRId64 "}') returning 1",
                  follows);
    purge_accounts(p, 10, false);
    assert_int_equal(people_number(p, LEAVES, gone), 1);
    assert_int_equal(people_number(p, LEAVES, back), 0);
    assert_int_equal(people_number(p, LEAVES, account), 0);
    assert_int_equal(people_number(p, LEAVES, follows), 0);
    assert_int_equal(people_number(p,
                                   "select count(*) from jobs.job where kind = 'accounts_delete' "
                                   "and payload = '{\"person_id\": %" PRId64 "}'",
                                   gone),
                     1);
}

/* The job goes on until there is nothing more, over all services. */
static void the_job_forgets_all_that_is_over(void **state)
{
    struct people *p = *state;
    struct sc_job_row job = {.id = 1};
    int64_t rows = 2 * WORKERS_PURGE_ROWS + 1;

    people_number(p,
                  "insert into accounts.attempt (hash, count, until) select ('x' || n)::bytea, 1, "
                  "now() - interval '1 h' from generate_series(1, %" PRId64 ") n returning 1",
                  rows);
    people_number(p, "insert into public.once (principal, key, call, asked, answer, at) values "
                     "(1, 'old', '', '', '', now() - interval '25 h'), (1, 'new', '', '', '', "
                     "now()) returning 1");
    people_number(p,
                  "insert into jobs.key (kind, key, job_id, put_at) values ('k', 'old', 0, now() "
                  "- interval '25 h') returning 1");
    people_number(p, "with l as (insert into lists.list (household_id, name, made_by, deleted_at) "
                     "values (1, 'old', 0, now() - interval '91 days'), (1, 'new', 0, now() - "
                     "interval '89 days'), (1, 'there', 0, null) returning id) "
                     "insert into lists.share (list_id, token_hash, level, made_by, expires_at, "
                     "revoked_at) select max(id), n::text::bytea, 0, 0, now() + n * interval '1 "
                     "day', case when n = 3 then now() - interval '91 days' end from l, "
                     "unnest('{-91, -89, 3, 4}'::int[]) n group by n returning 1");
    people_ask_as(p, 0);
    assert_int_equal(workers_purge_run(&p->rq, p->pg, &job, NULL), SC_OK);
    assert_int_equal(people_number(p, "select count(*) from accounts.attempt where until < now()"),
                     0);
    assert_int_equal(people_number(p, "select count(*) from public.once where key = 'old'"), 0);
    assert_int_equal(people_number(p, "select count(*) from public.once where key = 'new'"), 1);
    assert_int_equal(people_number(p, "select count(*) from jobs.key where key = 'old'"), 0);
    assert_int_equal(people_number(p, "select count(*) from lists.list where name = 'old'"), 0);
    assert_int_equal(people_number(p, "select count(*) from lists.list"), 2);
    assert_int_equal(people_number(p, "select count(*) from lists.share"), 2);
}

PEOPLE_TESTS(cmocka_unit_test(links_and_tries_that_are_over_go),
             cmocka_unit_test(sessions_that_are_long_over_go),
             cmocka_unit_test(guests_go_with_their_last_session),
             cmocka_unit_test(the_job_forgets_all_that_is_over))
