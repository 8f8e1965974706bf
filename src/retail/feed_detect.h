/*
 * feed_detect.h - which format a file has, by its first bytes and its name.
 */
#ifndef SC_RETAIL_FEED_DETECT_H
#define SC_RETAIL_FEED_DETECT_H

#include "retail/feed_map.h"

enum {
    FEED_MAPS_MAX = 64, /* the program's own and one of the operator's */
};

/* All formats: transparency XML, which is code (feed_il.h), and the maps. */
struct feed_formats {
    struct sc_arena *arena;
    const struct feed_map *maps[FEED_MAPS_MAX];
    size_t map_count;
    const struct feed_map *own; /* the operator's: the only one that is then used; NULL: none */
};

/*
 * Reads the program's maps and, unless NULL, the one in the file `map_path`.
 * SC_INVALID: that map is wrong, or cannot be read.
 */
SC_MUST_USE enum sc_status feed_formats_create(struct sc_request *rq, const char *map_path,
                                               struct feed_formats **ret_formats);
void feed_formats_destroy(struct feed_formats *formats); /* NULL is fine */

/* A word for --source: "il", or the source of a map. */
bool feed_formats_has_source(const struct feed_formats *formats, struct sc_str source);

struct feed_format {
    bool is_il;
    const struct feed_map *map; /* NULL when is_il */
};

/*
 * The format of a file with that name and beginning. `source` (absent: any)
 * leaves only the formats of that source. SC_INVALID: none fits.
 */
SC_MUST_USE enum sc_status feed_detect(struct sc_request *rq, const struct feed_formats *formats,
                                       struct sc_str source, struct sc_str name,
                                       struct sc_str beginning, struct feed_format *ret_format);

/*
 * In which order files should be read: 0 stores, 1 products, 2 prices and what a
 * name does not tell, 3 deals; so that what a file refers to is there before it.
 * `name` is as feed_input_name gives it.
 */
int feed_detect_rank(const struct feed_formats *formats, struct sc_str name);

#endif
