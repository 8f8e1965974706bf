#include "retail/feed_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/time.h"
#include "retail/feed_input.h"

enum {
    CHUNK = 64 * 1024,
    MAGIC = 8,
    GZIP_WINDOW = 16 + MAX_WBITS, /* zlib: expect a gzip header */
};

struct feed_file {
    struct sc_request *rq; /* of the last feed_file_next: where read failures are noted */
    int fd;
    int64_t size;
    int64_t modified_us;
    unsigned char hash[FEED_FILE_HASH];
    struct archive *zip; /* NULL: the file is its own only member */
    bool has_trouble;    /* in any member: the archive itself is damaged */
    int members;
    char outer[FEED_FILE_NAME_MAX]; /* the path, clean for people */
    char path[2 * FEED_FILE_NAME_MAX];
    /* the present member */
    bool is_gzip;
    bool is_over;
    const char *trouble;
    z_stream inflate;
    int64_t unpacked; /* of all members */
    unsigned char raw[CHUNK];
    size_t raw_at, raw_len;
};

static enum sc_status status_of_errno(int error)
{
    if (error == ENOENT || error == ENOTDIR)
        return SC_NOT_FOUND;
    if (error == EACCES || error == EPERM)
        return SC_FORBIDDEN;
    return SC_UNAVAILABLE;
}

/* Words for people as a C string. */
static void copy_words(char *to, size_t room, struct sc_str from)
{
    to[feed_input_words(from, to, room - 1).len] = '\0';
}

static enum sc_status hash_file(struct sc_request *rq, struct feed_file *file)
{
    crypto_generichash_state state;
    ssize_t len;

    if (sodium_init() < 0)
        return sc_fail(rq, SC_INTERNAL, "libsodium does not start");
    crypto_generichash_init(&state, NULL, 0, FEED_FILE_HASH);
    while ((len = read(file->fd, file->raw, CHUNK)) > 0)
        crypto_generichash_update(&state, file->raw, (unsigned long long)len);
    crypto_generichash_final(&state, file->hash, FEED_FILE_HASH);
    if (len < 0 || lseek(file->fd, 0, SEEK_SET) != 0)
        return sc_fail(rq, status_of_errno(errno), "%s cannot be read: %s", file->outer,
                       strerror(errno));
    return SC_OK;
}

static bool starts(const unsigned char *bytes, size_t len, const char *magic, size_t magic_len)
{
    return len >= magic_len && memcmp(bytes, magic, magic_len) == 0;
}

static bool is_zip(const unsigned char *bytes, size_t len)
{
    return starts(bytes, len, "PK\3\4", 4) || starts(bytes, len, "PK\5\6", 4) ||
           starts(bytes, len, "PK00PK\3\4", 8);
}

/* The name of a form that is not ours; NULL when the bytes may be. */
static const char *foreign_form(const unsigned char *bytes, size_t len)
{
    static const struct {
        const char *magic;
        size_t len;
        const char *name;
    } forms[] = {
        {"BZh", 3, "bzip2"},
        {"\xFD"
         "7zXZ",
         5, "xz"},
        {"\x28\xB5\x2F\xFD", 4, "zstd"},
        {"7z\xBC\xAF\x27\x1C", 6, "7z"},
        {"Rar!", 4, "rar"},
        {"%PDF", 4, "PDF"},
        {"\xD0\xCF\x11\xE0", 4, "an old Office document"},
        {"\x7F"
         "ELF",
         4, "a program"},
        {"\x89PNG", 4, "a picture"},
        {"\xFF\xD8\xFF", 3, "a picture"},
        {"PAR1", 4, "Parquet"},
        {"SQLite f", 8, "a SQLite database"},
    };

    for (size_t i = 0; i < SC_COUNT(forms); i++)
        if (starts(bytes, len, forms[i].magic, forms[i].len))
            return forms[i].name;
    return NULL;
}

