/* Writes with an idempotency key: done once, answered alike. */
#include <pthread.h>
#include <stdio.h>

#include "api/helpers/probe.h"
#include "probe/probe_rows.h"
#include "store/once.h"
#include "testing/unit.h"

struct part {
    int64_t id;
    struct sc_str note; /* may be null */
};

struct answer {
    int64_t id;
    struct sc_str name;
    int32_t count;
    bool has_count;
    struct sc_rows parts; /* of struct part */
    const void *best;     /* a struct part, or NULL */
    struct sc_i64_list ids;
};

static const struct sc_field part_fields[] = {
    SC_FIELD(struct part, id, SC_FIELD_BIGINT),
    SC_FIELD_OR_NULL(struct part, note, SC_FIELD_TEXT),
};
static const struct sc_shape part_shape = SC_SHAPE(struct part, part_fields);

static const struct sc_field answer_fields[] = {
    SC_FIELD(struct answer, id, SC_FIELD_BIGINT),
    SC_FIELD(struct answer, name, SC_FIELD_TEXT),
    SC_FIELD_MAYBE(struct answer, count, SC_FIELD_INTEGER),
    SC_FIELD_OF(struct answer, parts, SC_FIELD_ROWS, &part_shape),
    SC_FIELD_OF_OR_NULL(struct answer, best, SC_FIELD_ROW, &part_shape),
    SC_FIELD(struct answer, ids, SC_FIELD_BIGINTS),
};
static const struct sc_shape answer_shape = SC_SHAPE(struct answer, answer_fields);

static const struct part parts[] = {{1, {"first", 5}}, {2, {NULL, 0}}};
static const int64_t ids[] = {7, -8, 9};

/* One request of a client. */
struct client {
    struct sc_pg *pg;
    struct sc_request rq;
    const char *key;
    struct probe_thing_insert_in in;
    struct answer answer;
    enum sc_status status;
};

static enum sc_status write_thing(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                  void *ret_row)
{
    const struct probe_thing_insert_in *thing = in;
    struct answer *answer = ret_row;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = probe_thing_insert_exec(&tx, thing, NULL);
    *answer = (struct answer){
        .id = thing->id,
        .name = thing->name,
        .parts = {parts, SC_COUNT(parts)},
        .best = &parts[1],
        .ids = {ids, NULL, SC_COUNT(ids)},
    };
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

static void *ask(void *context)
{
    struct client *c = context;
    struct sc_once once = {
        .principal = 5,
        .key = sc_str_of(c->key),
        .call = SC_STR("write_thing 0"),
        .shape = &answer_shape,
        .row = &c->answer,
    };

    c->status =
        sc_once_run(&c->rq, c->pg, &once, write_thing, &probe_thing_insert_query.in, &c->in);
    return NULL;
}

static void open_client(struct client *c, struct sc_pg *pg, const char *key, int64_t id,
                        const char *name)
{
    *c = (struct client){.pg = pg, .key = key, .in = {.id = id, .name = sc_str_of(name)}};
    assert_int_equal(sc_request_init(&c->rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(PROBE_LIMIT_MS)),
                     SC_OK);
}

static void is_whole(const struct answer *answer, int64_t id, const char *name)
{
    const struct part *part = answer->parts.at, *best = answer->best;

    assert_int_equal(answer->id, id);
    assert_str(answer->name, name);
    assert_false(answer->has_count);
    assert_int_equal(answer->parts.count, 2);
    assert_str(part[0].note, "first");
    assert_int_equal(part[1].id, 2);
    assert_null(part[1].note.at);
    assert_int_equal(best->id, 2);
    assert_int_equal(answer->ids.count, 3);
    assert_int_equal(answer->ids.at[1], -8);
}

static void ask_once(struct probe *probe, const char *key, int64_t id, const char *name,
                     enum sc_status want)
{
    struct client c;

    open_client(&c, probe->pg, key, id, name);
    ask(&c);
    assert_int_equal(c.status, want);
    if (want == SC_OK)
        is_whole(&c.answer, id, name);
    sc_request_finish(&c.rq);
}

static void the_same_again_is_answered_alike(void **state)
{
    struct probe *probe = *state;

    ask_once(probe, "k-1", 1, "a", SC_OK);
    ask_once(probe, "k-1", 1, "a", SC_OK);
    assert_int_equal(probe_count(probe), 1);
    ask_once(probe, "k-2", 1, "a", SC_CONFLICT); /* another key is another write */
    ask_once(probe, "k-2", 2, "a", SC_OK);
    assert_int_equal(probe_count(probe), 2);
}

static void a_key_is_for_one_request(void **state)
{
    struct probe *probe = *state;

    ask_once(probe, "k-3", 1, "a", SC_OK);
    ask_once(probe, "k-3", 1, "b", SC_INVALID);
    ask_once(probe, "k-3", 2, "a", SC_INVALID);
    assert_int_equal(probe_count(probe), 1);
}

/* Neither the key is there, nor what is asked in a form that can be tried without it. */
static void who_reads_the_table_can_try_nothing(void **state)
{
    struct probe *probe = *state;
    const char *url = probe->database.url;

    ask_once(probe, "k-8", 8, "guess me", SC_OK);
    test_sql(url, "delete from probe.thing");
    ask_once(probe, "k-9", 8, "guess me", SC_OK);
    assert_int_equal(test_sql_number(url, "select count(*) from public.once where key ~ 'k-'"), 0);
    assert_int_equal(
        test_sql_number(url, "select count(distinct asked) from (select asked from public.once "
                             "order by at desc limit 2) o"),
        2);
}

static void what_failed_may_be_tried_again(void **state)
{
    struct probe *probe = *state;

    ask_once(probe, "k-4", 1, "wrong", SC_INVALID);
    assert_int_equal(probe_count(probe), 0);
    ask_once(probe, "k-5", 1, "a", SC_OK);
    ask_once(probe, "k-4", 2, "wrong", SC_INVALID); /* nothing was kept of it */
}

/* Both at the same time, again and again: one writes, and both are told what it wrote. */
static void two_at_once_are_one(void **state)
{
    enum {
        ROUNDS = 50
    };
    struct probe *probe = *state;

    for (int i = 0; i < ROUNDS; i++) {
        struct client c[2];
        pthread_t threads[2];
        char key[20];
        snprintf(key, sizeof key, "round-%d", i);
        for (size_t t = 0; t < 2; t++) {
            open_client(&c[t], probe->pg, key, i + 1, "a");
            assert_int_equal(pthread_create(&threads[t], NULL, ask, &c[t]), 0);
        }
        for (size_t t = 0; t < 2; t++)
            assert_int_equal(pthread_join(threads[t], NULL), 0);
        for (size_t t = 0; t < 2; t++) {
            assert_int_equal(c[t].status, SC_OK);
            is_whole(&c[t].answer, i + 1, "a");
            sc_request_finish(&c[t].rq);
        }
        assert_int_equal(probe_count(probe), i + 1);
    }
}

PROBE_TESTS(a_probe_test(the_same_again_is_answered_alike), a_probe_test(a_key_is_for_one_request),
            a_probe_test(what_failed_may_be_tried_again),
            a_probe_test(who_reads_the_table_can_try_nothing), a_probe_test(two_at_once_are_one))
