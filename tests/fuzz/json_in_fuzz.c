/*
 * JSON of anybody, read by kind as variables of a query are, and by jansson beside it: both refuse
 * it, or both find the same in it. jansson alone refuses numbers that it has no type for and NULs
 * in keys, and takes a NUL for the end; ours alone refuses what is nested too deep.
 */
#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "base/json_in.h"
#include "base/utf8.h"

enum {
    DEPTH_MAX = 64,
};

static bool is_same_text(struct sc_str ours, const char *at, size_t len)
{
    return sc_utf8_is_valid(ours) && sc_str_eq(ours, (struct sc_str){at, len});
}

static void check_leaf(const struct sc_json *value, const json_t *other)
{
    struct sc_str raw = sc_json_in_raw(value);
    int64_t whole;

    switch (sc_json_in_kind(value)) {
    case SC_JSON_NULL:
        assert(json_is_null(other));
        break;
    case SC_JSON_FALSE:
        assert(json_is_false(other));
        break;
    case SC_JSON_TRUE:
        assert(json_is_true(other));
        break;
    case SC_JSON_NUMBER:
        assert(json_is_integer(other) == (sc_str_i64(raw, &whole) == SC_OK));
        assert(json_is_integer(other) ? json_integer_value(other) == whole : json_is_real(other));
        break;
    case SC_JSON_TEXT:
        assert(json_is_string(other));
        assert(is_same_text(raw, json_string_value(other), json_string_length(other)));
        break;
    case SC_JSON_ARRAY:
    case SC_JSON_OBJECT:
        assert(false); /* no leaf */
    }
}

/* Recursion ends where the parser's did. */
static void check_value(const struct sc_json *value, const json_t *other)
{
    bool is_object = sc_json_in_kind(value) == SC_JSON_OBJECT;
    struct sc_json child;
    size_t i = 0;

    if (!is_object && sc_json_in_kind(value) != SC_JSON_ARRAY) {
        check_leaf(value, other);
        return;
    }
    assert(is_object ? json_is_object(other) : json_is_array(other));
    for (bool more = sc_json_in_first(value, &child); more; more = sc_json_in_next(&child), i++) {
        assert(child.index == i);
        check_value(&child, is_object ? json_object_getn(other, child.key.at, child.key.len)
                                      : json_array_get(other, i));
    }
    assert(i == sc_json_in_count(value));
    assert(i == (is_object ? json_object_size(other) : json_array_size(other)));
}

/* One line that says what is wrong. */
static void check_refusal(const struct sc_json_in *in)
{
    struct sc_str words = sc_json_in_words(in);

    assert(words.len > 0 && sc_str_find_char(words, '\n') < 0 && sc_utf8_is_valid(words));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sc_arena *arena = sc_arena_create(SC_JSON_IN_ARENA_CAP);
    struct sc_str text = {.at = (const char *)data, .len = size};
    json_error_t error;
    struct sc_json_in in;
    struct sc_json root;

    assert(arena != NULL);
    sc_json_in_parse_any(&in, arena, text, DEPTH_MAX, &root);
    json_t *other = json_loadb(text.at, text.len,
                               JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (sc_json_in_status(&in) != SC_OK) {
        check_refusal(&in);
        assert(other == NULL || sc_str_find_char(text, '\0') >= 0 ||
               sc_str_find(sc_json_in_words(&in), SC_STR("nested too deep")) >= 0);
    } else if (other != NULL) {
        check_value(&root, other);
    } else {
        assert(json_error_code(&error) == json_error_numeric_overflow ||
               json_error_code(&error) == json_error_null_byte_in_key);
    }
    json_decref(other);
    sc_arena_destroy(arena);
    return 0;
}
