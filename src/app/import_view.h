/*
 * import_view.h - what `smartcart import` shows: a progress bar, a line a file, and the end.
 *
 * The bar is drawn on standard error, only where that is a terminal, with
 * carriage returns and spaces alone: no colours, no cursor codes.
 */
#ifndef SC_APP_IMPORT_VIEW_H
#define SC_APP_IMPORT_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json_out.h"
#include "workers/import.h"

struct app_import_view {
    bool json;
    bool has_bar;
    int64_t began_us, drawn_us;      /* monotonic */
    int64_t total_bytes, done_bytes; /* of all paths; of those that are over */
    int64_t rows;                    /* of files that are over */
    int64_t files, failed, unchanged_files, stale_files;
    struct sc_buf buf; /* JSON that is not printed yet */
    struct sc_json_out out;
};

/* `total_bytes` is to be set once it is known. */
void app_import_view_init(struct app_import_view *view, bool json);
/* Frees; prints nothing. */
void app_import_view_finish(struct app_import_view *view);

/* A path that cannot be found counts as a file that failed. */
void app_import_view_missing(struct app_import_view *view, struct sc_str path, struct sc_str why);
/* A path has been gone through. */
void app_import_view_path(struct app_import_view *view, int64_t bytes);
/* The closing line, or the end of the JSON. */
void app_import_view_end(struct app_import_view *view);

/* What import_path tells to; `context` is the view. */
struct import_watch app_import_view_watch(struct app_import_view *view);

#endif
