#include "domain/names.h"

#include <assert.h>
#include <stdlib.h>

static int by_name(const void *a, const void *b)
{
    return sc_str_cmp(*(const struct sc_str *)a, *(const struct sc_str *)b);
}

struct sc_names sc_names_of(struct sc_str *names, size_t count)
{
    size_t kept = 0;

    assert(count < SC_NAMES_NONE);
    if (count > 0)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !sc_str_eq(names[kept - 1], names[i]))
            names[kept++] = names[i];
    return (struct sc_names){.at = names, .count = kept};
}

uint32_t sc_names_find(const struct sc_names *names, struct sc_str name)
{
    size_t from = 0;
    size_t to = names->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = sc_str_cmp(names->at[middle], name);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return SC_NAMES_NONE;
}

static int by_pointed_name(const void *a, const void *b)
{
    const struct sc_str *left = *(const struct sc_str *const *)a;
    const struct sc_str *right = *(const struct sc_str *const *)b;
    int order = sc_str_cmp(*left, *right);

    return order != 0 ? order : (left > right) - (left < right);
}

enum sc_status sc_names_twice(struct sc_arena *arena, const struct sc_str *names, size_t count,
                              size_t *ret_index)
{
    const struct sc_str **sorted = sc_arena_array(arena, count, sizeof(struct sc_str *));
    size_t twice = count;

    if (sorted == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &names[i];
    if (count > 0)
        qsort(sorted, count, sizeof(struct sc_str *), by_pointed_name);
    for (size_t i = 1; i < count; i++)
        if (sc_str_eq(*sorted[i - 1], *sorted[i]) && (size_t)(sorted[i] - names) < twice)
            twice = (size_t)(sorted[i] - names);
    *ret_index = twice;
    return SC_OK;
}
