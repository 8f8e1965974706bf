#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "base/hash.h"
#include "store/loads_parts.h"
#include "store/tags.h"

enum {
    US_PER_MS = 1000,
    HUNDRED = 100,
    NUMBER_MAX = 24,
    FRAME_MAX = 32, /* what stands around each value of an answer */
};

/* What is asked for at once can be answered: with a tag for each key, at worst. */
_Static_assert(SC_L2_KEYS_MAX *(SC_L2_ENTRY_MAX + SC_L2_TAG_MAX + 2 * FRAME_MAX) <=
                   SC_REDIS_ANSWER_MAX,
               "an MGET may be answered with more than is taken");

/*
 * A key of L2 is that of L1, "sc:<hash in hexadecimal>:<the rest, as it is>"; of a long
 * rest, "sc:<hash>#<its hash>", which nobody can choose two of.
 */
static void write_key(struct sc_buf *out, struct sc_str l1_key)
{
    struct sc_str tail = sc_str_sub(l1_key, sizeof(uint64_t), SIZE_MAX);
    unsigned char hash[crypto_generichash_BYTES];
    char shape[] = "sc:0123456789abcdef";
    uint64_t number;

    memcpy(&number, l1_key.at, sizeof number);
    for (size_t at = sizeof shape - 1; at-- > sizeof "sc:" - 1; number >>= 4)
        shape[at] = "0123456789abcdef"[number & 0xf];
    sc_buf_put(out, (struct sc_str){shape, sizeof shape - 1});
    sc_buf_put_char(out, tail.len <= SC_L2_TAIL_MAX ? ':' : '#');
    if (tail.len <= SC_L2_TAIL_MAX) {
        sc_buf_put(out, tail);
        return;
    }
    crypto_generichash(hash, sizeof hash, (const unsigned char *)tail.at, tail.len, NULL, 0);
    sc_buf_put(out, (struct sc_str){(const char *)hash, sizeof hash});
}

static struct sc_str tag_key(struct sc_arena *arena, const struct loads_asked *asked)
{
    return sc_arena_printf(arena, SC_TAG_PREFIX "%s", asked->loader->cache_tag);
}

/* MGET of each statement's tag and its keys, in the order of the statements. */
struct words {
    struct sc_str *at;
    size_t count;
};

static bool add_words(struct words *words, struct loads_asked *asked)
{
    struct loads_group *group = asked->group;
    struct sc_buf *bytes = &group->loads->bytes;
    struct sc_str word = tag_key(group->arena, asked);

    words->at[words->count++] = word;
    for (uint32_t i = 0; word.at != NULL && i < asked->keys.count; i++) {
        sc_buf_clear(bytes);
        write_key(bytes, asked->flights[i]->key.bytes);
        if (bytes->failed)
            return false;
        word = sc_arena_str(group->arena, sc_buf_str(bytes));
        words->at[words->count++] = word;
    }
    return word.at != NULL;
}

static void count_keys(struct sc_loads *loads, enum sc_l2_result result, size_t keys)
{
    if (loads->meters != NULL && keys > 0)
        sc_metric_add(loads->meters->l2_keys[result], (int64_t)keys);
}

/* Since when L2 is known to be without the tag; 0: it is not. NULL: nothing is known of it. */
static int64_t *tagless_since(struct sc_loads *loads, const struct sc_l1_tag *tag, bool makes)
{
    for (size_t i = 0; i < SC_COUNT(loads->tagless); i++) {
        struct loads_tagless *at = &loads->tagless[i];
        if (at->tag == NULL && makes)
            at->tag = tag;
        if (at->tag == tag)
            return &at->since_us;
        if (at->tag == NULL)
            break;
    }
    return NULL;
}

/*
 * Whoever misses a tag makes it; it is good for what is read from the next time on. What was
 * dropped with the one that is gone lies before where the primary stood since it was missed, and
 * is thereby waited for: until that was seen, it is not made.
 */
