#include "domain/price_nudge.h"

#include "domain/price_solve.h"

enum {
    UNITS_MAX = 999, /* of a line; pricing contract, section 0 */
};

struct nudger {
    struct sc_arena *arena;
    struct sc_price_request request; /* a copy with one line changed, or a deal left out */
    struct sc_basket_line *lines;
    struct sc_deal *deals;
    int64_t present;             /* total */
    struct sc_price_nudge *best; /* by deal; add_units 0: none */
};

/* The exact total; false when the limit came first. */
static enum sc_status total_of(struct nudger *n, int64_t *ret_total, bool *ret_is_exact)
{
    struct sc_arena_mark mark = sc_arena_mark(n->arena);
    struct price_problem problem;
    struct price_found found;
    enum sc_status st = price_problem_build(n->arena, &n->request, &problem);

    if (st == SC_OK)
        st = price_solve(n->arena, &problem, &found);
    if (st == SC_OK) {
        *ret_is_exact = found.bound == found.value;
        *ret_total = found.value + problem.deposits;
    }
    sc_arena_rewind(n->arena, mark);
    return st;
}

static bool has_count(enum sc_deal_kind kind)
{
    return kind == SC_DEAL_BUNDLE_TOTAL || kind == SC_DEAL_PERCENT_OFF ||
           kind == SC_DEAL_AMOUNT_OFF || kind == SC_DEAL_CHEAPEST_PERCENT_OFF ||
           kind == SC_DEAL_BUY_GET;
}

static int64_t most_units(const struct sc_deal *deal)
{
    return has_count(deal->kind) ? deal->count : 1;
}

/* Would the total be higher without deal `d`? */
static enum sc_status matters(struct nudger *n, size_t d, int64_t total, bool *ret_matters)
{
    enum sc_deal_kind kind = n->deals[d].kind;
    int64_t without;
    bool is_exact;

    n->deals[d].kind = SC_DEAL_UNPRICED; /* which no price comes of */
    enum sc_status st = total_of(n, &without, &is_exact);
    n->deals[d].kind = kind;
    if (st == SC_OK)
        *ret_matters = is_exact && without > total;
    return st;
}

/* One candidate, `units` more of `line`, for each deal that it may count for. */
static enum sc_status try_candidate(struct nudger *n, uint32_t line, int64_t units)
{
    int64_t total;
    bool is_exact;
    enum sc_status st = total_of(n, &total, &is_exact);

    if (st != SC_OK || !is_exact || total >= n->present)
        return st;
    for (size_t d = 0; st == SC_OK && d < n->request.deal_count; d++) {
        struct sc_price_nudge *best = &n->best[d];
        bool is_better = best->add_units == 0 || total < best->total_minor ||
                         (total == best->total_minor && units < best->add_units);
        bool counts = false;
        if (n->deals[d].kind == SC_DEAL_UNPRICED || units > most_units(&n->deals[d]) ||
            !is_better ||
            !sc_deal_is_available(&n->deals[d], &n->request.shopper, n->request.at_us))
            continue;
        st = matters(n, d, total, &counts);
        if (counts)
            *best = (struct sc_price_nudge){(uint32_t)d, line, units, total};
    }
    return st;
}

static enum sc_status try_line(struct nudger *n, uint32_t line, int64_t most)
{
    enum sc_status st = SC_OK;
    int64_t units = n->lines[line].amount;

    for (int64_t add = 1; st == SC_OK && add <= most && units + add <= UNITS_MAX; add++) {
        n->lines[line].amount = units + add;
        st = try_candidate(n, line, add);
    }
    n->lines[line].amount = units;
    return st;
}

static enum sc_status nudger_init(struct nudger *n, struct sc_arena *arena,
                                  const struct sc_price_request *request, int64_t present)
{
    *n = (struct nudger){.arena = arena, .request = *request, .present = present};
    n->lines = sc_arena_array(arena, request->line_count + 1, sizeof *n->lines);
    n->deals = sc_arena_array(arena, request->deal_count + 1, sizeof *n->deals);
    n->best = sc_arena_array(arena, request->deal_count + 1, sizeof *n->best);
    if (n->lines == NULL || n->deals == NULL || n->best == NULL)
        return SC_NO_MEMORY;
    if (request->line_count > 0)
        memcpy(n->lines, request->lines, request->line_count * sizeof *n->lines);
    if (request->deal_count > 0)
        memcpy(n->deals, request->deals, request->deal_count * sizeof *n->deals);
    n->request.lines = n->lines;
    n->request.deals = n->deals;
    return SC_OK;
}

enum sc_status price_nudges(struct sc_arena *arena, const struct sc_price_request *request,
                            struct sc_price_answer *answer)
{
    struct nudger n;
    enum sc_status st = nudger_init(&n, arena, request, answer->total_minor);
    int64_t most = 0;
    size_t count = 0;

    for (size_t d = 0; d < request->deal_count; d++) {
        const struct sc_deal *deal = &request->deals[d];
        if (deal->kind != SC_DEAL_UNPRICED && most_units(deal) > most &&
            sc_deal_is_available(deal, &request->shopper, request->at_us))
            most = most_units(deal);
    }
    for (uint32_t i = 0; st == SC_OK && i < request->line_count; i++) {
        const struct sc_work_limit *limit = &request->limit;
        if (limit->is_spent != NULL && limit->is_spent(limit->context))
            break;
        if (!request->lines[i].is_weighed)
            st = try_line(&n, i, most);
    }
    if (st != SC_OK)
        return st;
    for (size_t d = 0; d < request->deal_count; d++)
        if (n.best[d].add_units > 0)
            n.best[count++] = n.best[d];
    answer->nudges = n.best;
    answer->nudge_count = count;
    return SC_OK;
}
