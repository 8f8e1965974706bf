/*
 * cmd_match.c - `smartcart match`: which products the lines of a list mean.
 */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "base/json_out.h"
#include "base/unicode.h"
#include "domain/gtin.h"
#include "domain/item_text.h"
#include "domain/list_text.h"
#include "retail/match_find.h"
#include "retail/retail_rows.h"
#include "store/tx.h"

enum {
    LINE_ROOM = 4096,         /* bytes of a line read; the rest of a longer one is thrown away */
    OUTPUT_MAX = 1024 * 1024, /* bytes said of one line: --top of them fit many times */
    LINE_DEADLINE_MS = 10000, /* for one line, database included */
    NAME_COLUMNS = 44,        /* of the table; 80 with the rest */
    STORES_MAX = 10 * APP_OPTIONS_LIST_MAX, /* several retailers may have a store "12" */
};

struct match_options {
    int64_t top;
    struct app_texts stores;
    bool json;
};

static const struct app_option options[] = {
    {
        .name = "top",
        .type = APP_OPTION_INTEGER,
        .offset = offsetof(struct match_options, top),
        .value = "N",
        .preset = "5",
        .min = 1,
        .max = MATCH_CANDIDATES,
        .does = "products shown of each line",
    },
    APP_OPTION(LIST, "store", offsetof(struct match_options, stores), "ID",
               "only what this store sells: retailer/code, such as konzum/0204, its code or its "
               "id; may be repeated"),
    APP_OPTION(FLAG, "json", offsetof(struct match_options, json), NULL,
               "print one JSON object a line instead of a table"),
};

static const struct app_usage usage = {
    .command = "match",
    .operands = "< LIST",
    .about = "Reads a shopping list from standard input, one item a line, and shows which products "
             "each line means and how many of each would fill it. \"?\" marks what is doubtful: "
             "it is never taken without asking.",
    .options = options,
    .option_count = SC_COUNT(options),
    .after = "Examples:\n\n"
             "echo '2 l milk' | smartcart match\n\n"
             "smartcart match --store konzum/0204 --top 3 < list.txt\n\n"
             "printf '6 jaja\\npola kile mljevenog mesa\\n' | smartcart match --json",
};

struct session {
    struct sc_request *rq;
    const struct match_options *wanted;
    const int64_t *stores;
    size_t store_count;
    struct sc_buf out;
};

/* As printed under the bars: 8 or 13 digits, 14 for a case. */
static struct sc_str gtin_text(struct sc_arena *arena, uint64_t gtin)
{
    int digits = 14;

    if (gtin < UINT64_C(100000000))
        digits = 8;
    else if (gtin < UINT64_C(10000000000000))
        digits = 13;
    return sc_arena_printf(arena, "%0*llu", digits, (unsigned long long)gtin);
}

/* Thousandths as people write them: "2", "0.5". */
static struct sc_str milli_text(struct sc_arena *arena, int64_t milli)
{
    struct sc_str text =
        sc_arena_printf(arena, "%lld.%03lld", (long long)(milli / 1000), (long long)(milli % 1000));

    while (text.len > 0 && text.at[text.len - 1] == '0')
        text.len--;
    if (text.len > 0 && text.at[text.len - 1] == '.')
        text.len--;
    return text;
}

static void put_milli(struct sc_json_out *out, const char *key, int64_t milli)
{
    int decimals = 3;

    sc_json_key(out, sc_str_of(key));
    while (decimals > 0 && milli % 10 == 0) {
        milli /= 10;
        decimals--;
    }
    static const double scale[] = {1, 10, 100, 1000};
    sc_json_decimal(out, (double)milli / scale[decimals], decimals);
}

static void put_product(struct sc_arena *arena, struct sc_json_out *out,
                        const struct sc_match *match, const struct match_product *shown)
{
    const struct sc_match_product *product = &shown->product;

    sc_json_object(out);
    sc_json_key_str(out, "gtin",
                    product->gtin != 0 ? gtin_text(arena, product->gtin) : (struct sc_str){0});
    sc_json_key_str(out, "name", shown->name);
    sc_json_key(out, SC_STR("score"));
    sc_json_decimal(out, match->score, 4);
    sc_json_key_str(out, "brand", shown->brand);
    sc_json_key_i64(out, "id", product->id);
    sc_json_key_str(out, "confidence", sc_str_of(sc_match_confidence_name(match->confidence)));
    if (product->size_milli > 0) {
        put_milli(out, "size", product->size_milli);
        sc_json_key_str(out, "size_unit", sc_str_of(sc_size_unit_symbol(product->size_unit)));
    }
    sc_json_key_bool(out, "would_do", match->would_do);
    sc_json_key_i64(out, match->fill_is_grams ? "fill_grams" : "fill", match->fill);
    sc_json_key_bool(out, "fill_is_doubtful", match->fill_is_doubtful);
    sc_json_object_end(out);
}

