/* Values of every type on their way to PostgreSQL and back: parameters, rows and COPY. */
#include "api/helpers/probe.h"
#include "base/time.h"
#include "probe/probe_rows.h"
#include "testing/unit.h"

static void every_type_goes_there_and_back(void **state)
{
    struct probe *probe = *state;
    struct probe_echo_in in = {
        .has_i64 = true,
        .i64 = INT64_MIN,
        .has_i32 = true,
        .i32 = INT32_MAX,
        .has_i16 = true,
        .i16 = -7,
        .has_yes = true,
        .yes = true,
        .has_f64 = true,
        .f64 = -0.1,
        .name = SC_STR("\xd7\x97\xd7\x9c\xd7\x91 3%"),
        .bytes = SC_STR("\x00\xff\x01"),
        .has_at = true,
        .at = 1764000000123456,
        .has_day = true,
        .day = -1,
    };
    struct probe_echo_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_echo_one(&tx, &in, &row), SC_OK);
    assert_true(row.has_i64 && row.i64 == INT64_MIN);
    assert_true(row.has_i32 && row.i32 == INT32_MAX);
    assert_true(row.has_i16 && row.i16 == -7);
    assert_true(row.has_yes && row.yes);
    assert_true(row.has_f64 && row.f64 == -0.1);
    assert_true(sc_str_eq(row.name, in.name));
    assert_true(sc_str_eq(row.bytes, in.bytes));
    assert_true(row.has_at && row.at == 1764000000123456);
    assert_true(row.has_day && row.day == -1);
}

static void null_is_told_from_nothing(void **state)
{
    struct probe *probe = *state;
    struct probe_echo_in in = {.name = SC_STR("")};
    struct probe_echo_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_echo_one(&tx, &in, &row), SC_OK);
    assert_false(row.has_i64 || row.has_i32 || row.has_i16 || row.has_yes || row.has_f64 ||
                 row.has_at || row.has_day);
    assert_str(row.name, "");
    assert_non_null(row.name.at);
    assert_null(row.bytes.at);
}

static void infinity_is_the_end_of_the_range(void **state)
{
    struct probe *probe = *state;
    struct probe_as_text_in in = {.at = INT64_MAX, .day = INT32_MIN};
    struct probe_as_text_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_as_text_one(&tx, &in, &row), SC_OK);
    assert_str(row.all_of_it, "infinity -infinity 0 {}");

    struct probe_echo_in echo = {
        .has_at = true, .at = INT64_MIN, .has_day = true, .day = INT32_MAX};
    struct probe_echo_row back;
    assert_int_equal(probe_echo_one(&tx, &echo, &back), SC_OK);
    assert_true(back.at == INT64_MIN && back.day == INT32_MAX);
}

static void postgres_reads_what_we_mean(void **state)
{
    struct probe *probe = *state;
    struct sc_str names[] = {SC_STR("a,b"), {0}, SC_STR("")};
    struct probe_as_text_in in = {
        .at = 1764000000 * SC_SECOND_US,
        .day = 20000,
        .f64 = 1.5,
        .names = {names, SC_COUNT(names)},
    };
    struct probe_as_text_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_as_text_one(&tx, &in, &row), SC_OK);
    assert_str(row.all_of_it, "2025-11-24 16:00:00+00 2024-10-04 1.5 {\"a,b\",NULL,\"\"}");
}

static void lists_go_there_and_back(void **state)
{
    struct probe *probe = *state;
    const int64_t i64s[] = {1, INT64_MAX, 0};
    const bool i64s_has[] = {true, true, false};
    const int32_t i32s[] = {-1, 2};
    const int16_t i16s[] = {3};
    const bool yess[] = {true, false};
    const double f64s[] = {0.25};
    const struct sc_str names[] = {SC_STR("x"), {0}};
    const struct sc_str bytess[] = {SC_STR("\0")};
    const int64_t ats[] = {SC_SECOND_US, INT64_MAX};
    const int32_t days[] = {0};
    struct probe_echo_lists_in in = {
        .has_i64s = true,
        .i64s = {i64s, i64s_has, 3},
        .i32s = {i32s, NULL, 2},
        .i16s = {i16s, NULL, 1},
        .yess = {yess, NULL, 2},
        .f64s = {f64s, NULL, 1},
        .names = {names, 2},
        .bytess = {bytess, 1},
        .ats = {ats, NULL, 2},
        .days = {days, NULL, 1},
    };
    struct probe_echo_lists_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_echo_lists_one(&tx, &in, &row), SC_OK);
    assert_true(row.has_i64s && row.i64s.count == 3 && row.i64s.at[1] == INT64_MAX);
    assert_true(row.i64s.has[0] && row.i64s.has[1] && !row.i64s.has[2]);
    assert_true(row.i32s.count == 2 && row.i32s.has == NULL && row.i32s.at[0] == -1);
    assert_true(row.i16s.count == 1 && row.i16s.at[0] == 3);
    assert_true(row.yess.count == 2 && row.yess.at[0] && !row.yess.at[1]);
    assert_true(row.f64s.count == 1 && row.f64s.at[0] == 0.25);
    assert_int_equal(row.names.count, 2);
    assert_str(row.names.at[0], "x");
    assert_null(row.names.at[1].at);
    assert_true(row.bytess.count == 1 && sc_str_eq(row.bytess.at[0], bytess[0]));
    assert_true(row.ats.count == 2 && row.ats.at[0] == SC_SECOND_US && row.ats.at[1] == INT64_MAX);
    assert_true(row.days.count == 1 && row.days.at[0] == 0);
}

