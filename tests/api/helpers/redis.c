#include "api/helpers/redis.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    START_MS = 10 * 1000,
    LIFE_MS = 10 * 60 * 1000,
    STEP_MS = 10,
};

static const char program[] = "/usr/bin/redis-server";

bool test_redis_is_there(void)
{
    return access(program, X_OK) == 0;
}

static void socket_of(const struct test_redis *redis, char path[96])
{
    snprintf(path, 96, "%s/socket", redis->folder);
}

/* The socket is there a moment before it listens. */
static bool listens(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    bool is_so = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return is_so;
}

void test_redis_start(struct test_redis *redis)
{
    struct sc_deadline deadline = sc_deadline_in(START_MS);
    char path[96];

    if (redis->folder[0] == '\0') {
        snprintf(redis->folder, sizeof redis->folder, "/tmp/smartcart-redis-XXXXXX");
        assert_non_null(mkdtemp(redis->folder));
    }
    socket_of(redis, path);
    snprintf(redis->url, sizeof redis->url, "unix:%.80s", path);
    unlink(path);
    const char *const words[] = {"--port", "0",     "--unixsocket", path, "--save",
                                 "",       "--dir", redis->folder,  NULL};
    test_program_start(
        &(struct test_run){
            .program = program, .words = words, .err_path = "/dev/null", .limit_ms = LIFE_MS},
        &redis->process);
    while (!listens(path)) {
        assert_false(sc_deadline_is_over(deadline));
        (void)poll(NULL, 0, STEP_MS);
    }
}

void test_redis_kill(struct test_redis *redis)
{
    struct sc_arena *arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    struct test_result result;

    kill(redis->process.pid, SIGKILL);
    test_program_wait(arena, &redis->process, &result);
    sc_arena_destroy(arena);
}

void test_redis_remove(struct test_redis *redis)
{
    char path[96];

    test_redis_kill(redis);
    socket_of(redis, path);
    unlink(path);
    rmdir(redis->folder);
}
