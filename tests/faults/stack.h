/*
 * stack.h - the whole product as processes, each of which may be killed, frozen and started again.
 */
#ifndef SC_FAULTS_STACK_H
#define SC_FAULTS_STACK_H

#include <stdbool.h>

#include "api/helpers/redis.h"
#include "api/helpers/replicas.h"
#include "api/helpers/server.h"
#include "api/helpers/slow_proxy.h"

struct imports;

enum {
    STACK_SERVERS = 2,
    STACK_REPLICAS = 2,
    STACK_GTINS = 200,
    STACK_LEASE_MS = 3000, /* of jobs: a worker that is silent so long has lost them */
};

enum stack_role { /* each a process of `smartcart` */
    STACK_SERVE_A,
    STACK_SERVE_B,
    STACK_WORK,
    STACK_SCHEDULE, /* beside those of the servers: one of the three leads */
    STACK_ROLES,
};

struct stack {
    char folder[64];               /* of logs, settings and mails */
    struct test_replicas database; /* the first is the primary, with a disk of its own */
    bool has_disks;
    bool has_redis;
    struct test_redis redis;
    struct test_proxy *before_redis, *before_primary; /* all go through them */
    struct test_serving roles[STACK_ROLES];
    struct imports *imports; /* of the fault that kills them */
    uint64_t seed;
    const char *gtins[STACK_GTINS]; /* of products of the sample world, which is imported */
    size_t gtin_count;
    struct sc_arena *arena;
};

void stack_start(struct stack *stack, uint64_t seed);
void stack_stop(struct stack *stack);

/* Starts it; a server at the port that it had before. */
void stack_begin(struct stack *stack, enum stack_role role);
void stack_kill(struct stack *stack, enum stack_role role);
/* Sends a signal to it: SIGSTOP, SIGCONT. */
void stack_signal(struct stack *stack, enum stack_role role, int signal);

/* Leaves no room on the primary's disk; and gives it back. */
void stack_fill_data(struct stack *stack);
void stack_free_data(struct stack *stack);
/* The same for the disk of logs. */
void stack_fill_logs(struct stack *stack);
void stack_free_logs(struct stack *stack);

#endif
