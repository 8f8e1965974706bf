#include "demo/writers.h"

#include <ftw.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/gtin.h"
#include "domain/list_text.h"
#include "testing/unit.h"

enum {
    A_DAY = 20781, /* 2026-11-24 */
    FILE_MAX = 16 * 1024 * 1024,
};

static void make_world(void **state, struct demo_world *ret_world)
{
    assert_int_equal(demo_world_make(*state, 1, ret_world), SC_OK);
}

/* The folder that a test writes into; made, and named by `word`. */
static void make_folder(char path[DEMO_PATH_MAX], const char *word)
{
    snprintf(path, DEMO_PATH_MAX, "/tmp/smartcart-demo-%s-XXXXXX", word);
    assert_non_null(mkdtemp(path));
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *at)
{
    (void)info;
    (void)type;
    (void)at;
    return remove(path);
}

static void remove_folder(const char *path)
{
    assert_int_equal(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static struct sc_str read_all(void **state, const char *path)
{
    char *bytes = sc_arena_alloc(*state, FILE_MAX);
    FILE *file = fopen(path, "rb");

    assert_non_null(bytes);
    assert_non_null(file);
    size_t len = fread(bytes, 1, FILE_MAX, file);
    fclose(file);
    return (struct sc_str){bytes, len};
}

/* Both trees are compared by `diff`, whose silence is the proof. */
static bool folders_are_equal(const char *a, const char *b)
{
    char command[3 * DEMO_PATH_MAX];

    snprintf(command, sizeof command, "diff -r %s %s >/dev/null", a, b);
    return system(command) == 0;
}

static void the_same_day_and_seed_make_the_same_bytes(void **state)
{
    char first[DEMO_PATH_MAX], again[DEMO_PATH_MAX];
    struct demo_world world;

    make_world(state, &world);
    make_folder(first, "first");
    make_folder(again, "again");
    assert_int_equal(demo_write_world(*state, &world, A_DAY, first), SC_OK);
    make_world(state, &world);
    assert_int_equal(demo_write_world(*state, &world, A_DAY, again), SC_OK);
    assert_true(folders_are_equal(first, again));
    assert_int_equal(demo_write_world(*state, &world, A_DAY + 1, again), SC_OK);
    assert_false(folders_are_equal(first, again));
    remove_folder(first);
    remove_folder(again);
}

static void there_are_three_thousand_products_in_twelve_stores(void **state)
{
    struct demo_world world;
    size_t shared = 0, loose = 0, own = 0;

    make_world(state, &world);
    assert_int_equal(demo_store_count, 12);
    assert_in_range(world.product_count, 2800, 3400);
    for (size_t i = 0; i < world.product_count; i++) {
        const struct demo_product *product = &world.products[i];
        if (demo_is_loose(product))
            loose++;
        else if (product->chains == 7)
            shared++;
        else if ((product->chains & (product->chains - 1)) == 0)
            own++;
    }
    assert_in_range(shared, 800, 2000);
    assert_in_range(own, 600, 1800);
    assert_in_range(loose, 50, 80);
}

static void every_gtin_is_right_and_stands_once(void **state)
{
    struct demo_world world;
    char text[SC_GTIN_TEXT];

    make_world(state, &world);
    for (size_t i = 0; i < world.product_count; i++) {
        uint64_t gtin = world.products[i].gtin, read;
        assert_int_equal(gtin == 0, demo_is_loose(&world.products[i]));
        if (gtin == 0)
            continue;
        sc_gtin_write(gtin, text);
        assert_int_equal(sc_gtin_read(sc_str_of(text), &read), SC_OK);
        assert_int_equal(read / UINT64_C(10000000000), 952);
        assert_int_equal(gtin / 10 % 1000000, world.products[i].number); /* so each is its own */
    }
}

/* What a household's first words must find, whatever the seed. */
static void every_chain_has_milk_eggs_and_spaghetti(void **state)
{
    static const struct {
        const char *name, *size;
    } wanted[] = {{"Whole Milk 3.5%", "2 L"},
                  {"Free Range Eggs Large", "6 pack"},
                  {"Spaghetti No. 5", "500 g"},
                  {"Carrots Loose", "1 kg"}};

    for (uint64_t seed = 0; seed < 20; seed++) {
        struct demo_world world;
        assert_int_equal(demo_world_make(*state, seed, &world), SC_OK);
        for (size_t w = 0; w < SC_COUNT(wanted); w++) {
            unsigned chains = 0;
            for (size_t i = 0; i < world.product_count; i++)
                if (sc_str_eq(world.products[i].name, sc_str_of(wanted[w].name)) &&
                    sc_str_eq(world.products[i].size_text, sc_str_of(wanted[w].size)))
                    chains |= world.products[i].chains;
            assert_int_equal(chains, 7);
        }
    }
}

/* Reads the project's own lists; ctest starts tests at its root. */
static void the_lists_name_barcodes_that_every_chain_sells(void **state)
{
    static const char *const lists[] = {"demo/list.txt", "demo/list-party.txt"};
    struct demo_world world;
    int found = 0;

    make_world(state, &world);
    for (size_t l = 0; l < SC_COUNT(lists); l++) {
        struct sc_list_text list = sc_list_text_of(read_all(state, lists[l]));
        struct sc_str line;
        uint64_t gtin;
        while (sc_list_text_next(&list, &line)) {
            if (sc_gtin_read(line, &gtin) != SC_OK)
                continue;
            unsigned chains = 0;
            for (size_t i = 0; i < world.product_count; i++)
                if (world.products[i].gtin == gtin)
                    chains = world.products[i].chains;
            assert_int_equal(chains, 7);
            found++;
        }
    }
    assert_true(found > 0);
}

static int shelf_cents(const struct demo_place *place, const struct demo_product *product)
{
    struct demo_special special;

    if (place->chain != DEMO_LARKFIELD && demo_has_special(place, product, &special))
        return special.cents; /* where a special is written as the price */
    return demo_regular_cents(place, product);
}

static void one_or_two_prices_in_a_hundred_change_in_a_day(void **state)
{
    enum {
        DAYS = 30
    };
    struct demo_world world;

    make_world(state, &world);
    for (unsigned chain = 0; chain < DEMO_CHAINS; chain++) {
        int changed = 0, asked = 0;
        for (int64_t day = A_DAY; day < A_DAY + DAYS; day++) {
            struct demo_place today = {&world, (enum demo_chain_id)chain, 0, day};
            struct demo_place tomorrow = today;
            tomorrow.day++;
            for (size_t i = 0; i < world.product_count; i++) {
                const struct demo_product *product = &world.products[i];
                if (!demo_is_sold_by(product, today.chain))
                    continue;
                asked++;
                changed += shelf_cents(&today, product) != shelf_cents(&tomorrow, product);
            }
        }
        assert_in_range(changed * 1000 / asked, 7, 25);
    }
}

static void zones_of_a_chain_differ(void **state)
{
    struct demo_world world;
    int dearer = 0;

    make_world(state, &world);
    struct demo_place suburb = {&world, DEMO_LARKFIELD, 0, A_DAY};
    struct demo_place city = {&world, DEMO_LARKFIELD, 1, A_DAY};
    for (size_t i = 0; i < world.product_count; i++) {
        int there = demo_regular_cents(&city, &world.products[i]);
        int here = demo_regular_cents(&suburb, &world.products[i]);
        assert_true(there >= here);
        dearer += there > here;
    }
    assert_in_range(dearer * 100 / (int)world.product_count, 40, 75);
}

static void some_specials_are_above_the_low_of_thirty_days(void **state)
{
    struct demo_world world;
    struct demo_special special;
    int specials = 0, above = 0;

    make_world(state, &world);
    struct demo_place place = {&world, DEMO_HALFPENNY, 0, A_DAY};
    for (size_t i = 0; i < world.product_count; i++)
        if (demo_is_sold_by(&world.products[i], DEMO_HALFPENNY) &&
            demo_has_special(&place, &world.products[i], &special)) {
            specials++;
            above += special.cents > demo_low_30d_cents(&place, &world.products[i]);
        }
    assert_in_range(specials, 50, 250);
    assert_in_range(above * 100 / specials, 1, 25);
}

/* What the offers of a day have of everything a deal can be. */
struct tally {
    bool kinds[SC_DEAL_UNPRICED + 1];
    bool has_club, has_card, has_coupon, has_limit, has_threshold, has_gifts;
    bool has_least_weight, has_most_weight, has_first_store;
    bool has_ended, has_not_begun, ends_today;
    int to_come_count; /* within a week */
};

static void tally_offers(void **state, const struct demo_place *place, struct tally *tally)
{
    struct demo_offers offers;

    assert_int_equal(demo_offers_make(*state, place, &offers), SC_OK);
    for (size_t i = 0; i < offers.count; i++) {
        const struct demo_offer *offer = &offers.at[i];
        tally->kinds[offer->kind] = true;
        tally->has_club |= offer->audience == DEMO_CLUB;
        tally->has_card |= offer->audience == DEMO_CARD;
        tally->has_coupon |= offer->coupon != NULL;
        tally->has_limit |= offer->max_units > 0;
        tally->has_threshold |= offer->basket_min_cents > 0;
        tally->has_gifts |= offer->gift_count > 0;
        tally->has_least_weight |= offer->min_grams > 0;
        tally->has_most_weight |= offer->max_grams > 0;
        tally->has_first_store |= offer->is_first_store;
        tally->has_ended |= offer->last_day < place->day;
        tally->has_not_begun |= offer->first_day > place->day;
        tally->to_come_count += offer->first_day > place->day && offer->first_day <= place->day + 7;
        tally->ends_today |= offer->last_day == place->day;
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(offer->number, offers.at[j].number);
    }
}

static void every_kind_of_deal_is_there_on_every_day(void **state)
{
    struct demo_world world;

    for (int64_t day = A_DAY; day < A_DAY + 30; day += 7)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            struct tally tally = {0};
            struct sc_arena_mark mark = sc_arena_mark(*state);
            assert_int_equal(demo_world_make(*state, seed, &world), SC_OK);
            tally_offers(state, &(struct demo_place){&world, DEMO_LARKFIELD, 0, day}, &tally);
            tally_offers(state, &(struct demo_place){&world, DEMO_KETTLE, 0, day}, &tally);
            for (size_t kind = 0; kind < SC_COUNT(tally.kinds); kind++)
                assert_true(tally.kinds[kind]);
            assert_true(tally.has_club && tally.has_card && tally.has_coupon);
            assert_true(tally.has_limit && tally.has_threshold && tally.has_gifts);
            assert_true(tally.has_least_weight && tally.has_most_weight && tally.has_first_store);
            assert_true(tally.has_ended && tally.has_not_begun && tally.ends_today);
            assert_true(tally.to_come_count >= 5);
            sc_arena_rewind(*state, mark);
        }
}

static void a_deal_never_costs_more_than_the_shelf(void **state)
{
    struct demo_world world;
    struct demo_offers offers;

    make_world(state, &world);
    struct demo_place place = {&world, DEMO_LARKFIELD, 0, A_DAY};
    assert_int_equal(demo_offers_make(*state, &place, &offers), SC_OK);
    for (size_t i = 0; i < offers.count; i++) {
        const struct demo_offer *offer = &offers.at[i];
        struct demo_place then = place;
        then.day = offer->first_day;
        if (offer->kind == SC_DEAL_BUNDLE_TOTAL || offer->kind == SC_DEAL_WEIGHT_PRICE) {
            int price = demo_regular_cents(&then, &world.products[offer->items[0]]);
            int count = offer->kind == SC_DEAL_BUNDLE_TOTAL ? offer->count : 1;
            assert_in_range(offer->value, 1, price * count - 1);
        }
    }
}

/* The element's children of that name, in the whole tree below it. */
static int count_elements(const xmlNode *node, const char *name)
{
    int count = 0;

    for (; node != NULL; node = node->next) {
        count += node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
        count += count_elements(node->children, name);
    }
    return count;
}

static void the_xml_is_well_formed_and_holds_what_it_counts(void **state)
{
    static const struct {
        const char *name, *element;
        const char *count; /* as the file declares it */
    } files[] = {
        {"larkfield/Stores9520000000011-000-202611240000.xml", "Store", NULL},
        {"larkfield/PriceFull9520000000011-001-202611240500.xml", "Item", "<Items Count=\""},
        {"larkfield/PromoFull9520000000011-001-202611240500.xml", "Promotion",
         "<Promotions Count=\""},
    };
    char folder[DEMO_PATH_MAX], path[2 * DEMO_PATH_MAX];
    struct demo_world world;

    make_world(state, &world);
    make_folder(folder, "xml");
    assert_int_equal(demo_write_world(*state, &world, A_DAY, folder), SC_OK);
    for (size_t i = 0; i < SC_COUNT(files); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i].name);
        struct sc_str text = read_all(state, path);
        xmlDoc *doc = xmlReadMemory(text.at, (int)text.len, path, NULL, XML_PARSE_NONET);
        assert_non_null(doc);
        int found = count_elements(xmlDocGetRootElement(doc), files[i].element);
        if (files[i].count != NULL) {
            struct sc_str declared = sc_str_of(files[i].count);
            ptrdiff_t at = sc_str_find(text, declared);
            assert_true(at > 0);
            assert_int_equal(strtol(text.at + at + declared.len, NULL, 10), found);
        } else {
            assert_int_equal(found, 5);
        }
        xmlFreeDoc(doc);
    }
    remove_folder(folder);
}

UNIT_TESTS(a_test(the_same_day_and_seed_make_the_same_bytes),
           a_test(there_are_three_thousand_products_in_twelve_stores),
           a_test(every_gtin_is_right_and_stands_once),
           a_test(every_chain_has_milk_eggs_and_spaghetti),
           a_test(the_lists_name_barcodes_that_every_chain_sells),
           a_test(one_or_two_prices_in_a_hundred_change_in_a_day), a_test(zones_of_a_chain_differ),
           a_test(some_specials_are_above_the_low_of_thirty_days),
           a_test(every_kind_of_deal_is_there_on_every_day),
           a_test(a_deal_never_costs_more_than_the_shelf),
           a_test(the_xml_is_well_formed_and_holds_what_it_counts))
