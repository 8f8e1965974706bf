#include "serve/stage.h"

#include <stdio.h>
#include <string.h>

#include "accounts/keyring.h"
#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "base/macros.h"
#include "base/time.h"
#include "runtime/deadline.h"
#include "runtime/file.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    FILE_MAX = 1024 * 1024,
    TOKENS_S = 2 * 3600, /* good so long: longer than all jobs take */
    LATE_S = 30,         /* wrk may take so much longer than it was told */
};

const struct stage_job stage_jobs[STAGE_JOBS] = {
    {"typename", 1, 2},
    {"deals", 200, 3},
    {"list", 60000, 20},
    {"tick", 60000, 3},
};

struct sc_str stage_read(struct stage *stage, const char *path)
{
    struct sc_request rq;
    struct sc_str text;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    if (sc_file_read(&rq, sc_str_of(path), FILE_MAX, &text) != SC_OK)
        fail_msg("%s", rq.failure.words);
    text = sc_arena_str(stage->arena, text);
    sc_request_finish(&rq);
    return text;
}

static void make_rows(struct stage *stage)
{
    static const char *const settings[] = {"fsync", "synchronous_commit", "full_page_writes"};

    test_migrate(stage->url);
    test_sql(stage->url, stage_read(stage, "bench/serve/data.sql").at);
    test_sql(stage->url, "vacuum analyze");
    for (size_t i = 0; i < SC_COUNT(settings); i++)
        test_sql(stage->url,
                 sc_arena_printf(stage->arena, "alter system set %s = on", settings[i]).at);
    test_sql(stage->url, "select pg_reload_conf(); checkpoint");
}

static void sign_tokens(struct stage *stage, struct accounts_keyring *ring, FILE *file)
{
    int64_t now_s = sc_wall_us() / SC_SECOND_US;

    for (int i = 0; i < STAGE_PERSONS; i++) {
        const struct accounts_token token = {
            .person_id = 1000001 + i,
            .session_id = 1,
            .issued_s = now_s,
            .expires_s = now_s + TOKENS_S,
        };
        assert_int_equal(accounts_keyring_sign(ring, &token, stage->token[i]), SC_OK);
        fprintf(file, "%s\n", stage->token[i]);
    }
}

/* As if all had signed in, to a key that the servers find in the database. */
static void make_tokens(struct stage *stage)
{
    const struct sc_pg_config config = {
        .url = sc_str_of(stage->url), .connections = 1, .wait_ms = SC_PG_CONNECT_MS};
    struct accounts_keyring *ring = accounts_keyring_create(SC_STR(TEST_SECRET));
    struct sc_request rq;
    struct sc_pg *pg;

    stage->tokens = sc_arena_printf(stage->arena, "%s/tokens", stage->folder);
    stage->token = sc_arena_array(stage->arena, STAGE_PERSONS, sizeof *stage->token);
    FILE *file = fopen(stage->tokens.at, "we");
    assert_true(ring != NULL && stage->token != NULL && file != NULL);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    assert_int_equal(accounts_keyring_load(&rq, pg, ring), SC_OK);
    sign_tokens(stage, ring, file);
    assert_int_equal(fclose(file), 0);
    sc_pg_destroy(pg);
    sc_request_finish(&rq);
    accounts_keyring_destroy(ring);
}

void stage_make(struct stage *stage)
{
    make_rows(stage);
    make_tokens(stage);
}

void stage_run_start(struct stage *stage, const char *origin, const struct stage_job *job,
                     int connections, int seconds, struct stage_run *ret_run)
{
    static int runs;
    const char *url = sc_arena_printf(stage->arena, "%s/graphql", origin).at;
    const char *words[] = {"wrk",
                           "-t",
                           "1",
                           "-c",
                           sc_arena_printf(stage->arena, "%d", connections).at,
                           "-d",
                           sc_arena_printf(stage->arena, "%ds", seconds).at,
                           "-s",
                           "bench/serve/load.lua",
                           url,
                           "--",
                           job->name,
                           stage->tokens.at,
                           sc_arena_printf(stage->arena, "%d", runs++).at,
                           NULL};
    const struct test_run run = {
        .program = "/usr/bin/env",
        .words = words,
        .limit_ms = (seconds + LATE_S) * 1000,
    };

    test_program_start(&run, &ret_run->wrk);
}

struct stage_load stage_run_wait(struct stage *stage, struct stage_run *run)
{
    double us = 0, p50 = 0, p95 = 0, p99 = 0;
    struct stage_load load = {0};
    struct test_result result;

    test_program_wait(stage->arena, &run->wrk, &result);
    const char *line = result.exit_code == 0 ? strstr(result.out.at, "LOAD ") : NULL;
    if (line == NULL || sscanf(line, "LOAD %lf %lf %lf %lf %lf %lf", &load.requests, &us,
                               &load.failed, &p50, &p95, &p99) != 6)
        fail_msg("wrk: %.*s%.*s", SC_STR_ARGS(result.out), SC_STR_ARGS(result.err));
    load.seconds = us / 1e6;
    load.p50_ms = p50 / 1e3;
    load.p95_ms = p95 / 1e3;
    load.p99_ms = p99 / 1e3;
    return load;
}
