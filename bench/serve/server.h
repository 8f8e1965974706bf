/*
 * server.h - our server with the schema of the bench: what `smartcart serve` is, and kept lists.
 */
#ifndef SC_BENCH_SERVE_SERVER_H
#define SC_BENCH_SERVE_SERVER_H

#include <stdbool.h>

/*
 * Serves bench/serve/schema.graphql until SIGTERM, from the databases and the Redis of the
 * settings, with so many connections, and threads, for writes. The exit code.
 */
int bench_server(bool is_cached, int writers);

#endif
