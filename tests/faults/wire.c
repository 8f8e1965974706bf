#include "faults/wire.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "testing/unit.h"

enum {
    ANSWER_MAX = 4 * 1024 * 1024,
    LINE_MAX_BYTES = 600,
    OK = 200,
};

#define READ_TOKEN "SmartCart-Read-Token"

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    sc_buf_put(context, (struct sc_str){bytes, size * count});
    return size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    const size_t name = sizeof READ_TOKEN; /* with its colon */
    size_t len = size * count;
    struct wire *wire = context;

    if (len <= name || strncasecmp(bytes, READ_TOKEN ":", name) != 0)
        return len;
    struct sc_str value = sc_str_trim((struct sc_str){bytes + name, len - name});
    if (value.len < sizeof wire->read_token)
        snprintf(wire->read_token, sizeof wire->read_token, "%.*s", SC_STR_ARGS(value));
    return len;
}

void wire_open(struct wire *wire, long limit_ms, const char *address)
{
    *wire = (struct wire){.curl = curl_easy_init(), .limit_ms = limit_ms, .address = address};
    assert_non_null(wire->curl);
}

void wire_close(struct wire *wire)
{
    curl_easy_cleanup(wire->curl);
}

static struct curl_slist *add(struct curl_slist *headers, const char *name, const char *value)
{
    char line[LINE_MAX_BYTES];

    assert_in_range(snprintf(line, sizeof line, "%s: %s", name, value), 1, sizeof line - 1);
    headers = curl_slist_append(headers, line);
    assert_non_null(headers);
    return headers;
}

static struct curl_slist *write_headers(const struct wire *wire, const struct wire_ask *ask)
{
    char bearer[WIRE_TOKEN_MAX + sizeof "Bearer "];
    struct curl_slist *headers = add(NULL, "Content-Type", "application/json");

    headers = add(headers, "X-Forwarded-For", wire->address);
    snprintf(bearer, sizeof bearer, "Bearer %s", wire->token);
    if (wire->token[0] != '\0')
        headers = add(headers, "Authorization", bearer);
    if (wire->read_token[0] != '\0' && !ask->is_bare)
        headers = add(headers, READ_TOKEN, wire->read_token);
    if (ask->key != NULL)
        headers = add(headers, "Idempotency-Key", ask->key);
    return headers;
}

static char *write_body(const struct wire_ask *ask)
{
    json_t *body = json_pack("{s:s}", "query", ask->document);

    assert_non_null(body);
    if (ask->variables != NULL)
        json_object_set(body, "variables", ask->variables);
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    assert_non_null(text);
    return text;
}

/* `data`, when all went well. */
static json_t *read_answer(long code, struct sc_str body)
{
    json_t *answer = code == OK ? json_loadb(body.at, body.len, 0, NULL) : NULL;
    json_t *data = json_object_get(answer, "errors") == NULL
                       ? json_incref(json_object_get(answer, "data"))
                       : NULL;

    json_decref(answer);
    return data;
}

json_t *wire_send(struct wire *wire, const struct wire_ask *ask)
{
    struct curl_slist *headers = write_headers(wire, ask);
    char *text = write_body(ask), url[LINE_MAX_BYTES];
    struct sc_buf body;
    long code = 0;

    sc_buf_init(&body, ANSWER_MAX);
    snprintf(url, sizeof url, "%s/graphql", ask->origin);
    curl_easy_setopt(wire->curl, CURLOPT_URL, url);
    curl_easy_setopt(wire->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(wire->curl, CURLOPT_TIMEOUT_MS, wire->limit_ms);
    curl_easy_setopt(wire->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(wire->curl, CURLOPT_POSTFIELDS, text);
    curl_easy_setopt(wire->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(wire->curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(wire->curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(wire->curl, CURLOPT_HEADERDATA, wire);
    if (curl_easy_perform(wire->curl) == CURLE_OK)
        curl_easy_getinfo(wire->curl, CURLINFO_RESPONSE_CODE, &code);
    json_t *data = read_answer(code, sc_buf_str(&body));
    curl_slist_free_all(headers);
    free(text);
    sc_buf_finish(&body);
    return data;
}
