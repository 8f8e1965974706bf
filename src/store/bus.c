#include "store/bus.h"

#include <assert.h>
#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <unistd.h>

#include "runtime/deadline.h"
#include "runtime/log.h"
#include "store/hint.h"
#include "store/tags.h"

enum {
    MESSAGE_MAX = 100,
    NUMBER_MAX = 24,
    WORDS_MAX = 100,
};

#define CHANNEL "smartcart.hints"
#define DROPPED "__redis__:invalidate" /* Redis's own, of keys that are tracked */

static const char *const topics[SC_HINT_TOPIC_COUNT] = {
    [SC_HINT_JOBS] = "jobs",
    [SC_HINT_LIST] = "list",
    [SC_HINT_SIGNED_OUT] = "signed_out",
};

enum {
    TELLS,
    HEARS,
    LINKS,
};

struct sc_bus {
    struct sc_bus_config config;
    char self[17];
    pthread_t thread;
    int wake; /* there is something to send, or it is to stop */
    struct sc_hint_ear ear;
    redisContext *links[LINKS]; /* of the thread alone */
    bool has_answered[LINKS];   /* since the last ping */
    unsigned pings;

    char refusal[WORDS_MAX]; /* the last */

    _Atomic int64_t sent, heard, lost, connected, dropped, doubts, is_tracked;
    _Atomic int64_t memory, evicted, expired; /* as Redis says */

    pthread_mutex_t lock; /* of what follows */
    bool is_stopping;
    size_t count;
    struct sc_hint waiting[SC_BUS_WAITING_MAX];
};

static int64_t read_sent(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->sent);
}

static int64_t read_heard(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->heard);
}

static int64_t read_lost(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->lost);
}

static int64_t read_connected(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->connected);
}

static int64_t read_dropped(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->dropped);
}

static int64_t read_doubts(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->doubts);
}

static int64_t read_is_tracked(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->is_tracked);
}

static int64_t read_memory(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->memory);
}

static int64_t read_evicted(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->evicted);
}

static int64_t read_expired(void *bus)
{
    return atomic_load(&((struct sc_bus *)bus)->expired);
}

static const struct sc_metric_asked meters[] = {
    {SC_METRIC_COUNTER, "smartcart_hints_sent_total", "Hints told to other processes.", read_sent},
    {SC_METRIC_COUNTER, "smartcart_hints_heard_total", "Hints of other processes.", read_heard},
    {SC_METRIC_COUNTER, "smartcart_hints_lost_total", "Hints that could not be told to others.",
     read_lost},
    {SC_METRIC_GAUGE, "smartcart_hints_connected", "1: others are heard, through Redis.",
     read_connected},
    {SC_METRIC_COUNTER, "smartcart_l1_dropped_total", "Tags that L1 was told to forget.",
     read_dropped},
    {SC_METRIC_COUNTER, "smartcart_l1_doubts_total", "Times that L1 had to forget everything.",
     read_doubts},
    {SC_METRIC_GAUGE, "smartcart_l1_is_told", "1: L1 is told which tags are dropped.",
     read_is_tracked},
    {SC_METRIC_GAUGE, "smartcart_redis_memory_bytes", "Memory that Redis uses, as it says.",
     read_memory},
    {SC_METRIC_COUNTER, "smartcart_redis_evicted_total",
     "Keys that Redis dropped for want of memory.", read_evicted},
    {SC_METRIC_COUNTER, "smartcart_redis_expired_total", "Keys that Redis dropped at their end.",
     read_expired},
};

static void wake(const struct sc_bus *bus)
{
    const uint64_t one = 1;

    if (write(bus->wake, &one, sizeof one) < 0)
        return; /* it is full: it wakes anyway */
}

/* On whatever thread has committed. */
static void hear(void *context, const struct sc_hint *hint)
{
    struct sc_bus *bus = context;

    pthread_mutex_lock(&bus->lock);
    bool is_first = bus->count == 0;
    if (bus->count < SC_BUS_WAITING_MAX)
        bus->waiting[bus->count++] = *hint;
    else
        atomic_fetch_add(&bus->lost, 1);
    pthread_mutex_unlock(&bus->lock);
    if (is_first)
        wake(bus);
}

static bool is_stopping(struct sc_bus *bus)
{
    pthread_mutex_lock(&bus->lock);
    bool is_it = bus->is_stopping;
    pthread_mutex_unlock(&bus->lock);
    return is_it;
}

