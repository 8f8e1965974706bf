#include "retail/feed_il.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/money.h"
#include "retail/feed_il_parts.h"
#include "retail/feed_map_texts.h"
#include "retail/feed_text.h"
#include "retail/feed_xml.h"

enum {
    FILE_CAP = 1024 * 1024,
    RECORD_CAP = 8 * 1024 * 1024, /* the largest promotion seen lists 434 codes in 60 kB */
    LEAF_MAX = 4096,              /* bytes of a leaf; names have 100, remarks some hundreds */
    OUTER_MAX = 256,              /* of a value around the records, such as the chain's name */
};

/* One reading: where in the XML we are, and the records under way. */
struct reading {
    struct feed_il il;
    struct sc_arena *arenas[2]; /* of `present` and `held`: they change places */
    struct il_record present;
    struct il_record held; /* rows of one promotion that come one by one are gathered here */
    bool has_held;
    int record_depth; /* of the record that is open; 0: none */
    bool is_flat;     /* its rows may be parts of one promotion: Sale, Line */
    struct sc_str outer[IL_TAG_COUNT];
    char outer_text[IL_TAG_COUNT][OUTER_MAX];
    bool has_list; /* a container of records, or a record, was seen */
    bool has_kind; /* the container said which */
    enum feed_kind kind;
    int64_t declared; /* -1: not declared */
    int64_t rows;
};

/* ---- tags ---- */

static bool find_tag(struct sc_str name, enum il_tag *ret_tag)
{
    static const struct sc_str tags[IL_TAG_COUNT] = {
#define X(id, tag) [id] = {.at = (tag), .len = sizeof(tag) - 1},
        IL_TAGS(X)
#undef X
    };
    static const struct {
        const char *name;
        enum il_tag tag;
    } spellings[] = {
        {"blsweighted", IL_IS_WEIGHTED},
        {"itemnm", IL_ITEM_NAME},
        {"manufacturename", IL_MANUFACTURER},
        {"manufactureitemdescription", IL_DESCRIPTION},
        {"minpurchaseamount", IL_MIN_PURCHASE},
        {"promotionstartdatetime", IL_PROMO_START_DATE},
        {"promotionenddatetime", IL_PROMO_END_DATE},
    };

    for (size_t i = 0; i < IL_TAG_COUNT; i++)
        if (sc_str_eq(name, tags[i])) {
            *ret_tag = (enum il_tag)i;
            return true;
        }
    for (size_t i = 0; i < SC_COUNT(spellings); i++)
        if (sc_str_eq(name, sc_str_of(spellings[i].name))) {
            *ret_tag = spellings[i].tag;
            return true;
        }
    return false;
}

static bool is_one_of(struct sc_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sc_str_eq(name, sc_str_of(names[i])))
            return true;
    return false;
}

static bool is_record(struct sc_str name)
{
    static const char *const names[] = {"item", "product", "line",  "promotion",
                                        "sale", "store",   "branch"};

    return is_one_of(name, names, SC_COUNT(names));
}

/* The kind of a list, where its container's name tells. */
static bool list_kind(struct sc_str name, enum feed_kind *ret_kind)
{
    static const char *const prices[] = {"items", "products"};
    static const char *const deals[] = {"promotions", "sales"};
    static const char *const stores[] = {"stores", "branches", "subchains"};

    if (is_one_of(name, prices, SC_COUNT(prices)))
        *ret_kind = FEED_PRICES;
    else if (is_one_of(name, deals, SC_COUNT(deals)))
        *ret_kind = FEED_DEALS;
    else if (is_one_of(name, stores, SC_COUNT(stores)))
        *ret_kind = FEED_STORES;
    else
        return false;
    return true;
}

/* ---- the head ---- */

static struct sc_str first_given(struct sc_str a, struct sc_str b)
{
    return a.len > 0 ? a : b;
}

/* What maps/il-chains.tsv says of a chain. */
struct chain {
    struct sc_str key, name;
    struct sc_str country, currency, time_zone; /* Israel's unless the row has its own */
};

/* Row of the chain's number; false: not there, and only the country is known. */
static bool find_chain(struct sc_str number, struct chain *ret_chain)
{
    struct sc_str rest = {0}, line, first;

    *ret_chain = (struct chain){
        .country = SC_STR("IL"), .currency = SC_STR("ILS"), .time_zone = SC_STR("Asia/Jerusalem")};
    for (const struct sc_embedded *text = feed_map_texts; text->name != NULL; text++)
        if (strcmp(text->name, "il-chains.tsv") == 0)
            rest = sc_str_of(text->text);
    while (sc_str_take(&rest, '\n', &line))
        if (sc_str_take(&line, '\t', &first) && sc_str_eq(first, number)) {
            bool is_named = sc_str_take(&line, '\t', &ret_chain->key) &&
                            sc_str_take(&line, '\t', &ret_chain->name);
            if (sc_str_take(&line, '\t', &ret_chain->country) &&
                sc_str_take(&line, '\t', &ret_chain->currency))
                ret_chain->time_zone = line;
            return is_named;
        }
    return false;
}

