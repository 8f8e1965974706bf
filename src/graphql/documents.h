/*
 * documents.h - documents made ready once, and kept: free ones by their text, trusted ones by their
 * id.
 *
 * Preparing is parsing, validating, holding against the caps, planning and
 * costing. It is too slow for an event loop: there one looks up, and has a
 * worker prepare what is not there. What comes out is immutable, counted and
 * shared by all threads. Refused documents are kept too, briefly, so that
 * sending one again and again costs little, in room of their own. Bounded by
 * bytes: the least recently used go.
 *
 * A free document is found by a keyed hash of its text and then by the text
 * itself, so nothing rests on a hash being free of collisions.
 */
#ifndef SC_GRAPHQL_DOCUMENTS_H
#define SC_GRAPHQL_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "graphql/bind.h"
#include "graphql/cost.h"
#include "graphql/error.h"
#include "graphql/parse.h"
#include "graphql/plan.h"
#include "graphql/schema.h"
#include "graphql/validate.h"
#include "runtime/request.h"

enum {
    SC_GQL_DOCUMENT_ID_MAX = 100, /* bytes of a document's id */
};

struct sc_gql_documents_config {
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    struct sc_gql_parse_limits limits;       /* of free documents */
    struct sc_gql_validate_options validate; /* the same; trusted ones may introspect */
    struct sc_gql_caps caps;                 /* of all */
    size_t bytes_max; /* of free documents kept; what is still held after it went is not counted */
};

struct sc_gql_documents;

/* One operation of a document, or why it cannot be had. */
struct sc_gql_prepared {
    enum sc_status status;          /* SC_OK, or `errors` say why not */
    struct sc_gql_errors errors;    /* to be written as they are */
    const struct sc_gql_plan *plan; /* and the rest: of SC_OK only */
    const struct sc_gql_cost *cost;
};

/* NULL: no memory. `config` is copied; what it points at must outlive it all. */
struct sc_gql_documents *sc_gql_documents_create(const struct sc_gql_documents_config *config);
void sc_gql_documents_destroy(struct sc_gql_documents *documents); /* NULL is fine */

/* Quick; any thread. What is returned must be given back by sc_gql_prepared_unref. NULL: not there.
 */
const struct sc_gql_prepared *sc_gql_documents_find(struct sc_gql_documents *documents,
                                                    struct sc_str text,
                                                    struct sc_str operation_name);

/* Prepares it, keeps it, and returns it as above. Slow; any thread. NULL: no memory. */
const struct sc_gql_prepared *sc_gql_documents_prepare(struct sc_gql_documents *documents,
                                                       struct sc_str text,
                                                       struct sc_str operation_name);

/*
 * Before threads start: reads a manifest, {"<id>": "<document>", ...}, where an
 * id is "sha256:" and the hash of the text in hex, or the hash alone. All are
 * prepared. SC_INVALID: words on `rq` say which one is wrong, and why.
 */
SC_MUST_USE enum sc_status sc_gql_documents_trust(struct sc_gql_documents *documents,
                                                  struct sc_request *rq, struct sc_str manifest);

/*
 * The trusted document of this id (either form), as above. NULL: there is none,
 * or it has no operation of this name. Quick; any thread.
 */
const struct sc_gql_prepared *sc_gql_documents_trusted(struct sc_gql_documents *documents,
                                                       struct sc_str id,
                                                       struct sc_str operation_name);

void sc_gql_prepared_unref(const struct sc_gql_prepared *prepared); /* NULL is fine; any thread */

#endif
