#include "api/helpers/smtp_sink.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/helpers/tls_peer.h"
#include "testing/unit.h"

enum {
    MAIL_MAX = 1024 * 1024,
    LINE_BYTES = 2000,
};

static void say(FILE *peer, const char *line)
{
    fprintf(peer, "%s\r\n", line);
    fflush(peer);
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* The text, up to a dot alone. False: the client left. */
static bool take_text(struct smtp_sink *sink, FILE *peer)
{
    char line[LINE_BYTES];

    sc_buf_clear(&sink->latest);
    say(peer, "354 go on");
    while (fgets(line, sizeof line, peer) != NULL) {
        if (strcmp(line, ".\r\n") == 0)
            return true;
        sc_buf_put(&sink->latest, sc_str_of(line));
    }
    return false;
}

static void take_recipient(struct smtp_sink *sink, FILE *peer, const char *line)
{
    if (begins(line, "RCPT TO:<refused")) {
        say(peer, "550 no such person");
        atomic_fetch_add(&sink->refusals, 1);
    } else if (begins(line, "RCPT TO:<later")) {
        say(peer, "450 not now");
        atomic_fetch_add(&sink->refusals, 1);
    } else {
        say(peer, "250 fine");
    }
}

/* base64("\0user\0password"), RFC 4616. */
static bool is_right(const struct smtp_sink *sink, const char *base64)
{
    char plain[200], right[300];
    int len =
        snprintf(plain, sizeof plain, "%c%s%c%s", 0, sink->manner.user, 0, sink->manner.password);

    assert_in_range(len, 1, sizeof plain - 1);
    sodium_bin2base64(right, sizeof right, (const unsigned char *)plain, (size_t)len,
                      sodium_base64_VARIANT_ORIGINAL);
    return strncmp(base64, right, strlen(right)) == 0 && base64[strlen(right)] == '\r';
}

/* "AUTH PLAIN", with what it says behind it or in the next line. */
static bool take_auth(struct smtp_sink *sink, FILE *peer, const char *line)
{
    static const char with[] = "AUTH PLAIN ";
    char next[LINE_BYTES];
    bool is_known;

    if (begins(line, with)) {
        is_known = is_right(sink, line + strlen(with));
    } else {
        say(peer, "334 ");
        is_known = fgets(next, sizeof next, peer) != NULL && is_right(sink, next);
    }
    say(peer, is_known ? "235 welcome" : "535 that is not the password");
    atomic_fetch_add(&sink->strangers, !is_known);
    return is_known;
}

struct talk {
    struct smtp_sink *sink;
    bool is_encrypted, is_known, cuts;
};

static void greet(const struct talk *talk, FILE *peer)
{
    const struct smtp_sink_manner *manner = &talk->sink->manner;

    say(peer, "250-sink");
    if (manner->tls == SMTP_SINK_STARTTLS && !talk->is_encrypted)
        say(peer, "250-STARTTLS");
    if (manner->user != NULL)
        say(peer, "250-AUTH PLAIN");
    say(peer, "250 8BITMIME");
}

static bool take_mail(struct talk *talk, FILE *peer)
{
    struct smtp_sink *sink = talk->sink;
    bool is_whole = take_text(sink, peer);

    atomic_fetch_add(talk->cuts ? &sink->refusals : &sink->mails, is_whole);
    atomic_fetch_add(&sink->encrypted, is_whole && talk->is_encrypted);
    if (talk->cuts || !is_whole)
        return false;
    say(peer, "250 taken");
    return true;
}

/* Until the client leaves; true: it wants to go on encrypted. */
static bool converse(struct talk *talk, FILE *peer)
{
    char line[LINE_BYTES];

    while (fgets(line, sizeof line, peer) != NULL) {
        talk->cuts |= begins(line, "RCPT TO:<cut");
        if (begins(line, "EHLO")) {
            greet(talk, peer);
        } else if (begins(line, "STARTTLS")) {
            say(peer, "220 go on");
            return true;
        } else if (begins(line, "AUTH")) {
            talk->is_known |= take_auth(talk->sink, peer, line);
        } else if (begins(line, "MAIL") && !talk->is_known) {
            say(peer, "530 who are you?");
        } else if (begins(line, "RCPT")) {
            take_recipient(talk->sink, peer, line);
        } else if (begins(line, "DATA")) {
            if (!take_mail(talk, peer))
                return false;
        } else if (begins(line, "QUIT")) {
            say(peer, "221 bye");
            return false;
        } else {
            say(peer, "250 fine");
        }
    }
    return false;
}

static bool converse_plainly(struct talk *talk, int fd)
{
    FILE *peer = fdopen(dup(fd), "r+");

    assert_non_null(peer);
    setvbuf(peer, NULL, _IOFBF, LINE_BYTES);
    say(peer, "220 sink");
    bool wants_tls = converse(talk, peer);
    fclose(peer);
    return wants_tls;
}

static void converse_encrypted(struct talk *talk, int fd)
{
    FILE *peer = tls_accept(talk->sink->manner.identity, fd);

    if (peer == NULL) {
        atomic_fetch_add(&talk->sink->cautious, 1);
        return;
    }
    setvbuf(peer, NULL, _IOFBF, LINE_BYTES);
    talk->is_encrypted = true;
    if (talk->sink->manner.tls == SMTP_SINK_IMPLICIT)
        say(peer, "220 sink");
    converse(talk, peer);
    fclose(peer);
}

static void receive(struct smtp_sink *sink, int fd)
{
    struct talk talk = {.sink = sink, .is_known = sink->manner.user == NULL};

    if (sink->manner.tls == SMTP_SINK_IMPLICIT || converse_plainly(&talk, fd))
        converse_encrypted(&talk, fd);
    else
        close(fd);
}

static void *serve(void *context)
{
    struct smtp_sink *sink = context;

    for (;;) {
        int fd = accept(sink->listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        receive(sink, fd);
    }
}

static void start(struct smtp_sink *sink, uint16_t port, const struct smtp_sink_manner *manner)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t size = sizeof at;
    int yes = 1;

    *sink = (struct smtp_sink){.manner = *manner,
                               .listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sc_buf_init(&sink->latest, MAIL_MAX);
    setsockopt(sink->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    assert_int_equal(bind(sink->listener, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(sink->listener, 8), 0);
    assert_int_equal(getsockname(sink->listener, (struct sockaddr *)&at, &size), 0);
    sink->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&sink->thread, NULL, serve, sink), 0);
}

void smtp_sink_start(struct smtp_sink *sink, uint16_t port)
{
    start(sink, port, &(struct smtp_sink_manner){.tls = SMTP_SINK_PLAIN});
}

void smtp_sink_start_in(struct smtp_sink *sink, const struct smtp_sink_manner *manner)
{
    start(sink, 0, manner);
}

void smtp_sink_stop(struct smtp_sink *sink)
{
    shutdown(sink->listener, SHUT_RDWR); /* ends accept() */
    pthread_join(sink->thread, NULL);
    close(sink->listener);
    sc_buf_finish(&sink->latest);
}
