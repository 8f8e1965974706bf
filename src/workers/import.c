#include "workers/import.h"

#include <sodium.h>

#include "deals/deals.h"
#include "retail/feed_reason.h"
#include "retail/history.h"
#include "retail/import.h"
#include "retail/match_find.h"
#include "runtime/shutdown.h"

enum {
    CONTENT_HASH = 32,           /* bytes of BLAKE2b */
    REPORT_MAX = 64 * 1024,      /* bytes: a few hundred are usual */
    RECORDS_BETWEEN_LOOKS = 256, /* at the clock, the progress and whether to stop */
};

/* One file on its way. */
struct run {
    struct sc_request *rq;
    struct sc_tx *tx;
    const struct import_options *options;
    const struct import_watch *watch;
    struct feed_file *file;
    struct sc_str path; /* that was opened */
    int64_t number;     /* of the file in it, from 1 */
    struct feed_member member;
    unsigned char content_hash[CONTENT_HASH];
    struct retail_import *retail; /* NULL before the reader's begin */
    bool is_overtaken;            /* another import brought the same file meanwhile */
    struct deals_import *deals;   /* NULL unless the file is of deals */
    struct retail_rejects rejects, unpriced;
    struct feed_end end;
    struct import_result result;
    int64_t records;
};

/* ---- the sink ---- */

static struct sc_str keep(struct run *run, struct sc_str text)
{
    return text.len > 0 ? sc_arena_str(run->rq->arena, text) : (struct sc_str){0};
}

static struct sc_str content_hash_of(const struct run *run)
{
    return (struct sc_str){(const char *)run->content_hash, sizeof run->content_hash};
}

static enum sc_status begin_deals(struct run *run)
{
    const struct retail_import_place *at = retail_import_place(run->retail);
    struct deals_place place = {
        .retailer_id = at->retailer_id,
        .store_id = at->store_id,
        .source = at->source,
        .currency = at->currency,
        .time_zone = at->time_zone,
        .observed_at_us = at->observed_at_us,
        .is_full = at->is_full,
    };
    return deals_import_begin(run->tx, &place, &run->deals);
}

static enum sc_status on_begin(void *context, const struct feed_head *head)
{
    struct run *run = context;

    run->result.source = keep(run, head->source);
    run->result.kind = retail_import_kind_name(head->kind);
    run->result.retailer = keep(run, head->retailer_key);
    run->result.store = keep(run, head->store_code);
    const struct retail_import_start start = {head, content_hash_of(run), &run->rejects};
    enum sc_status st = retail_import_begin(run->tx, &start, &run->retail);
    if (st == SC_OK && run->retail == NULL) {
        run->is_overtaken = true;
        return SC_CONFLICT; /* there is no more to read */
    }
    return st == SC_OK && head->kind == FEED_DEALS ? begin_deals(run) : st;
}

static enum sc_status look_up(struct run *run)
{
    if (++run->records % RECORDS_BETWEEN_LOOKS != 0)
        return SC_OK;
    if (sc_shutdown_is_asked() || sc_request_is_cancelled(run->rq))
        return sc_fail(run->rq, SC_CANCELLED, "stopped before its end");
    if (run->watch->progress != NULL)
        run->watch->progress(run->watch->context, feed_file_done_bytes(run->file),
                             feed_file_total_bytes(run->file), run->records);
    return SC_OK;
}

static enum sc_status on_store(void *context, const struct feed_store *store)
{
    struct run *run = context;
    enum sc_status st = look_up(run);

    return st == SC_OK ? retail_import_store(run->retail, store) : st;
}

static enum sc_status on_price(void *context, const struct feed_price *price)
{
    struct run *run = context;
    enum sc_status st = look_up(run);

    return st == SC_OK ? retail_import_price(run->retail, price) : st;
}

