#include "domain/plan_shop.h"

#include <assert.h>

#include "domain/plan_stall.h"

enum {
    LIVE_MOST = 2,   /* threshold deals of a store whose cases are told apart: 4 */
    BASKET_MOST = 3, /* basket deals of a store whose cases are told apart */
};

/* One case of a store: which deals are used. */
struct plan_case {
    const struct plan_deal **deals;
    size_t deal_count;
    int64_t paid_bp;
    int64_t cut_minor;
    int64_t needs_minor;
    bool is_additive;
    bool is_only; /* the store has no other case */
};

/* Products that deals join, of one store in one case. */
struct joined {
    uint32_t *parent;     /* [price] union-find */
    uint32_t *first_deal; /* [price + 1] of a root: its deals, in `deals` */
    const struct plan_deal **deals;
    uint32_t *only_line;    /* [price] of a root: the line, NO_LINE or MANY_LINES */
    bool *links;            /* [price] of a root: one of its deals links lines */
    uint32_t *group;        /* [price] of a root: index of its group, or NO_GROUP */
    struct plan_till *till; /* [price] of a root: its deals without their thresholds */
    int64_t *unit_low;      /* [price] fine, for each unit */
    int64_t *kg_low;        /* [price] the least price per kg under any deal */
};

#define NO_LINE    UINT32_MAX
#define MANY_LINES (UINT32_MAX - 1)
#define NO_GROUP   UINT32_MAX

static uint32_t root_of(struct joined *j, uint32_t price)
{
    while (j->parent[price] != price) {
        j->parent[price] = j->parent[j->parent[price]];
        price = j->parent[price];
    }
    return price;
}

static bool joined_init(struct plan_work *work, const struct plan_stall *stall,
                        const struct plan_case *c, struct joined *j)
{
    size_t count = stall->store->price_count;
    size_t touches = 0;

    for (size_t i = 0; i < c->deal_count; i++)
        touches += c->deals[i]->price_count;
    j->parent = sc_plan_array(work, count, sizeof *j->parent);
    j->first_deal = sc_plan_array(work, count + 1, sizeof *j->first_deal);
    j->deals = sc_plan_array(work, touches, sizeof *j->deals);
    j->only_line = sc_plan_array(work, count, sizeof *j->only_line);
    j->links = sc_plan_array(work, count, sizeof *j->links);
    j->group = sc_plan_array(work, count, sizeof *j->group);
    j->till = sc_plan_array(work, count, sizeof *j->till);
    j->unit_low = sc_plan_array(work, count, sizeof *j->unit_low);
    j->kg_low = sc_plan_array(work, count, sizeof *j->kg_low);
    return work->status == SC_OK;
}

static void join_products(const struct plan_stall *stall, const struct plan_case *c,
                          struct joined *j)
{
    for (uint32_t i = 0; i < stall->store->price_count; i++) {
        j->parent[i] = i;
        j->only_line[i] = NO_LINE;
        j->group[i] = NO_GROUP;
    }
    for (size_t i = 0; i < c->deal_count; i++)
        for (size_t k = 1; c->deals[i]->links && k < c->deals[i]->price_count; k++)
            j->parent[root_of(j, c->deals[i]->prices[k])] = root_of(j, c->deals[i]->prices[0]);

    for (size_t i = 0; i < stall->offer_count; i++) {
        uint32_t *line = &j->only_line[root_of(j, stall->offers[i].price)];

        *line =
            *line == NO_LINE || *line == stall->offers[i].line ? stall->offers[i].line : MANY_LINES;
    }
}

/* Gives each root the deals that touch it: counts them, then fills in. */
static void sort_deals(const struct plan_stall *stall, const struct plan_case *c, struct joined *j,
                       uint32_t *seen)
{
    size_t count = stall->store->price_count;

    for (int fills = 0; fills < 2; fills++) {
        for (size_t i = 0; i < count; i++)
            seen[i] = UINT32_MAX;
        for (uint32_t i = 0; i < c->deal_count; i++) {
            for (size_t k = 0; k < c->deals[i]->price_count; k++) {
                uint32_t root = root_of(j, c->deals[i]->prices[k]);

                if (seen[root] == i)
                    continue;
                seen[root] = i;
                j->links[root] = j->links[root] || c->deals[i]->links;
                if (fills)
                    j->deals[--j->first_deal[root]] = c->deals[i];
                else
                    j->first_deal[root]++;
            }
        }
        /* Counts become ends; filling takes each root's end down to its start. */
        for (size_t i = 0; !fills && i < count; i++)
            j->first_deal[i + 1] += j->first_deal[i];
    }
}

