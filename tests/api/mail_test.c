/* Mails, from a job in the database to a mail server or a folder, by `smartcart work`. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/postgres.h"
#include "api/helpers/program.h"
#include "api/helpers/smtp_sink.h"
#include "api/helpers/tls_peer.h"
#include "base/macros.h"
#include "runtime/file.h"
#include "testing/unit.h"

static struct test_database database;

static int set_up(void **state)
{
    test_database_create(&database);
    return unit_setup(state);
}

static int tear_down(void **state)
{
    test_database_drop(&database);
    return unit_teardown(state);
}

static void put(const char *to, const char *subject, const char *text)
{
    char sql[1000];

    snprintf(sql, sizeof sql,
             "insert into jobs.job (queue, kind, payload) values ('mail', 'mail',"
             " json_build_object('to', '%s', 'subject', '%s', 'text', E'%s')::text)",
             to, subject, text);
    test_sql(database.url, sql);
}

enum {
    SETTINGS_MAX = 6,
};

/* With settings beside those of all, ended by NULL. */
static void start(struct test_process *process, const char *const *settings)
{
    static char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    static const char *const words[] = {"work", "--threads", "1", NULL};
    const char *environment[SETTINGS_MAX + 3] = {url,
                                                 "SMARTCART_MAIL_FROM=no-reply@smartcart.example"};
    const struct test_run run = {.words = words, .environment = environment};

    for (size_t i = 0; i < SETTINGS_MAX && settings[i] != NULL; i++)
        environment[i + 2] = settings[i];
    snprintf(url, sizeof url, "SMARTCART_DATABASE_URL=%s", database.url);
    test_program_start(&run, process);
}

/* Of a sink without TLS. */
static void start_with(struct test_process *process, const struct smtp_sink *sink)
{
    char server[80];
    const char *const settings[] = {server, "SMARTCART_MAIL_TLS=off", NULL};

    snprintf(server, sizeof server, "SMARTCART_MAIL_URL=smtp://127.0.0.1:%u", sink->port);
    start(process, settings);
}

static struct test_result stop(struct sc_arena *arena, struct test_process *process)
{
    struct test_result result;

    kill(process->pid, SIGTERM);
    test_program_wait(arena, process, &result);
    assert_int_equal(result.exit_code, 0);
    return result;
}

static void is_in(struct sc_str text, const char *part)
{
    if (sc_str_find(text, sc_str_of(part)) < 0)
        fail_msg("no \"%s\" in:\n%.*s", part, SC_STR_ARGS(text));
}

#define NO_JOBS "select count(*) from jobs.job where kind = 'mail'"

static void a_mail_reaches_the_server(void **state)
{
    struct smtp_sink sink;
    struct test_process process;

    smtp_sink_start(&sink, 0);
    start_with(&process, &sink);
    put("mary@example.org", "Käse ist da", "Hello,\\n.\\n.dots\\nKäse\\n");
    crew_wait_for(&database, NO_JOBS, 0);
    stop(*state, &process);
    assert_int_equal(atomic_load(&sink.mails), 1);
    struct sc_str mail = sc_buf_str(&sink.latest);
    is_in(mail, "From: SmartCart <no-reply@smartcart.example>\r\n");
    is_in(mail, "To: <mary@example.org>\r\n");
    is_in(mail, "Subject: =?UTF-8?B?S8Okc2UgaXN0IGRh?=\r\n");
    is_in(mail, "Message-ID: <job-");
    is_in(mail, "\r\n\r\nHello,\r\n..\r\n..dots\r\nK=C3=A4se\r\n"); /* dots doubled on the wire */
    smtp_sink_stop(&sink);
}

static void what_the_server_refuses_for_good_is_dead(void **state)
{
    struct smtp_sink sink;
    struct test_process process;

    smtp_sink_start(&sink, 0);
    start_with(&process, &sink);
    put("refused@example.org", "Hello", "Hello");
    put("no address", "Hello", "Hello");
    crew_wait_for(&database, "select count(*) from jobs.job where state = 2 and attempt = 1", 2);
    stop(*state, &process);
    assert_int_equal(atomic_load(&sink.refusals), 1); /* the other was never tried */
    assert_int_equal(
        test_sql_number(database.url, "select count(*) from jobs.job where error like '%(550)%'"),
        1);
    smtp_sink_stop(&sink);
}

