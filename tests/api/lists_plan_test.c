/* Lists within the plan of their household's owner, whoever makes them and however many at once. */
#include <pthread.h>

#include "api/helpers/home.h"
#include "lists/lists_rows.h"
#include "testing/unit.h"

enum {
    MAKERS = 4,
    ROUNDS = 25,
};

/* As many as the plan of the household's owner says, whoever asks; and which words say so. */
static void refused_by_plan(int64_t principal, home_call_fn run, const void *in, const char *words)
{
    struct lists_share_row row; /* the largest */
    struct home_caller c;

    home_call_begin(&c, principal);
    assert_int_equal(run(&c.rq, home_pool, in, &row), SC_INVALID);
    struct sc_str said = sc_failure_words(&c.rq);
    if (sc_str_find(said, sc_str_of(words)) < 0)
        fail_msg("no \"%s\" in: %.*s", words, SC_STR_ARGS(said));
    sc_request_finish(&c.rq);
}

static void a_plan_limits_lists_items_and_links(void **state)
{
    const struct lists_create_in create = {.household_id = HOME, .name = SC_STR("One more")};
    int64_t list = home_new_list();
    const struct lists_share_in share = {.list_id = list, .days = 1};
    const struct lists_duplicate_in copy = {.list_id = list, .name = SC_STR("Copy")};
    struct lists_share_row link;
    struct home_op_text t;

    (void)state;
    test_sql(home_database.url, "insert into accounts.plan "
                                "values ('tiny', 9, 1, 9, 2, 1, 1, 1, 1, 1, 1, 1);"
                                "update accounts.person set plan = 'tiny' where id = 101");
    home_add_item(CHILD, list, 1, 1);
    struct lists_op_in more = home_op_of(&t, list, 2, 2, 1000);
    more.name = SC_STR("One more");
    home_expect_code(ADULT, &more, "too_many");
    assert_int_equal(home_call(OWNER, lists_share, &share, &link), SC_OK);
    refused_by_plan(OWNER, lists_share, &share, "the plan tiny has at most 1 links");
    int64_t other = home_new_list();
    refused_by_plan(CHILD, lists_create, &create, "the plan tiny has at most 2 lists");
    struct lists_op_in away = home_op_of(&t, other, 3, 0, 1000);
    away.item_id = (struct sc_str){0};
    away.has_is_archived = away.is_archived = true;
    home_expect_code(ADULT, &away, "applied");
    home_new_list(); /* archived ones do not count, until they are taken back */
    struct lists_op_in back = home_op_of(&t, other, 4, 0, 500);
    back.item_id = (struct sc_str){0};
    back.has_is_archived = true;
    home_expect_code(ADULT, &back, "too_many");
    test_sql(home_database.url, "update accounts.plan set lists_max = 3 where name = 'tiny'");
    struct lists_op_in again = home_op_of(&t, other, 5, 0, 400);
    again.item_id = (struct sc_str){0};
    again.has_is_archived = true;
    home_expect_code(ADULT, &again, "applied");
    test_sql(home_database.url, "update accounts.plan set lists_max = 9, items_max = 0 "
                                "where name = 'tiny'");
    refused_by_plan(OWNER, lists_duplicate, &copy, "the plan tiny has at most 0 items");
    test_sql(home_database.url, "update accounts.person set plan = 'free' where id = 101;"
                                "delete from accounts.plan where name = 'tiny'");
}

/* An op on whether a list is archived: it is taken back behind it. */
static struct lists_op_in archive_op(struct home_op_text *t, int64_t list, int op, bool is_archived)
{
    struct lists_op_in in = home_op_of(t, list, op, 0, is_archived ? 1000 : 0);

    in.item_id = (struct sc_str){0};
    in.has_is_archived = true;
    in.is_archived = is_archived;
    return in;
}

enum {
    TINY_LISTS = 2, /* of a household, by the plan of a_tiny_test */
};

static int begin_tiny_plan(void **state)
{
    home_empty(state);
    test_sql(home_database.url, "insert into accounts.plan "
                                "values ('tiny', 9, 1, 9, 2, 9, 1, 1, 1, 1, 1, 1);"
                                "update accounts.person set plan = 'tiny' where id = 101");
    return 0;
}

