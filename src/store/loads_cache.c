#include "store/loads_parts.h"
#include "store/pg_row.h"

enum {
    US_PER_MS = 1000,
};

/* Nobody else may wait for it. */
static void end_flight(struct loads_flight *flight)
{
    if (flight->self == NULL)
        return;
    *flight->self = flight->next;
    if (flight->next != NULL)
        flight->next->self = flight->self;
    flight->self = NULL;
}

void sc_loads_cache_close(struct loads_group *group)
{
    for (struct sc_statement *s = group->batch.statements; s != NULL; s = s->next) {
        struct loads_asked *asked = (struct loads_asked *)s;
        for (uint32_t i = 0; asked->flights != NULL && i < asked->keys.count; i++)
            end_flight(asked->flights[i]);
    }
}

static void land_waiter(struct loads_waiter *waiter, const struct sc_l1_entry *entry,
                        const struct sc_statement_end *end)
{
    struct loads_ask *ask = waiter->ask;

    waiter->flight = NULL;
    if (entry != NULL) {
        sc_l1_hold(entry);
        ask->entries[waiter->key] = entry;
    }
    if (!ask->is_pending)
        return; /* another of its keys failed */
    if (entry == NULL)
        sc_loads_ask_fail(ask, end);
    else if (--ask->missing == 0)
        sc_loads_ask_answer_kept(ask);
}

/* `entry` is handed on to all who wait for it; NULL: why not is said by `end`. */
static void land(struct loads_flight *flight, const struct sc_l1_entry *entry,
                 const struct sc_statement_end *end)
{
    end_flight(flight);
    while (flight->waiters != NULL) {
        struct loads_waiter *waiter = flight->waiters;
        flight->waiters = waiter->next;
        if (waiter->next != NULL)
            waiter->next->self = &flight->waiters;
        flight->asked->group->wanted--;
        land_waiter(waiter, entry, end);
    }
}

void sc_loads_cache_fail(struct loads_asked *asked, const struct sc_statement_end *end)
{
    for (uint32_t i = 0; i < asked->keys.count; i++)
        land(asked->flights[i], NULL, end);
}

void sc_loads_cache_refuse(struct loads_asked *asked, enum sc_status st)
{
    sc_loads_cache_fail(asked, &(struct sc_statement_end){
                                   .status = st, .sqlstate = "", .words = sc_loads_words(st)});
}

void sc_loads_cache_put(struct loads_asked *asked, uint32_t key, struct loads_rows rows,
                        int64_t ttl_ms)
{
    struct sc_statement_end none = {
        .status = SC_NO_MEMORY, .sqlstate = "", .words = sc_loads_words(SC_NO_MEMORY)};
    struct sc_l1_put put = {
        .tag = asked->tag,
        .generation = asked->generation,
        .key = asked->flights[key]->key,
        .now_us = sc_monotonic_us(),
        .ttl_ms = ttl_ms,
        .shape = &asked->loader->query->row,
        .rows = rows.at,
        .count = rows.count,
    };
    const struct sc_l1_entry *entry = sc_l1_put(asked->group->loads->l1, &put);

    land(asked->flights[key], entry, &none);
    if (entry != NULL)
        sc_l1_give(entry);
}

void sc_loads_cache_land(struct loads_asked *asked, const PGresult *result)
{
    struct loads_group *group = asked->group;
    struct sc_arena_mark mark = sc_arena_mark(group->arena);
    struct sc_keyed_rows rows;
    enum sc_status st = sc_loads_rows_read(group->arena, asked, result, &rows);

    if (st != SC_OK)
        sc_loads_cache_refuse(asked, st);
    for (uint32_t i = 0; st == SC_OK && i < asked->keys.count; i++) {
        struct loads_rows of_key = {rows.rows + rows.first[i], rows.first[i + 1] - rows.first[i]};
        sc_loads_cache_put(asked, i, of_key, sc_loads_l2_keep(asked, i, of_key));
    }
    sc_arena_rewind(group->arena, mark);
}

static void release_entries(void *context)
{
    struct loads_ask *ask = context;

    for (uint32_t i = 0; i < ask->keys.count; i++)
        if (ask->entries[i] != NULL)
            sc_l1_give(ask->entries[i]);
}

