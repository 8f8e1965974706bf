#include "runtime/shutdown.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static atomic_bool is_asked;
static _Atomic int event_fd = -1;

bool sc_shutdown_is_asked(void)
{
    return atomic_load(&is_asked);
}

int sc_shutdown_fd(void)
{
    return atomic_load(&event_fd);
}

/* Runs in a signal handler: only what signal-safety(7) allows. */
void sc_shutdown_ask(void)
{
    int saved = errno;
    int fd = atomic_load(&event_fd);
    uint64_t one = 1;

    atomic_store(&is_asked, true);
    if (fd >= 0) {
        ssize_t written = write(fd, &one, sizeof one);
        (void)written; /* full means that it is readable already */
    }
    errno = saved;
}

static void on_signal(int number)
{
    sc_shutdown_ask();
    signal(number, SIG_DFL); /* the second one ends us */
}

enum sc_status sc_shutdown_install(void)
{
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

    if (fd < 0)
        return SC_UNAVAILABLE;
    atomic_store(&event_fd, fd);
    struct sigaction take = {.sa_handler = on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&take.sa_mask);
    if (sigaction(SIGTERM, &take, NULL) != 0 || sigaction(SIGINT, &take, NULL) != 0 ||
        sigaction(SIGPIPE, &ignore, NULL) != 0)
        return SC_UNAVAILABLE;
    return SC_OK;
}
