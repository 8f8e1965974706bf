/* The store of trusted documents: read once, from a manifest. */
#include <assert.h>
#include <sodium.h>

#include "graphql/documents_parts.h"

enum {
    MANIFEST_DEPTH = 4,
    TRUSTED_CAP = 64 * 1024 * 1024, /* bytes of the table */
};

static const struct sc_str scheme = {"sha256:", 7};

/* The hash that an id is of, in either form. */
static bool read_id(struct sc_str id, unsigned char *ret_hash)
{
    size_t len;
    const char *end;

    if (sc_str_starts(id, scheme))
        id = sc_str_sub(id, scheme.len, id.len);
    return sodium_hex2bin(ret_hash, SC_GQL_DOCUMENT_HASH, id.at, id.len, NULL, &len, &end) == 0 &&
           len == SC_GQL_DOCUMENT_HASH && end == id.at + id.len;
}

/* One operation of a trusted document. */
static enum sc_status trust_operation(struct sc_gql_documents *documents, struct sc_request *rq,
                                      struct sc_gql_trusted *trusted, const struct sc_json *member,
                                      struct sc_str name)
{
    struct sc_gql_documents_config config = documents->config;

    config.limits = sc_gql_limits_trusted;
    config.validate.comparisons_max = UINT32_MAX;
    config.validate.has_introspection = true;
    struct sc_gql_entry *entry = sc_gql_entry_create(&config, sc_json_in_raw(member), name);
    if (entry == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a trusted document");
    entry->same = trusted->entries;
    trusted->entries = entry;
    if (entry->prepared.status == SC_OK)
        return SC_OK;
    const struct sc_gql_error *error = entry->prepared.errors.first;
    struct sc_gql_place place = {0};
    if (error->place_count > 0)
        place = error->places[0];
    return sc_fail(rq, SC_INVALID, "document \"%.*s\", line %u, column %u: %.*s",
                   SC_STR_ARGS(member->key), place.line, place.column, SC_STR_ARGS(error->message));
}

static enum sc_status trust_operations(struct sc_gql_documents *documents, struct sc_request *rq,
                                       struct sc_gql_trusted *trusted, const struct sc_json *member)
{
    struct sc_gql_document document;
    struct sc_gql_errors errors = {.arena = rq->arena};
    size_t operations = 0;

    /* What does not parse has no operations; asking for its only one says why. */
    if (sc_gql_parse(rq->arena, sc_json_in_raw(member), SC_GQL_EXECUTABLE, &sc_gql_limits_trusted,
                     &errors, &document) != SC_OK)
        return trust_operation(documents, rq, trusted, member, (struct sc_str){0});
    for (const struct sc_gql_definition *def = document.definitions; def != NULL; def = def->next)
        operations += def->kind == SC_GQL_DEF_OPERATION;
    if (operations < 2)
        return trust_operation(documents, rq, trusted, member, (struct sc_str){0});
    for (const struct sc_gql_definition *def = document.definitions; def != NULL; def = def->next) {
        enum sc_status st = def->kind == SC_GQL_DEF_OPERATION
                                ? trust_operation(documents, rq, trusted, member, def->name)
                                : SC_OK;
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

static enum sc_status trust(struct sc_gql_documents *documents, struct sc_request *rq,
                            const struct sc_json *member)
{
    unsigned char hash[SC_GQL_DOCUMENT_HASH];
    struct sc_gql_trusted *trusted = sc_arena_zalloc(documents->trusted_arena, sizeof *trusted);
    struct sc_str text = sc_json_in_raw(member);
    struct sc_arena_mark mark = sc_arena_mark(rq->arena);

    if (trusted == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a trusted document");
    if (!read_id(member->key, trusted->hash))
        return sc_fail(rq, SC_INVALID, "\"%.*s\" is no id of a document: sha256:<64 hex digits>",
                       SC_STR_ARGS(member->key));
    if (sc_json_in_kind(member) != SC_JSON_TEXT)
        return sc_fail(rq, SC_INVALID, "document \"%.*s\" is no text", SC_STR_ARGS(member->key));
    crypto_hash_sha256(hash, (const unsigned char *)text.at, text.len);
    if (memcmp(hash, trusted->hash, sizeof hash) != 0)
        return sc_fail(rq, SC_INVALID, "document \"%.*s\" is another text than its id says",
                       SC_STR_ARGS(member->key));
    struct sc_str key = {.at = (const char *)trusted->hash, .len = sizeof trusted->hash};
    if (sc_gql_names_add(&documents->trusted_names, key, trusted) != NULL)
        return sc_fail(rq, SC_INVALID, "document \"%.*s\" is there twice",
                       SC_STR_ARGS(member->key));
    trusted->next = documents->trusted;
    documents->trusted = trusted;
    enum sc_status st = trust_operations(documents, rq, trusted, member);
    sc_arena_rewind(rq->arena, mark);
    return st;
}

enum sc_status sc_gql_documents_trust(struct sc_gql_documents *documents, struct sc_request *rq,
                                      struct sc_str manifest)
{
    struct sc_json_in in;
    struct sc_json root, member;
    enum sc_status st = SC_OK;

    sc_json_in_parse_any(&in, rq->arena, manifest, MANIFEST_DEPTH, &root);
    if (sc_json_in_status(&in) != SC_OK)
        return sc_fail(rq, sc_json_in_status(&in), "%.*s", SC_STR_ARGS(sc_json_in_words(&in)));
    if (sc_json_in_kind(&root) != SC_JSON_OBJECT)
        return sc_fail(rq, SC_INVALID, "a manifest is an object of documents by their ids");
    assert(documents->trusted_arena == NULL);
    documents->trusted_arena = sc_arena_create(TRUSTED_CAP);
    if (documents->trusted_arena == NULL ||
        !sc_gql_names_init(&documents->trusted_names, documents->trusted_arena,
                           sc_json_in_count(&root)))
        return sc_fail(rq, SC_NO_MEMORY, "no memory for trusted documents");
    for (bool more = sc_json_in_first(&root, &member); more && st == SC_OK;
         more = sc_json_in_next(&member))
        st = trust(documents, rq, &member);
    return st;
}

/* Of a document's only operation, none or its own name is asked for. */
static bool is_asked(const struct sc_gql_entry *entry, struct sc_str name)
{
    struct sc_str own = sc_gql_plan_name(entry->prepared.plan);

    return name.at == NULL ? entry->name.at == NULL : sc_str_eq(own, name);
}

const struct sc_gql_prepared *sc_gql_documents_trusted(struct sc_gql_documents *documents,
                                                       struct sc_str id,
                                                       struct sc_str operation_name)
{
    unsigned char hash[SC_GQL_DOCUMENT_HASH];
    struct sc_str key = {.at = (const char *)hash, .len = sizeof hash};

    if (documents->trusted == NULL || !read_id(id, hash))
        return NULL;
    const struct sc_gql_trusted *trusted = sc_gql_names_find(&documents->trusted_names, key);
    struct sc_gql_entry *entry = trusted == NULL ? NULL : trusted->entries;
    while (entry != NULL && !is_asked(entry, operation_name))
        entry = entry->same;
    return entry == NULL ? NULL : sc_gql_entry_ref(entry);
}

void sc_gql_trusted_finish(struct sc_gql_documents *documents)
{
    for (struct sc_gql_trusted *trusted = documents->trusted; trusted != NULL;
         trusted = trusted->next)
        while (trusted->entries != NULL) {
            struct sc_gql_entry *entry = trusted->entries;
            trusted->entries = entry->same;
            sc_gql_entry_unref(entry);
        }
    sc_arena_destroy(documents->trusted_arena);
}
