#include "sqlgen/query_file.h"

#include <stdio.h>

#include "testing/unit.h"

static const char path[] = "sql/queries/retail/store_find.sql";

static enum sc_status read_text(void **state, const char *text, struct query_file *ret_file,
                                char words[SC_FAILURE_WORDS_MAX])
{
    struct sc_request rq = {.arena = *state, .deadline = sc_deadline_none()};
    enum sc_status st = query_file_read(&rq, path, sc_str_of(text), ret_file);

    memcpy(words, rq.failure.words, SC_FAILURE_WORDS_MAX);
    return st;
}

static struct query_file read_good(void **state, const char *text)
{
    char words[SC_FAILURE_WORDS_MAX];
    struct query_file file;

    if (read_text(state, text, &file, words) != SC_OK)
        fail_msg("%s", words);
    return file;
}

/* Refused, with words that begin with the place and contain `why`. */
static void refuse(void **state, const char *text, int line, const char *why)
{
    char words[SC_FAILURE_WORDS_MAX];
    char place[100];
    struct query_file file = {.limit_ms = 77};

    snprintf(place, sizeof place, "%s:%d: ", path, line);
    assert_int_equal(read_text(state, text, &file, words), SC_INVALID);
    if (strncmp(words, place, strlen(place)) != 0 || strstr(words, why) == NULL)
        fail_msg("got \"%s\", want \"%s...%s\"", words, place, why);
    assert_int_equal(file.limit_ms, 77); /* untouched on failure */
}

#define QUERY "-- query: retail_store_find\n-- route: catalogue\n"

static void the_header_declares_parameters_and_rows(void **state)
{
    struct query_file file = read_good(state, "-- query: retail_store_find\n"
                                              "-- args:  id bigint, near double precision[]?\n"
                                              "-- row:   name text?,\n"
                                              "--        at timestamptz\n"
                                              "-- route: catalogue\n"
                                              "-- slow:  2m\n"
                                              "-- uses:  store_pkey\n"
                                              "select name, at from s where id = $1 and p = $2;\n");

    assert_str(file.name, "retail_store_find");
    assert_str(file.service, "retail");
    assert_int_equal(file.params.count, 2);
    assert_str(file.params.at[1].name, "near");
    assert_string_equal(file.params.at[1].type->sql, "double precision[]");
    assert_true(file.params.at[1].may_be_null);
    assert_int_equal(file.row.count, 2);
    assert_true(file.row.at[0].may_be_null);
    assert_false(file.row.at[1].may_be_null);
    assert_int_equal(file.limit_ms, 120000);
    assert_str(file.index, "store_pkey");
    assert_str(file.sql, "select name, at from s where id = $1 and p = $2");
    assert_false(file.may_write);
}

static void what_writes_is_known(void **state)
{
    assert_true(read_good(state, QUERY "insert into a values (1)").may_write);
    assert_true(read_good(state, QUERY "with x as (delete from a) select 1").may_write);
    assert_false(read_good(state, QUERY "select 'insert' from \"update\"").may_write);
}

static void a_loader_has_its_keys_first(void **state)
{
    struct query_file file = read_good(state, "-- loader: retail_store_find\n"
                                              "-- key:    id bigint, code text\n"
                                              "-- args:   radius double precision\n"
                                              "-- row:    id bigint, code text\n"
                                              "-- route:  catalogue\n"
                                              "-- cache:  30s tag store\n"
                                              "-- page:   code\n"
                                              "select $1 $2 $3 $4 $5");

    assert_true(file.is_loader);
    assert_int_equal(file.key_count, 2);
    assert_int_equal(file.params.count, 5);
    assert_true(file.params.at[0].is_key && file.params.at[1].is_key);
    assert_str(file.params.at[2].name, "radius");
    assert_str(file.params.at[3].name, "after_code");
    assert_str(file.params.at[4].name, "page_limit");
    assert_int_equal(file.cache_ms, 30000);
    assert_str(file.cache_tag, "store");
}

static void a_households_loader_has_its_viewer_first(void **state)
{
    struct query_file file = read_good(state, "-- loader: retail_store_find\n"
                                              "-- key:    list_id bigint\n"
                                              "-- args:   viewer bigint[], open boolean\n"
                                              "-- row:    list_id bigint\n"
                                              "-- route:  household\n"
                                              "select $1 $2 $3");

    assert_str(file.params.at[0].name, "viewer");
    assert_str(file.params.at[1].name, "list_id");
    assert_str(file.params.at[2].name, "open");
    assert_true(file.params.at[1].is_key);
}

