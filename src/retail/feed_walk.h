/*
 * feed_walk.h - the files behind the paths an operator gave, in the order to read them.
 */
#ifndef SC_RETAIL_FEED_WALK_H
#define SC_RETAIL_FEED_WALK_H

#include "retail/feed_detect.h"

enum {
    FEED_WALK_DEPTH_MAX = 32,     /* folders in folders */
    FEED_WALK_FILES_MAX = 100000, /* a day of a whole country has some thousands */
};

struct feed_paths {
    const char **at; /* in the caller's arena, NUL-terminated as system calls take them */
    size_t count;
};

/*
 * Files as given and, for each folder, the regular files in it and below: not
 * hidden ones, and no folder behind a link, so a loop of links ends. Sorted by
 * feed_detect_rank, then by the date in the name (none first), then full files
 * before others, by name and by path; each once per path.
 *
 * SC_NOT_FOUND, SC_FORBIDDEN: a given path; unreadable folders below too.
 * SC_LIMITED: too deep, or too many. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status feed_walk(struct sc_request *rq, struct sc_arena *arena,
                                     const struct feed_formats *formats, const char *const *given,
                                     size_t given_count, struct feed_paths *ret_paths);

#endif
