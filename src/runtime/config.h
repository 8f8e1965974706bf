/*
 * config.h - settings from a file and the environment, checked before anything starts.
 *
 * A program declares its settings in a table. Each has a name in lower case;
 * the file says `name = value` (lines, `#` begins a comment), the environment
 * SMARTCART_NAME, and the environment wins. An unknown name in the file, a
 * value of the wrong form or out of range stops the start with the place.
 */
#ifndef SC_RUNTIME_CONFIG_H
#define SC_RUNTIME_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

enum {
    SC_CONFIG_FILE_MAX = 64 * 1024, /* bytes; a settings file is a page of text */
    SC_CONFIG_NAME_MAX = 60,
};

enum sc_config_type {
    SC_CONFIG_TEXT,    /* struct sc_str */
    SC_CONFIG_INTEGER, /* int64_t, min..max */
    SC_CONFIG_CHOICE,  /* struct sc_str, one of the words of `choices`, parted by '|' */
};

struct sc_config_field {
    const char *name; /* such as "database_url" */
    enum sc_config_type type;
    size_t offset;      /* of the value in the settings struct */
    const char *preset; /* in the form of the file */
    int64_t min, max;   /* integers only */
    const char *choices;
    const char *does; /* for people: `smartcart config` and the docs */
};

/*
 * Fills `ret_settings` (the struct that the offsets are of): presets, then the
 * file at `path` (absent: none), then the environment. Texts live in rq's arena.
 *
 * SC_INVALID: a value or a name is wrong, or there is no readable file at
 * `path`. The words name the place: "smartcart.conf:3: workers: must be 1..64".
 */
SC_MUST_USE enum sc_status sc_config_read(struct sc_request *rq,
                                          const struct sc_config_field *fields, size_t field_count,
                                          struct sc_str path, void *ret_settings);

#endif
