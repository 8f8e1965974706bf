/*
 * crowd.h - shoppers at work while things break, each a thread, and the history of what they were
 * told: what it promises is checked afterwards.
 *
 * A shopper is a guest with a list that nobody else writes. Again and again it adds an item, or
 * steps one item's quantity by one, sends the op until it is acknowledged, to any of the servers,
 * and then reads what it has just written from another one: with the token that the
 * acknowledgement came with, or now and then without. In between it looks products up by their
 * barcodes, which the servers have in their caches. Now and then it makes another guest, or asks
 * for its export, which is a job.
 */
#ifndef SC_FAULTS_CROWD_H
#define SC_FAULTS_CROWD_H

#include <stddef.h>
#include <stdint.h>

enum {
    CROWD_SERVERS_MAX = 4,
    CROWD_MAX = 32,
};

struct crowd_config {
    const char *origins[CROWD_SERVERS_MAX];
    size_t origin_count;
    size_t size;              /* shoppers, at most CROWD_MAX */
    const char *const *gtins; /* of products that there are */
    size_t gtin_count;
    uint64_t seed;       /* of what they do; what comes of it depends on time, too */
    long limit_ms;       /* a request is given up after so long, and tried again */
    int64_t pause_ms;    /* most of it between two ops of one */
    int64_t patience_ms; /* an op is given up after so long: then nobody knows */
};

struct crowd;

/* Makes the guests and their lists, which must go well, and has them begin. */
struct crowd *crowd_start(const struct crowd_config *config);

/* From now on all are to be served: the clock of `served_ms` starts. */
void crowd_expects_service(struct crowd *crowd);
/* Waits until each has been acknowledged since then, at most so long. */
void crowd_await_service(struct crowd *crowd, int64_t limit_ms);

struct crowd_report {
    int64_t acknowledged;           /* ops, guests and exports */
    int64_t looks;                  /* at products, that were answered */
    int64_t tries_failed;           /* that were made again */
    int64_t unresolved;             /* given up: they may have happened, or not */
    int64_t lost;                   /* acknowledged, and not there; products, too */
    int64_t doubled;                /* there more than once: steps counted twice, exports */
    int64_t reads, stale;           /* with the token: what was written was not seen */
    int64_t bare_reads, bare_stale; /* without */
    int64_t gap_ms;                 /* the longest without any acknowledgement */
    int64_t served_ms; /* until all were served, once they were to be; negative: they were not */
};

/* Has them end what they are at, reads all back, and ends. */
struct crowd_report crowd_finish(struct crowd *crowd);

#endif
