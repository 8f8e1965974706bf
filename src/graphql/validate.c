/* The walk down each definition, with the types of what is selected. */
#include "graphql/validate.h"

#include "graphql/literal.h"
#include "graphql/suggest.h"
#include "graphql/validate_parts.h"

enum {
    WORDS_ROOM = 64, /* slots at first */
};

static void walk_selections(struct sc_gql_check *check, const struct sc_gql_selection *selections,
                            const struct sc_gql_type *parent, struct sc_gql_set *set);

void *sc_gql_check_take(struct sc_gql_check *check, size_t count, size_t size)
{
    void *at = sc_arena_array(check->arena, count, size);

    if (at == NULL)
        check->status = SC_NO_MEMORY;
    return at;
}

static struct sc_gql_word **find_slot(const struct sc_gql_words *words, struct sc_str text,
                                      uint64_t hash)
{
    size_t at = hash & (words->room - 1);

    while (words->slots[at] != NULL &&
           (words->slots[at]->hash != hash || !sc_str_eq(words->slots[at]->text, text)))
        at = (at + 1) & (words->room - 1);
    return &words->slots[at];
}

static bool grow_words(struct sc_gql_check *check)
{
    struct sc_gql_words old = check->words;
    struct sc_gql_words *words = &check->words;
    size_t room = old.room == 0 ? WORDS_ROOM : old.room * 2;
    struct sc_gql_word **slots = sc_gql_check_take(check, room, sizeof *slots);

    if (slots == NULL)
        return false;
    words->slots = slots;
    words->room = room;
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i] != NULL)
            *find_slot(words, old.slots[i]->text, old.slots[i]->hash) = old.slots[i];
    return true;
}

struct sc_gql_word *sc_gql_check_word(struct sc_gql_check *check, struct sc_str text)
{
    struct sc_gql_words *words = &check->words;
    uint64_t hash = sc_str_hash(text);

    if (words->count * 2 >= words->room && !grow_words(check))
        return NULL;
    struct sc_gql_word **slot = find_slot(words, text, hash);
    if (*slot == NULL) {
        struct sc_gql_word *word = sc_gql_check_take(check, 1, sizeof *word);
        if (word == NULL)
            return NULL;
        word->text = text;
        word->hash = hash;
        word->index = (uint32_t)words->count++;
        *slot = word;
    }
    return *slot;
}

const char *sc_gql_check_start(const struct sc_gql_definition *def)
{
    return def->description != NULL ? def->description->at : def->at;
}

/* ExecutableDefinitions has refused it: one error is enough. */
static bool is_defined_here(const struct sc_gql_check *check, struct sc_str name)
{
    for (size_t i = 0; i < check->part_count; i++) {
        const struct sc_gql_definition *def = check->parts[i].def;
        if (def->kind >= SC_GQL_DEF_SCALAR && def->kind <= SC_GQL_DEF_INPUT &&
            sc_str_eq(def->name, name))
            return true;
    }
    return false;
}

const struct sc_gql_type *sc_gql_check_type(struct sc_gql_check *check, struct sc_str name)
{
    const struct sc_gql_type *type = sc_gql_schema_type(check->schema, name);
    struct sc_str words = SC_STR("");

    if (type != NULL || is_defined_here(check, name))
        return type;
    if (sc_gql_may_suggest(check, check->schema->type_count)) {
        struct sc_gql_suggestions near = sc_gql_suggest(name);
        for (size_t i = 0; i < check->schema->type_count; i++)
            sc_gql_suggest_offer(&near, check->schema->types[i]->name);
        words = sc_gql_suggest_words(&near, check->arena, "");
    }
    sc_gql_refuse(check, "KnownTypeNames", SC_GQL_AT(name.at), "Unknown type \"%.*s\".%.*s",
                  SC_STR_ARGS(name), SC_STR_ARGS(words));
    return NULL;
}

