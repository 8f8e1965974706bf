/*
 * json_out.h - writes JSON once, straight into a buffer.
 *
 * Commas and colons are put by the writer. Text is escaped as RFC 8259 needs;
 * bytes that are not UTF-8 become U+FFFD, so the output is always valid.
 */
#ifndef SC_BASE_JSON_OUT_H
#define SC_BASE_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum {
    SC_JSON_OUT_DEPTH = 32, /* nesting the writer keeps track of; deeper is a bug of ours */
};

struct sc_json_out {
    struct sc_buf *buf;
    int depth;
    bool has_item[SC_JSON_OUT_DEPTH + 1];
    bool after_key;
};

void sc_json_init(struct sc_json_out *out, struct sc_buf *buf);

void sc_json_object(struct sc_json_out *out);
void sc_json_object_end(struct sc_json_out *out);
void sc_json_array(struct sc_json_out *out);
void sc_json_array_end(struct sc_json_out *out);

/* The key of the next value. */
void sc_json_key(struct sc_json_out *out, struct sc_str key);

void sc_json_str(struct sc_json_out *out, struct sc_str value); /* absent text: null */
void sc_json_i64(struct sc_json_out *out, int64_t value);
/* `value` with `decimals` digits behind the point (0..9); not finite: null. */
void sc_json_decimal(struct sc_json_out *out, double value, int decimals);
void sc_json_bool(struct sc_json_out *out, bool value);
void sc_json_null(struct sc_json_out *out);

/* A number in the fewest digits that read back as the same; not finite: null. */
void sc_json_f64(struct sc_json_out *out, double value);

/* Key and value in one. */
void sc_json_key_str(struct sc_json_out *out, const char *key, struct sc_str value);
void sc_json_key_i64(struct sc_json_out *out, const char *key, int64_t value);
void sc_json_key_bool(struct sc_json_out *out, const char *key, bool value);
/* "2026-11-24T10:00:00Z"; the ends of int64_t, which stand for no bound: null. */
void sc_json_key_time(struct sc_json_out *out, const char *key, int64_t at_us);

/* The bare values, for who puts the commas: straight behind what is in the buffer. */
void sc_json_put_text(struct sc_buf *buf, struct sc_str value);
void sc_json_put_i64(struct sc_buf *buf, int64_t value);
void sc_json_put_f64(struct sc_buf *buf, double value);

#endif