static struct deals_offer offer_of(const struct feed_deal *deal)
{
    return (struct deals_offer){
        .line = deal->line,
        .terms =
            {
                .id = deal->source_id,
                .kind = deal->kind,
                .count = deal->count,
                .get = deal->get,
                .value = deal->value,
                .min_grams = deal->min_grams,
                .max_grams = deal->max_grams,
                .max_uses = deal->max_uses,
                .max_units = deal->max_units,
                .basket_min = deal->basket_min,
                .basket_min_counts_own = deal->basket_min_counts_own,
                .starts_us = deal->starts.is_given ? deal->starts.at_us : SC_DEAL_ALWAYS_FROM,
                .ends_us = deal->ends.is_given ? deal->ends.at_us : SC_DEAL_ALWAYS_TO,
                .coupon = deal->coupon,
                .audiences = deal->audiences,
                .audience_count = deal->audience_count,
            },
        .starts_is_local = deal->starts.is_local,
        .ends_is_local = deal->ends.is_local,
        .text = deal->text,
        .unpriced_kind = deal->unpriced_kind,
        .store_code = deal->store_code,
        .is_everywhere = deal->all_stores,
        .codes = deal->codes,
        .code_count = deal->code_count,
        .get_codes = deal->get_codes,
        .get_code_count = deal->get_code_count,
    };
}

static enum sc_status on_deal(void *context, const struct feed_deal *deal)
{
    struct run *run = context;
    struct deals_offer offer = offer_of(deal);
    const char *why;
    enum sc_status st = look_up(run);

    if (st == SC_OK)
        st = deals_import_offer(run->deals, &offer, &why);
    if (st != SC_OK)
        return st;
    if (why != NULL)
        retail_rejects_add(&run->rejects, sc_str_of(why), deal->line, deal->text);
    else if (deal->kind == SC_DEAL_UNPRICED)
        retail_rejects_add(&run->unpriced, deal->unpriced_kind, deal->line, deal->text);
    return SC_OK;
}

static enum sc_status on_reject(void *context, const struct feed_reject *reject)
{
    struct run *run = context;

    retail_rejects_add(&run->rejects, reject->reason, reject->line, reject->words);
    return look_up(run);
}

/* ---- one file ---- */

/* The same bytes under another name may be another store's or another day's, or read otherwise. */
static void hash_content(struct run *run)
{
    const struct feed_options *feed = &run->options->feed;
    const struct sc_str parts[] = {
        {(const char *)feed_file_hash(run->file), FEED_FILE_HASH},
        run->member.name,
        run->options->map_hash,
        feed->source,
        feed->retailer_key,
        feed->retailer_name,
        feed->country,
        feed->currency,
        feed->time_zone,
    };
    const int64_t numbers[] = {IMPORT_READER_VERSION, run->number};
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, CONTENT_HASH);
    crypto_generichash_update(&state, (const unsigned char *)numbers, sizeof numbers);
    for (size_t i = 0; i < SC_COUNT(parts); i++) {
        uint64_t len = parts[i].len;
        crypto_generichash_update(&state, (const unsigned char *)&len, sizeof len);
        crypto_generichash_update(&state, (const unsigned char *)(len > 0 ? parts[i].at : ""), len);
    }
    crypto_generichash_final(&state, run->content_hash, sizeof run->content_hash);
}

static void on_repeated_deal(void *context, int64_t line, struct sc_str id)
{
    struct run *run = context;

    retail_rejects_add(&run->rejects, feed_reason_name(FEED_REPEATED_CODE), line, id);
}

/*
 * A list most of which cannot be used, such as one whose prices are written in a new way, says
 * nothing of what is not in it.
 */
static bool is_usable(const struct run *run)
{
    return retail_rejects_sum(&run->rejects) * 2 <= run->end.rows;
}

static enum sc_status merge(struct run *run)
{
    struct import_result *result = &run->result;
    struct retail_import_counts counts = {0};
    struct deals_counts deals = {0};
    bool is_whole = run->end.is_complete && is_usable(run);
    struct deals_end end = {is_whole, run, on_repeated_deal};
    enum sc_status st = retail_import_merge(run->retail, is_whole, &counts);