static void write_json(struct session *s, struct sc_str line, const struct sc_item_text *item,
                       const struct match_found *found)
{
    struct sc_json_out out;

    sc_json_init(&out, &s->out);
    sc_json_object(&out);
    sc_json_key_str(&out, "line", line);
    put_milli(&out, "quantity", item->quantity_milli);
    sc_json_key_str(&out, "unit", sc_str_of(item->unit != NULL ? item->unit->symbol : NULL));
    sc_json_key_str(&out, "name", item->name);
    sc_json_key_str(&out, "note", item->note);
    if (item->size_milli > 0) {
        put_milli(&out, "size", item->size_milli);
        sc_json_key_str(&out, "size_unit", sc_str_of(sc_size_unit_symbol(item->size_unit)));
    }
    sc_json_key(&out, SC_STR("products"));
    sc_json_array(&out);
    for (size_t i = 0; i < found->count; i++)
        put_product(s->rq->arena, &out, &found->matches[i], &found->products[i]);
    sc_json_array_end(&out);
    sc_json_object_end(&out);
    sc_buf_put_char(&s->out, '\n');
}

/* A line that cannot be read keeps its place in the output. */
static void write_unread(struct session *s, struct sc_str line)
{
    struct sc_str words = SC_STR("there is nothing to buy in this line, or its quantity is absurd");
    struct sc_json_out out;

    if (!s->wanted->json) {
        sc_buf_printf(&s->out, "%.*s\n    %.*s\n", SC_STR_ARGS(line), SC_STR_ARGS(words));
        return;
    }
    sc_json_init(&out, &s->out);
    sc_json_object(&out);
    sc_json_key_str(&out, "line", line);
    sc_json_key_str(&out, "problem", words);
    sc_json_key(&out, SC_STR("products"));
    sc_json_array(&out);
    sc_json_array_end(&out);
    sc_json_object_end(&out);
    sc_buf_put_char(&s->out, '\n');
}

/* `text` cut or filled with spaces to so many columns. */
static void put_padded(struct sc_buf *out, struct sc_str text, int columns)
{
    size_t end = 0, step;
    int width = 0;

    while (end < text.len) {
        (void)sc_unicode_kind(sc_str_sub(text, end, text.len - end), &step);
        int wider = sc_unicode_width(sc_str_sub(text, 0, end + step));
        if (wider > columns)
            break;
        width = wider;
        end += step;
    }
    sc_buf_put(out, sc_str_sub(text, 0, end));
    for (; width < columns; width++)
        sc_buf_put_char(out, ' ');
}

static struct sc_str fill_text(struct sc_arena *arena, const struct sc_match *match)
{
    const char *doubt = match->fill_is_doubtful ? "?" : "";

    if (match->fill_is_grams)
        return sc_arena_printf(arena, "%lld g%s", (long long)match->fill, doubt);
    return sc_arena_printf(arena, "%lld x%s", (long long)match->fill, doubt);
}

static void write_row(struct session *s, const struct sc_match *match,
                      const struct match_product *shown)
{
    struct sc_arena *arena = s->rq->arena;
    const struct sc_match_product *product = &shown->product;
    const char *mark = match->confidence == SC_MATCH_HIGH ? " " : "?";
    struct sc_str size = SC_STR("");

    if (product->size_milli > 0) {
        struct sc_str amount = milli_text(arena, product->size_milli);
        size = sc_arena_printf(arena, "%.*s %s", SC_STR_ARGS(amount),
                               sc_size_unit_symbol(product->size_unit));
    }
    sc_buf_printf(&s->out, "  %s ", match->would_do ? mark : "-");
    put_padded(&s->out, match->would_do ? fill_text(arena, match) : SC_STR(""), 8);
    put_padded(&s->out, shown->name, NAME_COLUMNS);
    sc_buf_put(&s->out, SC_STR("  "));
    put_padded(&s->out, size, 10);
    sc_buf_printf(&s->out, "  %3.0f %%\n", match->score * 100);
}

static void write_table(struct session *s, const struct sc_item_text *item,
                        const struct match_found *found)
{
    struct sc_str amount = milli_text(s->rq->arena, item->quantity_milli);

    sc_buf_printf(&s->out, "%.*s%s%s  %.*s", SC_STR_ARGS(amount), item->unit != NULL ? " " : "",
                  item->unit != NULL ? item->unit->symbol : "", SC_STR_ARGS(item->name));
    if (item->note.at != NULL)
        sc_buf_printf(&s->out, "  (%.*s)", SC_STR_ARGS(item->note));
    sc_buf_put_char(&s->out, '\n');
    if (found->count == 0)
        sc_buf_put(&s->out, SC_STR("    nothing like it is sold here\n"));
    else if (found->matches[0].confidence != SC_MATCH_HIGH)
        sc_buf_put(&s->out, SC_STR("    not sure: is it one of these?\n"));
    for (size_t i = 0; i < found->count; i++)
        write_row(s, &found->matches[i], &found->products[i]);
}

