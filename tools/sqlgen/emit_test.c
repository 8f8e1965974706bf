#include "sqlgen/emit.h"

#include "testing/unit.h"

enum {
    OUT_CAP = 1024 * 1024,
};

struct made {
    struct sc_request rq;
    struct sc_buf buf;
};

static struct made make(void **state)
{
    struct made made = {.rq = {.arena = *state, .deadline = sc_deadline_none()}};

    sc_buf_init(&made.buf, OUT_CAP);
    return made;
}

static struct query_file query(void **state, const char *path, const char *text)
{
    struct sc_request rq = {.arena = *state, .deadline = sc_deadline_none()};
    struct query_file file;

    assert_int_equal(query_file_read(&rq, path, sc_str_of(text), &file), SC_OK);
    return file;
}

/* The header and behind it the source. */
static void emit(struct made *made, struct query_file *files, size_t count)
{
    assert_int_equal(query_files_link(&made->rq, files, count), SC_OK);
    emit_header(SC_STR("retail"), files, count, &made->buf);
    emit_source(SC_STR("retail"), files, count, &made->buf);
}

static void has(const struct made *made, const char *part)
{
    if (sc_str_find(sc_buf_str(&made->buf), sc_str_of(part)) < 0)
        fail_msg("no \"%s\" in\n%.*s", part, SC_STR_ARGS(sc_buf_str(&made->buf)));
}

static void literals_are_c_whatever_is_in_them(void **state)
{
    struct made made = make(state);

    emit_literal(&made.buf, SC_STR("a \"b\" \\ ?\?/\tc\n\xc3\xa9"
                                   "1\n"));
    assert_str(sc_buf_str(&made.buf), "\"a \\\"b\\\" \\\\ \\?\\?/\\011c\\n\"\n"
                                      "        \"\\303\\2511\\n\"");
    sc_buf_finish(&made.buf);
}

static void a_column_may_have_a_dot_and_a_flag(void **state)
{
    struct made made = make(state);
    struct query_file file = query(state, "retail/a.sql",
                                   "-- query: retail_a\n-- row: product.name text?, n bigint?\n"
                                   "-- route: catalogue\nselect 1");

    emit(&made, &file, 1);
    has(&made, "    struct sc_str product_name; /* may be null */\n    int64_t n;");
    has(&made, "    bool has_n;\n};");
    has(&made, "retail_a_one(struct sc_tx *tx, struct retail_a_row *ret_row)");
    has(&made, "{\"product.name\", SC_FIELD_TEXT, true, offsetof(struct retail_a_row, "
               "product_name), 0, NULL}");
    sc_buf_finish(&made.buf);
}

static void two_queries_may_share_a_row(void **state)
{
    struct made made = make(state);
    struct query_file files[2];

    files[0] =
        query(state, "retail/a.sql",
              "-- loader: retail_a\n-- key: id bigint\n-- row: as retail_b\n-- route: catalogue\n"
              "-- page: name, id\nselect $1 $2 $3 $4");
    files[1] =
        query(state, "retail/b.sql",
              "-- query: retail_b\n-- row: name text, id bigint\n-- route: catalogue\nselect 1");

    emit(&made, files, 2);
    has(&made, "retail_a_load(struct sc_tx *tx, const struct retail_a_in *in, size_t max, "
               "struct retail_b_rows *ret_rows)");
    has(&made, "    struct sc_i64_list id;\n    struct sc_str after_name;\n"
               "    int64_t after_id;\n    int32_t page_limit;\n};");
    assert_true(sc_str_find(sc_buf_str(&made.buf), SC_STR("struct retail_a_row")) < 0);
    sc_buf_finish(&made.buf);
}

