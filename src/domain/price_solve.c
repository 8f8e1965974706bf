#include "domain/price_solve.h"

#include <assert.h>
#include <string.h>

enum {
    ORDER_LOOKS_MAX = 64, /* rules looked at for the next place in the order */
};

/* One case being solved. */
struct solving {
    struct price_solver *solver;
    const struct price_case *of;
    bool *is_barred;             /* by rule: left out for now */
    bool *can_be_used;           /* by rule */
    struct price_tally *tallies; /* by rule that can be used */
    uint32_t *group;             /* by good: another good of its group, or itself */
    int64_t *base;               /* by good, fine: the most that a separable rule saves on a unit */
    uint32_t *payer;             /* by good: that rule, or PRICE_NO_DEAL */
    int64_t *left;               /* by good: units that no rule took */
    bool is_cut;                 /* the work limit was reached before all rules were looked at */
    int64_t below;               /* totals from here on are of no interest */
};

/* A choice for all goods, as if no threshold were. */
struct relaxed {
    struct price_chosen *chosen; /* by rule */
    int64_t saving;
    int64_t bound; /* on the saving */
    bool is_dull;  /* the bound says that it leads to nothing of interest */
};

/* The sum after a basket deal, which may always be used. */
static int64_t after_deal(const struct sc_deal *deal, int64_t sum)
{
    if (deal->kind == SC_DEAL_BASKET_PERCENT_OFF)
        return sum - sc_price_cut(sum, deal->value);
    return sum > deal->value ? sum - deal->value : 0;
}

static const struct sc_deal *basket_deal(const struct solving *solving, size_t i)
{
    const struct price_model *model = solving->solver->model;
    uint32_t d = model->basket_deals[i];

    return d == solving->of->left_out ? NULL : &model->request->deals[d];
}

/* The least that is paid for a basket whose lines come to `sum`, and by which basket deal. */
static int64_t final_sum(const struct solving *solving, int64_t sum, uint32_t *ret_deal)
{
    const struct price_model *model = solving->solver->model;
    int64_t least = sum;

    *ret_deal = PRICE_NO_DEAL;
    for (size_t i = 0; i < model->basket_deal_count; i++) {
        const struct sc_deal *deal = basket_deal(solving, i);
        if (deal == NULL || sum < deal->basket_min || after_deal(deal, sum) >= least)
            continue;
        least = after_deal(deal, sum);
        *ret_deal = model->basket_deals[i];
    }
    return least;
}

static int64_t goal_total(const void *context, int64_t saving)
{
    const struct solving *solving = context;
    uint32_t deal;

    return final_sum(solving, solving->of->shelf - saving, &deal);
}

static int64_t goal_floor(const void *context, int64_t saving)
{
    const struct solving *solving = context;
    const struct price_model *model = solving->solver->model;
    int64_t sum = solving->of->shelf > saving ? solving->of->shelf - saving : 0;
    int64_t least = sum;

    for (size_t i = 0; i < model->basket_deal_count; i++) {
        const struct sc_deal *deal = basket_deal(solving, i);
        if (deal == NULL || deal->basket_min > solving->of->shelf)
            continue;
        int64_t from = deal->basket_min > sum ? deal->basket_min : sum;
        if (after_deal(deal, from) < least)
            least = after_deal(deal, from);
    }
    return least;
}

/* False when a sum above the least possible one may end lower: by a basket deal it reaches. */
static bool is_goal_monotone(const struct solving *solving, int64_t saving_bound)
{
    const struct price_model *model = solving->solver->model;

    for (size_t i = 0; i < model->basket_deal_count; i++) {
        const struct sc_deal *deal = basket_deal(solving, i);
        if (deal != NULL && deal->basket_min > solving->of->shelf - saving_bound &&
            deal->basket_min <= solving->of->shelf)
            return false;
    }
    return true;
}

static uint32_t group_of(struct solving *solving, uint32_t good)
{
    while (solving->group[good] != good) {
        solving->group[good] = solving->group[solving->group[good]];
        good = solving->group[good];
    }
    return good;
}

