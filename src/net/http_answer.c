#include <stdlib.h>

#include "base/json_out.h"
#include "net/http_parts.h"

enum {
    FAULT_TEXT_MAX = 1024,
    STREAM_BLOCK = 16 * 1024, /* the most the library takes of a stream at once */
};

/* Refusals. */

static const char *code_of(int http)
{
    switch (http) {
    case 404:
        return sc_status_graphql(SC_NOT_FOUND);
    case 408:
    case 504:
        return sc_status_graphql(SC_TIMEOUT);
    case 503:
        return sc_status_graphql(SC_UNAVAILABLE);
    default:
        return "BAD_REQUEST";
    }
}

struct sc_str sc_http_fault_text(struct sc_http_exchange *x)
{
    SC_SCOPED(sc_buf) buf;
    struct sc_json_out out;
    const char *code = x->failure != SC_OK ? sc_status_graphql(x->failure) : code_of(x->fault.code);

    sc_buf_init(&buf, FAULT_TEXT_MAX);
    sc_json_init(&out, &buf);
    sc_json_object(&out);
    sc_json_key(&out, SC_STR("errors"));
    sc_json_array(&out);
    sc_json_object(&out);
    sc_json_key_str(&out, "message", sc_str_of(x->fault.words));
    sc_json_key(&out, SC_STR("extensions"));
    sc_json_object(&out);
    sc_json_key_str(&out, "code", sc_str_of(code));
    sc_json_key_str(&out, "requestId", sc_str_of(x->request_id));
    sc_json_object_end(&out);
    sc_json_object_end(&out);
    sc_json_array_end(&out);
    sc_json_object_end(&out);
    struct sc_str text = sc_arena_str(x->rq.arena, sc_buf_str(&buf));
    return buf.failed || text.at == NULL ? SC_STR("") : text;
}

/* "GET, HEAD, POST" */
static struct sc_str allowed(struct sc_http_exchange *x)
{
    static const struct {
        unsigned method;
        const char *names;
    } methods[] = {
        {SC_HTTP_GET, "GET, HEAD"}, {SC_HTTP_POST, "POST"},       {SC_HTTP_PUT, "PUT"},
        {SC_HTTP_DELETE, "DELETE"}, {SC_HTTP_OPTIONS, "OPTIONS"},
    };
    struct sc_str text = SC_STR("");

    for (size_t i = 0; i < SC_COUNT(methods); i++)
        if (x->route->methods & methods[i].method)
            text = sc_arena_printf(x->rq.arena, "%.*s%s%s", SC_STR_ARGS(text),
                                   text.len > 0 ? ", " : "", methods[i].names);
    return text.at == NULL ? SC_STR("") : text;
}

bool sc_http_answer_make_fault(struct sc_http_exchange *x)
{
    const char *headers[3] = {NULL};

    if (x->fault.code == 405) {
        headers[0] = MHD_HTTP_HEADER_ALLOW;
        headers[1] = allowed(x).at;
    } else if (x->fault.code == 503) {
        headers[0] = MHD_HTTP_HEADER_RETRY_AFTER;
        headers[1] = "1";
    }
    return sc_http_answer_make(x, &(struct sc_http_answer){.code = x->fault.code,
                                                           .content_type = "application/json",
                                                           .text = sc_http_fault_text(x),
                                                           .headers = headers});
}

/* Answers. */

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_all(struct MHD_Response *response, const char *const *headers, bool *is_cached)
{
    bool is_fine = true;

    for (; headers != NULL && *headers != NULL && is_fine; headers += 2) {
        *is_cached |= sc_str_eq_nocase(sc_str_of(headers[0]), SC_STR("Cache-Control"));
        is_fine = add(response, headers[0], headers[1]);
    }
    return is_fine;
}

