/* What the tests start themselves: it must not be there when they are gone. */
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/program.h"
#include "testing/unit.h"

/* Starts what runs for a while, says its process id, and ends as a test that failed midway. */
static _Noreturn void start_and_fail(int tell)
{
    static const char *const words[] = {"sleep", "20", NULL};
    const struct test_run run = {.program = "/usr/bin/env", .words = words};
    struct test_process process;

    test_program_start(&run, &process);
    ssize_t told = write(tell, &process.pid, sizeof process.pid);
    _exit(told == sizeof process.pid ? 1 : 2);
}

static void what_was_started_ends_with_its_starter(void **state)
{
    int ends[2], status;
    pid_t started;

    (void)state;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* so that we may wait for it */
    assert_int_equal(pipe(ends), 0);
    pid_t starter = fork();
    assert_true(starter >= 0);
    if (starter == 0)
        start_and_fail(ends[1]);
    assert_int_equal(read(ends[0], &started, sizeof started), sizeof started);
    assert_int_equal(waitpid(starter, &status, 0), starter);
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_int_equal(waitpid(started, &status, 0), started);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(ends[0]);
    close(ends[1]);
}

UNIT_TESTS(a_test(what_was_started_ends_with_its_starter))
