/*
 * match.c - how often the ranking finds the product that a line means.
 *
 *     bench_match [DIR]       DIR: ../shared/data/feeds/hr, or $SC_SHARED/data/feeds/hr
 *
 * Two texts of one product, joined by barcode: the corpus is the products of the
 * three price lists of one chain, the queries are name, brand, quantity and unit
 * of a table made by others. The odd half of crc32(barcode) is reported; the
 * constants of domain/match.c were tuned on the even half. Beside it the short
 * lines of bench/match_lines.tsv.
 *
 * With SMARTCART_DATABASE_URL set, the products are found in that database, into
 * which these three lists alone were imported, and the CPU time has its backend's
 * in it. Without, every product is a candidate of every query: the ranking alone.
 */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "domain/gtin.h"
#include "domain/match.h"
#include "domain/match_words.h"
#include "retail/match_find.h"
#include "store/pg.h"
#include "store/store_rows.h"

enum {
    PRODUCTS_MAX = 30000,
    FIELDS_MAX = 12,
    WORD_SLOTS = 1 << 17, /* a power of two, above twice the words */
    TOP = 10,
    ARENA_BYTES = 512 * 1024 * 1024,
    DATABASE_WAIT_MS = 5000,
};

struct word {
    struct sc_str text;
    int64_t count;
};

struct corpus {
    struct sc_arena *arena;
    struct sc_match_product *products;
    size_t count;
    struct word *words; /* WORD_SLOTS of them, open addressing */
    struct sc_tx *tx;   /* asked in place of `products`; NULL: there is no database */
    int backend;        /* the process that answers it */
};

struct tally {
    int asked, first, in_five, in_ten;
    int sure, sure_right; /* of high confidence, and the first of them right */
    double cpu_ms;
};

static struct sc_str read_file(struct sc_arena *arena, const char *path)
{
    FILE *in = fopen(path, "rb");
    struct sc_str text = {0};

    if (in == NULL)
        return text;
    if (fseek(in, 0, SEEK_END) == 0) {
        long size = ftell(in);
        char *at = size >= 0 ? sc_arena_alloc(arena, (size_t)size + 1) : NULL;

        rewind(in);
        if (at != NULL && fread(at, 1, (size_t)size, in) == (size_t)size)
            text = (struct sc_str){.at = at, .len = (size_t)size};
    }
    fclose(in);
    return text;
}

/* The fields of one CSV line without line breaks inside quotes; quotes are undone in place. */
static int split_csv(struct sc_str line, struct sc_str fields[FIELDS_MAX])
{
    char *at = (char *)(uintptr_t)line.at; /* read_file's copy is ours */
    size_t i = 0;
    int count = 0;

    while (i <= line.len && count < FIELDS_MAX) {
        bool quoted = i < line.len && at[i] == '"';
        size_t out = i, start = i;

        for (i += quoted ? 1 : 0; i < line.len && (quoted || at[i] != ','); i++) {
            if (at[i] != '"' || !quoted) {
                at[out++] = at[i];
            } else if (i + 1 < line.len && at[i + 1] == '"') {
                at[out++] = at[i++];
            } else {
                quoted = false;
            }
        }
        fields[count++] = (struct sc_str){.at = at + start, .len = out - start};
        i++;
    }
    return count;
}

static struct word *slot_of(const struct corpus *corpus, struct sc_str text)
{
    size_t at = sc_str_hash(text) & (WORD_SLOTS - 1);

    while (corpus->words[at].text.at != NULL && !sc_str_eq(corpus->words[at].text, text))
        at = (at + 1) & (WORD_SLOTS - 1);
    return &corpus->words[at];
}

static int64_t count_word(const void *context, struct sc_str word)
{
    return slot_of(context, word)->count;
}

static struct sc_str folded(struct sc_arena *arena, struct sc_str text)
{
    struct sc_str out = {0};

    return sc_unicode_fold(arena, text, &out) == SC_OK ? out : SC_STR("");
}

/* "0.30 kg" as a size; a single piece says nothing. */
static void set_size(struct sc_match_product *product, struct sc_str text)
{
    struct sc_match_text sizes = {0};

    sc_match_text_add(&sizes, text);
    if (sizes.size_count == 0)
        return;
    if (sizes.sizes[0].unit == SC_SIZE_PIECE && sizes.sizes[0].milli <= 1000)
        return;
    product->size_unit = sizes.sizes[0].unit;
    product->size_milli = sizes.sizes[0].milli;
}