static void a_star_is_the_rest_of_the_row(void **state)
{
    struct made made = make(state);
    struct query_file files[2];

    files[0] = query(state, "retail/a.sql",
                     "-- query: retail_a\n-- row: as retail_b\n-- route: catalogue\n"
                     "with n as (select 1, 2), m as (select 3)\n"
                     "select coalesce(n.a, 0) as name, d.*\nfrom n, (select c, e from m) d");
    files[1] = query(state, "retail/b.sql",
                     "-- query: retail_b\n-- row: name text, price.minor bigint, of text\n"
                     "-- route: catalogue\nselect b.* from b");

    emit(&made, files, 2);
    assert_str(files[0].sql, "with n as (select 1, 2), m as (select 3)\n"
                             "select coalesce(n.a, 0) as name, d.\"price.minor\", d.\"of\"\n"
                             "from n, (select c, e from m) d");
    assert_str(files[1].sql, "select b.\"name\", b.\"price.minor\", b.\"of\" from b");
    sc_buf_finish(&made.buf);
}

static void a_loader_knows_which_columns_are_its_keys(void **state)
{
    struct made made = make(state);
    struct query_file files[2];

    files[0] =
        query(state, "retail/a.sql",
              "-- loader: retail_a\n-- key: id bigint, code text\n-- args: viewer bigint[]\n"
              "-- row: name text, code text, id bigint\n-- route: household\nselect $1 $2 $3");
    files[1] = query(state, "retail/b.sql", "-- query: retail_b\n-- route: catalogue\nselect 1");

    emit(&made, files, 2);
    has(&made,
        "static const struct sc_field retail_a_keys[] = {\n"
        "    {\"id\", SC_FIELD_BIGINT, false, offsetof(struct retail_a_row, id), 0, NULL},\n"
        "    {\"code\", SC_FIELD_TEXT, false, offsetof(struct retail_a_row, code), 0, NULL},");
    has(&made, "    .keys = retail_a_keys,\n    .key_count = 2,\n    .first_key = 1,\n");
    has(&made, "retail_loaders[] = {\n    &retail_a_loader,\n    NULL,\n};");
    sc_buf_finish(&made.buf);
}

static void a_loader_without_a_key_has_none(void **state)
{
    struct made made = make(state);
    struct query_file file =
        query(state, "retail/a.sql",
              "-- loader: retail_a\n-- key: none\n-- args: words text\n-- row: name text\n"
              "-- route: catalogue\n-- page: name\nselect $1 $2 $3");

    emit(&made, &file, 1);
    has(&made, "    struct sc_str words;\n    struct sc_str after_name;\n    int32_t page_limit;");
    has(&made, "    .query = &retail_a_query,\n    .key_count = 0,");
    sc_buf_finish(&made.buf);
}

/* A cache must not give the rows of one program to another that lays them out otherwise. */
static void a_loaders_hash_is_of_its_statement_and_its_shapes(void **state)
{
    static const char *const texts[] = {
        "-- loader: retail_a\n-- key: id bigint\n-- row: id bigint\n-- route: catalogue\n"
        "select $1",
        "-- loader: retail_a\n-- key: id bigint\n-- row: id bigint\n-- route: catalogue\n"
        "select $1 + 0",
        "-- loader: retail_a\n-- key: id bigint\n-- row: id bigint, n bigint\n"
        "-- route: catalogue\nselect $1",
        "-- loader: retail_a\n-- key: id bigint\n-- row: id bigint, n bigint?\n"
        "-- route: catalogue\nselect $1",
    };
    struct sc_str hashes[SC_COUNT(texts)];

    for (size_t i = 0; i < SC_COUNT(texts); i++) {
        struct made made = make(state);
        struct query_file file = query(state, "retail/a.sql", texts[i]);
        emit(&made, &file, 1);
        struct sc_str all = sc_arena_str(*state, sc_buf_str(&made.buf));
        ptrdiff_t at = sc_str_find(all, SC_STR("UINT64_C("));
        assert_true(at > 0);
        hashes[i] = sc_str_sub(all, (size_t)at, sizeof "UINT64_C(0x0123456789abcdef)" - 1);
        for (size_t k = 0; k < i; k++)
            assert_false(sc_str_eq(hashes[i], hashes[k]));
        sc_buf_finish(&made.buf);
    }
}

