#include "demo/offers.h"

#include <assert.h>

enum {
    OFFERS_MAX = 1000,
    DAYS_AHEAD = 7, /* sales are published a week before they begin */
    OFFER_DAYS = 14,
    MULTI_BUY_SHARE = 5, /* per cent of the families have one at any time */
    FIRST_PLANNED = 100000,
    FIRST_SALE = 1000000,
    FIRST_MULTI_BUY = 3000000,
    SLOTS = 100, /* numbers tell so many runs of one offer apart */
};

enum {
    SALT_MULTI_BUY = 200
};

enum when {
    NOW,
    ENDED,
    SOON,
    TODAY, /* begins and ends on the day */
};

/* Which products: all that fit every part given. */
struct choice {
    const char *category;
    const char *name; /* what the product's name begins with */
    const char *brand;
    const char *size; /* "500 g" */
    bool one_family;  /* only of the first family that fits */
};

/* One particular offer. What is left out is 0: no limit, everybody, now. */
struct planned {
    enum demo_chain_id chain;
    struct choice items; /* none given: the whole basket */
    struct choice gifts; /* none given: the same as the items */
    enum sc_deal_kind kind;
    int count, get;
    int cut;        /* per cent off; amount_off and basket_amount_off: cent off */
    int gift_cents; /* buy_get */
    int min_grams, max_grams, max_units, basket_min_cents;
    enum demo_audience audience;
    const char *coupon;
    enum when when;
    bool is_delivery, is_first_store;
    const char *words; /* what is on offer; of one family left out: its own name */
};

#define A          .chain = DEMO_LARKFIELD
#define B          .chain = DEMO_KETTLE
#define KIND(name) .kind = SC_DEAL_##name

