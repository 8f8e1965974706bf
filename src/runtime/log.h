/*
 * log.h - one JSON object a line on standard error.
 *
 *     {"at":"2026-11-23T10:00:00.123Z","level":"info","event":"import.file","rows":5119}
 *
 * Lines of several threads do not mix. Failures are logged once, at the edge
 * (conventions, section 4); code below never logs above debug.
 */
#ifndef SC_RUNTIME_LOG_H
#define SC_RUNTIME_LOG_H

#include <stdint.h>

#include "base/str.h"
#include "runtime/request.h"

enum {
    SC_LOG_LINE_MAX = 16 * 1024, /* bytes; a longer one is replaced by a note that says so */
};

enum sc_log_level {
    SC_LOG_DEBUG,
    SC_LOG_INFO,
    SC_LOG_WARN,
    SC_LOG_ERROR,
};

/* The preset is SC_LOG_INFO. Once, before threads start. */
void sc_log_set_level(enum sc_log_level least);
/* "debug", "info", "warn", "error"; anything else is SC_LOG_INFO. */
enum sc_log_level sc_log_level_of(struct sc_str name);

struct sc_log_field {
    const char *name;
    struct sc_str text; /* absent: `number` counts */
    int64_t number;
};

#define SC_LOG_TEXT(field, value)   ((struct sc_log_field){.name = (field), .text = (value)})
#define SC_LOG_NUMBER(field, value) ((struct sc_log_field){.name = (field), .number = (value)})

/* sc_log(SC_LOG_INFO, "import.file", SC_LOG_TEXT("path", path), SC_LOG_NUMBER("rows", rows)); */
#define sc_log(level, event, ...)                                              \
    sc_log_write((level), (event), (const struct sc_log_field[]){__VA_ARGS__}, \
                 sizeof((const struct sc_log_field[]){__VA_ARGS__}) / sizeof(struct sc_log_field))

void sc_log_write(enum sc_log_level level, const char *event, const struct sc_log_field *fields,
                  size_t field_count);

/* The failure of `rq`, with its place, as an error (ours) or a warning (the caller's). */
void sc_log_failure(const struct sc_request *rq, const char *event);

#endif
