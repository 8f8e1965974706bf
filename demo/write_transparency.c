/* The price-transparency XML of the Israeli regulation, as most chains there write it. */
#include <inttypes.h>

#include "demo/writers.h"

enum {
    REWARD_BUNDLE = 1,
    REWARD_PERCENT = 2,
    REWARD_AMOUNT = 3,
    REWARD_GIFT = 6,      /* buy MinQty, get other items at their own price */
    REWARD_SAME_GIFT = 7, /* MinQty counts the free ones too */
    REWARD_CHEAPEST = 9,
    REWARD_STAMPS = 10, /* nobody outside knows what it means */
    GRAMS = 1000,
};

struct file {
    const struct demo_writer *writer;
    const struct demo_store *store;
    struct demo_place place;
    struct sc_buf *buf;
};

static void put_escaped(struct sc_buf *buf, struct sc_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '&')
            sc_buf_put(buf, SC_STR("&amp;"));
        else if (text.at[i] == '<')
            sc_buf_put(buf, SC_STR("&lt;"));
        else if (text.at[i] == '\'')
            sc_buf_put(buf, SC_STR("&apos;"));
        else
            sc_buf_put_char(buf, text.at[i]);
    }
}

static void tag_text(struct sc_buf *buf, const char *tag, struct sc_str text)
{
    sc_buf_printf(buf, "<%s>", tag);
    put_escaped(buf, text);
    sc_buf_printf(buf, "</%s>\n", tag);
}

static void tag_int(struct sc_buf *buf, const char *tag, int64_t value)
{
    sc_buf_printf(buf, "<%s>%" PRId64 "</%s>\n", tag, value, tag);
}

/* Hundredths of anything: "2.00". */
static void tag_cents(struct sc_buf *buf, const char *tag, int64_t hundredths)
{
    sc_buf_printf(buf, "<%s>", tag);
    demo_put_money(buf, hundredths);
    sc_buf_printf(buf, "</%s>\n", tag);
}

static void tag_day(struct sc_buf *buf, const char *tag, int64_t day)
{
    char date[DEMO_DATE_TEXT];

    demo_date_text(day, false, date);
    sc_buf_printf(buf, "<%s>%s</%s>\n", tag, date, tag);
}

static struct file start_file(const struct demo_writer *writer, const struct demo_store *store,
                              struct sc_buf *buf)
{
    sc_buf_printf(buf,
                  "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Root>\n"
                  "<XmlDocVersion>19</XmlDocVersion>\n<ChainId>%s</ChainId>\n"
                  "<SubChainId>1</SubChainId>\n<StoreId>00%s</StoreId>\n<BikoretNo>4</BikoretNo>\n",
                  demo_chains[DEMO_LARKFIELD].number, store->code);
    return (struct file){
        .writer = writer,
        .store = store,
        .place = {writer->world, DEMO_LARKFIELD, store->zone, writer->day},
        .buf = buf,
    };
}

static enum sc_status end_file(struct file *file, const char *type)
{
    const struct demo_writer *writer = file->writer;

    sc_buf_put(file->buf, SC_STR("</Root>\n"));
    return demo_write_out(writer,
                          sc_arena_printf(writer->arena, "%s%s-00%s-%s0500.xml", type,
                                          demo_chains[DEMO_LARKFIELD].number, file->store->code,
                                          writer->compact),
                          file->place.zone == 0 ? DEMO_GZIP : DEMO_PLAIN, file->buf);
}

/* As old as the stores table beside it, so that neither is out of date against the other. */
static enum sc_status write_stores(const struct demo_writer *writer, struct sc_buf *buf)
{
    const struct demo_chain *chain = &demo_chains[DEMO_LARKFIELD];

