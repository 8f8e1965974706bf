#include "graphql/schema_draft.h"

static struct sc_str text_of(const struct sc_gql_value *description)
{
    return description != NULL ? description->text : (struct sc_str){0};
}

/* An argument of a directive that is a text (or a word); absent: not there. */
static struct sc_str text_argument(const struct sc_gql_directive *directive, struct sc_str name)
{
    for (const struct sc_gql_argument *a = directive->arguments; a != NULL; a = a->next)
        if (sc_str_eq(a->name, name) && a->value != NULL &&
            (a->value->kind == SC_GQL_STRING || a->value->kind == SC_GQL_ENUM))
            return a->value->text;
    return (struct sc_str){0};
}

static struct sc_str deprecated_by(const struct sc_gql_directive *directives)
{
    const struct sc_gql_directive *mark = sc_gql_find_directive(directives, SC_STR("deprecated"));

    if (mark == NULL)
        return (struct sc_str){0};
    struct sc_str reason = text_argument(mark, SC_STR("reason"));
    return reason.at != NULL ? reason : SC_STR("No longer supported");
}

/* The type of a name that stands in the SDL; NULL and an error: there is none. */
static const struct sc_gql_type *type_of(struct sc_gql_draft *draft, struct sc_str name)
{
    const struct sc_gql_draft_type *found = sc_gql_names_find(&draft->types.names, name);

    if (found != NULL && found->type != NULL)
        return found->type;
    sc_gql_draft_error(draft, name.at, NULL, "Unknown type \"%.*s\".", SC_STR_ARGS(name));
    return NULL;
}

static const struct sc_gql_use *use_of(struct sc_gql_draft *draft,
                                       const struct sc_gql_type_ref *ref)
{
    size_t depth = 1;

    for (const struct sc_gql_type_ref *in = ref; in->kind != SC_GQL_REF_NAMED; in = in->of)
        depth++;
    struct sc_gql_use *uses = sc_gql_draft_array(draft, draft->arena, depth, sizeof *uses);
    if (uses == NULL)
        return NULL;
    for (size_t i = 0; i < depth; i++) {
        uses[i].kind = ref->kind;
        if (i + 1 < depth) {
            uses[i].of = &uses[i + 1];
            ref = ref->of;
        }
    }
    const struct sc_gql_type *core = type_of(draft, ref->name);
    for (size_t i = 0; i < depth; i++)
        uses[i].type = core;
    return uses;
}

/* Arguments or input fields. */
static const struct sc_gql_input *inputs_of(struct sc_gql_draft *draft,
                                            const struct sc_gql_input_def *defs, bool is_own,
                                            size_t *ret_count)
{
    size_t count = 0;

    for (const struct sc_gql_input_def *def = defs; def != NULL; def = def->next)
        count++;
    struct sc_gql_input *inputs = sc_gql_draft_array(draft, draft->arena, count, sizeof *inputs);
    if (inputs == NULL)
        return NULL;
    *ret_count = count;
    for (struct sc_gql_input *input = inputs; defs != NULL; defs = defs->next, input++)
        *input = (struct sc_gql_input){
            .name = defs->name,
            .description = text_of(defs->description),
            .use = use_of(draft, defs->type),
            .preset = defs->preset,
            .deprecated = deprecated_by(defs->directives),
            .directives = defs->directives,
            .def = is_own ? NULL : defs,
        };
    return inputs;
}

static void build_fields(struct sc_gql_draft *draft, const struct sc_gql_draft_type *from)
{
    const struct sc_gql_field_def *def = from->def.fields;
    size_t count = 0;

    for (; def != NULL; def = def->next)
        count++;
    struct sc_gql_field *fields = sc_gql_draft_array(draft, draft->arena, count, sizeof *fields);
    if (fields == NULL)
        return;
    from->type->fields = fields;
    from->type->field_count = count;
    def = from->def.fields;
    for (uint32_t i = 0; i < count; i++, def = def->next) {
        fields[i] = (struct sc_gql_field){
            .name = def->name,
            .description = text_of(def->description),
            .use = use_of(draft, def->type),
            .deprecated = deprecated_by(def->directives),
            .directives = def->directives,
            .def = from->is_own ? NULL : def,
            .index = i,
        };
        fields[i].args = inputs_of(draft, def->arguments, from->is_own, &fields[i].arg_count);
    }
}

