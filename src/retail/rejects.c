#include "retail/rejects.h"

void retail_rejects_init(struct retail_rejects *rejects, struct sc_arena *arena)
{
    *rejects = (struct retail_rejects){.arena = arena};
}

/* NULL: neither there nor room for it. */
static struct retail_reject_reason *take_reason(struct retail_rejects *rejects, struct sc_str name)
{
    for (size_t i = 0; i < rejects->reason_count; i++)
        if (sc_str_eq(rejects->reasons[i].name, name))
            return &rejects->reasons[i];
    bool is_last = rejects->reason_count + 1 >= RETAIL_REJECT_REASONS_MAX;
    if (is_last && !sc_str_eq(name, SC_STR("other")))
        return take_reason(rejects, SC_STR("other"));
    if (rejects->reason_count == RETAIL_REJECT_REASONS_MAX)
        return NULL;
    struct sc_str kept = sc_arena_str(rejects->arena, name);
    if (kept.at == NULL)
        return NULL;
    struct retail_reject_reason *reason = &rejects->reasons[rejects->reason_count++];
    reason->name = kept;
    return reason;
}

void retail_rejects_add(struct retail_rejects *rejects, struct sc_str reason, int64_t line,
                        struct sc_str words)
{
    struct retail_reject_reason *of = take_reason(rejects, reason);

    if (of == NULL)
        return;
    of->count++;
    if (of->example_count == RETAIL_REJECT_EXAMPLES)
        return;
    struct sc_str kept = sc_arena_str(rejects->arena, words);
    if (kept.at != NULL)
        of->examples[of->example_count++] = (struct retail_reject_example){line, kept};
}

int64_t retail_rejects_sum(const struct retail_rejects *rejects)
{
    int64_t sum = 0;

    for (size_t i = 0; i < rejects->reason_count; i++)
        sum += rejects->reasons[i].count;
    return sum;
}
