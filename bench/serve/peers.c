#include "serve/peers.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "runtime/deadline.h"
#include "serve/stage.h"
#include "testing/unit.h"

enum {
    SAMPLES = 40, /* answers compared before a job */
    CONNECTIONS = 64,
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

struct bench {
    struct stage stage;
    struct test_server postgres;
    int seconds;
};

static void start_all(struct bench *b)
{
    char own[PATH_MAX] = "";
    struct sc_str log = sc_arena_printf(b->stage.arena, "%s/serve.log", b->postgres.folder);

    assert_true(readlink("/proc/self/exe", own, sizeof own - 1) > 0);
    for (size_t i = 0; i < PEERS; i++) {
        struct test_serve serve = {
            .program = peers[i].program != NULL ? peers[i].program : own,
            .words = peers[i].words,
            .database_url = b->postgres.url,
            .log_path = log.at,
        };
        test_serve_start(&serve, &peers[i].serving);
    }
}

/* What a job asks of a store, or of a list; the caller's. */
static json_t *variables_of(const struct stage_job *job, int id)
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
static json_t *ask(struct bench *b, const struct peer *peer, const struct stage_job *job, int id)
{
    struct sc_str path = sc_arena_printf(b->stage.arena, "bench/serve/jobs/%s.graphql", job->name);
    json_t *request = json_pack("{s:s, s:o}", "query", stage_read(&b->stage, path.at).at,
                                "variables", variables_of(job, id));
    char *text = json_dumps(request, JSON_COMPACT);
    struct test_answer answer = test_post_as(b->stage.arena, peer->serving.port,
                                             b->stage.token[id % STAGE_PERSONS], sc_str_of(text));
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
static void compare_answers(struct bench *b, const struct stage_job *job)
{
    struct sc_arena_mark mark = sc_arena_mark(b->stage.arena);

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
    sc_arena_rewind(b->stage.arena, mark);
}

/* What one run of wrk saw, and what it cost. */
struct load {
    struct stage_load seen;
    double server_cpu_ms, database_cpu_ms; /* for 1,000 requests */
};

static struct stage_load run(struct bench *b, const struct peer *peer, const struct stage_job *job,
                             int seconds)
{
    struct stage_run running;

    stage_run_start(&b->stage, peer->serving.origin, job, CONNECTIONS, seconds, &running);
    return stage_run_wait(&b->stage, &running);
}

static struct load measure(struct bench *b, const struct peer *peer, const struct stage_job *job)
{
    struct load load;

    run(b, peer, job, job->warm_s);
    double server_s = (double)test_cpu_us(peer->serving.process.pid) / 1e6;
    double database_s = test_postmaster_cpu(b->postgres.postmaster);
    load.seen = run(b, peer, job, b->seconds);
    server_s = (double)test_cpu_us(peer->serving.process.pid) / 1e6 - server_s;
    database_s = test_postmaster_cpu(b->postgres.postmaster) - database_s;
    load.server_cpu_ms = server_s * 1e6 / load.seen.requests;
    load.database_cpu_ms = database_s * 1e6 / load.seen.requests;
    return load;
}

static void print_load(const struct peer *peer, const struct stage_job *job,
                       const struct load *load)
{
    printf("%-9s %-15s %8.0f %8.1f %8.1f %8.1f %10.1f %10.1f", job->name, peer->name,
           load->seen.requests / load->seen.seconds, load->seen.p50_ms, load->seen.p95_ms,
           load->seen.p99_ms, load->server_cpu_ms, load->database_cpu_ms);
    if (load->seen.failed > 0)
        printf("  %.0f failed", load->seen.failed);
    printf("\n");
    fflush(stdout);
}

static void print_ratio(const struct peer *peer, const struct load *load, const struct load *base)
{
    printf("          %-15s %7.2fx %36.2fx %9.2fx   of Mercurius\n", peer->name,
           load->seen.requests / load->seen.seconds / (base->seen.requests / base->seen.seconds),
           load->server_cpu_ms / base->server_cpu_ms,
           (load->server_cpu_ms + load->database_cpu_ms) /
               (base->server_cpu_ms + base->database_cpu_ms));
}

static void measure_job(struct bench *b, const struct stage_job *job)
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
        test_serve_stop(b->stage.arena, &peers[i].serving);
    test_server_stop(&b->postgres);
}

void bench_peers(int seconds)
{
    struct bench b = {.seconds = seconds, .stage.arena = sc_arena_create(SC_UNIT_ARENA_CAP)};

    assert_non_null(b.stage.arena);
    printf("making the data set\n");
    fflush(stdout);
    test_server_start(STAGE_BUFFERS_MB, &b.postgres);
    b.stage.url = b.postgres.url;
    b.stage.folder = b.postgres.folder;
    stage_make(&b.stage);
    start_all(&b);
    printf("\njob       server               req/s  p50, ms  p95, ms  p99, ms    CPU, ms for 1,000"
           "\n%63s %10s\n",
           "server", "database");
    for (size_t i = 0; i < STAGE_JOBS; i++)
        measure_job(&b, &stage_jobs[i]);
    finish(&b);
    sc_arena_destroy(b.stage.arena);
}
