#include "domain/match.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "domain/match_words.h"

/*
 * Found by coordinate search on the even half of the benchmark (bench/match.c),
 * each rounded to where the result no longer moves.
 */
static const double QUERY_SHARE = 0.74;  /* of the words' score: the line's words found */
static const double WORDS_SHARE = 0.55;  /* of the score that no size can take away */
static const double HEAD_BONUS = 0.03;   /* the text begins with a word of the line */
static const double SHOPS_BONUS = 0.01;  /* sold by many: decides between equals */
static const double UNKNOWN_WORD = 0.85; /* weight of a word no product has, of the heaviest */
static const double SHORT_WORD = 0.4;    /* "s", "za", "od": against longer ones as rare */
static const double NO_SIZE = 0.66;      /* the line has a size, the product says none */
/* How well sizes agree: one rounded, the one near the other, a small multiple of it. */
static const double ROUNDED = 0.9, NEAR = 0.2, MULTIPLE = 0.45;
/* Least agreement of words that is sure, and that may be it. */
static const double GOOD = 0.66, FAIR = 0.46;
static const double SAME_KIND = 0.85; /* of what the best has of the line's words */

/* The line, ready to be compared. */
struct query {
    const struct sc_item_text *item;
    struct sc_match_text text;
    double weights[SC_MATCH_WORDS_MAX];
    double total;
};

static double weight_of(const struct sc_match_stats *stats, struct sc_str word)
{
    int64_t count = stats->count(stats->context, word);
    double rarest = log(1.0 + (double)stats->products);

    if (count <= 0)
        return rarest * UNKNOWN_WORD;
    double letters = word.len < 3 ? SHORT_WORD : 1;
    return letters * log(1.0 + (double)stats->products / (double)count);
}

static void prepare(const struct sc_item_text *item, const struct sc_match_stats *stats,
                    struct query *ret_query)
{
    struct query *q = ret_query;
    bool is_one_piece =
        item->unit != NULL && item->unit->size == SC_SIZE_PIECE && item->amount_milli <= 1000;

    *q = (struct query){.item = item};
    sc_match_text_add(&q->text, item->folded);
    if (item->size_milli > 0)
        sc_match_text_add_size(&q->text, item->size_unit, item->size_milli);
    else if (item->unit != NULL && !item->unit->is_package && !is_one_piece)
        sc_match_text_add_size(&q->text, item->unit->size, item->amount_milli);
    if (item->pack_count > 0)
        sc_match_text_add_size(&q->text, SC_SIZE_PIECE, item->pack_count * INT64_C(1000));
    for (int i = 0; i < q->text.word_count; i++) {
        q->weights[i] = weight_of(stats, q->text.words[i]);
        q->total += q->weights[i];
    }
}

/* How alike the texts are, and how much of the line the product has. */
struct alike {
    double words;  /* 0..1, both ways */
    double spoken; /* 0..1, the line's words only */
};

static struct alike compare_words(const struct query *q, const struct sc_match_text *text,
                                  const struct sc_match_stats *stats)
{
    double best_of_doc[SC_MATCH_WORDS_MAX] = {0};
    double found = 0, doc_found = 0, doc_total = 0;

    for (int i = 0; i < q->text.word_count; i++) {
        double best = 0;

        for (int j = 0; j < text->word_count; j++) {
            double alike = sc_match_word_likeness(q->text.words[i], text->words[j]);

            best = alike > best ? alike : best;
            if (alike > best_of_doc[j])
                best_of_doc[j] = alike;
        }
        found += best * q->weights[i];
    }
    for (int j = 0; j < text->word_count; j++) {
        double weight = weight_of(stats, text->words[j]);

        doc_found += best_of_doc[j] * weight;
        doc_total += weight;
    }
    if (q->total <= 0 || doc_total <= 0)
        return (struct alike){0};
    double spoken = found / q->total;
    double both = QUERY_SHARE * spoken + (1 - QUERY_SHARE) * doc_found / doc_total;
    return (struct alike){.words = (1 - HEAD_BONUS) * both + HEAD_BONUS * best_of_doc[0],
                          .spoken = spoken};
}