/* What the keys of one load have in common in the cache: the statement and the arguments. */
static void write_prefix(struct sc_buf *bytes, const struct sc_load *load)
{
    const struct sc_pg_loader *loader = load->loader;
    const struct sc_shape *in = &loader->query->in;

    sc_buf_clear(bytes);
    sc_buf_put(bytes, (struct sc_str){(const char *)&loader->hash, sizeof loader->hash});
    for (size_t i = 0; load->in != NULL && i < in->count; i++) {
        bool is_key = i >= loader->first_key && i < (size_t)loader->first_key + loader->key_count;
        if (is_key)
            continue;
        size_t at = bytes->len;
        uint32_t len = UINT32_MAX; /* null */
        sc_buf_put(bytes, (struct sc_str){(const char *)&len, sizeof len});
        if (sc_field_is_null(&in->fields[i], load->in))
            continue;
        sc_pg_encode(bytes, &in->fields[i], load->in);
        len = (uint32_t)(bytes->len - at - sizeof len);
        if (!bytes->failed)
            memcpy(bytes->at + at, &len, sizeof len);
    }
}

/* The keys of the cache, in the request's memory. NULL: it is full. */
static const struct sc_l1_key *write_keys(struct sc_loads *loads, const struct loads_ask *ask)
{
    struct sc_buf *bytes = &loads->bytes;
    size_t count = ask->keys.count;
    struct sc_l1_key *keys = sc_arena_array(ask->run->rq->arena, count, sizeof *keys);

    if (keys == NULL)
        return NULL;
    write_prefix(bytes, ask->load);
    size_t prefix = bytes->len;
    for (uint32_t i = 0; i < count; i++) {
        bytes->len = prefix;
        sc_keys_write(&ask->keys, i, bytes);
        struct sc_str key = sc_arena_str(ask->run->rq->arena, sc_buf_str(bytes));
        if (key.at == NULL || bytes->failed)
            return NULL;
        keys[i] = sc_l1_key(loads->l1, key);
    }
    return keys;
}

static struct loads_flight **bucket_of(struct sc_loads *loads, struct sc_l1_key key)
{
    return &loads->flights[key.hash % SC_LOADS_BUCKETS];
}

/* One under way that began since the tag was last forgotten. */
static struct loads_flight *find_flight(struct sc_loads *loads, struct sc_l1_key key,
                                        uint32_t generation)
{
    for (struct loads_flight *f = *bucket_of(loads, key); f != NULL; f = f->next)
        if (f->key.hash == key.hash && sc_str_eq(f->key.bytes, key.bytes) &&
            f->asked->generation == generation)
            return f;
    return NULL;
}

static void join(struct loads_ask *ask, uint32_t key, struct loads_flight *flight)
{
    struct loads_waiter *waiter = &ask->waiters[ask->waiter_count++];

    *waiter = (struct loads_waiter){.ask = ask,
                                    .key = key,
                                    .flight = flight,
                                    .next = flight->waiters,
                                    .self = &flight->waiters};
    if (waiter->next != NULL)
        waiter->next->self = &waiter->next;
    flight->waiters = waiter;
    flight->asked->group->wanted++;
}

/* Keys that nobody is reading yet, copied to the group that will. */
struct missing {
    union sc_key_part *parts;
    struct sc_l1_key *keys;
    uint32_t *of; /* which of the ask's */
    uint32_t count;
};

static enum sc_status add_missing(struct loads_group *group, const struct loads_ask *ask,
                                  uint32_t key, struct sc_l1_key l1_key, struct missing *missing)
{
    const struct sc_pg_loader *loader = ask->load->loader;
    union sc_key_part *parts = missing->parts + (size_t)missing->count * loader->key_count;

    for (size_t i = 0; i < loader->key_count; i++) {
        bool is_text =
            loader->keys[i].type == SC_FIELD_TEXT || loader->keys[i].type == SC_FIELD_BYTEA;
        parts[i] = sc_keys_parts(&ask->keys, key)[i];
        if (!is_text)
            continue;
        parts[i].text = sc_arena_str(group->arena, parts[i].text);
        if (parts[i].text.at == NULL)
            return SC_LIMITED;
    }
    l1_key.bytes = sc_arena_str(group->arena, l1_key.bytes);
    if (l1_key.bytes.at == NULL)
        return SC_LIMITED;
    missing->keys[missing->count] = l1_key;
    missing->of[missing->count++] = key;
    return SC_OK;
}

