#include "accounts/departure.h"

#include <inttypes.h>

#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"
#include "accounts/moves.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "store/hint.h"
#include "store/queue.h"

enum {
    HOUSEHOLDS_MAX = 1000, /* far more than a plan has */
};

static const struct sc_field delete_in_fields[] = {
    SC_FIELD_OR_NULL(struct accounts_delete_in, password, SC_FIELD_TEXT),
};
const struct sc_shape accounts_delete_in_shape =
    SC_SHAPE(struct accounts_delete_in, delete_in_fields);

static const struct sc_field delete_fields[] = {
    SC_FIELD(struct accounts_delete_row, delete_account, SC_FIELD_TIMESTAMPTZ),
};
const struct sc_shape accounts_delete_shape = SC_SHAPE(struct accounts_delete_row, delete_fields);

static const struct sc_field stay_fields[] = {
    SC_FIELD(struct accounts_stay_row, cancel_deletion, SC_FIELD_BOOLEAN),
};
const struct sc_shape accounts_stay_shape = SC_SHAPE(struct accounts_stay_row, stay_fields);

static struct sc_str payload_of(struct sc_tx *tx, int64_t person_id)
{
    return sc_arena_printf(tx->rq->arena, "{\"person_id\": %" PRId64 "}", person_id);
}

enum sc_status accounts_delete_put(struct sc_tx *tx, int64_t person_id, int64_t at_us)
{
    const struct sc_job job = {
        .queue = SC_QUEUE_USUAL,
        .kind = SC_STR(ACCOUNTS_DELETE_JOB),
        .payload = payload_of(tx, person_id),
        .run_at_us = at_us,
    };
    return sc_queue_put(tx, &job);
}

static enum sc_status put_export(struct sc_tx *tx, int64_t person_id)
{
    const struct sc_job job = {
        .queue = SC_QUEUE_EXPORT,
        .kind = SC_STR(ACCOUNTS_EXPORT_JOB),
        .payload = payload_of(tx, person_id),
        .person_id = person_id,
    };
    return sc_queue_put(tx, &job);
}

enum sc_status accounts_export_make(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                    void *ret_row)
{
    struct accounts_export_ask_in ask;
    struct accounts_export_ask_row asked;
    enum sc_status st = accounts_viewer(rq, &ask.person_id);

    (void)in;
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_export_ask_one(&tx, &ask, &asked);
    if (st == SC_OK)
        st = put_export(&tx, ask.person_id);
    if (st != SC_OK && st != SC_NOT_FOUND) /* none: it is asked for already */
        return st;
    const struct accounts_export_state_in state = {.viewer = sc_viewer_list(rq->viewer)};
    struct accounts_export_state_rows rows;
    st = accounts_export_state_load(&tx, &state, 1, &rows);
    if (st == SC_OK && rows.count == 0)
        return sc_fail(rq, SC_CONFLICT, "the export has just run out");
    if (st == SC_OK)
        *(struct accounts_export_state_row *)ret_row = rows.at[0];
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_export_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                   void *context)
{
    const struct accounts_export_take_in take = {job->payload};
    struct accounts_export_take_row person;

    (void)context;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_export_take_one(&tx, &take, &person);
    if (st == SC_NOT_FOUND)
        return SC_OK;
    const struct accounts_export_empty_in empty = {person.id};
    const struct accounts_export_own_in own = {person.id};
    const struct accounts_export_lists_in lists = {person.id};
    const struct accounts_export_done_in done = {person.id, ACCOUNTS_EXPORT_DAYS};
    if (st == SC_OK)
        st = accounts_export_empty_exec(&tx, &empty, NULL);
    sc_queue_tell(job, 0, 2, "account");
    if (st == SC_OK)
        st = accounts_export_own_exec(&tx, &own, NULL);
    sc_queue_tell(job, 1, 2, "lists");
    if (st == SC_OK)
        st = accounts_export_lists_exec(&tx, &lists, NULL);
    if (st == SC_OK)
        st = accounts_export_done_exec(&tx, &done, NULL);
    if (st == SC_OK)
        st = sc_queue_done(&tx, job);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static enum sc_status mail_deletion(struct sc_tx *tx, int64_t person_id,
                                    const struct accounts_deletion_ask_row *asked)
{
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_DELETION, .to = asked->email, .locale = asked->locale};

    return accounts_notice(tx, "accounts/notice/deletion", person_id, &letter);
}

