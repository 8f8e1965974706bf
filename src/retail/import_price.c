/*
 * import_price.c - products and prices: what is new goes to a staging table, and from there in a
 * few statements to items, products, prices and their history.
 */
#include "base/buf.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "retail/feed_reason.h"
#include "retail/import_state.h"
#include "retail/retail_rows.h"

enum {
    GONE_IDS_CAP = 16 * 1024 * 1024, /* bytes: ids of all that RETAIL_KNOWN_MAX lets us know */
};

/* ---- what the catalogue has ---- */

struct known_load {
    struct retail_import *import;
    bool is_full; /* there was no room for all */
};

static enum sc_status on_known(void *context, const struct retail_known_codes_row *row)
{
    struct known_load *load = context;
    struct retail_known_entry *entry =
        retail_known_add(load->import->known, retail_known_hash(0, row->code));

    if (entry == NULL) {
        load->is_full = true;
        return SC_OK;
    }
    entry->facts_hash = (uint64_t)row->facts_hash;
    if (row->has_row_hash) {
        entry->price_hash = (uint64_t)row->row_hash;
        load->import->unseen_prices++;
    }
    return SC_OK;
}

static enum sc_status renew_known(struct retail_import *import)
{
    retail_known_destroy(import->known);
    import->known = NULL;
    if (retail_known_create(&import->known) != SC_OK)
        return sc_fail(import->rq, SC_NO_MEMORY, "no memory to import a file");
    return SC_OK;
}

/* Change files are small and mostly new: to know all else would cost more than it saves. */
static enum sc_status load_known(struct retail_import *import)
{
    struct known_load load = {.import = import};
    struct retail_known_codes_in in = {import->place.retailer_id, import->place.store_id};
    enum sc_status st = renew_known(import);

    import->known_store_id = import->place.store_id;
    if (st != SC_OK || !import->place.is_full)
        return st;
    if (import->kind == FEED_PRODUCTS) {
        struct retail_store_find_in find = {import->place.retailer_id, import->store_code};
        struct retail_store_find_row store;
        st = retail_store_find_one(import->tx, &find, &store);
        if (st == SC_OK)
            in.store_id = store.id;
        else if (st != SC_NOT_FOUND)
            return st;
    }
    st = retail_known_codes_each(import->tx, &in, on_known, &load);
    if (st == SC_OK && load.is_full)
        return renew_known(import);
    import->known_store_id = in.store_id;
    import->knows_prices = import->is_one_store;
    return st;
}

enum sc_status retail_import_prices_begin(struct retail_import *import)
{
    enum sc_status st = load_known(import);

    import->price_seed =
        retail_known_hash(retail_known_hash(0, import->place.source), import->place.time_zone);
    if (st == SC_OK)
        st = retail_stage_price_create_exec(import->tx, NULL);
    if (st == SC_OK)
        st = retail_stage_price_begin(import->tx, &import->copy);
    return st;
}

/* ---- a record ---- */

static uint64_t facts_hash_of(const struct feed_price *price)
{
    if (!price->has_facts)
        return 0;
    uint64_t hash = retail_known_hash(0, price->name);
    hash = retail_known_hash(hash, price->brand);
    hash = retail_known_hash(hash, price->category);
    hash = retail_known_hash(hash, price->image_url);
    hash = retail_known_hash(hash, price->link);
    hash = retail_known_hash_i64(hash, (int64_t)price->gtin);
    hash = retail_known_hash_i64(hash, price->size_milli);
    hash = retail_known_hash_i64(hash, (int64_t)price->size_unit * 2 + price->is_weighed);
    return retail_known_hash_i64(hash, price->pack_count);
}

static uint64_t hash_time(uint64_t hash, struct feed_time time)
{
    if (!time.is_given)
        return retail_known_hash_i64(hash, 0);
    return retail_known_hash_i64(retail_known_hash_i64(hash, 1 + time.is_local), time.at_us);
}

static uint64_t price_hash_of(const struct retail_import *import, const struct feed_price *price)
{
    uint64_t hash = import->price_seed;

    if (!price->has_price || price->is_gone)
        return 0;
    hash = retail_known_hash_i64(hash, price->price_minor);
    hash = retail_known_hash_i64(hash, price->regular_minor);
    hash = retail_known_hash_i64(hash, price->low_30d_minor);
    hash = retail_known_hash_i64(hash, price->deposit_minor * 2 + price->is_special);
    return hash_time(hash_time(hash, price->special_from), price->special_to);
}

