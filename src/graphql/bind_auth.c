/* @auth: who may ask for a field, and that nothing of somebody's is without a rule. */
#include "graphql/bind_work.h"

static const struct sc_gql_directive *auth_of(const struct sc_gql_directive *directives)
{
    return sc_gql_bind_directive(directives, SC_STR("auth"));
}

static bool is_right(const struct sc_gql_offer *offer, struct sc_str word)
{
    for (size_t i = 0; i < offer->right_count; i++)
        if (sc_str_eq(sc_str_of(offer->rights[i]), word))
            return true;
    return false;
}

/* The words of a rule are words that the host knows; the roles among them, as bits. */
static uint32_t read_rule(struct sc_gql_binder *b, const struct sc_gql_directive *auth)
{
    struct sc_str role = sc_gql_bind_text(auth, SC_STR("role"));
    struct sc_str may = sc_gql_bind_text(auth, SC_STR("may"));
    uint32_t roles = 0;

    for (size_t i = 0; i < b->offer->role_count && i < 32; i++)
        if (sc_str_eq(sc_str_of(b->offer->roles[i]), role))
            roles |= UINT32_C(1) << i;
    if (role.at != NULL && roles == 0)
        sc_gql_bind_fail(b, auth->at, "@auth: no role %.*s", SC_STR_ARGS(role));
    if (may.at != NULL && !is_right(b->offer, may))
        sc_gql_bind_fail(b, auth->at, "@auth: no right %.*s", SC_STR_ARGS(may));
    if (role.at == NULL && may.at == NULL)
        sc_gql_bind_fail(b, auth->at, "@auth: it says neither role nor may");
    return roles;
}

void sc_gql_bind_type_auth(struct sc_gql_binder *b, const struct sc_gql_type *type)
{
    const struct sc_gql_directive *auth = auth_of(type->directives);

    if (auth != NULL && read_rule(b, auth) != 0)
        sc_gql_bind_fail(b, auth->at, "@auth: a role is asked for by fields, not by types");
}

void sc_gql_bind_field_auth(struct sc_gql_binder *b, const struct sc_gql_field *field,
                            struct sc_gql_bound *bound)
{
    const struct sc_gql_directive *auth = auth_of(field->directives);

    if (auth != NULL)
        bound->roles = read_rule(b, auth);
}

static bool says_may(const struct sc_gql_directive *directives)
{
    const struct sc_gql_directive *auth = auth_of(directives);

    return auth != NULL && sc_gql_bind_text(auth, SC_STR("may")).at != NULL;
}

/* Whose objects a field gives: of a connection, those of its nodes. */
static const struct sc_gql_type *objects_of(const struct sc_gql_binder *b,
                                            const struct sc_gql_field *field, bool is_page)
{
    const struct sc_gql_type *type = field->use->type;
    const struct sc_gql_field *nodes =
        is_page ? sc_gql_schema_field(b->schema, type, SC_STR("nodes")) : NULL;

    return nodes == NULL ? type : nodes->use->type;
}

void sc_gql_bind_check_rule(struct sc_gql_binder *b, const struct sc_gql_type *parent,
                            const struct sc_gql_field *field, const struct sc_gql_load *load)
{
    bool is_somebodys =
        load->function != NULL || (load->loader != NULL && load->loader->viewer != NULL);
    bool is_page = load->loader != NULL && load->loader->page != NULL;

    if (b->offer->right_count == 0 || !is_somebodys || says_may(field->directives))
        return;
    if (load->loader != NULL && says_may(objects_of(b, field, is_page)->directives))
        return;
    sc_gql_bind_fail(b, field->name.at, "%.*s.%.*s has no rule: who may ask for it? @auth(may:)",
                     SC_STR_ARGS(parent->name), SC_STR_ARGS(field->name));
}

void sc_gql_bind_check_node(struct sc_gql_binder *b, const struct sc_gql_type *type,
                            const struct sc_gql_loader *loader)
{
    if (b->offer->right_count > 0 && loader->viewer != NULL && !says_may(type->directives))
        sc_gql_bind_fail(b, type->name.at, "%.*s has no rule: who may see it? @auth(may:)",
                         SC_STR_ARGS(type->name));
}
