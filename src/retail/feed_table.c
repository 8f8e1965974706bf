#include "retail/feed_table.h"

#include <string.h>

#include "base/utf8.h"
#include "retail/feed_table_row.h"
#include "retail/feed_xml.h"

enum {
    ARENA_CAP = 4 * 1024 * 1024,
    ROW_CAP = 4 * 1024 * 1024,
    OUTER_MAX = 512, /* bytes kept of a value that stands around XML rows, such as an address */
};

/* A column of the file and the field it is read into. */
struct binding {
    enum feed_field field;
    size_t column;
};

struct bound_filter {
    const struct feed_map_filter *filter;
    size_t column;
};

struct bindings {
    struct binding *at;
    size_t count;
    struct bound_filter filters[FEED_MAP_LIST_MAX];
    size_t filter_count;
    size_t columns; /* of the header */
};

/* ---- delimited text ---- */

bool feed_table_fits(struct sc_arena *arena, const struct feed_map *map,
                     const struct sc_str *header, size_t count, size_t *ret_known)
{
    bool found[FEED_FIELD_COUNT] = {false};
    size_t known = 0;

    for (size_t i = 0; i < count; i++) {
        struct sc_str folded;
        if (feed_map_fold(arena, header[i], &folded) != SC_OK)
            continue;
        for (size_t f = 0; f < FEED_FIELD_COUNT; f++)
            if (feed_map_has(&map->columns[f], folded)) {
                found[f] = true;
                known++;
            }
    }
    *ret_known = known;
    for (size_t f = 0; f < FEED_FIELD_COUNT; f++)
        if (map->needs[f] && !found[f])
            return false;
    return true;
}

/* Binds the columns of one field in the map's order, so that the best name is tried first. */
static void bind_field(struct bindings *b, enum feed_field field, const struct feed_map_list *names,
                       const struct sc_str *header, size_t count)
{
    for (size_t n = 0; n < names->count; n++)
        for (size_t column = 0; column < count; column++)
            if (sc_str_eq(header[column], names->at[n]))
                b->at[b->count++] = (struct binding){.field = field, .column = column};
}

static enum sc_status bind(struct feed_table *t, const struct feed_row *header, struct bindings *b)
{
    struct sc_str folded[FEED_COLUMNS_MAX];
    size_t known;

    if (!feed_table_fits(t->arena, t->map, header->fields, header->count, &known))
        return sc_fail(t->rq, SC_INVALID, "%.*s lacks columns that the map \"%.*s\" needs",
                       SC_STR_ARGS(t->input->name), SC_STR_ARGS(t->map->name));
    for (size_t i = 0; i < header->count; i++)
        if (feed_map_fold(t->arena, header->fields[i], &folded[i]) != SC_OK)
            folded[i] = (struct sc_str){0};
    b->columns = header->count;
    b->at = sc_arena_array(t->arena, known * FEED_MAP_LIST_MAX, sizeof *b->at);
    if (b->at == NULL)
        return SC_NO_MEMORY;
    for (size_t f = 0; f < FEED_FIELD_COUNT; f++)
        bind_field(b, (enum feed_field)f, &t->map->columns[f], folded, header->count);
    for (size_t i = 0; i < t->map->filter_count; i++)
        for (size_t column = 0; column < header->count; column++)
            if (sc_str_eq(folded[column], t->map->filters[i].column) &&
                b->filter_count < FEED_MAP_LIST_MAX)
                b->filters[b->filter_count++] =
                    (struct bound_filter){.filter = &t->map->filters[i], .column = column};
    return SC_OK;
}

static bool passes_filters(struct feed_table *t, const struct bindings *b,
                           const struct sc_str *fields)
{
    for (size_t i = 0; i < b->filter_count; i++) {
        const struct feed_map_filter *filter = b->filters[i].filter;
        struct sc_str folded;
        bool has = feed_map_fold(t->row, fields[b->filters[i].column], &folded) == SC_OK &&
                   feed_map_has(&filter->values, folded);
        if (has != filter->is_keep)
            return false;
    }
    return true;
}

