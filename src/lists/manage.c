/* What is done with a list as a whole, and who may see it. */
#include <sodium.h>

#include "base/macros.h"
#include "domain/sync.h"
#include "lists/lists.h"
#include "lists/lists_rows.h"
#include "lists/viewer.h"
#include "store/hint.h"
#include "store/tx.h"

enum {
    TOKEN_BYTES = 32,
    TOKEN_HASH = 32,
    DAY_S = 24 * 3600,
    PURGED_TO_A_LIST = 20, /* other rows: a list takes all that is in it along */
};

static const char token_start[] = "scl_";

static enum sc_status check_text(struct sc_request *rq, const char *what, struct sc_str text)
{
    if (sc_str_trim(text).len > 0 && text.len <= LISTS_TEXT_MAX && sc_str_find_char(text, '\0') < 0)
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "%s: must have 1 to %d bytes", what, LISTS_TEXT_MAX);
}

/* Locks a list that the viewer has this level of right to. */
static enum sc_status take_list(struct sc_tx *tx, int64_t id, enum lists_level level,
                                struct lists_list_lock_row *ret_list)
{
    const struct lists_list_lock_in in = {
        .viewer = sc_viewer_list(tx->rq->viewer),
        .ids = {.at = &id, .count = 1},
    };
    struct lists_list_lock_row list;
    enum sc_status st = lists_list_lock_one(tx, &in, &list);

    if (st == SC_NOT_FOUND)
        return sc_fail(tx->rq, st, "there is no such list");
    if (st == SC_OK && list.level < (int16_t)level)
        return sc_fail(tx->rq, SC_FORBIDDEN, "this list is not yours to do that with");
    if (st == SC_OK) {
        sc_tx_hint(tx, SC_HINT_LIST, id, 0); /* who may see it may be about to change */
        *ret_list = list;
    }
    return st;
}

/* Ends a write whose answer is an id. */
static enum sc_status finish_id(struct sc_tx *tx, enum sc_status st, int64_t id, void *ret_row)
{
    if (st != SC_OK)
        return st;
    *(struct lists_id_row *)ret_row = (struct lists_id_row){.id = id};
    return sc_tx_commit(tx);
}

/* A list of so many items. */
static enum sc_status add_list(struct sc_tx *tx, int64_t household_id, struct sc_str name,
                               int32_t items, int64_t *ret_id)
{
    const struct lists_list_add_in in = {
        .viewer = sc_viewer_list(tx->rq->viewer),
        .household_id = household_id,
        .name = name,
        .by = lists_viewer_author(tx->rq->viewer),
        .rows_max = LISTS_OF_HOUSEHOLD_MAX,
    };
    const struct lists_home_lock_in home = {{.at = &household_id, .count = 1}};
    struct lists_home_lock_row held;
    struct lists_list_add_row row;
    enum sc_status st = lists_home_lock_one(tx, &home, &held);

    if (st == SC_OK)
        st = lists_list_add_one(tx, &in, &row);
    if (st == SC_NOT_FOUND)
        return sc_fail(tx->rq, st, "there is no such household");
    if (st != SC_OK)
        return st;
    if (!row.has_id)
        return sc_fail_for(
            tx->rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
            "the plan %.*s has at most %d lists in a household (archived ones apart)",
            SC_STR_ARGS(row.plan), row.lists_max);
    if (items > row.items_max)
        return sc_fail_for(tx->rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "the plan %.*s has at most %d items in a list", SC_STR_ARGS(row.plan),
                           row.items_max);
    *ret_id = row.id;
    return SC_OK;
}

enum sc_status lists_create(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_create_in *asked = in;
    int64_t id = 0;
    enum sc_status st = check_text(rq, "name", asked->name);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = add_list(&tx, asked->household_id, asked->name, 0, &id);
    return finish_id(&tx, st, id, ret_row);
}

static enum sc_status copy_items(struct sc_tx *tx, int64_t from_id, int64_t to_id)
{
    const struct sc_stamp now = {.ms = sc_wall_us() / 1000};
    char stamp[SC_STAMP_LEN + 1];
    int64_t count;

    sc_stamp_write(&now, stamp);
    const struct lists_item_copy_in copy = {
        .from_id = from_id,
        .to_id = to_id,
        .by = lists_viewer_author(tx->rq->viewer),
        .stamp = sc_str_of(stamp),
    };
    enum sc_status st = lists_item_copy_exec(tx, &copy, &count);
    if (st != SC_OK)
        return st;
    const struct lists_list_count_in in = {.id = to_id, .count = count};
    return lists_list_count_exec(tx, &in, NULL);
}

