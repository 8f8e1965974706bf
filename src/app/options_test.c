#include "app/options.h"

#include <string.h>

#include "runtime/request.h"
#include "testing/unit.h"

struct words {
    bool all;
    struct sc_str near;
    struct app_texts cards;
    int64_t max_stores;
    int64_t per_km;
    int64_t visit_cost;
};

static const struct app_option options[] = {
    {.does = "What to weigh"},
    {.name = "all", .type = APP_OPTION_FLAG, .offset = offsetof(struct words, all), .does = "all"},
    {.name = "near",
     .type = APP_OPTION_TEXT,
     .offset = offsetof(struct words, near),
     .value = "LAT,LON",
     .does = "here"},
    {.name = "card",
     .type = APP_OPTION_LIST,
     .offset = offsetof(struct words, cards),
     .value = "NAME",
     .does = "a loyalty card"},
    {.name = "max-stores",
     .type = APP_OPTION_INTEGER,
     .offset = offsetof(struct words, max_stores),
     .value = "N",
     .preset = "3",
     .min = 1,
     .max = 10,
     .does = "at most so many stores, each of which is a place to go to, park at and queue in"},
    {.name = "per-km",
     .type = APP_OPTION_DECIMAL,
     .offset = offsetof(struct words, per_km),
     .value = "AMOUNT",
     .preset = "0.30",
     .max = 100 * APP_DECIMAL_ONE,
     .does = "cost of a kilometre"},
    {.name = "visit-cost",
     .type = APP_OPTION_DECIMAL,
     .offset = offsetof(struct words, visit_cost),
     .value = "AMOUNT",
     .max = 100 * APP_DECIMAL_ONE,
     .does = "cost of a stop"},
};

static const struct app_usage usage = {
    .command = "where",
    .operands = "LIST.txt [OPTION]...",
    .about = "Says where.\n\nTwice.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .operands_max = 1,
};

enum {
    WORDS_MAX = 16
};

/* Its words, parted by spaces; returns how many. */
static int split(void **state, const char *line, char *argv[WORDS_MAX])
{
    char *copy = sc_arena_alloc(*state, strlen(line) + 1);
    int argc = 0;

    memcpy(copy, line, strlen(line) + 1);
    for (char *at = copy, *word; (word = strsep(&at, " ")) != NULL;)
        argv[argc++] = word;
    return argc;
}

static enum sc_status read_line(void **state, const char *line, struct words *words,
                                struct app_texts *operands, struct sc_str *why)
{
    char *argv[WORDS_MAX] = {0};
    int argc = split(state, line, argv);
    struct sc_request rq = {.arena = *state};

    *words = (struct words){.visit_cost = -1};
    enum sc_status st = app_options_read(&rq, &usage, argc, argv, words, operands);
    *why = sc_arena_str(*state, sc_failure_words(&rq));
    return st;
}

static void refuse(void **state, const char *line, const char *want)
{
    struct words words;
    struct app_texts operands;
    struct sc_str why;

    assert_int_equal(read_line(state, line, &words, &operands, &why), SC_INVALID);
    assert_str(why, want);
}

static void presets_stand_where_nothing_is_given(void **state)
{
    struct words words;
    struct app_texts operands;
    struct sc_str why;

    assert_int_equal(read_line(state, "where list.txt", &words, &operands, &why), SC_OK);
    assert_int_equal(operands.count, 1);
    assert_str(operands.at[0], "list.txt");
    assert_false(words.all);
    assert_int_equal(words.max_stores, 3);
    assert_int_equal(words.per_km, 300000);
    assert_int_equal(words.visit_cost, -1); /* without a preset: the caller's own */
}

static void both_spellings_of_a_value_are_read(void **state)
{
    struct words words;
    struct app_texts operands;
    struct sc_str why;

    assert_int_equal(read_line(state,
                               "where --max-stores=2 --near 45.8,15.9 --all - --visit-cost 2.5 "
                               "--card a,b --card=c",
                               &words, &operands, &why),
                     SC_OK);
    assert_int_equal(words.max_stores, 2);
    assert_str(words.near, "45.8,15.9");
    assert_true(words.all);
    assert_int_equal(words.visit_cost, 2500000);
    assert_int_equal(words.cards.count, 3);
    assert_str(words.cards.at[1], "b");
    assert_str(words.cards.at[2], "c");
    assert_str(operands.at[0], "-");
}

