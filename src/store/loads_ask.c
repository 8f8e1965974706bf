#include <assert.h>

#include "store/loads_parts.h"
#include "store/pg_row.h"

void sc_loads_run_list(struct loads_run **list, struct loads_run *run)
{
    run->next = *list;
    run->self = list;
    if (run->next != NULL)
        run->next->self = &run->next;
    *list = run;
    run->is_listed = true;
}

void sc_loads_run_unlist(struct loads_run *run)
{
    *run->self = run->next;
    if (run->next != NULL)
        run->next->self = run->self;
    run->is_listed = false;
}

/* The ask has its answer; the run is done with the last. */
static void end_ask(struct loads_ask *ask, enum sc_status st)
{
    struct loads_run *run = ask->run;

    assert(ask->is_pending);
    ask->is_pending = false;
    ask->load->status = st;
    if (--run->pending > 0 || !run->is_listed)
        return; /* when it is not listed yet, sc_loads_run sees that by itself */
    sc_loop_timer_clear(run->loads->loop, &run->timer);
    sc_loads_run_unlist(run);
    sc_loads_run_list(&run->loads->done, run);
}

struct loads_group *sc_loads_group_make(struct sc_loads *loads, bool is_slow,
                                        struct sc_read_point seen)
{
    struct sc_arena *arena = loads->spare_count > 0 ? loads->spares[--loads->spare_count]
                                                    : sc_arena_create(SC_LOADS_GROUP_CAP);
    struct loads_group *group = arena == NULL ? NULL : sc_arena_zalloc(arena, sizeof *group);

    if (group == NULL) {
        sc_arena_destroy(arena);
        return NULL;
    }
    group->loads = loads;
    group->is_slow = is_slow;
    group->seen = seen;
    group->arena = arena;
    group->end = &group->batch.statements;
    return group;
}

void sc_loads_group_free(struct loads_group *group)
{
    struct sc_loads *loads = group->loads;
    struct sc_arena *arena = group->arena;

    sc_redis_forget(&group->look);
    sc_loads_cache_close(group);
    if (loads->spare_count == SC_LOADS_SPARES_MAX) {
        sc_arena_destroy(arena);
        return;
    }
    sc_arena_rewind(arena, (struct sc_arena_mark){0});
    loads->spares[loads->spare_count++] = arena;
}

static void want_less(struct loads_group *group)
{
    if (--group->wanted > 0)
        return;
    if (group->is_slow)
        sc_loads_cache_close(group); /* it is cut short: nobody shall join it */
    bool is_sent = group->pool != NULL;
    if (group->is_looking || (is_sent && sc_loads_pool_abandon(group->pool, &group->batch)))
        sc_loads_group_free(group);
}

/* Takes the ask off whatever it waits for. */
void sc_loads_ask_detach(struct loads_ask *ask)
{
    if (ask->asked != NULL) {
        struct loads_group *group = ask->asked->group;
        ask->asked->ask = NULL;
        ask->asked = NULL;
        want_less(group);
    }
    for (size_t i = 0; i < ask->waiter_count; i++) {
        struct loads_waiter *waiter = &ask->waiters[i];
        struct loads_flight *flight = waiter->flight;
        if (flight == NULL)
            continue;
        waiter->flight = NULL;
        *waiter->self = waiter->next;
        if (waiter->next != NULL)
            waiter->next->self = waiter->self;
        want_less(flight->asked->group);
    }
}

const char *sc_loads_words(enum sc_status st)
{
    switch ((int)st) {
    case SC_LIMITED:
        return "its rows are more than fits in memory";
    case SC_INVALID:
        return "a key is beyond its type";
    case SC_NO_MEMORY:
        return "no memory";
    default:
        return "its rows are not as the file says";
    }
}

void sc_loads_ask_fail(struct loads_ask *ask, const struct sc_statement_end *end)
{
    struct sc_request *rq = ask->run->rq;
    bool is_first = rq->failure.status == SC_OK;

    sc_fail(rq, end->status, "%s: %s", ask->load->loader->query->name, end->words);
    if (is_first)
        memcpy(rq->failure.sqlstate, end->sqlstate,
               strnlen(end->sqlstate, sizeof rq->failure.sqlstate - 1));
    sc_loads_ask_detach(ask);
    end_ask(ask, end->status);
}

void sc_loads_ask_refuse(struct loads_ask *ask, enum sc_status st, const char *words)
{
    sc_loads_ask_fail(ask,
                      &(struct sc_statement_end){.status = st, .sqlstate = "", .words = words});
}

/* Rows by the keys as they were asked for, once they are there by each key. */
static void answer_ask(struct loads_ask *ask, struct sc_keyed_rows each_once)
{
    struct sc_load *load = ask->load;
    struct sc_keyed_rows rows;
    enum sc_status st =
        sc_keys_spread(ask->run->rq->arena, &ask->keys, each_once, load->count, &rows);

    if (st != SC_OK) {
        sc_loads_ask_refuse(ask, st, sc_loads_words(st));
        return;
    }
    load->rows = rows.rows;
    load->first = rows.first;
    end_ask(ask, SC_OK);
}

