/*
 * feed_rows.h - a text file of delimited rows (CSV, TSV), row by row, in bounded memory.
 *
 * Quotes are those of RFC 4180, read leniently: a quote inside an unquoted
 * field is a character like any other. A row that cannot be read is given as
 * such and the next one goes on; nothing in a file stops the file.
 */
#ifndef SC_RETAIL_FEED_ROWS_H
#define SC_RETAIL_FEED_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "retail/feed_reason.h"
#include "retail/feed_stream.h"
#include "runtime/request.h"

enum {
    FEED_ROW_MAX = 1024 * 1024, /* bytes; real rows have hundreds, with descriptions thousands */
    FEED_COLUMNS_MAX = 256,     /* Google's product data has about 90 */
    FEED_FIELD_MAX = 16 * 1024, /* bytes; Google's longest field is 5,000 characters */
};

struct feed_grammar {
    char delimiter;  /* 0: of tab ; , | the one that the first row has most of */
    bool has_quotes; /* false: a quote is always a character like any other */
};

struct feed_row {
    int64_t line;                /* of its first byte, from 1 */
    const struct sc_str *fields; /* trimmed; borrowed until the next row */
    size_t count;                /* 0 when there is a trouble */
    bool is_cut;                 /* the file ends in it, without a line end */
    enum feed_reason trouble;    /* FEED_REASON_NONE: a good row */
    struct sc_str words;         /* how the row begins, as it stands: may be no UTF-8 */
};

struct feed_rows;

/* `text` gives UTF-8 (feed_text.h) and outlives the reader. SC_NO_MEMORY. */
SC_MUST_USE enum sc_status feed_rows_create(struct sc_request *rq, struct feed_stream text,
                                            const struct feed_grammar *grammar,
                                            struct feed_rows **ret_rows);
void feed_rows_destroy(struct feed_rows *rows); /* NULL is fine */

/*
 * The next row; empty lines are passed over. SC_NOT_FOUND, without a failure
 * noted: there are no more. Else fails as the stream does.
 */
SC_MUST_USE enum sc_status feed_rows_next(struct feed_rows *rows, struct feed_row *ret_row);

#endif
