#include "retail/feed_map.h"

#include <string.h>

#include "base/time.h"
#include "base/unicode.h"

struct reader {
    struct sc_request *rq;
    struct sc_arena *arena;
    struct feed_map *map;
    struct sc_str map_name;
    int line;
};

typedef enum sc_status (*statement_fn)(struct reader *r, struct sc_str rest);

static enum sc_status wrong(struct reader *r, const char *words)
{
    return sc_fail(r->rq, SC_INVALID, "map %.*s:%d: %s", SC_STR_ARGS(r->map_name), r->line, words);
}

enum sc_status feed_map_fold(struct sc_arena *arena, struct sc_str text, struct sc_str *ret_folded)
{
    struct sc_str folded;
    enum sc_status st = sc_unicode_fold(arena, text, &folded);

    if (st != SC_OK)
        return st;
    char *out = sc_arena_alloc(arena, folded.len);
    size_t len = 0, step;
    if (out == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < folded.len; i += step) {
        enum sc_unicode_kind kind = sc_unicode_kind(sc_str_sub(folded, i, SIZE_MAX), &step);
        if (kind != SC_UNICODE_LETTER && kind != SC_UNICODE_DIGIT)
            continue;
        memcpy(out + len, folded.at + i, step);
        len += step;
    }
    *ret_folded = (struct sc_str){.at = out, .len = len};
    return SC_OK;
}

bool feed_map_has(const struct feed_map_list *list, struct sc_str folded)
{
    for (size_t i = 0; i < list->count; i++)
        if (sc_str_eq(list->at[i], folded))
            return true;
    return false;
}

static enum sc_status add(struct reader *r, struct feed_map_list *list, struct sc_str text)
{
    if (list->count == FEED_MAP_LIST_MAX)
        return wrong(r, "the list is too long");
    list->at[list->count++] = text;
    return SC_OK;
}

/* "a | b | c", each folded. */
static enum sc_status add_all(struct reader *r, struct feed_map_list *list, struct sc_str rest)
{
    struct sc_str part, folded;

