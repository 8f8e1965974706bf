/*
 * shutdown.h - being asked to stop, and stopping cleanly.
 *
 * SIGTERM and SIGINT ask once: loops look at sc_shutdown_is_asked() between
 * two pieces of work, waits poll sc_shutdown_fd() beside what they wait for. A
 * second signal ends the process at once, as without this module.
 */
#ifndef SC_RUNTIME_SHUTDOWN_H
#define SC_RUNTIME_SHUTDOWN_H

#include <stdbool.h>

#include "base/macros.h"
#include "base/status.h"

/* Takes the two signals; SIGPIPE is ignored. Once, before threads start. */
SC_MUST_USE enum sc_status sc_shutdown_install(void);

bool sc_shutdown_is_asked(void);

/* Readable from the moment stopping is asked for; -1 before install. Not to be read from. */
int sc_shutdown_fd(void);

/* Asks as a signal would. */
void sc_shutdown_ask(void);

#endif
