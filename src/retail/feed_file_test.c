#include "retail/feed_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "testing/unit.h"

enum {
    PACKED_MAX = 1024 * 1024,
    SHOWN_MAX = 4096,
};

struct packed {
    char *at;
    size_t len;
};

/* Packs with gzip. */
static struct packed gzip(struct sc_arena *arena, struct sc_str plain)
{
    struct packed out = {.at = sc_arena_alloc(arena, PACKED_MAX)};
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)plain.at;
    z.avail_in = (uInt)plain.len;
    z.next_out = (Bytef *)out.at;
    z.avail_out = PACKED_MAX;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.len = z.total_out;
    deflateEnd(&z);
    return out;
}

struct entry {
    const char *name;
    struct sc_str bytes;
};

static struct packed zip(struct sc_arena *arena, const struct entry *entries, size_t count,
                         const char *options)
{
    struct packed out = {.at = sc_arena_alloc(arena, PACKED_MAX)};
    struct archive *archive = archive_write_new();

    archive_write_set_format_zip(archive);
    if (options != NULL) {
        assert_int_equal(archive_write_set_options(archive, options), ARCHIVE_OK);
        archive_write_set_passphrase(archive, "secret");
    }
    archive_write_open_memory(archive, out.at, PACKED_MAX, &out.len);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        bool is_folder = entries[i].bytes.at == NULL;
        archive_entry_set_pathname(entry, entries[i].name);
        archive_entry_set_filetype(entry, is_folder ? AE_IFDIR : AE_IFREG);
        archive_entry_set_size(entry, (int64_t)entries[i].bytes.len);
        archive_entry_set_perm(entry, 0644);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        if (!is_folder)
            archive_write_data(archive, entries[i].bytes.at, entries[i].bytes.len);
        archive_entry_free(entry);
    }
    archive_write_close(archive);
    archive_write_free(archive);
    return out;
}

/* What a file of these bytes gives: "name=content" lines, and how it ends. */
static void check(struct sc_arena *arena, struct packed bytes, const char *want)
{
    char path[] = "/tmp/feed_file_test.XXXXXX";
    int fd = mkstemp(path);
    char *shown = sc_arena_zalloc(arena, SHOWN_MAX);
    size_t at = 0;
    struct sc_request rq;
    struct feed_file *file = NULL;
    struct feed_member member;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.at, bytes.len), (ssize_t)bytes.len);
    close(fd);
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    enum sc_status st = feed_file_open(&rq, path, &file);
    while (st == SC_OK && (st = feed_file_next(&rq, file, &member)) == SC_OK) {
        struct feed_stream stream = feed_file_stream(file);
        bool is_own = sc_str_starts(member.name, SC_STR("feed_file_test"));
        at += (size_t)snprintf(shown + at, SHOWN_MAX - at,
                               "%.*s=", SC_STR_ARGS(is_own ? SC_STR("own") : member.name));
        size_t len = 1;
        while (st == SC_OK && len > 0) {
            char some[7]; /* small reads meet every edge */
            st = stream.read(stream.context, some, sizeof some, &len);
            if (st == SC_OK && at + len < 200)
                at += (size_t)snprintf(shown + at, SHOWN_MAX - at, "%.*s", (int)len, some);
        }
        if (feed_file_trouble(file) != NULL)
            at += (size_t)snprintf(shown + at, SHOWN_MAX - at, " (%s)", feed_file_trouble(file));
        at += (size_t)snprintf(shown + at, SHOWN_MAX - at, "\n");
    }
    if (rq.failure.status != SC_OK) {
        struct sc_str words = sc_failure_words(&rq);
        if (sc_str_starts(words, sc_str_of(path)))
            words = sc_str_sub(words, strlen(path), SIZE_MAX);
        snprintf(shown + at, SHOWN_MAX - at, "%s%.*s\n", sc_status_name(st), SC_STR_ARGS(words));
    }
    feed_file_close(file);
    unlink(path);
    assert_str(sc_str_of(shown), want);
    sc_request_finish(&rq);
}

static struct packed plain(struct sc_str s)
{
    return (struct packed){.at = (char *)(uintptr_t)s.at, .len = s.len};
}

static void plain_and_gzip_are_one_member(void **state)
{
    check(*state, plain(SC_STR("hello")), "own=hello\n");
    check(*state, plain(SC_STR("")), "own=\n");
    check(*state, gzip(*state, SC_STR("hello, hello")), "own=hello, hello\n");
}

static void gzip_pieces_in_a_row_are_one_file(void **state)
{
    struct packed a = gzip(*state, SC_STR("first "));
    struct packed b = gzip(*state, SC_STR("second"));

    memcpy(a.at + a.len, b.at, b.len);
    a.len += b.len;
    check(*state, a, "own=first second\n");
    memset(a.at + a.len, 0, 512); /* padding of a tape's block */
    a.len += 512;
    check(*state, a, "own=first second\n");
}

static void a_cut_gzip_gives_what_is_whole(void **state)
{
    struct packed a = gzip(*state, SC_STR("abcdefghijklmnopqrstuvwxyz"));

    a.len -= 9;
    check(*state, a, "own=abcdefghijklmnopqrstuvwxyz (cut short)\n");
    a.len = 3;
    check(*state, a, "own= (cut short)\n");
}

static void a_damaged_gzip_says_so(void **state)
{
    struct packed a = gzip(*state, SC_STR("abcdefghijklmnopqrstuvwxyz"));

    a.at[a.len - 6] ^= 1; /* the checksum */
    check(*state, a, "own=abcdefghijklmnopqrstuvwxyz (damaged)\n");
}

