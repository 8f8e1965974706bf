/*
 * OverlappingFieldsCanBeMerged: section 5.3.2. Fields of one response key must
 * be the same field with the same arguments, unless no object has both, and in
 * any case be of the same shape.
 *
 * The walk left behind the fields of each { }, inline fragments opened. Sets
 * are sorted by key, so two are compared in one pass; a set and a fragment, or
 * two fragments, are compared once, for whatever reason they meet, so documents
 * that people write take time in proportion to their size. What remains is
 * counted: each pair of fields, of sets, and of fragments costs one of the
 * budget of comparisons.
 */
#include <stdlib.h>

#include "graphql/literal.h"
#include "graphql/validate_parts.h"

enum {
    PAIRS_ROOM = 64,   /* slots at first */
    DEPTH_MAX = 1000,  /* comparisons in each other: guards the stack */
    REASON_MAX = 1000, /* bytes of what is wrong in fields of fields */
};

/* What has been compared. */
struct pair {
    uint64_t key;      /* 0: a free slot */
    bool is_exclusive; /* only as fields that no object has both of: their shape alone */
};

struct pairs {
    struct pair *slots;
    size_t room; /* a power of two; at most half of it is used */
    size_t count;
};

struct conflict {
    struct sc_str key;
    struct sc_str reason;
    const char **ats[2]; /* of each side, the field itself first */
    size_t counts[2];
    struct conflict *next;
};

struct conflicts {
    struct conflict *first;
    struct conflict **end;
};

struct overlap {
    struct sc_gql_check *check;
    uint32_t left; /* of the budget */
    uint32_t depth;
    struct pairs pairs;
};

static struct conflict *compare_fields(struct overlap *o, bool is_exclusive,
                                       const struct sc_gql_pick *a, const struct sc_gql_pick *b);

static bool spend(struct overlap *o)
{
    if (!sc_gql_goes_on(o->check))
        return false;
    if (o->left == 0 || o->depth > DEPTH_MAX) {
        sc_gql_refuse(o->check, "OverlappingFieldsCanBeMerged", NULL,
                      "The document has too many fields and fragments that overlap.");
        o->check->status = SC_LIMITED;
        return false;
    }
    o->left--;
    return true;
}

static struct pair *find_pair(const struct pairs *pairs, uint64_t key)
{
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (pairs->room - 1);

    while (pairs->slots[at].key != 0 && pairs->slots[at].key != key)
        at = (at + 1) & (pairs->room - 1);
    return &pairs->slots[at];
}

static bool grow_pairs(struct overlap *o)
{
    struct pairs old = o->pairs;
    size_t room = old.room == 0 ? PAIRS_ROOM : old.room * 2;
    struct pair *slots = sc_gql_check_take(o->check, room, sizeof *slots);

    if (slots == NULL)
        return false;
    o->pairs.slots = slots;
    o->pairs.room = room;
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].key != 0)
            *find_pair(&o->pairs, old.slots[i].key) = old.slots[i];
    return true;
}

/* Whether the pair is still to be compared, which is then taken for done. */
static bool begin_pair(struct overlap *o, uint64_t key, bool is_exclusive)
{
    if (!spend(o) || (o->pairs.count * 2 >= o->pairs.room && !grow_pairs(o)))
        return false;
    struct pair *pair = find_pair(&o->pairs, key);
    if (pair->key != 0 && (!pair->is_exclusive || is_exclusive))
        return false;
    o->pairs.count += pair->key == 0;
    *pair = (struct pair){.key = key, .is_exclusive = is_exclusive};
    return true;
}

static int order_picks(const void *left, const void *right)
{
    const struct sc_gql_pick *a = *(const struct sc_gql_pick *const *)left;
    const struct sc_gql_pick *b = *(const struct sc_gql_pick *const *)right;

    if (a->key != b->key)
        return a->key->index < b->key->index ? -1 : 1;
    return (a->selection->at > b->selection->at) - (a->selection->at < b->selection->at);
}