/* All entries are there. */
void sc_loads_ask_answer_kept(struct loads_ask *ask)
{
    struct sc_arena *arena = ask->run->rq->arena;
    size_t size = ask->load->loader->query->row.size;
    uint32_t *first = sc_arena_array(arena, ask->keys.count + 1, sizeof *first);
    uint32_t total = 0;

    for (uint32_t i = 0; i < ask->keys.count; i++)
        total += (uint32_t)sc_l1_rows(ask->entries[i]).count;
    const void **rows = sc_arena_array(arena, total, sizeof *rows);
    if (first == NULL || rows == NULL) {
        sc_loads_ask_refuse(ask, SC_LIMITED, sc_loads_words(SC_LIMITED));
        return;
    }
    for (uint32_t i = 0, at = 0; i < ask->keys.count; i++) {
        struct sc_rows of_key = sc_l1_rows(ask->entries[i]);
        for (size_t r = 0; r < of_key.count; r++)
            rows[at++] = (const char *)of_key.at + r * size;
        first[i + 1] = at;
    }
    answer_ask(ask, (struct sc_keyed_rows){rows, first});
}

/* Reads all rows of a result, parted by key, into `arena`. */
enum sc_status sc_loads_rows_read(struct sc_arena *arena, const struct loads_asked *asked,
                                  const PGresult *result, struct sc_keyed_rows *ret_rows)
{
    const struct sc_pg_query *query = asked->loader->query;
    int count = PQntuples(result);
    char *rows = sc_arena_array(arena, (size_t)count, query->row.size);

    if (!sc_pg_columns_fit(query, result))
        return SC_INTERNAL;
    if (count > SC_LOADS_ROWS_MAX || rows == NULL)
        return SC_LIMITED;
    for (int i = 0; i < count; i++) {
        enum sc_status st =
            sc_pg_row_decode(query, result, i, arena, rows + (size_t)i * query->row.size);
        if (st != SC_OK)
            return st;
    }
    return sc_keys_split(arena, &asked->keys, (struct sc_rows){rows, (size_t)count}, ret_rows);
}

void sc_loads_ask_answer_read(struct loads_ask *ask, const struct loads_asked *asked,
                              const PGresult *result)
{
    struct sc_keyed_rows rows;
    enum sc_status st = sc_loads_rows_read(ask->run->rq->arena, asked, result, &rows);

    if (st == SC_OK)
        answer_ask(ask, rows);
    else
        sc_loads_ask_refuse(ask, st, sc_loads_words(st));
}

/* The parameters, with what they point to, in the group's memory: the request may go first. */
static enum sc_status copy_in(struct loads_asked *asked, const void *in)
{
    const struct sc_shape *shape = &asked->loader->query->in;

    if (in == NULL)
        return SC_OK;
    void *copy = sc_arena_alloc(asked->group->arena, sc_rows_pack(shape, &in, 1, NULL));
    if (copy == NULL)
        return SC_LIMITED;
    sc_rows_pack(shape, &in, 1, copy);
    asked->in = copy;
    return SC_OK;
}

enum sc_status sc_loads_asked_write(struct loads_asked *asked)
{
    const struct sc_pg_query *query = asked->loader->query;
    struct sc_arena *arena = asked->group->arena;
    void *in = sc_arena_zalloc(arena, query->in.size);
    const char **values = sc_arena_array(arena, query->in.count, sizeof *values);
    int *lengths = sc_arena_array(arena, query->in.count, sizeof *lengths);
    struct sc_buf *bytes = &asked->group->loads->bytes;
    struct sc_pg_params params;

    if (in == NULL || values == NULL || lengths == NULL)
        return SC_LIMITED;
    if (asked->in != NULL)
        memcpy(in, asked->in, query->in.size);
    enum sc_status st = sc_keys_fill(arena, &asked->keys, in);
    if (st == SC_OK)
        st = sc_pg_params_encode(query, in, bytes, &params);
    if (st != SC_OK)
        return st;
    const char *start = sc_buf_str(bytes).at;
    struct sc_str copy = sc_arena_str(arena, sc_buf_str(bytes));
    if (copy.at == NULL)
        return SC_LIMITED;
    for (size_t i = 0; i < query->in.count; i++) {
        values[i] = params.values[i] == NULL ? NULL : copy.at + (params.values[i] - start);
        lengths[i] = params.lengths[i];
    }
    asked->statement.values = values;
    asked->statement.lengths = lengths;
    return SC_OK;
}

enum sc_status sc_loads_group_add(struct loads_group *group, const struct sc_load *load,
                                  const struct sc_keys *keys, struct loads_asked **ret_asked)
{
    struct loads_asked *asked = sc_arena_zalloc(group->arena, sizeof *asked);

    if (asked == NULL)
        return SC_LIMITED;
    *asked = (struct loads_asked){
        .statement = {.query = load->loader->query},
        .group = group,
        .loader = load->loader,
        .keys = *keys,
        .in = load->in,
    };
    enum sc_status st = group->looks ? copy_in(asked, load->in) : sc_loads_asked_write(asked);
    if (st != SC_OK)
        return st;
    sc_read_point_raise(&group->seen, load->seen);
    *group->end = &asked->statement;
    group->end = &asked->statement.next;
    *ret_asked = asked;
    return SC_OK;
}
