/*
 * replicas.h - a primary and streaming replicas of a test's own, gone afterwards.
 *
 * Each node is a PostgreSQL with a socket in its own folder, and no port. The
 * primary keeps what each replica still needs (a slot of the node's name, which
 * is its application_name too). Disks are not waited for, but what was committed
 * outlives a kill -9: it is in the kernel's hands. A watchdog stops the nodes
 * and removes their folders when the program ends, also by a crash or kill -9.
 *
 * Whatever cannot be done fails the test that asked for it.
 */
#ifndef SC_TESTS_REPLICAS_H
#define SC_TESTS_REPLICAS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "api/helpers/postgres.h"
#include "base/buf.h"

enum {
    TEST_NODES_MAX = 4,
};

struct test_node {
    char name[4]; /* "n0", "n1", ... */
    char folder[TEST_FOLDER_MAX];
    char url[TEST_URL_MAX]; /* of its database "postgres", as superuser */
    pid_t postmaster;       /* 0: it does not run */
    bool is_frozen;
};

struct test_replicas {
    char folder[TEST_FOLDER_MAX];
    struct test_node nodes[TEST_NODES_MAX]; /* the first begins as the primary */
    size_t count;
    bool is_synchronous;
    pid_t watchdog;
    int lifeline; /* closing it ends all */
};

/*
 * Returns once all run and stream. `is_synchronous`: a commit waits until any of the replicas has
 * it, so that none is lost when the primary is.
 */
void test_replicas_start(size_t replicas, bool is_synchronous, struct test_replicas *ret_replicas);
void test_replicas_stop(struct test_replicas *replicas);

/* Each node's URL that is not the first's, as SMARTCART_DATABASE_REPLICAS takes them. */
void test_replicas_urls(const struct test_replicas *replicas, struct sc_buf *ret_urls);

/* Replays no further; and goes on. It answers as before. */
void test_node_pause(const struct test_node *node);
void test_node_resume(const struct test_node *node);
/* Stops all of its processes where they are (SIGSTOP); and lets them go on. */
void test_node_freeze(struct test_node *node);
void test_node_thaw(struct test_node *node);

/* All of its processes at once, by SIGKILL, frozen or not. */
void test_node_kill(struct test_node *node);
/* As an administrator would: sessions are cut, replicas have got everything. */
void test_node_stop(struct test_node *node);
/* One that was killed or stopped, as what it was. */
void test_node_start(const struct test_replicas *replicas, struct test_node *node);

/*
 * Makes a replica the primary, and returns once it is. A commit that any one replica has is done:
 * what others have beyond this one, it is given first; and they get no more from the primary that
 * was, so that they can follow this one.
 */
void test_node_promote(const struct test_replicas *replicas, struct test_node *node);
/*
 * Has the node replicate `primary` from now on, and returns once it streams. One
 * that does not run is started: it was a replica, or a primary that was stopped
 * (a switchover).
 */
void test_node_follow(const struct test_replicas *replicas, struct test_node *node,
                      const struct test_node *primary);
/* The same for a primary that was killed: what it alone had is undone first (pg_rewind). */
void test_node_rewind(const struct test_replicas *replicas, struct test_node *node,
                      const struct test_node *primary);

/* Waits until the replica has replayed all that the primary has now. */
void test_node_catch_up(const struct test_node *node, const struct test_node *primary);

#endif
