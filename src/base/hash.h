/*
 * hash.h - a quick hash for tables in memory whose keys come from outside.
 *
 * It begins from a seed that nobody outside knows, so that nobody can choose
 * keys which all fall into one place. Not for what is stored or sent.
 */
#ifndef SC_BASE_HASH_H
#define SC_BASE_HASH_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"

/* The hash so far, with one more number. */
static inline uint64_t sc_hash_number(uint64_t hash, uint64_t number)
{
    /* The halves of a product depend on all bits of both; the factor is the golden ratio's. */
    unsigned __int128 product =
        (unsigned __int128)(hash ^ number) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 32);

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The hash so far, with bytes and their count. */
static inline uint64_t sc_hash_bytes(uint64_t hash, struct sc_str bytes)
{
    uint64_t word;
    size_t at = 0;

    hash = sc_hash_number(hash, bytes.len);
    for (; bytes.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, bytes.at + at, sizeof word);
        hash = sc_hash_number(hash, word);
    }
    if (at == bytes.len)
        return hash;
    word = 0;
    memcpy(&word, bytes.at + at, bytes.len - at);
    return sc_hash_number(hash, word);
}

#endif
