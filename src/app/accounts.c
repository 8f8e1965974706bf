#include "app/accounts.h"

#include <sodium.h>

#include "accounts/accounts.h"
#include "runtime/log.h"

enum sc_status app_accounts_start(struct sc_request *rq, struct sc_pg *pg,
                                  const struct app_settings *settings,
                                  struct accounts_keyring **ret_ring)
{
    struct accounts_config config = {.public_url = settings->public_url};
    enum sc_status st = SC_OK;

    *ret_ring = NULL;
    if (settings->secret.len > 0) {
        if (sodium_init() >= 0)
            config.keyring = accounts_keyring_create(settings->secret);
        st = config.keyring == NULL ? sc_fail(rq, SC_NO_MEMORY, "no memory for signing keys")
                                    : accounts_keyring_load(rq, pg, config.keyring);
        if (config.keyring != NULL && st != SC_OK && st != SC_INVALID) {
            sc_log_failure(rq, "keys.load"); /* they are loaded when first asked for */
            sc_failure_clear(rq);
            st = SC_OK;
        }
    }
    if (st != SC_OK) {
        accounts_keyring_destroy(config.keyring);
        return st;
    }
    accounts_start(&config);
    *ret_ring = config.keyring;
    return SC_OK;
}

void app_accounts_stop(struct accounts_keyring *ring)
{
    accounts_start(&(struct accounts_config){0});
    accounts_keyring_destroy(ring);
}
