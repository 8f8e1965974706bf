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

enum {
    MESSAGE_MAX = 100,
};

#define CHANNEL "smartcart.hints"

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
    const struct sc_redis_place *place;
    char self[17];
    pthread_t thread;
    int wake; /* there is something to send, or it is to stop */
    struct sc_hint_ear ear;
    redisContext *links[LINKS]; /* of the thread alone */
    bool has_answered[LINKS];   /* since the last ping */

    _Atomic int64_t sent, heard, lost, connected;

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

static const struct sc_metric_asked meters[] = {
    {SC_METRIC_COUNTER, "smartcart_hints_sent_total", "Hints told to other processes.", read_sent},
    {SC_METRIC_COUNTER, "smartcart_hints_heard_total", "Hints of other processes.", read_heard},
    {SC_METRIC_COUNTER, "smartcart_hints_lost_total", "Hints that could not be told to others.",
     read_lost},
    {SC_METRIC_GAUGE, "smartcart_hints_connected", "1: others are heard, through Redis.",
     read_connected},
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

/* ["message", channel, text]; all else is an answer that nobody waits for. */
static void take_reply(struct sc_bus *bus, const redisReply *reply)
{
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3 ||
        reply->element[0]->type != REDIS_REPLY_STRING ||
        reply->element[2]->type != REDIS_REPLY_STRING ||
        !sc_str_eq(sc_str_of(reply->element[0]->str), SC_STR("message")))
        return;
    take_message(bus, (struct sc_str){reply->element[2]->str, reply->element[2]->len});
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
            take_reply(bus, reply);
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
        if (redisAppendCommand(bus->links[i], "PING") != REDIS_OK || !flush(bus->links[i]))
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

/* A command whose answer is waited for. */
static bool ask(redisContext *link, const char *format, const char *word)
{
    redisReply *reply = redisCommand(link, format, word);
    bool is_well = reply != NULL && reply->type != REDIS_REPLY_ERROR;

    freeReplyObject(reply);
    return is_well;
}

static bool connect_link(struct sc_bus *bus, int i)
{
    bus->links[i] = sc_redis_connect(bus->place, SC_BUS_WAIT_MS);
    bus->has_answered[i] = true;
    return bus->links[i] != NULL && (i != HEARS || ask(bus->links[i], "SUBSCRIBE %s", CHANNEL));
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
        bool is_connected = connect_link(bus, TELLS) && connect_link(bus, HEARS);
        if (is_connected) {
            sc_log(SC_LOG_INFO, "hints.connected", SC_LOG_TEXT("as", sc_str_of(bus->self)));
            atomic_store(&bus->connected, 1);
            serve(bus);
            atomic_store(&bus->connected, 0);
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

static enum sc_status start(struct sc_request *rq, struct sc_bus *bus, struct sc_metrics *metrics)
{
    uint64_t self;

    if (bus->wake < 0 || getrandom(&self, sizeof self, 0) != sizeof self)
        return sc_fail(rq, SC_NO_MEMORY, "no descriptor for hints");
    snprintf(bus->self, sizeof bus->self, "%016" PRIx64, self);
    enum sc_status st = sc_metrics_ask(metrics, meters, sizeof meters / sizeof meters[0], bus);
    if (st != SC_OK)
        return sc_fail(rq, st, "no memory for metrics");
    if (pthread_create(&bus->thread, NULL, run, bus) != 0)
        return sc_fail(rq, SC_BUSY, "no thread for hints");
    return SC_OK;
}

enum sc_status sc_bus_start(struct sc_request *rq, const struct sc_redis_place *place,
                            struct sc_metrics *metrics, struct sc_bus **ret_bus)
{
    struct sc_bus *bus = calloc(1, sizeof *bus);

    if (bus == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for hints");
    bus->place = place;
    pthread_mutex_init(&bus->lock, NULL);
    bus->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    enum sc_status st = start(rq, bus, metrics);
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
