#include "retail/feed_read.h"

#include <stdlib.h>

#include "retail/feed_il.h"
#include "retail/feed_table.h"

static enum sc_status read_peeked(struct sc_request *rq, const struct feed_formats *formats,
                                  const struct feed_options *options,
                                  const struct feed_member *member, struct feed_peek *peek,
                                  const struct feed_sink *sink, struct feed_end *ret_end)
{
    const struct feed_input input = {
        .name = member->name,
        .retailer_key = options->retailer_key,
        .retailer_name = options->retailer_name,
        .country = options->country,
        .currency = options->currency,
        .time_zone = options->time_zone,
        .modified_us = member->modified_us,
        .now_us = options->now_us,
    };
    struct sc_str beginning = {.at = peek->bytes, .len = peek->len};
    struct feed_format format;
    enum sc_status st = feed_detect(rq, formats, options->source, member->name, beginning, &format);

    if (st != SC_OK)
        return st;
    if (format.is_il)
        return feed_il_read(rq, &input, feed_peek_stream(peek), sink, ret_end);
    return feed_table_read(rq, format.map, &input, feed_peek_stream(peek), sink, ret_end);
}

enum sc_status feed_read(struct sc_request *rq, const struct feed_formats *formats,
                         const struct feed_options *options, struct feed_file *file,
                         const struct feed_member *member, const struct feed_sink *sink,
                         struct feed_end *ret_end)
{
    struct feed_peek *peek = malloc(sizeof *peek);
    struct feed_end end = {0};

    if (peek == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read a file");
    enum sc_status st = feed_peek_init(peek, feed_file_stream(file));
    if (st == SC_OK && peek->len == 0 && feed_file_trouble(file) != NULL)
        st = sc_fail(rq, SC_INVALID, "%.*s is %s from its beginning", SC_STR_ARGS(member->name),
                     feed_file_trouble(file));
    if (st == SC_OK)
        st = read_peeked(rq, formats, options, member, peek, sink, &end);
    free(peek);
    if (st != SC_OK)
        return st;
    if (feed_file_trouble(file) != NULL) {
        end.is_complete = false;
        end.why_partial = feed_file_trouble(file);
    }
    *ret_end = end;
    return SC_OK;
}
