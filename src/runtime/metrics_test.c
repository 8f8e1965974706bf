#include "runtime/metrics.h"

#include <pthread.h>
#include <stdio.h>

#include "testing/unit.h"

enum {
    THREADS = 4,
    COUNTS = 20000, /* of each thread */
};

/* Metrics, and what is written of them. */
struct fixture {
    struct sc_metrics *metrics;
    struct sc_buf out;
};

static void begin(struct fixture *f)
{
    f->metrics = sc_metrics_create();
    assert_non_null(f->metrics);
    sc_buf_init(&f->out, 1024 * 1024);
}

static struct sc_str written(struct fixture *f)
{
    sc_buf_clear(&f->out);
    sc_metrics_write(f->metrics, &f->out);
    assert_false(f->out.failed);
    return sc_buf_str(&f->out);
}

static void assert_has(struct sc_str text, const char *part)
{
    if (sc_str_find(text, sc_str_of(part)) >= 0)
        return;
    print_error("not there: %s\nin: %.*s\n", part, SC_STR_ARGS(text));
    fail();
}

static void end(struct fixture *f)
{
    sc_buf_finish(&f->out);
    sc_metrics_destroy(f->metrics);
}

static int64_t forty_two(void *context)
{
    return *(int64_t *)context;
}

static void what_is_counted_is_written(void **state)
{
    (void)state;
    struct fixture f;
    int64_t asked = 42;

    begin(&f);
    struct sc_metric *requests =
        sc_metric_declare(f.metrics, SC_METRIC_COUNTER, "requests_total", "How many.\nAll \\.");
    struct sc_metric *open = sc_metric_declare(f.metrics, SC_METRIC_GAUGE, "open", "Now open.");
    struct sc_metric *busy =
        sc_metric_declare(f.metrics, SC_METRIC_COUNTER, "busy_seconds_total", "Time at work.");
    assert_int_equal(
        sc_metric_ask(f.metrics, SC_METRIC_GAUGE, "asked", "As told.", forty_two, &asked), SC_OK);

    sc_metric_add(requests, 2);
    sc_metric_add(requests, 3);
    sc_metric_add(open, 7);
    sc_metric_set(open, -1);
    sc_metric_add(busy, 1500000);
    assert_str(written(&f), "# HELP requests_total How many.\\nAll \\\\.\n"
                            "# TYPE requests_total counter\nrequests_total 5\n"
                            "# HELP open Now open.\n# TYPE open gauge\nopen -1\n"
                            "# HELP busy_seconds_total Time at work.\n"
                            "# TYPE busy_seconds_total counter\nbusy_seconds_total 1.500000\n"
                            "# HELP asked As told.\n# TYPE asked gauge\nasked 42\n");
    end(&f);
}

static void durations_are_counted_in_buckets(void **state)
{
    (void)state;
    struct fixture f;

    begin(&f);
    struct sc_metric *took =
        sc_metric_declare(f.metrics, SC_METRIC_DURATION, "took_seconds", "Time taken.");
    sc_metric_observe(took, 0);
    sc_metric_observe(took, 500); /* a bound belongs to its bucket */
    sc_metric_observe(took, 501);
    sc_metric_observe(took, 10000001);
    struct sc_str text = written(&f);
    assert_has(text, "# TYPE took_seconds histogram\n");
    assert_has(text, "took_seconds_bucket{le=\"0.0005\"} 2\ntook_seconds_bucket{le=\"0.001\"} 3\n");
    assert_has(text, "took_seconds_bucket{le=\"10\"} 3\ntook_seconds_bucket{le=\"+Inf\"} 4\n"
                     "took_seconds_sum 10.001002\ntook_seconds_count 4\n");
    end(&f);
}

