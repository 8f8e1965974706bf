#include "base/status.h"

#include "testing/unit.h"

static void each_status_has_its_row(void **state)
{
    (void)state;
    for (int st = 0; st < SC_STATUS_COUNT; st++) {
        assert_non_null(sc_status_name((enum sc_status)st));
        assert_non_null(sc_status_graphql((enum sc_status)st));
        assert_in_range(sc_status_http((enum sc_status)st), 200, 599);
        /* what we answer for is never told as the caller's mistake */
        if (sc_status_is_ours((enum sc_status)st))
            assert_true(sc_status_http((enum sc_status)st) >= 500);
    }
    assert_int_equal(sc_status_exit(SC_OK), 0);
    assert_int_equal(sc_status_exit(SC_INVALID), 2);
    assert_int_equal(sc_status_exit(SC_TIMEOUT), 1);
}

UNIT_TESTS(a_test(each_status_has_its_row))
