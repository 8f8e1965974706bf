/*
 * vital.h - /healthz, /readyz and /metrics of a process that serves no API.
 */
#ifndef SC_APP_VITAL_H
#define SC_APP_VITAL_H

#include <stdint.h>

#include "base/macros.h"
#include "base/status.h"
#include "runtime/metrics.h"
#include "runtime/request.h"

struct app_vital;

/*
 * Answers on a thread of its own until app_vital_stop. `address` and `metrics` outlive it.
 * Port 0: any. Statuses of sc_http_server_create; SC_NO_MEMORY; SC_BUSY: no thread.
 */
SC_MUST_USE enum sc_status app_vital_start(struct sc_request *rq, const char *address,
                                           uint16_t port, struct sc_metrics *metrics,
                                           struct app_vital **ret_vital);
uint16_t app_vital_port(const struct app_vital *vital);

/* /readyz says 503 from now on. */
void app_vital_is_stopping(struct app_vital *vital);
void app_vital_stop(struct app_vital *vital); /* NULL is fine */

#endif
