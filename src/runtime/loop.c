#include "runtime/loop.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    EVENTS_A_TURN = 128, /* more wait for the next: timers and tasks get their turn between */
    TIMERS_MIN = 64,
};

struct sc_loop {
    int epoll;
    int64_t now_us;

    /* What epoll_wait gave: a watch that goes meanwhile is struck out of the rest. */
    struct epoll_event events[EVENTS_A_TURN];
    int event_at, event_count;

    struct sc_loop_timer **timers; /* a heap, the soonest at [1] */
    size_t timer_count, timer_room;

    struct sc_loop_task *deferred, **deferred_end;

    struct sc_loop_watch wake;             /* an eventfd */
    _Atomic(struct sc_loop_task *) posted; /* the newest first */
    atomic_bool is_stopping;

    _Atomic int64_t busy_us, longest_turn_us, turns;
};

static void wake_up(struct sc_loop *loop)
{
    static const uint64_t one = 1;
    ssize_t written = write(loop->wake.fd, &one, sizeof one);

    (void)written; /* fails only when the counter is full: then it is awake */
}

static void clear_wake(void *context, unsigned ready)
{
    struct sc_loop *loop = context;
    uint64_t count;
    ssize_t got = read(loop->wake.fd, &count, sizeof count);

    (void)ready;
    (void)got;
}

struct sc_loop *sc_loop_create(void)
{
    struct sc_loop *loop = calloc(1, sizeof *loop);

    if (loop == NULL)
        return NULL;
    loop->deferred_end = &loop->deferred;
    loop->now_us = sc_monotonic_us();
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->wake = (struct sc_loop_watch){.on_ready = clear_wake, .context = loop, .fd = -1};
    int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    if (loop->epoll < 0 || wake < 0 ||
        sc_loop_watch(loop, &loop->wake, wake, SC_LOOP_READ) != SC_OK) {
        if (wake >= 0)
            close(wake);
        loop->wake.fd = -1;
        sc_loop_destroy(loop);
        return NULL;
    }
    return loop;
}

void sc_loop_destroy(struct sc_loop *loop)
{
    if (loop == NULL)
        return;
    assert(loop->timer_count == 0 && loop->deferred == NULL && loop->posted == NULL);
    if (loop->wake.fd >= 0)
        close(loop->wake.fd);
    if (loop->epoll >= 0)
        close(loop->epoll);
    free(loop->timers);
    free(loop);
}

int64_t sc_loop_now_us(const struct sc_loop *loop)
{
    return loop->now_us;
}

/* Watches. */

enum sc_status sc_loop_watch(struct sc_loop *loop, struct sc_loop_watch *watch, int fd,
                             unsigned events)
{
    if (watch->events != 0 && (fd != watch->fd || events == 0))
        sc_loop_unwatch(loop, watch);
    if (events == watch->events)
        return SC_OK;

    struct epoll_event event = {.data.ptr = watch};
    if (events & SC_LOOP_READ)
        event.events |= EPOLLIN;
    if (events & SC_LOOP_WRITE)
        event.events |= EPOLLOUT;
    if (events & SC_LOOP_CLOSED)
        event.events |= EPOLLRDHUP;
    int op = watch->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (epoll_ctl(loop->epoll, op, fd, &event) != 0)
        return errno == ENOMEM || errno == ENOSPC ? SC_LIMITED : SC_INTERNAL;
    watch->fd = fd;
    watch->events = events;
    return SC_OK;
}

void sc_loop_unwatch(struct sc_loop *loop, struct sc_loop_watch *watch)
{
    if (watch->events == 0)
        return;
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
    watch->events = 0;
    for (int i = loop->event_at; i < loop->event_count; i++)
        if (loop->events[i].data.ptr == watch)
            loop->events[i].data.ptr = NULL;
}

static unsigned ready_of(uint32_t events)
{
    unsigned ready = 0;

    if (events & EPOLLIN)
        ready |= SC_LOOP_READ;
    if (events & EPOLLOUT)
        ready |= SC_LOOP_WRITE;
    if (events & EPOLLRDHUP)
        ready |= SC_LOOP_CLOSED;
    if (events & (EPOLLERR | EPOLLHUP))
        ready |= SC_LOOP_BROKEN;
    return ready;
}

static void handle_events(struct sc_loop *loop)
{
    while (loop->event_at < loop->event_count) {
        const struct epoll_event *event = &loop->events[loop->event_at++];
        const struct sc_loop_watch *watch = event->data.ptr;

        if (watch != NULL)
            watch->on_ready(watch->context, ready_of(event->events));
    }
}

/* Timers. */

static void put_at(struct sc_loop *loop, size_t place, struct sc_loop_timer *timer)
{
    loop->timers[place] = timer;
    timer->place = place;
}

/* Puts the timer where it belongs, beginning at a place that is free. */
static void sift(struct sc_loop *loop, size_t place, struct sc_loop_timer *timer)
{
    for (; place > 1 && timer->at_us < loop->timers[place / 2]->at_us; place /= 2)
        put_at(loop, place, loop->timers[place / 2]);
    for (;;) {
        size_t sooner = 2 * place;

        if (sooner < loop->timer_count &&
            loop->timers[sooner + 1]->at_us < loop->timers[sooner]->at_us)
            sooner++;
        if (sooner > loop->timer_count || timer->at_us <= loop->timers[sooner]->at_us)
            break;
        put_at(loop, place, loop->timers[sooner]);
        place = sooner;
    }
    put_at(loop, place, timer);
}