static enum sc_status open_zip(struct sc_request *rq, struct feed_file *file)
{
    file->zip = archive_read_new();
    if (file->zip == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read %s", file->outer);
    if (archive_read_support_format_zip(file->zip) != ARCHIVE_OK ||
        archive_read_open_fd(file->zip, file->fd, CHUNK) != ARCHIVE_OK)
        return sc_fail(rq, SC_INVALID, "%s is no readable zip file: %s", file->outer,
                       archive_error_string(file->zip));
    return SC_OK;
}

static enum sc_status look_at_magic(struct sc_request *rq, struct feed_file *file)
{
    unsigned char magic[MAGIC];
    ssize_t len = pread(file->fd, magic, MAGIC, 0);

    if (len < 0)
        return sc_fail(rq, status_of_errno(errno), "%s cannot be read: %s", file->outer,
                       strerror(errno));
    const char *foreign = foreign_form(magic, (size_t)len);
    if (foreign != NULL)
        return sc_fail(rq, SC_INVALID, "%s is %s: not a form that can be imported", file->outer,
                       foreign);
    return is_zip(magic, (size_t)len) ? open_zip(rq, file) : SC_OK;
}

enum sc_status feed_file_open(struct sc_request *rq, const char *path, struct feed_file **ret_file)
{
    struct feed_file *file = calloc(1, sizeof *file);
    struct stat about;
    enum sc_status st;

    if (file == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read a file");
    copy_words(file->outer, sizeof file->outer, sc_str_of(path));
    file->rq = rq;
    file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hang us */
    if (file->fd < 0 || fstat(file->fd, &about) != 0) {
        st = sc_fail(rq, status_of_errno(errno), "%s: %s", file->outer, strerror(errno));
        goto out;
    }
    if (!S_ISREG(about.st_mode)) {
        st = sc_fail(rq, SC_INVALID, "%s is not a regular file", file->outer);
        goto out;
    }
    file->size = about.st_size;
    file->modified_us = (int64_t)about.st_mtim.tv_sec * SC_SECOND_US;
    st = hash_file(rq, file);
    if (st == SC_OK)
        st = look_at_magic(rq, file);
out:
    if (st != SC_OK)
        feed_file_close(file);
    else
        *ret_file = file;
    return st;
}

static void leave_member(struct feed_file *file)
{
    if (file->is_gzip)
        inflateEnd(&file->inflate);
    file->is_gzip = false;
    file->is_over = false;
    file->trouble = NULL;
    file->raw_at = file->raw_len = 0;
}

void feed_file_close(struct feed_file *file)
{
    if (file == NULL)
        return;
    leave_member(file);
    if (file->zip != NULL)
        archive_read_free(file->zip);
    if (file->fd >= 0)
        close(file->fd);
    free(file);
}

const unsigned char *feed_file_hash(const struct feed_file *file)
{
    return file->hash;
}

/* libarchive tells a missing end in words only: its own, or zlib's Z_BUF_ERROR. */
static bool is_cut_short(struct archive *zip)
{
    const char *words = archive_error_string(zip);

    return words != NULL && (strstr(words, "runcated") != NULL || strstr(words, "(-5)") != NULL);
}

/* The next packed bytes into `raw`; none left: raw_len 0, and `trouble` when that is too early. */
static enum sc_status fill_raw(struct feed_file *file)
{
    ssize_t len;

    file->raw_at = 0;
    file->raw_len = 0;
    if (file->zip != NULL) {
        len = archive_read_data(file->zip, file->raw, CHUNK);
        if (len < 0) {
            file->trouble = is_cut_short(file->zip) ? "cut short" : "damaged";
            file->has_trouble = true;
            return SC_OK;
        }
    } else {
        len = read(file->fd, file->raw, CHUNK);
        if (len < 0)
            return sc_fail(file->rq, status_of_errno(errno), "%s cannot be read: %s", file->outer,
                           strerror(errno));
    }
    file->raw_len = (size_t)len;
    return SC_OK;
}

static enum sc_status begin_member(struct sc_request *rq, struct feed_file *file)
{
    enum sc_status st = fill_raw(file);

