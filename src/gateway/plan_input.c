#include "gateway/plan_input.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/json_out.h"
#include "base/time.h"
#include "domain/deal_json.h"
#include "domain/gtin.h"
#include "gateway/where_input.h"
#include "gateway/where_note.h"
#include "graphql/id.h"

enum {
    VERSION_BYTES = 16,
    SECOND_US = 1000 * 1000,
};

static const struct sc_field in_fields[] = {
    SC_FIELD(struct plan_input_in, list_id, SC_FIELD_BIGINT),
    SC_FIELD_OF_OR_NULL(struct plan_input_in, input, SC_FIELD_ROW, &where_input_shape),
    SC_FIELD_OR_NULL(struct plan_input_in, have, SC_FIELD_TEXT),
};
const struct sc_shape plan_input_in_shape = SC_SHAPE(struct plan_input_in, in_fields);

static const struct sc_field row_fields[] = {
    SC_FIELD(struct plan_input_row, version, SC_FIELD_TEXT),
    SC_FIELD(struct plan_input_row, at, SC_FIELD_TIMESTAMPTZ),
    SC_FIELD_OR_NULL(struct plan_input_row, document, SC_FIELD_TEXT),
    SC_FIELD_OF(struct plan_input_row, notes, SC_FIELD_ROWS, &where_note_shape),
};
const struct sc_shape plan_input_row_shape = SC_SHAPE(struct plan_input_row, row_fields);

/* A pack being written. */
struct pack {
    struct sc_request *rq;
    const struct gateway_where_ask *ask;
    const struct gateway_where *where;
    const struct sc_where_facts *facts;
    struct sc_str *names; /* of each item, in the document; absent: no line takes it, or nobody
                             here sells it */
    struct sc_json_out out;
    size_t wide_deals; /* left out: about more than the document can name */
};

/* What one store sells: products of others are not in its deals. */
struct counter {
    const struct pack *pack;
    const struct sc_where_store *store;
};

/* The API's id of an object with this tag. */
static void put_id(struct pack *p, const char *key, const char *tag, int64_t id)
{
    static const struct sc_field number = {"id", SC_FIELD_BIGINT, false, 0, 0, NULL};
    const struct sc_field *keys[] = {&number};
    const struct sc_gql_id_form form = {sc_str_of(tag), keys, 1};
    struct sc_buf text;

    sc_buf_init(&text, SC_GQL_ID_MAX);
    sc_gql_id_put(&text, &form, &(union sc_key_part){.number = id});
    sc_json_key_str(&p->out, key, sc_buf_str(&text));
    sc_buf_finish(&text);
}

/* Items that some line takes and some store sells, by their ids. */
static enum sc_status name_items(struct pack *p)
{
    bool *is_sold = sc_arena_array(p->rq->arena, p->facts->item_count, sizeof *is_sold);

    p->names = sc_arena_array(p->rq->arena, p->facts->item_count, sizeof *p->names);
    if (is_sold == NULL || p->names == NULL)
        return SC_NO_MEMORY;
    for (size_t s = 0; s < p->facts->store_count; s++)
        for (size_t i = 0; i < p->facts->stores[s].price_count; i++)
            is_sold[p->facts->stores[s].prices[i].item] = true;
    for (size_t l = 0; l < p->facts->line_count; l++)
        for (size_t a = 0; a < p->facts->lines[l].accept_count; a++) {
            uint32_t item = p->facts->lines[l].accepts[a].item;
            if (!is_sold[item] || p->names[item].at != NULL)
                continue;
            p->names[item] = sc_arena_printf(p->rq->arena, "%" PRId64, p->facts->items[item].id);
            if (p->names[item].at == NULL)
                return SC_NO_MEMORY;
        }
    return SC_OK;
}

/* For its deals: an item that is sold here, and that some line takes. */
static struct sc_str name_here(const void *context, uint32_t item)
{
    const struct counter *c = context;

    return sc_where_price_of(c->store, item) != NULL ? c->pack->names[item] : (struct sc_str){0};
}

static void write_line(struct pack *p, size_t number)
{
    const struct sc_where_line *line = &p->facts->lines[number];
    struct sc_json_out *out = &p->out;

    sc_json_object(out);
    sc_json_key_str(out, "id", p->ask->lines[number].item_id);
    sc_json_key_str(out, "text", line->text);
    sc_json_key_str(out, "confidence", sc_str_of(sc_match_confidence_name(line->confidence)));
    if (line->problem.at != NULL)
        sc_json_key_str(out, "problem", line->problem);
    sc_json_key_i64(out, "units", 1); /* each that would do says how much fills the line */
    sc_json_key(out, SC_STR("accept"));
    sc_json_array(out);
    for (size_t a = 0; a < line->accept_count; a++) {
        const struct sc_where_accept *accept = &line->accepts[a];
        const struct sc_where_item *item = &p->facts->items[accept->item];
        if (p->names[accept->item].at == NULL)
            continue;
        sc_json_object(out);
        sc_json_key_str(out, "product", p->names[accept->item]);
        sc_json_key_i64(out, item->is_weighed ? "grams" : "units", accept->amount);
        if (accept->amount_is_doubtful)
            sc_json_key_bool(out, "doubtful", true);
        sc_json_object_end(out);
    }
    sc_json_array_end(out);
    sc_json_object_end(out);
}

