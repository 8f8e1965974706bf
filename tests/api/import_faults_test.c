/* `smartcart import` killed at any moment, and several at a time. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/helpers/catalogue.h"
#include "base/buf.h"
#include "base/time.h"
#include "domain/gtin.h"
#include "runtime/deadline.h"

enum {
    KILLS = 20,
    FILES = 4,        /* of the folder in which imports are killed */
    KILL_ROWS = 2000, /* of each list in it */
    RACERS_MAX = 4,
    RACE_ROWS = 3000,
};

/* A list with a row for each of 1..count, at a price that depends on `day`. */
static const char *put_list(struct catalogue *c, const char *name, int count, int day)
{
    const char *path;
    FILE *file = catalogue_open(c, name, &path);

    fputs(CATALOGUE_PRICES_HEAD, file);
    for (int i = 1; i <= count; i++)
        fprintf(file, "%d,PROIZVOD BROJ %d,,%d.%02d,,BRAND %d,HRANA,1.00 l,ko\n", 100000 + i, i,
                1 + i % 40, (i + day) % 100, i % 500);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* ---- killed ---- */

/* Files of every kind of change, in the order in which a folder of them is imported. */
static void put_folder(struct catalogue *c, const char *paths[FILES])
{
    static const char promos[] =
        "<Root><ChainId>7290058140886</ChainId><StoreId>1</StoreId><Promotions Count='2'>"
        "<Promotion><PromotionId>1</PromotionId><RewardType>1</RewardType><MinQty>3</MinQty>"
        "<DiscountedPrice>20</DiscountedPrice><PromotionItems><Item><ItemCode>7290000066318"
        "</ItemCode></Item></PromotionItems></Promotion>"
        "<Promotion><PromotionId>2</PromotionId><RewardType>10</RewardType><PromotionItems><Item>"
        "<ItemCode>7290000066318</ItemCode></Item></PromotionItems></Promotion>"
        "</Promotions></Root>";

    catalogue_folder(c, "all");
    paths[0] = put_list(c, "all/konzum-1-2025-07-03.csv", KILL_ROWS, 1);
    paths[1] = put_list(c, "all/konzum-1-2025-07-04.csv", KILL_ROWS - 500, 2); /* and delists */
    paths[2] = put_list(c, "all/konzum-2-2025-07-04.csv", KILL_ROWS, 3);
    paths[3] =
        catalogue_put(c, "all/PromoFull7290058140886-001-202602170010.xml", sc_str_of(promos));
}

/* Starts an import and kills it so many microseconds later. */
static void import_and_kill(struct catalogue *c, const char *path, int64_t after_us)
{
    const char *words[] = {"import", path, NULL};
    const char *environment[] = {c->environment, NULL};
    struct test_run run = {.words = words, .environment = environment};
    struct timespec wait = {.tv_sec = after_us / SC_SECOND_US,
                            .tv_nsec = after_us % SC_SECOND_US * 1000};
    struct test_process process;
    struct test_result result;

    test_program_start(&run, &process);
    nanosleep(&wait, NULL);
    kill(process.pid, SIGKILL);
    test_program_wait(c->arena, &process, &result);
    catalogue_wait_alone(c);
}

/* How many of the files are in the catalogue, each of them whole; fails when one is in part. */
static size_t files_in(struct catalogue *c, const struct sc_str states[FILES + 1])
{
    struct sc_arena_mark mark = sc_arena_mark(c->arena);
    struct sc_str now = catalogue_dump(c);
    size_t files = 0;

    while (files <= FILES && !sc_str_eq(states[files], now))
        files++;
    sc_arena_rewind(c->arena, mark);
    if (files > FILES)
        fail_msg("a file is there in part");
    return files;
}

static void a_killed_import_has_each_file_whole_or_not_at_all(void **state)
{
    struct catalogue *c = *state;
    const char *paths[FILES];
    struct sc_str states[FILES + 1] = {catalogue_dump(c)};
    size_t seen[FILES + 1] = {0};

    put_folder(c, paths);
    for (size_t i = 0; i < FILES; i++) {
        catalogue_import_one(c, paths[i]);
        states[i + 1] = catalogue_dump(c);
    }
    catalogue_renew(c);
    const char *folder = sc_arena_printf(c->arena, "%s/all", c->folder).at;
    int64_t began_us = sc_monotonic_us();
    catalogue_import_one(c, folder);
    int64_t took_us = (sc_monotonic_us() - began_us) * 3 / 2; /* the next may be slower */
    for (int kills = 0; kills < KILLS; kills++) {
        catalogue_renew(c);
        /* anywhere in it: the golden ratio's multiples fill an interval evenly */
        int64_t after_us = (int64_t)((double)took_us * (kills * 0.618033988749895 -
                                                        (int)(kills * 0.618033988749895)));
        import_and_kill(c, folder, after_us);
        seen[files_in(c, states)]++;
        catalogue_import_one(c, folder);
        assert_int_equal(files_in(c, states), FILES);
        assert_int_equal(catalogue_number(c, "select count(*) from retail.product p "
                                             "full join retail.product_text t "
                                             "on t.product_id = p.id and t.text = p.search_text "
                                             "where p.id is null or t.product_id is null"),
                         0);
    }
    print_message("killed with 0..%d files done:", FILES);
    for (size_t i = 0; i <= FILES; i++)
        print_message(" %zu", seen[i]);
    print_message("\n");
    assert_true(seen[0] < KILLS && seen[FILES] < KILLS); /* else nothing was killed in the middle */
}

/* ---- side by side ---- */

struct racer {
    struct catalogue *c;
    struct sc_arena *arena;
    const char *path;
    struct test_result result;
};

static void *race(void *context)
{
    struct racer *racer = context;
    const char *words[] = {"import", "--json", racer->path, NULL};
    const char *environment[] = {racer->c->environment, NULL};
    struct test_run run = {.words = words, .environment = environment};

    test_program_run(racer->arena, &run, &racer->result);
    return NULL;
}

/* Imports all at a time; each must end well. */
static void race_all(struct catalogue *c, const char *const *paths, size_t count)
{
    struct racer racers[RACERS_MAX];
    pthread_t threads[RACERS_MAX];

    assert_in_range(count, 1, RACERS_MAX);
    for (size_t i = 0; i < count; i++) {
        racers[i] = (struct racer){.c = c, .path = paths[i]};
        racers[i].arena = sc_arena_create(SC_UNIT_ARENA_CAP);
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        if (racers[i].result.exit_code != 0)
            print_error("%.*s", SC_STR_ARGS(racers[i].result.err));
        assert_int_equal(racers[i].result.exit_code, 0);
        sc_arena_destroy(racers[i].arena);
    }
}

static void imports_of_one_retailer_wait_for_each_other(void **state)
{
    struct catalogue *c = *state;
    const char *paths[] = {
        put_list(c, "konzum-1-2025-07-03.csv", RACE_ROWS, 1),
        put_list(c, "konzum-2-2025-07-03.csv", RACE_ROWS, 2),
        put_list(c, "konzum-3-2025-07-03.csv", RACE_ROWS, 3),
        put_list(c, "konzum-1-2025-07-04.csv", RACE_ROWS, 4),
    };

    race_all(c, paths, SC_COUNT(paths));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item"), RACE_ROWS);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product"), RACE_ROWS);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), 3 * RACE_ROWS);
}

