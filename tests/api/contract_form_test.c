/*
 * The form of the documents of `smartcart price` and `smartcart plan`: section 0 of the pricing
 * contract (docs/pricing.md), each rule a row, through the program itself.
 */
#include <stdio.h>

#include "api/helpers/program.h"
#include "testing/unit.h"

/* One change to a document that is right. */
struct row {
    const char *from, *to;
    const char *words; /* of the refusal; NULL: it is answered */
};

#define LINE_A "{\"id\":\"a\",\"product\":\"p\",\"units\":7,\"unit_price\":690,\"deposit\":30}"
#define DEAL                                                                 \
    "{\"id\":\"d\",\"kind\":\"bundle_total\",\"items\":[\"p\"],\"count\":3," \
    "\"value\":2000}"

static const char basket[] =
    "{\"at\":\"2026-11-23T10:00:00Z\",\"audiences\":[\"card:x\"],\"coupons\":[\"C\"],"
    "\"nudges\":true,\"budget_ms\":200,"
    "\"lines\":[" LINE_A ",{\"id\":\"b\",\"product\":\"w\",\"grams\":2400,\"price_per_kg\":3990}],"
    "\"deals\":[" DEAL "]}";

static const char wishes[] =
    "{\"at\":\"2026-11-23T10:00:00Z\",\"audiences\":[],\"coupons\":[],\"max_stores\":2,"
    "\"missing_cost\":100000,"
    "\"lines\":[{\"id\":\"m\",\"units\":2,\"accept\":[\"p\",{\"product\":\"q\",\"units\":1}]},"
    "{\"id\":\"n\",\"grams\":800,\"accept\":[\"w\"]}],"
    "\"stores\":[{\"id\":\"s\",\"visit_cost\":350,\"prices\":{\"p\":{\"unit_price\":590,"
    "\"deposit\":0},\"w\":{\"price_per_kg\":5990}},\"deals\":[" DEAL "]}]}";

/* The document with the first `from` made `to`. */
static struct sc_str changed(struct sc_arena *arena, const char *document, const struct row *row)
{
    struct sc_str text = sc_str_of(document);
    ptrdiff_t at = sc_str_find(text, sc_str_of(row->from));

    if (at < 0)
        fail_msg("there is no %s in it", row->from);
    struct sc_str behind = sc_str_sub(text, (size_t)at + strlen(row->from), SIZE_MAX);
    return sc_arena_printf(arena, "%.*s%s%.*s", (int)at, document, row->to, SC_STR_ARGS(behind));
}

static struct test_result run(struct sc_arena *arena, const char *command, struct sc_str input)
{
    const char *words[] = {command, NULL};
    const struct test_run wanted = {.words = words, .input = input};
    struct test_result result;

    test_program_run(arena, &wanted, &result);
    return result;
}

/* All rows as JSON Lines, behind the unchanged document: a bad line costs no other its answer. */
static void check_rows(struct sc_arena *arena, const char *command, const char *document,
                       const char *answer, const struct row *rows, size_t count)
{
    struct sc_buf input;
    int mistakes = 0;

    sc_buf_init(&input, SC_UNIT_ARENA_CAP);
    sc_buf_printf(&input, "%s\n", document);
    for (size_t i = 0; i < count; i++)
        sc_buf_printf(&input, "%.*s\n", SC_STR_ARGS(changed(arena, document, &rows[i])));
    struct test_result result = run(arena, command, sc_buf_str(&input));
    struct sc_str out = result.out, err = result.err, line, words;

    assert_int_equal(result.exit_code, 2);
    assert_true(sc_str_take(&out, '\n', &line) && sc_str_starts(line, sc_str_of(answer)));
    for (size_t i = 0; i < count; i++) {
        struct sc_str want = sc_str_of(answer);

        assert_true(sc_str_take(&out, '\n', &line));
        if (rows[i].words != NULL) {
            want = sc_arena_printf(arena, "{\"error\":\"%s\"}", rows[i].words);
            assert_true(sc_str_take(&err, '\n', &words));
            assert_str(words, rows[i].words);
        }
        if (sc_str_starts(line, want))
            continue;
        mistakes++;
        print_error("%s made %s:\n  got  %.*s\n  want %.*s\n", rows[i].from, rows[i].to,
                    SC_STR_ARGS(sc_str_sub(line, 0, 200)), SC_STR_ARGS(want));
    }
    assert_int_equal(out.len, 0);
    assert_int_equal(err.len, 0);
    assert_int_equal(mistakes, 0);
    sc_buf_finish(&input);
}