    sc_buf_printf(buf,
                  "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Root>\n"
                  "<ChainId>%s</ChainId>\n<ChainName>%s</ChainName>\n<LastUpdateDate>%s"
                  "</LastUpdateDate>\n<SubChains>\n<SubChain>\n<SubChainId>1</SubChainId>\n"
                  "<SubChainName>%s Food Halls</SubChainName>\n<Stores>\n",
                  chain->number, chain->name, writer->date, chain->name);
    for (size_t i = 0; i < demo_store_count; i++) {
        const struct demo_store *store = &demo_stores[i];
        if (store->chain != DEMO_LARKFIELD)
            continue;
        sc_buf_printf(buf,
                      "<Store>\n<StoreId>00%s</StoreId>\n<BikoretNo>4</BikoretNo>\n"
                      "<StoreType>1</StoreType>\n",
                      store->code);
        tag_text(buf, "StoreName", sc_str_of(store->name));
        tag_text(buf, "Address", sc_str_of(store->address));
        tag_text(buf, "City", sc_str_of(store->city));
        tag_text(buf, "ZipCode", sc_str_of(store->zip));
        sc_buf_put(buf, SC_STR("</Store>\n"));
    }
    sc_buf_put(buf, SC_STR("</Stores>\n</SubChain>\n</SubChains>\n</Root>\n"));
    return demo_write_out(
        writer,
        sc_arena_printf(writer->arena, "Stores%s-000-%s0000.xml", chain->number, writer->compact),
        DEMO_PLAIN, buf);
}

static struct sc_str unit_word(const struct demo_size *size)
{
    static const struct {
        struct sc_str unit, word;
    } words[] = {
        {SC_STR("g"), SC_STR("Grams")},        {SC_STR("kg"), SC_STR("Kilograms")},
        {SC_STR("ml"), SC_STR("Millilitres")}, {SC_STR("L"), SC_STR("Litres")},
        {SC_STR("m"), SC_STR("Metres")},
    };

    for (size_t i = 0; i < SC_COUNT(words); i++)
        if (sc_str_eq(words[i].unit, size->unit))
            return words[i].word;
    return SC_STR("Units");
}

static void put_code(struct sc_buf *buf, const struct demo_product *product)
{
    bool is_loose = demo_is_loose(product);

    sc_buf_printf(buf, "<ItemCode>%" PRIu64 "</ItemCode>\n<ItemType>%d</ItemType>\n",
                  is_loose ? product->number : product->gtin, is_loose ? 0 : 1);
}

/* These files have no room for a deposit: it is in the price, as at the till. */
static int price_with_deposit(const struct demo_place *place, const struct demo_product *product)
{
    return demo_regular_cents(place, product) + product->deposit_cents;
}

static void put_item(struct file *file, const struct demo_product *product)
{
    struct sc_buf *buf = file->buf;
    struct sc_arena *arena = file->writer->arena;
    struct sc_str name = product->name;
    const struct demo_size *size = &product->size;

    if (!demo_is_loose(product))
        name = sc_arena_printf(arena, "%.*s %.*s %.*s", SC_STR_ARGS(product->brand),
                               SC_STR_ARGS(product->name), SC_STR_ARGS(product->size_text));
    sc_buf_put(buf, SC_STR("<Item>\n"));
    sc_buf_printf(buf, "<PriceUpdateDate>%s 05:00:00</PriceUpdateDate>\n", file->writer->date);
    put_code(buf, product);
    tag_text(buf, "ItemName", name);
    tag_text(buf, "ManufacturerName", product->brand);
    tag_text(buf, "ManufactureCountry", SC_STR("IE"));
    tag_text(buf, "ManufacturerItemDescription", product->name);
    tag_text(buf, "UnitQty", unit_word(size));
    tag_cents(buf, "Quantity", (int64_t)size->packs * size->amount * 100);
    tag_text(buf, "UnitOfMeasure", unit_word(size));
    tag_int(buf, "bIsWeighted", demo_is_loose(product));
    tag_int(buf, "QtyInPackage", size->packs);
    tag_cents(buf, "ItemPrice", price_with_deposit(&file->place, product));
    tag_cents(buf, "UnitOfMeasurePrice", 0);
    tag_int(buf, "AllowDiscount", 1);
    tag_int(buf, "ItemStatus", 1);
    sc_buf_put(buf, SC_STR("</Item>\n"));
}

static enum sc_status write_prices(const struct demo_writer *writer, const struct demo_store *store,
                                   struct sc_buf *buf)
{
    struct file file = start_file(writer, store, buf);
    const struct demo_world *world = writer->world;
    size_t count = 0;

