#include "retail/feed_detect.h"

#include <string.h>

#include "retail/feed_il.h"
#include "retail/feed_map_texts.h"
#include "retail/feed_table.h"
#include "runtime/file.h"

enum {
    ARENA_CAP = 32 * 1024 * 1024, /* a map is 60 kB, mostly room for names */
};

static enum sc_status add_map(struct sc_request *rq, struct feed_formats *formats,
                              struct sc_str name, struct sc_str text,
                              const struct feed_map **ret_map)
{
    struct feed_map *map;
    enum sc_status st = feed_map_read(rq, formats->arena, name, text, &map);

    if (st != SC_OK)
        return st;
    if (formats->map_count == FEED_MAPS_MAX)
        return sc_fail(rq, SC_INTERNAL, "there are more maps than room for them");
    formats->maps[formats->map_count++] = map;
    *ret_map = map;
    return SC_OK;
}

static enum sc_status read_own_map(struct sc_request *rq, struct feed_formats *formats,
                                   const char *path)
{
    struct sc_str text;
    enum sc_status st = sc_file_read(rq, sc_str_of(path), FEED_MAP_TEXT_MAX, &text);

    if (st != SC_OK)
        return st;
    text = sc_arena_str(formats->arena, text); /* a map borrows its text */
    if (text.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the maps");
    return add_map(rq, formats, sc_str_of(path), text, &formats->own);
}

enum sc_status feed_formats_create(struct sc_request *rq, const char *map_path,
                                   struct feed_formats **ret_formats)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    struct feed_formats *formats = arena == NULL ? NULL : sc_arena_zalloc(arena, sizeof *formats);
    const struct feed_map *ignored;
    enum sc_status st = SC_OK;

    if (formats == NULL) {
        sc_arena_destroy(arena);
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the maps");
    }
    formats->arena = arena;
    for (const struct sc_embedded *text = feed_map_texts; text->name != NULL; text++)
        if (st == SC_OK && sc_str_ends(sc_str_of(text->name), SC_STR(".map")))
            st = add_map(rq, formats, sc_str_of(text->name), sc_str_of(text->text), &ignored);
    if (st == SC_OK && map_path != NULL)
        st = read_own_map(rq, formats, map_path);
    if (st == SC_OK)
        *ret_formats = formats;
    else
        feed_formats_destroy(formats);
    return st;
}

void feed_formats_destroy(struct feed_formats *formats)
{
    if (formats != NULL)
        sc_arena_destroy(formats->arena); /* which holds `formats` too */
}

bool feed_formats_has_source(const struct feed_formats *formats, struct sc_str source)
{
    for (size_t i = 0; i < formats->map_count; i++)
        if (sc_str_eq(formats->maps[i]->source, source))
            return true;
    return sc_str_eq(source, SC_STR("il"));
}

/* The beginning as UTF-8; its last character may be half there. */
static enum sc_status decode(struct sc_request *rq, struct sc_arena *arena,
                             enum feed_encoding fallback, struct sc_str beginning,
                             struct sc_str *ret_text)
{
    struct feed_text *text;
    enum sc_status st =
        feed_text_create(rq, feed_stream_of_text(&beginning), fallback, FEED_BAD_KEPT, &text);

    if (st != SC_OK)
        return st;
    struct feed_stream stream = feed_text_stream(text);
    char *out = sc_arena_alloc(arena, FEED_PEEK_MAX);
    size_t len = 0, step = 1;
    if (out == NULL)
        st = SC_NO_MEMORY;
    while (st == SC_OK && step > 0 && len < FEED_PEEK_MAX) {
        st = stream.read(stream.context, out + len, FEED_PEEK_MAX - len, &step);
        len += st == SC_OK ? step : 0;
    }
    feed_text_destroy(text);
    if (st == SC_OK)
        *ret_text = (struct sc_str){.at = out, .len = len};
    return st;
}

static bool is_candidate(const struct feed_formats *formats, const struct feed_map *map,
                         struct sc_str source)
{
    if (formats->own != NULL)
        return map == formats->own;
    return source.len == 0 || sc_str_eq(map->source, source);
}

/* How well a map fits delimited text: 0 not at all; a fitting name outweighs all columns. */
static size_t fit_table(struct sc_request *rq, struct sc_arena *arena, const struct feed_map *map,
                        struct sc_str name, struct sc_str beginning)
{
    struct feed_rows *rows = NULL;
    struct feed_row header;
    struct feed_map_name ignored;
    struct sc_str text;
    size_t known = 0;
    bool fits = false;

