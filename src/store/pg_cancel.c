#include "store/pg_cancel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int under_way;

static void *send_cancel(void *context)
{
    PGcancel *cancel = context;
    char words[256];

    PQcancel(cancel, words, sizeof words); /* a failure changes nothing: the connection is gone */
    PQfreeCancel(cancel);
    atomic_fetch_sub(&under_way, 1);
    return NULL;
}

void sc_pg_cancel(PGconn *pg)
{
    pthread_t thread;
    PGcancel *cancel = NULL;

    if (atomic_fetch_add(&under_way, 1) < SC_PG_CANCELS_MAX)
        cancel = PQgetCancel(pg);
    if (cancel == NULL || pthread_create(&thread, NULL, send_cancel, cancel) != 0) {
        PQfreeCancel(cancel);
        atomic_fetch_sub(&under_way, 1);
        return;
    }
    pthread_detach(thread);
}
