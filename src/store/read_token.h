/*
 * read_token.h - what a client has written, as a text that it shows with what it asks next.
 *
 * A read point (store/cluster.h), and until when it matters: by then every replica that is
 * read from has it. Signed, so that nobody can send reads to the primary who has not
 * written; whoever has one learns how much this database writes, and no more.
 */
#ifndef SC_STORE_READ_TOKEN_H
#define SC_STORE_READ_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "runtime/request.h"

enum {
    SC_READ_TOKEN_KEY = 32,
    SC_READ_TOKEN_LEN = 44, /* bytes of its text, base64url */
    SC_READ_TOKEN_S = 30,   /* it is good so long: far longer than a replica may lag */
};

/* The key that a secret makes: the same at all processes that have it. */
void sc_read_token_key(struct sc_str secret, uint8_t ret_key[SC_READ_TOKEN_KEY]);

void sc_read_token_write(const uint8_t key[SC_READ_TOKEN_KEY], struct sc_read_point point,
                         int64_t now_s, char ret_text[SC_READ_TOKEN_LEN + 1]);
/* False: it is none, of another key, or too old. */
bool sc_read_token_read(const uint8_t key[SC_READ_TOKEN_KEY], struct sc_str text, int64_t now_s,
                        struct sc_read_point *ret_point);

#endif