static bool has_room_for_timer(struct sc_loop *loop)
{
    if (loop->timer_count + 1 < loop->timer_room)
        return true;
    size_t room = loop->timer_room == 0 ? TIMERS_MIN : 2 * loop->timer_room;
    struct sc_loop_timer **timers = realloc(loop->timers, room * sizeof(struct sc_loop_timer *));

    if (timers == NULL)
        return false;
    loop->timers = timers;
    loop->timer_room = room;
    return true;
}

enum sc_status sc_loop_timer_set(struct sc_loop *loop, struct sc_loop_timer *timer,
                                 struct sc_deadline at)
{
    if (timer->place == 0) {
        if (!has_room_for_timer(loop))
            return SC_NO_MEMORY;
        timer->place = ++loop->timer_count;
    }
    timer->at_us = at.at_us;
    sift(loop, timer->place, timer);
    return SC_OK;
}

void sc_loop_timer_clear(struct sc_loop *loop, struct sc_loop_timer *timer)
{
    size_t place = timer->place;

    if (place == 0)
        return;
    struct sc_loop_timer *last = loop->timers[loop->timer_count--];
    timer->place = 0;
    if (last != timer)
        sift(loop, place, last);
}

/* At most as many as there were: one that is set again and again starves nobody. */
static void handle_timers(struct sc_loop *loop)
{
    for (size_t left = loop->timer_count; left > 0 && loop->timer_count > 0; left--) {
        struct sc_loop_timer *first = loop->timers[1];

        if (first->at_us > loop->now_us)
            break;
        sc_loop_timer_clear(loop, first);
        first->on_time(first->context);
    }
}

/* Tasks. */

static void run_all(struct sc_loop_task *task)
{
    while (task != NULL) {
        struct sc_loop_task *next = task->next; /* running it may free it or post it again */

        task->run(task->context);
        task = next;
    }
}

static void run_posted(struct sc_loop *loop)
{
    if (atomic_load_explicit(&loop->posted, memory_order_relaxed) == NULL)
        return;
    struct sc_loop_task *newest =
        atomic_exchange_explicit(&loop->posted, NULL, memory_order_acquire);
    struct sc_loop_task *oldest = NULL;

    while (newest != NULL) {
        struct sc_loop_task *next = newest->next;

        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    run_all(oldest);
}

static void run_deferred(struct sc_loop *loop)
{
    struct sc_loop_task *first = loop->deferred;

    loop->deferred = NULL;
    loop->deferred_end = &loop->deferred;
    run_all(first);
}

void sc_loop_post(struct sc_loop *loop, struct sc_loop_task *task)
{
    struct sc_loop_task *newest = atomic_load_explicit(&loop->posted, memory_order_relaxed);

    do
        task->next = newest;
    while (!atomic_compare_exchange_weak_explicit(&loop->posted, &newest, task,
                                                  memory_order_release, memory_order_relaxed));
    if (newest == NULL) /* else who posted that one wakes the loop */
        wake_up(loop);
}

void sc_loop_defer(struct sc_loop *loop, struct sc_loop_task *task)
{
    task->next = NULL;
    *loop->deferred_end = task;
    loop->deferred_end = &task->next;
}

/* Running. */

static int wait_ms(const struct sc_loop *loop)
{
    if (loop->deferred != NULL)
        return 0;
    if (loop->timer_count == 0)
        return -1;
    return sc_deadline_poll_ms((struct sc_deadline){.at_us = loop->timers[1]->at_us});
}

static void count_turn(struct sc_loop *loop)
{
    int64_t took_us = sc_monotonic_us() - loop->now_us;

    atomic_fetch_add_explicit(&loop->busy_us, took_us, memory_order_relaxed);
    atomic_fetch_add_explicit(&loop->turns, 1, memory_order_relaxed);
    if (took_us > atomic_load_explicit(&loop->longest_turn_us, memory_order_relaxed))
        atomic_store_explicit(&loop->longest_turn_us, took_us, memory_order_relaxed);
}

void sc_loop_run(struct sc_loop *loop)
{
    while (!atomic_load_explicit(&loop->is_stopping, memory_order_acquire)) {
        int count = epoll_wait(loop->epoll, loop->events, EVENTS_A_TURN, wait_ms(loop));

        assert(count >= 0 || errno == EINTR);
        loop->event_at = 0;
        loop->event_count = count < 0 ? 0 : count;
        loop->now_us = sc_monotonic_us();
        handle_timers(loop);
        handle_events(loop);
        run_posted(loop);
        run_deferred(loop);
        count_turn(loop);
    }
    run_posted(loop);
    run_deferred(loop);
    atomic_store_explicit(&loop->is_stopping, false, memory_order_relaxed);
}

void sc_loop_stop(struct sc_loop *loop)
{
    atomic_store_explicit(&loop->is_stopping, true, memory_order_release);
    wake_up(loop);
}

struct sc_loop_stats sc_loop_stats(struct sc_loop *loop)
{
    return (struct sc_loop_stats){
        .busy_us = atomic_load_explicit(&loop->busy_us, memory_order_relaxed),
        .longest_turn_us =
            atomic_exchange_explicit(&loop->longest_turn_us, 0, memory_order_relaxed),
        .turns = atomic_load_explicit(&loop->turns, memory_order_relaxed),
    };
}
