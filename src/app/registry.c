#include "app/registry.h"

#include "accounts/accounts.h"
#include "accounts/accounts_rows.h"
#include "accounts/credentials.h"
#include "accounts/departure.h"
#include "accounts/household.h"
#include "accounts/shopping.h"
#include "base/macros.h"
#include "deals/deals_rows.h"
#include "gateway/list_deals.h"
#include "gateway/plan_input.h"
#include "gateway/search_field.h"
#include "gateway/where_field.h"
#include "lists/lists.h"
#include "lists/lists_rows.h"
#include "retail/retail_rows.h"
#include "retail/shelf_lowest.h"

/* A function of the service lists: it changes something. */
#define OF_LISTS(name_, row_)                                                    \
    {                                                                            \
        .name = #name_, .in = &name_##_in_shape, .row = &(row_), .run = (name_), \
        .arena_cap = LISTS_ARENA_CAP, .pool = GATEWAY_POOL_WEB, .is_write = true \
    }

#define OF_ACCOUNTS(called, in_shape, row_shape, function, pool_, is_write_)         \
    {                                                                                \
        .name = (called), .in = &(in_shape), .row = &(row_shape), .run = (function), \
        .arena_cap = ACCOUNTS_ARENA_CAP, .pool = (pool_), .is_write = (is_write_),   \
    }

/* Their answers hold secrets, or are the same however often they are asked: none is kept. */
#define ACCOUNTS(called, in_shape, row_shape, function) \
    OF_ACCOUNTS(called, in_shape, row_shape, function, GATEWAY_POOL_WEB, false)

/* A session begins, or goes on. */
#define SESSION(called, in_shape, function, pool_)                                                \
    {                                                                                             \
        .name = (called), .in = &(in_shape), .run = (function), .row = &accounts_signed_in_shape, \
        .arena_cap = ACCOUNTS_ARENA_CAP, .pool = (pool_), .session = GATEWAY_SESSION_BEGINS,      \
    }

/* The same, hashing a password: that it was asked with is not to be kept either (store/once.h). */
#define PASSWORD(called, in_shape, row_shape, function) \
    OF_ACCOUNTS(called, in_shape, row_shape, function, GATEWAY_POOL_PASSWORD, false)

/* Done once, and answered alike, with an idempotency key. */
#define HOUSEHOLD(called, in_shape, row_shape, function) \
    OF_ACCOUNTS(called, in_shape, row_shape, function, GATEWAY_POOL_WEB, true)

