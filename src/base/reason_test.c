#include "base/reason.h"

#include "testing/unit.h"

static void each_reason_has_its_name(void **state)
{
    (void)state;
    assert_null(sc_reason_name(SC_REASON_NONE));
    for (int reason = SC_REASON_NONE + 1; reason < SC_REASON_COUNT; reason++)
        assert_non_null(sc_reason_name((enum sc_reason)reason));
}

UNIT_TESTS(a_test(each_reason_has_its_name))
