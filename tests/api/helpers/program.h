/*
 * program.h - runs the program under test as a user would: words, input, environment.
 *
 * The program is the one that SC_PROGRAM names (ctest says which). What is
 * started by hand takes the one beside it. It does not outlive the thread that
 * starts it, which in a test is the main one.
 */
#ifndef SC_TESTS_PROGRAM_H
#define SC_TESTS_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum {
    TEST_RUN_LIMIT_MS = 120 * 1000,     /* for a run that does not say how long */
    TEST_OUTPUT_CAP = 64 * 1024 * 1024, /* bytes kept of each stream */
};

struct test_run {
    const char *program;            /* NULL: the one of SC_PROGRAM */
    const char *const *words;       /* behind the program's name, ended by NULL */
    const char *const *environment; /* "NAME=value", beside our own; ended by NULL; NULL: none */
    struct sc_str input;            /* all of standard input */
    const char *err_path;           /* standard error goes to this file; NULL: to the result */
    int limit_ms;                   /* it is killed after so long; 0: TEST_RUN_LIMIT_MS */
};

struct test_result {
    int exit_code; /* 128 + the signal, of one that was killed */
    bool was_late; /* killed by us, at its limit */
    struct sc_str out;
    struct sc_str err;
    long peak_kb; /* the most memory it held */
};

/* A program that was started. */
struct test_process {
    struct test_run run;
    pid_t pid;
    int in, out, err; /* our ends of its streams */
};

/* Lets SC_PROGRAM be the program in our own folder, unless it is set. */
void test_program_beside(void);

/* What happened, its texts in `arena`. Fails the test when the program cannot be started. */
void test_program_run(struct sc_arena *arena, const struct test_run *run,
                      struct test_result *ret_result);

/* The same in two steps, for what is to be done to it in between (kill(process.pid, ...)). */
void test_program_start(const struct test_run *run, struct test_process *ret_process);
void test_program_wait(struct sc_arena *arena, struct test_process *process,
                       struct test_result *ret_result);

#endif
