/*
 * writers.h - the demo world's files of one day, each chain's in its own form.
 *
 * A chain's files lie in a folder by its key. Names, columns and tags are those
 * of the real formats; the words are ours.
 */
#ifndef SC_DEMO_WRITERS_H
#define SC_DEMO_WRITERS_H

#include "base/buf.h"
#include "demo/files.h"
#include "demo/offers.h"

enum {
    DEMO_DATE_TEXT = 16,              /* "YYYY-MM-DD" or "YYYYMMDD" with room, and the NUL */
    DEMO_FILE_MAX = 64 * 1024 * 1024, /* bytes of one file's text; the largest is near 2 MB */
};

struct demo_writer {
    struct sc_arena *arena;
    const struct demo_world *world;
    const char *folder; /* of the chain being written */
    int64_t day;
    char date[DEMO_DATE_TEXT];    /* "2026-11-24" */
    char compact[DEMO_DATE_TEXT]; /* "20261124" */
};

/*
 * Writes a day's files of all chains under `out`, which is made when it is not
 * there (its parent must be); `arena` is the scratch. Fails as
 * demo_folder_make and demo_file_write do, and with SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status demo_write_world(struct sc_arena *arena, const struct demo_world *world,
                                            int64_t day, const char *out);

/*
 * Each writes one chain's files into `writer->folder`, which exists. Fails as
 * demo_file_write does, and with SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status demo_write_transparency(const struct demo_writer *writer);
SC_MUST_USE enum sc_status demo_write_merchant(const struct demo_writer *writer);
SC_MUST_USE enum sc_status demo_write_tables(const struct demo_writer *writer);

/* A stores table with coordinates, in our own form: "KEY-stores-DATE.tsv". */
SC_MUST_USE enum sc_status demo_write_stores(const struct demo_writer *writer,
                                             enum demo_chain_id chain);

/* Writes what is in `buf`, then empties it. SC_NO_MEMORY: it had failed. */
SC_MUST_USE enum sc_status demo_write_out(const struct demo_writer *writer, struct sc_str name,
                                          enum demo_packing packing, struct sc_buf *buf);

/* "2026-11-24" of a day; true: "20261124". */
void demo_date_text(int64_t day, bool compact, char ret_text[DEMO_DATE_TEXT]);

/* "12.99" into the buffer. */
void demo_put_money(struct sc_buf *buf, int64_t cents);

#endif
