#include "workers/feed_fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json_in.h"
#include "base/utf8.h"
#include "net/http_fetch.h"
#include "retail/feed_walk.h"
#include "retail/source.h"
#include "runtime/log.h"
#include "runtime/shutdown.h"
#include "workers/feed_folder.h"

enum {
    PLACE_ARENA_CAP = 64 * 1024 * 1024,         /* the paths of a folder */
    ASK_AGAIN_MS = 500,                         /* whether a host is still being asked */
    FILE_PATH_SHOWN = SC_FAILURE_WORDS_MAX / 2, /* bytes of a file's path, before what ails it */
};

/* A source on its way. */
struct round {
    struct sc_request *rq;
    struct sc_pg *pg;
    const struct workers_feed *feed;
    const struct workers_feed_ask *ask;
    struct retail_source source;
    struct import_options options;
    struct workers_cache cache;
    struct feed_folder folder;
    struct workers_feed_told told;
    bool has_imported;    /* or may have, before */
    enum sc_status later; /* of a place that may go well another time; SC_OK: none */
    struct sc_str words;  /* of that */
};

/* A place on its way, with a request of its own. */
struct visit {
    struct round *round;
    struct sc_request rq;
    const struct retail_source_place *place;
    struct retail_source_told told;
    struct sc_str at;                      /* the place, of today */
    char file_error[SC_FAILURE_WORDS_MAX]; /* of the first file that was not imported; "": none */
};

/* ---- files ---- */

static void on_progress(void *context, int64_t done_bytes, int64_t total_bytes, int64_t rows)
{
    const struct visit *visit = context;
    const struct workers_feed_ask *ask = visit->round->ask;

    if (ask->watch->progress != NULL)
        ask->watch->progress(ask->watch->context, done_bytes, total_bytes, rows);
    if (ask->job != NULL)
        sc_queue_tell(ask->job, done_bytes, total_bytes, "importing");
}

static void on_file(void *context, const struct import_result *result)
{
    struct visit *visit = context;
    const struct import_watch *watch = visit->round->ask->watch;
    struct sc_str path = sc_utf8_cut(sc_utf8_start(result->path), FILE_PATH_SHOWN);
    struct sc_str note = sc_utf8_start(result->note);

    visit->round->has_imported |= result->outcome == IMPORT_DONE;
    visit->told.is_changed |= result->outcome == IMPORT_DONE;
    if (result->outcome == IMPORT_FAILED && visit->file_error[0] == '\0')
        snprintf(visit->file_error, sizeof visit->file_error, "%.*s: %.*s", SC_STR_ARGS(path),
                 SC_STR_ARGS(note));
    if (watch->file != NULL)
        watch->file(watch->context, result);
}

static enum sc_status import_file(struct visit *visit, const char *path, struct sc_str from)
{
    const struct import_watch watch = {visit, on_progress, on_file};
    struct import_options options = visit->round->options;

    options.from = from;
    return import_path(&visit->rq, visit->round->pg, &options, path, &watch);
}

static enum sc_status visit_folder(struct visit *visit)
{
    struct feed_paths paths;
    enum sc_status st = feed_walk(&visit->rq, visit->rq.arena, visit->round->options.formats,
                                  &visit->at.at, 1, &paths);
    for (size_t i = 0; st == SC_OK && i < paths.count; i++)
        st = import_file(visit, paths.at[i], (struct sc_str){NULL, 0});
    return st;
}

/* ---- addresses ---- */

/* False: we are asked to stop. */
static bool pause_for(int64_t us)
{
    struct pollfd asked = {.fd = sc_shutdown_fd(), .events = POLLIN};

    (void)poll(&asked, 1, (int)(us / 1000 + 1));
    return !sc_shutdown_is_asked();
}

static enum sc_status busy(struct visit *visit, struct sc_str host)
{
    return sc_fail(&visit->rq, SC_BUSY, "%.*s is being asked, or pauses", SC_STR_ARGS(host));
}

/* Waits a little for a host that others ask, or that pauses; else another time. */
static enum sc_status take_host(struct visit *visit, struct sc_tx *tx, struct sc_str host)
{
    struct sc_deadline patience =
        sc_deadline_min(visit->rq.deadline, sc_deadline_in(FEED_FETCH_PATIENCE_MS));
    enum sc_status st = SC_BUSY;
    int64_t wait_us;