static void members_of_a_zip_come_one_by_one(void **state)
{
    struct packed inner = gzip(*state, SC_STR("packed twice"));
    const struct entry entries[] = {
        {"prices/", {0}},
        {"prices/a.csv", SC_STR("one")},
        {".DS_Store", SC_STR("x")},
        {"__MACOSX/._a.csv", SC_STR("x")},
        {"../../etc/b.csv", SC_STR("two")},
        {"c.xml.gz", {inner.at, inner.len}},
        {"/etc/d\xFF.csv", SC_STR("")},
    };

    check(*state, zip(*state, entries, SC_COUNT(entries), NULL),
          "a.csv=one\nb.csv=two\nc.xml=packed twice\nd?.csv=\n");
}

static void a_cut_zip_gives_what_is_whole(void **state)
{
    static char noise[20000];
    struct entry entries[] = {{"a.csv", SC_STR("one")}, {"b.csv", {noise, sizeof noise}}};
    unsigned seed = 1;

    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1103515245u + 12345u;
        noise[i] = (char)('a' + (seed >> 16) % 16);
    }
    struct packed all = zip(*state, entries, 2, NULL);
    all.len /= 2;
    check(*state, all, "a.csv=one\nb.csv= (cut short)\n");
}

static void archives_in_archives_are_refused(void **state)
{
    const struct entry inner = {"a.csv", SC_STR("one")};
    struct packed a = zip(*state, &inner, 1, NULL);
    const struct entry outer = {"inner.zip", {a.at, a.len}};

    check(*state, zip(*state, &outer, 1, NULL),
          "invalid: inner.zip: an archive or document inside an archive is not read\n");
}

static void what_cannot_be_imported_is_named(void **state)
{
    const struct entry secret = {"a.csv", SC_STR("one")};
    const struct entry sheet = {"[Content_Types].xml", SC_STR("<Types/>")};

    check(*state, zip(*state, &secret, 1, "zip:encryption=aes256"),
          "invalid: a.csv is encrypted\n");
    check(*state, zip(*state, &sheet, 1, NULL), "invalid is an Excel workbook: save it as CSV\n");
    check(*state, plain(SC_STR("7z\xBC\xAF\x27\x1C...")),
          "invalid is 7z: not a form that can be imported\n");
    check(*state, plain(SC_STR("%PDF-1.7")), "invalid is PDF: not a form that can be imported\n");
}

static void a_bomb_is_refused(void **state)
{
    enum {
        MEGABYTES = 100
    };
    static char zeros[1024 * 1024];
    struct packed one = gzip(*state, (struct sc_str){zeros, sizeof zeros});
    struct packed bomb = {.at = sc_arena_alloc(*state, MEGABYTES * one.len)};

    for (int i = 0; i < MEGABYTES; i++, bomb.len += one.len)
        memcpy(bomb.at + bomb.len, one.at, one.len);
    struct sc_request rq;
    struct feed_file *file;
    struct feed_member member;
    char path[] = "/tmp/feed_file_test.XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, bomb.at, bomb.len), (ssize_t)bomb.len);
    close(fd);
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_file_open(&rq, path, &file), SC_OK);
    assert_int_equal(feed_file_next(&rq, file, &member), SC_OK);
    struct feed_stream stream = feed_file_stream(file);
    enum sc_status st = SC_OK;
    int64_t unpacked = 0;
    for (size_t len = 1; st == SC_OK && len > 0; unpacked += st == SC_OK ? (int64_t)len : 0)
        st = stream.read(stream.context, zeros, sizeof zeros, &len);
    assert_int_equal(st, SC_LIMITED);
    assert_true(unpacked <= FEED_FILE_RATIO_FREE + (int64_t)sizeof zeros);
    feed_file_close(file);
    unlink(path);
    sc_request_finish(&rq);
}

static void paths_that_are_no_files_are_refused(void **state)
{
    struct sc_request rq;
    struct feed_file *file = NULL;

    (void)state;
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_file_open(&rq, "/tmp", &file), SC_INVALID);
    sc_failure_clear(&rq);
    assert_int_equal(feed_file_open(&rq, "/nowhere/a.csv", &file), SC_NOT_FOUND);
    assert_null(file);
    sc_request_finish(&rq);
}

static void the_hash_is_of_the_raw_bytes(void **state)
{
    /* BLAKE2b-256 of "abc" */
    static const unsigned char want[] = {0xbd, 0xdd, 0x81, 0x3c};
    char path[] = "/tmp/feed_file_test.XXXXXX";
    int fd = mkstemp(path);
    struct sc_request rq;
    struct feed_file *file;

    (void)state;
    assert_int_equal(write(fd, "abc", 3), 3);
    close(fd);
    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_file_open(&rq, path, &file), SC_OK);
    assert_memory_equal(feed_file_hash(file), want, sizeof want);
    assert_int_equal(feed_file_total_bytes(file), 3);
    assert_int_equal(feed_file_done_bytes(file), 0);
    feed_file_close(file);
    unlink(path);
    sc_request_finish(&rq);
}

UNIT_TESTS(a_test(plain_and_gzip_are_one_member), a_test(gzip_pieces_in_a_row_are_one_file),
           a_test(a_cut_gzip_gives_what_is_whole), a_test(a_damaged_gzip_says_so),
           a_test(members_of_a_zip_come_one_by_one), a_test(a_cut_zip_gives_what_is_whole),
           a_test(archives_in_archives_are_refused), a_test(what_cannot_be_imported_is_named),
           a_test(a_bomb_is_refused), a_test(paths_that_are_no_files_are_refused),
           a_test(the_hash_is_of_the_raw_bytes))