#define WHOLE           ": must be a whole number, without point or exponent"
#define AT_LEAST(field) "deals[0]." field ": must be 1 or more"

static void numbers_of_a_basket_have_ranges(void **state)
{
    static const struct row rows[] = {
        {"\"units\":7", "\"units\":0", "lines[0].units: must be 1 to 999"},
        {"\"units\":7", "\"units\":999", NULL},
        {"\"units\":7", "\"units\":1000", "lines[0].units: must be 1 to 999"},
        {"\"units\":7", "\"units\":-7", "lines[0].units: must be 1 to 999"},
        {"\"units\":7", "\"units\":7.0", "lines[0].units" WHOLE},
        {"\"units\":7", "\"units\":7e0", "lines[0].units" WHOLE},
        {"\"units\":7", "\"units\":1e2", "lines[0].units" WHOLE},
        {"\"units\":7", "\"units\":\"7\"", "lines[0].units: must be a whole number"},
        {"\"units\":7", "\"units\":true", "lines[0].units: must be a whole number"},
        {"\"units\":7", "\"units\":null", "lines[0].units: must not be null"},
        {"\"units\":7,", "", "lines[0].units: is missing"},
        {"\"units\":7", "\"units\":99999999999999999999", "lines[0].units: must be 1 to 999"},
        {"\"unit_price\":690", "\"unit_price\":0", NULL},
        {"\"unit_price\":690", "\"unit_price\":-0", NULL},
        {"\"unit_price\":690", "\"unit_price\":100000000", NULL},
        {"\"unit_price\":690", "\"unit_price\":100000001",
         "lines[0].unit_price: must be 0 to 100000000"},
        {"\"deposit\":30", "\"deposit\":null", NULL},
        {"\"deposit\":30", "\"deposit\":100000001", "lines[0].deposit: must be 0 to 100000000"},
        {"\"grams\":2400", "\"grams\":99999", NULL},
        {"\"grams\":2400", "\"grams\":100000", "lines[1].grams: must be 1 to 99999"},
        {"\"grams\":2400", "\"grams\":0", "lines[1].grams: must be 1 to 99999"},
        {"\"price_per_kg\":3990", "\"price_per_kg\":100000001",
         "lines[1].price_per_kg: must be 0 to 100000000"},
        {"\"budget_ms\":200", "\"budget_ms\":0", NULL},
        {"\"budget_ms\":200", "\"budget_ms\":null", NULL},
        {"\"budget_ms\":200", "\"budget_ms\":-1", "budget_ms: must be 0 or more"},
        {"\"count\":3", "\"count\":0", AT_LEAST("count")},
        {"\"count\":3", "\"count\":99999999999999999999", NULL},
        {"\"value\":2000", "\"value\":1000000000000", NULL},
        {"\"value\":2000", "\"value\":1000000000001", "deals[0].value: must be 0 to 1000000000000"},
        {"\"value\":2000", "\"value\":2000,\"max_uses\":0", AT_LEAST("max_uses")},
        {"\"value\":2000", "\"value\":2000,\"max_uses\":99999999999999999999", NULL},
        {"\"value\":2000", "\"value\":2000,\"max_units\":0", AT_LEAST("max_units")},
        {"\"value\":2000", "\"value\":2000,\"max_units\":null", NULL},
        {"\"value\":2000", "\"value\":2000,\"basket_min\":1000000000000", NULL},
        {"\"value\":2000", "\"value\":2000,\"basket_min\":1000000000001",
         "deals[0].basket_min: must be 0 to 1000000000000"},
        {"\"value\":2000", "\"value\":2000,\"basket_min_counts_own\":1",
         "deals[0].basket_min_counts_own: must be true or false"},
        {"bundle_total\"", "percent_off\"", NULL},
        {"bundle_total\",\"items\":[\"p\"],\"count\":3,\"value\":2000",
         "percent_off\",\"items\":[\"p\"],\"value\":10000", NULL},
        {"bundle_total\",\"items\":[\"p\"],\"count\":3,\"value\":2000",
         "percent_off\",\"items\":[\"p\"],\"value\":10001", "deals[0].value: must be 1 to 10000"},
        {"bundle_total\",\"items\":[\"p\"],\"count\":3,\"value\":2000",
         "percent_off\",\"items\":[\"p\"],\"value\":0", "deals[0].value: must be 1 to 10000"},
        {"bundle_total\",\"items\":[\"p\"],\"count\":3",
         "cheapest_percent_off\",\"items\":[\"p\"],\"count\":1",
         "deals[0].count: must be 2 or more"},
        {"bundle_total\"", "buy_get\"", "deals[0].get: is missing"},
        {"bundle_total\"", "buy_get\",\"get\":0", AT_LEAST("get")},
        {"bundle_total\"", "weight_price\",\"min_grams\":0", AT_LEAST("min_grams")},
        {"bundle_total\"", "weight_price\",\"max_grams\":0", AT_LEAST("max_grams")},
        {"bundle_total\"", "weight_price\",\"max_grams\":99999999999999999999", NULL},
        {"\"count\":3,", "", "deals[0].count: is missing"},
        {"bundle_total\",\"items\":[\"p\"],\"count\":3,\"value\":2000",
         "nobody_knows\",\"count\":\"x\"", NULL},
    };
    check_rows(*state, "price", basket, "{\"total\":", rows, SC_COUNT(rows));
}

