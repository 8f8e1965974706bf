#include "runtime/file.h"

#include <errno.h>
#include <stdio.h>

/* Reads to the end, or to `room` bytes; errno of what went wrong, or 0. */
static int read_all(FILE *in, char *text, size_t room, size_t *ret_len)
{
    *ret_len = fread(text, 1, room, in);
    return ferror(in) != 0 ? errno : 0; /* a folder can be opened, and not be read */
}

enum sc_status sc_file_read(struct sc_request *rq, struct sc_str path, size_t max,
                            struct sc_str *ret_text)
{
    struct sc_str name = sc_arena_str(rq->arena, path);
    char *text = sc_arena_alloc(rq->arena, max + 1);
    size_t len = 0;
    int why;

    if (name.at == NULL || text == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "%.*s: no memory for it", SC_STR_ARGS(path));
    if (sc_str_eq(name, SC_STR("-"))) {
        why = read_all(stdin, text, max + 1, &len);
    } else {
        FILE *in = fopen(name.at, "re");
        why = in == NULL ? errno : read_all(in, text, max + 1, &len);
        if (in != NULL)
            fclose(in);
    }
    if (why != 0)
        return sc_fail(rq, SC_INVALID, "%s: %s", name.at, strerror(why));
    if (len > max)
        return sc_fail(rq, SC_INVALID, "%s: longer than %zu bytes", name.at, max);
    *ret_text = (struct sc_str){.at = text, .len = len};
    return SC_OK;
}