/* Sorts a set's fields, and drops what it spreads twice or does not exist. */
static bool open_set(struct overlap *o, struct sc_gql_set *set)
{
    struct sc_gql_check *check = o->check;
    size_t count = 0;
    bool is_sorted = true;

    if (set->sorted != NULL)
        return true;
    set->sorted = sc_gql_check_take(check, set->pick_count, sizeof *set->sorted);
    set->fragments = sc_gql_check_take(check, set->spread_count, sizeof(struct sc_gql_part *));
    if (set->sorted == NULL || set->fragments == NULL)
        return false;
    for (const struct sc_gql_pick *pick = set->picks; pick != NULL; pick = pick->next) {
        is_sorted &= count == 0 || set->sorted[count - 1]->key->index <= pick->key->index;
        set->sorted[count++] = pick;
    }
    if (!is_sorted)
        qsort(set->sorted, count, sizeof *set->sorted, order_picks);
    check->stamp++;
    for (const struct sc_gql_spread *spread = set->spreads; spread != NULL; spread = spread->next) {
        struct sc_gql_part *fragment = spread->word->fragment;
        if (fragment == NULL || fragment->reached == check->stamp)
            continue;
        fragment->reached = check->stamp;
        set->fragments[set->fragment_count++] = fragment;
    }
    return true;
}

static void add_conflict(struct conflicts *conflicts, struct conflict *conflict)
{
    if (conflict == NULL)
        return;
    *conflicts->end = conflict;
    conflicts->end = &conflict->next;
}

/* The fields of one key: where they end. */
static size_t run_end(const struct sc_gql_set *set, size_t from)
{
    size_t to = from + 1;

    while (to < set->pick_count && set->sorted[to]->key == set->sorted[from]->key)
        to++;
    return to;
}

static void compare_within(struct overlap *o, struct conflicts *conflicts,
                           const struct sc_gql_set *set)
{
    for (size_t from = 0, to; from < set->pick_count; from = to) {
        to = run_end(set, from);
        for (size_t i = from; i < to; i++)
            for (size_t j = i + 1; j < to && sc_gql_goes_on(o->check); j++)
                add_conflict(conflicts, compare_fields(o, false, set->sorted[i], set->sorted[j]));
    }
}

static void compare_sets(struct overlap *o, struct conflicts *conflicts, bool is_exclusive,
                         const struct sc_gql_set *a, const struct sc_gql_set *b)
{
    size_t i = 0, j = 0;

    while (i < a->pick_count && j < b->pick_count) {
        uint32_t left = a->sorted[i]->key->index, right = b->sorted[j]->key->index;
        size_t i_end = left <= right ? run_end(a, i) : i;
        size_t j_end = right <= left ? run_end(b, j) : j;
        for (size_t k = i; left == right && k < i_end; k++)
            for (size_t m = j; m < j_end && sc_gql_goes_on(o->check); m++)
                add_conflict(conflicts,
                             compare_fields(o, is_exclusive, a->sorted[k], b->sorted[m]));
        i = i_end;
        j = j_end;
    }
}

static void compare_with_fragment(struct overlap *o, struct conflicts *conflicts, bool is_exclusive,
                                  struct sc_gql_set *set, const struct sc_gql_part *fragment)
{
    uint64_t key = (uint64_t)(set->index + 1) << 32 | (fragment->index << 1 | 1);

    if (set->pick_count == 0 || !begin_pair(o, key, is_exclusive) || set == fragment->set ||
        !open_set(o, fragment->set))
        return;
    o->depth++;
    compare_sets(o, conflicts, is_exclusive, set, fragment->set);
    for (size_t i = 0; i < fragment->set->fragment_count && sc_gql_goes_on(o->check); i++)
        compare_with_fragment(o, conflicts, is_exclusive, set, fragment->set->fragments[i]);
    o->depth--;
}

static void compare_fragments(struct overlap *o, struct conflicts *conflicts, bool is_exclusive,
                              const struct sc_gql_part *a, const struct sc_gql_part *b)
{
    uint32_t low = a->index < b->index ? a->index : b->index;
    uint32_t high = a->index < b->index ? b->index : a->index;

    if (a == b || !begin_pair(o, (uint64_t)(low + 1) << 32 | high << 1, is_exclusive) ||
        !open_set(o, a->set) || !open_set(o, b->set))
        return;
    o->depth++;
    compare_sets(o, conflicts, is_exclusive, a->set, b->set);
    for (size_t i = 0; i < b->set->fragment_count && sc_gql_goes_on(o->check); i++)
        compare_fragments(o, conflicts, is_exclusive, a, b->set->fragments[i]);
    for (size_t i = 0; i < a->set->fragment_count && sc_gql_goes_on(o->check); i++)
        compare_fragments(o, conflicts, is_exclusive, a->set->fragments[i], b);
    o->depth--;
}

