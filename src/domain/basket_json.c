#include "domain/basket_json.h"

#include "domain/deal_json.h"
#include "domain/list_json.h"

/* A line as read, before its product has a number. */
struct raw_line {
    struct sc_str product;
    struct sc_basket_line line;
};

static void read_counted(const struct sc_json *object, struct sc_basket_line *line)
{
    line->amount = sc_json_in_int(object, "units", 1, SC_JSON_UNITS_MAX);
    line->price_minor = sc_json_in_int(object, "unit_price", 0, SC_JSON_PRICE_MAX);
    line->deposit_minor = sc_json_in_int_or(object, "deposit", 0, SC_JSON_PRICE_MAX, 0);
}

static void read_weighed(const struct sc_json *object, struct sc_basket_line *line)
{
    struct sc_json deposit;

    line->is_weighed = true;
    line->amount = sc_json_in_int(object, "grams", 1, SC_JSON_GRAMS_MAX);
    line->price_minor = sc_json_in_int(object, "price_per_kg", 0, SC_JSON_PRICE_MAX);
    if (sc_json_in_has(object, "deposit", &deposit) &&
        sc_json_in_int_of(&deposit, 0, SC_JSON_PRICE_MAX) != 0)
        sc_json_in_fail(&deposit, "a weighed line has none");
}

static void read_line(const struct sc_json *object, const void *unused, void *row)
{
    struct raw_line *raw = row;
    struct sc_json found;

    (void)unused;
    raw->product = sc_json_in_text(object, "product");

    bool has_units = sc_json_in_has(object, "units", &found);
    bool has_unit_price = sc_json_in_has(object, "unit_price", &found);
    bool has_grams = sc_json_in_has(object, "grams", &found);
    bool has_price_per_kg = sc_json_in_has(object, "price_per_kg", &found);
    if ((has_units || has_unit_price) && (has_grams || has_price_per_kg))
        sc_json_in_fail(object, "must be counted (units, unit_price) or weighed "
                                "(grams, price_per_kg), not both");
    else if (has_grams || has_price_per_kg)
        read_weighed(object, &raw->line);
    else
        read_counted(object, &raw->line);
}

/* One product has one price and is counted or weighed, on however many lines. */
static void check_product(const struct sc_json *list, const struct sc_basket_line *lines,
                          size_t count, const size_t *first_line_of)
{
    struct sc_json entry;

    for (bool more = sc_json_in_first(list, &entry); more && entry.index < count;
         more = sc_json_in_next(&entry)) {
        const struct sc_basket_line *line = &lines[entry.index];
        const struct sc_basket_line *first = &lines[first_line_of[line->product]];
        if (line->is_weighed != first->is_weighed)
            sc_json_in_fail(&entry, "the product is %s on lines[%zu]",
                            first->is_weighed ? "weighed" : "counted",
                            first_line_of[line->product]);
        else if (line->price_minor != first->price_minor)
            sc_json_in_fail(&entry, "the product has another price on lines[%zu]",
                            first_line_of[line->product]);
    }
}

/* Gives every product its number: its place among the sorted names. */
static const struct sc_basket_line *number_products(const struct sc_json *list,
                                                    const struct raw_line *raw, size_t count,
                                                    struct sc_names *ret_products)
{
    struct sc_arena *arena = list->in->arena;
    struct sc_str *names = sc_arena_array(arena, count, sizeof *names);
    struct sc_basket_line *lines = sc_arena_array(arena, count, sizeof *lines);
    size_t *first_line_of = sc_arena_array(arena, count, sizeof *first_line_of);

    if (names == NULL || lines == NULL || first_line_of == NULL) {
        list->in->status = SC_NO_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        names[i] = raw[i].product;
    struct sc_names products = sc_names_of(names, count);
    for (size_t i = count; i-- > 0;) {
        lines[i] = raw[i].line;
        lines[i].product = sc_names_find(&products, raw[i].product);
        first_line_of[lines[i].product] = i;
    }
    check_product(list, lines, count, first_line_of);
    *ret_products = products;
    return lines;
}

static void read_lines(const struct sc_json *root, struct sc_basket *basket,
                       struct sc_names *ret_products)
{
    static const struct sc_json_list_kind kind = {
        .key = "lines",
        .max = SC_PRICE_LINES_MAX,
        .row_size = sizeof(struct raw_line),
        .read = read_line,
    };
    struct sc_json_list list;

