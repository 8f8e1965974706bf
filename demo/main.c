/*
 * smartcart-demo - writes a day's files of three invented chains, and those of days before it.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <time.h>

#include "base/time.h"
#include "demo/writers.h"

enum {
    ARENA_CAP = 256 * 1024 * 1024, /* a day takes about a tenth of it */
    EXIT_USAGE = 2,
    SECONDS_A_DAY = 24 * 60 * 60,
    FORTNIGHT = 14, /* days */
    FORTNIGHTS_MAX = 26,
    PUBLISHED_SECONDS = 5 * 60 * 60, /* the last of a day's files are out, in Cork, at five */
};

static const char usage[] =
    "usage: smartcart-demo [--date YYYY-MM-DD] [--fortnights N] [--seed N] OUTDIR\n"
    "\n"
    "Writes the files that three invented chains in Cork publish on one day, each in a\n"
    "folder of OUTDIR: Larkfield (price-transparency XML), Copper Kettle (Google Merchant\n"
    "feeds) and Halfpenny (a price table for each shop). All of it is made up here, and\n"
    "the same date and seed make the same bytes. Write the next day into another folder\n"
    "and import it too: one or two prices in a hundred have changed.\n"
    "\n"
    "  --date   the day; when left out the last one whose files are out: today from 05:00 UTC\n"
    "           on, yesterday before that, so that no price is of a time to come\n"
    "  --fortnights  how many days before it, two weeks apart as specials run, are written too:\n"
    "           imported together they give prices a history (default 0, at most 26)\n"
    "  --seed   another world: other prices and other products on the shelves (default 1)\n";

struct options {
    int64_t day;
    int64_t fortnights; /* before that day */
    int64_t seed;
    const char *folder;
};

/* What an option's word was to be. */
static const char *kind_of(int option)
{
    switch (option) {
    case 'd':
        return "date like 2026-11-24 after 1970";
    case 'f':
        return "number of fortnights from 0 to 26";
    default:
        return "whole number";
    }
}

/* False: what was wrong is printed. */
static bool read_options(int argc, char **argv, struct options *ret_options)
{
    static const struct option longs[] = {{"date", required_argument, NULL, 'd'},
                                          {"fortnights", required_argument, NULL, 'f'},
                                          {"seed", required_argument, NULL, 's'},
                                          {0}};
    struct options options = {.seed = 1};
    struct sc_date date;
    int c;

    options.day = ((int64_t)time(NULL) - PUBLISHED_SECONDS) / SECONDS_A_DAY;
    while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
        bool is_fit;
        if (c == 'd') {
            is_fit = sc_date_read(sc_str_of(optarg), &date) == SC_OK && date.year >= 1971;
            if (is_fit)
                options.day = sc_date_days(date);
        } else if (c == 'f') {
            is_fit = sc_str_i64(sc_str_of(optarg), &options.fortnights) == SC_OK &&
                     options.fortnights >= 0 && options.fortnights <= FORTNIGHTS_MAX;
        } else {
            is_fit = c == 's' && sc_str_i64(sc_str_of(optarg), &options.seed) == SC_OK;
        }
        if (!is_fit) {
            if (c != '?')
                fprintf(stderr, "smartcart-demo: %s is no %s\n", optarg, kind_of(c));
            return false;
        }
    }
    if (optind + 1 != argc) {
        fputs(usage, stderr);
        return false;
    }
    options.folder = argv[optind];
    *ret_options = options;
    return true;
}

int main(int argc, char **argv)
{
    struct options options;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read_options(argc, argv, &options))
        return EXIT_USAGE;
    struct sc_arena *arena = sc_arena_create(ARENA_CAP);
    if (arena == NULL)
        return sc_status_exit(SC_NO_MEMORY);
    errno = 0;
    struct demo_world world;
    enum sc_status st = demo_world_make(arena, (uint64_t)options.seed, &world);
    const struct sc_arena_mark mark = sc_arena_mark(arena);
    for (int64_t before = options.fortnights; before >= 0 && st == SC_OK; before--) {
        sc_arena_rewind(arena, mark);
        st = demo_write_world(arena, &world, options.day - before * FORTNIGHT, options.folder);
    }
    if (st == SC_OK)
        printf("%zu products in %zu stores of %d chains, in %s\n", world.product_count,
               demo_store_count, DEMO_CHAINS, options.folder);
    else
        fprintf(stderr, "smartcart-demo: %s: %s\n", options.folder,
                errno != 0 ? strerror(errno) : sc_status_name(st));
    sc_arena_destroy(arena);
    return sc_status_exit(st);
}