    if (decode(rq, arena, map->encoding, beginning, &text) != SC_OK)
        return 0;
    if (feed_rows_create(rq, feed_stream_of_text(&text), &map->grammar, &rows) != SC_OK)
        return 0;
    if (feed_rows_next(rows, &header) == SC_OK && header.trouble == FEED_REASON_NONE)
        fits = feed_table_fits(arena, map, header.fields, header.count, &known);
    feed_rows_destroy(rows);
    if (!fits)
        return 0;
    return known + (feed_map_match_name(map, name, &ignored) ? FEED_COLUMNS_MAX : 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* An element of that name (ASCII lower case) opens in the text, in any case, with any prefix. */
static bool has_element(struct sc_str text, struct sc_str name)
{
    for (size_t i = 1; i + name.len < text.len; i++) {
        size_t k = 0;
        if (text.at[i - 1] != '<' && text.at[i - 1] != ':')
            continue;
        while (k < name.len && lower(text.at[i + k]) == name.at[k])
            k++;
        char behind = text.at[i + k];
        if (k == name.len && (behind == '>' || behind == ' ' || behind == '/' || behind == '\n' ||
                              behind == '\r' || behind == '\t'))
            return true;
    }
    return false;
}

static size_t fit(struct sc_request *rq, struct sc_arena *arena, const struct feed_map *map,
                  struct sc_str name, struct sc_str beginning, bool is_xml)
{
    struct sc_str text;

    if (is_xml != (map->xml_row.len > 0))
        return 0;
    if (!is_xml)
        return fit_table(rq, arena, map, name, beginning);
    if (decode(rq, arena, map->encoding, beginning, &text) != SC_OK)
        return 0;
    return has_element(text, map->xml_row) ? 1 : 0;
}

/* The first character that is no white space is "<". */
static enum sc_status looks_like_xml(struct sc_request *rq, struct sc_arena *arena,
                                     struct sc_str beginning, struct sc_str *ret_text,
                                     bool *ret_is_xml)
{
    struct sc_str text;
    enum sc_status st = decode(rq, arena, FEED_WINDOWS_1255, beginning, &text);

    if (st != SC_OK)
        return st;
    *ret_text = text;
    *ret_is_xml = sc_str_starts(sc_str_trim(text), SC_STR("<"));
    return SC_OK;
}

static enum sc_status choose(struct sc_request *rq, struct sc_arena *arena,
                             const struct feed_formats *formats, struct sc_str source,
                             struct sc_str name, struct sc_str beginning,
                             struct feed_format *ret_format)
{
    bool may_be_il = formats->own == NULL && (source.len == 0 || sc_str_eq(source, SC_STR("il")));
    const struct feed_map *best = NULL;
    size_t best_fit = 0;
    struct sc_str text;
    bool is_xml;
    enum sc_status st = looks_like_xml(rq, arena, beginning, &text, &is_xml);

    if (st != SC_OK)
        return st;
    if (sc_str_trim(text).len == 0)
        return sc_fail(rq, SC_INVALID, "%.*s is empty", SC_STR_ARGS(name));
    if (is_xml && may_be_il && has_element(text, SC_STR("chainid"))) {
        *ret_format = (struct feed_format){.is_il = true};
        return SC_OK;
    }
    for (size_t i = 0; i < formats->map_count; i++) {
        const struct feed_map *map = formats->maps[i];
        size_t fits =
            is_candidate(formats, map, source) ? fit(rq, arena, map, name, beginning, is_xml) : 0;
        if (fits > best_fit) {
            best_fit = fits;
            best = map;
        }
    }
    if (best == NULL)
        return sc_fail(rq, SC_INVALID, "%.*s is in none of the forms that %.*s has",
                       SC_STR_ARGS(name), SC_STR_ARGS(source.len > 0 ? source : SC_STR("import")));
    *ret_format = (struct feed_format){.map = best};
    return SC_OK;
}

enum sc_status feed_detect(struct sc_request *rq, const struct feed_formats *formats,
                           struct sc_str source, struct sc_str name, struct sc_str beginning,
                           struct feed_format *ret_format)
{
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);

    if (arena == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to look at a file");
    enum sc_status st = choose(rq, arena, formats, source, name, beginning, ret_format);
    sc_arena_destroy(arena);
    return st;
}

static int rank_of_kind(enum feed_kind kind)
{
    switch (kind) {
    case FEED_STORES:
        return 0;
    case FEED_PRODUCTS:
        return 1;
    case FEED_PRICES:
        return 2;
    case FEED_DEALS:
        return 3;
    }
    return 2;
}

int feed_detect_rank(const struct feed_formats *formats, struct sc_str name)
{
    struct feed_il_name il = feed_il_name_read(name);
    struct feed_map_name ignored;

    if (il.is_known)
        return rank_of_kind(il.kind);
    for (size_t i = 0; i < formats->map_count; i++)
        if (feed_map_match_name(formats->maps[i], name, &ignored))
            return rank_of_kind(formats->maps[i]->kind);
    return rank_of_kind(FEED_PRICES);
}
