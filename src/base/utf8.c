#include "base/utf8.h"

#include <stdint.h>
#include <unistr.h>

size_t sc_utf8_step(struct sc_str s)
{
    ucs4_t unused;

    if (s.len == 0)
        return 0;
    if ((unsigned char)s.at[0] < 0x80)
        return 1;
    int step = u8_mbtoucr(&unused, (const uint8_t *)s.at, s.len);
    return step > 0 ? (size_t)step : 0;
}

bool sc_utf8_is_valid(struct sc_str s)
{
    return s.len == 0 || u8_check((const uint8_t *)s.at, s.len) == NULL;
}

struct sc_str sc_utf8_start(struct sc_str s)
{
    size_t end = 0;

    for (size_t step = 1; step > 0; end += step)
        step = sc_utf8_step(sc_str_sub(s, end, s.len));
    return sc_str_sub(s, 0, end);
}

struct sc_str sc_utf8_cut(struct sc_str s, size_t max_bytes)
{
    size_t end = max_bytes;

    if (s.len <= max_bytes)
        return s;
    while (end > 0 && ((unsigned char)s.at[end] & 0xC0) == 0x80)
        end--;
    return (struct sc_str){.at = s.at, .len = end};
}