static void an_empty_list_is_no_null(void **state)
{
    struct probe *probe = *state;
    struct probe_echo_lists_in in = {.has_i64s = true};
    struct probe_echo_lists_row row;
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_echo_lists_one(&tx, &in, &row), SC_OK);
    assert_true(row.has_i64s && row.i64s.count == 0);
    in.has_i64s = false;
    assert_int_equal(probe_echo_lists_one(&tx, &in, &row), SC_OK);
    assert_false(row.has_i64s);
}

static void a_null_that_was_not_declared_is_our_fault(void **state)
{
    struct probe *probe = *state;
    struct probe_undeclared_null_row row = {.n = 77};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_undeclared_null_one(&tx, &row), SC_INTERNAL);
    assert_int_equal(row.n, 77);
}

static void columns_of_another_type_are_never_misread(void **state)
{
    struct probe *probe = *state;
    struct probe_other_type_row row = {.n = 77};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_other_type_one(&tx, &row), SC_INTERNAL);
    assert_int_equal(row.n, 77);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    struct probe *probe = *state;
    struct probe_thing_insert_in in = {.id = 1, .name = SC_STR("a\xff")};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq);

    assert_int_equal(probe_thing_insert_exec(&tx, &in, NULL), SC_INVALID);
    assert_string_equal(probe->rq.failure.sqlstate, "22021");
}

static void copy_puts_every_row(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    SC_SCOPED(sc_copy) copy = {0};
    int64_t count = 0;

    assert_int_equal(probe_thing_copy_begin(&tx, &copy), SC_OK);
    for (int64_t id = 1; id <= 50000; id++) { /* some megabytes: many times the buffer */
        struct probe_thing_copy_in row = {
            .id = id,
            .name = SC_STR("a name of some length, so that the buffer is sent many times"),
            .has_at = id % 2 == 0,
            .at = id * SC_SECOND_US,
        };
        assert_int_equal(probe_thing_copy_put(&copy, &row), SC_OK);
    }
    assert_int_equal(sc_copy_end(&copy, &count), SC_OK);
    assert_int_equal(count, 50000);
    assert_int_equal(sc_tx_commit(&tx), SC_OK);
    assert_int_equal(probe_count(probe), 50000);
    assert_int_equal(test_sql_number(probe->database.url,
                                     "select count(*) from probe.thing "
                                     "where at = to_timestamp(id) and length(name) = 60"),
                     25000);
}

static enum sc_status copy_and_fail(struct probe *probe)
{
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    SC_SCOPED(sc_copy) copy = {0};
    struct probe_thing_copy_in row = {.id = 1, .name = SC_STR("a")};
    enum sc_status st = probe_thing_copy_begin(&tx, &copy);

    if (st == SC_OK)
        st = probe_thing_copy_put(&copy, &row);
    return st == SC_OK ? sc_fail(&probe->rq, SC_INVALID, "the file ends in the middle") : st;
}

static void a_copy_that_is_left_writes_nothing(void **state)
{
    struct probe *probe = *state;

    assert_int_equal(copy_and_fail(probe), SC_INVALID);
    assert_str(sc_failure_words(&probe->rq), "the file ends in the middle");
    assert_int_equal(probe_count(probe), 0);

    sc_failure_clear(&probe->rq);
    SC_SCOPED(sc_tx) tx = sc_tx_auto(probe->pg, &probe->rq); /* and the pool is sound */
    struct probe_thing_count_row row;
    assert_int_equal(probe_thing_count_one(&tx, &row), SC_OK);
}

static void what_a_row_did_wrong_shows_at_the_end_of_a_copy(void **state)
{
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    SC_SCOPED(sc_copy) copy = {0};
    struct probe_thing_copy_in row = {.id = 1, .name = SC_STR("wrong")};

    assert_int_equal(probe_thing_copy_begin(&tx, &copy), SC_OK);
    assert_int_equal(probe_thing_copy_put(&copy, &row), SC_OK);
    assert_int_equal(sc_copy_end(&copy, NULL), SC_INVALID);
    assert_string_equal(probe->rq.failure.sqlstate, "23514");
    assert_int_equal(sc_tx_commit(&tx), SC_INVALID);
    assert_int_equal(probe_count(probe), 0);
}

static void a_row_that_fits_no_buffer_is_refused(void **state)
{
    static char bytes[SC_COPY_ROW_MAX];
    struct probe *probe = *state;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(probe->pg, &probe->rq);
    SC_SCOPED(sc_copy) copy = {0};
    struct probe_thing_copy_in row = {.id = 1, .name = {bytes, sizeof bytes}};

    assert_int_equal(probe_thing_copy_begin(&tx, &copy), SC_OK);
    assert_int_equal(probe_thing_copy_put(&copy, &row), SC_LIMITED);
}

PROBE_TESTS(a_probe_test(every_type_goes_there_and_back), a_probe_test(null_is_told_from_nothing),
            a_probe_test(infinity_is_the_end_of_the_range),
            a_probe_test(postgres_reads_what_we_mean), a_probe_test(lists_go_there_and_back),
            a_probe_test(an_empty_list_is_no_null),
            a_probe_test(a_null_that_was_not_declared_is_our_fault),
            a_probe_test(columns_of_another_type_are_never_misread),
            a_probe_test(text_that_is_not_utf8_is_refused), a_probe_test(copy_puts_every_row),
            a_probe_test(a_copy_that_is_left_writes_nothing),
            a_probe_test(what_a_row_did_wrong_shows_at_the_end_of_a_copy),
            a_probe_test(a_row_that_fits_no_buffer_is_refused))
