/*
 * http_files.h - a folder of files, read once into memory and served from there.
 *
 * What is served is what lay in the folder at the start: a path is looked up in a
 * table, never on disk, so there is none that leads out of the folder. Beside
 * "a.js" may lie its twins "a.js.br" and "a.js.gz", the same bytes coded: they are
 * sent under the path of "a.js" to clients that like them better. A body is never
 * copied for an answer, so a slow client costs its connection and nothing else.
 *
 *     GET /assets/...     content-hashed names: cached for ever, and 404 when not there
 *     GET /any/picture    kept for a day: icons, which are the same for years
 *     GET /any/file       revalidated each time: 304 while its bytes are the client's
 *     GET /               index.html
 *     GET /else/where     index.html, for who asks for a page (a navigation), else 404
 *
 * HEAD is answered as GET is. Names with a leading dot are left out.
 */
#ifndef SC_NET_HTTP_FILES_H
#define SC_NET_HTTP_FILES_H

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "net/http_server.h"
#include "runtime/request.h"

enum {
    SC_HTTP_FILES_MAX = 2048,                    /* files, without twins */
    SC_HTTP_FILES_DEPTH_MAX = 8,                 /* folders in folders */
    SC_HTTP_FILE_BYTES_MAX = 16 * 1024 * 1024,   /* of one file or twin */
    SC_HTTP_FILES_BYTES_MAX = 128 * 1024 * 1024, /* of all */
    SC_HTTP_FILES_HEADERS_MAX = 16,
};

#define SC_HTTP_FILES_HASHED "/assets/" /* below it, a name stands for its bytes */

struct sc_http_files;

/*
 * Reads the folder. `headers` (name, value, ..., NULL; at most
 * SC_HTTP_FILES_HEADERS_MAX of them, borrowed) are told with whatever is not
 * content-hashed: what may be opened as a page or runs as a worker.
 * SC_INVALID: no index.html, something that is neither file nor folder, more than
 * the limits, unreadable; the words name it. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_http_files_create(struct sc_request *rq, struct sc_str folder,
                                                const char *const *headers,
                                                struct sc_http_files **ret_files);
void sc_http_files_destroy(struct sc_http_files *files); /* NULL is fine */

/* Takes all paths that no other route names. The files outlive the servers; any loop may ask. */
struct sc_http_route sc_http_files_route(struct sc_http_files *files);

#endif