static void build_values(struct sc_gql_draft *draft, const struct sc_gql_draft_type *from)
{
    const struct sc_gql_enum_value_def *def = from->def.values;
    size_t count = 0;

    for (; def != NULL; def = def->next)
        count++;
    struct sc_gql_enum_value *values =
        sc_gql_draft_array(draft, draft->arena, count, sizeof *values);
    if (values == NULL)
        return;
    from->type->values = values;
    from->type->value_count = count;
    def = from->def.values;
    for (size_t i = 0; i < count; i++, def = def->next)
        values[i] = (struct sc_gql_enum_value){
            .name = def->name,
            .description = text_of(def->description),
            .deprecated = deprecated_by(def->directives),
            .directives = def->directives,
        };
}

/* The interfaces that a type says it implements, or the members of a union. */
static void build_names(struct sc_gql_draft *draft, const struct sc_gql_draft_type *from)
{
    size_t count = 0;

    for (const struct sc_gql_name *name = from->def.names; name != NULL; name = name->next)
        count++;
    const struct sc_gql_type **types =
        sc_gql_draft_array(draft, draft->arena, count, sizeof(struct sc_gql_type *));
    if (types == NULL)
        return;
    count = 0;
    for (const struct sc_gql_name *name = from->def.names; name != NULL; name = name->next)
        types[count++] = type_of(draft, name->text);
    if (from->def.kind == SC_GQL_DEF_UNION) {
        from->type->possible = types;
        from->type->possible_count = count;
    } else {
        from->type->interfaces = types;
        from->type->interface_count = count;
    }
}

static enum sc_gql_type_kind kind_of(enum sc_gql_definition_kind kind)
{
    static const enum sc_gql_type_kind kinds[] = {
        [SC_GQL_DEF_SCALAR] = SC_GQL_TYPE_SCALAR,       [SC_GQL_DEF_OBJECT] = SC_GQL_TYPE_OBJECT,
        [SC_GQL_DEF_INTERFACE] = SC_GQL_TYPE_INTERFACE, [SC_GQL_DEF_UNION] = SC_GQL_TYPE_UNION,
        [SC_GQL_DEF_ENUM] = SC_GQL_TYPE_ENUM,           [SC_GQL_DEF_INPUT] = SC_GQL_TYPE_INPUT,
    };

    return kinds[kind];
}

struct scalar_name {
    const char *name;
    enum sc_gql_scalar scalar;
};

static enum sc_gql_scalar find_scalar(const struct scalar_name *names, size_t count,
                                      struct sc_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sc_str_eq(sc_str_of(names[i].name), name))
            return names[i].scalar;
    return SC_GQL_CUSTOM;
}

/* Built-in ones by their names, even where the SDL repeats them; ours by @scalar(as:). */
static enum sc_gql_scalar scalar_of(const struct sc_gql_definition *def)
{
    static const struct scalar_name built_in[] = {
        {"Int", SC_GQL_SCALAR_INT},       {"Float", SC_GQL_SCALAR_FLOAT},
        {"String", SC_GQL_SCALAR_STRING}, {"Boolean", SC_GQL_SCALAR_BOOLEAN},
        {"ID", SC_GQL_SCALAR_ID},
    };
    static const struct scalar_name ours[] = {
        {"DateTime", SC_GQL_SCALAR_DATE_TIME},
        {"Date", SC_GQL_SCALAR_DATE},
        {"Long", SC_GQL_SCALAR_LONG},
    };
    const struct sc_gql_directive *as = sc_gql_find_directive(def->directives, SC_STR("scalar"));

    if (as != NULL)
        return find_scalar(ours, SC_COUNT(ours), text_argument(as, SC_STR("as")));
    return find_scalar(built_in, SC_COUNT(built_in), def->name);
}

