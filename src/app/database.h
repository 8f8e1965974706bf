/*
 * database.h - the pool of the catalogue's database, as the settings say.
 */
#ifndef SC_APP_DATABASE_H
#define SC_APP_DATABASE_H

#include "runtime/request.h"
#include "store/pg.h"

/*
 * Reads the settings and makes the pool, which the caller destroys; nothing is
 * connected to yet. Statuses of app_settings_read and sc_pg_create.
 */
SC_MUST_USE enum sc_status app_database_open(struct sc_request *rq, struct sc_pg **ret_pg);

#endif
