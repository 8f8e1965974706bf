#include "domain/price.h"

#include <assert.h>
#include <stdlib.h>

#include "domain/price_nudge.h"
#include "domain/price_solve.h"

struct teller {
    struct sc_arena *arena;
    const struct price_problem *p;
    int64_t *left; /* units not yet taken, by line */
    struct sc_price_line *lines;
    struct sc_price_use *uses;
    size_t use_count;
};

/* One deal's takings, put together. */
struct entry {
    struct sc_price_take *takes;
    size_t count;
    int64_t times, pays, shelf;
};

static int64_t price_of_take(const struct price_problem *p, const struct sc_price_take *take)
{
    const struct sc_basket_line *line = &p->request->lines[take->line];

    return line->is_weighed ? sc_price_shelf(line) : line->price_minor * take->amount;
}

/* Gives `amount` units of a good to its lines, in their order. */
static void give_to_lines(struct teller *t, struct entry *e, uint32_t good, int64_t amount)
{
    const struct sc_price_request *rq = t->p->request;

    for (size_t i = 0; i < rq->line_count && amount > 0; i++) {
        if (t->p->good_of_line[i] != good || t->left[i] == 0)
            continue;
        const struct sc_basket_line *line = &rq->lines[i];
        int64_t take = line->is_weighed ? line->amount : t->left[i];
        if (!line->is_weighed && take > amount)
            take = amount;
        t->left[i] -= take;
        amount -= line->is_weighed ? 1 : take;
        size_t at = 0;
        while (at < e->count && e->takes[at].line != i)
            at++;
        if (at == e->count)
            e->takes[e->count++] = (struct sc_price_take){.line = (uint32_t)i};
        e->takes[at].amount += take;
    }
    assert(amount == 0); /* the search takes no more than there is */
}

static int by_line(const void *a, const void *b)
{
    uint32_t x = ((const struct sc_price_take *)a)->line;
    uint32_t y = ((const struct sc_price_take *)b)->line;

    return (x > y) - (x < y);
}

/* percent_off and weight_price: each line pays its own. */
static bool pay_own(struct teller *t, const struct price_deal *deal, const struct entry *e)
{
    const struct sc_basket_line *lines = t->p->request->lines;
    uint32_t *goods = sc_arena_array(t->arena, e->count, sizeof *goods);
    int64_t *pays = sc_arena_array(t->arena, e->count, sizeof *pays);
    size_t count = 0;

    if (goods == NULL || pays == NULL)
        return false;
    if (deal->from->kind == SC_DEAL_PERCENT_OFF) {
        for (size_t i = 0; i < e->count; i++) {
            const struct sc_price_take *take = &e->takes[i];
            t->lines[take->line].pays_minor +=
                take->amount *
                price_after_percent(lines[take->line].price_minor, deal->from->value);
        }
        return true;
    }
    for (size_t i = 0; i < deal->item_count; i++) /* the order in which max_grams is spent */
        for (size_t j = 0; j < e->count; j++)
            if (t->p->good_of_line[e->takes[j].line] == deal->items[i])
                goods[count++] = deal->items[i];
    price_weighed(deal->from, t->p->goods, goods, count, pays);
    for (size_t i = 0; i < count; i++)
        t->lines[t->p->goods[goods[i]].first_line].pays_minor += pays[i];
    return true;
}

struct share {
    uint32_t take;
    __extension__ unsigned __int128 remainder;
};

static int by_remainder(const void *a, const void *b)
{
    const struct share *x = a;
    const struct share *y = b;

    if (x->remainder != y->remainder)
        return x->remainder < y->remainder ? 1 : -1;
    return (x->take > y->take) - (x->take < y->take);
}

/* The others: what is paid is split by shelf price, largest remainder, the earlier line first. */
static bool pay_shares(struct teller *t, const struct entry *e)
{
    __extension__ typedef unsigned __int128 wide;
    struct share *shares = sc_arena_array(t->arena, e->count, sizeof *shares);
    int64_t left = e->pays;

    if (shares == NULL)
        return false;
    for (size_t i = 0; i < e->count; i++) {
        wide weight = e->shelf == 0 ? 1 : (wide)price_of_take(t->p, &e->takes[i]);
        wide whole = e->shelf == 0 ? (wide)e->count : (wide)e->shelf;
        wide product = (wide)e->pays * weight;
        int64_t part = (int64_t)(product / whole);
        t->lines[e->takes[i].line].pays_minor += part;
        left -= part;
        shares[i] = (struct share){(uint32_t)i, product % whole};
    }
    qsort(shares, e->count, sizeof *shares, by_remainder);
    for (size_t i = 0; left > 0; i++, left--) /* less than one unit a share is left */
        t->lines[e->takes[shares[i].take].line].pays_minor++;
    return true;
}

