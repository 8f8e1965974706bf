/*
 * serve.c - the server under load, beside Mercurius with one hand-written statement a job.
 *
 *     bench_serve [SECONDS]        of each job; 10 when not said
 *     bench_serve server on|off    our server alone, its cache on or off (serve/server.h)
 *
 * Both serve bench/serve/schema.graphql from one PostgreSQL of the bench's own,
 * with the rows of bench/serve/data.sql, on disk and with synchronous commits.
 * wrk keeps 64 connections busy. All servers are there all the time, and asked
 * one after the other within a job, so that they meet the same machine: compare
 * CPU times and ratios, for requests a second are as good as the machine is idle.
 * Before each job some answers of ours are held against the peer's. Each request to ours has
 * the access token of the list's owner, which is checked, as is the right to the list; the
 * peer has neither.
 */
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts/keyring.h"
#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "api/helpers/server.h"
#include "base/time.h"
#include "runtime/deadline.h"
#include "runtime/file.h"
#include "serve/server.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    BUFFERS_MB = 512, /* the database is 260 MB */
    SECONDS_PRESET = 10,
    SECONDS_MAX = 600,
    SAMPLES = 40, /* answers compared before a job */
    FILE_MAX = 1024 * 1024,
    PERSONS = 20000, /* as in data.sql */
    TOKENS_S = 3600, /* good so long: longer than all jobs take */
};

/* A server under load. */
struct peer {
    const char *name;
    const char *program;
    const char *words[5]; /* ended by NULL */
    struct test_serving serving;
};

static struct peer peers[] = {
    {.name = "ours, cache off", .words = {"server", "off"}},
    {.name = "ours, cache on", .words = {"server", "on"}},
    {.name = "Mercurius",
     .program = "/usr/bin/env",
     .words = {"node", "bench/peer/server.mjs", "bench/serve/schema.graphql",
               "bench/serve/list_joined.graphql"}},
};

enum {
    OURS,
    OURS_CACHED,
    MERCURIUS,
    PEERS,
};

/* bench/serve/load.lua draws what they ask for. */
static const struct job {
    const char *name;
    int ids;    /* stores, lists, ... from 1, for comparing answers */
    int warm_s; /* before it is measured: lists ask for every product, until the cache has all */
} jobs[] = {
    {"typename", 1, 1},
    {"deals", 200, 3},
    {"list", 60000, 20},
    {"tick", 60000, 3},
};

/* What one run of wrk saw. */
struct load {
    double requests, seconds;
    double failed;
    double p50_ms, p95_ms, p99_ms;
    double server_cpu_ms, database_cpu_ms; /* for 1,000 requests */
};

struct bench {
    struct sc_arena *arena;
    struct test_server postgres;
    struct test_database database;
    int seconds;
    struct sc_str tokens; /* the file with a token a line, by person */
    char (*token)[ACCOUNTS_TOKEN_LEN + 1];
};

static struct sc_str read_text(struct bench *b, const char *path)
{
    struct sc_request rq;
    struct sc_str text;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    if (sc_file_read(&rq, sc_str_of(path), FILE_MAX, &text) != SC_OK)
        fail_msg("%s", rq.failure.words);
    text = sc_arena_str(b->arena, text);
    sc_request_finish(&rq);
    return text;
}

/* Made without waiting for disks, then kept as a database of people's data is. */
static void make_database(struct bench *b)
{
    printf("making the data set\n");
    fflush(stdout);
    test_server_start(BUFFERS_MB, &b->postgres);
    setenv("SC_TEST_DATABASE_URL", b->postgres.url, 1);
    test_database_create(&b->database);
    test_sql(b->database.url, read_text(b, "bench/serve/data.sql").at);
    test_sql(b->database.url, "vacuum analyze");
    static const char *const settings[] = {"fsync", "synchronous_commit", "full_page_writes"};
    for (size_t i = 0; i < SC_COUNT(settings); i++)
        test_sql(b->database.url,
                 sc_arena_printf(b->arena, "alter system set %s = on", settings[i]).at);
    test_sql(b->database.url, "select pg_reload_conf(); checkpoint");
}

