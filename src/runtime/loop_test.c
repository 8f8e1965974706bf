#include "runtime/loop.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "testing/unit.h"

enum {
    TIMERS = 300,
    THREADS = 4,
    POSTS = 5000, /* of each thread */
    WATCHES = 8,
};

/* One end of a pipe watched; what came is noted. */
struct end {
    struct sc_loop *loop;
    struct sc_loop_watch watch;
    int fds[2];
    unsigned ready;
    int times;
    struct end *victim; /* goes when this one is ready; NULL: the loop stops */
};

static void note_ready(void *context, unsigned ready)
{
    struct end *end = context;

    end->ready |= ready;
    end->times++;
    if (end->victim != NULL)
        sc_loop_unwatch(end->loop, &end->victim->watch);
    else
        sc_loop_stop(end->loop);
}

static void open_end(struct end *end, struct sc_loop *loop)
{
    *end = (struct end){.loop = loop, .watch = {.on_ready = note_ready, .context = end}};
    assert_int_equal(pipe(end->fds), 0);
    assert_int_equal(sc_loop_watch(loop, &end->watch, end->fds[0], SC_LOOP_READ), SC_OK);
}

static void close_end(struct end *end)
{
    sc_loop_unwatch(end->loop, &end->watch);
    close(end->fds[0]);
    close(end->fds[1]);
}

static void write_byte(const struct end *end)
{
    assert_int_equal(write(end->fds[1], "x", 1), 1);
}

static void stop(void *context)
{
    sc_loop_stop(context);
}

static void run_for(struct sc_loop *loop, int64_t ms)
{
    struct sc_loop_timer timer = {.on_time = stop, .context = loop};

    assert_int_equal(sc_loop_timer_set(loop, &timer, sc_deadline_in(ms)), SC_OK);
    sc_loop_run(loop);
    sc_loop_timer_clear(loop, &timer);
}

static void what_is_ready_is_told_until_it_is_taken(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    struct end end;

    open_end(&end, loop);
    write_byte(&end);
    sc_loop_run(loop);
    sc_loop_run(loop);
    assert_int_equal(end.times, 2);
    assert_int_equal(end.ready, SC_LOOP_READ);
    close_end(&end);
    sc_loop_destroy(loop);
}

static void a_hang_up_is_told(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    struct end end;

    open_end(&end, loop);
    close(end.fds[1]);
    end.fds[1] = -1;
    sc_loop_run(loop);
    assert_int_equal(end.ready, SC_LOOP_BROKEN);
    close_end(&end);
    sc_loop_destroy(loop);
}

static void events_are_changed_by_watching_again(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    struct end end;

    open_end(&end, loop);
    assert_int_equal(sc_loop_watch(loop, &end.watch, end.fds[1], SC_LOOP_WRITE), SC_OK);
    sc_loop_run(loop);
    assert_int_equal(end.ready, SC_LOOP_WRITE);
    assert_int_equal(sc_loop_watch(loop, &end.watch, end.fds[1], 0), SC_OK);
    run_for(loop, 5);
    assert_int_equal(end.times, 1);
    close_end(&end);
    sc_loop_destroy(loop);
}

static void what_cannot_be_waited_for_is_refused(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    struct sc_loop_watch watch = {.on_ready = note_ready};

    assert_int_equal(sc_loop_watch(loop, &watch, -1, SC_LOOP_READ), SC_INTERNAL);
    assert_int_equal(watch.events, 0);
    sc_loop_destroy(loop);
}

/* All are ready in one turn; the first to be handled takes the others off, and its own too. */
static void a_watch_taken_off_is_told_nothing_of_what_was_ready(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    struct end ends[2];

    for (int i = 0; i < 2; i++) {
        open_end(&ends[i], loop);
        write_byte(&ends[i]);
    }
    ends[0].victim = &ends[1];
    ends[1].victim = &ends[0];
    run_for(loop, 5);
    assert_true((ends[0].times == 0) != (ends[1].times == 0));
    for (int i = 0; i < 2; i++)
        close_end(&ends[i]);
    sc_loop_destroy(loop);
}

struct bunch {
    struct sc_loop *loop;
    struct sc_loop_watch *watches[WATCHES];
    int fds[WATCHES][2];
    int times;
};

static void free_the_others(void *context, unsigned ready)
{
    struct bunch *bunch = context;

    (void)ready;
    bunch->times++;
    for (int i = 0; i < WATCHES; i++) {
        sc_loop_unwatch(bunch->loop, bunch->watches[i]);
        free(bunch->watches[i]);
    }
    sc_loop_stop(bunch->loop);
}

