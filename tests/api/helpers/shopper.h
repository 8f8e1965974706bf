/*
 * shopper.h - somebody with a list, made through the API of a server under test.
 */
#ifndef SC_TESTS_SHOPPER_H
#define SC_TESTS_SHOPPER_H

#include <stdint.h>

#include "api/helpers/server.h"
#include "base/arena.h"

enum {
    SHOPPER_ID_MAX = 40,
    SHOPPER_TOKEN_MAX = 200,
    SHOPPER_OP_MAX = 600, /* bytes of an op as JSON */
};

struct test_shopper {
    char token[SHOPPER_TOKEN_MAX]; /* a bearer's, of a guest; good for ten minutes */
    char household[SHOPPER_ID_MAX];
    char list[SHOPPER_ID_MAX];
};

void test_shopper_make(struct sc_arena *arena, const struct test_serving *serving,
                       struct test_shopper *ret_shopper);
/* Another list of the household. */
void test_shopper_add_list(struct sc_arena *arena, const struct test_serving *serving,
                           const struct test_shopper *shopper, char ret_list[SHOPPER_ID_MAX]);

/* A link to read the shopper's list by. */
void test_shopper_share(struct sc_arena *arena, const struct test_serving *serving,
                        const struct test_shopper *shopper, char ret_link[SHOPPER_TOKEN_MAX]);

/* Op number `op` as JSON: adds item number `op`, of this name. The same number is the same op. */
void test_shopper_op(const char *list, int op, const char *name, char ret_json[SHOPPER_OP_MAX]);
/* Adds item number `op`, with further members of its op as JSON: ",\"unit\":\"l\"". */
void test_shopper_item(struct sc_arena *arena, const struct test_serving *serving,
                       const struct test_shopper *shopper, int op, const char *name,
                       const char *more);
/* Applies an op, and fails the test unless it is answered `code`. */
void test_shopper_apply(struct sc_arena *arena, const struct test_serving *serving,
                        const struct test_shopper *shopper, const char *op, const char *code);

#endif
