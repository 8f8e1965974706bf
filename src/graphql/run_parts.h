/*
 * run_parts.h - a run: the rows that are known so far, by fields and sets of the plan.
 *
 * Private to run* and write*. A set of objects that has loads below it keeps its
 * rows in one array; a row's index there says where its children are. All else
 * is read from the rows themselves when the answer is written.
 */
#ifndef SC_GRAPHQL_RUN_PARTS_H
#define SC_GRAPHQL_RUN_PARTS_H

#include "graphql/plan_parts.h"
#include "graphql/run.h"

enum {
    SC_GQL_PAGE_DEFAULT = 20,               /* rows of a page when `first` is not said */
    SC_GQL_RUN_TRIAL_MAX = 4 * 1024 * 1024, /* bytes of a mutation's field written for nobody */
};

/* The rows of one connection. What a BY_PAGE field's object is read from. */
struct sc_gql_page {
    const void *const *rows; /* those of all pages of the field stand together */
    uint32_t count;
    uint32_t base; /* index of its first among them */
    bool has_next;
    bool has_previous;
};

struct sc_gql_set_state {
    const void *const *rows; /* NULL: null */
    uint32_t count;
    const uint16_t *kinds; /* of an abstract type: index among its possible; UINT16_MAX: none */
};

/* A field that is a load, or has some below. */
struct sc_gql_field_state {
    struct sc_gql_batch *batch; /* NULL: not asked */
    const uint32_t *key_of;     /* by parent: index of its key, UINT32_MAX: none; NULL: the same */
    bool is_shared;             /* all parents have key 0 */
    bool is_empty;              /* a list of no keys */
    bool has_previous;          /* a page that begins behind a cursor */
    uint32_t first;             /* of a page: rows wanted */
    const struct sc_gql_set_state *parents; /* and which of their types is asked */
    uint16_t kind;
    void *pick_in;                    /* a pick's struct, with what the arguments say */
    const struct sc_gql_batch *above; /* of the parents, when this was begun before they came */
    struct sc_gql_page *pages;        /* by key */
    const uint32_t *base;             /* BY_ROWS, by parent: index of its first row */
    const void **rows;                /* BY_ID: by position ... */
    const uint16_t *kinds;            /* ... and which possible type each is */
    uint32_t count;
    const char *code; /* it failed, for all parents: the error's code; NULL: it did not */
    struct sc_str words;
    struct sc_gql_cause cause;
};

struct sc_gql_order {
    const struct sc_gql_plan_field **fields;
    uint32_t count;
    const struct sc_gql_occurrence *undecided; /* whether it is asked for, a null should say */
};

struct sc_gql_run {
    struct sc_arena *arena;
    const struct sc_gql_plan *plan;
    struct sc_gql_variables variables;
    uint64_t conditions; /* variables of @skip and @include: bit set, it is true */
    uint64_t nulls;      /* of them those that are null, though their default was not */
    uint32_t roles;
    const struct sc_json *root;
    const void *event;
    struct sc_gql_field_state *fields;        /* by slot */
    struct sc_gql_set_state *sets;            /* by slot */
    struct sc_gql_order *orders;              /* by slot; fields NULL: not asked for yet */
    struct sc_gql_batch *batches;             /* of all turns */
    const struct sc_gql_plan_field **waiting; /* fields with a batch in this turn */
    size_t waiting_count;
    size_t batch_count;
    size_t turn_from;   /* the first batch of this turn */
    uint32_t root_next; /* fields of the root that were begun */
    bool is_stopped;    /* a mutation that ended in null: nothing more is begun */
    struct sc_gql_errors errors;
    enum sc_status status; /* SC_NO_MEMORY: the arena is full */
};

/* The objects of a field of one parent. */
struct sc_gql_span {
    const void *const *rows; /* or */
    const char *bytes;       /* structs one behind the other, of `stride` bytes */
    size_t stride;
    uint32_t count;
    uint32_t base;         /* index of the first among the rows of the field's set */
    bool is_null;          /* of a list: there is none */
    const uint16_t *kinds; /* BY_ID */
    const char *code;      /* it failed */
    struct sc_str words;
    struct sc_gql_cause cause;
};

static inline bool sc_gql_run_is_parent(const struct sc_gql_set_state *parents, uint32_t i,
                                        uint16_t kind)
{
    return parents->rows[i] != NULL && (parents->kinds == NULL || parents->kinds[i] == kind);
}

/* The key of a parent; UINT32_MAX: it has none. */
static inline uint32_t sc_gql_run_key_of(const struct sc_gql_field_state *state, uint32_t parent)
{
    if (state->is_shared)
        return 0;
    return state->key_of == NULL ? parent : state->key_of[parent];
}

