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

/* What functions of a kind have in common. Answers of ACCOUNTS hold secrets, or are the same
 * however often they are asked: none is kept. */
#define ACCOUNTS .arena_cap = ACCOUNTS_ARENA_CAP, .pool = GATEWAY_POOL_WEB
/* The same, hashing a password: that it was asked with is not to be kept either (store/once.h). */
#define PASSWORD .arena_cap = ACCOUNTS_ARENA_CAP, .pool = GATEWAY_POOL_PASSWORD
/* Done once, and answered alike, with an idempotency key. */
#define HOUSEHOLD ACCOUNTS, .is_write = true
#define LISTS     .arena_cap = LISTS_ARENA_CAP, .pool = GATEWAY_POOL_WEB, .is_write = true
#define COMPUTES  .arena_cap = GATEWAY_WHERE_ARENA_CAP
/* What becomes of a session. */
#define BEGINS  .session = GATEWAY_SESSION_BEGINS
#define GOES_ON .session = GATEWAY_SESSION_GOES_ON
#define ENDS    .session = GATEWAY_SESSION_ENDS

#define FUNCTION(name_, run_, in_, row_, ...)                                   \
    {                                                                           \
        .name = (name_), .run = (run_), .in = (in_), .row = (row_), __VA_ARGS__ \
    }

