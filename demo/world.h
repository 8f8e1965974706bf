/*
 * world.h - the demo world: three chains, their shops in Cork, and what each of them sells.
 *
 * Everything follows from a seed, so the same seed makes the same world on every
 * machine; a product keeps its numbers in every world. Days count from
 * 1970-01-01; money is in cent.
 */
#ifndef SC_DEMO_WORLD_H
#define SC_DEMO_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "demo/catalogue.h"

enum demo_chain_id {
    DEMO_LARKFIELD, /* the full-range chain; transparency XML, deals of every kind */
    DEMO_KETTLE,    /* the dearer one; Google Merchant feeds */
    DEMO_HALFPENNY, /* the discounter; price tables, no deals but special prices */
    DEMO_CHAINS,
};

enum demo_department {
    DEMO_FRESH,
    DEMO_PANTRY,
    DEMO_HOUSE, /* what is not food */
    DEMO_DEPARTMENTS,
};

struct demo_chain {
    const char *number; /* GS1's, of the one whose files have such; else NULL */
    const char *key;    /* what its files and their folder are called by */
    const char *name;
    const char *own_label;
    /*
     * Per cent of the ordinary price. Each chain is the cheapest of some department, so that a
     * longer list is worth more than one stop.
     */
    int price_levels[DEMO_DEPARTMENTS];
    int range; /* per cent of what is not a staple that it sells */
};

struct demo_store {
    enum demo_chain_id chain;
    const char *code, *name, *address, *city, *zip;
    double lat, lon; /* degrees */
    int zone;        /* shops of a chain in one zone have one price list; from 0 */
};

enum {
    DEMO_ZONES = 2,
};

/* What one package holds: "6x330 ml". */
struct demo_size {
    int packs;          /* 6; 1 for a single package */
    int amount;         /* 330 */
    struct sc_str unit; /* "ml", "L", "g", "kg", "pack", "rolls" ... */
};

struct demo_product {
    const struct demo_line *line;
    enum demo_department department;
    struct sc_str name;  /* "Whole Milk 3.5%": without brand and size */
    struct sc_str brand; /* empty: loose */
    struct demo_size size;
    struct sc_str size_text; /* "6 x 330 ml" */
    uint64_t gtin;           /* 13 digits of GS1's demonstration prefix 952; 0: loose */
    uint32_t number;         /* of the chains' own numbering; the same whatever the seed */
    uint32_t family;         /* same line, brand and size: such products have one price */
    int base_cents;    /* an ordinary shop's price for one package, or for a kg of loose goods */
    int deposit_cents; /* for the whole package */
    unsigned chains;   /* bit 1 << chain: who sells it */
};

struct demo_world {
    uint64_t seed;
    const struct demo_product *products; /* families lie together */
    size_t product_count;
};

extern const struct demo_chain demo_chains[DEMO_CHAINS];
extern const struct demo_store demo_stores[];
extern const size_t demo_store_count;

/* The products live in `arena`. SC_NO_MEMORY is the only failure. */
SC_MUST_USE enum sc_status demo_world_make(struct sc_arena *arena, uint64_t seed,
                                           struct demo_world *ret_world);

bool demo_is_sold_by(const struct demo_product *product, enum demo_chain_id chain);
bool demo_is_loose(const struct demo_product *product);

/* "6 x 330 ml", "6x330ml" when not `spaced`; "each" for one piece. */
struct sc_str demo_size_text(struct sc_arena *arena, const struct demo_size *size, bool spaced);

/*
 * The size in the words of a measure: "330 ml"; "6 pieces" for whatever is
 * counted. Of a pack of several, all in all ("1980 ml") or apart ("6x330 ml").
 */
struct sc_str demo_measure_text(struct sc_arena *arena, const struct demo_size *size, bool apart);

/* Scrambles two numbers into one that looks random (and is not secret). */
uint64_t demo_mix(uint64_t a, uint64_t b);

#endif
