/*
 * loop.h - one thread that waits for many things at once: sockets, timers, work of other threads.
 *
 * One loop a core, nothing shared between them. Everything here is called on
 * the loop's own thread, but sc_loop_post and sc_loop_stop. Nothing on a loop
 * may block, or compute for more than a millisecond. Watches, timers and tasks
 * are embedded in what owns them, which takes them off before it goes.
 */
#ifndef SC_RUNTIME_LOOP_H
#define SC_RUNTIME_LOOP_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/deadline.h"

struct sc_loop;

/* Zeroed before first use. `ready`: bits of what is. */
enum {
    SC_LOOP_READ = 1,
    SC_LOOP_WRITE = 2,
    SC_LOOP_BROKEN = 4, /* error or hang-up; always told */
    SC_LOOP_CLOSED = 8, /* the peer sends no more; told when asked for */
};
typedef void (*sc_loop_ready_fn)(void *context, unsigned ready);

struct sc_loop_watch {
    sc_loop_ready_fn on_ready;
    void *context;
    int fd;
    unsigned events; /* bits of SC_LOOP_READ, _WRITE, _CLOSED; 0: not watched */
};

typedef void (*sc_loop_fn)(void *context);

struct sc_loop_timer {
    sc_loop_fn on_time;
    void *context;
    int64_t at_us; /* monotonic */
    size_t place;  /* in the loop's heap, from 1; 0: not set */
};

struct sc_loop_task {
    sc_loop_fn run;
    void *context;
    struct sc_loop_task *next;
};

/* NULL: no memory or no descriptors. */
struct sc_loop *sc_loop_create(void);
/* Nothing may be watched or set any more. NULL is fine. */
void sc_loop_destroy(struct sc_loop *loop);

/* Runs until sc_loop_stop, then the tasks posted before it and what those defer; may run again. */
void sc_loop_run(struct sc_loop *loop);
void sc_loop_stop(struct sc_loop *loop); /* from any thread */

/* Monotonic, of the beginning of this turn: what is handled together has one time. */
int64_t sc_loop_now_us(const struct sc_loop *loop);

/*
 * Level-triggered. Calling it again changes the events (to 0: unwatches). Unwatch before the
 * descriptor is closed. SC_LIMITED: the kernel takes no more; SC_INTERNAL: nothing to wait for.
 */
SC_MUST_USE enum sc_status sc_loop_watch(struct sc_loop *loop, struct sc_loop_watch *watch, int fd,
                                         unsigned events);
void sc_loop_unwatch(struct sc_loop *loop, struct sc_loop_watch *watch); /* twice is fine */

/* Sets or moves it; SC_NO_MEMORY. It fires once. */
SC_MUST_USE enum sc_status sc_loop_timer_set(struct sc_loop *loop, struct sc_loop_timer *timer,
                                             struct sc_deadline at);
void sc_loop_timer_clear(struct sc_loop *loop, struct sc_loop_timer *timer); /* twice is fine */

/* Any thread: has the loop run the task soon. It must live, and not be posted again, until then. */
void sc_loop_post(struct sc_loop *loop, struct sc_loop_task *task);
/* The loop's thread: after all that is ready now, before the next wait. */
void sc_loop_defer(struct sc_loop *loop, struct sc_loop_task *task);

/* Time this thread spent not waiting, and the longest single turn, for metrics. Any thread. */
struct sc_loop_stats {
    int64_t busy_us;
    int64_t longest_turn_us; /* since the last time it was asked */
    int64_t turns;
};
struct sc_loop_stats sc_loop_stats(struct sc_loop *loop);

#endif
