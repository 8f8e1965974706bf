/*
 * registry.h - everything that the API can be bound to: the services' loaders, the functions.
 */
#ifndef SC_APP_REGISTRY_H
#define SC_APP_REGISTRY_H

#include "gateway/gateway.h"

/* Sets loader_tables and functions; what they point at is static. */
void app_registry(struct gateway_config *config);

#endif
