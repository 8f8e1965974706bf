#include "retail/feed_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing/unit.h"

enum {
    SHOWN_MAX = 4096,
};

static const struct feed_grammar csv = {.delimiter = 0, .has_quotes = true};

/* All rows as "line[field|field]" or "line!trouble", a line each. */
static void check_stream(struct sc_arena *arena, struct feed_stream stream,
                         const struct feed_grammar *grammar, const char *want)
{
    char *shown = sc_arena_zalloc(arena, SHOWN_MAX);
    size_t at = 0;
    struct sc_request rq;
    struct feed_rows *rows;
    struct feed_row row;
    enum sc_status st;

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_rows_create(&rq, stream, grammar, &rows), SC_OK);
    while ((st = feed_rows_next(rows, &row)) == SC_OK) {
        at += (size_t)snprintf(shown + at, SHOWN_MAX - at, "%lld", (long long)row.line);
        if (row.trouble != FEED_REASON_NONE)
            at += (size_t)snprintf(shown + at, SHOWN_MAX - at, "!%.*s",
                                   SC_STR_ARGS(feed_reason_name(row.trouble)));
        for (size_t i = 0; i < row.count; i++)
            at += (size_t)snprintf(shown + at, SHOWN_MAX - at, "%c%.*s", i == 0 ? '[' : '|',
                                   SC_STR_ARGS(row.fields[i]));
        at += (size_t)snprintf(shown + at, SHOWN_MAX - at, "%s%s\n", row.count > 0 ? "]" : "",
                               row.is_cut ? "~" : "");
        assert_true(at < SHOWN_MAX);
    }
    assert_int_equal(st, SC_NOT_FOUND);
    assert_str(sc_str_of(shown), want);
    feed_rows_destroy(rows);
    sc_request_finish(&rq);
}

static void check(void **state, const char *text, const char *want)
{
    struct sc_str bytes = sc_str_of(text);

    check_stream(*state, feed_stream_of_text(&bytes), &csv, want);
}

static void rows_and_fields_are_split(void **state)
{
    check(state, "a,b,c\n1,,3\n", "1[a|b|c]\n2[1||3]\n");
    check(state, "a,b\r\n1, 2 \r\n", "1[a|b]\n2[1|2]\n");
    check(state, "a,b\n\n\n1,2", "1[a|b]\n4[1|2]~\n");
    check(state, "a,b\n,\n", "1[a|b]\n2[|]\n");
    check(state, "", "");
    check(state, "\n\n", "");
}

static void the_first_row_tells_the_delimiter(void **state)
{
    check(state, "a;b,c;d\n1,5;2;3\n", "1[a|b,c|d]\n2[1,5|2|3]\n");
    check(state, "a\tb\n1;2\t3\n", "1[a|b]\n2[1;2|3]\n");
    check(state, "a|b\n", "1[a|b]\n");
    check(state, "alone\n", "1[alone]\n");
}

static void quotes_are_those_of_rfc_4180(void **state)
{
    check(state, "a,\"b,c\",d\n", "1[a|b,c|d]\n");
    check(state, "\"he said \"\"no\"\"\",x\n", "1[he said \"no\"|x]\n");
    check(state, "\"two\nlines\",x\ny,z\n", "1[two\nlines|x]\n3[y|z]\n");
    check(state, "a, \"b\" ,c\n", "1[a|b|c]\n");
    check(state, "12\" pipe,x\n", "1[12\" pipe|x]\n"); /* a character like any other */
    check(state, "\"a\"b,c\n", "1[ab|c]\n");
    check(state, "\"\",\"\"\n", "1[|]\n");
}

static void without_quotes_a_quote_is_a_character(void **state)
{
    static const struct feed_grammar plain = {.delimiter = '\t', .has_quotes = false};
    struct sc_str bytes = SC_STR("\"a\t\"b\"\nc\td\n");

    check_stream(*state, feed_stream_of_text(&bytes), &plain, "1[\"a|\"b\"]\n2[c|d]\n");
}

static void a_quote_that_never_closes_costs_one_line(void **state)
{
    check(state, "a,b\n\"c,d\ne,f\ng,h\n", "1[a|b]\n2!bad_quotes\n3[e|f]\n4[g|h]\n");
    check(state, "a,b\n\"c,d", "1[a|b]\n2!bad_quotes~\n");
}

static void bytes_that_are_no_text_cost_their_row(void **state)
{
    struct sc_str bytes = SC_STR("a,b\nc\0c,d\ne,\xC4\n\xC4\x8D,f\n12345678\x80,g\n12345678\0,h\n");

    check_stream(*state, feed_stream_of_text(&bytes), &csv,
                 "1[a|b]\n2!bad_encoding\n3!bad_encoding\n4[\xC4\x8D|f]\n5!bad_encoding\n"
                 "6!bad_encoding\n");
}

/* Gives `start`, then `count` times the byte `fill`, then `end`. */
struct generator {
    struct sc_str start;
    char fill;
    int64_t count;
    struct sc_str end;
};

static enum sc_status generate(void *context, char *into, size_t room, size_t *ret_len)
{
    struct generator *g = context;
    struct sc_str *part = g->start.len > 0 ? &g->start : &g->end;

    if (part == &g->end && g->count > 0) {
        *ret_len = g->count < (int64_t)room ? (size_t)g->count : room;
        memset(into, g->fill, *ret_len);
        g->count -= (int64_t)*ret_len;
        return SC_OK;
    }
    *ret_len = part->len < room ? part->len : room;
    if (*ret_len > 0)
        memcpy(into, part->at, *ret_len);
    *part = sc_str_sub(*part, *ret_len, SIZE_MAX);
    return SC_OK;
}

static void a_line_of_a_gigabyte_is_one_bad_row(void **state)
{
    struct generator g = {SC_STR("a,b\n1,"), 'x', INT64_C(1) << 30, SC_STR("\n2,y\n")};

    check_stream(*state, (struct feed_stream){.context = &g, .read = generate}, &csv,
                 "1[a|b]\n2!too_long\n3[2|y]\n");
}

static void long_fields_and_many_columns_are_bad_rows(void **state)
{
    struct generator field = {SC_STR("a,b\n"), 'x', FEED_FIELD_MAX + 1, SC_STR(",1\n2,y\n")};
    struct generator columns = {SC_STR("a,b\n"), ',', FEED_COLUMNS_MAX, SC_STR("\n2,y\n")};
    struct generator quoted = {SC_STR("a,b\n\"\n"), 'x', 3 * FEED_ROW_MAX, SC_STR("\"\n2,y\n")};

    check_stream(*state, (struct feed_stream){.context = &field, .read = generate}, &csv,
                 "1[a|b]\n2!too_long\n3[2|y]\n");
    check_stream(*state, (struct feed_stream){.context = &columns, .read = generate}, &csv,
                 "1[a|b]\n2!wrong_columns\n3[2|y]\n");
    check_stream(*state, (struct feed_stream){.context = &quoted, .read = generate}, &csv,
                 "1[a|b]\n2!bad_quotes\n3!too_long\n4[2|y]\n");
}

UNIT_TESTS(a_test(rows_and_fields_are_split), a_test(the_first_row_tells_the_delimiter),
           a_test(quotes_are_those_of_rfc_4180), a_test(without_quotes_a_quote_is_a_character),
           a_test(a_quote_that_never_closes_costs_one_line),
           a_test(bytes_that_are_no_text_cost_their_row),
           a_test(a_line_of_a_gigabyte_is_one_bad_row),
           a_test(long_fields_and_many_columns_are_bad_rows))
