#include "base/json_out.h"
#include "graphql/meta.h"
#include "graphql/write_parts.h"

/* A path of the stack, kept. */
static const struct sc_gql_path *keep_path(struct sc_gql_run *run, const struct sc_gql_path *path)
{
    struct sc_gql_path *kept = NULL;
    const struct sc_gql_path **link = NULL;

    for (const struct sc_gql_path *step = path; step != NULL; step = step->up) {
        struct sc_gql_path *copy = sc_arena_alloc(run->arena, sizeof *copy);
        if (copy == NULL) {
            sc_gql_run_full(run);
            return NULL;
        }
        *copy = *step;
        copy->up = NULL;
        if (link == NULL)
            kept = copy;
        else
            *link = copy;
        link = &copy->up;
    }
    return kept;
}

/* Where the field stands in the document: wherever it is asked for with these variables. */
static const char *const *places_of(struct sc_gql_run *run, const struct sc_gql_plan_field *field)
{
    size_t count = 0;

    for (const struct sc_gql_occurrence *o = field->occurrences; o != NULL; o = o->next)
        count++;
    const char **ats = sc_arena_array(run->arena, count + 1, sizeof *ats);
    if (ats == NULL) {
        sc_gql_run_full(run);
        return NULL;
    }
    count = 0;
    for (const struct sc_gql_occurrence *o = field->occurrences; o != NULL; o = o->next) {
        bool is_new = sc_gql_run_is_met(run, o);
        for (size_t i = 0; i < count && is_new; i++)
            is_new = ats[i] != o->node->at;
        if (is_new)
            ats[count++] = o->node->at;
    }
    return ats;
}

/* `ats` ended by NULL. */
static enum sc_gql_wrote fail(struct sc_gql_writer *w, const char *const *ats,
                              const struct sc_gql_path *path, const char *code, struct sc_str words,
                              struct sc_gql_cause cause)
{
    struct sc_gql_run *run = w->run;
    struct sc_gql_errors *errors = &run->errors;
    const struct sc_gql_error *before = errors->last;

    sc_gql_error_add(errors, code, NULL, run->plan->document->text, ats, "%.*s",
                     SC_STR_ARGS(words));
    if (errors->last == before) /* an error that cannot be told must not go unsaid */
        sc_gql_run_full(run);
    else if (!errors->is_full) {
        errors->last->path = keep_path(run, path);
        errors->last->cause = cause;
    }
    return SC_GQL_WROTE_ERROR;
}

static enum sc_gql_wrote fail_field(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_path *path, const char *code,
                                    struct sc_str words, struct sc_gql_cause cause)
{
    if (w->run->errors.is_full)
        return SC_GQL_WROTE_ERROR;
    return fail(w, places_of(w->run, at->field), path, code, words, cause);
}

enum sc_gql_wrote sc_gql_write_fail(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_path *path, const char *code,
                                    struct sc_str words)
{
    return fail_field(w, at, path, code, words, (struct sc_gql_cause){0});
}

static void fail_null(struct sc_gql_writer *w, const struct sc_gql_position *at,
                      const struct sc_gql_path *path)
{
    struct sc_str words =
        sc_arena_printf(w->run->arena, "Cannot return null for non-nullable field %.*s.%.*s.",
                        SC_STR_ARGS(at->type->name), SC_STR_ARGS(at->field->def->name));

    sc_gql_write_fail(w, at, path, sc_status_graphql(SC_INTERNAL), words);
}

bool sc_gql_write_settle(struct sc_gql_writer *w, enum sc_gql_wrote wrote, bool is_non_null,
                         const struct sc_gql_position *at, const struct sc_gql_path *path)
{
    if (wrote == SC_GQL_WROTE_VALUE)
        return true;
    if (!is_non_null) {
        sc_buf_put(w->buf, SC_STR("null"));
        return true;
    }
    if (wrote == SC_GQL_WROTE_NULL)
        fail_null(w, at, path);
    return false;
}

