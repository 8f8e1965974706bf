/*
 * turn.h - deals that have begun or ended by the clock, which no import tells.
 */
#ifndef SC_DEALS_TURN_H
#define SC_DEALS_TURN_H

#include "store/tx.h"

struct deals_turn {
    int64_t until_us; /* the database's clock */
    bool has_turned;  /* one has begun or ended since deals_turn_done was told last */
};

/* Statuses of sc_tx_one. */
SC_MUST_USE enum sc_status deals_turn_look(struct sc_tx *tx, struct deals_turn *ret_turn);
/* What was to be done about it is done. */
SC_MUST_USE enum sc_status deals_turn_done(struct sc_tx *tx, const struct deals_turn *turn);

#endif