static void imports_of_several_retailers_share_products(void **state)
{
    struct catalogue *c = *state;
    static const char *const chains[] = {"konzum", "lidl", "spar", "plodine"};
    const char *paths[RACERS_MAX];
    struct sc_buf buf;

    for (size_t chain = 0; chain < SC_COUNT(chains); chain++) {
        sc_buf_init(&buf, 8 * 1024 * 1024);
        for (int64_t k = 0; k < 500; k++) {
            /* Each in another order: who waits for whom must not go in a circle. */
            int64_t i = chain % 2 == 0 ? k : 499 - k;
            uint64_t body = UINT64_C(385033400000) + (uint64_t)i;
            sc_buf_printf(&buf, "%lld,PROIZVOD %lld,%llu%d,1.00,,,,1.00 l,ko\n", (long long)(i + 1),
                          (long long)i, (unsigned long long)body, sc_gtin_check_digit(body));
        }
        sc_buf_put_char(&buf, '\0');
        paths[chain] = catalogue_put_prices(
            c, sc_arena_printf(c->arena, "%s-1-2025-07-03.csv", chains[chain]).at, buf.at);
        sc_buf_finish(&buf);
    }
    race_all(c, paths, SC_COUNT(paths));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.product"), 500);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item"), 2000);
}

static void two_imports_of_one_folder_give_what_one_gives(void **state)
{
    struct catalogue *c = *state;
    const char *paths[FILES];

    put_folder(c, paths);
    const char *folder = sc_arena_printf(c->arena, "%s/all", c->folder).at;
    const char *both[] = {folder, folder};
    catalogue_import_one(c, folder);
    struct sc_str want = catalogue_dump(c);
    catalogue_renew(c);
    race_all(c, both, SC_COUNT(both));
    assert_str(catalogue_dump(c), want.at);
}

static void a_database_that_is_not_there_is_told_once(void **state)
{
    struct catalogue *c = *state;
    const char *path = put_list(c, "konzum-1-2025-07-03.csv", 10, 1);
    const char *words[] = {"import", path, path, NULL};
    const char *environment[] = {"SMARTCART_DATABASE_URL=postgresql://nobody@/none?host=/nowhere",
                                 NULL};
    struct test_run run = {.words = words, .environment = environment};
    struct test_result result;

    test_program_run(c->arena, &run, &result);
    assert_int_equal(result.exit_code, 1);
    assert_true(sc_str_starts(result.err, SC_STR("smartcart import: no connection")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_catalogue_test(a_killed_import_has_each_file_whole_or_not_at_all),
        a_catalogue_test(imports_of_one_retailer_wait_for_each_other),
        a_catalogue_test(imports_of_several_retailers_share_products),
        a_catalogue_test(two_imports_of_one_folder_give_what_one_gives),
        a_catalogue_test(a_database_that_is_not_there_is_told_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