static void write_price(struct pack *p, const struct sc_where_price *price)
{
    struct sc_json_out *out = &p->out;

    sc_json_key(out, p->names[price->item]);
    sc_json_object(out);
    if (p->facts->items[price->item].is_weighed) {
        sc_json_key_i64(out, "price_per_kg", price->price_minor);
    } else {
        sc_json_key_i64(out, "unit_price", price->price_minor);
        if (price->deposit_minor != 0)
            sc_json_key_i64(out, "deposit", price->deposit_minor);
    }
    if (price->special != SC_WHERE_NO_SPECIAL) {
        if (price->regular_minor != 0)
            sc_json_key_i64(out, "regular", price->regular_minor);
        sc_json_key_time(out, "special_to_local", price->special_to_local_us);
    }
    if (price->is_outlier)
        sc_json_key_bool(out, "outlier", true);
    sc_json_key_time(out, "confirmed", price->seen_us);
    sc_json_key_str(out, "source", price->source);
    sc_json_object_end(out);
}

static size_t count_here(const struct counter *c, const uint32_t *items, size_t item_count)
{
    size_t count = 0;

    for (size_t i = 0; i < item_count; i++)
        count += name_here(c, items[i]).at != NULL ? 1 : 0;
    return count;
}

/* What it can take of is sold here, or it is of the whole basket; and the document can say it. */
static bool is_of_use(struct pack *p, const struct sc_where_store *store,
                      const struct sc_deal *deal)
{
    const struct counter here = {p, store};
    size_t items = count_here(&here, deal->items, deal->item_count);
    bool is_wide = items > SC_JSON_TEXTS_MAX ||
                   count_here(&here, deal->get_items, deal->get_item_count) > SC_JSON_TEXTS_MAX;

    if (sc_deal_is_basket_kind(deal->kind))
        return true;
    p->wide_deals += is_wide ? 1 : 0;
    return items > 0 && !is_wide;
}

static void write_deals(struct pack *p, const struct sc_where_store *store)
{
    const struct counter counter = {p, store};
    struct sc_json_out *out = &p->out;

    sc_json_key(out, SC_STR("deals"));
    sc_json_array(out);
    for (size_t d = 0; d < store->deal_count; d++) {
        if (!is_of_use(p, store, &store->deals[d]))
            continue;
        sc_json_object(out);
        sc_json_write_deal(out, &store->deals[d], name_here, &counter);
        sc_json_key_str(out, "text", store->offers[d].text);
        sc_json_key_str(out, "words", store->offers[d].words);
        sc_json_object_end(out);
    }
    sc_json_array_end(out);
}

static void write_store(struct pack *p, const struct sc_where_store *store)
{
    struct sc_json_out *out = &p->out;

    sc_json_object(out);
    put_id(p, "id", "s", store->id);
    sc_json_key_str(out, "retailer", store->retailer_name);
    sc_json_key_str(out, "name", store->name);
    sc_json_key_str(out, "address", store->address);
    sc_json_key_str(out, "city", store->city);
    if (store->has_distance)
        sc_json_key_i64(out, "distance_m", store->distance_m);
    sc_json_key_i64(out, "visit_cost", store->visit_minor);
    sc_json_key(out, SC_STR("prices"));
    sc_json_object(out);
    for (size_t i = 0; i < store->price_count; i++)
        if (p->names[store->prices[i].item].at != NULL)
            write_price(p, &store->prices[i]);
    sc_json_object_end(out);
    write_deals(p, store);
    sc_json_object_end(out);
}

/* What is behind the products of lines and prices, to be shown. */
static void write_items(struct pack *p)
{
    struct sc_json_out *out = &p->out;

    sc_json_key(out, SC_STR("items"));
    sc_json_object(out);
    for (size_t i = 0; i < p->facts->item_count; i++) {
        const struct sc_where_item *item = &p->facts->items[i];
        char gtin[SC_GTIN_TEXT];
        if (p->names[i].at == NULL)
            continue;
        sc_json_key(out, p->names[i]);
        sc_json_object(out);
        put_id(p, "product", "p", item->product_id);
        sc_json_key_str(out, "name", item->name);
        sc_json_key_str(out, "brand", item->brand);
        if (item->gtin != 0) {
            sc_gtin_write(item->gtin, gtin);
            sc_json_key_str(out, "gtin", sc_str_of(gtin));
        }
        sc_json_object_end(out);
    }
    sc_json_object_end(out);
}

