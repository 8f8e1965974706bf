/*
 * world.h - a household with all that households have, and everybody who may ask for it.
 *
 * Made anew in a moment, so that each question is asked of the same world whatever the
 * one before has done to it.
 */
#ifndef SC_TESTS_WORLD_H
#define SC_TESTS_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "accounts/secret.h"
#include "base/arena.h"
#include "base/str.h"

#define WORLD_PASSWORD "correct horse battery"

enum persona {
    NOBODY,   /* shows nothing */
    STRANGER, /* signed in, and of another household */
    VISITOR,  /* the same, without an account */
    READER,   /* of no household here, and given the list to read */
    GUEST,    /* of the household, as the next three */
    CHILD,
    ADULT,
    OWNER,
    LINK, /* a link to the list, by which it may be edited */
    KEY,  /* of a program of the adult's, which may read alone */
    OPERATOR,
    PERSONA_COUNT,
};

/* What the household, and its list, are to somebody; each is more than the one before. */
enum world_standing {
    NO_MEMBER,
    AS_GUEST,
    AS_CHILD,
    AS_ADULT,
    AS_OWNER
};
enum world_level {
    NO_LEVEL,
    MAY_READ,
    MAY_EDIT,
    MAY_MANAGE
};

struct world_persona {
    const char *name;
    uint32_t roles; /* as gateway/offer.h has them */
    enum world_standing standing;
    enum world_level level;
    bool may_only_read;
};
extern const struct world_persona world_personas[PERSONA_COUNT];

enum world_claim {
    CLAIM_REGISTER,
    CLAIM_RESET,
    CLAIM_EMAIL,
    CLAIM_COUNT
};

struct sc_gql_schema;

struct world {
    const struct sc_gql_schema *schema;
    const char *database_url;
    struct sc_arena *arena; /* of its ids */
    struct sc_arena_mark start;
    char headers[PERSONA_COUNT][240];
    struct accounts_secret claims[CLAIM_COUNT];
    struct accounts_secret refresh, invitation, key;
    char link[ACCOUNTS_SECRET_LEN + 1];
    const char *ids; /* JSON: ids by type, {"Household": 17, ...} */
};

/* Of a database with the sample catalogue, on which a server with TEST_SECRET has run. */
void world_open(struct world *w, const char *database_url);
void world_close(struct world *w);
/* Households, people, lists and jobs as they are at first. */
void world_renew(struct world *w);

/* The number of an object of a type in it; of what is a person's own (a Session), the persona's.
 * 0: there is none. */
int64_t world_id(const struct world *w, struct sc_str type, enum persona persona);

/* Some row that belongs to somebody is not as it was when the world was made. */
bool world_has_changed(const struct world *w);

#endif
