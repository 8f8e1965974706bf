#include "retail/feed_input.h"

#include <string.h>

#include "base/utf8.h"

struct sc_str feed_input_name(struct sc_str path)
{
    static const struct sc_str packed = {.at = ".gz", .len = 3};

    for (size_t i = path.len; i > 0; i--)
        if (path.at[i - 1] == '/' || path.at[i - 1] == '\\') {
            path = sc_str_sub(path, i, SIZE_MAX);
            break;
        }
    if (path.len > packed.len &&
        sc_str_eq_nocase(sc_str_sub(path, path.len - packed.len, packed.len), packed))
        path.len -= packed.len;
    return path;
}

struct feed_time feed_input_observed(const struct feed_input *input, struct feed_time named)
{
    int64_t at_us = input->modified_us;

    if (named.is_given)
        return named;
    if (at_us == 0 || at_us > input->now_us)
        at_us = input->now_us;
    return (struct feed_time){.is_given = true, .at_us = at_us};
}

struct sc_str feed_input_words(struct sc_str bytes, char *out, size_t room)
{
    size_t len = 0;

    for (size_t i = 0; i < bytes.len && len < room;) {
        size_t step = sc_utf8_step(sc_str_sub(bytes, i, SIZE_MAX));
        if (step > room - len)
            break;
        if (step == 0 || (unsigned char)bytes.at[i] < ' ') {
            out[len++] = step == 0 || bytes.at[i] == '\0' ? '?' : ' ';
            i++;
            continue;
        }
        memcpy(out + len, bytes.at + i, step);
        len += step;
        i += step;
    }
    return (struct sc_str){.at = out, .len = len};
}
