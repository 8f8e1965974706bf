/* `smartcart import` of files that were made to harm, and how much memory any file takes. */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "api/helpers/catalogue.h"

enum {
    GOOD_ROWS = 60000,
    BAD_ROWS = 540000,              /* 40 MB of them: a program that held them all would be seen */
    LONG_LINE = 1024 * 1024 * 1024, /* bytes */
    PIECE = 16 * 1024 * 1024,       /* bytes, packed once and written BOMB_PIECES times */
    BOMB_PIECES = 64,               /* 1 GiB out of 1 MiB */
    ZIP_BOMB = 256 * 1024 * 1024,   /* bytes */
    MANY_ITEMS = 300000,            /* of one promotion */
    MEMORY_MAX_KB = 64 * 1024,      /* whatever the file */
    SANITIZED_MAX_KB = 1024 * 1024, /* a sanitizer keeps what was freed */
};

#ifndef __has_feature /* clang's word; gcc has the macro */
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
static const long most_kb = SANITIZED_MAX_KB;
#else
static const long most_kb = MEMORY_MAX_KB;
#endif

static void check_memory(const struct test_result *result, const char *what)
{
    print_message("most memory, %s: %.1f MiB\n", what, (double)result->peak_kb / 1024);
    assert_in_range(result->peak_kb, 1, most_kb);
}

static struct test_result import_path(struct catalogue *c, const char *path)
{
    const char *words[] = {"--json", path, NULL};

    return catalogue_import(c, words);
}

/* Fails with these words in its error, in little memory, and leaves nothing behind. */
static void refuse(struct catalogue *c, const char *path, const char *words)
{
    struct test_result result = import_path(c, path);
    struct sc_str start = SC_STR("\"error\":\"");
    ptrdiff_t at = sc_str_find(result.out, start);
    struct sc_str error = sc_str_sub(result.out, at < 0 ? result.out.len : (size_t)at, SIZE_MAX);
    struct sc_str behind = sc_str_sub(error, start.len, SIZE_MAX);

    if (result.exit_code != 1 || sc_str_find(error, sc_str_of(words)) < 0 ||
        sc_str_find(behind, start) >= 0) /* told once */
        fail_msg("%s: exit code %d, %s without \"%s\"", path, result.exit_code, result.out.at,
                 words);
    check_memory(&result, words);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.retailer"), 0);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.feed_file"), 0);
}

/* ---- size ---- */

/* A list of GOOD_ROWS that can be used, from `first` on, among BAD_ROWS that cannot. */
static const char *put_huge(struct catalogue *c, const char *name, int first)
{
    const char *path;
    FILE *file = catalogue_open(c, name, &path);

    fputs(CATALOGUE_PRICES_HEAD, file);
    for (int i = 0; i < GOOD_ROWS; i++) {
        int code = 100000 + first + i;
        fprintf(file, "%d,PROIZVOD BROJ %d,,%d.99,,BRAND %d,HRANA,1.00 l,ko\n", code, code,
                1 + code % 40, code % 500);
        for (int k = 0; k < BAD_ROWS / GOOD_ROWS; k++)
            fprintf(file,
                    "%d,ANOTHER PRODUCT OF THE LIST NUMBER %d,,none at all,,BRAND,,1.00 l,ko\n",
                    code, k);
    }
    assert_int_equal(fclose(file), 0);
    return path;
}

static void memory_does_not_grow_with_the_file(void **state)
{
    struct catalogue *c = *state;
    struct test_result result = import_path(c, put_huge(c, "konzum-1-2025-07-03.csv", 0));

    assert_int_equal(result.exit_code, 0);
    check_memory(&result, "first import");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"), GOOD_ROWS);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.reject"), 10);
    /* Half of it is new; what it lacks stays: most rows are of no use, so it is not believed. */
    result = import_path(c, put_huge(c, "konzum-1-2025-07-04.csv", GOOD_ROWS / 2));
    assert_int_equal(result.exit_code, 0);
    check_memory(&result, "next day");
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price"),
                     GOOD_ROWS + GOOD_ROWS / 2);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price_history where is_gone"),
                     0);
}

static void a_line_of_a_gigabyte_costs_that_line_alone(void **state)
{
    struct catalogue *c = *state;
    const char *path;
    FILE *file = catalogue_open(c, "konzum-1-2025-07-03.csv", &path);

    fputs(CATALOGUE_PRICES_HEAD "1,MLIJEKO,,1.50,,,,1.00 l,ko\n2,", file);
    assert_int_equal(fseek(file, LONG_LINE, SEEK_CUR), 0); /* a hole, read as bytes of 0 */
    fputs("\n3,KRUH,,2.00,,,,1.00 kg,ko\n", file);
    assert_int_equal(fclose(file), 0);
    struct test_result result = import_path(c, path);
    assert_int_equal(result.exit_code, 0);
    assert_true(sc_str_find(result.out, SC_STR("\"rows\":3,\"products\":2,\"prices\":2,")) > 0);
    assert_true(sc_str_find(result.out, SC_STR("\"rejected\":{\"too_long\":1}")) > 0);
    check_memory(&result, "a long line");
}