/* One object of the field's set, of whichever type its row says. */
static enum sc_gql_wrote write_one(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                   const struct sc_gql_span *span, uint32_t i,
                                   const struct sc_gql_path *path)
{
    const struct sc_gql_plan_set *set = at->field->set;
    const void *row = span->rows != NULL ? span->rows[i] : span->bytes + i * span->stride;
    size_t start = w->buf->len;

    if (row == NULL)
        return SC_GQL_WROTE_NULL;
    uint16_t kind = span->kinds != NULL ? span->kinds[i]
                    : set->view != NULL ? sc_gql_run_kind(set->view, row)
                                        : 0;
    if (kind == UINT16_MAX)
        return sc_gql_write_fail(w, at, path, sc_status_graphql(SC_INTERNAL),
                                 SC_STR("a row of no possible type"));
    enum sc_gql_wrote wrote =
        sc_gql_write_object(w, &set->objects[kind], row, span->base + i, path);
    if (wrote != SC_GQL_WROTE_VALUE)
        w->buf->len = start;
    return wrote;
}

static enum sc_gql_wrote write_list(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_span *span)
{
    struct sc_gql_path step = {.up = &at->path};
    size_t start = w->buf->len;

    if (span->is_null)
        return SC_GQL_WROTE_NULL;
    sc_buf_put_char(w->buf, '[');
    for (uint32_t i = 0; i < span->count && !w->buf->failed; i++) {
        if (i > 0)
            sc_buf_put_char(w->buf, ',');
        step.index = i;
        enum sc_gql_wrote wrote = write_one(w, at, span, i, &step);
        if (!sc_gql_write_settle(w, wrote, !at->field->has_null_items, at, &step)) {
            w->buf->len = start;
            return SC_GQL_WROTE_ERROR;
        }
    }
    sc_buf_put_char(w->buf, ']');
    return SC_GQL_WROTE_VALUE;
}

static enum sc_gql_wrote write_leaf(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const void *row)
{
    bool bad = false;

    if (sc_gql_leaf_put(w->buf, at->field->bound->leaf, row, &bad))
        return SC_GQL_WROTE_VALUE;
    return bad ? sc_gql_write_fail(w, at, &at->path, sc_status_graphql(SC_INTERNAL),
                                   SC_STR("a value that is none of its type"))
               : SC_GQL_WROTE_NULL;
}

static enum sc_gql_wrote write_span(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const struct sc_gql_span *span)
{
    if (span->code != NULL)
        return fail_field(w, at, &at->path, span->code, span->words, span->cause);
    if (at->field->set != NULL && at->field->is_list)
        return write_list(w, at, span);
    if (span->count == 0)
        return SC_GQL_WROTE_NULL;
    if (at->field->set != NULL)
        return write_one(w, at, span, 0, &at->path);
    const void *row = span->rows != NULL ? span->rows[0] : span->bytes;
    return row == NULL ? SC_GQL_WROTE_NULL : write_leaf(w, at, row);
}

static enum sc_gql_wrote write_meta(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                    const void *row)
{
    const struct sc_gql_meta *meta = at->field->meta;
    struct sc_gql_run *run = w->run;
    struct sc_gql_meta_rows rows = {0};
    struct sc_str words = {0};
    const char *where = NULL;

    if (at->field->set == NULL)
        return sc_gql_meta_put(meta, row, w->buf) ? SC_GQL_WROTE_VALUE : SC_GQL_WROTE_NULL;
    const struct sc_gql_datum *args = sc_gql_run_args(run, at->field, &words, &where);
    if (words.at != NULL)
        return sc_gql_write_fail(w, at, &at->path, "BAD_USER_INPUT", words);
    if (run->status != SC_OK ||
        sc_gql_meta_rows(meta, row, run->plan->binding, args, run->arena, &rows) != SC_OK) {
        sc_gql_run_full(run);
        return SC_GQL_WROTE_NULL;
    }
    struct sc_gql_span span = {
        .rows = rows.at, .count = (uint32_t)rows.count, .is_null = rows.is_null};
    return write_span(w, at, &span);
}

static enum sc_gql_wrote write_cursor(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                      const void *row)
{
    enum sc_gql_how how = at->field->how;
    const struct sc_gql_page *page = row;

