/*
 * feed_il_parts.h - an Israeli file being read, and its present record.
 *
 * Shared by feed_il.c (where records come from), feed_il_record.c (prices and
 * stores) and feed_il_deal.c (promotions); for these three only.
 */
#ifndef SC_RETAIL_FEED_IL_PARTS_H
#define SC_RETAIL_FEED_IL_PARTS_H

#include "base/arena.h"
#include "retail/feed_deal.h"
#include "retail/feed_il.h"
#include "retail/feed_reason.h"

enum {
    FEED_IL_CODE_MAX = 64,  /* bytes of an item's, store's or promotion's number */
    FEED_IL_CLUBS_MAX = 16, /* four are known */
    FEED_IL_UNITS = 1000,   /* quantities are read in thousandths: kilograms become grams */
};

/* Leaves that mean something, by tag in lower case; some chains spell them otherwise. */
#define IL_TAGS(X)                                     \
    X(IL_ADDITIONAL_COUPON, "additionaliscoupon")      \
    X(IL_ADDITIONAL_GIFT_COUNT, "additionalgiftcount") \
    X(IL_ADDITIONAL_ACTIVE, "additionalisactive")      \
    X(IL_ADDITIONAL_TOTAL, "additionalistotal")        \
    X(IL_ADDRESS, "address")                           \
    X(IL_CHAIN, "chainid")                             \
    X(IL_CHAIN_NAME, "chainname")                      \
    X(IL_CITY, "city")                                 \
    X(IL_CLUB, "clubid")                               \
    X(IL_DESCRIPTION, "manufactureritemdescription")   \
    X(IL_DISCOUNTED_PRICE, "discountedprice")          \
    X(IL_DISCOUNT_RATE, "discountrate")                \
    X(IL_DISCOUNT_TYPE, "discounttype")                \
    X(IL_GIFT_PRICE, "giftitemprice")                  \
    X(IL_IS_GIFT, "isgiftitem")                        \
    X(IL_IS_WEIGHTED, "bisweighted")                   \
    X(IL_IS_WEIGHTED_PROMO, "isweightedpromo")         \
    X(IL_ITEM_CODE, "itemcode")                        \
    X(IL_ITEM_NAME, "itemname")                        \
    X(IL_ITEM_PRICE, "itemprice")                      \
    X(IL_ITEM_TYPE, "itemtype")                        \
    X(IL_MANUFACTURER, "manufacturername")             \
    X(IL_MAX_QTY, "maxqty")                            \
    X(IL_MIN_AMOUNT, "minamount")                      \
    X(IL_MIN_PURCHASE, "minpurchaseamnt")              \
    X(IL_MIN_QTY, "minqty")                            \
    X(IL_PROMO, "promotionid")                         \
    X(IL_PROMO_END_DATE, "promotionenddate")           \
    X(IL_PROMO_END_HOUR, "promotionendhour")           \
    X(IL_PROMO_START_DATE, "promotionstartdate")       \
    X(IL_PROMO_START_HOUR, "promotionstarthour")       \
    X(IL_PROMO_TEXT, "promotiondescription")           \
    X(IL_QTY_IN_PACKAGE, "qtyinpackage")               \
    X(IL_QUANTITY, "quantity")                         \
    X(IL_REMARK, "remark")                             \
    X(IL_REWARD, "rewardtype")                         \
    X(IL_STORE, "storeid")                             \
    X(IL_STORE_NAME, "storename")                      \
    X(IL_STORE_TYPE, "storetype")                      \
    X(IL_SUB_CHAIN_NAME, "subchainname")               \
    X(IL_UNIT, "unitqty")                              \
    X(IL_ZIP, "zipcode")

enum il_tag {
#define X(id, tag) id,
    IL_TAGS(X)
#undef X
    IL_TAG_COUNT,
};

/* One Item, Promotion or Store; its texts lie in its arena. */
struct il_record {
    struct sc_arena *arena;
    int64_t line;
    enum feed_reason trouble;
    struct sc_str leaf[IL_TAG_COUNT]; /* empty: not there */
    /* of a promotion */
    struct feed_codes codes, gifts;
    bool has_gift_price, gift_prices_differ;
    int64_t gift_price;
    struct sc_str clubs[FEED_IL_CLUBS_MAX];
    size_t club_count;
    bool promoted_do_not_count; /* a remark says so of the basket threshold */
};

struct feed_il {
    struct sc_request *rq;
    const struct feed_input *input;
    const struct feed_sink *sink;
    struct sc_arena *arena; /* for the file */
    struct feed_il_name name;
    struct feed_head head;
    bool has_begun;
};

/* The retailer's own number without zeros in front, so that all files of a chain agree. */
struct sc_str il_plain_number(struct sc_str digits);

/* Give one record to the sink, or say why it cannot be used. */
SC_MUST_USE enum sc_status il_take_price(struct feed_il *il, const struct il_record *record,
                                         enum feed_reason *ret_reason);
SC_MUST_USE enum sc_status il_take_store(struct feed_il *il, const struct il_record *record,
                                         enum feed_reason *ret_reason);
SC_MUST_USE enum sc_status il_take_deal(struct feed_il *il, struct il_record *record,
                                        enum feed_reason *ret_reason);

#endif