    while (st == SC_BUSY) {
        st = retail_source_host_take(tx, host, &wait_us);
        if (st == SC_BUSY && visit->rq.failure.status != SC_OK)
            return st;
        if (st == SC_BUSY)
            wait_us = (int64_t)ASK_AGAIN_MS * 1000;
        else if (st != SC_OK)
            return st;
        if (wait_us / 1000 > sc_deadline_poll_ms(patience))
            return busy(visit, host);
        if (wait_us > 0 && !pause_for(wait_us))
            return sc_fail(&visit->rq, SC_CANCELLED, "stopped before its end");
    }
    return st;
}

static void on_bytes(void *context, int64_t done_bytes, int64_t total_bytes)
{
    const struct visit *visit = context;

    if (visit->round->ask->job != NULL)
        sc_queue_tell(visit->round->ask->job, done_bytes, total_bytes, "fetching");
}

/* What was imported last, and its marks, were of a file of this name; yesterday's say nothing. */
static bool is_of_name(const struct visit *visit, struct sc_str name)
{
    struct sc_str hash = visit->place->content_hash;

    return hash.len > FEED_FILE_HASH && sc_str_eq(sc_str_sub(hash, FEED_FILE_HASH, hash.len), name);
}

static enum sc_status get_now(struct visit *visit, int fd, struct sc_str name,
                              struct sc_http_fetched *ret_fetched)
{
    const struct workers_feed *feed = visit->round->feed;
    const struct sc_str none = {NULL, 0};
    bool has_marks = is_of_name(visit, name);
    const struct sc_http_fetch fetch = {
        .url = visit->at,
        .etag = has_marks ? visit->place->etag : none,
        .modified = has_marks ? visit->place->modified : none,
        .fd = fd,
        .bytes_max = feed->bytes_max,
        .allowed = &feed->allowed,
        .ca_path = feed->ca_path,
        .context = visit,
        .progress = on_bytes,
    };
    struct sc_deadline usual = visit->rq.deadline;

    visit->rq.deadline = sc_deadline_min(usual, sc_deadline_in(FEED_FETCH_PLACE_MS));
    enum sc_status st = sc_http_fetch(&visit->rq, &fetch, ret_fetched);
    visit->rq.deadline = usual;
    return st;
}

/* While it is asked, a transaction has the host: killed, we hold up nobody. */
static enum sc_status get(struct visit *visit, int fd, const struct sc_http_address *address,
                          struct sc_http_fetched *ret_fetched)
{
    int64_t pause_ms = visit->round->source.pause_ms;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(visit->round->pg, &visit->rq);
    enum sc_status st = take_host(visit, &tx, address->host);
    if (st != SC_OK)
        return st;
    st = get_now(visit, fd, address->name, ret_fetched);
    if (ret_fetched->retry_after_s * 1000 > pause_ms)
        pause_ms = ret_fetched->retry_after_s * 1000;
    enum sc_status given = retail_source_host_give(&tx, address->host, pause_ms);
    if (given == SC_OK)
        given = sc_tx_commit(&tx);
    return st == SC_OK ? given : st;
}

static enum sc_status content_hash(struct visit *visit, const char *path, struct sc_str name,
                                   struct sc_str *ret_hash)
{
    struct sc_str hash;
    enum sc_status st = import_file_hash(&visit->rq, path, &hash);

    if (st != SC_OK)
        return st;
    char *both = sc_arena_alloc(visit->rq.arena, hash.len + name.len);
    if (both == NULL)
        return sc_fail(&visit->rq, SC_NO_MEMORY, "no memory for a hash");
    memcpy(both, hash.at, hash.len);
    memcpy(both + hash.len, name.at, name.len);
    *ret_hash = (struct sc_str){both, hash.len + name.len};
    return SC_OK;
}

/* Imports what was got unless its bytes, under its name, are those of last time. */
static enum sc_status take_in(struct visit *visit, const char *path, struct sc_str name)
{
    struct sc_str hash;
    enum sc_status st = content_hash(visit, path, name, &hash);

    if (st != SC_OK)
        return st;
    visit->told.content_hash = hash;
    if (visit->place->content_hash.at != NULL && sc_str_eq(hash, visit->place->content_hash))
        return SC_OK;
    return import_file(visit, path, visit->at);
}

static enum sc_status visit_address(struct visit *visit)
{
    struct sc_http_fetched fetched = {.status = 0};
    struct sc_http_address address;
    const char *path;
    int fd;
    enum sc_status st = sc_http_address_read(&visit->rq, visit->at, &address);

