#include <assert.h>

#include "domain/price_solve.h"

enum {
    LINE_UNITS_MAX = 999, /* pricing contract, section 0 */
};

/* A way to buy more and pay less. */
struct candidate {
    uint32_t line;
    int64_t add_units;
    int64_t total;
};

/* Every better basket that was found, and which nudge each deal gets. */
struct nudger {
    struct price_solver *solver;
    const struct price_solution *present;
    const struct sc_price_request *request;
    struct price_case of;        /* the present one, with more units of one good */
    struct sc_price_nudge *best; /* by deal; add_units 0: none */
};

/*
 * The total of the case at hand, or INT64_MAX when it is not below `below`; and
 * which deals lead to it, in `used` unless that is NULL.
 */
static enum sc_status total_of(struct nudger *nudger, int64_t below, int64_t *ret_total, bool *used)
{
    struct price_solver *solver = nudger->solver;
    struct sc_arena_mark mark = sc_arena_mark(solver->arena);
    struct price_solution solution;
    enum sc_status st = sc_price_solve(solver, &nudger->of, below, &solution);

    if (st != SC_OK)
        return st;
    if (solution.is_dull) {
        *ret_total = INT64_MAX;
        sc_arena_rewind(solver->arena, mark);
        return SC_OK;
    }
    if (!solution.is_exact)
        solver->work->is_spent = true; /* a nudge must be right */
    *ret_total = solution.total;
    for (size_t r = 0; used != NULL && r < solver->model->rule_count; r++)
        used[solver->model->rules[r].index] = solution.chosen[r].saving > 0;
    if (used != NULL && solution.basket_deal != PRICE_NO_DEAL)
        used[solution.basket_deal] = true;
    sc_arena_rewind(solver->arena, mark);
    return SC_OK;
}

/* Units that a nudge for this deal may add. */
static int64_t most_units(const struct sc_deal *deal)
{
    return deal->kind == SC_DEAL_WEIGHT_PRICE || sc_deal_is_basket_kind(deal->kind) ? 1
                                                                                    : deal->count;
}

static bool is_better(const struct candidate *candidate, const struct sc_price_nudge *best)
{
    if (best->add_units == 0 || candidate->total != best->total_minor)
        return best->add_units == 0 || candidate->total < best->total_minor;
    if (candidate->add_units != best->add_units)
        return candidate->add_units < best->add_units;
    return candidate->line < best->line;
}

/* Tries the case at hand as the nudge of each deal that leads to it. */
static enum sc_status try_candidate(struct nudger *nudger, struct candidate candidate)
{
    const struct sc_price_request *request = nudger->request;
    const struct price_work *work = nudger->solver->work;
    bool *used = sc_arena_array(nudger->solver->arena, request->deal_count, sizeof *used);

    if (used == NULL)
        return SC_NO_MEMORY;
    enum sc_status st = total_of(nudger, nudger->present->total, &candidate.total, used);
    if (st != SC_OK || work->is_spent || candidate.total >= nudger->present->total)
        return st;
    for (uint32_t d = 0; d < request->deal_count && st == SC_OK; d++) {
        int64_t without;
        if (!used[d] || candidate.add_units > most_units(&request->deals[d]) ||
            !is_better(&candidate, &nudger->best[d]))
            continue;
        nudger->of.left_out = d;
        st = total_of(nudger, candidate.total + 1, &without, NULL);
        nudger->of.left_out = PRICE_NO_DEAL;
        if (st == SC_OK && !work->is_spent && without > candidate.total)
            nudger->best[d] =
                (struct sc_price_nudge){d, candidate.line, candidate.add_units, candidate.total};
    }
    return st;
}

static enum sc_status try_line(struct nudger *nudger, uint32_t i, int64_t most)
{
    struct price_solver *solver = nudger->solver;
    const struct sc_basket_line *line = &nudger->request->lines[i];
    const struct price_case present = nudger->of;
    int64_t *units = &nudger->of.units[solver->model->good_of_line[i]];
    int64_t room = LINE_UNITS_MAX - line->amount;
    enum sc_status st = SC_OK;

    if (line->is_weighed)
        return SC_OK;
    for (int64_t n = 1; n <= most && n <= room && st == SC_OK && !solver->work->is_spent; n++) {
        struct sc_arena_mark mark = sc_arena_mark(solver->arena);
        *units += n;
        nudger->of.shelf += n * line->price_minor;
        nudger->of.deposits += n * line->deposit_minor;
        st = try_candidate(nudger, (struct candidate){.line = i, .add_units = n});
        *units -= n;
        nudger->of = present;
        sc_arena_rewind(solver->arena, mark);
    }
    return st;
}

enum sc_status sc_price_find_nudges(struct price_solver *solver,
                                    const struct price_solution *solution,
                                    struct sc_price_answer *answer)
{
    const struct sc_price_request *request = solver->model->request;
    struct nudger nudger = {
        .solver = solver, .present = solution, .request = request, .of = solution->of};
    int64_t most = 0;
    enum sc_status st = SC_OK;

    assert(solution->is_exact);
    nudger.best = sc_arena_array(solver->arena, request->deal_count, sizeof *nudger.best);
    if (nudger.best == NULL)
        return SC_NO_MEMORY;
    for (uint32_t d = 0; d < request->deal_count; d++) {
        const struct sc_deal *deal = &request->deals[d];
        if (deal->kind != SC_DEAL_UNPRICED && most_units(deal) > most &&
            sc_deal_is_available(deal, &request->shopper, request->at_us))
            most = most_units(deal);
    }
    for (uint32_t i = 0; i < request->line_count && st == SC_OK; i++)
        st = try_line(&nudger, i, most);
    if (st != SC_OK)
        return st;
    if (solver->work->is_spent) {
        answer->is_exact = false; /* the limit ended the search for nudges */
        return SC_OK;
    }
    for (uint32_t d = 0; d < request->deal_count; d++)
        if (nudger.best[d].add_units > 0)
            nudger.best[answer->nudge_count++] = nudger.best[d];
    answer->nudges = nudger.best;
    return SC_OK;
}
