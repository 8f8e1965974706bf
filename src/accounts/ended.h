/*
 * ended.h - access tokens that are over before their time: who signed out, whose password changed.
 *
 * A token is checked without asking anybody, so whoever ends a session or raises a
 * person's epoch hints at it (store/hint.h), and it is remembered here for as
 * long as such a token can live. What is not heard, or forgotten because there
 * were more than there is room for, ends within ACCOUNTS_TOKEN_S by itself. Any thread.
 */
#ifndef SC_ACCOUNTS_ENDED_H
#define SC_ACCOUNTS_ENDED_H

#include <stdbool.h>
#include <stdint.h>

#include "accounts/token.h"

enum {
    ACCOUNTS_ENDED_MAX = 16384, /* remembered at a time */
};

struct accounts_ended;

/* NULL: no memory. */
struct accounts_ended *accounts_ended_create(void);
void accounts_ended_destroy(struct accounts_ended *ended); /* NULL is fine */

/* Of a person: all tokens of epochs below `number` are over; of a session or a key: all. */
void accounts_ended_put(struct accounts_ended *ended, int64_t id, int64_t number, int64_t now_s);
bool accounts_ended_has(struct accounts_ended *ended, const struct accounts_token *token,
                        int64_t now_s);

#endif
