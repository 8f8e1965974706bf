/*
 * match.c - how often the product that a line means is found, and what it costs.
 *
 *     bench_match [--even] [trigrams|ranking|database]...      trigrams and database
 *
 * Two texts of one product, joined by barcode: the corpus is the products of the
 * three price lists of one chain in $SC_SHARED/data/feeds/hr (SC_SHARED: ../shared
 * when not set), the queries are name, brand, quantity and unit of a table made by
 * others. The odd half of crc32(barcode) is reported; the constants of
 * domain/match.c are tuned on the even half. Beside it the short lines of
 * bench/match_lines.tsv.
 *
 * `database` starts a PostgreSQL of its own, into which `smartcart import` brings
 * these three lists and nothing else; its CPU time has the backend's in it.
 * `ranking` makes every product a candidate of every query. `trigrams` is the
 * plain way that both are compared with.
 */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "base/arena.h"
#include "base/unicode.h"
#include "domain/gtin.h"
#include "domain/match.h"
#include "match/corpus.h"
#include "match/trigrams.h"
#include "retail/match_find.h"
#include "store/pg.h"
#include "store/store_rows.h"

enum {
    TOP = 10,
    ARENA_BYTES = 1024 * 1024 * 1024,
    DATABASE_WAIT_MS = 5000,
    LIST_QUERIES_MAX = 5000,
};

struct query {
    struct sc_str words;
    uint64_t gtin;
};

struct bench {
    struct sc_arena *arena;
    struct corpus corpus;
    struct trigrams *trigrams;
    struct sc_tx *tx; /* NULL: there is no database now */
    int backend;      /* the process that answers it */
    struct query *queries;
    size_t query_count;
    struct sc_str lines; /* bench/match_lines.tsv */
    bool is_even;        /* the half that is asked */
};

struct answer {
    const struct sc_match_product *products[TOP];
    size_t count;
    bool is_sure; /* of high confidence */
};

/* One way of finding: products for a line, best first. */
typedef void (*find_fn)(struct bench *bench, struct sc_str line, struct answer *ret_answer);

struct cpu {
    double own_ms, database_ms;
};

struct tally {
    int asked, first, in_five, in_ten;
    int sure, sure_right; /* sure, and the first of them right */
    struct cpu cpu;
};

/* CPU time of another process on this machine, from its fields 14 and 15 in proc(5). */
static double other_cpu_ms(int pid)
{
    char path[64], text[1024];
    long user = 0, kernel = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *in = fopen(path, "r");
    if (in == NULL)
        return 0;
    size_t len = fread(text, 1, sizeof text - 1, in);
    fclose(in);
    text[len] = '\0';
    const char *rest = strrchr(text, ')');
    if (rest != NULL)
        sscanf(rest + 1, "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %ld %ld", &user, &kernel);
    return (double)(user + kernel) * 1e3 / (double)sysconf(_SC_CLK_TCK);
}

static struct cpu cpu_now(const struct bench *bench)
{
    return (struct cpu){
        .own_ms = (double)sc_cpu_us() / 1e3,
        .database_ms = bench->tx != NULL ? other_cpu_ms(bench->backend) : 0,
    };
}

static void add_cpu_since(const struct bench *bench, struct cpu began, struct cpu *cpu)
{
    struct cpu now = cpu_now(bench);

    cpu->own_ms += now.own_ms - began.own_ms;
    cpu->database_ms += now.database_ms - began.database_ms;
}

static void take_matches(const struct sc_match *matches, size_t count, struct answer *answer)
{
    answer->count = count;
    answer->is_sure = count > 0 && matches[0].confidence == SC_MATCH_HIGH;
    for (size_t i = 0; i < count; i++)
        answer->products[i] = matches[i].product;
}

