#include "domain/price_model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    GRAMS_A_KG = 1000,
    BASIS_POINTS = 10000,
    UNITS_MAX = 999 * SC_PRICE_LINES_MAX, /* pricing contract, section 0 */
    WORD_BITS = 64,
};

int64_t sc_price_mul_div(int64_t a, int64_t b, int64_t divisor)
{
    __extension__ typedef __int128 wide;

    assert(a >= 0 && b >= 0 && divisor > 0);
    wide rounded = ((wide)a * b + divisor / 2) / divisor;

    assert(rounded <= INT64_MAX);
    return (int64_t)rounded;
}

int64_t sc_price_shelf(const struct sc_basket_line *line)
{
    if (line->is_weighed)
        return sc_price_mul_div(line->price_minor, line->amount, GRAMS_A_KG);
    return line->price_minor * line->amount;
}

int64_t sc_price_cut(int64_t price, int64_t basis_points_off)
{
    return price - sc_price_mul_div(price, BASIS_POINTS - basis_points_off, BASIS_POINTS);
}

int64_t sc_price_weighed_pays(const struct price_good *good, int64_t value, int64_t room_grams)
{
    int64_t reduced = room_grams < good->grams ? room_grams : good->grams;

    return (value * reduced + good->per_kg * (good->grams - reduced) + GRAMS_A_KG / 2) / GRAMS_A_KG;
}

/* A line's product, to find the good by. */
struct entry {
    uint32_t product;
    uint32_t line;
    uint32_t good;
};

struct builder {
    struct sc_arena *arena;
    struct price_model *model;
    struct entry *entries; /* by product, then by line */
    size_t entry_count;
    struct price_slot *found; /* scratch: the slots of one rule */
    uint64_t *stands_in;      /* [good * words] a bit for each rule and role */
    size_t words;
};

