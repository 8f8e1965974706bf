#include "domain/item_text.h"
#include "domain/where_fit.h"
#include "gateway/where_gather.h"
#include "retail/match_find.h"

/* The most that a line may say, whether in its words or by `times`. */
static const int64_t COUNT_MAX_MILLI = INT64_C(1000) * SC_ITEM_COUNT_MAX;
static const int64_t MEASURE_MAX_MILLI = INT64_C(1000) * SC_ITEM_MEASURE_MAX;

static enum sc_status no_memory(struct where_gather *g)
{
    return sc_fail(g->rq, SC_NO_MEMORY, "no memory for a list of that size");
}

/* What may be bought, of what was found. */
static enum sc_status take_fits(struct where_gather *g, size_t number,
                                const struct match_found *found)
{
    const size_t *chosen;
    size_t count;
    enum sc_status st = sc_where_fits(g->rq->arena, found->matches, found->count,
                                      g->ask->candidates, &chosen, &count);
    struct sc_where_fit *fits = sc_arena_array(g->rq->arena, count, sizeof *fits);

    if (st != SC_OK || fits == NULL)
        return no_memory(g);
    for (size_t i = 0; i < count; i++) {
        const struct sc_match *match = &found->matches[chosen[i]];
        fits[i] = (struct sc_where_fit){
            .product_id = match->product->id,
            .fill = match->fill,
            .fill_is_grams = match->fill_is_grams,
            .fill_is_doubtful = match->fill_is_doubtful,
            .score = match->score,
        };
    }
    g->fits[number] = (struct sc_where_line_fits){fits, count};
    return SC_OK;
}

static void add_guess(struct sc_where_line *line, struct sc_where_guess *guesses,
                      const struct match_found *found, size_t i)
{
    guesses[line->guess_count++] = (struct sc_where_guess){
        .product_id = found->products[i].product.id,
        .gtin = found->products[i].product.gtin,
        .name = found->products[i].name,
        .score = found->matches[i].score,
    };
}

/* The best, then what is of another kind, then more of the same. */
static enum sc_status take_guesses(struct where_gather *g, size_t number,
                                   const struct match_found *found)
{
    struct sc_where_line *line = &g->lines[number];
    struct sc_where_guess *guesses = sc_arena_array(g->rq->arena, WHERE_GUESSES, sizeof *guesses);

    if (guesses == NULL)
        return no_memory(g);
    line->guesses = guesses;
    if (found->count > 0)
        add_guess(line, guesses, found, 0);
    for (int would_do = 0; would_do <= 1; would_do++)
        for (size_t i = 1; i < found->count && line->guess_count < WHERE_GUESSES; i++)
            if (found->matches[i].would_do == would_do)
                add_guess(line, guesses, found, i);
    return SC_OK;
}

/* So many digits and nothing else: a GTIN, or meant to be one. */
static bool looks_like_barcode(struct sc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len == 8 || (text.len >= 12 && text.len <= 14);
}

/* Among what the stores sell; where that gives nothing, what is known anywhere, to be told. */
static enum sc_status match(struct where_gather *g, size_t number, const struct sc_item_text *item)
{
    struct sc_match_wishes wishes = {
        .pin = g->ask->lines[number].pin,
        .pin_id = g->ask->lines[number].pin_id,
        .refused = g->ask->refused,
        .refused_count = g->ask->refused_count,
    };
    struct match_ask ask = {
        .item = item,
        .wishes = &wishes,
        .stores = g->store_ids,
        .store_count = g->store_count,
        .top = MATCH_CANDIDATES,
    };
    struct match_found found = {0};
    struct sc_where_line *line = &g->lines[number];
    enum sc_status st = match_find(g->tx, &ask, &found);

