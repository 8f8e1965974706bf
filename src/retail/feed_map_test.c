#include "retail/feed_map.h"

#include <stdio.h>

#include "base/time.h"
#include "testing/unit.h"

#define LEAST "map m\nsource s\nkind prices\ncolumn code = Code\nneed code\n"

static struct feed_map *read_map(struct sc_arena *arena, struct sc_request *rq, const char *text)
{
    struct feed_map *map = NULL;

    assert_int_equal(sc_request_init(rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_map_read(rq, arena, SC_STR("m"), sc_str_of(text), &map), SC_OK);
    return map;
}

static void refuse(void **state, const char *text, const char *words)
{
    struct sc_request rq;
    struct feed_map *map = NULL;

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_map_read(&rq, *state, SC_STR("m"), sc_str_of(text), &map), SC_INVALID);
    assert_str(sc_failure_words(&rq), words);
    assert_null(map);
    sc_request_finish(&rq);
}

static void a_map_says_how_to_read(void **state)
{
    struct sc_request rq;
    struct feed_map *map = read_map(
        *state, &rq,
        "# comment\n" LEAST "full yes\ndelimiter semicolon\nquotes no\nencoding windows-1250\n"
        "decimal comma\ncountry HR\ncurrency EUR\ntime-zone Europe/Zagreb\n"
        "column price = Cijena | MALOPRODAJNA_CIJENA\nretailer a-b = A & B\nweighed kg\n"
        "skip Vrsta = Poklon bon | Alkohol\n");

    assert_str(map->name, "m");
    assert_str(map->source, "s");
    assert_true(map->is_full);
    assert_int_equal(map->grammar.delimiter, ';');
    assert_false(map->grammar.has_quotes);
    assert_int_equal(map->encoding, FEED_WINDOWS_1250);
    assert_int_equal(map->decimal, ',');
    assert_true(feed_map_has(&map->columns[FEED_FIELD_PRICE], SC_STR("maloprodajnacijena")));
    assert_int_equal(map->filter_count, 1);
    assert_false(map->filters[0].is_keep);
    assert_true(feed_map_has(&map->filters[0].values, SC_STR("poklonbon")));
    sc_request_finish(&rq);
}

static void a_wrong_map_is_told_where(void **state)
{
    refuse(state, LEAST "colour red\n", "map m:6: there is no such statement");
    refuse(state, "kind\n", "map m:1: the statement says nothing");
    refuse(state, "kind toys\n", "map m:1: that is none of the words that can stand here");
    refuse(state, "column weight = A\n", "map m:1: there is no such field");
    refuse(state, "column code\n", "map m:1: there is no \"=\"");
    refuse(state, "column code =\n", "map m:1: one side of \"=\" is empty");
    refuse(state, "column code = | A\n", "map m:1: an empty or unreadable name");
    refuse(state, "encoding ebcdic\n", "map m:1: an encoding we do not know");
    refuse(state, "currency EURO\n", "map m:1: a currency is three letters");
    refuse(state, LEAST "need price\n", "map m:6: a needed field has no column");
    refuse(state, "map m\nsource s\n", "map m:2: without a \"need\" it would fit any file");
    refuse(state, "column code = A\nneed code\n",
           "map m:2: a map has a \"map\" and a \"source\" statement");
}

static void names_fold_to_letters_and_digits(void **state)
{
    static const struct {
        const char *text, *want;
    } rows[] = {{"NAJNIZA_CIJENA_U_POSLJ._30_DANA", "najnizacijenauposlj30dana"},
                {"Šifra  proizvoda", "sifraproizvoda"},
                {"Đ", "d"},
                {"--", ""}};
    struct sc_str folded;

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        assert_int_equal(feed_map_fold(*state, sc_str_of(rows[i].text), &folded), SC_OK);
        assert_str(folded, rows[i].want);
    }
}

static void file_names_give_retailer_store_and_day(void **state)
{
    struct sc_request rq;
    struct feed_map *map =
        read_map(*state, &rq,
                 LEAST "file {retailer}-{store}-{yyyy}-{mm}-{dd}.csv\n"
                       "file {retailer}_{store}_{yyyy}{mm}{dd}_{hh}{mi}*.csv\nfile *list*.txt\n");
    static const struct {
        const char *name, *retailer, *store, *time;
    } rows[] = {
        {"konzum-0204-2025-07-03.csv", "konzum", "0204", "2025-07-03T00:00:00Z"},
        {"Konzum-A-B-2025-07-03.CSV", "Konzum", "A-B", "2025-07-03T00:00:00Z"},
        {"spar_12_20250703_0715_final.csv", "spar", "12", "2025-07-03T07:15:00Z"},
    };
    struct feed_map_name name;

    for (size_t i = 0; i < SC_COUNT(rows); i++) {
        char time[SC_TIME_TEXT];
        assert_true(feed_map_match_name(map, sc_str_of(rows[i].name), &name));
        assert_str(name.retailer, rows[i].retailer);
        assert_str(name.store, rows[i].store);
        assert_true(name.time.is_local);
        sc_time_write(name.time.at_us, time);
        assert_string_equal(time, rows[i].time);
    }
    assert_true(feed_map_match_name(map, SC_STR("my list of today.txt"), &name));
    assert_false(name.time.is_given);
    assert_false(feed_map_match_name(map, SC_STR("konzum-0204-2025-02-30.csv"), &name));
    assert_false(feed_map_match_name(map, SC_STR("konzum-0204.csv"), &name));
    assert_false(feed_map_match_name(map, SC_STR("-0204-2025-07-03.csv"), &name));
    sc_request_finish(&rq);
}

static void retailers_have_names_for_people(void **state)
{
    struct sc_request rq;
    struct feed_map *map = read_map(*state, &rq, LEAST "retailer ktc = KTC\n");
    struct sc_str name;

    assert_int_equal(feed_map_retailer_name(*state, map, SC_STR("ktc"), &name), SC_OK);
    assert_str(name, "KTC");
    assert_int_equal(feed_map_retailer_name(*state, map, SC_STR("corner-shop"), &name), SC_OK);
    assert_str(name, "Corner Shop");
    sc_request_finish(&rq);
}

UNIT_TESTS(a_test(a_map_says_how_to_read), a_test(a_wrong_map_is_told_where),
           a_test(names_fold_to_letters_and_digits), a_test(file_names_give_retailer_store_and_day),
           a_test(retailers_have_names_for_people))
