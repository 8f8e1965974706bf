#include "domain/price_solve.h"

/* How the answer is told: from goods back to the lines of the basket. */
struct teller {
    struct sc_arena *arena;
    const struct price_model *model;
    const struct price_solution *solution;
    const struct sc_price_request *request;
    int64_t *left; /* by line: units that no entry took */
    struct sc_price_line *lines;
    struct sc_price_use *uses;
    size_t use_count;
};

/* Takes `units` of a good off its lines, in their order, on top of what the entry took before. */
static void take_from_lines(struct teller *teller, uint32_t good, int64_t units, int64_t *by_line)
{
    for (uint32_t i = teller->model->goods[good].line; i < teller->request->line_count && units > 0;
         i++) {
        if (teller->model->good_of_line[i] != good)
            continue;
        int64_t n = teller->left[i] < units ? teller->left[i] : units;
        teller->left[i] -= n;
        by_line[i] += n;
        units -= n;
    }
}

static int64_t shelf_of(const struct teller *teller, uint32_t line, int64_t units)
{
    return teller->request->lines[line].is_weighed
               ? teller->lines[line].shelf_minor
               : teller->request->lines[line].price_minor * units;
}

/* A share being rounded: the part that was cut off decides who gets the rest. */
struct share {
    int64_t weight;
    int64_t amount;
    int64_t cut_off;
};

/* Largest remainder; ties to the earlier one; equal parts when nothing weighs. */
static void share_out(struct share *shares, size_t count, int64_t amount)
{
    __extension__ typedef __int128 wide;
    int64_t weight = 0;
    int64_t rest = amount;

    for (size_t i = 0; i < count; i++)
        weight += shares[i].weight;
    for (size_t i = 0; i < count; i++) {
        wide part = (wide)amount * (weight == 0 ? 1 : shares[i].weight);
        wide whole = weight == 0 ? (wide)count : weight;
        shares[i].amount = (int64_t)(part / whole);
        shares[i].cut_off = (int64_t)(part % whole);
        rest -= shares[i].amount;
    }
    for (; rest > 0; rest--) {
        size_t most = 0;
        for (size_t i = 1; i < count; i++)
            if (shares[i].cut_off > shares[most].cut_off)
                most = i;
        shares[most].amount++;
        shares[most].cut_off = -1;
    }
}

/* What each taken line pays of an entry. */
static enum sc_status split(struct teller *teller, size_t r, const struct sc_price_use *use)
{
    const struct price_model *model = teller->model;
    const struct price_rule *rule = &model->rules[r];
    struct share *shares = sc_arena_array(teller->arena, use->take_count, sizeof *shares);

    if (shares == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < use->take_count; i++) {
        uint32_t line = use->takes[i].line;
        shares[i].weight = shelf_of(teller, line, use->takes[i].amount);
    }
    share_out(shares, use->take_count, use->pays_minor);
    for (size_t i = 0; i < use->take_count; i++) {
        const struct sc_price_take *take = &use->takes[i];
        int64_t pays = shares[i].amount;
        int64_t price = teller->request->lines[take->line].price_minor;
        if (rule->deal->kind == SC_DEAL_PERCENT_OFF)
            pays = take->amount * (price - sc_price_cut(price, rule->deal->value));
        for (size_t s = 0; s < rule->slot_count; s++)
            if (rule->deal->kind == SC_DEAL_WEIGHT_PRICE &&
                model->goods[rule->slots[s].good].line == take->line)
                pays = sc_price_weight_pays(model, rule, teller->solution->chosen[r].taken, s);
        teller->lines[take->line].pays_minor += pays - shares[i].weight;
    }
    return SC_OK;
}

static enum sc_status tell_use(struct teller *teller, size_t r)
{
    const struct price_model *model = teller->model;
    const struct price_rule *rule = &model->rules[r];
    const struct price_chosen *chosen = &teller->solution->chosen[r];
    size_t line_count = teller->request->line_count;
    int64_t *by_line = sc_arena_array(teller->arena, line_count, sizeof *by_line);
    struct sc_price_take *takes = sc_arena_array(teller->arena, line_count, sizeof *takes);
    struct sc_price_use use = {.deal = rule->index, .takes = takes, .saves_minor = chosen->saving};

