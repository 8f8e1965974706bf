/*
 * viewer.h - on whose behalf a request is done: what rights are asked by.
 *
 * A gateway makes it once a request, from what the caller showed (a token, a
 * key, a link); nothing below it reads a header. A principal is whatever rights
 * can be given to; ids of all kinds are of one sequence and never equal.
 */
#ifndef SC_RUNTIME_VIEWER_H
#define SC_RUNTIME_VIEWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.h"
#include "base/str.h"

enum {
    SC_VIEWER_PRINCIPALS_MAX = 3
}; /* a person, their session or API key, a link to a list */

struct sc_viewer {
    int64_t person_id;           /* 0: nobody is signed in */
    int64_t session_id;          /* of the person; 0: none */
    uint32_t epoch;              /* of the person, as the token has it; a key has the last */
    int64_t key_id;              /* of an API key; 0: none. Its person is person_id */
    int64_t share_id;            /* of a link to a list that was followed; 0: none */
    uint32_t roles;              /* bits, as @auth(role:) names them (gateway/offer.h) */
    bool may_only_read;          /* a key that changes nothing */
    int64_t limited_id;          /* whose limits it uses: the person or the key; 0: its network's */
    uint8_t plan;                /* which those are (accounts/plans.h) */
    int64_t until_us;            /* what was shown is good so long; 0: nobody knows */
    struct sc_str refresh_token; /* that was shown for the session to go on; absent: none */
    size_t principal_count;
    int64_t principals[SC_VIEWER_PRINCIPALS_MAX]; /* those of the above that are there */
    struct sc_str address; /* the caller's, for lists of sessions; may be absent */
    struct sc_str network; /* of one subscriber, that the address is in: for throttles; the same */
    struct sc_str agent;   /* what it says it is; may be absent */
};

/* The principals as loaders and statements take them, `viewer bigint[]`; NULL: nobody's. */
static inline struct sc_i64_list sc_viewer_list(const struct sc_viewer *viewer)
{
    static const int64_t none;

    if (viewer == NULL)
        return (struct sc_i64_list){.at = &none, .count = 0};
    return (struct sc_i64_list){.at = viewer->principals, .count = viewer->principal_count};
}

#endif
