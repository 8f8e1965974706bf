#include "net/smtp.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/deadline.h"

enum {
    REFUSED = 500, /* replies from here on are for good, RFC 5321 section 4.2.1 */
};

/* What is left to send. */
struct sending {
    struct sc_str rest;
};

static size_t read_message(char *to, size_t size, size_t count, void *context)
{
    struct sending *sending = context;
    struct sc_str part = sc_str_sub(sending->rest, 0, size * count);

    memcpy(to, part.at, part.len);
    sending->rest = sc_str_sub(sending->rest, part.len, sending->rest.len);
    return part.len;
}

enum sc_status sc_smtp_init(void)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? SC_OK : SC_UNAVAILABLE;
}

bool sc_smtp_is_url(struct sc_str url)
{
    struct sc_str host = sc_str_starts(url, SC_STR("smtps://"))  ? sc_str_sub(url, 8, url.len)
                         : sc_str_starts(url, SC_STR("smtp://")) ? sc_str_sub(url, 7, url.len)
                                                                 : SC_STR("");

    return host.len > 0 && sc_str_find_char(host, '@') < 0; /* a password has its own setting */
}

/* The server's last word is about this mail: its sender, its recipient, or all of it. */
static bool is_refused(CURLcode code, long reply, const struct sending *sending)
{
    bool is_told = sending->rest.len == 0;

    return reply >= REFUSED && (code == CURLE_SEND_ERROR || (is_told && code != CURLE_OK));
}

static enum sc_status judge(struct sc_request *rq, CURLcode code, long reply, const char *words,
                            const struct sending *sending)
{
    if (code == CURLE_OK)
        return SC_OK;
    if (words[0] == '\0')
        words = curl_easy_strerror(code);
    if (is_refused(code, reply, sending))
        return sc_fail(rq, SC_INVALID, "the mail server refuses it (%ld): %s", reply, words);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return sc_fail(rq, SC_TIMEOUT, "the mail server takes too long: %s", words);
    return sc_fail(rq, SC_UNAVAILABLE, "the mail server (%ld): %s", reply, words);
}

static void set_up(CURL *curl, const struct sc_smtp_config *config, struct sc_request *rq)
{
    struct sc_deadline deadline = sc_deadline_min(rq->deadline, sc_deadline_in(SC_SMTP_MS));

    curl_easy_setopt(curl, CURLOPT_URL, config->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* not what the environment says */
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)SC_SMTP_CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)sc_deadline_poll_ms(deadline) + 1);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(config->needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (config->ca_path != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, config->ca_path);
    if (config->user != NULL) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, config->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, config->password);
    }
}

static enum sc_status send_on(CURL *curl, struct sc_request *rq, const struct sc_smtp_mail *mail)
{
    struct sc_str from = sc_arena_printf(rq->arena, "<%.*s>", SC_STR_ARGS(mail->from));
    struct sc_str to = sc_arena_printf(rq->arena, "<%.*s>", SC_STR_ARGS(mail->to));
    struct sending sending = {.rest = mail->message};
    char words[CURL_ERROR_SIZE] = "";
    long reply = 0;

    if (from.at == NULL || to.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a mail");
    struct curl_slist *recipients = curl_slist_append(NULL, to.at);
    if (recipients == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a mail");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.at);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
    curl_easy_setopt(curl, CURLOPT_READDATA, &sending);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    curl_slist_free_all(recipients);
    return judge(rq, code, reply, words, &sending);
}

enum sc_status sc_smtp_send(struct sc_request *rq, const struct sc_smtp_config *config,
                            const struct sc_smtp_mail *mail)
{
    if (sc_deadline_is_over(rq->deadline))
        return sc_fail(rq, SC_TIMEOUT, "there was no time left for a mail");
    CURL *curl = curl_easy_init();
    if (curl == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a mail");
    set_up(curl, config, rq);
    enum sc_status st = send_on(curl, rq, mail);
    curl_easy_cleanup(curl);
    return st;
}

/* The folder with what leads to it. */
static bool make_folder(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool is_there = mkdir(path, S_IRWXU) == 0 || errno == EEXIST;
        *slash = '/';
        if (!is_there)
            return false;
    }
    return true;
}

static bool write_file(const char *path, struct sc_str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    struct sc_str rest = bytes;

    if (fd < 0)
        return false;
    while (rest.len > 0) {
        ssize_t written = write(fd, rest.at, rest.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            break;
        rest = sc_str_sub(rest, (size_t)written, rest.len);
    }
    return close(fd) == 0 && rest.len == 0;
}

enum sc_status sc_smtp_keep(struct sc_request *rq, struct sc_str folder, struct sc_str name,
                            struct sc_str message)
{
    struct sc_str path =
        sc_arena_printf(rq->arena, "%.*s/%.*s.eml", SC_STR_ARGS(folder), SC_STR_ARGS(name));
    struct sc_str part =
        sc_arena_printf(rq->arena, "%.*s/%.*s.part", SC_STR_ARGS(folder), SC_STR_ARGS(name));
    char *at = part.at != NULL ? sc_arena_alloc(rq->arena, part.len + 1) : NULL;

    if (path.at == NULL || at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a mail");
    memcpy(at, part.at, part.len + 1);
    if (!make_folder(at) || !write_file(at, message) || rename(at, path.at) != 0)
        return sc_fail(rq, SC_UNAVAILABLE, "%s: %s", path.at, strerror(errno));
    return SC_OK;
}
