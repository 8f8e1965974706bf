#include "domain/plan_search.h"

#include <assert.h>
#include <stdlib.h>

enum {
    FIRST_TRIES = 6,     /* sets solved at once in looking for a good first plan of a size */
    FIRST_NODES = 32,    /* a set's search at first sight; */
    MORE_NODES = 8,      /* as many times more each time it is looked at again, */
    PENDING_FIRST = 16,  /* which room is made for as it is needed */
    PENDING_MOST = 4096, /* (of 200 bytes each) up to so many */
};

/* A set that was not searched to its end. */
struct pending {
    struct plan_shop *shops[SC_PLAN_VISITS_MAX];
    struct plan_stores stores;
    int64_t low;
};

/* A shop in the order of search, with the bounds over it and all behind it. */
struct stand {
    struct plan_shop *shop;
    int64_t alone;      /* fine: the list's least conceivable cost with this shop only */
    int64_t *rest_low;  /* [line] the least `low` */
    int64_t rest_fixed; /* the least `fixed` */
};

struct plan_search {
    struct plan_work *work;
    struct plan_desk *desk;
    struct stand *stands;
    size_t stand_count;
    int64_t *lows[SC_PLAN_VISITS_MAX + 1];      /* [depth][line]: least cost in the shops chosen */
    struct plan_shop *good[SC_PLAN_VISITS_MAX]; /* the best set so far, of the last size */

    /* The size at hand. */
    struct plan_goal goal;
    size_t size;
    struct plan_shop *chosen[SC_PLAN_VISITS_MAX];
    struct plan_stores stores[SC_PLAN_VISITS_MAX + 1]; /* [depth] */
    struct pending *pending;
    size_t pending_count, pending_room;
    int64_t open; /* the least bound of what no more searching will be done on */
};

