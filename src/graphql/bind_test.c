#include "graphql/bind.h"

#include "testing/shop.h"
#include "testing/unit.h"

/* Binds the shop with one piece of its SDL, "type Deal {", say, in another form. */
static enum sc_status bind_offered(void **state, const struct sc_gql_offer *offer, const char *from,
                                   const char *to, struct sc_gql_errors *errors)
{
    struct sc_arena *arena = *state;
    struct sc_str sdl = sc_str_of(shop_sdl);
    const struct sc_gql_schema *schema;
    const struct sc_gql_binding *binding;
    ptrdiff_t at = sc_str_find(sdl, sc_str_of(from));

    assert_true(at >= 0);
    struct sc_str before = sc_str_sub(sdl, 0, (size_t)at);
    struct sc_str behind = sc_str_sub(sdl, (size_t)at + strlen(from), SIZE_MAX);
    *errors = (struct sc_gql_errors){.arena = arena};
    sdl = sc_arena_printf(arena, "%s%.*s%s%.*s", sc_gql_bind_sdl, SC_STR_ARGS(before), to,
                          SC_STR_ARGS(behind));
    enum sc_status st = sc_gql_schema_build(arena, sdl, errors, &schema);
    if (st != SC_OK)
        print_error("%.*s\n", SC_STR_ARGS(errors->first->message));
    assert_int_equal(st, SC_OK);
    return sc_gql_bind(arena, schema, offer, errors, &binding);
}

static enum sc_status bind_changed(void **state, const char *from, const char *to,
                                   struct sc_gql_errors *errors)
{
    return bind_offered(state, &shop_offer, from, to, errors);
}

/* The first error says this; others may follow from it. */
static void refuse(void **state, const char *from, const char *to, const char *words)
{
    struct sc_gql_errors errors;

    assert_int_equal(bind_changed(state, from, to, &errors), SC_INVALID);
    assert_str(errors.first->message, words);
    assert_int_equal(errors.first->place_count, 1);
    assert_true(errors.first->places[0].line > 9); /* behind the directives' own definitions */
}

static void fields_without_a_source_are_told(void **state)
{
    refuse(state, "type Deal {", "type Deal { sold: Long",
           "Deal.sold has no binding: no such column in struct shop_deal");
    refuse(state, "type Query {", "type Query { hello: String",
           "Query.hello has no binding: no directive says where it comes from");
    refuse(state, "type Stop {", "type Stop { plan: Plan",
           "Stop.plan has no binding: no such column in struct shop_stop");
    refuse(state, "name: String! isOpen", "name(size: Int): String! isOpen",
           "name: nothing takes its arguments");
    refuse(state, "type DealConnection {", "type DealConnection { total: Long",
           "DealConnection.total is no part of a page");
}

static void directives_that_name_nothing_are_told(void **state)
{
    refuse(state, "lines: Int! store: Store! @loader(name: \"store_by_id\"",
           "lines: Int! store: Store! @loader(name: \"shop_by_id\"", "no loader shop_by_id");
    refuse(state, "deals_of_store\", key: \"id\"", "store_by_id\", key: \"id\"",
           "@page: loader store_by_id is not paged");
    refuse(state, "@function(name: \"plan\")", "@function(name: \"paln\")",
           "@function: no function paln");
    refuse(state, "@auth(role: \"staff\")", "@auth(role: \"staf\")", "@auth: no role staf");
    refuse(state, "loader: \"store_by_id\", tag", "loader: \"deals_of_store\", tag",
           "@node: no loader deals_of_store of objects by their key");
    refuse(state, "tag: \"s\"", "tag: \"S\"", "@node: a tag is 1 to 8 letters from a to z");
    refuse(state, "tag: \"s\"", "tag: \"p\"", "@node: two types have the tag p");
    refuse(state, "stores: [ID!] @id(of: \"Store\"), kind", "stores: [ID!] @id(of: \"Deal\"), kind",
           "@id: Deal is no type with @node");
}

