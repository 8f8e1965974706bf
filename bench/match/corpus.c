#include "match/corpus.h"

#include <stdio.h>

#include "base/unicode.h"
#include "domain/gtin.h"
#include "domain/match_words.h"

enum {
    PRODUCTS_MAX = 30000,
    WORD_SLOTS = 1 << 17, /* a power of two, above twice the words */
};

struct corpus_word {
    struct sc_str text;
    int64_t count;
};

struct sc_str corpus_read_file(struct sc_arena *arena, const char *path)
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

int corpus_split_csv(struct sc_str line, struct sc_str fields[CORPUS_FIELDS_MAX])
{
    char *at = (char *)(uintptr_t)line.at; /* corpus_read_file's copy is ours */
    size_t i = 0;
    int count = 0;

    while (i <= line.len && count < CORPUS_FIELDS_MAX) {
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

static struct corpus_word *slot_of(const struct corpus *corpus, struct sc_str text)
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

struct sc_match_stats corpus_stats(const struct corpus *corpus)
{
    return (struct sc_match_stats){
        .products = (int64_t)corpus->count, .count = count_word, .context = corpus};
}

struct sc_str corpus_folded(struct sc_arena *arena, struct sc_str text)
{
    struct sc_str out = {0};

    return sc_unicode_fold(arena, text, &out) == SC_OK ? out : SC_STR("");
}

size_t corpus_find(const struct corpus *corpus, uint64_t gtin)
{
    size_t place = 0;

    while (place < corpus->count && corpus->products[place].gtin != gtin)
        place++;
    return place;
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

/* Columns: product, id, brand, quantity, unit, barcode, category, ... */
static void add_product(struct corpus *corpus, const struct sc_str *fields)
{
    uint64_t gtin = 0;

    if (corpus->count == PRODUCTS_MAX || sc_gtin_read(fields[5], &gtin) != SC_OK)
        return;
    size_t known = corpus_find(corpus, gtin);
    if (known < corpus->count) {
        corpus->products[known].shops++;
        return;
    }
    struct sc_match_product *product = &corpus->products[corpus->count++];
    *product = (struct sc_match_product){
        .id = (int64_t)corpus->count,
        .gtin = gtin,
        .name = corpus_folded(corpus->arena, fields[0]),
        .brand = corpus_folded(corpus->arena, fields[2]),
        .category = corpus_folded(corpus->arena, fields[6]),
        .pack_count = 1,
        .is_weighed = sc_str_eq_nocase(fields[4], SC_STR("kg")),
        .shops = 1,
    };
    set_size(product, corpus_folded(corpus->arena, fields[3]));
}

static void count_words(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        struct sc_match_text text = {0};

        sc_match_text_add(&text, corpus->products[i].name);
        sc_match_text_add(&text, corpus->products[i].brand);
        for (int w = 0; w < text.word_count; w++) {
            struct corpus_word *slot = slot_of(corpus, text.words[w]);

            slot->text = text.words[w];
            slot->count++;
        }
    }
}

bool corpus_load(struct corpus *corpus, struct sc_str folder)
{
    static const char *const stores[CORPUS_LISTS] = {"0204", "0530", "1601"};

    corpus->products = sc_arena_array(corpus->arena, PRODUCTS_MAX, sizeof *corpus->products);
    corpus->words = sc_arena_array(corpus->arena, WORD_SLOTS, sizeof *corpus->words);
    if (corpus->products == NULL || corpus->words == NULL)
        return false;
    for (size_t i = 0; i < CORPUS_LISTS; i++) {
        corpus->lists[i] = sc_arena_printf(corpus->arena, "%.*s/konzum-%s-2025-07-03.csv",
                                           SC_STR_ARGS(folder), stores[i]);
        struct sc_str rest = corpus_read_file(corpus->arena, corpus->lists[i].at), line;
        struct sc_str fields[CORPUS_FIELDS_MAX];

        if (rest.at == NULL)
            return false;
        while (sc_str_take(&rest, '\n', &line))
            if (corpus_split_csv(sc_str_trim(line), fields) >= 7)
                add_product(corpus, fields);
    }
    count_words(corpus);
    return true;
}