static void find_by_trigrams(struct bench *bench, struct sc_str line, struct answer *ret_answer)
{
    size_t places[TOP];

    ret_answer->count =
        trigrams_find(bench->trigrams, corpus_folded(bench->arena, line), TOP, places);
    for (size_t i = 0; i < ret_answer->count; i++)
        ret_answer->products[i] = &bench->corpus.products[places[i]];
}

static void find_by_ranking(struct bench *bench, struct sc_str line, struct answer *ret_answer)
{
    struct sc_match_stats stats = corpus_stats(&bench->corpus);
    const struct sc_match *matches;
    struct sc_item_text item;
    size_t count;

    if (sc_item_text_read(bench->arena, line, &item) == SC_OK &&
        sc_match_rank(bench->arena, &item, bench->corpus.products, bench->corpus.count, &stats,
                      NULL, TOP, &matches, &count) == SC_OK)
        take_matches(matches, count, ret_answer);
}

static void find_by_database(struct bench *bench, struct sc_str line, struct answer *ret_answer)
{
    struct sc_item_text item;
    struct match_ask ask = {.item = &item, .top = TOP};
    struct match_found found;

    if (sc_item_text_read(bench->arena, line, &item) == SC_OK &&
        match_find(bench->tx, &ask, &found) == SC_OK)
        take_matches(found.matches, found.count, ret_answer);
}

/* `place`: of the first right one in the answer. */
static void note(struct tally *tally, const struct answer *answer, size_t place)
{
    tally->asked++;
    tally->first += place == 0;
    tally->in_five += place < 5;
    tally->in_ten += place < 10;
    tally->sure += answer->is_sure;
    tally->sure_right += answer->is_sure && place == 0;
}

static void ask_by_barcode(struct bench *bench, find_fn find, struct tally *tally)
{
    struct cpu began = cpu_now(bench);

    for (size_t i = 0; i < bench->query_count; i++) {
        struct sc_arena_mark mark = sc_arena_mark(bench->arena);
        struct answer answer = {0};
        size_t place = 0;

        find(bench, bench->queries[i].words, &answer);
        while (place < answer.count && answer.products[place]->gtin != bench->queries[i].gtin)
            place++;
        note(tally, &answer, place < answer.count ? place : TOP);
        sc_arena_rewind(bench->arena, mark);
    }
    add_cpu_since(bench, began, &tally->cpu);
}

/* The pattern "-" is in no text. */
static bool has(struct sc_arena *arena, struct sc_str pattern, const struct sc_match_product *p)
{
    if (sc_str_eq(pattern, SC_STR("-")))
        return false;
    struct sc_str text =
        sc_arena_printf(arena, "%.*s %.*s", SC_STR_ARGS(p->name), SC_STR_ARGS(p->brand));
    struct sc_str source = sc_arena_str(arena, pattern);
    regex_t compiled;

    if (regcomp(&compiled, source.at, REG_EXTENDED | REG_NOSUB) != 0) {
        fprintf(stderr, "bad pattern: %s\n", source.at);
        return false;
    }
    bool found = regexec(&compiled, text.at, 0, NULL, 0) == 0;
    regfree(&compiled);
    return found;
}

static void ask_short_lines(struct bench *bench, find_fn find, const char *name,
                            struct tally *tally)
{
    struct sc_str rest = bench->lines, row, line, good, bad;

    while (sc_str_take(&rest, '\n', &row)) {
        if (sc_str_starts(row, SC_STR("#")) || !sc_str_take(&row, '\t', &line) ||
            !sc_str_take(&row, '\t', &good) || !sc_str_take(&row, '\t', &bad))
            continue;
        struct cpu began = cpu_now(bench);
        struct answer answer = {0};
        size_t place = 0;

        find(bench, line, &answer);
        add_cpu_since(bench, began, &tally->cpu);
        for (; place < answer.count; place++)
            if (has(bench->arena, good, answer.products[place]) &&
                !has(bench->arena, bad, answer.products[place]))
                break;
        note(tally, &answer, place < answer.count ? place : TOP);
        if (place >= 5)
            printf("%-9s not among five: %.*s\n", name, SC_STR_ARGS(line));
    }
}

