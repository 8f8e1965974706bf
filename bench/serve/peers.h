/*
 * peers.h - our server beside Mercurius with one hand-written statement a job.
 *
 * Both serve bench/serve/schema.graphql from one PostgreSQL of the bench's own,
 * with the rows of bench/serve/data.sql, on disk and with synchronous commits.
 * wrk keeps 64 connections busy. All servers are there all the time, and asked
 * one after the other within a job, so that they meet the same machine: compare
 * CPU times and ratios, for requests a second are as good as the machine is idle.
 * Before each job some answers of ours are held against the peer's. Each request to ours has
 * the access token of the list's owner, which is checked, as is the right to the list; the
 * peer has neither.
 */
#ifndef SC_BENCH_SERVE_PEERS_H
#define SC_BENCH_SERVE_PEERS_H

/* Prints the table. So many seconds of each job. */
void bench_peers(int seconds);

#endif
