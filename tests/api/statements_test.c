/*
 * Every statement of sql/queries on the migrated schema: PostgreSQL agrees with
 * the types that its file declares, its service's role may run it, and the plan
 * of one marked `-- uses:` has that index.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

#include "accounts/accounts_rows.h"
#include "api/helpers/postgres.h"
#include "deals/deals_rows.h"
#include "lists/lists_rows.h"
#include "retail/retail_rows.h"
#include "store/store_rows.h"
#include "testing/unit.h"

struct service {
    const char *role; /* NULL: whoever migrates */
    const struct sc_pg_query *const *queries;
};

static const struct service services[] = {
    {NULL, store_queries},    {"accounts", accounts_queries}, {"retail", retail_queries},
    {"deals", deals_queries}, {"lists", lists_queries},
};

struct fixture {
    struct test_database database;
    PGconn *pg;
    int mistakes;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    test_database_create(&f->database);
    f->pg = PQconnectdb(f->database.url);
    *state = f;
    return PQstatus(f->pg) == CONNECTION_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    PQfinish(f->pg);
    test_database_drop(&f->database);
    free(f);
    return 0;
}

static void mistake(struct fixture *f, const struct sc_pg_query *query, const char *what,
                    const char *detail)
{
    print_error("%s: %s%s\n", query->name, what, detail);
    f->mistakes++;
}

/* The server's answer to one command, or NULL after a note of what it said. */
static PGresult *ask(struct fixture *f, const struct sc_pg_query *query, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return result;
    mistake(f, query, "", PQresultErrorMessage(result));
    PQclear(result);
    return NULL;
}

static void run(struct fixture *f, const char *sql)
{
    PGresult *result = PQexec(f->pg, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(f->pg));
    PQclear(result);
}

static void compare_type(struct fixture *f, const struct sc_pg_query *query,
                         const struct sc_field *field, Oid oid)
{
    char detail[200];

    if (oid == sc_pg_type_oid(field->type))
        return;
    snprintf(detail, sizeof detail, "%s (%s)", field->name, sc_pg_type_name(field->type));
    mistake(f, query, "PostgreSQL has another type for ", detail);
}

static void compare_columns(struct fixture *f, const struct sc_pg_query *query,
                            const struct sc_field *fields, int count, const PGresult *described)
{
    if (PQnfields(described) != count) {
        mistake(f, query, "has another number of columns than its row", "");
        return;
    }
    for (int i = 0; i < count; i++) {
        if (strcmp(PQfname(described, i), fields[i].name) != 0)
            mistake(f, query, "calls a column otherwise: ", PQfname(described, i));
        compare_type(f, query, &fields[i], PQftype(described, i));
    }
}

/*
 * Without being told of types: what the server finds by itself must be what the
 * file says. Where it cannot tell (unnest of a bare parameter), nothing is compared.
 */
static void check_parameters(struct fixture *f, const struct sc_pg_query *query)
{
    PGresult *result = PQprepare(f->pg, "", query->sql, 0, NULL);

    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        result = PQdescribePrepared(f->pg, "");
        for (int i = 0; i < query->in.count && i < PQnparams(result); i++)
            compare_type(f, query, &query->in.fields[i], PQparamtype(result, i));
    }
    PQclear(result);
}

/* As it is prepared when it runs. */
static void check_statement(struct fixture *f, const struct sc_pg_query *query)
{
    Oid types[SC_PG_FIELDS_MAX];

    for (int i = 0; i < query->in.count; i++)
        types[i] = sc_pg_type_oid(query->in.fields[i].type);
    PGresult *result =
        ask(f, query, PQprepare(f->pg, query->name, query->sql, query->in.count, types));
    if (result == NULL)
        return;
    PQclear(result);
    result = PQdescribePrepared(f->pg, query->name);
    if (query->row.count > 0 || PQnfields(result) > 0)
        compare_columns(f, query, query->row.fields, query->row.count, result);
    PQclear(result);
    check_parameters(f, query);
}

