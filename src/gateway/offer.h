/*
 * offer.h - the program's loaders and functions, as the GraphQL engine is offered them.
 */
#ifndef SC_GATEWAY_OFFER_H
#define SC_GATEWAY_OFFER_H

#include "base/arena.h"
#include "base/macros.h"
#include "gateway/gateway.h"
#include "graphql/bind.h"

/* What a caller may be; as bits in `roles` of a run. */
enum gateway_role {
    GATEWAY_OPERATOR,
    GATEWAY_PERSON,  /* signed in, a guest too */
    GATEWAY_ACCOUNT, /* with an address and a password */
    GATEWAY_ROLE_COUNT,
};

/*
 * Lists them in `arena`. The handle of a loader is its struct sc_pg_loader, of a
 * function its struct gateway_function. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status gateway_offer(struct sc_arena *arena,
                                         const struct gateway_config *config,
                                         struct sc_gql_offer *ret_offer);

/* NULL: there is none of that name. */
const struct sc_pg_loader *gateway_loader_find(const struct gateway_config *config,
                                               const char *name);

#endif