static void a_promotion_of_endless_items_is_kept_in_words(void **state)
{
    struct catalogue *c = *state;
    const char *path;
    FILE *file = catalogue_open(c, "PromoFull7290058140886-001-202602170010.xml", &path);

    fputs("<Root><ChainId>7290058140886</ChainId><StoreId>1</StoreId><Promotions><Promotion>"
          "<PromotionId>1</PromotionId><RewardType>1</RewardType><MinQty>2</MinQty>"
          "<DiscountedPrice>10</DiscountedPrice><PromotionItems>",
          file);
    for (int i = 0; i < MANY_ITEMS; i++)
        fprintf(file, "<Item><ItemCode>%d</ItemCode></Item>\n", 1000000 + i);
    fputs("</PromotionItems></Promotion></Promotions></Root>", file);
    assert_int_equal(fclose(file), 0);
    struct test_result result = import_path(c, path);
    assert_int_equal(result.exit_code, 0);
    check_memory(&result, "endless items");
    assert_int_equal(catalogue_number(c, "select count(*) from deals.deal "
                                         "where kind <> 'unpriced'"),
                     0);
}

/* ---- bombs and tricks ---- */

static void entities_are_refused(void **state)
{
    struct catalogue *c = *state;
    static const char bomb[] =
        "<?xml version=\"1.0\"?><!DOCTYPE Root [<!ENTITY a \"aaaaaaaaaa\">"
        "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">"
        "<!ENTITY d SYSTEM \"file:///etc/passwd\">]>"
        "<Root><ChainId>7290058140886</ChainId><StoreId>1</StoreId><Items Count=\"1\"><Item>"
        "<ItemCode>7290000066318</ItemCode><ItemName>&c;&d;</ItemName><ItemPrice>1.00</ItemPrice>"
        "</Item></Items></Root>";

    refuse(c, catalogue_put(c, "PriceFull7290058140886-001-202602170010.xml", sc_str_of(bomb)),
           "declares a document type");
}

/* A gzip file: the head of a list, then a gigabyte of lines of one letter, in pieces. */
static const char *put_gzip_bomb(struct catalogue *c, const char *name)
{
    static unsigned char packed[1024 * 1024], plain[64 * 1024];
    struct sc_str path = sc_arena_printf(c->arena, "%s/%s", c->folder, name);
    gzFile head = gzopen(path.at, "wb");
    z_stream z = {0};

    assert_non_null(head);
    assert_true(gzputs(head, CATALOGUE_PRICES_HEAD) > 0);
    assert_int_equal(gzclose(head), Z_OK);
    FILE *file = fopen(path.at, "ae");
    assert_non_null(file);

    memset(plain, 'x', sizeof plain);
    plain[sizeof plain - 1] = '\n';
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = packed;
    z.avail_out = sizeof packed;
    for (size_t done = 0; done < PIECE; done += sizeof plain) {
        z.next_in = plain;
        z.avail_in = sizeof plain;
        assert_int_equal(deflate(&z, Z_NO_FLUSH), Z_OK);
    }
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    for (int i = 0; i < BOMB_PIECES; i++)
        assert_int_equal(fwrite(packed, 1, z.total_out, file), z.total_out);
    deflateEnd(&z);
    assert_int_equal(fclose(file), 0);
    return path.at;
}

struct entry {
    const char *name;
    struct sc_str bytes;
    bool is_link; /* a symbolic one, to `bytes` */
};

static const char *put_zip(struct catalogue *c, const char *name, const struct entry *entries,
                           size_t count)
{
    struct sc_str path = sc_arena_printf(c->arena, "%s/%s", c->folder, name);
    struct archive *zip = archive_write_new();

    archive_write_set_format_zip(zip);
    assert_int_equal(archive_write_open_filename(zip, path.at), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, entries[i].name);
        archive_entry_set_filetype(entry, entries[i].is_link ? AE_IFLNK : AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        if (entries[i].is_link)
            archive_entry_set_symlink(entry, entries[i].bytes.at);
        else
            archive_entry_set_size(entry, (int64_t)entries[i].bytes.len);
        assert_int_equal(archive_write_header(zip, entry), ARCHIVE_OK);
        if (!entries[i].is_link)
            archive_write_data(zip, entries[i].bytes.at, entries[i].bytes.len);
        archive_entry_free(entry);
    }
    archive_write_close(zip);
    archive_write_free(zip);
    return path.at;
}

