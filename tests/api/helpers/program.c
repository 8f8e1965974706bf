#include "api/helpers/program.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/deadline.h"
#include "testing/unit.h"

extern char **environ;

enum {
    WORDS_MAX = 60,
    ENVIRONMENT_MAX = 1000,
    READ_SIZE = 64 * 1024,
};

void test_program_beside(void)
{
    char own[PATH_MAX], path[PATH_MAX + sizeof "/smartcart"];
    ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);

    assert_true(len > 0);
    own[len] = '\0';
    snprintf(path, sizeof path, "%s/smartcart", dirname(own));
    assert_int_equal(setenv("SC_PROGRAM", path, 0), 0);
}

static void make_pipe(int ends[2])
{
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
}

/* The environment of the child: ours, with the run's own behind, which win. */
static void join_environment(const struct test_run *run, char *joined[ENVIRONMENT_MAX + 1])
{
    size_t count = 0;

    for (size_t i = 0; run->environment != NULL && run->environment[i] != NULL; i++)
        joined[count++] = strdup(run->environment[i]); /* freed by the child's exec */
    size_t own = count;
    for (size_t i = 0; environ[i] != NULL && count < ENVIRONMENT_MAX; i++) {
        size_t name = strcspn(environ[i], "=") + 1;
        bool is_replaced = false;
        for (size_t k = 0; k < own && !is_replaced; k++)
            is_replaced = strncmp(environ[i], joined[k], name) == 0;
        if (!is_replaced)
            joined[count++] = environ[i];
    }
    joined[count] = NULL;
}

/* Appended to, for several programs may share it. */
static int open_log(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);

    if (fd < 0) {
        perror(path);
        _exit(127);
    }
    return fd;
}

/* However the test ends, what it started ends too: one that fails midway stops nothing. */
static void end_with(pid_t starter)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != starter)
        raise(SIGKILL);
}

static _Noreturn void become_program(const struct test_run *run, const int in[2], const int out[2],
                                     const int err[2])
{
    const char *program = run->program != NULL ? run->program : getenv("SC_PROGRAM");
    char *words[WORDS_MAX + 2] = {strdup(program)};
    char *environment[ENVIRONMENT_MAX + 1];

    for (size_t i = 0; i < WORDS_MAX && run->words[i] != NULL; i++)
        words[i + 1] = strdup(run->words[i]);
    join_environment(run, environment);
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(run->err_path == NULL ? err[1] : open_log(run->err_path), STDERR_FILENO);
    execve(program, words, environment);
    perror(program);
    _exit(127);
}

void test_program_start(const struct test_run *run, struct test_process *ret_process)
{
    int in[2], out[2], err[2];

    assert_true(run->program != NULL || getenv("SC_PROGRAM") != NULL);
    make_pipe(in);
    make_pipe(out);
    make_pipe(err);
    pid_t starter = getpid();
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        end_with(starter);
        become_program(run, in, out, err);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    *ret_process = (struct test_process){*run, pid, in[1], out[0], err[0]};
}

/* Reads what has come; false at the end. */
static bool read_some(int fd, struct sc_buf *buf)
{
    char bytes[READ_SIZE / 16];
    ssize_t len = read(fd, bytes, sizeof bytes);

    if (len > 0)
        sc_buf_put(buf, (struct sc_str){bytes, (size_t)len});
    return len > 0 || (len < 0 && errno == EINTR);
}

/* Writes what fits; false when there is no more, or nobody to read it. */
static bool write_some(int fd, struct sc_str *input)
{
    ssize_t len = input->len == 0 ? 0 : write(fd, input->at, input->len);

    if (len < 0)
        return errno == EAGAIN || errno == EINTR;
    *input = sc_str_sub(*input, (size_t)len, SIZE_MAX);
    return input->len > 0;
}

/* Feeds and reads until both outputs have ended. False: the deadline passed. */
static bool converse(struct test_process *process, struct sc_buf *out, struct sc_buf *err,
                     struct sc_deadline deadline)
{
    struct sc_str input = process->run.input;
    struct pollfd fds[] = {
        {.fd = process->in, .events = POLLOUT},
        {.fd = process->out, .events = POLLIN},
        {.fd = process->err, .events = POLLIN},
    };

    while (fds[1].fd >= 0 || fds[2].fd >= 0) {
        int ready = poll(fds, SC_COUNT(fds), sc_deadline_poll_ms(deadline));
        if (ready == 0)
            return false;
        if (fds[0].revents != 0 && !write_some(process->in, &input)) {
            close(process->in);
            process->in = fds[0].fd = -1;
        }
        if (fds[1].revents != 0 && !read_some(process->out, out))
            fds[1].fd = -1;
        if (fds[2].revents != 0 && !read_some(process->err, err))
            fds[2].fd = -1;
    }
    return true;
}

void test_program_wait(struct sc_arena *arena, struct test_process *process,
                       struct test_result *ret_result)
{
    int limit_ms = process->run.limit_ms > 0 ? process->run.limit_ms : TEST_RUN_LIMIT_MS;
    struct test_result result = {0};
    struct rusage usage;
    struct sc_buf out, err;
    int status;

    sc_buf_init(&out, TEST_OUTPUT_CAP);
    sc_buf_init(&err, TEST_OUTPUT_CAP);
    signal(SIGPIPE, SIG_IGN); /* a program may end without reading its input */
    result.was_late = !converse(process, &out, &err, sc_deadline_in(limit_ms));
    if (result.was_late)
        kill(process->pid, SIGKILL);
    assert_int_equal(wait4(process->pid, &status, 0, &usage), process->pid);
    if (process->in >= 0)
        close(process->in);
    close(process->out);
    close(process->err);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.peak_kb = usage.ru_maxrss;
    result.out = sc_arena_str(arena, sc_buf_str(&out));
    result.err = sc_arena_str(arena, sc_buf_str(&err));
    sc_buf_finish(&out);
    sc_buf_finish(&err);
    assert_non_null(result.out.at);
    assert_non_null(result.err.at);
    *ret_result = result;
}

void test_program_run(struct sc_arena *arena, const struct test_run *run,
                      struct test_result *ret_result)
{
    struct test_process process;

    test_program_start(run, &process);
    test_program_wait(arena, &process, ret_result);
}