struct price_range {
    int64_t least, dearest;
};

static struct price_range range_of(const struct plan_stall *stall, const struct plan_deal *d)
{
    struct price_range range = {.least = INT64_MAX};

    for (size_t i = 0; i < d->price_count; i++) {
        int64_t price = stall->store->prices[d->prices[i]].price_minor;

        if (price < range.least)
            range.least = price;
        if (price > range.dearest)
            range.dearest = price;
    }
    return range;
}

static int64_t floor_div(__int128 a, int64_t b)
{
    return (int64_t)(a / b - (a % b < 0));
}

/* buy_get on one set of products: a use's least cost, spread over its most units. */
static int64_t buy_get_low(const struct sc_deal *deal, int64_t price, int64_t least)
{
    int64_t got = deal->value < price ? deal->value : price;
    int64_t got_least = deal->value < least ? deal->value : least;
    __int128 use = (__int128)deal->count * least + (__int128)deal->get * got_least;
    __int128 units = (__int128)deal->count + deal->get;

    if (deal->get_items == NULL && use > units * got)
        return (int64_t)(use * SC_PLAN_FINE / units);
    return got * SC_PLAN_FINE;
}

/*
 * A bound in fine units on what one unit at `price` costs under the deal, such
 * that the bounds of the units in a use never add up to more than the use costs.
 */
static int64_t unit_low(const struct sc_deal *deal, int64_t price, struct price_range range)
{
    int64_t fine = price * SC_PLAN_FINE;

    switch (deal->kind) {
    case SC_DEAL_BUNDLE_TOTAL:
        return floor_div((__int128)deal->value * SC_PLAN_FINE, deal->count);
    case SC_DEAL_PERCENT_OFF:
        return sc_price_mul_div(price, 10000 - deal->value, 10000) * SC_PLAN_FINE;
    case SC_DEAL_AMOUNT_OFF: /* may be below zero: then the use's other units pay for it */
        if (deal->value >= deal->count * range.dearest)
            return 0;
        return fine -
               floor_div((__int128)deal->value * SC_PLAN_FINE + deal->count - 1, deal->count);
    case SC_DEAL_CHEAPEST_PERCENT_OFF: /* the cheapest one's cut, spread; half a unit of rounding */
        return floor_div((__int128)fine * (deal->count * 10000 - deal->value) -
                             (__int128)(SC_PLAN_FINE / 2) * 10000,
                         deal->count * 10000);
    case SC_DEAL_BUY_GET:
        return buy_get_low(deal, price, range.least);
    case SC_DEAL_WEIGHT_PRICE:
    case SC_DEAL_BASKET_PERCENT_OFF:
    case SC_DEAL_BASKET_AMOUNT_OFF:
    case SC_DEAL_UNPRICED:
        break;
    }
    assert(false && "a deal on units");
    return 0;
}

static void bound_units(const struct plan_stall *stall, const struct plan_case *c, struct joined *j)
{
    for (size_t i = 0; i < stall->store->price_count; i++) {
        j->kg_low[i] = stall->store->prices[i].price_minor;
        j->unit_low[i] = j->kg_low[i] * SC_PLAN_FINE;
    }
    for (size_t i = 0; i < c->deal_count; i++) {
        const struct plan_deal *d = c->deals[i];
        struct price_range range = range_of(stall, d);

        for (size_t k = 0; k < d->price_count; k++) {
            uint32_t at = d->prices[k];
            bool is_weighed = d->deal.kind == SC_DEAL_WEIGHT_PRICE;
            int64_t *low = is_weighed ? &j->kg_low[at] : &j->unit_low[at];
            int64_t under = is_weighed
                                ? d->deal.value
                                : unit_low(&d->deal, stall->store->prices[at].price_minor, range);

            if (under < *low)
                *low = under;
        }
    }
}

