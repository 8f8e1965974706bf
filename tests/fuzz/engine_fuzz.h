/*
 * engine_fuzz.h - what the fuzz targets of both engines share: a small budget, and a reader of
 * what they write.
 */
#ifndef SC_TESTS_FUZZ_ENGINE_FUZZ_H
#define SC_TESTS_FUZZ_ENGINE_FUZZ_H

#include <assert.h>
#include <stdint.h>

#include "base/json_in.h"
#include "base/json_out.h"
#include "domain/price.h"

enum {
    FUZZ_LOOKS_MAX = 8, /* times the engine may ask before it must stop: some thousand steps */
    FUZZ_ARENA_CAP = 256 * 1024 * 1024,
    FUZZ_OUTPUT_MAX = 16 * 1024 * 1024,
};

static inline bool fuzz_is_spent(void *looks)
{
    return ++*(int *)looks >= FUZZ_LOOKS_MAX;
}

/* A refusal says in one line what is wrong. */
static inline void fuzz_refusal(const struct sc_json_in *in)
{
    struct sc_str words = sc_json_in_words(in);

    assert(words.len > 0 && sc_str_find_char(words, '\n') < 0);
}

/* What was written is JSON that we would read ourselves. */
static inline void fuzz_output(struct sc_arena *arena, const struct sc_buf *written)
{
    struct sc_json_in in;
    struct sc_json root;

    assert(!written->failed);
    sc_json_in_parse(&in, arena, sc_buf_str(written), &root);
    assert(sc_json_in_object(&root) > 0);
    assert(sc_json_in_status(&in) == SC_OK || written->len > SC_JSON_IN_BYTES_MAX);
}

/* What holds of every answer about a basket, exact or not. */
static inline void fuzz_basket(const struct sc_price_request *request,
                               const struct sc_price_answer *answer)
{
    int64_t shelf = 0, pays = 0, deposits = 0, saved = 0, cut = 0;
    int64_t left[SC_PRICE_LINES_MAX];

    for (size_t i = 0; i < request->line_count; i++) {
        const struct sc_basket_line *line = &request->lines[i];

        left[i] = line->amount;
        shelf += sc_price_shelf(line);
        deposits += line->is_weighed ? 0 : line->deposit_minor * line->amount;
        assert(answer->lines[i].shelf_minor == sc_price_shelf(line));
        assert(answer->lines[i].pays_minor >= 0);
        pays += answer->lines[i].pays_minor;
    }
    for (size_t u = 0; u < answer->use_count; u++) {
        const struct sc_price_use *use = &answer->uses[u];

        assert(use->deal < request->deal_count && use->times >= 1 && use->saves_minor >= 0);
        const struct sc_deal *deal = &request->deals[use->deal];
        assert(sc_deal_is_available(deal, &request->shopper, request->at_us));
        assert(use->times <= deal->max_uses || sc_deal_is_basket_kind(deal->kind));
        for (size_t other = 0; other < u; other++)
            assert(answer->uses[other].deal != use->deal);
        if (sc_deal_is_basket_kind(deal->kind)) {
            assert(u == answer->use_count - 1 && use->take_count == 0 && use->times == 1);
            cut = use->saves_minor;
            assert(use->pays_minor == pays - cut);
            continue;
        }
        int64_t units = 0;
        for (size_t t = 0; t < use->take_count; t++) {
            const struct sc_price_take *take = &use->takes[t];

            assert(take->line < request->line_count && take->amount >= 1);
            assert(request->lines[take->line].is_weighed == (deal->kind == SC_DEAL_WEIGHT_PRICE));
            left[take->line] -= take->amount; /* a unit is taken by one deal at most */
            assert(left[take->line] >= 0);
            units += take->amount;
        }
        assert(deal->kind == SC_DEAL_WEIGHT_PRICE || units <= deal->max_units);
        saved += use->saves_minor;
    }
    assert(shelf - saved == pays);
    assert(answer->deposits_minor == deposits);
    assert(answer->shelf_total_minor == shelf + deposits);
    assert(answer->total_minor == pays - cut + deposits);
    assert(answer->bound_minor <= answer->total_minor);
    assert(!answer->is_exact || answer->bound_minor == answer->total_minor);
}

/* Reads, answers, checks and writes one document; false: it was refused, or there was no memory. */
typedef bool (*fuzz_answer_fn)(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                               struct sc_work_limit limit, struct sc_json_out *out);

static inline int fuzz_document(const uint8_t *data, size_t size, fuzz_answer_fn answer)
{
    struct sc_arena *arena = sc_arena_create(FUZZ_ARENA_CAP);
    struct sc_str text = {.at = (const char *)data, .len = size};
    struct sc_json_in in;
    struct sc_json_out out;
    struct sc_buf written;
    int looks = 0;
    const struct sc_work_limit limit = {.is_spent = fuzz_is_spent, .context = &looks};

    assert(arena != NULL);
    sc_buf_init(&written, FUZZ_OUTPUT_MAX);
    sc_json_init(&out, &written);
    if (answer(&in, arena, text, limit, &out))
        fuzz_output(arena, &written);
    else if (sc_json_in_status(&in) == SC_INVALID)
        fuzz_refusal(&in);
    sc_buf_finish(&written);
    sc_arena_destroy(arena);
    return 0;
}

#endif
