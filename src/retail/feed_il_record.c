#include "domain/gtin.h"
#include "domain/money.h"
#include "retail/feed_il_parts.h"

/*
 * Numbers that chains made up in place of a barcode: the same number is parsley
 * in one chain and onions in the next, though every tenth has a right check digit.
 */
static bool is_made_up(struct sc_str code)
{
    return code.len == 13 && sc_str_starts(code, SC_STR("7290000000"));
}

struct sc_str il_plain_number(struct sc_str digits)
{
    size_t zeros = 0;

    while (zeros + 1 < digits.len && digits.at[zeros] == '0' && digits.at[zeros + 1] >= '0' &&
           digits.at[zeros + 1] <= '9')
        zeros++;
    return sc_str_sub(digits, zeros, SIZE_MAX);
}

/* Bytes that could not be decoded (feed_text.h): nobody could find such a name. */
static bool is_damaged(struct sc_str name)
{
    return sc_str_find(name, SC_STR("\xEF\xBF\xBD")) >= 0;
}

/* "Not known" is what most rows say for a maker. */
static struct sc_str known(struct sc_str text)
{
    static const char *const unknown[] = {"לא ידוע", "unknown", "Unknown", "---"};

    for (size_t i = 0; i < SC_COUNT(unknown); i++)
        if (sc_str_eq(text, sc_str_of(unknown[i])))
            return (struct sc_str){0};
    return text;
}

static void read_size(const struct il_record *record, struct feed_price *price)
{
    struct sc_package package;
    int64_t pack;

    price->pack_count = 1;
    if (price->is_weighed) /* then the quantity is what the price is for */
        return;
    if (sc_package_of(record->leaf[IL_QUANTITY], record->leaf[IL_UNIT], '.', &package) == SC_OK) {
        price->size_unit = package.unit;
        price->size_milli = package.milli;
    }
    if (sc_decimal_read(record->leaf[IL_QTY_IN_PACKAGE], '.', 0, &pack) == SC_OK && pack > 1 &&
        pack <= SC_PACKAGE_COUNT_MAX)
        price->pack_count = (int32_t)pack;
}

enum sc_status il_take_price(struct feed_il *il, const struct il_record *record,
                             enum feed_reason *ret_reason)
{
    struct sc_str code = record->leaf[IL_ITEM_CODE];
    struct feed_price price = {
        .line = record->line,
        .code = il_plain_number(code),
        .name = record->leaf[IL_ITEM_NAME],
        .brand = known(record->leaf[IL_MANUFACTURER]),
        .has_facts = true,
        .is_weighed = sc_str_eq(record->leaf[IL_IS_WEIGHTED], SC_STR("1")),
        .has_price = true,
    };

    if (price.name.len == 0)
        price.name = record->leaf[IL_DESCRIPTION];
    if (price.code.len == 0 || price.code.len > FEED_IL_CODE_MAX)
        *ret_reason = FEED_BAD_CODE;
    else if (price.name.len == 0)
        *ret_reason = FEED_NO_NAME;
    else if (is_damaged(price.name))
        *ret_reason = FEED_BAD_ENCODING;
    else if (sc_price_read(record->leaf[IL_ITEM_PRICE], '.', 2, &price.price_minor) != SC_OK ||
             price.price_minor == 0)
        *ret_reason = FEED_BAD_PRICE;
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    bool is_internal = sc_str_eq(record->leaf[IL_ITEM_TYPE], SC_STR("0")) || is_made_up(code);
    if (is_internal || sc_gtin_read(code, &price.gtin) != SC_OK)
        price.gtin = 0;
    read_size(record, &price);
    return il->sink->price(il->sink->context, &price);
}

enum sc_status il_take_store(struct feed_il *il, const struct il_record *record,
                             enum feed_reason *ret_reason)
{
    struct sc_str type = record->leaf[IL_STORE_TYPE];
    struct feed_store store = {
        .line = record->line,
        .code = il_plain_number(record->leaf[IL_STORE]),
        .name = record->leaf[IL_STORE_NAME],
        .sub_chain = record->leaf[IL_SUB_CHAIN_NAME],
        .address = record->leaf[IL_ADDRESS],
        .city = record->leaf[IL_CITY],
        .zip = record->leaf[IL_ZIP],
    };

    if (store.code.len == 0 || store.code.len > FEED_IL_CODE_MAX)
        *ret_reason = FEED_NO_STORE;
    else if (is_damaged(store.name))
        *ret_reason = FEED_BAD_ENCODING;
    if (*ret_reason != FEED_REASON_NONE)
        return SC_OK;
    if (type.len == 1 && type.at[0] >= '1' && type.at[0] <= '3')
        store.type = type.at[0] - '0';
    return il->sink->store(il->sink->context, &store);
}
