/*
 * source.h - where a retailer's files come from: addresses and folders, and what was there last.
 *
 * Functions fail as sc_tx_one and sc_tx_all do, and as they say besides; texts live in
 * the request's arena.
 */
#ifndef SC_RETAIL_SOURCE_H
#define SC_RETAIL_SOURCE_H

#include "base/time.h"
#include "store/tx.h"

enum {
    RETAIL_SOURCE_NAME_MAX = 40,          /* bytes of [a-z0-9_-] */
    RETAIL_SOURCE_MAP_MAX = 64 * 1024,    /* bytes of the operator's map */
    RETAIL_SOURCE_PLACE_MAX = 2000,       /* bytes */
    RETAIL_SOURCE_PLACES_MAX = 10000,     /* of all sources together */
    RETAIL_SOURCE_PAUSE_MAX_MS = 3600000, /* between two requests of a host */
};

struct retail_source {
    int64_t id;
    struct sc_str name;
    struct sc_str format, map; /* absent: each file tells, the program's own */
    struct sc_str retailer, retailer_name, country, currency, time_zone; /* absent: the files say */
    int32_t pause_ms;
    int32_t today; /* in its zone, as days since 1970; of retail_source_find */
};

struct retail_source_place {
    struct sc_str source, place;
    struct sc_str etag, modified; /* absent: none */
    struct sc_str content_hash;   /* of the file imported last, then its name; absent: none */
    bool was_asked, has_changed;
    int64_t asked_us, changed_us; /* changed: new content was imported */
    int32_t status;               /* HTTP's; 0: no answer, or a folder */
    struct sc_str error;          /* absent: it went well */
};
struct retail_source_places {
    struct retail_source_place *at;
    size_t count;
};

bool retail_source_is_name(struct sc_str name);
/* A folder of this machine, not an address. */
bool retail_source_is_folder(struct sc_str place);

/* A place with the date for "{yyyy}", "{mm}" and "{dd}". Absent: no memory. */
struct sc_str retail_source_place_on(struct sc_arena *arena, struct sc_str place,
                                     struct sc_date date);

/* SC_CONFLICT: there is one of that name. In a transaction. */
SC_MUST_USE enum sc_status retail_source_add(struct sc_tx *tx, const struct retail_source *source,
                                             const struct sc_str *places, size_t place_count);
/* With its places. SC_NOT_FOUND. */
SC_MUST_USE enum sc_status retail_source_remove(struct sc_tx *tx, struct sc_str name);
/* SC_NOT_FOUND. */
SC_MUST_USE enum sc_status retail_source_find(struct sc_tx *tx, struct sc_str name,
                                              struct retail_source *ret_source);
/* Of one source, or (absent) of all. */
SC_MUST_USE enum sc_status retail_source_places(struct sc_tx *tx, struct sc_str name,
                                                struct retail_source_places *ret_places);

/* What came of asking a place. */
struct retail_source_told {
    int32_t status; /* HTTP's; 0: none */
    struct sc_str error;
    bool is_taken; /* what it has was imported, or is as it was: the next three are of that */
    struct sc_str etag, modified, content_hash;
    bool is_changed;
};
SC_MUST_USE enum sc_status retail_source_place_tell(struct sc_tx *tx, int64_t source_id,
                                                    struct sc_str place,
                                                    const struct retail_source_told *told);

/*
 * Nobody else asks the host until the transaction ends, however it does; `ret_wait_us` is how
 * long it still pauses. SC_BUSY, without a failure noted: another asks it.
 */
SC_MUST_USE enum sc_status retail_source_host_take(struct sc_tx *tx, struct sc_str host,
                                                   int64_t *ret_wait_us);
/* Nobody asks it before `pause_ms` are over; once committed. */
SC_MUST_USE enum sc_status retail_source_host_give(struct sc_tx *tx, struct sc_str host,
                                                   int64_t pause_ms);

#endif
