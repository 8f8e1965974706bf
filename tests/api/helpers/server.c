#include "api/helpers/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    LINE_MAX_BYTES = 200,
    HEAD_MAX = 1000,
    READ_SIZE = 64 * 1024,
    SETTINGS_ALWAYS = 4,
    SETTINGS = 6,
    US_PER_S = 1000000,
    NS_PER_US = 1000,
};

#define RESPONSE "Accept: application/graphql-response+json\r\n"

uint16_t test_read_port(int fd, const char *log_path)
{
    struct sc_deadline deadline = sc_deadline_in(TEST_SERVER_START_MS);
    char line[LINE_MAX_BYTES + 1] = "";
    size_t len = 0;
    unsigned port = 0;

    while (len < LINE_MAX_BYTES && strchr(line, '\n') == NULL) {
        struct pollfd waits = {.fd = fd, .events = POLLIN};
        if (poll(&waits, 1, sc_deadline_poll_ms(deadline)) <= 0)
            break;
        ssize_t got = read(fd, line + len, LINE_MAX_BYTES - len);
        if (got <= 0)
            break;
        len += (size_t)got;
        line[len] = '\0';
    }
    if (sscanf(line, "%*[a-z] http://127.0.0.1:%u/", &port) != 1 || port == 0 || port > UINT16_MAX)
        fail_msg("the server did not start: it said \"%s\"; see %s", line, log_path);
    return (uint16_t)port;
}

void test_serve_start(const struct test_serve *serve, struct test_serving *ret_serving)
{
    char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    char redis[sizeof "SMARTCART_REDIS_URL=" + TEST_URL_MAX];
    const char *environment[SETTINGS + 1] = {
        url,
        "SMARTCART_OPERATOR_TOKEN=" TEST_OPERATOR_TOKEN,
        "SMARTCART_SECRET=" TEST_SECRET,
        serve->is_limited ? "SMARTCART_LIMITS=on" : "SMARTCART_LIMITS=off",
    };
    size_t count = SETTINGS_ALWAYS;
    struct test_run run = {
        .program = serve->program,
        .words = serve->words,
        .environment = environment,
        .err_path = serve->log_path,
        .limit_ms = TEST_SERVER_STOP_MS,
    };
    struct test_serving serving;

    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", serve->database_url);
    snprintf(redis, sizeof redis, "SMARTCART_REDIS_URL=%s",
             serve->redis_url != NULL ? serve->redis_url : "");
    if (serve->redis_url != NULL)
        environment[count++] = redis;
    if (serve->setting != NULL)
        environment[count++] = serve->setting;
    test_program_start(&run, &serving.process);
    serving.port = test_read_port(serving.process.out, serve->log_path);
    snprintf(serving.origin, sizeof serving.origin, "http://127.0.0.1:%u", serving.port);
    *ret_serving = serving;
}

void test_serve_stop(struct sc_arena *arena, struct test_serving *serving)
{
    struct test_result result;

    if (serving->process.pid == 0) /* it was never started: 0 would be all of ours */
        return;
    kill(serving->process.pid, SIGTERM);
    test_program_wait(arena, &serving->process, &result);
    assert_false(result.was_late);
    assert_int_equal(result.exit_code, 0);
}

int64_t test_cpu_us(pid_t pid)
{
    struct timespec used;
    clockid_t clock;

    assert_int_equal(clock_getcpuclockid(pid, &clock), 0);
    assert_int_equal(clock_gettime(clock, &used), 0);
    return (int64_t)used.tv_sec * US_PER_S + used.tv_nsec / NS_PER_US;
}

int test_connect(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_true(fd >= 0);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        fail_msg("connect to port %u: %s", port, strerror(errno));
    return fd;
}

bool test_send(int fd, struct sc_str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        bytes = sc_str_sub(bytes, sent < 0 ? 0 : (size_t)sent, bytes.len);
    }
    return true;
}

struct sc_str test_header(const struct test_answer *answer, const char *name)
{
    struct sc_str rest = answer->head, line;

    while (sc_str_take(&rest, '\n', &line)) {
        ptrdiff_t colon = sc_str_find_char(line, ':');
        if (colon > 0 && sc_str_eq_nocase(sc_str_sub(line, 0, (size_t)colon), sc_str_of(name)))
            return sc_str_trim(sc_str_sub(line, (size_t)colon + 1, line.len));
    }
    return (struct sc_str){0};
}

/* Joins the chunks that are there. True: the last one is. */
static bool join_chunks(struct sc_arena *arena, struct sc_str chunks, struct sc_str *ret_body)
{
    char *joined = sc_arena_alloc(arena, chunks.len + 1);
    struct sc_str line, rest = chunks;
    size_t len = 0;

    assert_non_null(joined);
    while (sc_str_find_char(rest, '\n') >= 0 && sc_str_take(&rest, '\n', &line)) {
        size_t size = (size_t)strtoul(line.at, NULL, 16);
        if (size == 0 || size > rest.len)
            return *ret_body = (struct sc_str){joined, len}, size == 0;
        memcpy(joined + len, rest.at, size);
        len += size;
        rest = sc_str_sub(rest, size + strlen("\r\n"), rest.len);
    }
    *ret_body = (struct sc_str){joined, len};
    return false;
}

