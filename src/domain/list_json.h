/*
 * list_json.h - lists of objects that have ids, as the documents of `price` and `plan` have them.
 */
#ifndef SC_DOMAIN_LIST_JSON_H
#define SC_DOMAIN_LIST_JSON_H

#include "base/json_in.h"

/* Reads one object, but for its "id", into a row that is zeroed. */
typedef void (*sc_json_row_fn)(const struct sc_json *object, const void *context, void *row);

struct sc_json_list_kind {
    const char *key;
    size_t max; /* objects */
    size_t row_size;
    sc_json_row_fn read;
};

struct sc_json_list {
    struct sc_json at; /* the list itself, to fail at one of its entries */
    void *rows;
    const struct sc_str *ids; /* one a row */
    size_t count;
};

/*
 * Reads the member `kind->key` of a document, or of an object in it. Rows and ids
 * live in the document's arena. Too many objects, ids that are not unique and
 * whatever `read` does not like stick to the document (json_in.h); the list is
 * then empty. `object` must outlive `ret_list`.
 */
void sc_json_read_list(const struct sc_json *object, const struct sc_json_list_kind *kind,
                       const void *context, struct sc_json_list *ret_list);

#endif
