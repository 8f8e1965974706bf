#include "base/str.h"

#include <assert.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    if (c < 'A' || c > 'Z')
        return c;
    return (char)(c - 'A' + 'a');
}

struct sc_str sc_str_of(const char *nul_terminated)
{
    if (nul_terminated == NULL)
        return (struct sc_str){0};
    return (struct sc_str){.at = nul_terminated, .len = strlen(nul_terminated)};
}

bool sc_str_eq(struct sc_str a, struct sc_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int sc_str_cmp(struct sc_str a, struct sc_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.at, b.at, shared);

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool sc_str_eq_nocase(struct sc_str a, struct sc_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

bool sc_str_starts(struct sc_str s, struct sc_str start)
{
    return s.len >= start.len && (start.len == 0 || memcmp(s.at, start.at, start.len) == 0);
}

bool sc_str_ends(struct sc_str s, struct sc_str end)
{
    return s.len >= end.len &&
           (end.len == 0 || memcmp(s.at + s.len - end.len, end.at, end.len) == 0);
}

ptrdiff_t sc_str_find_char(struct sc_str s, char c)
{
    const char *found = s.len == 0 ? NULL : memchr(s.at, c, s.len);

    return found == NULL ? -1 : found - s.at;
}

ptrdiff_t sc_str_find(struct sc_str s, struct sc_str part)
{
    if (part.len == 0)
        return 0;
    const char *found = s.len == 0 ? NULL : memmem(s.at, s.len, part.at, part.len);

    return found == NULL ? -1 : found - s.at;
}

struct sc_str sc_str_trim(struct sc_str s)
{
    while (s.len > 0 && is_space(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

struct sc_str sc_str_sub(struct sc_str s, size_t from, size_t len)
{
    assert(from <= s.len);
    size_t left = s.len - from;

    if (s.at == NULL) /* absent stays absent */
        return s;
    return (struct sc_str){.at = s.at + from, .len = len < left ? len : left};
}

bool sc_str_take(struct sc_str *rest, char sep, struct sc_str *ret_part)
{
    if (rest->at == NULL || rest->len == 0)
        return false;
    ptrdiff_t at = sc_str_find_char(*rest, sep);

    if (at < 0) {
        *ret_part = *rest;
        *rest = (struct sc_str){0};
        return true;
    }
    *ret_part = (struct sc_str){.at = rest->at, .len = (size_t)at};
    rest->at += at + 1;
    rest->len -= (size_t)at + 1;
    return true;
}

enum sc_status sc_str_i64(struct sc_str s, int64_t *ret_value)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    size_t i = negative ? 1 : 0;
    int64_t value = 0;

    if (i == s.len)
        return SC_INVALID;
    for (; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return SC_INVALID;
        int64_t digit = s.at[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            return SC_INVALID;
    }
    *ret_value = value;
    return SC_OK;
}

int sc_hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

uint64_t sc_str_hash(struct sc_str s)
{
    uint64_t hash = 0xcbf29ce484222325u;

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.at[i]) * 0x100000001b3u;
    return hash;
}
