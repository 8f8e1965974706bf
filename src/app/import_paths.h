/*
 * import_paths.h - which files the operands of `smartcart import` mean, in the order to read them.
 */
#ifndef SC_APP_IMPORT_PATHS_H
#define SC_APP_IMPORT_PATHS_H

#include "app/options.h"
#include "retail/feed_detect.h"
#include "runtime/request.h"

enum {
    APP_IMPORT_FILES_MAX = 100000, /* a large country's stores, five files each */
    APP_IMPORT_DATE = 14,          /* digits: YYYYMMDDhhmmss */
};

struct app_import_path {
    const char *path;
    int64_t bytes; /* as the file system says; 0 when it cannot be seen */
    int rank;      /* of feed_detect_rank */
    char date[APP_IMPORT_DATE + 1];
};

struct app_import_paths {
    struct app_import_path *at;
    size_t count;
    int64_t bytes;
};

/*
 * Operands that are folders become the files below them, hidden ones left out;
 * other operands stay as they are, even if they do not exist. Stores come first,
 * then products, prices and deals, each by the date in the name, and of one date
 * the full file before its changes. All in rq's arena.
 *
 * SC_LIMITED: more than APP_IMPORT_FILES_MAX. SC_UNAVAILABLE: a folder cannot be read.
 */
SC_MUST_USE enum sc_status app_import_paths_find(struct sc_request *rq,
                                                 const struct feed_formats *formats,
                                                 const struct app_texts *operands,
                                                 struct app_import_paths *ret_paths);

/*
 * The last 8, 10, 12 or 14 digits of a name that begin with 20, dashes and underscores between them
 * passed over, filled up with zeros: "x-2025-07-03.csv" is "20250703000000". "" when there are
 * none.
 */
void app_import_date(struct sc_str name, char ret_date[APP_IMPORT_DATE + 1]);

#endif