    if (st == SC_OK)
        st = feed_folder_create(&visit->rq, &visit->round->folder, address.name, &path, &fd);
    if (st != SC_OK)
        return st;
    st = get(visit, fd, &address, &fetched);
    close(fd);
    visit->told.status = fetched.status;
    visit->told.etag = fetched.etag;
    visit->told.modified = fetched.modified;
    if (st == SC_OK && !fetched.is_same) {
        st = take_in(visit, path, address.name);
    } else if (st == SC_OK) {
        visit->told.etag = fetched.etag.at != NULL ? fetched.etag : visit->place->etag;
        visit->told.modified =
            fetched.modified.at != NULL ? fetched.modified : visit->place->modified;
        visit->told.content_hash = visit->place->content_hash;
    }
    (void)unlink(path);
    return st;
}

/* ---- places ---- */

static void count(struct visit *visit, enum sc_status st)
{
    struct round *round = visit->round;
    struct workers_feed_told *told = &round->told;
    const char *outcome = visit->told.error.at != NULL ? "failed"
                          : visit->told.is_changed     ? "changed"
                                                       : "same";

    told->failed += visit->told.error.at != NULL;
    told->changed += visit->told.error.at == NULL && visit->told.is_changed;
    told->same += visit->told.error.at == NULL && !visit->told.is_changed;
    if (round->feed->fetches != NULL)
        sc_metric_add(sc_metric_of(round->feed->fetches, round->source.name, sc_str_of(outcome)),
                      1);
    if (st == SC_OK || !sc_status_may_retry(st))
        return;
    round->later = st;
    round->words = sc_arena_printf(round->rq->arena, "%.*s: %.*s", SC_STR_ARGS(visit->place->place),
                                   SC_STR_ARGS(visit->told.error));
}

/* What came of it goes into its row; a failure of this alone is one of all. */
static enum sc_status tell(struct visit *visit, enum sc_status st)
{
    struct round *round = visit->round;
    bool has_failed = st != SC_OK || visit->file_error[0] != '\0';
    struct sc_str error = st != SC_OK ? sc_failure_words(&visit->rq) : sc_str_of(visit->file_error);

    if (has_failed)
        visit->told.error = error = sc_utf8_start(error);
    visit->told.is_taken = !has_failed;
    if (has_failed)
        sc_log(SC_LOG_WARN, "feed.place", SC_LOG_TEXT("source", round->source.name),
               SC_LOG_TEXT("place", visit->place->place), SC_LOG_TEXT("words", error));
    count(visit, st);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(round->pg, round->rq);
    return retail_source_place_tell(&tx, round->source.id, visit->place->place, &visit->told);
}

static enum sc_status visit_place(struct round *round, const struct retail_source_place *place)
{
    struct visit visit = {.round = round, .place = place};
    enum sc_status st = sc_request_init(&visit.rq, PLACE_ARENA_CAP, round->rq->deadline);

    if (st != SC_OK)
        return sc_fail(round->rq, st, "no memory to fetch a file");
    visit.rq.cancel = round->rq->cancel;
    visit.at =
        retail_source_place_on(visit.rq.arena, place->place, sc_date_of_days(round->source.today));
    if (visit.at.at == NULL)
        st = sc_fail(&visit.rq, SC_NO_MEMORY, "no memory for an address");
    else
        st = retail_source_is_folder(place->place) ? visit_folder(&visit) : visit_address(&visit);
    enum sc_status told = tell(&visit, st);
    bool is_over = st == SC_CANCELLED || sc_shutdown_is_asked() || sc_request_is_over(round->rq);
    if (is_over && told == SC_OK)
        told = sc_fail(round->rq, SC_CANCELLED, "stopped before its end");
    sc_request_finish(&visit.rq);
    return told;
}

/* ---- sources ---- */

/* The operator's map, in a file as readers of maps want it. */
static enum sc_status write_map(struct round *round, const char **ret_path)
{
    struct sc_str rest = round->source.map;
    int fd;

    *ret_path = NULL;
    if (rest.at == NULL)
        return SC_OK;
    enum sc_status st =
        feed_folder_create(round->rq, &round->folder, SC_STR("source.map"), ret_path, &fd);
    while (st == SC_OK && rest.len > 0) {
        ssize_t written = write(fd, rest.at, rest.len);
        if (written > 0)
            rest = sc_str_sub(rest, (size_t)written, rest.len);
        else if (errno != EINTR)
            st = sc_fail(round->rq, SC_UNAVAILABLE, "%s: %s", *ret_path, strerror(errno));
    }
    if (*ret_path != NULL)
        close(fd);
    return st == SC_OK ? import_file_hash(round->rq, *ret_path, &round->options.map_hash) : st;
}

