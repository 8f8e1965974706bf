/*
 * crew.h - workers as processes of their own, whose jobs stop at a named step.
 *
 * The job "effect" writes a row of probe.effect with its payload's number and
 * ends itself in the same transaction; "note" writes one and leaves its end to the
 * crew, and so does "once", which writes its number to probe.once unless it is there. A worker that
 * is told a step says so when it has come there, and waits: to be killed, frozen, or let go on.
 *
 * "steps" tells how far it is, for CREW_STEPS_MS, and looks whether it is still wanted;
 * "short" is the same with a limit of CREW_LIMIT_MS. "hung" has that limit too, looks
 * at nothing, and does what "effect" does after CREW_HUNG_MS.
 */
#ifndef SC_TESTS_CREW_H
#define SC_TESTS_CREW_H

#include <stddef.h>
#include <sys/types.h>

#include "api/helpers/postgres.h"

enum {
    CREW_LEASE_MS = 1500,
    CREW_WAIT_MS = 30 * 1000, /* for anything at all */
    CREW_STEPS_MS = 20 * 1000,
    CREW_LIMIT_MS = 200,
    CREW_GRACE_MS = 300,
    CREW_HUNG_MS = 3000,
};

enum crew_step {
    CREW_NO_STEP,
    CREW_BEGUN,     /* the job runs, and has done nothing */
    CREW_WRITTEN,   /* its row is written, in an open transaction */
    CREW_ENDED,     /* it has ended itself there */
    CREW_COMMITTED, /* and that is committed; the crew does not know yet */
};

struct crew {
    pid_t pid;
    int says; /* a byte: it has come to its step */
    int go;   /* a byte lets it go on */
};

/* The tables of effects. */
void crew_prepare(const struct test_database *database);

/* Starts a worker of so many threads; it ends by itself when it is asked (SIGTERM). */
struct crew crew_start(const struct test_database *database, size_t threads, enum crew_step step);

/* Until it has come to its step. */
void crew_await(const struct crew *crew);
void crew_let_go(const struct crew *crew);
/* Sends a signal that ends it, or none (0), and waits; gives what waitpid gave. */
int crew_end(const struct crew *crew, int signal);

/* Kills what a test that failed has left. */
void crew_clean_up(void);

/* Waits until the query gives this number. */
void crew_wait_for(const struct test_database *database, const char *sql, int64_t number);

#endif
