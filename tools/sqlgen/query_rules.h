/*
 * query_rules.h - what the SQL of a query may not do, and what is read off it.
 */
#ifndef SC_SQLGEN_QUERY_RULES_H
#define SC_SQLGEN_QUERY_RULES_H

#include "sqlgen/query_file.h"
#include "sqlgen/sql_text.h"

/*
 * Checks the statement in `tokens`, which begins at `line`, against the header
 * already in `file`, and sets its sql, is_copy and may_write.
 *
 * SC_INVALID: no statement or several; "select *" and the like; "$n is null or",
 * which no generic plan does well; parameters that are not those declared; a
 * COPY of another form than "copy table (columns) from stdin (format binary)".
 */
SC_MUST_USE enum sc_status query_rules_check(struct sc_request *rq, struct sql_tokens tokens,
                                             int line, struct query_file *file);

#endif