/* Fewer fields than the header, or more that hold something, and nobody knows which is which. */
static bool has_right_columns(const struct bindings *b, const struct feed_row *row)
{
    for (size_t i = b->columns; i < row->count; i++)
        if (row->fields[i].len > 0)
            return false;
    return row->count >= b->columns;
}

static enum sc_status take_row(struct feed_table *t, const struct bindings *b,
                               const struct feed_row *row)
{
    t->line = row->line;
    t->words = row->words;
    t->rows++;
    if (row->trouble != FEED_REASON_NONE)
        return feed_table_reject(t, row->trouble);
    if (!has_right_columns(b, row))
        return feed_table_reject(t, FEED_WRONG_COLUMNS);
    sc_arena_rewind(t->row, (struct sc_arena_mark){0});
    if (!passes_filters(t, b, row->fields))
        return SC_OK;
    memset(t->cells, 0, sizeof t->cells);
    for (size_t i = 0; i < b->count; i++)
        if (t->cells[b->at[i].field].len == 0)
            t->cells[b->at[i].field] = row->fields[b->at[i].column];
    return feed_table_take(t);
}

static enum sc_status read_rows(struct feed_table *t, struct feed_rows *rows,
                                struct feed_end *ret_end)
{
    struct bindings b = {0};
    struct feed_row row;
    bool is_cut = false;
    enum sc_status st = feed_rows_next(rows, &row);

    if (st == SC_NOT_FOUND || (st == SC_OK && row.trouble != FEED_REASON_NONE))
        return sc_fail(t->rq, SC_INVALID, "%.*s has no header row", SC_STR_ARGS(t->input->name));
    if (st == SC_OK)
        st = bind(t, &row, &b);
    if (st == SC_OK && t->head.currency.len > 0)
        st = feed_table_begin(t);
    while (st == SC_OK) {
        st = feed_rows_next(rows, &row);
        if (st == SC_NOT_FOUND)
            break;
        if (st == SC_OK) {
            is_cut = row.is_cut && !has_right_columns(&b, &row);
            st = take_row(t, &b, &row);
        }
    }
    if (st != SC_NOT_FOUND)
        return st;
    ret_end->why_partial = is_cut ? "the last line is cut short" : NULL;
    return SC_OK;
}

static enum sc_status read_text(struct feed_table *t, struct feed_stream bytes,
                                struct feed_end *ret_end)
{
    struct feed_text *text = NULL;
    struct feed_rows *rows = NULL;
    enum sc_status st = feed_text_create(t->rq, bytes, t->map->encoding, FEED_BAD_KEPT, &text);

    if (st == SC_OK)
        st = feed_rows_create(t->rq, feed_text_stream(text), &t->map->grammar, &rows);
    if (st == SC_OK)
        st = read_rows(t, rows, ret_end);
    feed_rows_destroy(rows);
    feed_text_destroy(text);
    return st;
}

/* ---- XML lists ---- */

struct xml_list {
    struct feed_table *table;
    int row_depth;                         /* of the row that is open; 0: none */
    enum feed_reason trouble;              /* of that row */
    struct sc_str outer[FEED_FIELD_COUNT]; /* values that stand around rows */
    char *outer_text[FEED_FIELD_COUNT];    /* OUTER_MAX bytes each */
};

static bool is_row(const struct xml_list *list, const struct feed_xml_element *element)
{
    struct sc_str folded;

    return feed_map_fold(list->table->row, element->name, &folded) == SC_OK &&
           sc_str_eq(folded, list->table->map->xml_row);
}

static enum sc_status xml_open(void *context, const struct feed_xml_element *element)
{
    struct xml_list *list = context;
    struct feed_table *t = list->table;

    if (list->row_depth > 0)
        return SC_OK;
    sc_arena_rewind(t->row, (struct sc_arena_mark){0});
    if (!is_row(list, element))
        return SC_OK;
    memset(t->cells, 0, sizeof t->cells);
    list->row_depth = element->depth;
    list->trouble = FEED_REASON_NONE;
    t->line = element->line;
    return SC_OK;
}