/* The earliest end of a special price, after which the shelf says something else. */
static int64_t good_until_us(const struct sc_where_facts *facts)
{
    int64_t until_us = INT64_MAX;

    for (size_t s = 0; s < facts->store_count; s++) {
        const struct sc_where_store *store = &facts->stores[s];
        for (size_t i = 0; i < store->price_count; i++) {
            int64_t local_us = store->prices[i].special_to_local_us;
            if (store->prices[i].special != SC_WHERE_SPECIAL_ON || local_us == INT64_MAX)
                continue;
            int64_t end_us = local_us - (store->at_local_us - facts->at_us);
            until_us = end_us < until_us ? end_us : until_us;
        }
    }
    return until_us;
}

/* All but the time, which stands before it. */
static void write_rest(struct pack *p)
{
    struct sc_json_out *out = &p->out;

    sc_json_key_time(out, "good_until", good_until_us(p->facts));
    sc_json_key_str(out, "currency", p->where->currency);
    sc_json_key_i64(out, "decimals", p->where->places);
    sc_json_write_shopper(out, &p->facts->shopper);
    sc_json_key_i64(out, "max_stores", p->facts->max_stores);
    sc_json_key_i64(out, "missing_cost", p->facts->missing_minor);
    sc_json_key_i64(out, "budget_ms", p->ask->budget_ms);
    sc_json_key(out, SC_STR("lines"));
    sc_json_array(out);
    for (size_t i = 0; i < p->facts->line_count; i++)
        write_line(p, i);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("stores"));
    sc_json_array(out);
    for (size_t s = 0; s < p->facts->store_count; s++)
        write_store(p, &p->facts->stores[s]);
    sc_json_array_end(out);
    write_items(p);
}

static struct sc_str version_of(struct sc_arena *arena, struct sc_str rest)
{
    uint8_t hash[VERSION_BYTES];
    char text[2 * VERSION_BYTES + 1];

    crypto_generichash(hash, sizeof hash, (const uint8_t *)rest.at, rest.len, NULL, 0);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    return sc_arena_str(arena, sc_str_of(text));
}

/* Those of the facts, and what the document itself leaves out. */
static struct sc_rows all_notes(const struct pack *p)
{
    struct where_notes *notes = p->where->notes;

    if (p->wide_deals > 0)
        where_notes_add(notes, p->rq->arena,
                        (struct where_about){WHERE_TOO_WIDE_DEALS, .count = (int64_t)p->wide_deals},
                        "Left out: %zu deal%s, each about more than %d of the products here.",
                        p->wide_deals, p->wide_deals == 1 ? "" : "s", SC_JSON_TEXTS_MAX);
    return (struct sc_rows){notes->at, notes->count};
}

/* Writes the document into `buf`, and tells of it. */
static enum sc_status tell(struct pack *p, struct sc_buf *buf, struct sc_str have,
                           struct plan_input_row *ret_row)
{
    struct sc_arena *arena = p->rq->arena;
    struct plan_input_row row = {.at = p->facts->at_us};

    sc_json_init(&p->out, buf);
    sc_json_object(&p->out);
    sc_json_key_time(&p->out, "at", p->facts->at_us);
    size_t rest = buf->len;
    write_rest(p);
    sc_json_object_end(&p->out);
    if (buf->failed)
        return sc_fail(p->rq, SC_LIMITED,
                       "that is more than a phone should keep: choose fewer stores");
    row.version = version_of(arena, sc_str_sub(sc_buf_str(buf), rest, buf->len));
    if (!sc_str_eq(row.version, have))
        row.document = sc_arena_str(arena, sc_buf_str(buf));
    if (row.version.at == NULL || (row.document.at == NULL && !sc_str_eq(row.version, have)))
        return SC_NO_MEMORY;
    row.notes = all_notes(p);
    *ret_row = row;
    return SC_OK;
}

enum sc_status gateway_plan_input(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                  void *ret_row)
{
    const struct plan_input_in *wanted = in;
    const struct where_in asked = {wanted->list_id, true, wanted->input};
    struct gateway_where_ask ask;
    struct gateway_where where;
    struct pack pack = {.rq = rq, .ask = &ask, .where = &where, .facts = &where.facts};
    SC_SCOPED(sc_buf) buf = {0};
    enum sc_status st = gateway_where_input(rq, pg, &asked, &ask);

    if (st != SC_OK)
        return st;
    ask.at_us -= ask.at_us % SECOND_US; /* as the document can say it */
    ask.stores_max = GATEWAY_PACK_STORES_MAX;
    st = gateway_where_facts(rq, pg, &ask, &where);
    if (st != SC_OK)
        return st;
    sc_buf_init(&buf, GATEWAY_PACK_MAX);
    st = name_items(&pack);
    if (st == SC_OK)
        st = tell(&pack, &buf, wanted->have, ret_row);
    return st == SC_NO_MEMORY ? sc_fail(rq, st, "no memory for a pack of that size") : st;
}
