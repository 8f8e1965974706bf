#include "app/options.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    HELP_COLUMNS = 80,
    HELP_INDENT = 6,  /* of what an option does */
    NEAR_MISS_MAX = 3 /* slips in a name that is still taken for a mistyped one */
};

bool app_options_want_help(int argc, char *const *argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

/* Writes `text` in lines of HELP_COLUMNS, each behind `indent` spaces; an empty line parts. */
static void put_wrapped(FILE *out, const char *text, int indent)
{
    int column = 0;

    for (const char *at = text; *at != '\0';) {
        if (*at == '\n') {
            fputs(column > 0 ? "\n\n" : "", out);
            column = 0;
            at += strspn(at, "\n");
            continue;
        }
        int word = (int)strcspn(at, " \n");
        if (column > 0 && column + 1 + word > HELP_COLUMNS) {
            fputc('\n', out);
            column = 0;
        }
        column += fprintf(out, "%*s%.*s", column > 0 ? 1 : indent, "", word, at);
        at += word;
        at += strspn(at, " ");
    }
    fputc('\n', out);
}

static void put_verbs(const struct app_usage *usage, FILE *out)
{
    if (usage->verb_count == 0)
        return;
    fputc('\n', out);
    for (size_t i = 0; i < usage->verb_count; i++) {
        const struct app_verb *verb = &usage->verbs[i];
        fprintf(out, "  %s%s%s\n", verb->name, verb->operands != NULL ? " " : "",
                verb->operands != NULL ? verb->operands : "");
        put_wrapped(out, verb->does, HELP_INDENT);
    }
    if (usage->option_count > 0 && usage->options[0].name != NULL)
        fputc('\n', out); /* a heading brings its own */
}

void app_options_help(const struct app_usage *usage, FILE *out)
{
    fprintf(out, "usage: smartcart %s ", usage->command);
    fprintf(out, "%s\n\n", usage->operands);
    put_wrapped(out, usage->about, 0);
    put_verbs(usage, out);
    for (size_t i = 0; i < usage->option_count; i++) {
        const struct app_option *option = &usage->options[i];
        if (option->name == NULL) {
            fprintf(out, "\n%s\n", option->does);
            continue;
        }
        fprintf(out, "  --%s%s%s", option->name, option->value != NULL ? " " : "",
                option->value != NULL ? option->value : "");
        if (option->preset != NULL && option->type != APP_OPTION_FLAG)
            fprintf(out, "  (default %s)", option->preset);
        fputc('\n', out);
        put_wrapped(out, option->does, HELP_INDENT);
    }
    if (usage->after != NULL) {
        fputc('\n', out);
        put_wrapped(out, usage->after, 0);
    }
}

enum sc_status app_decimal_read(struct sc_str text, int64_t *ret_millionths)
{
    const int64_t most = INT64_C(1000000000000) * APP_DECIMAL_ONE;
    bool is_negative = sc_str_starts(text, SC_STR("-"));
    int64_t value = 0;
    int digits = 0, places = -1; /* -1: no point yet */

    for (size_t i = is_negative ? 1 : 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9' || places == APP_OPTION_DECIMAL_PLACES || value > most / 10)
            return SC_INVALID;
        value = value * 10 + (c - '0');
        digits++;
        places += places >= 0;
    }
    if (digits == 0 || places == 0)
        return SC_INVALID;
    for (int i = places > 0 ? places : 0; i < APP_OPTION_DECIMAL_PLACES; i++) {
        if (value > most / 10)
            return SC_INVALID;
        value *= 10;
    }
    *ret_millionths = is_negative ? -value : value;
    return SC_OK;
}

/* Slips between two names: letters to add, drop or change (Levenshtein's distance). */
static size_t slips(struct sc_str a, struct sc_str b)
{
    size_t row[APP_OPTION_NAME_MAX + 1];

    if (a.len > APP_OPTION_NAME_MAX || b.len > APP_OPTION_NAME_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = diagonal + (a.at[i - 1] != b.at[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[b.len];
}

static const struct app_option *option_find(const struct app_usage *usage, struct sc_str name)
{
    for (size_t i = 0; i < usage->option_count; i++) {
        const char *known = usage->options[i].name;
        if (known != NULL && sc_str_eq(sc_str_of(known), name))
            return &usage->options[i];
    }
    return NULL;
}

static enum sc_status no_such_option(struct sc_request *rq, const struct app_usage *usage,
                                     struct sc_str name)
{
    const char *nearest = NULL;
    size_t least = NEAR_MISS_MAX + 1;

    for (size_t i = 0; i < usage->option_count; i++) {
        const char *known = usage->options[i].name;
        size_t n = known == NULL ? SIZE_MAX : slips(name, sc_str_of(known));
        if (n < least) {
            least = n;
            nearest = known;
        }
    }
    if (nearest != NULL)
        return sc_fail(rq, SC_INVALID, "there is no option --%.*s; did you mean --%s?",
                       SC_STR_ARGS(name), nearest);
    return sc_fail(rq, SC_INVALID, "there is no option --%.*s; `smartcart %s --help` lists them",
                   SC_STR_ARGS(name), usage->command);
}

/* Appends the parts of `value` to the list; room doubles. */
static enum sc_status list_add(struct sc_request *rq, const struct app_option *option,
                               struct sc_str value, struct app_texts *list)
{
    struct sc_str part;

    for (bool more = true; more;) {
        more = sc_str_find_char(value, ',') >= 0;
        if (!sc_str_take(&value, ',', &part))
            part = SC_STR("");
        part = sc_str_trim(part);
        if (part.len == 0)
            return sc_fail(rq, SC_INVALID, "--%s: a value is empty", option->name);
        if (list->count == APP_OPTIONS_LIST_MAX)
            return sc_fail(rq, SC_INVALID, "--%s: more than %d values", option->name,
                           APP_OPTIONS_LIST_MAX);
        struct sc_str *grown = sc_arena_array(rq->arena, list->count + 1, sizeof *grown);
        if (grown == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for the options");
        if (list->count > 0)
            memcpy(grown, list->at, list->count * sizeof *grown);
        grown[list->count] = part;
        *list = (struct app_texts){grown, list->count + 1};
    }
    return SC_OK;
}

/* A bound for people: a decimal in millionths loses its zeros. */
static struct sc_str bound_words(struct sc_request *rq, const struct app_option *option,
                                 int64_t bound)
{
    if (option->type == APP_OPTION_INTEGER)
        return sc_arena_printf(rq->arena, "%" PRId64, bound);
    return sc_arena_printf(rq->arena, "%g", (double)bound / (double)APP_DECIMAL_ONE);
}

static enum sc_status number_set(struct sc_request *rq, const struct app_option *option,
                                 struct sc_str text, int64_t *ret_value)
{
    int64_t value;
    bool is_whole = option->type == APP_OPTION_INTEGER;
    enum sc_status st = is_whole ? sc_str_i64(text, &value) : app_decimal_read(text, &value);

    if (st == SC_OK && value >= option->min && value <= option->max) {
        *ret_value = value;
        return SC_OK;
    }
    return sc_fail(rq, SC_INVALID, "--%s: must be a %s from %.*s to %.*s, not \"%.*s\"",
                   option->name, is_whole ? "whole number" : "number",
                   SC_STR_ARGS(bound_words(rq, option, option->min)),
                   SC_STR_ARGS(bound_words(rq, option, option->max)), SC_STR_ARGS(text));
}

static enum sc_status value_set(struct sc_request *rq, const struct app_option *option,
                                struct sc_str text, void *values)
{
    void *field = (char *)values + option->offset;

    switch (option->type) {
    case APP_OPTION_FLAG:
        *(bool *)field = true;
        return SC_OK;
    case APP_OPTION_TEXT:
        if (text.len == 0)
            return sc_fail(rq, SC_INVALID, "--%s: the value is empty", option->name);
        *(struct sc_str *)field = text;
        return SC_OK;
    case APP_OPTION_LIST:
        return list_add(rq, option, text, field);
    case APP_OPTION_INTEGER:
    case APP_OPTION_DECIMAL:
        return number_set(rq, option, text, field);
    }
    return SC_OK;
}

/* Reads the option at argv[*at], and its value, which may be the next word. */
static enum sc_status option_read(struct sc_request *rq, const struct app_usage *usage, int argc,
                                  char *const *argv, int *at, void *values)
{
    struct sc_str word = sc_str_of(argv[*at]);
    struct sc_str name = sc_str_sub(word, 2, word.len);
    struct sc_str value = {0};
    ptrdiff_t equals = sc_str_find_char(name, '=');

    if (equals >= 0) {
        value = sc_str_sub(name, (size_t)equals + 1, name.len);
        name = sc_str_sub(name, 0, (size_t)equals);
    }
    const struct app_option *option = option_find(usage, name);
    if (option == NULL)
        return no_such_option(rq, usage, name);
    if (option->type == APP_OPTION_FLAG && equals >= 0)
        return sc_fail(rq, SC_INVALID, "--%s takes no value", option->name);
    if (option->type != APP_OPTION_FLAG && equals < 0) {
        if (*at + 1 == argc)
            return sc_fail(rq, SC_INVALID, "--%s needs a value: --%s %s", option->name,
                           option->name, option->value);
        value = sc_str_of(argv[++*at]);
    }
    return value_set(rq, option, value, values);
}

static enum sc_status presets_set(struct sc_request *rq, const struct app_usage *usage,
                                  void *values)
{
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < usage->option_count && st == SC_OK; i++) {
        const struct app_option *option = &usage->options[i];
        if (option->name != NULL && option->preset != NULL)
            st = value_set(rq, option, sc_str_of(option->preset), values);
    }
    assert(st != SC_INVALID); /* a preset of ours holds to our own rules */
    return st;
}

enum sc_status app_options_read(struct sc_request *rq, const struct app_usage *usage, int argc,
                                char *const *argv, void *ret_values, struct app_texts *ret_operands)
{
    struct sc_str *operands = sc_arena_array(rq->arena, (size_t)argc, sizeof *operands);
    size_t count = 0;
    bool are_over = false;

    if (operands == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the options");
    enum sc_status st = presets_set(rq, usage, ret_values);
    for (int i = 1; i < argc && st == SC_OK; i++) {
        struct sc_str word = sc_str_of(argv[i]);
        if (are_over || sc_str_eq(word, SC_STR("-")) || !sc_str_starts(word, SC_STR("-")))
            operands[count++] = word;
        else if (sc_str_eq(word, SC_STR("--")))
            are_over = true;
        else if (!sc_str_starts(word, SC_STR("--")))
            st = sc_fail(rq, SC_INVALID, "there is no option %.*s; options are written --name",
                         SC_STR_ARGS(word));
        else
            st = option_read(rq, usage, argc, argv, &i, ret_values);
    }
    if (st != SC_OK)
        return st;
    bool is_bounded = usage->verb_count == 0; /* else its verb is */
    if (is_bounded && count < usage->operands_min)
        return sc_fail(rq, SC_INVALID, "something is missing: smartcart %s %s", usage->command,
                       usage->operands);
    if (is_bounded && count > usage->operands_max)
        return sc_fail(rq, SC_INVALID, "\"%.*s\" is one word too many",
                       SC_STR_ARGS(operands[usage->operands_max]));
    *ret_operands = (struct app_texts){operands, count};
    return SC_OK;
}

/* What there is in place of what was typed. */
static enum sc_status no_such_verb(struct sc_request *rq, const struct app_usage *usage,
                                   const struct app_texts *operands)
{
    struct sc_str names = SC_STR("");

    for (size_t i = 0; i < usage->verb_count; i++)
        names = sc_arena_printf(rq->arena, "%.*s%s%s", SC_STR_ARGS(names), i > 0 ? ", " : "",
                                usage->verbs[i].name);
    if (operands->count == 0)
        return sc_fail(rq, SC_INVALID, "say what: %.*s (see --help)", SC_STR_ARGS(names));
    return sc_fail(rq, SC_INVALID, "there is no \"%s %.*s\"; there are %.*s (see --help)",
                   usage->command, SC_STR_ARGS(operands->at[0]), SC_STR_ARGS(names));
}

static const struct app_verb *verb_find(const struct app_usage *usage, struct sc_str name)
{
    for (size_t i = 0; i < usage->verb_count; i++)
        if (sc_str_eq(name, sc_str_of(usage->verbs[i].name)))
            return &usage->verbs[i];
    return NULL;
}

enum sc_status app_verb_take(struct sc_request *rq, const struct app_usage *usage,
                             struct app_texts *operands, const struct app_verb **ret_verb)
{
    const struct app_verb *verb = operands->count > 0 ? verb_find(usage, operands->at[0]) : NULL;

    if (verb == NULL) {
        if (usage->verb_count > 0 && (operands->count > 0 || usage->operands_min > 0))
            return no_such_verb(rq, usage, operands);
        *ret_verb = NULL;
        return SC_OK;
    }
    struct app_texts rest = {operands->at + 1, operands->count - 1};
    if (rest.count < verb->operands_min)
        return sc_fail(rq, SC_INVALID, "%s: %s", verb->name, verb->missing);
    if (rest.count > verb->operands_max)
        return sc_fail(rq, SC_INVALID, "%s: \"%.*s\" is one word too many", verb->name,
                       SC_STR_ARGS(rest.at[verb->operands_max]));
    *operands = rest;
    *ret_verb = verb;
    return SC_OK;
}
