/*
 * The planner against an exact solver of integer programs (coinor-cbc), on lists without deals
 * that are too long for trying everything. Skipped with a line where there is no cbc.
 */
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/plan.h"
#include "property/random.h"
#include "testing/unit.h"

enum {
    CASES = 40, /* each planned for 1 .. VISITS_MAX stores, a process each */
    LINES = 30,
    STORES = 15,
    ACCEPTS = 3,
    PRODUCTS = 60,
    VISITS_MAX = 3,
    NAME_MAX_BYTES = 64,
};

extern char **environ;

struct wishes {
    struct sc_plan_request request;
    struct sc_plan_line lines[LINES];
    struct sc_plan_accept accepts[LINES][ACCEPTS];
    struct sc_plan_store stores[STORES];
    struct sc_plan_price prices[STORES][PRODUCTS];
};

static void make_wishes(struct random *r, struct wishes *w)
{
    int64_t usual[PRODUCTS];

    *w = (struct wishes){0};
    for (uint32_t p = 0; p < PRODUCTS; p++)
        usual[p] = 50 + below(r, 2000);
    for (size_t line = 0; line < LINES; line++) {
        bool is_weighed = one_in(r, 5);
        uint32_t first = (uint32_t)below(r, PRODUCTS / ACCEPTS) * ACCEPTS;

        for (uint32_t a = 0; a < ACCEPTS; a++)
            w->accepts[line][a] = (struct sc_plan_accept){
                .product = first + a,
                .is_weighed = is_weighed,
                .amount = is_weighed ? 100 + below(r, 2000) : 1 + below(r, 4),
            };
        w->lines[line] = (struct sc_plan_line){w->accepts[line], 1 + (size_t)below(r, ACCEPTS)};
    }
    for (size_t s = 0; s < STORES; s++) {
        struct sc_plan_store *store = &w->stores[s];

        store->visit_minor = below(r, 1500);
        store->prices = w->prices[s];
        for (uint32_t p = 0; p < PRODUCTS; p++)
            if (!one_in(r, 3))
                w->prices[s][store->price_count++] = (struct sc_plan_price){
                    .product = p,
                    .is_weighed = one_in(r, 5),
                    .price_minor = usual[p] * (80 + below(r, 40)) / 100,
                    .deposit_minor = one_in(r, 6) ? 25 : 0,
                };
        for (size_t i = 0; i < store->price_count; i++)
            if (w->prices[s][i].is_weighed)
                w->prices[s][i].deposit_minor = 0;
    }
    w->request = (struct sc_plan_request){
        .lines = w->lines,
        .line_count = LINES,
        .stores = w->stores,
        .store_count = STORES,
        .missing_minor = one_in(r, 2) ? 100000 : 1000,
        .max_stores = VISITS_MAX,
    };
}

/* The least that a line costs in a store; -1: it is not sold there. */
static int64_t line_cost(const struct wishes *w, size_t line, size_t s)
{
    const struct sc_plan_store *store = &w->stores[s];
    int64_t least = -1;

    for (size_t a = 0; a < w->lines[line].accept_count; a++) {
        const struct sc_plan_accept *accept = &w->accepts[line][a];
        for (size_t i = 0; i < store->price_count; i++) {
            const struct sc_plan_price *price = &store->prices[i];
            if (price->product != accept->product || price->is_weighed != accept->is_weighed)
                continue;
            const struct sc_basket_line bought = {
                .is_weighed = price->is_weighed,
                .amount = accept->amount,
                .price_minor = price->price_minor,
            };
            int64_t cost = sc_price_shelf(&bought);
            cost += price->is_weighed ? 0 : accept->amount * price->deposit_minor;
            least = least < 0 || cost < least ? cost : least;
        }
    }
    return least;
}

