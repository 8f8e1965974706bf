#include "domain/price.h"

#include "domain/price_solve.h"

enum sc_status sc_price_basket(struct sc_arena *arena, const struct sc_price_request *request,
                               struct sc_price_answer *ret_answer)
{
    struct price_work work = {.request = request, .next_look = PRICE_STEPS_A_LOOK};
    struct price_model model;
    struct price_case as_asked;
    struct price_solver solver;
    struct price_solution solution;
    struct sc_price_answer answer;
    enum sc_status st = sc_price_model_make(arena, request, &model);

    if (st == SC_OK)
        st = sc_price_case_make(arena, &model, &as_asked);
    if (st == SC_OK)
        st = sc_price_solver_init(&solver, arena, &model, &work);
    if (st == SC_OK)
        st = sc_price_solve(&solver, &as_asked, INT64_MAX, &solution);
    if (st == SC_OK)
        st = sc_price_tell(arena, &model, &solution, &answer);
    if (st == SC_OK && request->wants_nudges && request->no_search && request->deal_count > 0)
        answer.is_exact = false; /* nudges would take a search */
    else if (st == SC_OK && request->wants_nudges && solution.is_exact)
        st = sc_price_find_nudges(&solver, &solution, &answer);
    if (st == SC_OK)
        *ret_answer = answer;
    return st;
}
