/* import.c - a file of deals: staged with the hash of each, then merged in a few statements. */
#include <sodium.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "deals/deals.h"
#include "deals/deals_rows.h"

enum {
    CONTENT_HASH = 32, /* bytes of BLAKE2b */
};

struct deals_import {
    struct sc_tx *tx;
    struct sc_request *rq;
    struct deals_place place;
    struct sc_copy copy;
    int64_t seq;
};

enum sc_status deals_import_begin(struct sc_tx *tx, const struct deals_place *place,
                                  struct deals_import **ret_import)
{
    struct deals_import *import = sc_arena_zalloc(tx->rq->arena, sizeof *import);

    if (import == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory to import deals");
    import->tx = tx;
    import->rq = tx->rq;
    import->place = *place;
    enum sc_status st = deals_stage_deal_create_exec(tx, NULL);
    if (st == SC_OK)
        st = deals_stage_deal_begin(tx, &import->copy);
    if (st == SC_OK)
        *ret_import = import;
    return st;
}

void deals_import_finish(struct deals_import *import)
{
    if (import != NULL)
        sc_copy_finish(&import->copy);
}

/* ---- the hash ---- */

static void hash_i64(crypto_generichash_state *state, int64_t value)
{
    crypto_generichash_update(state, (const unsigned char *)&value, sizeof value);
}

static void hash_text(crypto_generichash_state *state, struct sc_str text)
{
    hash_i64(state, (int64_t)text.len);
    crypto_generichash_update(state, (const unsigned char *)(text.len > 0 ? text.at : ""),
                              text.len);
}

static void hash_texts(crypto_generichash_state *state, struct sc_str_list texts)
{
    hash_i64(state, (int64_t)texts.count);
    for (size_t i = 0; i < texts.count; i++)
        hash_text(state, texts.at[i]);
}

/* All that the row says but for the store; and what its money and its local times mean. */
static void hash_row(const struct deals_place *place, const struct deals_stage_deal_in *row,
                     unsigned char ret_hash[CONTENT_HASH])
{
    const int64_t numbers[] = {
        row->count,
        row->get,
        row->value,
        row->min_grams,
        row->has_max_grams ? row->max_grams : SC_DEAL_NO_LIMIT,
        row->has_max_uses ? row->max_uses : SC_DEAL_NO_LIMIT,
        row->has_max_units ? row->max_units : SC_DEAL_NO_LIMIT,
        row->has_basket_min ? row->basket_min : SC_DEAL_NO_MIN,
        row->basket_min_counts_own,
        row->starts_at,
        row->starts_is_local,
        row->ends_at,
        row->ends_is_local,
    };
    const struct sc_str texts[] = {
        row->source_id, row->text,       row->kind,        row->unpriced_kind,
        row->coupon,    place->currency, place->time_zone,
    };
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, CONTENT_HASH);
    for (size_t i = 0; i < SC_COUNT(numbers); i++)
        hash_i64(&state, numbers[i]);
    for (size_t i = 0; i < SC_COUNT(texts); i++)
        hash_text(&state, texts[i]);
    hash_texts(&state, row->audiences);
    hash_texts(&state, row->codes);
    hash_texts(&state, row->get_codes);
    crypto_generichash_final(&state, ret_hash, CONTENT_HASH);
}

/* ---- a deal ---- */

static int by_text(const void *a, const void *b)
{
    return sc_str_cmp(*(const struct sc_str *)a, *(const struct sc_str *)b);
}

/* The texts in their order, each once, without those that are empty or too long. */
static enum sc_status sort_texts(struct sc_request *rq, const struct sc_str *texts, size_t count,
                                 size_t max_bytes, struct sc_str_list *ret_list)
{
    struct sc_str *sorted = sc_arena_array(rq->arena, count, sizeof *sorted);
    size_t kept = 0, once = 0;

    if (sorted == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a deal's products");
    for (size_t i = 0; i < count; i++)
        if (texts[i].len > 0 && texts[i].len <= max_bytes)
            sorted[kept++] = texts[i];
    if (kept > 0)
        qsort(sorted, kept, sizeof *sorted, by_text);
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || !sc_str_eq(sorted[i], sorted[i - 1]))
            sorted[once++] = sorted[i];
    *ret_list = (struct sc_str_list){.at = sorted, .count = once};
    return SC_OK;
}

/* Codes and audiences come in any order: a retailer lists the same deal otherwise in each store. */
static enum sc_status put_lists(struct deals_import *import, const struct deals_offer *offer,
                                struct deals_stage_deal_in *row)
{
    const struct sc_deal *terms = &offer->terms;
    enum sc_status st =
        sort_texts(import->rq, offer->codes, offer->code_count, DEALS_CODE_MAX, &row->codes);

    if (st == SC_OK)
        st = sort_texts(import->rq, offer->get_codes, offer->get_code_count, DEALS_CODE_MAX,
                        &row->get_codes);
    if (st == SC_OK)
        st = sort_texts(import->rq, terms->audiences, terms->audience_count, DEALS_NAME_MAX,
                        &row->audiences);
    return st;
}

static struct sc_str absent_if_empty(struct sc_str text)
{
    return text.len > 0 ? text : (struct sc_str){0};
}

