/*
 * import - how fast `smartcart import` takes in price lists, beside a COPY of the same rows.
 *
 *     bench_import [ROWS]      1,000,000 rows unless it says otherwise
 *
 * Two shapes: ten stores of a chain that share a tenth as many products, and one
 * list of products that are all new, an eighth as long (each brings several rows
 * with it). Each is imported, then the rows that this made are copied table by
 * table (PostgreSQL's own COPY, from files on the server) into the same tables and
 * indexes of another new database. Then, the tables vacuumed and analyzed as they
 * would be by then, the next day's lists are imported, in which one price in a
 * hundred is another. Of ROUNDS rounds each step's quickest counts.
 *
 * All on a PostgreSQL of its own, started as tests do it. Seconds are of the wall
 * clock, beside them CPU seconds of the program and of the server, which are
 * steadier on a machine with other work.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "api/helpers/catalogue.h"
#include "domain/gtin.h"
#include "runtime/deadline.h"

enum {
    ROWS = 1000000,
    ROWS_MAX = 10000000,
    DAYS = 2,
    CHAIN_STORES = 10,
    NEW_PART = 8,
    ROUNDS = 3,
    CHANGED_ONE_IN = 100, /* prices on the second day */
    IMPORT_LIMIT_MS = 10 * 60 * 1000,
};

/* What a step took. */
struct cost {
    double seconds, program_cpu, server_cpu;
    long peak_kb;
};

struct shape {
    const char *name;
    int64_t stores, rows; /* rows of each */
};

struct bench {
    struct test_server server;
    struct catalogue *catalogue; /* of the present shape */
    const char *folders[DAYS];   /* of its lists */
};

/* ---- the lists ---- */

static void write_row(FILE *file, int64_t i, int64_t price_minor)
{
    static const char *const kinds[] = {"MLIJEKO SVJEŽE",   "KRUH POLUBIJELI", "JOGURT VOĆNI",
                                        "SIR GAUDA",        "TJESTENINA FINE", "SOK NARANČA",
                                        "ČOKOLADA MLIJEČNA"};
    static const char *const brands[] = {"DUKAT", "KLARA", "VINDIJA", "PODRAVKA", "KRAŠ"};
    uint64_t body = 385000000000u + (uint64_t)i;

    fprintf(file, "%lld,%s %lld,", (long long)(1000000 + i), kinds[i % (int64_t)SC_COUNT(kinds)],
            (long long)i);
    if (i % 10 != 0) /* one in ten has no barcode, as counters' goods have none */
        fprintf(file, "%llu%d", (unsigned long long)body, sc_gtin_check_digit(body));
    fprintf(file, ",%lld.%02lld,,%s,KATEGORIJA %lld,%lld g,ko\n", (long long)(price_minor / 100),
            (long long)(price_minor % 100), brands[i % (int64_t)SC_COUNT(brands)],
            (long long)(i % 40), (long long)(100 + i % 9 * 50));
}

static void write_list(struct bench *b, int64_t store, int day, int64_t rows)
{
    struct sc_str path = sc_arena_printf(b->catalogue->arena, "%s/konzum-%lld-2025-07-%02d.csv",
                                         b->folders[day], (long long)store, 3 + day);
    FILE *file = fopen(path.at, "we");

    assert_non_null(file);
    fputs(CATALOGUE_PRICES_HEAD, file);
    for (int64_t i = 0; i < rows; i++) {
        bool is_changed = day > 0 && (i + store) % CHANGED_ONE_IN == 0;
        write_row(file, i, 100 + (i * 7 + store * 3) % 2000 + (is_changed ? 10 : 0));
    }
    assert_int_equal(fclose(file), 0);
}

static void write_days(struct bench *b, const struct shape *shape)
{
    for (int day = 0; day < DAYS; day++) {
        b->folders[day] = catalogue_folder(b->catalogue, day == 0 ? "first" : "next");
        for (int64_t store = 1; store <= shape->stores; store++)
            write_list(b, store, day, shape->rows);
    }
}

/* ---- steps ---- */