bool sc_gql_may_suggest(struct sc_gql_check *check, size_t names)
{
    if (!check->options->has_suggestions || check->suggested > SC_GQL_SUGGESTED_MAX)
        return false;
    check->suggested += (uint32_t)names;
    return true;
}

/* The type that a fragment is on; NULL: it is none, which is said of `fragment`, if it has a name.
 */
static const struct sc_gql_type *find_condition(struct sc_gql_check *check, struct sc_str on,
                                                struct sc_str fragment)
{
    const struct sc_gql_type *type = sc_gql_check_type(check, on);

    if (type == NULL || sc_gql_is_composite(type))
        return type;
    sc_gql_refuse(check, "FragmentsOnCompositeTypes", SC_GQL_AT(on.at),
                  "Fragment %s%.*s%scannot condition on non composite type \"%.*s\".",
                  fragment.len > 0 ? "\"" : "", SC_STR_ARGS(fragment),
                  fragment.len > 0 ? "\" " : "", SC_STR_ARGS(on));
    return NULL;
}

static struct sc_gql_set *new_set(struct sc_gql_check *check)
{
    struct sc_gql_set *set = sc_gql_check_take(check, 1, sizeof *set);

    if (set == NULL)
        return NULL;
    set->index = check->set_count++;
    set->picks_end = &set->picks;
    set->spreads_end = &set->spreads;
    *check->sets_end = set;
    check->sets_end = &set->next;
    return set;
}

static struct sc_gql_pick *add_pick(struct sc_gql_check *check, struct sc_gql_set *set,
                                    const struct sc_gql_selection *selection)
{
    struct sc_gql_pick *pick = sc_gql_check_take(check, 1, sizeof *pick);
    const struct sc_gql_word *key =
        sc_gql_check_word(check, selection->alias.at != NULL ? selection->alias : selection->name);

    if (pick == NULL || key == NULL)
        return NULL;
    pick->key = key;
    pick->selection = selection;
    *set->picks_end = pick;
    set->picks_end = &pick->next;
    set->pick_count++;
    return pick;
}

static void refuse_field(struct sc_gql_check *check, const struct sc_gql_selection *selection,
                         const struct sc_gql_type *parent)
{
    struct sc_gql_suggestions near = sc_gql_suggest(selection->name);
    const char *what = "";

    if (sc_gql_may_suggest(check, parent->field_count + parent->possible_count)) {
        for (size_t i = 0; i < parent->possible_count && parent->kind != SC_GQL_TYPE_OBJECT; i++)
            if (sc_gql_schema_field(check->schema, parent->possible[i], selection->name) != NULL)
                sc_gql_suggest_take(&near, parent->possible[i]->name, 0);
        what = near.count > 0 ? "to use an inline fragment on " : "";
        for (size_t i = 0; near.count == 0 && i < parent->field_count; i++)
            sc_gql_suggest_offer(&near, parent->fields[i].name);
    }
    sc_gql_refuse(check, "FieldsOnCorrectType", SC_GQL_AT(selection->at),
                  "Cannot query field \"%.*s\" on type \"%.*s\".%.*s", SC_STR_ARGS(selection->name),
                  SC_STR_ARGS(parent->name),
                  SC_STR_ARGS(sc_gql_suggest_words(&near, check->arena, what)));
}

static const struct sc_gql_field *find_field(struct sc_gql_check *check,
                                             const struct sc_gql_selection *selection,
                                             const struct sc_gql_type *parent)
{
    const struct sc_gql_field *field = sc_gql_schema_field(check->schema, parent, selection->name);

    if (field == NULL)
        refuse_field(check, selection, parent);
    else if (!check->options->has_introspection &&
             (field == check->schema->schema_field || field == check->schema->type_field))
        sc_gql_refuse(check, "NoSchemaIntrospection", SC_GQL_AT(selection->at),
                      "Introspection is not allowed here: the schema is published as a file.");
    return field;
}