static void add_product(struct corpus *corpus, const struct sc_str *fields)
{
    uint64_t gtin = 0;

    if (corpus->count == PRODUCTS_MAX || sc_gtin_read(fields[5], &gtin) != SC_OK)
        return;
    for (size_t i = 0; i < corpus->count; i++)
        if (corpus->products[i].gtin == gtin) {
            corpus->products[i].shops++;
            return;
        }
    struct sc_match_product *product = &corpus->products[corpus->count++];
    *product = (struct sc_match_product){
        .id = (int64_t)corpus->count,
        .gtin = gtin,
        .name = folded(corpus->arena, fields[0]),
        .brand = folded(corpus->arena, fields[2]),
        .category = folded(corpus->arena, fields[6]),
        .pack_count = 1,
        .is_weighed = sc_str_eq_nocase(fields[4], SC_STR("kg")),
        .shops = 1,
    };
    set_size(product, folded(corpus->arena, fields[3]));
}

static void count_words(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        struct sc_match_text text = {0};

        sc_match_text_add(&text, corpus->products[i].name);
        sc_match_text_add(&text, corpus->products[i].brand);
        for (int w = 0; w < text.word_count; w++) {
            struct word *slot = slot_of(corpus, text.words[w]);

            slot->text = text.words[w];
            slot->count++;
        }
    }
}

static bool load_corpus(struct corpus *corpus, const char *folder)
{
    static const char *const stores[] = {"0204", "0530", "1601"};

    for (size_t i = 0; i < SC_COUNT(stores); i++) {
        struct sc_str path =
            sc_arena_printf(corpus->arena, "%s/konzum-%s-2025-07-03.csv", folder, stores[i]);
        struct sc_str rest = read_file(corpus->arena, path.at), line;
        struct sc_str fields[FIELDS_MAX];

        if (rest.at == NULL)
            return false;
        while (sc_str_take(&rest, '\n', &line))
            if (split_csv(sc_str_trim(line), fields) >= 7)
                add_product(corpus, fields);
    }
    count_words(corpus);
    return true;
}

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

static double cpu_ms(const struct corpus *corpus)
{
    double own = (double)sc_cpu_us() / 1e3;

    return corpus->tx != NULL ? own + other_cpu_ms(corpus->backend) : own;
}

static size_t ask(const struct corpus *corpus, struct sc_str line,
                  const struct sc_match **ret_matches, struct tally *tally)
{
    struct sc_match_stats stats = {
        .products = (int64_t)corpus->count, .count = count_word, .context = corpus};
    struct sc_item_text item;
    size_t count = 0;
    struct match_found found = {0};
    struct match_ask wanted = {.item = &item, .top = TOP};

    tally->asked++;
    if (sc_item_text_read(corpus->arena, line, &item) != SC_OK)
        return 0;
    if (corpus->tx != NULL) {
        if (match_find(corpus->tx, &wanted, &found) != SC_OK)
            return 0;
        *ret_matches = found.matches;
        return found.count;
    }
    if (sc_match_rank(corpus->arena, &item, corpus->products, corpus->count, &stats, NULL, TOP,
                      ret_matches, &count) != SC_OK)
        return 0;
    return count;
}