static void compare_below(struct overlap *o, struct conflicts *conflicts, bool is_exclusive,
                          struct sc_gql_set *a, struct sc_gql_set *b)
{
    if (!open_set(o, a) || !open_set(o, b))
        return;
    o->depth++;
    compare_sets(o, conflicts, is_exclusive, a, b);
    for (size_t i = 0; i < b->fragment_count && sc_gql_goes_on(o->check); i++)
        compare_with_fragment(o, conflicts, is_exclusive, a, b->fragments[i]);
    for (size_t i = 0; i < a->fragment_count && sc_gql_goes_on(o->check); i++)
        compare_with_fragment(o, conflicts, is_exclusive, b, a->fragments[i]);
    for (size_t i = 0; i < a->fragment_count && sc_gql_goes_on(o->check); i++)
        for (size_t j = 0; j < b->fragment_count; j++)
            compare_fragments(o, conflicts, is_exclusive, a->fragments[i], b->fragments[j]);
    o->depth--;
}

static bool is_same_value(const struct sc_gql_value *a, const struct sc_gql_value *b);

/* The order does not matter. */
static bool are_same_arguments(const struct sc_gql_argument *a, const struct sc_gql_argument *b)
{
    size_t more = 0;

    for (const struct sc_gql_argument *at = b; at != NULL; at = at->next)
        more++;
    for (; a != NULL; a = a->next) {
        const struct sc_gql_argument *other = sc_gql_find_argument(b, a->name);
        if (more-- == 0 || other == NULL || !is_same_value(a->value, other->value))
            return false;
    }
    return more == 0;
}

static bool is_same_value(const struct sc_gql_value *a, const struct sc_gql_value *b)
{
    if (a->kind != b->kind || a->is_block != b->is_block || a->is_true != b->is_true ||
        !sc_str_eq(a->text, b->text))
        return false;
    const struct sc_gql_value *x = a->items, *y = b->items;
    while (x != NULL && y != NULL && is_same_value(x, y)) {
        x = x->next;
        y = y->next;
    }
    return x == NULL && y == NULL && are_same_arguments(a->fields, b->fields);
}

/* SameResponseShape of the edition, for the type itself. */
static bool has_same_shape(const struct sc_gql_use *a, const struct sc_gql_use *b)
{
    while (a->kind == b->kind && a->kind != SC_GQL_REF_NAMED) {
        a = a->of;
        b = b->of;
    }
    if (a->kind != b->kind)
        return false;
    return a->type == b->type || (sc_gql_is_composite(a->type) && sc_gql_is_composite(b->type));
}

static struct conflict *new_conflict(struct overlap *o, struct sc_str reason,
                                     const struct sc_gql_pick *a, const struct sc_gql_pick *b,
                                     size_t places)
{
    struct conflict *conflict = sc_gql_check_take(o->check, 1, sizeof *conflict);
    const char **ats = sc_gql_check_take(o->check, 2 * places, sizeof *ats);

    if (conflict == NULL || ats == NULL)
        return NULL;
    ats[0] = a->selection->at;
    ats[places] = b->selection->at;
    *conflict = (struct conflict){
        .key = a->key->text,
        .reason = reason,
        .ats = {ats, ats + places},
        .counts = {1, 1},
    };
    return conflict;
}

/* One conflict of all those in the fields' own selections. */
static struct conflict *gather(struct overlap *o, const struct conflicts *conflicts,
                               const struct sc_gql_pick *a, const struct sc_gql_pick *b)
{
    struct sc_str reason = SC_STR("");

    if (conflicts->first == NULL)
        return NULL;
    for (const struct conflict *one = conflicts->first; one != NULL && reason.len < REASON_MAX;
         one = one->next)
        reason = sc_arena_printf(o->check->arena, "%.*s%ssubfields \"%.*s\" conflict because %.*s",
                                 SC_STR_ARGS(reason), reason.len > 0 ? " and " : "",
                                 SC_STR_ARGS(one->key), SC_STR_ARGS(one->reason));
    struct conflict *all = new_conflict(o, reason, a, b, SC_GQL_ERROR_PLACES_MAX);
    if (all == NULL)
        return NULL;
    for (const struct conflict *one = conflicts->first; one != NULL; one = one->next)
        for (size_t side = 0; side < 2; side++)
            for (size_t i = 0; i < one->counts[side] && all->counts[side] < SC_GQL_ERROR_PLACES_MAX;
                 i++)
                all->ats[side][all->counts[side]++] = one->ats[side][i];
    return all;
}