static void check_leaf(struct sc_gql_check *check, const struct sc_gql_selection *selection,
                       const struct sc_gql_field *field)
{
    bool is_composite = sc_gql_is_composite(field->use->type);

    if (is_composite == (selection->open != NULL))
        return;
    struct sc_str type = sc_gql_use_words(check->arena, field->use);
    if (is_composite)
        sc_gql_refuse(check, "ScalarLeafs", SC_GQL_AT(selection->at),
                      "Field \"%.*s\" of type \"%.*s\" must have a selection of subfields.",
                      SC_STR_ARGS(selection->name), SC_STR_ARGS(type));
    else
        sc_gql_refuse(check, "ScalarLeafs", SC_GQL_AT(selection->open),
                      "Field \"%.*s\" must not have a selection since type \"%.*s\" has no "
                      "subfields.",
                      SC_STR_ARGS(selection->name), SC_STR_ARGS(type));
}

static void walk_field(struct sc_gql_check *check, const struct sc_gql_selection *selection,
                       const struct sc_gql_type *parent, struct sc_gql_set *set)
{
    const struct sc_gql_field *field = parent == NULL ? NULL : find_field(check, selection, parent);
    struct sc_gql_pick *pick = add_pick(check, set, selection);
    struct sc_gql_arguments arguments = {
        .given = selection->arguments,
        .at = selection->at,
        .to = "field",
        .mark = ".",
        .name = selection->name,
    };

    if (pick == NULL)
        return;
    pick->parent = parent;
    pick->field = field;
    if (field != NULL) {
        arguments.is_known = true;
        arguments.inputs = field->args;
        arguments.count = field->arg_count;
        arguments.type = parent->name;
        check_leaf(check, selection, field);
    }
    sc_gql_check_arguments(check, &arguments);
    sc_gql_check_directives(check, selection->directives, SC_GQL_ON_FIELD);
    if (selection->open == NULL || (pick->below = new_set(check)) == NULL)
        return;
    const struct sc_gql_type *below = field == NULL ? NULL : field->use->type;
    walk_selections(check, selection->selections,
                    below != NULL && sc_gql_is_composite(below) ? below : NULL, pick->below);
}

static void walk_inline(struct sc_gql_check *check, const struct sc_gql_selection *selection,
                        const struct sc_gql_type *parent, struct sc_gql_set *set)
{
    const struct sc_gql_type *type = parent;

    if (selection->on.at != NULL)
        type = find_condition(check, selection->on, (struct sc_str){0});
    if (type != NULL && parent != NULL && !sc_gql_types_overlap(type, parent))
        sc_gql_refuse(check, "PossibleFragmentSpreads", SC_GQL_AT(selection->at),
                      "Fragment cannot be spread here as objects of type \"%.*s\" can never be of "
                      "type \"%.*s\".",
                      SC_STR_ARGS(parent->name), SC_STR_ARGS(type->name));
    sc_gql_check_directives(check, selection->directives, SC_GQL_ON_INLINE_FRAGMENT);
    walk_selections(check, selection->selections, type, set);
}

static void walk_spread(struct sc_gql_check *check, const struct sc_gql_selection *selection,
                        const struct sc_gql_type *parent, struct sc_gql_set *set)
{
    struct sc_gql_spread *spread = sc_gql_check_take(check, 1, sizeof *spread);
    struct sc_gql_word *word = sc_gql_check_word(check, selection->name);

    if (spread == NULL || word == NULL)
        return;
    *spread = (struct sc_gql_spread){.selection = selection, .word = word};
    *set->spreads_end = spread;
    set->spreads_end = &spread->next;
    set->spread_count++;
    sc_gql_check_directives(check, selection->directives, SC_GQL_ON_FRAGMENT_SPREAD);
    if (word->fragment == NULL || parent == NULL)
        return;
    const struct sc_gql_type *type = sc_gql_schema_type(check->schema, word->fragment->def->on);
    if (type != NULL && sc_gql_is_composite(type) && !sc_gql_types_overlap(type, parent))
        sc_gql_refuse(check, "PossibleFragmentSpreads", SC_GQL_AT(selection->at),
                      "Fragment \"%.*s\" cannot be spread here as objects of type \"%.*s\" can "
                      "never be of type \"%.*s\".",
                      SC_STR_ARGS(selection->name), SC_STR_ARGS(parent->name),
                      SC_STR_ARGS(type->name));
}

