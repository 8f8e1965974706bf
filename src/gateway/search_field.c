#include "gateway/search_field.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/item_text.h"
#include "domain/plan.h"
#include "retail/match_find.h"

enum {
    CURSOR_DIGITS = 32, /* hexadecimal: the score's bits, then the id */
};

static const struct sc_field in_fields[] = {
    SC_FIELD(struct search_in, text, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct search_in, store_ids, SC_FIELD_BIGINTS),
    SC_FIELD_MAYBE(struct search_in, first, SC_FIELD_INTEGER),
    SC_FIELD_OR_NULL(struct search_in, after, SC_FIELD_TEXT),
};
const struct sc_shape search_in_shape = SC_SHAPE(struct search_in, in_fields);

static const struct sc_field edge_fields[] = {
    SC_FIELD(struct search_edge, cursor, SC_FIELD_TEXT),
    SC_FIELD(struct search_edge, score, SC_FIELD_DOUBLE),
    SC_FIELD(struct search_edge, confidence, SC_FIELD_TEXT),
    SC_FIELD(struct search_edge, product_id, SC_FIELD_BIGINT),
};
static const struct sc_shape edge_shape = SC_SHAPE(struct search_edge, edge_fields);

static const struct sc_field page_info_fields[] = {
    SC_FIELD(struct search_page_info, has_next_page, SC_FIELD_BOOLEAN),
    SC_FIELD(struct search_page_info, has_previous_page, SC_FIELD_BOOLEAN),
    SC_FIELD_OR_NULL(struct search_page_info, start_cursor, SC_FIELD_TEXT),
    SC_FIELD_OR_NULL(struct search_page_info, end_cursor, SC_FIELD_TEXT),
};
static const struct sc_shape page_info_shape = SC_SHAPE(struct search_page_info, page_info_fields);

static const struct sc_field row_fields[] = {
    SC_FIELD_OF(struct search_row, edges, SC_FIELD_ROWS, &edge_shape),
    SC_FIELD_OF(struct search_row, page_info, SC_FIELD_ROW, &page_info_shape),
};
const struct sc_shape search_row_shape = SC_SHAPE(struct search_row, row_fields);

/* A place among the matches, which come by falling score, then by id. */
struct place {
    double score;
    int64_t id;
};

static struct sc_str cursor_of(struct sc_arena *arena, const struct sc_match *match)
{
    uint64_t bits;

    memcpy(&bits, &match->score, sizeof bits);
    return sc_arena_printf(arena, "%016" PRIx64 "%016" PRIx64, bits, (uint64_t)match->product->id);
}

static bool take_hex(struct sc_str digits, uint64_t *ret_value)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && !(c >= 'a' && c <= 'f'))
            return false;
        value = value << 4 | (uint64_t)(is_digit ? c - '0' : c - 'a' + 10);
    }
    *ret_value = value;
    return true;
}

static enum sc_status cursor_read(struct sc_request *rq, struct sc_str text,
                                  struct place *ret_place)
{
    const size_t half = CURSOR_DIGITS / 2;
    struct place place;
    uint64_t bits, id;

    if (text.len != CURSOR_DIGITS || !take_hex(sc_str_sub(text, 0, half), &bits) ||
        !take_hex(sc_str_sub(text, half, half), &id))
        return sc_fail(rq, SC_INVALID, "after: that is no cursor of this list");
    memcpy(&place.score, &bits, sizeof bits);
    place.id = (int64_t)id;
    *ret_place = place;
    return SC_OK;
}

static bool is_behind(const struct sc_match *match, const struct place *place)
{
    return match->score < place->score ||
           (match->score == place->score && match->product->id > place->id);
}

static enum sc_status find(struct sc_request *rq, struct sc_pg *pg, const struct search_in *in,
                           struct match_found *ret_found)
{
    struct sc_item_text item;
    enum sc_status st = sc_item_text_read(rq->arena, in->text, &item);
    struct match_ask ask = {
        .item = &item,
        .stores = in->store_ids.at,
        .store_count = in->has_store_ids ? in->store_ids.count : 0,
        .top = MATCH_CANDIDATES,
    };

    if (st == SC_INVALID)
        return sc_fail(rq, st, "text: there is nothing to look for in it, or over %d bytes",
                       SC_ITEM_TEXT_MAX);
    if (st == SC_OK && ask.store_count > SC_PLAN_STORES_MAX)
        return sc_fail(rq, SC_INVALID, "storeIds: at most %d, not %zu", SC_PLAN_STORES_MAX,
                       ask.store_count);
    if (st != SC_OK)
        return sc_fail(rq, st, "no memory for the words");
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    st = match_find(&tx, &ask, ret_found);
    return st == SC_OK ? st : sc_fail(rq, st, "the database could not answer");
}

/* The matches from number `begin` on, at most `count`. */
static enum sc_status tell(struct sc_request *rq, const struct match_found *found, size_t begin,
                           size_t count, struct search_row *ret_row)
{
    size_t left = found->count - begin, shown = left < count ? left : count;
    struct search_edge *edges = sc_arena_array(rq->arena, shown, sizeof *edges);
    struct search_page_info *info = sc_arena_zalloc(rq->arena, sizeof *info);

    if (edges == NULL || info == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for so many products");
    for (size_t i = 0; i < shown; i++) {
        const struct sc_match *match = &found->matches[begin + i];
        edges[i] = (struct search_edge){
            .cursor = cursor_of(rq->arena, match),
            .score = match->score,
            .confidence = sc_str_of(sc_match_confidence_name(match->confidence)),
            .product_id = match->product->id,
        };
        if (edges[i].cursor.at == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for so many products");
    }
    info->has_next_page = shown < left;
    if (shown > 0) {
        info->start_cursor = edges[0].cursor;
        info->end_cursor = edges[shown - 1].cursor;
    }
    info->has_previous_page = begin > 0;
    *ret_row = (struct search_row){{edges, shown}, info};
    return SC_OK;
}

enum sc_status gateway_search_products(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                       void *ret_row)
{
    const struct search_in *ask = in;
    int32_t first = ask->has_first ? ask->first : GATEWAY_SEARCH_PAGE;
    struct place after = {0};
    struct match_found found;
    size_t begin = 0;
    enum sc_status st = SC_OK;

    if (first < 0 || first > GATEWAY_SEARCH_PAGE_MAX)
        return sc_fail(rq, SC_INVALID, "first: must be 0 to %d, not %" PRId32,
                       GATEWAY_SEARCH_PAGE_MAX, first);
    if (ask->after.at != NULL)
        st = cursor_read(rq, ask->after, &after);
    if (st == SC_OK)
        st = find(rq, pg, ask, &found);
    if (st != SC_OK)
        return st;
    while (ask->after.at != NULL && begin < found.count &&
           !is_behind(&found.matches[begin], &after))
        begin++;
    return tell(rq, &found, begin, (size_t)first, ret_row);
}
