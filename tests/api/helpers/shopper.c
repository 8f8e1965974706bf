#include "api/helpers/shopper.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/helpers/graphql.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

void test_shopper_make(struct sc_arena *arena, const struct test_serving *serving,
                       struct test_shopper *ret_shopper)
{
    json_t *guest =
        test_ask(arena, serving, "mutation { createGuest(country: \"IE\") { accessToken } }", NULL);

    snprintf(ret_shopper->token, sizeof ret_shopper->token, "%s",
             test_text_at(guest, "data.createGuest.accessToken"));
    json_decref(guest);
    json_t *me = test_ask_as(arena, serving, ret_shopper->token,
                             "{ me { households { nodes { id } } } }", NULL);
    snprintf(ret_shopper->household, sizeof ret_shopper->household, "%s",
             test_text_at(me, "data.me.households.nodes.0.id"));
    json_decref(me);
    test_shopper_add_list(arena, serving, ret_shopper, ret_shopper->list);
}

void test_shopper_add_list(struct sc_arena *arena, const struct test_serving *serving,
                           const struct test_shopper *shopper, char ret_list[SHOPPER_ID_MAX])
{
    char variables[SHOPPER_ID_MAX + 20];

    snprintf(variables, sizeof variables, "{\"household\":\"%s\"}", shopper->household);
    json_t *made = test_ask_as(arena, serving, shopper->token,
                               "mutation($household: ID!) { createList(householdId: $household, "
                               "name: \"Groceries\") { list { id } } }",
                               variables);
    snprintf(ret_list, SHOPPER_ID_MAX, "%s", test_text_at(made, "data.createList.list.id"));
    json_decref(made);
}

void test_shopper_share(struct sc_arena *arena, const struct test_serving *serving,
                        const struct test_shopper *shopper, char ret_link[SHOPPER_TOKEN_MAX])
{
    char variables[SHOPPER_ID_MAX + 20];

    snprintf(variables, sizeof variables, "{\"list\":\"%s\"}", shopper->list);
    json_t *made = test_ask_as(
        arena, serving, shopper->token,
        "mutation($list: ID!) { shareList(listId: $list, level: READ) { token } }", variables);
    snprintf(ret_link, SHOPPER_TOKEN_MAX, "%s", test_text_at(made, "data.shareList.token"));
    json_decref(made);
}

void test_shopper_op(const char *list, int op, const char *name, char ret_json[SHOPPER_OP_MAX])
{
    static int64_t began_ms; /* an op that is sent again was made when it was */

    if (began_ms == 0)
        began_ms = sc_wall_us() / 1000;
    snprintf(ret_json, SHOPPER_OP_MAX,
             "{\"id\":\"00000001-0000-4000-8000-%012x\",\"listId\":\"%s\","
             "\"itemId\":\"00000002-0000-4000-8000-%012x\","
             "\"stamp\":\"%012" PRIx64 "-%04x-0000000000000007\",\"name\":\"%s\"}",
             (unsigned)op, list, (unsigned)op, (uint64_t)began_ms, (unsigned)op, name);
}

void test_shopper_apply(struct sc_arena *arena, const struct test_serving *serving,
                        const struct test_shopper *shopper, const char *op, const char *code)
{
    char variables[SHOPPER_OP_MAX + 20];

    snprintf(variables, sizeof variables, "{\"ops\":[%s]}", op);
    json_t *answer = test_ask_as(
        arena, serving, shopper->token,
        "mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) { answers { code } } }", variables);
    assert_string_equal(test_text_at(answer, "data.applyOps.answers.0.code"), code);
    json_decref(answer);
}

void test_shopper_item(struct sc_arena *arena, const struct test_serving *serving,
                       const struct test_shopper *shopper, int op, const char *name,
                       const char *more)
{
    char plain[SHOPPER_OP_MAX], json[SHOPPER_OP_MAX];

    test_shopper_op(shopper->list, op, name, plain);
    size_t len = strlen(plain) - 1; /* without its last brace */
    assert_in_range(snprintf(json, sizeof json, "%.*s%s}", (int)len, plain, more), 1,
                    sizeof json - 1);
    test_shopper_apply(arena, serving, shopper, json, "APPLIED");
}
