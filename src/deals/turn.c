#include "deals/turn.h"

#include "deals/deals_rows.h"

enum sc_status deals_turn_look(struct sc_tx *tx, struct deals_turn *ret_turn)
{
    struct deals_turn_look_row row;
    enum sc_status st = deals_turn_look_one(tx, &row);

    if (st == SC_OK)
        *ret_turn = (struct deals_turn){row.now, row.has_turned};
    return st;
}

enum sc_status deals_turn_done(struct sc_tx *tx, const struct deals_turn *turn)
{
    const struct deals_turn_done_in in = {turn->until_us};

    return deals_turn_done_exec(tx, &in, NULL);
}
