#include "gateway/params.h"

static enum sc_status read_json(struct sc_request *rq, const char *name, struct sc_str text,
                                struct gateway_json *json)
{
    sc_json_in_parse_any(&json->in, rq->arena, text, GATEWAY_JSON_DEPTH_MAX, &json->root);
    enum sc_status st = sc_json_in_status(&json->in);
    if (st != SC_OK)
        return sc_fail(rq, st, "%s: %.*s", name, SC_STR_ARGS(sc_json_in_words(&json->in)));
    return SC_OK;
}

static enum sc_status check_object(struct sc_request *rq, const char *name,
                                   const struct sc_json *value)
{
    if (sc_json_in_kind(value) != SC_JSON_OBJECT)
        return sc_fail(rq, SC_INVALID, "%s: must be a JSON object", name);
    return SC_OK;
}

/* A member that is a text; null is as good as absent. */
static enum sc_status take_text(struct sc_request *rq, const struct sc_json *object,
                                const char *name, struct sc_str *ret_text)
{
    struct sc_json value;

    if (!sc_json_in_has(object, name, &value))
        return SC_OK;
    if (sc_json_in_kind(&value) != SC_JSON_TEXT)
        return sc_fail(rq, SC_INVALID, "%s: must be a string", name);
    *ret_text = sc_json_in_raw(&value);
    return SC_OK;
}

/* extensions.persistedQuery.sha256Hash is a document's id in the words of Apollo. */
static enum sc_status take_hash(struct sc_request *rq, const struct sc_json *extensions,
                                struct gateway_params *params)
{
    struct sc_json persisted;
    enum sc_status st = check_object(rq, "extensions", extensions);

    if (st != SC_OK || params->document_id.at != NULL ||
        !sc_json_in_has(extensions, "persistedQuery", &persisted))
        return st;
    st = check_object(rq, "extensions.persistedQuery", &persisted);
    return st == SC_OK ? take_text(rq, &persisted, "sha256Hash", &params->document_id) : st;
}

static enum sc_status check_whole(struct sc_request *rq, const struct gateway_params *params)
{
    if (params->query.at == NULL && params->document_id.at == NULL)
        return sc_fail(rq, SC_INVALID, "query: must be given, or a documentId");
    return SC_OK;
}

enum sc_status gateway_params_of_body(struct sc_request *rq, struct sc_str body,
                                      struct gateway_params *params)
{
    struct sc_json extensions;
    const struct sc_json *root = &params->body.root;

    *params = (struct gateway_params){0};
    enum sc_status st = read_json(rq, "body", body, &params->body);
    if (st == SC_OK)
        st = check_object(rq, "body", root);
    if (st == SC_OK)
        st = take_text(rq, root, "query", &params->query);
    if (st == SC_OK)
        st = take_text(rq, root, "documentId", &params->document_id);
    if (st == SC_OK)
        st = take_text(rq, root, "operationName", &params->operation_name);
    if (st == SC_OK && sc_json_in_has(root, "variables", &params->variables_member)) {
        st = check_object(rq, "variables", &params->variables_member);
        params->variables = &params->variables_member;
    }
    if (st == SC_OK && sc_json_in_has(root, "extensions", &extensions))
        st = take_hash(rq, &extensions, params);
    return st == SC_OK ? check_whole(rq, params) : st;
}

/* A parameter of the query that is JSON: an object, or, as in a body, null or nothing. */
static enum sc_status take_json(struct sc_request *rq, const char *name, struct sc_str text,
                                struct gateway_json *json, const struct sc_json **ret_object)
{
    if (text.len == 0)
        return SC_OK;
    enum sc_status st = read_json(rq, name, text, json);
    if (st != SC_OK || sc_json_in_kind(&json->root) == SC_JSON_NULL)
        return st;
    *ret_object = &json->root;
    return check_object(rq, name, &json->root);
}

enum sc_status gateway_params_of_query(struct sc_request *rq, const struct gateway_query *query,
                                       struct gateway_params *params)
{
    const struct sc_json *extensions = NULL;

    *params = (struct gateway_params){
        .query = query->query,
        .document_id = query->document_id,
        .operation_name = query->operation_name,
    };
    if (params->operation_name.len == 0)
        params->operation_name = (struct sc_str){0};
    enum sc_status st =
        take_json(rq, "variables", query->variables, &params->variables_text, &params->variables);
    if (st == SC_OK)
        st = take_json(rq, "extensions", query->extensions, &params->extensions_text, &extensions);
    if (st == SC_OK && extensions != NULL)
        st = take_hash(rq, extensions, params);
    return st == SC_OK ? check_whole(rq, params) : st;
}
