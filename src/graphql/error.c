#include "graphql/error.h"

#include <stdarg.h>

enum {
    PLACE_STEP = 1024, /* bytes */
};

/* The places of every so many bytes of a text, as far as they were needed. */
struct sc_gql_known_places {
    struct sc_str text;
    size_t count;
    struct sc_gql_place at[];
};

static struct sc_gql_known_places *know_places(struct sc_arena *arena, struct sc_str text)
{
    size_t steps = text.len / PLACE_STEP + 1;
    struct sc_gql_known_places *known =
        sc_arena_alloc(arena, sizeof *known + steps * sizeof known->at[0]);

    if (known != NULL) {
        known->text = text;
        known->count = 1;
        known->at[0] = (struct sc_gql_place){.line = 1, .column = 1};
    }
    return known;
}

static struct sc_gql_place place_of(struct sc_gql_errors *errors, struct sc_str text,
                                    const char *at)
{
    if (errors->known == NULL || errors->known->text.at != text.at ||
        errors->known->text.len != text.len)
        errors->known = know_places(errors->arena, text);
    struct sc_gql_known_places *known = errors->known;
    if (known == NULL)
        return sc_gql_place(text, at);
    size_t step = (size_t)(at - text.at) / PLACE_STEP;
    for (; known->count <= step; known->count++) {
        const char *from = text.at + (known->count - 1) * PLACE_STEP;
        known->at[known->count] =
            sc_gql_place_on(text, known->at[known->count - 1], from, from + PLACE_STEP);
    }
    return sc_gql_place_on(text, known->at[step], text.at + step * PLACE_STEP, at);
}

/* The places of `ats` in `text`; NULL without memory. */
static const struct sc_gql_place *places_of(struct sc_gql_errors *errors, struct sc_str text,
                                            const char *const *ats, size_t count)
{
    struct sc_gql_place *places = sc_arena_array(errors->arena, count, sizeof *places);

    for (size_t i = 0; places != NULL && i < count; i++)
        places[i] = place_of(errors, text, ats[i]);
    return places;
}

/* The last error that is taken says that there are more. */
static void add(struct sc_gql_errors *errors, const struct sc_gql_error *error)
{
    struct sc_gql_error *made = sc_arena_alloc(errors->arena, sizeof *made);

    if (made == NULL || error->message.at == NULL || error->places == NULL) {
        errors->is_full = true;
        return;
    }
    *made = *error;
    if (errors->last == NULL)
        errors->first = made;
    else
        errors->last->next = made;
    errors->last = made;
    errors->count++;
}

void sc_gql_error_add(struct sc_gql_errors *errors, const char *code, const char *rule,
                      struct sc_str text, const char *const *ats, const char *format, ...)
{
    struct sc_gql_error error = {.code = code, .rule = rule};
    va_list args;

    if (errors->is_full)
        return;
    if (errors->count == SC_GQL_ERRORS_MAX) {
        error.rule = NULL;
        error.message = SC_STR("Too many errors: the others are not told.");
        error.places = places_of(errors, text, NULL, 0);
        add(errors, &error);
        errors->is_full = true;
        return;
    }
    while (ats != NULL && ats[error.place_count] != NULL)
        error.place_count++;
    error.places = places_of(errors, text, ats, error.place_count);
    va_start(args, format);
    error.message = sc_arena_vprintf(errors->arena, format, args);
    va_end(args);
    add(errors, &error);
}

void sc_gql_places_write(const struct sc_gql_error *error, struct sc_json_out *out)
{
    sc_json_key(out, SC_STR("locations"));
    sc_json_array(out);
    for (size_t i = 0; i < error->place_count; i++) {
        sc_json_object(out);
        sc_json_key_i64(out, "line", error->places[i].line);
        sc_json_key_i64(out, "column", error->places[i].column);
        sc_json_object_end(out);
    }
    sc_json_array_end(out);
}

/* From the root down, though steps know only what is above them: a path is short. */
static void write_path(const struct sc_gql_path *path, struct sc_json_out *out)
{
    size_t depth = 0;

    for (const struct sc_gql_path *step = path; step != NULL; step = step->up)
        depth++;
    sc_json_key(out, SC_STR("path"));
    sc_json_array(out);
    for (; depth > 0; depth--) {
        const struct sc_gql_path *step = path;
        for (size_t i = 1; i < depth; i++)
            step = step->up;
        if (step->key.at != NULL)
            sc_json_str(out, step->key);
        else
            sc_json_i64(out, (int64_t)step->index);
    }
    sc_json_array_end(out);
}

static void write_extensions(const struct sc_gql_error *error, struct sc_str request_id,
                             struct sc_json_out *out)
{
    if (error->code == NULL && request_id.at == NULL)
        return;
    sc_json_key(out, SC_STR("extensions"));
    sc_json_object(out);
    if (error->code != NULL)
        sc_json_key_str(out, "code", sc_str_of(error->code));
    if (error->cause.reason != NULL)
        sc_json_key_str(out, "reason", sc_str_of(error->cause.reason));
    if (error->cause.retry_after_s > 0)
        sc_json_key_i64(out, "retryAfter", error->cause.retry_after_s);
    if (request_id.at != NULL)
        sc_json_key_str(out, "requestId", request_id);
    sc_json_object_end(out);
}

void sc_gql_error_write(const struct sc_gql_error *error, struct sc_str request_id,
                        struct sc_json_out *out)
{
    sc_json_object(out);
    sc_json_key_str(out, "message", error->message);
    if (error->place_count > 0)
        sc_gql_places_write(error, out);
    if (error->path != NULL)
        write_path(error->path, out);
    write_extensions(error, request_id, out);
    sc_json_object_end(out);
}