static void put_terms(const struct deals_offer *offer, struct deals_stage_deal_in *row)
{
    const struct sc_deal *terms = &offer->terms;

    row->source_id = terms->id;
    row->text = offer->text.at != NULL ? sc_utf8_cut(offer->text, DEALS_TEXT_MAX) : SC_STR("");
    row->kind = sc_deal_kind_name(terms->kind);
    row->unpriced_kind = absent_if_empty(offer->unpriced_kind);
    row->count = terms->count;
    row->get = terms->get;
    row->value = terms->value;
    row->min_grams = terms->min_grams;
    row->max_grams = terms->max_grams;
    row->has_max_grams = terms->max_grams != SC_DEAL_NO_LIMIT;
    row->max_uses = terms->max_uses;
    row->has_max_uses = terms->max_uses != SC_DEAL_NO_LIMIT;
    row->max_units = terms->max_units;
    row->has_max_units = terms->max_units != SC_DEAL_NO_LIMIT;
    row->basket_min = terms->basket_min;
    row->has_basket_min = terms->basket_min != SC_DEAL_NO_MIN;
    row->basket_min_counts_own = terms->basket_min_counts_own;
    row->starts_at = terms->starts_us;
    row->starts_is_local = offer->starts_is_local && terms->starts_us != SC_DEAL_ALWAYS_FROM;
    row->ends_at = terms->ends_us;
    row->ends_is_local = offer->ends_is_local && terms->ends_us != SC_DEAL_ALWAYS_TO;
    row->coupon = absent_if_empty(terms->coupon);
}

static const char *why_not(const struct deals_import *import, const struct deals_offer *offer)
{
    bool has_store = offer->is_everywhere || offer->store_code.len > 0;

    if (offer->terms.id.len == 0 || offer->terms.id.len > DEALS_NAME_MAX ||
        offer->terms.coupon.len > DEALS_NAME_MAX || offer->unpriced_kind.len > DEALS_NAME_MAX)
        return "bad_deal";
    if (offer->code_count > DEALS_CODES_MAX || offer->get_code_count > DEALS_CODES_MAX)
        return "too_long";
    if (!has_store && import->place.store_id == 0)
        return "no_store";
    return NULL;
}

enum sc_status deals_import_offer(struct deals_import *import, const struct deals_offer *offer,
                                  const char **ret_why)
{
    const char *why = why_not(import, offer);
    unsigned char hash[CONTENT_HASH];

    if (why != NULL) {
        *ret_why = why;
        return SC_OK;
    }
    struct sc_arena_mark mark = sc_arena_mark(import->rq->arena);
    struct deals_stage_deal_in row = {
        .seq = ++import->seq,
        .line = offer->line,
        .store_code = absent_if_empty(offer->store_code),
        .is_everywhere = offer->is_everywhere,
    };
    put_terms(offer, &row);
    enum sc_status st = put_lists(import, offer, &row);
    if (st != SC_OK)
        return st;
    hash_row(&import->place, &row, hash);
    row.content_hash = (struct sc_str){.at = (const char *)hash, .len = sizeof hash};
    st = deals_stage_deal_put(&import->copy, &row);
    if (st != SC_OK)
        return st;
    sc_arena_rewind(import->rq->arena, mark);
    *ret_why = NULL;
    return SC_OK;
}

/* ---- the merge ---- */

static enum sc_status merge(struct deals_import *import, bool is_whole, struct deals_counts *counts)
{
    const struct deals_place *place = &import->place;
    bool has_store = place->store_id != 0;
    bool ends = is_whole && place->is_full;
    struct deals_deal_add_in add = {place->retailer_id, place->time_zone};
    struct deals_deal_store_put_in put = {place->retailer_id, place->store_id, has_store,
                                          place->source, place->observed_at_us};
    struct deals_deal_store_end_in end = {place->retailer_id, place->store_id, has_store,
                                          place->source, place->observed_at_us};
    struct deals_deal_chain_put_in chain = {place->retailer_id, place->source,
                                            place->observed_at_us, ends};
    struct deals_deal_store_put_row in_stores = {0};
    struct deals_deal_chain_put_row everywhere = {0};
    struct deals_deal_store_end_row ended = {0};
    enum sc_status st = deals_deal_add_exec(import->tx, &add, NULL);

    if (st == SC_OK)
        st = deals_deal_store_put_one(import->tx, &put, &in_stores);
    if (st == SC_OK)
        st = deals_deal_chain_put_one(import->tx, &chain, &everywhere);
    if (st == SC_OK && ends)
        st = deals_deal_store_end_one(import->tx, &end, &ended);
    counts->deals = in_stores.deals + everywhere.deals;
    counts->ended = ended.deals + everywhere.ended;
    return st;
}

/* Deals that a later one replaces, being counted. */
struct repeats {
    const struct deals_end *end;
    int64_t count;
};

static enum sc_status on_repeat(void *context, const struct deals_stage_deal_last_row *row)
{
    struct repeats *repeats = context;

    repeats->count++;
    repeats->end->repeated(repeats->end->context, row->line, row->source_id);
    return SC_OK;
}

enum sc_status deals_import_merge(struct deals_import *import, const struct deals_end *end,
                                  struct deals_counts *ret_counts)
{
    struct deals_counts counts = {0};
    struct repeats repeats = {.end = end};
    enum sc_status st = sc_copy_end(&import->copy, NULL);

    if (st == SC_OK)
        st = deals_stage_deal_analyze_exec(import->tx, NULL);
    if (st == SC_OK)
        st = deals_stage_deal_last_each(import->tx, on_repeat, &repeats);
    if (st == SC_OK)
        st = merge(import, end->is_whole, &counts);
    if (st != SC_OK)
        return st;
    counts.unchanged = import->seq - repeats.count - counts.deals;
    *ret_counts = counts;
    return SC_OK;
}

enum sc_status deals_settle(struct sc_tx *tx)
{
    return deals_deal_settle_exec(tx, NULL);
}