static void note(struct tally *tally, const struct sc_match *matches, size_t count, size_t place)
{
    bool is_sure = count > 0 && matches[0].confidence == SC_MATCH_HIGH;

    tally->first += place == 0;
    tally->in_five += place < 5;
    tally->in_ten += place < 10;
    tally->sure += is_sure;
    tally->sure_right += is_sure && place == 0;
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

static void ask_by_barcode(struct corpus *corpus, struct sc_str table, struct tally *tally)
{
    struct sc_str line, fields[FIELDS_MAX];
    double began = cpu_ms(corpus);

    while (sc_str_take(&table, '\n', &line)) {
        uint64_t gtin;
        size_t place = 0;

        if (split_csv(sc_str_trim(line), fields) < 5 || crc32_of(fields[0]) % 2 == 0 ||
            sc_gtin_read(fields[0], &gtin) != SC_OK)
            continue;
        while (place < corpus->count && corpus->products[place].gtin != gtin)
            place++;
        if (place == corpus->count)
            continue;
        struct sc_arena_mark mark = sc_arena_mark(corpus->arena);
        struct sc_str words =
            sc_arena_printf(corpus->arena, "%.*s %.*s %.*s %.*s", SC_STR_ARGS(fields[2]),
                            SC_STR_ARGS(fields[1]), SC_STR_ARGS(fields[4]), SC_STR_ARGS(fields[3]));
        const struct sc_match *matches = NULL;
        size_t count = ask(corpus, words, &matches, tally);
        for (place = 0; place < count && matches[place].product->gtin != gtin;)
            place++;
        note(tally, matches, count, place < count ? place : TOP);
        sc_arena_rewind(corpus->arena, mark);
    }
    tally->cpu_ms = cpu_ms(corpus) - began;
}

static bool has(struct sc_arena *arena, struct sc_str pattern, const struct sc_match_product *p)
{
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

static void ask_short_lines(struct corpus *corpus, struct sc_str table, struct tally *tally)
{
    struct sc_str row, line, good, bad;
    double began = cpu_ms(corpus);

    while (sc_str_take(&table, '\n', &row)) {
        if (sc_str_starts(row, SC_STR("#")) || !sc_str_take(&row, '\t', &line) ||
            !sc_str_take(&row, '\t', &good) || !sc_str_take(&row, '\t', &bad))
            continue;
        const struct sc_match *matches = NULL;
        size_t count = ask(corpus, line, &matches, tally), place = 0;

        for (; place < count; place++)
            if (has(corpus->arena, good, matches[place].product) &&
                !has(corpus->arena, bad, matches[place].product))
                break;
        note(tally, matches, count, place < count ? place : TOP);
        if (place >= 5)
            printf("  not among five: %.*s\n", SC_STR_ARGS(line));
    }
    tally->cpu_ms = cpu_ms(corpus) - began;
}

static void print_tally(const char *what, const struct tally *t)
{
    double n = t->asked > 0 ? t->asked : 1;

    printf("%-12s %5d queries  top-1 %.3f  top-5 %.3f  top-10 %.3f  sure %.3f, right %.3f"
           "  %.1f ms CPU each\n",
           what, t->asked, t->first / n, t->in_five / n, t->in_ten / n, t->sure / n,
           t->sure > 0 ? (double)t->sure_right / t->sure : 0, t->cpu_ms / n);
}

static void ask_all(struct corpus *corpus, struct sc_str table)
{
    struct tally barcodes = {0}, lines = {0};

    ask_short_lines(corpus, read_file(corpus->arena, "bench/match_lines.tsv"), &lines);
    print_tally("short lines", &lines);
    ask_by_barcode(corpus, table, &barcodes);
    print_tally("by barcode", &barcodes);
}

static int ask_database(struct corpus *corpus, struct sc_str table, const char *url)
{
    struct sc_request rq = {.arena = corpus->arena, .deadline = sc_deadline_none()};
    struct sc_pg_config config = {.url = sc_str_of(url),
                                  .connections = 1,
                                  .wait_ms = DATABASE_WAIT_MS,
                                  .lock_timeout_ms = DATABASE_WAIT_MS};
    struct store_backend_row backend;
    struct sc_pg *pg = NULL;
    enum sc_status st = sc_pg_create(&rq, &config, &pg);

    if (st == SC_OK) {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, &rq);

        st = match_learn(&tx);
        if (st == SC_OK)
            st = store_backend_one(&tx, &backend);
        if (st == SC_OK) {
            corpus->tx = &tx;
            corpus->backend = backend.pid;
            ask_all(corpus, table);
            corpus->tx = NULL;
        }
    }
    if (st != SC_OK)
        fprintf(stderr, "bench_match: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_pg_destroy(pg);
    return sc_status_exit(st);
}

int main(int argc, char **argv)
{
    struct corpus corpus = {.arena = sc_arena_create(ARENA_BYTES)};
    const char *shared = getenv("SC_SHARED"), *url = getenv("SMARTCART_DATABASE_URL");
    int code = 0;

    if (corpus.arena == NULL)
        return 1;
    struct sc_str folder =
        sc_arena_printf(corpus.arena, "%s/data/feeds/hr", shared != NULL ? shared : "../shared");
    if (argc > 1)
        folder = sc_str_of(argv[1]);
    corpus.products = sc_arena_array(corpus.arena, PRODUCTS_MAX, sizeof *corpus.products);
    corpus.words = sc_arena_array(corpus.arena, WORD_SLOTS, sizeof *corpus.words);
    struct sc_str table = read_file(
        corpus.arena, sc_arena_printf(corpus.arena, "%.*s/products.csv", SC_STR_ARGS(folder)).at);
    if (corpus.products == NULL || corpus.words == NULL || table.at == NULL ||
        !load_corpus(&corpus, folder.at)) {
        printf("match: skipped, there are no price lists in %s\n", folder.at);
    } else if (url != NULL) {
        printf("%zu products, found in the database\n", corpus.count);
        code = ask_database(&corpus, table, url);
    } else {
        printf("%zu products, each a candidate of each query\n", corpus.count);
        ask_all(&corpus, table);
    }
    sc_arena_destroy(corpus.arena);
    return code;
}
