#include "store/loads_pipe.h"

#include <stdlib.h>

#include "store/pg_row.h"
#include "store/pg_state.h"
#include "store/store_rows.h"

enum {
    STEPS_MIN = 32,
};

/* What the server was sent and has yet to answer, in order. */
enum step_kind {
    STEP_CLEAR, /* deallocate all, or discard plans */
    STEP_PREPARE,
    STEP_GUARD,
    STEP_RUN,
    STEP_SYNC,
};

struct sc_pipe_step {
    enum step_kind kind;
    struct sc_statement *statement; /* of PREPARE and RUN; NULL: the guard's */
};

void sc_pipe_finish(struct sc_pipe *pipe)
{
    free(pipe->steps);
    pipe->steps = NULL;
}

static bool add_step(struct sc_pipe *pipe, enum step_kind kind, struct sc_statement *statement)
{
    if (pipe->step_count == pipe->step_room) {
        size_t room = pipe->step_room == 0 ? STEPS_MIN : 2 * pipe->step_room;
        struct sc_pipe_step *steps = realloc(pipe->steps, room * sizeof *steps);
        if (steps == NULL)
            return false;
        pipe->steps = steps;
        pipe->step_room = room;
    }
    pipe->steps[pipe->step_count++] = (struct sc_pipe_step){kind, statement};
    return true;
}

static bool send_command(struct sc_pipe *pipe, const char *sql)
{
    return PQsendQueryParams(pipe->conn->pg, sql, 0, NULL, NULL, NULL, NULL, 1) == 1 &&
           add_step(pipe, STEP_CLEAR, NULL);
}

static bool send_clear(struct sc_pipe *pipe)
{
    sc_pg_conn_forget_prepared(pipe->conn);
    pipe->is_stale = false;
    return send_command(pipe, "deallocate all");
}

static bool send_prepare(struct sc_pipe *pipe, const struct sc_pg_query *query,
                         struct sc_statement *statement)
{
    return sc_pg_conn_has_prepared(pipe->conn, query) ||
           (sc_pg_conn_send_prepare(pipe->conn, query) && add_step(pipe, STEP_PREPARE, statement));
}

static bool send_statement(struct sc_pipe *pipe, struct sc_statement *statement)
{
    const struct sc_pg_query *query = statement->query;

    return send_prepare(pipe, query, statement) &&
           PQsendQueryPrepared(pipe->conn->pg, query->name, query->in.count, statement->values,
                               statement->lengths, sc_pg_params_formats, 1) == 1 &&
           add_step(pipe, STEP_RUN, statement);
}

static bool send_guard(struct sc_pipe *pipe)
{
    const struct sc_pg_query *query = &store_node_stand_query;

    return send_prepare(pipe, query, NULL) &&
           PQsendQueryPrepared(pipe->conn->pg, query->name, 0, NULL, NULL, NULL, 1) == 1 &&
           add_step(pipe, STEP_GUARD, NULL);
}

/* It hands what was sent to the kernel, in one piece. */
static bool send_sync(struct sc_pipe *pipe)
{
    return PQpipelineSync(pipe->conn->pg) == 1 && add_step(pipe, STEP_SYNC, NULL);
}

bool sc_pipe_send(struct sc_pipe *pipe)
{
    bool is_sent = true;

    pipe->step_at = pipe->step_count = 0;
    if (sc_pg_conn_take_renewal(pipe->conn))
        is_sent = send_command(pipe, SC_PG_RENEW_PLANS);
    if (is_sent && pipe->is_stale)
        is_sent = send_clear(pipe);
    if (is_sent && pipe->is_guarded)
        is_sent = send_guard(pipe) && (!pipe->is_again || send_sync(pipe));
    for (struct sc_statement *s = pipe->statements; is_sent && s != NULL; s = s->next) {
        if (s->has_ended)
            continue;
        is_sent = send_statement(pipe, s) && (!pipe->is_again || send_sync(pipe));
    }
    return is_sent && (pipe->is_again || send_sync(pipe));
}

/* What is heard of the batch's statements: nothing, once it has left, or as long as it may. */
static bool is_heard(const struct sc_pipe *pipe)
{
    return pipe->statements != NULL && !pipe->is_guarded;
}

static void take_guard(struct sc_pipe *pipe, const PGresult *result)
{
    struct store_node_stand_row row = {0};
    const struct sc_pg_query *query = &store_node_stand_query;

    if (pipe->statements == NULL || PQntuples(result) != 1 || !sc_pg_columns_fit(query, result) ||
        sc_pg_row_decode(query, result, 0, pipe->conn->scratch, &row) != SC_OK)
        return; /* unsaid */
    const struct sc_stand stand = {
        .is_primary = row.has_timeline,
        .timeline = row.has_timeline ? (uint32_t)row.timeline : 0,
        .lsn = row.has_lsn ? (uint64_t)row.lsn : 0,
    };
    if (pipe->on_stand(pipe->context, &stand))
        pipe->is_guarded = false;
}

/* An error of the server's. False: it is the connection's end. */
static bool take_error(struct sc_pipe *pipe, const struct sc_pipe_step *step,
                       const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    if (sqlstate == NULL || sc_pg_state_ends_session(sqlstate))
        return false;
    bool is_stale = sc_pg_state_is_stale(sqlstate);
    pipe->is_stale |= is_stale || step->kind != STEP_RUN;
    if (!is_heard(pipe) || step->statement == NULL || (is_stale && !pipe->is_again))
        return true; /* it is sent again, or for nobody */
    struct sc_statement_end end = {
        .status = sc_pg_state_status(sqlstate),
        .sqlstate = sqlstate,
        .words = words != NULL ? words : "",
    };
    pipe->on_statement(pipe->context, step->statement, &end);
    return true;
}

/* What came for the current step; NULL: its end. False: the connection is no good any more. */
static bool take_result(struct sc_pipe *pipe, const PGresult *result)
{
    const struct sc_pipe_step *step = &pipe->steps[pipe->step_at];
    struct sc_statement_end end = {.result = result, .sqlstate = "", .words = ""};

    if (result == NULL || step->kind == STEP_SYNC) {
        pipe->step_at++;
        return result == NULL || PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    }
    switch ((int)PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
        if (step->kind == STEP_GUARD)
            take_guard(pipe, result);
        else if (step->kind == STEP_RUN && is_heard(pipe) && !step->statement->has_ended)
            pipe->on_statement(pipe->context, step->statement, &end);
        return step->kind == STEP_RUN || step->kind == STEP_GUARD;
    case PGRES_COMMAND_OK:
        return step->kind != STEP_RUN && step->kind != STEP_GUARD;
    case PGRES_PIPELINE_ABORTED:
        pipe->is_stale |= step->kind == STEP_PREPARE;
        return true;
    case PGRES_FATAL_ERROR:
        return take_error(pipe, step, result);
    default:
        return false;
    }
}

bool sc_pipe_read(struct sc_pipe *pipe)
{
    PGconn *pg = pipe->conn->pg;
    bool is_good = true;

    while (is_good && !sc_pipe_is_at_rest(pipe) && !PQisBusy(pg)) {
        PGresult *result = PQgetResult(pg);
        is_good = take_result(pipe, result);
        PQclear(result);
    }
    return is_good;
}

bool sc_pipe_is_at_rest(const struct sc_pipe *pipe)
{
    return pipe->step_at == pipe->step_count;
}

size_t sc_pipe_left(const struct sc_pipe *pipe)
{
    size_t left = 0;

    for (const struct sc_statement *s = pipe->statements; s != NULL; s = s->next)
        left += !s->has_ended;
    return left;
}
