/*
 * home.h - what tests of lists start from: a household with an owner, an adult, a child and a
 * guest, a stranger next door, and what each of them asks of lists, as phones do.
 */
#ifndef SC_TESTS_HOME_H
#define SC_TESTS_HOME_H

#include "api/helpers/postgres.h"
#include "base/macros.h"
#include "domain/sync.h"
#include "lists/lists.h"
#include "runtime/request.h"
#include "store/pg.h"

enum {
    HOME_LIMIT_MS = 60 * 1000,
    OWNER = 101,
    ADULT,
    CHILD,
    GUEST,
    STRANGER, /* of the other household */
    HOME = 201,
    OTHER_HOME,
};

extern struct test_database home_database;
extern struct sc_pg *home_pool;

/* For cmocka: of a group, and of each test, which begins without lists. */
int home_open(void **state);
int home_close(void **state);
int home_empty(void **state);

/* A request of somebody; `principal`: a person, or from 1000 on a link. */
struct home_caller {
    struct sc_viewer viewer;
    struct sc_request rq;
};

void home_call_begin(struct home_caller *c, int64_t principal);

typedef enum sc_status (*home_call_fn)(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                       void *ret_row);

enum sc_status home_call(int64_t principal, home_call_fn run, const void *in, void *ret_row);
int64_t home_new_list(void);

/* Texts of one op; ids are made of numbers. */
struct home_op_text {
    char id[40], item[40], stamp[SC_STAMP_LEN + 1];
};

void home_uuid_of(char text[40], int kind, int number);
struct lists_op_in home_op_of(struct home_op_text *t, int64_t list, int op, int item,
                              int64_t ms_ago);

/* Applies ops; their codes, parted by spaces. */
void home_expect_codes(int64_t principal, const struct lists_op_in *ops, size_t count,
                       const char *want);
void home_expect_code(int64_t principal, const struct lists_op_in *op, const char *want);
void home_add_item(int64_t principal, int64_t list, int op, int item);

/* What a statement of one number gives. */
int64_t SC_PRINTF(1, 2) home_number(const char *format, ...);

#endif