/* Rules that take each unit by itself settle what a unit is worth that no other rule takes. */
static void set_bases(struct solving *solving)
{
    const struct price_model *model = solving->solver->model;

    for (uint32_t g = 0; g < model->good_count; g++) {
        solving->group[g] = g;
        solving->base[g] = 0;
        solving->payer[g] = PRICE_NO_DEAL;
    }
    for (uint32_t r = 0; r < model->rule_count; r++) {
        const struct price_tally *tally = &solving->tallies[r];
        if (!solving->can_be_used[r] || solving->is_barred[r] ||
            !sc_price_tally_is_separable(tally))
            continue;
        for (size_t s = 0; s < tally->rule->slot_count; s++) {
            uint32_t g = tally->rule->slots[s].good;
            struct price_walk walk = sc_price_tally_walk(tally, 0);
            sc_price_tally_take(tally, s, &walk);
            if (walk.gain > solving->base[g]) {
                solving->base[g] = walk.gain;
                solving->payer[g] = r;
            }
        }
    }
}

/*
 * The other rules link the goods that they may take, if they can gain at all.
 * Those that the work limit leaves no time for are left out, and the bound knows.
 */
static void link_goods(struct solving *solving, bool *is_linking)
{
    const struct price_model *model = solving->solver->model;

    for (uint32_t r = 0; r < model->rule_count; r++) {
        const struct price_rule *rule = &model->rules[r];
        struct price_tally *tally = &solving->tallies[r];
        is_linking[r] = false;
        if (!solving->can_be_used[r] || solving->is_barred[r] || sc_price_tally_is_separable(tally))
            continue;
        if (price_work_spend(solving->solver->work, tally->steps)) {
            solving->is_cut = true;
            continue;
        }
        is_linking[r] = sc_price_tally_fill(tally, solving->of->units, solving->base) > 0;
        for (size_t s = 0; s < rule->slot_count && is_linking[r]; s++) {
            uint32_t g = group_of(solving, rule->slots[s].good);
            solving->group[g] = group_of(solving, rule->slots[0].good);
        }
    }
}

/* Rules of one part being put into an order in which few goods are open at a time. */
struct ordering {
    const struct price_model *model;
    uint32_t *rules;
    size_t count;
    uint32_t *waiting; /* by good: rules that are not in the order yet */
    bool *is_open;     /* by good: a rule in the order takes it */
};

/* How many more goods are open behind this rule. */
static int opens(const struct ordering *o, uint32_t r)
{
    const struct price_rule *rule = &o->model->rules[r];
    int more = 0;

    for (size_t s = 0; s < rule->slot_count; s++) {
        uint32_t g = rule->slots[s].good;
        more += o->is_open[g] ? 0 : 1;
        more -= o->waiting[g] == 1 ? 1 : 0;
    }
    return more;
}

static void put_next(struct ordering *o, size_t place, size_t from)
{
    uint32_t r = o->rules[from];
    const struct price_rule *rule = &o->model->rules[r];

    memmove(&o->rules[place + 1], &o->rules[place], (from - place) * sizeof *o->rules);
    o->rules[place] = r;
    for (size_t s = 0; s < rule->slot_count; s++) {
        o->is_open[rule->slots[s].good] = true;
        o->waiting[rule->slots[s].good]--;
    }
}

