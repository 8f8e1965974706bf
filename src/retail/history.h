/*
 * history.h - the months of the price history: each is a table of its own.
 */
#ifndef SC_RETAIL_HISTORY_H
#define SC_RETAIL_HISTORY_H

#include "store/tx.h"

enum {
    RETAIL_HISTORY_AHEAD = 2, /* months made before they begin, beside the present one */
};

/* What was made and dropped. */
struct retail_history_tended {
    int32_t opened, dropped; /* months */
};

/*
 * Makes the months to come, so that no import has to, and drops what is older than `keep_months`
 * (0: nothing). Outside BEGIN. What somebody reads is dropped another time.
 */
SC_MUST_USE enum sc_status retail_history_tend(struct sc_tx *tx, int64_t keep_months,
                                               int64_t now_us,
                                               struct retail_history_tended *ret_tended);

/* The latter alone. */
SC_MUST_USE enum sc_status retail_history_trim(struct sc_tx *tx, int64_t keep_months,
                                               int64_t now_us, int32_t *ret_dropped);

#endif
