#include "net/http_fetch.h"

#include <curl/curl.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/deadline.h"
#include "runtime/shutdown.h"

/* One file on its way. */
struct getting {
    struct sc_request *rq;
    const struct sc_http_fetch *fetch;
    struct sc_http_fetched *fetched;
    size_t head_bytes;
    /* Why we ended it ourselves: SC_OK: we did not. */
    enum sc_status stopped;
    int write_error;
    /* Of the host that is connected to now; a redirect may lead to another. */
    bool may_reach;                  /* one of its addresses, at least, is allowed */
    int socket_error;                /* 0: there were sockets */
    char refused[SC_HTTP_PEER_TEXT]; /* the address */
};

enum sc_status sc_http_fetch_init(void)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? SC_OK : SC_UNAVAILABLE;
}

/* ---- what is told ---- */

static bool is_header(struct sc_str line, struct sc_str name, struct sc_str *ret_value)
{
    ptrdiff_t colon = sc_str_find_char(line, ':');

    if (colon < 0 || !sc_str_eq_nocase(sc_str_sub(line, 0, (size_t)colon), name))
        return false;
    *ret_value = sc_str_trim(sc_str_sub(line, (size_t)colon + 1, line.len));
    return true;
}

/* What we will send back as it came: printable, and short. */
static struct sc_str mark_of(struct sc_arena *arena, struct sc_str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.at[i] < ' ' || value.at[i] > '~')
            return (struct sc_str){NULL, 0};
    if (value.len == 0 || value.len > SC_HTTP_FETCH_MARK_MAX)
        return (struct sc_str){NULL, 0};
    return sc_arena_str(arena, value);
}

void sc_http_fetched_header(struct sc_arena *arena, struct sc_http_fetched *fetched,
                            struct sc_str line)
{
    struct sc_str value;
    int64_t seconds;

    if (sc_str_starts(line, SC_STR("HTTP/"))) /* of a redirect's answer nothing counts */
        *fetched = (struct sc_http_fetched){.bytes = fetched->bytes};
    else if (is_header(line, SC_STR("etag"), &value))
        fetched->etag = mark_of(arena, value);
    else if (is_header(line, SC_STR("last-modified"), &value))
        fetched->modified = mark_of(arena, value);
    else if (is_header(line, SC_STR("retry-after"), &value) && sc_str_i64(value, &seconds) == SC_OK)
        fetched->retry_after_s = seconds < 0                           ? 0
                                 : seconds > SC_HTTP_FETCH_AFTER_MAX_S ? SC_HTTP_FETCH_AFTER_MAX_S
                                                                       : seconds;
}

static size_t take_header(char *at, size_t size, size_t count, void *context)
{
    struct getting *getting = context;
    size_t len = size * count;

    getting->head_bytes += len;
    if (getting->head_bytes > SC_HTTP_FETCH_HEAD_MAX) {
        getting->stopped = SC_LIMITED;
        return 0;
    }
    getting->may_reach = false; /* it was: what is connected to from now on is another host */
    sc_http_fetched_header(getting->rq->arena, getting->fetched, (struct sc_str){at, len});
    return len;
}

static size_t take_body(char *at, size_t size, size_t count, void *context)
{
    struct getting *getting = context;
    struct sc_str rest = {at, size * count};
    int64_t bytes = getting->fetched->bytes + (int64_t)rest.len;

    if (bytes > getting->fetch->bytes_max) {
        getting->stopped = SC_LIMITED;
        return 0;
    }
    while (rest.len > 0) {
        ssize_t written = write(getting->fetch->fd, rest.at, rest.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            getting->write_error = errno;
            getting->stopped = SC_UNAVAILABLE;
            return 0;
        }
        rest = sc_str_sub(rest, (size_t)written, rest.len);
    }
    getting->fetched->bytes = bytes;
    return size * count;
}

/* ---- where to ---- */

/*
 * Sees the address that is connected to, whatever name led there. A name may have several: as long
 * as one of them is allowed, that nobody answers there is no matter of what is.
 */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct getting *getting = context;
    const struct sc_http_networks *allowed = getting->fetch->allowed;
    struct sc_http_peer peer;

    (void)purpose;
    if (!sc_http_peer_of(&to->addr, &peer))
        return CURL_SOCKET_BAD;
    if (!sc_http_peer_is_public(&peer) &&
        (allowed == NULL || !sc_http_networks_has(allowed, &peer))) {
        getting->stopped = getting->may_reach ? SC_OK : SC_FORBIDDEN;
        sc_http_peer_write(&peer, getting->refused);
        return CURL_SOCKET_BAD;
    }
    getting->may_reach = true;
    getting->stopped = SC_OK;
    int fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    getting->socket_error = fd < 0 ? errno : 0;
    return fd;
}

