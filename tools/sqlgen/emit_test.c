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

    assert_int_equal(emit_header(&made.rq, SC_STR("retail"), &file, 1, &made.buf), SC_OK);
    has(&made, "    struct sc_str product_name; /* may be null */\n    int64_t n;");
    has(&made, "    bool has_n;\n};");
    has(&made, "retail_a_one(struct sc_tx *tx, struct retail_a_row *ret_row)");
    sc_buf_clear(&made.buf);
    assert_int_equal(emit_source(&made.rq, SC_STR("retail"), &file, 1, &made.buf), SC_OK);
    has(&made, "{\"product.name\", SC_FIELD_TEXT, true, offsetof(struct retail_a_row, "
               "product_name), 0, NULL}");
    sc_buf_finish(&made.buf);
}

static void two_queries_may_share_a_row(void **state)
{
    struct made made = make(state);
    struct query_file files[] = {
        query(state, "retail/a.sql",
              "-- loader: retail_a\n-- key: id bigint\n-- row: as retail_b\n-- route: catalogue\n"
              "select $1"),
        query(state, "retail/b.sql",
              "-- query: retail_b\n-- row: id bigint\n-- route: catalogue\nselect 1"),
    };

    assert_int_equal(emit_header(&made.rq, SC_STR("retail"), files, 2, &made.buf), SC_OK);
    has(&made, "retail_a_load(struct sc_tx *tx, const struct retail_a_in *in, size_t max, "
               "struct retail_b_rows *ret_rows)");
    assert_true(sc_str_find(sc_buf_str(&made.buf), SC_STR("struct retail_a_row")) < 0);
    sc_buf_finish(&made.buf);
}

static void a_row_that_nobody_declares_is_refused(void **state)
{
    struct made made = make(state);
    struct query_file file =
        query(state, "retail/a.sql",
              "-- query: retail_a\n-- row: as retail_c\n-- route: catalogue\nselect 1");

    assert_int_equal(emit_header(&made.rq, SC_STR("retail"), &file, 1, &made.buf), SC_INVALID);
    assert_str(sc_failure_words(&made.rq), "retail/a.sql:1: no query retail_c declares a row");
    sc_buf_finish(&made.buf);
}

static void a_loader_whose_rows_lack_the_key_is_refused(void **state)
{
    struct made made = make(state);
    struct query_file file = query(state, "retail/a.sql",
                                   "-- loader: retail_a\n-- key: id bigint\n-- row: n bigint\n"
                                   "-- route: catalogue\nselect $1");

    assert_int_equal(emit_header(&made.rq, SC_STR("retail"), &file, 1, &made.buf), SC_INVALID);
    sc_buf_finish(&made.buf);
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
           a_test(two_queries_may_share_a_row), a_test(a_row_that_nobody_declares_is_refused),
           a_test(a_loader_whose_rows_lack_the_key_is_refused),
           a_test(migrations_keep_their_order_and_their_text),
           a_test(migrations_with_a_gap_are_refused))
