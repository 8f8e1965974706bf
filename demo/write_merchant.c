/* Google Merchant's product, local inventory and promotion files, tab separated. */
#include <inttypes.h>

#include "demo/writers.h"

enum {
    SOLD_OUT_SHARE = 1, /* per cent of the products, in each shop */
    SOLD_OUT_DAYS = 14, /* for so long */
};

enum {
    SALT_SOLD_OUT = 300
};

static void put_price(struct sc_buf *buf, int64_t cents)
{
    demo_put_money(buf, cents);
    sc_buf_put(buf, SC_STR(" EUR"));
}

/* Two days as moments: the first one's start, the last one's end. */
static void put_span(struct sc_buf *buf, int64_t first_day, int64_t last_day)
{
    char first[DEMO_DATE_TEXT], last[DEMO_DATE_TEXT];

    demo_date_text(first_day, false, first);
    demo_date_text(last_day, false, last);
    sc_buf_printf(buf, "%sT00:00:00+00:00/%sT23:59:59+00:00", first, last);
}

/* price, sale_price and its dates. The format knows no deposit: it is in the price. */
static void put_prices(struct sc_buf *buf, const struct demo_place *place,
                       const struct demo_product *product)
{
    struct demo_special special;

    put_price(buf, demo_regular_cents(place, product) + product->deposit_cents);
    sc_buf_put_char(buf, '\t');
    if (demo_has_special(place, product, &special)) {
        put_price(buf, special.cents + product->deposit_cents);
        sc_buf_put_char(buf, '\t');
        put_span(buf, special.first_day, special.last_day);
    } else {
        sc_buf_put_char(buf, '\t');
    }
}

static void put_product(struct sc_buf *buf, struct sc_arena *arena, const struct demo_place *place,
                        const struct demo_product *product)
{
    bool is_loose = demo_is_loose(product);
    struct sc_str measure = demo_measure_text(arena, &product->size, false);

    sc_buf_printf(buf, "K%u\t", product->number);
    if (!is_loose)
        sc_buf_printf(buf, "%.*s ", SC_STR_ARGS(product->brand));
    sc_buf_put(buf, product->name);
    if (!is_loose)
        sc_buf_printf(buf, ", %.*s", SC_STR_ARGS(product->size_text));
    sc_buf_printf(buf, "\thttps://copper-kettle.example/p/K%u\tin_stock\t", product->number);
    put_prices(buf, place, product);
    sc_buf_put_char(buf, '\t');
    if (!is_loose)
        sc_buf_printf(buf, "%013" PRIu64, product->gtin);
    sc_buf_printf(buf, "\t%.*s\t%s\t%s\t%.*s\t%d\t%s\n", SC_STR_ARGS(product->brand),
                  is_loose ? "no" : "yes", product->line->category, SC_STR_ARGS(measure),
                  product->size.packs, is_loose ? "weight" : "unit");
}

static enum sc_status write_products(const struct demo_writer *writer, struct sc_buf *buf)
{
    struct demo_place place = {writer->world, DEMO_KETTLE, 0, writer->day};

    sc_buf_put(buf, SC_STR("id\ttitle\tlink\tavailability\tprice\tsale_price\t"
                           "sale_price_effective_date\tgtin\tbrand\tidentifier_exists\t"
                           "product_type\tunit_pricing_measure\tmultipack\tsold_by\n"));
    for (size_t i = 0; i < writer->world->product_count; i++)
        if (demo_is_sold_by(&writer->world->products[i], DEMO_KETTLE))
            put_product(buf, writer->arena, &place, &writer->world->products[i]);
    return demo_write_out(writer,
                          sc_arena_printf(writer->arena, "%s-products-%s.tsv",
                                          demo_chains[DEMO_KETTLE].key, writer->date),
                          DEMO_GZIP, buf);
}

static bool is_sold_out(const struct demo_writer *writer, const struct demo_product *product,
                        size_t store)
{
    uint64_t fortnight = (uint64_t)writer->day / SOLD_OUT_DAYS;
    uint64_t chance = demo_mix(demo_mix(writer->world->seed, SALT_SOLD_OUT),
                               demo_mix(product->number * demo_store_count + store, fortnight));

    return chance % 100 < SOLD_OUT_SHARE;
}

static enum sc_status write_inventory(const struct demo_writer *writer, struct sc_buf *buf)
{
    const struct demo_world *world = writer->world;

    sc_buf_put(buf, SC_STR("store_code\tid\tavailability\tquantity\tprice\tsale_price\t"
                           "sale_price_effective_date\n"));
    for (size_t s = 0; s < demo_store_count; s++) {
        const struct demo_store *store = &demo_stores[s];
        struct demo_place place = {world, DEMO_KETTLE, store->zone, writer->day};
        if (store->chain != DEMO_KETTLE)
            continue;
        for (size_t i = 0; i < world->product_count; i++) {
            const struct demo_product *product = &world->products[i];
            if (!demo_is_sold_by(product, DEMO_KETTLE))
                continue;
            bool sold_out = is_sold_out(writer, product, s);
            sc_buf_printf(buf, "%s\tK%u\t%s\t%d\t", store->code, product->number,
                          sold_out ? "out_of_stock" : "in_stock", sold_out ? 0 : 12);
            put_prices(buf, &place, product);
            sc_buf_put_char(buf, '\n');
        }
    }
    return demo_write_out(writer,
                          sc_arena_printf(writer->arena, "%s-inventory-%s.tsv",
                                          demo_chains[DEMO_KETTLE].key, writer->date),
                          DEMO_GZIP, buf);
}

