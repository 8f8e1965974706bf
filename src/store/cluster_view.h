/*
 * cluster_view.h - what the answers of a primary and its replicas mean. No I/O, no clock.
 *
 * Who is the primary is seen: the node that is not in recovery with the highest
 * timeline. A node of a lower one was the primary once, and whoever wrote to it
 * would lose what they wrote. For cluster.h.
 */
#ifndef SC_STORE_CLUSTER_VIEW_H
#define SC_STORE_CLUSTER_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SC_CLUSTER_NODES_MAX = 8,
    SC_CLUSTER_SAMPLES = 64,                 /* of the primary's place: half a minute */
    SC_CLUSTER_SILENT_MS = 2000,             /* a node that is silent so long is not used */
    SC_CLUSTER_LAG_MS = 2000,                /* nor a replica that is so far behind: by time */
    SC_CLUSTER_LAG_BYTES = 16 * 1024 * 1024, /* or by bytes */
    SC_CLUSTER_LEVEL_BYTES = 1024 * 1024,    /* replicas this close to the best are as good */
    SC_CLUSTER_LEVEL_US = 2000,              /* whose answers take so much longer, as near */
};

struct sc_node_answer {
    bool is_replica;
    uint32_t timeline; /* a replica's: of what it is sent; 0: nothing was sent since it started */
    uint64_t lsn;      /* replayed, or of a primary, inserted */
    int64_t took_us;
};

enum sc_node_use {
    SC_NODE_OUT,     /* lags, is silent, or of another timeline */
    SC_NODE_RESERVE, /* fit to be read from, but others are closer */
    SC_NODE_BEST,
};

/* What is known of a node. */
struct sc_node_view {
    struct sc_node_answer answer; /* the last */
    int64_t answered_us;          /* monotonic; 0: never */
    enum sc_node_use use;         /* of a replica */
    int64_t lag_bytes, lag_us;    /* behind the primary, when that was last heard of */
};

struct sc_primary_sample {
    int64_t at_us;
    uint64_t lsn;
};

/* Zeroed but for `count`: node 0 is then taken for the primary. */
struct sc_cluster_view {
    size_t count;
    struct sc_node_view nodes[SC_CLUSTER_NODES_MAX];
    unsigned primary;
    uint32_t timeline;                                    /* its; 0: none was seen yet */
    struct sc_primary_sample samples[SC_CLUSTER_SAMPLES]; /* a ring */
    size_t sample_count;                                  /* all that there were */
};

void sc_cluster_view_take(struct sc_cluster_view *view, size_t node, struct sc_node_answer answer,
                          int64_t now_us);
/* Who is the primary, and which replicas are used. True: another primary than before. */
bool sc_cluster_view_judge(struct sc_cluster_view *view, int64_t now_us);

#endif
