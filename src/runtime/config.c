#include "runtime/config.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/file.h"

static const struct sc_config_field *find(const struct sc_config_field *fields, size_t field_count,
                                          struct sc_str name)
{
    for (size_t i = 0; i < field_count; i++)
        if (sc_str_eq(sc_str_of(fields[i].name), name))
            return &fields[i];
    return NULL;
}

static bool is_choice(const char *choices, struct sc_str value)
{
    struct sc_str rest = sc_str_of(choices);
    struct sc_str word;

    while (sc_str_take(&rest, '|', &word))
        if (sc_str_eq(word, value))
            return true;
    return false;
}

/* `place` begins the words of a failure: the file and line, or the variable. */
static enum sc_status set(struct sc_request *rq, const struct sc_config_field *field,
                          struct sc_str value, const char *place, void *settings)
{
    char *at = (char *)settings + field->offset;
    int64_t number;

    switch (field->type) {
    case SC_CONFIG_INTEGER:
        if (sc_str_i64(value, &number) != SC_OK || number < field->min || number > field->max)
            return sc_fail(rq, SC_INVALID, "%s: %s: must be %lld..%lld", place, field->name,
                           (long long)field->min, (long long)field->max);
        memcpy(at, &number, sizeof number);
        return SC_OK;
    case SC_CONFIG_CHOICE:
        if (!is_choice(field->choices, value))
            return sc_fail(rq, SC_INVALID, "%s: %s: must be one of %s", place, field->name,
                           field->choices);
        break;
    case SC_CONFIG_TEXT:
        break;
    }
    struct sc_str kept = sc_arena_str(rq->arena, value);
    if (kept.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "%s: %s: too long", place, field->name);
    memcpy(at, &kept, sizeof kept);
    return SC_OK;
}

static enum sc_status read_line(struct sc_request *rq, const struct sc_config_field *fields,
                                size_t field_count, struct sc_str line, const char *place,
                                void *settings)
{
    ptrdiff_t hash = sc_str_find_char(line, '#');

    if (hash >= 0)
        line.len = (size_t)hash;
    line = sc_str_trim(line);
    if (line.len == 0)
        return SC_OK;
    ptrdiff_t equals = sc_str_find_char(line, '=');
    if (equals < 0)
        return sc_fail(rq, SC_INVALID, "%s: must be `name = value`", place);
    struct sc_str name = sc_str_trim(sc_str_sub(line, 0, (size_t)equals));
    struct sc_str value = sc_str_trim(sc_str_sub(line, (size_t)equals + 1, line.len));
    const struct sc_config_field *field = find(fields, field_count, name);
    if (field == NULL)
        return sc_fail(rq, SC_INVALID, "%s: there is no setting \"%.*s\"", place,
                       SC_STR_ARGS(name));
    return set(rq, field, value, place, settings);
}

static enum sc_status read_file(struct sc_request *rq, const struct sc_config_field *fields,
                                size_t field_count, struct sc_str path, void *settings)
{
    struct sc_str rest, line;
    enum sc_status st = sc_file_read(rq, path, SC_CONFIG_FILE_MAX, &rest);

    for (int number = 1; st == SC_OK && sc_str_take(&rest, '\n', &line); number++) {
        char place[SC_FAILURE_WORDS_MAX / 2];
        snprintf(place, sizeof place, "%.*s:%d", SC_STR_ARGS(path), number);
        st = read_line(rq, fields, field_count, line, place, settings);
    }
    return st;
}

static enum sc_status read_environment(struct sc_request *rq, const struct sc_config_field *field,
                                       void *settings)
{
    char name[sizeof "SMARTCART_" + SC_CONFIG_NAME_MAX];
    int len = snprintf(name, sizeof name, "SMARTCART_%s", field->name);

    assert(len > 0 && (size_t)len < sizeof name);
    for (int i = 0; i < len; i++)
        if (name[i] >= 'a' && name[i] <= 'z')
            name[i] = (char)(name[i] - 'a' + 'A');
    const char *value = getenv(name);
    return value == NULL ? SC_OK : set(rq, field, sc_str_of(value), name, settings);
}

enum sc_status sc_config_read(struct sc_request *rq, const struct sc_config_field *fields,
                              size_t field_count, struct sc_str path, void *ret_settings)
{
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && i < field_count; i++)
        st = set(rq, &fields[i], sc_str_of(fields[i].preset), "preset", ret_settings);
    if (st == SC_OK && path.at != NULL)
        st = read_file(rq, fields, field_count, path, ret_settings);
    for (size_t i = 0; st == SC_OK && i < field_count; i++)
        st = read_environment(rq, &fields[i], ret_settings);
    return st;
}
