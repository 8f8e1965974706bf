/*
 * cmd_where.c - `smartcart where`: where this household buys its list.
 */
#include <stdio.h>

#include "app/commands.h"
#include "app/where.h"
#include "app/where_ask.h"
#include "domain/list_text.h"
#include "runtime/file.h"

enum {
    DEADLINE_MS = 120 * 1000,       /* for the database; a long list near many stores */
    ARENA_CAP = 1024 * 1024 * 1024, /* a million prices and their plan */
    OUTPUT_MAX = 64 * 1024 * 1024,
};

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
    else
        fwrite(buf.at, 1, buf.len, stdout);
    sc_buf_finish(&buf);
    return st;
}

static enum sc_status answer(struct sc_request *rq, const struct where_ask *ask,
                             const struct gateway_where *where)
{
    struct app_where_view view = {
        .list_name = sc_str_eq(ask->list, SC_STR("-")) ? SC_STR("your list") : ask->list,
        .currency = where->currency,
        .places = where->places,
        .has_place = ask->has_place,
        .has_way = ask->has_place || ask->unknown_km != GATEWAY_WHERE_NOT_GIVEN,
        .weights = where->weights,
        .has_visit_cost = ask->visit_cost != GATEWAY_WHERE_NOT_GIVEN,
        .facts = &where->facts,
        .answer = &where->answer,
        .notes = where->notes,
        .shows_all = ask->shows_all,
    };

    return tell(rq, &view, ask->json);
}

static enum sc_status run(struct app_call *call)
{
    struct sc_request *rq = call->rq;
    struct where_ask *ask = call->options;
    struct gateway_where_ask question;
    struct gateway_where where;
    struct sc_str list;
    enum sc_status st = where_ask_read(rq, sc_wall_us(), ask);

    ask->list = call->operands.at[0];
    if (st == SC_OK)
        st = sc_file_read(rq, ask->list, SC_LIST_BYTES_MAX, &list);
    if (st == SC_OK)
        st = where_ask_list(rq, ask, list, &question);
    if (st == SC_OK)
        st = gateway_where_find(rq, call->pg, &question, &where);
    return st == SC_OK ? answer(rq, ask, &where) : st;
}

const struct app_command app_command_where = {
    .does = "where to buy a list: the best one, two and three stores",
    .usage = &where_usage,
    .options = &where_ask_none,
    .options_size = sizeof(struct where_ask),
    .needs = APP_NEEDS_DATABASE,
    .arena_cap = ARENA_CAP,
    .limit_ms = DEADLINE_MS,
    .run = run,
};