static int end_tiny_plan(void **state)
{
    (void)state;
    test_sql(home_database.url, "update accounts.person set plan = 'free' where id = 101;"
                                "delete from accounts.plan where name = 'tiny'");
    return 0;
}

static int64_t lists_that_count(void)
{
    return home_number("select count(*) from lists.list where household_id = 201 "
                       "and deleted_at is null and not is_archived");
}

static void all_that_a_batch_takes_back_is_counted(void **state)
{
    struct lists_op_in away[2], back[2];
    struct home_op_text t[4];
    int64_t lists[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        lists[i] = home_new_list();
        away[i] = archive_op(&t[i], lists[i], 70 + i, true);
    }
    home_expect_codes(ADULT, away, 2, "applied applied");
    home_new_list(); /* there is room for one more */
    for (int i = 0; i < 2; i++)
        back[i] = archive_op(&t[2 + i], lists[i], 72 + i, false);
    home_expect_codes(ADULT, back, 2, "applied too_many");
    assert_int_equal(lists_that_count(), TINY_LISTS);
}

static void what_a_batch_puts_away_makes_room_for_what_it_takes_back(void **state)
{
    struct home_op_text t[3];
    int64_t old = home_new_list();

    (void)state;
    struct lists_op_in first = archive_op(&t[0], old, 80, true);
    home_expect_code(ADULT, &first, "applied");
    home_new_list();
    int64_t full = home_new_list();
    const struct lists_op_in swap[] = {archive_op(&t[1], full, 81, true),
                                       archive_op(&t[2], old, 82, false)};
    home_expect_codes(ADULT, swap, 2, "applied applied");
    assert_int_equal(lists_that_count(), TINY_LISTS);
}

/* One of several who make, copy and take back lists at once. */
struct maker {
    int64_t copied, archived; /* lists of the household */
    int number;
    pthread_t thread;
};

static void *make_on(void *context)
{
    const struct maker *m = context;
    const struct lists_create_in create = {.household_id = HOME, .name = SC_STR("One more")};
    const struct lists_duplicate_in copy = {.list_id = m->copied, .name = SC_STR("Copy")};
    struct lists_id_row made;
    struct home_op_text t;
    const struct lists_op_in back = archive_op(&t, m->archived, 90 + m->number, false);
    const struct lists_apply_in in = {.ops = {.at = &back, .count = 1}};
    struct lists_apply_row row;

    (void)home_call(OWNER, lists_create, &create, &made);
    (void)home_call(ADULT, lists_duplicate, &copy, &made);
    (void)home_call(CHILD, lists_apply, &in, &row);
    return NULL;
}

static void who_make_lists_at_once_keep_to_the_plan(void **state)
{
    struct maker makers[MAKERS];
    struct home_op_text t;

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        test_sql(home_database.url, "delete from lists.list");
        int64_t copied = home_new_list();
        for (int i = 0; i < MAKERS; i++) {
            makers[i] = (struct maker){.copied = copied, .archived = home_new_list(), .number = i};
            struct lists_op_in away = archive_op(&t, makers[i].archived, 60 + i, true);
            home_expect_code(OWNER, &away, "applied");
        }
        for (int i = 0; i < MAKERS; i++)
            assert_int_equal(pthread_create(&makers[i].thread, NULL, make_on, &makers[i]), 0);
        for (int i = 0; i < MAKERS; i++)
            pthread_join(makers[i].thread, NULL);
        assert_int_equal(lists_that_count(), TINY_LISTS);
    }
}

#define a_tiny_test(function) \
    cmocka_unit_test_setup_teardown(function, begin_tiny_plan, end_tiny_plan)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_plan_limits_lists_items_and_links, home_empty),
        a_tiny_test(all_that_a_batch_takes_back_is_counted),
        a_tiny_test(what_a_batch_puts_away_makes_room_for_what_it_takes_back),
        a_tiny_test(who_make_lists_at_once_keep_to_the_plan),
    };

    return cmocka_run_group_tests(tests, home_open, home_close);
}