static double program_cpu(void)
{
    struct rusage usage;

    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static struct cost import_day(struct bench *b, int day)
{
    const char *words[] = {"import", b->folders[day], NULL};
    const char *environment[] = {b->catalogue->environment, NULL};
    struct test_run run = {.words = words, .environment = environment, .limit_ms = IMPORT_LIMIT_MS};
    struct cost before = {.program_cpu = program_cpu(),
                          .server_cpu = test_postmaster_cpu(b->server.postmaster)};
    struct test_result result;
    int64_t began_us = sc_monotonic_us();

    test_program_run(b->catalogue->arena, &run, &result);
    double seconds = (double)(sc_monotonic_us() - began_us) / 1e6;
    if (result.exit_code != 0)
        fail_msg("the import failed: %s%s", result.out.at, result.err.at);
    return (struct cost){
        .seconds = seconds,
        .program_cpu = program_cpu() - before.program_cpu,
        .server_cpu = test_postmaster_cpu(b->server.postmaster) - before.server_cpu,
        .peak_kb = result.peak_kb,
    };
}

/* All that have a row for each record, in the order of their references; no generated columns. */
static const struct {
    const char *name, *columns;
} tables[] = {
    {"retailer", "id, key, name, country, created_at"},
    {"store", "id, retailer_id, code, name, sub_chain, address, city, zip, lat, lon, kind, "
              "currency, time_zone, facts_at, listed_by, closed_at, created_at"},
    {"product", "id, gtin, retailer_id, merged_into, name, brand, category, name_fold, "
                "brand_fold, category_fold, size_milli, size_unit, pack_count, is_weighed, "
                "created_at"},
    {"item", "id, retailer_id, code, product_id, name, brand, category, size_milli, size_unit, "
             "pack_count, is_weighed, image_url, link, facts_hash, facts_at"},
    {"price", "store_id, item_id, price_minor, regular_minor, low_30d_minor, deposit_minor, "
              "special_from, special_to, changed_at, row_hash, source, is_special, is_outlier"},
    {"word", "id, word, n"},
    {"product_word", "word_id, product_id"},
    {"product_text", "product_id, text"},
};

static struct sc_str copy_sql(const struct bench *b, const char *direction)
{
    struct sc_arena *arena = b->catalogue->arena;
    struct sc_str sql = SC_STR("");

    for (size_t i = 0; i < SC_COUNT(tables); i++)
        sql = sc_arena_printf(arena, "%.*scopy retail.%s (%s) %s '%s/%s.copy';", SC_STR_ARGS(sql),
                              tables[i].name, tables[i].columns, direction, b->server.folder,
                              tables[i].name);
    return sql;
}

static struct cost copy_rows(struct bench *b)
{
    struct test_database other;

    test_sql(b->catalogue->database.url, copy_sql(b, "to").at);
    test_database_create(&other);
    double cpu_before = test_postmaster_cpu(b->server.postmaster);
    int64_t began_us = sc_monotonic_us();
    test_sql(other.url, copy_sql(b, "from").at);
    double seconds = (double)(sc_monotonic_us() - began_us) / 1e6;
    test_database_drop(&other);
    return (struct cost){.seconds = seconds,
                         .server_cpu = test_postmaster_cpu(b->server.postmaster) - cpu_before};
}

/* ---- the report ---- */

static void print_cost(const char *what, const struct cost *cost, int64_t rows)
{
    printf("  %-14s %7.2f s  %9.0f rows/s  CPU: program %6.2f s, server %6.2f s", what,
           cost->seconds, (double)rows / cost->seconds, cost->program_cpu, cost->server_cpu);
    if (cost->peak_kb > 0)
        printf("  most memory %.1f MiB", (double)cost->peak_kb / 1024);
    putchar('\n');
    fflush(stdout);
}

static double cpu_of(const struct cost *cost)
{
    return cost->program_cpu + cost->server_cpu;
}

static void keep_least(struct cost *least, struct cost cost)
{
    if (least->seconds == 0 || cost.seconds < least->seconds)
        *least = cost;
}

static void measure(struct bench *b, const struct shape *shape)
{
    struct cost first = {0}, copy = {0}, next = {0};
    int64_t rows = shape->stores * shape->rows;

    printf("%s\n", shape->name);
    for (int round = 0; round < ROUNDS; round++) {
        void *state;
        assert_int_equal(catalogue_setup(&state), 0);
        b->catalogue = state;
        write_days(b, shape);
        keep_least(&first, import_day(b, 0));
        keep_least(&copy, copy_rows(b));
        test_sql(b->catalogue->database.url, "vacuum analyze"); /* as autovacuum does in time */
        keep_least(&next, import_day(b, 1));
        assert_int_equal(catalogue_teardown(&state), 0);
    }
    print_cost("first import", &first, rows);
    print_cost("COPY", &copy, rows);
    print_cost("next day", &next, rows);
    printf("  first import: %.2f of COPY's rate (aim 0.33; by CPU %.2f); next day: %.1f times the "
           "first's rate (aim 3; by CPU %.1f)\n",
           copy.seconds / first.seconds, cpu_of(&copy) / cpu_of(&first),
           first.seconds / next.seconds, cpu_of(&first) / cpu_of(&next));
}

int main(int argc, char **argv)
{
    int64_t rows = argc > 1 ? atoll(argv[1]) : ROWS;
    struct bench b;

    if (rows < CHAIN_STORES || rows > ROWS_MAX) {
        fprintf(stderr, "bench_import: %s: give %d to %d rows\n", argv[1], CHAIN_STORES, ROWS_MAX);
        return 2;
    }
    const struct shape shapes[] = {
        {"ten stores with the same products", CHAIN_STORES, rows / CHAIN_STORES},
        {"one list of new products", 1, rows / NEW_PART},
    };
    test_program_beside();
    test_server_start(TEST_BUFFERS_MB, &b.server);
    setenv("SC_TEST_DATABASE_URL", b.server.url, 1);
    for (size_t i = 0; i < SC_COUNT(shapes); i++)
        measure(&b, &shapes[i]);
    test_server_stop(&b.server);
    return 0;
}
