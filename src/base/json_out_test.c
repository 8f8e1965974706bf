#include "base/json_out.h"

#include <math.h>

#include "testing/unit.h"

static void commas_and_colons_are_put(void **state)
{
    struct sc_buf buf;
    struct sc_json_out out;

    (void)state;
    sc_buf_init(&buf, 1000);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key_i64(&out, "n", INT64_MIN);
    sc_json_key(&out, SC_STR("list"));
    sc_json_array(&out);
    sc_json_bool(&out, true);
    sc_json_null(&out);
    sc_json_array(&out);
    sc_json_array_end(&out);
    sc_json_decimal(&out, 1.5, 2);
    sc_json_decimal(&out, NAN, 2);
    sc_json_array_end(&out);
    sc_json_key_str(&out, "none", (struct sc_str){0});
    sc_json_object_end(&out);
    assert_str(sc_buf_str(&buf), "{\"n\":-9223372036854775808,\"list\":[true,null,[],1.50,null],"
                                 "\"none\":null}");
    sc_buf_finish(&buf);
}

static void check(const char *text, const char *json)
{
    struct sc_buf buf;
    struct sc_json_out out;

    sc_buf_init(&buf, 1000);
    sc_json_init(&out, &buf);
    sc_json_str(&out, sc_str_of(text));
    assert_str(sc_buf_str(&buf), json);
    sc_buf_finish(&buf);
}

static void text_is_always_valid_json(void **state)
{
    (void)state;
    check("", "\"\"");
    check("a\"b\\c", "\"a\\\"b\\\\c\"");
    check("\n\r\t\x01\x1f", "\"\\n\\r\\t\\u0001\\u001f\"");
    check("\xD7\x97\xD7\x9C\xD7\x91 \xF0\x9F\xA5\x9B",
          "\"\xD7\x97\xD7\x9C\xD7\x91 \xF0\x9F\xA5\x9B\"");
    check("eight by eight, a quote \" and more of it",
          "\"eight by eight, a quote \\\" and more of it\"");
    check("the last byte of a word\x1f", "\"the last byte of a word\\u001f\"");
    check("a\xFFz", "\"a\xEF\xBF\xBDz\"");                             /* never a UTF-8 byte */
    check("\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* a surrogate */
    check("\xC4", "\"\xEF\xBF\xBD\"");                                 /* cut short */
}

static void check_number(double value, const char *json)
{
    struct sc_buf buf;

    sc_buf_init(&buf, 1000);
    sc_json_put_f64(&buf, value);
    assert_str(sc_buf_str(&buf), json);
    sc_buf_finish(&buf);
}

static void numbers_have_the_fewest_digits(void **state)
{
    (void)state;
    check_number(0, "0");
    check_number(-0.0, "0");
    check_number(12.25, "12.25");
    check_number(-0.1, "-0.1");
    check_number(32.000001, "32.000001");
    check_number(999999999.999999, "999999999.999999");
    check_number(0.1 + 0.2, "0.30000000000000004");
    check_number(1e9, "1000000000");
    check_number(1e20, "100000000000000000000");
    check_number(1e21, "1e+21");
    check_number(1.5e300, "1.5e+300");
    check_number(123456789012.5, "123456789012.5");
    check_number(0.000001, "0.000001");
    check_number(0.00000123, "0.00000123");
    check_number(1e-7, "1e-7");
    check_number(5e-324, "5e-324");
    check_number(1.7976931348623157e308, "1.7976931348623157e+308");
    check_number(INFINITY, "null");
}

static void whole_numbers_reach_both_ends(void **state)
{
    struct sc_buf buf;

    (void)state;
    sc_buf_init(&buf, 1000);
    sc_json_put_i64(&buf, INT64_MIN);
    sc_json_put_i64(&buf, 0);
    sc_json_put_i64(&buf, INT64_MAX);
    assert_str(sc_buf_str(&buf), "-922337203685477580809223372036854775807");
    sc_buf_finish(&buf);
}

static void a_buffer_over_its_cap_fails_once_and_for_all(void **state)
{
    struct sc_buf buf;

    (void)state;
    sc_buf_init(&buf, 4);
    sc_buf_put(&buf, SC_STR("abcd"));
    assert_false(buf.failed);
    sc_buf_put_char(&buf, 'e');
    assert_true(buf.failed);
    sc_buf_clear(&buf);
    sc_buf_put(&buf, SC_STR("xy"));
    assert_false(buf.failed);
    assert_str(sc_buf_str(&buf), "xy");
    sc_buf_finish(&buf);
    assert_null(sc_buf_extend(&buf, 1));
}

UNIT_TESTS(a_test(commas_and_colons_are_put), a_test(text_is_always_valid_json),
           a_test(numbers_have_the_fewest_digits), a_test(whole_numbers_reach_both_ends),
           a_test(a_buffer_over_its_cap_fails_once_and_for_all))