    if (by_line == NULL || takes == NULL)
        return SC_NO_MEMORY;
    for (size_t s = 0; s < rule->slot_count; s++)
        take_from_lines(teller, rule->slots[s].good, chosen->taken[s], by_line);
    for (uint32_t i = 0; i < line_count; i++)
        if (by_line[i] > 0)
            takes[use.take_count++] = (struct sc_price_take){
                i, teller->request->lines[i].is_weighed ? teller->request->lines[i].amount
                                                        : by_line[i]};
    use.times = sc_price_rule_uses(model, rule, chosen->taken);
    use.pays_minor = sc_price_rule_shelf(model, rule, chosen->taken) - chosen->saving;
    teller->uses[teller->use_count++] = use;
    return split(teller, r, &use);
}

static void tell_basket_deal(struct teller *teller)
{
    const struct price_solution *solution = teller->solution;
    int64_t pays = solution->total - solution->of.deposits;

    if (solution->basket_deal == PRICE_NO_DEAL)
        return;
    teller->uses[teller->use_count++] = (struct sc_price_use){.deal = solution->basket_deal,
                                                              .times = 1,
                                                              .pays_minor = pays,
                                                              .saves_minor = solution->sum - pays};
}

static enum sc_status tell_unpriced(struct teller *teller, struct sc_price_answer *answer)
{
    const struct sc_price_request *request = teller->request;
    uint32_t *unpriced = sc_arena_array(teller->arena, request->deal_count, sizeof *unpriced);

    if (unpriced == NULL)
        return SC_NO_MEMORY;
    for (uint32_t d = 0; d < request->deal_count; d++)
        if (request->deals[d].kind == SC_DEAL_UNPRICED &&
            sc_deal_is_available(&request->deals[d], &request->shopper, request->at_us))
            unpriced[answer->unpriced_count++] = d;
    answer->unpriced = unpriced;
    return SC_OK;
}

enum sc_status sc_price_tell(struct sc_arena *arena, const struct price_model *model,
                             const struct price_solution *solution,
                             struct sc_price_answer *ret_answer)
{
    const struct sc_price_request *request = model->request;
    struct teller teller = {
        .arena = arena, .model = model, .solution = solution, .request = request};

    teller.left = sc_arena_array(arena, request->line_count, sizeof *teller.left);
    teller.lines = sc_arena_array(arena, request->line_count, sizeof *teller.lines);
    teller.uses = sc_arena_array(arena, model->rule_count + 1, sizeof *teller.uses);
    if (teller.left == NULL || teller.lines == NULL || teller.uses == NULL)
        return SC_NO_MEMORY;
    for (uint32_t i = 0; i < request->line_count; i++) {
        int64_t shelf = sc_price_shelf(&request->lines[i]);
        teller.left[i] = request->lines[i].is_weighed ? 1 : request->lines[i].amount;
        teller.lines[i] = (struct sc_price_line){shelf, shelf};
    }
    enum sc_status st = SC_OK;
    for (size_t r = 0; r < model->rule_count && st == SC_OK; r++)
        if (solution->chosen[r].saving > 0)
            st = tell_use(&teller, r);
    tell_basket_deal(&teller);
    struct sc_price_answer answer = {
        .total_minor = solution->total,
        .shelf_total_minor = solution->of.shelf + solution->of.deposits,
        .deposits_minor = solution->of.deposits,
        .is_exact = solution->is_exact,
        .bound_minor = solution->bound,
        .uses = teller.uses,
        .use_count = teller.use_count,
        .lines = teller.lines,
    };
    if (st == SC_OK)
        st = tell_unpriced(&teller, &answer);
    if (st == SC_OK)
        *ret_answer = answer;
    return st;
}
