#include "graphql/documents.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

#include "testing/unit.h"

enum {
    SMALL = 256 * 1024, /* a store where entries come and go */
    THREADS = 4,
    ROUNDS = 400,
};

/* A store with a schema behind it. */
struct fixture {
    struct sc_arena *arena;
    struct sc_gql_documents *documents;
};

static struct fixture fixture_of(void **state, size_t bytes_max)
{
    static const char sdl[] = "type Query { name: String  me: Query  list(n: Int = 2): [Query] }";
    struct sc_gql_errors errors = {.arena = *state};
    struct sc_gql_documents_config config = {
        .limits = sc_gql_limits_free,
        .validate = {.comparisons_max = SC_GQL_COMPARISONS_MAX},
        .caps = sc_gql_caps_free,
        .bytes_max = bytes_max,
    };

    assert_int_equal(sc_gql_schema_build(*state, sc_str_of(sdl), &errors, &config.schema), SC_OK);
    assert_int_equal(sc_gql_bind_plain(*state, config.schema, &config.binding), SC_OK);
    struct fixture f = {.arena = *state, .documents = sc_gql_documents_create(&config)};
    assert_non_null(f.documents);
    return f;
}

static const struct sc_str none = {0};

/* Prepares, says how it ended, and gives back. */
static enum sc_status prepare(struct fixture *f, const char *text, struct sc_str name)
{
    const struct sc_gql_prepared *prepared =
        sc_gql_documents_prepare(f->documents, sc_str_of(text), name);

    assert_non_null(prepared);
    enum sc_status st = prepared->status;
    assert_true((st == SC_OK) == (prepared->plan != NULL && prepared->cost != NULL));
    assert_true((st == SC_OK) == (prepared->errors.count == 0));
    sc_gql_prepared_unref(prepared);
    return st;
}

static bool is_kept(struct fixture *f, const char *text, struct sc_str name)
{
    const struct sc_gql_prepared *found =
        sc_gql_documents_find(f->documents, sc_str_of(text), name);

    sc_gql_prepared_unref(found);
    return found != NULL;
}

static void a_document_is_prepared_once(void **state)
{
    struct fixture f = fixture_of(state, 1 << 20);
    struct sc_str text = SC_STR("query A { me { name } }");

    assert_null(sc_gql_documents_find(f.documents, text, none));
    const struct sc_gql_prepared *made = sc_gql_documents_prepare(f.documents, text, none);
    const struct sc_gql_prepared *found = sc_gql_documents_find(f.documents, text, none);
    const struct sc_gql_prepared *again = sc_gql_documents_prepare(f.documents, text, none);
    assert_ptr_equal(made, found);
    assert_ptr_equal(made, again);
    assert_int_equal(made->status, SC_OK);
    assert_str(sc_gql_plan_name(made->plan), "A");
    assert_int_equal(sc_gql_cost_of(made->cost, NULL), 1);
    sc_gql_prepared_unref(made);
    sc_gql_prepared_unref(found);
    sc_gql_documents_destroy(f.documents);
    assert_str(sc_gql_plan_name(again->plan), "A"); /* held beyond the store */
    sc_gql_prepared_unref(again);
}

static void each_operation_is_a_document_of_its_own(void **state)
{
    static const char text[] = "query A { name } query B { me { me { name } } }";
    struct fixture f = fixture_of(state, 1 << 20);

    assert_int_equal(prepare(&f, text, SC_STR("A")), SC_OK);
    assert_true(is_kept(&f, text, SC_STR("A")));
    assert_false(is_kept(&f, text, SC_STR("B")));
    assert_int_equal(prepare(&f, text, none), SC_INVALID);
    assert_int_equal(prepare(&f, text, SC_STR("C")), SC_INVALID);
    assert_int_equal(prepare(&f, text, SC_STR("B")), SC_OK);
    const struct sc_gql_prepared *b =
        sc_gql_documents_find(f.documents, sc_str_of(text), SC_STR("B"));
    assert_int_equal(sc_gql_cost_of(b->cost, NULL), 2);
    sc_gql_prepared_unref(b);
    sc_gql_documents_destroy(f.documents);
}

