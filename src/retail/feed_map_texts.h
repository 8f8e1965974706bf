/*
 * feed_map_texts.h - the texts of src/retail/maps/, put into the program by cmake/embed.cmake.
 */
#ifndef SC_RETAIL_FEED_MAP_TEXTS_H
#define SC_RETAIL_FEED_MAP_TEXTS_H

#include "base/embedded.h"

extern const struct sc_embedded feed_map_texts[]; /* named such as "hr.map" */

#endif
