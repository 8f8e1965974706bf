/*
 * lists.h - shopping lists: what gateway and workers may call.
 *
 * Who asks is rq->viewer. A list that is not there and one that the viewer has no
 * right to look alike. Rights have three levels (sql/migrations, lists.list_right):
 * reading; editing items; and managing: sharing, deleting. Reads are loaders
 * (sql/queries/lists); docs/sync.md tells how phones stay in step.
 *
 * Each of these is a function of the gateway: `in` is a struct <name>_in, `ret_row`
 * a struct <name>_row of the shapes below, in rq's arena. All may fail as
 * transactions do (store/tx.h), with SC_INVALID for input out of range and for too many of
 * something, by the plan of the household's owner (accounts.pub_limit) or by LISTS_..._MAX;
 * SC_NOT_FOUND and SC_FORBIDDEN for a list.
 */
#ifndef SC_LISTS_LISTS_H
#define SC_LISTS_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"
#include "base/record.h"
#include "runtime/request.h"

struct sc_pg;

enum {
    LISTS_OPS_MAX = 200,           /* of a batch; a phone with more sends several */
    LISTS_BATCH_LISTS_MAX = 20,    /* lists in a batch */
    LISTS_ROWS_MAX = 10000,        /* with those deleted in the last days */
    LISTS_OF_HOUSEHOLD_MAX = 5000, /* with archived and deleted ones */
    LISTS_TEXT_MAX = 200,          /* bytes of a name, a unit, a category, a photo's reference */
    LISTS_NOTE_MAX = 1000,
    LISTS_GRANTS_MAX = 50,
    LISTS_SHARE_DAYS_MAX = 366,
    LISTS_KEPT_DAYS = 90, /* tombstones, answers of ops; a phone that was away longer begins anew */
    LISTS_AISLES_MAX = 200,
    LISTS_WAYS_MAX = 100, /* stores whose way a household may say */
    LISTS_NEWS_MAX = 50,  /* lists of a subscription */
    LISTS_TOKEN_LEN = 47, /* bytes of a link's token */
    LISTS_ARENA_CAP = 4 * 1024 * 1024,
};

/* What an answer says of an op: the values of enum OpCode in schema/lists.graphql. */
#define LISTS_APPLIED   SC_STR("applied")
#define LISTS_NO_LIST   SC_STR("no_list")
#define LISTS_NO_ITEM   SC_STR("no_item")
#define LISTS_READ_ONLY SC_STR("read_only")
#define LISTS_INVALID   SC_STR("invalid")
#define LISTS_TOO_OLD   SC_STR("too_old")
#define LISTS_TOO_MANY  SC_STR("too_many")

/* One edit; of the list itself where item_id is absent. Absent fields stay as they are. */
struct lists_op_in {
    struct sc_str id; /* a UUID that the client made, and sends again until it is answered */
    int64_t list_id;
    struct sc_str item_id; /* a UUID that the client made */
    struct sc_str stamp;   /* domain/sync.h, as base */
    struct sc_str name;
    int64_t quantity_milli;
    bool has_quantity_milli;
    int64_t step_milli; /* in place of a quantity */
    bool has_step_milli;
    struct sc_str base;
    struct sc_str unit;
    struct sc_str note;
    struct sc_str photo;
    struct sc_str category;
    int64_t product_id;
    bool has_product_id;
    struct sc_str position;
    bool is_ticked;
    bool has_is_ticked;
    bool is_deleted;
    bool has_is_deleted;
    bool is_archived; /* of a list */
    bool has_is_archived;
    struct sc_str_list clear; /* fields to be emptied: unit, note, photo, category, product */
    bool has_clear;
};

struct lists_apply_in {
    struct sc_rows ops; /* of struct lists_op_in */
};

struct lists_answer {
    struct sc_str id;    /* of the op */
    struct sc_str code;  /* LISTS_APPLIED ... */
    struct sc_str stamp; /* as it was kept; absent unless it was applied */
    struct sc_str why;   /* of LISTS_TOO_MANY: which limit it is, in words; else absent */
};

