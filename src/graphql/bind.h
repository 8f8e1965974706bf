/*
 * bind.h - what resolves each field: directives of the SDL held against what the program offers.
 *
 * A field is bound in the SDL, so the schema is the map of the API:
 *
 *   type Deal {
 *     id: ID!                                    a column of the row at hand: "id"
 *     endsAt: DateTime!                          the column "ends_at"
 *     product: Product @loader(name: "retail_product_by_id", key: "product_id")
 *     price: Money                               columns "price.minor", "price.currency" beside us
 *   }
 *   type Store {
 *     deals(first: Int = 20, after: String): DealConnection!
 *       @page(loader: "deals_by_store", key: "id") @listSize(slicing: ["first"])
 *   }
 *   type Query {
 *     product(id: ID! @id(of: "Product")): Product @loader(name: "retail_product_by_id", key:
 * "$id") whereToBuy(input: WhereInput!): Plans! @function(name: "where_to_buy") @cost(fixed: 50)
 *   }
 *
 * The directives, at most eight and @scalar (`sc_gql_bind_sdl` declares them):
 *   @loader(name:, key:)   rows of the keys: `key` names columns of the parent ("a, b" for
 * composite ones), or arguments ("$id"). A to-one field takes the first row, a list all. The
 * field's other arguments are the loader's args of that name. A to-one object of which all that
 * is asked stands beside us as columns "field.column" is not loaded.
 *   @loader(name:, key:, pick:)   what C of the host makes of the rows of its key, for one object:
 * the lowest of the prices that a cache keeps for everybody, among the stores of this parent.
 * Columns of the parent and arguments of the field are given to it by name.
 *   @page(loader:, key:)   the same as a Relay connection: edges { cursor node } nodes pageInfo.
 * The loader is paged: after_<column> for each column of its order, then page_limit. Without key: a
 * loader of key_count 0: all its rows belong to the one key there is (count 1, no parts).
 *   @function(name:)       C on a worker thread; arguments arrive as its struct, by name. Only on
 * fields of Query, Mutation and Subscription: elsewhere it would be a call for each parent.
 *   @auth(role:, may:)     the rule: role is what the caller must be, and held by the engine: else
 *                          the field is an error FORBIDDEN, or UNAUTHENTICATED for who has no role
 *                          at all. `may` is the right that the caller must have to what the field
 *                          is about, one of the offer's words. Rows and writes know who has it:
 *                          the host's statements hold it, and its tests hold them to it. On a
 *                          type, `may` is the rule of all that gives its objects.
 *                          Where the offer has rights, a function, and a loader whose rows depend
 *                          on who looks, without one is an error: on the field, or, of a loader,
 *                          on the type of its objects.
 *   @cost(fixed:, per:)    fixed: of the field itself; per: of each object below it. Preset: 1, 1.
 *   @cost(per:)            on an argument that is a list: of each element that is given. Preset: 0.
 *   @listSize(slicing:, assumed:)   which argument says how long, or how long it usually is.
 *   @id(of:)               on an argument or input field of type ID: whose id it is.
 *   @node(loader:, tag:)   on a type: its rows by id; `tag` begins its ids ("p" : "p_4h2k..").
 *
 * A root's field of an abstract type whose only argument is an ID, or a list of them, is
 * `node(id:)` or `nodes(ids:)`: objects of any @node type. An id that is none, or of nothing,
 * gives null there; where @id says whose it is, it is an error BAD_USER_INPUT.
 *
 * What columns a type may be read from, and how it is written:
 *   Int           smallint, integer              Long   bigint too; beyond 2^53 an error
 *   Float         double, smallint, integer      Boolean, String   boolean, text
 *   ID            text; bigint as its digits; `id` of a @node type, or with @id(of:): a typed id
 *   DateTime      timestamptz: RFC 3339 in UTC, six digits of a fraction where it is not zero
 *   Date          date: YYYY-MM-DD. Infinite times and days are null
 *   an enum       text, buy_get for BUY_GET; or smallint, a value's place in the SDL, from 0
 *   [T]           an array of these
 * The same hold for what is given to loaders and functions, where Int may also fill a bigint.
 *
 * Names: camelCase in the SDL is snake_case in C. A field of an object type without a directive is
 * an SC_FIELD_ROW or SC_FIELD_ROWS of the row, or columns "field.column" beside it: an object of
 * columns beside is null when all of them are. An abstract type's rows say what they are in a text
 * column "typename".
 */