enum sc_status accounts_delete(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row)
{
    const struct accounts_delete_in *wanted = in;
    struct accounts_deletion_ask_in ask = {.days = ACCOUNTS_DELETION_DAYS};
    struct accounts_deletion_ask_row asked;
    enum sc_status st = accounts_check_current(rq, pg, wanted->password, &ask.id);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_deletion_ask_one(&tx, &ask, &asked);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_HAND_OVER_FIRST,
                           "others are in a household of yours: hand it over first");
    if (st == SC_OK && asked.is_new)
        st = accounts_delete_put(&tx, ask.id, asked.delete_after);
    if (st == SC_OK && asked.is_new && asked.email.at != NULL)
        st = mail_deletion(&tx, ask.id, &asked);
    if (st != SC_OK)
        return st;
    ((struct accounts_delete_row *)ret_row)->delete_account = asked.delete_after;
    return sc_tx_commit(&tx);
}

enum sc_status accounts_stay(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    struct accounts_deletion_cancel_in cancel;
    struct accounts_deletion_cancel_row row;
    enum sc_status st = accounts_viewer(rq, &cancel.id);

    (void)in;
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_deletion_cancel_one(&tx, &cancel, &row);
    if (st != SC_OK && st != SC_NOT_FOUND)
        return st;
    ((struct accounts_stay_row *)ret_row)->cancel_deletion = st == SC_OK;
    return sc_tx_commit(&tx);
}

/* Ends the households where the person is alone, and has others told. */
static enum sc_status end_households(struct sc_tx *tx, int64_t person_id)
{
    const struct accounts_households_end_in in = {person_id};
    struct accounts_households_end_rows gone;
    struct sc_buf payload;
    struct sc_json_out out;
    enum sc_status st = accounts_households_end_all(tx, &in, HOUSEHOLDS_MAX, &gone);

    if (st != SC_OK)
        return st;
    sc_buf_init(&payload, SC_JOB_PAYLOAD_MAX);
    sc_json_init(&out, &payload);
    sc_json_object(&out);
    sc_json_key_i64(&out, "person_id", person_id);
    sc_json_key(&out, SC_STR("household_ids"));
    sc_json_array(&out);
    for (size_t i = 0; i < gone.count; i++)
        sc_json_i64(&out, gone.at[i].id);
    sc_json_array_end(&out);
    sc_json_object_end(&out);
    const struct sc_job job = {
        .queue = SC_QUEUE_USUAL,
        .kind = SC_STR(ACCOUNTS_FORGET_JOB),
        .payload = sc_buf_str(&payload),
    };
    st = payload.failed ? sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a job")
                        : sc_queue_put(tx, &job);
    sc_buf_finish(&payload);
    return st;
}

enum sc_status accounts_delete_run(struct sc_request *rq, struct sc_pg *pg, struct sc_job_row *job,
                                   void *context)
{
    const struct accounts_person_due_in due = {job->payload};
    struct accounts_person_due_row person;
    struct accounts_households_lock_row locked;

    (void)context;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = accounts_person_due_one(&tx, &due, &person);
    if (st == SC_NOT_FOUND)
        return SC_OK;
    const struct accounts_households_lock_in lock = {person.id};
    const struct accounts_households_inherit_in others = {person.id};
    const struct accounts_traces_end_in traces = {person.id, person.email, person.email_fold};
    const struct accounts_person_end_in end = {person.id};
    if (st == SC_OK)
        st = accounts_households_lock_one(&tx, &lock, &locked);
    if (st == SC_OK)
        st = end_households(&tx, person.id);
    if (st == SC_OK)
        st = accounts_households_inherit_exec(&tx, &others, NULL);
    if (st == SC_OK)
        st = accounts_traces_end_exec(&tx, &traces, NULL);
    if (st == SC_OK)
        st = accounts_person_end_exec(&tx, &end, NULL);
    if (st == SC_OK)
        sc_tx_hint(&tx, SC_HINT_SIGNED_OUT, person.id, INT64_MAX);
    if (st == SC_OK)
        st = sc_queue_done(&tx, job);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}
