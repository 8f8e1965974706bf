#include "domain/wishes_json.h"

#include <stdlib.h>

#include "domain/deal_json.h"
#include "domain/list_json.h"

/* An accepted product as read, before it has a number. */
struct raw_accept {
    struct sc_str product;
    struct sc_plan_accept accept;
};

struct raw_line {
    struct raw_accept *accepts;
    size_t count;
};

/* How much of it: `units` or `grams`, one of them. */
static struct sc_plan_accept read_quantity(const struct sc_json *object)
{
    struct sc_plan_accept quantity = {0};
    struct sc_json found;
    bool has_units = sc_json_in_has(object, "units", &found);

    quantity.is_weighed = sc_json_in_has(object, "grams", &found);
    if (has_units && quantity.is_weighed)
        sc_json_in_fail(object, "must have units or grams, not both");
    else if (quantity.is_weighed)
        quantity.amount = sc_json_in_int(object, "grams", 1, SC_JSON_GRAMS_MAX);
    else
        quantity.amount = sc_json_in_int(object, "units", 1, SC_JSON_UNITS_MAX);
    return quantity;
}

static void check_once(const struct sc_json *list, const struct raw_line *line)
{
    struct sc_arena *arena = list->in->arena;
    struct sc_str *names = sc_arena_array(arena, line->count, sizeof *names);
    struct sc_json entry;
    size_t twice;

    for (size_t i = 0; names != NULL && i < line->count; i++)
        names[i] = line->accepts[i].product;
    if (names == NULL || sc_names_twice(arena, names, line->count, &twice) != SC_OK) {
        list->in->status = SC_NO_MEMORY;
        return;
    }
    for (bool more = sc_json_in_first(list, &entry); more; more = sc_json_in_next(&entry))
        if (entry.index == twice)
            sc_json_in_fail(&entry, "the product stands twice");
}

static void read_line(const struct sc_json *object, const void *unused, void *row)
{
    struct raw_line *line = row;
    struct sc_plan_accept own = read_quantity(object);
    struct sc_json list = sc_json_in_need(object, "accept");
    struct sc_json entry;
    size_t listed = sc_json_in_array(&list, SC_JSON_TEXTS_MAX);

    (void)unused;
    line->accepts = sc_arena_array(list.in->arena, listed, sizeof *line->accepts);
    if (line->accepts == NULL) {
        list.in->status = SC_NO_MEMORY;
        return;
    }
    for (bool more = sc_json_in_first(&list, &entry); more; more = sc_json_in_next(&entry)) {
        bool is_object = sc_json_in_is_object(&entry);

        line->accepts[line->count++] = (struct raw_accept){
            .product = is_object ? sc_json_in_text(&entry, "product") : sc_json_in_text_of(&entry),
            .accept = is_object ? read_quantity(&entry) : own,
        };
    }
    if (sc_json_in_status(list.in) == SC_OK)
        check_once(&list, line);
}

/* Gives every accepted product its number: its place among the sorted names. */
static const struct sc_plan_line *number_products(struct sc_json_in *in, struct raw_line *raw,
                                                  size_t count, struct sc_names *ret_products)
{
    size_t accepts = 0;

    for (size_t i = 0; i < count; i++)
        accepts += raw[i].count;

    struct sc_plan_line *lines = sc_arena_array(in->arena, count, sizeof *lines);
    struct sc_plan_accept *all = sc_arena_array(in->arena, accepts, sizeof *all);
    struct sc_str *names = sc_arena_array(in->arena, accepts, sizeof *names);

    if (lines == NULL || all == NULL || names == NULL) {
        in->status = SC_NO_MEMORY;
        return NULL;
    }
    accepts = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < raw[i].count; k++)
            names[accepts++] = raw[i].accepts[k].product;
    *ret_products = sc_names_of(names, accepts);
    for (size_t i = 0; i < count; i++) {
        lines[i] = (struct sc_plan_line){.accepts = all, .accept_count = raw[i].count};
        for (size_t k = 0; k < raw[i].count; k++) {
            *all = raw[i].accepts[k].accept;
            all++->product = sc_names_find(ret_products, raw[i].accepts[k].product);
        }
    }
    return lines;
}

