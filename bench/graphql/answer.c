#include "graphql/answer.h"

#include <stdio.h>

#include "base/json_out.h"
#include "graphql/bind.h"
#include "graphql/id.h"
#include "graphql/parse.h"
#include "graphql/run.h"
#include "graphql/schema_print.h"
#include "testing/shop.h"

enum {
    DEALS = 28,
    ANSWER_MAX = 1024 * 1024,
};

static const char query[] =
    "query Deals($id: ID!, $first: Int = 20, $after: String, $kind: DealKind) {\n"
    "  store(id: $id) {\n"
    "    __typename id name\n"
    "    deals(first: $first, after: $after, kind: $kind) {\n"
    "      edges {\n"
    "        cursor\n"
    "        node {\n"
    "          __typename id text kind endsAt tags days\n"
    "          price { minor currency }\n"
    "          product { __typename id name brand size unit since }\n"
    "          store { id name }\n"
    "        }\n"
    "      }\n"
    "      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n"
    "    }\n"
    "  }\n"
    "}\n";

static struct {
    const struct sc_gql_schema *schema;
    const struct sc_gql_plan *plan;
    struct sc_str variables;
    struct shop_deal deals[DEALS + 1]; /* one more tells of a next page */
    struct shop_product products[DEALS];
    const void *deal_rows[DEALS + 1];
    const void *product_rows[DEALS];
    const void *store_rows[DEALS];
    uint32_t page_first[2];
    uint32_t first[DEALS + 1];
    struct sc_buf answer;
} b;

static bool make_rows(struct sc_arena *arena)
{
    b.page_first[1] = DEALS + 1;
    b.first[DEALS] = DEALS;
    for (uint32_t i = 0; i <= DEALS; i++) {
        struct shop_deal *deal = &b.deals[i];
        *deal = shop_deals[i % 2];
        deal->id = 100 + i;
        deal->product_id = i;
        deal->has_product_id = true;
        deal->text =
            sc_arena_printf(arena, "Semi-skimmed milk of the valley, 1.5%% fat, no. %u", i);
        deal->price_minor = 990 + i;
        deal->has_price_minor = true;
        deal->price_currency = SC_STR("EUR");
        deal->ends_at = INT64_C(1796000000) * SC_SECOND_US + i;
        b.deal_rows[i] = deal;
        if (i == DEALS)
            break;
        b.products[i] = shop_products[i % 2];
        b.products[i].id = i;
        b.products[i].name = deal->text;
        b.product_rows[i] = &b.products[i];
        b.store_rows[i] = &shop_stores[0];
        b.first[i] = i;
    }
    return b.deals[DEALS].text.at != NULL;
}

static bool make_variables(struct sc_arena *arena)
{
    const struct sc_field *key = &shop_store_fields[0];
    const struct sc_gql_id_form form = {.tag = SC_STR("s"), .keys = &key, .key_count = 1};
    const union sc_key_part part = {.number = shop_stores[0].id};

    sc_buf_clear(&b.answer);
    sc_gql_id_put(&b.answer, &form, &part);
    b.variables = sc_arena_printf(arena, "{\"id\":\"%.*s\",\"first\":%d,\"after\":null}",
                                  SC_STR_ARGS(sc_buf_str(&b.answer)), (int)DEALS);
    return b.variables.at != NULL;
}

bool bench_answer_prepare(struct sc_arena *arena)
{
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_gql_document *document = sc_arena_zalloc(arena, sizeof *document);
    struct sc_str sdl = sc_arena_printf(arena, "%s%s", sc_gql_bind_sdl, shop_sdl);
    const struct sc_gql_binding *binding;

    sc_buf_init(&b.answer, ANSWER_MAX);
    return document != NULL && make_rows(arena) && make_variables(arena) &&
           sc_gql_schema_build(arena, sdl, &errors, &b.schema) == SC_OK &&
           sc_gql_bind(arena, b.schema, &shop_offer, &errors, &binding) == SC_OK &&
           sc_gql_parse(arena, sc_str_of(query), SC_GQL_EXECUTABLE, &sc_gql_limits_free, &errors,
                        document) == SC_OK &&
           sc_gql_plan_create(arena, b.schema, binding, document, (struct sc_str){0}, &errors,
                              &b.plan) == SC_OK;
}

/* As a host that has all rows at hand. */
static void answer(struct sc_gql_batch *batch)
{
    bool is_page = batch->loader->page != NULL;

    batch->first = is_page ? b.page_first : b.first;
    batch->rows = is_page                                     ? b.deal_rows
                  : batch->loader->row == &shop_product_shape ? b.product_rows
                                                              : b.store_rows;
}

static enum sc_status begin(struct sc_arena *arena, struct sc_gql_run **ret_run)
{
    struct sc_gql_errors errors = {.arena = arena};
    struct sc_json_in in;
    struct sc_json variables;
    const struct sc_gql_run_config config = {
        .arena = arena, .plan = b.plan, .variables = &variables};

    sc_json_in_parse_any(&in, arena, b.variables, 16, &variables);
    return sc_gql_run_create(&config, &errors, ret_run);
}

enum sc_status bench_answer_variables(struct sc_arena *arena)
{
    struct sc_gql_run *run;

    return begin(arena, &run);
}

enum sc_status bench_answer_run(struct sc_arena *arena)
{
    static const struct sc_gql_extensions extensions = {.cost = -1};
    struct sc_gql_batches batches;
    struct sc_gql_run *run;
    enum sc_status st = begin(arena, &run);

    if (st != SC_OK)
        return st;
    while (sc_gql_run_turn(run, &batches) == SC_GQL_WAITS)
        for (size_t i = 0; i < batches.count; i++)
            answer(&batches.at[i]);
    sc_buf_clear(&b.answer);
    return sc_gql_run_write(run, &extensions, &b.answer);
}

struct sc_str bench_answer_text(void)
{
    return sc_buf_str(&b.answer);
}

bool bench_answer_tell(const char *path)
{
    struct sc_buf sdl, text;
    struct sc_json_out out;
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return false;
    sc_buf_init(&sdl, ANSWER_MAX);
    sc_buf_init(&text, ANSWER_MAX);
    sc_gql_schema_print(b.schema, sc_gql_bind_directives, &sdl);
    sc_json_init(&out, &text);
    sc_json_object(&out);
    sc_json_key_str(&out, "sdl", sc_buf_str(&sdl));
    sc_json_key_str(&out, "query", sc_str_of(query));
    sc_json_key_str(&out, "variables", b.variables);
    sc_json_key_str(&out, "answer", sc_buf_str(&b.answer));
    sc_json_object_end(&out);
    bool is_told = !text.failed && fwrite(text.at, 1, text.len, file) == text.len;
    is_told = fclose(file) == 0 && is_told;
    sc_buf_finish(&sdl);
    sc_buf_finish(&text);
    return is_told;
}
