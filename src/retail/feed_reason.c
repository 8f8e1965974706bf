#include "retail/feed_reason.h"

#include <assert.h>

struct sc_str feed_reason_name(enum feed_reason reason)
{
    static const char *const names[FEED_REASON_COUNT] = {
        [FEED_REASON_NONE] = "",
        [FEED_BAD_CODE] = "bad_code",
        [FEED_BAD_CURRENCY] = "bad_currency",
        [FEED_BAD_DEAL] = "bad_deal",
        [FEED_BAD_ENCODING] = "bad_encoding",
        [FEED_BAD_PLACE] = "bad_place",
        [FEED_BAD_PRICE] = "bad_price",
        [FEED_BAD_QUOTES] = "bad_quotes",
        [FEED_BAD_TIME] = "bad_time",
        [FEED_NO_ITEMS] = "no_items",
        [FEED_NO_NAME] = "no_name",
        [FEED_NO_RETAILER] = "no_retailer",
        [FEED_NO_STORE] = "no_store",
        [FEED_OTHER_STORE] = "other_store",
        [FEED_REPEATED_CODE] = "repeated_code",
        [FEED_TOO_LONG] = "too_long",
        [FEED_WRONG_COLUMNS] = "wrong_columns",
    };

    assert(reason < FEED_REASON_COUNT);
    return sc_str_of(names[reason]);
}
