#include "graphql/schema_draft.h"

static bool is_type(enum sc_gql_definition_kind kind)
{
    return kind >= SC_GQL_DEF_SCALAR && kind <= SC_GQL_DEF_INPUT;
}

/* "object" and so on, as errors call a kind of type. */
static const char *kind_words(enum sc_gql_definition_kind kind)
{
    switch (kind) {
    case SC_GQL_DEF_SCALAR:
        return "scalar";
    case SC_GQL_DEF_OBJECT:
        return "object";
    case SC_GQL_DEF_INTERFACE:
        return "interface";
    case SC_GQL_DEF_UNION:
        return "union";
    case SC_GQL_DEF_ENUM:
        return "enum";
    case SC_GQL_DEF_INPUT:
        return "input object";
    case SC_GQL_DEF_OPERATION:
    case SC_GQL_DEF_FRAGMENT:
    case SC_GQL_DEF_SCHEMA:
    case SC_GQL_DEF_DIRECTIVE:
        break;
    }
    return "type";
}

static void add_part(struct sc_gql_draft *draft, struct sc_gql_draft_type *to,
                     const struct sc_gql_definition *def)
{
    struct sc_gql_draft_part *part = sc_gql_draft_array(draft, draft->scratch, 1, sizeof *part);

    if (part == NULL)
        return;
    part->def = def;
    if (to->parts == NULL)
        to->parts = part;
    else
        to->last_part->next = part;
    to->last_part = part;
}

/* The engine's own gives way to what the SDL has under its name. */
static void add(struct sc_gql_draft *draft, struct sc_gql_draft_list *list,
                const struct sc_gql_definition *def, bool is_own)
{
    const struct sc_gql_draft_type *other = sc_gql_names_find(&list->names, def->name);
    bool is_directive = def->kind == SC_GQL_DEF_DIRECTIVE;

    if (other == NULL) {
        struct sc_gql_draft_type *made = &list->items[list->count++];
        made->is_own = is_own;
        add_part(draft, made, def);
        sc_gql_names_add(&list->names, def->name, made);
    } else if (!is_own) {
        sc_gql_draft_error(draft, other->parts->def->name.at, def->name.at,
                           "There can be only one %s named \"%s%.*s\".",
                           is_directive ? "directive" : "type", is_directive ? "@" : "",
                           SC_STR_ARGS(def->name));
    }
}

/* Without the extensions. */
static void add_definitions(struct sc_gql_draft *draft, const struct sc_gql_document *document,
                            bool is_own)
{
    const struct sc_gql_definition *def = document->definitions;

    for (; def != NULL && !draft->is_full; def = def->next) {
        if (def->is_extension)
            continue;
        if (def->kind == SC_GQL_DEF_DIRECTIVE)
            add(draft, &draft->directives, def, is_own);
        else if (is_type(def->kind))
            add(draft, &draft->types, def, is_own);
        else if (draft->schema_def.parts != NULL)
            sc_gql_draft_error(draft, def->at, NULL, "Must provide only one schema definition.");
        else
            add_part(draft, &draft->schema_def, def);
    }
}

static void add_extension(struct sc_gql_draft *draft, const struct sc_gql_definition *def)
{
    if (def->kind == SC_GQL_DEF_SCHEMA) {
        add_part(draft, &draft->schema_def, def);
        return;
    }
    /* Names lead to entries of the draft's own array. */
    const struct sc_gql_draft_type *found = sc_gql_names_find(&draft->types.names, def->name);
    if (found == NULL || found->is_own)
        sc_gql_draft_error(draft, def->name.at, NULL,
                           "Cannot extend type \"%.*s\" because it is not defined.",
                           SC_STR_ARGS(def->name));
    else if (found->parts->def->kind != def->kind)
        sc_gql_draft_error(draft, found->parts->def->at, def->at,
                           "Cannot extend non-%s type \"%.*s\".", kind_words(def->kind),
                           SC_STR_ARGS(def->name));
    else
        add_part(draft, &draft->types.items[found - draft->types.items], def);
}

/* Defines a function that gives all parts' items of a list as one list of copies. */
#define DEFINE_JOIN(type, list)                                                                \
    static const struct type *join_##list(struct sc_gql_draft *draft,                          \
                                          const struct sc_gql_draft_part *part)                \
    {                                                                                          \
        const struct type *first = NULL, **tail = &first;                                      \
        for (; part != NULL; part = part->next) {                                              \
            for (const struct type *from = part->def->list; from != NULL; from = from->next) { \
                struct type *copy = sc_gql_draft_array(draft, draft->arena, 1, sizeof *copy);  \
                if (copy == NULL)                                                              \
                    return first;                                                              \
                *copy = *from;                                                                 \
                copy->next = NULL;                                                             \
                *tail = copy;                                                                  \
                tail = &copy->next;                                                            \
            }                                                                                  \
        }                                                                                      \
        return first;                                                                          \
    }