static const struct gateway_function functions[] = {
    FUNCTION("where_to_buy", gateway_where_to_buy, &where_in_shape, &where_row_shape, COMPUTES),
    FUNCTION("plan_input", gateway_plan_input, &plan_input_in_shape, &plan_input_row_shape,
             COMPUTES),
    FUNCTION("deals_for_list", gateway_deals_for_list, &list_deals_in_shape, &list_deals_row_shape,
             COMPUTES),
    FUNCTION("search_products", gateway_search_products, &search_in_shape, &search_row_shape,
             .arena_cap = GATEWAY_SEARCH_ARENA_CAP),
    FUNCTION("accounts_guest", accounts_guest, &accounts_guest_in_shape, &accounts_signed_in_shape,
             ACCOUNTS, BEGINS),
    FUNCTION("accounts_register", accounts_register, &accounts_register_in_shape,
             &accounts_register_shape, PASSWORD),
    FUNCTION("accounts_verify", accounts_verify, &accounts_verify_in_shape,
             &accounts_signed_in_shape, PASSWORD, BEGINS),
    FUNCTION("accounts_sign_in", accounts_sign_in, &accounts_sign_in_in_shape,
             &accounts_signed_in_shape, PASSWORD, BEGINS),
    FUNCTION("accounts_refresh", accounts_refresh, &accounts_refresh_in_shape,
             &accounts_signed_in_shape, ACCOUNTS, GOES_ON),
    FUNCTION("accounts_sign_out", accounts_sign_out, &accounts_sign_out_in_shape,
             &accounts_sign_out_shape, ACCOUNTS, ENDS),
    FUNCTION("accounts_sign_out_elsewhere", accounts_sign_out_elsewhere, NULL,
             &accounts_sign_out_elsewhere_shape, ACCOUNTS),
    FUNCTION("accounts_sign_out_everywhere", accounts_sign_out_everywhere, NULL,
             &accounts_sign_out_everywhere_shape, ACCOUNTS, ENDS),
    FUNCTION("accounts_set_locale", accounts_set_locale, &accounts_set_locale_in_shape,
             &accounts_set_locale_shape, ACCOUNTS),
    FUNCTION("accounts_forgot", accounts_forgot, &accounts_forgot_in_shape, &accounts_forgot_shape,
             ACCOUNTS),
    FUNCTION("accounts_reset", accounts_reset, &accounts_reset_in_shape, &accounts_signed_in_shape,
             PASSWORD, BEGINS),
    FUNCTION("accounts_new_password", accounts_new_password, &accounts_new_password_in_shape,
             &accounts_signed_in_shape, PASSWORD, BEGINS),
    FUNCTION("accounts_new_email", accounts_new_email, &accounts_new_email_in_shape,
             &accounts_new_email_shape, PASSWORD),
    FUNCTION("accounts_confirm_email", accounts_confirm_email, &accounts_confirm_email_in_shape,
             &accounts_confirm_email_shape, PASSWORD),
    FUNCTION("accounts_api_key_make", accounts_api_key_make, &accounts_api_key_make_in_shape,
             &accounts_api_key_make_shape, ACCOUNTS),
    FUNCTION("accounts_api_key_revoke", accounts_api_key_revoke, &accounts_api_key_revoke_in_shape,
             &accounts_api_key_revoke_shape, ACCOUNTS),
    FUNCTION("accounts_delete", accounts_delete, &accounts_delete_in_shape, &accounts_delete_shape,
             PASSWORD),
    FUNCTION("accounts_stay", accounts_stay, NULL, &accounts_stay_shape, ACCOUNTS),
    FUNCTION("accounts_export_make", accounts_export_make, NULL, &accounts_export_state_query.row,
             ACCOUNTS),
    FUNCTION("accounts_household", accounts_household, &accounts_household_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_invite", accounts_invite, &accounts_invite_in_shape, &accounts_invite_shape,
             ACCOUNTS),
    FUNCTION("accounts_invitation_take_back", accounts_invitation_take_back,
             &accounts_invitation_take_back_in_shape, &accounts_invitation_take_back_shape,
             HOUSEHOLD),
    FUNCTION("accounts_join", accounts_join, &accounts_join_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_household_name", accounts_household_name, &accounts_household_name_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_member_change", accounts_member_change, &accounts_member_change_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_member_remove", accounts_member_remove, &accounts_member_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_hand_over", accounts_hand_over, &accounts_member_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_leave", accounts_leave, &accounts_leave_in_shape, &accounts_leave_shape,
             HOUSEHOLD),
    FUNCTION("accounts_stores_set", accounts_stores_set, &accounts_stores_set_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_home_set", accounts_home_set, &accounts_home_set_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_card_add", accounts_card_add, &accounts_card_add_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_card_remove", accounts_card_remove, &accounts_card_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_card_number", accounts_card_number, &accounts_card_in_shape,
             &accounts_card_number_shape, ACCOUNTS),
    FUNCTION("accounts_coupon_add", accounts_coupon_add, &accounts_coupon_add_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_coupon_use", accounts_coupon_use, &accounts_coupon_use_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
    FUNCTION("accounts_coupon_remove", accounts_coupon_remove, &accounts_coupon_in_shape,
             &accounts_household_by_id_query.row, HOUSEHOLD),
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
    FUNCTION("lists_apply", lists_apply, &lists_apply_in_shape, &lists_apply_row_shape, LISTS),
    FUNCTION("lists_create", lists_create, &lists_create_in_shape, &lists_id_row_shape, LISTS),
    FUNCTION("lists_duplicate", lists_duplicate, &lists_duplicate_in_shape, &lists_id_row_shape,
             LISTS),
    FUNCTION("lists_delete", lists_delete, &lists_delete_in_shape, &lists_id_row_shape, LISTS),
    FUNCTION("lists_share_end", lists_share_end, &lists_share_end_in_shape, &lists_id_row_shape,
             LISTS),
    FUNCTION("lists_grant", lists_grant, &lists_grant_in_shape, &lists_id_row_shape, LISTS),
    FUNCTION("lists_aisles", lists_aisles, &lists_aisles_in_shape, &lists_id_row_shape, LISTS),
    /* Its answer holds a secret, so it is not kept: asked again, it makes another link. */
    FUNCTION("lists_share", lists_share, &lists_share_in_shape, &lists_share_row_shape,
             .arena_cap = LISTS_ARENA_CAP, .pool = GATEWAY_POOL_WEB),
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
