#include "app/where_visit.h"

#include <inttypes.h>

#include "app/where_words.h"
#include "base/time.h"
#include "base/unicode.h"

enum {
    INDENT = 5,       /* of a line's name, behind its number */
    INNER_INDENT = 7, /* of what stands under it */
};

/* What is being told: one visit, and the page it goes to. */
struct slip {
    struct app_page *page;
    const struct app_where_view *view;
    const struct sc_where_store *store;
    const struct sc_where_visit *visit;
    const struct sc_where_price *usual; /* its age and source stand in the head, for all alike */
};

static struct sc_str money(const struct slip *slip, int64_t minor)
{
    return where_money(slip->page->arena, slip->view, minor);
}

static void put_note(const struct slip *slip, enum app_style style, struct sc_str text)
{
    app_page_text(slip->page, style, INNER_INDENT, text);
}

static bool is_as_usual(const struct slip *slip, const struct sc_where_price *price)
{
    return price->seen_us == slip->usual->seen_us && sc_str_eq(price->source, slip->usual->source);
}

/* The price that most of what is bought shares its age and source with. */
static const struct sc_where_price *usual_price(const struct sc_where_visit *visit)
{
    const struct sc_where_price *usual = visit->buys[0].price;
    size_t most = 0;

    for (size_t i = 0; i < visit->buy_count; i++) {
        size_t alike = 0;
        for (size_t j = 0; j < visit->buy_count; j++)
            alike += visit->buys[j].price->seen_us == visit->buys[i].price->seen_us &&
                     sc_str_eq(visit->buys[j].price->source, visit->buys[i].price->source);
        if (alike > most) {
            most = alike;
            usual = visit->buys[i].price;
        }
    }
    return usual;
}

/*
 * "prices of Tue 24 Nov 2026, 06:10 (4 hours old), the shop's own (il)"; where the shopper asks
 * about a time before them, "(2 hours later than you ask)".
 */
static void put_age(const struct slip *slip, const struct sc_where_price *price, int indent)
{
    struct sc_arena *arena = slip->page->arena;
    int64_t age_us = slip->view->facts->at_us - price->seen_us;
    struct sc_str text = sc_arena_printf(
        arena, "%s of %.*s (%.*s%s), the shop's own (%.*s)", indent == INDENT ? "prices" : "price",
        SC_STR_ARGS(where_moment(arena, price->seen_local_us)),
        SC_STR_ARGS(where_age(arena, age_us)), age_us < 0 ? " than you ask" : "",
        SC_STR_ARGS(app_page_clean(arena, price->source)));
    bool is_odd = age_us > APP_WHERE_OLD_DAYS * SC_DAY_US || age_us < 0;

    app_page_text(slip->page, is_odd ? APP_DOUBT : APP_DIM, indent, text);
}

static void put_head(const struct slip *slip, size_t stop)
{
    struct sc_arena *arena = slip->page->arena;
    struct sc_str title = sc_arena_printf(arena, "%zu. %.*s", stop,
                                          SC_STR_ARGS(where_store_title(arena, slip->store)));
    struct sc_str place = where_store_key(arena, slip->store);
    struct sc_str far = {0};

    if (slip->store->has_distance)
        far = where_distance(arena, slip->store);
    else if (slip->view->has_place)
        far = SC_STR("distance not known");
    if (slip->store->address.len > 0)
        place = sc_arena_printf(arena, "%.*s · %.*s", SC_STR_ARGS(place),
                                SC_STR_ARGS(app_page_clean(arena, slip->store->address)));
    if (slip->store->city.len > 0)
        place = sc_arena_printf(arena, "%.*s, %.*s", SC_STR_ARGS(place),
                                SC_STR_ARGS(app_page_clean(arena, slip->store->city)));
    app_page_end(slip->page);
    app_page_wrap(slip->page, APP_TITLE, 2, title, APP_DIM, far);
    app_page_text(slip->page, APP_DIM, INDENT, place);
    put_age(slip, slip->usual, INDENT);
    app_page_end(slip->page);
}

/* ", special to 30 Nov (else 1.49)", or nothing. */
static struct sc_str special_text(const struct slip *slip, const struct sc_where_price *price)
{
    struct sc_arena *arena = slip->page->arena;
    struct sc_str text = SC_STR(", special");

    if (price->special == SC_WHERE_NO_SPECIAL)
        return SC_STR("");
    if (price->special_to_local_us != INT64_MAX)
        text = sc_arena_printf(
            arena, "%.*s %.*s", SC_STR_ARGS(text),
            SC_STR_ARGS(where_until(arena, price->special_to_local_us, slip->store->at_local_us)));
    if (price->regular_minor > 0)
        text = sc_arena_printf(arena, "%.*s (else %.*s)", SC_STR_ARGS(text),
                               SC_STR_ARGS(money(slip, price->regular_minor)));
    return text;
}

