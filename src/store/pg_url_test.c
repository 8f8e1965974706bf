#include "store/pg_url.h"

#include <stdlib.h>

#include "testing/unit.h"

static struct sc_request request(void **state)
{
    unsetenv("PGHOST");
    return (struct sc_request){.arena = *state, .deadline = sc_deadline_none()};
}

static const char *value_of(const struct sc_pg_target *target, const char *keyword)
{
    for (size_t i = 0; target->keywords[i] != NULL; i++)
        if (strcmp(target->keywords[i], keyword) == 0)
            return target->values[i];
    return NULL;
}

static struct sc_pg_target read(void **state, const char *url)
{
    struct sc_request rq = request(state);
    struct sc_pg_target target;

    assert_int_equal(
        sc_pg_target_read(&rq, *state, sc_str_of(url), 1234, "-c work_mem=1MB", &target), SC_OK);
    return target;
}

static void a_url_is_taken_apart(void **state)
{
    struct sc_pg_target target =
        read(state, "postgresql://ann:s%20t@127.0.0.1:5433/cat?sslmode=require");

    assert_string_equal(value_of(&target, "user"), "ann");
    assert_string_equal(value_of(&target, "password"), "s t");
    assert_string_equal(value_of(&target, "host"), "127.0.0.1");
    assert_string_equal(value_of(&target, "hostaddr"), "127.0.0.1");
    assert_string_equal(value_of(&target, "port"), "5433");
    assert_string_equal(value_of(&target, "dbname"), "cat");
    assert_string_equal(value_of(&target, "sslmode"), "require");
}

static void a_socket_has_no_address_to_look_up(void **state)
{
    struct sc_pg_target url = read(state, "postgresql:///cat?host=/run/pg&user=ann");
    struct sc_pg_target words = read(state, "host=/run/pg dbname=cat user=ann");

    assert_string_equal(value_of(&url, "host"), "/run/pg");
    assert_string_equal(value_of(&url, "hostaddr"), "");
    assert_string_equal(value_of(&words, "host"), "/run/pg");
    assert_string_equal(value_of(&words, "dbname"), "cat");
}

static void each_of_several_hosts_keeps_its_port(void **state)
{
    struct sc_pg_target target = read(state, "postgresql://127.0.0.1:1,127.0.0.2:2/cat");
    struct sc_pg_target one_port = read(state, "host=127.0.0.1,/run/pg port=7");

    assert_string_equal(value_of(&target, "hostaddr"), "127.0.0.1,127.0.0.2");
    assert_string_equal(value_of(&target, "port"), "1,2");
    assert_string_equal(value_of(&one_port, "host"), "127.0.0.1,/run/pg");
    assert_string_equal(value_of(&one_port, "hostaddr"), "127.0.0.1,");
    assert_string_equal(value_of(&one_port, "port"), "7,7");
}

static void every_connection_has_our_settings_and_theirs_win(void **state)
{
    struct sc_pg_target target = read(state, "host=/x options='-c jit=on' application_name=mine");
    const char *options = value_of(&target, "options");

    assert_non_null(strstr(options, "-c plan_cache_mode=force_generic_plan"));
    assert_non_null(strstr(options, "-c lock_timeout=1234"));
    assert_non_null(strstr(options, "-c work_mem=1MB"));
    assert_true(strstr(options, "jit=on") > strstr(options, "jit=off"));
    assert_string_equal(value_of(&target, "application_name"), "mine");
    assert_string_equal(value_of(&target, "client_encoding"), "UTF8");
}

static void an_empty_url_leaves_it_to_libpq(void **state)
{
    struct sc_pg_target target = read(state, "");

    assert_null(value_of(&target, "host"));
    assert_string_equal(value_of(&target, "application_name"), "smartcart");
}

static void what_is_no_url_is_refused_with_words(void **state)
{
    static const char *const wrong[] = {"postgresql://[::1/x", "colour=red"};

    for (size_t i = 0; i < SC_COUNT(wrong); i++) {
        struct sc_request rq = request(state);
        struct sc_pg_target target = {0};
        assert_int_equal(sc_pg_target_read(&rq, *state, sc_str_of(wrong[i]), 1, "", &target),
                         SC_INVALID);
        assert_null(target.keywords);
        assert_true(sc_str_starts(sc_failure_words(&rq), SC_STR("the database's URL is wrong: ")));
    }
}

static void more_hosts_than_ports_are_refused(void **state)
{
    struct sc_request rq = request(state);
    struct sc_pg_target target;

    assert_int_equal(sc_pg_target_read(&rq, *state,
                                       SC_STR("host=127.0.0.1,127.0.0.2,127.0.0.3 port=1,2"), 1, "",
                                       &target),
                     SC_INVALID);
}

static void a_host_without_address_is_out_of_reach(void **state)
{
    struct sc_request rq = request(state);
    struct sc_pg_target target;

    assert_int_equal(
        sc_pg_target_read(&rq, *state, SC_STR("host=no.such.host.invalid"), 1, "", &target),
        SC_UNAVAILABLE);
}

UNIT_TESTS(a_test(a_url_is_taken_apart), a_test(a_socket_has_no_address_to_look_up),
           a_test(each_of_several_hosts_keeps_its_port),
           a_test(every_connection_has_our_settings_and_theirs_win),
           a_test(an_empty_url_leaves_it_to_libpq), a_test(what_is_no_url_is_refused_with_words),
           a_test(more_hosts_than_ports_are_refused),
           a_test(a_host_without_address_is_out_of_reach))
