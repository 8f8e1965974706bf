/*
 * feed_file.h - the files inside a path: itself, what gzip packs, the members of a zip.
 *
 * What a file is, is told by its first bytes, never by its name. A member of a
 * zip may itself be gzip; an archive in an archive is refused. Everything is
 * read in one pass with bounded memory and nothing is ever written to disk, so
 * a member's name can do no harm.
 */
#ifndef SC_RETAIL_FEED_FILE_H
#define SC_RETAIL_FEED_FILE_H

#include <stdint.h>

#include "retail/feed_stream.h"
#include "runtime/request.h"

enum {
    FEED_FILE_HASH = 32,       /* bytes: BLAKE2b-256 */
    FEED_FILE_NAME_MAX = 1024, /* bytes of a member's name; longer is cut */
    FEED_FILE_MEMBERS_MAX = 10000,
    /*
     * Real feeds pack 30 to 60 times (XML with one tag a field) and deflate
     * cannot go beyond 1,032: over 200 times is a bomb. Small files are let be.
     */
    FEED_FILE_RATIO_MAX = 200,
};
#define FEED_FILE_RATIO_FREE (INT64_C(64) << 20) /* unpacked bytes before the ratio counts */
#define FEED_FILE_TOTAL_MAX  (INT64_C(16) << 30) /* unpacked bytes out of one path */

struct feed_file;

/* One inner file; texts are UTF-8, borrowed until the next feed_file_next or close. */
struct feed_member {
    struct sc_str path;  /* for people: "a.xml.gz", "day.zip: prices/a.csv" */
    struct sc_str name;  /* last part, without ".gz": what formats are told by */
    int64_t modified_us; /* as the file system or the archive says, UTC; 0: not known */
};

/*
 * Opens a regular file and reads it once through for its hash. The caller closes.
 *
 * SC_NOT_FOUND, SC_FORBIDDEN, SC_UNAVAILABLE: as the system says. SC_INVALID:
 * a folder or device, or a form that is none of ours (7z, rar, PDF, ...).
 */
SC_MUST_USE enum sc_status feed_file_open(struct sc_request *rq, const char *path,
                                          struct feed_file **ret_file);
void feed_file_close(struct feed_file *file); /* NULL is fine */

/* BLAKE2b-256 of the raw bytes, as they lie on disk. */
const unsigned char *feed_file_hash(const struct feed_file *file);

/*
 * Goes to the next inner file: hidden ones, folders and links in an archive are
 * passed over. SC_NOT_FOUND, without a failure noted: there are no more.
 *
 * SC_INVALID: the member is encrypted, an archive, or part of an Excel
 * workbook. SC_LIMITED: more than FEED_FILE_MEMBERS_MAX of them.
 */
SC_MUST_USE enum sc_status feed_file_next(struct sc_request *rq, struct feed_file *file,
                                          struct feed_member *ret_member);

/*
 * The unpacked bytes of the present member. The stream is good until the next
 * feed_file_next or close; failures are noted on the request of that
 * feed_file_next. SC_LIMITED: a zip bomb. Damage is no failure: the stream
 * ends there, and feed_file_trouble tells.
 */
struct feed_stream feed_file_stream(struct feed_file *file);

/* What ended the present member too early: "cut short" or "damaged" (static); NULL: nothing. */
const char *feed_file_trouble(const struct feed_file *file);

/* Raw bytes passed and in all: for a progress bar. */
int64_t feed_file_done_bytes(const struct feed_file *file);
int64_t feed_file_total_bytes(const struct feed_file *file);

#endif
