#include <inttypes.h>

#include "app/where.h"
#include "app/where_ask.h"
#include "app/where_visit.h"
#include "app/where_words.h"
#include "base/time.h"
#include "domain/money.h"

enum {
    AMOUNT_COLUMNS = 11, /* of a table's column of money: 9999999.99 */
    PLAN_COLUMNS = 10,   /* "  1 store " */
    DISTANCE_COLUMNS = 10,
    SELLS_COLUMNS = 11, /* "499 of 500" */
    STORE_AMOUNT_COLUMNS = 9,
    STORE_AMOUNTS = 3, /* at the till, for the way, in all */
};

struct teller {
    struct app_page *page;
    const struct app_where_view *view;
};

static struct sc_str money(const struct teller *t, int64_t minor)
{
    return where_money(t->page->arena, t->view, minor);
}

static void put_text(const struct teller *t, enum app_style style, int indent, struct sc_str text)
{
    app_page_text(t->page, style, indent, text);
}

static void put_title(const struct teller *t, struct sc_str text)
{
    app_page_end(t->page);
    put_text(t, APP_TITLE, 0, text);
}

static bool goes_to(const struct sc_where_plan *plan, uint32_t store)
{
    for (size_t v = 0; v < plan->visit_count; v++)
        if (plan->visits[v].store == store)
            return true;
    return false;
}

/* "1 line to check (?), 2 not bought", or nothing. */
static void put_doubt_count(const struct teller *t, const struct sc_where_plan *plan)
{
    struct sc_str text = {0};
    size_t doubts = 0;

    for (size_t v = 0; v < plan->visit_count; v++)
        for (size_t i = 0; i < plan->visits[v].buy_count; i++)
            doubts += sc_where_is_doubtful(t->view->facts, &plan->visits[v].buys[i]);
    if (doubts > 0)
        text = sc_arena_printf(t->page->arena, "%zu line%s to check, marked with ?", doubts,
                               doubts == 1 ? "" : "s");
    if (plan->missing_count > 0)
        text = sc_arena_printf(t->page->arena, "%.*s%s%zu line%s not bought", SC_STR_ARGS(text),
                               doubts > 0 ? "; " : "", plan->missing_count,
                               plan->missing_count == 1 ? "" : "s");
    if (text.len > 0)
        put_text(t, APP_DOUBT, 0, text);
}

static struct sc_str visit_names(const struct teller *t, const struct sc_where_plan *plan)
{
    struct sc_arena *arena = t->page->arena;
    struct sc_str names = SC_STR("");

    for (size_t v = 0; v < plan->visit_count; v++) {
        struct sc_str title =
            where_store_title(arena, &t->view->facts->stores[plan->visits[v].store]);
        names = sc_arena_printf(arena, "%.*s%s%.*s", SC_STR_ARGS(names), v > 0 ? " + " : "",
                                SC_STR_ARGS(title));
    }
    return names;
}

/* "9.24 less than at the best single store, Larkfield City Quay", where that has as much. */
static void put_gain(const struct teller *t, const struct sc_where_plan *best)
{
    const struct sc_where_plan *single = &t->view->answer->plans[0];

    if (best == single || single->visit_count == 0 || single->missing_count != best->missing_count)
        return;
    put_text(t, APP_GOOD, 0,
             sc_arena_printf(t->page->arena, "%.*s less than at the best single store, %.*s",
                             SC_STR_ARGS(money(t, single->total_minor - best->total_minor)),
                             SC_STR_ARGS(visit_names(t, single))));
}

/* Why the best is to buy nothing. */
static struct sc_str nothing_text(const struct teller *t, const struct sc_where_plan *best)
{
    if (!best->is_exact)
        return SC_STR("No plan was found before the search ended: give it more time with "
                      "--budget-ms.");
    for (size_t s = 0; s < t->view->facts->store_count; s++)
        if (t->view->answer->stores[s].missing_count < t->view->facts->line_count)
            return SC_STR("No stop is worth its cost, as --missing-cost has it.");
    return SC_STR("None of it can be bought at these stores.");
}