static enum sc_status put_facts(struct retail_import *import, const struct feed_price *price,
                                struct retail_stage_price_in *row)
{
    struct sc_arena *arena = import->rq->arena;
    bool has_size = price->size_milli > 0 && price->size_unit != SC_SIZE_NONE;

    row->name = sc_utf8_cut(price->name, RETAIL_NAME_MAX);
    row->brand = retail_import_text(price->brand, RETAIL_NAME_MAX);
    row->category = retail_import_text(price->category, RETAIL_NAME_MAX);
    enum sc_status st = sc_unicode_fold(arena, row->name, &row->name_fold);
    if (st == SC_OK)
        st = sc_unicode_fold(arena, row->brand, &row->brand_fold);
    if (st == SC_OK)
        st = sc_unicode_fold(arena, row->category, &row->category_fold);
    if (st != SC_OK)
        return sc_fail(import->rq, st, "line %lld: a name cannot be read", (long long)price->line);
    row->gtin = (int64_t)price->gtin;
    row->has_gtin = price->gtin != 0;
    row->size_milli = price->size_milli;
    row->size_unit = (int16_t)price->size_unit;
    row->has_size_milli = row->has_size_unit = has_size;
    row->pack_count = price->pack_count;
    row->is_weighed = price->is_weighed;
    row->has_pack_count = row->has_is_weighed = true;
    if (price->image_url.len > 0 && price->image_url.len <= RETAIL_LINK_MAX)
        row->image_url = price->image_url;
    if (price->link.len > 0 && price->link.len <= RETAIL_LINK_MAX)
        row->link = price->link;
    return SC_OK;
}

static void put_price(const struct feed_price *price, struct retail_stage_price_in *row)
{
    row->price_minor = price->price_minor;
    row->has_price_minor = true;
    row->regular_minor = price->regular_minor;
    row->has_regular_minor = price->regular_minor > 0;
    row->low_30d_minor = price->low_30d_minor;
    row->has_low_30d_minor = price->low_30d_minor > 0;
    row->deposit_minor = price->deposit_minor;
    row->has_deposit_minor = true;
    row->special_from = price->special_from.at_us;
    row->has_special_from = price->special_from.is_given;
    row->special_to = price->special_to.at_us;
    row->has_special_to = price->special_to.is_given;
    row->special_is_local =
        price->special_from.is_given ? price->special_from.is_local : price->special_to.is_local;
    row->is_special = price->is_special;
}

static struct sc_str store_code_of(const struct retail_import *import,
                                   const struct feed_price *price)
{
    return import->is_one_store || price->store_code.len == 0 ? import->store_code
                                                              : price->store_code;
}

/* The store is known to have no price for the code. What it has is counted as seen, once. */
static bool lacks_price(struct retail_import *import, uint64_t code_hash)
{
    const struct retail_known_entry *entry = retail_known_find(import->known, code_hash);

    if (!import->knows_prices)
        return false;
    if (entry == NULL || entry->price_hash == 0)
        return true;
    import->unseen_prices -= !entry->is_seen;
    return false;
}

static void count_repeat(struct retail_import *import, int64_t line, struct sc_str code)
{
    retail_rejects_add(import->rejects, feed_reason_name(FEED_REPEATED_CODE), line, code);
    import->repeats++;
}

static enum sc_status stage(struct retail_import *import, const struct feed_price *price,
                            struct sc_str store_code)
{
    uint64_t code_hash = retail_known_hash(0, price->code);
    struct retail_known_row asked = {
        .code_hash = code_hash,
        .store_hash = import->is_one_store
                          ? 0
                          : retail_known_hash(retail_known_hash(0, store_code), price->code),
        .facts_hash = facts_hash_of(price),
        .price_hash = price_hash_of(import, price),
    };
    bool is_new = lacks_price(import, code_hash);
    asked.may_drop = asked.price_hash != 0 || is_new; /* no price: it takes one away, or nothing */
    struct retail_known_verdict verdict = retail_known_judge(import->known, &asked);

