/*
 * redis.h - Redis as the settings say.
 */
#ifndef SC_APP_REDIS_H
#define SC_APP_REDIS_H

#include "app/settings.h"
#include "base/macros.h"
#include "base/status.h"
#include "runtime/request.h"
#include "store/redis_place.h"

/* In the request's arena; NULL: there is none. Statuses of sc_redis_place_read. */
SC_MUST_USE enum sc_status app_redis_place(struct sc_request *rq,
                                           const struct app_settings *settings,
                                           const struct sc_redis_place **ret_place);

#endif