static void read_lines(const struct sc_json *root, struct sc_wishes *wishes)
{
    static const struct sc_json_list_kind kind = {
        .key = "lines",
        .max = SC_PRICE_LINES_MAX,
        .row_size = sizeof(struct raw_line),
        .read = read_line,
    };
    struct sc_json_list list;

    sc_json_read_list(root, &kind, NULL, &list);
    wishes->line_ids = list.ids;
    wishes->request.line_count = list.count;
    wishes->request.lines = number_products(list.at.in, list.rows, list.count, &wishes->products);
}

static struct sc_plan_price read_price(const struct sc_json *object)
{
    struct sc_plan_price price = {0};
    struct sc_json found;
    bool has_unit_price = sc_json_in_has(object, "unit_price", &found);

    price.is_weighed = sc_json_in_has(object, "price_per_kg", &found);
    if (has_unit_price && price.is_weighed)
        sc_json_in_fail(object, "must have unit_price or price_per_kg, not both");
    else if (price.is_weighed)
        price.price_minor = sc_json_in_int(object, "price_per_kg", 0, SC_JSON_PRICE_MAX);
    else
        price.price_minor = sc_json_in_int(object, "unit_price", 0, SC_JSON_PRICE_MAX);
    if (!price.is_weighed)
        price.deposit_minor = sc_json_in_int_or(object, "deposit", 0, SC_JSON_PRICE_MAX, 0);
    else if (sc_json_in_has(object, "deposit", &found) &&
             sc_json_in_int_of(&found, 0, SC_JSON_PRICE_MAX) != 0)
        sc_json_in_fail(&found, "a weighed product has none");
    return price;
}

static int by_product(const void *a, const void *b)
{
    const struct sc_plan_price *x = a, *y = b;

    return (x->product > y->product) - (x->product < y->product);
}

/* Keeps the prices of products that a line accepts; all are checked. */
static void read_prices(const struct sc_json *object, const struct sc_names *products,
                        struct sc_plan_store *store)
{
    struct sc_json members = sc_json_in_need(object, "prices");
    struct sc_json entry;
    size_t listed = sc_json_in_object(&members);
    struct sc_plan_price *prices = sc_arena_array(members.in->arena, listed, sizeof *prices);
    size_t count = 0;

    if (prices == NULL) {
        members.in->status = SC_NO_MEMORY;
        return;
    }
    for (bool more = sc_json_in_first(&members, &entry); more; more = sc_json_in_next(&entry)) {
        uint32_t product = sc_names_find(products, sc_json_in_key_of(&entry));
        struct sc_plan_price price = read_price(&entry);

        price.product = product;
        if (product != SC_NAMES_NONE)
            prices[count++] = price;
    }
    if (count > 0)
        qsort(prices, count, sizeof *prices, by_product);
    store->prices = prices;
    store->price_count = count;
}

static void read_store(const struct sc_json *object, const void *products, void *row)
{
    struct sc_plan_store *store = row;

    store->visit_minor = sc_json_in_int(object, "visit_cost", 0, SC_JSON_PRICE_MAX);
    read_prices(object, products, store);
    store->deals = sc_json_read_deals(object, products, &store->deal_count);
}

static void read_stores(const struct sc_json *root, struct sc_wishes *wishes)
{
    static const struct sc_json_list_kind kind = {
        .key = "stores",
        .max = SC_PLAN_STORES_MAX,
        .row_size = sizeof(struct sc_plan_store),
        .read = read_store,
    };
    struct sc_json_list list;

    sc_json_read_list(root, &kind, &wishes->products, &list);
    wishes->store_ids = list.ids;
    wishes->request.stores = list.rows;
    wishes->request.store_count = list.count;
}

enum sc_status sc_wishes_read(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                              struct sc_wishes *ret_wishes)
{
    struct sc_json root;
    struct sc_wishes wishes = {0};
    struct sc_plan_request *request = &wishes.request;