    if (verdict.is_dropped)
        return SC_OK;
    if (verdict.replaces_dropped)
        count_repeat(import, price->line, price->code);
    struct retail_stage_price_in row = {
        .seq = import->seq,
        .line = price->line,
        .store_code = store_code,
        .store_id = import->known_store_id,
        .has_store_id = import->known_store_id != 0,
        .code = price->code,
        .is_repeat = verdict.is_repeat,
        .is_again = verdict.is_again,
        .has_facts = verdict.needs_facts,
        .facts_hash = (int64_t)asked.facts_hash,
        .has_facts_hash = verdict.needs_facts,
        .is_gone = asked.price_hash == 0,
        .has_price = asked.price_hash != 0,
        .row_hash = (int64_t)asked.price_hash,
        .has_row_hash = asked.price_hash != 0,
        .is_new = is_new,
    };
    import->has_bare |= !price->has_facts && row.has_price;
    import->has_gone |= row.is_gone;
    import->has_priced |= row.has_price;
    import->has_known_price |= row.has_price && !is_new;
    import->has_unplaced |= !row.has_store_id;
    struct sc_arena_mark mark = sc_arena_mark(import->rq->arena);
    enum sc_status st = verdict.needs_facts ? put_facts(import, price, &row) : SC_OK;
    if (row.has_price)
        put_price(price, &row);
    import->has_unplaced |= row.special_is_local;
    if (st == SC_OK)
        st = retail_stage_price_put(&import->copy, &row);
    sc_arena_rewind(import->rq->arena, mark);
    return st;
}

enum sc_status retail_import_price(struct retail_import *import, const struct feed_price *price)
{
    struct sc_str store_code = store_code_of(import, price);
    enum feed_reason reason = FEED_REASON_NONE;

    if (price->code.len == 0 || price->code.len > RETAIL_CODE_MAX)
        reason = FEED_BAD_CODE;
    else if (store_code.len == 0 || store_code.len > RETAIL_CODE_MAX)
        reason = FEED_NO_STORE;
    if (reason != FEED_REASON_NONE) {
        retail_rejects_add(import->rejects, feed_reason_name(reason), price->line, price->code);
        return SC_OK;
    }
    import->seq++;
    return stage(import, price, store_code);
}

/* ---- the merge ---- */

static enum sc_status on_repeat(void *context, const struct retail_stage_price_last_row *row)
{
    count_repeat(context, row->line, row->code);
    return SC_OK;
}

/* The stores of the staged rows; those that are new are made. */
static enum sc_status take_stores(struct retail_import *import)
{
    const struct retail_import_place *place = &import->place;
    struct retail_store_add_staged_in add = {place->retailer_id, place->currency, place->time_zone,
                                             RETAIL_ONLINE_STORE};
    struct retail_stage_price_place_in in = {place->retailer_id, place->time_zone};
    struct retail_store_staged_row staged;
    bool names_stores = place->store_id == 0 && import->has_priced;
    enum sc_status st = SC_OK;

    import->observed_ids =
        (struct sc_i64_list){.at = &import->known_store_id, .count = import->known_store_id != 0};
    if (names_stores)
        st = retail_store_add_staged_exec(import->tx, &add, NULL);
    if (st == SC_OK && import->has_unplaced)
        st = retail_stage_price_place_exec(import->tx, &in, NULL);
    if (st == SC_OK && names_stores) {
        st = retail_store_staged_one(import->tx, &staged);
        if (st == SC_OK)
            import->observed_ids = staged.ids;
    }
    return st;
}

/* Of each code and store the last row stays, of each code the last facts. */
static enum sc_status settle_stage(struct retail_import *import)
{
    enum sc_status st = sc_copy_end(&import->copy, NULL);

    if (st == SC_OK)
        st = take_stores(import);
    if (st == SC_OK)
        st = retail_stage_price_analyze_exec(import->tx, NULL);
    if (st == SC_OK)
        st = retail_stage_price_last_each(import->tx, on_repeat, import);
    if (st == SC_OK && !import->is_one_store)
        st = retail_stage_price_one_voice_exec(import->tx, NULL);
    return st;
}

static enum sc_status merge_items(struct retail_import *import, struct retail_import_counts *counts)
{
    const struct retail_import_place *place = &import->place;
    struct retail_item_change_in change = {place->retailer_id, place->observed_at_us};
    struct retail_item_change_row changed = {0};
    struct retail_item_add_in add = {place->retailer_id, place->observed_at_us};
    struct retail_item_add_bare_in bare = {place->retailer_id};
    int64_t added = 0;
    enum sc_status st = retail_product_add_exec(import->tx, NULL);