static void what_is_wrong_is_kept_too(void **state)
{
    static const struct {
        const char *text;
        enum sc_status status;
        const char *code;
    } rows[] = {
        {"{ name", SC_INVALID, "GRAPHQL_PARSE_FAILED"},
        {"{ nme }", SC_INVALID, "GRAPHQL_VALIDATION_FAILED"},
        {"{ __schema { types { name } } }", SC_INVALID, "GRAPHQL_VALIDATION_FAILED"},
        {"{ me { me { me { me { me { me { me { me { me { me { me { me { name } } } } } } } } } } } "
         "} }",
         SC_LIMITED, "DEPTH_LIMIT"},
    };
    struct fixture f = fixture_of(state, 1 << 20);

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(prepare(&f, rows[i].text, none), rows[i].status);
        const struct sc_gql_prepared *found =
            sc_gql_documents_find(f.documents, sc_str_of(rows[i].text), none);
        assert_non_null(found);
        assert_int_equal(found->status, rows[i].status);
        assert_string_equal(found->errors.first->code, rows[i].code);
        assert_true(found->errors.first->place_count > 0);
        sc_gql_prepared_unref(found);
    }
    sc_gql_documents_destroy(f.documents);
}

static void those_used_longest_ago_go(void **state)
{
    struct fixture f = fixture_of(state, 2 << 20);
    char text[64];
    size_t kept = 0;

    for (int i = 0; i < 500; i++) {
        snprintf(text, sizeof text, "query Q%d { name }", i);
        assert_int_equal(prepare(&f, text, none), SC_OK);
        assert_true(is_kept(&f, text, none));
        assert_int_equal(prepare(&f, "query Often { name }", none), SC_OK);
    }
    for (int i = 0; i < 500; i++) {
        snprintf(text, sizeof text, "query Q%d { name }", i);
        kept += is_kept(&f, text, none);
    }
    assert_in_range(kept, 8, 2 * 1024 / 16); /* an arena is 16 KiB at least */
    assert_true(is_kept(&f, "query Often { name }", none));
    sc_gql_documents_destroy(f.documents);
}

/* What is refused cannot drive out what is good. */
static void a_flood_of_wrong_documents_leaves_good_ones_alone(void **state)
{
    struct fixture f = fixture_of(state, 4 << 20);
    char text[64];

    assert_int_equal(prepare(&f, "query Good { name }", none), SC_OK);
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "query Q%d { nme }", i);
        assert_int_equal(prepare(&f, text, none), SC_INVALID);
    }
    assert_true(is_kept(&f, text, none));
    assert_false(is_kept(&f, "query Q0 { nme }", none));
    assert_true(is_kept(&f, "query Good { name }", none));
    sc_gql_documents_destroy(f.documents);
}

static void no_room_is_no_failure(void **state)
{
    struct fixture f = fixture_of(state, 0);

    assert_int_equal(prepare(&f, "{ name }", none), SC_OK);
    assert_false(is_kept(&f, "{ name }", none));
    sc_gql_documents_destroy(f.documents);
}

/* "sha256:<hex>" of a text, or without the word. */
static struct sc_str id_of(void **state, const char *scheme, const char *text)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];

    crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return sc_arena_printf(*state, "%s%s", scheme, hex);
}

static void trusted_documents_are_found_by_id(void **state)
{
    static const char one[] = "query One { __schema { types { name } } }";
    static const char two[] = "query A { name } query B { me { name } }";
    struct fixture f = fixture_of(state, 1 << 20);
    struct sc_request rq;
    struct sc_str manifest = sc_arena_printf(*state, "{\"%.*s\": \"%s\", \"%.*s\": \"%s\"}",
                                             SC_STR_ARGS(id_of(state, "sha256:", one)), one,
                                             SC_STR_ARGS(id_of(state, "", two)), two);

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_null(sc_gql_documents_trusted(f.documents, id_of(state, "", one), none));
    assert_int_equal(sc_gql_documents_trust(f.documents, &rq, manifest), SC_OK);
    const struct {
        struct sc_str id, name;
        const char *plan; /* NULL: not found */
    } rows[] = {
        {id_of(state, "", one), none, "One"},
        {id_of(state, "sha256:", one), SC_STR("One"), "One"},
        {id_of(state, "sha256:", one), SC_STR("Two"), NULL},
        {id_of(state, "sha256:", two), SC_STR("A"), "A"},
        {id_of(state, "", two), SC_STR("B"), "B"},
        {id_of(state, "", two), none, NULL},
        {id_of(state, "md5:", one), none, NULL},
        {id_of(state, "", "{ name }"), none, NULL},
        {SC_STR("sha256:"), none, NULL},
        {none, none, NULL},
    };
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        const struct sc_gql_prepared *found =
            sc_gql_documents_trusted(f.documents, rows[i].id, rows[i].name);
        assert_true((found != NULL) == (rows[i].plan != NULL));
        if (found != NULL)
            assert_str(sc_gql_plan_name(found->plan), rows[i].plan);
        sc_gql_prepared_unref(found);
    }
    sc_request_finish(&rq);
    sc_gql_documents_destroy(f.documents);
}