    sc_json_in_parse(in, arena, text, &root);
    request->at_us = sc_json_in_time(&root, "at");
    request->shopper = sc_json_read_shopper(&root);
    request->max_stores = (uint32_t)sc_json_in_int(&root, "max_stores", 1, SC_PLAN_VISITS_MAX);
    request->missing_minor = sc_json_in_int(&root, "missing_cost", 0, SC_JSON_PRICE_MAX);
    wishes.budget_ms = sc_json_in_int_or(&root, "budget_ms", 0, INT64_MAX, SC_WISHES_BUDGET_MS);
    request->no_search = wishes.budget_ms == 0;
    read_lines(&root, &wishes);
    read_stores(&root, &wishes);

    enum sc_status st = sc_json_in_status(in);

    if (st == SC_OK)
        *ret_wishes = wishes;
    return st;
}

static void write_assign(struct sc_json_out *out, const struct sc_wishes *wishes,
                         const struct sc_plan *plan)
{
    const struct sc_plan_request *request = &wishes->request;

    sc_json_key(out, SC_STR("assign"));
    sc_json_object(out);
    for (size_t line = 0; line < request->line_count; line++) {
        const struct sc_plan_choice *choice = &plan->choices[line];

        if (choice->store == SC_PLAN_MISSING)
            continue;

        uint32_t product = request->lines[line].accepts[choice->accept].product;

        sc_json_key(out, wishes->line_ids[line]);
        sc_json_object(out);
        sc_json_key_str(out, "store", wishes->store_ids[choice->store]);
        sc_json_key_str(out, "product", wishes->products.at[product]);
        sc_json_object_end(out);
    }
    sc_json_object_end(out);
}

static void write_plan(struct sc_json_out *out, const struct sc_wishes *wishes,
                       const struct sc_plan *plan, size_t max_stores)
{
    sc_json_object(out);
    sc_json_key_i64(out, "max_stores", (int64_t)max_stores);
    sc_json_key_i64(out, "cost", plan->cost_minor);
    sc_json_key_i64(out, "goods", plan->goods_minor);
    sc_json_key_i64(out, "visits", plan->visits_minor);
    sc_json_key(out, SC_STR("missing"));
    sc_json_array(out);
    for (size_t line = 0; line < wishes->request.line_count; line++)
        if (plan->choices[line].store == SC_PLAN_MISSING)
            sc_json_str(out, wishes->line_ids[line]);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("stores"));
    sc_json_array(out);
    for (size_t i = 0; i < plan->store_count; i++)
        sc_json_str(out, wishes->store_ids[plan->stores[i]]);
    sc_json_array_end(out);
    write_assign(out, wishes, plan);
    sc_json_key_bool(out, "exact", plan->is_exact);
    if (!plan->is_exact)
        sc_json_key_i64(out, "bound", plan->bound_minor);
    sc_json_object_end(out);
}

static void write_store(struct sc_json_out *out, const struct sc_wishes *wishes, size_t store,
                        const struct sc_plan_store_total *total)
{
    sc_json_object(out);
    sc_json_key_str(out, "id", wishes->store_ids[store]);
    sc_json_key_i64(out, "goods", total->goods_minor);
    sc_json_key(out, SC_STR("missing"));
    sc_json_array(out);
    for (size_t line = 0; line < wishes->request.line_count; line++)
        if (!total->has_line[line])
            sc_json_str(out, wishes->line_ids[line]);
    sc_json_array_end(out);
    if (!total->is_exact) /* the contract has no word for it, and silence would be a claim */
        sc_json_key_bool(out, "exact", false);
    sc_json_object_end(out);
}

void sc_wishes_write(struct sc_json_out *out, const struct sc_wishes *wishes,
                     const struct sc_plan_answer *answer)
{
    sc_json_object(out);
    sc_json_key(out, SC_STR("plans"));
    sc_json_array(out);
    for (size_t k = 0; k < wishes->request.max_stores; k++)
        write_plan(out, wishes, &answer->plans[k], k + 1);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("stores"));
    sc_json_array(out);
    for (size_t store = 0; store < wishes->request.store_count; store++)
        write_store(out, wishes, store, &answer->stores[store]);
    sc_json_array_end(out);
    sc_json_object_end(out);
}