/* Is what came a whole answer? A body without a length ends with the connection. */
static bool read_answer(struct sc_arena *arena, struct sc_str bytes, bool is_closed,
                        struct test_answer *ret_answer)
{
    ptrdiff_t end = sc_str_find(bytes, SC_STR("\r\n\r\n"));
    int64_t length;

    if (end < 0)
        return false;
    struct test_answer answer = {
        .head = sc_str_sub(bytes, 0, (size_t)end + strlen("\r\n\r\n")),
        .body = sc_str_sub(bytes, (size_t)end + strlen("\r\n\r\n"), bytes.len),
    };
    if (sc_str_i64(sc_str_sub(answer.head, strlen("HTTP/1.1 "), 3), &length) == SC_OK)
        answer.code = (int)length;
    bool is_whole = is_closed;
    if (sc_str_i64(test_header(&answer, "Content-Length"), &length) == SC_OK)
        is_whole = answer.body.len >= (size_t)length;
    else if (sc_str_eq(test_header(&answer, "Transfer-Encoding"), SC_STR("chunked")))
        is_whole = join_chunks(arena, answer.body, &answer.body);
    *ret_answer = answer;
    return is_whole;
}

bool test_receive(struct sc_arena *arena, int fd, int limit_ms, struct test_answer *ret_answer)
{
    struct sc_deadline deadline = sc_deadline_in(limit_ms);
    struct pollfd waits = {.fd = fd, .events = POLLIN};
    struct sc_buf buf;
    bool is_whole = false, is_closed = false;

    sc_buf_init(&buf, TEST_ANSWER_MAX);
    *ret_answer = (struct test_answer){0};
    while (!is_whole && !is_closed && poll(&waits, 1, sc_deadline_poll_ms(deadline)) > 0) {
        char *room = sc_buf_extend(&buf, READ_SIZE);
        assert_non_null(room);
        ssize_t got = read(fd, room, READ_SIZE);
        buf.len -= (size_t)(READ_SIZE - (got > 0 ? got : 0));
        is_closed = got <= 0;
        struct sc_arena_mark mark = sc_arena_mark(arena);
        is_whole = read_answer(arena, sc_buf_str(&buf), is_closed, ret_answer);
        sc_arena_rewind(arena, mark);
    }
    struct sc_str bytes = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    assert_non_null(bytes.at);
    read_answer(arena, bytes, is_closed, ret_answer);
    return is_whole;
}

struct test_answer test_get(struct sc_arena *arena, uint16_t port, const char *path)
{
    struct sc_str request =
        sc_arena_printf(arena, "GET %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n", path);
    struct test_answer answer;
    int fd = test_connect(port);

    assert_true(test_send(fd, request));
    assert_true(test_receive(arena, fd, TEST_ANSWER_MS, &answer));
    close(fd);
    return answer;
}

struct test_answer test_post(struct sc_arena *arena, uint16_t port, struct sc_str json)
{
    return test_post_as(arena, port, NULL, json);
}

struct test_answer test_post_as(struct sc_arena *arena, uint16_t port, const char *token,
                                struct sc_str json)
{
    char headers[HEAD_MAX] = RESPONSE;

    if (token != NULL)
        snprintf(headers, sizeof headers, RESPONSE "%s%s\r\n",
                 strncmp(token, "scl_", 4) == 0 ? "SmartCart-Share: " : "Authorization: Bearer ",
                 token);
    return test_post_with(arena, port, "/graphql", headers, json);
}

struct test_answer test_post_with(struct sc_arena *arena, uint16_t port, const char *path,
                                  const char *headers, struct sc_str json)
{
    struct sc_str head =
        sc_arena_printf(arena,
                        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        "%sContent-Length: %zu\r\n\r\n",
                        path, headers, json.len);
    struct test_answer answer;
    int fd = test_connect(port);

    assert_non_null(head.at);
    (void)(test_send(fd, head) && test_send(fd, json)); /* it may answer before the end */
    if (!test_receive(arena, fd, TEST_ANSWER_MS, &answer))
        fail_msg("no whole answer: %.*s%.*s", SC_STR_ARGS(answer.head), SC_STR_ARGS(answer.body));
    close(fd);
    return answer;
}

int64_t test_metric(struct sc_arena *arena, const struct test_serving *serving, const char *name)
{
    struct test_answer answer = test_get(arena, serving->port, "/metrics");
    struct sc_str line = sc_arena_printf(arena, "\n%s ", name), rest, number;
    ptrdiff_t at = sc_str_find(answer.body, line);
    int64_t value = -1;

    if (at < 0)
        return value;
    rest = sc_str_sub(answer.body, (size_t)at + line.len, answer.body.len);
    assert_true(sc_str_take(&rest, '\n', &number));
    assert_int_equal(sc_str_i64(number, &value), SC_OK);
    return value;
}
