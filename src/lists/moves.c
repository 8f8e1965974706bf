#include "lists/moves.h"

#include "lists/lists.h"
#include "lists/lists_rows.h"
#include "store/hint.h"
#include "store/queue.h"

enum {
    LISTS_AT_ONCE = 20, /* of LISTS_ROWS_MAX rows each, at most */
};

/* What the one has done is the other's; 0: nobody's. What they let be seen is so by who may. */
static enum sc_status change_author(struct sc_request *rq, struct sc_pg *pg, int64_t from_id,
                                    int64_t to_id)
{
    const struct lists_author_change_in in = {from_id, to_id, LISTS_AT_ONCE};
    struct lists_author_change_row changed = {.lists = LISTS_AT_ONCE};
    enum sc_status st = SC_OK;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    while (st == SC_OK && changed.lists == LISTS_AT_ONCE)
        st = lists_author_change_one(&tx, &in, &changed);
    return st;
}

enum sc_status lists_bring_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                               void *context)
{
    const struct lists_bring_lists_in lists = {job->payload, LISTS_OF_HOUSEHOLD_MAX};
    const struct lists_bring_aisles_in aisles = {job->payload, LISTS_WAYS_MAX};
    const struct lists_bring_grants_in grants = {job->payload};
    struct lists_bring_lists_rows brought;
    struct lists_bring_grants_row who;

    (void)context;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
        enum sc_status st = lists_bring_aisles_exec(&tx, &aisles, NULL);
        if (st == SC_OK)
            st = lists_bring_lists_all(&tx, &lists, LISTS_OF_HOUSEHOLD_MAX, &brought);
        if (st == SC_OK)
            st = lists_bring_grants_one(&tx, &grants, &who);
        if (st != SC_OK)
            return st;
        for (size_t i = 0; i < brought.count; i++)
            sc_tx_hint(&tx, SC_HINT_LIST, brought.at[i].id, 0);
        st = sc_tx_commit(&tx);
        if (st != SC_OK)
            return st;
    }
    if (who.from_id == who.person_id)
        return SC_OK;
    return change_author(rq, pg, who.from_id, who.person_id);
}

enum sc_status lists_rights_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context)
{
    const struct lists_rights_lock_in lock = {job->payload};
    const struct lists_rights_end_in end = {job->payload};
    struct lists_rights_lock_row locked;
    struct lists_rights_end_rows ended;

    (void)context;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = lists_rights_lock_one(&tx, &lock, &locked);
    if (st == SC_OK)
        st = lists_rights_end_all(&tx, &end, LISTS_OF_HOUSEHOLD_MAX, &ended);
    for (size_t i = 0; st == SC_OK && i < ended.count; i++)
        sc_tx_hint(&tx, SC_HINT_LIST, ended.at[i].id, 0);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static enum sc_status forget_lists(struct sc_request *rq, struct sc_pg *pg, struct sc_str payload)
{
    const struct lists_forget_lists_in in = {payload, LISTS_AT_ONCE};
    int64_t gone = LISTS_AT_ONCE;
    enum sc_status st = SC_OK;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    while (st == SC_OK && gone == LISTS_AT_ONCE)
        st = lists_forget_lists_exec(&tx, &in, &gone);
    return st;
}

enum sc_status lists_forget_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                void *context)
{
    const struct lists_forget_grants_in in = {job->payload};
    struct lists_forget_grants_row who;
    enum sc_status st = forget_lists(rq, pg, job->payload);

    (void)context;
    if (st != SC_OK)
        return st;
    {
        SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
        st = lists_forget_grants_one(&tx, &in, &who);
    }
    return st == SC_OK ? change_author(rq, pg, who.person_id, 0) : st;
}