static enum sc_status name_retailer(struct reading *r, struct sc_str chain)
{
    struct feed_head *head = &r->il.head;
    const struct feed_input *input = r->il.input;
    struct chain found;

    if (chain.len == 0 && input->retailer_key.len == 0)
        return sc_fail(r->il.rq, SC_INVALID, "%.*s names no chain", SC_STR_ARGS(input->name));
    if (find_chain(chain, &found)) {
        head->retailer_key = found.key;
        head->retailer_name = found.name;
    } else {
        head->retailer_key = sc_arena_printf(r->il.arena, "il-%.*s", SC_STR_ARGS(chain));
        head->retailer_name =
            sc_arena_str(r->il.arena, r->outer[IL_CHAIN_NAME].len > 0 ? r->outer[IL_CHAIN_NAME]
                                                                      : head->retailer_key);
    }
    if (input->retailer_key.len > 0)
        head->retailer_key = input->retailer_key;
    if (input->retailer_name.len > 0)
        head->retailer_name = input->retailer_name;
    head->country = first_given(input->country, found.country);
    head->currency = first_given(input->currency, found.currency);
    head->time_zone = first_given(input->time_zone, found.time_zone);
    return head->retailer_key.at == NULL || head->retailer_name.at == NULL ? SC_NO_MEMORY : SC_OK;
}

/* Content goes before the name; what content does not say, the name does. */
static enum sc_status begin(struct reading *r)
{
    struct feed_il *il = &r->il;
    struct sc_str store = il_plain_number(first_given(r->outer[IL_STORE], il->name.store));

    if (il->has_begun)
        return SC_OK;
    il->has_begun = true;
    if (!r->has_kind && il->name.is_known)
        r->kind = il->name.kind;
    il->head = (struct feed_head){
        .source = SC_STR("il"),
        .kind = r->kind,
        .is_full = il->name.is_full,
        .observed = feed_input_observed(il->input, il->name.time),
    };
    if (r->kind != FEED_STORES && store.len == 0)
        return sc_fail(il->rq, SC_INVALID, "%.*s names no store", SC_STR_ARGS(il->input->name));
    if (r->kind != FEED_STORES)
        il->head.store_code = store;
    enum sc_status st = name_retailer(r, first_given(r->outer[IL_CHAIN], il->name.chain));
    return st == SC_OK ? il->sink->begin(il->sink->context, &il->head) : st;
}

/* ---- records ---- */

static void clear(struct il_record *record)
{
    struct sc_arena *arena = record->arena;

    sc_arena_rewind(arena, (struct sc_arena_mark){0});
    *record = (struct il_record){.arena = arena};
}

static enum sc_status reject(struct reading *r, const struct il_record *record,
                             enum feed_reason reason)
{
    static const enum il_tag tells[] = {IL_ITEM_NAME, IL_PROMO_TEXT, IL_STORE_NAME,
                                        IL_ITEM_CODE, IL_PROMO,      IL_STORE};
    struct feed_reject reject = {.line = record->line, .reason = feed_reason_name(reason)};

    for (size_t i = SC_COUNT(tells); i > 0; i--)
        if (record->leaf[tells[i - 1]].len > 0)
            reject.words =
                sc_str_trim(sc_utf8_cut(record->leaf[tells[i - 1]], FEED_REJECT_WORDS_MAX));
    return r->il.sink->reject(r->il.sink->context, &reject);
}

static enum sc_status give(struct reading *r, struct il_record *record)
{
    enum feed_reason reason = record->trouble;
    enum sc_status st = begin(r);

    if (st != SC_OK)
        return st;
    if (reason == FEED_REASON_NONE)
        switch (r->il.head.kind) {
        case FEED_STORES:
            st = il_take_store(&r->il, record, &reason);
            break;
        case FEED_PRODUCTS:
        case FEED_PRICES:
            st = il_take_price(&r->il, record, &reason);
            break;
        case FEED_DEALS:
            st = il_take_deal(&r->il, record, &reason);
            break;
        }
    if (st != SC_OK || reason == FEED_REASON_NONE)
        return st;
    return reject(r, record, reason);
}

static enum sc_status give_held(struct reading *r)
{
    if (!r->has_held)
        return SC_OK;
    r->has_held = false;
    return give(r, &r->held);
}