static void put_best(const struct teller *t, const struct sc_where_plan *best)
{
    struct sc_arena *arena = t->page->arena;

    if (best->visit_count == 0) {
        put_text(t, APP_BAD, 0, nothing_text(t, best));
        return;
    }
    put_text(t, APP_STRONG, 0,
             sc_arena_printf(arena, "Best: %.*s", SC_STR_ARGS(visit_names(t, best))));
    put_text(
        t, APP_STRONG, 0,
        sc_arena_printf(arena, "%.*s %.*s in all: %.*s at the till%s and %.*s for the way",
                        SC_STR_ARGS(t->view->currency), SC_STR_ARGS(money(t, best->total_minor)),
                        SC_STR_ARGS(money(t, best->goods_minor)), best->visit_count == 1 ? "" : "s",
                        SC_STR_ARGS(money(t, best->visits_minor))));
    put_gain(t, best);
}

static void put_head(const struct teller *t)
{
    struct sc_arena *arena = t->page->arena;
    const struct sc_where_facts *facts = t->view->facts;
    const struct sc_where_plan *best = &t->view->answer->plans[t->view->answer->best];
    struct sc_str name = app_page_clean(arena, t->view->list_name);
    struct sc_str when = where_moment(arena, facts->stores[0].at_local_us);

    put_text(t, APP_DIM, 0,
             sc_arena_printf(arena, "%.*s: %zu line%s, %zu store%s, %.*s", SC_STR_ARGS(name),
                             facts->line_count, facts->line_count == 1 ? "" : "s",
                             facts->store_count, facts->store_count == 1 ? "" : "s",
                             SC_STR_ARGS(when)));
    put_best(t, best);
    put_doubt_count(t, best);
}

/* What going from the plan before to this one costs and saves. */
static struct sc_str step_text(const struct teller *t, size_t k)
{
    struct sc_arena *arena = t->page->arena;
    const struct sc_where_plan *plan = &t->view->answer->plans[k];
    const struct sc_where_plan *before = &t->view->answer->plans[k - 1];
    struct sc_str ordinal = where_ordinal(arena, k + 1);
    int64_t way = plan->visits_minor - before->visits_minor;
    int64_t goods = plan->goods_minor - before->goods_minor;

    if (plan->cost_minor >= before->cost_minor)
        return sc_arena_printf(arena, "a %.*s stop saves nothing%s", SC_STR_ARGS(ordinal),
                               plan->is_exact ? "" : " that was found");
    struct sc_str parts =
        sc_arena_printf(arena, "a %.*s stop: %.*s for the way, %.*s at the tills",
                        SC_STR_ARGS(ordinal), SC_STR_ARGS(where_money_change(arena, t->view, way)),
                        SC_STR_ARGS(where_money_change(arena, t->view, goods)));
    if (plan->missing_count < before->missing_count) {
        size_t more = before->missing_count - plan->missing_count;
        return sc_arena_printf(arena, "%.*s, and %zu more line%s of the list", SC_STR_ARGS(parts),
                               more, more == 1 ? "" : "s");
    }
    return sc_arena_printf(arena, "%.*s: saves %.*s", SC_STR_ARGS(parts),
                           SC_STR_ARGS(money(t, before->total_minor - plan->total_minor)));
}

static void put_money_cell(const struct teller *t, enum app_style style, int64_t minor)
{
    app_page_cell(t->page, style, money(t, minor), AMOUNT_COLUMNS, APP_RIGHT);
}

/* What a plan costs, where to, and what its last stop is worth. */
static void put_plan_sums(const struct teller *t, size_t k, enum app_style style)
{
    const struct sc_where_plan *plan = &t->view->answer->plans[k];
    size_t line_count = t->view->facts->line_count;

    put_money_cell(t, style, plan->goods_minor);
    put_money_cell(t, style, plan->visits_minor);
    put_money_cell(t, style, plan->total_minor);
    app_page_cell(
        t->page, style,
        sc_arena_printf(t->page->arena, "%zu of %zu", line_count - plan->missing_count, line_count),
        SELLS_COLUMNS, APP_RIGHT);
    app_page_end(t->page);
    if (plan->visit_count > 0)
        put_text(t, APP_PLAIN, PLAN_COLUMNS + 1, visit_names(t, plan));
    if (k > 0)
        put_text(t, APP_GOOD, PLAN_COLUMNS + 1, step_text(t, k));
}

