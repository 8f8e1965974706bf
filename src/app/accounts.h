/*
 * accounts.h - the accounts service as the program runs it: its keys loaded, from the settings.
 */
#ifndef SC_APP_ACCOUNTS_H
#define SC_APP_ACCOUNTS_H

#include "accounts/keyring.h"
#include "app/settings.h"
#include "base/macros.h"
#include "runtime/request.h"

struct sc_pg;

/*
 * Loads the signing keys and starts the service. A database that cannot be
 * asked is no failure: keys are loaded when they are needed first. Without SMARTCART_SECRET there
 * are none: `ret_ring` is NULL, and nobody can sign in. The settings must outlive
 * it. SC_INVALID: the keys were sealed with another secret.
 */
SC_MUST_USE enum sc_status app_accounts_start(struct sc_request *rq, struct sc_pg *pg,
                                              const struct app_settings *settings,
                                              struct accounts_keyring **ret_ring);
/* After all that uses it. NULL is fine. */
void app_accounts_stop(struct accounts_keyring *ring);

#endif
