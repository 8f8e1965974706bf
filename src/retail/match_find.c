#include "retail/match_find.h"

#include <math.h>
#include <stdlib.h>

#include "retail/retail_rows.h"

/*
 * Shorter words are not looked for among misspelt ones: too many are near. What
 * is alike enough needs no such search.
 */
static const size_t SLIP_LETTERS = 5;
static const double NEAR_ENOUGH = 0.75, LEAST_LIKENESS = 0.40;
/* In how many products a word stands that is in none of the lists we fetched: typical. */
static const int64_t TYPICAL_COUNT = 20;

/* A word of the catalogue that one of the line's may stand for. */
struct near {
    struct sc_str word;
    int32_t place; /* of the line's word */
    int32_t id;
    int32_t count;
    double weight; /* likeness by rarity */
};

struct search {
    struct sc_tx *tx;
    const struct match_ask *ask;
    struct sc_match_wishes wishes;
    struct sc_match_text line;
    double best[SC_MATCH_WORDS_MAX]; /* likeness of the nearest word */
    struct near *nears;
    size_t near_count;
    int64_t products; /* in the catalogue */
};

static bool begins_with_digit(struct sc_str word)
{
    return word.at[0] >= '0' && word.at[0] <= '9';
}

static void keep_near(struct search *s, int32_t place, const struct retail_word_near_row *row)
{
    double likeness = sc_match_word_likeness(s->line.words[place], row->word);

    if (likeness < LEAST_LIKENESS || s->near_count == MATCH_NEARS)
        return;
    if (likeness > s->best[place])
        s->best[place] = likeness;
    s->nears[s->near_count++] = (struct near){
        .word = row->word,
        .place = place,
        .id = row->id,
        .count = row->n,
        .weight = likeness * log(1.0 + (double)s->products / row->n),
    };
}

/* Asks for words near those of the line's that `places` names. */
static enum sc_status ask_words(struct search *s, const int32_t *places, size_t count,
                                bool misspelt)
{
    struct sc_str words[SC_MATCH_WORDS_MAX];
    struct retail_word_near_rows rows;
    enum sc_status st;

    if (count == 0)
        return SC_OK;
    for (size_t i = 0; i < count; i++)
        words[i] = s->line.words[places[i]];
    struct sc_str_list list = {.at = words, .count = count};
    if (misspelt) {
        struct retail_word_slip_in in = {.words = list};
        st = retail_word_slip_all(s->tx, &in, MATCH_NEAR_ROWS, &rows);
    } else {
        struct retail_word_near_in in = {.words = list};
        st = retail_word_near_all(s->tx, &in, MATCH_NEAR_ROWS, &rows);
    }
    for (size_t i = 0; st == SC_OK && i < rows.count; i++)
        keep_near(s, places[rows.at[i].place - 1], &rows.at[i]);
    return st;
}

static enum sc_status find_words(struct search *s)
{
    int32_t places[SC_MATCH_WORDS_MAX];
    size_t count = 0;

    for (int i = 0; i < s->line.word_count; i++)
        if (!begins_with_digit(s->line.words[i]))
            places[count++] = i;
    enum sc_status st = ask_words(s, places, count, false);
    if (st != SC_OK)
        return st;
    count = 0;
    for (int i = 0; i < s->line.word_count; i++)
        if (!begins_with_digit(s->line.words[i]) && s->line.words[i].len >= SLIP_LETTERS &&
            s->best[i] < NEAR_ENOUGH)
            places[count++] = i;
    return ask_words(s, places, count, true);
}