static void put_plan_row(const struct teller *t, size_t k)
{
    struct sc_arena *arena = t->page->arena;
    const struct sc_where_plan *plan = &t->view->answer->plans[k];
    bool is_best = k == t->view->answer->best;
    bool is_same = k > 0 && plan->cost_minor >= t->view->answer->plans[k - 1].cost_minor;
    enum app_style style = is_best ? APP_STRONG : APP_PLAIN;
    struct sc_str count =
        sc_arena_printf(arena, "%s %zu store%s", is_best ? "▸" : " ", k + 1, k == 0 ? "" : "s");

    app_page_cell(t->page, style, count, PLAN_COLUMNS, APP_LEFT);
    if (is_same) {
        app_page_put(t->page, APP_DIM,
                     sc_arena_printf(arena, " %.*s", SC_STR_ARGS(step_text(t, k))));
        app_page_end(t->page);
    } else {
        put_plan_sums(t, k, style);
    }
    if (!plan->is_exact)
        put_text(t, APP_DOUBT, PLAN_COLUMNS + 1,
                 sc_arena_printf(arena,
                                 "not proven to be the best: the search ended early, and another "
                                 "plan could be up to %.*s cheaper (--budget-ms)",
                                 SC_STR_ARGS(money(t, plan->cost_minor - plan->bound_minor))));
}

static void put_plans(const struct teller *t)
{
    static const struct sc_str heads[] = {SC_STR("tills"), SC_STR("way"), SC_STR("in all")};

    app_page_end(t->page);
    app_page_cell(t->page, APP_DIM, SC_STR(""), PLAN_COLUMNS, APP_LEFT);
    for (size_t i = 0; i < SC_COUNT(heads); i++)
        app_page_cell(t->page, APP_DIM, heads[i], AMOUNT_COLUMNS, APP_RIGHT);
    app_page_cell(t->page, APP_DIM, SC_STR("lines"), SELLS_COLUMNS, APP_RIGHT);
    app_page_end(t->page);
    bool is_proven = true;
    for (size_t k = 0; k < t->view->answer->plan_count; k++) {
        put_plan_row(t, k);
        is_proven = is_proven && t->view->answer->plans[k].is_exact;
    }
    if (is_proven)
        put_text(
            t, APP_DIM, 2,
            SC_STR("Proven: no plan of so many stops and no other use of the deals costs less."));
}

/* Why a line of the list is not in the plan. */
static struct sc_str missing_text(const struct teller *t, uint32_t number)
{
    struct sc_arena *arena = t->page->arena;
    const struct sc_where_facts *facts = t->view->facts;
    const struct sc_where_line *line = &facts->lines[number];
    struct sc_str others = where_guess_names(arena, facts, line, UINT32_MAX);
    struct sc_where_seller seller;

    switch (sc_where_gap_of(facts, number, &seller)) {
    case SC_WHERE_NOT_UNDERSTOOD:
        return line->problem;
    case SC_WHERE_NOTHING_LIKE_IT:
        return SC_STR("nothing like it is sold at these stores");
    case SC_WHERE_NOT_SURE:
        return sc_arena_printf(arena, "nothing here is surely that; the nearest: %.*s",
                               SC_STR_ARGS(others));
    case SC_WHERE_NOT_SOLD:
        return sc_arena_printf(arena, "known, but on no shelf here now: %.*s", SC_STR_ARGS(others));
    case SC_WHERE_NOT_WORTH_IT:
        break;
    }
    struct sc_str title = where_store_title(arena, &facts->stores[seller.store]);
    return sc_arena_printf(arena, "sold at %.*s for %.*s, which this plan leaves out",
                           SC_STR_ARGS(title), SC_STR_ARGS(money(t, seller.minor)));
}

