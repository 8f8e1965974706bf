/* Keys that sign access tokens, in the database. */
#include "accounts/keyring.h"

#include <pthread.h>

#include "api/helpers/postgres.h"
#include "runtime/deadline.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    NOW_S = 1800000000,
    LIMIT_MS = 30 * 1000,
    INSTANCES = 4
};

static struct test_database database;

/* A program with a ring of its own. */
struct instance {
    struct sc_request rq;
    struct sc_pg *pg;
    struct accounts_keyring *ring;
    enum sc_status status;
};

static void start(struct instance *i, const char *secret)
{
    const struct sc_pg_config config = {
        .url = sc_str_of(database.url), .connections = 1, .wait_ms = LIMIT_MS};

    assert_int_equal(sc_request_init(&i->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)),
                     SC_OK);
    assert_int_equal(sc_pg_create(&i->rq, &config, &i->pg), SC_OK);
    i->ring = accounts_keyring_create(sc_str_of(secret));
    assert_non_null(i->ring);
}

static void stop(struct instance *i)
{
    accounts_keyring_destroy(i->ring);
    sc_pg_destroy(i->pg);
    sc_request_finish(&i->rq);
}

static void *load(void *context)
{
    struct instance *i = context;

    i->status = accounts_keyring_load(&i->rq, i->pg, i->ring);
    return NULL;
}

static void sign(struct instance *i, char text[ACCOUNTS_TOKEN_LEN + 1])
{
    const struct accounts_token token = {
        .person_id = 42, .issued_s = NOW_S, .expires_s = NOW_S + ACCOUNTS_TOKEN_S};

    assert_int_equal(accounts_keyring_sign(i->ring, &token, text), SC_OK);
}

static enum sc_status check(struct instance *i, const char *text)
{
    struct accounts_token token;

    return accounts_keyring_check(i->ring, sc_str_of(text), NOW_S, &token);
}

static void empty(void)
{
    test_sql(database.url, "delete from accounts.signing_key");
}

/* The first start of several at once: all have the same key. */
static void the_first_key_is_made_once(void **state)
{
    struct instance at[INSTANCES] = {0};
    pthread_t threads[INSTANCES];
    char text[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    empty();
    for (size_t i = 0; i < INSTANCES; i++)
        start(&at[i], "a secret");
    for (size_t i = 0; i < INSTANCES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, load, &at[i]), 0);
    for (size_t i = 0; i < INSTANCES; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(at[i].status, SC_OK);
    }
    assert_int_equal(test_sql_number(database.url, "select count(*) from accounts.signing_key"), 1);
    sign(&at[0], text);
    for (size_t i = 0; i < INSTANCES; i++) {
        assert_int_equal(check(&at[i], text), SC_OK);
        stop(&at[i]);
    }
}

static void an_old_key_checks_and_the_new_one_signs(void **state)
{
    struct instance one = {0}, two = {0};
    char before[ACCOUNTS_TOKEN_LEN + 1], after[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    empty();
    start(&one, "a secret");
    start(&two, "a secret");
    load(&one);
    load(&two);
    sign(&one, before);
    assert_int_equal(accounts_keyring_rotate(&one.rq, one.pg, one.ring), SC_OK);
    sign(&one, after);
    assert_int_equal(check(&one, before), SC_OK);
    assert_int_equal(check(&one, after), SC_OK);
    assert_int_equal(check(&two, after), SC_NOT_FOUND); /* until it is loaded again */
    assert_false(accounts_keyring_is_due(two.ring));    /* it was a moment ago */
    load(&two);
    assert_int_equal(check(&two, after), SC_OK);
    assert_int_equal(check(&two, before), SC_OK);
    stop(&one);
    stop(&two);
}

static void keys_that_nobody_needs_are_forgotten(void **state)
{
    struct instance one = {0};
    char before[ACCOUNTS_TOKEN_LEN + 1];

    (void)state;
    empty();
    start(&one, "a secret");
    load(&one);
    sign(&one, before);
    assert_int_equal(accounts_keyring_rotate(&one.rq, one.pg, one.ring), SC_OK);
    test_sql(database.url, "update accounts.signing_key set made_at = now() - interval '2 hours'");
    assert_int_equal(accounts_keyring_rotate(&one.rq, one.pg, one.ring), SC_OK);
    assert_int_equal(test_sql_number(database.url, "select count(*) from accounts.signing_key"), 2);
    assert_int_equal(check(&one, before), SC_NOT_FOUND);
    stop(&one);
}

static void another_secret_opens_nothing(void **state)
{
    struct instance one = {0}, two = {0};

    (void)state;
    empty();
    start(&one, "a secret");
    load(&one);
    start(&two, "another secret");
    load(&two);
    assert_int_equal(two.status, SC_INVALID);
    assert_true(sc_str_find(sc_failure_words(&two.rq), SC_STR("another SMARTCART_SECRET")) >= 0);
    stop(&one);
    stop(&two);
}

static int make_database(void **state)
{
    (void)state;
    test_database_create(&database);
    return 0;
}

static int drop_database(void **state)
{
    (void)state;
    test_database_drop(&database);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_key_is_made_once),
        cmocka_unit_test(an_old_key_checks_and_the_new_one_signs),
        cmocka_unit_test(keys_that_nobody_needs_are_forgotten),
        cmocka_unit_test(another_secret_opens_nothing),
    };

    return cmocka_run_group_tests(tests, make_database, drop_database);
}