/* "2 x Kilbrack Fresh Milk 1 l at 0.99", "800 g of Beef Mince at 12.90 per kg" */
static void put_product(const struct slip *slip, const struct sc_where_buy *buy)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_where_accept *accept =
        &slip->view->facts->lines[buy->line].accepts[buy->accept];
    const struct sc_where_item *item = &slip->view->facts->items[accept->item];
    struct sc_str name = app_page_clean(arena, item->name);
    struct sc_str price = money(slip, buy->price->price_minor);
    struct sc_str text;

    if (item->is_weighed)
        text = sc_arena_printf(arena, "%" PRId64 " g of %.*s at %.*s per kg", accept->amount,
                               SC_STR_ARGS(name), SC_STR_ARGS(price));
    else
        text = sc_arena_printf(arena, "%" PRId64 " × %.*s at %.*s", accept->amount,
                               SC_STR_ARGS(name), SC_STR_ARGS(price));
    text = sc_arena_printf(arena, "%.*s%.*s", SC_STR_ARGS(text),
                           SC_STR_ARGS(special_text(slip, buy->price)));
    if (buy->price->deposit_minor > 0)
        text = sc_arena_printf(arena, "%.*s + deposit %.*s each", SC_STR_ARGS(text),
                               SC_STR_ARGS(money(slip, buy->price->deposit_minor)));
    put_note(slip, APP_PLAIN, text);
}

/* What there is to say against the price. */
static void put_price_doubts(const struct slip *slip, const struct sc_where_price *price)
{
    struct sc_arena *arena = slip->page->arena;
    int64_t low = sc_where_special_low(price);

    if (low > 0)
        put_note(slip, APP_DOUBT,
                 sc_arena_printf(arena, "this \"special\" is above its 30-day low of %.*s",
                                 SC_STR_ARGS(money(slip, low))));
    if (price->special == SC_WHERE_SPECIAL_OVER)
        put_note(slip, APP_DOUBT,
                 SC_STR("this special is not on at that time, and the regular price is not given"));
    if (price->is_outlier)
        put_note(slip, APP_DOUBT,
                 SC_STR("this price is far from what all other shops ask: it may be a mistake"));
    if (!is_as_usual(slip, price))
        put_age(slip, price, INNER_INDENT);
}

struct sc_str where_guess_names(struct sc_arena *arena, const struct sc_where_facts *facts,
                                const struct sc_where_line *line, uint32_t item)
{
    const struct sc_where_item *taken = item == UINT32_MAX ? NULL : &facts->items[item];
    struct sc_str names = {0};
    size_t shown = 0;

    for (size_t i = 0; i < line->guess_count && shown < APP_WHERE_NAMES_MAX; i++) {
        const struct sc_where_guess *guess = &line->guesses[i];
        if (taken != NULL && guess->product_id == taken->product_id)
            continue;
        struct sc_str name = app_page_clean(arena, guess->name);
        names = guess->gtin == 0
                    ? sc_arena_printf(arena, "%.*s%s%.*s", SC_STR_ARGS(names),
                                      shown > 0 ? " or " : "", SC_STR_ARGS(name))
                    : sc_arena_printf(arena, "%.*s%s%.*s (%" PRIu64 ")", SC_STR_ARGS(names),
                                      shown > 0 ? " or " : "", SC_STR_ARGS(name), guess->gtin);
        shown++;
    }
    return names;
}

/* "check the amount: one holds 400 g" */
static void put_amount_doubt(const struct slip *slip, const struct sc_where_item *item)
{
    struct sc_arena *arena = slip->page->arena;

    if (item->size_milli == 0)
        put_note(slip, APP_DOUBT, SC_STR("check the amount: the shop does not say what one holds"));
    else
        put_note(slip, APP_DOUBT,
                 sc_arena_printf(arena, "check the amount: one holds %g %s",
                                 (double)item->size_milli / 1000,
                                 sc_size_unit_symbol(item->size_unit)));
}

static void put_match_doubts(const struct slip *slip, const struct sc_where_buy *buy)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_where_line *line = &slip->view->facts->lines[buy->line];
    const struct sc_where_accept *accept = &line->accepts[buy->accept];

    if (accept->amount_is_doubtful)
        put_amount_doubt(slip, &slip->view->facts->items[accept->item]);
    if (line->confidence == SC_MATCH_HIGH)
        return;
    struct sc_str others = where_guess_names(arena, slip->view->facts, line, accept->item);
    if (others.len == 0)
        put_note(slip, APP_DOUBT, SC_STR("is this what you mean? nothing else comes near"));
    else
        put_note(slip, APP_DOUBT,
                 sc_arena_printf(arena, "is this what you mean? or %.*s", SC_STR_ARGS(others)));
}