DEFINE_JOIN(sc_gql_directive, directives)
DEFINE_JOIN(sc_gql_name, names)
DEFINE_JOIN(sc_gql_field_def, fields)
DEFINE_JOIN(sc_gql_input_def, inputs)
DEFINE_JOIN(sc_gql_enum_value_def, values)
DEFINE_JOIN(sc_gql_root_def, roots)

static void join_parts(struct sc_gql_draft *draft, struct sc_gql_draft_type *made)
{
    const struct sc_gql_draft_part *parts = made->parts;

    if (parts == NULL)
        return;
    made->def = *parts->def;
    made->def.next = NULL;
    if (parts->next == NULL)
        return;
    made->def.directives = join_directives(draft, parts);
    made->def.names = join_names(draft, parts);
    made->def.fields = join_fields(draft, parts);
    made->def.inputs = join_inputs(draft, parts);
    made->def.values = join_values(draft, parts);
    made->def.roots = join_roots(draft, parts);
}

/* Defines a function that adds an error for each name of a list that was there before. */
#define DEFINE_UNIQUE(function, type)                                                           \
    static void function(struct sc_gql_draft *draft, const struct type *list, const char *what) \
    {                                                                                           \
        struct sc_arena_mark mark = sc_arena_mark(draft->scratch);                              \
        struct sc_gql_names seen;                                                               \
        size_t count = 0;                                                                       \
        for (const struct type *item = list; item != NULL; item = item->next)                   \
            count++;                                                                            \
        if (!sc_gql_names_init(&seen, draft->scratch, count)) {                                 \
            draft->is_full = true;                                                              \
            return;                                                                             \
        }                                                                                       \
        for (const struct type *item = list; item != NULL; item = item->next) {                 \
            const struct type *other = sc_gql_names_add(&seen, item->name, item);               \
            if (other != NULL)                                                                  \
                sc_gql_draft_error(draft, other->name.at, item->name.at,                        \
                                   "%s \"%.*s\" can only be defined once.", what,               \
                                   SC_STR_ARGS(item->name));                                    \
        }                                                                                       \
        sc_arena_rewind(draft->scratch, mark);                                                  \
    }

DEFINE_UNIQUE(unique_fields, sc_gql_field_def)
DEFINE_UNIQUE(unique_inputs, sc_gql_input_def)
DEFINE_UNIQUE(unique_values, sc_gql_enum_value_def)

static void check_unique(struct sc_gql_draft *draft, const struct sc_gql_definition *def)
{
    bool is_directive = def->kind == SC_GQL_DEF_DIRECTIVE;

    unique_fields(draft, def->fields, "Field");
    for (const struct sc_gql_field_def *field = def->fields; field != NULL; field = field->next)
        unique_inputs(draft, field->arguments, "Argument");
    unique_inputs(draft, def->inputs, is_directive ? "Argument" : "Field");
    unique_values(draft, def->values, "Enum value");
}

static void check_roots_unique(struct sc_gql_draft *draft)
{
    const struct sc_gql_root_def *seen[3] = {NULL};
    const struct sc_gql_root_def *root = draft->schema_def.def.roots;

    for (; root != NULL; root = root->next) {
        if (seen[root->operation] == NULL)
            seen[root->operation] = root;
        else
            sc_gql_draft_error(draft, seen[root->operation]->at, root->at,
                               "There can be only one %s type in schema.",
                               sc_gql_operation_name(root->operation));
    }
}

/* Room for all definitions of both documents. */
static void make_room(struct sc_gql_draft *draft, struct sc_gql_draft_list *list)
{
    const struct sc_gql_document *documents[] = {&draft->sdl, &draft->own};
    size_t count = 0;

    for (size_t i = 0; i < SC_COUNT(documents); i++)
        for (const struct sc_gql_definition *d = documents[i]->definitions; d != NULL; d = d->next)
            count++;
    list->items = sc_gql_draft_array(draft, draft->arena, count, sizeof *list->items);
    if (!sc_gql_names_init(&list->names, draft->scratch, count))
        draft->is_full = true;
}

static void finish(struct sc_gql_draft *draft, struct sc_gql_draft_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        join_parts(draft, &list->items[i]);
        check_unique(draft, &list->items[i].def);
    }
}

void sc_gql_draft_merge(struct sc_gql_draft *draft)
{
    make_room(draft, &draft->types);
    make_room(draft, &draft->directives);
    if (draft->is_full)
        return;
    add_definitions(draft, &draft->sdl, false);
    add_definitions(draft, &draft->own, true);
    for (const struct sc_gql_definition *def = draft->sdl.definitions; def != NULL; def = def->next)
        if (def->is_extension)
            add_extension(draft, def);
    join_parts(draft, &draft->schema_def);
    check_roots_unique(draft);
    finish(draft, &draft->types);
    finish(draft, &draft->directives);
}