    sc_json_read_list(root, &kind, NULL, &list);
    basket->line_ids = list.ids;
    basket->request.line_count = list.count;
    basket->request.lines = number_products(&list.at, list.rows, list.count, ret_products);
}

enum sc_status sc_basket_read(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                              struct sc_basket *ret_basket)
{
    struct sc_json root;
    struct sc_names products = {0};
    struct sc_basket basket = {0};
    struct sc_price_request *request = &basket.request;

    sc_json_in_parse(in, arena, text, &root);
    request->at_us = sc_json_in_time(&root, "at");
    request->shopper = sc_json_read_shopper(&root);
    request->wants_nudges = sc_json_in_bool_or(&root, "nudges", true);
    basket.budget_ms = sc_json_in_int_or(&root, "budget_ms", 0, INT64_MAX, SC_BASKET_BUDGET_MS);
    request->no_search = basket.budget_ms == 0;
    read_lines(&root, &basket, &products);
    request->deals = sc_json_read_deals(&root, &products, &request->deal_count);
    enum sc_status st = sc_json_in_status(in);
    if (st == SC_OK)
        *ret_basket = basket;
    return st;
}

static void write_use(struct sc_json_out *out, const struct sc_basket *basket,
                      const struct sc_price_use *use)
{
    sc_json_object(out);
    sc_json_key_str(out, "deal", basket->request.deals[use->deal].id);
    sc_json_key_i64(out, "times", use->times);
    sc_json_key(out, SC_STR("took"));
    sc_json_array(out);
    for (size_t i = 0; i < use->take_count; i++) {
        const struct sc_price_take *take = &use->takes[i];
        bool is_weighed = basket->request.lines[take->line].is_weighed;
        sc_json_object(out);
        sc_json_key_str(out, "line", basket->line_ids[take->line]);
        sc_json_key_i64(out, is_weighed ? "grams" : "units", take->amount);
        sc_json_object_end(out);
    }
    sc_json_array_end(out);
    sc_json_key_i64(out, "pays", use->pays_minor);
    sc_json_key_i64(out, "saves", use->saves_minor);
    sc_json_object_end(out);
}

static void write_line(struct sc_json_out *out, struct sc_str id, const struct sc_price_line *line)
{
    sc_json_object(out);
    sc_json_key_str(out, "id", id);
    sc_json_key_i64(out, "shelf", line->shelf_minor);
    sc_json_key_i64(out, "pays", line->pays_minor);
    sc_json_object_end(out);
}

static void write_nudge(struct sc_json_out *out, const struct sc_basket *basket,
                        const struct sc_price_nudge *nudge)
{
    sc_json_object(out);
    sc_json_key_str(out, "deal", basket->request.deals[nudge->deal].id);
    sc_json_key_str(out, "line", basket->line_ids[nudge->line]);
    sc_json_key_i64(out, "add_units", nudge->add_units);
    sc_json_key_i64(out, "total", nudge->total_minor);
    sc_json_object_end(out);
}

void sc_basket_write(struct sc_json_out *out, const struct sc_basket *basket,
                     const struct sc_price_answer *answer)
{
    sc_json_object(out);
    sc_json_key_i64(out, "total", answer->total_minor);
    sc_json_key_i64(out, "shelf_total", answer->shelf_total_minor);
    sc_json_key_i64(out, "deposits", answer->deposits_minor);
    sc_json_key_bool(out, "exact", answer->is_exact);
    if (!answer->is_exact)
        sc_json_key_i64(out, "bound", answer->bound_minor);
    sc_json_key(out, SC_STR("uses"));
    sc_json_array(out);
    for (size_t i = 0; i < answer->use_count; i++)
        write_use(out, basket, &answer->uses[i]);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("lines"));
    sc_json_array(out);
    for (size_t i = 0; i < basket->request.line_count; i++)
        write_line(out, basket->line_ids[i], &answer->lines[i]);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("unpriced"));
    sc_json_array(out);
    for (size_t i = 0; i < answer->unpriced_count; i++)
        sc_json_str(out, basket->request.deals[answer->unpriced[i]].id);
    sc_json_array_end(out);
    sc_json_key(out, SC_STR("nudges"));
    sc_json_array(out);
    for (size_t i = 0; i < answer->nudge_count; i++)
        write_nudge(out, basket, &answer->nudges[i]);
    sc_json_array_end(out);
    sc_json_object_end(out);
}
