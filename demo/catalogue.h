/*
 * catalogue.h - what the demo world's shops have on their shelves, as tables.
 *
 * A line of goods is written once; every variant in every size of every brand
 * is a product. All brands are invented.
 */
#ifndef SC_DEMO_CATALOGUE_H
#define SC_DEMO_CATALOGUE_H

#include <stddef.h>

enum demo_trait {
    DEMO_OWN = 1,      /* each chain also sells it under its own label */
    DEMO_STAPLE = 2,   /* every chain has every brand of it, in every size */
    DEMO_LOOSE = 4,    /* no package: weighed, priced per kg, the chain's own code, no brand */
    DEMO_COUNTER = 8,  /* from behind one: not at the discounter, which has none */
    DEMO_DEPOSIT = 16, /* bottles and cans that are taken back for money */
};

struct demo_line {
    const char *category; /* "Dairy > Milk" */
    const char *name;     /* the shop's words; a '*' stands for the variant */
    const char *variants; /* "Plain|Strawberry"; NULL: there is only one */
    /*
     * "500 ml 85|6x330 ml 599": what a package holds and what an ordinary
     * brand costs, in cent; for loose goods "kg 249".
     */
    const char *sizes;
    const char *brands; /* "Kilbrack|Whitethorn"; NULL: own label or loose only */
    unsigned traits;    /* of enum demo_trait */
};

struct demo_shelf {
    const struct demo_line *lines;
    size_t count;
};

/* Fresh food, the pantry, and what is not food. */
extern const struct demo_shelf demo_fresh, demo_pantry, demo_house;

#endif