/* The other lines that a deal took from, as ", together with milk and eggs". */
static struct sc_str partners(const struct slip *slip, const struct sc_price_use *use,
                              uint32_t basket_line)
{
    struct sc_arena *arena = slip->page->arena;
    uint32_t *others = sc_arena_array(arena, use->take_count, sizeof *others);
    size_t count = 0;

    for (size_t i = 0; others != NULL && i < use->take_count; i++)
        if (use->takes[i].line != basket_line)
            others[count++] = slip->visit->buys[use->takes[i].line].line;
    if (count == 0)
        return SC_STR("");
    return sc_arena_printf(arena, ", together with %.*s",
                           SC_STR_ARGS(where_line_names(arena, slip->view->facts, others, count,
                                                        APP_WHERE_NAMES_MAX)));
}

/* "3 for 20.00, to 30 Nov" */
static struct sc_str deal_text(const struct slip *slip, uint32_t deal)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_where_offer *offer = &slip->store->offers[deal];

    if (offer->ends_local_us == INT64_MAX)
        return app_page_clean(arena, offer->words);
    return sc_arena_printf(
        arena, "%.*s, %.*s", SC_STR_ARGS(app_page_clean(arena, offer->words)),
        SC_STR_ARGS(where_until(arena, offer->ends_local_us, slip->store->at_local_us)));
}

static void put_deals_of_line(const struct slip *slip, uint32_t basket_line)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_price_answer *till = &slip->visit->till;

    for (size_t u = 0; u < till->use_count; u++) {
        const struct sc_price_use *use = &till->uses[u];
        for (size_t t = 0; t < use->take_count; t++) {
            if (use->takes[t].line != basket_line)
                continue;
            struct sc_str with = partners(slip, use, basket_line);
            put_note(slip, APP_GOOD,
                     sc_arena_printf(arena, "%.*s%.*s: saves %.*s%s",
                                     SC_STR_ARGS(deal_text(slip, use->deal)), SC_STR_ARGS(with),
                                     SC_STR_ARGS(money(slip, use->saves_minor)),
                                     with.len > 0 ? " in all" : ""));
        }
    }
}

static void put_buy(const struct slip *slip, uint32_t basket_line)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_where_buy *buy = &slip->visit->buys[basket_line];
    const struct sc_where_line *line = &slip->view->facts->lines[buy->line];
    struct sc_str wish = sc_arena_printf(arena, "%2" PRIu32 " %s %.*s", buy->line + 1,
                                         sc_where_is_doubtful(slip->view->facts, buy) ? "?" : " ",
                                         SC_STR_ARGS(where_line_text(arena, line)));

    app_page_wrap(slip->page, APP_STRONG, 2, wish, APP_STRONG,
                  money(slip, slip->visit->till.lines[basket_line].pays_minor));
    put_product(slip, buy);
    put_deals_of_line(slip, basket_line);
    put_price_doubts(slip, buy->price);
    put_match_doubts(slip, buy);
}

static void put_sum(const struct slip *slip, enum app_style style, struct sc_str words,
                    int64_t minor)
{
    app_page_wrap(slip->page, style, INDENT, words, style, money(slip, minor));
}

static void put_totals(const struct slip *slip)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_price_answer *till = &slip->visit->till;
    int64_t saved = till->shelf_total_minor - till->total_minor;
    int64_t goods = 0;

    for (size_t i = 0; i < slip->visit->buy_count; i++)
        goods += till->lines[i].pays_minor;
    app_page_rule(slip->page, INDENT);
    if (till->deposits_minor > 0 || goods != till->total_minor)
        put_sum(slip, APP_PLAIN, SC_STR("goods"), goods);
    for (size_t u = 0; u < till->use_count; u++)
        if (till->uses[u].take_count == 0)
            put_sum(slip, APP_GOOD, deal_text(slip, till->uses[u].deal),
                    -till->uses[u].saves_minor);
    if (till->deposits_minor > 0)
        put_sum(slip, APP_PLAIN, SC_STR("deposits, given back with the empties"),
                till->deposits_minor);
    put_sum(slip, APP_STRONG, SC_STR("at the till"), till->total_minor);
    if (saved > 0)
        app_page_text(slip->page, APP_GOOD, INDENT,
                      sc_arena_printf(arena, "deals save %.*s: without them %.*s",
                                      SC_STR_ARGS(money(slip, saved)),
                                      SC_STR_ARGS(money(slip, till->shelf_total_minor))));
    if (!till->is_exact)
        app_page_text(slip->page, APP_DOUBT, INDENT,
                      sc_arena_printf(arena,
                                      "not proven to be the least: the deals might give %.*s",
                                      SC_STR_ARGS(money(slip, till->bound_minor))));
}

