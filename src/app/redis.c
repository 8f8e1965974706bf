#include "app/redis.h"

enum sc_status app_redis_place(struct sc_request *rq, const struct app_settings *settings,
                               const struct sc_redis_place **ret_place)
{
    struct sc_redis_place *place = NULL;
    enum sc_status st = SC_OK;

    if (settings->redis_url.len > 0) {
        place = sc_arena_zalloc(rq->arena, sizeof *place);
        if (place == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for redis_url");
        st = sc_redis_place_read(rq, rq->arena, settings->redis_url, place);
    }
    if (st == SC_OK)
        *ret_place = place;
    return st;
}