    if (how != SC_GQL_BY_CURSOR) {
        if (page->count == 0)
            return SC_GQL_WROTE_NULL;
        row = page->rows[how == SC_GQL_BY_START_CURSOR ? 0 : page->count - 1];
    }
    sc_buf_put_char(w->buf, '"');
    sc_gql_cursor_put(w->buf, &at->field->bound->load->cursor, row);
    sc_buf_put_char(w->buf, '"');
    return SC_GQL_WROTE_VALUE;
}

static enum sc_gql_wrote write_bool(struct sc_gql_writer *w, bool value)
{
    sc_buf_put(w->buf, value ? SC_STR("true") : SC_STR("false"));
    return SC_GQL_WROTE_VALUE;
}

static enum sc_gql_wrote write_value(struct sc_gql_writer *w, const struct sc_gql_position *at,
                                     const void *row, uint32_t index)
{
    struct sc_gql_span span;

    switch (at->field->how) {
    case SC_GQL_BY_COLUMN:
        return write_leaf(w, at, row);
    case SC_GQL_BY_TYPENAME:
        sc_json_put_text(w->buf, at->type->name);
        return SC_GQL_WROTE_VALUE;
    case SC_GQL_BY_PLAIN:
        return sc_gql_write_plain(w, at, row);
    case SC_GQL_BY_META:
        return write_meta(w, at, row);
    case SC_GQL_BY_HAS_NEXT:
        return write_bool(w, ((const struct sc_gql_page *)row)->has_next);
    case SC_GQL_BY_HAS_PREVIOUS:
        return write_bool(w, ((const struct sc_gql_page *)row)->has_previous);
    case SC_GQL_BY_CURSOR:
    case SC_GQL_BY_START_CURSOR:
    case SC_GQL_BY_END_CURSOR:
        return write_cursor(w, at, row);
    case SC_GQL_BY_SELF:
    case SC_GQL_BY_ROW:
    case SC_GQL_BY_ROWS:
    case SC_GQL_BY_LOAD:
    case SC_GQL_BY_PAGE:
    case SC_GQL_BY_CALL:
    case SC_GQL_BY_EVENT:
    case SC_GQL_BY_ID:
    case SC_GQL_BY_EDGES:
    case SC_GQL_BY_PAGE_INFO:
        sc_gql_run_span(w->run, at->field, row, index, &span);
        return write_span(w, at, &span);
    case SC_GQL_BY_NOTHING:
        break;
    }
    return SC_GQL_WROTE_NULL;
}

/* A field's value; false: it is null and must not be. */
static bool write_field(struct sc_gql_writer *w, const struct sc_gql_position *at, const void *row,
                        uint32_t index)
{
    enum sc_gql_wrote wrote;

    if (sc_gql_run_may_see(w->run, at->field)) {
        wrote = write_value(w, at, row, index);
    } else {
        const char *code;
        struct sc_str words = sc_gql_run_hidden(w->run, &code);
        wrote = sc_gql_write_fail(w, at, &at->path, code, words);
    }
    return sc_gql_write_settle(w, wrote, at->field->is_non_null, at, &at->path);
}

/* Recursion ends where the plan's did. */
enum sc_gql_wrote sc_gql_write_object(struct sc_gql_writer *w,
                                      const struct sc_gql_plan_object *object, const void *row,
                                      uint32_t index, const struct sc_gql_path *path)
{
    struct sc_gql_position at = {.type = object->type, .path = {.up = path}};
    uint32_t count;
    const struct sc_gql_plan_field *const *order = sc_gql_run_order(w->run, object, &count);
    const struct sc_gql_occurrence *undecided = sc_gql_run_undecided(w->run, object);

    if (undecided != NULL && w->run->errors.is_full)
        return SC_GQL_WROTE_ERROR;
    if (undecided != NULL)
        return fail(w, (const char *const[]){undecided->node->at, NULL}, path, "BAD_USER_INPUT",
                    sc_gql_undecided_words, (struct sc_gql_cause){0});
    sc_buf_put_char(w->buf, '{');
    for (uint32_t i = 0; i < count; i++) {
        at.field = order == NULL ? &object->fields[i] : order[i];
        at.path.key = at.field->name;
        sc_buf_put(w->buf, i == 0 ? sc_str_sub(at.field->key, 1, SIZE_MAX) : at.field->key);
        if (!write_field(w, &at, row, index))
            return SC_GQL_WROTE_ERROR;
    }
    sc_buf_put_char(w->buf, '}');
    return SC_GQL_WROTE_VALUE;
}

