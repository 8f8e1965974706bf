#include "gateway/offer.h"

#include <string.h>

static const char *const roles[GATEWAY_ROLE_COUNT] = {
    [GATEWAY_OPERATOR] = "operator",
    [GATEWAY_PERSON] = "person",
    [GATEWAY_ACCOUNT] = "account",
};

/* What @auth(may:) can say; docs/api.md tells who has which right. */
static const char *const rights[] = {
    "anyone", /* whoever has the role, and the secret that is asked for */
    "self",   /* what is one's own */
    "guest",  "child", "adult",  "owner", /* of the household */
    "read",   "edit",  "manage",          /* of the list; by a link too */
};

static size_t count_loaders(const struct gateway_config *config)
{
    size_t count = 0;

    for (size_t t = 0; config->loader_tables[t] != NULL; t++)
        for (size_t i = 0; config->loader_tables[t][i] != NULL; i++)
            count++;
    return count;
}

static struct sc_gql_loader loader_of(const struct sc_pg_loader *loader)
{
    return (struct sc_gql_loader){
        .name = loader->query->name,
        .row = &loader->query->row,
        .in = &loader->query->in,
        .keys = loader->keys,
        .key_count = loader->key_count,
        .page = loader->page,
        .viewer =
            loader->query->route == SC_PG_ROUTE_HOUSEHOLD ? &loader->query->in.fields[0] : NULL,
        .is_slow = loader->is_slow,
        .handle = loader,
    };
}

enum sc_status gateway_offer(struct sc_arena *arena, const struct gateway_config *config,
                             struct sc_gql_offer *ret_offer)
{
    size_t count = count_loaders(config), at = 0;
    struct sc_gql_loader *loaders = sc_arena_array(arena, count, sizeof *loaders);
    struct sc_gql_function *functions =
        sc_arena_array(arena, config->function_count, sizeof *functions);

    if (loaders == NULL || functions == NULL)
        return SC_NO_MEMORY;
    for (size_t t = 0; config->loader_tables[t] != NULL; t++)
        for (size_t i = 0; config->loader_tables[t][i] != NULL; i++)
            loaders[at++] = loader_of(config->loader_tables[t][i]);
    for (size_t i = 0; i < config->function_count; i++) {
        const struct gateway_function *f = &config->functions[i];
        functions[i] = (struct sc_gql_function){f->name, f->in, f->row, f};
    }
    *ret_offer = (struct sc_gql_offer){
        .loaders = loaders,
        .loader_count = count,
        .functions = functions,
        .function_count = config->function_count,
        .picks = config->picks,
        .pick_count = config->pick_count,
        .roles = roles,
        .role_count = GATEWAY_ROLE_COUNT,
        .rights = rights,
        .right_count = SC_COUNT(rights),
    };
    return SC_OK;
}

const struct sc_pg_loader *gateway_loader_find(const struct gateway_config *config,
                                               const char *name)
{
    for (size_t t = 0; config->loader_tables[t] != NULL; t++)
        for (size_t i = 0; config->loader_tables[t][i] != NULL; i++)
            if (strcmp(config->loader_tables[t][i]->query->name, name) == 0)
                return config->loader_tables[t][i];
    return NULL;
}