static void a_basket_has_a_form(void **state)
{
    static const struct row rows[] = {
        {"\"units\":7", "\"units\":7,\"units\":7", "lines[0].units: this key stands twice"},
        {"\"units\":7", "\"units\":7,\"un\\u0069ts\":7", "lines[0].units: this key stands twice"},
        {"\"units\":7", "\"units\":7,\"x\":{\"y\":1,\"y\":1}",
         "lines[0].x.y: this key stands twice"},
        {"\"units\":7", "\"units\":7,\"x\":[1e999,-0.5E-9,\"\\ud800\"]", NULL},
        {"\"units\":7", "\"units\":07", "lines[0]: expected , or } (line 1, byte 141)"},
        {"\"units\":7", "\"units\":+7", "lines[0].units: expected a value (line 1, byte 140)"},
        {"\"units\":7", "\"units\":.7", "lines[0].units: expected a value (line 1, byte 140)"},
        {"\"units\":7", "\"units\":NaN", "lines[0].units: expected a value (line 1, byte 140)"},
        {"\"units\":7,\"unit_price\":690", "\"units\":7,\"unit_price\":690,\"grams\":5",
         "lines[0]: must be counted (units, unit_price) or weighed (grams, price_per_kg), not "
         "both"},
        {"\"units\":7,\"unit_price\":690,\"deposit\":30", "\"x\":0", "lines[0].units: is missing"},
        {"\"price_per_kg\":3990", "\"price_per_kg\":3990,\"deposit\":1",
         "lines[1].deposit: a weighed line has none"},
        {"\"price_per_kg\":3990", "\"price_per_kg\":3990,\"deposit\":0", NULL},
        {"\"id\":\"b\",\"product\":\"w\"", "\"id\":\"a\",\"product\":\"w\"",
         "lines[1].id: stands twice"},
        {"\"id\":\"b\",\"product\":\"w\"", "\"id\":\"b\",\"product\":\"p\"",
         "lines[1]: the product is counted on lines[0]"},
        {LINE_A, LINE_A ",{\"id\":\"c\",\"product\":\"p\",\"units\":1,\"unit_price\":691}",
         "lines[1]: the product has another price on lines[0]"},
        {LINE_A, LINE_A ",{\"id\":\"c\",\"product\":\"p\",\"units\":1,\"unit_price\":690}", NULL},
        {DEAL, DEAL "," DEAL, "deals[1].id: stands twice"},
        {"\"items\":[\"p\"]", "\"items\":[]", "deals[0].items: must name a product"},
        {"\"items\":[\"p\"]", "\"items\":[\"nowhere\"]", NULL},
        {"\"items\":[\"p\"],", "", "deals[0].items: is missing"},
        {"\"lines\":[", "\"lines\":{\"x\":[", "document: expected , or } (line 2, byte 1)"},
        {"\"id\":\"a\"", "\"id\":\"\"", "lines[0].id: must have 1 to 200 bytes"},
        {"\"id\":\"a\"", "\"id\":5", "lines[0].id: must be a text"},
        {"\"id\":\"a\"", "\"id\":\"a\\u0000\"", "lines[0].id: must not have a NUL"},
        {"\"id\":\"a\"", "\"id\":\"\\ufeffa\"", "lines[0].id: must not have a byte order mark"},
        {"\"id\":\"a\"", "\"id\":\"\xEF\xBB\xBF\"", "lines[0].id: must not have a byte order mark"},
        {"\"id\":\"a\"", "\"id\":\"\\ud800\"",
         "lines[0].id: must not have half of a surrogate pair"},
        {"\"id\":\"a\"", "\"id\":\"\\udc00\\ud800\"",
         "lines[0].id: must not have half of a surrogate pair"},
        {"\"id\":\"a\"", "\"id\":\"\\ud83d\\ude00\"", NULL},
        {"\"audiences\":[\"card:x\"]", "\"audiences\":[\"\"]",
         "audiences[0]: must have 1 to 200 bytes"},
        {"\"audiences\":[\"card:x\"],\"coupons\":[\"C\"],\"nudges\":true,\"budget_ms\":200,", "",
         NULL},
        {"\"nudges\":true", "\"nudges\":0", "nudges: must be true or false"},
        {"\"nudges\":true", "\"nudges\":null", NULL},
        {"\"at\":", "\"xx\":", "at: is missing"},
        {"T10:00:00Z", "T10:00:00+00:00", "at: must be a time, YYYY-MM-DDTHH:MM:SSZ"},
        {"T10:00:00Z", " 10:00:00Z", "at: must be a time, YYYY-MM-DDTHH:MM:SSZ"},
        {"T10:00:00Z", "T10:00:00.5Z", "at: must be a time, YYYY-MM-DDTHH:MM:SSZ"},
        {"T10:00:00Z", "T24:00:00Z", "at: must be a time, YYYY-MM-DDTHH:MM:SSZ"},
        {"2026-11-23", "2026-02-29", "at: must be a time, YYYY-MM-DDTHH:MM:SSZ"},
        {"2026-11-23", "2028-02-29", NULL},
        {"\"value\":2000", "\"value\":2000,\"ends\":\"2026-11-31T00:00:00Z\"",
         "deals[0].ends: must be a time, YYYY-MM-DDTHH:MM:SSZ"},
        {"\"value\":2000", "\"value\":2000,\"starts\":null,\"coupon\":null,\"audiences\":null",
         NULL},
        {"\"lines\":[", "\"x\":[[[[[[[[[[[[[[[]]]]]]]]]]]]]]],\"lines\":[", NULL}, /* depth 16 */
        {"\"lines\":[", "\"x\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]],\"lines\":[",
         "x[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested too deep (line 1, byte 118)"},
    };
    check_rows(*state, "price", basket, "{\"total\":", rows, SC_COUNT(rows));
}