    if (st != SC_OK)
        return st;
    if (file->zip != NULL &&
        (is_zip(file->raw, file->raw_len) || foreign_form(file->raw, file->raw_len) != NULL))
        return sc_fail(rq, SC_INVALID, "%s: an archive or document inside an archive is not read",
                       file->path);
    file->is_gzip = starts(file->raw, file->raw_len, "\x1F\x8B", 2);
    if (!file->is_gzip)
        return SC_OK;
    file->inflate = (z_stream){0};
    if (inflateInit2(&file->inflate, GZIP_WINDOW) != Z_OK) {
        file->is_gzip = false;
        return sc_fail(rq, SC_NO_MEMORY, "no memory to unpack %s", file->path);
    }
    return SC_OK;
}

static bool is_wanted(struct archive_entry *entry, struct sc_str name)
{
    return archive_entry_filetype(entry) == AE_IFREG && name.len > 0 && name.at[0] != '.' &&
           archive_entry_hardlink(entry) == NULL;
}

/* The next wanted entry of the zip; its clean path is left in `path` behind the outer one. */
static enum sc_status next_entry(struct sc_request *rq, struct feed_file *file,
                                 struct archive_entry **ret_entry)
{
    char name[FEED_FILE_NAME_MAX];

    for (;;) {
        int code = archive_read_next_header(file->zip, ret_entry);
        if (code == ARCHIVE_EOF || (code < ARCHIVE_WARN && file->has_trouble))
            return SC_NOT_FOUND; /* what follows damage cannot be found, and that has been said */
        if (code < ARCHIVE_WARN)
            return sc_fail(rq, SC_INVALID, "%s is a damaged zip file: %s", file->outer,
                           archive_error_string(file->zip));
        if (++file->members > FEED_FILE_MEMBERS_MAX)
            return sc_fail(rq, SC_LIMITED, "%s has more than %d members", file->outer,
                           FEED_FILE_MEMBERS_MAX);
        const char *given = archive_entry_pathname_utf8(*ret_entry);
        if (given == NULL)
            given = archive_entry_pathname(*ret_entry);
        copy_words(name, sizeof name, sc_str_of(given));
        if (!is_wanted(*ret_entry, feed_input_name(sc_str_of(name))))
            continue;
        if (archive_entry_is_encrypted(*ret_entry))
            return sc_fail(rq, SC_INVALID, "%s: %s is encrypted", file->outer, name);
        if (strcmp(name, "[Content_Types].xml") == 0)
            return sc_fail(rq, SC_INVALID, "%s is an Excel workbook: save it as CSV", file->outer);
        int len = snprintf(file->path, sizeof file->path, "%s: %s", file->outer, name);
        if (len < 0 || (size_t)len >= sizeof file->path)
            return sc_fail(rq, SC_INTERNAL, "a member's name does not fit");
        return SC_OK;
    }
}

enum sc_status feed_file_next(struct sc_request *rq, struct feed_file *file,
                              struct feed_member *ret_member)
{
    int64_t modified_us = file->modified_us;
    enum sc_status st;

    file->rq = rq;
    leave_member(file);
    if (file->zip != NULL) {
        struct archive_entry *entry;
        st = next_entry(rq, file, &entry);
        if (st != SC_OK)
            return st;
        modified_us = (int64_t)archive_entry_mtime(entry) * SC_SECOND_US;
    } else {
        if (file->members++ > 0)
            return SC_NOT_FOUND;
        memcpy(file->path, file->outer, sizeof file->outer);
    }
    st = begin_member(rq, file);
    if (st != SC_OK)
        return st;
    struct sc_str path = sc_str_of(file->path);
    size_t outer = file->zip == NULL ? 0 : strlen(file->outer) + strlen(": ");
    *ret_member = (struct feed_member){.path = path,
                                       .name = feed_input_name(sc_str_sub(path, outer, SIZE_MAX)),
                                       .modified_us = modified_us};
    return SC_OK;
}

static enum sc_status take_raw(struct feed_file *file, char *into, size_t room, size_t *ret_len)
{
    enum sc_status st = SC_OK;