struct lists_apply_row {
    int64_t server_ms;      /* milliseconds since 1970 UTC, for the client's clock */
    struct sc_rows answers; /* of struct lists_answer, in the order of the ops */
};

extern const struct sc_shape lists_apply_in_shape, lists_apply_row_shape;

/*
 * Applies ops in their order, in one transaction: each is applied whole or not
 * at all, whatever becomes of its neighbours. One that was applied before is answered
 * alike.
 */
enum sc_status lists_apply(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row);

struct lists_id_row {
    int64_t id;
};
extern const struct sc_shape lists_id_row_shape;

struct lists_create_in {
    int64_t household_id;
    struct sc_str name;
};
extern const struct sc_shape lists_create_in_shape;
/* ret_row: struct lists_id_row, the list. */
enum sc_status lists_create(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row);

struct lists_duplicate_in {
    int64_t list_id;
    struct sc_str name;
};
extern const struct sc_shape lists_duplicate_in_shape;
/* Into the list's household, whose member the viewer must be; nothing is ticked in the new one. */
enum sc_status lists_duplicate(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row);

struct lists_delete_in {
    int64_t list_id;
};
extern const struct sc_shape lists_delete_in_shape;
enum sc_status lists_delete(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row);

/* Levels as in an enum of the API: 0 read, 1 edit. */
struct lists_share_in {
    int64_t list_id;
    int16_t level;
    int32_t days; /* 1..LISTS_SHARE_DAYS_MAX */
};
struct lists_share_row {
    int64_t id;
    struct sc_str token; /* told this once */
    int64_t expires_at;
};
extern const struct sc_shape lists_share_in_shape, lists_share_row_shape;
/* A link for whoever has it. */
enum sc_status lists_share(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row);

struct lists_share_end_in {
    int64_t share_id;
};
extern const struct sc_shape lists_share_end_in_shape;
enum sc_status lists_share_end(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row);

struct lists_grant_in {
    int64_t list_id;
    int64_t person_id; /* or a household; whoever asks knows its id */
    bool has_person_id;
    int64_t household_id;
    bool has_household_id;
    int16_t level;
    bool has_level; /* null: the right ends */
};
extern const struct sc_shape lists_grant_in_shape;
enum sc_status lists_grant(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row);

struct lists_aisles_in {
    int64_t household_id;
    int64_t store_id;
    struct sc_str_list categories; /* in the order of the way through the store */
};
extern const struct sc_shape lists_aisles_in_shape;
/* ret_row: struct lists_id_row, the store. */
enum sc_status lists_aisles(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row);

/* A subscription to lists (gateway/live.h): where each of them is to go on from ... */
struct lists_cursor_in {
    int64_t list_id;
    int64_t after;
};
struct lists_news_in {
    struct sc_rows lists; /* of struct lists_cursor_in */
};

/* ... and one of its events. */
struct lists_news_row {
    int64_t list_id;
    struct sc_str kind; /* LISTS_NEWS_CHANGES ... */
    int64_t seq;
    struct sc_str name; /* absent: the list is gone */
    bool is_archived;
    bool has_is_archived;
    struct sc_rows items; /* of struct lists_item_changed_row */
};

/* The values of enum ListNewsKind in schema/lists.graphql. */
#define LISTS_NEWS_CHANGES SC_STR("changes")
#define LISTS_NEWS_BEHIND  SC_STR("behind")
#define LISTS_NEWS_GONE    SC_STR("gone")

extern const struct sc_shape lists_news_in_shape, lists_news_row_shape;

/* For the gateway: the principal of a link's token. SC_NOT_FOUND: no such link, or it is over. */
SC_MUST_USE enum sc_status lists_share_find(struct sc_request *rq, struct sc_pg *pg,
                                            struct sc_str token, int64_t *ret_share_id);

/*
 * Forgets what is older than LISTS_KEPT_DAYS: lists and items that were deleted, answers of ops,
 * links that are over. At most `at_most` rows of each (fewer of lists); `ret_more`: there may be
 * more.
 */
SC_MUST_USE enum sc_status lists_purge(struct sc_request *rq, struct sc_pg *pg, int32_t at_most,
                                       bool *ret_more);

#endif