static void keys_that_are_none_are_told(void **state)
{
    refuse(state, "@loader(name: \"product_by_id\", key: \"product_id\")",
           "@loader(name: \"product_by_id\", key: \"product\")",
           "no column product in struct shop_deal");
    refuse(state, "@loader(name: \"product_by_id\", key: \"product_id\")",
           "@loader(name: \"product_by_id\", key: \"text\")", "column text is no key of its type");
    refuse(state, "@loader(name: \"product_by_id\", key: \"product_id\")",
           "@loader(name: \"product_by_id\", key: \"product_id, id\")", "its key has 1 parts");
    refuse(state, "Store @loader(name: \"store_by_id\", key: \"$id\")",
           "Store @loader(name: \"store_by_id\", key: \"$di\")", "no argument di");
    refuse(state, "store(id: ID! @id(of: \"Store\"))", "store(id: String!)",
           "argument id is no key of its type");
}

/* Deals by two numbers, and an object whose ids hold both. */
#define PAIR(args, key)                                                            \
    "type Pair @node(loader: \"deal_by_pair\", tag: \"pair\") { text: String! }\n" \
    "type Query { pair(" args "): [Deal!]! @loader(name: \"deal_by_pair\", key: \"" key "\")\n"

static void keys_of_several_parts_are_whole(void **state)
{
    struct sc_gql_errors errors;

    assert_int_equal(
        bind_changed(state, "type Query {", PAIR("a: Long! b: Long!", "$a, $b"), &errors), SC_OK);
    assert_int_equal(
        bind_changed(state, "type Query {", PAIR("id: ID! @id(of: \"Pair\")", "$id"), &errors),
        SC_OK);
    refuse(state, "type Query {", PAIR("a: [Long!]! b: Long!", "$a, $b"),
           "a list of keys is for a list, alone");
    refuse(state, "type Query {", PAIR("id: ID! @id(of: \"Pair\"), b: Long!", "$id, $b"),
           "an id is a whole key");
    refuse(state, "type Query {", PAIR("b: Long!, id: ID! @id(of: \"Pair\")", "$b, $id"),
           "an id is a whole key");
}

static void types_that_do_not_fit_are_told(void **state)
{
    refuse(state, "text: String! kind", "text: Int! kind",
           "field text: column text is not of a type for it");
    refuse(state, "tags: [String!]!", "tags: String!",
           "field tags: column tags is not of a type for it");
    refuse(state, "name: String! quantity: Int! = 1", "name: Int! quantity: Int! = 1",
           "name does not fit the type of name");
    refuse(state, "quantity: Int! = 1", "quantity: Int = 1",
           "quantity may be null, and quantity may not");
    refuse(state, "input Near { lat: Float! lon: Float! }", "input Near { lat: Float! }",
           "nothing gives lon");
    refuse(state, "deals(first: Int, after: String, kind: DealKind)",
           "deals(first: Int, after: String, kind: DealKind, size: Int)",
           "size names nothing that is asked for");
    refuse(state, "deals(first: Int, after: String, kind: DealKind)",
           "deals(first: Int, kind: DealKind)", "@page: deals takes first: Int and after: String");
}

static void picks_that_are_given_too_little_are_told(void **state)
{
    refuse(state, "pick: \"longest\"", "pick: \"shortest\"", "no pick shortest");
    refuse(state, "\"all_deals_of_store\", key: \"id\", pick", "\"store_by_id\", key: \"id\", pick",
           "pick longest is not made of rows of store_by_id");
    refuse(state, "): Longest\n", "): [Longest]\n",
           "pick longest makes one, and longest is a list");
    refuse(state, "longest(kind: DealKind)", "longest(isOpen: Int!)",
           "isOpen does not fit the type of is_open");
    refuse(state, "longest(kind: DealKind)", "longest(size: Int)",
           "size names nothing that is asked for");
    refuse(state, "type Deal {",
           "type Deal { longest: Longest\n"
           "@loader(name: \"all_deals_of_store\", key: \"store_id\", pick: \"longest\")\n",
           "nothing gives is_open");
}

