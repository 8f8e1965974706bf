#include "graphql/names.h"

#include "testing/unit.h"

static void a_name_is_found_once_added(void **state)
{
    struct sc_gql_names names;
    int first, second;

    assert_true(sc_gql_names_init(&names, *state, 2));
    assert_null(sc_gql_names_find(&names, SC_STR("a")));
    assert_null(sc_gql_names_add(&names, SC_STR("a"), &first));
    assert_ptr_equal(sc_gql_names_find(&names, SC_STR("a")), &first);
    assert_null(sc_gql_names_find(&names, SC_STR("")));
    assert_null(sc_gql_names_add(&names, SC_STR(""), &second));
    assert_ptr_equal(sc_gql_names_find(&names, SC_STR("")), &second);
}

static void what_was_first_stays(void **state)
{
    struct sc_gql_names names;
    int first, second;

    assert_true(sc_gql_names_init(&names, *state, 1));
    sc_gql_names_add(&names, SC_STR("a"), &first);
    assert_ptr_equal(sc_gql_names_add(&names, SC_STR("a"), &second), &first);
    assert_ptr_equal(sc_gql_names_find(&names, SC_STR("a")), &first);
}

static void as_many_as_were_said_find_room(void **state)
{
    enum {
        COUNT = 5000
    };
    struct sc_gql_names names;
    struct sc_str words[COUNT];

    assert_true(sc_gql_names_init(&names, *state, COUNT));
    for (int i = 0; i < COUNT; i++) {
        words[i] = sc_arena_printf(*state, "name%d", i);
        assert_null(sc_gql_names_add(&names, words[i], &words[i]));
    }
    for (int i = 0; i < COUNT; i++)
        assert_ptr_equal(sc_gql_names_find(&names, words[i]), &words[i]);
    assert_null(sc_gql_names_find(&names, SC_STR("name5000")));
}

static void without_memory_there_is_no_table(void **state)
{
    struct sc_arena *small = sc_arena_create(100);
    struct sc_gql_names names;

    (void)state;
    assert_non_null(small);
    assert_false(sc_gql_names_init(&names, small, 1000));
    assert_false(sc_gql_names_init(&names, small, SIZE_MAX / 4));
    sc_arena_destroy(small);
}

UNIT_TESTS(a_test(a_name_is_found_once_added), a_test(what_was_first_stays),
           a_test(as_many_as_were_said_find_room), a_test(without_memory_there_is_no_table))