static int64_t offer_low(const struct plan_work *work, const struct plan_case *c,
                         const struct joined *j, const struct plan_offer *offer)
{
    const struct sc_plan_accept *accept = &work->request->lines[offer->line].accepts[offer->accept];
    int64_t low;

    if (accept->is_weighed)
        low = sc_price_mul_div(accept->amount, j->kg_low[offer->price], 1000) * SC_PLAN_FINE;
    else
        low = accept->amount * j->unit_low[offer->price];
    return floor_div((__int128)low * c->paid_bp, 10000) + offer->deposit_minor * SC_PLAN_FINE;
}

/* The till that knows the deals of one root only, thresholds granted. */
static const struct plan_till *till_of(struct plan_work *work, const struct plan_stall *stall,
                                       struct joined *j, uint32_t root)
{
    struct plan_till *till = &j->till[root];
    size_t count = j->first_deal[root + 1] - j->first_deal[root];

    if (till->store != NULL)
        return till;

    struct sc_deal *deals = sc_plan_array(work, count, sizeof *deals);

    if (deals == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        deals[i] = j->deals[j->first_deal[root] + i]->deal;
        deals[i].basket_min = SC_DEAL_NO_MIN;
    }
    *till = (struct plan_till){.store = stall->store, .deals = deals, .deal_count = count};
    return till;
}

static bool is_grouped(const struct joined *j, uint32_t root)
{
    return j->links[root] && j->only_line[root] == MANY_LINES;
}

/*
 * What an offer costs that no other line has a part in. One of a group can
 * always be had at its shelf price, outside of what the group's deals take.
 */
static bool price_single(struct plan_work *work, const struct plan_stall *stall,
                         struct plan_case *c, struct joined *j, struct plan_offer *single)
{
    uint32_t root = root_of(j, single->price);
    int64_t goods = single->shelf_minor;

    if (!is_grouped(j, root) && j->first_deal[root] != j->first_deal[root + 1]) {
        const struct plan_offer *only = single;
        const struct plan_till *till = till_of(work, stall, j, root);

        if (till == NULL)
            return false;

        struct plan_bill bill = sc_plan_ring_up(work, till, &only, 1);

        goods = bill.goods_bound;
        c->is_additive = c->is_additive && bill.goods == bill.goods_bound;
    }
    single->cost = floor_div((__int128)goods * SC_PLAN_FINE * c->paid_bp, 10000) +
                   single->deposit_minor * SC_PLAN_FINE;
    return work->status == SC_OK;
}

static enum sc_status set_singles(struct plan_work *work, const struct plan_stall *stall,
                                  struct plan_case *c, struct joined *j, struct plan_shop *shop)
{
    size_t lines = work->request->line_count;
    struct plan_offer *singles = sc_plan_array(work, stall->offer_count, sizeof *singles);
    uint32_t *first = sc_plan_array(work, lines + 1, sizeof *first);
    bool *bans = sc_plan_array(work, stall->offer_count, sizeof *bans);
    uint32_t count = 0;
    size_t next = 0;

    if (work->status != SC_OK)
        return work->status;
    for (uint32_t line = 0; line < lines; line++) {
        first[line] = count;
        for (; next < stall->offer_count && stall->offers[next].line == line; next++) {
            struct plan_offer single = stall->offers[next];
            uint32_t at = count;

            if (!price_single(work, stall, c, j, &single))
                return work->status;
            for (; at > first[line] && singles[at - 1].cost > single.cost; at--)
                singles[at] = singles[at - 1];
            singles[at] = single;
            count++;
        }
    }
    first[lines] = count;
    shop->singles = singles;
    shop->single_first = first;
    shop->single_bans = bans;
    return SC_OK;
}

/* Numbers the groups and counts their offers. */
static enum sc_status make_groups(struct plan_work *work, const struct plan_stall *stall,
                                  const struct plan_case *c, struct joined *j,
                                  struct plan_shop *shop)
{
    size_t *offers = sc_plan_array(work, stall->store->price_count, sizeof *offers);

