/* One price table a shop, with the columns of the Croatian price lists and a deposit. */
#include <ctype.h>
#include <inttypes.h>

#include "demo/writers.h"

/* "1,35": the discounter comes from where the comma parts cents. */
static void put_comma_money(struct sc_buf *buf, int cents)
{
    sc_buf_printf(buf, "%d,%02d;", cents / 100, cents % 100);
}

/* The first part of the category, in capitals: "DAIRY". */
static void put_category(struct sc_buf *buf, const char *category)
{
    for (const char *c = category; *c != '\0' && *c != '>'; c++)
        if (*c != ' ' || c[1] != '>')
            sc_buf_put_char(buf, (char)toupper((unsigned char)*c));
}

/* Retail price, special price, lowest of 30 days: with a special the retail price stays blank. */
static void put_prices(struct sc_buf *buf, const struct demo_place *place,
                       const struct demo_product *product)
{
    struct demo_special special;

    if (demo_has_special(place, product, &special)) {
        sc_buf_put_char(buf, ';');
        put_comma_money(buf, special.cents);
        put_comma_money(buf, demo_low_30d_cents(place, product));
    } else {
        put_comma_money(buf, demo_regular_cents(place, product));
        sc_buf_put(buf, SC_STR(";;"));
    }
}

static void put_product(struct sc_buf *buf, const struct demo_writer *writer,
                        const struct demo_place *place, const struct demo_product *product)
{
    bool is_loose = demo_is_loose(product);
    struct sc_str size = demo_size_text(writer->arena, &product->size, false);
    struct sc_str measure = demo_measure_text(writer->arena, &product->size, true);

    if (!is_loose)
        sc_buf_printf(buf, "%.*s ", SC_STR_ARGS(product->brand));
    sc_buf_put(buf, product->name);
    if (!is_loose)
        sc_buf_printf(buf, " %.*s", SC_STR_ARGS(size));
    sc_buf_printf(buf, ";H%u;%.*s;%s;%.*s;", product->number, SC_STR_ARGS(measure),
                  is_loose ? "kg" : "piece", SC_STR_ARGS(product->brand));
    put_prices(buf, place, product);
    if (product->deposit_cents > 0)
        put_comma_money(buf, product->deposit_cents);
    else
        sc_buf_put_char(buf, ';');
    if (!is_loose)
        sc_buf_printf(buf, "%013" PRIu64, product->gtin);
    sc_buf_put_char(buf, ';');
    put_category(buf, product->line->category);
    sc_buf_put_char(buf, '\n');
}

static enum sc_status write_store(const struct demo_writer *writer, const struct demo_store *store,
                                  struct sc_buf *buf)
{
    const struct demo_world *world = writer->world;
    struct demo_place place = {world, DEMO_HALFPENNY, store->zone, writer->day};

    sc_buf_put(buf, SC_STR("NAME;CODE;NET_QUANTITY;SOLD_BY;BRAND;RETAIL_PRICE;SPECIAL_PRICE;"
                           "LOWEST_PRICE_30_DAYS;DEPOSIT;BARCODE;CATEGORY\n"));
    for (size_t i = 0; i < world->product_count; i++)
        if (demo_is_sold_by(&world->products[i], DEMO_HALFPENNY))
            put_product(buf, writer, &place, &world->products[i]);
    return demo_write_out(
        writer, sc_arena_printf(writer->arena, "halfpenny-%s-%s.csv", store->code, writer->date),
        store->zone == 1 ? DEMO_ZIP : DEMO_PLAIN, buf);
}

enum sc_status demo_write_tables(const struct demo_writer *writer)
{
    SC_SCOPED(sc_buf) buf = {0};
    enum sc_status st = SC_OK;

    sc_buf_init(&buf, DEMO_FILE_MAX);
    for (size_t i = 0; i < demo_store_count && st == SC_OK; i++)
        if (demo_stores[i].chain == DEMO_HALFPENNY)
            st = write_store(writer, &demo_stores[i], &buf);
    if (st == SC_OK)
        st = demo_write_stores(writer, DEMO_HALFPENNY);
    return st;
}
