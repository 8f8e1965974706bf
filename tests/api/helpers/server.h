/*
 * server.h - `smartcart serve`, or a program like it, as a process of its own, and HTTP spoken
 * with it byte by byte.
 *
 * It listens on a port of the loopback that the kernel chose, and says so: "serving
 * http://127.0.0.1:PORT/graphql". What it logs goes to a file. Whatever cannot be
 * done fails the test.
 */
#ifndef SC_TESTS_SERVER_H
#define SC_TESTS_SERVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "base/arena.h"
#include "base/str.h"

enum {
    TEST_SERVER_START_MS = 20 * 1000,
    TEST_SERVER_STOP_MS = 20 * 1000,
    TEST_ANSWER_MS = 10 * 1000,
    TEST_ANSWER_MAX = 16 * 1024 * 1024, /* bytes */
};

#define TEST_OPERATOR_TOKEN "an operator's token, of tests"
#define TEST_SECRET         "seals the keys of tests"

struct test_serving {
    struct test_process process;
    uint16_t port;
    char origin[32]; /* "http://127.0.0.1:PORT" */
};

struct test_serve {
    const char *program;      /* NULL: SC_PROGRAM */
    const char *database_url; /* of a database that is migrated */
    const char *log_path;
    const char *const *words; /* "serve", "--port", "0", ...; ended by NULL */
    const char *setting;      /* one more: "SMARTCART_MODE=production"; NULL: none */
    bool is_limited;          /* callers are, as they are by preset: most tests ask too often */
    const char *redis_url;    /* NULL: there is none */
};

/* Returns once it listens. */
void test_serve_start(const struct test_serve *serve, struct test_serving *ret_serving);
/* Asks it to stop, and checks that it ends well in time; of one that was never started, nothing. */
void test_serve_stop(struct sc_arena *arena, struct test_serving *serving);

/* Of the line "serving http://127.0.0.1:PORT/..." that a program says once it listens. */
uint16_t test_read_port(int fd, const char *log_path);

/* CPU time that a process has used so far, all threads. */
int64_t test_cpu_us(pid_t pid);

struct test_answer {
    int code;           /* 0: the connection was closed without an answer */
    struct sc_str head; /* status line and headers, with the empty line */
    struct sc_str body; /* without chunks */
};

/* A connection to it. */
int test_connect(uint16_t port);
/* All of it. False: the server has closed its end. */
bool test_send(int fd, struct sc_str bytes);
/*
 * One answer, in `arena`. False: nothing whole came in the time.
 * An answer that is an endless stream ends with the time, too.
 */
bool test_receive(struct sc_arena *arena, int fd, int limit_ms, struct test_answer *ret_answer);

/* GETs a path on a connection of its own. */
struct test_answer test_get(struct sc_arena *arena, uint16_t port, const char *path);
/* Posts JSON to /graphql on a connection of its own. */
struct test_answer test_post(struct sc_arena *arena, uint16_t port, struct sc_str json);
/* The same with the token of a bearer, or of a link to a list ("scl_..."); NULL: without. */
struct test_answer test_post_as(struct sc_arena *arena, uint16_t port, const char *token,
                                struct sc_str json);
/* To a path, with headers that are whole lines. */
struct test_answer test_post_with(struct sc_arena *arena, uint16_t port, const char *path,
                                  const char *headers, struct sc_str json);

/* A counter or gauge of a server, such as "smartcart_l1_hits_total"; -1: it has none so named. */
int64_t test_metric(struct sc_arena *arena, const struct test_serving *serving, const char *name);

/* Of an answer; absent: it has none of that name. */
struct sc_str test_header(const struct test_answer *answer, const char *name);

#endif
