/*
 * serve.c - the server under load.
 *
 *     bench_serve [SECONDS]        beside Mercurius (serve/peers.h); seconds of each job, 10 when
 *                                  not said
 *     bench_serve scale [SECONDS]  one, two and four of ours (serve/scale.h)
 *     bench_serve server on|off [WRITERS]
 *                                  our server alone, its cache on or off (serve/server.h)
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/peers.h"
#include "serve/scale.h"
#include "serve/server.h"

enum {
    SECONDS_PRESET = 10,
    SECONDS_MAX = 600,
    WRITERS_PRESET = 8,
    WRITERS_MAX = 64,
};

int main(int argc, char **argv)
{
    bool is_scale = argc > 1 && strcmp(argv[1], "scale") == 0;
    int words = is_scale ? 2 : 1;
    long seconds = argc > words ? strtol(argv[words], NULL, 10) : SECONDS_PRESET;

    if (argc > 2 && strcmp(argv[1], "server") == 0) {
        long writers = argc == 4 ? strtol(argv[3], NULL, 10) : WRITERS_PRESET;
        if (argc <= 4 && writers >= 1 && writers <= WRITERS_MAX)
            return bench_server(strcmp(argv[2], "on") == 0, (int)writers);
    }
    if (argc > words + 1 || seconds < 1 || seconds > SECONDS_MAX) {
        fprintf(stderr, "bench_serve: give 1 to %d seconds\n", SECONDS_MAX);
        return 2;
    }
    (is_scale ? bench_scale : bench_peers)((int)seconds);
    return 0;
}
