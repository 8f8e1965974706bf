/*
 * web.h - the web app as it was built: its files, and the documents that it asks with.
 *
 *     DIR/public/          what browsers get (net/http_files.h)
 *     DIR/documents.json   its trusted documents, which are not served
 */
#ifndef SC_APP_WEB_H
#define SC_APP_WEB_H

#include <stdbool.h>

#include "base/macros.h"
#include "base/str.h"
#include "net/http_files.h"
#include "runtime/request.h"

/*
 * Reads DIR/public. `is_secure`: browsers reach us by https, and shall never again otherwise.
 * Statuses of sc_http_files_create.
 */
SC_MUST_USE enum sc_status app_web_open(struct sc_request *rq, struct sc_str dir, bool is_secure,
                                        struct sc_http_files **ret_files);

/* DIR/documents.json; absent without memory. */
struct sc_str app_web_documents(struct sc_arena *arena, struct sc_str dir);

#endif
