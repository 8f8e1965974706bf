#include "graphql/ast.h"

#include <assert.h>

#include "base/macros.h"

struct sc_gql_place sc_gql_place(struct sc_str text, const char *at)
{
    return sc_gql_place_on(text, (struct sc_gql_place){.line = 1, .column = 1}, text.at, at);
}

struct sc_gql_place sc_gql_place_on(struct sc_str text, struct sc_gql_place place, const char *from,
                                    const char *to)
{
    assert(from >= text.at && to <= text.at + text.len);
    for (const char *c = from; c < to; c++) {
        bool is_pair = *c == '\r' && c + 1 < text.at + text.len && c[1] == '\n';
        if (*c == '\n' || (*c == '\r' && !is_pair)) {
            place.line++;
            place.column = 1;
        } else {
            /* A character counts where it begins; one of four bytes is two UTF-16 units. */
            unsigned char byte = (unsigned char)*c;
            if ((byte & 0xC0) != 0x80)
                place.column += byte < 0xF0 ? 1 : 2;
        }
    }
    return place;
}

static const char *const location_names[] = {
    [SC_GQL_ON_QUERY] = "QUERY",
    [SC_GQL_ON_MUTATION] = "MUTATION",
    [SC_GQL_ON_SUBSCRIPTION] = "SUBSCRIPTION",
    [SC_GQL_ON_FIELD] = "FIELD",
    [SC_GQL_ON_FRAGMENT_DEFINITION] = "FRAGMENT_DEFINITION",
    [SC_GQL_ON_FRAGMENT_SPREAD] = "FRAGMENT_SPREAD",
    [SC_GQL_ON_INLINE_FRAGMENT] = "INLINE_FRAGMENT",
    [SC_GQL_ON_VARIABLE_DEFINITION] = "VARIABLE_DEFINITION",
    [SC_GQL_ON_FRAGMENT_VARIABLE_DEFINITION] = "FRAGMENT_VARIABLE_DEFINITION",
    [SC_GQL_ON_SCHEMA] = "SCHEMA",
    [SC_GQL_ON_SCALAR] = "SCALAR",
    [SC_GQL_ON_OBJECT] = "OBJECT",
    [SC_GQL_ON_FIELD_DEFINITION] = "FIELD_DEFINITION",
    [SC_GQL_ON_ARGUMENT_DEFINITION] = "ARGUMENT_DEFINITION",
    [SC_GQL_ON_INTERFACE] = "INTERFACE",
    [SC_GQL_ON_UNION] = "UNION",
    [SC_GQL_ON_ENUM] = "ENUM",
    [SC_GQL_ON_ENUM_VALUE] = "ENUM_VALUE",
    [SC_GQL_ON_INPUT_OBJECT] = "INPUT_OBJECT",
    [SC_GQL_ON_INPUT_FIELD_DEFINITION] = "INPUT_FIELD_DEFINITION",
    [SC_GQL_ON_DIRECTIVE_DEFINITION] = "DIRECTIVE_DEFINITION",
};

static_assert(SC_COUNT(location_names) == SC_GQL_LOCATION_COUNT, "each location has a name");

const char *sc_gql_location_name(enum sc_gql_location location)
{
    return location_names[location];
}

bool sc_gql_location_find(struct sc_str name, enum sc_gql_location *ret_location)
{
    for (int i = 0; i < SC_GQL_LOCATION_COUNT; i++) {
        if (sc_str_eq(name, sc_str_of(location_names[i]))) {
            *ret_location = (enum sc_gql_location)i;
            return true;
        }
    }
    return false;
}

const char *sc_gql_operation_name(enum sc_gql_operation operation)
{
    static const char *const names[] = {
        [SC_GQL_QUERY] = "query",
        [SC_GQL_MUTATION] = "mutation",
        [SC_GQL_SUBSCRIPTION] = "subscription",
    };

    return names[operation];
}

const struct sc_gql_argument *sc_gql_find_argument(const struct sc_gql_argument *arguments,
                                                   struct sc_str name)
{
    while (arguments != NULL && !sc_str_eq(arguments->name, name))
        arguments = arguments->next;
    return arguments;
}

const struct sc_gql_directive *sc_gql_find_directive(const struct sc_gql_directive *directives,
                                                     struct sc_str name)
{
    while (directives != NULL && !sc_str_eq(directives->name, name))
        directives = directives->next;
    return directives;
}
