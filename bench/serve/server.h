/*
 * server.h - our server with the schema of the bench: what `smartcart serve` is, and kept lists.
 */
#ifndef SC_BENCH_SERVE_SERVER_H
#define SC_BENCH_SERVE_SERVER_H

#include <stdbool.h>

/*
 * Serves bench/serve/schema.graphql from SMARTCART_DATABASE_URL until SIGTERM;
 * one loop a core. The exit code.
 */
int bench_server(bool is_cached);

#endif
