/*
 * metrics.h - counters, gauges and durations, as Prometheus reads them.
 *
 * Metrics are declared once, before threads start, and counted from any thread
 * without locks. Labels are fixed at declaration, or of a small closed set that
 * grows to a bound (operation names): beyond it "other" counts. Names and helps
 * are borrowed; declaring one again gives it again. What ends in "_seconds" or "_seconds_total" is
 * counted in microseconds and told in seconds. Text format 0.0.4,
 * https://prometheus.io/docs/instrumenting/exposition_formats/.
 */
#ifndef SC_RUNTIME_METRICS_H
#define SC_RUNTIME_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SC_METRIC_SERIES_MAX = 200, /* label values of one family; more are "other" */
    SC_METRIC_LABEL_MAX = 64,   /* bytes of a label's value; longer is cut */
};

enum sc_metric_kind {
    SC_METRIC_COUNTER,
    SC_METRIC_GAUGE,
    SC_METRIC_DURATION, /* a histogram of seconds, observed in microseconds */
};

struct sc_metrics;
struct sc_metric;       /* one series */
struct sc_metric_group; /* a family with labels */

struct sc_metrics *sc_metrics_create(void);
void sc_metrics_destroy(struct sc_metrics *metrics); /* NULL is fine */

/* Without labels. Names are Prometheus's ("smartcart_http_requests_total"). NULL: no memory. */
struct sc_metric *sc_metric_declare(struct sc_metrics *metrics, enum sc_metric_kind kind,
                                    const char *name, const char *help);
/* With up to two labels; NULL: only one. */
struct sc_metric_group *sc_metric_group_declare(struct sc_metrics *metrics,
                                                enum sc_metric_kind kind, const char *name,
                                                const char *help, const char *label,
                                                const char *label_2);
/* The series of these values, made when new. Any thread; takes a lock only when new. Never NULL. */
struct sc_metric *sc_metric_of(struct sc_metric_group *group, struct sc_str value,
                               struct sc_str value_2);
/* A gauge or counter that is asked when scraped, on the thread that writes; it declares nothing. */
typedef int64_t (*sc_metric_read_fn)(void *context);
SC_MUST_USE enum sc_status sc_metric_ask(struct sc_metrics *metrics, enum sc_metric_kind kind,
                                         const char *name, const char *help, sc_metric_read_fn read,
                                         void *context);

/* The same for several of one context. */
struct sc_metric_asked {
    enum sc_metric_kind kind;
    const char *name;
    const char *help;
    sc_metric_read_fn read;
};
SC_MUST_USE enum sc_status sc_metrics_ask(struct sc_metrics *metrics,
                                          const struct sc_metric_asked *rows, size_t count,
                                          void *context);

void sc_metric_add(struct sc_metric *metric, int64_t by); /* counters and gauges */
void sc_metric_set(struct sc_metric *metric,
                   int64_t to); /* gauges, and what is counted elsewhere */
void sc_metric_observe(struct sc_metric *metric, int64_t duration_us);

/* All of them, in the order they were declared. `out` fails as any buffer does. */
void sc_metrics_write(struct sc_metrics *metrics, struct sc_buf *out);

#endif