static void a_wrong_manifest_says_where(void **state)
{
    static const char wrong[] = "{ name }\n{ x";
    const struct {
        struct sc_str manifest;
        const char *words;
    } rows[] = {
        {SC_STR("[]"), "a manifest is an object of documents by their ids"},
        {SC_STR("{\"x\": \"{ name }\"}"), "\"x\" is no id of a document: sha256:<64 hex digits>"},
        {sc_arena_printf(*state, "{\"%.*s\": \"{ nme }\"}",
                         SC_STR_ARGS(id_of(state, "", "{ name }"))),
         "is another text than its id says"},
        {sc_arena_printf(*state, "{\"%.*s\": 7}", SC_STR_ARGS(id_of(state, "", "{ name }"))),
         "is no text"},
        {sc_arena_printf(*state, "{\"%.*s\": \"{ name }\\n{ x\"}",
                         SC_STR_ARGS(id_of(state, "sha256:", wrong))),
         ", line 2, column 4: "},
        {sc_arena_printf(*state, "{\"%.*s\": \"{ nme }\"}",
                         SC_STR_ARGS(id_of(state, "", "{ nme }"))),
         ", line 1, column 3: Cannot query field \"nme\" on type \"Query\"."},
        {sc_arena_printf(*state, "{\"%.*s\": \"{ name }\", \"%.*s\": \"{ name }\"}",
                         SC_STR_ARGS(id_of(state, "", "{ name }")),
                         SC_STR_ARGS(id_of(state, "sha256:", "{ name }"))),
         "is there twice"},
        {SC_STR("{\"a\": 1"), ""},
    };

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct fixture f = fixture_of(state, 1 << 20);
        struct sc_request rq;
        assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
        assert_int_equal(sc_gql_documents_trust(f.documents, &rq, rows[i].manifest), SC_INVALID);
        if (rows[i].words[0] != '\0' &&
            sc_str_find(sc_failure_words(&rq), sc_str_of(rows[i].words)) < 0)
            assert_str(sc_failure_words(&rq), rows[i].words);
        sc_request_finish(&rq);
        sc_gql_documents_destroy(f.documents);
    }
}

static void *use(void *context)
{
    struct fixture *f = context;
    char text[64];

    for (int i = 0; i < ROUNDS; i++) {
        snprintf(text, sizeof text, i % 5 == 0 ? "query Q%d { nme }" : "query Q%d { name }",
                 i % 40);
        const struct sc_gql_prepared *prepared =
            sc_gql_documents_find(f->documents, sc_str_of(text), none);
        if (prepared == NULL)
            prepared = sc_gql_documents_prepare(f->documents, sc_str_of(text), none);
        bool is_right = prepared != NULL && prepared->status == (i % 5 == 0 ? SC_INVALID : SC_OK) &&
                        (prepared->status != SC_OK || sc_gql_cost_of(prepared->cost, NULL) == 0);
        sc_gql_prepared_unref(prepared);
        if (!is_right)
            return context;
    }
    return NULL;
}

static void all_threads_share_one_store(void **state)
{
    struct fixture f = fixture_of(state, SMALL);
    pthread_t threads[THREADS];
    void *failed;

    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use, &f), 0);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    sc_gql_documents_destroy(f.documents);
}

UNIT_TESTS(a_test(a_document_is_prepared_once), a_test(each_operation_is_a_document_of_its_own),
           a_test(what_is_wrong_is_kept_too), a_test(those_used_longest_ago_go),
           a_test(a_flood_of_wrong_documents_leaves_good_ones_alone), a_test(no_room_is_no_failure),
           a_test(trusted_documents_are_found_by_id), a_test(a_wrong_manifest_says_where),
           a_test(all_threads_share_one_store))
