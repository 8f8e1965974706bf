/*
 * sqlgen - makes C of the SQL files, as part of the build.
 *
 *     sqlgen queries SERVICE FOLDER FILE.sql...     FOLDER/SERVICE_rows.h and .c
 *     sqlgen migrations OUT.c FILE.sql...           the migrations, embedded
 *
 * What a file must look like stands in docs/sql.md. A file that is wrong stops
 * the build with "path:line: words".
 */
#include <stdio.h>
#include <sys/stat.h>

#include "sqlgen/emit.h"
#include "sqlgen/query_file.h"

enum {
    ARENA_CAP = 1024 * 1024 * 1024, /* tokens are many times their text */
    FILE_MAX = 4 * 1024 * 1024,
    OUT_MAX = 64 * 1024 * 1024,
};

static enum sc_status read_file(struct sc_request *rq, const char *path, struct sc_str *ret_text)
{
    FILE *in = fopen(path, "rb");
    struct stat about;
    size_t size = in != NULL && fstat(fileno(in), &about) == 0 ? (size_t)about.st_size : 0;
    char *text = size <= FILE_MAX ? sc_arena_alloc(rq->arena, size) : NULL;
    bool is_whole = in != NULL && text != NULL && fread(text, 1, size, in) == size;

    if (in != NULL)
        fclose(in);
    if (!is_whole)
        return sc_fail(rq, SC_UNAVAILABLE, "%s:1: cannot be read", path);
    *ret_text = (struct sc_str){text, size};
    return SC_OK;
}

static enum sc_status write_file(struct sc_request *rq, const char *path, const struct sc_buf *buf)
{
    struct sc_str text = sc_buf_str(buf);
    FILE *out = buf->failed ? NULL : fopen(path, "wb");
    bool is_whole = out != NULL && fwrite(text.at, 1, text.len, out) == text.len;

    if (out != NULL)
        is_whole = fclose(out) == 0 && is_whole;
    return is_whole ? SC_OK : sc_fail(rq, SC_UNAVAILABLE, "%s:1: cannot be written", path);
}

typedef void (*emit_fn)(struct sc_str service, const struct query_file *files, size_t count,
                        struct sc_buf *out);

static enum sc_status write_rows(struct sc_request *rq, emit_fn emit, const char *service,
                                 const char *path, const struct query_file *files, size_t count)
{
    struct sc_buf out;

    sc_buf_init(&out, OUT_MAX);
    emit(sc_str_of(service), files, count, &out);
    enum sc_status st = write_file(rq, path, &out);
    sc_buf_finish(&out);
    return st;
}

static enum sc_status queries(struct sc_request *rq, int argc, char **argv)
{
    size_t count = (size_t)argc - 4;
    struct query_file *files = sc_arena_array(rq->arena, count, sizeof *files);
    struct sc_str header = sc_arena_printf(rq->arena, "%s/%s_rows.h", argv[3], argv[2]);
    struct sc_str source = sc_arena_printf(rq->arena, "%s/%s_rows.c", argv[3], argv[2]);

    if (files == NULL || header.at == NULL || source.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "too many queries");
    for (size_t i = 0; i < count; i++) {
        struct sc_str text;
        enum sc_status st = read_file(rq, argv[4 + i], &text);
        if (st == SC_OK)
            st = query_file_read(rq, argv[4 + i], text, &files[i]);
        if (st != SC_OK)
            return st;
    }
    enum sc_status st = query_files_link(rq, files, count);
    if (st == SC_OK)
        st = write_rows(rq, emit_header, argv[2], header.at, files, count);
    return st == SC_OK ? write_rows(rq, emit_source, argv[2], source.at, files, count) : st;
}

static struct sc_str stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct sc_str name = sc_str_of(slash == NULL ? path : slash + 1);

    return sc_str_ends(name, SC_STR(".sql")) ? sc_str_sub(name, 0, name.len - 4) : name;
}

static enum sc_status migrations(struct sc_request *rq, int argc, char **argv)
{
    size_t count = (size_t)argc - 3;
    struct migration_file *files = sc_arena_array(rq->arena, count, sizeof *files);
    struct sc_buf out;
    enum sc_status st = files == NULL ? sc_fail(rq, SC_NO_MEMORY, "too many migrations") : SC_OK;

    for (size_t i = 0; st == SC_OK && i < count; i++) {
        files[i].name = stem(argv[3 + i]);
        st = read_file(rq, argv[3 + i], &files[i].text);
    }
    sc_buf_init(&out, OUT_MAX);
    if (st == SC_OK)
        st = emit_migrations(rq, files, count, &out);
    if (st == SC_OK)
        st = write_file(rq, argv[2], &out);
    sc_buf_finish(&out);
    return st;
}

int main(int argc, char **argv)
{
    struct sc_request rq;
    enum sc_status st = sc_request_init(&rq, ARENA_CAP, sc_deadline_none());

    if (st == SC_OK && argc >= 4 && strcmp(argv[1], "queries") == 0)
        st = queries(&rq, argc, argv);
    else if (st == SC_OK && argc >= 3 && strcmp(argv[1], "migrations") == 0)
        st = migrations(&rq, argc, argv);
    else if (st == SC_OK)
        st = sc_fail(&rq, SC_INVALID, "usage: sqlgen queries SERVICE FOLDER FILE...");
    if (st != SC_OK)
        fprintf(stderr, "%.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
