#include "store/once.h"

#include <assert.h>
#include <sodium.h>

#include "base/buf.h"
#include "store/pg_value.h"
#include "store/store_rows.h"
#include "store/tx.h"

enum {
    NOTHING = UINT32_MAX, /* the length of a null */
    DEPTH_MAX = 8,        /* of rows in rows: shapes are the program's own */
};

static void put_length(struct sc_buf *out, size_t length)
{
    uint32_t value = (uint32_t)length;

    sc_buf_put(out, (struct sc_str){(const char *)&value, sizeof value});
}

static void put_struct(struct sc_buf *out, const struct sc_shape *shape, const void *base,
                       int depth);

/* Structs inside a struct: how many, then each. */
static void put_rows(struct sc_buf *out, const struct sc_field *field, const void *base, int depth)
{
    const void *at = (const char *)base + field->at;
    struct sc_rows rows = {.count = 1};

    if (field->type == SC_FIELD_ROWS)
        memcpy(&rows, at, sizeof rows);
    else
        memcpy(&rows.at, at, sizeof rows.at);
    put_length(out, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        put_struct(out, field->of, (const char *)rows.at + i * field->of->size, depth + 1);
}

/* Each field as its length and PostgreSQL's bytes. */
static void put_struct(struct sc_buf *out, const struct sc_shape *shape, const void *base,
                       int depth)
{
    assert(depth < DEPTH_MAX);
    for (size_t i = 0; i < shape->count; i++) {
        const struct sc_field *field = &shape->fields[i];
        if (sc_field_is_null(field, base)) {
            put_length(out, NOTHING);
            continue;
        }
        if (field->type >= SC_FIELD_SQL_COUNT) {
            put_rows(out, field, base, depth);
            continue;
        }
        size_t at = out->len;
        put_length(out, 0);
        sc_pg_encode(out, field, base);
        uint32_t length = (uint32_t)(out->len - at - sizeof length);
        if (!out->failed)
            memcpy(out->at + at, &length, sizeof length);
    }
}

/* Of one half of a hash of the key it is known by, the other keys the hash of what is asked. */
static enum sc_status hash(struct sc_once *once, const struct sc_shape *shape, const void *in)
{
    uint8_t halves[2][SC_ONCE_HASH];
    struct sc_buf bytes;

    crypto_generichash(halves[0], sizeof halves, (const uint8_t *)once->key.at, once->key.len, NULL,
                       0);
    sodium_bin2hex(once->kept_key, sizeof once->kept_key, halves[0], SC_ONCE_HASH);

    sc_buf_init(&bytes, SC_ONCE_ANSWER_MAX);
    if (shape != NULL && in != NULL)
        put_struct(&bytes, shape, in, 0);
    bool is_whole = !bytes.failed;
    if (is_whole)
        crypto_generichash(once->asked, SC_ONCE_HASH, (const uint8_t *)bytes.at, bytes.len,
                           halves[1], SC_ONCE_HASH);
    sc_buf_finish(&bytes);
    return is_whole ? SC_OK : SC_LIMITED;
}

/* Bytes that are read from the front; wrong ones stay wrong. */
struct reading {
    struct sc_arena *arena;
    struct sc_str rest;
    enum sc_status status;
};

static struct sc_str take(struct reading *r, size_t length)
{
    struct sc_str taken = sc_str_sub(r->rest, 0, length);

    if (taken.len < length)
        r->status = SC_INTERNAL;
    r->rest = sc_str_sub(r->rest, taken.len, r->rest.len);
    return taken;
}

static uint32_t take_length(struct reading *r)
{
    struct sc_str bytes = take(r, sizeof(uint32_t));
    uint32_t length = NOTHING;

    if (r->status == SC_OK)
        memcpy(&length, bytes.at, sizeof length);
    return length;
}

static void read_struct(struct reading *r, const struct sc_shape *shape, void *base);

static void read_rows(struct reading *r, const struct sc_field *field, uint32_t count, void *base)
{
    char *at = sc_arena_array(r->arena, count, field->of->size);

    if (at == NULL) {
        r->status = SC_NO_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < count && r->status == SC_OK; i++)
        read_struct(r, field->of, at + (size_t)i * field->of->size);
    const struct sc_rows rows = {.at = at, .count = count};
    if (field->type == SC_FIELD_ROWS)
        memcpy((char *)base + field->at, &rows, sizeof rows);
    else
        memcpy((char *)base + field->at, &rows.at, sizeof rows.at);
}

/* The struct is zeroed: what is null stays so. */
static void read_struct(struct reading *r, const struct sc_shape *shape, void *base)
{
    for (size_t i = 0; i < shape->count && r->status == SC_OK; i++) {
        const struct sc_field *field = &shape->fields[i];
        uint32_t length = take_length(r);
        if (length == NOTHING)
            continue;
        if (field->type >= SC_FIELD_SQL_COUNT) {
            read_rows(r, field, length, base);
            continue;
        }
        struct sc_str bytes = take(r, length);
        if (r->status == SC_OK)
            r->status = sc_pg_decode(r->arena, field, bytes, base);
    }
}

/* What was answered before. SC_NOT_FOUND: nothing. */
static enum sc_status find(struct sc_request *rq, struct sc_pg *pg, const struct sc_once *once)
{
    const struct store_once_find_in in = {once->principal, sc_str_of(once->kept_key), once->call};
    struct store_once_find_row found;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = store_once_find_one(&tx, &in, &found);
    if (st != SC_OK)
        return st;
    if (!sc_str_eq(found.asked, (struct sc_str){(const char *)once->asked, SC_ONCE_HASH}))
        return sc_fail(rq, SC_INVALID, "this idempotency key was given to another request");
    st = sc_tx_see(&tx);
    if (st != SC_OK)
        return st;
    struct reading r = {.arena = rq->arena, .rest = found.answer};
    read_struct(&r, once->shape, once->row);
    if (r.status == SC_OK && r.rest.len > 0)
        r.status = SC_INTERNAL;
    return r.status == SC_OK ? SC_OK : sc_fail(rq, r.status, "what was answered is not readable");
}

enum sc_status sc_once_run(struct sc_request *rq, struct sc_pg *pg, struct sc_once *once,
                           sc_once_fn run, const struct sc_shape *in_shape, const void *in)
{
    enum sc_status st = hash(once, in_shape, in);

    if (st != SC_OK)
        return sc_fail(rq, st, "too much for one request");
    st = find(rq, pg, once);
    if (st != SC_NOT_FOUND)
        return st;
    rq->once = once;
    st = run(rq, pg, in, once->row);
    rq->once = NULL;
    if (st != SC_CONFLICT)
        return st;
    /* Perhaps with the same request, which has been done meanwhile. */
    struct sc_failure failure = rq->failure;
    sc_failure_clear(rq);
    memset(once->row, 0, once->shape->size);
    st = find(rq, pg, once);
    if (st != SC_NOT_FOUND)
        return st;
    rq->failure = failure;
    return SC_CONFLICT;
}

enum sc_status sc_once_keep(struct sc_tx *tx, struct sc_once *once)
{
    struct sc_buf answer;
    int64_t kept = 0;

    sc_buf_init(&answer, SC_ONCE_ANSWER_MAX);
    put_struct(&answer, once->shape, once->row, 0);
    const struct store_once_keep_in in = {
        .principal = once->principal,
        .key = sc_str_of(once->kept_key),
        .call = once->call,
        .asked = {(const char *)once->asked, SC_ONCE_HASH},
        .answer = sc_buf_str(&answer),
    };
    enum sc_status st = answer.failed
                            ? sc_fail(tx->rq, SC_LIMITED, "the answer is too long to be kept")
                            : store_once_keep_exec(tx, &in, &kept);
    sc_buf_finish(&answer);
    if (st != SC_OK)
        return st;
    once->is_kept = kept > 0;
    return once->is_kept ? SC_OK : sc_fail(tx->rq, SC_CONFLICT, "it is being done already");
}