    if (st == SC_OK)
        st = retail_item_change_one(import->tx, &change, &changed);
    if (st == SC_OK)
        st = retail_item_add_exec(import->tx, &add, &added);
    if (st == SC_OK && import->has_bare)
        st = retail_item_add_bare_exec(import->tx, &bare, NULL);
    counts->products = changed.items + added;
    return st;
}

static enum sc_status merge_prices(struct retail_import *import,
                                   struct retail_import_counts *counts)
{
    const struct retail_import_place *place = &import->place;
    struct retail_price_add_in add = {place->retailer_id, place->observed_at_us, place->source};
    struct retail_price_keep_in keep = {place->retailer_id, place->observed_at_us};
    struct retail_price_merge_in merge = {place->retailer_id, place->observed_at_us, place->source};
    struct retail_price_gone_in gone = {place->retailer_id, place->observed_at_us};
    struct retail_price_gone_row went = {0};
    int64_t added = 0;
    enum sc_status st = SC_OK;

    if (import->has_priced)
        st = retail_price_add_exec(import->tx, &add, &added);
    if (st == SC_OK && import->has_known_price)
        st = retail_price_keep_exec(import->tx, &keep, NULL);
    if (st == SC_OK && import->has_known_price)
        st = retail_price_merge_exec(import->tx, &merge, &counts->prices);
    if (st == SC_OK && import->has_gone)
        st = retail_price_gone_one(import->tx, &gone, &went);
    counts->prices += added;
    counts->delisted += went.prices;
    return st;
}

struct unseen {
    struct retail_import *import;
    struct sc_buf ids; /* int64_t each */
};

static enum sc_status on_unseen(void *context, const struct retail_known_codes_row *row)
{
    struct unseen *unseen = context;
    const struct retail_known_entry *entry =
        retail_known_find(unseen->import->known, retail_known_hash(0, row->code));

    if (row->has_row_hash && (entry == NULL || !entry->is_seen))
        sc_buf_put(&unseen->ids, (struct sc_str){(const char *)&row->item_id, sizeof row->item_id});
    return SC_OK;
}

/* Of the one store whose prices are all known: those that no row had. */
static enum sc_status delist_unseen(struct retail_import *import,
                                    struct retail_import_counts *counts)
{
    struct retail_known_codes_in codes = {import->place.retailer_id, import->known_store_id};
    struct unseen unseen = {.import = import};
    struct retail_price_delist_row row = {0};

    sc_buf_init(&unseen.ids, GONE_IDS_CAP);
    enum sc_status st = retail_known_codes_each(import->tx, &codes, on_unseen, &unseen);
    if (st == SC_OK && unseen.ids.failed)
        st = sc_fail(import->rq, SC_NO_MEMORY, "no memory for what is delisted");
    retail_known_destroy(import->known); /* its memory is wanted for the statement */
    import->known = NULL;
    struct retail_price_delist_in in = {
        .store_id = import->known_store_id,
        .item_ids = {.at = (const int64_t *)(const void *)unseen.ids.at,
                     .count = unseen.ids.len / sizeof(int64_t)},
        .source = import->place.source,
        .observed_at = import->place.observed_at_us,
    };
    if (st == SC_OK)
        st = retail_price_delist_one(import->tx, &in, &row);
    sc_buf_finish(&unseen.ids);
    counts->delisted += row.prices;
    return st;
}

static enum sc_status delist(struct retail_import *import, struct retail_import_counts *counts)
{
    struct retail_price_delist_rest_in rest = {import->place.retailer_id, import->observed_ids,
                                               import->place.source, import->place.observed_at_us};
    struct retail_price_delist_rest_row row = {0};

    if (import->knows_prices)
        return import->unseen_prices > 0 ? delist_unseen(import, counts) : SC_OK;
    enum sc_status st = retail_price_delist_rest_one(import->tx, &rest, &row);
    counts->delisted += row.prices;
    return st;
}

enum sc_status retail_import_prices_merge(struct retail_import *import,
                                          struct retail_import_counts *counts)
{
    enum sc_status st = settle_stage(import);

    if (st == SC_OK)
        st = merge_items(import, counts);
    if (st == SC_OK)
        st = merge_prices(import, counts);
    int64_t written =
        import->kind == FEED_PRODUCTS ? counts->products : counts->prices + counts->delisted;
    if (st == SC_OK && import->is_whole && import->place.is_full)
        st = delist(import, counts);
    counts->unchanged = import->seq - import->repeats - written;
    return st;
}