    if (st == SC_OK && run->deals != NULL)
        st = deals_import_merge(run->deals, &end, &deals);
    result->stores = counts.stores;
    result->products = counts.products;
    result->prices = counts.prices;
    result->deals = deals.deals;
    result->unchanged = counts.unchanged + deals.unchanged;
    result->delisted = counts.delisted + deals.ended;
    result->rows = run->end.rows;
    result->is_complete = run->end.is_complete;
    if (!run->end.is_complete)
        result->note = sc_str_of(run->end.why_partial);
    else if (!is_whole)
        result->note = SC_STR("most of its rows cannot be used");
    return st;
}

static enum sc_status record(struct run *run)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, REPORT_MAX);
    sc_json_init(&out, &buf);
    import_result_write(&run->result, &out);
    struct retail_import_file file = {
        .path = run->result.path,
        .is_complete = run->end.is_complete,
        .rows = run->result.rows,
        .records = run->records - retail_rejects_sum(&run->rejects),
        .report = sc_buf_str(&buf),
    };
    enum sc_status st = buf.failed ? sc_fail(run->rq, SC_NO_MEMORY, "no memory for the report")
                                   : retail_import_record(run->retail, &file);
    sc_buf_finish(&buf);
    return st;
}

static enum sc_status read_and_merge(struct run *run)
{
    const struct feed_sink sink = {
        .context = run,
        .begin = on_begin,
        .store = on_store,
        .price = on_price,
        .deal = on_deal,
        .reject = on_reject,
    };
    const struct import_options *options = run->options;
    enum sc_status st = feed_read(run->rq, options->formats, &options->feed, run->file,
                                  &run->member, &sink, &run->end);

    if (st == SC_OK && run->retail == NULL)
        st = sc_fail(run->rq, SC_INVALID, "no record in it can be used");
    if (st == SC_OK)
        st = merge(run);
    if (st == SC_OK)
        st = record(run);
    if (st == SC_OK)
        st = workers_cache_changes(run->tx);
    if (st != SC_OK)
        return st;
    st = sc_tx_commit(run->tx);
    if (st == SC_OK || st == SC_UNKNOWN)
        workers_cache_changed(run->rq, options->cache);
    return st;
}

/* SC_NOT_FOUND: it was not imported before. */
static enum sc_status find_known(struct run *run)
{
    struct import_result *result = &run->result;
    struct retail_import_known known;
    enum sc_status st = retail_import_find(run->tx, content_hash_of(run), &known);

    if (st != SC_OK)
        return st;
    result->outcome = IMPORT_UNCHANGED;
    result->source = known.source;
    result->kind = known.kind;
    result->retailer = known.retailer;
    result->store = known.store;
    result->is_complete = known.is_complete;
    result->rows = known.rows;
    result->unchanged = known.records;
    return SC_OK;
}

/* What did not work out is told, and has changed nothing. */
static void note_failure(struct run *run, enum sc_status st)
{
    struct import_result *result = &run->result;

    bool is_stale = st == SC_CONFLICT && run->rq->failure.sqlstate[0] == '\0';
    *result = (struct import_result){
        .outcome = is_stale ? IMPORT_STALE : IMPORT_FAILED,
        .path = result->path,
        .source = result->source,
        .kind = result->kind,
        .retailer = result->retailer,
        .store = result->store,
        .note = sc_failure_words(run->rq),
        .unpriced = &run->unpriced,
        .rejected = &run->rejects,
    };
}

/* A member's path begins with the one that was opened. */
static struct sc_str told_path(struct run *run)
{
    struct sc_str path = run->member.path, opened = run->path, from = run->options->from;

    if (from.at == NULL || !sc_str_starts(path, opened))
        return path;
    struct sc_str rest = sc_str_sub(path, opened.len, path.len);
    return sc_arena_printf(run->rq->arena, "%.*s%.*s", SC_STR_ARGS(from), SC_STR_ARGS(rest));
}