/* A COPY cannot be prepared, but a SELECT of its columns can: "copy T (a, b) from ...". */
static void check_copy(struct fixture *f, const struct sc_pg_query *query)
{
    struct sc_str sql = sc_str_of(query->sql);
    size_t open = (size_t)sc_str_find_char(sql, '(');
    size_t close = (size_t)sc_str_find_char(sql, ')');
    char select[4000];

    int len = snprintf(select, sizeof select, "select %.*s from %.*s",
                       SC_STR_ARGS(sc_str_sub(sql, open + 1, close - open - 1)),
                       SC_STR_ARGS(sc_str_sub(sql, 4, open - 4)));
    assert_true(len > 0 && (size_t)len < sizeof select);
    PGresult *result = ask(f, query, PQprepare(f->pg, query->name, select, 0, NULL));
    if (result == NULL)
        return;
    PQclear(result);
    result = PQdescribePrepared(f->pg, query->name);
    compare_columns(f, query, query->in.fields, query->in.count, result);
    PQclear(result);
}

/* EXPLAIN EXECUTE with all parameters null, under a generic plan, and no cheap way round. */
static void check_index(struct fixture *f, const struct sc_pg_query *query)
{
    char sql[1000];
    int len = snprintf(sql, sizeof sql, "explain (costs off) execute %s%s", query->name,
                       query->in.count > 0 ? "(null" : "");
    bool is_there = false;

    for (int i = 1; i < query->in.count; i++)
        len += snprintf(sql + len, sizeof sql - (size_t)len, ", null");
    snprintf(sql + len, sizeof sql - (size_t)len, "%s", query->in.count > 0 ? ")" : "");
    PGresult *result = ask(f, query, PQexec(f->pg, sql));
    if (result == NULL)
        return;
    for (int i = 0; i < PQntuples(result) && !is_there; i++)
        is_there = strstr(PQgetvalue(result, i, 0), query->index) != NULL;
    if (!is_there)
        mistake(f, query, "does not use the index ", query->index);
    for (int i = 0; i < PQntuples(result) && !is_there; i++)
        print_error("    %s\n", PQgetvalue(result, i, 0));
    PQclear(result);
}

static bool makes_temporary_table(const struct sc_pg_query *query)
{
    return sc_str_starts(sc_str_of(query->sql), SC_STR("create temp table "));
}

static void check_query(struct fixture *f, const struct sc_pg_query *query)
{
    if (query->is_copy)
        check_copy(f, query);
    else
        check_statement(f, query);
    if (query->index != NULL && f->mistakes == 0)
        check_index(f, query);
}

/* One after the other, each behind a savepoint, in a transaction that has the temporary tables. */
static void check_service(struct fixture *f, const struct service *service)
{
    char sql[100];

    run(f, "begin");
    if (service->role != NULL) {
        snprintf(sql, sizeof sql, "set local role %s", service->role);
        run(f, sql);
    }
    for (const struct sc_pg_query *const *query = service->queries; *query != NULL; query++)
        if (makes_temporary_table(*query))
            run(f, (*query)->sql);
    for (const struct sc_pg_query *const *query = service->queries; *query != NULL; query++) {
        run(f, "savepoint one");
        if (!makes_temporary_table(*query))
            check_query(f, *query);
        run(f, "rollback to one");
    }
    run(f, "rollback");
}

static void every_statement_is_what_its_file_says(void **state)
{
    struct fixture *f = *state;

    /* Empty tables are read from end to end unless that is made dear. */
    run(f, "set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
    for (size_t i = 0; i < SC_COUNT(services); i++)
        check_service(f, &services[i]);
    assert_int_equal(f->mistakes, 0);
}

#define a_statements_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

UNIT_TESTS(a_statements_test(every_statement_is_what_its_file_says))
