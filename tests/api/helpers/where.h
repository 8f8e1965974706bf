/*
 * where.h - asks `smartcart where` and holds its answer against `smartcart price` and the
 * catalogue.
 *
 * One question is asked twice, for people and with --json. What is checked:
 * each stop's basket, priced again by `smartcart price`, has the till's total,
 * and with so many more units each tip's; its prices are those that the
 * catalogue has in that store, and its deals all that the catalogue has there
 * about what is bought; sums are sums; and the text says what the JSON does.
 * None of it looks into the program's own structs.
 */
#ifndef SC_TESTS_WHERE_H
#define SC_TESTS_WHERE_H

#include <jansson.h>

#include "api/helpers/catalogue.h"

struct where_told {
    struct sc_str text;
    json_t *json; /* the caller's */
};

/* Runs `where - OPTIONS` with the list on standard input; the options end with NULL. */
struct test_result where_run(struct catalogue *c, struct sc_str list, const char *const *options);

/* The answer of a question that is answered: exit 0, and nothing on standard error. */
struct where_told where_ask(struct catalogue *c, struct sc_str list, const char *const *options);

/* All the checks of above, on every plan. `at` is the time asked about, as --at takes it. */
void where_check(struct catalogue *c, const struct where_told *told, const char *at);

/* The plan that is recommended. */
const json_t *where_best(const struct where_told *told);
int64_t where_int(const json_t *object, const char *key);
const char *where_str(const json_t *object, const char *key);
/* How often, in all stops of a plan, the array `key` has something: "deals", "nudges". */
size_t where_count(const json_t *plan, const char *key);

/* Fails, with the text, unless it has `part` in it. */
void where_says(struct sc_str text, const char *part);

/* The list file of that path, from the project's root. */
struct sc_str where_list(struct catalogue *c, const char *path);

#endif