/* Another's message, which may be of a newer program. */
static void take_message(struct sc_bus *bus, struct sc_str text)
{
    struct sc_str self, topic, id;
    struct sc_hint hint = {.topic = SC_HINT_TOPIC_COUNT};

    if (!sc_str_take(&text, ' ', &self) || !sc_str_take(&text, ' ', &topic) ||
        !sc_str_take(&text, ' ', &id) || sc_str_eq(self, sc_str_of(bus->self)) ||
        sc_str_i64(id, &hint.id) != SC_OK || sc_str_i64(text, &hint.number) != SC_OK)
        return;
    for (int t = 0; t < SC_HINT_TOPIC_COUNT; t++)
        if (sc_str_eq(topic, sc_str_of(topics[t])))
            hint.topic = (enum sc_hint_topic)t;
    if (hint.topic == SC_HINT_TOPIC_COUNT)
        return;
    atomic_fetch_add(&bus->heard, 1);
    sc_hint_tell(&hint, &bus->ear);
}

static void doubt(struct sc_bus *bus)
{
    if (bus->config.l1 == NULL)
        return;
    sc_l1_forget_all(bus->config.l1);
    atomic_fetch_add(&bus->doubts, 1);
}

static struct sc_str text_of(const redisReply *reply)
{
    return reply->type == REDIS_REPLY_STRING ? (struct sc_str){reply->str, reply->len}
                                             : (struct sc_str){0};
}

/* Keys of tags; none at all: everything was flushed. */
static void take_dropped(struct sc_bus *bus, const redisReply *keys)
{
    const struct sc_str prefix = SC_STR(SC_TAG_PREFIX);

    if (keys->type != REDIS_REPLY_ARRAY) {
        doubt(bus);
        return;
    }
    for (size_t i = 0; i < keys->elements; i++) {
        struct sc_str key = text_of(keys->element[i]);
        if (!sc_str_starts(key, prefix))
            continue;
        sc_l1_forget(bus->config.l1, sc_str_sub(key, prefix.len, key.len));
        atomic_fetch_add(&bus->dropped, 1);
    }
}

/* ["message", channel, what]; all else is an answer that nobody waits for. */
static void take_heard(struct sc_bus *bus, const redisReply *reply)
{
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3 ||
        !sc_str_eq(text_of(reply->element[0]), SC_STR("message")))
        return;
    struct sc_str channel = text_of(reply->element[1]);
    if (sc_str_eq(channel, SC_STR(DROPPED)) && bus->config.l1 != NULL)
        take_dropped(bus, reply->element[2]);
    else if (sc_str_eq(channel, SC_STR(CHANNEL)))
        take_message(bus, text_of(reply->element[2]));
}

/* A line of INFO. */
static void take_number(struct sc_str info, struct sc_str name, _Atomic int64_t *number)
{
    struct sc_str rest, digits;
    int64_t value;
    ptrdiff_t at = sc_str_find(info, name);

    if (at < 0)
        return;
    rest = sc_str_sub(info, (size_t)at + name.len, info.len);
    if (sc_str_take(&rest, '\r', &digits) && sc_str_i64(digits, &value) == SC_OK)
        atomic_store(number, value);
}

/* What is told is answered with numbers; what was asked, with text. */
static void take_told(struct sc_bus *bus, const redisReply *reply)
{
    struct sc_str info = text_of(reply);

    take_number(info, SC_STR("\nused_memory:"), &bus->memory);
    take_number(info, SC_STR("\nevicted_keys:"), &bus->evicted);
    take_number(info, SC_STR("\nexpired_keys:"), &bus->expired);
}

static bool read_link(struct sc_bus *bus, int i)
{
    redisContext *link = bus->links[i];
    void *reply = NULL;

    if (redisBufferRead(link) != REDIS_OK)
        return false;
    while (redisGetReplyFromReader(link, &reply) == REDIS_OK && reply != NULL) {
        bool is_error = ((const redisReply *)reply)->type == REDIS_REPLY_ERROR;
        if (i == HEARS)
            take_heard(bus, reply);
        else
            take_told(bus, reply);
        freeReplyObject(reply);
        if (is_error)
            return false;
        bus->has_answered[i] = true;
    }
    return link->err == 0;
}

/* All that is appended; the socket's limit of time ends it. */
static bool flush(redisContext *link)
{
    int is_done = 0;

    while (!is_done)
        if (redisBufferWrite(link, &is_done) != REDIS_OK)
            return false;
    return true;
}