static void print_tally(const char *name, const char *what, const struct tally *t)
{
    double n = t->asked > 0 ? t->asked : 1;

    printf("%-9s %-11s %5d queries  top-1 %.3f  top-5 %.3f  top-10 %.3f  CPU each %.2f ms", name,
           what, t->asked, t->first / n, t->in_five / n, t->in_ten / n,
           (t->cpu.own_ms + t->cpu.database_ms) / n);
    if (t->cpu.database_ms > 0)
        printf(" (database %.2f)", t->cpu.database_ms / n);
    if (t->sure > 0)
        printf("  sure %.3f, right %.3f", t->sure / n, (double)t->sure_right / t->sure);
    putchar('\n');
    fflush(stdout);
}

static void ask_all(struct bench *bench, const char *name, find_fn find)
{
    struct tally barcodes = {0}, lines = {0};

    ask_by_barcode(bench, find, &barcodes);
    print_tally(name, bench->is_even ? "even half" : "odd half", &barcodes);
    ask_short_lines(bench, find, name, &lines);
    print_tally(name, "short lines", &lines);
}

static bool run_trigrams(struct bench *bench)
{
    size_t count = bench->corpus.count;
    struct sc_str *texts = sc_arena_array(bench->arena, count, sizeof *texts);

    if (texts == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct sc_match_product *p = &bench->corpus.products[i];

        texts[i] =
            sc_arena_printf(bench->arena, "%.*s %.*s", SC_STR_ARGS(p->name), SC_STR_ARGS(p->brand));
    }
    bench->trigrams = trigrams_create(bench->arena, texts, count);
    if (bench->trigrams != NULL)
        ask_all(bench, "trigrams", find_by_trigrams);
    return bench->trigrams != NULL;
}

static bool run_ranking(struct bench *bench)
{
    ask_all(bench, "ranking", find_by_ranking);
    return true;
}

static bool import_lists(struct bench *bench, const char *url)
{
    struct sc_str database = sc_arena_printf(bench->arena, "SMARTCART_DATABASE_URL=%s", url);
    const char *words[CORPUS_LISTS + 2] = {"import"};
    const char *environment[] = {database.at, NULL};
    struct test_run run = {.words = words, .environment = environment};
    struct test_result result;

    for (size_t i = 0; i < CORPUS_LISTS; i++)
        words[i + 1] = bench->corpus.lists[i].at;
    test_program_beside();
    test_program_run(bench->arena, &run, &result);
    fputs(result.exit_code == 0 ? "" : "bench_match: the import failed\n", stderr);
    fwrite(result.err.at, 1, result.err.len, stderr);
    return result.exit_code == 0;
}

static enum sc_status ask_database(struct bench *bench, struct sc_pg *pg, struct sc_request *rq)
{
    struct store_backend_row backend;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = store_backend_one(&tx, &backend);

    if (st != SC_OK)
        return st;
    bench->tx = &tx;
    bench->backend = backend.pid;
    ask_all(bench, "database", find_by_database);
    bench->tx = NULL;
    return tx.status;
}