static int by_alone(const void *a, const void *b)
{
    const struct stand *x = a, *y = b;

    if (x->alone != y->alone)
        return x->alone < y->alone ? -1 : 1;
    return x->shop < y->shop ? -1 : 1; /* the order of the stores */
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The least of both, line by line, into `into`; returns their sum. */
static int64_t least_lows(size_t count, const int64_t *a, const int64_t *b, int64_t *into)
{
    int64_t sum = 0;

    for (size_t line = 0; line < count; line++) {
        into[line] = least(a[line], b[line]);
        sum += into[line];
    }
    return sum;
}

static int64_t sum_least(size_t count, const int64_t *a, const int64_t *b)
{
    int64_t sum = 0;

    for (size_t line = 0; line < count; line++)
        sum += least(a[line], b[line]);
    return sum;
}

static bool sells_any(const struct plan_work *work, const struct plan_shop *shop)
{
    return shop->single_first[work->request->line_count] > 0;
}

static enum sc_status bound_rest(struct plan_search *search)
{
    size_t lines = search->work->request->line_count;

    for (size_t i = search->stand_count; i-- > 0;) {
        struct stand *stand = &search->stands[i];
        const struct stand *behind = i + 1 < search->stand_count ? stand + 1 : NULL;

        stand->rest_low = sc_plan_array(search->work, lines, sizeof *stand->rest_low);
        if (stand->rest_low == NULL)
            return search->work->status;
        stand->rest_fixed = stand->shop->fixed;
        least_lows(lines, stand->shop->low, behind != NULL ? behind->rest_low : search->lows[0],
                   stand->rest_low);
        if (behind != NULL)
            stand->rest_fixed = least(stand->rest_fixed, behind->rest_fixed);
    }
    return SC_OK;
}

struct plan_search *sc_plan_search_make(struct plan_work *work, struct plan_desk *desk,
                                        const struct plan_shops *shops)
{
    size_t lines = work->request->line_count;
    struct plan_search *search = sc_plan_array(work, 1, sizeof *search);

    if (search == NULL)
        return NULL;
    search->work = work;
    search->desk = desk;
    search->stands = sc_plan_array(work, shops->count, sizeof *search->stands);
    for (size_t i = 0; i <= SC_PLAN_VISITS_MAX; i++)
        search->lows[i] = sc_plan_array(work, lines, sizeof *search->lows[i]);
    if (work->status != SC_OK)
        return NULL;
    for (size_t line = 0; line < lines; line++)
        search->lows[0][line] = work->request->missing_minor * SC_PLAN_FINE - 1;
    for (size_t i = 0; i < shops->count; i++) {
        struct plan_shop *shop = &shops->at[i];

        if (sells_any(work, shop))
            search->stands[search->stand_count++] = (struct stand){
                .shop = shop,
                .alone = shop->fixed + sum_least(lines, search->lows[0], shop->low),
            };
    }
    qsort(search->stands, search->stand_count, sizeof *search->stands, by_alone);
    return bound_rest(search) == SC_OK ? search : NULL;
}

static const struct plan_best *rival(const struct plan_search *search)
{
    return search->goal.rival;
}

/* Could any set of the size at hand be better, at a fine cost of at least `low`? */
static bool some_can_beat(const struct plan_search *search, int64_t low)
{
    int64_t cost = sc_plan_minor(low);

    if (cost != rival(search)->cost_minor)
        return cost < rival(search)->cost_minor;
    return search->size <= rival(search)->stores.count;
}

static bool is_chosen(const struct plan_search *search, size_t depth, uint32_t store)
{
    for (size_t i = 0; i < depth; i++)
        if (search->chosen[i]->store == store)
            return true;
    return false;
}

static void leave_open(struct plan_search *search, int64_t low)
{
    if (sc_plan_minor(low) < rival(search)->cost_minor)
        search->open = least(search->open, low);
}

/*
 * Solves a set if `low` says that it may be better, and there is work left or
 * it `must`. Returns a bound that is no lower.
 */
static int64_t solve(struct plan_search *search, struct plan_shop *const *shops,
                     const struct plan_stores *stores, int64_t low, bool must)
{
    int64_t before = rival(search)->cost_minor;

    if (!sc_plan_can_beat(search->work, rival(search), low, stores) ||
        (sc_plan_step(search->work) && !must))
        return low;

    int64_t found = sc_plan_set_solve(search->desk, &search->goal, shops, search->size);

    if (rival(search)->cost_minor < before)
        for (size_t i = 0; i < search->size; i++)
            search->good[i] = shops[i];
    return found > low ? found : low;
}

static bool make_room(struct plan_search *search)
{
    size_t room = search->pending_room > 0 ? search->pending_room * 2 : PENDING_FIRST;
    struct pending *grown = sc_plan_array(search->work, room, sizeof *grown);

    if (grown == NULL)
        return false;
    for (size_t i = 0; i < search->pending_count; i++)
        grown[i] = search->pending[i];
    search->pending = grown;
    search->pending_room = room;
    return true;
}

/* Has a first look at the chosen set; also with no work left, if it `must`. */
static void look(struct plan_search *search, int64_t low, bool must)
{
    const struct plan_stores *stores = &search->stores[search->size];

    if (search->pending_count == PENDING_MOST)
        search->goal.most_nodes = UINT64_MAX;
    low = solve(search, search->chosen, stores, low, must);
    if (!sc_plan_can_beat(search->work, rival(search), low, stores))
        return;
    if (search->work->is_spent || search->pending_count == PENDING_MOST) {
        leave_open(search, low);
        return;
    }

    if (search->pending_count == search->pending_room && !make_room(search))
        return; /* the work is spent, and its status says why */

    struct pending *pending = &search->pending[search->pending_count++];

    *pending = (struct pending){.stores = *stores, .low = low};
    for (size_t i = 0; i < search->size; i++)
        pending->shops[i] = search->chosen[i];
}

static int by_low(const void *a, const void *b)
{
    const struct pending *x = a, *y = b;

    return (x->low > y->low) - (x->low < y->low);
}

/* Goes on with the sets that wait, the most promising first, until none does. */
static void look_again(struct plan_search *search, uint64_t until)
{
    while (search->pending_count > 0 && search->work->steps < until) {
        size_t waiting = search->pending_count;

        qsort(search->pending, waiting, sizeof *search->pending, by_low);
        search->goal.most_nodes *= MORE_NODES;
        search->pending_count = 0;
        for (size_t i = 0; i < waiting; i++) {
            struct pending *pending = &search->pending[i];

            if (search->work->steps < until)
                pending->low = solve(search, pending->shops, &pending->stores, pending->low, false);
            if (search->work->is_spent)
                leave_open(search, pending->low);
            else if (sc_plan_can_beat(search->work, rival(search), pending->low, &pending->stores))
                search->pending[search->pending_count++] = *pending;
        }
    }
    for (size_t i = 0; i < search->pending_count; i++)
        leave_open(search, search->pending[i].low);
}

static void choose(struct plan_search *search, size_t depth, struct plan_shop *shop)
{
    search->chosen[depth] = shop;
    search->stores[depth + 1] = search->stores[depth];
    sc_plan_stores_add(search->work, &search->stores[depth + 1], shop->store);
}

/* All sets that go on from the `depth` chosen shops with stands from `next` on. */
static void descend(struct plan_search *search, size_t depth, size_t next, int64_t fixed)
{
    size_t lines = search->work->request->line_count;
    size_t left = search->size - depth;
    const int64_t *lows = search->lows[depth];

    for (size_t i = next; i + left <= search->stand_count; i++) {
        const struct stand *stand = &search->stands[i];
        struct plan_shop *shop = stand->shop;
        int64_t rest =
            fixed + (int64_t)left * stand->rest_fixed + sum_least(lines, lows, stand->rest_low);

        if (!some_can_beat(search, rest))
            return; /* nor can any stand behind */
        if (search->work->is_spent) {
            leave_open(search, rest);
            return;
        }
        if (is_chosen(search, depth, shop->store))
            continue;
        choose(search, depth, shop);
        if (left == 1)
            look(search, fixed + shop->fixed + sum_least(lines, lows, shop->low), false);
        else {
            least_lows(lines, lows, shop->low, search->lows[depth + 1]);
            descend(search, depth + 1, i + 1, fixed + shop->fixed);
        }
    }
}

/* The stand that goes best with the chosen shops by its bound, from a bound of `above` on. */
static struct stand *best_next(struct plan_search *search, size_t depth, int64_t fixed,
                               int64_t above, int64_t *ret_low)
{
    size_t lines = search->work->request->line_count;
    struct stand *best = NULL;

    *ret_low = INT64_MAX;
    for (size_t i = 0; i < search->stand_count; i++) {
        struct stand *stand = &search->stands[i];
        int64_t low =
            fixed + stand->shop->fixed + sum_least(lines, search->lows[depth], stand->shop->low);

        if (low > above && low < *ret_low && !is_chosen(search, depth, stand->shop->store)) {
            best = stand;
            *ret_low = low;
        }
    }
    return best;
}

/* A good first plan of the size: the last size's best set and one more shop. */
static void try_first(struct plan_search *search)
{
    size_t lines = search->work->request->line_count;
    size_t depth = search->size - 1;
    int64_t fixed = 0, low = INT64_MIN;

    for (size_t i = 0; i < depth; i++) {
        if (search->good[i] == NULL)
            return;
        choose(search, i, search->good[i]);
        fixed += search->good[i]->fixed;
        least_lows(lines, search->lows[i], search->good[i]->low, search->lows[i + 1]);
    }
    for (int tries = 0; tries < FIRST_TRIES; tries++) {
        struct stand *stand = best_next(search, depth, fixed, low, &low);

        if (stand == NULL)
            return;
        choose(search, depth, stand->shop);
        if (search->good[depth] == NULL)
            search->good[depth] = stand->shop;
        look(search, low, tries == 0); /* so that there is one of each size */
    }
}

int64_t sc_plan_search_size(struct plan_search *search, size_t size, struct plan_best *bests,
                            size_t best_count, uint64_t most_steps)
{
    uint64_t now = search->work->steps;

    assert(size >= 1 && size <= best_count);
    if (size > search->stand_count)
        return INT64_MAX;
    search->goal = (struct plan_goal){
        .bests = bests,
        .best_count = best_count,
        .rival = &bests[size - 1],
        .most_nodes = FIRST_NODES,
    };
    search->size = size;
    search->open = INT64_MAX;
    search->pending_count = 0;
    try_first(search);
    descend(search, 0, 0, 0);
    look_again(search, most_steps < UINT64_MAX - now ? now + most_steps : UINT64_MAX);
    return search->open;
}
