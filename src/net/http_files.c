#include "net/http_files.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "net/http_accept.h"
#include "net/http_etag.h"
#include "runtime/file.h"

enum {
    SLOTS = 2 * SC_HTTP_FILES_MAX, /* a power of two */
    DEADLINE_MS = 1000,            /* answered at once */
    CODINGS = 2,
    PLAIN = CODINGS,
    COPIES = CODINGS + 1,
    ARENA_CAP = SC_HTTP_FILES_BYTES_MAX + 4 * 1024 * 1024, /* and their names */
    HEADERS_CAP = 2 * (SC_HTTP_FILES_HEADERS_MAX + 2) + 1, /* ours, the owner's, NULL */
};

/* What we like best first: it is the shortest. */
static const char *const codings[CODINGS] = {"br", "gzip"};
static const char *const twin_ends[CODINGS] = {".br", ".gz"};

struct copy {
    struct sc_str bytes; /* absent: there is none of this coding */
    char etag[SC_HTTP_ETAG_TEXT];
};

struct file {
    struct sc_str path; /* "/assets/a.js" */
    const char *type;
    struct copy copies[COPIES]; /* by coding, then the plain one */
};

struct sc_http_files {
    struct sc_arena *arena;
    const char *revalidated[HEADERS_CAP], *daily[HEADERS_CAP];
    const struct file *index;
    size_t count;
    struct file files[SC_HTTP_FILES_MAX];
    const struct file *slots[SLOTS]; /* by the hash of the path; the next free one from there */
};

static const struct file **slot_of(struct sc_http_files *files, struct sc_str path)
{
    size_t at = sc_str_hash(path) % SLOTS;

    while (files->slots[at] != NULL && !sc_str_eq(files->slots[at]->path, path))
        at = (at + 1) % SLOTS;
    return &files->slots[at];
}

/* Reading. */

static const char *type_of(struct sc_str path)
{
    static const struct {
        struct sc_str end;
        const char *type;
    } types[] = {
        {SC_STR(".html"), "text/html; charset=utf-8"},
        {SC_STR(".js"), "text/javascript; charset=utf-8"},
        {SC_STR(".css"), "text/css; charset=utf-8"},
        {SC_STR(".json"), "application/json"},
        {SC_STR(".webmanifest"), "application/manifest+json"},
        {SC_STR(".svg"), "image/svg+xml"},
        {SC_STR(".png"), "image/png"},
        {SC_STR(".ico"), "image/x-icon"},
        {SC_STR(".woff2"), "font/woff2"},
        {SC_STR(".wasm"), "application/wasm"},
        {SC_STR(".txt"), "text/plain; charset=utf-8"},
    };

    for (size_t i = 0; i < SC_COUNT(types); i++)
        if (sc_str_ends(path, types[i].end))
            return types[i].type;
    return "application/octet-stream";
}

static bool is_twin(struct sc_str path)
{
    for (size_t i = 0; i < CODINGS; i++)
        if (sc_str_ends(path, sc_str_of(twin_ends[i])))
            return true;
    return false;
}

static enum sc_status read_copy(struct sc_request *rq, struct sc_http_files *files,
                                struct sc_str path, const struct stat *about, struct copy *copy)
{
    struct sc_arena_mark mark = sc_arena_mark(rq->arena);
    size_t size = (size_t)about->st_size;
    struct sc_str text;
    enum sc_status st = sc_file_read(
        rq, path, size < SC_HTTP_FILE_BYTES_MAX ? size : SC_HTTP_FILE_BYTES_MAX, &text);

    if (st != SC_OK)
        return st;
    copy->bytes = sc_arena_str(files->arena, text);
    sc_arena_rewind(rq->arena, mark);
    if (copy->bytes.at == NULL)
        return sc_fail(rq, SC_INVALID, "%.*s: with it there are more than %d MiB",
                       SC_STR_ARGS(path), SC_HTTP_FILES_BYTES_MAX / 1024 / 1024);
    sc_http_etag_write(copy->bytes, copy->etag);
    return SC_OK;
}

