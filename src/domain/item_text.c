#include "domain/item_text.h"

#include <assert.h>
#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "domain/gtin.h"
#include "domain/item_words.h"

enum {
    TOKENS_MAX = SC_ITEM_TEXT_MAX / 2 + 1, /* a token and its space are two bytes at least */
    DIGITS_MAX = 7,                        /* of a whole number; longer ones are names */
};

/* A word between spaces, as typed and folded, without the comma behind it. */
struct token {
    struct sc_str typed, folded;
    bool is_taken; /* part of a quantity, not of the name */
};

/* What has been understood so far. */
struct reading {
    struct token *tokens;
    size_t count;
    int64_t times_milli; /* how many packages or pieces; 0: not said */
    const struct sc_unit *times_unit;
    int64_t measure_milli; /* a weight, volume, length or area; 0: not said */
    const struct sc_unit *measure_unit;
    int64_t pack; /* pieces in a package; 0: not said */
    bool is_out_of_range;
};

/* A number at the front of the tokens, and what is glued to it. */
struct number {
    int64_t milli;
    size_t tokens;      /* whole tokens, the last of which may go on with `rest` */
    struct sc_str rest; /* "kg" of "2kg", "/1" of "10/1"; empty: the token ends there */
    bool is_word;       /* "two" */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct sc_str from(struct sc_str s, size_t at)
{
    return sc_str_sub(s, at, s.len - at);
}

static struct sc_str token_at(const struct reading *r, size_t i)
{
    return i < r->count ? r->tokens[i].folded : SC_STR("");
}

/* Digits at the front of `text`; their count, or 0 when there are none or too many. */
static size_t read_digits(struct sc_str text, int64_t *ret_value)
{
    int64_t value = 0;
    size_t i = 0;

    for (; i < text.len && is_digit(text.at[i]); i++)
        if (i < DIGITS_MAX)
            value = value * 10 + (text.at[i] - '0');
    *ret_value = value;
    return i <= DIGITS_MAX ? i : 0;
}

/* "1.5", "1,5", "1.000 g" read as a thousand later; the bytes used, or 0. */
static size_t read_decimal(struct sc_str text, int64_t *ret_milli)
{
    int64_t whole, part = 0, scale = 1000;
    size_t used = read_digits(text, &whole);
    size_t i = used + 1;

    if (used == 0)
        return 0;
    bool has_part =
        i < text.len && (text.at[used] == '.' || text.at[used] == ',') && is_digit(text.at[i]);
    for (; has_part && i < text.len && is_digit(text.at[i]); i++) {
        scale /= 10;
        part += (text.at[i] - '0') * scale; /* from the fourth digit on: nothing */
    }
    *ret_milli = whole * 1000 + part;
    return has_part ? i : used;
}

/* "1/2", "3/4": thousandths; the bytes used, or 0. */
static size_t read_fraction(struct sc_str text, int64_t *ret_milli)
{
    int64_t top, bottom;
    size_t a = read_digits(text, &top);

    if (a == 0 || a + 1 >= text.len || text.at[a] != '/')
        return 0;
    size_t b = read_digits(from(text, a + 1), &bottom);
    if (b == 0 || top == 0 || top >= bottom || bottom > 16)
        return 0;
    *ret_milli = (top * 1000 + bottom / 2) / bottom;
    return a + 1 + b;
}

/* "and a half" or "i pol" at token `i`: tokens used, 0 when it stands there not. */
static size_t read_and_half(const struct reading *r, size_t i, int64_t *ret_milli)
{
    int64_t joined = sc_item_and_fraction(token_at(r, i));

    if (joined > 0) {
        *ret_milli = joined;
        return 1;
    }
    if (!sc_item_is_and(token_at(r, i)))
        return 0;
    size_t at = i + 1;
    if (sc_item_is_article(token_at(r, at)))
        at++;
    int64_t milli = sc_item_number_word(token_at(r, at));
    if (milli == 0 || milli >= 1000)
        return 0;
    *ret_milli = milli;
    return at + 1 - i;
}

static bool read_number(const struct reading *r, size_t i, struct number *ret_number)
{
    struct sc_str text = token_at(r, i);
    struct number n = {.tokens = 1};
    int64_t more;

    n.milli = sc_item_number_word(text);
    n.is_word = n.milli > 0;
    if (!n.is_word) {
        size_t used = read_fraction(text, &n.milli);
        if (used == 0)
            used = read_decimal(text, &n.milli);
        if (used == 0)
            return false;
        n.rest = from(text, used);
    }
    if (n.rest.len > 0 && n.rest.at[0] == ' ') { /* "1½" folds to "1 1/2" */
        size_t used = read_fraction(from(n.rest, 1), &more);
        n.milli += used > 0 ? more : 0;
        n.rest = from(n.rest, used > 0 ? used + 1 : 0);
    } else if (n.rest.len == 0 && n.milli % 1000 == 0 && !n.is_word) { /* "1 1/2" */
        size_t used = read_fraction(token_at(r, i + 1), &more);
        if (used > 0) {
            n.milli += more;
            n.tokens = 2;
            n.rest = from(token_at(r, i + 1), used);
        }
    }
    if (n.rest.len == 0) {
        size_t used = read_and_half(r, i + n.tokens, &more);
        n.tokens += used;
        n.milli += used > 0 ? more : 0;
    }
    *ret_number = n;
    return true;
}

static void take(struct reading *r, size_t i, size_t count)
{
    for (size_t k = i; k < i + count; k++)
        r->tokens[k].is_taken = true;
}

/*
 * The unit behind a number: glued to it, or the next one or two words, "a" and
 * "of" between them left out ("half a dozen"). Tokens behind the number's own.
 */
static const struct sc_unit *read_unit(const struct reading *r, size_t i, const struct number *n,
                                       size_t *ret_tokens)
{
    size_t at = i + n->tokens;
    const struct sc_unit *unit;

    *ret_tokens = 0;
    if (n->rest.len > 0) {
        if (sc_str_eq(n->rest, SC_STR("fl")) && sc_str_eq(token_at(r, at), SC_STR("oz"))) {
            *ret_tokens = 1;
            return sc_unit_find(SC_STR("floz"));
        }
        return sc_unit_find(n->rest);
    }
    if (n->is_word && sc_item_is_link(token_at(r, at)))
        at++;
    if (n->is_word && sc_item_is_article(token_at(r, at)))
        at++;
    bool is_fluid = sc_str_starts(token_at(r, at), SC_STR("fl")) && token_at(r, at).len <= 3;
    if (is_fluid && sc_str_starts(token_at(r, at + 1), SC_STR("oz"))) {
        *ret_tokens = at + 2 - i - n->tokens;
        return sc_unit_find(SC_STR("floz"));
    }
    /* "eggs 10 M" is a size of eggs: a metre is written small */
    bool is_size_letter = at < r->count && sc_str_eq(r->tokens[at].typed, SC_STR("M"));
    unit = is_size_letter ? NULL : sc_unit_find(token_at(r, at));
    if (unit != NULL)
        *ret_tokens = at + 1 - i - n->tokens;
    return unit;
}

/* Milligrams say how strong a thing is, not how much of it there is. */
static bool is_strength(const struct sc_unit *unit)
{
    return unit->size == SC_SIZE_G && unit->num < unit->den;
}

static void set_times(struct reading *r, int64_t milli, const struct sc_unit *unit)
{
    r->times_milli = milli;
    r->times_unit = unit;
    int64_t most = unit == NULL || unit->is_package ? SC_ITEM_COUNT_MAX : SC_ITEM_PIECES_MAX;
    if (milli <= 0 || milli > most * 1000)
        r->is_out_of_range = true;
}

static bool may_take_unit(const struct reading *r, const struct sc_unit *unit)
{
    if (is_strength(unit))
        return false;
    return unit->size == SC_SIZE_PIECE ? r->times_milli == 0 : r->measure_milli == 0;
}

static void set_measured(struct reading *r, int64_t milli, const struct sc_unit *unit)
{
    if (unit->size == SC_SIZE_PIECE) {
        set_times(r, milli, unit);
        return;
    }
    r->measure_milli = milli;
    r->measure_unit = unit;
    if (milli <= 0)
        r->is_out_of_range = true;
}

/* "1.000 g" is a kilogram: nobody weighs thousandths of a gram. */
static int64_t as_thousands(struct sc_str text, int64_t milli, const struct sc_unit *unit)
{
    size_t mark = 0;

    while (mark < text.len && is_digit(text.at[mark]))
        mark++;
    bool three = mark + 3 < text.len && (text.at[mark] == '.' || text.at[mark] == ',') &&
                 is_digit(text.at[mark + 1]) && is_digit(text.at[mark + 2]) &&
                 is_digit(text.at[mark + 3]);
    bool ends = three && (mark + 4 == text.len || !is_digit(text.at[mark + 4]));
    bool is_small = unit->num == unit->den && (unit->size == SC_SIZE_G || unit->size == SC_SIZE_ML);
    return ends && is_small ? milli * 1000 : milli;
}

/* "6-pack", "6 pack", "10/1": pieces in one package. Tokens used. */
static size_t take_pack(struct reading *r, size_t i, const struct number *n)
{
    struct sc_str next = token_at(r, i + n->tokens);
    bool is_glued = sc_str_eq(n->rest, SC_STR("-pack")) || sc_str_eq(n->rest, SC_STR("pack")) ||
                    sc_str_eq(n->rest, SC_STR("/1"));
    bool is_apart =
        n->rest.len == 0 && (sc_str_eq(next, SC_STR("pack")) || sc_str_eq(next, SC_STR("pk")));
    int64_t pack = n->milli / 1000;

    if (!(is_glued || is_apart) || r->pack != 0 || n->milli % 1000 != 0 || pack < 2 ||
        pack > SC_ITEM_PACK_MAX)
        return 0;
    size_t used = n->tokens + (is_apart ? 1 : 0);
    r->pack = pack;
    take(r, i, used);
    return used;
}

/* "2x", "2 x", "2x1.5l": packages, and perhaps what each holds. Tokens used. */
static size_t take_times(struct reading *r, size_t i, const struct number *n)
{
    size_t used = n->tokens;
    struct sc_str rest = n->rest;

    if (rest.len == 0 && sc_str_eq(token_at(r, i + used), SC_STR("x")))
        used++;
    else if (rest.len == 0 || rest.at[0] != 'x')
        return 0;
    if (r->times_milli != 0)
        return 0;
    if (rest.len > 1) { /* what follows the x must be a measure: "3xl" is a shirt */
        int64_t each;
        size_t digits = read_decimal(from(rest, 1), &each);
        struct sc_str word = from(rest, 1 + digits);
        size_t behind = word.len == 0 ? 1 : 0;
        const struct sc_unit *unit = sc_unit_find(behind > 0 ? token_at(r, i + used) : word);

        if (digits == 0 || unit == NULL || unit->size == SC_SIZE_PIECE || !may_take_unit(r, unit))
            return 0;
        set_measured(r, each, unit);
        used += behind;
    }
    set_times(r, n->milli, NULL);
    take(r, i, used);
    return used;
}

/* "x2", "x 2" behind the name. Tokens used. */
static size_t take_times_behind(struct reading *r, size_t i)
{
    struct sc_str text = token_at(r, i);
    int64_t value;

    if (text.len == 0 || text.at[0] != 'x' || r->times_milli != 0)
        return 0;
    struct sc_str digits = text.len == 1 ? token_at(r, i + 1) : from(text, 1);
    if (read_digits(digits, &value) != digits.len || digits.len == 0)
        return 0;
    size_t used = text.len == 1 ? 2 : 1;
    set_times(r, value * 1000, NULL);
    take(r, i, used);
    return used;
}

/* A plain number counts only where it opens the line: "6 jaja". Tokens used. */
static size_t take_plain(struct reading *r, size_t i, const struct number *n)
{
    struct sc_str next = token_at(r, i + n->tokens);
    /* halves at least: "quarter pounder" is a name */
    bool is_plausible = n->milli % 500 == 0 && n->milli <= SC_ITEM_COUNT_MAX * INT64_C(1000);

    if (i > 0 || n->rest.len > 0 || next.len == 0 || n->milli == 0 || r->times_milli != 0 ||
        !is_plausible || sc_item_number_is_name(token_at(r, i), next))
        return 0;
    set_times(r, n->milli, NULL);
    take(r, i, n->tokens);
    return n->tokens;
}

/* Anything that begins with a number at token `i`. Tokens used, at least 1. */
static size_t take_number(struct reading *r, size_t i, const struct number *n)
{
    struct sc_str next = token_at(r, i + n->tokens);
    size_t behind;

    if (sc_str_starts(n->rest, SC_STR("%")))
        return n->tokens;
    if (n->rest.len == 0 && sc_str_starts(next, SC_STR("%")))
        return n->tokens + 1;
    size_t used = take_pack(r, i, n);
    if (used == 0)
        used = take_times(r, i, n);
    if (used > 0)
        return used;
    const struct sc_unit *unit = read_unit(r, i, n, &behind);
    if (unit != NULL && may_take_unit(r, unit)) {
        set_measured(r, as_thousands(token_at(r, i), n->milli, unit), unit);
        take(r, i, n->tokens + behind);
        return n->tokens + behind;
    }
    used = take_plain(r, i, n);
    return used > 0 ? used : n->tokens;
}

/* "kila šećera", "a dozen eggs", "an onion", "kilo i pol krumpira". Tokens used. */
static size_t take_opening(struct reading *r)
{
    size_t at = sc_item_is_article(token_at(r, 0)) && r->count > 1 ? 1 : 0;
    struct sc_str word = token_at(r, at);
    const struct sc_unit *unit = sc_unit_find(word);
    struct number inner;
    int64_t more = 0;

    if (at == 1 && read_number(r, 1, &inner) && inner.is_word) { /* "a half kilo" */
        take(r, 0, 1);
        return 1;
    }
    if (unit == NULL || (at == 0 && !sc_item_stands_for_one(word, token_at(r, 1))) ||
        r->count <= at + 1) {
        take(r, 0, at);
        return at;
    }
    size_t used = at + 1 + read_and_half(r, at + 1, &more);
    set_measured(r, 1000 + more, unit);
    take(r, 0, used);
    return used;
}

/* "of" right behind a quantity belongs to neither it nor the name. */
static size_t take_link(struct reading *r, size_t i)
{
    if (i == 0 || i >= r->count || !r->tokens[i - 1].is_taken || !sc_item_is_link(token_at(r, i)))
        return 0;
    take(r, i, 1);
    return 1;
}

static void read_quantities(struct reading *r)
{
    size_t i = take_opening(r);

    while (i < r->count) {
        struct number n;
        size_t used = take_link(r, i);

        if (used == 0)
            used = take_times_behind(r, i);
        if (used == 0 && read_number(r, i, &n))
            used = take_number(r, i, &n);
        i += used > 0 ? used : 1;
    }
}

/* The line without bullets, check boxes ("[ ]") and list numbers ("3. "). */
static struct sc_str drop_bullet(struct sc_str line)
{
    static const char *const bullets[] = {"[ ]", "[]", "-", "*", "+", "•", "–", "—", "·", "☐"};
    int64_t number;

