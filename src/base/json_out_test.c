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
    check("a\xFFz", "\"a\xEF\xBF\xBDz\"");                             /* never a UTF-8 byte */
    check("\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* a surrogate */
    check("\xC4", "\"\xEF\xBF\xBD\"");                                 /* cut short */
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
           a_test(a_buffer_over_its_cap_fails_once_and_for_all))
