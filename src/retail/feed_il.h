/*
 * feed_il.h - Israel's price-transparency XML: stores, prices and promotions of one chain.
 *
 * The law fixes what a file says, each chain how: tags are compared without
 * case, and containers may be Root, OrderXml or anything else. A record is an
 * Item, Product or Line, a Promotion or Sale, a Store or Branch, wherever it
 * stands; what it is, is told by what it holds. docs/feeds.md has the meaning of
 * each reward type.
 */
#ifndef SC_RETAIL_FEED_IL_H
#define SC_RETAIL_FEED_IL_H

#include "retail/feed.h"
#include "retail/feed_input.h"
#include "retail/feed_stream.h"
#include "runtime/request.h"

enum {
    FEED_IL_CHAIN_DIGITS = 13,
};

/* What a file's name says: "PriceFull7290058140886-001-202602170010.xml". */
struct feed_il_name {
    bool is_known; /* false: the name has no such form, and nothing else is set */
    enum feed_kind kind;
    bool is_full; /* Full, or a list of stores; never with the prefix NULL (a placeholder) */
    struct sc_str chain, store; /* digits as they stand */
    struct feed_time time;      /* local */
};

struct feed_il_name feed_il_name_read(struct sc_str name);

/*
 * Reads a whole file into the sink. Keys of known chains are words ("rami-levy"),
 * others are "il-" and the chain's number; store codes have no leading zeros.
 *
 * SC_INVALID: no chain or no store is known, or the XML is hostile (feed_xml.h).
 * Else as the sink or the stream fails.
 */
SC_MUST_USE enum sc_status feed_il_read(struct sc_request *rq, const struct feed_input *input,
                                        struct feed_stream bytes, const struct feed_sink *sink,
                                        struct feed_end *ret_end);

#endif