/* As deep as the parser lets selections go. */
static void walk_selections(struct sc_gql_check *check, const struct sc_gql_selection *selections,
                            const struct sc_gql_type *parent, struct sc_gql_set *set)
{
    for (; selections != NULL && sc_gql_goes_on(check); selections = selections->next)
        switch (selections->kind) {
        case SC_GQL_FIELD:
            walk_field(check, selections, parent, set);
            break;
        case SC_GQL_INLINE:
            walk_inline(check, selections, parent, set);
            break;
        case SC_GQL_SPREAD:
            walk_spread(check, selections, parent, set);
            break;
        }
}

static void walk_operation(struct sc_gql_check *check, struct sc_gql_part *part)
{
    static const char *const names[] = {"query", "mutation", "subscription"};
    static const enum sc_gql_location locations[] = {SC_GQL_ON_QUERY, SC_GQL_ON_MUTATION,
                                                     SC_GQL_ON_SUBSCRIPTION};
    enum sc_gql_operation operation = part->def->operation;

    part->type = check->schema->roots[operation];
    if (part->type == NULL)
        sc_gql_refuse(check, "KnownOperationTypes", SC_GQL_AT(sc_gql_check_start(part->def)),
                      "The %s operation is not supported by the schema.", names[operation]);
    sc_gql_check_variable_definitions(check, part);
    sc_gql_check_directives(check, part->def->directives, locations[operation]);
    walk_selections(check, part->def->selections, part->type, part->set);
    if (operation == SC_GQL_SUBSCRIPTION)
        sc_gql_check_subscription(check, part);
}

static void walk_part(struct sc_gql_check *check, struct sc_gql_part *part)
{
    bool is_operation = part->def->kind == SC_GQL_DEF_OPERATION;

    if (!is_operation && part->def->kind != SC_GQL_DEF_FRAGMENT) {
        sc_gql_check_foreign(check, part->def);
        return;
    }
    part->set = new_set(check);
    if (part->set == NULL)
        return;
    if (is_operation) {
        walk_operation(check, part);
    } else {
        part->type = find_condition(check, part->def->on, part->def->name);
        sc_gql_check_directives(check, part->def->directives, SC_GQL_ON_FRAGMENT_DEFINITION);
        walk_selections(check, part->def->selections, part->type, part->set);
    }
}

enum sc_status sc_gql_validate(struct sc_arena *arena, const struct sc_gql_schema *schema,
                               const struct sc_gql_document *document,
                               const struct sc_gql_validate_options *options,
                               struct sc_gql_errors *errors)
{
    struct sc_gql_check check = {
        .arena = arena,
        .schema = schema,
        .document = document,
        .options = options,
        .errors = errors,
    };
    size_t before = errors->count;

    check.sets_end = &check.sets;
    sc_gql_check_names(&check);
    for (size_t i = 0; i < check.part_count && sc_gql_goes_on(&check); i++) {
        check.part = &check.parts[i];
        walk_part(&check, check.part);
    }
    if (sc_gql_goes_on(&check))
        sc_gql_check_unused_fragments(&check);
    if (sc_gql_goes_on(&check))
        sc_gql_check_variable_usages(&check);
    if (sc_gql_goes_on(&check))
        sc_gql_check_overlaps(&check);
    if (check.status != SC_OK)
        return check.status;
    return errors->count > before || errors->is_full ? SC_INVALID : SC_OK;
}