/* run.c */
void sc_gql_run_full(struct sc_gql_run *run);
/* The fields asked for with this request's variables, in order. NULL: as in the plan. */
const struct sc_gql_plan_field *const *sc_gql_run_order(struct sc_gql_run *run,
                                                        const struct sc_gql_plan_object *object,
                                                        uint32_t *ret_count);
extern const struct sc_str sc_gql_undecided_words;
/*
 * What is asked for, or not, by a variable that is null; NULL: nothing is. By
 * "All Variable Usages Are Allowed" (section 5.8.5) null is an error then: of the field whose
 * object it is, for what is asked of that object cannot be told.
 */
const struct sc_gql_occurrence *sc_gql_run_undecided(struct sc_gql_run *run,
                                                     const struct sc_gql_plan_object *object);
/* The arguments by index. NULL: one does not fit; `ret_words` say why, `ret_at` where. */
const struct sc_gql_datum *sc_gql_run_args(struct sc_gql_run *run,
                                           const struct sc_gql_plan_field *field,
                                           struct sc_str *ret_words, const char **ret_at);
/* Asked for with this request's variables. */
bool sc_gql_run_is_met(const struct sc_gql_run *run, const struct sc_gql_occurrence *occurrence);
static inline bool sc_gql_run_may_see(const struct sc_gql_run *run,
                                      const struct sc_gql_plan_field *field)
{
    return field->roles == 0 || (field->roles & run->roles) != 0;
}

/* Why it may not be seen, and the error's code. */
static inline struct sc_str sc_gql_run_hidden(const struct sc_gql_run *run, const char **ret_code)
{
    bool is_somebody = run->roles != 0;

    *ret_code = sc_status_graphql(is_somebody ? SC_FORBIDDEN : SC_UNAUTHENTICATED);
    return is_somebody ? SC_STR("not allowed") : SC_STR("sign in first");
}

/* run_expand.c */
/* Begins what is asked of objects that became known; `kinds` NULL: read from the rows. */
void sc_gql_run_expand(struct sc_gql_run *run, const struct sc_gql_plan_set *set,
                       const void *const *rows, uint32_t count, const uint16_t *kinds);
/* Begins one field of such objects: of possible type `kind`. */
void sc_gql_run_expand_field(struct sc_gql_run *run, const struct sc_gql_plan_set *set,
                             uint16_t kind, const struct sc_gql_plan_field *field);
/* Index among the possible types of what a row says it is; UINT16_MAX: none of them. */
uint16_t sc_gql_run_kind(const struct sc_gql_view *view, const void *row);

/* The same row as another object; NULL: of columns beside, all of which are null. */
const void *sc_gql_run_self(const struct sc_gql_bound *bound, const void *row);

/* run_load.c */
/* Begins a load or call for all parents of a possible type. */
void sc_gql_run_load(struct sc_gql_run *run, const struct sc_gql_set_state *parents, uint16_t kind,
                     const struct sc_gql_plan_field *field);
/* Takes in its answer, and begins what is below. */
void sc_gql_run_loaded(struct sc_gql_run *run, const struct sc_gql_plan_field *field);

/* run_pick.c */
/* Puts what the field's pick makes for each parent, or why it fails, in place of the rows that were
 * loaded. */
void sc_gql_run_pick(struct sc_gql_run *run, const struct sc_gql_picking *picking,
                     struct sc_gql_field_state *state);

/* run_span.c */
/* What a field's objects are, for the parent `row` at `index` of its set. */
void sc_gql_run_span(const struct sc_gql_run *run, const struct sc_gql_plan_field *field,
                     const void *row, uint32_t index, struct sc_gql_span *ret_span);

/* input.c */
/* Fills a struct of the shape of `in`. NULL: `ret_words` say why, absent: the arena is full. */
void *sc_gql_fill(struct sc_arena *arena, const struct sc_gql_in *in,
                  const struct sc_gql_datum *data, struct sc_str *ret_words);

/* write.c */
/* Whether a root's field that was done makes all of the answer null; told by writing it, for
 * nobody. */
bool sc_gql_run_is_null(struct sc_gql_run *run, const struct sc_gql_plan_field *field);

/* write_leaf.c */
/* Writes a column of a row; false: it is null, and nothing is written. Sets `*ret_bad` when the
 * column holds what its type in the SDL cannot say. */
bool sc_gql_leaf_put(struct sc_buf *buf, const struct sc_gql_leaf *leaf, const void *row,
                     bool *ret_bad);

#endif
