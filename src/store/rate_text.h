/*
 * rate_text.h - the script that charges in Redis: rate.lua, and (from the build) its hash.
 */
#ifndef SC_STORE_RATE_TEXT_H
#define SC_STORE_RATE_TEXT_H

#include "base/embedded.h"

extern const struct sc_embedded sc_rate_texts[]; /* one */

#endif
