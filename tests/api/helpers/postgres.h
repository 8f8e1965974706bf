/*
 * postgres.h - databases for tests, each its own, on a PostgreSQL that is gone afterwards.
 *
 * The server is the one of SC_TEST_DATABASE_URL (a superuser's), which several
 * test programs may share; without it, each program starts one, in a folder
 * under /tmp, with a socket and no port, and without waiting for disks. A
 * watchdog stops that server and removes its folder when the program ends, also
 * by a crash or kill -9.
 *
 * Whatever cannot be done fails the test that asked for it.
 */
#ifndef SC_TESTS_POSTGRES_H
#define SC_TESTS_POSTGRES_H

#include <stdint.h>
#include <sys/types.h>

enum {
    TEST_URL_MAX = 1024,
    TEST_FOLDER_MAX = 64,
    TEST_BUFFERS_MB = 128, /* of a test's server: PostgreSQL's own preset */
};

struct test_database {
    char name[64];
    char url[TEST_URL_MAX]; /* as SMARTCART_DATABASE_URL takes it */
};

/* A database with all migrations applied: a copy of one that is made once a server. */
void test_database_create(struct test_database *ret_database);
/* One with nothing in it. */
void test_database_create_empty(struct test_database *ret_database);
/* Applies all migrations. */
void test_migrate(const char *url);
/* Drops it, whoever is connected. */
void test_database_drop(const struct test_database *database);

/* Runs SQL of any number of statements. */
void test_sql(const char *url, const char *sql);
/* The first column of the first row. */
int64_t test_sql_number(const char *url, const char *sql);
/* The same as text, in memory that the caller frees; NULL when it is null. */
char *test_sql_text(const char *url, const char *sql);

/* A server of its own, for a test that stops, freezes or kills it. */
struct test_server {
    char folder[TEST_FOLDER_MAX];
    char url[TEST_URL_MAX]; /* of its database "postgres", as superuser */
    pid_t postmaster;
    pid_t watchdog;
    int lifeline; /* closing it ends the server */
};

/* With so much memory for pages. */
void test_server_start(int buffers_mb, struct test_server *ret_server);
/* The same, with commits that wait for the disk. */
void test_server_start_durable(int buffers_mb, struct test_server *ret_server);
/* CPU seconds since it began: of its processes, those that have ended too. */
double test_postmaster_cpu(pid_t postmaster);
/* Ends it, frozen or not. */
void test_server_stop(struct test_server *server);

#endif
