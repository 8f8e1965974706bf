#include "runtime/metrics.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"

/* From a small cached answer to the deadline of a request; what took longer is in +Inf. */
static const struct {
    int64_t most_us;
    const char *text; /* in seconds, as Prometheus tells it */
} buckets[] = {
    {500, "0.0005"},  {1000, "0.001"},  {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"},
    {25000, "0.025"}, {50000, "0.05"},  {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},
    {1000000, "1"},   {2500000, "2.5"}, {5000000, "5"},   {10000000, "10"},
};

enum {
    BUCKETS = SC_COUNT(buckets) + 1, /* the last: +Inf */
    LABELS = 2,
    SLOTS = 512, /* of a group's table; over twice SC_METRIC_SERIES_MAX, so that probes are short */
};

static_assert(SLOTS > 2 * SC_METRIC_SERIES_MAX && (SLOTS & (SLOTS - 1)) == 0, "see SLOTS");

/* One series. A duration's value is its sum. */
struct sc_metric {
    struct sc_metric *next; /* made after this one */
    char labels[LABELS][SC_METRIC_LABEL_MAX + 1];
    _Atomic int64_t value;
    _Atomic int64_t counts[]; /* BUCKETS of a duration; none of the others */
};

struct sc_metric_group {
    struct sc_metrics *metrics;
    struct sc_metric_group *next; /* declared after this one */
    enum sc_metric_kind kind;
    const char *name, *help;
    const char *labels[LABELS];
    bool is_seconds;
    sc_metric_read_fn read; /* NULL: counted in the series */
    void *context;
    struct sc_metric *first, **end;
    struct sc_metric *other; /* NULL without labels */
    atomic_size_t count;     /* in the table */
    _Atomic(struct sc_metric *) slots[SLOTS];
};

struct sc_metrics {
    pthread_mutex_t lock; /* over what is made new, and writing */
    struct sc_metric_group *first, **end;
};

struct sc_metrics *sc_metrics_create(void)
{
    struct sc_metrics *metrics = calloc(1, sizeof *metrics);

    if (metrics == NULL)
        return NULL;
    metrics->end = &metrics->first;
    pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

static void free_group(struct sc_metric_group *group)
{
    while (group->first != NULL) {
        struct sc_metric *metric = group->first;

        group->first = metric->next;
        free(metric);
    }
    free(group);
}

void sc_metrics_destroy(struct sc_metrics *metrics)
{
    if (metrics == NULL)
        return;
    while (metrics->first != NULL) {
        struct sc_metric_group *group = metrics->first;

        metrics->first = group->next;
        free_group(group);
    }
    pthread_mutex_destroy(&metrics->lock);
    free(metrics);
}

/* Declaring. */

/* At most SC_METRIC_LABEL_MAX bytes of UTF-8. */
static struct sc_str label_of(struct sc_str value)
{
    return sc_utf8_is_valid(value) ? sc_utf8_cut(value, SC_METRIC_LABEL_MAX) : SC_STR("invalid");
}

/* A series at the end of the group's; NULL: no memory. */
static struct sc_metric *add_series(struct sc_metric_group *group, const struct sc_str *labels)
{
    size_t counts = group->kind == SC_METRIC_DURATION ? BUCKETS : 0;
    struct sc_metric *metric = calloc(1, sizeof *metric + counts * sizeof metric->counts[0]);

    if (metric == NULL)
        return NULL;
    for (int i = 0; i < LABELS && group->labels[i] != NULL; i++)
        memcpy(metric->labels[i], labels[i].at, labels[i].len);
    *group->end = metric;
    group->end = &metric->next;
    return metric;
}

static bool is_told_in_seconds(struct sc_str name)
{
    return sc_str_ends(name, SC_STR("_seconds")) || sc_str_ends(name, SC_STR("_seconds_total"));
}

/* The one of that name, if it is declared already: loops share their metrics. */
static struct sc_metric_group *declare(struct sc_metrics *metrics, enum sc_metric_kind kind,
                                       const char *name, const char *help)
{
    for (struct sc_metric_group *known = metrics->first; known != NULL; known = known->next)
        if (strcmp(known->name, name) == 0) {
            assert(known->kind == kind && known->read == NULL);
            return known;
        }
    struct sc_metric_group *group = calloc(1, sizeof *group);

    if (group == NULL)
        return NULL;
    group->metrics = metrics;
    group->kind = kind;
    group->name = name;
    group->help = help;
    group->is_seconds = is_told_in_seconds(sc_str_of(name));
    group->end = &group->first;
    pthread_mutex_lock(&metrics->lock);
    *metrics->end = group;
    metrics->end = &group->next;
    pthread_mutex_unlock(&metrics->lock);
    return group;
}

struct sc_metric *sc_metric_declare(struct sc_metrics *metrics, enum sc_metric_kind kind,
                                    const char *name, const char *help)
{
    static const struct sc_str none[LABELS] = {SC_STR(""), SC_STR("")};
    struct sc_metric_group *group = declare(metrics, kind, name, help);

    if (group == NULL)
        return NULL;
    return group->first != NULL ? group->first : add_series(group, none);
}

struct sc_metric_group *sc_metric_group_declare(struct sc_metrics *metrics,
                                                enum sc_metric_kind kind, const char *name,
                                                const char *help, const char *label,
                                                const char *label_2)
{
    static const struct sc_str other[LABELS] = {SC_STR("other"), SC_STR("other")};
    struct sc_metric_group *group = declare(metrics, kind, name, help);

    if (group == NULL || group->other != NULL)
        return group;
    group->labels[0] = label;
    group->labels[1] = label_2;
    group->other = add_series(group, other);
    return group->other == NULL ? NULL : group;
}

enum sc_status sc_metric_ask(struct sc_metrics *metrics, enum sc_metric_kind kind, const char *name,
                             const char *help, sc_metric_read_fn read, void *context)
{
    assert(kind != SC_METRIC_DURATION);
    struct sc_metric_group *group = declare(metrics, kind, name, help);

    if (group == NULL)
        return SC_NO_MEMORY;
    group->read = read;
    group->context = context;
    return SC_OK;
}

static bool is_of(const struct sc_metric *metric, const struct sc_str *labels)
{
    for (int i = 0; i < LABELS; i++)
        if (strncmp(metric->labels[i], labels[i].at, labels[i].len) != 0 ||
            metric->labels[i][labels[i].len] != '\0')
            return false;
    return true;
}

/* The slot that holds the series, or the first free one of those it may be in. */
static _Atomic(struct sc_metric *) *find_slot(struct sc_metric_group *group,
                                              const struct sc_str *labels)
{
    size_t at = (size_t)(sc_str_hash(labels[0]) * 31 + sc_str_hash(labels[1]));

    for (;; at++) { /* ends: less than half of the slots are ever taken */
        _Atomic(struct sc_metric *) *slot = &group->slots[at & (SLOTS - 1)];
        const struct sc_metric *metric = atomic_load_explicit(slot, memory_order_acquire);

        if (metric == NULL || is_of(metric, labels))
            return slot;
    }
}

static struct sc_metric *make_series(struct sc_metric_group *group, const struct sc_str *labels)
{
    pthread_mutex_lock(&group->metrics->lock);
    _Atomic(struct sc_metric *) *slot = find_slot(group, labels);
    struct sc_metric *metric = atomic_load_explicit(slot, memory_order_relaxed);
    size_t count = atomic_load_explicit(&group->count, memory_order_relaxed);

    if (metric == NULL && count < SC_METRIC_SERIES_MAX) {
        metric = add_series(group, labels);
        if (metric != NULL) {
            atomic_store_explicit(slot, metric, memory_order_release);
            atomic_store_explicit(&group->count, count + 1, memory_order_relaxed);
        }
    }
    pthread_mutex_unlock(&group->metrics->lock);
    return metric == NULL ? group->other : metric;
}

struct sc_metric *sc_metric_of(struct sc_metric_group *group, struct sc_str value,
                               struct sc_str value_2)
{
    const struct sc_str labels[LABELS] = {
        label_of(value), group->labels[1] == NULL ? SC_STR("") : label_of(value_2)};
    struct sc_metric *metric = atomic_load_explicit(find_slot(group, labels), memory_order_acquire);

    if (metric != NULL)
        return metric;
    if (atomic_load_explicit(&group->count, memory_order_relaxed) >= SC_METRIC_SERIES_MAX)
        return group->other;
    return make_series(group, labels);
}

/* Counting. */

enum sc_status sc_metrics_ask(struct sc_metrics *metrics, const struct sc_metric_asked *rows,
                              size_t count, void *context)
{
    enum sc_status st = SC_OK;

    for (size_t i = 0; st == SC_OK && i < count; i++)
        st =
            sc_metric_ask(metrics, rows[i].kind, rows[i].name, rows[i].help, rows[i].read, context);
    return st;
}

void sc_metric_add(struct sc_metric *metric, int64_t by)
{
    atomic_fetch_add_explicit(&metric->value, by, memory_order_relaxed);
}

void sc_metric_set(struct sc_metric *metric, int64_t to)
{
    atomic_store_explicit(&metric->value, to, memory_order_relaxed);
}

void sc_metric_observe(struct sc_metric *metric, int64_t duration_us)
{
    size_t bucket = 0;

    while (bucket < SC_COUNT(buckets) && duration_us > buckets[bucket].most_us)
        bucket++;
    atomic_fetch_add_explicit(&metric->counts[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metric->value, duration_us, memory_order_relaxed);
}

/* Writing. */

static void put_escaped(struct sc_buf *out, const char *text, bool is_label)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            sc_buf_put(out, SC_STR("\\n"));
        else if (*text == '\\' || (*text == '"' && is_label))
            sc_buf_printf(out, "\\%c", *text);
        else
            sc_buf_put_char(out, *text);
    }
}

static void put_head(struct sc_buf *out, const struct sc_metric_group *group)
{
    static const char *const kinds[] = {
        [SC_METRIC_COUNTER] = "counter",
        [SC_METRIC_GAUGE] = "gauge",
        [SC_METRIC_DURATION] = "histogram",
    };

    sc_buf_printf(out, "# HELP %s ", group->name);
    put_escaped(out, group->help, false);
    sc_buf_printf(out, "\n# TYPE %s %s\n", group->name, kinds[group->kind]);
}

/* name_suffix{label="value",le="0.5"}; `le` NULL: none. */
static void put_name(struct sc_buf *out, const struct sc_metric_group *group,
                     const struct sc_metric *metric, const char *suffix, const char *le)
{
    char before = '{';

    sc_buf_printf(out, "%s%s", group->name, suffix);
    for (int i = 0; i < LABELS && group->labels[i] != NULL && metric != NULL; i++) {
        sc_buf_printf(out, "%c%s=\"", before, group->labels[i]);
        put_escaped(out, metric->labels[i], true);
        sc_buf_put_char(out, '"');
        before = ',';
    }
    if (le != NULL) {
        sc_buf_printf(out, "%cle=\"%s\"", before, le);
        before = ',';
    }
    if (before == ',')
        sc_buf_put_char(out, '}');
}

static void put_value(struct sc_buf *out, int64_t value, bool is_seconds)
{
    if (is_seconds)
        sc_buf_printf(out, " %s%" PRIu64 ".%06" PRIu64 "\n", value < 0 ? "-" : "",
                      (uint64_t)imaxabs(value) / SC_SECOND_US,
                      (uint64_t)imaxabs(value) % SC_SECOND_US);
    else
        sc_buf_printf(out, " %" PRId64 "\n", value);
}

/* Counts come one after the other while others count: the total is that of what was read. */
static void put_duration(struct sc_buf *out, const struct sc_metric_group *group,
                         struct sc_metric *metric)
{
    int64_t sum_us = atomic_load_explicit(&metric->value, memory_order_relaxed);
    int64_t count = 0;

    for (size_t i = 0; i < BUCKETS; i++) {
        count += atomic_load_explicit(&metric->counts[i], memory_order_relaxed);
        put_name(out, group, metric, "_bucket", i < SC_COUNT(buckets) ? buckets[i].text : "+Inf");
        put_value(out, count, false);
    }
    put_name(out, group, metric, "_sum", NULL);
    put_value(out, sum_us, true);
    put_name(out, group, metric, "_count", NULL);
    put_value(out, count, false);
}

static void put_group(struct sc_buf *out, const struct sc_metric_group *group)
{
    put_head(out, group);
    if (group->read != NULL) {
        put_name(out, group, NULL, "", NULL);
        put_value(out, group->read(group->context), group->is_seconds);
    }
    for (struct sc_metric *metric = group->first; metric != NULL; metric = metric->next) {
        if (group->kind == SC_METRIC_DURATION) {
            put_duration(out, group, metric);
        } else {
            put_name(out, group, metric, "", NULL);
            put_value(out, atomic_load_explicit(&metric->value, memory_order_relaxed),
                      group->is_seconds);
        }
    }
}

void sc_metrics_write(struct sc_metrics *metrics, struct sc_buf *out)
{
    pthread_mutex_lock(&metrics->lock);
    for (const struct sc_metric_group *group = metrics->first; group != NULL; group = group->next)
        put_group(out, group);
    pthread_mutex_unlock(&metrics->lock);
}