static int look_up(void *context, curl_off_t total, curl_off_t done, curl_off_t up_total,
                   curl_off_t up_done)
{
    struct getting *getting = context;

    (void)up_total, (void)up_done;
    if (sc_shutdown_is_asked() || sc_request_is_cancelled(getting->rq)) {
        getting->stopped = SC_CANCELLED;
        return 1;
    }
    if (getting->fetch->progress != NULL)
        getting->fetch->progress(getting->fetch->context, done, total);
    return 0;
}

static enum sc_status part_of(struct sc_request *rq, CURLU *url, CURLUPart part,
                              struct sc_str *ret_text)
{
    char *text = NULL;

    if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
        return sc_fail(rq, SC_INVALID, "no address of http:// or https://");
    *ret_text = sc_arena_str(rq->arena, sc_str_of(text));
    curl_free(text);
    return ret_text->at != NULL ? SC_OK : sc_fail(rq, SC_NO_MEMORY, "no memory for an address");
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    bool has = curl_url_get(url, part, &text, 0) == CURLUE_OK;

    curl_free(text);
    return has;
}

/* The last part of a path, as a file may be called anywhere. */
static struct sc_str name_of(struct sc_request *rq, struct sc_str path)
{
    size_t from = path.len;

    while (from > 0 && path.at[from - 1] != '/')
        from--;
    struct sc_str last = sc_str_sub(path, from, path.len);
    if (last.len >
        SC_HTTP_FETCH_NAME_MAX) /* what tells its format is at both ends, mostly the last */
        last = sc_str_sub(last, last.len - SC_HTTP_FETCH_NAME_MAX, last.len);
    if (last.len == 0)
        return SC_STR("feed");
    char *name = sc_arena_alloc(rq->arena, last.len);
    for (size_t i = 0; name != NULL && i < last.len; i++) {
        char c = last.at[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                        (c >= 'a' && c <= 'z') || c == '-' || (c == '.' && i > 0);
        name[i] = is_plain ? c : '_';
    }
    return (struct sc_str){name, name != NULL ? last.len : 0};
}

static enum sc_status read_parts(struct sc_request *rq, CURLU *url,
                                 struct sc_http_address *ret_address)
{
    struct sc_str scheme, host, path;
    enum sc_status st = part_of(rq, url, CURLUPART_SCHEME, &scheme);

    if (st == SC_OK && !sc_str_eq(scheme, SC_STR("http")) && !sc_str_eq(scheme, SC_STR("https")))
        st = sc_fail(rq, SC_INVALID, "no address of http:// or https://");
    if (st == SC_OK && (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD)))
        st = sc_fail(rq, SC_INVALID, "a password may not stand in an address");
    if (st == SC_OK)
        st = part_of(rq, url, CURLUPART_HOST, &host);
    if (st == SC_OK)
        st = part_of(rq, url, CURLUPART_PATH, &path);
    if (st != SC_OK)
        return st;
    char *lower = sc_arena_alloc(rq->arena, host.len);
    struct sc_str name = name_of(rq, path);
    if (lower == NULL || name.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for an address");
    for (size_t i = 0; i < host.len; i++)
        lower[i] = (char)(host.at[i] >= 'A' && host.at[i] <= 'Z' ? host.at[i] | 0x20 : host.at[i]);
    *ret_address = (struct sc_http_address){{lower, host.len}, name};
    return SC_OK;
}

enum sc_status sc_http_address_read(struct sc_request *rq, struct sc_str url,
                                    struct sc_http_address *ret_address)
{
    if (url.len > SC_HTTP_FETCH_URL_MAX || sc_str_find_char(url, '\0') >= 0)
        return sc_fail(rq, SC_INVALID, "no address of http:// or https://");
    struct sc_str copy = sc_arena_str(rq->arena, url);
    CURLU *parts = curl_url();
    enum sc_status st = SC_OK;

    if (copy.at == NULL || parts == NULL)
        st = sc_fail(rq, SC_NO_MEMORY, "no memory for an address");
    else if (curl_url_set(parts, CURLUPART_URL, copy.at, 0) != CURLUE_OK)
        st = sc_fail(rq, SC_INVALID, "no address of http:// or https://");
    else
        st = read_parts(rq, parts, ret_address);
    curl_url_cleanup(parts);
    return st;
}

/* ---- getting it ---- */

static void set_limits(CURL *curl, const struct sc_http_fetch *fetch, struct sc_request *rq)
{
    long connect_ms = fetch->connect_ms > 0 ? fetch->connect_ms : SC_HTTP_FETCH_CONNECT_MS;
    long slow_s = fetch->slow_s > 0 ? fetch->slow_s : SC_HTTP_FETCH_SLOW_S;
    int left_ms = sc_deadline_poll_ms(rq->deadline);

    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    if (left_ms >= 0)
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)left_ms + 1);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SC_HTTP_FETCH_SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slow_s);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)fetch->bytes_max);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)SC_HTTP_FETCH_REDIRECTS);
}