    if (offers == NULL)
        return work->status;
    for (size_t i = 0; i < stall->offer_count; i++) {
        uint32_t root = root_of(j, stall->offers[i].price);

        if (!is_grouped(j, root))
            continue;
        if (j->group[root] == NO_GROUP)
            j->group[root] = (uint32_t)shop->group_count++;
        offers[j->group[root]]++;
    }
    shop->groups = sc_plan_array(work, shop->group_count, sizeof *shop->groups);
    if (shop->groups == NULL)
        return work->status;
    for (uint32_t root = 0; root < stall->store->price_count; root++) {
        if (j->group[root] == NO_GROUP)
            continue;

        struct plan_group *group = &shop->groups[j->group[root]];
        const struct plan_till *till = till_of(work, stall, j, root);

        group->offers = sc_plan_array(work, offers[j->group[root]], sizeof *group->offers);
        if (work->status != SC_OK)
            return work->status;
        group->till = *till;
        group->paid_bp = c->paid_bp;
    }
    return SC_OK;
}

static enum sc_status fill_groups(struct plan_work *work, const struct plan_stall *stall,
                                  const struct plan_case *c, struct joined *j,
                                  struct plan_shop *shop)
{
    for (size_t i = 0; i < stall->offer_count; i++) {
        uint32_t root = root_of(j, stall->offers[i].price);

        if (j->group[root] == NO_GROUP)
            continue;

        struct plan_group *group = &shop->groups[j->group[root]];
        struct plan_offer *offer = &group->offers[group->offer_count++];

        *offer = stall->offers[i];
        offer->cost = offer_low(work, c, j, offer);
    }
    for (size_t i = 0; i < shop->group_count; i++)
        if (!sc_plan_group_init(work, &shop->groups[i]))
            return work->status;
    return SC_OK;
}

static enum sc_status set_low(struct plan_work *work, struct plan_shop *shop)
{
    size_t lines = work->request->line_count;
    int64_t *low = sc_plan_array(work, lines, sizeof *low);

    if (low == NULL)
        return work->status;
    for (size_t line = 0; line < lines; line++) {
        uint32_t first = shop->single_first[line];

        low[line] =
            first < shop->single_first[line + 1] ? shop->singles[first].cost : SC_PLAN_NEVER;
    }
    for (size_t i = 0; i < shop->group_count; i++) {
        const struct plan_group *group = &shop->groups[i];

        for (size_t k = 0; k < group->offer_count; k++)
            if (group->offers[k].cost < low[group->offers[k].line])
                low[group->offers[k].line] = group->offers[k].cost;
    }
    shop->low = low;
    return SC_OK;
}

static enum sc_status open_shop(struct plan_work *work, const struct plan_stall *stall,
                                struct plan_case *c, struct plan_shop *ret_shop)
{
    struct plan_shop shop = {.store = stall->index, .till = stall->till};
    struct joined j;
    uint32_t *seen = sc_plan_array(work, stall->store->price_count, sizeof *seen);

    if (!joined_init(work, stall, c, &j) || seen == NULL)
        return work->status;
    join_products(stall, c, &j);
    sort_deals(stall, c, &j, seen);
    bound_units(stall, c, &j);

    enum sc_status st = set_singles(work, stall, c, &j, &shop);

    if (st == SC_OK)
        st = make_groups(work, stall, c, &j, &shop);
    if (st == SC_OK)
        st = fill_groups(work, stall, c, &j, &shop);
    if (st == SC_OK)
        st = set_low(work, &shop);
    if (st != SC_OK)
        return st;

    shop.needs_minor = c->needs_minor;
    shop.is_additive = c->is_additive;
    shop.is_only = c->is_additive && c->is_only;
    shop.fixed = (stall->store->visit_minor - c->cut_minor) * SC_PLAN_FINE;
    if (c->paid_bp != 10000)
        shop.fixed -= SC_PLAN_FINE / 2; /* the till may round half a unit down */
    *ret_shop = shop;
    return SC_OK;
}

