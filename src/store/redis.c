#include "store/redis.h"

#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/hash.h"
#include "runtime/log.h"

/*
 * hiredis connects, reads and writes, without blocking. Its asynchronous part is not
 * used: it allocates for each ask, and asserts that no answer comes unasked.
 */

enum {
    US_PER_MS = 1000,
    READ_BYTES = 16 * 1024,            /* hiredis takes so many at a time */
    READS_MAX = 64,                    /* of one turn */
    ELEMENTS_MAX = 64 * 1024,          /* of one */
    COMMAND_MAX = SC_REDIS_UNSENT_MAX, /* bytes of one */
    COUNT_MAX = 24,                    /* bytes of a number and what stands around it */
    SLOTS = SC_REDIS_ASKS_MAX + 2,     /* with those of our own */
};

enum slot_kind {
    SLOT_ASK,
    SLOT_GREET, /* AUTH */
    SLOT_PING,
};

/* A command that was sent, in the order of the answers. */
struct sc_redis_slot {
    enum slot_kind kind;
    struct sc_redis_ask *ask; /* NULL: nobody waits, or no more */
    int64_t sent_us;
};

struct sc_redis {
    struct sc_loop *loop;
    const struct sc_redis_place *place;
    const struct sc_redis_meters *meters;
    size_t address; /* of the place's: the next to be tried */

    redisContext *link;               /* NULL: there is no connection */
    redisReplyObjectFunctions makers; /* of answers: hiredis's own, with a bound */
    void *(*make_array)(const redisReadTask *task, int elements);
    struct sc_loop_watch watch;
    bool is_connected;
    bool is_probed; /* a ping is under way */
    bool is_ready;  /* the breaker is closed */
    int64_t ready_us;
    int64_t pause_ms;
    unsigned late_in_row;
    struct sc_loop_timer step;  /* connects, pings, or gives that up; always set */
    struct sc_loop_timer late;  /* of the oldest that waits */
    struct sc_loop_timer flush; /* what was asked in a turn goes out in the next */
    struct sc_buf command;

    /* A ring, of the numbers from `first` to `next`; those below `over` have been late. */
    uint64_t first, over, next;
    struct sc_redis_slot slots[SLOTS];
};

static struct sc_redis_slot *slot_at(struct sc_redis *redis, uint64_t number)
{
    return &redis->slots[number % SLOTS];
}

/* Whoever waits for it is told, and may ask again. */
static void end_slot(struct sc_redis_slot *slot, const redisReply *reply)
{
    struct sc_redis_ask *ask = slot->ask;

    if (ask == NULL)
        return;
    slot->ask = NULL;
    ask->slot = NULL;
    ask->on_answer(ask->context, reply);
}

static void set_step(struct sc_redis *redis, struct sc_deadline at)
{
    enum sc_status st = sc_loop_timer_set(redis->loop, &redis->step, at);

    (void)st; /* only a timer that was not set can fail to be */
}

/* From half of the pause to one and a half. */
static void rest(struct sc_redis *redis)
{
    uint64_t chance = sc_hash_number((uint64_t)(uintptr_t)redis, (uint64_t)sc_monotonic_us());

    redis->is_probed = false;
    set_step(redis,
             sc_deadline_in(redis->pause_ms / 2 + (int64_t)(chance % (uint64_t)redis->pause_ms)));
}

static void grow_pause(struct sc_redis *redis)
{
    redis->pause_ms *= 2;
    if (redis->pause_ms > SC_REDIS_PAUSE_MAX_MS)
        redis->pause_ms = SC_REDIS_PAUSE_MAX_MS;
}

/* What opens soon after it was closed stays open for longer. */
static void open_breaker(struct sc_redis *redis, const char *why)
{
    int64_t closed_us = sc_monotonic_us() - redis->ready_us;

    if (!redis->is_ready) {
        grow_pause(redis);
        return;
    }
    redis->is_ready = false;
    if (closed_us > (int64_t)SC_REDIS_PAUSE_MAX_MS * US_PER_MS)
        redis->pause_ms = SC_REDIS_PAUSE_MS;
    else
        grow_pause(redis);
    sc_metric_add(redis->meters->open, 1);
    sc_log(SC_LOG_WARN, "redis.away", SC_LOG_TEXT("why", sc_str_of(why)),
           SC_LOG_NUMBER("again_ms", redis->pause_ms));
}

static void close_breaker(struct sc_redis *redis)
{
    redis->is_ready = true;
    redis->is_probed = false;
    redis->late_in_row = 0;
    redis->ready_us = sc_monotonic_us();
    set_step(redis, sc_deadline_none());
    sc_metric_add(redis->meters->open, -1);
    sc_log(SC_LOG_INFO, "redis.ready", SC_LOG_NUMBER("pause_ms", redis->pause_ms));
}

