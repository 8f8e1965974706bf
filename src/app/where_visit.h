/*
 * where_visit.h - one store of a plan as a till slip: each line, its price, what deals do.
 */
#ifndef SC_APP_WHERE_VISIT_H
#define SC_APP_WHERE_VISIT_H

#include <stddef.h>

#include "app/where.h"

/* Stop number `stop` (from 1) of a plan. */
void where_visit_text(struct app_page *page, const struct app_where_view *view,
                      const struct sc_where_visit *visit, size_t stop);

/*
 * The alternatives to what a doubtful line got (`item` of facts; none: UINT32_MAX), as
 * "A or B"; absent when there are none.
 */
struct sc_str where_guess_names(struct sc_arena *arena, const struct sc_where_facts *facts,
                                const struct sc_where_line *line, uint32_t item);

#endif