enum sc_status lists_duplicate(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row)
{
    const struct lists_duplicate_in *asked = in;
    struct lists_list_lock_row list;
    int64_t id = 0;
    enum sc_status st = check_text(rq, "name", asked->name);

    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = take_list(&tx, asked->list_id, LISTS_LEVEL_READ, &list);
    if (st == SC_OK)
        st = add_list(&tx, list.household_id, asked->name, list.item_count, &id);
    if (st == SC_OK)
        st = copy_items(&tx, asked->list_id, id);
    return finish_id(&tx, st, id, ret_row);
}

enum sc_status lists_delete(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_delete_in *asked = in;
    const struct lists_list_delete_in gone = {.id = asked->list_id};
    struct lists_list_lock_row list;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = take_list(&tx, asked->list_id, LISTS_LEVEL_MANAGE, &list);
    if (st == SC_OK)
        st = lists_list_delete_exec(&tx, &gone, NULL);
    return finish_id(&tx, st, asked->list_id, ret_row);
}

static void hash_token(struct sc_str token, uint8_t ret_hash[TOKEN_HASH])
{
    crypto_generichash(ret_hash, TOKEN_HASH, (const uint8_t *)token.at, token.len, NULL, 0);
}

static struct sc_str make_token(struct sc_arena *arena)
{
    uint8_t secret[TOKEN_BYTES];
    char text[sizeof token_start - 1 +
              sodium_base64_ENCODED_LEN(TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

    randombytes_buf(secret, sizeof secret);
    memcpy(text, token_start, sizeof token_start - 1);
    sodium_bin2base64(text + sizeof token_start - 1, sizeof text - (sizeof token_start - 1), secret,
                      sizeof secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(secret, sizeof secret);
    return sc_arena_str(arena, (struct sc_str){.at = text, .len = LISTS_TOKEN_LEN});
}

static enum sc_status check_level(struct sc_request *rq, int16_t level)
{
    if (level == LISTS_LEVEL_READ || level == LISTS_LEVEL_EDIT)
        return SC_OK;
    return sc_fail(rq, SC_INVALID, "level: must be READ or EDIT");
}

enum sc_status lists_share(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_share_in *asked = in;
    struct lists_share_row row;
    struct lists_share_add_row added;
    struct lists_list_lock_row list;
    uint8_t hash[TOKEN_HASH];
    enum sc_status st = check_level(rq, asked->level);

    if (st != SC_OK)
        return st;
    if (asked->days < 1 || asked->days > LISTS_SHARE_DAYS_MAX)
        return sc_fail(rq, SC_INVALID, "days: must be 1 to %d", LISTS_SHARE_DAYS_MAX);
    row.token = make_token(rq->arena);
    if (row.token.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a token");
    hash_token(row.token, hash);
    row.expires_at = sc_wall_us() + (int64_t)asked->days * DAY_S * 1000000;
    struct lists_share_add_in add = {
        .list_id = asked->list_id,
        .token_hash = {.at = (const char *)hash, .len = sizeof hash},
        .level = asked->level,
        .by = lists_viewer_author(rq->viewer),
        .expires_at = row.expires_at,
    };
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = take_list(&tx, asked->list_id, LISTS_LEVEL_MANAGE, &list);
    if (st != SC_OK)
        return st;
    add.shares_max = list.links_max;
    st = lists_share_add_one(&tx, &add, &added);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "the plan %.*s has at most %d links to a list", SC_STR_ARGS(list.plan),
                           list.links_max);
    if (st != SC_OK)
        return st;
    row.id = added.id;
    *(struct lists_share_row *)ret_row = row;
    return sc_tx_commit(&tx);
}

enum sc_status lists_share_end(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row)
{
    const struct lists_share_end_in *asked = in;
    const struct lists_share_list_in find = {.id = asked->share_id};
    const struct lists_share_revoke_in revoke = {.id = asked->share_id};
    struct lists_share_list_row share;
    struct lists_list_lock_row list;

    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    enum sc_status st = lists_share_list_one(&tx, &find, &share);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, st, "there is no such list"); /* as take_list says of others' */
    if (st == SC_OK)
        st = take_list(&tx, share.list_id, LISTS_LEVEL_MANAGE, &list);
    if (st == SC_OK)
        st = lists_share_revoke_exec(&tx, &revoke, NULL);
    return finish_id(&tx, st, share.list_id, ret_row);
}

/* Of the person or the household that is named. */
static int64_t principal_of(const struct lists_grant_in *asked)
{
    return asked->has_person_id ? asked->person_id : asked->household_id;
}

static enum sc_status put_grant(struct sc_tx *tx, const struct lists_grant_in *asked)
{
    const struct lists_grant_put_in put = {
        .list_id = asked->list_id,
        .principal = principal_of(asked),
        .level = asked->level,
        .by = lists_viewer_author(tx->rq->viewer),
        .grants_max = LISTS_GRANTS_MAX,
    };
    int64_t count;
    enum sc_status st = lists_grant_put_exec(tx, &put, &count);

    if (st == SC_OK && count == 0)
        return sc_fail_for(tx->rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "a list is shared with at most %d", LISTS_GRANTS_MAX);
    return st;
}

enum sc_status lists_grant(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_grant_in *asked = in;
    const struct lists_grant_end_in end = {.list_id = asked->list_id,
                                           .principal = principal_of(asked)};
    struct lists_list_lock_row list;
    enum sc_status st = asked->has_level ? check_level(rq, asked->level) : SC_OK;

    if (st != SC_OK)
        return st;
    if (asked->has_person_id == asked->has_household_id)
        return sc_fail(rq, SC_INVALID, "say with whom: personId or householdId");
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    /* Whoever was given a list may do without it. */
    bool is_own = !asked->has_level && asked->has_person_id && rq->viewer != NULL &&
                  asked->person_id == rq->viewer->person_id;
    st = take_list(&tx, asked->list_id, is_own ? LISTS_LEVEL_READ : LISTS_LEVEL_MANAGE, &list);
    if (st == SC_OK)
        st = asked->has_level ? put_grant(&tx, asked) : lists_grant_end_exec(&tx, &end, NULL);
    return finish_id(&tx, st, asked->list_id, ret_row);
}

enum sc_status lists_aisles(struct sc_request *rq, struct sc_pg *pg, const void *in, void *ret_row)
{
    const struct lists_aisles_in *asked = in;
    const struct lists_aisle_put_in put = {
        .viewer = sc_viewer_list(rq->viewer),
        .household_id = asked->household_id,
        .store_id = asked->store_id,
        .categories = asked->categories,
        .ways_max = LISTS_WAYS_MAX,
    };
    struct lists_aisle_put_row row;
    enum sc_status st = SC_OK;

    if (asked->categories.count > LISTS_AISLES_MAX)
        return sc_fail(rq, SC_INVALID, "categories: at most %d", LISTS_AISLES_MAX);
    for (size_t i = 0; i < asked->categories.count && st == SC_OK; i++)
        st = check_text(rq, "categories", asked->categories.at[i]);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = lists_aisle_put_one(&tx, &put, &row);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, st, "there is no such household");
    if (st == SC_OK && !row.is_put)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                           "storeId: a household says its way through %d stores at most",
                           LISTS_WAYS_MAX);
    return finish_id(&tx, st, asked->store_id, ret_row);
}