/* Rules with thresholds first where these decide: the others then know what they may save. */
static bool order_rules(struct sc_arena *arena, const struct price_model *model, uint32_t *rules,
                        size_t count, bool thresholds_decide)
{
    struct ordering o = {.model = model, .rules = rules, .count = count};
    size_t place = 0;

    o.waiting = sc_arena_array(arena, model->good_count, sizeof *o.waiting);
    o.is_open = sc_arena_array(arena, model->good_count, sizeof *o.is_open);
    if (o.waiting == NULL || o.is_open == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < model->rules[rules[i]].slot_count; s++)
            o.waiting[model->rules[rules[i]].slots[s].good]++;
    for (size_t i = 0; i < count && thresholds_decide; i++)
        if (model->rules[rules[i]].deal->basket_min > 0)
            put_next(&o, place++, i);
    for (; place < count; place++) {
        size_t next = place;
        int least = opens(&o, rules[place]);
        size_t end = count - place > ORDER_LOOKS_MAX ? place + ORDER_LOOKS_MAX : count;
        for (size_t i = place + 1; i < end; i++) {
            int more = opens(&o, rules[i]);
            next = more < least ? i : next;
            least = more < least ? more : least;
        }
        put_next(&o, place, next);
    }
    return true;
}

/* A part of these rules and all goods that they may take; NULL when the arena is full. */
static struct price_part *make_part(struct solving *solving, uint32_t *rules, size_t count,
                                    const int64_t *base, const struct price_goal *goal,
                                    const struct price_chosen *chosen)
{
    struct price_solver *solver = solving->solver;
    const struct price_model *model = solver->model;
    struct price_part *part = sc_arena_array(solver->arena, 1, sizeof *part);
    uint32_t *goods = sc_arena_array(solver->arena, model->good_count, sizeof *goods);
    bool *is_in = sc_arena_array(solver->arena, model->good_count, sizeof *is_in);

    if (part == NULL || goods == NULL || is_in == NULL ||
        !order_rules(solver->arena, model, rules, count, goal != NULL))
        return NULL;
    *part = (struct price_part){
        .arena = solver->arena,
        .model = model,
        .work = solver->work,
        .tallies = sc_arena_array(solver->arena, count, sizeof *part->tallies),
        .tally_count = count,
        .goods = goods,
        .units = solving->of->units,
        .base = base,
        .rents = solver->rents,
        .goal = goal,
        .best = sc_arena_array(solver->arena, count, sizeof *part->best),
        .total = INT64_MAX,
    };
    if (part->tallies == NULL || part->best == NULL)
        return NULL;
    for (size_t t = 0; t < count; t++) {
        const struct price_rule *rule = &model->rules[rules[t]];
        part->tallies[t] = solving->tallies[rules[t]];
        part->best[t] = chosen[rules[t]];
        for (size_t s = 0; s < rule->slot_count; s++) {
            uint32_t g = rule->slots[s].good;
            if (!is_in[g])
                goods[part->good_count++] = g;
            is_in[g] = true;
            if (solver->rents[g] < base[g])
                solver->rents[g] = base[g];
        }
    }
    return part;
}

/* What its goods save when no rule of the part is used. */
static int64_t bases_of(const struct price_part *part)
{
    int64_t sum = 0;

    for (size_t i = 0; i < part->good_count; i++)
        sum += part->units[part->goods[i]] * part->base[part->goods[i]] / PRICE_FINE;
    return sum;
}

/* Units that no other deal took go to the separable deal that saves most on them. */
static void pay_bases(struct solving *solving, struct relaxed *relaxed)
{
    const struct price_model *model = solving->solver->model;

    for (uint32_t g = 0; g < model->good_count; g++)
        solving->left[g] = solving->of->units[g];
    for (size_t r = 0; r < model->rule_count; r++)
        for (size_t s = 0; s < model->rules[r].slot_count; s++)
            solving->left[model->rules[r].slots[s].good] -= relaxed->chosen[r].taken[s];
    for (size_t r = 0; r < model->rule_count; r++)
        for (size_t s = 0; s < model->rules[r].slot_count; s++) {
            uint32_t g = model->rules[r].slots[s].good;
            if (solving->payer[g] != r)
                continue;
            relaxed->chosen[r].taken[s] = solving->left[g];
            relaxed->chosen[r].saving += solving->left[g] * solving->base[g] / PRICE_FINE;
        }
}