/* A household's rows, asked for in the name of who sends the request. */
#define OWN(args)                                             \
    "type Query { own(id: ID! @id(of: \"Store\") " args ")\n" \
    ": [Deal!]! @loader(name: \"own_deals_of_store\", key: \"$id\")\n"

static void nobody_but_the_host_says_who_is_looking(void **state)
{
    struct sc_gql_errors errors;

    assert_int_equal(bind_changed(state, "type Query {", OWN("least: Int!"), &errors), SC_OK);
    refuse(state, "type Query {", OWN("least: Int! viewer: [Long!]!"),
           "viewer names nothing that is asked for");
    refuse(state, "type Query {", OWN(""), "nothing gives least");
    refuse(state, "@node(loader: \"store_by_id\"", "@node(loader: \"own_deals_of_store\"",
           "@node: nothing gives least");
}

/* Whether an offer with rights has this said of the changed shop. */
static bool is_told(void **state, const char *from, const char *to, const char *words)
{
    static const char *const rights[] = {"all", "own"};
    struct sc_gql_offer offer = shop_offer;
    struct sc_gql_errors errors;

    offer.rights = rights;
    offer.right_count = SC_COUNT(rights);
    assert_int_equal(bind_offered(state, &offer, from, to, &errors), SC_INVALID);
    for (const struct sc_gql_error *error = errors.first; error != NULL; error = error->next)
        if (sc_str_starts(error->message, sc_str_of(words)))
            return true;
    return false;
}

static void what_is_somebodys_has_a_rule(void **state)
{
    static const char deals[] = "Store.deals has no rule: who may ask for it?";
    static const char first[] = "Mutation.first has no rule";

    assert_true(is_told(state, "type Deal {", "type Deal {", deals));
    assert_true(is_told(state, "type Deal {", "type Deal {", first));
    assert_true(is_told(state, "type Deal {", "type Deal {", "Query.plan has no rule"));
    assert_true(is_told(state, "type Deal {", "type Deal {", "Subscription.ticks has no rule"));
    assert_false(is_told(state, "type Deal {", "type Deal {", "Query.store has no rule"));
    assert_false(is_told(state, "type Deal {", "type Deal @auth(may: \"own\") {", deals));
    assert_false(is_told(state, "\"deals_of_store\", key: \"id\")",
                         "\"deals_of_store\", key: \"id\") @auth(may: \"own\")", deals));
    assert_false(is_told(state, "first: Plan", "first: Plan @auth(may: \"all\")", first));
    assert_true(is_told(state, "first: Plan", "first: Plan @auth(role: \"staff\")", first));
}

static void rules_say_what_the_host_knows(void **state)
{
    refuse(state, "@auth(role: \"staff\")", "@auth(may: \"mine\")", "@auth: no right mine");
    refuse(state, "@auth(role: \"staff\")", "@auth", "@auth: it says neither role nor may");
    refuse(state, "type Deal {", "type Deal @auth(role: \"staff\") {",
           "@auth: a role is asked for by fields, not by types");
}

static void functions_stand_on_roots_only(void **state)
{
    refuse(state, "type Deal {", "type Deal { plan: Plan @function(name: \"tick\")\n",
           "@function: only fields of the roots are functions");
}

static void the_shop_itself_is_bound(void **state)
{
    struct sc_gql_errors errors;

    assert_int_equal(bind_changed(state, "type Deal {", "type Deal {", &errors), SC_OK);
    assert_int_equal(errors.count, 0);
}

UNIT_TESTS(a_test(the_shop_itself_is_bound), a_test(fields_without_a_source_are_told),
           a_test(directives_that_name_nothing_are_told), a_test(keys_that_are_none_are_told),
           a_test(nobody_but_the_host_says_who_is_looking), a_test(what_is_somebodys_has_a_rule),
           a_test(rules_say_what_the_host_knows), a_test(functions_stand_on_roots_only),
           a_test(keys_of_several_parts_are_whole), a_test(types_that_do_not_fit_are_told),
           a_test(picks_that_are_given_too_little_are_told))