static void behind_two_dashes_all_are_operands(void **state)
{
    struct words words;
    struct app_texts operands;
    struct sc_str why;

    assert_int_equal(read_line(state, "where -- --all", &words, &operands, &why), SC_OK);
    assert_str(operands.at[0], "--all");
    assert_false(words.all);
}

static void wrong_words_are_refused_with_the_option_s_name(void **state)
{
    refuse(state, "where a --max-store 3",
           "there is no option --max-store; did you mean --max-stores?");
    refuse(state, "where a --wholly-other",
           "there is no option --wholly-other; `smartcart where --help` lists them");
    refuse(state, "where a -v", "there is no option -v; options are written --name");
    refuse(state, "where a --max-stores", "--max-stores needs a value: --max-stores N");
    refuse(state, "where a --max-stores 11",
           "--max-stores: must be a whole number from 1 to 10, not \"11\"");
    refuse(state, "where a --max-stores 2.0",
           "--max-stores: must be a whole number from 1 to 10, not \"2.0\"");
    refuse(state, "where a --per-km 1e3", "--per-km: must be a number from 0 to 100, not \"1e3\"");
    refuse(state, "where a --all=yes", "--all takes no value");
    refuse(state, "where a --near=", "--near: the value is empty");
    refuse(state, "where a --card x,,y", "--card: a value is empty");
    refuse(state, "where a --card x,", "--card: a value is empty");
    refuse(state, "where", "something is missing: smartcart where LIST.txt [OPTION]...");
    refuse(state, "where a b", "\"b\" is one word too many");
}

static const struct app_verb verbs[] = {
    {.name = "list", .does = "all"},
    {.name = "show",
     .operands = "ID",
     .does = "one",
     .operands_min = 1,
     .operands_max = 1,
     .missing = "which one?"},
};

static const struct app_usage with_verbs = {
    .command = "jobs",
    .operands = "VERB [OPTION]...",
    .about = "Jobs.",
    .verbs = verbs,
    .verb_count = SC_COUNT(verbs),
    .options = options,
    .option_count = 2,
    .operands_min = 1,
};

/* What is said of the verb in `line`; "" when it is taken. */
static struct sc_str take_verb(void **state, const struct app_usage *of, const char *line,
                               const struct app_verb **ret_verb, struct app_texts *operands)
{
    struct sc_request rq = {.arena = *state};
    struct words words = {0};
    char *argv[WORDS_MAX] = {0};
    int argc = split(state, line, argv);

    assert_int_equal(app_options_read(&rq, of, argc, argv, &words, operands), SC_OK);
    enum sc_status st = app_verb_take(&rq, of, operands, ret_verb);
    assert_true(st == SC_OK || st == SC_INVALID);
    return st == SC_OK ? SC_STR("") : sc_arena_str(*state, sc_failure_words(&rq));
}

static void a_verb_is_taken_off_the_operands(void **state)
{
    const struct app_usage alone = {.command = "jobs", .verbs = verbs, .verb_count = 2};
    const struct app_verb *verb = NULL;
    struct app_texts operands;

    assert_str(take_verb(state, &with_verbs, "jobs --all show 7", &verb, &operands), "");
    assert_ptr_equal(verb, &verbs[1]);
    assert_int_equal(operands.count, 1);
    assert_str(operands.at[0], "7");
    assert_str(take_verb(state, &alone, "jobs", &verb, &operands), "");
    assert_null(verb); /* it does without */
    assert_str(take_verb(state, &usage, "where list.txt", &verb, &operands), "");
    assert_null(verb); /* it knows none */
    assert_int_equal(operands.count, 1);
}