static void make_tag(struct loads_asked *asked)
{
    struct loads_group *group = asked->group;
    struct sc_loads *loads = group->loads;
    int64_t *since_us = tagless_since(loads, asked->tag, true);
    char text[SC_L2_TAG_MAX];
    struct sc_read_point stood;
    struct sc_l2_tag tag;

    if (since_us == NULL)
        return;
    if (*since_us == 0)
        *since_us = sc_monotonic_us();
    if (!sc_cluster_stood(loads->cluster, *since_us, &stood) || !sc_tag_make(&tag))
        return;
    *since_us = 0;
    tag.timeline = stood.timeline;
    tag.lsn = stood.lsn;
    const struct sc_str words[] = {SC_STR("SET"), tag_key(group->arena, asked),
                                   sc_l2_tag_write(&tag, text), SC_STR("NX")};
    if (words[1].at != NULL)
        (void)sc_redis_ask(loads->redis, NULL, words, SC_COUNT(words));
}

/* What is there and no tag is as none, unless somebody has dropped the tag since it was seen. */
static void remove_junk(struct loads_asked *asked, struct sc_str junk)
{
    static const char script[] = "if redis.call('GET', KEYS[1]) == ARGV[1] then "
                                 "return redis.call('DEL', KEYS[1]) end";
    struct loads_group *group = asked->group;
    const struct sc_str words[] = {SC_STR("EVAL"), sc_str_of(script), SC_STR("1"),
                                   tag_key(group->arena, asked), junk};

    if (words[3].at != NULL)
        (void)sc_redis_ask(group->loads->redis, NULL, words, SC_COUNT(words));
}

/*
 * A replica that has not seen the change would put back what was. One of a primary that is not
 * known here, or of another database, cannot be waited for: what is read then is kept for nobody.
 */
static void see_tag(struct loads_asked *asked)
{
    struct loads_group *group = asked->group;
    const struct sc_cluster *cluster = group->loads->cluster;
    struct sc_read_point point = {asked->l2_tag.timeline, asked->l2_tag.lsn};
    uint32_t timeline = sc_cluster_timeline(cluster);
    int64_t *since_us = tagless_since(group->loads, asked->tag, false);

    if (since_us != NULL)
        *since_us = 0;
    if (!sc_cluster_has_replicas(cluster) || point.timeline < timeline)
        return;
    if (point.timeline > timeline && point.timeline != SC_READ_POINT_PRIMARY.timeline) {
        asked->is_kept = false;
        asked->is_unsure = true;
        point = SC_READ_POINT_PRIMARY;
    }
    sc_read_point_raise(&group->seen, point);
}

/* Rows of one key, in the group's memory. False: they are not what was asked for. */
static bool read_rows(const struct loads_asked *asked, uint32_t key, struct sc_str bytes,
                      struct sc_rows *ret_rows)
{
    const struct sc_shape *shape = &asked->loader->query->row;

    if (sc_l2_rows_read(asked->group->arena, bytes, shape, ret_rows) != SC_OK)
        return false;
    for (size_t i = 0; i < ret_rows->count; i++)
        if (!sc_keys_has_row(&asked->keys, key, (const char *)ret_rows->at + i * shape->size))
            return false;
    return true;
}

static int64_t longest_ms(const struct loads_asked *asked)
{
    return (int64_t)asked->loader->cache_ms * (HUNDRED + SC_L2_SPREAD) / HUNDRED;
}

/* What Redis has for one key goes into L1, and to who waits. */
static enum sc_l2_result take_entry(struct loads_asked *asked, uint32_t key,
                                    const redisReply *reply, int64_t now_ms)
{
    struct sc_arena *arena = asked->group->arena;
    struct sc_str bytes = {reply->str, reply->len};
    struct sc_l2_head head;
    struct sc_rows rows;

    if (reply->type != REDIS_REPLY_STRING)
        return SC_L2_MISS;
    if (!sc_l2_head_read(&bytes, &head))
        return SC_L2_WRONG;
    int64_t left_ms;
    bool is_sane =
        !__builtin_sub_overflow(head.until_ms, now_ms, &left_ms) && left_ms <= longest_ms(asked);
    if (!asked->is_kept || head.generation != asked->l2_tag.generation || !is_sane || left_ms <= 0)
        return SC_L2_MISS;
    if (!read_rows(asked, key, bytes, &rows))
        return SC_L2_WRONG;
    const void **at = sc_arena_array(arena, rows.count, sizeof *at);
    if (at == NULL)
        return SC_L2_MISS;
    for (size_t i = 0; i < rows.count; i++)
        at[i] = (const char *)rows.at + i * asked->loader->query->row.size;
    sc_loads_cache_put(asked, key, (struct loads_rows){at, rows.count},
                       left_ms < SC_L2_NEAR_MS ? left_ms : SC_L2_NEAR_MS);
    return SC_L2_HIT;
}