static bool find_field(const struct feed_table *t, struct sc_str name, enum feed_field *ret_field)
{
    struct sc_str folded;

    if (feed_map_fold(t->row, name, &folded) != SC_OK)
        return false;
    for (size_t f = 0; f < FEED_FIELD_COUNT; f++)
        if (feed_map_has(&t->map->columns[f], folded)) {
            *ret_field = (enum feed_field)f;
            return true;
        }
    return false;
}

static enum sc_status keep_outer(struct xml_list *list, enum feed_field field, struct sc_str text)
{
    if (list->outer_text[field] == NULL)
        list->outer_text[field] = sc_arena_alloc(list->table->arena, OUTER_MAX);
    if (list->outer_text[field] == NULL)
        return SC_NO_MEMORY;
    text = sc_str_trim(sc_utf8_cut(text, OUTER_MAX));
    if (text.len > 0)
        memcpy(list->outer_text[field], text.at, text.len);
    list->outer[field] = (struct sc_str){.at = list->outer_text[field], .len = text.len};
    return SC_OK;
}

static enum sc_status xml_leaf(struct xml_list *list, const struct feed_xml_element *element)
{
    struct feed_table *t = list->table;
    enum feed_field field;

    if (!find_field(t, element->name, &field))
        return SC_OK;
    if (list->row_depth == 0)
        return keep_outer(list, field, element->text);
    if (element->is_text_cut)
        list->trouble = FEED_TOO_LONG;
    else if (sc_str_find(element->text, SC_STR("\xEF\xBF\xBD")) >= 0)
        list->trouble = FEED_BAD_ENCODING;
    if (t->cells[field].len > 0)
        return SC_OK;
    t->cells[field] = sc_arena_str(t->row, element->text);
    if (t->cells[field].at == NULL)
        list->trouble = FEED_TOO_LONG;
    return SC_OK;
}

static enum sc_status xml_close(void *context, const struct feed_xml_element *element)
{
    struct xml_list *list = context;
    struct feed_table *t = list->table;

    if (element->depth != list->row_depth)
        return element->is_leaf ? xml_leaf(list, element) : SC_OK;
    list->row_depth = 0;
    t->rows++;
    for (size_t f = 0; f < FEED_FIELD_COUNT; f++)
        if (t->cells[f].len == 0)
            t->cells[f] = list->outer[f];
    bool has_name = t->cells[FEED_FIELD_NAME].len > 0;
    t->words = t->cells[has_name ? FEED_FIELD_NAME : FEED_FIELD_CODE];
    return list->trouble != FEED_REASON_NONE ? feed_table_reject(t, list->trouble)
                                             : feed_table_take(t);
}

static enum sc_status read_xml(struct feed_table *t, struct feed_stream bytes,
                               struct feed_end *ret_end)
{
    struct xml_list list = {.table = t};
    const struct feed_xml_events events = {.context = &list, .open = xml_open, .close = xml_close};

    return feed_xml_read(t->rq, bytes, t->map->encoding, &events, &ret_end->why_partial);
}

enum sc_status feed_table_read(struct sc_request *rq, const struct feed_map *map,
                               const struct feed_input *input, struct feed_stream bytes,
                               const struct feed_sink *sink, struct feed_end *ret_end)
{
    struct feed_table t = {.rq = rq, .map = map, .input = input, .sink = sink};
    struct feed_end end = {0};
    enum sc_status st = SC_NO_MEMORY;

    t.arena = sc_arena_create(ARENA_CAP);
    t.row = sc_arena_create(ROW_CAP);
    if (t.arena != NULL && t.row != NULL)
        st = feed_table_head(&t);
    if (st == SC_OK)
        st = map->xml_row.len > 0 ? read_xml(&t, bytes, &end) : read_text(&t, bytes, &end);
    if (st == SC_OK)
        st = feed_table_begin(&t);
    if (st == SC_OK) {
        if (end.why_partial == NULL && t.rows == 0 && map->kind != FEED_DEALS)
            end.why_partial = "it holds no rows";
        end.is_complete = end.why_partial == NULL;
        end.rows = t.rows;
        *ret_end = end;
    } else if (st == SC_NO_MEMORY) {
        st = sc_fail(rq, st, "no memory to read %.*s", SC_STR_ARGS(input->name));
    }
    sc_arena_destroy(t.row);
    sc_arena_destroy(t.arena);
    return st;
}