static void set_up(CURL *curl, struct getting *getting, const char *url, struct curl_slist *headers)
{
    const struct sc_http_fetch *fetch = getting->fetch;
    struct sc_str scheme = SC_STR("https:");
    bool is_secure = sc_str_eq_nocase(sc_str_sub(fetch->url, 0, scheme.len), scheme);

    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, is_secure ? "https" : "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* not what the environment says */
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "SmartCart");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (fetch->ca_path != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, fetch->ca_path);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, getting);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, getting);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, getting);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, getting);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    set_limits(curl, fetch, getting->rq);
}

static enum sc_status judge_status(struct sc_request *rq, struct sc_http_fetched *fetched)
{
    int status = fetched->status;

    fetched->is_same = status == 304;
    if (status == 200 || fetched->is_same)
        return SC_OK;
    if (status == 404 || status == 410)
        return sc_fail(rq, SC_NOT_FOUND, "the server answers %d", status);
    bool may_pass =
        status < 400 || status >= 500 || status == 408 || status == 425 || status == 429;
    return sc_fail(rq, may_pass ? SC_UNAVAILABLE : SC_INVALID, "the server answers %d", status);
}

static enum sc_status judge(struct getting *getting, CURLcode code, const char *words)
{
    struct sc_request *rq = getting->rq;

    if (code == CURLE_OK)
        return judge_status(rq, getting->fetched);
    if (getting->stopped == SC_FORBIDDEN)
        return sc_fail(rq, SC_FORBIDDEN, "%s is no address of the public Internet (%s)",
                       getting->refused, "SMARTCART_FETCH_ALLOW");
    if (getting->stopped == SC_LIMITED || code == CURLE_FILESIZE_EXCEEDED)
        return sc_fail(rq, SC_LIMITED, "it is larger than %lld bytes, or its head than %d",
                       (long long)getting->fetch->bytes_max, SC_HTTP_FETCH_HEAD_MAX);
    if (getting->stopped == SC_CANCELLED)
        return sc_fail(rq, SC_CANCELLED, "stopped before its end");
    if (getting->write_error != 0)
        return sc_fail(rq, SC_UNAVAILABLE, "it cannot be kept: %s", strerror(getting->write_error));
    if (code == CURLE_COULDNT_CONNECT && getting->socket_error != 0)
        return sc_fail(rq, SC_UNAVAILABLE, "it cannot be connected to: %s",
                       strerror(getting->socket_error));
    if (words[0] == '\0')
        words = curl_easy_strerror(code);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return sc_fail(rq, SC_TIMEOUT, "the server takes too long: %s", words);
    bool is_astray = getting->fetched->status / 100 == 3; /* else it is a server's nonsense */
    if (is_astray && (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT))
        return sc_fail(rq, SC_INVALID, "it redirects to what is no address: %s", words);
    if (code == CURLE_TOO_MANY_REDIRECTS)
        return sc_fail(rq, SC_INVALID, "it redirects more than %d times", SC_HTTP_FETCH_REDIRECTS);
    return sc_fail(rq, SC_UNAVAILABLE, "%s", words);
}

static bool add_header(struct sc_request *rq, struct curl_slist **headers, const char *name,
                       struct sc_str value)
{
    if (value.at == NULL)
        return true;
    struct sc_str line = sc_arena_printf(rq->arena, "%s: %.*s", name, SC_STR_ARGS(value));
    struct curl_slist *more = line.at != NULL ? curl_slist_append(*headers, line.at) : NULL;

    if (more != NULL)
        *headers = more;
    return more != NULL;
}

static enum sc_status get(CURL *curl, struct getting *getting)
{
    struct sc_request *rq = getting->rq;
    struct sc_str url = sc_arena_str(rq->arena, getting->fetch->url);
    struct curl_slist *headers = NULL;
    char words[CURL_ERROR_SIZE] = "";
    long status = 0;

    if (url.at == NULL || !add_header(rq, &headers, "If-None-Match", getting->fetch->etag) ||
        !add_header(rq, &headers, "If-Modified-Since", getting->fetch->modified)) {
        curl_slist_free_all(headers);
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a request");
    }
    set_up(curl, getting, url.at, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    getting->fetched->status = (int)status;
    curl_slist_free_all(headers);
    return judge(getting, code, words);
}

enum sc_status sc_http_fetch(struct sc_request *rq, const struct sc_http_fetch *fetch,
                             struct sc_http_fetched *ret_fetched)
{
    struct getting getting = {.rq = rq, .fetch = fetch, .fetched = ret_fetched};
    struct sc_http_address address;
    enum sc_status st = sc_http_address_read(rq, fetch->url, &address);

    *ret_fetched = (struct sc_http_fetched){.status = 0};
    if (st != SC_OK)
        return st;
    if (sc_deadline_is_over(rq->deadline))
        return sc_fail(rq, SC_TIMEOUT, "there was no time left to fetch it");
    CURL *curl = curl_easy_init();
    if (curl == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a request");
    st = get(curl, &getting);
    curl_easy_cleanup(curl);
    return st;
}