/* How a household shops; the answer is the household. */
#define OF_SHOPPING(name_, in_shape) \
    HOUSEHOLD(#name_, in_shape, accounts_household_by_id_query.row, name_)

static const struct gateway_function functions[] = {
    {
        .name = "where_to_buy",
        .in = &where_in_shape,
        .row = &where_row_shape,
        .run = gateway_where_to_buy,
        .arena_cap = GATEWAY_WHERE_ARENA_CAP,
    },
    {
        .name = "plan_input",
        .in = &plan_input_in_shape,
        .row = &plan_input_row_shape,
        .run = gateway_plan_input,
        .arena_cap = GATEWAY_WHERE_ARENA_CAP,
    },
    {
        .name = "deals_for_list",
        .in = &list_deals_in_shape,
        .row = &list_deals_row_shape,
        .run = gateway_deals_for_list,
        .arena_cap = GATEWAY_WHERE_ARENA_CAP,
    },
    {
        .name = "search_products",
        .in = &search_in_shape,
        .row = &search_row_shape,
        .run = gateway_search_products,
        .arena_cap = GATEWAY_SEARCH_ARENA_CAP,
    },
    SESSION("accounts_guest", accounts_guest_in_shape, accounts_guest, GATEWAY_POOL_WEB),
    PASSWORD("accounts_register", accounts_register_in_shape, accounts_register_shape,
             accounts_register),
    SESSION("accounts_verify", accounts_verify_in_shape, accounts_verify, GATEWAY_POOL_PASSWORD),
    SESSION("accounts_sign_in", accounts_sign_in_in_shape, accounts_sign_in, GATEWAY_POOL_PASSWORD),
    SESSION("accounts_refresh", accounts_refresh_in_shape, accounts_refresh, GATEWAY_POOL_WEB),
    {
        .name = "accounts_sign_out",
        .in = &accounts_sign_out_in_shape,
        .row = &accounts_sign_out_shape,
        .run = accounts_sign_out,
        .arena_cap = ACCOUNTS_ARENA_CAP,
        .pool = GATEWAY_POOL_WEB,
        .session = GATEWAY_SESSION_ENDS,
    },
    {
        .name = "accounts_sign_out_everywhere",
        .row = &accounts_sign_out_everywhere_shape,
        .run = accounts_sign_out_everywhere,
        .arena_cap = ACCOUNTS_ARENA_CAP,
        .pool = GATEWAY_POOL_WEB,
        .session = GATEWAY_SESSION_ENDS,
    },
    ACCOUNTS("accounts_forgot", accounts_forgot_in_shape, accounts_forgot_shape, accounts_forgot),
    SESSION("accounts_reset", accounts_reset_in_shape, accounts_reset, GATEWAY_POOL_PASSWORD),
    SESSION("accounts_new_password", accounts_new_password_in_shape, accounts_new_password,
            GATEWAY_POOL_PASSWORD),
    PASSWORD("accounts_new_email", accounts_new_email_in_shape, accounts_new_email_shape,
             accounts_new_email),
    PASSWORD("accounts_confirm_email", accounts_confirm_email_in_shape,
             accounts_confirm_email_shape, accounts_confirm_email),
    ACCOUNTS("accounts_api_key_make", accounts_api_key_make_in_shape, accounts_api_key_make_shape,
             accounts_api_key_make),
    ACCOUNTS("accounts_api_key_revoke", accounts_api_key_revoke_in_shape,
             accounts_api_key_revoke_shape, accounts_api_key_revoke),
    PASSWORD("accounts_delete", accounts_delete_in_shape, accounts_delete_shape, accounts_delete),
    {
        .name = "accounts_stay",
        .row = &accounts_stay_shape,
        .run = accounts_stay,
        .arena_cap = ACCOUNTS_ARENA_CAP,
        .pool = GATEWAY_POOL_WEB,
    },
    {
        .name = "accounts_export_make",
        .row = &accounts_export_state_query.row,
        .run = accounts_export_make,
        .arena_cap = ACCOUNTS_ARENA_CAP,
        .pool = GATEWAY_POOL_WEB,
    },
    HOUSEHOLD("accounts_household", accounts_household_in_shape, accounts_household_by_id_query.row,
              accounts_household),
    ACCOUNTS("accounts_invite", accounts_invite_in_shape, accounts_invite_shape, accounts_invite),
    HOUSEHOLD("accounts_invitation_take_back", accounts_invitation_take_back_in_shape,
              accounts_invitation_take_back_shape, accounts_invitation_take_back),
    HOUSEHOLD("accounts_join", accounts_join_in_shape, accounts_household_by_id_query.row,
              accounts_join),
    HOUSEHOLD("accounts_household_name", accounts_household_name_in_shape,
              accounts_household_by_id_query.row, accounts_household_name),
    HOUSEHOLD("accounts_member_change", accounts_member_change_in_shape,
              accounts_household_by_id_query.row, accounts_member_change),
    HOUSEHOLD("accounts_member_remove", accounts_member_in_shape,
              accounts_household_by_id_query.row, accounts_member_remove),
    HOUSEHOLD("accounts_hand_over", accounts_member_in_shape, accounts_household_by_id_query.row,
              accounts_hand_over),
    HOUSEHOLD("accounts_leave", accounts_leave_in_shape, accounts_leave_shape, accounts_leave),
    OF_SHOPPING(accounts_stores_set, accounts_stores_set_in_shape),
    OF_SHOPPING(accounts_home_set, accounts_home_set_in_shape),
    OF_SHOPPING(accounts_card_add, accounts_card_add_in_shape),
    OF_SHOPPING(accounts_card_remove, accounts_card_in_shape),
    ACCOUNTS("accounts_card_number", accounts_card_in_shape, accounts_card_number_shape,
             accounts_card_number),
    OF_SHOPPING(accounts_coupon_add, accounts_coupon_add_in_shape),
    OF_SHOPPING(accounts_coupon_use, accounts_coupon_use_in_shape),
    OF_SHOPPING(accounts_coupon_remove, accounts_coupon_in_shape),
    {
        .name = "import_progress",
        .row = &retail_imports_latest_query.row,
        .events = "retail_imports_latest",
    },
    {
        .name = "lists_news",
        .in = &lists_news_in_shape,
        .row = &lists_news_row_shape,
        .is_news = true,
    },
    OF_LISTS(lists_apply, lists_apply_row_shape),
    OF_LISTS(lists_create, lists_id_row_shape),
    OF_LISTS(lists_duplicate, lists_id_row_shape),
    OF_LISTS(lists_delete, lists_id_row_shape),
    OF_LISTS(lists_share_end, lists_id_row_shape),
    OF_LISTS(lists_grant, lists_id_row_shape),
    OF_LISTS(lists_aisles, lists_id_row_shape),
    {
        /* Its answer holds a secret, so it is not kept: asked again, it makes another link. */
        .name = "lists_share",
        .in = &lists_share_in_shape,
        .row = &lists_share_row_shape,
        .run = lists_share,
        .arena_cap = LISTS_ARENA_CAP,
        .pool = GATEWAY_POOL_WEB,
    },
};

static const struct sc_gql_pick picks[] = {
    {
        .name = "retail_shelf_lowest",
        .from = &retail_shelf_of_product_query.row,
        .in = &retail_shelf_lowest_in_shape,
        .row = &retail_shelf_lowest_shape,
        .run = retail_shelf_pick_lowest,
    },
};

void app_registry(struct gateway_config *config)
{
    config->loader_tables[0] = retail_loaders;
    config->loader_tables[1] = deals_loaders;
    config->loader_tables[2] = lists_loaders;
    config->loader_tables[3] = accounts_loaders;
    config->functions = functions;
    config->function_count = SC_COUNT(functions);
    config->picks = picks;
    config->pick_count = SC_COUNT(picks);
}
