/*
 * json_in_parse.h - what the parser leaves for the reader: tokens in document order.
 *
 * Private to json_in.
 */
#ifndef SC_BASE_JSON_IN_PARSE_H
#define SC_BASE_JSON_IN_PARSE_H

#include "base/json_in.h"

/* 16 bytes, because a hostile document has millions of them. */
struct sc_json_token {
    uint32_t at;    /* of a number or text: in the document, or in `unescaped` */
    uint32_t len;   /* bytes; of a container: members or elements */
    uint32_t after; /* the token behind this value and all in it */
    uint8_t kind;   /* enum sc_json_kind; the children of an object: key, value, key, value, ... */
    bool is_unescaped;
    bool has_lone_surrogate; /* kept as three bytes, for comparing keys only */
};

/* The bytes of a number or text. */
struct sc_str sc_json_in_bytes(const struct sc_json_in *in, size_t token);

#endif
