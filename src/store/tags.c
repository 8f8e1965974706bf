#include "store/tags.h"

#include <hiredis/hiredis.h>
#include <stdio.h>
#include <sys/random.h>

bool sc_tag_make(struct sc_l2_tag *ret_tag)
{
    struct sc_l2_tag tag = {0};

    if (getrandom(&tag.generation, sizeof tag.generation, 0) != (ssize_t)sizeof tag.generation)
        return false;
    *ret_tag = tag;
    return true;
}

static bool is_done(redisContext *link, const char *format, const char *key, const char *value)
{
    redisReply *reply = redisCommand(link, format, key, value);
    bool is_well = reply != NULL && reply->type != REDIS_REPLY_ERROR;

    freeReplyObject(reply);
    return is_well;
}

/* A Redis that is full takes nothing, but lets go: a tag that is missing is as good. */
static bool drop(const struct sc_request *rq, redisContext *link, struct sc_str name)
{
    char key[sizeof SC_TAG_PREFIX + SC_TAG_NAME_MAX], value[SC_L2_TAG_MAX];
    struct sc_l2_tag tag;

    if (name.len > SC_TAG_NAME_MAX)
        return true; /* nothing has it */
    snprintf(key, sizeof key, SC_TAG_PREFIX "%.*s", SC_STR_ARGS(name));
    if (sc_tag_make(&tag)) {
        tag.timeline = rq->seen.timeline;
        tag.lsn = rq->seen.lsn;
        sc_l2_tag_write(&tag, value);
        if (is_done(link, "SET %s %s", key, value))
            return true;
    }
    return link->err == 0 && is_done(link, "DEL %s", key, NULL);
}

enum sc_status sc_tags_drop(struct sc_request *rq, const struct sc_redis_place *place,
                            const struct sc_str *tags, size_t count)
{
    redisContext *link = sc_redis_connect(place, SC_TAGS_WAIT_MS);
    bool is_well = link != NULL;

    for (size_t i = 0; is_well && i < count; i++)
        is_well = drop(rq, link, tags[i]);
    if (link != NULL)
        redisFree(link);
    return is_well ? SC_OK : sc_fail(rq, SC_UNAVAILABLE, "Redis does not take what has changed");
}