static void what_it_refuses_for_now_is_tried_again(void **state)
{
    struct smtp_sink sink;
    struct test_process process;

    smtp_sink_start(&sink, 0);
    start_with(&process, &sink);
    put("later@example.org", "Hello", "Hello");
    put("cut@example.org", "Hello", "Hello");
    crew_wait_for(&database, "select count(*) from jobs.job where state = 0 and attempt >= 1", 2);
    stop(*state, &process);
    assert_true(atomic_load(&sink.refusals) >= 2);
    smtp_sink_stop(&sink);
}

static void a_server_that_was_gone_gets_it_when_it_is_back(void **state)
{
    struct smtp_sink sink;
    struct test_process process;

    smtp_sink_start(&sink, 0);
    smtp_sink_stop(&sink);
    start_with(&process, &sink);
    put("mary@example.org", "Hello", "Hello");
    crew_wait_for(&database, "select count(*) from jobs.job where attempt > 0 and error <> ''", 1);
    smtp_sink_start(&sink, sink.port);
    crew_wait_for(&database, NO_JOBS, 0);
    stop(*state, &process);
    assert_int_equal(atomic_load(&sink.mails), 1);
    smtp_sink_stop(&sink);
}

static void wait_for_error(const char *part)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "select count(*) from jobs.job where kind = 'mail' and state = 0 and attempt > 0 and "
             "error like '%%%s%%'",
             part);
    crew_wait_for(&database, sql, 1);
}

/* It offers no STARTTLS: nothing is sent. */
static void a_server_without_tls_gets_nothing_unless_it_may(void **state)
{
    struct smtp_sink sink;
    struct test_process process;
    char server[80];
    const char *const settings[] = {server, NULL};

    smtp_sink_start(&sink, 0);
    snprintf(server, sizeof server, "SMARTCART_MAIL_URL=smtp://127.0.0.1:%u", sink.port);
    start(&process, settings);
    put("mary@example.org", "Hello", "Hello");
    wait_for_error("TLS");
    stop(*state, &process);
    assert_int_equal(atomic_load(&sink.mails), 0);
    smtp_sink_stop(&sink);
}

/* A worker with this password and these certificates, NULL: the system's, for such a sink. */
static void start_securely(struct test_process *process, const struct smtp_sink *sink,
                           const char *password, const char *ca_path)
{
    char server[80], secret[80], ca[120];
    const char *scheme = sink->manner.tls == SMTP_SINK_IMPLICIT ? "smtps" : "smtp";
    const char *const settings[] = {server, "SMARTCART_MAIL_USER=sender", secret,
                                    ca_path != NULL ? ca : NULL, NULL};

    snprintf(server, sizeof server, "SMARTCART_MAIL_URL=%s://127.0.0.1:%u", scheme, sink->port);
    snprintf(secret, sizeof secret, "SMARTCART_MAIL_PASSWORD=%s", password);
    if (ca_path != NULL)
        snprintf(ca, sizeof ca, "SMARTCART_MAIL_CA=%s", ca_path);
    start(process, settings);
}

static const enum smtp_sink_tls both_ways[] = {SMTP_SINK_STARTTLS, SMTP_SINK_IMPLICIT};

static void a_mail_goes_encrypted_with_a_password(void **state)
{
    struct tls_identity identity;
    struct smtp_sink sink;
    struct test_process process;

    tls_identity_make(&identity);
    for (size_t i = 0; i < SC_COUNT(both_ways); i++) {
        const struct smtp_sink_manner manner = {both_ways[i], &identity, "sender", "pass word"};
        smtp_sink_start_in(&sink, &manner);
        start_securely(&process, &sink, "pass word", identity.path);
        put("mary@example.org", "Hello", "Hello");
        crew_wait_for(&database, NO_JOBS, 0);
        stop(*state, &process);
        assert_int_equal(atomic_load(&sink.mails), 1);
        assert_int_equal(atomic_load(&sink.encrypted), 1);
        is_in(sc_buf_str(&sink.latest), "To: <mary@example.org>\r\n");
        smtp_sink_stop(&sink);
    }
    tls_identity_drop(&identity);
}