static void use_basket_deal(const struct plan_stall *stall, const struct sc_deal *deal,
                            struct plan_case *c)
{
    c->is_additive = false;
    if (deal->basket_min > c->needs_minor)
        c->needs_minor = deal->basket_min;
    if (deal->kind == SC_DEAL_BASKET_PERCENT_OFF)
        c->paid_bp = 10000 - deal->value < c->paid_bp ? 10000 - deal->value : c->paid_bp;
    else if (deal->value >= stall->most_minor)
        c->paid_bp = 0; /* all that can be bought is free */
    else
        c->cut_minor = deal->value > c->cut_minor ? deal->value : c->cut_minor;
}

/* The case in which those of the threshold deals are used whose bit is set, and that basket deal.
 */
static void make_case(const struct plan_stall *stall, uint32_t used_live,
                      const struct plan_deal *basket_deal, struct plan_case *c)
{
    uint32_t bit = 1;

    c->deal_count = 0;
    c->paid_bp = 10000;
    c->cut_minor = 0;
    c->needs_minor = 0;
    c->is_additive = true;
    for (size_t i = 0; i < stall->deal_count; i++) {
        const struct plan_deal *d = &stall->deals[i];

        if (d->is_live) {
            bool is_used = (used_live & bit) != 0;

            bit <<= 1;
            if (!is_used)
                continue;
            c->is_additive = false;
            if (d->deal.basket_min > c->needs_minor)
                c->needs_minor = d->deal.basket_min;
        }
        c->deals[c->deal_count++] = d;
    }
    if (basket_deal != NULL)
        use_basket_deal(stall, &basket_deal->deal, c);
}

/* One shop that grants every deal at once, and the most of every basket deal. */
static enum sc_status open_granting(struct plan_work *work, const struct plan_stall *stall,
                                    struct plan_case *c, struct plan_shops *shops)
{
    make_case(stall, 0, NULL, c);
    c->is_additive = false;
    c->deal_count = stall->deal_count;
    for (size_t i = 0; i < stall->deal_count; i++)
        c->deals[i] = &stall->deals[i];
    for (size_t i = 0; i < stall->basket_deal_count; i++)
        use_basket_deal(stall, &stall->basket_deals[i].deal, c);
    c->needs_minor = 0;
    return open_shop(work, stall, c, &shops->at[shops->count++]);
}

static enum sc_status open_cases(struct plan_work *work, const struct plan_stall *stall,
                                 struct plan_shops *shops)
{
    struct plan_case c = {
        .deals = sc_plan_array(work, stall->deal_count, sizeof *c.deals),
    };
    size_t live = 0;
    bool always_basket = false;

    if (c.deals == NULL)
        return work->status;
    for (size_t i = 0; i < stall->deal_count; i++)
        live += stall->deals[i].is_live;
    for (size_t i = 0; i < stall->basket_deal_count; i++)
        if (stall->basket_deals[i].deal.basket_min == SC_DEAL_NO_MIN)
            always_basket = true;
    if (live > LIVE_MOST || stall->basket_deal_count > BASKET_MOST)
        return open_granting(work, stall, &c, shops);

    c.is_only = live == 0 && stall->basket_deal_count == 0;
    for (uint32_t used = 0; used < 1U << live; used++) {
        for (size_t b = always_basket ? 1 : 0; b <= stall->basket_deal_count; b++) {
            make_case(stall, used, b == 0 ? NULL : &stall->basket_deals[b - 1], &c);

            enum sc_status st = open_shop(work, stall, &c, &shops->at[shops->count++]);

            if (st != SC_OK)
                return st;
        }
    }
    return SC_OK;
}

enum sc_status sc_plan_open_shops(struct plan_work *work, struct plan_shops *ret_shops)
{
    size_t stores = work->request->store_count;
    struct plan_shops shops = {
        .at = sc_plan_array(work, stores << LIVE_MOST, (BASKET_MOST + 1) * sizeof *shops.at),
    };

    if (shops.at == NULL)
        return work->status;
    for (uint32_t i = 0; i < stores; i++) {
        struct plan_stall stall;
        enum sc_status st = sc_plan_stall_init(work, i, &stall);

        if (st == SC_OK)
            st = open_cases(work, &stall, &shops);
        if (st != SC_OK)
            return st;
    }
    *ret_shops = shops;
    return SC_OK;
}
