/*
 * stage.h - what the jobs of bench/serve run on: the rows, a token for each person, and wrk.
 */
#ifndef SC_BENCH_SERVE_STAGE_H
#define SC_BENCH_SERVE_STAGE_H

#include "accounts/token.h"
#include "api/helpers/program.h"
#include "base/arena.h"
#include "base/str.h"

enum {
    STAGE_PERSONS = 20000, /* as in data.sql */
    STAGE_JOBS = 4,
    STAGE_BUFFERS_MB = 512, /* the database is 260 MB */
};

struct stage {
    struct sc_arena *arena;
    const char *url;      /* of the database */
    const char *folder;   /* for what lasts as long as the bench */
    struct sc_str tokens; /* the file with a token a line, by person */
    char (*token)[ACCOUNTS_TOKEN_LEN + 1];
};

/* serve/load.lua draws what they ask for. */
struct stage_job {
    const char *name;
    int ids;    /* stores, lists, ... from 1, for comparing answers */
    int warm_s; /* before it is measured: lists ask for every product, until the cache has all */
};
extern const struct stage_job stage_jobs[STAGE_JOBS];

/*
 * Migrates the database and puts the rows in, made without waiting for disks, then kept as a
 * database of people's data is; signs the tokens. Takes arena, url and folder as they are there.
 */
void stage_make(struct stage *stage);

/* A file of the project. */
struct sc_str stage_read(struct stage *stage, const char *path);

/* What one run of wrk saw. */
struct stage_load {
    double requests, seconds;
    double failed;
    double p50_ms, p95_ms, p99_ms;
};

/* Of one server; several at a time may be under load. Runs of different seeds ask other things. */
struct stage_run {
    struct test_process wrk;
};
void stage_run_start(struct stage *stage, const char *origin, const struct stage_job *job,
                     int connections, int seconds, struct stage_run *ret_run);
struct stage_load stage_run_wait(struct stage *stage, struct stage_run *run);

#endif