/* What is left of a statement's keys: those that have not landed. */
static bool leave(struct loads_asked *asked, const uint32_t *missing, uint32_t count)
{
    struct sc_arena *arena = asked->group->arena;
    size_t width = asked->loader->key_count;
    union sc_key_part *parts = sc_arena_array(arena, count * width, sizeof *parts);

    if (parts == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (width > 0)
            memcpy(parts + i * width, sc_keys_parts(&asked->keys, missing[i]),
                   width * sizeof *parts);
        asked->flights[i] = asked->flights[missing[i]];
    }
    return sc_keys_collect(arena, asked->keys.seed, asked->loader, parts, count, &asked->keys) ==
           SC_OK;
}

/* The tag's answer and those of the keys. False: the statement is not needed any more. */
static bool take_answers(struct loads_asked *asked, redisReply *const *replies)
{
    struct sc_arena *arena = asked->group->arena;
    uint32_t *missing = sc_arena_array(arena, asked->keys.count, sizeof *missing);
    size_t counts[SC_L2_RESULT_COUNT] = {0};
    const struct sc_str tag = {replies[0]->str, replies[0]->len};
    int64_t now_ms = sc_wall_us() / US_PER_MS;
    uint32_t count = 0;

    if (missing == NULL)
        return true; /* the database is asked for all */
    asked->is_kept = replies[0]->type == REDIS_REPLY_STRING && sc_l2_tag_read(tag, &asked->l2_tag);
    if (asked->is_kept)
        see_tag(asked);
    else if (replies[0]->type == REDIS_REPLY_STRING)
        remove_junk(asked, tag);
    else
        make_tag(asked);
    for (uint32_t i = 0; i < asked->keys.count; i++) {
        struct sc_arena_mark mark = sc_arena_mark(arena);
        enum sc_l2_result result = take_entry(asked, i, replies[1 + i], now_ms);
        sc_arena_rewind(arena, mark);
        counts[result]++;
        if (result != SC_L2_HIT)
            missing[count++] = i;
    }
    for (int r = 0; r < SC_L2_RESULT_COUNT; r++)
        count_keys(asked->group->loads, (enum sc_l2_result)r, counts[r]);
    if (count == 0)
        return false;
    if (count == asked->keys.count || leave(asked, missing, count))
        return true;
    sc_loads_cache_refuse(asked, SC_LIMITED);
    return false;
}

/* Those of the group's statements that were looked for, or none is. */
static void take_all(struct loads_group *group, const redisReply *reply)
{
    struct sc_statement **at = &group->batch.statements;
    size_t next = 0;

    while (*at != NULL) {
        struct loads_asked *asked = (struct loads_asked *)*at;
        size_t keys = asked->keys.count;
        bool is_needed = true;
        if (asked->is_looked && reply != NULL) {
            is_needed = take_answers(asked, reply->element + next);
            next += 1 + keys;
        } else {
            count_keys(group->loads, SC_L2_AWAY, keys);
        }
        if (is_needed)
            at = &asked->statement.next;
        else
            *at = asked->statement.next;
    }
    group->end = at;
}

static size_t count_words(const struct loads_group *group)
{
    size_t words = 0;

    for (const struct sc_statement *s = group->batch.statements; s != NULL; s = s->next) {
        const struct loads_asked *asked = (const struct loads_asked *)s;
        words += asked->is_looked ? 1 + asked->keys.count : 0;
    }
    return words;
}