/* What a record is, where the file has not said so: by what only one kind has. */
static enum feed_kind kind_of(const struct il_record *record)
{
    if (record->leaf[IL_PROMO].len > 0)
        return FEED_DEALS;
    if (record->leaf[IL_STORE].len > 0 && record->leaf[IL_ITEM_PRICE].len == 0)
        return FEED_STORES;
    return FEED_PRICES;
}

/* An item's code into the promotion's goods or gifts. */
static enum sc_status add_item(struct il_record *record)
{
    struct sc_str code = il_plain_number(record->leaf[IL_ITEM_CODE]);
    bool is_gift = sc_str_eq(record->leaf[IL_IS_GIFT], SC_STR("1"));

    record->leaf[IL_ITEM_CODE] = record->leaf[IL_IS_GIFT] = (struct sc_str){0};
    if (code.len == 0 || code.len > FEED_IL_CODE_MAX)
        return SC_OK;
    return feed_codes_add(record->arena, is_gift ? &record->gifts : &record->codes, code);
}

static enum sc_status add_codes(struct sc_arena *arena, struct feed_codes *to,
                                const struct feed_codes *from)
{
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && i < from->count; i++) {
        struct sc_str code = sc_arena_str(arena, from->at[i]);
        st = code.at == NULL ? SC_NO_MEMORY : feed_codes_add(arena, to, code);
    }
    return st;
}

/* Adds the present row's items to the held promotion, which they are a part of. */
static enum sc_status join(struct reading *r)
{
    struct il_record *held = &r->held;
    enum sc_status st = add_codes(held->arena, &held->codes, &r->present.codes);

    return st == SC_OK ? add_codes(held->arena, &held->gifts, &r->present.gifts) : st;
}

static enum sc_status end_flat_deal(struct reading *r)
{
    enum sc_status st = add_item(&r->present);

    if (st != SC_OK)
        return st;
    if (r->has_held && sc_str_eq(r->held.leaf[IL_PROMO], r->present.leaf[IL_PROMO]))
        return join(r);
    st = give_held(r);
    if (st != SC_OK)
        return st;
    struct il_record spare = r->held;
    r->held = r->present;
    r->present = spare;
    r->has_held = true;
    return SC_OK;
}

static enum sc_status end_record(struct reading *r)
{
    r->rows++;
    if (!r->has_kind) {
        r->kind = kind_of(&r->present);
        r->has_kind = true;
    }
    if (r->kind == FEED_DEALS && r->is_flat && r->present.trouble == FEED_REASON_NONE)
        return end_flat_deal(r);
    if (r->present.leaf[IL_SUB_CHAIN_NAME].len == 0)
        r->present.leaf[IL_SUB_CHAIN_NAME] = r->outer[IL_SUB_CHAIN_NAME];
    return give(r, &r->present);
}

/* ---- leaves ---- */

/* All remarks but this one are words: "the sum for the benefit leaves promoted goods out". */
static bool says_promoted_do_not_count(struct sc_str remark)
{
    return sc_str_find(remark, SC_STR("לא כולל פריטים במבצע")) >= 0;
}

static enum sc_status add_gift_price(struct il_record *record, struct sc_str text)
{
    int64_t minor;

    if (sc_price_read(text, '.', 2, &minor) != SC_OK) {
        record->trouble = FEED_BAD_DEAL;
        return SC_OK;
    }
    record->gift_prices_differ =
        record->gift_prices_differ || (record->has_gift_price && record->gift_price != minor);
    record->has_gift_price = true;
    record->gift_price = minor;
    return SC_OK;
}

static enum sc_status record_leaf(struct il_record *record, enum il_tag tag, struct sc_str text)
{
    if (tag == IL_REMARK) {
        record->promoted_do_not_count =
            record->promoted_do_not_count || says_promoted_do_not_count(text);
        return SC_OK;
    }
    if (text.len == 0)
        return SC_OK;
    if (tag == IL_GIFT_PRICE)
        return add_gift_price(record, text);
    struct sc_str kept = sc_arena_str(record->arena, text);
    if (kept.at == NULL) {
        record->trouble = FEED_TOO_LONG;
        return SC_OK;
    }
    if (tag == IL_CLUB) {
        if (record->club_count == FEED_IL_CLUBS_MAX)
            record->trouble = FEED_TOO_LONG;
        else
            record->clubs[record->club_count++] = kept;
        return SC_OK;
    }
    record->leaf[tag] = kept;
    return SC_OK;
}

static enum sc_status take_leaf(struct reading *r, const struct feed_xml_element *element)
{
    enum il_tag tag;