    while (sc_str_take(&rest, '|', &part)) {
        enum sc_status st = feed_map_fold(r->arena, part, &folded);
        if (st != SC_OK || folded.len == 0)
            return wrong(r, "an empty or unreadable name");
        st = add(r, list, folded);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

/* "left = right". */
static enum sc_status split_pair(struct reader *r, struct sc_str rest, struct sc_str *ret_left,
                                 struct sc_str *ret_right)
{
    ptrdiff_t at = sc_str_find_char(rest, '=');

    if (at < 0)
        return wrong(r, "there is no \"=\"");
    *ret_left = sc_str_trim(sc_str_sub(rest, 0, (size_t)at));
    *ret_right = sc_str_trim(sc_str_sub(rest, (size_t)at + 1, SIZE_MAX));
    return ret_left->len > 0 && ret_right->len > 0 ? SC_OK : wrong(r, "one side of \"=\" is empty");
}

static enum sc_status field_of(struct reader *r, struct sc_str word, enum feed_field *ret_field)
{
    static const char *const words[FEED_FIELD_COUNT] = {
#define X(id, name) [id] = (name),
        FEED_FIELDS(X)
#undef X
    };

    for (size_t i = 0; i < FEED_FIELD_COUNT; i++)
        if (sc_str_eq(word, sc_str_of(words[i]))) {
            *ret_field = (enum feed_field)i;
            return SC_OK;
        }
    return wrong(r, "there is no such field");
}

struct choice {
    const char *word;
    int value;
};

static enum sc_status choose(struct reader *r, struct sc_str word, const struct choice *choices,
                             int *ret_value)
{
    for (; choices->word != NULL; choices++)
        if (sc_str_eq(word, sc_str_of(choices->word))) {
            *ret_value = choices->value;
            return SC_OK;
        }
    return wrong(r, "that is none of the words that can stand here");
}

static enum sc_status read_map(struct reader *r, struct sc_str rest)
{
    r->map->name = rest;
    return SC_OK;
}

static enum sc_status read_source(struct reader *r, struct sc_str rest)
{
    r->map->source = rest;
    return SC_OK;
}

static enum sc_status read_kind(struct reader *r, struct sc_str rest)
{
    static const struct choice kinds[] = {{"stores", FEED_STORES},
                                          {"products", FEED_PRODUCTS},
                                          {"prices", FEED_PRICES},
                                          {"deals", FEED_DEALS},
                                          {NULL, 0}};
    int kind;
    enum sc_status st = choose(r, rest, kinds, &kind);

    if (st == SC_OK)
        r->map->kind = (enum feed_kind)kind;
    return st;
}

static enum sc_status read_yes(struct reader *r, struct sc_str rest, bool *ret_yes)
{
    static const struct choice answers[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
    int yes;
    enum sc_status st = choose(r, rest, answers, &yes);

    if (st == SC_OK)
        *ret_yes = yes != 0;
    return st;
}

static enum sc_status read_full(struct reader *r, struct sc_str rest)
{
    return read_yes(r, rest, &r->map->is_full);
}

static enum sc_status read_quotes(struct reader *r, struct sc_str rest)
{
    return read_yes(r, rest, &r->map->grammar.has_quotes);
}

static enum sc_status read_char(struct reader *r, struct sc_str rest, const struct choice *choices,
                                char *ret_char)
{
    int value;
    enum sc_status st = choose(r, rest, choices, &value);

    if (st == SC_OK)
        *ret_char = (char)value;
    return st;
}

static enum sc_status read_delimiter(struct reader *r, struct sc_str rest)
{
    static const struct choice delimiters[] = {{"auto", 0},   {"comma", ','}, {"semicolon", ';'},
                                               {"tab", '\t'}, {"pipe", '|'},  {NULL, 0}};

    return read_char(r, rest, delimiters, &r->map->grammar.delimiter);
}

static enum sc_status read_decimal(struct reader *r, struct sc_str rest)
{
    static const struct choice marks[] = {{"auto", 0}, {"point", '.'}, {"comma", ','}, {NULL, 0}};

    return read_char(r, rest, marks, &r->map->decimal);
}

static enum sc_status read_rows(struct reader *r, struct sc_str rest)
{
    enum sc_status st = feed_map_fold(r->arena, rest, &r->map->xml_row);

    return st == SC_OK && r->map->xml_row.len > 0 ? SC_OK : wrong(r, "no element name");
}

static enum sc_status read_encoding(struct reader *r, struct sc_str rest)
{
    return feed_encoding_find(rest, &r->map->encoding) ? SC_OK
                                                       : wrong(r, "an encoding we do not know");
}

static enum sc_status read_country(struct reader *r, struct sc_str rest)
{
    r->map->country = rest;
    return rest.len == 2 ? SC_OK : wrong(r, "a country is two letters");
}

static enum sc_status read_currency(struct reader *r, struct sc_str rest)
{
    r->map->currency = rest;
    return rest.len == 3 ? SC_OK : wrong(r, "a currency is three letters");
}

static enum sc_status read_time_zone(struct reader *r, struct sc_str rest)
{
    r->map->time_zone = rest;
    return SC_OK;
}

static enum sc_status read_file(struct reader *r, struct sc_str rest)
{
    return add(r, &r->map->files, rest);
}

static enum sc_status read_retailer(struct reader *r, struct sc_str rest)
{
    struct sc_str key, name;
    enum sc_status st = split_pair(r, rest, &key, &name);

    if (st == SC_OK)
        st = add(r, &r->map->retailer_keys, key);
    if (st == SC_OK)
        st = add(r, &r->map->retailer_names, name);
    return st;
}

static enum sc_status read_column(struct reader *r, struct sc_str rest)
{
    struct sc_str word, names;
    enum feed_field field = 0;
    enum sc_status st = split_pair(r, rest, &word, &names);

    if (st == SC_OK)
        st = field_of(r, word, &field);
    return st == SC_OK ? add_all(r, &r->map->columns[field], names) : st;
}

static enum sc_status read_need(struct reader *r, struct sc_str rest)
{
    enum feed_field field;
    enum sc_status st = field_of(r, rest, &field);

    if (st == SC_OK)
        r->map->needs[field] = true;
    return st;
}

static enum sc_status read_weighed(struct reader *r, struct sc_str rest)
{
    return add_all(r, &r->map->weighed, rest);
}

static enum sc_status read_gone(struct reader *r, struct sc_str rest)
{
    return add_all(r, &r->map->gone, rest);
}

static enum sc_status add_filter(struct reader *r, struct sc_str rest, bool is_keep)
{
    struct sc_str column, values;
    enum sc_status st = split_pair(r, rest, &column, &values);

    if (st != SC_OK)
        return st;
    if (r->map->filter_count == FEED_MAP_LIST_MAX)
        return wrong(r, "too many filters");
    if (r->map->filters == NULL)
        r->map->filters = sc_arena_array(r->arena, FEED_MAP_LIST_MAX, sizeof *r->map->filters);
    if (r->map->filters == NULL)
        return SC_NO_MEMORY;
    struct feed_map_filter *filter = &r->map->filters[r->map->filter_count++];
    filter->is_keep = is_keep;
    st = feed_map_fold(r->arena, column, &filter->column);
    return st == SC_OK ? add_all(r, &filter->values, values) : wrong(r, "no column name");
}

static enum sc_status read_keep(struct reader *r, struct sc_str rest)
{
    return add_filter(r, rest, true);
}

static enum sc_status read_skip(struct reader *r, struct sc_str rest)
{
    return add_filter(r, rest, false);
}

static const struct {
    const char *word;
    statement_fn read;
} statements[] = {
    {"map", read_map},         {"source", read_source},       {"kind", read_kind},
    {"full", read_full},       {"delimiter", read_delimiter}, {"quotes", read_quotes},
    {"rows", read_rows},       {"encoding", read_encoding},   {"decimal", read_decimal},
    {"country", read_country}, {"currency", read_currency},   {"time-zone", read_time_zone},
    {"file", read_file},       {"retailer", read_retailer},   {"column", read_column},
    {"need", read_need},       {"weighed", read_weighed},     {"gone", read_gone},
    {"keep", read_keep},       {"skip", read_skip},
};

static enum sc_status read_line(struct reader *r, struct sc_str line)
{
    ptrdiff_t space = sc_str_find_char(line, ' ');
    struct sc_str word = space < 0 ? line : sc_str_sub(line, 0, (size_t)space);
    struct sc_str rest = sc_str_trim(sc_str_sub(line, word.len, SIZE_MAX));

    if (line.len == 0 || line.at[0] == '#')
        return SC_OK;
    if (rest.len == 0)
        return wrong(r, "the statement says nothing");
    for (size_t i = 0; i < SC_COUNT(statements); i++)
        if (sc_str_eq(word, sc_str_of(statements[i].word)))
            return statements[i].read(r, rest);
    return wrong(r, "there is no such statement");
}

/* What a map must say, whatever else it says. */
static enum sc_status check_whole(struct reader *r)
{
    bool needs_one = false;

    for (size_t i = 0; i < FEED_FIELD_COUNT; i++) {
        if (r->map->needs[i] && r->map->columns[i].count == 0)
            return wrong(r, "a needed field has no column");
        needs_one = needs_one || r->map->needs[i];
    }
    if (r->map->name.len == 0 || r->map->source.len == 0)
        return wrong(r, "a map has a \"map\" and a \"source\" statement");
    return needs_one ? SC_OK : wrong(r, "without a \"need\" it would fit any file");
}

enum sc_status feed_map_read(struct sc_request *rq, struct sc_arena *arena, struct sc_str map_name,
                             struct sc_str text, struct feed_map **ret_map)
{
    struct reader r = {.rq = rq, .arena = arena, .map_name = map_name};
    struct sc_str line;

    if (text.len > FEED_MAP_TEXT_MAX)
        return sc_fail(rq, SC_LIMITED, "map %.*s is too long", SC_STR_ARGS(map_name));
    r.map = sc_arena_zalloc(arena, sizeof *r.map);
    if (r.map == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read a map");
    r.map->grammar.has_quotes = true;
    while (sc_str_take(&text, '\n', &line)) {
        r.line++;
        enum sc_status st = read_line(&r, sc_str_trim(line));
        if (st != SC_OK)
            return st;
    }
    enum sc_status st = check_whole(&r);
    if (st == SC_OK)
        *ret_map = r.map;
    return st;
}

/* What {yyyy}, {mm}, {dd}, {hh} and {mi} have taken; -1: not in the pattern. */
struct name_parts {
    struct sc_str retailer, store;
    int year, month, day, hour, minute;
};

static bool take_digits(struct sc_str *name, size_t count, int *ret_value)
{
    int value = 0;

    if (name->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (name->at[i] < '0' || name->at[i] > '9')
            return false;
        value = value * 10 + (name->at[i] - '0');
    }
    *ret_value = value;
    *name = sc_str_sub(*name, count, SIZE_MAX);
    return true;
}

static bool match(struct sc_str pattern, struct sc_str name, struct name_parts *parts);

/* A part of any length: the shortest with which the rest fits. */
static bool match_part(struct sc_str pattern, struct sc_str name, size_t at_least,
                       struct sc_str *ret_part, struct name_parts *parts)
{
    for (size_t len = at_least; len <= name.len; len++)
        if (match(pattern, sc_str_sub(name, len, SIZE_MAX), parts)) {
            *ret_part = sc_str_sub(name, 0, len);
            return true;
        }
    return false;
}

static bool match(struct sc_str pattern, struct sc_str name, struct name_parts *parts)
{
    struct sc_str ignored;

    while (pattern.len > 0) {
        if (pattern.at[0] == '*')
            return match_part(sc_str_sub(pattern, 1, SIZE_MAX), name, 0, &ignored, parts);
        ptrdiff_t close = pattern.at[0] == '{' ? sc_str_find_char(pattern, '}') : -1;
        if (close < 0) {
            if (name.len == 0 ||
                !sc_str_eq_nocase(sc_str_sub(pattern, 0, 1), sc_str_sub(name, 0, 1)))
                return false;
            pattern = sc_str_sub(pattern, 1, SIZE_MAX);
            name = sc_str_sub(name, 1, SIZE_MAX);
            continue;
        }
        struct sc_str word = sc_str_sub(pattern, 1, (size_t)close - 1);
        pattern = sc_str_sub(pattern, (size_t)close + 1, SIZE_MAX);
        if (sc_str_eq(word, SC_STR("retailer")))
            return match_part(pattern, name, 1, &parts->retailer, parts);
        if (sc_str_eq(word, SC_STR("store")))
            return match_part(pattern, name, 1, &parts->store, parts);
        bool taken = (sc_str_eq(word, SC_STR("yyyy")) && take_digits(&name, 4, &parts->year)) ||
                     (sc_str_eq(word, SC_STR("mm")) && take_digits(&name, 2, &parts->month)) ||
                     (sc_str_eq(word, SC_STR("dd")) && take_digits(&name, 2, &parts->day)) ||
                     (sc_str_eq(word, SC_STR("hh")) && take_digits(&name, 2, &parts->hour)) ||
                     (sc_str_eq(word, SC_STR("mi")) && take_digits(&name, 2, &parts->minute));
        if (!taken)
            return false;
    }
    return name.len == 0;
}

static bool to_time(const struct name_parts *parts, struct feed_time *ret_time)
{
    struct sc_date date = {.year = parts->year, .month = parts->month, .day = parts->day};

    if (parts->year < 0) {
        *ret_time = (struct feed_time){0};
        return true;
    }
    if (!sc_date_is_real(date) || parts->hour > 23 || parts->minute > 59)
        return false;
    int64_t at_us = sc_date_days(date) * SC_DAY_US;
    if (parts->hour >= 0)
        at_us += parts->hour * SC_HOUR_US;
    if (parts->minute >= 0)
        at_us += parts->minute * SC_MINUTE_US;
    *ret_time = (struct feed_time){.is_given = true, .is_local = true, .at_us = at_us};
    return true;
}

bool feed_map_match_name(const struct feed_map *map, struct sc_str name,
                         struct feed_map_name *ret_name)
{
    for (size_t i = 0; i < map->files.count; i++) {
        struct name_parts parts = {.year = -1, .month = -1, .day = -1, .hour = -1, .minute = -1};
        struct feed_map_name found;
        if (!match(map->files.at[i], name, &parts) || !to_time(&parts, &found.time))
            continue;
        found.retailer = parts.retailer;
        found.store = parts.store;
        *ret_name = found;
        return true;
    }
    return false;
}

enum sc_status feed_map_retailer_name(struct sc_arena *arena, const struct feed_map *map,
                                      struct sc_str key, struct sc_str *ret_name)
{
    for (size_t i = 0; i < map->retailer_keys.count; i++)
        if (sc_str_eq(map->retailer_keys.at[i], key)) {
            *ret_name = map->retailer_names.at[i];
            return SC_OK;
        }
    char *name = sc_arena_alloc(arena, key.len);
    if (name == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < key.len; i++) {
        bool starts_word = i == 0 || key.at[i - 1] == '-' || key.at[i - 1] == '_';
        char c = key.at[i] == '-' || key.at[i] == '_' ? ' ' : key.at[i];
        name[i] = starts_word && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    *ret_name = (struct sc_str){.at = name, .len = key.len};
    return SC_OK;
}