    for (size_t i = 0; i < SC_COUNT(bullets); i++) {
        struct sc_str bullet = sc_str_of(bullets[i]);

        if (sc_str_starts(line, bullet) && line.len > bullet.len && line.at[bullet.len] == ' ')
            return drop_bullet(sc_str_trim(from(line, bullet.len)));
    }
    size_t digits = read_digits(line, &number);
    if (digits > 0 && digits <= 3 && digits + 1 < line.len &&
        (line.at[digits] == '.' || line.at[digits] == ')') && line.at[digits + 1] == ' ')
        return sc_str_trim(from(line, digits + 1));
    return line;
}

/* Copies the line without unseen characters, every space a plain one. */
static struct sc_str clean(struct sc_arena *arena, struct sc_str line)
{
    char *out = sc_arena_alloc(arena, line.len);
    size_t len = 0, step;

    if (out == NULL)
        return (struct sc_str){0};
    for (size_t i = 0; i < line.len; i += step) {
        enum sc_unicode_kind kind = sc_unicode_kind(from(line, i), &step);

        if (kind == SC_UNICODE_SPACE) {
            out[len++] = ' ';
        } else if (kind != SC_UNICODE_UNSEEN) {
            memcpy(out + len, line.at + i, step);
            len += step;
        }
    }
    return sc_str_trim((struct sc_str){.at = out, .len = len});
}

/* True when the words in brackets are only a quantity: "milk (2 l)". */
static bool is_quantity_only(struct sc_arena *arena, struct sc_str words);

/*
 * Takes what stands in brackets out of `line`, in place (spaces stay behind):
 * the first pair is the note; a quantity in brackets loses only the brackets.
 */
static void take_note(struct sc_arena *arena, struct sc_str line, struct sc_str *ret_note)
{
    char *at = (char *)(uintptr_t)line.at; /* our own copy: clean() made it */
    ptrdiff_t open = sc_str_find_char(line, '(');
    ptrdiff_t close = open < 0 ? -1 : sc_str_find_char(from(line, (size_t)open), ')');

    if (close < 0)
        return;
    struct sc_str inner = sc_str_sub(line, (size_t)open + 1, (size_t)close - 1);
    if (is_quantity_only(arena, inner)) {
        at[open] = at[open + close] = ' ';
        return;
    }
    *ret_note = sc_arena_str(arena, sc_str_trim(inner));
    memset(at + open, ' ', (size_t)close + 1);
}

static enum sc_status split(struct sc_arena *arena, struct sc_str line, struct reading *r)
{
    struct sc_str rest = line, typed;