static void watches_may_be_freed_while_events_are_handled(void **state)
{
    (void)state;
    struct bunch bunch = {.loop = sc_loop_create()};

    for (int i = 0; i < WATCHES; i++) {
        struct sc_loop_watch *watch = calloc(1, sizeof *watch);

        assert_non_null(watch);
        *watch = (struct sc_loop_watch){.on_ready = free_the_others, .context = &bunch};
        bunch.watches[i] = watch;
        assert_int_equal(pipe(bunch.fds[i]), 0);
        assert_int_equal(write(bunch.fds[i][1], "x", 1), 1);
        assert_int_equal(sc_loop_watch(bunch.loop, watch, bunch.fds[i][0], SC_LOOP_READ), SC_OK);
    }
    sc_loop_run(bunch.loop);
    assert_int_equal(bunch.times, 1);
    for (int i = 0; i < WATCHES; i++) {
        close(bunch.fds[i][0]);
        close(bunch.fds[i][1]);
    }
    sc_loop_destroy(bunch.loop);
}

/* Timers: set in a wild order, some moved, some cleared; what fires comes in order of time. */
struct alarm {
    struct sc_loop_timer timer;
    struct clock *clock;
};
struct clock {
    int64_t last_us;
    int fired;
    bool is_in_order;
};

static void ring(void *context)
{
    struct alarm *alarm = context;

    alarm->clock->fired++;
    alarm->clock->is_in_order &= alarm->timer.at_us >= alarm->clock->last_us;
    alarm->clock->last_us = alarm->timer.at_us;
}

static void timers_fire_once_and_in_order(void **state)
{
    (void)state;
    static struct alarm alarms[TIMERS];
    struct sc_loop *loop = sc_loop_create();
    struct clock clock = {.is_in_order = true};
    int64_t now_us = sc_monotonic_us();
    int cleared = 0;

    for (int i = 0; i < TIMERS; i++) {
        alarms[i] =
            (struct alarm){.timer = {.on_time = ring, .context = &alarms[i]}, .clock = &clock};
        assert_int_equal(sc_loop_timer_set(loop, &alarms[i].timer,
                                           (struct sc_deadline){now_us + i * 7919 % 5003}),
                         SC_OK);
    }
    for (int i = 0; i < TIMERS; i += 3)
        assert_int_equal(sc_loop_timer_set(loop, &alarms[i].timer,
                                           (struct sc_deadline){now_us + i * 104729 % 4001}),
                         SC_OK);
    for (int i = 0; i < TIMERS; i += 7, cleared++) {
        sc_loop_timer_clear(loop, &alarms[i].timer);
        sc_loop_timer_clear(loop, &alarms[i].timer);
    }
    run_for(loop, 20);
    assert_int_equal(clock.fired, TIMERS - cleared);
    assert_true(clock.is_in_order);
    sc_loop_destroy(loop);
}

static void a_timer_is_never_early(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    int64_t before_us = sc_monotonic_us();

    run_for(loop, 3);
    assert_true(sc_monotonic_us() - before_us >= 3000);
    sc_loop_destroy(loop);
}

/* Three that never have enough: a timer always due, a task that defers and one that posts itself.*/
struct greedy {
    struct sc_loop *loop;
    struct sc_loop_timer timer;
    struct sc_loop_task deferred, posted;
    bool is_done;
};

static void set_again(void *context)
{
    struct greedy *greedy = context;

    assert_int_equal(sc_loop_timer_set(greedy->loop, &greedy->timer, (struct sc_deadline){0}),
                     SC_OK);
}

static void defer_again(void *context)
{
    struct greedy *greedy = context;

    if (!greedy->is_done)
        sc_loop_defer(greedy->loop, &greedy->deferred);
}

static void post_again(void *context)
{
    struct greedy *greedy = context;

    if (!greedy->is_done)
        sc_loop_post(greedy->loop, &greedy->posted);
}

static void be_done(void *context)
{
    struct greedy *greedy = context;

    greedy->is_done = true;
    sc_loop_timer_clear(greedy->loop, &greedy->timer);
    sc_loop_stop(greedy->loop);
}

