/* Names of operations and fragments, and how fragments hang together. */
#include "graphql/validate_parts.h"

/* A { } whose spreads are still to be listed. */
struct pending {
    const struct sc_gql_selection *selections;
    struct pending *next;
};

static void name_operation(struct sc_gql_check *check, struct sc_gql_part *part)
{
    if (part->word == NULL) {
        size_t operations = 0;
        for (size_t i = 0; i < check->part_count; i++)
            operations += check->parts[i].def->kind == SC_GQL_DEF_OPERATION;
        if (operations > 1)
            sc_gql_refuse(check, "LoneAnonymousOperation", SC_GQL_AT(sc_gql_check_start(part->def)),
                          "This anonymous operation must be the only defined operation.");
    } else if (part->word->first_operation != NULL) {
        sc_gql_refuse(check, "UniqueOperationNames",
                      SC_GQL_AT(part->word->first_operation->def->name.at, part->def->name.at),
                      "There can be only one operation named \"%.*s\".",
                      SC_STR_ARGS(part->def->name));
    } else {
        part->word->first_operation = part;
    }
}

static void name_fragment(struct sc_gql_check *check, struct sc_gql_part *part)
{
    if (part->word->first_fragment != NULL)
        sc_gql_refuse(check, "UniqueFragmentNames",
                      SC_GQL_AT(part->word->first_fragment->def->name.at, part->def->name.at),
                      "There can be only one fragment named \"%.*s\".",
                      SC_STR_ARGS(part->def->name));
    else
        part->word->first_fragment = part;
    part->word->fragment = part;
}

static void name_part(struct sc_gql_check *check, struct sc_gql_part *part)
{
    const struct sc_gql_definition *def = part->def;

    if (def->kind != SC_GQL_DEF_OPERATION && def->kind != SC_GQL_DEF_FRAGMENT)
        return;
    if (def->name.at != NULL && (part->word = sc_gql_check_word(check, def->name)) == NULL)
        return;
    if (def->kind == SC_GQL_DEF_OPERATION)
        name_operation(check, part);
    else if (part->word != NULL)
        name_fragment(check, part);
}

/* Spreads of one { } come before those of the ones in it, of which the last comes first: the
 * order in which graphql-js finds cycles. */
static void list_spreads(struct sc_gql_check *check, struct sc_gql_part *part)
{
    struct sc_gql_spread **end = &part->spreads;
    const struct sc_gql_selection *at = part->def->selections;
    struct pending *pending = NULL;

    while (at != NULL && sc_gql_goes_on(check)) {
        for (; at != NULL; at = at->next) {
            if (at->kind == SC_GQL_SPREAD) {
                struct sc_gql_spread *spread = sc_gql_check_take(check, 1, sizeof *spread);
                if (spread == NULL || (spread->word = sc_gql_check_word(check, at->name)) == NULL)
                    return;
                spread->selection = at;
                *end = spread;
                end = &spread->next;
            } else if (at->selections != NULL) {
                struct pending *one = sc_gql_check_take(check, 1, sizeof *one);
                if (one == NULL)
                    return;
                *one = (struct pending){.selections = at->selections, .next = pending};
                pending = one;
            }
        }
        if (pending != NULL) {
            at = pending->selections;
            pending = pending->next;
        }
    }
}

/* The search for cycles: one step of the way from a fragment to where it is at. */
struct step {
    struct sc_gql_part *part;
    const struct sc_gql_spread *spread; /* the one that is followed */
};

static void refuse_cycle(struct sc_gql_check *check, const struct step *way, size_t from, size_t to)
{
    const char *ats[SC_GQL_ERROR_PLACES_MAX + 1] = {0};
    struct sc_str via = SC_STR("");
    size_t count = to - from + 1;

    if (count > SC_GQL_ERROR_PLACES_MAX)
        count = SC_GQL_ERROR_PLACES_MAX;
    for (size_t i = 0; i < count; i++) {
        ats[i] = way[from + i].spread->selection->at;
        if (from + i < to)
            via = sc_arena_printf(check->arena, "%.*s%s\"%.*s\"", SC_STR_ARGS(via),
                                  i == 0 ? " via " : ", ",
                                  SC_STR_ARGS(way[from + i].spread->word->text));
    }
    sc_gql_refuse(check, "NoFragmentCycles", ats,
                  "Cannot spread fragment \"%.*s\" within itself%.*s.",
                  SC_STR_ARGS(way[to].spread->word->text), SC_STR_ARGS(via));
}