    r->tokens = sc_arena_array(arena, TOKENS_MAX, sizeof r->tokens[0]);
    if (r->tokens == NULL)
        return SC_NO_MEMORY;
    while (sc_str_take(&rest, ' ', &typed)) {
        if (typed.len == 0)
            continue;
        struct token *token = &r->tokens[r->count];
        enum sc_status st = sc_unicode_fold(arena, typed, &token->folded);
        if (st != SC_OK)
            return st;
        while (token->folded.len > 1 &&
               sc_str_find_char(SC_STR(",;:"), token->folded.at[token->folded.len - 1]) >= 0)
            token->folded.len--;
        token->typed = typed;
        r->count++;
    }
    return SC_OK;
}

static bool is_quantity_only(struct sc_arena *arena, struct sc_str words)
{
    struct reading r = {0};

    if (split(arena, words, &r) != SC_OK || r.count == 0)
        return false;
    read_quantities(&r);
    for (size_t i = 0; i < r.count; i++)
        if (!r.tokens[i].is_taken)
            return false;
    return !r.is_out_of_range;
}

/* What was not taken, single-spaced, without the signs that divided it from the rest. */
static enum sc_status join_name(struct sc_arena *arena, const struct reading *r,
                                struct sc_str *ret_name)
{
    char *out = sc_arena_alloc(arena, SC_ITEM_TEXT_MAX);
    size_t len = 0;