static bool send_waiting(struct sc_bus *bus)
{
    static _Thread_local struct sc_hint hints[SC_BUS_WAITING_MAX];
    char text[MESSAGE_MAX];
    uint64_t rung;

    if (read(bus->wake, &rung, sizeof rung) < 0)
        rung = 0; /* it was not rung: then there is nothing */
    pthread_mutex_lock(&bus->lock);
    size_t count = bus->count;
    memcpy(hints, bus->waiting, count * sizeof hints[0]);
    bus->count = 0;
    pthread_mutex_unlock(&bus->lock);
    bool is_well = true;
    for (size_t i = 0; i < count && is_well; i++) {
        snprintf(text, sizeof text, "%s %s %" PRId64 " %" PRId64, bus->self, topics[hints[i].topic],
                 hints[i].id, hints[i].number);
        is_well = redisAppendCommand(bus->links[TELLS], "PUBLISH %s %s", CHANNEL, text) == REDIS_OK;
    }
    is_well = is_well && flush(bus->links[TELLS]);
    atomic_fetch_add(is_well ? &bus->sent : &bus->lost, (int64_t)count);
    return is_well;
}

/* False: one of them has not answered the last. */
static bool ping(struct sc_bus *bus)
{
    for (int i = 0; i < LINKS; i++) {
        if (!bus->has_answered[i])
            return false;
        bus->has_answered[i] = false;
        bool looks = i == TELLS && bus->pings++ % SC_BUS_LOOK_PINGS == 0;
        if (redisAppendCommand(bus->links[i], looks ? "INFO" : "PING") != REDIS_OK ||
            !flush(bus->links[i]))
            return false;
    }
    return true;
}

/* Until it is to stop, or something fails. */
static void serve(struct sc_bus *bus)
{
    struct sc_deadline pings = sc_deadline_in(SC_BUS_PING_MS);
    bool is_well = true;

    while (is_well && !is_stopping(bus)) {
        struct pollfd waits[] = {
            {.fd = bus->wake, .events = POLLIN},
            {.fd = bus->links[TELLS]->fd, .events = POLLIN},
            {.fd = bus->links[HEARS]->fd, .events = POLLIN},
        };
        if (poll(waits, sizeof waits / sizeof waits[0], sc_deadline_poll_ms(pings)) < 0)
            continue; /* a signal */
        for (int i = 0; i < LINKS && is_well; i++)
            is_well = waits[1 + i].revents == 0 || read_link(bus, i);
        if (is_well && waits[0].revents != 0)
            is_well = send_waiting(bus);
        if (is_well && sc_deadline_is_over(pings)) {
            is_well = ping(bus);
            pings = sc_deadline_in(SC_BUS_PING_MS);
        }
    }
}

/* A command whose answer is waited for. False: it is refused, or the connection broke. */
static bool ask(struct sc_bus *bus, int i, const char *format, const char *word)
{
    redisReply *reply = redisCommand(bus->links[i], format, word);
    bool is_well = reply != NULL && reply->type != REDIS_REPLY_ERROR;

    if (reply != NULL && !is_well)
        snprintf(bus->refusal, sizeof bus->refusal, "%s", reply->str);
    freeReplyObject(reply);
    return is_well;
}

static bool connect_link(struct sc_bus *bus, int i)
{
    bus->links[i] = sc_redis_connect(bus->config.place, SC_BUS_WAIT_MS);
    bus->has_answered[i] = true;
    return bus->links[i] != NULL;
}

/* Redis says on one connection what becomes of the tags' keys, which the other has asked for. */
static bool track(struct sc_bus *bus)
{
    redisReply *reply = redisCommand(bus->links[HEARS], "CLIENT ID");
    char id[NUMBER_MAX];

    if (reply == NULL || reply->type != REDIS_REPLY_INTEGER) {
        freeReplyObject(reply);
        return false;
    }
    snprintf(id, sizeof id, "%lld", reply->integer);
    freeReplyObject(reply);
    return ask(bus, HEARS, "SUBSCRIBE %s", DROPPED) &&
           ask(bus, TELLS, "CLIENT TRACKING ON REDIRECT %s BCAST PREFIX " SC_TAG_PREFIX, id);
}

/* A Redis, or what stands before it, may refuse: L1 then finds by itself what was dropped. */
static bool begin_to_track(struct sc_bus *bus)
{
    bool is_tracked = track(bus);

    if (bus->links[TELLS]->err != 0 || bus->links[HEARS]->err != 0)
        return false;
    if (!is_tracked)
        sc_log(SC_LOG_WARN, "cache.untracked", SC_LOG_TEXT("why", sc_str_of(bus->refusal)),
               SC_LOG_NUMBER("l1_ms", SC_BUS_BLIND_MS));
    sc_l1_limit(bus->config.l1, is_tracked ? 0 : SC_BUS_BLIND_MS);
    atomic_store(&bus->is_tracked, is_tracked);
    return true;
}