/* It waits, with the reason, and goes once the password is right. */
static void a_wrong_password_loses_no_mail(void **state)
{
    struct tls_identity identity;
    struct smtp_sink sink;
    struct test_process process;

    tls_identity_make(&identity);
    const struct smtp_sink_manner manner = {SMTP_SINK_STARTTLS, &identity, "sender", "right"};
    smtp_sink_start_in(&sink, &manner);
    start_securely(&process, &sink, "wrong", identity.path);
    put("mary@example.org", "Hello", "Hello");
    wait_for_error("(535)");
    stop(*state, &process);
    assert_true(atomic_load(&sink.strangers) >= 1);
    assert_int_equal(atomic_load(&sink.mails), 0);
    test_sql(database.url, "update jobs.job set run_at = now() where kind = 'mail'");
    start_securely(&process, &sink, "right", identity.path);
    crew_wait_for(&database, NO_JOBS, 0);
    stop(*state, &process);
    assert_int_equal(atomic_load(&sink.mails), 1);
    smtp_sink_stop(&sink);
    tls_identity_drop(&identity);
}

/* Neither the password nor a mail is told to a server whose certificate nobody vouches for. */
static void a_bad_certificate_gets_nothing(void **state)
{
    struct tls_identity identity, other;
    struct smtp_sink sink;
    struct test_process process;

    tls_identity_make(&identity);
    tls_identity_make(&other);
    const char *const trusted[] = {NULL, other.path};
    for (size_t i = 0; i < SC_COUNT(both_ways) * SC_COUNT(trusted); i++) {
        const struct smtp_sink_manner manner = {both_ways[i % 2], &identity, "sender", "right"};
        smtp_sink_start_in(&sink, &manner);
        start_securely(&process, &sink, "right", trusted[i / 2]);
        put("mary@example.org", "Hello", "Hello");
        wait_for_error("certificate");
        stop(*state, &process);
        assert_true(atomic_load(&sink.cautious) >= 1);
        assert_int_equal(atomic_load(&sink.mails) + atomic_load(&sink.strangers), 0);
        test_sql(database.url, "delete from jobs.job where kind = 'mail'");
        smtp_sink_stop(&sink);
    }
    tls_identity_drop(&identity);
    tls_identity_drop(&other);
}

static void without_a_server_it_lies_in_the_folder(void **state)
{
    struct sc_request rq = {.arena = *state};
    struct test_process process;
    struct sc_str mail;
    char folder[100], setting[160], path[200];
    const char *const settings[] = {setting, NULL};

    snprintf(folder, sizeof folder, "/tmp/smartcart-mail-%d", (int)getpid());
    snprintf(setting, sizeof setting, "SMARTCART_MAIL_FOLDER=%s/in/here", folder);
    put("mary@example.org", "Hello", "Hello");
    int64_t id = test_sql_number(database.url, "select max(id) from jobs.job");
    start(&process, settings);
    crew_wait_for(&database, NO_JOBS, 0);
    stop(*state, &process);
    snprintf(path, sizeof path, "%s/in/here/job-%lld.eml", folder, (long long)id);
    assert_int_equal(sc_file_read(&rq, sc_str_of(path), 10000, &mail), SC_OK);
    is_in(mail, "To: <mary@example.org>\r\n");
    unlink(path);
    snprintf(path, sizeof path, "%s/in/here", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/in", folder);
    rmdir(path);
    rmdir(folder);
}

#define a_mail_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_mail_test(a_mail_reaches_the_server),
        a_mail_test(what_the_server_refuses_for_good_is_dead),
        a_mail_test(what_it_refuses_for_now_is_tried_again),
        a_mail_test(a_server_that_was_gone_gets_it_when_it_is_back),
        a_mail_test(a_server_without_tls_gets_nothing_unless_it_may),
        a_mail_test(a_mail_goes_encrypted_with_a_password),
        a_mail_test(a_wrong_password_loses_no_mail),
        a_mail_test(a_bad_certificate_gets_nothing),
        a_mail_test(without_a_server_it_lies_in_the_folder),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
