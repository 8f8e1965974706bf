#include "api/helpers/smtp_sink.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

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

static void converse(struct smtp_sink *sink, FILE *peer)
{
    char line[LINE_BYTES];
    bool cuts = false;

    say(peer, "220 sink");
    while (fgets(line, sizeof line, peer) != NULL) {
        cuts |= begins(line, "RCPT TO:<cut");
        if (begins(line, "RCPT")) {
            take_recipient(sink, peer, line);
        } else if (begins(line, "DATA")) {
            bool is_whole = take_text(sink, peer);
            atomic_fetch_add(cuts ? &sink->refusals : &sink->mails, is_whole);
            if (cuts || !is_whole)
                return;
            say(peer, "250 taken");
        } else if (begins(line, "QUIT")) {
            say(peer, "221 bye");
            return;
        } else {
            say(peer, "250 fine");
        }
    }
}

static void *serve(void *context)
{
    struct smtp_sink *sink = context;

    for (;;) {
        int fd = accept(sink->listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        FILE *peer = fdopen(fd, "r+");
        if (peer == NULL) {
            close(fd);
            continue;
        }
        setvbuf(peer, NULL, _IOFBF, LINE_BYTES);
        converse(sink, peer);
        fclose(peer);
    }
}

void smtp_sink_start(struct smtp_sink *sink, uint16_t port)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t size = sizeof at;
    int yes = 1;

    *sink = (struct smtp_sink){.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sc_buf_init(&sink->latest, MAIL_MAX);
    setsockopt(sink->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    assert_int_equal(bind(sink->listener, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(sink->listener, 8), 0);
    assert_int_equal(getsockname(sink->listener, (struct sockaddr *)&at, &size), 0);
    sink->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&sink->thread, NULL, serve, sink), 0);
}

void smtp_sink_stop(struct smtp_sink *sink)
{
    shutdown(sink->listener, SHUT_RDWR); /* ends accept() */
    pthread_join(sink->thread, NULL);
    close(sink->listener);
    sc_buf_finish(&sink->latest);
}