    if (st == SC_OK && found.count == 0) {
        ask.store_count = 0;
        st = match_find(g->tx, &ask, &found);
    }
    if (st != SC_OK)
        return st;
    line->confidence = found.count > 0 ? found.matches[0].confidence : SC_MATCH_NONE;
    if (found.count == 0 && wishes.pin_id != 0)
        line->problem = SC_STR("the product that it is pinned to is not known any more");
    else if (found.count == 0 && (item->gtin != 0 || wishes.pin != 0))
        line->problem = SC_STR("no retailer that we know of lists a product with this number");
    else if (found.count == 0 && looks_like_barcode(line->text))
        line->problem = SC_STR("this is no barcode's number: its last digit does not fit the "
                               "others, so one of them is mistyped");
    st = take_fits(g, number, &found);
    return st == SC_OK ? take_guesses(g, number, &found) : st;
}

/* The most that a list can say is far below where these products end. */
static int64_t so_often(int64_t milli, int64_t times_milli)
{
    return (milli * times_milli + 500) / 1000;
}

/*
 * Makes it so often what the line says or, where the number is an amount, that
 * amount. False: that is nothing, or more than a line may say.
 */
static bool multiply(struct sc_item_text *item, int64_t times_milli, const struct sc_unit *unit)
{
    bool is_amount = unit != NULL && (!unit->is_package || item->unit == NULL);

    if (times_milli == 1000 && !is_amount)
        return true;
    item->quantity_milli = is_amount ? times_milli : so_often(item->quantity_milli, times_milli);
    item->amount_milli = so_often(item->amount_milli, times_milli);
    item->has_quantity = true;
    if (is_amount) {
        item->unit = unit;
        if (sc_unit_to_base(unit, times_milli, &item->amount_milli) != SC_OK)
            return false;
    }
    if (item->quantity_milli < 1)
        return false;
    return item->unit != NULL ? item->amount_milli <= MEASURE_MAX_MILLI
                              : item->quantity_milli <= COUNT_MAX_MILLI;
}

static const struct sc_unit *unit_of(struct where_gather *g, const struct gateway_where_line *line)
{
    if (line->unit.at == NULL)
        return NULL;
    const struct sc_unit *unit = sc_unit_find(line->unit);
    if (unit == NULL)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_UNKNOWN_UNIT, .name = line->text},
                        "\"%.*s\" is no unit that we know: \"%.*s\" is counted in packages.",
                        SC_STR_ARGS(line->unit), SC_STR_ARGS(line->text));
    return unit;
}

static enum sc_status read_line(struct where_gather *g, size_t number)
{
    const struct gateway_where_line *asked = &g->ask->lines[number];
    struct sc_where_line *line = &g->lines[number];
    struct sc_item_text item;
    enum sc_status st = sc_item_text_read(g->rq->arena, line->text, &item);

    if (st == SC_INVALID ||
        (st == SC_OK && !multiply(&item, asked->times_milli, unit_of(g, asked)))) {
        line->confidence = SC_MATCH_NONE;
        line->problem =
            SC_STR("this line cannot be read: nothing to buy in it, too long, or an absurd amount");
        return SC_OK;
    }
    if (st != SC_OK)
        return no_memory(g);
    line->note = item.note;
    return match(g, number, &item);
}

enum sc_status where_gather_lines(struct where_gather *g)
{
    size_t count = g->ask->line_count;
    enum sc_status st = SC_OK;

    g->lines = sc_arena_array(g->rq->arena, count, sizeof *g->lines);
    g->fits = sc_arena_array(g->rq->arena, count, sizeof *g->fits);
    if (g->lines == NULL || g->fits == NULL)
        return no_memory(g);
    if (g->ask->has_more_lines)
        where_notes_add(&g->notes, g->rq->arena,
                        (struct where_about){WHERE_TOO_MANY_ITEMS, .count = (int64_t)count},
                        "Left out: what the list has beyond its first %zu items.", count);
    for (size_t i = 0; i < count && st == SC_OK; i++) {
        g->lines[i].text = g->ask->lines[i].text;
        st = read_line(g, i);
    }
    return st;
}
