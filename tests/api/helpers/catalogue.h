/*
 * catalogue.h - what tests of `smartcart import` start from: an empty catalogue and a folder.
 *
 * Each test has a database and a folder of its own. Price lists are in the form
 * of the Croatian ones, unless a test writes its own.
 */
#ifndef SC_TESTS_CATALOGUE_H
#define SC_TESTS_CATALOGUE_H

#include <stdio.h>

#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "base/arena.h"
#include "testing/unit.h"

struct catalogue {
    struct sc_arena *arena;
    struct test_database database;
    char folder[64];
    char environment[TEST_URL_MAX + 40];
};

/* For cmocka: each test's state is then a struct catalogue. */
int catalogue_setup(void **state);
int catalogue_teardown(void **state);

/* Another database in place of the one so far: with nothing but the migrations. */
void catalogue_renew(struct catalogue *c);

/*
 * Opens a file in the folder for writing, and gives its path. For large files: what a test holds
 * in memory when it starts a program counts as that program's too.
 */
FILE *catalogue_open(struct catalogue *c, const char *name, const char **ret_path);
#define CATALOGUE_PRICES_HEAD \
    "ProductId,Product,Barcode,Price,SpecialPrice,Brand,Category,Quantity,Unit\n"

/* Makes a folder in the folder; its path, in the arena. */
const char *catalogue_folder(struct catalogue *c, const char *name);

/* Writes a file into the folder; its path, in the arena. */
const char *catalogue_put(struct catalogue *c, const char *name, struct sc_str content);

/* The same with CATALOGUE_PRICES_HEAD before the rows. */
const char *catalogue_put_prices(struct catalogue *c, const char *name, const char *rows);

/* Runs `smartcart import` with these words, ended by NULL. */
struct test_result catalogue_import(struct catalogue *c, const char *const *words);
/* The same with --json, of one path; checks that it ends with 0 and says nothing else. */
struct sc_str catalogue_import_one(struct catalogue *c, const char *path);

/* Imports and checks the counts of the only file: a part of its JSON object. */
void catalogue_expect(struct catalogue *c, const char *path, const char *counts);

int64_t catalogue_number(struct catalogue *c, const char *sql);

/* Until nobody else is in the database: the server has noticed that a program is gone. */
void catalogue_wait_alone(struct catalogue *c);

/* All that the catalogue says, as one text: two equal texts are two equal catalogues. */
struct sc_str catalogue_dump(struct catalogue *c);

/* The text with each `from` made `to`, in the arena. */
struct sc_str catalogue_replaced(struct catalogue *c, struct sc_str text, const char *from,
                                 const char *to);

/* The shared real files, such as "hr"; skips the test with a line when they are not there. */
const char *catalogue_shared(struct catalogue *c, const char *below);

#define a_catalogue_test(function) \
    cmocka_unit_test_setup_teardown(function, catalogue_setup, catalogue_teardown)

#endif