static void on_look(void *context, const redisReply *reply)
{
    struct loads_group *group = context;
    struct sc_loads *loads = group->loads;
    bool is_whole =
        reply != NULL && reply->type == REDIS_REPLY_ARRAY && reply->elements == count_words(group);

    group->is_looking = false;
    take_all(group, is_whole ? reply : NULL);
    sc_loads_group_send(group, sc_deadline_none());
    sc_loads_turn(loads);
}

bool sc_loads_l2_look(struct loads_group *group)
{
    struct sc_loads *loads = group->loads;
    size_t room = sc_redis_is_ready(loads->redis) ? SC_L2_KEYS_MAX : 0;

    for (struct sc_statement *s = group->batch.statements; s != NULL; s = s->next) {
        struct loads_asked *asked = (struct loads_asked *)s;
        asked->is_looked = asked->keys.count <= room;
        room -= asked->is_looked ? asked->keys.count : 0;
    }
    struct words words = {
        .at = sc_arena_array(group->arena, 1 + count_words(group), sizeof *words.at)};
    bool is_whole = words.at != NULL;
    if (is_whole)
        words.at[words.count++] = SC_STR("MGET");
    for (struct sc_statement *s = group->batch.statements; s != NULL && is_whole; s = s->next) {
        struct loads_asked *asked = (struct loads_asked *)s;
        is_whole = !asked->is_looked || add_words(&words, asked);
    }
    group->look = (struct sc_redis_ask){.on_answer = on_look, .context = group};
    group->is_looking = is_whole && words.count > 1 &&
                        sc_redis_ask(loads->redis, &group->look, words.at, words.count);
    if (!group->is_looking)
        take_all(group, NULL);
    return group->is_looking;
}

static void store(struct loads_asked *asked, uint32_t key, struct loads_rows rows, int64_t left_ms,
                  int64_t until_ms)
{
    struct sc_loads *loads = asked->group->loads;
    struct sc_buf *bytes = &loads->bytes;
    const struct sc_l2_head head = {asked->l2_tag.generation, asked->since_ms, until_ms};
    char number[NUMBER_MAX];

    sc_buf_clear(bytes);
    write_key(bytes, asked->flights[key]->key.bytes);
    size_t key_len = bytes->len;
    sc_l2_entry_write(bytes, &head, &asked->loader->query->row, rows.at, rows.count);
    if (bytes->failed || bytes->len - key_len > SC_L2_ENTRY_MAX)
        return;
    int len = snprintf(number, sizeof number, "%" PRId64, left_ms);
    const struct sc_str words[] = {SC_STR("SET"),
                                   {bytes->at, key_len},
                                   {bytes->at + key_len, bytes->len - key_len},
                                   SC_STR("PX"),
                                   {number, (size_t)len}};
    if (sc_redis_ask(loads->redis, NULL, words, SC_COUNT(words)) && loads->meters != NULL)
        sc_metric_add(loads->meters->l2_stored, 1);
}

/* Those made together do not go together. */
static int64_t spread(const struct loads_asked *asked, uint32_t key, int64_t ttl_ms)
{
    uint64_t chance = sc_hash_number(asked->flights[key]->key.hash, (uint64_t)asked->since_ms);

    return ttl_ms * (int64_t)(HUNDRED - SC_L2_SPREAD + chance % (2 * SC_L2_SPREAD + 1)) / HUNDRED;
}

int64_t sc_loads_l2_keep(struct loads_asked *asked, uint32_t key, struct loads_rows rows)
{
    int64_t ttl_ms = asked->loader->cache_ms;

    if (asked->group->loads->redis == NULL)
        return ttl_ms;
    int64_t until_ms = asked->since_ms + spread(asked, key, ttl_ms);
    int64_t left_ms = until_ms - sc_wall_us() / US_PER_MS;
    if (left_ms <= 0 || left_ms > longest_ms(asked)) /* or the clock was set */
        return 1;
    if (asked->is_kept)
        store(asked, key, rows, left_ms, until_ms);
    int64_t near_ms = asked->is_unsure ? SC_L2_UNSURE_MS : SC_L2_NEAR_MS;
    return left_ms < near_ms ? left_ms : near_ms;
}