static void a_wrong_header_is_refused(void **state)
{
    refuse(state, "select 1", 1, "neither or both");
    refuse(state, "-- query: retail_other\n-- route: catalogue\nselect 1", 1, "<folder>_<file>");
    refuse(state, QUERY "-- colour: red\nselect 1", 3, "\"colour\" is no header word");
    refuse(state, QUERY "-- a remark\nselect 1", 3, "no header word");
    refuse(state, QUERY "-- route: every\nselect 1", 3, "said twice");
    refuse(state, "-- query: retail_store_find\nselect 1", 1, "route");
    refuse(state, "-- query: retail_store_find\n-- route: here\nselect 1", 2, "catalogue");
    refuse(state, QUERY "-- args: a money\nselect $1", 3, "no type that is known: \"money\"");
    refuse(state, QUERY "-- args: a bigint, a text\nselect $1 $2", 3, "two fields");
    refuse(state, QUERY "-- args: A bigint\nselect $1", 3, "cannot be the name");
    refuse(state, QUERY "-- slow: soon\nselect 1", 3, "how long");
    refuse(state, QUERY "-- cache: 10m tag x\nselect 1", 3, "only a loader");
    refuse(state, QUERY "-- key: id bigint\nselect $1", 3, "a loader has keys");
    refuse(state, QUERY "-- page: id\nselect $1", 3, "only a loader");
    refuse(state,
           "-- loader: retail_store_find\n-- key: a double precision\n-- row: a bigint\n"
           "-- route: catalogue\nselect $1",
           2, "a key is");
}

#define LOADER "-- loader: retail_store_find\n-- key: id bigint\n-- row: id bigint\n"

static void a_loader_is_of_one_kind_or_the_other(void **state)
{
    refuse(state, LOADER "-- route: catalogue\n-- args: viewer bigint[]\nselect $1 $2", 5,
           "no viewer");
    refuse(state, LOADER "-- route: household\nselect $1", 1, "\"viewer bigint[]\" first");
    refuse(state,
           LOADER "-- route: household\n-- args: viewer bigint[]\n-- cache: 1m tag x\n"
                  "select $1 $2",
           6, "only a loader of the catalogue");
}

static void sql_that_is_no_good_is_refused(void **state)
{
    refuse(state, LOADER "-- route: catalogue\ndelete from a where id = any($1) returning id", 5,
           "only reads");
    refuse(state, QUERY "select *\nfrom a", 3, "no *");
    refuse(state, QUERY "delete from a returning *", 3, "no *");
    refuse(state, QUERY "select a, b.*, c\nfrom b", 3, "no *");
    refuse(state, QUERY "select a from (\n  select b.* from b) c", 4, "no *");
    refuse(state, QUERY "select a.* from a union\nselect b.* from b", 4, "no *");
    refuse(state, QUERY "-- args: a text\nselect 1\nwhere $1 is null or x = $1", 5, "is null or");
    refuse(state, QUERY "-- args: a text\nselect 1 where (($1::text[] is null)) or true", 4,
           "is null or");
    refuse(state, QUERY "-- args: a text\nselect 1 where x = 1 or $1::text is null", 4,
           "is null or");
    refuse(state, QUERY "select 1;\nselect 2", 4, "second statement");
    refuse(state, QUERY "-- args: a text\nselect 1", 1, "$1 is not used");
    refuse(state, QUERY "select $1", 3, "$1 is not declared");
    refuse(state, QUERY "\n", 3, "no statement");
    refuse(state, QUERY "select 'abc", 3, "has no end");
    refuse(state, QUERY "select $a$abc$b$", 3, "has no end");
}

static void what_only_looks_like_it_is_fine(void **state)
{
    read_good(state, QUERY "select count(*), 2 * 3, '*', '; select 2' -- select *; select 3\n"
                           "/* select * /* from */ a; */ from a;");
    read_good(state, QUERY "-- args: a text\nselect $1 is null, $$ $2; select * $$");
    read_good(state, QUERY "select E'it\\'s; ''so''', \"odd;name\" from a");
}

static void a_copy_has_one_form(void **state)
{
    const char *good = QUERY "-- args: a bigint, b text?\n"
                             "COPY retail.x (a, b) from stdin (format binary)";

    assert_true(read_good(state, good).is_copy);
    assert_true(read_good(state, good).may_write);
    refuse(state, QUERY "-- args: a bigint\ncopy x (a, b) from stdin (format binary)", 4, "form");
    refuse(state, QUERY "-- args: b bigint\ncopy x (a) from stdin (format binary)", 4, "args");
    refuse(state, QUERY "-- args: a bigint\ncopy x (a) from stdin", 4, "copy table");
    refuse(state,
           QUERY "-- args: a bigint\n-- row: a bigint\ncopy x (a) from stdin (format binary)", 5,
           "no rows");
}

UNIT_TESTS(a_test(the_header_declares_parameters_and_rows), a_test(what_writes_is_known),
           a_test(a_loader_has_its_keys_first), a_test(a_households_loader_has_its_viewer_first),
           a_test(a_wrong_header_is_refused), a_test(a_loader_is_of_one_kind_or_the_other),
           a_test(sql_that_is_no_good_is_refused), a_test(what_only_looks_like_it_is_fine),
           a_test(a_copy_has_one_form))
