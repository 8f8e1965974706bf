/*
 * feed_xml.h - XML of strangers: elements as they open and close, nothing else.
 *
 * libxml2 reads in pieces, so memory is bounded by a leaf's text. A document
 * type is refused before any entity could be declared, nothing is fetched, and
 * the encoding that a file declares is not believed (feed_text.h decides).
 * Small faults, such as a bare "&" in a name, are read over.
 */
#ifndef SC_RETAIL_FEED_XML_H
#define SC_RETAIL_FEED_XML_H

#include <stdbool.h>
#include <stdint.h>

#include "retail/feed_text.h"
#include "runtime/request.h"

enum {
    FEED_XML_DEPTH_MAX = 32,       /* real feeds nest 8 deep */
    FEED_XML_NAME_MAX = 64,        /* bytes of an element's name; longer ones are cut */
    FEED_XML_TEXT_MAX = 16 * 1024, /* bytes of a leaf's text that are kept */
};

struct feed_xml_element {
    struct sc_str name; /* ASCII lower case, without prefix; borrowed for the call */
    int depth;          /* 1: the root */
    int64_t line;
    int64_t declared;   /* its attribute Count; -1: none. Only at open */
    bool is_leaf;       /* holds no elements. Only at close, as all below */
    struct sc_str text; /* a leaf's, trimmed; borrowed for the call */
    bool is_text_cut;   /* it was longer than FEED_XML_TEXT_MAX */
};

/* A status other than SC_OK stops the reading, which returns it. */
struct feed_xml_events {
    void *context;
    enum sc_status (*open)(void *context, const struct feed_xml_element *element);
    enum sc_status (*close)(void *context, const struct feed_xml_element *element);
};

/*
 * Reads to the end. `ret_trouble`: NULL, or what is wrong with the XML, in static words: what
 * was read until then (and, where the parser finds its way again, after it) has been given.
 *
 * SC_INVALID: it has a document type, or nests deeper than FEED_XML_DEPTH_MAX.
 */
SC_MUST_USE enum sc_status feed_xml_read(struct sc_request *rq, struct feed_stream bytes,
                                         enum feed_encoding fallback,
                                         const struct feed_xml_events *events,
                                         const char **ret_trouble);

#endif
