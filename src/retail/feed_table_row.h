/*
 * feed_table_row.h - a table being read, and what its present row says.
 *
 * Shared by feed_table.c (where rows come from), feed_table_row.c (prices and
 * stores) and feed_table_deal.c (promotions); for these three only.
 */
#ifndef SC_RETAIL_FEED_TABLE_ROW_H
#define SC_RETAIL_FEED_TABLE_ROW_H

#include "retail/feed_table.h"

enum {
    FEED_MEMO_MAX = 32, /* bytes of a text whose meaning is remembered */
};

/* The last text that was looked up, and what it meant: columns repeat themselves. */
struct feed_memo {
    char text[FEED_MEMO_MAX];
    size_t len;
    bool is_set, answer;
};

struct feed_table {
    struct sc_request *rq;
    const struct feed_map *map;
    const struct feed_input *input;
    const struct feed_sink *sink;
    struct sc_arena *arena; /* for the file */
    struct sc_arena *row;   /* for one row */
    struct feed_head head;
    bool has_begun;
    int places;          /* of the currency; -1: not known yet */
    int64_t line;        /* of the present row */
    struct sc_str words; /* how it begins */
    int64_t rows;
    struct sc_str cells[FEED_FIELD_COUNT]; /* the present row; empty: nothing there */
    struct feed_memo weighed, gone;
};

/* Fills `table->head` from the map, the file's name and the operator. SC_INVALID: whose is it? */
SC_MUST_USE enum sc_status feed_table_head(struct feed_table *table);

/* Gives what `table->cells` say to the sink, or rejects the row. */
SC_MUST_USE enum sc_status feed_table_take(struct feed_table *table);

/* Rejects the present row. */
SC_MUST_USE enum sc_status feed_table_reject(struct feed_table *table, enum feed_reason reason);

/* Begins the file unless that has been done, and says whether the sink goes on. */
SC_MUST_USE enum sc_status feed_table_begin(struct feed_table *table);

/* An amount with or without its currency, which the first amount sets for the file. */
enum feed_reason feed_table_money(struct feed_table *table, struct sc_str cell, int64_t *ret_minor);

/* Gives the present row, one of Google's promotions, to the sink; or says why not. */
SC_MUST_USE enum sc_status feed_table_deal(struct feed_table *table, enum feed_reason *ret_reason);

#endif