static bool clear_choice(struct solving *solving, struct relaxed *relaxed)
{
    const struct price_model *model = solving->solver->model;
    struct sc_arena *arena = solving->solver->arena;

    *relaxed = (struct relaxed){.chosen = relaxed->chosen};
    if (relaxed->chosen == NULL)
        relaxed->chosen = sc_arena_array(arena, model->rule_count, sizeof *relaxed->chosen);
    for (size_t r = 0; r < model->rule_count && relaxed->chosen != NULL; r++) {
        struct price_chosen *chosen = &relaxed->chosen[r];
        size_t slots = model->rules[r].slot_count;
        chosen->saving = 0;
        if (chosen->taken == NULL)
            chosen->taken = sc_arena_alloc(arena, slots * sizeof *chosen->taken);
        if (chosen->taken == NULL)
            return false;
        memset(chosen->taken, 0, slots * sizeof *chosen->taken);
    }
    return relaxed->chosen != NULL;
}

/* The parts that the linking rules fall into. */
static enum sc_status make_parts(struct solving *solving, const struct relaxed *relaxed,
                                 struct price_part **parts, size_t *ret_count)
{
    const struct price_model *model = solving->solver->model;
    struct sc_arena *arena = solving->solver->arena;
    bool *is_linking = sc_arena_array(arena, model->rule_count, sizeof *is_linking);
    size_t count = 0;

    if (is_linking == NULL)
        return SC_NO_MEMORY;
    link_goods(solving, is_linking);
    for (uint32_t first = 0; first < model->rule_count; first++) {
        if (!is_linking[first])
            continue;
        uint32_t group = group_of(solving, model->rules[first].slots[0].good);
        uint32_t *rules = sc_arena_array(arena, model->rule_count, sizeof *rules);
        size_t rule_count = 0;
        if (rules == NULL)
            return SC_NO_MEMORY;
        for (uint32_t r = first; r < model->rule_count; r++)
            if (is_linking[r] && group_of(solving, model->rules[r].slots[0].good) == group) {
                rules[rule_count++] = r;
                is_linking[r] = false;
            }
        parts[count] = make_part(solving, rules, rule_count, solving->base, NULL, relaxed->chosen);
        if (parts[count++] == NULL)
            return SC_NO_MEMORY;
    }
    *ret_count = count;
    return SC_OK;
}

