#include "retail/import.h"

#include "base/time.h"
#include "retail/history.h"
#include "retail/import_state.h"
#include "retail/retail_rows.h"

/* No retailer has published files before; and history has a table for each month. */
#define OLDEST_FILE_US (INT64_C(10957) * SC_DAY_US) /* 2000-01-01 */

struct sc_str retail_import_kind_name(enum feed_kind kind)
{
    switch (kind) {
    case FEED_STORES:
        return SC_STR("stores");
    case FEED_PRODUCTS:
        return SC_STR("products");
    case FEED_PRICES:
        return SC_STR("prices");
    case FEED_DEALS:
        return SC_STR("deals");
    }
    return SC_STR("");
}

static bool has_prices(const struct retail_import *import)
{
    return import->kind == FEED_PRICES || import->kind == FEED_PRODUCTS;
}

/* When the file was made; before the transaction, for a new month's table commits by itself. */
static enum sc_status take_moment(struct retail_import *import, const struct feed_head *head)
{
    struct sc_request *rq = import->rq;
    struct retail_moment_in in = {
        .at = head->observed.at_us,
        .has_at = head->observed.is_given,
        .is_local = head->observed.is_local,
        .time_zone = import->place.time_zone,
    };
    struct retail_moment_row moment;
    struct retail_price_history_open_row opened;
    char text[SC_TIME_TEXT];
    enum sc_status st = retail_moment_one(import->tx, &in, &moment);

    if (st != SC_OK)
        return st;
    sc_time_write(moment.at, text);
    if (moment.at < OLDEST_FILE_US)
        return sc_fail(rq, SC_INVALID, "it is dated %s, before any such file was made", text);
    if (moment.at > moment.now + RETAIL_IMPORT_AHEAD_HOURS * SC_HOUR_US)
        return sc_fail(rq, SC_INVALID, "it is dated %s, which is yet to come", text);
    import->place.observed_at_us = moment.at;
    struct retail_price_history_open_in open = {moment.at};
    return has_prices(import) ? retail_price_history_open_one(import->tx, &open, &opened) : SC_OK;
}

static enum sc_status take_retailer(struct retail_import *import)
{
    struct retail_import_lock_in lock = {import->retailer_key.len > 0 ? import->retailer_key
                                                                      : import->place.source};
    struct retail_import_lock_row locked;
    struct retail_retailer_take_in take = {import->retailer_key, import->retailer_name,
                                           import->country};
    struct retail_retailer_take_row retailer;
    enum sc_status st = retail_import_lock_one(import->tx, &lock, &locked);

    if (st != SC_OK || import->retailer_key.len == 0)
        return st;
    if (take.name.len == 0)
        take.name = import->retailer_key;
    st = retail_retailer_take_one(import->tx, &take, &retailer);
    if (st != SC_OK)
        return st;
    import->place.retailer_id = retailer.id;
    struct retail_retailer_describe_in describe = {retailer.id, import->retailer_name,
                                                   import->country};
    return retail_retailer_describe_exec(import->tx, &describe, NULL);
}

static enum sc_status take_store(struct retail_import *import, const struct feed_head *head)
{
    const struct retail_import_place *place = &import->place;
    struct retail_store_take_in take = {place->retailer_id, import->store_code, place->currency,
                                        place->time_zone};
    struct retail_store_take_row store;
    enum sc_status st = retail_store_take_one(import->tx, &take, &store);

    if (st != SC_OK)
        return st;
    import->place.store_id = store.id;
    struct retail_store_describe_in describe = {
        .id = store.id,
        .observed_at = place->observed_at_us,
        .name = retail_import_text(head->store_name, RETAIL_NAME_MAX),
        .address = retail_import_text(head->store_address, RETAIL_NAME_MAX),
        .city = retail_import_text(head->store_city, RETAIL_NAME_MAX),
        .zip = retail_import_text(head->store_zip, RETAIL_CODE_MAX),
        .currency = place->currency,
        .time_zone = place->time_zone,
    };
    return retail_store_describe_exec(import->tx, &describe, NULL);
}

/*
 * Older than what is here? Then it must not overwrite. A full file may still come after changes
 * that are newer: it fills in what they did not touch.
 */
static enum sc_status check_age(struct retail_import *import)
{
    const struct retail_import_place *place = &import->place;
    struct retail_file_newest_in in = {
        .retailer_id = place->retailer_id,
        .has_retailer_id = place->retailer_id != 0,
        .store_id = place->store_id,
        .has_store_id = place->store_id != 0,
        .source = place->source,
        .kind = retail_import_kind_name(import->kind),
    };
    struct retail_file_newest_row newest;
    char mine[SC_TIME_TEXT], other[SC_TIME_TEXT];
    enum sc_status st = retail_file_newest_one(import->tx, &in, &newest);

