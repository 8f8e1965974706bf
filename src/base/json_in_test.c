#include "base/json_in.h"

#include "testing/unit.h"

static void refuse(void **state, const char *text, const char *words)
{
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, *state, sc_str_of(text), &root);
    sc_json_in_int(&root, "n", 1, 9);
    assert_int_equal(sc_json_in_status(&in), SC_INVALID);
    assert_str(sc_json_in_words(&in), words);
}

static int64_t accept(void **state, const char *text, int64_t max)
{
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, *state, sc_str_of(text), &root);
    int64_t n = sc_json_in_int(&root, "n", 1, max);
    assert_str(sc_json_in_words(&in), "");
    return n;
}

static void numbers_are_whole_and_in_range(void **state)
{
    assert_int_equal(accept(state, "{\"n\": 7}", 9), 7);
    assert_int_equal(accept(state, "{\"\\u006e\": 7}", 9), 7);
    refuse(state, "{\"n\": 3.0}", "n: must be a whole number, without point or exponent");
    refuse(state, "{\"n\": 3e0}", "n: must be a whole number, without point or exponent");
    refuse(state, "{\"n\": \"3\"}", "n: must be a whole number");
    refuse(state, "{\"n\": -1}", "n: must be 1 to 9");
    refuse(state, "{\"n\": 10}", "n: must be 1 to 9");
    refuse(state, "{\"n\": null}", "n: must not be null");
    refuse(state, "{}", "n: is missing");
    refuse(state, "[]", "document: must be an object");
}

static void without_an_upper_bound_any_number_is_read(void **state)
{
    assert_true(accept(state, "{\"n\": 99999999999999999999999999}", INT64_MAX) == INT64_MAX);
}

static void odd_values_nobody_reads_do_no_harm(void **state)
{
    accept(state, "{\"n\": 1, \"x\": [1e999, -0.5E-9, 99999999999999999999]}", 9);
    accept(state, "{\"n\": 1, \"\\u0000\": \"\\ud800 \\u0000\"}", 9);
}

static void broken_documents_are_refused_with_their_place(void **state)
{
    refuse(state, "", "document: expected a value (line 1, byte 1)");
    refuse(state, "{\"n\": 1} x",
           "document: something stands behind the document (line 1, byte 10)");
    refuse(state, "{\"n\": 01}", "document: expected , or } (line 1, byte 8)");
    refuse(state, "{\"n\":\n [1, 2,]}", "n[2]: expected a value (line 2, byte 8)");
    refuse(state, "{\"a\": {\"b\": 1, \"b\": 2}}", "a.b: this key stands twice");
    refuse(state, "{\"b\": 1, \"\\u0062\": 2}", "b: this key stands twice");
    refuse(state, "{\"n\": \"\xff\"}", "n: not UTF-8 (line 1, byte 8)");
    refuse(state, "{\"n\": \"\t\"}", "n: a control character in a text (line 1, byte 8)");
    refuse(state, "\xEF\xBB\xBF{\"n\": 1}", "document: expected a value (line 1, byte 1)");
    refuse(state, "{\"n\": tru}", "n: expected a value (line 1, byte 7)");
    refuse(state, "{\"n\": \"\\x\"}", "n: no such escape (line 1, byte 9)");
}

static void many_keys_are_compared_too(void **state)
{
    refuse(state,
           "{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"a\":0}",
           "a: this key stands twice");
}

static void depth_ends_at_sixteen(void **state)
{
    accept(state, "{\"n\": 1, \"x\": [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}", 9);
    refuse(state, "{\"x\": [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}",
           "x[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested too deep (line 1, byte 22)");
}

static void check_text(void **state, const char *text, const char *words)
{
    struct sc_json_in in;
    struct sc_json root;

    sc_json_in_parse(&in, *state, sc_str_of(text), &root);
    sc_json_in_text(&root, "t");
    assert_str(sc_json_in_words(&in), words);
}

static void texts_have_rules(void **state)
{
    check_text(state, "{\"t\": \"\\ud83d\\ude00 \\n ok\"}", "");
    check_text(state, "{\"t\": \"\"}", "t: must have 1 to 200 bytes");
    check_text(state, "{\"t\": \"a\\u0000b\"}", "t: must not have a NUL");
    check_text(state, "{\"t\": \"a\\ufeffb\"}", "t: must not have a byte order mark");
    check_text(state, "{\"t\": \"\\ud83d\"}", "t: must not have half of a surrogate pair");
    check_text(state, "{\"t\": \"\\ude00\\ud83d\"}", "t: must not have half of a surrogate pair");
    check_text(state, "{\"t\": 3}", "t: must be a text");
}

static struct sc_json any(void **state, struct sc_json_in *in, const char *text)
{
    struct sc_json root;

    sc_json_in_parse_any(in, *state, sc_str_of(text), 4, &root);
    return root;
}

static void any_document_can_be_read_by_kind(void **state)
{
    struct sc_json_in in;
    struct sc_json root = any(state, &in, "{\"\": [null, true, \"\", 1e999], \"o\": {}}");
    struct sc_json list, item;

    assert_int_equal(sc_json_in_kind(&root), SC_JSON_OBJECT);
    assert_int_equal(sc_json_in_count(&root), 2);
    assert_true(sc_json_in_first(&root, &list));
    assert_str(list.key, "");
    assert_int_equal(sc_json_in_kind(&list), SC_JSON_ARRAY);
    assert_true(sc_json_in_first(&list, &item));
    assert_int_equal(sc_json_in_kind(&item), SC_JSON_NULL);
    assert_true(sc_json_in_next(&item));
    assert_int_equal(sc_json_in_kind(&item), SC_JSON_TRUE);
    assert_true(sc_json_in_next(&item));
    assert_str(sc_json_in_raw(&item), "");
    assert_true(sc_json_in_next(&item));
    assert_str(sc_json_in_raw(&item), "1e999");
    assert_int_equal(sc_json_in_count(&item), 0);
    assert_int_equal(sc_json_in_status(&in), SC_OK);
}

static void any_document_has_the_depth_of_its_caller_and_whole_characters(void **state)
{
    struct sc_json_in in;
    char deep[20000];

    any(state, &in, "[[[[]]]]");
    assert_int_equal(sc_json_in_status(&in), SC_OK);
    any(state, &in, "[[[[[]]]]]");
    assert_str(sc_json_in_words(&in), "[0][0][0][0]: nested too deep (line 1, byte 5)");
    memset(deep, '[', sizeof deep);
    deep[sizeof deep - 1] = '\0';
    any(state, &in, deep);
    assert_int_equal(sc_json_in_status(&in), SC_INVALID);
    any(state, &in, "[\"\\ud83d\"]");
    assert_str(sc_json_in_words(&in), "[0]: half of a surrogate pair (line 1, byte 9)");
    any(state, &in, "{\"\\ude00\": 1}");
    assert_int_equal(sc_json_in_status(&in), SC_INVALID);
    any(state, &in, "[\"\\ud83d\\ude00\\u0000\"]");
    assert_int_equal(sc_json_in_status(&in), SC_OK);
}

UNIT_TESTS(a_test(numbers_are_whole_and_in_range),
           a_test(without_an_upper_bound_any_number_is_read),
           a_test(odd_values_nobody_reads_do_no_harm),
           a_test(broken_documents_are_refused_with_their_place),
           a_test(many_keys_are_compared_too), a_test(depth_ends_at_sixteen),
           a_test(texts_have_rules), a_test(any_document_can_be_read_by_kind),
           a_test(any_document_has_the_depth_of_its_caller_and_whole_characters))