/* 1 equal, down to 0; -1 when the two cannot be compared. */
static double compare_size(struct sc_match_size a, struct sc_match_size b)
{
    bool is_fluid =
        (int)a.unit + (int)b.unit == SC_SIZE_G + SC_SIZE_ML; /* shops weigh yoghurt, and pour it */
    int64_t low = a.milli < b.milli ? a.milli : b.milli;
    int64_t high = a.milli < b.milli ? b.milli : a.milli;

    if (a.unit != b.unit && !is_fluid)
        return -1;
    double same = is_fluid && a.unit != b.unit ? 0.9 : 1;
    double ratio = (double)low / (double)high;
    if (ratio > 0.985)
        return same;
    bool is_rounded = (a.unit == SC_SIZE_G || a.unit == SC_SIZE_ML) && high - low <= 5000;
    if (is_rounded && ratio > 0.85)
        return same * ROUNDED; /* "0.09 kg" is what a list makes of 85 g */
    if (ratio > 0.85)
        return same * NEAR;
    return high % low == 0 && high / low <= 6 ? same * MULTIPLE : 0;
}

/* The best agreement of any two sizes; -1: one side says none that compares. */
static double compare_sizes(const struct sc_match_text *a, const struct sc_match_text *b)
{
    double best = -1;

    for (int i = 0; i < a->size_count; i++)
        for (int j = 0; j < b->size_count; j++) {
            double same = compare_size(a->sizes[i], b->sizes[j]);

            best = same > best ? same : best;
        }
    return best;
}

static bool wants_weight(const struct sc_item_text *item)
{
    return item->unit != NULL && item->unit->size == SC_SIZE_G;
}

static enum sc_match_confidence confidence_of(double words)
{
    if (words >= GOOD)
        return SC_MATCH_HIGH;
    return words >= FAIR ? SC_MATCH_DOUBTFUL : SC_MATCH_NONE;
}

static struct sc_match judge(const struct query *q, const struct sc_match_product *product,
                             const struct sc_match_stats *stats)
{
    struct sc_match_text text = {0};
    struct sc_match match = {.product = product};
    double size = -1;

    sc_match_text_add(&text, product->name);
    sc_match_text_add(&text, product->brand);
    if (text.word_count == 0)
        return match;
    sc_match_text_add_size(&text, product->size_unit, product->size_milli);
    if (product->pack_count > 1)
        sc_match_text_add_size(&text, SC_SIZE_PIECE, product->pack_count * INT64_C(1000));
    struct alike alike = compare_words(q, &text, stats);
    if (product->is_weighed && wants_weight(q->item))
        size = 1; /* any weight can be had */
    else if (q->text.size_count > 0)
        size = compare_sizes(&q->text, &text);
    if (size >= 0)
        match.score = alike.words * (WORDS_SHARE + (1 - WORDS_SHARE) * size);
    else
        match.score = alike.words * (q->text.size_count > 0 ? NO_SIZE : 1);
    double shops = product->shops > 0 ? 1 - 1.0 / (1 + product->shops) : 0;
    match.score *= 1 - SHOPS_BONUS + SHOPS_BONUS * shops;
    match.spoken = alike.spoken;
    match.confidence = confidence_of(alike.words);
    return match;
}

/* Packages of `each` that reach `wanted` together; both above 0. */
static void fill_by(int64_t wanted, int64_t each, struct sc_match *match)
{
    match->fill = (wanted + each - 1) / each;
    /* a list rounds sizes: 993 ml of a litre is the litre */
    if (match->fill > 1 && (match->fill - 1) * each * 100 >= wanted * 98)
        match->fill--;
    match->fill_is_doubtful =
        match->fill * each * 2 > wanted * 3 || match->fill > SC_ITEM_COUNT_MAX;
}

static int64_t pieces_of(const struct sc_match_product *product)
{
    if (product->pack_count > 1)
        return product->pack_count;
    return product->size_unit == SC_SIZE_PIECE ? product->size_milli / 1000 : 1;
}