static void wishes_have_a_form_too(void **state)
{
    static const struct row rows[] = {
        {"\"max_stores\":2", "\"max_stores\":0", "max_stores: must be 1 to 10"},
        {"\"max_stores\":2", "\"max_stores\":10", NULL},
        {"\"max_stores\":2", "\"max_stores\":11", "max_stores: must be 1 to 10"},
        {"\"max_stores\":2,", "", "max_stores: is missing"},
        {"\"missing_cost\":100000", "\"missing_cost\":100000001",
         "missing_cost: must be 0 to 100000000"},
        {"\"missing_cost\":100000", "\"missing_cost\":0", NULL},
        {"\"visit_cost\":350", "\"visit_cost\":100000001",
         "stores[0].visit_cost: must be 0 to 100000000"},
        {"\"visit_cost\":350,", "", "stores[0].visit_cost: is missing"},
        {"\"units\":2", "\"units\":1000", "lines[0].units: must be 1 to 999"},
        {"\"units\":2", "\"units\":2,\"grams\":5", "lines[0]: must have units or grams, not both"},
        {"\"grams\":800", "\"grams\":100000", "lines[1].grams: must be 1 to 99999"},
        {"\"grams\":800,", "", "lines[1].units: is missing"},
        {"[\"p\",", "[\"q\",", "lines[0].accept[1]: the product stands twice"},
        {"[\"w\"]", "[]", NULL},
        {"[\"w\"]", "[7]", "lines[1].accept[0]: must be a text"},
        {"{\"product\":\"q\",\"units\":1}", "{\"product\":\"q\"}",
         "lines[0].accept[1].units: is missing"},
        {"{\"product\":\"q\",\"units\":1}", "{\"product\":\"q\",\"grams\":500}", NULL},
        {"\"id\":\"n\"", "\"id\":\"m\"", "lines[1].id: stands twice"},
        {"\"unit_price\":590", "\"unit_price\":590,\"price_per_kg\":1",
         "stores[0].prices.p: must have unit_price or price_per_kg, not both"},
        {"\"price_per_kg\":5990", "\"price_per_kg\":5990,\"deposit\":1",
         "stores[0].prices.w.deposit: a weighed product has none"},
        {"\"w\":{\"price_per_kg\"", "\"\":{\"price_per_kg\"",
         "stores[0].prices.: must have 1 to 200 bytes"},
        {"\"w\":{\"price_per_kg\"", "\"p\":{\"price_per_kg\"",
         "stores[0].prices.p: this key stands twice"},
        {"\"prices\":{", "\"prices\":{\"unwanted\":{\"unit_price\":-1},",
         "stores[0].prices.unwanted.unit_price: must be 0 to 100000000"},
        {"\"count\":3", "\"count\":0", "stores[0].deals[0].count: must be 1 or more"},
        {"\"deals\":[" DEAL "]", "\"deals\":null", "stores[0].deals: must not be null"},
        {"{\"id\":\"s\"",
         "{\"id\":\"s\",\"visit_cost\":0,\"prices\":{},\"deals\":[]},{\"id\":\"s\"",
         "stores[1].id: stands twice"},
        {"\"stores\":[", "\"stores\":[],\"x\":[", NULL},
        {"\"lines\":[", "\"lines\":[],\"x\":[", NULL},
    };
    check_rows(*state, "plan", wishes, "{\"plans\":", rows, SC_COUNT(rows));
}

