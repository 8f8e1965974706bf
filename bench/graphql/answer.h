/*
 * answer.h - an answer of about 14 KB written from rows in memory: part of bench/graphql.c.
 */
#ifndef SC_BENCH_GRAPHQL_ANSWER_H
#define SC_BENCH_GRAPHQL_ANSWER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

/* Binds, plans, and makes the rows. What it makes lives in `arena`. False: something is broken. */
bool bench_answer_prepare(struct sc_arena *arena);

/* Variables as text read and coerced, as for each request. */
enum sc_status bench_answer_variables(struct sc_arena *arena);
/* The whole of a run whose loads are answered at once. */
enum sc_status bench_answer_run(struct sc_arena *arena);

/* The last answer of bench_answer_run. */
struct sc_str bench_answer_text(void);
/* Schema, document, variables and answer, as JSON for graphql-js to do the same. */
bool bench_answer_tell(const char *path);

#endif
