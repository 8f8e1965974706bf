#include "net/http_head.h"

#include "net/http_trace.h"

enum {
    CRLF = 2, /* bytes */
};

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool sc_http_is_token(struct sc_str text)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (!is_alnum(c) && (c == '\0' || strchr(marks, c) == NULL))
            return false;
    }
    return text.len > 0;
}

static bool has_control(struct sc_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

static bool has_blank(struct sc_str text)
{
    return sc_str_find_char(text, ' ') >= 0 || sc_str_find_char(text, '\t') >= 0;
}

/* RFC 3986, section 3.2: of letters, digits and these; nobody's name and password before it. */
static bool is_host(struct sc_str text)
{
    static const char marks[] = "-._~%!$&'()*+,;=:[]";

    for (size_t i = 0; i < text.len; i++)
        if (!is_alnum(text.at[i]) && (text.at[i] == '\0' || strchr(marks, text.at[i]) == NULL))
            return false;
    return true;
}

/* Digits only: "+5", "5, 5" and "0x5" are read differently by different readers. */
static bool read_length(struct sc_str text, uint64_t *ret_length)
{
    int64_t length;

    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    if (sc_str_i64(text, &length) != SC_OK)
        return false;
    *ret_length = (uint64_t)length;
    return true;
}

static bool is_named(struct sc_str name, const char *wanted)
{
    return sc_str_eq_nocase(name, sc_str_of(wanted));
}

struct sc_http_head sc_http_head_begin(const struct sc_http_line *line)
{
    const char *target = line->method.at + line->method.len + 1;
    const char *version = target + line->target.len + 1;

    return (struct sc_http_head){
        .is_http_1_0 = sc_str_eq(line->version, SC_STR("HTTP/1.0")),
        .has_bad_line = line->target.at != target || line->version.at != version ||
                        !sc_http_is_token(line->method),
        .next = line->version.at + line->version.len + CRLF,
    };
}

void sc_http_head_take(struct sc_http_head *head, struct sc_str name, struct sc_str value)
{
    if (!sc_http_is_token(name) || has_control(value) || name.at != head->next) {
        head->is_malformed = true;
        return;
    }
    head->next = value.at + value.len + CRLF;
    switch (name.len) { /* most names differ in length from all that count here */
    case sizeof "Host" - 1:
        if (is_named(name, "Host")) {
            head->hosts++;
            head->has_bad_host |= !is_host(value);
        }
        break;
    case sizeof "Expect" - 1:
        head->has_expect |= is_named(name, "Expect");
        break;
    case sizeof "Traceparent" - 1:
        if (is_named(name, "Traceparent") && sc_http_trace_is_valid(value))
            head->traceparent = value;
        break;
    case sizeof "X-Request-Id" - 1:
        if (is_named(name, "X-Request-Id") && sc_http_request_id_is_valid(value))
            head->request_id = value;
        break;
    case sizeof "Content-Length" - 1:
        if (is_named(name, "Content-Length")) {
            head->lengths++;
            head->has_bad_length |= !read_length(value, &head->length);
        }
        break;
    case sizeof "Transfer-Encoding" - 1:
        if (is_named(name, "Transfer-Encoding")) {
            head->codings++;
            head->is_chunked = is_named(value, "chunked");
        }
        break;
    default:
        break;
    }
}

struct sc_http_fault sc_http_head_judge(const struct sc_http_head *head, const char *end)
{
    if (head->has_bad_line)
        return (struct sc_http_fault){400, "the request line is malformed"};
    if (head->is_malformed || head->next + CRLF != end)
        return (struct sc_http_fault){400, "a header is malformed"};
    if (head->hosts > 1 || (head->hosts == 0 && !head->is_http_1_0) || head->has_bad_host)
        return (struct sc_http_fault){400, "there must be one Host header"};
    if (head->lengths > 1 || head->has_bad_length)
        return (struct sc_http_fault){400, "there must be one Content-Length, a number"};
    if (head->codings > 0 && (head->lengths > 0 || head->codings > 1 || head->is_http_1_0))
        return (struct sc_http_fault){400, "Transfer-Encoding does not fit the other headers"};
    if (head->codings > 0 && !head->is_chunked)
        return (struct sc_http_fault){501, "the only Transfer-Encoding is chunked"};
    return (struct sc_http_fault){0};
}

/* Takes "http://host" off. No answer of ours depends on which of the two schemes it is. */
static bool take_origin(struct sc_str *rest, struct sc_str *ret_host)
{
    static const struct sc_str schemes[] = {SC_STR("http://"), SC_STR("https://")};

    for (size_t i = 0; i < SC_COUNT(schemes); i++) {
        if (!sc_str_eq_nocase(sc_str_sub(*rest, 0, schemes[i].len), schemes[i]))
            continue;
        struct sc_str host = sc_str_sub(*rest, schemes[i].len, rest->len);
        size_t len = 0;

        while (len < host.len && host.at[len] != '/' && host.at[len] != '?')
            len++;
        *rest = sc_str_sub(host, len, host.len);
        *ret_host = sc_str_sub(host, 0, len);
        return len > 0 && is_host(*ret_host);
    }
    return false;
}

bool sc_http_target_read(struct sc_str text, struct sc_http_target *ret_target)
{
    struct sc_http_target target = {0};

    if (has_control(text) || has_blank(text))
        return false;
    if (!sc_str_starts(text, SC_STR("/")) && !take_origin(&text, &target.host))
        return false;
    ptrdiff_t mark = sc_str_find_char(text, '?');
    target.path = mark < 0 ? text : sc_str_sub(text, 0, (size_t)mark);
    if (target.path.len == 0) /* "http://host?query" */
        target.path = SC_STR("/");
    if (mark >= 0)
        target.query = sc_str_sub(text, (size_t)mark + 1, text.len);
    *ret_target = target;
    return true;
}

bool sc_http_unescape(char *at, size_t *len, bool is_query)
{
    size_t out = 0;

    for (size_t i = 0; i < *len; i++) {
        char c = at[i];

        if (c == '+' && is_query) {
            c = ' ';
        } else if (c == '%') {
            int high = *len - i > 2 ? sc_hex_value(at[i + 1]) : -1;
            int low = *len - i > 2 ? sc_hex_value(at[i + 2]) : -1;

            if (high < 0 || low < 0 || (high == 0 && low == 0))
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        at[out++] = c;
    }
    *len = out;
    return true;
}