static enum sc_status visit_all(struct round *round)
{
    struct retail_source_places places;
    enum sc_status st;

    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(round->pg, round->rq);
        st = retail_source_places(&tx, round->source.name, &places);
    }
    for (size_t i = 0; st == SC_OK && i < places.count; i++)
        st = visit_place(round, &places.at[i]);
    if (st == SC_OK && round->has_imported)
        st = import_settle(round->rq, round->pg, round->feed->keep_months, &round->cache);
    return st;
}

static enum sc_status go_round(struct round *round)
{
    const struct retail_source *source = &round->source;
    struct feed_formats *formats;
    const char *map;
    enum sc_status st = write_map(round, &map);

    if (st == SC_OK)
        st = feed_formats_create(round->rq, map, &formats);
    if (st != SC_OK)
        return st;
    round->options.formats = formats;
    round->options.feed = (struct feed_options){
        .source = source->format,
        .retailer_key = source->retailer,
        .retailer_name = source->retailer_name,
        .country = source->country,
        .currency = source->currency,
        .time_zone = source->time_zone,
        .now_us = sc_wall_us(),
    };
    if (source->format.at != NULL && !feed_formats_has_source(formats, source->format))
        st = sc_fail(round->rq, SC_INVALID, "there is no format \"%.*s\"",
                     SC_STR_ARGS(source->format));
    if (st == SC_OK)
        st = visit_all(round);
    feed_formats_destroy(formats);
    return st;
}

enum sc_status workers_feed_meters_declare(struct sc_metrics *metrics, struct workers_feed *feed)
{
    feed->fetches = sc_metric_group_declare(
        metrics, SC_METRIC_COUNTER, "smartcart_feed_fetches_total",
        "Places of sources that were asked for files.", "source", "outcome");
    return feed->fetches != NULL ? SC_OK : SC_NO_MEMORY;
}

enum sc_status workers_feed_fetch(struct sc_request *rq, struct sc_pg *pg,
                                  const struct workers_feed *feed,
                                  const struct workers_feed_ask *ask,
                                  struct workers_feed_told *ret_told)
{
    struct round round = {
        .rq = rq,
        .pg = pg,
        .feed = feed,
        .ask = ask,
        .options = {.cache = &round.cache},
        .cache = {.redis = feed->redis},
        .has_imported = ask->is_again,
    };
    enum sc_status st;

    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
        st = retail_source_find(&tx, ask->source, &round.source);
    }
    if (st == SC_OK)
        st = feed_folder_make(rq, feed->folder, &round.folder);
    if (st != SC_OK)
        return st;
    st = go_round(&round);
    feed_folder_remove(&round.folder);
    if (st == SC_OK && round.later != SC_OK)
        st = sc_fail(rq, round.later, "%.*s", SC_STR_ARGS(round.words));
    if (st == SC_OK || round.later != SC_OK)
        *ret_told = round.told;
    return st;
}

/* ---- the job ---- */

static enum sc_status read_payload(struct sc_request *rq, const struct sc_job_row *job,
                                   struct sc_str *ret_source)
{
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, rq->arena, job->payload, &root);
    struct sc_json source = sc_json_in_need(&root, "source");
    *ret_source = sc_json_in_raw(&source);
    if (sc_json_in_status(&in) != SC_OK)
        return sc_fail(rq, sc_json_in_status(&in), "a source: %.*s",
                       SC_STR_ARGS(sc_json_in_words(&in)));
    return SC_OK;
}

enum sc_status workers_feed_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context)
{
    const struct workers_feed *feed = context;
    const struct import_watch nobody = {.context = NULL};
    struct workers_feed_ask ask = {.watch = &nobody, .is_again = job->attempt > 1, .job = job};
    struct workers_feed_told told = {0};
    enum sc_status st = read_payload(rq, job, &ask.source);

    if (st == SC_OK)
        st = workers_feed_fetch(rq, pg, feed, &ask, &told);
    sc_log(SC_LOG_INFO, "feed.source", SC_LOG_TEXT("source", ask.source),
           SC_LOG_TEXT("status", sc_str_of(sc_status_name(st))),
           SC_LOG_NUMBER("changed", told.changed), SC_LOG_NUMBER("same", told.same),
           SC_LOG_NUMBER("failed", told.failed));
    bool is_last = job->attempt >= FEED_FETCH_ATTEMPTS && st != SC_CANCELLED;
    if (st == SC_NOT_FOUND || (is_last && sc_status_may_retry(st))) /* the next tick, or nobody */
        return SC_OK;
    return st;
}
