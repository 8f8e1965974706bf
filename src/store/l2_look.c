#include "store/l2_look.h"

#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/deadline.h"
#include "store/tags.h"

enum {
    WAIT_MS = 5000, /* for each answer */
    HEX_DIGITS = 16,
    CURSOR_MAX = 24,
};

struct tally {
    redisContext *link;
    struct sc_l2_kept *kept;
    size_t count;
};

/* Whose entry it is: "sc:<hash>..."; NULL: it is none. */
static struct sc_l2_kept *kept_of(const struct tally *tally, struct sc_str key)
{
    const struct sc_str prefix = SC_STR("sc:");
    char digits[HEX_DIGITS + 1] = {0}, *end;
    struct sc_l2_kept *others = NULL;

    if (key.len <= prefix.len + HEX_DIGITS || sc_str_starts(key, SC_STR(SC_TAG_PREFIX)))
        return NULL;
    memcpy(digits, key.at + prefix.len, HEX_DIGITS);
    uint64_t hash = strtoull(digits, &end, HEX_DIGITS);
    if (*end != '\0')
        return NULL;
    for (size_t i = 0; i < tally->count; i++) {
        if (tally->kept[i].loader == NULL)
            others = &tally->kept[i];
        else if (tally->kept[i].loader->hash == hash)
            return &tally->kept[i];
    }
    return others;
}

/* The keys of one answer to SCAN, with the length of each. */
static bool count_keys(const struct tally *tally, const redisReply *keys)
{
    bool is_well = true;

    for (size_t i = 0; i < keys->elements; i++)
        redisAppendCommand(tally->link, "STRLEN %b", keys->element[i]->str, keys->element[i]->len);
    for (size_t i = 0; i < keys->elements && is_well; i++) {
        void *answer = NULL;
        is_well = redisGetReply(tally->link, &answer) == REDIS_OK && answer != NULL;
        const redisReply *reply = answer;
        struct sc_l2_kept *kept =
            kept_of(tally, (struct sc_str){keys->element[i]->str, keys->element[i]->len});
        if (is_well && kept != NULL && reply->type == REDIS_REPLY_INTEGER) {
            kept->entries++;
            kept->bytes += reply->integer;
        }
        freeReplyObject(answer);
    }
    return is_well;
}

static bool scan(const struct tally *tally, bool *ret_is_whole)
{
    struct sc_deadline deadline = sc_deadline_in(SC_L2_LOOK_MS);
    char cursor[CURSOR_MAX] = "0";

    do {
        redisReply *reply = redisCommand(tally->link, "SCAN %s MATCH sc:* COUNT 1000", cursor);
        bool is_well = reply != NULL && reply->type == REDIS_REPLY_ARRAY && reply->elements == 2 &&
                       reply->element[0]->type == REDIS_REPLY_STRING &&
                       count_keys(tally, reply->element[1]);
        if (is_well)
            snprintf(cursor, sizeof cursor, "%s", reply->element[0]->str);
        freeReplyObject(reply);
        if (!is_well)
            return false;
    } while (strcmp(cursor, "0") != 0 && !sc_deadline_is_over(deadline));
    *ret_is_whole = strcmp(cursor, "0") == 0;
    return true;
}

/* An answer that is text, in the arena; absent: there is none. False: Redis is away. */
static bool ask_text(struct sc_request *rq, redisContext *link, const char *format,
                     const char *word, struct sc_str *ret_text)
{
    redisReply *reply = redisCommand(link, format, word);
    bool is_well = reply != NULL && reply->type != REDIS_REPLY_ERROR;

    *ret_text = is_well && reply->type == REDIS_REPLY_STRING
                    ? sc_arena_str(rq->arena, (struct sc_str){reply->str, reply->len})
                    : (struct sc_str){0};
    freeReplyObject(reply);
    return is_well;
}

enum sc_status sc_l2_look(struct sc_request *rq, const struct sc_redis_place *place,
                          struct sc_l2_kept *kept, size_t count, struct sc_l2_seen *ret_seen)
{
    struct tally tally = {sc_redis_connect(place, WAIT_MS), kept, count};
    struct sc_l2_seen seen = {.is_whole = false};
    bool is_well = tally.link != NULL && ask_text(rq, tally.link, "INFO", NULL, &seen.info) &&
                   scan(&tally, &seen.is_whole);

    for (size_t i = 0; i < count && is_well; i++)
        if (kept[i].loader != NULL)
            is_well = ask_text(rq, tally.link, "GET " SC_TAG_PREFIX "%s", kept[i].loader->cache_tag,
                               &kept[i].tag);
    if (tally.link != NULL)
        redisFree(tally.link);
    if (!is_well)
        return sc_fail(rq, SC_UNAVAILABLE, "Redis does not answer");
    *ret_seen = seen;
    return SC_OK;
}