enum sc_status lists_share_find(struct sc_request *rq, struct sc_pg *pg, struct sc_str token,
                                int64_t *ret_share_id)
{
    uint8_t hash[TOKEN_HASH];
    struct lists_share_find_row row;

    if (token.len != LISTS_TOKEN_LEN || !sc_str_starts(token, sc_str_of(token_start)))
        return sc_fail(rq, SC_NOT_FOUND, "there is no such link");
    hash_token(token, hash);
    const struct lists_share_find_in in = {
        .token_hash = {.at = (const char *)hash, .len = sizeof hash}};
    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = lists_share_find_one(&tx, &in, &row);
    if (st == SC_NOT_FOUND)
        return sc_fail(rq, st, "there is no such link");
    if (st == SC_OK)
        *ret_share_id = row.id;
    return st;
}

enum sc_status lists_purge(struct sc_request *rq, struct sc_pg *pg, int32_t at_most, bool *ret_more)
{
    const int32_t lists_at_most = at_most / PURGED_TO_A_LIST + 1;
    const struct lists_purge_items_in items = {.days = LISTS_KEPT_DAYS, .at_most = at_most};
    const struct lists_purge_ops_in ops = {.days = LISTS_KEPT_DAYS, .at_most = at_most};
    const struct lists_purge_shares_in shares = {.days = LISTS_KEPT_DAYS, .at_most = at_most};
    const struct lists_purge_lists_in lists = {.days = LISTS_KEPT_DAYS, .at_most = lists_at_most};
    int64_t lists_changed, ops_gone, shares_gone, lists_gone;

    SC_SCOPED(sc_tx) tx = sc_tx_auto(pg, rq);
    enum sc_status st = lists_purge_items_exec(&tx, &items, &lists_changed);
    if (st == SC_OK)
        st = lists_purge_ops_exec(&tx, &ops, &ops_gone);
    if (st == SC_OK)
        st = lists_purge_shares_exec(&tx, &shares, &shares_gone);
    if (st == SC_OK)
        st = lists_purge_lists_exec(&tx, &lists, &lists_gone);
    if (st == SC_OK)
        *ret_more = lists_changed > 0 || ops_gone == at_most || shares_gone == at_most ||
                    lists_gone == lists_at_most;
    return st;
}