    for (size_t i = 0; i < world->product_count; i++)
        count += demo_is_sold_by(&world->products[i], DEMO_LARKFIELD);
    sc_buf_printf(buf, "<Items Count=\"%zu\">\n", count);
    for (size_t i = 0; i < world->product_count; i++)
        if (demo_is_sold_by(&world->products[i], DEMO_LARKFIELD))
            put_item(&file, &world->products[i]);
    sc_buf_put(buf, SC_STR("</Items>\n"));
    return end_file(&file, "PriceFull");
}

/* One sum for all of an offer's units, and the same for each: that one without deposits. */
static void put_prices(struct file *file, const struct demo_offer *offer)
{
    int deposit = file->writer->world->products[offer->items[0]].deposit_cents;

    tag_cents(file->buf, "DiscountedPrice", offer->value + (int64_t)deposit * offer->count);
    tag_cents(file->buf, "DiscountedPricePerMida", offer->value / offer->count);
}

static void put_weight_prices(struct file *file, const struct demo_offer *offer)
{
    int grams = offer->min_grams > 0 ? offer->min_grams : GRAMS / 100;

    tag_cents(file->buf, "MinQty", grams / 10);
    if (offer->max_grams > 0)
        tag_cents(file->buf, "MaxQty", offer->max_grams / 10);
    tag_cents(file->buf, "DiscountedPrice", offer->value);
    tag_cents(file->buf, "DiscountedPricePerMida", (offer->value * grams + GRAMS / 2) / GRAMS);
}

/* Of grams the files write thousands: "9000.00" is up to 9 kg. */
static bool is_gift_by_weight(const struct demo_offer *offer)
{
    return offer->kind == SC_DEAL_WEIGHT_PRICE && offer->basket_min_cents > 0;
}

static int reward_of(const struct demo_offer *offer)
{
    switch (offer->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return REWARD_BUNDLE;
    case SC_DEAL_WEIGHT_PRICE:
        return is_gift_by_weight(offer) ? REWARD_GIFT : REWARD_BUNDLE;
    case SC_DEAL_PERCENT_OFF:
        return REWARD_PERCENT;
    case SC_DEAL_AMOUNT_OFF:
        return REWARD_AMOUNT;
    case SC_DEAL_BUY_GET:
        return offer->gifts != NULL ? REWARD_GIFT : REWARD_SAME_GIFT;
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        return REWARD_CHEAPEST;
    case SC_DEAL_UNPRICED:
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
        break;
    }
    return REWARD_STAMPS;
}

static void put_reward(struct file *file, const struct demo_offer *offer)
{
    struct sc_buf *buf = file->buf;
    int reward = reward_of(offer);

    if (is_gift_by_weight(offer)) {
        tag_cents(buf, "MinQty", (int64_t)offer->max_grams * 100);
        tag_cents(buf, "MaxQty", 0);
    } else if (offer->kind == SC_DEAL_WEIGHT_PRICE) {
        put_weight_prices(file, offer);
    } else {
        int count = offer->count + (reward == REWARD_SAME_GIFT ? offer->get : 0);
        tag_cents(buf, "MinQty", (int64_t)count * 100);
        if (offer->max_units > 0)
            tag_cents(buf, "MaxQty", (int64_t)offer->max_units * 100);
    }
    if (offer->basket_min_cents > 0)
        tag_cents(buf, "MinPurchaseAmnt", offer->basket_min_cents);
    if (reward == REWARD_PERCENT || reward == REWARD_CHEAPEST || reward == REWARD_AMOUNT) {
        tag_int(buf, "DiscountRate", offer->value);
        tag_int(buf, "DiscountType", reward == REWARD_AMOUNT ? 1 : 0);
    }
    if (offer->kind == SC_DEAL_BUNDLE_TOTAL)
        put_prices(file, offer);
}

static int64_t gift_count(const struct demo_offer *offer)
{
    return is_gift_by_weight(offer) ? offer->max_grams : offer->get;
}