static const struct planned planned[] = {
    {A, KIND(BUNDLE_TOTAL), .count = 3, .cut = 20,
     .items = {.category = "Dairy > Yogurt", .size = "125 g", .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 2, .cut = 25,
     .items = {.category = "Pasta and rice > Pasta",
               .name = "Spaghetti No. 5",
               .size = "500 g",
               .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 4, .cut = 22, .max_units = 8,
     .items = {.category = "Tins > Tomatoes", .size = "400 g", .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 2, .cut = 15,
     .items = {.category = "Drinks > Fizzy drinks", .size = "6 x 330 ml", .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 2, .cut = 55, /* two for less than one */
     .items = {.category = "Household > Dishes",
               .name = "Dishwasher Tablets",
               .brand = "Larkfield",
               .size = "30 tablets",
               .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 1, .cut = 30, .audience = DEMO_CLUB,
     .items = {.category = "Hot drinks > Coffee",
               .name = "House Blend Ground",
               .size = "227 g",
               .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 2, .cut = 30, .audience = DEMO_CARD,
     .items = {.category = "Cheese > Hard cheese",
               .name = "Mature White",
               .size = "200 g",
               .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 1, .cut = 60, .max_units = 2, .basket_min_cents = 5000,
     .items = {.category = "Baking > Flour and sugar",
               .name = "Granulated",
               .size = "1 kg",
               .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 1, .cut = 50, .coupon = "",
     .items =
         {.category = "Dairy > Milk", .name = "Whole Milk", .size = "1 L", .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 1, .cut = 35, .when = TODAY,
     .items =
         {.category = "Dairy > Eggs", .name = "Free Range", .size = "6 pack", .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 3, .cut = 33, .when = ENDED,
     .items = {.category = "Tins > Beans", .name = "Baked", .size = "420 g", .one_family = true}},
    {A, KIND(BUNDLE_TOTAL), .count = 3, .cut = 25, .when = SOON,
     .items = {.category = "Drinks > Juice", .name = "Orange", .size = "1 L", .one_family = true}},
    {A, KIND(PERCENT_OFF), .count = 1, .cut = 20, .words = "All for the hair",
     .items = {.category = "Personal care > Hair"}},
    {A, KIND(PERCENT_OFF), .count = 2, .cut = 15, .words = "Chocolate",
     .items = {.category = "Snacks > Chocolate"}},
    {A, KIND(PERCENT_OFF), .count = 1, .cut = 25, .coupon = "", .words = "Nappies",
     .items = {.category = "Baby > Nappies"}},
    {A, KIND(AMOUNT_OFF), .count = 2, .cut = 200, .words = "Laundry liquid",
     .items = {.category = "Household > Laundry", .name = "Laundry Liquid"}},
    {A, KIND(CHEAPEST_PERCENT_OFF), .count = 3, .cut = 100, .words = "Biscuits",
     .items = {.category = "Snacks > Biscuits"}},
    {A, KIND(CHEAPEST_PERCENT_OFF), .count = 2, .cut = 50, .words = "Frozen pizza",
     .items = {.category = "Frozen > Pizza"}},
    {A, KIND(BUY_GET), .count = 1, .get = 1,
     .items = {.category = "Snacks > Crisps", .size = "150 g", .one_family = true}},
    {A, KIND(BUY_GET), .count = 3, .get = 1,
     .items = {.category = "Pets > Cats",
               .name = "Cat Food Pouches",
               .size = "12 x 85 g",
               .one_family = true}},
    {A, KIND(BUY_GET), .count = 2, .get = 1, .gift_cents = 99,
     .words = "Two packs of pasta and a jar of sauce",
     .items = {.category = "Pasta and rice > Pasta", .size = "500 g"},
     .gifts = {.category = "Sauces > Pasta sauce", .size = "350 g"}},
    {A, KIND(WEIGHT_PRICE), .cut = 25, .words = "Loose bananas",
     .items = {.name = "Bananas Loose"}},
    {A, KIND(WEIGHT_PRICE), .cut = 20, .min_grams = 500, .words = "Beef mince from the counter",
     .items = {.name = "Beef Mince Loose"}},
    {A, KIND(WEIGHT_PRICE), .cut = 22, .min_grams = 2000,
     .words = "Chicken fillets from the counter", .items = {.name = "Chicken Fillets Loose"}},
    {A, KIND(WEIGHT_PRICE), .cut = 30, .max_grams = 3000, .words = "Loose carrots",
     .items = {.name = "Carrots Loose"}},
    {A, KIND(WEIGHT_PRICE), .cut = 25, .max_grams = 3000, .basket_min_cents = 4000,
     .words = "Salmon fillet", .items = {.name = "Salmon Fillet Loose"}},
    {A, KIND(UNPRICED), .count = 1, .words = "Collect a stamp for your dishes, ten win a pan",
     .items = {.category = "Household > Dishes"}},
    {B, KIND(PERCENT_OFF), .count = 1, .cut = 15, .words = "Wine by the bottle",
     .items = {.category = "Alcohol > Wine", .size = "750 ml"}},
    {B, KIND(PERCENT_OFF), .count = 1, .cut = 30, .coupon = "COFFEE30", .words = "Instant coffee",
     .items = {.category = "Hot drinks > Coffee", .size = "100 g"}},
    {B, KIND(PERCENT_OFF), .count = 2, .cut = 20, .words = "Granola",
     .items = {.category = "Breakfast > Cereal", .size = "500 g"}},
    {B, KIND(PERCENT_OFF), .count = 1, .cut = 20, .when = TODAY, .words = "Loaves of 500 g",
     .items = {.category = "Bakery > Bread", .size = "500 g"}},
    {B, KIND(PERCENT_OFF), .count = 1, .cut = 40, .when = ENDED, .words = "Ice cream",
     .items = {.category = "Frozen > Ice cream"}},
    {B, KIND(PERCENT_OFF), .count = 1, .cut = 25, .when = SOON, .words = "Olive oil",
     .items = {.category = "Oils > Oil", .size = "500 ml"}},
    {B, KIND(AMOUNT_OFF), .count = 1, .cut = 50, .words = "Toothpaste 75 ml",
     .items = {.category = "Personal care > Teeth", .name = "Toothpaste", .size = "75 ml"}},
    {B, KIND(AMOUNT_OFF), .count = 3, .cut = 150, .max_units = 6, .words = "Fresh soup",
     .items = {.category = "Chilled > Soup", .size = "400 g"}},
    {B, KIND(AMOUNT_OFF), .count = 2, .cut = 100, .is_first_store = true,
     .words = "Market day in the city, sliced bread 800 g",
     .items = {.category = "Bakery > Bread", .size = "800 g"}},
    {B, KIND(BUY_GET), .count = 2, .get = 1,
     .items = {.category = "Dairy > Yogurt",
               .name = "Natural Yogurt",
               .size = "500 g",
               .one_family = true}},
    {B, KIND(BUY_GET), .count = 1, .get = 1,
     .items =
         {.category = "Tins > Tomatoes", .name = "Chopped", .size = "400 g", .one_family = true}},
    {B, KIND(BASKET_PERCENT_OFF), .cut = 5, .coupon = "WELCOME5", .words = "Your shop"},
    {B, KIND(BASKET_AMOUNT_OFF), .cut = 1000, .basket_min_cents = 10000, .coupon = "TENOFF",
     .words = "Your shop"},
    {B, KIND(UNPRICED), .count = 1, .words = "A free cotton bag with any cheese",
     .items = {.category = "Cheese > Soft cheese"}},
    {B, KIND(UNPRICED), .is_delivery = true, .basket_min_cents = 4000,
     .words = "Free delivery over 40.00"},
    {A, KIND(PERCENT_OFF), .count = 1, .cut = 25, .when = SOON, .words = "All cheese in blocks",
     .items = {.category = "Cheese > Hard cheese"}},
    {A, KIND(PERCENT_OFF), .count = 1, .cut = 20, .when = SOON, .words = "Ice cream",
     .items = {.category = "Frozen > Ice cream"}},
    {A, KIND(CHEAPEST_PERCENT_OFF), .count = 2, .cut = 50, .when = SOON,
     .words = "Breakfast cereal", .items = {.category = "Breakfast > Cereal"}},
    {A, KIND(PERCENT_OFF), .count = 2, .cut = 15, .when = SOON, .words = "Coffee",
     .items = {.category = "Hot drinks > Coffee"}},
    {B, KIND(AMOUNT_OFF), .count = 2, .cut = 100, .when = SOON, .words = "Yogurt 500 g",
     .items = {.category = "Dairy > Yogurt", .size = "500 g"}},
    {B, KIND(PERCENT_OFF), .count = 1, .cut = 15, .when = SOON, .words = "Bread of 800 g",
     .items = {.category = "Bakery > Bread", .size = "800 g"}},
};

struct making {
    struct sc_arena *arena;
    const struct demo_place *place;
    struct demo_offer *offers;
    size_t count;
    bool failed; /* no memory */
};

static bool is_given(const struct choice *choice)
{
    return choice->category != NULL || choice->name != NULL;
}

static bool fits(const struct making *m, const struct choice *choice,
                 const struct demo_product *product)
{
    if (!demo_is_sold_by(product, m->place->chain))
        return false;
    if (choice->category != NULL && strcmp(choice->category, product->line->category) != 0)
        return false;
    if (choice->name != NULL && !sc_str_starts(product->name, sc_str_of(choice->name)))
        return false;
    if (choice->brand != NULL && !sc_str_eq(product->brand, sc_str_of(choice->brand)))
        return false;
    return choice->size == NULL || sc_str_eq(product->size_text, sc_str_of(choice->size));
}

static void choose(struct making *m, const struct choice *choice, const uint32_t **ret_items,
                   size_t *ret_count)
{
    const struct demo_world *world = m->place->world;
    uint32_t *items = sc_arena_array(m->arena, world->product_count, sizeof *items);
    size_t count = 0;

    if (items == NULL) {
        m->failed = true;
        return;
    }
    for (uint32_t i = 0; i < world->product_count; i++) {
        const struct demo_product *product = &world->products[i];
        bool is_other =
            choice->one_family && count > 0 && product->family != world->products[items[0]].family;
        if (!is_other && fits(m, choice, product))
            items[count++] = i;
    }
    *ret_items = items;
    *ret_count = count;
}

/* The runs of an offer follow each other; `key` spreads their starts over the fortnight. */
static void set_days(struct demo_offer *offer, int64_t day, uint32_t key, enum when when)
{
    int64_t phase = key * 5 % OFFER_DAYS;
    int64_t slot = (day + phase) / OFFER_DAYS;

    if (when == TODAY) {
        offer->first_day = offer->last_day = day;
        offer->number += (uint32_t)(day % SLOTS);
        return;
    }
    if (when == ENDED)
        slot--;
    if (when == SOON)
        slot++;
    offer->number += (uint32_t)(slot % SLOTS);
    offer->first_day = slot * OFFER_DAYS - phase;
    offer->last_day = offer->first_day + OFFER_DAYS - 1;
}

/* The shelf price of the offer's first product on its first day: so it never moves in its run. */
static int first_price(const struct making *m, const struct demo_offer *offer)
{
    struct demo_place then = *m->place;

    assert(offer->items != NULL); /* what has a price is about products */
    then.day = offer->first_day;
    return demo_regular_cents(&then, &m->place->world->products[offer->items[0]]);
}

/* A price for `count` together that is worth it: "3 for 4.50", "2 for 0.89". */
static int bundle_cents(int price, int count, int cut)
{
    int cents = price * count * (100 - cut) / 100;

    if (count == 1 || cents < 200)
        return demo_shelf_cents(cents);
    return cents / 50 * 50;
}

static int64_t value_of(const struct making *m, const struct demo_offer *offer,
                        const struct planned *plan)
{
    switch (plan->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return bundle_cents(first_price(m, offer), plan->count, plan->cut);
    case SC_DEAL_WEIGHT_PRICE:
        return bundle_cents(first_price(m, offer), 1, plan->cut);
    case SC_DEAL_PERCENT_OFF:
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
    case SC_DEAL_BASKET_PERCENT_OFF:
        return plan->cut * INT64_C(100);
    case SC_DEAL_AMOUNT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
        return plan->cut;
    case SC_DEAL_BUY_GET:
        return plan->gift_cents;
    case SC_DEAL_UNPRICED:
        return 0;
    }
    return 0;
}

/* "3 for 4.50", with the words before it. */
static struct sc_str say_kind(struct sc_arena *arena, const struct demo_offer *offer,
                              const char *words)
{
    int euro = (int)(offer->value / 100), cent = (int)(offer->value % 100);

    switch (offer->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        if (offer->count == 1)
            return sc_arena_printf(arena, "%s now %d.%02d", words, euro, cent);
        return sc_arena_printf(arena, "%s: %d for %d.%02d", words, offer->count, euro, cent);
    case SC_DEAL_PERCENT_OFF:
        if (offer->count > 1)
            return sc_arena_printf(arena, "%s: %d%% off %d or more", words, euro, offer->count);
        return sc_arena_printf(arena, "%s: %d%% off", words, euro);
    case SC_DEAL_AMOUNT_OFF:
        if (offer->count > 1)
            return sc_arena_printf(arena, "%s: %d.%02d off when you buy %d", words, euro, cent,
                                   offer->count);
        return sc_arena_printf(arena, "%s: %d.%02d off", words, euro, cent);
    case SC_DEAL_CHEAPEST_PERCENT_OFF:
        if (euro == 100)
            return sc_arena_printf(arena, "%s: %d for %d, the cheapest is free", words,
                                   offer->count, offer->count - 1);
        return sc_arena_printf(arena, "%s: buy %d, the cheapest at %d%% off", words, offer->count,
                               euro);
    case SC_DEAL_BUY_GET:
        if (offer->value == 0)
            return sc_arena_printf(arena, "%s: buy %d get %d free", words, offer->count,
                                   offer->get);
        return sc_arena_printf(arena, "%s for only %d.%02d more", words, euro, cent);
    case SC_DEAL_WEIGHT_PRICE:
        return sc_arena_printf(arena, "%s at %d.%02d a kg", words, euro, cent);
    case SC_DEAL_BASKET_PERCENT_OFF:
        return sc_arena_printf(arena, "%s: %d%% off", words, euro);
    case SC_DEAL_BASKET_AMOUNT_OFF:
        return sc_arena_printf(arena, "%s: %d.%02d off", words, euro, cent);
    case SC_DEAL_UNPRICED:
        break;
    }
    return sc_arena_printf(arena, "%s", words);
}

/* The whole poster: the kind's words, and each condition behind them. */
static struct sc_str say(struct making *m, const struct demo_offer *offer, const char *words)
{
    static const char *const audiences[] = {"", " with the Larkfield Club",
                                            " with the Larkfield Card"};
    struct sc_arena *arena = m->arena;
    struct sc_str text = say_kind(arena, offer, words);

    if (offer->min_grams > 0)
        text = sc_arena_printf(arena, "%.*s from %d g", SC_STR_ARGS(text), offer->min_grams);
    if (offer->max_grams > 0)
        text =
            sc_arena_printf(arena, "%.*s, up to %d kg", SC_STR_ARGS(text), offer->max_grams / 1000);
    if (offer->max_units > 0)
        text = sc_arena_printf(arena, "%.*s, limit %d", SC_STR_ARGS(text), offer->max_units);
    if (offer->basket_min_cents > 0 && offer->kind != SC_DEAL_UNPRICED)
        text = sc_arena_printf(arena, "%.*s when you spend %d.00", SC_STR_ARGS(text),
                               offer->basket_min_cents / 100);
    text = sc_arena_printf(arena, "%.*s%s%s", SC_STR_ARGS(text), audiences[offer->audience],
                           offer->coupon != NULL ? " with the coupon" : "");
    if (text.at == NULL)
        m->failed = true;
    return text;
}

static void add_offer(struct making *m, const struct demo_offer *offer)
{
    assert(m->count < OFFERS_MAX);
    m->offers[m->count++] = *offer;
}

/* A family's name: "Kilbrack Yogurt 125 g"; of a single product all of it. */
static const char *family_words(struct making *m, const struct demo_product *first, size_t count)
{
    struct sc_str name = first->name;
    struct sc_str pattern = sc_str_of(first->line->name);
    ptrdiff_t star = sc_str_find_char(pattern, '*');

    if (count > 1 && pattern.len > 1 && star >= 0)
        name = sc_str_trim(star == 0 ? sc_str_sub(pattern, 1, pattern.len)
                                     : sc_str_sub(pattern, 0, (size_t)star));
    struct sc_str words = sc_arena_printf(m->arena, "%.*s%s%.*s %.*s", SC_STR_ARGS(first->brand),
                                          first->brand.len > 0 ? " " : "", SC_STR_ARGS(name),
                                          SC_STR_ARGS(first->size_text));
    if (words.at == NULL)
        m->failed = true;
    return words.at;
}

static void add_planned(struct making *m, uint32_t row)
{
    const struct planned *plan = &planned[row];
    struct demo_offer offer = {
        .number = FIRST_PLANNED + row * SLOTS,
        .kind = plan->kind,
        .count = plan->count,
        .get = plan->get,
        .min_grams = plan->min_grams,
        .max_grams = plan->max_grams,
        .max_units = plan->max_units,
        .basket_min_cents = plan->basket_min_cents,
        .audience = plan->audience,
        .coupon = plan->coupon,
        .is_delivery = plan->is_delivery,
        .is_first_store = plan->is_first_store,
    };

    if (is_given(&plan->items)) {
        choose(m, &plan->items, &offer.items, &offer.item_count);
        if (offer.item_count == 0)
            return; /* the seed left none of them on the shelf */
    }
    if (is_given(&plan->gifts))
        choose(m, &plan->gifts, &offer.gifts, &offer.gift_count);
    set_days(&offer, m->place->day, row, plan->when);
    offer.value = value_of(m, &offer, plan);
    const char *words = plan->words;
    assert(words != NULL || offer.items != NULL); /* a plan of no items has words of its own */
    if (words == NULL)
        words = family_words(m, &m->place->world->products[offer.items[0]], offer.item_count);
    offer.text = say(m, &offer, words);
    add_offer(m, &offer);
}

/* A sale price of so many days ahead, as the transparency files tell it: a bundle of one. */
static void add_sale(struct making *m, struct demo_offer offer, int ahead, const char *words)
{
    const struct demo_product *first = &m->place->world->products[offer.items[0]];
    struct demo_place then = *m->place;
    struct demo_special special;

    then.day += ahead;
    if (!demo_has_special(&then, first, &special))
        return;
    if (ahead > 0 && special.first_day <= m->place->day)
        return; /* is on already */
    offer.number = FIRST_SALE + first->family * SLOTS;
    offer.kind = demo_is_loose(first) ? SC_DEAL_WEIGHT_PRICE : SC_DEAL_BUNDLE_TOTAL;
    offer.count = 1;
    offer.first_day = special.first_day;
    offer.last_day = special.last_day;
    offer.number += (uint32_t)(special.first_day / OFFER_DAYS % SLOTS);
    offer.value = special.cents;
    offer.text = say(m, &offer, words);
    add_offer(m, &offer);
}

static void add_multi_buy(struct making *m, struct demo_offer offer, const char *words)
{
    const struct demo_product *first = &m->place->world->products[offer.items[0]];
    struct planned plan = {.kind = SC_DEAL_BUNDLE_TOTAL, .count = 2, .cut = 15};

    if (demo_is_loose(first))
        return;
    offer.number = FIRST_MULTI_BUY + first->family * SLOTS;
    set_days(&offer, m->place->day, first->family, NOW);
    uint64_t chance = demo_mix(demo_mix(m->place->world->seed, SALT_MULTI_BUY), offer.number);
    if (chance % 100 >= MULTI_BUY_SHARE)
        return;
    plan.count = 2 + (int)((chance >> 32) % 3);
    plan.cut = 5 + 8 * plan.count;
    offer.kind = plan.kind;
    offer.count = plan.count;
    offer.value = value_of(m, &offer, &plan);
    offer.text = say(m, &offer, words);
    add_offer(m, &offer);
}

/* Sale prices and multi-buys, family by family. */
static void add_families(struct making *m)
{
    const struct demo_world *world = m->place->world;
    size_t end;

    for (size_t start = 0; start < world->product_count; start = end) {
        struct demo_offer offer = {0};
        uint32_t *items;

        for (end = start + 1; end < world->product_count; end++)
            if (world->products[end].family != world->products[start].family)
                break;
        if (!demo_is_sold_by(&world->products[start], m->place->chain))
            continue;
        items = sc_arena_array(m->arena, end - start, sizeof *items);
        if (items == NULL) {
            m->failed = true;
            return;
        }
        for (size_t i = start; i < end; i++)
            items[i - start] = (uint32_t)i;
        offer.items = items;
        offer.item_count = end - start;
        const char *words = family_words(m, &world->products[start], end - start);
        add_sale(m, offer, 0, words);
        add_sale(m, offer, DAYS_AHEAD, words);
        add_multi_buy(m, offer, words);
    }
}

enum sc_status demo_offers_make(struct sc_arena *arena, const struct demo_place *place,
                                struct demo_offers *ret_offers)
{
    struct making m = {.arena = arena, .place = place};

    m.offers = sc_arena_array(arena, OFFERS_MAX, sizeof *m.offers);
    if (m.offers == NULL)
        return SC_NO_MEMORY;
    for (uint32_t row = 0; row < SC_COUNT(planned) && !m.failed; row++)
        if (planned[row].chain == place->chain)
            add_planned(&m, row);
    if (place->chain == DEMO_LARKFIELD && !m.failed)
        add_families(&m);
    if (m.failed)
        return SC_NO_MEMORY;
    *ret_offers = (struct demo_offers){m.offers, m.count};
    return SC_OK;
}
