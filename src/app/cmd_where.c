/*
 * cmd_where.c - `smartcart where`: where this household buys its list.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/database.h"
#include "app/where.h"
#include "app/where_ask.h"
#include "app/where_gather.h"
#include "app/work_clock.h"
#include "domain/list_text.h"
#include "runtime/file.h"

enum {
    DEADLINE_MS = 120 * 1000,       /* for the database; a long list near many stores */
    ARENA_CAP = 1024 * 1024 * 1024, /* a million prices and their plan */
    OUTPUT_MAX = 64 * 1024 * 1024,
};

static enum sc_status gather(struct where_gather *g, struct sc_pg *pg)
{
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, g->rq);

    g->tx = &tx;
    enum sc_status st = where_gather_stores(g);
    if (st == SC_OK)
        st = where_gather_lines(g);
    if (st == SC_OK)
        st = where_gather_shelves(g);
    if (st == SC_OK)
        st = where_gather_deals(g);
    g->tx = NULL; /* it ends here */
    return st == SC_OK ? st : sc_fail(g->rq, st, "the database could not answer");
}

static enum sc_status tell(struct sc_request *rq, const struct app_where_view *view, bool json)
{
    struct sc_buf buf;
    enum sc_status st = SC_OK;

    sc_buf_init(&buf, OUTPUT_MAX);
    if (json) {
        struct sc_json_out out;
        sc_json_init(&out, &buf);
        app_where_json(&out, rq->arena, view);
        sc_buf_put_char(&buf, '\n');
    } else {
        struct app_page page = {.buf = &buf, .arena = rq->arena, .look = app_look_of(stdout)};
        app_where_text(&page, view);
    }
    if (buf.failed)
        st = sc_fail(rq, SC_LIMITED, "the answer is too long to be written");
    else if (fwrite(buf.at, 1, buf.len, stdout) != buf.len || fflush(stdout) != 0)
        st = sc_fail(rq, SC_UNAVAILABLE, "the answer could not be written: %s", strerror(errno));
    sc_buf_finish(&buf);
    return st;
}

static enum sc_status answer(struct where_gather *g)
{
    const struct where_ask *ask = g->ask;
    struct sc_where_facts facts = {
        .lines = g->lines,
        .line_count = g->line_count,
        .items = g->goods.items,
        .item_count = g->goods.count,
        .stores = g->stores,
        .store_count = g->store_count,
        .shopper = g->shopper,
        .at_us = ask->at_us,
        .missing_minor = g->missing_minor,
        .max_stores = (uint32_t)ask->max_stores,
    };
    struct sc_where_answer found;
    struct app_work_clock clock;
    struct app_where_view view = {
        .list_name = sc_str_eq(ask->list, SC_STR("-")) ? SC_STR("your list") : ask->list,
        .currency = g->currency,
        .places = g->places,
        .has_place = ask->has_place,
        .has_way = ask->has_place || ask->unknown_km != WHERE_NOT_GIVEN,
        .weights = g->weights,
        .has_visit_cost = ask->visit_cost != WHERE_NOT_GIVEN,
        .facts = &facts,
        .answer = &found,
        .notes = g->notes,
        .note_count = g->note_count,
        .shows_all = ask->shows_all,
    };
    struct sc_work_limit limit = app_work_clock_start(&clock, ask->budget_ms);
    enum sc_status st = sc_where_answer(g->rq->arena, &facts, limit, &found);

    if (st != SC_OK)
        return sc_fail(g->rq, st, "no memory to plan a list of that size");
    return tell(g->rq, &view, ask->json);
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct where_ask ask;
    struct where_gather *g = sc_arena_zalloc(rq->arena, sizeof *g);
    struct sc_pg *pg = NULL;
    struct sc_str list;
    enum sc_status st = where_ask_read(rq, argc, argv, sc_wall_us(), &ask);

    if (st == SC_OK)
        st = sc_file_read(rq, ask.list, SC_LIST_BYTES_MAX, &list);
    if (st == SC_OK && g == NULL)
        st = sc_fail(rq, SC_NO_MEMORY, "no memory for the question");
    if (st == SC_OK) {
        g->rq = rq;
        g->ask = &ask;
        st = where_gather_list(g, list);
    }
    if (st == SC_OK)
        st = app_database_open(rq, &pg);
    if (st == SC_OK)
        st = gather(g, pg);
    sc_pg_destroy(pg);
    return st == SC_OK ? answer(g) : st;
}

int app_where(int argc, char **argv)
{
    struct sc_request rq;

    if (app_options_want_help(argc, argv)) {
        app_options_help(&where_usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, ARENA_CAP, sc_deadline_in(DEADLINE_MS));
    if (st == SC_OK)
        st = run(&rq, argc, argv);
    if (st != SC_OK)
        fprintf(stderr, "smartcart where: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