static enum sc_status import_member(struct run *run, struct sc_pg *pg)
{
    struct sc_request *rq = run->rq;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);

    run->tx = &tx;
    run->result.path = told_path(run);
    run->result.unpriced = &run->unpriced;
    run->result.rejected = &run->rejects;
    retail_rejects_init(&run->rejects, rq->arena);
    retail_rejects_init(&run->unpriced, rq->arena);
    hash_content(run);
    enum sc_status st = find_known(run);
    if (st == SC_NOT_FOUND)
        st = read_and_merge(run);
    if (run->is_overtaken)
        st = find_known(run);
    deals_import_finish(run->deals);
    retail_import_finish(run->retail);
    run->tx = NULL; /* it ends here */
    if (st != SC_OK)
        note_failure(run, st);
    if (run->watch->file != NULL)
        run->watch->file(run->watch->context, &run->result);
    return st;
}

/* Another file may fare better, unless the database or we are going. */
static bool ends_all(enum sc_status st)
{
    return st == SC_CANCELLED || st == SC_UNAVAILABLE || st == SC_UNKNOWN || st == SC_NO_MEMORY;
}

struct import_result import_result_unread(struct sc_str path, struct sc_str why)
{
    static const struct retail_rejects none;

    return (struct import_result){
        .outcome = IMPORT_FAILED,
        .path = path,
        .note = why,
        .unpriced = &none,
        .rejected = &none,
    };
}

static void tell_unread(const struct import_watch *watch, struct sc_str path,
                        const struct sc_request *rq)
{
    struct import_result result = import_result_unread(path, sc_failure_words(rq));

    if (watch->file != NULL)
        watch->file(watch->context, &result);
}

/* A path being gone through. */
struct walk {
    struct sc_pg *pg;
    const struct import_options *options;
    const struct import_watch *watch;
    struct sc_str path;
    struct feed_file *file;
    int64_t number;        /* of the present file */
    int64_t stuck_at_byte; /* where no next file could be found; -1: nowhere yet */
    bool is_over;
};

/* An archive with one bad member may have good ones behind it, unless it does not get on. */
static void note_unread(struct walk *walk, struct sc_request *rq, enum sc_status st)
{
    int64_t at_byte = feed_file_done_bytes(walk->file);
    bool is_stuck = at_byte == walk->stuck_at_byte;

    if (!is_stuck) /* else it has been told */
        tell_unread(walk->watch, walk->options->from.at != NULL ? walk->options->from : walk->path,
                    rq);
    walk->is_over = st == SC_LIMITED || is_stuck;
    walk->stuck_at_byte = at_byte;
}

static enum sc_status import_next(struct walk *walk, struct sc_request *rq)
{
    struct run *run = sc_arena_zalloc(rq->arena, sizeof *run);

    if (run == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to import a file");
    run->rq = rq;
    run->options = walk->options;
    run->watch = walk->watch;
    run->file = walk->file;
    run->path = walk->path;
    run->number = ++walk->number;
    enum sc_status st = feed_file_next(rq, walk->file, &run->member);
    if (st == SC_OK) {
        st = import_member(run, walk->pg);
        walk->is_over = st == SC_LIMITED; /* a bomb: there is no more to be had from it */
        return st;
    }
    if (st == SC_NOT_FOUND && rq->failure.status == SC_OK)
        walk->is_over = true;
    else
        note_unread(walk, rq, st);
    return st;
}

static enum sc_status import_all(struct walk *walk, struct sc_request *rq)
{
    while (!walk->is_over) {
        struct sc_request inner;
        enum sc_status st = sc_request_init(&inner, IMPORT_ARENA_CAP, rq->deadline);
        if (st != SC_OK)
            return sc_fail(rq, st, "no memory to import a file");
        inner.cancel = rq->cancel;
        st = import_next(walk, &inner);
        if (ends_all(st))
            (void)sc_fail(rq, st, "%.*s", SC_STR_ARGS(sc_failure_words(&inner)));
        sc_request_finish(&inner);
        if (ends_all(st))
            return st;
    }
    return SC_OK;
}

enum sc_status import_path(struct sc_request *rq, struct sc_pg *pg,
                           const struct import_options *options, const char *path,
                           const struct import_watch *watch)
{
    struct feed_file *file;
    struct sc_request opening;
    enum sc_status st = sc_request_init(&opening, IMPORT_ARENA_CAP, rq->deadline);

    if (st != SC_OK)
        return sc_fail(rq, st, "no memory to import a file");
    st = feed_file_open(&opening, path, &file);
    if (st != SC_OK)
        tell_unread(watch, sc_str_of(path), &opening);
    sc_request_finish(&opening);
    if (st != SC_OK)
        return ends_all(st) ? sc_fail(rq, st, "no memory to import a file") : SC_OK;
    struct walk walk = {
        .pg = pg,
        .options = options,
        .watch = watch,
        .path = sc_str_of(path),
        .file = file,
        .stuck_at_byte = -1,
    };
    st = import_all(&walk, rq);
    feed_file_close(file);
    return st;
}

/* With the job that has caches forget what it changes. */
static enum sc_status in_one(struct sc_tx *tx, enum sc_status (*step)(struct sc_tx *tx))
{
    enum sc_status st = sc_tx_start(tx);

