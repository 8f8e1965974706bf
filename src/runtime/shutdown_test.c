#include "runtime/shutdown.h"

#include <poll.h>
#include <signal.h>

#include "testing/unit.h"

static bool is_readable(int fd)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};

    return poll(&wait, 1, 0) == 1;
}

static void a_signal_asks_once_and_wakes_waits(void **state)
{
    (void)state;
    assert_false(sc_shutdown_is_asked());
    assert_int_equal(sc_shutdown_install(), SC_OK);
    assert_false(is_readable(sc_shutdown_fd()));
    raise(SIGTERM);
    assert_true(sc_shutdown_is_asked());
    assert_true(is_readable(sc_shutdown_fd()));
    raise(SIGPIPE); /* ignored: a reader that went away is an error of write(), not our end */
}

UNIT_TESTS(a_test(a_signal_asks_once_and_wakes_waits))