static enum sc_status match_line(struct session *s, struct sc_tx *tx, struct sc_str line)
{
    struct sc_item_text item;
    struct match_found found = {0};
    enum sc_status st = sc_item_text_read(s->rq->arena, line, &item);

    if (st == SC_INVALID) {
        write_unread(s, line);
        return SC_OK;
    }
    struct match_ask ask = {
        .item = &item,
        .stores = s->stores,
        .store_count = s->store_count,
        .top = (size_t)s->wanted->top,
    };
    if (st == SC_OK)
        st = match_find(tx, &ask, &found);
    if (st != SC_OK)
        return sc_fail(s->rq, st, "the line could not be looked up");
    if (s->wanted->json)
        write_json(s, line, &item, &found);
    else
        write_table(s, &item, &found);
    return SC_OK;
}

/* The next line of standard input; what is beyond the room is passed over. */
static bool next_line(char room[LINE_ROOM], struct sc_str *ret_line)
{
    if (fgets(room, LINE_ROOM, stdin) == NULL)
        return false;
    size_t len = strlen(room);
    bool is_whole = len > 0 && room[len - 1] == '\n';

    for (int c = 0; !is_whole && c != EOF && c != '\n';)
        c = getchar();
    *ret_line = (struct sc_str){.at = room, .len = len};
    return true;
}

static enum sc_status match_all(struct session *s, struct sc_tx *tx)
{
    char room[LINE_ROOM];
    struct sc_str line;
    enum sc_status st = SC_OK;

    while (st == SC_OK && next_line(room, &line)) {
        struct sc_list_text list = sc_list_text_of(line);

        while (st == SC_OK && sc_list_text_next(&list, &line)) {
            struct sc_arena_mark mark = sc_arena_mark(s->rq->arena);

            s->rq->deadline = sc_deadline_in(LINE_DEADLINE_MS);
            st = match_line(s, tx, line);
            if (st == SC_OK && s->out.failed)
                st = sc_fail(s->rq, SC_LIMITED, "too much to say of one line");
            if (st == SC_OK)
                fwrite(s->out.at, 1, s->out.len, stdout);
            sc_buf_clear(&s->out);
            sc_arena_rewind(s->rq->arena, mark);
        }
        fflush(stdout);
    }
    return st;
}

static bool is_named(const struct retail_where_stores_near_rows *rows, struct sc_str word)
{
    for (size_t i = 0; i < rows->count; i++)
        if (sc_str_eq(rows->at[i].word, word))
            return true;
    return false;
}

static enum sc_status find_stores(struct session *s, struct sc_tx *tx)
{
    struct app_texts words = s->wanted->stores;
    struct retail_where_stores_named_in in = {
        .words = {.at = words.at, .count = words.count},
        .at = sc_wall_us(),
        .most = STORES_MAX,
    };
    struct retail_where_stores_near_rows rows;

    if (words.count == 0)
        return SC_OK;
    enum sc_status st = retail_where_stores_named_all(tx, &in, STORES_MAX, &rows);
    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < words.count; i++)
        if (!is_named(&rows, words.at[i]))
            return sc_fail(s->rq, SC_INVALID, "there is no store \"%.*s\"",
                           SC_STR_ARGS(words.at[i]));
    int64_t *stores = sc_arena_array(s->rq->arena, rows.count, sizeof *stores);
    if (stores == NULL)
        return sc_fail(s->rq, SC_NO_MEMORY, "no memory for the stores");
    for (size_t i = 0; i < rows.count; i++)
        stores[i] = rows.at[i].id;
    s->stores = stores;
    s->store_count = rows.count;
    return SC_OK;
}

static enum sc_status run(struct app_call *call)
{
    struct session s = {.rq = call->rq, .wanted = call->options};

    sc_buf_init(&s.out, OUTPUT_MAX);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(call->pg, call->rq);
    enum sc_status st = find_stores(&s, &tx);
    if (st == SC_OK)
        st = match_all(&s, &tx);
    sc_buf_finish(&s.out);
    return st;
}

const struct app_command app_command_match = {
    .does = "which products the lines of a list mean",
    .usage = &usage,
    .options_size = sizeof(struct match_options),
    .needs = APP_NEEDS_DATABASE,
    .limit_ms = LINE_DEADLINE_MS,
    .run = run,
};
