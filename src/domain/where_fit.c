#include "domain/where_fit.h"

/* Seen on three real shops: 0.88 and less is an abbreviation of another word. */
static const double SPOKEN_SHARE = 0.95;
/* The same: a package of half the wanted size has 0.76, other goods that name the word 0.55. */
static const double SCORE_SHARE = 0.70;

static bool is_near_best(const struct sc_match *match, const struct sc_match *best)
{
    return match->confidence != SC_MATCH_NONE && match->fill >= 1 &&
           match->spoken >= best->spoken * SPOKEN_SHARE &&
           match->score >= best->score * SCORE_SHARE;
}

enum sc_status sc_where_fits(struct sc_arena *arena, const struct sc_match *matches, size_t count,
                             size_t most, const size_t **ret_fits, size_t *ret_count)
{
    size_t *fits = sc_arena_array(arena, count, sizeof *fits);
    size_t kept = 0;
    bool has_sure_amount = false;

    if (fits == NULL)
        return SC_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (is_near_best(&matches[i], &matches[0]) && !matches[i].fill_is_doubtful)
            has_sure_amount = true;
    for (size_t i = 0; i < count && kept < most; i++)
        if (is_near_best(&matches[i], &matches[0]) &&
            !(has_sure_amount && matches[i].fill_is_doubtful))
            fits[kept++] = i;
    *ret_fits = fits;
    *ret_count = kept;
    return SC_OK;
}

bool sc_where_kind_fits(struct sc_where_kinds *kinds, int64_t retailer_id, struct sc_str category)
{
    for (size_t i = 0; i < kinds->count; i++)
        if (kinds->retailers[i] == retailer_id)
            return category.len == 0 || kinds->categories[i].len == 0 ||
                   sc_str_eq(category, kinds->categories[i]);
    if (kinds->count == SC_WHERE_KINDS_MAX)
        return false;
    kinds->retailers[kinds->count] = retailer_id;
    kinds->categories[kinds->count++] = category;
    return true;
}