static void series_are_told_apart_by_their_labels(void **state)
{
    (void)state;
    struct fixture f;

    begin(&f);
    struct sc_metric_group *group = sc_metric_group_declare(
        f.metrics, SC_METRIC_COUNTER, "answers_total", "Answers.", "operation", "code");
    assert_non_null(group);
    struct sc_metric *first = sc_metric_of(group, SC_STR("Deals"), SC_STR("200"));
    assert_ptr_equal(first, sc_metric_of(group, SC_STR("Deals"), SC_STR("200")));
    assert_ptr_not_equal(first, sc_metric_of(group, SC_STR("Deal"), SC_STR("s200")));
    assert_ptr_not_equal(first, sc_metric_of(group, SC_STR("200"), SC_STR("Deals")));
    sc_metric_add(first, 1);
    sc_metric_add(sc_metric_of(group, SC_STR("a\"b\\c\nd"), SC_STR("\xff")), 1);
    struct sc_str text = written(&f);
    assert_has(text, "answers_total{operation=\"other\",code=\"other\"} 0\n");
    assert_has(text, "answers_total{operation=\"Deals\",code=\"200\"} 1\n");
    assert_has(text, "answers_total{operation=\"a\\\"b\\\\c\\nd\",code=\"invalid\"} 1\n");
    end(&f);
}

static void long_values_are_cut(void **state)
{
    (void)state;
    struct fixture f;
    char longest[SC_METRIC_LABEL_MAX + 3] = "";

    begin(&f);
    struct sc_metric_group *group =
        sc_metric_group_declare(f.metrics, SC_METRIC_GAUGE, "open", "Open.", "name", NULL);
    memset(longest, 'a', sizeof longest - 1);
    struct sc_metric *cut = sc_metric_of(group, sc_str_of(longest), SC_STR(""));
    longest[SC_METRIC_LABEL_MAX] = 'b';
    assert_ptr_equal(cut, sc_metric_of(group, sc_str_of(longest), SC_STR("not looked at")));
    end(&f);
}

static void what_is_too_many_counts_as_other(void **state)
{
    (void)state;
    struct fixture f;
    char name[16];

    begin(&f);
    struct sc_metric_group *group = sc_metric_group_declare(f.metrics, SC_METRIC_COUNTER,
                                                            "calls_total", "Calls.", "name", NULL);
    for (int i = 0; i < SC_METRIC_SERIES_MAX + 50; i++) {
        snprintf(name, sizeof name, "op%d", i);
        sc_metric_add(sc_metric_of(group, sc_str_of(name), SC_STR("")), 1);
    }
    sc_metric_add(sc_metric_of(group, SC_STR("op0"), SC_STR("")), 1); /* known ones go on */
    struct sc_str text = written(&f);
    assert_has(text, "calls_total{name=\"other\"} 50\n");
    assert_has(text, "calls_total{name=\"op0\"} 2\n");
    assert_has(text, "calls_total{name=\"op199\"} 1\n");
    assert_true(sc_str_find(text, SC_STR("op200")) < 0);
    end(&f);
}

/* All threads make and count the same few series, and one scrapes meanwhile. */
static void *count_all(void *context)
{
    struct sc_metric_group *group = context;
    char name[2] = "a";

    for (int i = 0; i < COUNTS; i++) {
        name[0] = (char)('a' + i % 10);
        sc_metric_observe(sc_metric_of(group, sc_str_of(name), SC_STR("x")), i);
    }
    return NULL;
}

static void threads_count_without_losing_any(void **state)
{
    (void)state;
    struct fixture f;
    pthread_t threads[THREADS];

    begin(&f);
    struct sc_metric_group *group =
        sc_metric_group_declare(f.metrics, SC_METRIC_DURATION, "t_seconds", "Time.", "a", "b");
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_all, group), 0);
    for (int i = 0; i < 20; i++)
        written(&f);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    struct sc_str text = written(&f);
    for (char c = 'a'; c < 'a' + 10; c++) {
        char line[64];

        snprintf(line, sizeof line, "t_seconds_count{a=\"%c\",b=\"x\"} %d\n", c,
                 THREADS * COUNTS / 10);
        assert_has(text, line);
    }
    end(&f);
}

UNIT_TESTS(a_test(what_is_counted_is_written), a_test(durations_are_counted_in_buckets),
           a_test(series_are_told_apart_by_their_labels), a_test(long_values_are_cut),
           a_test(what_is_too_many_counts_as_other), a_test(threads_count_without_losing_any))
