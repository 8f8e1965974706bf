#include "api/helpers/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/deadline.h"

enum {
    ALONE_MS = 30 * 1000, /* a server that notices nothing for so long is broken */
    ALONE_LOOK_US = 20 * 1000,
};

static void create_database(struct catalogue *c)
{
    test_database_create(&c->database);
    snprintf(c->environment, sizeof c->environment, "SMARTCART_DATABASE_URL=%s", c->database.url);
}

void catalogue_renew(struct catalogue *c)
{
    test_database_drop(&c->database);
    create_database(c);
}

int catalogue_setup(void **state)
{
    struct catalogue *c = calloc(1, sizeof *c);

    if (c == NULL)
        return -1;
    c->arena = sc_arena_create(4 * SC_UNIT_ARENA_CAP);
    snprintf(c->folder, sizeof c->folder, "/tmp/smartcart_import.XXXXXX");
    if (c->arena == NULL || mkdtemp(c->folder) == NULL) {
        sc_arena_destroy(c->arena);
        free(c);
        return -1;
    }
    create_database(c);
    *state = c;
    return 0;
}

int catalogue_teardown(void **state)
{
    struct catalogue *c = *state;
    struct sc_str remove = sc_arena_printf(c->arena, "rm -rf '%s'", c->folder);
    int removed = system(remove.at);

    test_database_drop(&c->database);
    sc_arena_destroy(c->arena);
    free(c);
    return removed;
}

FILE *catalogue_open(struct catalogue *c, const char *name, const char **ret_path)
{
    struct sc_str path = sc_arena_printf(c->arena, "%s/%s", c->folder, name);
    FILE *file = fopen(path.at, "we");

    assert_non_null(file);
    *ret_path = path.at;
    return file;
}

const char *catalogue_folder(struct catalogue *c, const char *name)
{
    struct sc_str path = sc_arena_printf(c->arena, "%s/%s", c->folder, name);

    assert_int_equal(mkdir(path.at, 0755), 0);
    return path.at;
}

const char *catalogue_put(struct catalogue *c, const char *name, struct sc_str content)
{
    const char *path;
    FILE *file = catalogue_open(c, name, &path);

    assert_int_equal(fwrite(content.at, 1, content.len, file), content.len);
    assert_int_equal(fclose(file), 0);
    return path;
}

const char *catalogue_put_prices(struct catalogue *c, const char *name, const char *rows)
{
    struct sc_str text = sc_arena_printf(c->arena, CATALOGUE_PRICES_HEAD "%s", rows);

    return catalogue_put(c, name, text);
}

struct test_result catalogue_import(struct catalogue *c, const char *const *words)
{
    const char *all[16] = {"import"};
    const char *environment[] = {c->environment, NULL};
    struct test_run run = {.words = all, .environment = environment};
    struct test_result result;

    for (size_t i = 0; words[i] != NULL; i++) {
        assert_in_range(i, 0, SC_COUNT(all) - 3);
        all[i + 1] = words[i];
    }
    test_program_run(c->arena, &run, &result);
    return result;
}

struct sc_str catalogue_import_one(struct catalogue *c, const char *path)
{
    const char *words[] = {"--json", path, NULL};
    struct test_result result = catalogue_import(c, words);

    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    return result.out;
}

void catalogue_expect(struct catalogue *c, const char *path, const char *counts)
{
    struct sc_str out = catalogue_import_one(c, path);

    if (sc_str_find(out, sc_str_of(counts)) >= 0)
        return;
    print_error("%.*swithout\n%s\n", SC_STR_ARGS(out), counts);
    fail();
}

int64_t catalogue_number(struct catalogue *c, const char *sql)
{
    return test_sql_number(c->database.url, sql);
}