/* All uses of one deal, as one entry of the answer. */
static bool tell_deal(struct teller *t, const struct price_choice *choice, uint32_t d)
{
    const struct price_deal *deal = &t->p->deals[d];
    struct entry e = {0};

    e.takes = sc_arena_array(t->arena, t->p->request->line_count, sizeof *e.takes);
    if (e.takes == NULL)
        return false;
    for (size_t i = 0; i < choice->count; i++) {
        const struct price_taking *taking = &choice->takings[i];
        if (taking->deal != d)
            continue;
        e.times += taking->is_first ? 1 : 0;
        e.pays += taking->use_pays;
        e.shelf += taking->amount * t->p->goods[taking->good].price;
        give_to_lines(t, &e, taking->good, taking->amount);
    }
    if (e.count == 0)
        return true;
    qsort(e.takes, e.count, sizeof *e.takes, by_line);
    bool is_own =
        deal->from->kind == SC_DEAL_PERCENT_OFF || deal->from->kind == SC_DEAL_WEIGHT_PRICE;
    t->uses[t->use_count++] = (struct sc_price_use){
        .deal = deal->index,
        .times = e.times,
        .takes = e.takes,
        .take_count = e.count,
        .pays_minor = e.pays,
        .saves_minor = e.shelf - e.pays,
    };
    return is_own ? pay_own(t, deal, &e) : pay_shares(t, &e);
}

static bool tell_lines(struct teller *t, const struct price_choice *choice)
{
    const struct sc_price_request *rq = t->p->request;

    t->left = sc_arena_array(t->arena, rq->line_count + 1, sizeof *t->left);
    t->lines = sc_arena_array(t->arena, rq->line_count + 1, sizeof *t->lines);
    t->uses = sc_arena_array(t->arena, t->p->deal_count + 1, sizeof *t->uses);
    if (t->left == NULL || t->lines == NULL || t->uses == NULL)
        return false;
    for (size_t i = 0; i < rq->line_count; i++) {
        t->left[i] = rq->lines[i].amount;
        t->lines[i].shelf_minor = sc_price_shelf(&rq->lines[i]);
    }
    for (uint32_t d = 0; d < t->p->deal_count; d++)
        if (!tell_deal(t, choice, d))
            return false;
    for (size_t i = 0; i < rq->line_count; i++) {
        const struct sc_basket_line *line = &rq->lines[i];
        if (line->is_weighed)
            t->lines[i].pays_minor += t->left[i] > 0 ? t->lines[i].shelf_minor : 0;
        else
            t->lines[i].pays_minor += t->left[i] * line->price_minor;
    }
    return true;
}

static void tell_basket(struct teller *t, int64_t lines_sum)
{
    int basket;
    int64_t after = price_after_basket(t->p, lines_sum, &basket);

    if (basket >= 0)
        t->uses[t->use_count++] = (struct sc_price_use){
            .deal = t->p->basket_indices[basket],
            .times = 1,
            .pays_minor = after,
            .saves_minor = lines_sum - after,
        };
}

enum sc_status sc_price_basket(struct sc_arena *arena, const struct sc_price_request *request,
                               struct sc_price_answer *ret_answer)
{
    struct price_problem problem;
    struct price_found found;
    struct teller teller = {.arena = arena, .p = &problem};
    enum sc_status st = price_problem_build(arena, request, &problem);

    if (st == SC_OK)
        st = price_solve(arena, &problem, &found);
    if (st != SC_OK)
        return st;
    if (!tell_lines(&teller, &found.choice))
        return SC_NO_MEMORY;
    tell_basket(&teller, found.choice.lines_sum);
    struct sc_price_answer answer = {
        .total_minor = found.value + problem.deposits,
        .shelf_total_minor = problem.shelf + problem.deposits,
        .deposits_minor = problem.deposits,
        .is_exact = found.bound == found.value,
        .bound_minor = found.bound + problem.deposits,
        .uses = teller.uses,
        .use_count = teller.use_count,
        .lines = teller.lines,
        .unpriced = problem.unpriced,
        .unpriced_count = problem.unpriced_count,
    };
    if (request->wants_nudges && answer.is_exact)
        st = price_nudges(arena, request, &answer);
    if (st == SC_OK)
        *ret_answer = answer;
    return st;
}
