#include "domain/plan_shop.h"

#include "domain/plan_low.h"

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
    const struct plan_deal *needed_by; /* a deal that does not count what it took; or NULL */
    struct plan_threshold thresholds[LIVE_MOST];
    size_t threshold_count;
    bool is_estimate; /* the sum is no price, even if the thresholds hold */
};

/* Products that deals join, of one store in one case. */
struct joined {
    uint32_t *parent;     /* [price] union-find */
    uint32_t *first_deal; /* [price + 1] of a root: its deals, in `deals` */
    const struct plan_deal **deals;
    uint32_t *only_line;    /* [price] of a root: the line, NO_LINE or MANY_LINES */
    bool *links;            /* [price] of a root: one of its deals links lines */
    uint32_t *group;        /* [price] of a root: index of its group, or SC_PLAN_NO_GROUP */
    struct plan_till *till; /* [price] of a root: its deals without their thresholds */
    struct plan_lows lows;  /* under all deals but the one that needs_minor is for */
    struct plan_lows own;   /* under that one alone */
};

#define NO_LINE    UINT32_MAX
#define MANY_LINES (UINT32_MAX - 1)

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
    return sc_plan_lows_init(work, count, &j->lows) && sc_plan_lows_init(work, count, &j->own);
}

static void join_products(const struct plan_stall *stall, const struct plan_case *c,
                          struct joined *j)
{
    for (uint32_t i = 0; i < stall->store->price_count; i++) {
        j->parent[i] = i;
        j->only_line[i] = NO_LINE;
        j->group[i] = SC_PLAN_NO_GROUP;
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

static int64_t at_share(const struct plan_case *c, int64_t fine, int64_t deposit_minor)
{
    return sc_plan_floor_div((__int128)fine * c->paid_bp, 10000) + deposit_minor * SC_PLAN_FINE;
}

/* Sets the bounds of an offer that add up over a basket. */
static void bound_offer(const struct plan_work *work, const struct plan_case *c,
                        const struct joined *j, struct plan_offer *offer)
{
    offer->other = at_share(c, sc_plan_low_of(work, &j->lows, offer), offer->deposit_minor);
    offer->own = SC_PLAN_NEVER;
    if (c->needed_by != NULL && c->needed_by->touches[offer->price])
        offer->own = at_share(c, sc_plan_low_of(work, &j->own, offer), offer->deposit_minor);
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
        c->is_estimate = c->is_estimate || bill.goods != bill.goods_bound;
    }
    single->cost = at_share(c, goods * SC_PLAN_FINE, single->deposit_minor);
    if (is_grouped(j, root) || c->needed_by == NULL || !c->needed_by->touches[single->price]) {
        single->other = single->cost;
        single->own = SC_PLAN_NEVER;
    } else {
        bound_offer(work, c, j, single);
    }
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

            single.group = j->group[root_of(j, single.price)];
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
        if (j->group[root] == SC_PLAN_NO_GROUP)
            j->group[root] = (uint32_t)shop->group_count++;
        offers[j->group[root]]++;
    }
    shop->groups = sc_plan_array(work, shop->group_count, sizeof *shop->groups);
    if (shop->groups == NULL)
        return work->status;
    for (uint32_t root = 0; root < stall->store->price_count; root++) {
        if (j->group[root] == SC_PLAN_NO_GROUP)
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

        if (j->group[root] == SC_PLAN_NO_GROUP)
            continue;

        struct plan_group *group = &shop->groups[j->group[root]];
        struct plan_offer *offer = &group->offers[group->offer_count++];

        *offer = stall->offers[i];
        offer->group = j->group[root];
        bound_offer(work, c, j, offer);
        offer->cost = offer->own < offer->other ? offer->own : offer->other;
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

static const struct plan_threshold *copy_thresholds(struct plan_work *work,
                                                    const struct plan_case *c)
{
    struct plan_threshold *copy = sc_plan_array(work, c->threshold_count, sizeof *copy);

    for (size_t i = 0; copy != NULL && i < c->threshold_count; i++)
        copy[i] = c->thresholds[i];
    return copy;
}

/*
 * How much the till's rounding of this share of a whole sum may take off, finely. The share is a
 * multiple of 1/parts, and a half is rounded up.
 */
static int64_t most_rounded_down(int64_t paid_bp)
{
    int64_t parts = 10000, rest = paid_bp;

    while (rest != 0) { /* the greatest common divisor of both */
        int64_t next = parts % rest;
        parts = rest;
        rest = next;
    }
    parts = 10000 / parts;
    return SC_PLAN_FINE / 2 - SC_PLAN_FINE / (parts % 2 == 0 ? parts : 2 * parts);
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
    sc_plan_lows_set(&j.lows, stall, c->deals, c->deal_count, c->needed_by);
    if (c->needed_by != NULL)
        sc_plan_lows_set(&j.own, stall, &c->needed_by, 1, NULL);

    enum sc_status st = make_groups(work, stall, c, &j, &shop);

    if (st == SC_OK)
        st = set_singles(work, stall, c, &j, &shop);
    if (st == SC_OK)
        st = fill_groups(work, stall, c, &j, &shop);
    if (st == SC_OK)
        st = set_low(work, &shop);
    if (st != SC_OK)
        return st;

    shop.needs_minor = c->needs_minor;
    for (size_t g = 0; g < shop.group_count; g++) {
        struct plan_group *group = &shop.groups[g];

        for (size_t i = 0; i < group->offer_count; i++)
            group->is_touched |= group->offers[i].own != SC_PLAN_NEVER;
    }
    shop.is_estimate = c->is_estimate;
    shop.is_additive = !c->is_estimate && c->threshold_count == 0;
    shop.threshold_count = c->threshold_count;
    shop.thresholds = copy_thresholds(work, c);
    if (shop.thresholds == NULL)
        return work->status;
    shop.fixed = (stall->store->visit_minor - c->cut_minor) * SC_PLAN_FINE;
    if (c->paid_bp != 10000)
        shop.fixed -= most_rounded_down(c->paid_bp);
    *ret_shop = shop;
    return SC_OK;
}

static void use_basket_deal(const struct plan_stall *stall, const struct sc_deal *deal,
                            struct plan_case *c)
{
    c->is_estimate = true;
    if (deal->basket_min > c->needs_minor) {
        c->needs_minor = deal->basket_min;
        c->needed_by = NULL;
    }
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
    c->is_estimate = false;
    c->threshold_count = 0;
    c->needed_by = NULL;
    for (size_t i = 0; i < stall->deal_count; i++) {
        const struct plan_deal *d = &stall->deals[i];

        if (d->is_live) {
            bool is_used = (used_live & bit) != 0;

            bit <<= 1;
            if (!is_used)
                continue;
            c->thresholds[c->threshold_count++] = (struct plan_threshold){
                .basket_min = d->deal.basket_min,
                .counts_own = d->deal.basket_min_counts_own,
                .touches = d->touches,
            };
            if (d->deal.basket_min > c->needs_minor) {
                c->needs_minor = d->deal.basket_min;
                c->needed_by = d->deal.basket_min_counts_own ? NULL : d;
            }
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
    c->is_estimate = true;
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

    /* Those that use most come first: a plan of theirs often rules the others out. */
    for (uint32_t used = 1U << live; used-- > 0;) {
        for (size_t b = stall->basket_deal_count + 1; b-- > (always_basket ? 1U : 0U);) {
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
