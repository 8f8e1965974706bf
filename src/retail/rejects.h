/*
 * rejects.h - what could not be used in a file: counted by reason, with the first examples.
 */
#ifndef SC_RETAIL_REJECTS_H
#define SC_RETAIL_REJECTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum {
    RETAIL_REJECT_REASONS_MAX = 32, /* readers have a closed list of about 15 */
    RETAIL_REJECT_EXAMPLES = 10,    /* of each reason are kept */
};

struct retail_reject_example {
    int64_t line;
    struct sc_str words;
};

struct retail_reject_reason {
    struct sc_str name;
    int64_t count;
    struct retail_reject_example examples[RETAIL_REJECT_EXAMPLES];
    size_t example_count;
};

struct retail_rejects {
    struct sc_arena *arena; /* of the reasons and examples; not owned */
    struct retail_reject_reason reasons[RETAIL_REJECT_REASONS_MAX]; /* in order of appearance */
    size_t reason_count;
};

void retail_rejects_init(struct retail_rejects *rejects, struct sc_arena *arena);

/*
 * Counts a row, and keeps it as an example while there is room and memory. A
 * reason beyond the most that are told apart is counted as "other".
 */
void retail_rejects_add(struct retail_rejects *rejects, struct sc_str reason, int64_t line,
                        struct sc_str words);

/* Rows counted, whatever the reason. */
int64_t retail_rejects_sum(const struct retail_rejects *rejects);

#endif
