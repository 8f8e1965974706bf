#include "retail/history.h"

#include "base/time.h"
#include "retail/retail_rows.h"

enum {
    MONTH_DAYS = 31, /* the longest, so that no month is dropped early */
};

enum sc_status retail_history_trim(struct sc_tx *tx, int64_t keep_months, int64_t now_us,
                                   int32_t *ret_dropped)
{
    const struct retail_price_history_trim_in in = {now_us - keep_months * MONTH_DAYS * SC_DAY_US};
    struct retail_price_history_trim_row row = {0};

    if (keep_months == 0) {
        *ret_dropped = 0;
        return SC_OK;
    }
    enum sc_status st = retail_price_history_trim_one(tx, &in, &row);
    if (st == SC_BUSY) {
        sc_failure_clear(tx->rq);
        st = sc_tx_rollback(tx);
    }
    if (st == SC_OK)
        *ret_dropped = row.months;
    return st;
}

/* The first moment of the month that is so many after the one of `now_us`. */
static int64_t month_after(int64_t now_us, int months)
{
    struct sc_date date = sc_date_of_days(now_us / SC_DAY_US);
    int month = date.month - 1 + months;
    const struct sc_date first = {date.year + month / 12, month % 12 + 1, 1};

    return sc_date_days(first) * SC_DAY_US;
}

enum sc_status retail_history_tend(struct sc_tx *tx, int64_t keep_months, int64_t now_us,
                                   struct retail_history_tended *ret_tended)
{
    struct retail_history_tended tended = {0};
    enum sc_status st = SC_OK;

    for (int i = 0; i <= RETAIL_HISTORY_AHEAD && st == SC_OK; i++) {
        const struct retail_price_history_open_in in = {month_after(now_us, i)};
        struct retail_price_history_open_row row = {0};
        st = retail_price_history_open_one(tx, &in, &row);
        tended.opened += row.opened;
    }
    if (st == SC_OK)
        st = retail_history_trim(tx, keep_months, now_us, &tended.dropped);
    if (st == SC_OK)
        *ret_tended = tended;
    return st;
}
