#include "graphql/bind_work.h"

/* Whether a value of an input type can be put into a field: alone, or as an item of its list. */
struct fit {
    enum sc_field_type one;
    enum sc_field_type many;
    enum sc_gql_scalar scalar;
};

static const struct fit fits[] = {
    {SC_FIELD_BIGINT, SC_FIELD_BIGINTS, SC_GQL_SCALAR_INT},
    {SC_FIELD_INTEGER, SC_FIELD_INTEGERS, SC_GQL_SCALAR_INT},
    {SC_FIELD_SMALLINT, SC_FIELD_SMALLINTS, SC_GQL_SCALAR_INT},
    {SC_FIELD_BIGINT, SC_FIELD_BIGINTS, SC_GQL_SCALAR_LONG},
    {SC_FIELD_DOUBLE, SC_FIELD_DOUBLES, SC_GQL_SCALAR_FLOAT},
    {SC_FIELD_TEXT, SC_FIELD_TEXTS, SC_GQL_SCALAR_STRING},
    {SC_FIELD_BOOLEAN, SC_FIELD_BOOLEANS, SC_GQL_SCALAR_BOOLEAN},
    {SC_FIELD_TEXT, SC_FIELD_TEXTS, SC_GQL_SCALAR_ID},
    {SC_FIELD_TIMESTAMPTZ, SC_FIELD_TIMESTAMPTZS, SC_GQL_SCALAR_DATE_TIME},
    {SC_FIELD_DATE, SC_FIELD_DATES, SC_GQL_SCALAR_DATE},
};

static bool enum_fits(enum sc_field_type type, bool is_list)
{
    return is_list ? type == SC_FIELD_TEXTS || type == SC_FIELD_SMALLINTS
                   : type == SC_FIELD_TEXT || type == SC_FIELD_SMALLINT;
}

/* The key of one part that an id holds, as a column of that kind. */
static bool id_fits(enum sc_field_type type, bool is_list, const struct sc_gql_node *node)
{
    if (node->id.key_count != 1)
        return false;
    if (sc_gql_key_is_text(node->id.keys[0]))
        return type == (is_list ? SC_FIELD_TEXTS : SC_FIELD_TEXT);
    return type == (is_list ? SC_FIELD_BIGINTS : SC_FIELD_BIGINT);
}

static bool leaf_fits(enum sc_field_type field, bool is_list, const struct sc_gql_type *type)
{
    if (type->kind == SC_GQL_TYPE_ENUM)
        return enum_fits(field, is_list);
    for (size_t i = 0; i < SC_COUNT(fits); i++)
        if (fits[i].scalar == type->scalar && field == (is_list ? fits[i].many : fits[i].one))
            return true;
    return false;
}

static void bind_in_field(struct sc_gql_binder *b, const struct sc_gql_input *input,
                          struct sc_gql_in_field *in)
{
    const struct sc_gql_use *use = input->use;
    bool may_be_null = use->kind != SC_GQL_REF_NON_NULL;

    if (use->kind == SC_GQL_REF_NON_NULL)
        use = use->of;
    bool is_list = use->kind == SC_GQL_REF_LIST;
    if (is_list)
        use = use->of->kind == SC_GQL_REF_NON_NULL ? use->of->of : use->of;
    in->is_id = sc_gql_bind_directive(input->directives, SC_STR("id")) != NULL;
    in->node = sc_gql_bind_id_of(b, input->directives);
    if (in->is_id && in->node == NULL)
        return;
    bool fits_here = use->kind == SC_GQL_REF_NAMED;
    if (fits_here && use->type->kind == SC_GQL_TYPE_INPUT) {
        fits_here = in->to->type == (is_list ? SC_FIELD_ROWS : SC_FIELD_ROW);
        if (fits_here)
            in->of = sc_gql_bind_in(b, in->to->of, use->type->inputs, use->type->input_count, NULL,
                                    input->name.at);
    } else if (fits_here) {
        fits_here = in->node != NULL ? id_fits(in->to->type, is_list, in->node)
                                     : leaf_fits(in->to->type, is_list, use->type);
    }
    if (!fits_here)
        sc_gql_bind_fail(b, input->name.at, "%.*s does not fit the type of %s",
                         SC_STR_ARGS(input->name), in->to->name);
    else if (may_be_null && !in->to->may_be_null)
        sc_gql_bind_fail(b, input->name.at, "%.*s may be null, and %s may not",
                         SC_STR_ARGS(input->name), in->to->name);
}

static const struct sc_field *field_for(const struct sc_shape *shape,
                                        const struct sc_gql_bind_others *others, struct sc_str name)
{
    const struct sc_field *field = sc_gql_bind_column(shape, SC_STR(""), name);

    return field != NULL && others != NULL && others->is_given[field - shape->fields] ? NULL
                                                                                      : field;
}

static bool is_filled(const struct sc_gql_in *in, const struct sc_field *field)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->fields[i].to == field)
            return true;
    return false;
}

const struct sc_gql_in *sc_gql_bind_in(struct sc_gql_binder *b, const struct sc_shape *shape,
                                       const struct sc_gql_input *inputs, size_t count,
                                       const struct sc_gql_bind_others *others, const char *at)
{
    for (const struct sc_gql_in *made = b->ins; made != NULL && others == NULL; made = made->older)
        if (made->shape == shape && made->inputs == inputs)
            return made;
    struct sc_gql_in *in = sc_gql_bind_make(b, 1, sizeof *in);
    struct sc_gql_in_field *fields = sc_gql_bind_make(b, count, sizeof *fields);

    if (in == NULL || fields == NULL)
        return NULL;
    *in = (struct sc_gql_in){.shape = shape, .inputs = inputs, .fields = fields, .older = b->ins};
    b->ins = in;
    for (size_t i = 0; i < count; i++) {
        if (others != NULL && others->is_taken[i])
            continue;
        const struct sc_field *to = field_for(shape, others, inputs[i].name);
        if (to == NULL) {
            sc_gql_bind_fail(b, inputs[i].name.at, "%.*s names nothing that is asked for",
                             SC_STR_ARGS(inputs[i].name));
            continue;
        }
        fields[in->count] = (struct sc_gql_in_field){.to = to, .from = (uint32_t)i};
        bind_in_field(b, &inputs[i], &fields[in->count++]);
    }
    for (uint16_t i = 0; shape != NULL && i < shape->count; i++) {
        const struct sc_field *field = &shape->fields[i];
        bool is_given = others != NULL && others->is_given[i];
        if (!field->may_be_null && !is_filled(in, field) && !is_given)
            sc_gql_bind_fail(b, at, "nothing gives %s", field->name);
    }
    return in;
}
