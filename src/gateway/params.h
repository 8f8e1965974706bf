/*
 * params.h - what a GraphQL request asks for: the parameters of its body, or of its query.
 *
 * GraphQL over HTTP, "Request Parameters"; documentId as its appendix on
 * persisted documents has it, extensions.persistedQuery.sha256Hash as Apollo.
 */
#ifndef SC_GATEWAY_PARAMS_H
#define SC_GATEWAY_PARAMS_H

#include <stdbool.h>

#include "base/json_in.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

enum {
    GATEWAY_JSON_DEPTH_MAX = 64, /* of a body: deeper variables fit no input type */
};

/* A JSON text and what it says; values point at each other, so it must stay where it is. */
struct gateway_json {
    struct sc_json_in in;
    struct sc_json root;
};

struct gateway_params {
    struct sc_str query;             /* absent: document_id is there */
    struct sc_str document_id;       /* absent: none */
    struct sc_str operation_name;    /* absent: none */
    const struct sc_json *variables; /* an object; NULL: none */

    /* What the above is read from. */
    struct gateway_json body;
    struct gateway_json variables_text; /* of a query, where both are JSON by themselves */
    struct gateway_json extensions_text;
    struct sc_json variables_member;
};

/* As the query has them, decoded; what it lacks is absent. */
struct gateway_query {
    struct sc_str query;
    struct sc_str document_id;
    struct sc_str operation_name;
    struct sc_str variables;  /* JSON */
    struct sc_str extensions; /* JSON */
};

/*
 * Both fill `params`, which may lie uninitialised. SC_INVALID: `rq` says which
 * parameter is wrong. SC_NO_MEMORY. Texts are borrowed, or in rq's arena.
 */
SC_MUST_USE enum sc_status gateway_params_of_body(struct sc_request *rq, struct sc_str body,
                                                  struct gateway_params *params);
SC_MUST_USE enum sc_status gateway_params_of_query(struct sc_request *rq,
                                                   const struct gateway_query *query,
                                                   struct gateway_params *params);

#endif