static bool run_database(struct bench *bench)
{
    struct sc_request rq = {.arena = bench->arena, .deadline = sc_deadline_none()};
    struct test_database database;
    struct sc_pg *pg = NULL;
    enum sc_status st = SC_INTERNAL;

    test_database_create(&database);
    if (import_lists(bench, database.url)) {
        test_sql(database.url, "vacuum analyze"); /* as autovacuum does within a minute */
        struct sc_pg_config config = {.url = sc_str_of(database.url),
                                      .connections = 1,
                                      .wait_ms = DATABASE_WAIT_MS,
                                      .lock_timeout_ms = DATABASE_WAIT_MS};
        st = sc_pg_create(&rq, &config, &pg);
        if (st == SC_OK)
            st = ask_database(bench, pg, &rq);
        if (st != SC_OK)
            fprintf(stderr, "bench_match: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
        sc_pg_destroy(pg);
    }
    test_database_drop(&database);
    return st == SC_OK;
}

/* CRC-32 as zip has it: what splits the barcodes in two halves. */
static uint32_t crc32_of(struct sc_str text)
{
    uint32_t crc = UINT32_MAX;

    for (size_t i = 0; i < text.len; i++) {
        crc ^= (unsigned char)text.at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (UINT32_C(0xEDB88320) & (0U - (crc & 1)));
    }
    return ~crc;
}

/* Rows of the half that are in the corpus; columns: barcode, brand, name, unit, quantity. */
static bool load_queries(struct bench *bench, struct sc_str table)
{
    struct sc_str line, f[CORPUS_FIELDS_MAX];
    uint64_t gtin;

    bench->queries = sc_arena_array(bench->arena, LIST_QUERIES_MAX, sizeof *bench->queries);
    while (bench->queries != NULL && sc_str_take(&table, '\n', &line) &&
           bench->query_count < LIST_QUERIES_MAX) {
        if (corpus_split_csv(sc_str_trim(line), f) < 5 ||
            (crc32_of(f[0]) % 2 == 0) != bench->is_even || sc_gtin_read(f[0], &gtin) != SC_OK ||
            corpus_find(&bench->corpus, gtin) == bench->corpus.count)
            continue;
        bench->queries[bench->query_count++] = (struct query){
            .words = sc_arena_printf(bench->arena, "%.*s %.*s %.*s %.*s", SC_STR_ARGS(f[2]),
                                     SC_STR_ARGS(f[1]), SC_STR_ARGS(f[4]), SC_STR_ARGS(f[3])),
            .gtin = gtin,
        };
    }
    return bench->query_count > 0;
}

static bool load(struct bench *bench)
{
    const char *shared = getenv("SC_SHARED");
    struct sc_str folder =
        sc_arena_printf(bench->arena, "%s/data/feeds/hr", shared != NULL ? shared : "../shared");
    struct sc_str table = sc_arena_printf(bench->arena, "%.*s/products.csv", SC_STR_ARGS(folder));

    bench->lines = corpus_read_file(bench->arena, "bench/match_lines.tsv");
    if (bench->lines.at != NULL && corpus_load(&bench->corpus, folder) &&
        load_queries(bench, corpus_read_file(bench->arena, table.at)))
        return true;
    printf("match: skipped, there are no price lists in %s\n", folder.at);
    return false;
}

int main(int argc, char **argv)
{
    static const struct way {
        const char *name;
        bool (*run)(struct bench *bench);
        bool is_preset;
    } ways[] = {
        {"trigrams", run_trigrams, true},
        {"ranking", run_ranking, false}, /* it takes minutes */
        {"database", run_database, true},
    };
    struct bench bench = {.arena = sc_arena_create(ARENA_BYTES)};
    bool is_named[SC_COUNT(ways)] = {false}, any_named = false, went_well = true;

    for (int i = 1; i < argc; i++)
        for (size_t w = 0; w < SC_COUNT(ways); w++)
            any_named |= is_named[w] |= strcmp(argv[i], ways[w].name) == 0;
    bench.is_even = argc > 1 && strcmp(argv[1], "--even") == 0;
    bench.corpus.arena = bench.arena;
    if (bench.arena == NULL)
        return 1;
    if (load(&bench)) {
        printf("%zu products, %zu of them asked for by barcode\n", bench.corpus.count,
               bench.query_count);
        for (size_t w = 0; w < SC_COUNT(ways); w++)
            if (any_named ? is_named[w] : ways[w].is_preset)
                went_well &= ways[w].run(&bench);
    }
    sc_arena_destroy(bench.arena);
    return went_well ? 0 : 1;
}
