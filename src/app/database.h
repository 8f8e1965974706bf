/*
 * database.h - the pool of the catalogue's database, as the settings say.
 */
#ifndef SC_APP_DATABASE_H
#define SC_APP_DATABASE_H

#include "app/settings.h"
#include "store/pg.h"

/* For sc_pg_create; who wants more or fewer connections, or is counted, changes that. */
struct sc_pg_config app_database_config(const struct app_settings *settings);

#endif
