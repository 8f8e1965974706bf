#include "runtime/log.h"

#include <stdio.h>
#include <unistd.h>

#include "testing/unit.h"

/* What `write_some` writes to standard error. */
static struct sc_str captured(struct sc_arena *arena, void (*write_some)(void))
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    char *text = sc_arena_alloc(arena, 2 * SC_LOG_LINE_MAX);

    assert_non_null(file);
    dup2(fileno(file), STDERR_FILENO);
    write_some();
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    size_t len = fread(text, 1, 2 * SC_LOG_LINE_MAX, file);
    fclose(file);
    return (struct sc_str){text, len};
}

static void write_fields(void)
{
    sc_log(SC_LOG_INFO, "test.event", SC_LOG_TEXT("path", SC_STR("a\"b\nc")),
           SC_LOG_NUMBER("rows", -3));
    sc_log(SC_LOG_DEBUG, "test.hidden", SC_LOG_NUMBER("rows", 1));
}

static void a_line_is_one_json_object(void **state)
{
    struct sc_str text = captured(*state, write_fields);

    assert_true(sc_str_starts(text, SC_STR("{\"at\":\"2")));
    assert_true(sc_str_ends(text, SC_STR("Z\",\"level\":\"info\",\"event\":\"test.event\","
                                         "\"path\":\"a\\\"b\\nc\",\"rows\":-3}\n")));
}

static void write_too_much(void)
{
    static const char long_text[SC_LOG_LINE_MAX] = {[0 ... SC_LOG_LINE_MAX - 1] = 'x'};

    sc_log(SC_LOG_ERROR, "test.long",
           SC_LOG_TEXT("x", ((struct sc_str){long_text, sizeof long_text})));
}

static void a_line_too_long_says_so(void **state)
{
    struct sc_str text = captured(*state, write_too_much);

    assert_true(sc_str_ends(text, SC_STR("\"event\":\"test.long\","
                                         "\"note\":\"fields left out: too long\"}\n")));
}

static void levels_have_names(void **state)
{
    (void)state;
    assert_int_equal(sc_log_level_of(SC_STR("error")), SC_LOG_ERROR);
    assert_int_equal(sc_log_level_of(SC_STR("loud")), SC_LOG_INFO);
}

UNIT_TESTS(a_test(a_line_is_one_json_object), a_test(a_line_too_long_says_so),
           a_test(levels_have_names))
