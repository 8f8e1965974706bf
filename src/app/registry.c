#include "app/registry.h"

#include "base/macros.h"
#include "deals/deals_rows.h"
#include "gateway/search_field.h"
#include "gateway/where_field.h"
#include "retail/retail_rows.h"
#include "retail/shelf_lowest.h"

static const struct gateway_function functions[] = {
    {
        .name = "where_to_buy",
        .in = &where_in_shape,
        .row = &where_row_shape,
        .run = gateway_where_to_buy,
        .arena_cap = GATEWAY_WHERE_ARENA_CAP,
    },
    {
        .name = "search_products",
        .in = &search_in_shape,
        .row = &search_row_shape,
        .run = gateway_search_products,
        .arena_cap = GATEWAY_SEARCH_ARENA_CAP,
    },
    {
        .name = "import_progress",
        .row = &retail_imports_latest_query.row,
        .events = "retail_imports_latest",
    },
};

static const struct sc_gql_pick picks[] = {
    {
        .name = "retail_shelf_lowest",
        .from = &retail_shelf_of_product_query.row,
        .in = &retail_shelf_lowest_in_shape,
        .row = &retail_shelf_lowest_shape,
        .run = retail_shelf_pick_lowest,
    },
};

void app_registry(struct gateway_config *config)
{
    config->loader_tables[0] = retail_loaders;
    config->loader_tables[1] = deals_loaders;
    config->functions = functions;
    config->function_count = SC_COUNT(functions);
    config->picks = picks;
    config->pick_count = SC_COUNT(picks);
}