#ifndef SC_GRAPHQL_BIND_H
#define SC_GRAPHQL_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/record.h"
#include "base/status.h"
#include "graphql/error.h"
#include "graphql/schema.h"

/* A declared read that the host runs (store/loader.h). */
struct sc_gql_loader {
    const char *name;
    const struct sc_shape *row;
    const struct sc_shape *in;   /* its args; parameters that are keys are the host's to fill */
    const struct sc_field *keys; /* in `row`: which columns carry the key, in order */
    size_t key_count;
    const char *page; /* "ends_at, id": the columns that order a page; NULL: no pages */
    const struct sc_field *viewer; /* of `in`: who is looking, the host's to fill; NULL: rows are
                                      the same for everybody */
    bool is_slow;
    const void *handle; /* the host's own */
};

/* C of the host that runs on a worker thread. */
struct sc_gql_function {
    const char *name;
    const struct sc_shape *in;  /* its arguments; input objects are SC_FIELD_ROW, lists of them
                                   SC_FIELD_ROWS; absent and null are null. No fields: none */
    const struct sc_shape *row; /* what it returns: one, or rows where the field is a list */
    const void *handle;
};

/*
 * C of the host that makes one object of the rows of a key: pure, and quick (1 ms for all parents
 * of a field is too long), for it runs where the engine does. `in` is what the parent and the
 * field's arguments say; `ret_row` is zeroed, and may point into the rows. SC_NOT_FOUND: null;
 * any other failure is the field's, for all parents.
 */
struct sc_gql_pick {
    const char *name;
    const struct sc_shape *from; /* of the loader's rows */
    const struct sc_shape *in;   /* columns of the parent, or arguments, of these names and types */
    const struct sc_shape *row;
    enum sc_status (*run)(const void *in, const void *const *rows, size_t count, void *ret_row);
};

struct sc_gql_offer {
    const struct sc_gql_loader *loaders;
    size_t loader_count;
    const struct sc_gql_function *functions;
    size_t function_count;
    const struct sc_gql_pick *picks;
    size_t pick_count;
    const char *const *roles; /* names for @auth; role i is bit i of a run's roles */
    size_t role_count;
    const char *const *rights; /* words for @auth(may:); none: rules are not asked for */
    size_t right_count;
};

struct sc_gql_binding;

/* The directives above, as SDL: to be put before a schema that uses them. */
extern const char sc_gql_bind_sdl[];
/* Their names, ended by NULL: what a published schema leaves out. */
extern const char *const sc_gql_bind_directives[];

/*
 * Binds every field. SC_INVALID: `errors` say which field has no binding, which
 * directive names nothing, which column, key or argument is missing or of a
 * type that does not fit, each with its place in the SDL. Lives in `arena`.
 */
SC_MUST_USE enum sc_status sc_gql_bind(struct sc_arena *arena, const struct sc_gql_schema *schema,
                                       const struct sc_gql_offer *offer,
                                       struct sc_gql_errors *errors,
                                       const struct sc_gql_binding **ret_binding);

/*
 * For the test driver: every field is the property of that name of a JSON
 * value, and `__typename` in it says what an abstract one is.
 */
SC_MUST_USE enum sc_status sc_gql_bind_plain(struct sc_arena *arena,
                                             const struct sc_gql_schema *schema,
                                             const struct sc_gql_binding **ret_binding);

#endif
