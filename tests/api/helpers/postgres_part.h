/*
 * postgres_part.h - what helpers that start PostgreSQL share. Private to postgres.c and replicas.c.
 */
#ifndef SC_TESTS_POSTGRES_PART_H
#define SC_TESTS_POSTGRES_PART_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct passwd;

/* PostgreSQL refuses to be run by root: whom it is run as. NULL: we are not root. */
const struct passwd *test_pg_user(void);
/* In a child: runs a program of PostgreSQL's on the data in `folder`, its output in the log there.
 */
_Noreturn void test_pg_become(const struct passwd *user, const char *folder, const char *tool,
                              const char *const words[]);

/*
 * A pipe to a watchdog, which cleans up when our end closes. A watchdog that kept
 * another's open would keep its servers running: each first drops them all.
 */
void test_pg_keep_lifeline(int fd);
void test_pg_cut_lifeline(int fd);
void test_pg_drop_lifelines(void);

/* Fails the test: `what` failed; with the end of the log in `folder`. */
void test_pg_fail(const char *folder, const char *what);
/* Waits until it takes connections. */
void test_pg_await(const char *url, const char *folder);
/* Removes the folder with all that is in it. */
void test_pg_remove(const char *folder);
/* The child processes of one; at most `max`. */
size_t test_pg_children(pid_t pid, pid_t *ret_children, size_t max);

#endif
