/*
 * sample.h - the sample world of demo/, imported by `smartcart import`, for tests to share.
 *
 * Its day is past and always the same, so no price is of the future and every
 * run of a test sees the same catalogue.
 */
#ifndef SC_TESTS_SAMPLE_H
#define SC_TESTS_SAMPLE_H

#include "api/helpers/catalogue.h"
#include "api/helpers/server.h"
#include "demo/world.h"

enum {
    SAMPLE_DAY = 20614, /* 2026-06-10 */
};
#define SAMPLE_NOON "2026-06-10T11:00:00Z" /* noon in Cork */
#define SAMPLE_HOME "51.8985,-8.4756"      /* the middle of Cork */

/* For cmocka: the group's set-up and tear-down. Each test's state is NULL. */
int sample_setup(void **state);
int sample_teardown(void **state);

/* What the group's tests share. */
struct catalogue *sample_catalogue(void);
const struct demo_world *sample_world(void);

/*
 * A server of it, for set-up and tear-down of a group. It has no cache: tests change rows beside
 * it.
 */
void sample_serve(struct test_serving *ret_serving);
void sample_serve_stop(struct test_serving *serving);

/* Writes a day's files in place of what is in the catalogue's folder, and imports them. */
void sample_import(int64_t day);

#endif
