#include "graphql/suggest.h"

#include <string.h>

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/*
 * Edits from one name to the other: a byte put in, left out, changed, or two
 * neighbours swapped. More than `threshold` is told as threshold + 1.
 */
static uint32_t distance(struct sc_str a, struct sc_str b, uint32_t threshold)
{
    uint32_t rows[3][SC_GQL_SUGGEST_NAME_MAX + 1];

    for (uint32_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t *row = rows[i % 3];
        const uint32_t *up = rows[(i - 1) % 3], *up_up = rows[(i + 1) % 3];
        uint32_t smallest = row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            bool is_same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
            row[j] = least(least(up[j], row[j - 1]) + 1, up[j - 1] + !is_same);
            if (i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
                lower(a.at[i - 2]) == lower(b.at[j - 1]))
                row[j] = least(row[j], up_up[j - 2] + 1);
            smallest = least(smallest, row[j]);
        }
        if (smallest > threshold)
            return threshold + 1;
    }
    return rows[a.len % 3][b.len];
}

struct sc_gql_suggestions sc_gql_suggest(struct sc_str input)
{
    return (struct sc_gql_suggestions){
        .input = input,
        .threshold = (uint32_t)(input.len * 2 / 5) + 1,
    };
}

void sc_gql_suggest_take(struct sc_gql_suggestions *suggestions, struct sc_str name,
                         uint32_t distance)
{
    size_t at = suggestions->count;

    while (at > 0 && (suggestions->distances[at - 1] > distance ||
                      (suggestions->distances[at - 1] == distance &&
                       sc_str_cmp(suggestions->names[at - 1], name) > 0)))
        at--;
    if (at == SC_GQL_SUGGESTIONS_MAX)
        return;
    if (suggestions->count < SC_GQL_SUGGESTIONS_MAX)
        suggestions->count++;
    for (size_t i = suggestions->count - 1; i > at; i--) {
        suggestions->names[i] = suggestions->names[i - 1];
        suggestions->distances[i] = suggestions->distances[i - 1];
    }
    suggestions->names[at] = name;
    suggestions->distances[at] = distance;
}

void sc_gql_suggest_offer(struct sc_gql_suggestions *suggestions, struct sc_str name)
{
    struct sc_str input = suggestions->input;
    size_t longer = input.len > name.len ? input.len - name.len : name.len - input.len;

    if (input.len > SC_GQL_SUGGEST_NAME_MAX || name.len > SC_GQL_SUGGEST_NAME_MAX ||
        longer > suggestions->threshold)
        return;
    uint32_t edits =
        sc_str_eq_nocase(input, name) ? 1 : distance(input, name, suggestions->threshold);
    if (edits <= suggestions->threshold)
        sc_gql_suggest_take(suggestions, name, edits);
}

struct sc_str sc_gql_suggest_words(const struct sc_gql_suggestions *suggestions,
                                   struct sc_arena *arena, const char *what)
{
    struct sc_str list = SC_STR("");

    if (suggestions->count == 0)
        return list;
    for (size_t i = 0; i < suggestions->count; i++) {
        bool is_last = i + 1 == suggestions->count;
        const char *between = i == 0 ? "" : is_last ? " or " : ", ";
        list = sc_arena_printf(arena, "%.*s%s\"%.*s\"", SC_STR_ARGS(list), between,
                               SC_STR_ARGS(suggestions->names[i]));
    }
    return sc_arena_printf(arena, " Did you mean %s%.*s?", what, SC_STR_ARGS(list));
}