    if (file->raw_at == file->raw_len)
        st = fill_raw(file);
    if (st != SC_OK)
        return st;
    size_t left = file->raw_len - file->raw_at;
    size_t len = left < room ? left : room;
    memcpy(into, file->raw + file->raw_at, len);
    file->raw_at += len;
    *ret_len = len;
    return SC_OK;
}

/*
 * A gzip file may be several packed pieces in a row; anything else behind the
 * last is padding. One byte tells: the next may not be in the chunk yet.
 */
static enum sc_status next_piece(struct feed_file *file)
{
    enum sc_status st = SC_OK;

    if (file->raw_at == file->raw_len)
        st = fill_raw(file);
    if (st != SC_OK)
        return st;
    bool more = file->raw_at < file->raw_len && file->raw[file->raw_at] == 0x1F;
    file->is_over = !more || inflateReset(&file->inflate) != Z_OK;
    return SC_OK;
}

static enum sc_status take_inflated(struct feed_file *file, char *into, size_t room,
                                    size_t *ret_len)
{
    z_stream *z = &file->inflate;
    uInt all = room > UINT32_MAX ? UINT32_MAX : (uInt)room;

    z->next_out = (Bytef *)into;
    z->avail_out = all;
    while (z->avail_out == all && !file->is_over) {
        enum sc_status st = SC_OK;
        if (file->raw_at == file->raw_len)
            st = fill_raw(file);
        if (st != SC_OK)
            return st;
        z->next_in = file->raw + file->raw_at;
        z->avail_in = (uInt)(file->raw_len - file->raw_at);
        if (z->avail_in == 0) {
            if (file->trouble == NULL)
                file->trouble = "cut short";
            file->is_over = true;
            break;
        }
        int code = inflate(z, Z_NO_FLUSH);
        file->raw_at = file->raw_len - z->avail_in;
        if (code == Z_STREAM_END) {
            st = next_piece(file);
            if (st != SC_OK)
                return st;
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            file->trouble = "damaged";
            file->is_over = true;
        }
    }
    *ret_len = all - z->avail_out;
    return SC_OK;
}

static enum sc_status read_member(void *context, char *into, size_t room, size_t *ret_len)
{
    struct feed_file *file = context;
    size_t len = 0;
    enum sc_status st = SC_OK;

    if (!file->is_over)
        st = file->is_gzip ? take_inflated(file, into, room, &len)
                           : take_raw(file, into, room, &len);
    if (st != SC_OK)
        return st;
    if (len == 0)
        file->is_over = true;
    file->unpacked += (int64_t)len;
    bool is_packed = file->is_gzip || file->zip != NULL;
    if (is_packed && (file->unpacked > FEED_FILE_TOTAL_MAX ||
                      (file->unpacked > FEED_FILE_RATIO_FREE &&
                       file->unpacked / FEED_FILE_RATIO_MAX > file->size)))
        return sc_fail(file->rq, SC_LIMITED, "%s unpacks to far more than a feed can be: refused",
                       file->path);
    *ret_len = len;
    return SC_OK;
}

struct feed_stream feed_file_stream(struct feed_file *file)
{
    return (struct feed_stream){.context = file, .read = read_member};
}

const char *feed_file_trouble(const struct feed_file *file)
{
    return file->trouble;
}

int64_t feed_file_done_bytes(const struct feed_file *file)
{
    off_t at = lseek(file->fd, 0, SEEK_CUR);

    return at < 0 ? 0 : (int64_t)at;
}

int64_t feed_file_total_bytes(const struct feed_file *file)
{
    return file->size;
}