/* Files of one service that do not fit together. */
static void refuse(void **state, const char *text, const char *words)
{
    struct sc_request rq = {.arena = *state, .deadline = sc_deadline_none()};
    struct query_file file = query(state, "retail/a.sql", text);

    assert_int_equal(query_files_link(&rq, &file, 1), SC_INVALID);
    assert_str(sc_failure_words(&rq), words);
}

static void files_that_do_not_fit_together_are_refused(void **state)
{
    refuse(state, "-- query: retail_a\n-- row: as retail_c\n-- route: catalogue\nselect 1",
           "retail/a.sql:1: no query of this name declares a row: retail_c");
    refuse(state, "-- query: retail_a\n-- row: n bigint\n-- route: catalogue\nselect 1, b.* from b",
           "retail/a.sql:1: no column of the row is left for a *, of: b");
    refuse(state, "-- query: retail_a\n-- route: catalogue\nselect b.* from b",
           "retail/a.sql:1: no column of the row is left for a *, of: b");
    refuse(state,
           "-- loader: retail_a\n-- key: id bigint\n-- row: n bigint\n-- route: catalogue\n"
           "select $1",
           "retail/a.sql:1: its rows do not carry the key: id");
    refuse(state,
           "-- loader: retail_a\n-- key: id bigint\n-- row: id bigint?\n-- route: catalogue\n"
           "select $1",
           "retail/a.sql:1: in its rows the key is of another type: id");
    refuse(state,
           "-- loader: retail_a\n-- key: none\n-- row: id bigint\n-- route: catalogue\n"
           "-- page: at, id\nselect $1 $2 $3",
           "retail/a.sql:1: a page is by columns of the row: at");
    refuse(state,
           "-- loader: retail_a\n-- key: none\n-- row: id bigint?\n-- route: catalogue\n"
           "-- page: id\nselect $1 $2",
           "retail/a.sql:1: a page cannot be ordered by this column: id");
}

static void migrations_keep_their_order_and_their_text(void **state)
{
    struct made made = make(state);
    const struct migration_file files[] = {
        {SC_STR("0001_a"), SC_STR("create table a();\ncreate table b();\n")},
        {SC_STR("0002_b"), SC_STR("-- outside transaction\ndrop table a; drop table b;\n")},
    };

    assert_int_equal(emit_migrations(&made.rq, files, 2, &made.buf), SC_OK);
    has(&made, "    \"create table a();\\n\"\n        \"create table b();\\n\",\n    NULL,");
    has(&made, "    \"drop table a\",\n    \"drop table b\",\n    NULL,");
    has(&made, "{1, \"0001_a\", statements_0001, false, ");
    has(&made, "{2, \"0002_b\", statements_0002, true, ");
    sc_buf_finish(&made.buf);
}

static void migrations_with_a_gap_are_refused(void **state)
{
    struct made made = make(state);
    const struct migration_file gap[] = {{SC_STR("0002_b"), SC_STR("select 1")}};
    const struct migration_file unnamed[] = {{SC_STR("first"), SC_STR("select 1")}};

    assert_int_equal(emit_migrations(&made.rq, gap, 1, &made.buf), SC_INVALID);
    sc_failure_clear(&made.rq);
    assert_int_equal(emit_migrations(&made.rq, unnamed, 1, &made.buf), SC_INVALID);
    sc_buf_finish(&made.buf);
}

UNIT_TESTS(a_test(literals_are_c_whatever_is_in_them), a_test(a_column_may_have_a_dot_and_a_flag),
           a_test(two_queries_may_share_a_row), a_test(a_star_is_the_rest_of_the_row),
           a_test(a_loader_knows_which_columns_are_its_keys),
           a_test(a_loader_without_a_key_has_none),
           a_test(a_loaders_hash_is_of_its_statement_and_its_shapes),
           a_test(files_that_do_not_fit_together_are_refused),
           a_test(migrations_keep_their_order_and_their_text),
           a_test(migrations_with_a_gap_are_refused))