static const char *coupon_value_type(const struct demo_offer *offer)
{
    switch (offer->kind) {
    case SC_DEAL_PERCENT_OFF:
        return offer->count > 1 ? "buy_m_get_percent_off" : "percent_off";
    case SC_DEAL_AMOUNT_OFF:
        return offer->count > 1 ? "buy_m_get_money_off" : "money_off";
    case SC_DEAL_BASKET_PERCENT_OFF:
        return "percent_off";
    case SC_DEAL_BASKET_AMOUNT_OFF:
        return "money_off";
    case SC_DEAL_BUY_GET:
        return "buy_m_get_n_percent_off";
    case SC_DEAL_UNPRICED:
    case SC_DEAL_BUNDLE_TOTAL:
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
    case SC_DEAL_WEIGHT_PRICE:
        break;
    }
    return offer->is_delivery ? "free_shipping_standard" : "free_gift";
}

/* percent_off, money_off_amount, buy_this_quantity, get_this_quantity_discounted */
static void put_terms(struct sc_buf *buf, const struct demo_offer *offer)
{
    bool is_percent =
        offer->kind == SC_DEAL_PERCENT_OFF || offer->kind == SC_DEAL_BASKET_PERCENT_OFF;
    bool is_amount = offer->kind == SC_DEAL_AMOUNT_OFF || offer->kind == SC_DEAL_BASKET_AMOUNT_OFF;

    if (is_percent)
        sc_buf_printf(buf, "%" PRId64, offer->value / 100);
    if (offer->kind == SC_DEAL_BUY_GET)
        sc_buf_put(buf, SC_STR("100"));
    sc_buf_put_char(buf, '\t');
    if (is_amount)
        put_price(buf, offer->value);
    sc_buf_put_char(buf, '\t');
    if (offer->count > 1 || offer->kind == SC_DEAL_BUY_GET)
        sc_buf_printf(buf, "%d", offer->count);
    sc_buf_put_char(buf, '\t');
    if (offer->kind == SC_DEAL_BUY_GET)
        sc_buf_printf(buf, "%d", offer->get);
    sc_buf_put_char(buf, '\t');
}

static void put_promotion(struct sc_buf *buf, const struct demo_world *world,
                          const struct demo_offer *offer)
{
    bool has_coupon = offer->coupon != NULL;

    sc_buf_printf(buf, "KP%u\t%s\t%s\t%s\t%.*s\t", offer->number,
                  offer->item_count > 0 ? "specific_products" : "all_products",
                  has_coupon ? "generic_code" : "no_code", has_coupon ? offer->coupon : "",
                  SC_STR_ARGS(offer->text));
    put_span(buf, offer->first_day, offer->last_day);
    sc_buf_printf(buf, "\t%s\t%s\t%s\t%s\t", offer->is_delivery ? "online" : "in_store",
                  offer->is_first_store ? "specific_stores" : "all_stores",
                  offer->is_first_store ? "city" : "", coupon_value_type(offer));
    put_terms(buf, offer);
    if (offer->basket_min_cents > 0)
        put_price(buf, offer->basket_min_cents);
    sc_buf_put_char(buf, '\t');
    if (offer->max_units > 0)
        sc_buf_printf(buf, "%d", offer->max_units);
    sc_buf_put_char(buf, '\t');
    for (size_t i = 0; i < offer->item_count; i++)
        sc_buf_printf(buf, "%sK%u", i > 0 ? "," : "", world->products[offer->items[i]].number);
    sc_buf_put_char(buf, '\n');
}

static enum sc_status write_promotions(const struct demo_writer *writer, struct sc_buf *buf)
{
    struct demo_place place = {writer->world, DEMO_KETTLE, 0, writer->day};
    struct demo_offers offers;
    enum sc_status st = demo_offers_make(writer->arena, &place, &offers);

    if (st != SC_OK)
        return st;
    sc_buf_put(buf,
               SC_STR("promotion_id\tproduct_applicability\toffer_type\tgeneric_redemption_code\t"
                      "long_title\tpromotion_effective_dates\tredemption_channel\t"
                      "store_applicability\tstore_code\tcoupon_value_type\tpercent_off\t"
                      "money_off_amount\tbuy_this_quantity\tget_this_quantity_discounted\t"
                      "minimum_purchase_amount\tlimit_quantity\titem_id\n"));
    for (size_t i = 0; i < offers.count; i++)
        put_promotion(buf, writer->world, &offers.at[i]);
    return demo_write_out(writer,
                          sc_arena_printf(writer->arena, "%s-promotions-%s.tsv",
                                          demo_chains[DEMO_KETTLE].key, writer->date),
                          DEMO_PLAIN, buf);
}

enum sc_status demo_write_merchant(const struct demo_writer *writer)
{
    SC_SCOPED(sc_buf) buf = {0};

    sc_buf_init(&buf, DEMO_FILE_MAX);
    enum sc_status st = write_products(writer, &buf);
    if (st == SC_OK)
        st = write_inventory(writer, &buf);
    if (st == SC_OK)
        st = write_promotions(writer, &buf);
    if (st == SC_OK)
        st = demo_write_stores(writer, DEMO_KETTLE);
    return st;
}