    if (st == SC_OK)
        st = step(tx);
    if (st == SC_OK)
        st = workers_cache_changes(tx);
    return st == SC_OK ? sc_tx_commit(tx) : st;
}

enum sc_status import_settle(struct sc_request *rq, struct sc_pg *pg, int64_t keep_months,
                             struct workers_cache *cache)
{
    int32_t dropped;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = in_one(&tx, retail_import_judge);

    if (st == SC_OK)
        st = retail_history_trim(&tx, keep_months, sc_wall_us(), &dropped);
    if (st == SC_OK)
        st = match_learn(&tx);
    if (st == SC_OK)
        st = in_one(&tx, deals_settle);
    workers_cache_settled(rq, cache);
    return st;
}

enum sc_status import_file_hash(struct sc_request *rq, const char *path, struct sc_str *ret_hash)
{
    struct feed_file *file;
    enum sc_status st = feed_file_open(rq, path, &file);

    if (st != SC_OK)
        return st;
    struct sc_str hash = {(const char *)feed_file_hash(file), FEED_FILE_HASH};
    *ret_hash = sc_arena_str(rq->arena, hash);
    feed_file_close(file);
    return ret_hash->at != NULL ? SC_OK : sc_fail(rq, SC_NO_MEMORY, "no memory for a hash");
}

static void write_tally(struct sc_json_out *out, const char *key,
                        const struct retail_rejects *tally)
{
    sc_json_key(out, sc_str_of(key));
    sc_json_object(out);
    for (size_t i = 0; i < tally->reason_count; i++) {
        sc_json_key(out, tally->reasons[i].name);
        sc_json_i64(out, tally->reasons[i].count);
    }
    sc_json_object_end(out);
}

void import_result_write(const struct import_result *result, struct sc_json_out *out)
{
    sc_json_object(out);
    sc_json_key_str(out, "path", result->path);
    sc_json_key_str(out, "source", result->source);
    sc_json_key_str(out, "kind", result->kind);
    sc_json_key_str(out, "retailer", result->retailer);
    sc_json_key_str(out, "store", result->store);
    sc_json_key_bool(out, "complete", result->is_complete);
    sc_json_key_i64(out, "rows", result->rows);
    sc_json_key_i64(out, "products", result->products);
    sc_json_key_i64(out, "prices", result->prices);
    sc_json_key_i64(out, "deals", result->deals);
    sc_json_key_i64(out, "stores", result->stores);
    sc_json_key_i64(out, "unchanged", result->unchanged);
    write_tally(out, "unpriced", result->unpriced);
    write_tally(out, "rejected", result->rejected);
    if (result->note.len > 0)
        sc_json_key_str(out, result->outcome == IMPORT_FAILED ? "error" : "note", result->note);
    sc_json_object_end(out);
}