/* No object is of both types. */
static bool are_exclusive(const struct sc_gql_type *a, const struct sc_gql_type *b)
{
    return a != b && a != NULL && b != NULL && a->kind == SC_GQL_TYPE_OBJECT &&
           b->kind == SC_GQL_TYPE_OBJECT;
}

/* With @stream, of no edition yet, a field comes in parts of its own: it cannot be merged, says
 * graphql-js, whose verdicts are ours to match. */
static bool is_streamed(const struct sc_gql_selection *field)
{
    const struct sc_gql_directive *directive = field->directives;

    while (directive != NULL && !sc_str_eq(directive->name, SC_STR("stream")))
        directive = directive->next;
    return directive != NULL;
}

/* NULL: they can be merged, or there is no telling. */
static struct conflict *compare_fields(struct overlap *o, bool is_exclusive,
                                       const struct sc_gql_pick *a, const struct sc_gql_pick *b)
{
    struct sc_arena *arena = o->check->arena;
    const struct sc_gql_selection *x = a->selection, *y = b->selection;

    if (!spend(o))
        return NULL;
    is_exclusive = is_exclusive || are_exclusive(a->parent, b->parent);
    if (!is_exclusive && !sc_str_eq(x->name, y->name))
        return new_conflict(o,
                            sc_arena_printf(arena, "\"%.*s\" and \"%.*s\" are different fields",
                                            SC_STR_ARGS(x->name), SC_STR_ARGS(y->name)),
                            a, b, 1);
    if (!is_exclusive && !are_same_arguments(x->arguments, y->arguments))
        return new_conflict(o, SC_STR("they have differing arguments"), a, b, 1);
    if (is_streamed(x) || is_streamed(y))
        return new_conflict(o, SC_STR("they are streamed"), a, b, 1);
    if (a->field != b->field && a->field != NULL && b->field != NULL &&
        !has_same_shape(a->field->use, b->field->use))
        return new_conflict(o,
                            sc_arena_printf(arena,
                                            "they return conflicting types \"%.*s\" and \"%.*s\"",
                                            SC_STR_ARGS(sc_gql_use_words(arena, a->field->use)),
                                            SC_STR_ARGS(sc_gql_use_words(arena, b->field->use))),
                            a, b, 1);
    if (a->below == NULL || b->below == NULL)
        return NULL;
    struct conflicts conflicts = {0};
    conflicts.end = &conflicts.first;
    compare_below(o, &conflicts, is_exclusive, a->below, b->below);
    return gather(o, &conflicts, a, b);
}

static void report(struct sc_gql_check *check, const struct conflict *conflict)
{
    const char *ats[2 * SC_GQL_ERROR_PLACES_MAX + 1] = {0};
    size_t count = 0;

    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < conflict->counts[side]; i++)
            ats[count++] = conflict->ats[side][i];
    sc_gql_refuse(check, "OverlappingFieldsCanBeMerged", ats,
                  "Fields \"%.*s\" conflict because %.*s. Use different aliases on the fields to "
                  "fetch both if this was intentional.",
                  SC_STR_ARGS(conflict->key), SC_STR_ARGS(conflict->reason));
}

static void check_set(struct overlap *o, struct sc_gql_set *set)
{
    struct conflicts conflicts = {0};

    conflicts.end = &conflicts.first;
    if (set->pick_count + set->spread_count < 2 || !open_set(o, set))
        return;
    compare_within(o, &conflicts, set);
    for (size_t i = 0; i < set->fragment_count; i++) {
        compare_with_fragment(o, &conflicts, false, set, set->fragments[i]);
        for (size_t j = i + 1; j < set->fragment_count; j++)
            compare_fragments(o, &conflicts, false, set->fragments[i], set->fragments[j]);
    }
    for (const struct conflict *one = conflicts.first; one != NULL && sc_gql_goes_on(o->check);
         one = one->next)
        report(o->check, one);
}

void sc_gql_check_overlaps(struct sc_gql_check *check)
{
    struct overlap o = {.check = check, .left = check->options->comparisons_max};

    for (struct sc_gql_set *set = check->sets; set != NULL && sc_gql_goes_on(check);
         set = set->next)
        check_set(&o, set);
}