/* The connection is no good; what waits on it ends. */
static void lose(struct sc_redis *redis, const char *why)
{
    sc_loop_unwatch(redis->loop, &redis->watch);
    sc_loop_timer_clear(redis->loop, &redis->late);
    sc_loop_timer_clear(redis->loop, &redis->flush);
    open_breaker(redis, why);
    if (redis->link != NULL)
        redisFree(redis->link);
    redis->link = NULL;
    redis->is_connected = false;
    redis->address++;
    rest(redis);
    while (redis->first < redis->next) {
        uint64_t number = redis->first++;
        struct sc_redis_slot *slot = slot_at(redis, number);
        if (slot->kind == SLOT_ASK && number >= redis->over)
            sc_metric_add(redis->meters->lost, 1);
        end_slot(slot, NULL);
    }
    redis->over = redis->first;
}

/* "$12\r\n", without printf, which would be half of a long command's cost. */
static void put_count(struct sc_buf *command, char kind, size_t count)
{
    char text[COUNT_MAX];
    size_t at = sizeof text;

    text[--at] = '\n';
    text[--at] = '\r';
    do
        text[--at] = (char)('0' + count % 10);
    while ((count /= 10) > 0);
    text[--at] = kind;
    sc_buf_put(command, (struct sc_str){text + at, sizeof text - at});
}

static bool send_words(struct sc_redis *redis, enum slot_kind kind, struct sc_redis_ask *ask,
                       const struct sc_str *words, size_t count)
{
    struct sc_buf *command = &redis->command;

    sc_buf_clear(command);
    put_count(command, '*', count);
    for (size_t i = 0; i < count; i++) {
        put_count(command, '$', words[i].len);
        sc_buf_put(command, words[i]);
        sc_buf_put(command, SC_STR("\r\n"));
    }
    if (command->failed ||
        redisAppendFormattedCommand(redis->link, command->at, command->len) != REDIS_OK)
        return false;
    struct sc_redis_slot *slot = slot_at(redis, redis->next++);
    *slot = (struct sc_redis_slot){.kind = kind, .ask = ask, .sent_us = sc_monotonic_us()};
    if (ask != NULL)
        ask->slot = slot;
    return true;
}

static void flush(void *context)
{
    struct sc_redis *redis = context;
    unsigned events = SC_LOOP_READ;
    int is_done = 0;

    if (redisBufferWrite(redis->link, &is_done) != REDIS_OK) {
        lose(redis, redis->link->errstr);
        return;
    }
    if (!is_done)
        events |= SC_LOOP_WRITE;
    if (sc_loop_watch(redis->loop, &redis->watch, redis->link->fd, events) != SC_OK)
        lose(redis, "it cannot be watched");
}

static void ping(struct sc_redis *redis)
{
    if (!send_words(redis, SLOT_PING, NULL, &SC_STR("PING"), 1)) {
        lose(redis, "no memory");
        return;
    }
    redis->is_probed = true;
    set_step(redis, sc_deadline_in(SC_REDIS_SILENT_MS));
    if (redis->is_connected)
        flush(redis);
}

/* It answers again. */
static void take_pong(struct sc_redis *redis, const redisReply *reply, int64_t took_us)
{
    if (reply->type == REDIS_REPLY_ERROR) { /* it loads, or wants a password */
        lose(redis, reply->str);
    } else if (took_us <= (int64_t)SC_REDIS_WAIT_MS * US_PER_MS) {
        close_breaker(redis);
    } else {
        grow_pause(redis);
        rest(redis);
    }
}

static void take_answer(struct sc_redis *redis, const redisReply *reply, int64_t took_us,
                        bool is_late)
{
    if (reply->type == REDIS_REPLY_ERROR)
        sc_metric_add(redis->meters->errors, 1);
    if (is_late)
        return;
    redis->late_in_row = 0;
    sc_metric_add(redis->meters->answered, 1);
    sc_metric_observe(redis->meters->durations, took_us);
}

static void take_reply(struct sc_redis *redis, const redisReply *reply)
{
    if (redis->first == redis->next) {
        lose(redis, "it answers what was not asked");
        return;
    }
    bool is_late = redis->first < redis->over;
    struct sc_redis_slot *slot = slot_at(redis, redis->first++);
    int64_t took_us = sc_monotonic_us() - slot->sent_us;
    if (!is_late)
        redis->over = redis->first;
    switch (slot->kind) {
    case SLOT_GREET:
        if (reply->type == REDIS_REPLY_ERROR)
            lose(redis, reply->str);
        break;
    case SLOT_PING:
        take_pong(redis, reply, took_us);
        break;
    case SLOT_ASK:
        take_answer(redis, reply, took_us, is_late);
        end_slot(slot, reply);
        break;
    }
}