static int by_product(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;

    if (x->product != y->product)
        return x->product < y->product ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* A good for each product, and for each weighed line. */
static bool add_goods(struct builder *b)
{
    struct price_model *model = b->model;
    size_t count = model->request->line_count;

    model->goods = sc_arena_array(b->arena, count, sizeof *model->goods);
    model->good_of_line = sc_arena_array(b->arena, count, sizeof *model->good_of_line);
    b->entries = sc_arena_array(b->arena, count, sizeof *b->entries);
    if (model->goods == NULL || model->good_of_line == NULL || b->entries == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        b->entries[i] = (struct entry){.product = model->request->lines[i].product, .line = i};
    b->entry_count = count;
    if (count > 0)
        qsort(b->entries, count, sizeof *b->entries, by_product);
    for (size_t e = 0; e < count; e++) {
        struct entry *entry = &b->entries[e];
        const struct sc_basket_line *line = &model->request->lines[entry->line];
        bool is_new = e == 0 || line->is_weighed || b->entries[e - 1].product != entry->product;
        entry->good = is_new ? (uint32_t)model->good_count++ : b->entries[e - 1].good;
        model->good_of_line[entry->line] = entry->good;
        if (is_new)
            model->goods[entry->good] = (struct price_good){
                .price = line->is_weighed ? sc_price_shelf(line) : line->price_minor,
                .grams = line->is_weighed ? line->amount : 0,
                .per_kg = line->is_weighed ? line->price_minor : 0,
                .line = entry->line,
            };
    }
    return true;
}

/* The first entry of a product, or one past its place. */
static size_t find_product(const struct builder *b, uint32_t product)
{
    size_t from = 0;
    size_t to = b->entry_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (b->entries[middle].product < product)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static size_t find_slots(struct builder *b, const struct sc_deal *deal, const uint32_t *items,
                         size_t item_count, struct price_slot *slots, bool is_got)
{
    bool weighs = deal->kind == SC_DEAL_WEIGHT_PRICE;
    size_t count = 0;

    for (size_t i = 0; i < item_count; i++) {
        for (size_t e = find_product(b, items[i]);
             e < b->entry_count && b->entries[e].product == items[i]; e++) {
            uint32_t good = b->entries[e].good;
            bool is_told = count > 0 && slots[count - 1].good == good;
            if ((b->model->goods[good].grams > 0) == weighs && !is_told)
                slots[count++] = (struct price_slot){.good = good, .is_got = is_got};
        }
    }
    return count;
}

static int64_t sorts_by(const struct price_good *good)
{
    return good->grams > 0 ? good->per_kg : good->price;
}

static int dearest_first(const void *a, const void *b, void *goods)
{
    const struct price_good *x =
        (const struct price_good *)goods + ((const struct price_slot *)a)->good;
    const struct price_good *y =
        (const struct price_good *)goods + ((const struct price_slot *)b)->good;

    if (sorts_by(x) != sorts_by(y))
        return sorts_by(x) > sorts_by(y) ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Could it save anything, were there enough of everything? Its slots are sorted. */
static bool may_pay(const struct price_model *model, const struct price_rule *rule)
{
    const struct sc_deal *deal = rule->deal;
    bool is_buy_get = deal->kind == SC_DEAL_BUY_GET;
    size_t dearest = is_buy_get ? rule->bought_count : 0;

    if (rule->bought_count == 0 || rule->slot_count == dearest)
        return false;
    int64_t price = sorts_by(&model->goods[rule->slots[dearest].good]);
    if (deal->kind == SC_DEAL_WEIGHT_PRICE)
        return deal->value < price;
    if (deal->count > UNITS_MAX)
        return false;
    if (deal->kind == SC_DEAL_BUNDLE_TOTAL)
        return deal->value < price * deal->count;
    return is_buy_get ? deal->value < price : price > 0;
}

static void note_slots(struct builder *b, const struct price_rule *rule)
{
    size_t place = b->model->rule_count * 2;

    for (size_t s = 0; s < rule->slot_count; s++) {
        size_t bit = place + (rule->slots[s].is_got ? 1 : 0);
        b->stands_in[rule->slots[s].good * b->words + bit / WORD_BITS] |= UINT64_C(1)
                                                                          << bit % WORD_BITS;
    }
}

static bool add_rule(struct builder *b, uint32_t index)
{
    struct price_model *model = b->model;
    const struct sc_deal *deal = &model->request->deals[index];
    struct price_rule rule = {.deal = deal, .index = index};
    struct price_slot *found = b->found;
    size_t got = 0;

    rule.bought_count = find_slots(b, deal, deal->items, deal->item_count, found, false);
    qsort_r(found, rule.bought_count, sizeof *found, dearest_first, model->goods);
    if (deal->kind == SC_DEAL_BUY_GET) {
        bool is_own = deal->get_items == NULL;
        got = find_slots(b, deal, is_own ? deal->items : deal->get_items,
                         is_own ? deal->item_count : deal->get_item_count,
                         found + rule.bought_count, true);
        qsort_r(found + rule.bought_count, got, sizeof *found, dearest_first, model->goods);
    }
    rule.slot_count = rule.bought_count + got;
    rule.slots = found;
    if (!may_pay(model, &rule))
        return true;
    rule.slots = sc_arena_alloc(b->arena, rule.slot_count * sizeof *rule.slots);
    if (rule.slots == NULL)
        return false;
    memcpy(rule.slots, found, rule.slot_count * sizeof *rule.slots);
    note_slots(b, &rule);
    model->rules[model->rule_count++] = rule;
    return true;
}

static bool add_rules(struct builder *b)
{
    struct price_model *model = b->model;
    const struct sc_price_request *request = model->request;

    b->words = (request->deal_count * 2 + WORD_BITS - 1) / WORD_BITS;
    b->found = sc_arena_array(b->arena, model->good_count * 2, sizeof *b->found);
    b->stands_in = sc_arena_array(b->arena, model->good_count * b->words, sizeof *b->stands_in);
    model->rules = sc_arena_array(b->arena, request->deal_count, sizeof *model->rules);
    model->basket_deals = sc_arena_array(b->arena, request->deal_count, sizeof(uint32_t));
    if (b->found == NULL || b->stands_in == NULL || model->rules == NULL ||
        model->basket_deals == NULL)
        return false;
    for (uint32_t d = 0; d < request->deal_count; d++) {
        const struct sc_deal *deal = &request->deals[d];
        if (deal->kind == SC_DEAL_UNPRICED ||
            !sc_deal_is_available(deal, &request->shopper, request->at_us))
            continue;
        if (sc_deal_is_basket_kind(deal->kind))
            model->basket_deals[model->basket_deal_count++] = d;
        else if (!add_rule(b, d))
            return false;
    }
    return true;
}

static bool are_alike(const struct builder *b, uint32_t x, uint32_t y)
{
    const struct price_good *goods = b->model->goods;

    return goods[x].grams == 0 && goods[y].grams == 0 && goods[x].price == goods[y].price &&
           memcmp(&b->stands_in[x * b->words], &b->stands_in[y * b->words],
                  b->words * sizeof *b->stands_in) == 0;
}

/* New names; what is now named twice in one role stands there once. */
static void rename_slots(struct price_rule *rule, const uint32_t *name, uint32_t *last_seen,
                         uint32_t mark)
{
    size_t kept = 0;

    for (size_t s = 0; s < rule->slot_count; s++) {
        struct price_slot slot = {name[rule->slots[s].good], rule->slots[s].is_got};
        uint32_t now = mark + (slot.is_got ? 1 : 0);
        if (last_seen[slot.good] == now)
            continue;
        last_seen[slot.good] = now;
        rule->slots[kept++] = slot;
        rule->bought_count = slot.is_got ? rule->bought_count : kept;
    }
    rule->slot_count = kept;
}

/* No deal can tell alike goods apart: they become one, and are named anew. */
static bool merge_goods(struct builder *b)
{
    struct price_model *model = b->model;
    uint32_t *name = sc_arena_array(b->arena, model->good_count, sizeof *name);
    uint32_t *first = sc_arena_array(b->arena, model->good_count, sizeof *first);
    uint32_t *last_seen = sc_arena_array(b->arena, model->good_count, sizeof *last_seen);
    uint32_t count = 0;

    if (name == NULL || first == NULL || last_seen == NULL)
        return false;
    for (uint32_t g = 0; g < model->good_count; g++) {
        uint32_t same = 0;
        while (same < count && !are_alike(b, g, first[same]))
            same++;
        if (same == count)
            first[count++] = g;
        name[g] = same;
        if (model->goods[g].line < model->goods[first[same]].line)
            model->goods[first[same]].line = model->goods[g].line;
    }
    for (uint32_t g = 0; g < count; g++)
        model->goods[g] = model->goods[first[g]];
    model->good_count = count;
    for (size_t i = 0; i < model->request->line_count; i++)
        model->good_of_line[i] = name[model->good_of_line[i]];
    for (size_t r = 0; r < model->rule_count; r++)
        rename_slots(&model->rules[r], name, last_seen, 2 * (uint32_t)r + 1);
    return true;
}

enum sc_status sc_price_model_make(struct sc_arena *arena, const struct sc_price_request *request,
                                   struct price_model *ret_model)
{
    struct price_model model = {.request = request};
    struct builder b = {.arena = arena, .model = &model};

    if (!add_goods(&b) || !add_rules(&b) || !merge_goods(&b))
        return SC_NO_MEMORY;
    *ret_model = model;
    return SC_OK;
}

enum sc_status sc_price_case_make(struct sc_arena *arena, const struct price_model *model,
                                  struct price_case *ret_case)
{
    const struct sc_price_request *request = model->request;
    struct price_case this = {.left_out = PRICE_NO_DEAL};

    this.units = sc_arena_array(arena, model->good_count, sizeof *this.units);
    if (this.units == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < request->line_count; i++) {
        const struct sc_basket_line *line = &request->lines[i];
        this.units[model->good_of_line[i]] += line->is_weighed ? 1 : line->amount;
        this.deposits += line->is_weighed ? 0 : line->deposit_minor * line->amount;
        this.shelf += sc_price_shelf(line);
    }
    *ret_case = this;
    return SC_OK;
}
