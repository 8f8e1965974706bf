/*
 * options.h - a command's words: declared in tables, read, and explained by --help.
 *
 * Long options only: `--name VALUE` or `--name=VALUE`; a flag has no value.
 * `--` ends them, `-` is an operand. Of an option given twice the last counts,
 * but the values of a list add up. Nothing else is guessed: an unknown option,
 * a value of the wrong form or out of range is refused with words.
 */
#ifndef SC_APP_OPTIONS_H
#define SC_APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

enum {
    APP_OPTION_DECIMAL_PLACES = 6, /* a decimal is kept in millionths */
    APP_OPTION_NAME_MAX = 40,      /* bytes of an option's name */
    APP_OPTIONS_LIST_MAX = 1000,   /* values of one list; a person types fewer */
};
#define APP_DECIMAL_ONE INT64_C(1000000)

enum app_option_type {
    APP_OPTION_FLAG,    /* bool */
    APP_OPTION_TEXT,    /* struct sc_str, not empty */
    APP_OPTION_LIST,    /* struct app_texts: given several times, or parted by commas */
    APP_OPTION_INTEGER, /* int64_t, min..max */
    APP_OPTION_DECIMAL, /* int64_t in millionths, min..max (both in millionths) */
};

struct app_texts {
    const struct sc_str *at;
    size_t count;
};

struct app_option {
    const char *name; /* without dashes, such as "max-stores"; NULL: `does` heads a group */
    enum app_option_type type;
    size_t offset;      /* of the value in the caller's struct */
    const char *value;  /* what help calls it, such as "KM"; NULL for a flag */
    const char *preset; /* as typed; NULL: the field keeps what the caller put there */
    int64_t min, max;
    const char *does; /* for help: what, unit, and the default's reason */
};

/* A row of such a table, without a preset; `at` is the value's offset. */
#define APP_OPTION(kind, word, at, shown, help)                                      \
    {                                                                                \
        .name = (word), .type = APP_OPTION_##kind, .offset = (at), .value = (shown), \
        .does = (help)                                                               \
    }

/* What is opened for a command before it runs, and closed behind it. */
enum app_needs {
    APP_NEEDS_NOTHING,
    APP_NEEDS_SETTINGS,
    APP_NEEDS_DATABASE, /* and settings; nothing is connected to yet */
};

struct app_call;

/* What a command can be told to do: its first operand. */
struct app_verb {
    const char *name;
    const char *operands; /* behind it, for help, such as "ID..."; NULL: none */
    const char *does;     /* for help */
    size_t operands_min, operands_max;
    const char *missing; /* what is said when there are too few; NULL: there cannot be */
    enum app_needs needs;
    enum sc_status (*run)(struct app_call *call);
};

struct app_usage {
    const char *command;  /* "where" */
    const char *operands; /* behind the command in the first line of help */
    const char *about;    /* paragraphs, parted by empty lines */
    const struct app_verb *verbs;
    size_t verb_count; /* 0: it has none */
    const struct app_option *options;
    size_t option_count;
    size_t operands_min, operands_max; /* with verbs: 0 if it does without, and no maximum */
    const char *after;                 /* behind the options, as `about`; NULL: nothing */
};

/* --help stands among the words, before any `--`. */
bool app_options_want_help(int argc, char *const *argv);

/* Explains the command on `out`, in 80 columns. */
void app_options_help(const struct app_usage *usage, FILE *out);

/*
 * Reads argv[1..] into `ret_values` (the struct that the offsets are of) and the
 * operands. Texts borrow argv; lists live in rq's arena.
 *
 * SC_INVALID: the words are wrong; rq has the reason, which names the option.
 */
SC_MUST_USE enum sc_status app_options_read(struct sc_request *rq, const struct app_usage *usage,
                                            int argc, char *const *argv, void *ret_values,
                                            struct app_texts *ret_operands);

/*
 * Takes the verb off the operands; NULL where the usage has none, or none was given and none need
 * be.
 *
 * SC_INVALID: it is missing, there is no such verb, or it has too few or too many operands; rq has
 * the reason.
 */
SC_MUST_USE enum sc_status app_verb_take(struct sc_request *rq, const struct app_usage *usage,
                                         struct app_texts *operands,
                                         const struct app_verb **ret_verb);

/*
 * "12.5" or "-0.25": digits, at most APP_OPTION_DECIMAL_PLACES behind the point.
 * SC_INVALID: anything else, or over 10^12 either way.
 */
SC_MUST_USE enum sc_status app_decimal_read(struct sc_str text, int64_t *ret_millionths);

#endif
