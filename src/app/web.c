#include "app/web.h"

/* Of pages and workers. The app has no inline script or style, and makes no HTML of text. */
#define CONTENT_POLICY                                             \
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "   \
    "style-src 'self'; img-src 'self' https: data: blob:; "        \
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; "   \
    "worker-src 'self'; form-action 'self'; base-uri 'none'; "     \
    "frame-ancestors 'none'; require-trusted-types-for 'script'; " \
    "trusted-types smartcart"

static const char *const headers[] = {
    "Strict-Transport-Security", /* where there is https: the first two */
    "max-age=31536000",
    "Content-Security-Policy",
    CONTENT_POLICY,
    "Referrer-Policy",
    "same-origin", /* what others get to know is nothing, and we see where our own requests arise */
    "Permissions-Policy",
    "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy",
    "same-origin",
    NULL,
};

enum sc_status app_web_open(struct sc_request *rq, struct sc_str dir, bool is_secure,
                            struct sc_http_files **ret_files)
{
    struct sc_str folder = sc_arena_printf(rq->arena, "%.*s/public", SC_STR_ARGS(dir));

    if (folder.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the web app");
    return sc_http_files_create(rq, folder, is_secure ? headers : headers + 2, ret_files);
}

struct sc_str app_web_documents(struct sc_arena *arena, struct sc_str dir)
{
    return sc_arena_printf(arena, "%.*s/documents.json", SC_STR_ARGS(dir));
}