/* The largest saving that leads to no total below `solving->below`. */
static int64_t dull_saving(const struct solving *solving)
{
    int64_t low = -1, high = solving->of->shelf + 1;

    if (solving->below == INT64_MAX)
        return INT64_MIN / 2;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (goal_floor(solving, middle) + solving->of->deposits >= solving->below)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The units are in the choice already: a part's best shares them with it. */
static void keep_choice(const struct solving *solving, const struct price_part *part,
                        struct relaxed *relaxed)
{
    const struct price_rule *first = solving->solver->model->rules;

    for (size_t t = 0; t < part->tally_count; t++)
        relaxed->chosen[part->tallies[t].rule - first].saving = part->best[t].saving;
}

/*
 * Solves one part after the other, as long as what is still possible is more
 * than the dull saving. The bound is of all parts.
 */
static enum sc_status solve_parts(struct solving *solving, struct price_part **parts, size_t count,
                                  struct relaxed *relaxed)
{
    int64_t dull = dull_saving(solving);

    for (uint32_t g = 0; g < solving->solver->model->good_count; g++)
        relaxed->saving += solving->of->units[g] * solving->base[g] / PRICE_FINE;
    relaxed->bound = relaxed->saving;
    for (size_t i = 0; i < count; i++) {
        parts[i]->saving = bases_of(parts[i]); /* no rule is used */
        parts[i]->bound = sc_price_part_bound(parts[i]) / PRICE_FINE;
        relaxed->bound += parts[i]->bound - parts[i]->saving;
    }
    for (size_t i = 0; i < count && relaxed->bound > dull; i++) {
        struct price_part *part = parts[i];
        int64_t bases = part->saving;
        int64_t others = relaxed->bound - part->bound;
        part->more_than = dull - others;
        enum sc_status st = sc_price_rents_lower(part);
        if (st != SC_OK)
            return st;
        sc_price_part_search(part);
        keep_choice(solving, part, relaxed);
        relaxed->saving += part->saving - bases;
        relaxed->bound = others + part->bound;
    }
    if (solving->is_cut)
        relaxed->bound = solving->of->shelf;
    relaxed->is_dull = relaxed->bound <= dull;
    return SC_OK;
}

/*
 * The largest saving of all rules that are not barred, as if no threshold were;
 * only a bound on it where that says that it is dull.
 */
static enum sc_status relax(struct solving *solving, struct relaxed *relaxed)
{
    const struct price_model *model = solving->solver->model;
    struct sc_arena *arena = solving->solver->arena;
    size_t count = 0;

    if (!clear_choice(solving, relaxed))
        return SC_NO_MEMORY;
    struct sc_arena_mark mark = sc_arena_mark(arena);
    struct price_part **parts =
        sc_arena_array(arena, model->rule_count, sizeof(struct price_part *));
    if (parts == NULL)
        return SC_NO_MEMORY;
    set_bases(solving);
    enum sc_status st = make_parts(solving, relaxed, parts, &count);
    if (st == SC_OK)
        st = solve_parts(solving, parts, count, relaxed);
    pay_bases(solving, relaxed);
    sc_arena_rewind(arena, mark);
    return st;
}

/* Is the rule unused, or its threshold reached by this choice? */
static bool is_reached(const struct solving *solving, const struct relaxed *relaxed, size_t r)
{
    const struct price_model *model = solving->solver->model;
    const struct price_rule *rule = &model->rules[r];
    const struct price_chosen *chosen = &relaxed->chosen[r];
    int64_t shelf = sc_price_rule_shelf(model, rule, chosen->taken);
    int64_t qualifying = solving->of->shelf - relaxed->saving;

    if (rule->deal->basket_min <= 0 || chosen->saving == 0)
        return true;
    if (!rule->deal->basket_min_counts_own)
        qualifying -= shelf - chosen->saving;
    return qualifying >= rule->deal->basket_min;
}

/* A valid choice: rules whose thresholds are missed are left out until none is. */
static enum sc_status settle(struct solving *solving, struct relaxed *relaxed)
{
    enum sc_status st = SC_OK;

    for (bool again = true; again && st == SC_OK;) {
        again = false;
        for (size_t r = 0; r < solving->solver->model->rule_count; r++)
            if (!solving->is_barred[r] && !is_reached(solving, relaxed, r)) {
                solving->is_barred[r] = true;
                again = true;
            }
        if (again)
            st = relax(solving, relaxed);
    }
    return st;
}

/* All goods at once, thresholds looked at, for a total below `*total`. */
static enum sc_status search_linked(struct solving *solving, int64_t saving_bound,
                                    struct relaxed *best, int64_t *total, int64_t *ret_bound)
{
    const struct price_model *model = solving->solver->model;
    struct sc_arena *arena = solving->solver->arena;
    uint32_t *rules = sc_arena_array(arena, model->rule_count, sizeof *rules);
    int64_t *base = sc_arena_array(arena, model->good_count, sizeof *base);
    const struct price_goal goal = {
        .total = goal_total,
        .floor = goal_floor,
        .context = solving,
        .is_monotone = is_goal_monotone(solving, saving_bound),
        .shelf = solving->of->shelf,
    };
    struct relaxed found = {0};
    size_t count = 0;

    if (rules == NULL || base == NULL || !clear_choice(solving, &found))
        return SC_NO_MEMORY;
    for (uint32_t r = 0; r < model->rule_count; r++)
        if (solving->can_be_used[r])
            rules[count++] = r;
    struct price_part *part = make_part(solving, rules, count, base, &goal, found.chosen);
    if (part == NULL)
        return SC_NO_MEMORY;
    part->total = *total;
    enum sc_status st = sc_price_rents_lower(part);
    if (st != SC_OK)
        return st;
    sc_price_part_search(part);
    *ret_bound = part->bound < part->total ? part->bound : part->total;
    if (part->total >= *total)
        return SC_OK;
    keep_choice(solving, part, &found);
    *total = part->total;
    found.saving = part->saving;
    *best = found;
    return SC_OK;
}

static enum sc_status make_tallies(struct solving *solving)
{
    const struct price_model *model = solving->solver->model;

    for (size_t r = 0; r < model->rule_count; r++) {
        const struct price_rule *rule = &model->rules[r];
        if (rule->index == solving->of->left_out || rule->deal->basket_min > solving->of->shelf)
            continue;
        enum sc_status st =
            sc_price_tally_make(solving->solver->arena, model, rule, solving->of->units,
                                &solving->tallies[r], &solving->can_be_used[r]);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

static enum sc_status solve(struct solving *solving, struct price_solution *solution)
{
    struct relaxed relaxed = {0};
    enum sc_status st = make_tallies(solving);

    if (st == SC_OK)
        st = relax(solving, &relaxed);
    solution->is_dull = relaxed.is_dull;
    if (st != SC_OK || relaxed.is_dull)
        return st;
    int64_t saving_bound = relaxed.bound;
    int64_t bound = goal_floor(solving, saving_bound);
    solving->below = INT64_MAX; /* from here on a choice is wanted, however dear */
    st = settle(solving, &relaxed);
    if (st != SC_OK)
        return st;
    int64_t total = goal_total(solving, relaxed.saving);
    if (total > bound && !solving->solver->model->request->no_search) {
        int64_t linked_bound = bound;
        st = search_linked(solving, saving_bound, &relaxed, &total, &linked_bound);
        bound = linked_bound > bound ? linked_bound : bound;
    }
    if (st != SC_OK)
        return st;
    solution->of = *solving->of;
    solution->chosen = relaxed.chosen;
    solution->sum = solving->of->shelf - relaxed.saving;
    solution->total = final_sum(solving, solution->sum, &solution->basket_deal);
    assert(solution->total == total);
    solution->total += solving->of->deposits;
    solution->is_exact = bound >= total;
    solution->bound = (solution->is_exact ? total : bound) + solving->of->deposits;
    return SC_OK;
}

enum sc_status sc_price_solve(struct price_solver *solver, const struct price_case *of,
                              int64_t below, struct price_solution *ret_solution)
{
    const struct price_model *model = solver->model;
    struct solving solving = {.solver = solver, .of = of, .below = below};
    struct price_solution solution = {0};

    solving.is_barred = sc_arena_array(solver->arena, model->rule_count, sizeof(bool));
    solving.can_be_used = sc_arena_array(solver->arena, model->rule_count, sizeof(bool));
    solving.tallies = sc_arena_array(solver->arena, model->rule_count, sizeof *solving.tallies);
    solving.group = sc_arena_array(solver->arena, model->good_count, sizeof(uint32_t));
    solving.base = sc_arena_array(solver->arena, model->good_count, sizeof(int64_t));
    solving.payer = sc_arena_array(solver->arena, model->good_count, sizeof(uint32_t));
    solving.left = sc_arena_array(solver->arena, model->good_count, sizeof(int64_t));
    if (solving.is_barred == NULL || solving.can_be_used == NULL || solving.tallies == NULL ||
        solving.group == NULL || solving.base == NULL || solving.payer == NULL ||
        solving.left == NULL)
        return SC_NO_MEMORY;
    enum sc_status st = solve(&solving, &solution);
    if (st == SC_OK)
        *ret_solution = solution;
    return st;
}

enum sc_status sc_price_solver_init(struct price_solver *solver, struct sc_arena *arena,
                                    const struct price_model *model, struct price_work *work)
{
    *solver = (struct price_solver){.arena = arena, .model = model, .work = work};
    solver->rents = sc_arena_array(arena, model->good_count, sizeof *solver->rents);
    return solver->rents == NULL ? SC_NO_MEMORY : SC_OK;
}