/* As if all had signed in, to a key that the servers find in the database. */
static void make_tokens(struct bench *b)
{
    const struct sc_pg_config config = {
        .url = sc_str_of(b->database.url), .connections = 1, .wait_ms = SC_PG_CONNECT_MS};
    struct accounts_keyring *ring = accounts_keyring_create(SC_STR(TEST_SECRET));
    int64_t now_s = sc_wall_us() / SC_SECOND_US;
    struct sc_request rq;
    struct sc_pg *pg;

    b->tokens = sc_arena_printf(b->arena, "%s/tokens", b->postgres.folder);
    b->token = sc_arena_array(b->arena, PERSONS, sizeof *b->token);
    FILE *file = fopen(b->tokens.at, "we");
    assert_true(ring != NULL && b->token != NULL && file != NULL);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    assert_int_equal(accounts_keyring_load(&rq, pg, ring), SC_OK);
    for (int i = 0; i < PERSONS; i++) {
        const struct accounts_token token = {
            .person_id = 1000001 + i,
            .session_id = 1,
            .issued_s = now_s,
            .expires_s = now_s + TOKENS_S,
        };
        assert_int_equal(accounts_keyring_sign(ring, &token, b->token[i]), SC_OK);
        fprintf(file, "%s\n", b->token[i]);
    }
    assert_int_equal(fclose(file), 0);
    sc_pg_destroy(pg);
    sc_request_finish(&rq);
    accounts_keyring_destroy(ring);
}

static void start_all(struct bench *b)
{
    char own[PATH_MAX] = "";
    struct sc_str log = sc_arena_printf(b->arena, "%s/serve.log", b->postgres.folder);

    assert_true(readlink("/proc/self/exe", own, sizeof own - 1) > 0);
    for (size_t i = 0; i < PEERS; i++) {
        struct test_serve serve = {
            .program = peers[i].program != NULL ? peers[i].program : own,
            .words = peers[i].words,
            .database_url = b->database.url,
            .log_path = log.at,
        };
        test_serve_start(&serve, &peers[i].serving);
    }
}

/* What a job asks of a store, or of a list; the caller's. */
static json_t *variables_of(const struct job *job, int id)
{
    char op[40], item[40], stamp[40];

    if (strcmp(job->name, "deals") == 0)
        return json_pack("{s:i}", "store", id);
    if (strcmp(job->name, "list") == 0)
        return json_pack("{s:i}", "id", id);
    if (strcmp(job->name, "tick") != 0)
        return json_object();
    snprintf(op, sizeof op, "%08x-0000-4000-8000-%012x", 0U, (unsigned)id); /* again is no harm */
    snprintf(item, sizeof item, "%08x-0000-4000-8000-%012x", (unsigned)id, 1U);
    snprintf(stamp, sizeof stamp, "%012llx-0000-%016x", (unsigned long long)sc_wall_us() / 1000,
             7U);
    return json_pack("{s:{s:s, s:i, s:s, s:s, s:b}}", "op", "id", op, "listId", id, "itemId", item,
                     "stamp", stamp, "isTicked", 1);
}

/* The data of a peer's answer to a job about one id; the caller's. */
static json_t *ask(struct bench *b, const struct peer *peer, const struct job *job, int id)
{
    struct sc_str path = sc_arena_printf(b->arena, "bench/serve/jobs/%s.graphql", job->name);
    json_t *request = json_pack("{s:s, s:o}", "query", read_text(b, path.at).at, "variables",
                                variables_of(job, id));
    char *text = json_dumps(request, JSON_COMPACT);
    struct test_answer answer =
        test_post_as(b->arena, peer->serving.port, b->token[id % PERSONS], sc_str_of(text));
    free(text);
    json_decref(request);
    json_t *told = json_loadb(answer.body.at, answer.body.len, 0, NULL);
    json_t *data = json_incref(json_object_get(told, "data"));
    if (!json_is_object(data) || json_object_get(told, "errors") != NULL)
        fail_msg("%s, %s of %d: %.*s", peer->name, job->name, id, SC_STR_ARGS(answer.body));
    json_decref(told);
    return data;
}

/* Ours say what the peer says: else it is another job that is measured. */
static void compare_answers(struct bench *b, const struct job *job)
{
    struct sc_arena_mark mark = sc_arena_mark(b->arena);

    for (int i = 0; i < SAMPLES; i++) {
        int id = (int)((int64_t)i * job->ids / SAMPLES) + 1;
        json_t *want = ask(b, &peers[MERCURIUS], job, id);
        for (size_t p = OURS; p <= OURS_CACHED; p++) {
            json_t *got = ask(b, &peers[p], job, id);
            if (!json_equal(got, want))
                fail_msg("%s of %d: %s says\n%s\nand %s\n%s", job->name, id, peers[p].name,
                         json_dumps(got, 0), peers[MERCURIUS].name, json_dumps(want, 0));
            json_decref(got);
        }
        json_decref(want);
    }
    sc_arena_rewind(b->arena, mark);
}

static void run_wrk(struct bench *b, const struct peer *peer, const struct job *job, int seconds,
                    struct load *ret_load)
{
    struct sc_str duration = sc_arena_printf(b->arena, "%ds", seconds);
    struct sc_str url = sc_arena_printf(b->arena, "%s/graphql", peer->serving.origin);
    const char *words[] = {"wrk",        "-t", "1",
                           "-c",         "64", "-d",
                           duration.at,  "-s", "bench/serve/load.lua",
                           url.at,       "--", job->name,
                           b->tokens.at, NULL};
    struct test_run run = {
        .program = "/usr/bin/env",
        .words = words,
        .limit_ms = (seconds + 30) * 1000,
    };
    double us = 0, p50 = 0, p95 = 0, p99 = 0;
    struct test_result result;