/* Depth first from one fragment; `way` has room for each fragment once. */
static void search_cycles(struct sc_gql_check *check, struct sc_gql_part *from, struct step *way)
{
    size_t depth = 0; /* steps on the way */

    if (from->word->is_searched)
        return;
    from->word->is_searched = true;
    from->word->on_path = 1;
    way[depth++] = (struct step){.part = from, .spread = from->spreads};
    while (depth > 0 && sc_gql_goes_on(check)) {
        struct step *last = &way[depth - 1];
        if (last->spread == NULL) {
            last->part->word->on_path = 0;
            depth--;
            if (depth > 0)
                way[depth - 1].spread = way[depth - 1].spread->next;
            continue;
        }
        struct sc_gql_word *word = last->spread->word;
        if (word->on_path == 0 && word->fragment != NULL && !word->is_searched) {
            word->is_searched = true;
            word->on_path = (uint32_t)depth + 1;
            way[depth++] = (struct step){.part = word->fragment, .spread = word->fragment->spreads};
            continue;
        }
        if (word->on_path != 0)
            refuse_cycle(check, way, word->on_path - 1, depth - 1);
        last->spread = last->spread->next;
    }
}

static void check_spreads(struct sc_gql_check *check, struct step *way)
{
    for (size_t i = 0; i < check->part_count && sc_gql_goes_on(check); i++) {
        struct sc_gql_part *part = &check->parts[i];
        for (const struct sc_gql_spread *spread = part->spreads; spread != NULL;
             spread = spread->next)
            if (spread->word->fragment == NULL)
                sc_gql_refuse(check, "KnownFragmentNames", SC_GQL_AT(spread->selection->name.at),
                              "Unknown fragment \"%.*s\".", SC_STR_ARGS(spread->word->text));
        if (part->def->kind == SC_GQL_DEF_FRAGMENT)
            search_cycles(check, part, way);
    }
}

void sc_gql_check_names(struct sc_gql_check *check)
{
    size_t count = 0;
    const struct sc_gql_definition *def = check->document->definitions;

    for (; def != NULL; def = def->next)
        count++;
    check->parts = sc_gql_check_take(check, count, sizeof *check->parts);
    check->reached = sc_gql_check_take(check, count, sizeof(struct sc_gql_part *));
    struct step *way = sc_gql_check_take(check, count + 1, sizeof *way);
    if (check->status != SC_OK)
        return;
    check->part_count = count;
    def = check->document->definitions;
    for (size_t i = 0; i < count; i++, def = def->next)
        check->parts[i] = (struct sc_gql_part){.def = def, .index = (uint32_t)i};
    for (size_t i = 0; i < count && sc_gql_goes_on(check); i++) {
        name_part(check, &check->parts[i]);
        list_spreads(check, &check->parts[i]);
    }
    check_spreads(check, way);
}

static size_t reach_spreads(struct sc_gql_check *check, const struct sc_gql_part *from,
                            size_t count)
{
    for (const struct sc_gql_spread *spread = from->spreads; spread != NULL;
         spread = spread->next) {
        struct sc_gql_part *fragment = spread->word->fragment;
        if (fragment == NULL || fragment->reached == check->stamp)
            continue;
        fragment->reached = check->stamp;
        check->reached[count++] = fragment;
    }
    return count;
}

size_t sc_gql_check_reach(struct sc_gql_check *check, const struct sc_gql_part *from, size_t count)
{
    size_t done = count;

    count = reach_spreads(check, from, count);
    while (done < count)
        count = reach_spreads(check, check->reached[done++], count);
    return count;
}

void sc_gql_check_unused_fragments(struct sc_gql_check *check)
{
    size_t count = 0;

    check->stamp++;
    for (size_t i = 0; i < check->part_count; i++)
        if (check->parts[i].def->kind == SC_GQL_DEF_OPERATION)
            count = sc_gql_check_reach(check, &check->parts[i], count);
    for (size_t i = 0; i < check->part_count && sc_gql_goes_on(check); i++) {
        const struct sc_gql_part *part = &check->parts[i];
        if (part->def->kind == SC_GQL_DEF_FRAGMENT && part->word->fragment->reached != check->stamp)
            sc_gql_refuse(check, "NoUnusedFragments", SC_GQL_AT(sc_gql_check_start(part->def)),
                          "Fragment \"%.*s\" is never used.", SC_STR_ARGS(part->def->name));
    }
}
