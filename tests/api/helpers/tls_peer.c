#include "api/helpers/tls_peer.h"

#include <gnutls/x509.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "testing/unit.h"

enum {
    PEM_MAX = 8 * 1024,
    DAY_S = 24 * 3600,
    HANDSHAKE_MS = 10 * 1000,
};

/* GnuTLS says 0 where all is well. */
static void well(int code)
{
    if (code < 0)
        fail_msg("GnuTLS: %s", gnutls_strerror(code));
}

static void fill(gnutls_x509_crt_t crt)
{
    static const unsigned char loopback[] = {127, 0, 0, 1}, serial[] = {1};
    static const char name[] = "a server of tests";
    time_t now = time(NULL);

    well(gnutls_x509_crt_set_version(crt, 3));
    well(gnutls_x509_crt_set_serial(crt, serial, sizeof serial));
    well(gnutls_x509_crt_set_activation_time(crt, now - DAY_S));
    well(gnutls_x509_crt_set_expiration_time(crt, now + DAY_S));
    well(gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, sizeof name - 1));
    well(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, loopback, sizeof loopback,
                                              GNUTLS_FSAN_SET));
    well(gnutls_x509_crt_set_basic_constraints(crt, 1, -1));
}

static void write_pem(struct tls_identity *identity, gnutls_x509_crt_t crt)
{
    char pem[PEM_MAX];
    size_t size = sizeof pem;

    snprintf(identity->path, sizeof identity->path, "/tmp/smartcart-tls-XXXXXX");
    int fd = mkstemp(identity->path);
    well(gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_PEM, pem, &size));
    assert_true(fd >= 0 && write(fd, pem, size) == (ssize_t)size);
    close(fd);
}

void tls_identity_make(struct tls_identity *ret_identity)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;

    well(gnutls_x509_privkey_init(&key));
    well(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
                                      GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    well(gnutls_x509_crt_init(&crt));
    fill(crt);
    well(gnutls_x509_crt_set_key(crt, key));
    well(gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0));
    well(gnutls_certificate_allocate_credentials(&ret_identity->credentials));
    well(gnutls_certificate_set_x509_key(ret_identity->credentials, &crt, 1, key));
    write_pem(ret_identity, crt);
    gnutls_x509_crt_deinit(crt);
    gnutls_x509_privkey_deinit(key);
}

void tls_identity_drop(struct tls_identity *identity)
{
    unlink(identity->path);
    gnutls_certificate_free_credentials(identity->credentials);
}

struct stream {
    gnutls_session_t session;
    int fd;
};

static ssize_t read_stream(void *context, char *to, size_t size)
{
    struct stream *stream = context;
    ssize_t got;

    do
        got = gnutls_record_recv(stream->session, to, size);
    while (got == GNUTLS_E_INTERRUPTED || got == GNUTLS_E_AGAIN);
    return got < 0 ? 0 : got; /* cut: as an end */
}

static ssize_t write_stream(void *context, const char *bytes, size_t size)
{
    struct stream *stream = context;
    ssize_t sent;

    do
        sent = gnutls_record_send(stream->session, bytes, size);
    while (sent == GNUTLS_E_INTERRUPTED || sent == GNUTLS_E_AGAIN);
    return sent < 0 ? 0 : sent;
}

static int close_stream(void *context)
{
    struct stream *stream = context;

    gnutls_bye(stream->session, GNUTLS_SHUT_WR);
    gnutls_deinit(stream->session);
    close(stream->fd);
    free(stream);
    return 0;
}

FILE *tls_accept(const struct tls_identity *identity, int fd)
{
    static const cookie_io_functions_t io = {
        .read = read_stream, .write = write_stream, .close = close_stream};
    struct stream *stream = calloc(1, sizeof *stream);
    int code;

    assert_non_null(stream);
    stream->fd = fd;
    well(gnutls_init(&stream->session, GNUTLS_SERVER));
    well(gnutls_set_default_priority(stream->session));
    well(gnutls_credentials_set(stream->session, GNUTLS_CRD_CERTIFICATE, identity->credentials));
    gnutls_transport_set_int(stream->session, fd);
    gnutls_handshake_set_timeout(stream->session, HANDSHAKE_MS);
    do
        code = gnutls_handshake(stream->session);
    while (code < 0 && gnutls_error_is_fatal(code) == 0);
    FILE *file = code < 0 ? NULL : fopencookie(stream, "r+", io);
    if (file == NULL)
        close_stream(stream);
    return file;
}
