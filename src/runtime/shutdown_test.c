#include "runtime/shutdown.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void a_second_signal_ends_the_process(void **state)
{
    int status = 0;
    pid_t pid = fork();

    (void)state;
    if (pid == 0) {
        if (sc_shutdown_install() != SC_OK || raise(SIGTERM) != 0)
            _exit(1);
        raise(SIGTERM);
        _exit(2); /* not reached */
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

UNIT_TESTS(a_test(a_signal_asks_once_and_wakes_waits), a_test(a_second_signal_ends_the_process))