static void wrong_verbs_are_refused_with_those_there_are(void **state)
{
    static const char *const rows[][2] = {
        {"jobs", "say what: list, show (see --help)"},
        {"jobs lost", "there is no \"jobs lost\"; there are list, show (see --help)"},
        {"jobs show", "show: which one?"},
        {"jobs show 1 2", "show: \"2\" is one word too many"},
        {"jobs list 1", "list: \"1\" is one word too many"},
    };
    const struct app_verb *verb;
    struct app_texts operands;

    for (size_t i = 0; i < SC_COUNT(rows); i++)
        assert_str(take_verb(state, &with_verbs, rows[i][0], &verb, &operands), rows[i][1]);
}

static void decimals_are_exact_and_bounded(void **state)
{
    static const struct {
        const char *text;
        enum sc_status st;
        int64_t value;
    } rows[] = {
        {"0", SC_OK, 0},
        {"12.5", SC_OK, 12500000},
        {"-0.000001", SC_OK, -1},
        {"1000000000000", SC_OK, 1000000000000000000},
        {"10000000000000", SC_INVALID, 0},
        {"99999999999999999999", SC_INVALID, 0},
        {"1.0000000", SC_INVALID, 0},
        {"1.", SC_INVALID, 0},
        {".5", SC_OK, 500000},
        {"", SC_INVALID, 0},
        {"-", SC_INVALID, 0},
        {"1,5", SC_INVALID, 0},
        {"+1", SC_INVALID, 0},
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        int64_t value = 0;
        assert_int_equal(app_decimal_read(sc_str_of(rows[i].text), &value), rows[i].st);
        assert_int_equal(value, rows[i].value);
    }
}

static void help_names_every_option_with_its_default(void **state)
{
    char text[4096] = {0};
    FILE *out = fmemopen(text, sizeof text, "w");

    (void)state;
    app_options_help(&usage, out);
    fclose(out);
    assert_string_equal(text,
                        "usage: smartcart where LIST.txt [OPTION]...\n\n"
                        "Says where.\n\nTwice.\n"
                        "\nWhat to weigh\n"
                        "  --all\n      all\n"
                        "  --near LAT,LON\n      here\n"
                        "  --card NAME\n      a loyalty card\n"
                        "  --max-stores N  (default 3)\n"
                        "      at most so many stores, each of which is a place to go to, park at "
                        "and\n      queue in\n"
                        "  --per-km AMOUNT  (default 0.30)\n      cost of a kilometre\n"
                        "  --visit-cost AMOUNT\n      cost of a stop\n");
}

static void help_names_verbs_before_options(void **state)
{
    char text[4096] = {0};
    FILE *out = fmemopen(text, sizeof text, "w");

    (void)state;
    app_options_help(&with_verbs, out);
    fclose(out);
    assert_string_equal(text, "usage: smartcart jobs VERB [OPTION]...\n\n"
                              "Jobs.\n"
                              "\n"
                              "  list\n      all\n"
                              "  show ID\n      one\n"
                              "\nWhat to weigh\n"
                              "  --all\n      all\n");
}

static void help_is_wanted_before_the_end_of_options_only(void **state)
{
    char *asks[] = {(char[]){"where"}, (char[]){"x"}, (char[]){"--help"}};
    char *does_not[] = {(char[]){"where"}, (char[]){"--"}, (char[]){"--help"}};

    (void)state;
    assert_true(app_options_want_help(3, asks));
    assert_false(app_options_want_help(3, does_not));
}

UNIT_TESTS(a_test(presets_stand_where_nothing_is_given), a_test(both_spellings_of_a_value_are_read),
           a_test(behind_two_dashes_all_are_operands),
           a_test(wrong_words_are_refused_with_the_option_s_name),
           a_test(decimals_are_exact_and_bounded), a_test(help_names_every_option_with_its_default),
           a_test(help_is_wanted_before_the_end_of_options_only),
           a_test(a_verb_is_taken_off_the_operands),
           a_test(wrong_verbs_are_refused_with_those_there_are),
           a_test(help_names_verbs_before_options))