    if (st != SC_OK || newest.full_at <= place->observed_at_us)
        return st;
    sc_time_write(place->observed_at_us, mine);
    sc_time_write(newest.full_at, other);
    return sc_fail(import->rq, SC_CONFLICT, "it is of %s; a newer file, of %s, is here already",
                   mine, other);
}

static struct sc_str keep(struct retail_import *import, struct sc_str text, size_t max_bytes)
{
    struct sc_str cut = retail_import_text(text, max_bytes);

    return cut.at == NULL ? cut : sc_arena_str(import->rq->arena, cut);
}

static enum sc_status keep_head(struct retail_import *import, const struct feed_head *head)
{
    bool is_too_long =
        head->retailer_key.len > RETAIL_CODE_MAX || head->store_code.len > RETAIL_CODE_MAX;

    if (is_too_long)
        return sc_fail(import->rq, SC_INVALID, "the code of its retailer or store is too long");
    import->kind = head->kind;
    import->retailer_key = keep(import, head->retailer_key, RETAIL_CODE_MAX);
    import->retailer_name = keep(import, head->retailer_name, RETAIL_NAME_MAX);
    import->country = keep(import, head->country, RETAIL_CODE_MAX);
    import->store_code = head->kind == FEED_PRODUCTS
                             ? RETAIL_ONLINE_STORE
                             : keep(import, head->store_code, RETAIL_CODE_MAX);
    import->is_one_store = import->store_code.len > 0;
    import->place = (struct retail_import_place){
        .source = keep(import, head->source, RETAIL_CODE_MAX),
        .currency = keep(import, head->currency, RETAIL_CODE_MAX),
        .time_zone = keep(import, head->time_zone, RETAIL_CODE_MAX),
        .is_full = head->is_full,
    };
    if (import->retailer_key.len == 0 && head->kind != FEED_STORES)
        return sc_fail(import->rq, SC_INVALID, "it does not say whose it is (see --retailer)");
    return SC_OK;
}

static enum sc_status begin_stage(struct retail_import *import)
{
    switch (import->kind) {
    case FEED_STORES:
        return retail_import_stores_begin(import);
    case FEED_PRODUCTS:
    case FEED_PRICES:
        return retail_import_prices_begin(import);
    case FEED_DEALS:
        return SC_OK; /* the deals service's */
    }
    return SC_OK;
}

/* From here on no other import of the retailer runs. */
static enum sc_status begin_alone(struct retail_import *import, const struct feed_head *head)
{
    enum sc_status st = keep_head(import, head);

    if (st == SC_OK)
        st = take_moment(import, head);
    if (st == SC_OK)
        st = sc_tx_start(import->tx);
    return st == SC_OK ? take_retailer(import) : st;
}

static enum sc_status begin_file(struct retail_import *import, const struct feed_head *head)
{
    enum sc_status st = SC_OK;

    if (import->retailer_key.len > 0 && head->store_code.len > 0)
        st = take_store(import, head);
    if (st == SC_OK)
        st = check_age(import);
    return st == SC_OK ? begin_stage(import) : st;
}

enum sc_status retail_import_begin(struct sc_tx *tx, const struct retail_import_start *start,
                                   struct retail_import **ret_import)
{
    struct retail_import *import = sc_arena_zalloc(tx->rq->arena, sizeof *import);
    struct retail_import_known known;

    if (import == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory to import a file");
    import->tx = tx;
    import->rq = tx->rq;
    import->rejects = start->rejects;
    import->content_hash = start->content_hash;
    enum sc_status st = begin_alone(import, start->head);
    if (st == SC_OK) {
        enum sc_status found = retail_import_find(tx, import->content_hash, &known);
        if (found == SC_OK) { /* brought by whom we waited for */
            *ret_import = NULL;
            return SC_OK;
        }
        st = found == SC_NOT_FOUND ? begin_file(import, start->head) : found;
    }
    if (st == SC_OK)
        *ret_import = import;
    else
        retail_import_finish(import);
    return st;
}

void retail_import_finish(struct retail_import *import)
{
    if (import == NULL)
        return;
    sc_copy_finish(&import->copy);
    retail_known_destroy(import->known);
    import->known = NULL;
}

const struct retail_import_place *retail_import_place(const struct retail_import *import)
{
    return &import->place;
}

enum sc_status retail_import_merge(struct retail_import *import, bool is_whole,
                                   struct retail_import_counts *ret_counts)
{
    struct retail_import_counts counts = {0};
    enum sc_status st = SC_OK;