static void put_missing(const struct teller *t, const struct sc_where_plan *plan)
{
    struct sc_arena *arena = t->page->arena;

    if (plan->missing_count == 0)
        return;
    put_title(t, SC_STR("Not bought"));
    for (size_t i = 0; i < plan->missing_count; i++) {
        uint32_t number = plan->missing[i];
        struct sc_str text = where_line_text(arena, &t->view->facts->lines[number]);
        put_text(t, APP_BAD, 2,
                 sc_arena_printf(arena, "%2" PRIu32 "   %.*s", number + 1, SC_STR_ARGS(text)));
        put_text(t, APP_PLAIN, 7, missing_text(t, number));
    }
}

static void put_plan_slips(const struct teller *t, size_t k)
{
    const struct sc_where_plan *plan = &t->view->answer->plans[k];

    if (t->view->shows_all)
        put_title(
            t, sc_arena_printf(t->page->arena, "Plan for %zu store%s", k + 1, k == 0 ? "" : "s"));
    for (size_t v = 0; v < plan->visit_count; v++)
        where_visit_text(t->page, t->view, &plan->visits[v], v + 1);
    put_missing(t, plan);
}

static void put_slips(const struct teller *t)
{
    const struct sc_where_answer *answer = t->view->answer;

    for (size_t k = 0; k < answer->plan_count; k++) {
        bool is_new = k == 0 || answer->plans[k].cost_minor < answer->plans[k - 1].cost_minor;
        if (k == answer->best || (t->view->shows_all && is_new))
            put_plan_slips(t, k);
    }
}

/* Stores that sell more first, then the cheaper ones. */
static bool is_better_store(const struct app_where_view *view, uint32_t a, uint32_t b)
{
    const struct sc_where_store_total *x = &view->answer->stores[a], *y = &view->answer->stores[b];

    if (x->missing_count != y->missing_count)
        return x->missing_count < y->missing_count;
    return x->goods_minor + view->facts->stores[a].visit_minor <
           y->goods_minor + view->facts->stores[b].visit_minor;
}

/* What the other columns of the table of stores leave for their names. */
static int store_name_columns(const struct teller *t)
{
    int far_columns = t->view->has_place ? DISTANCE_COLUMNS : 0;

    return t->page->look.columns - 2 - far_columns - STORE_AMOUNTS * STORE_AMOUNT_COLUMNS -
           SELLS_COLUMNS;
}

static void put_store_row(const struct teller *t, uint32_t number, bool is_chosen)
{
    struct sc_arena *arena = t->page->arena;
    const struct sc_where_facts *facts = t->view->facts;
    const struct sc_where_store *store = &facts->stores[number];
    const struct sc_where_store_total *total = &t->view->answer->stores[number];
    size_t sold = facts->line_count - total->missing_count;
    int64_t amounts[STORE_AMOUNTS] = {total->goods_minor, store->visit_minor,
                                      total->goods_minor + store->visit_minor};
    enum app_style style = is_chosen ? APP_STRONG : APP_PLAIN;

    app_page_put(t->page, style, is_chosen ? SC_STR("▸ ") : SC_STR("  "));
    app_page_cell(t->page, style, where_store_title(arena, store), store_name_columns(t), APP_LEFT);
    if (t->view->has_place)
        app_page_cell(t->page, style, where_distance(arena, store), DISTANCE_COLUMNS, APP_RIGHT);
    for (size_t i = 0; i < STORE_AMOUNTS; i++)
        app_page_cell(t->page, style, money(t, amounts[i]), STORE_AMOUNT_COLUMNS, APP_RIGHT);
    app_page_cell(t->page, style, sc_arena_printf(arena, "%zu of %zu", sold, facts->line_count),
                  SELLS_COLUMNS, APP_RIGHT);
    app_page_end(t->page);
    struct sc_str below = where_store_key(arena, store);
    if (sold == 0)
        below = sc_arena_printf(arena, "%.*s · sells nothing of it", SC_STR_ARGS(below));
    else if (total->missing_count > 0)
        below = sc_arena_printf(
            arena, "%.*s · lacks %.*s", SC_STR_ARGS(below),
            SC_STR_ARGS(where_line_names(arena, facts, total->missing, total->missing_count,
                                         t->view->shows_all ? SIZE_MAX - 1 : APP_WHERE_NAMES_MAX)));
    if (!total->is_exact)
        below =
            sc_arena_printf(arena, "%.*s · total not proven to be the least", SC_STR_ARGS(below));
    put_text(t, APP_DIM, 4, below);
}