/* What a type is without any other. */
static void begin_type(struct sc_gql_draft *draft, struct sc_gql_draft_type *from)
{
    const struct sc_gql_definition *def = &from->def;
    const struct sc_gql_directive *by =
        sc_gql_find_directive(def->directives, SC_STR("specifiedBy"));

    from->type = sc_gql_draft_array(draft, draft->arena, 1, sizeof *from->type);
    if (from->type == NULL)
        return;
    *from->type = (struct sc_gql_type){
        .kind = kind_of(def->kind),
        .scalar = def->kind == SC_GQL_DEF_SCALAR ? scalar_of(def) : SC_GQL_CUSTOM,
        .is_one_of = sc_gql_find_directive(def->directives, SC_STR("oneOf")) != NULL,
        .is_internal = from->is_own,
        .name = def->name,
        .description = text_of(def->description),
        .specified_by = by != NULL ? text_argument(by, SC_STR("url")) : (struct sc_str){0},
        .directives = def->directives,
        .def = from->is_own ? NULL : def,
    };
}

static void end_type(struct sc_gql_draft *draft, const struct sc_gql_draft_type *from)
{
    build_fields(draft, from);
    build_values(draft, from);
    build_names(draft, from);
    from->type->inputs = inputs_of(draft, from->def.inputs, from->is_own, &from->type->input_count);
}

static void build_directives(struct sc_gql_draft *draft)
{
    struct sc_gql_directive_type *made =
        sc_gql_draft_array(draft, draft->arena, draft->directives.count, sizeof *made);

    if (made == NULL)
        return;
    draft->schema->directives = made;
    draft->schema->directive_count = draft->directives.count;
    for (size_t i = 0; i < draft->directives.count; i++) {
        const struct sc_gql_draft_type *from = &draft->directives.items[i];
        made[i] = (struct sc_gql_directive_type){
            .name = from->def.name,
            .description = text_of(from->def.description),
            .is_repeatable = from->def.is_repeatable,
            .is_internal = from->is_own,
            .def = from->is_own ? NULL : &from->def,
            .names = from->def.names,
        };
        made[i].args = inputs_of(draft, from->def.inputs, from->is_own, &made[i].arg_count);
        for (const struct sc_gql_name *name = from->def.names; name != NULL; name = name->next) {
            enum sc_gql_location location;
            if (sc_gql_location_find(name->text, &location))
                made[i].locations |= UINT32_C(1) << location;
        }
    }
}

static void build_roots(struct sc_gql_draft *draft)
{
    static const char *const usual[] = {"Query", "Mutation", "Subscription"};
    struct sc_gql_schema *schema = draft->schema;
    const struct sc_gql_definition *def = &draft->schema_def.def;
    bool has_def = draft->schema_def.parts != NULL && !draft->schema_def.parts->def->is_extension;

    if (draft->schema_def.parts != NULL) {
        struct sc_gql_definition *kept = sc_gql_draft_array(draft, draft->arena, 1, sizeof *kept);
        if (kept == NULL)
            return;
        *kept = *def;
        schema->def = kept;
        schema->description = text_of(def->description);
        for (const struct sc_gql_root_def *root = def->roots; root != NULL; root = root->next)
            schema->roots[root->operation] = type_of(draft, root->type);
    }
    for (size_t i = 0; !has_def && i < SC_COUNT(usual); i++) {
        const struct sc_gql_draft_type *found =
            sc_gql_names_find(&draft->types.names, sc_str_of(usual[i]));
        if (found != NULL)
            schema->roots[i] = found->type;
    }
}

static void build_own_fields(struct sc_gql_draft *draft)
{
    struct sc_gql_draft_type holder = {.def = *draft->own_fields.definitions, .is_own = true};

    begin_type(draft, &holder);
    if (holder.type != NULL)
        end_type(draft, &holder);
    if (draft->is_full)
        return;
    draft->schema->schema_field = &holder.type->fields[0];
    draft->schema->type_field = &holder.type->fields[1];
    draft->schema->typename_field = &holder.type->fields[2];
}

void sc_gql_draft_build(struct sc_gql_draft *draft)
{
    for (size_t i = 0; i < draft->types.count; i++)
        begin_type(draft, &draft->types.items[i]);
    for (size_t i = 0; i < draft->types.count && !draft->is_full; i++)
        end_type(draft, &draft->types.items[i]);
    build_directives(draft);
    build_own_fields(draft);
    build_roots(draft);
}
