/*
 * feed_read.h - one entry for all formats: an inner file, detected and read into a sink.
 *
 *     feed_file_open(rq, path, &file);
 *     while ((st = feed_file_next(rq, file, &member)) == SC_OK)
 *         st = feed_read(rq, formats, &options, file, &member, &sink, &end);
 */
#ifndef SC_RETAIL_FEED_READ_H
#define SC_RETAIL_FEED_READ_H

#include "retail/feed.h"
#include "retail/feed_detect.h"
#include "retail/feed_file.h"

/* What the operator says; absent texts: what the file or its map says. */
struct feed_options {
    struct sc_str source; /* of feed_formats_has_source */
    struct sc_str retailer_key, retailer_name;
    struct sc_str country, currency, time_zone;
    int64_t now_us; /* UTC */
};

/*
 * Reads the member that feed_file_next has just given. A file that is cut short
 * or damaged is no failure: it ends incomplete, with the words for it.
 *
 * SC_INVALID: no format fits, it is not known whose file this is, or it is
 * hostile. Else as the sink or the file fails.
 */
SC_MUST_USE enum sc_status feed_read(struct sc_request *rq, const struct feed_formats *formats,
                                     const struct feed_options *options, struct feed_file *file,
                                     const struct feed_member *member, const struct feed_sink *sink,
                                     struct feed_end *ret_end);

#endif