static void put_stores(const struct teller *t)
{
    static const struct sc_str heads[STORE_AMOUNTS] = {SC_STR("till"), SC_STR("way"),
                                                       SC_STR("in all")};
    const struct sc_where_facts *facts = t->view->facts;
    const struct sc_where_plan *best = &t->view->answer->plans[t->view->answer->best];
    uint32_t *order = sc_arena_array(t->page->arena, facts->store_count, sizeof *order);

    for (uint32_t i = 0; order != NULL && i < facts->store_count; i++) {
        uint32_t to = i;
        for (; to > 0 && is_better_store(t->view, i, order[to - 1]); to--)
            order[to] = order[to - 1];
        order[to] = i;
    }
    put_title(t, SC_STR("Each store by itself: all that it sells of the list"));
    app_page_cell(t->page, APP_DIM, SC_STR(""), 2 + store_name_columns(t), APP_LEFT);
    if (t->view->has_place)
        app_page_cell(t->page, APP_DIM, SC_STR("distance"), DISTANCE_COLUMNS, APP_RIGHT);
    for (size_t i = 0; i < STORE_AMOUNTS; i++)
        app_page_cell(t->page, APP_DIM, heads[i], STORE_AMOUNT_COLUMNS, APP_RIGHT);
    app_page_cell(t->page, APP_DIM, SC_STR("lines"), SELLS_COLUMNS, APP_RIGHT);
    app_page_end(t->page);
    for (uint32_t i = 0; order != NULL && i < facts->store_count; i++)
        put_store_row(t, order[i], goes_to(best, order[i]));
}

/* An amount in thousandths of the currency's unit, in its own decimals. */
static struct sc_str milli_money(const struct teller *t, int64_t milli)
{
    return money(t, sc_money_of_millionths(milli * 1000, t->view->places));
}

/* Where the cost of the way comes from, so that it can be argued with. */
static struct sc_str way_text(const struct teller *t)
{
    struct sc_arena *arena = t->page->arena;
    const struct sc_trip_weights *w = &t->view->weights;

    if (t->view->has_visit_cost)
        return SC_STR("The way: the same for each stop, as --visit-cost says.");
    if (!t->view->has_way)
        return sc_arena_printf(arena,
                               "The way: only the %" PRId64 " minutes of a stop, at %.*s an hour; "
                               "--near LAT,LON adds the driving.",
                               w->stop_minutes, SC_STR_ARGS(milli_money(t, w->per_hour_milli)));
    return sc_arena_printf(
        arena,
        "The way: %.*s a km of road, %g times the straight line, there and back; and %.*s an hour, "
        "at %" PRId64 " km/h with %" PRId64 " minutes a stop. `smartcart where --help` has the "
        "options.",
        SC_STR_ARGS(milli_money(t, w->per_km_milli)), (double)w->detour_milli / 1000,
        SC_STR_ARGS(milli_money(t, w->per_hour_milli)), w->speed_kmh, w->stop_minutes);
}

static void put_notes(const struct teller *t)
{
    app_page_end(t->page);
    for (size_t i = 0; i < t->view->notes->count; i++)
        put_text(t, APP_DOUBT, 0, app_page_clean(t->page->arena, t->view->notes->at[i].text));
    put_text(t, APP_DIM, 0, way_text(t));
}

void app_where_text(struct app_page *page, const struct app_where_view *view)
{
    struct teller t = {page, view};

    put_head(&t);
    put_plans(&t);
    put_slips(&t);
    put_stores(&t);
    put_notes(&t);
}