static int by_weight(const void *a, const void *b)
{
    const struct near *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

/* The heaviest words, as many as have MATCH_POSTINGS products between them; at least one. */
static size_t heaviest(struct search *s)
{
    int64_t postings = 0;
    size_t used = 0;

    qsort(s->nears, s->near_count, sizeof *s->nears, by_weight);
    while (used < s->near_count) {
        postings += s->nears[used].count;
        if (used > 0 && postings > MATCH_POSTINGS)
            break;
        used++;
    }
    return used;
}

/* What the database says of the words used: which products have each. */
static enum sc_status ask_products(struct search *s, size_t used,
                                   struct retail_word_products_rows *ret_rows)
{
    int32_t *ids = sc_arena_array(s->tx->rq->arena, used, sizeof *ids);

    if (ids == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < used; i++)
        ids[i] = s->nears[i].id;
    if (s->ask->store_count == 0) {
        struct retail_word_products_in in = {
            .ids = {.at = ids, .count = used},
            .most = MATCH_POSTINGS,
        };
        return retail_word_products_all(s->tx, &in, used, ret_rows);
    }
    struct retail_word_products_in_in in = {
        .ids = {.at = ids, .count = used},
        .most = MATCH_POSTINGS,
        .stores = {.at = s->ask->stores, .count = s->ask->store_count},
    };
    return retail_word_products_in_all(s->tx, &in, used, ret_rows);
}

/* A product that has some of the words. */
struct candidate {
    int64_t id;
    double weight;
    int32_t place; /* of the line's word that counted last, from 1; 0: a free slot */
};

static struct candidate *slot_of(struct candidate *table, size_t slots, int64_t id)
{
    size_t at = (size_t)(((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (slots - 1);

    while (table[at].place != 0 && table[at].id != id)
        at = (at + 1) & (slots - 1);
    return &table[at];
}

/* Adds up the products' words: of those that one word of the line stands for, the best counts. */
static void weigh(const struct search *s, size_t used, const struct retail_word_products_rows *rows,
                  struct candidate *table, size_t slots)
{
    for (size_t i = 0; i < used; i++) {
        const struct near *near = &s->nears[i];
        size_t r = 0;

        while (r < rows->count && rows->at[r].id != near->id)
            r++;
        for (size_t k = 0; r < rows->count && k < rows->at[r].products.count; k++) {
            struct candidate *c = slot_of(table, slots, rows->at[r].products.at[k]);

            if (c->place == near->place + 1)
                continue;
            c->id = rows->at[r].products.at[k];
            c->place = near->place + 1;
            c->weight += near->weight;
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const struct near *x = a, *y = b;

    return x->place != y->place ? x->place - y->place : by_weight(a, b);
}

static int by_candidate(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

/* The ids of the MATCH_CANDIDATES products with the heaviest words, or of fewer. */
static enum sc_status find_candidates(struct search *s, struct sc_i64_list *ret_ids)
{
    struct sc_arena *arena = s->tx->rq->arena;
    struct retail_word_products_rows rows;
    size_t used = heaviest(s), postings = 0, slots = 1, count = 0;
    enum sc_status st = ask_products(s, used, &rows);

    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < rows.count; i++)
        postings += rows.at[i].products.count;
    while (slots < 2 * postings)
        slots *= 2;
    struct candidate *table = sc_arena_array(arena, slots, sizeof *table);
    int64_t *ids = sc_arena_array(arena, MATCH_CANDIDATES, sizeof *ids);
    if (table == NULL || ids == NULL)
        return SC_NO_MEMORY;
    qsort(s->nears, used, sizeof *s->nears, by_place);
    weigh(s, used, &rows, table, slots);
    for (size_t i = 0; i < slots; i++)
        if (table[i].place != 0)
            table[count++] = table[i];
    qsort(table, count, sizeof *table, by_candidate);
    if (count > MATCH_CANDIDATES)
        count = MATCH_CANDIDATES;
    for (size_t i = 0; i < count; i++)
        ids[i] = table[i].id;
    *ret_ids = (struct sc_i64_list){.at = ids, .count = count};
    return SC_OK;
}

static int by_word(const void *a, const void *b)
{
    const struct near *x = a, *y = b;

    return sc_str_cmp(x->word, y->word);
}

/* The nears are by word by now. */
static int64_t count_of(const void *context, struct sc_str word)
{
    const struct search *s = context;
    struct near wanted = {.word = word};
    const struct near *near = NULL;

    if (s->near_count > 0) /* else there is no array either */
        near = bsearch(&wanted, s->nears, s->near_count, sizeof *s->nears, by_word);
    if (near != NULL)
        return near->count;
    for (int i = 0; i < s->line.word_count; i++)
        if (!begins_with_digit(word) && sc_str_eq(s->line.words[i], word))
            return 0; /* looked for, and nobody has it */
    return TYPICAL_COUNT;
}

static struct sc_match_product product_of(const struct retail_match_products_row *row)
{
    return (struct sc_match_product){
        .id = row->id,
        .gtin = row->has_gtin ? (uint64_t)row->gtin : 0,
        .name = row->name_fold,
        .brand = row->brand_fold,
        .category = row->category_fold,
        .size_unit = row->has_size_unit ? (enum sc_size_unit)row->size_unit : SC_SIZE_NONE,
        .size_milli = row->has_size_milli ? row->size_milli : 0,
        .pack_count = row->pack_count,
        .is_weighed = row->is_weighed,
        .shops = row->shops,
    };
}

static enum sc_status rank(const struct search *s, const struct retail_match_products_rows *rows,
                           struct match_found *ret_found)
{
    struct sc_arena *arena = s->tx->rq->arena;
    struct sc_match_product *products = sc_arena_array(arena, rows->count, sizeof *products);
    struct match_found found = {0};
    struct sc_match_stats stats = {
        .products = s->products > 0 ? s->products : 1, .count = count_of, .context = s};

    if (products == NULL)
        return SC_NO_MEMORY;
    if (s->near_count > 0)
        qsort(s->nears, s->near_count, sizeof *s->nears, by_word);
    for (size_t i = 0; i < rows->count; i++)
        products[i] = product_of(&rows->at[i]);
    enum sc_status st = sc_match_rank(arena, s->ask->item, products, rows->count, &stats,
                                      &s->wishes, s->ask->top, &found.matches, &found.count);
    if (st != SC_OK)
        return st;
    struct match_product *shown = sc_arena_array(arena, found.count, sizeof *shown);
    if (shown == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < found.count; i++) {
        size_t row = (size_t)(found.matches[i].product - products);

        shown[i].product = products[row];
        shown[i].name = rows->at[row].name;
        shown[i].brand = rows->at[row].brand;
    }
    found.products = shown;
    *ret_found = found;
    return SC_OK;
}

/* The product that the line or its pin names, if there is one. */
static enum sc_status find_gtin(struct search *s, uint64_t gtin, struct sc_i64_list *ret_ids)
{
    struct retail_match_by_gtin_in in = {.gtin = (int64_t)gtin};
    struct retail_match_by_gtin_rows rows;
    enum sc_status st = retail_match_by_gtin_all(s->tx, &in, 1, &rows);

    if (st == SC_OK && rows.count > 0)
        *ret_ids = (struct sc_i64_list){.at = &rows.at[0].id, .count = 1};
    return st;
}

/* The pinned product, under the id that it has now. */
static enum sc_status find_id(struct search *s, int64_t id, struct sc_i64_list *ret_ids)
{
    struct retail_match_by_id_in in = {.id = id};
    struct retail_match_by_id_rows rows;
    enum sc_status st = retail_match_by_id_all(s->tx, &in, 1, &rows);

    if (st == SC_OK && rows.count > 0) {
        s->wishes.pin_id = rows.at[0].id;
        *ret_ids = (struct sc_i64_list){.at = &rows.at[0].id, .count = 1};
    }
    return st;
}

static enum sc_status find_by_words(struct search *s, struct sc_i64_list *ret_ids)
{
    struct retail_word_total_row total;

    s->nears = sc_arena_array(s->tx->rq->arena, MATCH_NEARS, sizeof *s->nears);
    if (s->nears == NULL)
        return SC_NO_MEMORY;
    sc_match_text_add(&s->line, s->ask->item->folded);
    enum sc_status st = retail_word_total_one(s->tx, &total);
    if (st != SC_OK)
        return st;
    s->products = total.products;
    st = find_words(s);
    return st == SC_OK && s->near_count > 0 ? find_candidates(s, ret_ids) : st;
}

enum sc_status match_find(struct sc_tx *tx, const struct match_ask *ask,
                          struct match_found *ret_found)
{
    struct search *s = sc_arena_zalloc(tx->rq->arena, sizeof *s);
    struct retail_match_products_in in = {.ids = {.count = 0}};
    struct retail_match_products_rows rows;
    uint64_t only = ask->item->gtin;

    if (s == NULL)
        return SC_NO_MEMORY;
    *s = (struct search){.tx = tx, .ask = ask};
    if (ask->wishes != NULL)
        s->wishes = *ask->wishes;
    if (s->wishes.pin != 0)
        only = s->wishes.pin;
    enum sc_status st = s->wishes.pin_id != 0 ? find_id(s, s->wishes.pin_id, &in.ids)
                        : only != 0           ? find_gtin(s, only, &in.ids)
                                              : find_by_words(s, &in.ids);
    if (st == SC_OK && in.ids.count == 0) {
        *ret_found = (struct match_found){0};
        return SC_OK;
    }
    if (st == SC_OK)
        st = retail_match_products_all(tx, &in, in.ids.count, &rows);
    return st == SC_OK ? rank(s, &rows, ret_found) : st;
}

enum sc_status match_learn(struct sc_tx *tx)
{
    struct retail_word_learn_row learnt;

    return retail_word_learn_one(tx, &learnt);
}