static void set_fill_by_count(const struct sc_item_text *item,
                              const struct sc_match_product *product, struct sc_match *match)
{
    bool is_pieces = item->unit != NULL && !item->unit->is_package;
    int64_t wanted = is_pieces ? item->amount_milli : item->quantity_milli;
    int64_t pieces = pieces_of(product);

    match->fill = (wanted + 999) / 1000;
    if (product->is_weighed) {
        match->fill_is_doubtful = true; /* nobody said how heavy one of them is */
        match->fill_is_grams = true;
        match->fill = match->fill * 1000;
    } else if (pieces > 1 && (item->unit == NULL || is_pieces) && item->has_quantity &&
               (is_pieces || wanted > 1000) && wanted * 2 >= pieces * 1000) {
        match->fill = (wanted + pieces * 1000 - 1) / (pieces * 1000);
    }
}

static void set_fill(const struct sc_item_text *item, struct sc_match *match)
{
    const struct sc_match_product *product = match->product;
    bool is_measure = item->unit != NULL && item->unit->size != SC_SIZE_PIECE;

    match->fill = 1;
    if (is_measure && product->is_weighed && item->unit->size == SC_SIZE_G) {
        match->fill_is_grams = true;
        match->fill = item->amount_milli < 1000 ? 1 : item->amount_milli / 1000;
    } else if (is_measure && product->size_unit == item->unit->size && product->size_milli > 0) {
        fill_by(item->amount_milli, product->size_milli, match);
    } else if (is_measure) {
        match->fill_is_doubtful = true; /* the shop does not say how much is in one */
    } else if (item->size_milli > 0 && product->size_unit == item->size_unit &&
               product->size_milli > 0) {
        int64_t count = (item->quantity_milli + 999) / 1000;
        fill_by(item->size_milli * count, product->size_milli, match);
    } else {
        set_fill_by_count(item, product, match);
    }
}

static bool is_refused(const struct sc_match_wishes *wishes, uint64_t gtin)
{
    for (size_t i = 0; wishes != NULL && i < wishes->refused_count; i++)
        if (wishes->refused[i] == gtin)
            return true;
    return false;
}

static int by_score(const void *a, const void *b)
{
    const struct sc_match *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return (x->product->id > y->product->id) - (x->product->id < y->product->id);
}

/* Of one kind: the same category, where both shops tell one. */
static bool is_same_kind(const struct sc_match *match, const struct sc_match *best)
{
    struct sc_str a = match->product->category, b = best->product->category;

    return match->confidence != SC_MATCH_NONE && match->spoken >= best->spoken * SAME_KIND &&
           (a.len == 0 || b.len == 0 || sc_str_eq(a, b));
}

enum sc_status sc_match_rank(struct sc_arena *arena, const struct sc_item_text *item,
                             const struct sc_match_product *products, size_t count,
                             const struct sc_match_stats *stats,
                             const struct sc_match_wishes *wishes, size_t top,
                             const struct sc_match **ret_matches, size_t *ret_count)
{
    struct query *q = sc_arena_alloc(arena, sizeof *q);
    struct sc_match *all = sc_arena_array(arena, count, sizeof *all);
    uint64_t only = wishes != NULL && wishes->pin != 0 ? wishes->pin : item->gtin;
    int64_t only_id = wishes != NULL ? wishes->pin_id : 0;
    size_t kept = 0;

    assert(stats != NULL && stats->products > 0);
    if (q == NULL || all == NULL)
        return SC_NO_MEMORY;
    prepare(item, stats, q);
    for (size_t i = 0; i < count; i++) {
        const struct sc_match_product *product = &products[i];

        if (is_refused(wishes, product->gtin) ||
            (only_id != 0 ? product->id != only_id : only != 0 && product->gtin != only))
            continue;
        struct sc_match exactly = {.product = product, .score = 1, .spoken = 1};
        all[kept] = only != 0 || only_id != 0 ? exactly : judge(q, product, stats);
        kept += all[kept].score > 0 ? 1 : 0;
    }
    qsort(all, kept, sizeof *all, by_score);
    if (kept > top)
        kept = top;
    for (size_t i = 0; i < kept; i++) {
        all[i].would_do = is_same_kind(&all[i], &all[0]);
        set_fill(item, &all[i]);
    }
    *ret_matches = all;
    *ret_count = kept;
    return SC_OK;
}

const char *sc_match_confidence_name(enum sc_match_confidence confidence)
{
    switch (confidence) {
    case SC_MATCH_HIGH:
        return "high";
    case SC_MATCH_DOUBTFUL:
        return "doubtful";
    case SC_MATCH_NONE:
        return "none";
    }
    return "none";
}
