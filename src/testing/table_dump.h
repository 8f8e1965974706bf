/*
 * table_dump.h - a table read with one of the program's maps, and what comes of it.
 */
#ifndef SC_TESTING_TABLE_DUMP_H
#define SC_TESTING_TABLE_DUMP_H

#include "retail/feed_detect.h"
#include "retail/feed_table.h"
#include "testing/feed_dump.h"

/* Reads `text` as the file `name`; `why` it is not complete, or NULL. It is then Nov 24, 2025. */
static inline void table_dump_check(const char *map, const char *name, struct sc_str text,
                                    const char *want, const char *why)
{
    const struct feed_input input = {.name = sc_str_of(name), .now_us = 1764000000 * SC_SECOND_US};
    const struct feed_map *found = NULL;
    struct sc_request rq;
    struct feed_formats *formats;
    struct feed_dump dump;
    struct feed_end end = {0};
    struct feed_sink sink = feed_dump_sink(&dump);

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_formats_create(&rq, NULL, &formats), SC_OK);
    for (size_t i = 0; i < formats->map_count; i++)
        if (sc_str_eq(formats->maps[i]->name, sc_str_of(map)))
            found = formats->maps[i];
    assert_non_null(found);
    enum sc_status st =
        feed_table_read(&rq, found, &input, feed_stream_of_text(&text), &sink, &end);
    if (st != SC_OK)
        print_error("%.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    assert_int_equal(st, SC_OK);
    assert_str(sc_buf_str(&dump.out), want);
    assert_str(sc_str_of(end.why_partial), why == NULL ? "" : why);
    assert_int_equal(end.is_complete, why == NULL);
    feed_dump_finish(&dump);
    feed_formats_destroy(formats);
    sc_request_finish(&rq);
}

#endif
