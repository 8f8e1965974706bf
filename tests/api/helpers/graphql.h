/*
 * graphql.h - GraphQL asked of a server under test, and paths into its answers.
 */
#ifndef SC_TESTS_GRAPHQL_H
#define SC_TESTS_GRAPHQL_H

#include <jansson.h>

#include "api/helpers/server.h"
#include "base/arena.h"

/*
 * Posts a document with variables (JSON; NULL: none). The answer is the
 * caller's; a code but 200, or no JSON, fails the test.
 */
json_t *test_ask(struct sc_arena *arena, const struct test_serving *serving, const char *document,
                 const char *variables);
/* The same with a token, as test_post_as. */
json_t *test_ask_as(struct sc_arena *arena, const struct test_serving *serving, const char *token,
                    const char *document, const char *variables);

/* Follows keys and indexes, "data.stores.nodes.0.name"; fails the test where there is none. */
const json_t *test_at(const json_t *answer, const char *path);
const char *test_text_at(const json_t *answer, const char *path);
int64_t test_int_at(const json_t *answer, const char *path);

/* Fails with the answer unless it has no errors. */
void test_is_clean(const json_t *answer);

#endif