static void put_promotion_items(struct file *file, const struct demo_offer *offer)
{
    const struct demo_product *products = file->writer->world->products;
    bool is_by_weight = is_gift_by_weight(offer);
    const uint32_t *gifts = is_by_weight ? offer->items : offer->gifts;
    size_t gift_count_of = is_by_weight ? offer->item_count : offer->gift_count;
    struct sc_buf *buf = file->buf;

    sc_buf_put(buf, SC_STR("<PromotionItems>\n"));
    for (size_t i = 0; i < offer->item_count; i++) {
        sc_buf_put(buf, SC_STR("<Item>\n"));
        put_code(buf, &products[offer->items[i]]);
        sc_buf_put(buf, SC_STR("<IsGiftItem>0</IsGiftItem>\n</Item>\n"));
    }
    for (size_t i = 0; i < gift_count_of; i++) {
        sc_buf_put(buf, SC_STR("<Item>\n"));
        put_code(buf, &products[gifts[i]]);
        sc_buf_put(buf, SC_STR("<IsGiftItem>1</IsGiftItem>\n"));
        tag_cents(buf, "GiftItemPrice", offer->value);
        sc_buf_put(buf, SC_STR("</Item>\n"));
    }
    sc_buf_put(buf, SC_STR("</PromotionItems>\n"));
}

static void put_promotion(struct file *file, const struct demo_offer *offer)
{
    struct sc_buf *buf = file->buf;
    bool is_weighed = offer->kind == SC_DEAL_WEIGHT_PRICE && !is_gift_by_weight(offer);

    sc_buf_put(buf, SC_STR("<Promotion>\n"));
    tag_int(buf, "PromotionId", offer->number);
    tag_text(buf, "PromotionDescription", offer->text);
    tag_day(buf, "PromotionUpdateDate", offer->first_day);
    tag_day(buf, "PromotionStartDate", offer->first_day);
    sc_buf_put(buf, SC_STR("<PromotionStartHour>00:00:00</PromotionStartHour>\n"));
    tag_day(buf, "PromotionEndDate", offer->last_day);
    sc_buf_put(buf, SC_STR("<PromotionEndHour>23:59:00</PromotionEndHour>\n"));
    tag_int(buf, "RewardType", reward_of(offer));
    tag_int(buf, "AllowMultipleDiscounts", 1);
    tag_int(buf, "IsWeightedPromo", is_weighed);
    sc_buf_put(buf, SC_STR("<AdditionalRestrictions>\n"));
    tag_int(buf, "AdditionalIsCoupon", offer->coupon != NULL);
    tag_int(buf, "AdditionalGiftCount", gift_count(offer));
    sc_buf_put(buf, SC_STR("<AdditionalIsTotal>0</AdditionalIsTotal>\n<AdditionalIsActive>1"
                           "</AdditionalIsActive>\n</AdditionalRestrictions>\n"));
    put_reward(file, offer);
    sc_buf_put(buf, SC_STR("<MinNoOfItemOfered>10</MinNoOfItemOfered>\n"));
    put_promotion_items(file, offer);
    sc_buf_printf(buf, "<Clubs>\n<ClubId>%d</ClubId>\n</Clubs>\n</Promotion>\n", offer->audience);
}

static enum sc_status write_promotions(const struct demo_writer *writer,
                                       const struct demo_store *store, struct sc_buf *buf)
{
    struct file file = start_file(writer, store, buf);
    struct demo_offers offers;
    enum sc_status st = demo_offers_make(writer->arena, &file.place, &offers);

    if (st != SC_OK)
        return st;
    sc_buf_printf(buf, "<Promotions Count=\"%zu\">\n", offers.count);
    for (size_t i = 0; i < offers.count; i++)
        put_promotion(&file, &offers.at[i]);
    sc_buf_put(buf, SC_STR("</Promotions>\n"));
    return end_file(&file, "PromoFull");
}

enum sc_status demo_write_transparency(const struct demo_writer *writer)
{
    SC_SCOPED(sc_buf) buf = {0};

    sc_buf_init(&buf, DEMO_FILE_MAX);
    enum sc_status st = write_stores(writer, &buf);
    for (size_t i = 0; i < demo_store_count && st == SC_OK; i++) {
        const struct demo_store *store = &demo_stores[i];
        if (store->chain != DEMO_LARKFIELD)
            continue;
        st = write_prices(writer, store, &buf);
        if (st == SC_OK)
            st = write_promotions(writer, store, &buf);
    }
    if (st == SC_OK)
        st = demo_write_stores(writer, DEMO_LARKFIELD);
    return st;
}