    import->is_whole = is_whole;
    switch (import->kind) {
    case FEED_STORES:
        st = retail_import_stores_merge(import, &counts);
        break;
    case FEED_PRODUCTS:
    case FEED_PRICES:
        st = retail_import_prices_merge(import, &counts);
        break;
    case FEED_DEALS:
        break;
    }
    if (st == SC_OK)
        *ret_counts = counts;
    return st;
}

/* Where the file confirms all that it did not change. */
static enum sc_status observe(struct retail_import *import, int64_t file_id)
{
    const struct retail_import_place *place = &import->place;
    struct retail_observation_add_in in = {
        .file_id = file_id,
        .store_ids = place->store_id != 0 ? (struct sc_i64_list){.at = &place->store_id, .count = 1}
                                          : import->observed_ids,
        .source = place->source,
        .kind = retail_import_kind_name(import->kind),
        .observed_at = place->observed_at_us,
    };
    return retail_observation_add_exec(import->tx, &in, NULL);
}

static enum sc_status keep_rejects(struct retail_import *import, int64_t file_id)
{
    enum {
        LINES_MAX = RETAIL_REJECT_REASONS_MAX * RETAIL_REJECT_EXAMPLES
    };
    int64_t lines[LINES_MAX];
    struct sc_str *reasons = sc_arena_array(import->rq->arena, LINES_MAX, sizeof *reasons);
    struct sc_str *words = sc_arena_array(import->rq->arena, LINES_MAX, sizeof *words);
    size_t count = 0;

    if (reasons == NULL || words == NULL)
        return sc_fail(import->rq, SC_NO_MEMORY, "no memory for the rows that were refused");
    for (size_t i = 0; i < import->rejects->reason_count; i++) {
        const struct retail_reject_reason *reason = &import->rejects->reasons[i];
        for (size_t e = 0; e < reason->example_count; e++, count++) {
            lines[count] = reason->examples[e].line;
            reasons[count] = reason->name;
            words[count] = reason->examples[e].words;
        }
    }
    struct retail_reject_add_in in = {
        .file_id = file_id,
        .lines = {.at = lines, .count = count},
        .reasons = {.at = reasons, .count = count},
        .words = {.at = words, .count = count},
    };
    return count == 0 ? SC_OK : retail_reject_add_exec(import->tx, &in, NULL);
}

enum sc_status retail_import_record(struct retail_import *import,
                                    const struct retail_import_file *file)
{
    const struct retail_import_place *place = &import->place;
    struct retail_file_add_in add = {
        .content_hash = import->content_hash,
        .path = file->path,
        .source = place->source,
        .kind = retail_import_kind_name(import->kind),
        .retailer_id = place->retailer_id,
        .has_retailer_id = place->retailer_id != 0,
        .store_id = place->store_id,
        .has_store_id = place->store_id != 0,
        .observed_at = place->observed_at_us,
        .is_full = place->is_full,
        .is_complete = file->is_complete,
        .is_judged = !has_prices(import),
        .rows = file->rows,
        .records = file->records,
        .report = file->report,
    };
    struct retail_file_add_row added;
    enum sc_status st = retail_file_add_one(import->tx, &add, &added);

    if (st == SC_OK && place->is_full && import->is_whole)
        st = observe(import, added.id);
    return st == SC_OK ? keep_rejects(import, added.id) : st;
}

enum sc_status retail_import_find(struct sc_tx *tx, struct sc_str content_hash,
                                  struct retail_import_known *ret_known)
{
    struct retail_file_known_in in = {content_hash};
    struct retail_file_known_row row;
    enum sc_status st = retail_file_known_one(tx, &in, &row);

    if (st != SC_OK)
        return st;
    *ret_known = (struct retail_import_known){
        .source = row.source,
        .kind = row.kind,
        .retailer = row.retailer,
        .store = row.store,
        .is_complete = row.is_complete,
        .rows = row.rows,
        .records = row.records,
    };
    return SC_OK;
}

enum sc_status retail_import_judge(struct sc_tx *tx)
{
    struct retail_judge_lock_row locked;
    struct retail_price_judge_row judged;
    enum sc_status st = retail_judge_lock_one(tx, &locked);

    return st == SC_OK ? retail_price_judge_one(tx, &judged) : st;
}
