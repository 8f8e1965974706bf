#include "base/reason.h"

#include <assert.h>
#include <stddef.h>

static const char *const names[SC_REASON_COUNT] = {
    [SC_REASON_NONE] = NULL,
    [SC_REASON_EMAIL_INVALID] = "EMAIL_INVALID",
    [SC_REASON_EMAIL_TAKEN] = "EMAIL_TAKEN",
    [SC_REASON_PASSWORD_UNFIT] = "PASSWORD_UNFIT",
    [SC_REASON_PASSWORD_WRONG] = "PASSWORD_WRONG",
    [SC_REASON_LINK_OVER] = "LINK_OVER",
    [SC_REASON_LIMIT_REACHED] = "LIMIT_REACHED",
    [SC_REASON_HAND_OVER_FIRST] = "HAND_OVER_FIRST",
};

const char *sc_reason_name(enum sc_reason reason)
{
    assert(reason < SC_REASON_COUNT);
    return names[reason];
}
