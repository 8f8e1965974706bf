/*
 * json_in.h - reads a JSON document that somebody else wrote, strictly.
 *
 * RFC 8259 to the letter, and repeated keys are refused. Numbers keep their
 * spelling, so that 3 is a whole number and 3.0 or 3e0 is not, and a number
 * beyond 64 bits in a place nobody reads does no harm (docs/decisions/0004
 * says why this is not a library's work).
 *
 * Failures stick: the first one is kept with its place ("deals[3].count: must
 * be 1 or more"), later reads give zero, "" and false, and the reader asks
 * once at the end with sc_json_in_status().
 *
 *     struct sc_json_in in;
 *     struct sc_json root, line;
 *
 *     sc_json_in_parse(&in, arena, text, &root);
 *     struct sc_json lines = sc_json_in_need(&root, "lines");
 *     for (bool more = sc_json_in_first(&lines, &line); more; more = sc_json_in_next(&line))
 *         units = sc_json_in_int(&line, "units", 1, 999);
 *     return sc_json_in_status(&in);
 *
 * A document whose shape only the reader's data decides (variables of a query)
 * is parsed by sc_json_in_parse_any and read by kind: the raw reads below.
 */
#ifndef SC_BASE_JSON_IN_H
#define SC_BASE_JSON_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_JSON_IN_BYTES_MAX = 8 * 1024 * 1024, /* a document; pricing contract, section 0 */
    SC_JSON_IN_DEPTH_MAX = 16,              /* arrays and objects in each other; the same */
    SC_JSON_IN_TEXT_MAX = 200,              /* bytes of a text; the same */
    SC_JSON_IN_WORDS_MAX = 300,             /* bytes of an error's words; longer is cut */
    /* What the largest document can need, tokens and all. */
    SC_JSON_IN_ARENA_CAP = 256 * 1024 * 1024,
};

enum sc_json_kind {
    SC_JSON_NULL,
    SC_JSON_FALSE,
    SC_JSON_TRUE,
    SC_JSON_NUMBER,
    SC_JSON_TEXT,
    SC_JSON_ARRAY,
    SC_JSON_OBJECT,
};

struct sc_json_token;

/* One document being read. Lives on the reader's stack, its memory in an arena. */
struct sc_json_in {
    struct sc_arena *arena;
    struct sc_str text; /* borrowed */
    struct sc_json_token *tokens;
    size_t token_count;
    char *unescaped; /* texts that were written with escapes */
    size_t unescaped_len;
    size_t at; /* of the parser, in `text` */
    size_t depth_max;
    bool is_any; /* parsed by sc_json_in_parse_any */
    enum sc_status status;
    char words[SC_JSON_IN_WORDS_MAX]; /* of the first failure, one line, NUL-terminated */
};

/* A value and where it stands. Borrows its parent: a child must not outlive it. */
struct sc_json {
    struct sc_json_in *in;
    const struct sc_json *up; /* NULL: the document itself */
    struct sc_str key;        /* absent for the element of an array */
    size_t index;             /* among its siblings */
    size_t token;             /* SIZE_MAX: there is none; reading it gives zero */
};

/* `text` is borrowed as long as values are read. `ret_root` can be used after a failure too. */
void sc_json_in_parse(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                      struct sc_json *ret_root);

/*
 * The same with the caller's bound of depth (at most 1,000, each level is one
 * of the stack too), for the raw reads: half a surrogate pair is a failure
 * wherever it stands.
 */
void sc_json_in_parse_any(struct sc_json_in *in, struct sc_arena *arena, struct sc_str text,
                          size_t depth_max, struct sc_json *ret_root);

/* SC_OK, SC_INVALID (the words say what and where) or SC_NO_MEMORY. */
SC_MUST_USE enum sc_status sc_json_in_status(const struct sc_json_in *in);
struct sc_str sc_json_in_words(const struct sc_json_in *in);

/* Notes a failure at a value: its place, ": ", these words. Only the first one stays. */
void sc_json_in_fail(const struct sc_json *value, const char *format, ...) SC_PRINTF(2, 3);

/* The member of an object; false when it is absent or null, or this is no object (a failure). */
bool sc_json_in_has(const struct sc_json *object, const char *key, struct sc_json *ret_value);
/* The same, where absent and null are failures too. */
struct sc_json sc_json_in_need(const struct sc_json *object, const char *key);

/* Fails unless the value is an object, or an array of at most `max` elements; gives their number.
 */
size_t sc_json_in_object(const struct sc_json *value);
size_t sc_json_in_array(const struct sc_json *value, size_t max);
/* Over the members of an object or the elements of an array. False at the end. */
bool sc_json_in_first(const struct sc_json *container, struct sc_json *ret_child);
bool sc_json_in_next(struct sc_json *child);

bool sc_json_in_is_object(const struct sc_json *value);

/* Raw reads, which never fail. What does not exist, or failed to parse, is SC_JSON_NULL. */
enum sc_json_kind sc_json_in_kind(const struct sc_json *value);
/* A text of any length, escapes resolved; a number as it is spelled; "" for all else. */
struct sc_str sc_json_in_raw(const struct sc_json *value);
/* Members of an object, elements of an array; 0 for all else. */
size_t sc_json_in_count(const struct sc_json *value);

/*
 * A whole number from `min` to `max`. With `max` INT64_MAX there is no upper
 * bound: larger numbers are read as INT64_MAX.
 */
int64_t sc_json_in_int_of(const struct sc_json *value, int64_t min, int64_t max);
/* 1..SC_JSON_IN_TEXT_MAX bytes without NUL, byte order mark or lone surrogates. */
struct sc_str sc_json_in_text_of(const struct sc_json *value);
/* The same rules for the key that a member of an object stands under. */
struct sc_str sc_json_in_key_of(const struct sc_json *member);
bool sc_json_in_bool_of(const struct sc_json *value);

/* Members that must be there. */
int64_t sc_json_in_int(const struct sc_json *object, const char *key, int64_t min, int64_t max);
struct sc_str sc_json_in_text(const struct sc_json *object, const char *key);
/* YYYY-MM-DDTHH:MM:SSZ, in microseconds. */
int64_t sc_json_in_time(const struct sc_json *object, const char *key);

/* Members that may be absent or null; then the answer is `otherwise`. */
int64_t sc_json_in_int_or(const struct sc_json *object, const char *key, int64_t min, int64_t max,
                          int64_t otherwise);
bool sc_json_in_bool_or(const struct sc_json *object, const char *key, bool otherwise);
struct sc_str sc_json_in_text_or_absent(const struct sc_json *object, const char *key);
int64_t sc_json_in_time_or(const struct sc_json *object, const char *key, int64_t otherwise);
/* A list of at most `max` texts, none when absent or null. Lives in the arena. */
const struct sc_str *sc_json_in_texts(const struct sc_json *object, const char *key, size_t max,
                                      size_t *ret_count);

#endif
