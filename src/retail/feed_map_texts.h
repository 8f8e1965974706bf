/*
 * feed_map_texts.h - the texts of src/retail/maps/, put into the program by cmake/embed.cmake.
 */
#ifndef SC_RETAIL_FEED_MAP_TEXTS_H
#define SC_RETAIL_FEED_MAP_TEXTS_H

struct feed_map_text {
    const char *name; /* of the file, such as "hr.map"; NULL: the end of the table */
    const char *text; /* NUL-terminated */
};

extern const struct feed_map_text feed_map_texts[];

#endif