    if (out == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < r->count; i++) {
        const struct token *token = &r->tokens[i];

        if (token->is_taken)
            continue;
        if (len > 0)
            out[len++] = ' ';
        memcpy(out + len, token->typed.at, token->typed.len);
        len += token->typed.len;
    }
    struct sc_str name = {.at = out, .len = len};
    while (name.len > 0 && sc_str_find_char(SC_STR(" ,;:-"), name.at[name.len - 1]) >= 0)
        name.len--;
    while (name.len > 0 && sc_str_find_char(SC_STR(" ,;:-"), name.at[0]) >= 0)
        name = from(name, 1);
    *ret_name = name;
    return name.len > 0 ? SC_OK : SC_INVALID;
}

static enum sc_status settle(const struct reading *r, struct sc_item_text *item)
{
    bool both = r->times_milli != 0 && r->measure_milli != 0;
    int64_t measure = 0;

    if (r->is_out_of_range)
        return SC_INVALID;
    if (r->measure_milli != 0) {
        enum sc_status st = sc_unit_to_base(r->measure_unit, r->measure_milli, &measure);
        if (st != SC_OK || measure <= 0 || measure > SC_ITEM_MEASURE_MAX * INT64_C(1000))
            return SC_INVALID;
    }
    if (both) {
        item->size_unit = r->measure_unit->size;
        item->size_milli = measure;
        item->size_said = r->measure_unit;
    }
    bool is_measure = r->measure_milli != 0 && !both;
    item->has_quantity = r->times_milli != 0 || r->measure_milli != 0;
    item->unit = is_measure ? r->measure_unit : r->times_unit;
    item->quantity_milli = is_measure ? r->measure_milli : r->times_milli;
    if (!item->has_quantity)
        item->quantity_milli = 1000;
    item->amount_milli = measure;
    if (!is_measure) {
        item->amount_milli = 0;
        if (r->times_unit != NULL)
            return sc_unit_to_base(r->times_unit, r->times_milli, &item->amount_milli);
    }
    return SC_OK;
}

enum sc_status sc_item_text_read(struct sc_arena *arena, struct sc_str line,
                                 struct sc_item_text *ret_item)
{
    struct sc_item_text item = {0};
    struct reading r = {0};

    assert(arena != NULL && ret_item != NULL);
    line = sc_str_trim(line);
    if (line.len == 0 || line.len > SC_ITEM_TEXT_MAX || !sc_utf8_is_valid(line))
        return SC_INVALID;
    line = clean(arena, line);
    if (line.at == NULL)
        return SC_NO_MEMORY;
    take_note(arena, line, &item.note);
    enum sc_status st = split(arena, drop_bullet(sc_str_trim(line)), &r);
    if (st != SC_OK)
        return st;
    read_quantities(&r);
    st = join_name(arena, &r, &item.name);
    if (st == SC_OK)
        st = settle(&r, &item);
    if (st == SC_OK)
        st = sc_unicode_fold(arena, item.name, &item.folded);
    if (st != SC_OK)
        return st;
    if (item.folded.len == 0)
        return SC_INVALID;
    if (sc_gtin_read(item.folded, &item.gtin) != SC_OK)
        item.gtin = 0;
    item.pack_count = (int32_t)r.pack;
    *ret_item = item;
    return SC_OK;
}
