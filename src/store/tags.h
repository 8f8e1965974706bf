/*
 * tags.h - what is kept of the catalogue in caches, forgotten by tag once it has changed.
 *
 * A tag ("product": the `cache:` words of sql/queries) is a key of Redis whose value
 * says which generation of entries is good (store/l2_entry.h). Dropping a tag gives it
 * another: entries of all processes' L1 and of L2 are good no more, whatever becomes of
 * those that hold them. A tag that is missing makes nothing good, so a Redis that was
 * flushed or forgot cannot bring back what was dropped.
 */
#ifndef SC_STORE_TAGS_H
#define SC_STORE_TAGS_H

#include <stddef.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"
#include "store/l2_entry.h"
#include "store/redis_place.h"

#define SC_TAG_PREFIX "sc:tag:" /* of the key, before the tag's name */

enum {
    SC_TAGS_WAIT_MS = 500, /* for each step of dropping */
    SC_TAG_NAME_MAX = 64,
};

/* A tag's next value. False: there is no chance to be had. */
bool sc_tag_make(struct sc_l2_tag *ret_tag);

/*
 * Drops the tags, which a commit has changed; for threads that may wait. What is read
 * for them from then on is no older than `rq->seen`, which the commit has raised, or
 * sc_tx_see does, where there are replicas.
 * SC_UNAVAILABLE: Redis is away, and some may not be dropped.
 */
SC_MUST_USE enum sc_status sc_tags_drop(struct sc_request *rq, const struct sc_redis_place *place,
                                        const struct sc_str *tags, size_t count);

#endif
