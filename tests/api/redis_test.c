/*
 * redis_test.c - asks of Redis on an event loop: answered, late, lost, refused, and answered again.
 */
#include "store/redis.h"

#include <arpa/inet.h>
#include <hiredis/hiredis.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/redis.h"
#include "api/helpers/slow_proxy.h"
#include "testing/unit.h"

enum {
    PATIENT_MS = 20 * 1000, /* on a loaded machine */
    ASKS = 100,
    STEP_MS = 5,
};

struct fixture {
    struct test_redis server;
    struct sc_request rq;
    struct sc_redis_place place;
    struct sc_metrics *metrics;
    struct sc_redis_meters meters;
    struct sc_loop *loop;
    struct sc_redis *redis;
    size_t waiting;
    long long sent; /* asked of the counter "n" */
};

struct look {
    struct fixture *f;
    struct sc_redis_ask ask;
    bool is_over;
    bool has_answer;
    long long number;
};

static void on_answer(void *context, const struct redisReply *reply)
{
    struct look *look = context;

    assert_false(look->is_over);
    look->is_over = true;
    look->has_answer = reply != NULL;
    look->number = reply != NULL ? reply->integer : 0;
    look->f->waiting--;
}

static bool ask(struct fixture *f, struct look *look, const struct sc_str *words, size_t count)
{
    *look = (struct look){.f = f, .ask = {.on_answer = on_answer, .context = look}};
    bool is_asked = sc_redis_ask(f->redis, &look->ask, words, count);
    f->waiting += is_asked;
    return is_asked;
}

static bool ask_incr(struct fixture *f, struct look *look, const char *key)
{
    const struct sc_str words[] = {SC_STR("INCR"), sc_str_of(key)};

    bool is_asked = ask(f, look, words, SC_COUNT(words));
    f->sent += is_asked && strcmp(key, "n") == 0;
    return is_asked;
}

static void stop_loop(void *context)
{
    sc_loop_stop(context);
}

static void run_for(struct fixture *f, int64_t ms)
{
    struct sc_loop_timer timer = {.on_time = stop_loop, .context = f->loop};

    assert_int_equal(sc_loop_timer_set(f->loop, &timer, sc_deadline_in(ms)), SC_OK);
    sc_loop_run(f->loop);
    sc_loop_timer_clear(f->loop, &timer);
}

static void finish_asks(struct fixture *f)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);

    while (f->waiting > 0) {
        assert_false(sc_deadline_is_over(deadline));
        run_for(f, STEP_MS);
    }
}

static void wait_until(struct fixture *f, bool is_ready)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);

    while (sc_redis_is_ready(f->redis) != is_ready) {
        assert_false(sc_deadline_is_over(deadline));
        run_for(f, STEP_MS);
    }
}

/*
 * Asks until there is an answer in time, which an idle machine gives to the first. All that
 * was sent was done, and the answer is this one's.
 */
static void count_well(struct fixture *f)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    struct look look;

    for (;;) {
        assert_false(sc_deadline_is_over(deadline));
        wait_until(f, true);
        if (!ask_incr(f, &look, "n"))
            continue;
        finish_asks(f);
        if (!look.has_answer)
            continue;
        assert_int_equal(look.number, f->sent);
        return;
    }
}

/* Asks until nothing is taken. */
static void ask_until_refused(struct fixture *f)
{
    struct sc_deadline deadline = sc_deadline_in(PATIENT_MS);
    struct look look;

    while (ask_incr(f, &look, "nobody")) {
        assert_false(sc_deadline_is_over(deadline));
        finish_asks(f);
        assert_false(look.has_answer);
    }
    assert_false(sc_redis_is_ready(f->redis));
}

