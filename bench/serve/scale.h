/*
 * scale.h - the jobs of bench/serve on more than one server: what a request costs as they grow.
 *
 * One, two and four of ours, a loop each, with a database alone, then with Redis as a second
 * level of the cache and a replica to read from. All have the same work before them: wrk keeps 64
 * connections busy, an equal part at each; and the same database: eight connections write, an
 * equal part from each. What is compared is CPU time a request, of servers, of PostgreSQL's nodes
 * and of Redis: on more machines there would be more of it. Rounds of all of it follow each other,
 * as a shared machine differs from one minute to the next; the median of each is told.
 */
#ifndef SC_BENCH_SERVE_SCALE_H
#define SC_BENCH_SERVE_SCALE_H

/* Prints each run, then the medians. So many seconds of each job. */
void bench_scale(int seconds);

#endif
