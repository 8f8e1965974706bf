#include "app/scheduler.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/database.h"
#include "workers/schedule.h"

enum {
    WHO_MAX = 100,
};

struct app_scheduler {
    struct sc_pg *pg;
    struct workers_schedule *schedule;
    char who[WHO_MAX];
};

static void tell_who(char who[WHO_MAX])
{
    char host[WHO_MAX / 2] = "";

    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    snprintf(who, WHO_MAX, "%s, process %ld", host, (long)getpid());
}

enum sc_status app_scheduler_start(struct sc_request *rq, const struct app_settings *settings,
                                   struct sc_metrics *metrics, struct app_scheduler **ret_scheduler)
{
    struct sc_pg_config pg = app_database_config(settings);
    struct app_scheduler *scheduler = calloc(1, sizeof *scheduler);

    if (scheduler == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a scheduler");
    pg.connections = 1;
    tell_who(scheduler->who);
    enum sc_status st = sc_pg_create(rq, &pg, &scheduler->pg);
    if (st == SC_OK) {
        const struct workers_schedule_config config = {
            .pg = scheduler->pg,
            .who = sc_str_of(scheduler->who),
            .metrics = metrics,
        };
        st = workers_schedule_start(rq, &config, &scheduler->schedule);
    }
    if (st == SC_OK)
        *ret_scheduler = scheduler;
    else
        app_scheduler_stop(scheduler);
    return st;
}

void app_scheduler_stop(struct app_scheduler *scheduler)
{
    if (scheduler == NULL)
        return;
    workers_schedule_stop(scheduler->schedule);
    sc_pg_destroy(scheduler->pg);
    free(scheduler);
}