/* What the handler gave, and what every answer has. */
static bool add_headers(struct sc_http_exchange *x, struct MHD_Response *response,
                        const char *content_type, const char *const *headers)
{
    bool is_cached = false;
    bool is_fine = (content_type == NULL || add(response, "Content-Type", content_type)) &&
                   add_all(response, headers, &is_cached) &&
                   add_all(response, x->added, &is_cached);

    if (!is_cached)
        is_fine = is_fine && add(response, "Cache-Control", "no-store");
    if (x->server->is_stopping)
        is_fine = is_fine && add(response, "Connection", "close");
    return is_fine && add(response, "X-Content-Type-Options", "nosniff") &&
           add(response, "X-Request-Id", x->request_id);
}

/* The response becomes the exchange's. */
static bool take_response(struct sc_http_exchange *x, struct MHD_Response *response, int code,
                          const char *content_type, const char *const *headers)
{
    if (response == NULL)
        return false;
    if (!add_headers(x, response, content_type, headers)) {
        MHD_destroy_response(response);
        return false;
    }
    x->response = response;
    x->code = code;
    return true;
}

/* The library only reads it. */
static struct MHD_Response *response_of_lasting(struct sc_http_exchange *x, struct sc_str text)
{
    union {
        const char *read;
        void *given;
    } at = {.read = text.at};

    x->bytes = (int64_t)text.len;
    return MHD_create_response_from_buffer(text.len, at.given, MHD_RESPMEM_PERSISTENT);
}

/* The copy lives as long as the exchange, and so does the response. */
static struct MHD_Response *response_of_text(struct sc_http_exchange *x, struct sc_str text)
{
    struct sc_str copy = sc_arena_str(x->rq.arena, text);

    return copy.at == NULL ? NULL : response_of_lasting(x, copy);
}

/* The buffer's memory is the library's from here on. */
static struct MHD_Response *response_of_buf(struct sc_http_exchange *x, struct sc_buf *body)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback(body->len, body->at, free);

    if (response == NULL) {
        sc_buf_finish(body);
        return NULL;
    }
    x->bytes = (int64_t)body->len;
    *body = (struct sc_buf){.failed = true}; /* as after sc_buf_finish */
    return response;
}

bool sc_http_answer_make(struct sc_http_exchange *x, const struct sc_http_answer *answer)
{
    bool has_body = answer->body != NULL && answer->body->at != NULL && !answer->body->failed;
    struct MHD_Response *response;

    if (has_body)
        response = response_of_buf(x, answer->body);
    else if (answer->lasting.at != NULL)
        response = response_of_lasting(x, answer->lasting);
    else
        response = response_of_text(x, answer->text);
    return take_response(x, response, answer->code, answer->content_type, answer->headers);
}

/* Streams: the library asks for more whenever it can send. */
static ssize_t read_queue(void *context, uint64_t position, char *out, size_t max)
{
    struct sc_http_exchange *x = context;
    size_t left = x->queue.len - x->taken;
    size_t count = left < max ? left : max;

    (void)position;
    /*
     * Nothing goes out any more when it is cut: sending the stream's end fails, and the library
     * puts the connection away. Told of an error, it would not before all that are older.
     */
    if (x->conn->phase == SC_HTTP_PHASE_CUT || (count == 0 && x->has_ended))
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (count == 0) {
        sc_http_conn_suspend(x->conn); /* before the library is told that there is nothing */
        return 0;
    }
    memcpy(out, x->queue.at + x->taken, count);
    x->taken += count;
    x->moved += count;
    x->bytes += (int64_t)count;
    if (x->taken == x->queue.len) {
        sc_buf_clear(&x->queue);
        x->taken = 0;
    }
    return (ssize_t)count;
}

bool sc_http_answer_make_stream(struct sc_http_exchange *x, const char *content_type)
{
    /* Proxies neither keep back nor change what is streamed. */
    static const char *const headers[] = {"Cache-Control", "no-store, no-transform",
                                          "X-Accel-Buffering", "no", NULL};

    struct MHD_Response *response;

    x->has_ended = x->is_head;
    if (x->is_head) /* the library would send it a last chunk, which the next answer begins with */
        response = response_of_text(x, SC_STR(""));
    else
        response =
            MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_queue, x, NULL);
    return take_response(x, response, 200, content_type, headers);
}