static bool is_about(const struct sc_deal *deal, uint32_t product)
{
    for (size_t i = 0; i < deal->item_count; i++)
        if (deal->items[i] == product)
            return true;
    return false;
}

/* The product that a nudge would have more of. */
static uint32_t nudged_item(const struct slip *slip, const struct sc_price_nudge *nudge)
{
    return slip->visit->buys[nudge->line].price->item;
}

/*
 * Whatever deals pay in the new basket each have a nudge, the idle ones' too: of
 * those for the same units, the first whose deal is about them is told.
 */
static bool is_best_told(const struct slip *slip, size_t number)
{
    const struct sc_price_nudge *nudges = slip->visit->till.nudges;
    const struct sc_price_nudge *nudge = &nudges[number];
    const struct sc_deal *deals = slip->store->deals;
    bool is_own = is_about(&deals[nudge->deal], nudged_item(slip, nudge));

    for (size_t i = 0; i < slip->visit->till.nudge_count; i++) {
        if (i == number || nudges[i].line != nudge->line || nudges[i].add_units != nudge->add_units)
            continue;
        bool is_other_own = is_about(&deals[nudges[i].deal], nudged_item(slip, nudge));
        if ((is_other_own && !is_own) || (is_other_own == is_own && i < number))
            return false;
    }
    return true;
}

static void put_nudge(const struct slip *slip, const struct sc_price_nudge *nudge)
{
    struct sc_arena *arena = slip->page->arena;
    const struct sc_where_buy *buy = &slip->visit->buys[nudge->line];
    struct sc_str wish = where_line_text(arena, &slip->view->facts->lines[buy->line]);
    struct sc_str text = sc_arena_printf(
        arena, "tip: %" PRId64 " more for \"%.*s\" and it is cheaper, %.*s at the till: %.*s",
        nudge->add_units, SC_STR_ARGS(wish), SC_STR_ARGS(money(slip, nudge->total_minor)),
        SC_STR_ARGS(deal_text(slip, nudge->deal)));

    app_page_text(slip->page, APP_GOOD, INDENT, text);
}

/* A deal that we cannot price, and that is about something bought here. */
static void put_unpriced(const struct slip *slip, uint32_t deal)
{
    struct sc_arena *arena = slip->page->arena;

    for (size_t i = 0; i < slip->visit->buy_count; i++) {
        if (!is_about(&slip->store->deals[deal], slip->visit->buys[i].price->item))
            continue;
        const struct sc_where_line *line = &slip->view->facts->lines[slip->visit->buys[i].line];
        struct sc_str words = app_page_clean(arena, slip->store->offers[deal].text);
        app_page_text(slip->page, APP_DIM, INDENT,
                      sc_arena_printf(arena, "also on, not priced: \"%.*s\", for %.*s",
                                      SC_STR_ARGS(words),
                                      SC_STR_ARGS(where_line_text(arena, line))));
        return;
    }
}

static void put_card_hint(const struct slip *slip)
{
    struct sc_arena *arena = slip->page->arena;

    if (slip->visit->with_cards_minor == slip->visit->till.total_minor)
        return;
    app_page_text(
        slip->page, APP_GOOD, INDENT,
        sc_arena_printf(arena,
                        "tip: with the shop's card or club it is %.*s at the till (--card %.*s)",
                        SC_STR_ARGS(money(slip, slip->visit->with_cards_minor)),
                        SC_STR_ARGS(app_page_clean(arena, slip->store->retailer_key))));
}

void where_visit_text(struct app_page *page, const struct app_where_view *view,
                      const struct sc_where_visit *visit, size_t stop)
{
    struct slip slip = {
        .page = page,
        .view = view,
        .store = &view->facts->stores[visit->store],
        .visit = visit,
        .usual = usual_price(visit),
    };

    put_head(&slip, stop);
    for (uint32_t i = 0; i < visit->buy_count; i++)
        put_buy(&slip, i);
    put_totals(&slip);
    for (size_t i = 0; i < visit->till.nudge_count; i++)
        if (is_best_told(&slip, i))
            put_nudge(&slip, &visit->till.nudges[i]);
    put_card_hint(&slip);
    for (size_t i = 0; i < visit->till.unpriced_count; i++)
        put_unpriced(&slip, visit->till.unpriced[i]);
}
