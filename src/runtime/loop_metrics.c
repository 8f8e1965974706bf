#include "runtime/loop_metrics.h"

enum sc_status sc_loop_metrics_init(struct sc_loop_metrics *loops, struct sc_metrics *metrics)
{
    loops->busy =
        sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_loop_busy_seconds_total",
                                "Time a loop did not wait.", "loop", NULL);
    loops->longest = sc_metric_group_declare(
        metrics, SC_METRIC_GAUGE, "smartcart_loop_longest_turn_seconds",
        "The longest single turn of a loop since the last reading.", "loop", NULL);
    loops->turns = sc_metric_group_declare(metrics, SC_METRIC_COUNTER, "smartcart_loop_turns_total",
                                           "How often a loop woke.", "loop", NULL);
    return loops->busy == NULL || loops->longest == NULL || loops->turns == NULL ? SC_NO_MEMORY
                                                                                 : SC_OK;
}

void sc_loop_metrics_read(const struct sc_loop_metrics *loops, struct sc_loop *loop,
                          struct sc_str name)
{
    struct sc_loop_stats stats = sc_loop_stats(loop);

    sc_metric_set(sc_metric_of(loops->busy, name, SC_STR("")), stats.busy_us);
    sc_metric_set(sc_metric_of(loops->longest, name, SC_STR("")), stats.longest_turn_us);
    sc_metric_set(sc_metric_of(loops->turns, name, SC_STR("")), stats.turns);
}