static enum sc_status read_twins(struct sc_request *rq, struct sc_http_files *files,
                                 struct sc_str path, struct file *file)
{
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < CODINGS && st == SC_OK; i++) {
        struct sc_str twin = sc_arena_printf(rq->arena, "%.*s%s", SC_STR_ARGS(path), twin_ends[i]);
        struct stat about;
        if (twin.at == NULL)
            return sc_fail(rq, SC_NO_MEMORY, "no memory for names of files");
        if (lstat(twin.at, &about) == 0 && S_ISREG(about.st_mode))
            st = read_copy(rq, files, twin, &about, &file->copies[i]);
    }
    return st;
}

static enum sc_status read_file(struct sc_request *rq, struct sc_http_files *files,
                                struct sc_str path, size_t folder_len, const struct stat *about)
{
    if (is_twin(path))
        return SC_OK; /* with its file */
    if (files->count == SC_HTTP_FILES_MAX)
        return sc_fail(rq, SC_INVALID, "%.*s: with it there are more than %d files",
                       SC_STR_ARGS(path), SC_HTTP_FILES_MAX);
    struct file *file = &files->files[files->count++];
    file->path = sc_arena_str(files->arena, sc_str_sub(path, folder_len, path.len));
    if (file->path.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for names of files");
    file->type = type_of(file->path);
    *slot_of(files, file->path) = file;
    enum sc_status st = read_copy(rq, files, path, about, &file->copies[PLAIN]);
    return st == SC_OK ? read_twins(rq, files, path, file) : st;
}

static enum sc_status read_folder(struct sc_request *rq, struct sc_http_files *files,
                                  struct sc_str folder, size_t folder_len, int depth);

static enum sc_status read_entry(struct sc_request *rq, struct sc_http_files *files,
                                 struct sc_str path, size_t folder_len, int depth)
{
    struct stat about;

    if (lstat(path.at, &about) != 0)
        return sc_fail(rq, SC_INVALID, "%s: %s", path.at, strerror(errno));
    if (S_ISDIR(about.st_mode))
        return read_folder(rq, files, path, folder_len, depth + 1);
    if (S_ISREG(about.st_mode))
        return read_file(rq, files, path, folder_len, &about);
    return sc_fail(rq, SC_INVALID, "%s: neither a file nor a folder", path.at);
}

static enum sc_status read_folder(struct sc_request *rq, struct sc_http_files *files,
                                  struct sc_str folder, size_t folder_len, int depth)
{
    DIR *dir = depth > SC_HTTP_FILES_DEPTH_MAX ? NULL : opendir(folder.at);
    const struct dirent *entry;
    enum sc_status st = SC_OK;

