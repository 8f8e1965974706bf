#include "api/helpers/where.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MAX = 32,
    DOCUMENTS_MAX = 16 * 1024 * 1024,
    MONEY_TEXT = 24,
};

struct test_result where_run(struct catalogue *c, struct sc_str list, const char *const *options)
{
    const char *words[WORDS_MAX] = {"where", "-"};
    const char *environment[] = {c->environment, NULL};
    struct test_run run = {.words = words, .environment = environment, .input = list};
    struct test_result result;

    for (size_t i = 0; options[i] != NULL; i++) {
        assert_in_range(i, 0, WORDS_MAX - 4);
        words[i + 2] = options[i];
    }
    test_program_run(c->arena, &run, &result);
    return result;
}

static struct sc_str answered(struct catalogue *c, struct sc_str list, const char *const *options)
{
    struct test_result result = where_run(c, list, options);

    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    return result.out;
}

struct where_told where_ask(struct catalogue *c, struct sc_str list, const char *const *options)
{
    const char *with_json[WORDS_MAX] = {"--json"};
    json_error_t error;

    for (size_t i = 0; options[i] != NULL; i++) {
        assert_in_range(i, 0, WORDS_MAX - 3);
        with_json[i + 1] = options[i];
    }
    struct sc_str json = answered(c, list, with_json);
    struct where_told told = {
        .text = answered(c, list, options),
        .json = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, &error),
    };
    assert_non_null(told.json);
    return told;
}

int64_t where_int(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_integer(value))
        print_error("no whole number \"%s\"\n", key);
    assert_true(json_is_integer(value));
    return json_integer_value(value);
}

const char *where_str(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    assert_non_null(text);
    return text;
}

const json_t *where_best(const struct where_told *told)
{
    const json_t *plans = json_object_get(told->json, "plans");
    size_t i;
    json_t *plan;

    json_array_foreach(plans, i, plan) if (json_is_true(json_object_get(plan, "best"))) return plan;
    fail_msg("no plan is the best");
    return NULL;
}

size_t where_count(const json_t *plan, const char *key)
{
    size_t i, count = 0;
    json_t *stop;

    json_array_foreach(json_object_get(plan, "stops"), i, stop) count +=
        json_array_size(json_object_get(stop, key));
    return count;
}

void where_says(struct sc_str text, const char *part)
{
    if (sc_str_find(text, sc_str_of(part)) >= 0)
        return;
    print_error("%.*swithout\n%s\n", SC_STR_ARGS(text), part);
    fail();
}

struct sc_str where_list(struct catalogue *c, const char *path)
{
    FILE *file = fopen(path, "re");
    char *room = sc_arena_alloc(c->arena, SC_UNIT_ARENA_CAP / 16);

    assert_non_null(file);
    assert_non_null(room);
    size_t len = fread(room, 1, SC_UNIT_ARENA_CAP / 16, file);
    fclose(file);
    return (struct sc_str){room, len};
}

/* "12.90" of 1290. */
static const char *money(int64_t minor, char text[MONEY_TEXT])
{
    snprintf(text, MONEY_TEXT, "%lld.%02lld", (long long)(minor / 100), (long long)(minor % 100));
    return text;
}

