#include "store/loads_meters.h"

#include <stddef.h>

static const char *const result_names[SC_L2_RESULT_COUNT] = {
    [SC_L2_HIT] = "hit",
    [SC_L2_MISS] = "miss",
    [SC_L2_WRONG] = "wrong",
    [SC_L2_AWAY] = "away",
};

enum sc_status sc_loads_meters_declare(struct sc_metrics *metrics,
                                       struct sc_loads_meters *ret_meters)
{
    struct sc_loads_meters meters = {
        .statements =
            sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_load_statements_total",
                                    "Statements of loaders that ended.", "loader", "status"),
        .rows =
            sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_load_rows_total",
                                    "Rows that loaders read from the database.", "loader", NULL),
        .waits = sc_metric_group_declare(metrics, SC_METRIC_DURATION, "smartcart_load_wait_seconds",
                                         "How long loads waited for a connection.", "pool", NULL),
        .durations =
            sc_metric_group_declare(metrics, SC_METRIC_DURATION, "smartcart_load_pipeline_seconds",
                                    "How long the statements of one level took.", "pool", NULL),
        .again = sc_metric_group_declare(
            metrics, SC_METRIC_COUNTER, "smartcart_load_statements_again_total",
            "Statements sent once more: alone, or to a replica that was behind.", "pool", NULL),
        .routes = sc_metric_group_declare(
            metrics, SC_METRIC_COUNTER, "smartcart_load_routes_total",
            "Levels sent to a node, which was known to be far enough, or is asked (guarded).",
            "node", "how"),
        .troubles =
            sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_load_rerouted_total",
                                    "Levels that a node could not serve, and another was "
                                    "asked for.",
                                    "why", NULL),
        .connections = sc_metric_group_declare(
            metrics, SC_METRIC_GAUGE, "smartcart_load_connections",
            "Connections of the event loops to the database.", "pool", "state"),
        .l2_stored = sc_metric_declare(metrics, SC_METRIC_COUNTER, "smartcart_l2_stored_total",
                                       "Entries sent to be kept in the second level of the cache."),
    };
    struct sc_metric_group *keys = sc_metric_group_declare(
        metrics, SC_METRIC_COUNTER, "smartcart_l2_keys_total",
        "Keys that the first level missed, by what the second had.", "result", NULL);

    if (keys == NULL || meters.l2_stored == NULL)
        return SC_NO_MEMORY;
    for (int r = 0; r < SC_L2_RESULT_COUNT; r++)
        meters.l2_keys[r] = sc_metric_of(keys, sc_str_of(result_names[r]), SC_STR(""));
    if (meters.statements == NULL || meters.rows == NULL || meters.waits == NULL ||
        meters.durations == NULL || meters.again == NULL || meters.routes == NULL ||
        meters.troubles == NULL || meters.connections == NULL)
        return SC_NO_MEMORY;
    *ret_meters = meters;
    return SC_OK;
}

static int64_t read_hits(void *l1)
{
    return sc_l1_stats(l1).hits;
}

static int64_t read_misses(void *l1)
{
    return sc_l1_stats(l1).misses;
}

static int64_t read_stored(void *l1)
{
    return sc_l1_stats(l1).stored;
}

static int64_t read_evicted(void *l1)
{
    return sc_l1_stats(l1).evicted;
}

static int64_t read_bytes(void *l1)
{
    return (int64_t)sc_l1_stats(l1).bytes;
}

static int64_t read_entries(void *l1)
{
    return (int64_t)sc_l1_stats(l1).entries;
}

enum sc_status sc_l1_meters_declare(struct sc_metrics *metrics, struct sc_l1 *l1)
{
    static const struct sc_metric_asked rows[] = {
        {SC_METRIC_COUNTER, "smartcart_l1_hits_total", "Keys found in the cache.", read_hits},
        {SC_METRIC_COUNTER, "smartcart_l1_misses_total", "Keys not found there.", read_misses},
        {SC_METRIC_COUNTER, "smartcart_l1_stored_total", "Entries put into it.", read_stored},
        {SC_METRIC_COUNTER, "smartcart_l1_evicted_total", "Entries dropped for want of room.",
         read_evicted},
        {SC_METRIC_GAUGE, "smartcart_l1_bytes", "Memory of the cache.", read_bytes},
        {SC_METRIC_GAUGE, "smartcart_l1_entries", "Entries in it.", read_entries},
    };

    return sc_metrics_ask(metrics, rows, SC_COUNT(rows), l1);
}