bool sc_gql_run_is_null(struct sc_gql_run *run, const struct sc_gql_plan_field *field)
{
    struct sc_buf buf;
    static const char row;

    if (!field->is_non_null)
        return false;
    sc_buf_init(&buf, SC_GQL_RUN_TRIAL_MAX);
    struct sc_gql_writer w = {.run = run, .buf = &buf};
    const struct sc_gql_position at = {
        .field = field, .type = run->plan->root->type, .path = {.key = field->name}};
    bool is_null = !write_field(&w, &at, &row, 0);
    sc_buf_finish(&buf);
    run->errors = (struct sc_gql_errors){.arena = run->arena}; /* told when it is written again */
    return is_null;
}

static void write_errors(const struct sc_gql_errors *errors,
                         const struct sc_gql_extensions *extensions, struct sc_json_out *out)
{
    if (errors->count == 0)
        return;
    sc_json_key(out, SC_STR("errors"));
    sc_json_array(out);
    for (const struct sc_gql_error *e = errors->first; e != NULL; e = e->next)
        sc_gql_error_write(e, extensions->request_id, out);
    sc_json_array_end(out);
}

/* The arena or the buffer is full: nothing of the data is told. */
static enum sc_status write_limited(const struct sc_gql_extensions *extensions, struct sc_buf *out)
{
    const struct sc_gql_error too_much = {.message = SC_STR("the answer is too large"),
                                          .code = sc_status_graphql(SC_LIMITED)};
    struct sc_json_out json;

    sc_buf_clear(out);
    sc_json_init(&json, out);
    sc_json_object(&json);
    sc_json_key(&json, SC_STR("errors"));
    sc_json_array(&json);
    sc_gql_error_write(&too_much, extensions->request_id, &json);
    sc_json_array_end(&json);
    sc_json_key(&json, SC_STR("data"));
    sc_json_null(&json);
    sc_json_object_end(&json);
    return SC_LIMITED;
}

static void write_cost(const struct sc_gql_extensions *extensions, struct sc_json_out *out)
{
    const struct sc_gql_budget *budget = extensions->budget;

    sc_json_key(out, SC_STR("cost"));
    sc_json_object(out);
    sc_json_key_i64(out, "requested", extensions->cost);
    if (budget != NULL) {
        sc_json_key_i64(out, "limit", budget->limit);
        sc_json_key_i64(out, "remaining", budget->remaining);
        sc_json_key_i64(out, "restoreRate", budget->per_s);
    }
    sc_json_object_end(out);
}

enum sc_status sc_gql_run_write(struct sc_gql_run *run, const struct sc_gql_extensions *extensions,
                                struct sc_buf *out)
{
    struct sc_gql_writer w = {.run = run, .buf = out};
    static const char nothing;
    const void *root =
        run->plan->binding->is_plain && run->root != NULL ? (const void *)run->root : &nothing;
    struct sc_json_out json;

    run->errors = (struct sc_gql_errors){.arena = run->arena};
    sc_buf_put(out, SC_STR("{\"data\":"));
    size_t start = out->len;
    if (run->status == SC_OK && sc_gql_write_object(&w, &run->plan->root->objects[0], root, 0,
                                                    NULL) != SC_GQL_WROTE_VALUE) {
        out->len = start;
        sc_buf_put(out, SC_STR("null"));
    }
    /* The writer of JSON goes on behind a first member that it has not seen. */
    sc_json_init(&json, out);
    json.depth = 1;
    json.has_item[1] = true;
    write_errors(&run->errors, extensions, &json);
    if (extensions->cost >= 0) {
        sc_json_key(&json, SC_STR("extensions"));
        sc_json_object(&json);
        write_cost(extensions, &json);
        sc_json_object_end(&json);
    }
    sc_json_object_end(&json);
    return run->status != SC_OK || out->failed ? write_limited(extensions, out) : SC_OK;
}