void catalogue_wait_alone(struct catalogue *c)
{
    static const char others[] = "select count(*) from pg_stat_activity "
                                 "where datname = current_database() and pid <> pg_backend_pid()";
    struct sc_deadline deadline = sc_deadline_in(ALONE_MS);

    while (catalogue_number(c, others) > 0) {
        assert_false(sc_deadline_is_over(deadline));
        usleep(ALONE_LOOK_US);
    }
}

/* Ids and the times of imports differ; all else counts. */
static const char dump_sql[] =
    "select concat_ws(e'\\n',"
    " (select string_agg(concat_ws('|', key, name, country), e'\\n' order by key)"
    "  from retail.retailer),"
    " (select string_agg(concat_ws('|', r.key, s.code, s.name, s.city, s.lat, s.currency,"
    "   s.closed_at), e'\\n' order by r.key, s.code)"
    "  from retail.store s join retail.retailer r on r.id = s.retailer_id),"
    " (select string_agg(concat_ws('|', r.key, i.code, i.name, i.brand, i.category, i.size_milli,"
    "   i.size_unit, i.is_weighed, p.gtin, p.name), e'\\n' order by r.key, i.code)"
    "  from retail.item i join retail.retailer r on r.id = i.retailer_id"
    "  join retail.product p on p.id = i.product_id),"
    " (select string_agg(concat_ws('|', s.code, i.code, p.price_minor, p.regular_minor,"
    "   p.is_special, p.low_30d_minor, p.changed_at, p.source, p.is_outlier), e'\\n'"
    "   order by s.code, i.code)"
    "  from retail.price p join retail.store s on s.id = p.store_id"
    "  join retail.item i on i.id = p.item_id),"
    " (select string_agg(concat_ws('|', s.code, i.code, h.price_minor, h.from_at, h.to_at,"
    "   h.is_gone), e'\\n' order by s.code, i.code, h.to_at)"
    "  from retail.price_history h join retail.store s on s.id = h.store_id"
    "  join retail.item i on i.id = h.item_id),"
    " (select string_agg(concat_ws('|', s.code, d.source_id, d.text, d.kind, d.value, d.ends_at),"
    "   e'\\n' order by s.code, d.source_id)"
    "  from deals.deal_on o join deals.deal d on d.id = o.deal_id"
    "  join retail.store s on s.id = o.store_id),"
    " (select string_agg(concat_ws('|', f.kind, f.observed_at, f.rows, f.is_complete), e'\\n'"
    "   order by f.kind, f.observed_at, f.rows) from retail.feed_file f),"
    " (select count(*) from retail.observation), (select count(*) from retail.reject))";

struct sc_str catalogue_dump(struct catalogue *c)
{
    char *text = test_sql_text(c->database.url, dump_sql);
    struct sc_str kept = sc_arena_str(c->arena, sc_str_of(text));

    free(text);
    return kept;
}

struct sc_str catalogue_replaced(struct catalogue *c, struct sc_str text, const char *from,
                                 const char *to)
{
    struct sc_str wanted = sc_str_of(from);
    struct sc_buf buf;

    sc_buf_init(&buf, SC_UNIT_ARENA_CAP);
    while (text.len > 0) {
        ptrdiff_t at = sc_str_find(text, wanted);
        size_t before = at < 0 ? text.len : (size_t)at;
        sc_buf_put(&buf, sc_str_sub(text, 0, before));
        if (at >= 0)
            sc_buf_put(&buf, sc_str_of(to));
        text = sc_str_sub(text, at < 0 ? before : before + wanted.len, SIZE_MAX);
    }
    assert_false(buf.failed);
    struct sc_str kept = sc_arena_str(c->arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return kept;
}

const char *catalogue_shared(struct catalogue *c, const char *below)
{
    const char *root = getenv("SC_SHARED");
    struct sc_str path =
        sc_arena_printf(c->arena, "%s/data/feeds/%s", root != NULL ? root : "../shared", below);

    if (access(path.at, R_OK) == 0)
        return path.at;
    print_message("%s is not there: nothing to read\n", path.at);
    skip();
    return NULL;
}