    test_program_run(b->arena, &run, &result);
    const char *line = result.exit_code == 0 ? strstr(result.out.at, "LOAD ") : NULL;
    if (line == NULL || sscanf(line, "LOAD %lf %lf %lf %lf %lf %lf", &ret_load->requests, &us,
                               &ret_load->failed, &p50, &p95, &p99) != 6)
        fail_msg("wrk: %.*s%.*s", SC_STR_ARGS(result.out), SC_STR_ARGS(result.err));
    ret_load->seconds = us / 1e6;
    ret_load->p50_ms = p50 / 1e3;
    ret_load->p95_ms = p95 / 1e3;
    ret_load->p99_ms = p99 / 1e3;
}

static struct load measure(struct bench *b, const struct peer *peer, const struct job *job)
{
    struct load load;

    run_wrk(b, peer, job, job->warm_s, &load);
    double server_s = (double)test_cpu_us(peer->serving.process.pid) / 1e6;
    double database_s = test_server_cpu(&b->postgres);
    run_wrk(b, peer, job, b->seconds, &load);
    server_s = (double)test_cpu_us(peer->serving.process.pid) / 1e6 - server_s;
    database_s = test_server_cpu(&b->postgres) - database_s;
    load.server_cpu_ms = server_s * 1e6 / load.requests;
    load.database_cpu_ms = database_s * 1e6 / load.requests;
    return load;
}

static void print_load(const struct peer *peer, const struct job *job, const struct load *load)
{
    printf("%-9s %-15s %8.0f %8.1f %8.1f %8.1f %10.1f %10.1f", job->name, peer->name,
           load->requests / load->seconds, load->p50_ms, load->p95_ms, load->p99_ms,
           load->server_cpu_ms, load->database_cpu_ms);
    if (load->failed > 0)
        printf("  %.0f failed", load->failed);
    printf("\n");
    fflush(stdout);
}

static void print_ratio(const struct peer *peer, const struct load *load, const struct load *base)
{
    printf("          %-15s %7.2fx %36.2fx %9.2fx   of Mercurius\n", peer->name,
           load->requests / load->seconds / (base->requests / base->seconds),
           load->server_cpu_ms / base->server_cpu_ms,
           (load->server_cpu_ms + load->database_cpu_ms) /
               (base->server_cpu_ms + base->database_cpu_ms));
}

static void measure_job(struct bench *b, const struct job *job)
{
    struct load loads[PEERS];

    compare_answers(b, job);
    for (size_t i = 0; i < PEERS; i++) {
        loads[i] = measure(b, &peers[i], job);
        print_load(&peers[i], job, &loads[i]);
    }
    for (size_t i = 0; i < MERCURIUS; i++)
        print_ratio(&peers[i], &loads[i], &loads[MERCURIUS]);
}

/* A line of /proc/PID/status, in MiB. */
static double status_mib(pid_t pid, const char *name)
{
    char path[64], line[200];
    double kib = 0;

    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            kib = strtod(line + strlen(name), NULL);
    fclose(file);
    return kib / 1024;
}

static void finish(struct bench *b)
{
    for (size_t i = 0; i < PEERS; i++) {
        pid_t pid = peers[i].serving.process.pid;
        printf("%-15s %.0f MiB resident, %.0f at most\n", peers[i].name, status_mib(pid, "VmRSS:"),
               status_mib(pid, "VmHWM:"));
    }
    for (size_t i = 0; i < PEERS; i++)
        test_serve_stop(b->arena, &peers[i].serving);
    test_database_drop(&b->database);
    test_server_stop(&b->postgres);
}

int main(int argc, char **argv)
{
    struct bench b = {.seconds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : SECONDS_PRESET};

    if (argc == 3 && strcmp(argv[1], "server") == 0)
        return bench_server(strcmp(argv[2], "on") == 0);
    if (argc > 2 || b.seconds < 1 || b.seconds > SECONDS_MAX) {
        fprintf(stderr, "bench_serve: give 1 to %d seconds\n", SECONDS_MAX);
        return 2;
    }
    b.arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    assert_non_null(b.arena);
    make_database(&b);
    make_tokens(&b);
    start_all(&b);
    printf("\njob       server               req/s  p50, ms  p95, ms  p99, ms    CPU, ms for 1,000"
           "\n%63s %10s\n",
           "server", "database");
    for (size_t i = 0; i < SC_COUNT(jobs); i++)
        measure_job(&b, &jobs[i]);
    finish(&b);
    sc_arena_destroy(b.arena);
    return 0;
}