/* What `smartcart price` says of a document. */
static json_t *priced(struct catalogue *c, const json_t *document)
{
    const char *words[] = {"price", NULL};
    char *text = json_dumps(document, JSON_COMPACT);
    struct test_run run = {.words = words, .input = sc_str_of(text)};
    struct test_result result;
    json_error_t error;

    test_program_run(c->arena, &run, &result);
    free(text);
    assert_str(result.err, "");
    assert_int_equal(result.exit_code, 0);
    json_t *answer = json_loadb(result.out.at, result.out.len, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(answer);
    return answer;
}

static void check_till(struct catalogue *c, const json_t *stop)
{
    json_t *basket = json_object_get(stop, "basket");
    json_t *again = priced(c, basket);
    const json_t *lines = json_object_get(stop, "lines");
    size_t i;
    json_t *line, *deal;
    int64_t pays = where_int(stop, "deposits");

    if (json_is_true(json_object_get(stop, "exact")) &&
        json_is_true(json_object_get(again, "exact"))) {
        assert_int_equal(where_int(stop, "till"), where_int(again, "total"));
        assert_int_equal(where_int(stop, "shelf"), where_int(again, "shelf_total"));
        assert_int_equal(where_int(stop, "deposits"), where_int(again, "deposits"));
    }
    assert_int_equal(json_array_size(lines), json_array_size(json_object_get(again, "lines")));
    json_array_foreach(lines, i, line) pays += where_int(line, "pays");
    json_array_foreach(json_object_get(stop, "deals"), i,
                       deal) if (json_array_size(json_object_get(deal, "lines")) == 0) pays -=
        where_int(deal, "saves"); /* a cut of the whole basket is in no line */
    assert_int_equal(pays, where_int(stop, "till"));
    json_decref(again);
}

/* Each tip: the basket with so many more units costs what is told. */
static void check_nudges(struct catalogue *c, const json_t *stop)
{
    size_t i, j;
    json_t *nudge, *line;

    json_array_foreach(json_object_get(stop, "nudges"), i, nudge)
    {
        json_t *more = json_deep_copy(json_object_get(stop, "basket"));
        bool is_found = false;
        json_array_foreach(json_object_get(more, "lines"), j, line)
        {
            if (atoll(where_str(line, "id")) != where_int(nudge, "line"))
                continue;
            int64_t units = where_int(line, "units") + where_int(nudge, "add_units");
            json_object_set_new(line, "units", json_integer(units));
            is_found = true;
        }
        assert_true(is_found);
        json_t *again = priced(c, more);
        assert_int_equal(where_int(nudge, "total"), where_int(again, "total"));
        assert_true(where_int(nudge, "total") < where_int(stop, "till"));
        json_decref(again);
        json_decref(more);
    }
}

/* What was priced is what is told: the same codes, amounts, prices and deposits, line by line. */
static void check_basket(const json_t *stop)
{
    const json_t *basket = json_object_get(json_object_get(stop, "basket"), "lines");
    size_t i;
    json_t *line;

    assert_int_equal(json_array_size(basket), json_array_size(json_object_get(stop, "lines")));
    json_array_foreach(json_object_get(stop, "lines"), i, line)
    {
        const json_t *priced_line = json_array_get(basket, i);
        bool is_weighed = json_object_get(line, "grams") != NULL;
        const char *amount = is_weighed ? "grams" : "units";
        assert_int_equal(atoll(where_str(priced_line, "id")), where_int(line, "line"));
        assert_string_equal(where_str(priced_line, "product"), where_str(line, "code"));
        assert_int_equal(where_int(priced_line, amount), where_int(line, amount));
        assert_int_equal(where_int(priced_line, is_weighed ? "price_per_kg" : "unit_price"),
                         where_int(line, "price"));
        if (!is_weighed)
            assert_int_equal(where_int(priced_line, "deposit"), where_int(line, "deposit"));
    }
}

/* The catalogue's own word on what is bought: each price stands under that code in that store. */
static void check_prices(struct catalogue *c, const json_t *stop)
{
    struct sc_str rows = SC_STR("");
    const json_t *lines = json_object_get(stop, "lines");
    size_t i;
    json_t *line;

    json_array_foreach(lines, i, line) rows =
        sc_arena_printf(c->arena, "%.*s%s('%s', %lld, %lld)", SC_STR_ARGS(rows), i > 0 ? ", " : "",
                        where_str(line, "code"), (long long)where_int(line, "price"),
                        (long long)where_int(line, "deposit"));
    struct sc_str sql = sc_arena_printf(
        c->arena,
        "select count(*) from (values %.*s) b (code, price, deposit)"
        " join retail.item i on i.code = b.code join retail.price p on p.item_id = i.id"
        " join retail.store s on s.id = p.store_id join retail.retailer r on r.id = s.retailer_id"
        " where r.key || '/' || s.code = '%s' and p.deposit_minor = b.deposit"
        " and b.price = any(array[p.price_minor, p.regular_minor])",
        SC_STR_ARGS(rows), where_str(stop, "store"));

    assert_int_equal(catalogue_number(c, sql.at), json_array_size(lines));
}

/* The strings under `key` of each object, as a list for SQL. */
static struct sc_str quoted(struct catalogue *c, const json_t *objects, const char *key)
{
    struct sc_str list = SC_STR("''");
    size_t i;
    json_t *object;

    json_array_foreach(objects, i, object) list =
        sc_arena_printf(c->arena, "%.*s, '%s'", SC_STR_ARGS(list), where_str(object, key));
    return list;
}

/*
 * The basket has every deal that is on in the store and that what is bought can trigger (and that
 * has its gifts in what is bought, if it has gifts), and none that is about nothing in it.
 */
static void check_deals(struct catalogue *c, const json_t *stop, const char *at)
{
    struct sc_str codes = quoted(c, json_object_get(stop, "lines"), "code");
    const json_t *deals = json_object_get(json_object_get(stop, "basket"), "deals");
    struct sc_str sql = sc_arena_printf(
        c->arena,
        "with on_here as (select d.id, d.kind like 'basket%%' as is_of_all,"
        "   array(select x.code from deals.deal_item x where x.deal_id = d.id and not x.is_get) as"
        "   triggers, array(select x.code from deals.deal_item x where x.deal_id = d.id"
        "   and x.is_get) as gifts"
        " from deals.deal d join deals.deal_on o on o.deal_id = d.id"
        " join retail.store s on s.id = o.store_id join retail.retailer r on r.id = s.retailer_id"
        " where r.key || '/' || s.code = '%s'"
        "   and timestamptz '%s' between d.starts_at and d.ends_at),"
        " said as (select id from unnest(array[%.*s]) id where id <> ''),"
        " bought as (select array[%.*s]::text[] as codes)"
        " select (select count(*) from on_here h, bought b where h.id::text not in (select id from"
        "   said) and (h.is_of_all or (h.triggers && b.codes"
        "   and (h.gifts = '{}' or h.gifts && b.codes))))"
        " + (select count(*) from said where id not in (select h.id::text from on_here h, bought b"
        "   where h.is_of_all or h.triggers && b.codes or h.gifts && b.codes))",
        where_str(stop, "store"), at, SC_STR_ARGS(quoted(c, deals, "id")), SC_STR_ARGS(codes));

    assert_int_equal(catalogue_number(c, sql.at), 0);
}

static void check_plan(struct catalogue *c, const json_t *plan, size_t line_count, const char *at)
{
    const json_t *stops = json_object_get(plan, "stops");
    int64_t goods = 0, visits = 0;
    size_t i, bought = 0;
    json_t *stop;

    assert_true((int64_t)json_array_size(stops) <= where_int(plan, "max_stores"));
    json_array_foreach(stops, i, stop)
    {
        struct sc_arena_mark mark = sc_arena_mark(c->arena);
        check_till(c, stop);
        check_nudges(c, stop);
        check_deals(c, stop, at);
        check_basket(stop);
        check_prices(c, stop);
        sc_arena_rewind(c->arena, mark);
        goods += where_int(stop, "till");
        visits += where_int(stop, "visit_cost");
        bought += json_array_size(json_object_get(stop, "lines"));
    }
    assert_int_equal(goods, where_int(plan, "goods"));
    assert_int_equal(visits, where_int(plan, "visits"));
    assert_int_equal(goods + visits, where_int(plan, "total"));
    assert_int_equal(bought + json_array_size(json_object_get(plan, "missing")), line_count);
}

/* The next line of the text that has `words` and then, at its end, the amount. */
static void next_says(struct sc_str *rest, const char *words, int64_t minor)
{
    char amount[MONEY_TEXT];
    struct sc_str line;

    money(minor, amount);
    while (sc_str_take(rest, '\n', &line))
        if (sc_str_find(line, sc_str_of(words)) >= 0 && sc_str_ends(line, sc_str_of(amount)))
            return;
    print_error("no line with %s and %s\n", words, amount);
    fail();
}

static void check_text(const struct where_told *told)
{
    const json_t *best = where_best(told);
    struct sc_str rest = told->text;
    char amounts[3][MONEY_TEXT], sums[4 * MONEY_TEXT];
    size_t i, j;
    json_t *stop, *bought;

    snprintf(sums, sizeof sums, " %s in all: %s at the till",
             money(where_int(best, "total"), amounts[0]),
             money(where_int(best, "goods"), amounts[1]));
    where_says(told->text, sums);
    snprintf(sums, sizeof sums, " and %s for the way\n",
             money(where_int(best, "visits"), amounts[2]));
    where_says(told->text, sums);
    json_array_foreach(json_object_get(best, "stops"), i, stop)
    {
        json_array_foreach(json_object_get(stop, "lines"), j, bought)
        {
            char number[MONEY_TEXT];
            snprintf(number, sizeof number, "%2lld ", (long long)where_int(bought, "line"));
            next_says(&rest, number, where_int(bought, "pays"));
        }
        next_says(&rest, "at the till", where_int(stop, "till"));
    }
}

void where_check(struct catalogue *c, const struct where_told *told, const char *at)
{
    size_t lines = json_array_size(json_object_get(told->json, "lines")), i;
    json_t *plan;
    int64_t before = INT64_MAX;

    json_array_foreach(json_object_get(told->json, "plans"), i, plan)
    {
        check_plan(c, plan, lines, at);
        if (json_is_true(json_object_get(plan, "exact")))
            assert_true(where_int(plan, "cost") <= before);
        before = where_int(plan, "cost");
    }
    check_text(told);
}
