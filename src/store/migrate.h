/*
 * migrate.h - brings a database to the schema this program was built for.
 *
 * The files of sql/migrations are part of the program. Each is applied once, in
 * the order of its number, in a transaction of its own that also notes it in
 * public.smartcart_migration; killed at any moment, a database is at the end of
 * one of them. One that says "-- outside transaction" (for concurrent indexes)
 * runs a statement at a time and must stand being begun again. Of several
 * programs that migrate one database at a time, one works and the others wait.
 */
#ifndef SC_STORE_MIGRATE_H
#define SC_STORE_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/request.h"
#include "store/pg.h"

enum {
    SC_MIGRATE_LOCK_MS = 2000,            /* lock_timeout: longer would hold up those behind us */
    SC_MIGRATE_TRIES = 6,                 /* of one migration that could not get its locks */
    SC_MIGRATE_LIMIT_MS = 60 * 60 * 1000, /* one migration: filling a column of a large table */
};

struct sc_migration {
    int32_t number; /* 1, 2, 3... */
    const char *name;
    const char *const *statements; /* ended by NULL */
    bool is_outside_transaction;
    int64_t checksum; /* of the file */
};

/* Made by tools/sqlgen. */
extern const struct sc_migration sc_migrations[];
extern const size_t sc_migration_count;

/* Told of each migration that was applied, as it is. */
typedef void (*sc_migrated_fn)(void *context, const struct sc_migration *migration,
                               int64_t took_us);

/*
 * Applies what is missing of `migrations`. `pg` must not go through a pooler
 * that shares connections: the lock is the session's.
 *
 * SC_CONFLICT: a file was edited after it had been applied; nothing is done.
 * SC_BUSY: the locks could not be had, in SC_MIGRATE_TRIES tries with growing
 * waits between. SC_TIMEOUT: the request's deadline. Else what the SQLSTATE means.
 */
SC_MUST_USE enum sc_status sc_migrate(struct sc_pg *pg, struct sc_request *rq,
                                      const struct sc_migration *migrations, size_t count,
                                      sc_migrated_fn on_migrated, void *context);

#endif
