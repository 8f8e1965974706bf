#include "gateway/where_field.h"

#include "gateway/where_told.h"

enum sc_status gateway_where_to_buy(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                    void *ret_row)
{
    struct gateway_where_ask ask;
    struct gateway_where where;
    enum sc_status st = gateway_where_input(rq, pg, in, &ask);

    if (st == SC_OK)
        st = gateway_where_find(rq, pg, &ask, &where);
    return st == SC_OK ? gateway_where_told(rq, &ask, &where, ret_row) : st;
}