    if (!find_tag(element->name, &tag))
        return SC_OK;
    if (r->record_depth > 0) {
        if (element->is_text_cut || element->text.len > LEAF_MAX)
            r->present.trouble = FEED_TOO_LONG;
        else
            return record_leaf(&r->present, tag, element->text);
        return SC_OK;
    }
    struct sc_str text = sc_str_trim(sc_utf8_cut(element->text, OUTER_MAX));
    if (text.len > 0)
        memcpy(r->outer_text[tag], text.at, text.len);
    r->outer[tag] = (struct sc_str){.at = r->outer_text[tag], .len = text.len};
    return SC_OK;
}

/* ---- events ---- */

static enum sc_status on_open(void *context, const struct feed_xml_element *element)
{
    struct reading *r = context;
    enum feed_kind kind;

    if (r->record_depth > 0)
        return SC_OK;
    if (list_kind(element->name, &kind)) {
        r->has_list = true;
        if (!r->has_kind)
            r->kind = kind;
        r->has_kind = true;
        bool counts_records = !sc_str_eq(element->name, SC_STR("subchains"));
        if (element->declared >= 0 && kind == r->kind && counts_records)
            r->declared = (r->declared < 0 ? 0 : r->declared) + element->declared;
        return SC_OK;
    }
    if (!is_record(element->name))
        return SC_OK;
    clear(&r->present);
    r->present.line = element->line;
    r->record_depth = element->depth;
    r->has_list = true;
    r->is_flat =
        sc_str_eq(element->name, SC_STR("sale")) || sc_str_eq(element->name, SC_STR("line"));
    return SC_OK;
}

static enum sc_status on_close(void *context, const struct feed_xml_element *element)
{
    struct reading *r = context;

    if (element->depth == r->record_depth) {
        r->record_depth = 0;
        return end_record(r);
    }
    if (r->record_depth > 0 && sc_str_eq(element->name, SC_STR("item"))) {
        if (add_item(&r->present) != SC_OK)
            r->present.trouble = FEED_TOO_LONG;
        return SC_OK;
    }
    return element->is_leaf ? take_leaf(r, element) : SC_OK;
}

static const char *why_partial(const struct reading *r, const char *trouble)
{
    if (trouble != NULL)
        return trouble;
    if (!r->has_list)
        return "it holds no list";
    if (r->declared > r->rows)
        return "it holds fewer records than it declares";
    if (r->rows == 0 && r->kind != FEED_DEALS && r->il.name.is_full)
        return "it holds no records";
    return NULL;
}

static enum sc_status read_all(struct reading *r, struct feed_stream bytes,
                               struct feed_end *ret_end)
{
    const struct feed_xml_events events = {.context = r, .open = on_open, .close = on_close};
    const char *trouble;
    enum sc_status st = feed_xml_read(r->il.rq, bytes, FEED_WINDOWS_1255, &events, &trouble);

    if (st == SC_OK)
        st = give_held(r);
    if (st == SC_OK)
        st = begin(r);
    if (st != SC_OK)
        return st;
    const char *why = why_partial(r, trouble);
    *ret_end = (struct feed_end){.is_complete = why == NULL, .why_partial = why, .rows = r->rows};
    return SC_OK;
}

enum sc_status feed_il_read(struct sc_request *rq, const struct feed_input *input,
                            struct feed_stream bytes, const struct feed_sink *sink,
                            struct feed_end *ret_end)
{
    struct sc_arena *arena = sc_arena_create(FILE_CAP);
    struct reading *r = arena == NULL ? NULL : sc_arena_zalloc(arena, sizeof *r);
    enum sc_status st = SC_NO_MEMORY;

    if (r == NULL) {
        sc_arena_destroy(arena);
        return sc_fail(rq, st, "no memory to read %.*s", SC_STR_ARGS(input->name));
    }
    r->il = (struct feed_il){.rq = rq, .input = input, .sink = sink, .arena = arena};
    r->il.name = feed_il_name_read(input->name);
    r->declared = -1;
    r->kind = FEED_PRICES;
    for (size_t i = 0; i < SC_COUNT(r->arenas); i++)
        r->arenas[i] = sc_arena_create(RECORD_CAP);
    r->present.arena = r->arenas[0];
    r->held.arena = r->arenas[1];
    if (r->arenas[0] != NULL && r->arenas[1] != NULL)
        st = read_all(r, bytes, ret_end);
    for (size_t i = 0; i < SC_COUNT(r->arenas); i++)
        sc_arena_destroy(r->arenas[i]);
    sc_arena_destroy(arena);
    return st == SC_NO_MEMORY ? sc_fail(rq, st, "no memory to read %.*s", SC_STR_ARGS(input->name))
                              : st;
}