static void nothing_starves_a_socket(void **state)
{
    (void)state;
    struct greedy greedy = {.loop = sc_loop_create(),
                            .timer = {.on_time = set_again, .context = &greedy},
                            .deferred = {.run = defer_again, .context = &greedy},
                            .posted = {.run = post_again, .context = &greedy}};
    struct sc_loop_task done = {.run = be_done, .context = &greedy};
    struct end end;

    open_end(&end, greedy.loop);
    set_again(&greedy);
    sc_loop_defer(greedy.loop, &greedy.deferred);
    sc_loop_post(greedy.loop, &greedy.posted);
    write_byte(&end);
    sc_loop_run(greedy.loop); /* until the socket is told */
    assert_int_equal(end.times, 1);
    close_end(&end);
    sc_loop_post(greedy.loop, &done);
    sc_loop_run(greedy.loop);
    sc_loop_destroy(greedy.loop);
}

/* Tasks note the order they ran in. */
struct step {
    struct sc_loop_task task;
    char name;
    char *order;
};

static void note_step(void *context)
{
    struct step *step = context;

    step->order[strlen(step->order)] = step->name;
}

static void tasks_run_in_the_order_they_came(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    char order[8] = "";
    struct step steps[6];

    for (int i = 0; i < 6; i++) {
        steps[i] = (struct step){.task = {.run = note_step, .context = &steps[i]},
                                 .name = (char)('a' + i),
                                 .order = order};
        if (i < 3)
            sc_loop_defer(loop, &steps[i].task);
        else
            sc_loop_post(loop, &steps[i].task);
    }
    sc_loop_stop(loop); /* what was posted before it is done nevertheless */
    sc_loop_run(loop);
    assert_string_equal(order, "defabc");
    sc_loop_destroy(loop);
}

/* Posting: each thread posts its own tasks, counted where no lock is: on the loop's thread. */
struct poster {
    struct sc_loop *loop;
    int *ran;
    struct sc_loop_task tasks[POSTS];
};

static void count_up(void *context)
{
    ++*(int *)context;
}

static void *post_all(void *context)
{
    struct poster *poster = context;

    for (int i = 0; i < POSTS; i++) {
        poster->tasks[i] = (struct sc_loop_task){.run = count_up, .context = poster->ran};
        sc_loop_post(poster->loop, &poster->tasks[i]);
    }
    return NULL;
}

static void *run_loop(void *context)
{
    sc_loop_run(context);
    return NULL;
}

static void tasks_of_any_thread_run_once(void **state)
{
    (void)state;
    static struct poster posters[THREADS];
    struct sc_loop *loop = sc_loop_create();
    pthread_t threads[THREADS], runner;
    int ran = 0;

    assert_int_equal(pthread_create(&runner, NULL, run_loop, loop), 0);
    for (int i = 0; i < THREADS; i++) {
        posters[i] = (struct poster){.loop = loop, .ran = &ran};
        assert_int_equal(pthread_create(&threads[i], NULL, post_all, &posters[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    sc_loop_stop(loop);
    pthread_join(runner, NULL);
    assert_int_equal(ran, THREADS * POSTS);
    sc_loop_destroy(loop);
}

static void spin_for_a_while(void *context)
{
    struct sc_loop *loop = context;
    int64_t until_us = sc_monotonic_us() + 3000;

    while (sc_monotonic_us() < until_us)
        continue;
    sc_loop_stop(loop);
}

static void the_longest_turn_is_told_once(void **state)
{
    (void)state;
    struct sc_loop *loop = sc_loop_create();
    struct sc_loop_task spin = {.run = spin_for_a_while, .context = loop};

    sc_loop_post(loop, &spin);
    sc_loop_run(loop);
    struct sc_loop_stats stats = sc_loop_stats(loop);
    assert_int_equal(stats.turns, 1);
    assert_true(stats.longest_turn_us >= 3000 && stats.busy_us >= stats.longest_turn_us);
    assert_int_equal(sc_loop_stats(loop).longest_turn_us, 0);
    assert_int_equal(sc_loop_stats(loop).busy_us, stats.busy_us);
    sc_loop_destroy(loop);
}

static void nothing_to_destroy_is_fine(void **state)
{
    (void)state;
    sc_loop_destroy(NULL);
}

UNIT_TESTS(a_test(what_is_ready_is_told_until_it_is_taken), a_test(a_hang_up_is_told),
           a_test(events_are_changed_by_watching_again),
           a_test(what_cannot_be_waited_for_is_refused),
           a_test(a_watch_taken_off_is_told_nothing_of_what_was_ready),
           a_test(watches_may_be_freed_while_events_are_handled),
           a_test(timers_fire_once_and_in_order), a_test(a_timer_is_never_early),
           a_test(nothing_starves_a_socket), a_test(tasks_run_in_the_order_they_came),
           a_test(tasks_of_any_thread_run_once), a_test(the_longest_turn_is_told_once),
           a_test(nothing_to_destroy_is_fine))