static bool connect_both(struct sc_bus *bus)
{
    return connect_link(bus, TELLS) && connect_link(bus, HEARS) &&
           (bus->config.l1 == NULL || begin_to_track(bus)) &&
           ask(bus, HEARS, "SUBSCRIBE %s", CHANNEL);
}

static void disconnect(struct sc_bus *bus)
{
    for (int i = 0; i < LINKS; i++) {
        if (bus->links[i] != NULL)
            redisFree(bus->links[i]);
        bus->links[i] = NULL;
    }
}

/* What nobody can be told while Redis is away is lost, or it would all come at once, too late. */
static void wait_out(struct sc_bus *bus, int64_t pause_ms)
{
    struct sc_deadline over = sc_deadline_in(pause_ms);
    struct pollfd waits = {.fd = bus->wake, .events = POLLIN};
    uint64_t rung;

    while (!is_stopping(bus) && !sc_deadline_is_over(over)) {
        if (poll(&waits, 1, sc_deadline_poll_ms(over)) <= 0 ||
            read(bus->wake, &rung, sizeof rung) < 0)
            continue;
        pthread_mutex_lock(&bus->lock);
        atomic_fetch_add(&bus->lost, (int64_t)bus->count);
        bus->count = 0;
        pthread_mutex_unlock(&bus->lock);
    }
}

static void *run(void *context)
{
    struct sc_bus *bus = context;
    int64_t pause_ms = SC_BUS_PAUSE_MS;

    while (!is_stopping(bus)) {
        bool is_connected = connect_both(bus);
        if (is_connected) {
            doubt(bus); /* of what was dropped meanwhile */
            sc_log(SC_LOG_INFO, "hints.connected", SC_LOG_TEXT("as", sc_str_of(bus->self)));
            atomic_store(&bus->connected, 1);
            serve(bus);
            atomic_store(&bus->connected, 0);
            atomic_store(&bus->is_tracked, 0);
            doubt(bus);
            pause_ms = SC_BUS_PAUSE_MS;
        }
        disconnect(bus);
        if (is_stopping(bus))
            break;
        if (is_connected || pause_ms == SC_BUS_PAUSE_MS)
            sc_log(SC_LOG_WARN, "hints.away", SC_LOG_NUMBER("again_ms", pause_ms));
        wait_out(bus, pause_ms);
        pause_ms = pause_ms * 2 > SC_BUS_PAUSE_MAX_MS ? SC_BUS_PAUSE_MAX_MS : pause_ms * 2;
    }
    return NULL;
}

static void free_bus(struct sc_bus *bus)
{
    if (bus->wake >= 0)
        close(bus->wake);
    pthread_mutex_destroy(&bus->lock);
    free(bus);
}

static enum sc_status start(struct sc_request *rq, struct sc_bus *bus)
{
    uint64_t self;

    if (bus->wake < 0 || getrandom(&self, sizeof self, 0) != sizeof self)
        return sc_fail(rq, SC_NO_MEMORY, "no descriptor for hints");
    snprintf(bus->self, sizeof bus->self, "%016" PRIx64, self);
    enum sc_status st =
        sc_metrics_ask(bus->config.metrics, meters, sizeof meters / sizeof meters[0], bus);
    if (st != SC_OK)
        return sc_fail(rq, st, "no memory for metrics");
    if (pthread_create(&bus->thread, NULL, run, bus) != 0)
        return sc_fail(rq, SC_BUSY, "no thread for hints");
    return SC_OK;
}

enum sc_status sc_bus_start(struct sc_request *rq, const struct sc_bus_config *config,
                            struct sc_bus **ret_bus)
{
    struct sc_bus *bus = calloc(1, sizeof *bus);

    if (bus == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for hints");
    bus->config = *config;
    pthread_mutex_init(&bus->lock, NULL);
    bus->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    enum sc_status st = start(rq, bus);
    if (st != SC_OK) {
        free_bus(bus);
        return st;
    }
    bus->ear = (struct sc_hint_ear){.hear = hear, .context = bus};
    sc_hint_listen(&bus->ear);
    *ret_bus = bus;
    return SC_OK;
}

void sc_bus_stop(struct sc_bus *bus)
{
    if (bus == NULL)
        return;
    sc_hint_unlisten(&bus->ear);
    pthread_mutex_lock(&bus->lock);
    bus->is_stopping = true;
    pthread_mutex_unlock(&bus->lock);
    wake(bus);
    pthread_join(bus->thread, NULL);
    free_bus(bus);
}