/* How many there may be of something: so many are answered, one more is refused. */
struct limit {
    const char *command, *before, *each, *after; /* each has a %d, its number */
    int most;
    const char *words;
};

static void check_limit(struct sc_arena *arena, const struct limit *limit, bool is_over)
{
    struct sc_buf input;

    sc_buf_init(&input, SC_UNIT_ARENA_CAP);
    sc_buf_printf(&input, "%s", limit->before);
    for (int i = 0; i < limit->most + (is_over ? 1 : 0); i++) {
        struct sc_str text = sc_str_of(limit->each), name;

        sc_buf_printf(&input, i > 0 ? "," : "");
        assert_true(sc_str_take(&text, '#', &name));
        sc_buf_printf(&input, "%.*s%d%.*s", SC_STR_ARGS(name), i, SC_STR_ARGS(text));
    }
    sc_buf_printf(&input, "%s", limit->after);
    struct test_result result = run(arena, limit->command, sc_buf_str(&input));
    sc_buf_finish(&input);
    assert_int_equal(result.was_late, false);
    assert_int_equal(result.exit_code, is_over ? 2 : 0);
    assert_str(result.err, is_over ? limit->words : "");
    assert_int_equal(result.out.len == 0, is_over);
}

static void there_are_limits_to_how_many(void **state)
{
#define AT "{\"at\":\"2026-11-23T10:00:00Z\",\"budget_ms\":0,\"max_stores\":1,\"missing_cost\":1,"
    static const struct limit limits[] = {
        {"price", AT "\"deals\":[],\"lines\":[",
         "{\"id\":\"#\",\"product\":\"p\",\"units\":1,\"unit_price\":1}", "]}", 500,
         "lines: has more than 500 entries\n"},
        {"price", AT "\"lines\":[" LINE_A "],\"deals\":[",
         "{\"id\":\"#\",\"kind\":\"bundle_total\",\"items\":[\"p\"],\"count\":2,\"value\":9}", "]}",
         2000, "deals: has more than 2000 entries\n"},
        {"price", AT "\"lines\":[],\"deals\":[],\"coupons\":[", "\"#\"", "]}", 1000,
         "coupons: has more than 1000 entries\n"},
        {"price",
         AT "\"lines\":[],\"deals\":[{\"id\":\"d\",\"kind\":\"percent_off\",\"value\":1,"
            "\"items\":[",
         "\"#\"", "]}]}", 1000, "deals[0].items: has more than 1000 entries\n"},
        {"plan", AT "\"stores\":[],\"lines\":[", "{\"id\":\"#\",\"units\":1,\"accept\":[\"p\"]}",
         "]}", 500, "lines: has more than 500 entries\n"},
        {"plan", AT "\"stores\":[],\"lines\":[{\"id\":\"m\",\"units\":1,\"accept\":[", "\"#\"",
         "]}]}", 1000, "lines[0].accept: has more than 1000 entries\n"},
        {"plan", AT "\"lines\":[],\"stores\":[",
         "{\"id\":\"#\",\"visit_cost\":1,\"prices\":{},\"deals\":[]}", "]}", 200,
         "stores: has more than 200 entries\n"},
        {"plan",
         AT "\"lines\":[],\"stores\":[{\"id\":\"s\",\"visit_cost\":1,\"prices\":{},"
            "\"deals\":[",
         "{\"id\":\"#\",\"kind\":\"basket_amount_off\",\"value\":9}", "]}]}", 2000,
         "stores[0].deals: has more than 2000 entries\n"},
    };
    for (size_t i = 0; i < SC_COUNT(limits); i++) {
        check_limit(*state, &limits[i], false);
        check_limit(*state, &limits[i], true);
    }
}