    if (dir == NULL)
        return sc_fail(rq, SC_INVALID, "%s: %s", folder.at,
                       depth > SC_HTTP_FILES_DEPTH_MAX ? "too deep" : strerror(errno));
    while (st == SC_OK && (entry = readdir(dir)) != NULL) { /* of this stream: no other thread's */
        if (entry->d_name[0] == '.')
            continue;
        struct sc_str path =
            sc_arena_printf(rq->arena, "%.*s/%s", SC_STR_ARGS(folder), entry->d_name);
        st = path.at == NULL ? sc_fail(rq, SC_NO_MEMORY, "no memory for names of files")
                             : read_entry(rq, files, path, folder_len, depth);
    }
    closedir(dir);
    return st;
}

static void set_headers(const char *cache_control, const char *const *headers,
                        const char *ret_headers[HEADERS_CAP])
{
    const char *const first[] = {"Cache-Control", cache_control, "Vary", "Accept-Encoding"};
    size_t count = SC_COUNT(first);

    memcpy(ret_headers, first, sizeof first);
    for (; headers != NULL && *headers != NULL; headers++) {
        assert(count < HEADERS_CAP - 1);
        ret_headers[count++] = *headers;
    }
}

enum sc_status sc_http_files_create(struct sc_request *rq, struct sc_str folder,
                                    const char *const *headers, struct sc_http_files **ret_files)
{
    struct sc_http_files *files = calloc(1, sizeof *files);
    struct sc_str name = sc_arena_str(rq->arena, folder);

    if (files != NULL)
        files->arena = sc_arena_create(ARENA_CAP);
    if (files == NULL || files->arena == NULL || name.at == NULL) {
        sc_http_files_destroy(files);
        return sc_fail(rq, SC_NO_MEMORY, "no memory for files");
    }
    set_headers("no-cache", headers, files->revalidated);
    set_headers("public, max-age=86400", headers, files->daily);
    enum sc_status st = read_folder(rq, files, name, name.len, 0);
    files->index = *slot_of(files, SC_STR("/index.html"));
    if (st == SC_OK && files->index == NULL)
        st = sc_fail(rq, SC_INVALID, "%s: there is no index.html", name.at);
    if (st != SC_OK) {
        sc_http_files_destroy(files);
        return st;
    }
    *ret_files = files;
    return SC_OK;
}

void sc_http_files_destroy(struct sc_http_files *files)
{
    if (files == NULL)
        return;
    sc_arena_destroy(files->arena);
    free(files);
}

/* Serving. */

static const char *const hashed[] = {"Cache-Control", "public, max-age=31536000, immutable", "Vary",
                                     "Accept-Encoding", NULL};

/* Who takes anything, such as a script, is told that it is not there; a page is asked for by name.
 */
static bool wants_page(const struct sc_http_exchange *exchange)
{
    enum {
        ANYTHING,
        PAGE,
        OFFERS,
    };
    static const char *const offers[OFFERS] = {"application/json", "text/html"};

    return sc_http_accept_choose(sc_http_header(exchange, "Accept"), offers, OFFERS) == PAGE;
}

/* Its place; PLAIN too where the file has no twin of any coding that is wanted. */
static size_t copy_of(const struct file *file, const struct sc_http_exchange *exchange)
{
    const char *offers[CODINGS];
    size_t places[CODINGS + 1];
    size_t count = 0;

    for (size_t i = 0; i < CODINGS; i++)
        if (file->copies[i].bytes.at != NULL) {
            offers[count] = codings[i];
            places[count++] = i;
        }
    places[count] = PLAIN;
    return places[sc_http_accept_coding(sc_http_header(exchange, "Accept-Encoding"), offers,
                                        count)];
}

static const char *const *headers_of(const struct sc_http_files *files, const struct file *file)
{
    if (sc_str_starts(file->path, SC_STR(SC_HTTP_FILES_HASHED)))
        return hashed;
    return sc_str_starts(sc_str_of(file->type), SC_STR("image/")) ? files->daily
                                                                  : files->revalidated;
}

static void answer_file(struct sc_http_files *files, struct sc_http_exchange *exchange,
                        const struct file *file)
{
    size_t coding = copy_of(file, exchange);
    const struct copy *copy = &file->copies[coding];
    bool is_known =
        sc_http_etag_is_in(sc_http_header(exchange, "If-None-Match"), sc_str_of(copy->etag));
    struct sc_http_answer answer = {
        .code = is_known ? 304 : 200,
        .content_type = is_known ? NULL : file->type,
        .lasting = is_known ? SC_STR("") : copy->bytes,
        .headers = headers_of(files, file),
    };

    sc_http_header_add(exchange, "ETag", copy->etag);
    if (coding != PLAIN && !is_known)
        sc_http_header_add(exchange, "Content-Encoding", codings[coding]);
    sc_http_answer(exchange, &answer);
}

static void answer(void *context, struct sc_http_exchange *exchange)
{
    struct sc_http_files *files = context;
    struct sc_str path = sc_http_path(exchange);
    const struct file *file = *slot_of(files, path);

    if (file == NULL && (sc_str_eq(path, SC_STR("/")) || wants_page(exchange)))
        file = files->index;
    if (file == NULL)
        sc_http_answer_failure(exchange, SC_NOT_FOUND, "there is nothing here");
    else
        answer_file(files, exchange, file);
}

struct sc_http_route sc_http_files_route(struct sc_http_files *files)
{
    return (struct sc_http_route){
        .path = "/*",
        .operation = "file",
        .methods = SC_HTTP_GET,
        .deadline_ms = DEADLINE_MS,
        .handle = answer,
        .context = files,
    };
}
