/*
 * feed_folder.h - a folder for files on their way in, which is gone afterwards.
 */
#ifndef SC_WORKERS_FEED_FOLDER_H
#define SC_WORKERS_FEED_FOLDER_H

#include "runtime/request.h"

enum {
    FEED_FOLDER_OLD_S = 24 * 3600, /* one that a killed worker left is removed by others then */
};

struct feed_folder {
    const char *path; /* NULL: none was made */
};

/* Makes one within `within`, and removes old ones there. SC_UNAVAILABLE: it cannot be made. */
SC_MUST_USE enum sc_status feed_folder_make(struct sc_request *rq, const char *within,
                                            struct feed_folder *ret_folder);
/* With what is in it. */
void feed_folder_remove(const struct feed_folder *folder);

/*
 * A new file of that name, for us to write; in place of one that is there. `ret_path` lives in
 * rq's arena. SC_UNAVAILABLE: it cannot be made.
 */
SC_MUST_USE enum sc_status feed_folder_create(struct sc_request *rq,
                                              const struct feed_folder *folder, struct sc_str name,
                                              const char **ret_path, int *ret_fd);

#endif
