#include "retail/match_find.h"

#include <math.h>
#include <stdlib.h>

#include "retail/retail_rows.h"

/*
 * Shorter words are not looked for among misspelt ones: too many are near. What
 * is alike enough needs no such search.
 */
static const size_t SLIP_LETTERS = 5;
static const double NEAR_ENOUGH = 0.75, LEAST_LIKENESS = 0.30;
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

static enum sc_status find_candidates(struct search *s, struct retail_match_candidates_rows *rows)
{
    struct sc_arena *arena = s->tx->rq->arena;
    size_t used = heaviest(s);
    int32_t *places = sc_arena_array(arena, used, sizeof *places);
    int32_t *ids = sc_arena_array(arena, used, sizeof *ids);
    double *weights = sc_arena_array(arena, used, sizeof *weights);

    *rows = (struct retail_match_candidates_rows){0};
    if (places == NULL || ids == NULL || weights == NULL)
        return SC_NO_MEMORY;
    if (used == 0)
        return SC_OK;
    for (size_t i = 0; i < used; i++) {
        places[i] = s->nears[i].place;
        ids[i] = s->nears[i].id;
        weights[i] = s->nears[i].weight;
    }
    if (s->ask->store_count == 0) {
        struct retail_match_candidates_in in = {
            .place = {.at = places, .count = used},
            .word_id = {.at = ids, .count = used},
            .weight = {.at = weights, .count = used},
            .most = MATCH_CANDIDATES,
        };
        return retail_match_candidates_all(s->tx, &in, MATCH_CANDIDATES, rows);
    }
    struct retail_match_candidates_in_in in = {
        .place = {.at = places, .count = used},
        .word_id = {.at = ids, .count = used},
        .weight = {.at = weights, .count = used},
        .most = MATCH_CANDIDATES,
        .stores = {.at = s->ask->stores, .count = s->ask->store_count},
    };
    return retail_match_candidates_in_all(s->tx, &in, MATCH_CANDIDATES, rows);
}

static int64_t count_of(const void *context, struct sc_str word)
{
    const struct search *s = context;

    for (size_t i = 0; i < s->near_count; i++)
        if (sc_str_eq(s->nears[i].word, word))
            return s->nears[i].count;
    for (int i = 0; i < s->line.word_count; i++)
        if (!begins_with_digit(word) && sc_str_eq(s->line.words[i], word))
            return 0; /* looked for, and nobody has it */
    return TYPICAL_COUNT;
}

static struct sc_match_product product_of(const struct retail_match_candidates_row *row)
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

static enum sc_status rank(const struct search *s, const struct retail_match_candidates_rows *rows,
                           struct match_found *ret_found)
{
    struct sc_arena *arena = s->tx->rq->arena;
    struct sc_match_product *products = sc_arena_array(arena, rows->count, sizeof *products);
    struct match_found found = {0};
    struct sc_match_stats stats = {
        .products = s->products > 0 ? s->products : 1, .count = count_of, .context = s};

    if (products == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < rows->count; i++)
        products[i] = product_of(&rows->at[i]);
    enum sc_status st = sc_match_rank(arena, s->ask->item, products, rows->count, &stats,
                                      s->ask->wishes, s->ask->top, &found.matches, &found.count);
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

enum sc_status match_find(struct sc_tx *tx, const struct match_ask *ask,
                          struct match_found *ret_found)
{
    struct sc_arena *arena = tx->rq->arena;
    uint64_t only = ask->item->gtin;
    struct search *s = sc_arena_zalloc(arena, sizeof *s);
    struct retail_match_candidates_rows rows;
    struct retail_word_total_row total;
    enum sc_status st;

    if (s == NULL)
        return SC_NO_MEMORY;
    *s = (struct search){.tx = tx, .ask = ask};
    if (ask->wishes != NULL && ask->wishes->pin != 0)
        only = ask->wishes->pin;
    if (only != 0) {
        struct retail_match_by_gtin_in in = {.gtin = (int64_t)only};
        st = retail_match_by_gtin_all(tx, &in, 1, &rows);
        return st != SC_OK ? st : rank(s, &rows, ret_found);
    }
    s->nears = sc_arena_array(arena, MATCH_NEARS, sizeof *s->nears);
    if (s->nears == NULL)
        return SC_NO_MEMORY;
    sc_match_text_add(&s->line, ask->item->folded);
    st = retail_word_total_one(tx, &total);
    if (st != SC_OK)
        return st;
    s->products = total.products;
    st = find_words(s);
    if (st == SC_OK)
        st = find_candidates(s, &rows);
    return st != SC_OK ? st : rank(s, &rows, ret_found);
}

enum sc_status match_learn(struct sc_tx *tx)
{
    struct retail_word_learn_row learnt;

    return retail_word_learn_one(tx, &learnt);
}