/* y: the store is visited; x: the line is bought there; z: it is left out. */
static void write_program(FILE *lp, const struct wishes *w, uint32_t visits)
{
    fputs("minimize\n obj:", lp);
    for (size_t s = 0; s < STORES; s++)
        fprintf(lp, " + %lld y%zu", (long long)w->stores[s].visit_minor, s);
    for (size_t line = 0; line < LINES; line++) {
        fprintf(lp, "\n + %lld z%zu", (long long)w->request.missing_minor, line);
        for (size_t s = 0; s < STORES; s++)
            if (line_cost(w, line, s) >= 0)
                fprintf(lp, " + %lld x%zu_%zu", (long long)line_cost(w, line, s), line, s);
    }
    fputs("\nsubject to\n", lp);
    for (size_t line = 0; line < LINES; line++) {
        fprintf(lp, " l%zu: z%zu", line, line);
        for (size_t s = 0; s < STORES; s++)
            if (line_cost(w, line, s) >= 0)
                fprintf(lp, " + x%zu_%zu", line, s);
        fputs(" = 1\n", lp);
        for (size_t s = 0; s < STORES; s++)
            if (line_cost(w, line, s) >= 0)
                fprintf(lp, " v%zu_%zu: x%zu_%zu - y%zu <= 0\n", line, s, line, s, s);
    }
    fputs(" visits:", lp);
    for (size_t s = 0; s < STORES; s++)
        fprintf(lp, " + y%zu", s);
    fprintf(lp, " <= %u\nbinary\n", visits);
    for (size_t s = 0; s < STORES; s++)
        fprintf(lp, " y%zu", s);
    fputs("\nend\n", lp);
}

/* -1: there is no cbc. */
static int64_t solve(const struct wishes *w, uint32_t visits)
{
    char folder[] = "/tmp/smartcart-cbc-XXXXXX";
    char problem[NAME_MAX_BYTES], answer[NAME_MAX_BYTES];
    posix_spawn_file_actions_t actions;
    double objective = -1;
    int state = -1;
    pid_t pid;

    assert_non_null(mkdtemp(folder));
    snprintf(problem, sizeof problem, "%s/plan.lp", folder);
    snprintf(answer, sizeof answer, "%s/plan.txt", folder);
    FILE *file = fopen(problem, "w");
    assert_non_null(file);
    write_program(file, w, visits);
    assert_int_equal(fclose(file), 0);

    char name[] = "cbc", solve_word[] = "solve", solution_word[] = "solution";
    char *const words[] = {name, problem, solve_word, solution_word, answer, NULL};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    bool is_there = posix_spawnp(&pid, name, &actions, NULL, words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    if (is_there) {
        assert_int_equal(waitpid(pid, &state, 0), pid);
        is_there = WIFEXITED(state) && WEXITSTATUS(state) != 127; /* 127: not found */
    }
    if (is_there) {
        file = fopen(answer, "r");
        assert_non_null(file);
        assert_int_equal(fscanf(file, "Optimal - objective value %lf", &objective), 1);
        fclose(file);
        unlink(answer);
    }
    unlink(problem);
    rmdir(folder);
    return (int64_t)llround(objective);
}

static void plans_without_deals_are_what_an_exact_solver_finds(void **state)
{
    struct random r = {20261125};
    struct sc_arena_mark mark = sc_arena_mark(*state);

    for (int n = 0; n < random_cases(CASES); n++) {
        static struct wishes w;
        struct sc_plan_answer answer;

        make_wishes(&r, &w);
        assert_int_equal(sc_plan_list(*state, &w.request, &answer), SC_OK);
        for (uint32_t k = 1; k <= VISITS_MAX; k++) {
            int64_t least = solve(&w, k);
            if (least < 0) {
                print_message("no cbc here: plans are not compared with an exact solver\n");
                skip();
            }
            assert_true(answer.plans[k - 1].is_exact);
            assert_int_equal(answer.plans[k - 1].cost_minor, least);
        }
        sc_arena_rewind(*state, mark);
    }
}

UNIT_TESTS(a_test(plans_without_deals_are_what_an_exact_solver_finds))