/* A basket of so many bytes: spaces between the last two characters. */
static struct sc_str padded(struct sc_arena *arena, size_t bytes)
{
    size_t len = sizeof basket - 1;
    char *text = sc_arena_alloc(arena, bytes);

    assert_non_null(text);
    memset(text, ' ', bytes);
    memcpy(text, basket, len - 1);
    text[bytes - 1] = '}';
    return (struct sc_str){.at = text, .len = bytes};
}

static void a_document_has_at_most_eight_mebibytes(void **state)
{
    static const size_t most = 8 * 1024 * 1024;
    struct test_result result = run(*state, "price", padded(*state, most));

    assert_int_equal(result.exit_code, 0);
    result = run(*state, "price", padded(*state, most + 1));
    assert_int_equal(result.exit_code, 2);
    assert_str(result.err, "document: larger than 8 MiB\n");
    assert_int_equal(result.out.len, 0);

    struct sc_str lines = sc_arena_printf(*state, "%s\n%.*s\n%s\n", basket,
                                          SC_STR_ARGS(padded(*state, most + 1)), basket);
    struct sc_str line;
    result = run(*state, "price", lines);
    assert_int_equal(result.exit_code, 2);
    assert_true(sc_str_take(&result.out, '\n', &line) && sc_str_starts(line, SC_STR("{\"total\"")));
    assert_true(sc_str_take(&result.out, '\n', &line));
    assert_str(line, "{\"error\":\"document: larger than 8 MiB\"}");
    assert_true(sc_str_take(&result.out, '\n', &line) && sc_str_starts(line, SC_STR("{\"total\"")));
}

static void one_document_may_have_many_lines(void **state)
{
    static const struct {
        const char *text;
        int exit_code;
        const char *err;
    } rows[] = {
        {"\n{\n\"at\": \"2026-11-23T10:00:00Z\",\n\"lines\": [],\n\"deals\": []\n}\n\n", 0, ""},
        {"{\"at\":\"2026-11-23T10:00:00Z\",\"lines\":[],\"deals\":[]}", 0, ""},
        {"{\"at\":\"2026-11-23T10:00:00Z\",\"lines\":[],\"deals\":[]}\n\n  \n", 0, ""},
        {"{\n}\n{\n}\n", 2, "document: something stands behind the document (line 3, byte 1)\n"},
        {"", 2, "document: expected a value (line 1, byte 1)\n"},
        {"[]", 2, "document: must be an object\n"},
        {"\xEF\xBB\xBF{}", 2, "document: expected a value (line 1, byte 1)\n"},
        {"{\"at\"\n", 2, "document: expected : (line 2, byte 1)\n"},
    };
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        struct test_result result = run(*state, "price", sc_str_of(rows[i].text));

        assert_int_equal(result.exit_code, rows[i].exit_code);
        assert_str(result.err, rows[i].err);
        assert_int_equal(result.out.len == 0, rows[i].exit_code != 0);
    }
}

static void a_nul_byte_is_refused(void **state)
{
    static const char text[] = "{\"at\":\"2026\0\"}";
    struct test_result result =
        run(*state, "price", (struct sc_str){.at = text, .len = sizeof text - 1});

    assert_int_equal(result.exit_code, 2);
    assert_str(result.err, "at: a control character in a text (line 1, byte 12)\n");
}

UNIT_TESTS(a_test(numbers_of_a_basket_have_ranges), a_test(a_basket_has_a_form),
           a_test(wishes_have_a_form_too), a_test(there_are_limits_to_how_many),
           a_test(a_document_has_at_most_eight_mebibytes), a_test(one_document_may_have_many_lines),
           a_test(a_nul_byte_is_refused))