static void bombs_are_refused(void **state)
{
    struct catalogue *c = *state;
    char *zeros = calloc(1, ZIP_BOMB); /* never written: it takes no memory */

    assert_non_null(zeros);
    memcpy(zeros, CATALOGUE_PRICES_HEAD, strlen(CATALOGUE_PRICES_HEAD));
    const struct entry entries[] = {
        {.name = "konzum-1-2025-07-03.csv", .bytes = {zeros, ZIP_BOMB}}};
    const char *zip = put_zip(c, "day.zip", entries, SC_COUNT(entries));
    free(zeros);
    refuse(c, zip, "unpacks to far more than a feed can be");
    refuse(c, put_gzip_bomb(c, "konzum-1-2025-07-03.csv.gz"),
           "unpacks to far more than a feed can be");
}

static void paths_in_archives_lead_nowhere(void **state)
{
    struct catalogue *c = *state;
    static const char list[] = CATALOGUE_PRICES_HEAD "1,MLIJEKO,,1.50,,,,1.00 l,ko\n";
    const struct entry entries[] = {
        {.name = "../../../../tmp/smartcart-escaped/konzum-1-2025-07-03.csv",
         .bytes = sc_str_of(list)},
        {.name = "/tmp/smartcart-escaped/konzum-2-2025-07-03.csv", .bytes = sc_str_of(list)},
        {.name = "C:\\tmp\\..\\konzum-3-2025-07-03.csv", .bytes = sc_str_of(list)},
        {.name = "konzum-4-2025-07-03.csv", .bytes = SC_STR("/etc/passwd"), .is_link = true},
        {.name = "a/.konzum-5-2025-07-03.csv", .bytes = sc_str_of(list)},
    };
    struct test_result result = import_path(c, put_zip(c, "day.zip", entries, SC_COUNT(entries)));

    assert_int_equal(result.exit_code, 0);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.price p "
                                         "join retail.store o on o.id = p.store_id "
                                         "where o.code in ('1', '2', '3')"),
                     3);
    assert_int_equal(catalogue_number(c, "select count(*) from retail.store"), 3);
    assert_int_not_equal(access("/tmp/smartcart-escaped", F_OK), 0);
}

static void what_is_no_feed_is_refused_with_words(void **state)
{
    struct catalogue *c = *state;
    static const struct {
        const char *name, *bytes, *words;
    } files[] = {
        {"konzum-1-2025-07-03.csv", "", "is empty"},
        {"konzum-2-2025-07-03.csv",
         "\x7F"
         "ELF......................",
         "is a program"},
        {"konzum-3-2025-07-03.csv.gz", "\x1F\x8B\x08nonsense", "is damaged"},
        {"prices.zip", "PK\x03\x04nonsense", "zip"},
        {"konzum-4-2025-07-03.csv", "just words\nand more\n", "in none of the forms"},
        {"a.xml", "<Root><Items><Item/></Items></Root>", "in none of the forms"},
    };

    for (size_t i = 0; i < SC_COUNT(files); i++)
        refuse(c, catalogue_put(c, files[i].name, sc_str_of(files[i].bytes)), files[i].words);
}

/* ---- texts ---- */

static void bytes_that_are_no_text_cost_their_row(void **state)
{
    struct catalogue *c = *state;

    catalogue_expect(c,
                     catalogue_put_prices(c, "konzum-1-2025-07-03.csv",
                                          "1,ML\xC5\xBDIJEKO,,1.50,,,,1.00 l,ko\n"
                                          "2,KRUH \xFF\xFE CRNI,,2.00,,,,1.00 kg,ko\n"
                                          "3,SIR \xC4\x8C,,3.00,,,,1.00 kg,ko\n"),
                     "\"rows\":3,\"products\":2,\"prices\":2,\"deals\":0,\"stores\":0,"
                     "\"unchanged\":0,\"unpriced\":{},\"rejected\":{\"bad_encoding\":1}");
}

static void texts_are_texts_whatever_is_in_them(void **state)
{
    struct catalogue *c = *state;

    catalogue_import_one(c, catalogue_put_prices(c, "konzum-1-2025-07-03.csv",
                                                 "1,\"'); drop table retail.item; --\",,1.50,,"
                                                 "\"\\N\",\"{\"\"a\"\"}\",1.00 l,ko\n"));
    assert_int_equal(catalogue_number(c, "select count(*) from retail.item "
                                         "where name = '''); drop table retail.item; --' "
                                         "and brand = '\\N' and category = '{\"a\"}'"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_catalogue_test(memory_does_not_grow_with_the_file),
        a_catalogue_test(a_line_of_a_gigabyte_costs_that_line_alone),
        a_catalogue_test(a_promotion_of_endless_items_is_kept_in_words),
        a_catalogue_test(entities_are_refused),
        a_catalogue_test(bombs_are_refused),
        a_catalogue_test(paths_in_archives_lead_nowhere),
        a_catalogue_test(what_is_no_feed_is_refused_with_words),
        a_catalogue_test(bytes_that_are_no_text_cost_their_row),
        a_catalogue_test(texts_are_texts_whatever_is_in_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
