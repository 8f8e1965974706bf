/*
 * serve.c - the server under load.
 *
 *     bench_serve [SECONDS]        beside Mercurius (serve/peers.h); seconds of each job, 10 when
 *                                  not said
 *     bench_serve server on|off    our server alone, its cache on or off (serve/server.h)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/peers.h"
#include "serve/server.h"

enum {
    SECONDS_PRESET = 10,
    SECONDS_MAX = 600,
};

int main(int argc, char **argv)
{
    long seconds = argc > 1 ? strtol(argv[1], NULL, 10) : SECONDS_PRESET;

    if (argc == 3 && strcmp(argv[1], "server") == 0)
        return bench_server(strcmp(argv[2], "on") == 0);
    if (argc > 2 || seconds < 1 || seconds > SECONDS_MAX) {
        fprintf(stderr, "bench_serve: give 1 to %d seconds\n", SECONDS_MAX);
        return 2;
    }
    bench_peers((int)seconds);
    return 0;
}
