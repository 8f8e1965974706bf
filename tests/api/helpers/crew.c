#include "api/helpers/crew.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "probe/probe_rows.h"
#include "runtime/log.h"
#include "runtime/shutdown.h"
#include "testing/unit.h"
#include "workers/crew.h"

enum {
    LOOK_US = 20000,
    CREWS_MAX = 4, /* at a time */
};

/* Of the worker's process. */
static struct {
    enum crew_step step;
    int says, goes;
} stop_at;

static pid_t running[CREWS_MAX]; /* 0: free */

static void replace(pid_t from, pid_t to)
{
    for (size_t i = 0; i < CREWS_MAX; i++) {
        if (running[i] != from)
            continue;
        running[i] = to;
        return;
    }
    fail_msg("too many crews");
}

static void come_to(enum crew_step step)
{
    char byte = 0;

    if (stop_at.step != step)
        return;
    stop_at.step = CREW_NO_STEP; /* once: a worker that stops has one thread */
    if (write(stop_at.says, &byte, 1) != 1)
        _exit(3);
    (void)!read(stop_at.goes, &byte, 1);
}

static int64_t number_of(const struct sc_job_row *job)
{
    int64_t number = 0;

    return sc_str_i64(job->payload, &number) == SC_OK ? number : -1;
}

static enum sc_status insert(struct sc_tx *tx, const struct sc_job_row *job)
{
    const struct probe_effect_in in = {number_of(job), job->attempt};

    return probe_effect_exec(tx, &in, NULL);
}

static enum sc_status run_effect(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                 void *context)
{
    (void)context;
    come_to(CREW_BEGUN);
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = insert(&tx, job);
    come_to(CREW_WRITTEN);
    if (st == SC_OK)
        st = sc_queue_done(&tx, job);
    come_to(CREW_ENDED);
    if (st == SC_OK)
        st = sc_tx_commit(&tx);
    come_to(CREW_COMMITTED);
    return st;
}

static enum sc_status run_note(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                               void *context)
{
    (void)context;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    return insert(&tx, job);
}

static enum sc_status run_once(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                               void *context)
{
    char sql[100];

    (void)context;
    snprintf(sql, sizeof sql, "insert into probe.once values (%lld) on conflict do nothing",
             (long long)number_of(job));
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = sc_tx_script(&tx, sql, CREW_WAIT_MS);
    if (st == SC_OK)
        st = sc_tx_commit(&tx);
    come_to(CREW_COMMITTED);
    return st;
}

static enum sc_status run_steps(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context)
{
    int steps = CREW_STEPS_MS * 1000 / LOOK_US;

    for (int i = 0; i < steps && !sc_request_is_over(rq); i++) {
        sc_queue_tell(job, i, steps, "steps");
        usleep(LOOK_US);
    }
    return run_note(rq, pg, job, context); /* which fails, when it is over */
}

static enum sc_status run_hung(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                               void *context)
{
    usleep(CREW_HUNG_MS * 1000);
    rq->deadline = sc_deadline_none();
    return run_effect(rq, pg, job, context);
}

/* Its payload is how it fails: the number of a status. */
static enum sc_status run_failure(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                  void *context)
{
    (void)pg;
    (void)context;
    return sc_fail(rq, (enum sc_status)number_of(job), "as it was told\xc3"); /* cut short */
}

static enum sc_status run_long(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                               void *context)
{
    usleep(3 * CREW_LEASE_MS * 1000);
    return run_note(rq, pg, job, context);
}

static const struct sc_job_kind kinds[] = {
    {.name = "effect", .run = run_effect, .max_attempts = 5},
    {.name = "note", .run = run_note},
    {.name = "failure", .run = run_failure, .max_attempts = 2},
    {.name = "long", .run = run_long},
    {.name = "once", .run = run_once},
    {.name = "steps", .run = run_steps},
    {.name = "short", .run = run_steps, .limit_ms = CREW_LIMIT_MS},
    {.name = "hung", .run = run_hung, .limit_ms = CREW_LIMIT_MS},
};

static int work(const struct test_database *database, size_t threads)
{
    const struct sc_pg_config pg_config = {
        .url = sc_str_of(database->url),
        .connections = (int)threads + 1,
        .wait_ms = CREW_WAIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    struct workers_crew_config config = {
        .queue = SC_QUEUE_USUAL,
        .kinds = kinds,
        .kind_count = SC_COUNT(kinds),
        .threads = threads,
        .held_max = 100,
        .lease_ms = CREW_LEASE_MS,
        .grace_ms = CREW_GRACE_MS,
        .metrics = sc_metrics_create(),
    };
    struct pollfd asked = {.events = POLLIN};
    struct sc_request rq;
    struct workers_crew *crew;

    sc_log_set_level(SC_LOG_ERROR);
    if (config.metrics == NULL || sc_shutdown_install() != SC_OK ||
        sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()) != SC_OK ||
        sc_pg_create(&rq, &pg_config, &config.pg) != SC_OK ||
        workers_crew_start(&rq, &config, &crew) != SC_OK)
        return 4;
    asked.fd = sc_shutdown_fd();
    while (!sc_shutdown_is_asked())
        (void)poll(&asked, 1, -1);
    if (!workers_crew_stop(crew))
        return 5;
    sc_pg_destroy(config.pg);
    sc_metrics_destroy(config.metrics);
    sc_request_finish(&rq);
    return 0;
}

void crew_prepare(const struct test_database *database)
{
    test_sql(database->url, "create schema probe;"
                            "create table probe.effect (number bigint not null,"
                            " attempt integer not null);"
                            "create table probe.once (number bigint primary key)");
}

struct crew crew_start(const struct test_database *database, size_t threads, enum crew_step step)
{
    int says[2], goes[2];
    pid_t parent = getpid();

    assert_int_equal(pipe(says), 0);
    assert_int_equal(pipe(goes), 0);
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(1);
        close(says[0]);
        close(goes[1]);
        stop_at.step = step;
        stop_at.says = says[1];
        stop_at.goes = goes[0];
        _exit(work(database, threads));
    }
    replace(0, pid);
    close(says[1]);
    close(goes[0]);
    return (struct crew){.pid = pid, .says = says[0], .go = goes[1]};
}

void crew_await(const struct crew *crew)
{
    struct pollfd waits = {.fd = crew->says, .events = POLLIN};
    char byte;

    assert_int_equal(poll(&waits, 1, CREW_WAIT_MS), 1);
    assert_int_equal(read(crew->says, &byte, 1), 1);
}

void crew_let_go(const struct crew *crew)
{
    char byte = 0; /* closing it would not do: crews that were started later have it open too */

    assert_int_equal(write(crew->go, &byte, 1), 1);
}

int crew_end(const struct crew *crew, int signal)
{
    int status;

    kill(crew->pid, signal);
    assert_int_equal(waitpid(crew->pid, &status, 0), crew->pid);
    replace(crew->pid, 0);
    close(crew->says);
    close(crew->go);
    return status;
}

void crew_clean_up(void)
{
    for (size_t i = 0; i < CREWS_MAX; i++) {
        if (running[i] == 0)
            continue;
        kill(running[i], SIGKILL);
        waitpid(running[i], NULL, 0);
        running[i] = 0;
    }
}

void crew_wait_for(const struct test_database *database, const char *sql, int64_t number)
{
    struct sc_deadline deadline = sc_deadline_in(CREW_WAIT_MS);

    while (test_sql_number(database->url, sql) != number) {
        if (sc_deadline_is_over(deadline))
            fail_msg("not %lld in time: %s", (long long)number, sql);
        usleep(LOOK_US);
    }
}
