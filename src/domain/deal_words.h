/*
 * deal_words.h - what a deal does, in the words of a poster: "3 for 20.00, at most twice".
 *
 * The retailer's own words may be in any language, or wrong; these say what is
 * priced. When it ends is the caller's to add: that takes a time zone.
 */
#ifndef SC_DOMAIN_DEAL_WORDS_H
#define SC_DOMAIN_DEAL_WORDS_H

#include "base/arena.h"
#include "base/macros.h"
#include "base/status.h"
#include "domain/deal.h"

/*
 * What it does and under which limits, then for whom: "3 for 20.00, with the
 * rami-levy card". Money with `places` decimals. "" for SC_DEAL_UNPRICED
 * without conditions.
 *
 * SC_NO_MEMORY: the arena is full.
 */
SC_MUST_USE enum sc_status sc_deal_words(struct sc_arena *arena, const struct sc_deal *deal,
                                         int places, struct sc_str *ret_words);

#endif