static struct fixture *make(const char *url)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_int_equal(sc_request_init(&f->rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    if (url == NULL)
        test_redis_start(&f->server);
    assert_int_equal(sc_redis_place_read(&f->rq, f->rq.arena,
                                         sc_str_of(url == NULL ? f->server.url : url), &f->place),
                     SC_OK);
    f->metrics = sc_metrics_create();
    assert_int_equal(sc_redis_meters_declare(f->metrics, &f->meters), SC_OK);
    f->loop = sc_loop_create();
    f->redis = sc_redis_create(f->loop, &f->place, &f->meters);
    assert_non_null(f->redis);
    return f;
}

static void unmake(struct fixture *f)
{
    sc_redis_destroy(f->redis);
    sc_loop_destroy(f->loop);
    sc_metrics_destroy(f->metrics);
    if (f->server.folder[0] != '\0')
        test_redis_remove(&f->server);
    sc_request_finish(&f->rq);
    free(f);
}

static int setup(void **state)
{
    struct fixture *f = make(NULL);

    *state = f;
    wait_until(f, true);
    return 0;
}

static int teardown(void **state)
{
    unmake(*state);
    return 0;
}

static void each_ask_has_its_own_answer(void **state)
{
    struct fixture *f = *state;
    struct look looks[ASKS];
    long long last = 0;

    for (size_t i = 0; i < ASKS; i++) {
        if (!ask_incr(f, &looks[i], "n"))
            looks[i].is_over = true;
        assert_false(looks[i].has_answer); /* not from within the call */
    }
    finish_asks(f);
    for (size_t i = 0; i < ASKS; i++) {
        assert_true(looks[i].is_over);
        if (looks[i].has_answer)
            assert_true(looks[i].number > last);
        if (looks[i].has_answer)
            last = looks[i].number;
    }
    count_well(f);
}

static void words_may_be_any_bytes(void **state)
{
    struct fixture *f = *state;
    struct look look;
    const struct sc_str set[] = {SC_STR("SET"), {"a\0b\r\n", 5}, SC_STR("")};
    const struct sc_str len[] = {SC_STR("EXISTS"), {"a\0b\r\n", 5}};

    do {
        wait_until(f, true);
        assert_true(sc_redis_ask(f->redis, NULL, set, SC_COUNT(set)));
        assert_true(ask(f, &look, len, SC_COUNT(len)));
        finish_asks(f);
    } while (!look.has_answer);
    assert_int_equal(look.number, 1);
}

/* It ends with nothing, and what comes later is not taken for another's answer. */
static void a_late_answer_is_none(void **state)
{
    struct fixture *f = *state;
    const struct sc_str slow[] = {SC_STR("BLPOP"), SC_STR("empty"), SC_STR("0.05")};
    struct look late, behind;

    assert_true(ask(f, &late, slow, SC_COUNT(slow)));
    assert_true(ask_incr(f, &behind, "n"));
    finish_asks(f);
    assert_false(late.has_answer);
    assert_false(behind.has_answer);
    count_well(f);
}

static void who_forgets_is_not_called(void **state)
{
    struct fixture *f = *state;
    struct look look;

    assert_true(ask_incr(f, &look, "n"));
    sc_redis_forget(&look.ask);
    sc_redis_forget(&look.ask);
    f->waiting--;
    count_well(f);
    assert_false(look.is_over);
}

static void a_frozen_redis_is_left_and_found_again(void **state)
{
    struct fixture *f = *state;

    kill(f->server.process.pid, SIGSTOP);
    ask_until_refused(f);
    run_for(f, INT64_C(2) * SC_REDIS_SILENT_MS); /* pinged meanwhile, and given up */
    assert_false(sc_redis_is_ready(f->redis));
    kill(f->server.process.pid, SIGCONT);
    count_well(f);
}

static void a_killed_redis_is_found_again(void **state)
{
    struct fixture *f = *state;
    struct look look;

    count_well(f);
    kill(f->server.process.pid, SIGSTOP);
    assert_true(ask_incr(f, &look, "n"));
    test_redis_kill(&f->server);
    finish_asks(f);
    assert_false(look.has_answer);
    wait_until(f, false);
    assert_false(ask_incr(f, &look, "n"));
    test_redis_start(&f->server);
    f->sent = 0;
    count_well(f); /* it remembers nothing */
}

static void what_waits_when_it_ends_is_told(void **state)
{
    struct fixture *f = *state;
    struct look look;

    assert_true(ask_incr(f, &look, "n"));
    sc_redis_destroy(f->redis);
    f->redis = NULL;
    assert_true(look.is_over);
    assert_false(look.has_answer);
}

/* Slow, half open, cut: whatever the network does, the breaker opens, and closes again. */
static void a_bad_way_to_redis_is_left_and_found_again(void **state)
{
    static const struct {
        enum test_proxy_mode mode;
        int delay_ms;
    } ways[] = {{TEST_PROXY_PASSES, 50}, {TEST_PROXY_STALLS, 0}, {TEST_PROXY_CUTS, 0}};
    struct fixture *f = *state, *far;
    struct test_proxy *proxy = test_proxy_start(f->server.url);
    char url[64];

    snprintf(url, sizeof url, "redis://127.0.0.1:%u", test_proxy_port(proxy));
    far = make(url);
    for (size_t i = 0; i < SC_COUNT(ways); i++) {
        wait_until(far, true);
        test_proxy_set(proxy, ways[i].mode, ways[i].delay_ms);
        ask_until_refused(far);
        run_for(far, INT64_C(4) * SC_REDIS_PAUSE_MS);
        assert_false(sc_redis_is_ready(far->redis));
        test_proxy_set(proxy, TEST_PROXY_PASSES, 0);
    }
    wait_until(far, true);
    unmake(far);
    test_proxy_stop(proxy);
}

/* One that is no Redis: it says these bytes to whoever connects. */
struct impostor {
    const char *says;
    int fd;
    pthread_t thread;
    char url[64];
};

static void *pretend(void *context)
{
    const struct impostor *impostor = context;
    char heard[256];

    for (int fd; (fd = accept(impostor->fd, NULL, NULL)) >= 0; close(fd)) {
        if (read(fd, heard, sizeof heard) > 0 &&
            write(fd, impostor->says, strlen(impostor->says)) > 0)
            while (read(fd, heard, sizeof heard) > 0)
                continue;
    }
    return NULL;
}

static void start_impostor(struct impostor *impostor, const char *says)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;

    impostor->says = says;
    impostor->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(impostor->fd, (const struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(impostor->fd, 8), 0);
    assert_int_equal(getsockname(impostor->fd, (struct sockaddr *)&address, &size), 0);
    snprintf(impostor->url, sizeof impostor->url, "redis://:guess@127.0.0.1:%u",
             ntohs(address.sin_port));
    assert_int_equal(pthread_create(&impostor->thread, NULL, pretend, impostor), 0);
}

static void who_is_no_redis_does_no_harm(void **state)
{
    static const char *const says[] = {
        "-ERR wrong password\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "+OK\r\n+PONG\r\n+PONG\r\n:1\r\n", /* more than was asked */
        "*2147483647\r\n*2147483647\r\n*2147483647\r\n",
        "$99999999999999999999\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
    };
    struct impostor impostor;
    struct look look;

    (void)state;
    for (size_t i = 0; i < SC_COUNT(says); i++) {
        start_impostor(&impostor, says[i]);
        struct fixture *f = make(impostor.url);
        run_for(f, INT64_C(4) * SC_REDIS_PAUSE_MS);
        if (ask_incr(f, &look, "n"))
            finish_asks(f);
        wait_until(f, false);
        unmake(f);
        shutdown(impostor.fd, SHUT_RDWR);
        close(impostor.fd);
        pthread_join(impostor.thread, NULL);
    }
}

#define a_redis_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_redis_test(each_ask_has_its_own_answer),
        a_redis_test(words_may_be_any_bytes),
        a_redis_test(a_late_answer_is_none),
        a_redis_test(who_forgets_is_not_called),
        a_redis_test(a_frozen_redis_is_left_and_found_again),
        a_redis_test(a_killed_redis_is_found_again),
        a_redis_test(what_waits_when_it_ends_is_told),
        a_redis_test(a_bad_way_to_redis_is_left_and_found_again),
        cmocka_unit_test(who_is_no_redis_does_no_harm),
    };

    if (!test_redis_is_there()) {
        print_message("redis-server is not installed: skipped\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