/* A statement for what is missing, with a flight for each of its keys. */
static enum sc_status take_off(struct loads_group *group, struct loads_ask *ask,
                               const struct missing *missing, struct sc_l1_tag *tag,
                               uint32_t generation)
{
    struct sc_loads *loads = group->loads;
    struct loads_flight *flights = sc_arena_array(group->arena, missing->count, sizeof *flights);
    struct loads_flight **each = sc_arena_array(group->arena, missing->count, sizeof *each);
    struct sc_keys keys;
    struct loads_asked *asked;
    enum sc_status st = sc_keys_collect(group->arena, loads->seed, ask->load->loader,
                                        missing->parts, missing->count, &keys);

    if (flights == NULL || each == NULL)
        return SC_LIMITED;
    if (st == SC_OK)
        st = sc_loads_group_add(group, ask->load, &keys, &asked);
    if (st != SC_OK)
        return st;
    asked->flights = each;
    asked->tag = tag;
    asked->generation = generation;
    asked->since_ms = sc_wall_us() / US_PER_MS;
    for (uint32_t i = 0; i < missing->count; i++) {
        struct loads_flight **bucket = bucket_of(loads, missing->keys[i]);
        flights[i] = (struct loads_flight){
            .key = missing->keys[i], .asked = asked, .next = *bucket, .self = bucket};
        if (*bucket != NULL)
            (*bucket)->self = &flights[i].next;
        *bucket = each[i] = &flights[i];
        join(ask, missing->of[i], &flights[i]);
    }
    return SC_OK;
}

/* Waits for the keys that have no entry: for those under way, and a statement for the others. */
static enum sc_status wait_for_missing(struct loads_group *group, struct loads_ask *ask,
                                       const struct sc_l1_key *keys, struct sc_l1_tag *tag,
                                       uint32_t generation)
{
    struct sc_loads *loads = group->loads;
    struct missing missing = {
        .parts = sc_arena_array(group->arena, ask->missing * ask->load->loader->key_count,
                                sizeof *missing.parts),
        .keys = sc_arena_array(group->arena, ask->missing, sizeof *missing.keys),
        .of = sc_arena_array(group->arena, ask->missing, sizeof *missing.of),
    };

    ask->waiters = sc_arena_array(ask->run->rq->arena, ask->missing, sizeof *ask->waiters);
    if (ask->waiters == NULL || missing.parts == NULL || missing.keys == NULL || missing.of == NULL)
        return SC_LIMITED;
    for (uint32_t i = 0; i < ask->keys.count; i++) {
        if (ask->entries[i] != NULL)
            continue;
        struct loads_flight *flight = find_flight(loads, keys[i], generation);
        enum sc_status st = SC_OK;
        if (flight != NULL)
            join(ask, i, flight);
        else
            st = add_missing(group, ask, i, keys[i], &missing);
        if (st != SC_OK)
            return st;
    }
    return missing.count > 0 ? take_off(group, ask, &missing, tag, generation) : SC_OK;
}

/* Looks the keys up; what is not there is waited for. */
enum sc_status sc_loads_cache_ask(struct loads_group *group, struct loads_ask *ask)
{
    struct sc_loads *loads = group->loads;
    struct sc_l1_tag *tag = sc_l1_tag_of(loads->l1, sc_str_of(ask->load->loader->cache_tag));
    uint32_t generation = sc_l1_tag_generation(tag); /* as it is before anything is read */
    int64_t now_us = sc_monotonic_us();

    ask->entries = sc_arena_array(ask->run->rq->arena, ask->keys.count, sizeof *ask->entries);
    if (ask->entries == NULL)
        return SC_LIMITED;
    sc_request_hold(ask->run->rq, &ask->hold, release_entries, ask);
    const struct sc_l1_key *keys = write_keys(loads, ask);
    if (keys == NULL)
        return SC_LIMITED;
    ask->missing = ask->keys.count - (uint32_t)sc_l1_find(loads->l1, tag, keys, ask->keys.count,
                                                          now_us, ask->entries);
    if (ask->missing > 0)
        return wait_for_missing(group, ask, keys, tag, generation);
    sc_loads_ask_answer_kept(ask);
    return SC_OK;
}