/* All that is whole of what was read. */
static void take_replies(struct sc_redis *redis)
{
    void *reply = NULL;

    while (redis->link != NULL && redisGetReplyFromReader(redis->link, &reply) == REDIS_OK &&
           reply != NULL) {
        take_reply(redis, reply);
        freeReplyObject(reply);
    }
    if (redis->link == NULL)
        return;
    if (redis->link->err != 0)
        lose(redis, redis->link->errstr);
    else if (redis->link->reader->len > SC_REDIS_ANSWER_MAX)
        lose(redis, "an answer is too long");
}

static void read_replies(struct sc_redis *redis)
{
    size_t got = READ_BYTES;

    for (int i = 0; redis->link != NULL && got >= READ_BYTES && i < READS_MAX; i++) {
        size_t before = redis->link->reader->len;
        if (redisBufferRead(redis->link) != REDIS_OK) {
            lose(redis, redis->link->errstr);
            return;
        }
        got = redis->link->reader->len - before;
        take_replies(redis);
    }
}

static bool has_connected(const struct sc_redis *redis)
{
    int error = 0;
    socklen_t size = sizeof error;

    return getsockopt(redis->link->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

static void on_ready(void *context, unsigned ready)
{
    struct sc_redis *redis = context;

    if (!redis->is_connected && !has_connected(redis)) {
        lose(redis, "it cannot be connected to");
        return;
    }
    redis->is_connected = true;
    if (ready & ~(unsigned)SC_LOOP_WRITE)
        read_replies(redis);
    if (redis->link != NULL && (ready & SC_LOOP_WRITE))
        flush(redis);
}

/* hiredis would make room for as many as are announced. */
static void *make_array(const redisReadTask *task, int elements)
{
    const struct sc_redis *redis = task->privdata;

    return elements > ELEMENTS_MAX ? NULL : redis->make_array(task, elements);
}

static void bound_answers(struct sc_redis *redis)
{
    redisReader *reader = redis->link->reader;

    redis->make_array = reader->fn->createArray;
    redis->makers = *reader->fn;
    redis->makers.createArray = make_array;
    reader->fn = &redis->makers;
    reader->privdata = redis;
}

static void connect_link(struct sc_redis *redis)
{
    const struct sc_redis_place *place = redis->place;

    redis->link = place->path != NULL
                      ? redisConnectUnixNonBlock(place->path)
                      : redisConnectNonBlock(
                            place->addresses[redis->address % place->address_count], place->port);
    if (redis->link == NULL || redis->link->err != 0) {
        lose(redis, redis->link == NULL ? "no memory" : redis->link->errstr);
        return;
    }
    bound_answers(redis);
    const struct sc_str auth[] = {SC_STR("AUTH"), sc_str_of(place->user),
                                  sc_str_of(place->password)};
    const struct sc_str auth_default[] = {auth[0], auth[2]};
    const struct sc_str *words = place->user != NULL ? auth : auth_default;
    if (place->password != NULL &&
        !send_words(redis, SLOT_GREET, NULL, words, place->user != NULL ? 3 : 2)) {
        lose(redis, "no memory");
        return;
    }
    if (sc_loop_watch(redis->loop, &redis->watch, redis->link->fd, SC_LOOP_READ | SC_LOOP_WRITE) !=
        SC_OK) {
        lose(redis, "it cannot be watched");
        return;
    }
    ping(redis);
}

static void on_step(void *context)
{
    struct sc_redis *redis = context;

    set_step(redis, sc_deadline_none());
    if (redis->link == NULL)
        connect_link(redis);
    else if (redis->is_probed)
        lose(redis, "it is silent");
    else
        ping(redis);
}

/* Nobody waits any more, for what is over or since the breaker has opened. */
static void end_waiting(struct sc_redis *redis, int64_t sent_before_us)
{
    while (redis->over < redis->next && slot_at(redis, redis->over)->sent_us <= sent_before_us) {
        struct sc_redis_slot *slot = slot_at(redis, redis->over++);
        if (slot->kind == SLOT_ASK)
            sc_metric_add(redis->meters->late, 1);
        end_slot(slot, NULL);
    }
}

static void on_late(void *context)
{
    struct sc_redis *redis = context;
    const int64_t wait_us = (int64_t)SC_REDIS_WAIT_MS * US_PER_MS;

    read_replies(redis); /* it may be our turn that was late */
    if (redis->link == NULL)
        return;
    uint64_t over = redis->over;
    end_waiting(redis, sc_monotonic_us() - wait_us);
    if (redis->over > over && redis->is_ready && ++redis->late_in_row >= SC_REDIS_LATE_MAX) {
        open_breaker(redis, "it is late");
        rest(redis);
        end_waiting(redis, INT64_MAX);
    }
    if (redis->over == redis->next)
        return;
    const struct sc_deadline next = {slot_at(redis, redis->over)->sent_us + wait_us};
    if (sc_loop_timer_set(redis->loop, &redis->late, next) != SC_OK)
        lose(redis, "no memory");
}

bool sc_redis_is_ready(const struct sc_redis *redis)
{
    return redis->is_ready;
}

static bool has_room(const struct sc_redis *redis)
{
    return redis->next - redis->first < SC_REDIS_ASKS_MAX &&
           sdslen(redis->link->obuf) < SC_REDIS_UNSENT_MAX;
}

/* Once in a turn, and once for all that wait. */
static bool set_timers(struct sc_redis *redis)
{
    return (redis->flush.place != 0 ||
            sc_loop_timer_set(redis->loop, &redis->flush, sc_deadline_in(0)) == SC_OK) &&
           (redis->late.place != 0 || sc_loop_timer_set(redis->loop, &redis->late,
                                                        sc_deadline_in(SC_REDIS_WAIT_MS)) == SC_OK);
}

bool sc_redis_ask(struct sc_redis *redis, struct sc_redis_ask *ask, const struct sc_str *words,
                  size_t count)
{
    bool is_sent = redis->is_ready && has_room(redis) && set_timers(redis) &&
                   send_words(redis, SLOT_ASK, ask, words, count);

    if (!is_sent)
        sc_metric_add(redis->meters->refused, 1);
    return is_sent;
}

void sc_redis_forget(struct sc_redis_ask *ask)
{
    if (ask->slot != NULL)
        ask->slot->ask = NULL;
    ask->slot = NULL;
}

struct sc_redis *sc_redis_create(struct sc_loop *loop, const struct sc_redis_place *place,
                                 const struct sc_redis_meters *meters)
{
    struct sc_redis *redis = calloc(1, sizeof *redis);

    if (redis == NULL)
        return NULL;
    redis->loop = loop;
    redis->place = place;
    redis->meters = meters;
    redis->pause_ms = SC_REDIS_PAUSE_MS;
    redis->watch = (struct sc_loop_watch){.on_ready = on_ready, .context = redis, .fd = -1};
    redis->step = (struct sc_loop_timer){.on_time = on_step, .context = redis};
    redis->late = (struct sc_loop_timer){.on_time = on_late, .context = redis};
    redis->flush = (struct sc_loop_timer){.on_time = flush, .context = redis};
    sc_buf_init(&redis->command, COMMAND_MAX);
    if (sc_loop_timer_set(loop, &redis->step, sc_deadline_in(0)) != SC_OK) {
        free(redis);
        return NULL;
    }
    sc_metric_add(meters->links, 1);
    sc_metric_add(meters->open, 1);
    return redis;
}

void sc_redis_destroy(struct sc_redis *redis)
{
    if (redis == NULL)
        return;
    if (redis->is_ready)
        sc_metric_add(redis->meters->open, 1);
    redis->is_ready = false; /* nothing is taken any more, and nobody told that it is away */
    lose(redis, "");
    sc_metric_add(redis->meters->links, -1);
    sc_metric_add(redis->meters->open, -1);
    sc_loop_timer_clear(redis->loop, &redis->step);
    sc_buf_finish(&redis->command);
    free(redis);
}

enum sc_status sc_redis_meters_declare(struct sc_metrics *metrics,
                                       struct sc_redis_meters *ret_meters)
{
    struct sc_metric_group *asks = sc_metric_group_declare(
        metrics, SC_METRIC_COUNTER, "smartcart_redis_asks_total",
        "Commands that loops had for Redis, by what became of them.", "result", NULL);

    if (asks == NULL)
        return SC_NO_MEMORY;
    struct sc_redis_meters meters = {
        .answered = sc_metric_of(asks, SC_STR("answered"), SC_STR("")),
        .late = sc_metric_of(asks, SC_STR("late"), SC_STR("")),
        .lost = sc_metric_of(asks, SC_STR("lost"), SC_STR("")),
        .refused = sc_metric_of(asks, SC_STR("refused"), SC_STR("")),
        .errors = sc_metric_declare(metrics, SC_METRIC_COUNTER, "smartcart_redis_errors_total",
                                    "Answers of Redis that refuse, such as for want of memory."),
        .durations = sc_metric_declare(metrics, SC_METRIC_DURATION, "smartcart_redis_seconds",
                                       "How long answers took that came in time."),
        .links = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_redis_links",
                                   "Connections to Redis that loops want to have."),
        .open = sc_metric_declare(metrics, SC_METRIC_GAUGE, "smartcart_redis_open",
                                  "Loops whose breaker is open: they do without Redis."),
    };

    if (meters.errors == NULL || meters.durations == NULL || meters.links == NULL ||
        meters.open == NULL)
        return SC_NO_MEMORY;
    *ret_meters = meters;
    return SC_OK;
}
