#include "store/migrate.h"

#include <inttypes.h>
#include <poll.h>

#include "runtime/shutdown.h"
#include "store/store_rows.h"

enum {
    MIGRATIONS_MAX = 10000, /* four digits */
    FIRST_WAIT_MS = 100,    /* doubled from try to try */
    LONGEST_WAIT_MS = 3200,
};

/* Any number that no one else takes an advisory lock on: "smartcar" in ASCII. */
#define LOCK_KEY INT64_C(0x736D617274636172)

/* Waits; SC_TIMEOUT when the deadline is nearer than that, SC_CANCELLED when asked to stop. */
static enum sc_status wait_ms(struct sc_request *rq, int ms)
{
    struct pollfd stop = {.fd = sc_shutdown_fd(), .events = POLLIN};
    struct sc_deadline end = sc_deadline_in(ms);

    if (sc_deadline_min(end, rq->deadline).at_us != end.at_us)
        return sc_fail(rq, SC_TIMEOUT, "the database could not be migrated in time");
    while (!sc_deadline_is_over(end) && !sc_shutdown_is_asked())
        (void)poll(&stop, 1, sc_deadline_poll_ms(end)); /* a signal only wakes it early */
    if (sc_shutdown_is_asked())
        return sc_fail(rq, SC_CANCELLED, "stopped while waiting for the database");
    return SC_OK;
}

static int next_wait_ms(int ms)
{
    return ms * 2 > LONGEST_WAIT_MS ? LONGEST_WAIT_MS : ms * 2;
}

/* Asked for again and again, not waited for in SQL: a waiting statement would hold up an index. */
static enum sc_status take_lock(struct sc_tx *tx)
{
    struct store_migration_lock_in in = {.key = LOCK_KEY};
    struct store_migration_lock_row row = {.is_ours = false};
    enum sc_status st = SC_OK;

    for (int ms = FIRST_WAIT_MS; st == SC_OK; ms = next_wait_ms(ms)) {
        st = store_migration_lock_one(tx, &in, &row);
        if (st != SC_OK || row.is_ours)
            break;
        st = wait_ms(tx->rq, ms);
    }
    return st;
}

/* After a failure too; if the server cannot be asked any more, it has given it back itself. */
static enum sc_status give_lock(struct sc_tx *tx)
{
    struct store_migration_unlock_in in = {.key = LOCK_KEY};
    struct store_migration_unlock_row row;
    enum sc_status st = sc_tx_rollback(tx);

    return st == SC_OK ? store_migration_unlock_one(tx, &in, &row) : st;
}

static enum sc_status run_statements(struct sc_tx *tx, const struct sc_migration *migration)
{
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && migration->statements[i] != NULL; i++)
        st = sc_tx_script(tx, migration->statements[i], SC_MIGRATE_LIMIT_MS);
    return st;
}

static enum sc_status apply(struct sc_tx *tx, const struct sc_migration *migration)
{
    struct store_migration_insert_in note = {
        .number = migration->number,
        .name = sc_str_of(migration->name),
        .checksum = migration->checksum,
    };
    enum sc_status st = SC_OK;

    if (migration->is_outside_transaction)
        st = run_statements(tx, migration);
    if (st == SC_OK)
        st = sc_tx_start(tx);
    if (st == SC_OK && !migration->is_outside_transaction)
        st = run_statements(tx, migration);
    if (st == SC_OK)
        st = store_migration_insert_exec(tx, &note, NULL);
    if (st == SC_OK)
        st = sc_tx_commit(tx);
    return st;
}

/* A lock that did not come, or a deadlock: the others will be done soon. */
static bool is_passing(const struct sc_request *rq, enum sc_status st)
{
    return st == SC_BUSY || strncmp(rq->failure.sqlstate, "40", 2) == 0;
}

static enum sc_status apply_patiently(struct sc_tx *tx, const struct sc_migration *migration)
{
    enum sc_status st = apply(tx, migration);
    int ms = FIRST_WAIT_MS;

    for (int tries = 1; tries < SC_MIGRATE_TRIES && is_passing(tx->rq, st); tries++) {
        if (sc_tx_rollback(tx) != SC_OK)
            return st;
        sc_failure_clear(tx->rq);
        st = wait_ms(tx->rq, ms);
        if (st == SC_OK)
            st = apply(tx, migration);
        ms = next_wait_ms(ms);
    }
    return st;
}

static const struct store_migration_list_row *find_applied(
    const struct store_migration_list_rows *applied, int32_t number)
{
    for (size_t i = 0; i < applied->count; i++)
        if (applied->at[i].number == number)
            return &applied->at[i];
    return NULL;
}

static enum sc_status check_unedited(struct sc_tx *tx, const struct sc_migration *migrations,
                                     size_t count, const struct store_migration_list_rows *applied)
{
    for (size_t i = 0; i < count; i++) {
        const struct store_migration_list_row *row = find_applied(applied, migrations[i].number);
        if (row != NULL && row->checksum != migrations[i].checksum)
            return sc_fail(tx->rq, SC_CONFLICT,
                           "migration %s was edited after this database had applied it (as %.*s); "
                           "undo the edit, and put the change into a new migration",
                           migrations[i].name, SC_STR_ARGS(row->name));
    }
    return SC_OK;
}

static enum sc_status apply_missing(struct sc_tx *tx, const struct sc_migration *migrations,
                                    size_t count, sc_migrated_fn on_migrated, void *context)
{
    struct store_migration_list_rows applied;
    enum sc_status st = store_migration_list_all(tx, MIGRATIONS_MAX, &applied);

    if (st == SC_OK)
        st = check_unedited(tx, migrations, count, &applied);
    for (size_t i = 0; st == SC_OK && i < count; i++) {
        int64_t start_us = sc_monotonic_us();
        if (find_applied(&applied, migrations[i].number) != NULL)
            continue;
        st = apply_patiently(tx, &migrations[i]);
        if (st == SC_OK)
            on_migrated(context, &migrations[i], sc_monotonic_us() - start_us);
    }
    return st;
}

enum sc_status sc_migrate(struct sc_pg *pg, struct sc_request *rq,
                          const struct sc_migration *migrations, size_t count,
                          sc_migrated_fn on_migrated, void *context)
{
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = take_lock(&tx);

    if (st != SC_OK)
        return st;
    st = store_migration_table_exec(&tx, NULL);
    if (st == SC_OK)
        st = apply_missing(&tx, migrations, count, on_migrated, context);
    enum sc_status given = give_lock(&tx);
    return st == SC_OK ? given : st;
}
