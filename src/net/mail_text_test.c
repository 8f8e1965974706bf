#include "net/mail_text.h"

#include "testing/unit.h"

static const struct sc_mail plain = {
    .from = SC_STR("no-reply@smartcart.example"),
    .from_name = SC_STR("SmartCart"),
    .to = SC_STR("mary@example.org"),
    .subject = SC_STR("Your list"),
    .text = SC_STR("Milk"),
    .id = SC_STR("job-7"),
    .at_us = INT64_C(1795653182000000), /* 2026-11-26T00:33:02Z */
};

/* Has `part` in what is written of a mail that is fine. */
static void writes(struct sc_arena *arena, const struct sc_mail *mail, const char *part)
{
    struct sc_request rq = {.arena = arena};
    struct sc_buf out;

    assert_int_equal(sc_mail_check(&rq, mail), SC_OK);
    sc_buf_init(&out, SC_MAIL_BYTES_MAX);
    sc_mail_write(mail, &out);
    assert_false(out.failed);
    if (sc_str_find(sc_buf_str(&out), sc_str_of(part)) < 0)
        fail_msg("no \"%s\" in:\n%.*s", part, SC_STR_ARGS(sc_buf_str(&out)));
    sc_buf_finish(&out);
}

static void a_mail_has_its_headers(void **state)
{
    writes(*state, &plain,
           "From: SmartCart <no-reply@smartcart.example>\r\n"
           "To: <mary@example.org>\r\n"
           "Subject: Your list\r\n"
           "Date: Thu, 26 Nov 2026 00:33:02 +0000\r\n"
           "Message-ID: <job-7@smartcart.example>\r\n"
           "MIME-Version: 1.0\r\n"
           "Content-Type: text/plain; charset=utf-8\r\n"
           "Content-Transfer-Encoding: quoted-printable\r\n"
           "Auto-Submitted: auto-generated\r\n"
           "\r\n"
           "Milk\r\n");
}

static void a_subject_in_any_language_is_encoded_words(void **state)
{
    struct sc_mail mail = plain;

    mail.subject = SC_STR("Käse");
    writes(*state, &mail, "Subject: =?UTF-8?B?S8Okc2U=?=\r\n");
    /* Cut between characters: 15 of three bytes each fill a word. */
    mail.subject = SC_STR("日本日本日本日本日本日本日本日本");
    writes(*state, &mail,
           "Subject: =?UTF-8?B?5pel5pys5pel5pys5pel5pys5pel5pys5pel5pys5pel5pys5pel5pys5pel?=\r\n"
           " =?UTF-8?B?5pys?=\r\n");
    mail.subject = SC_STR("=?UTF-8?B?S8Okc2U=?="); /* means what it looks like */
    writes(*state, &mail, "Subject: =?UTF-8?B?PT9VVEYtOD9CP1M4T2tjMlU9Pz0=?=\r\n");
}

static void a_text_is_quoted(void **state)
{
    struct sc_mail mail = plain;

    mail.text = SC_STR("1 + 1 = 2 \r\n.\n\nKäse\n");
    writes(*state, &mail, "\r\n\r\n1 + 1 =3D 2=20\r\n.\r\n\r\nK=C3=A4se\r\n");
    mail.text = SC_STR("0123456789012345678901234567890123456789012345678901234567890123456789012"
                       "34567");
    writes(*state, &mail,
           "\r\n012345678901234567890123456789012345678901234567890123456789012345678901234=\r\n"
           "567\r\n");
}

static void refuse(struct sc_arena *arena, const struct sc_mail *mail)
{
    struct sc_request rq = {.arena = arena};

    assert_int_equal(sc_mail_check(&rq, mail), SC_INVALID);
}

static void another_header_cannot_be_smuggled_in(void **state)
{
    static const char *const addresses[] = {
        "",        "mary",     "@example.org",         "mary@",      "mary@a@b",
        "a b@c.d", "a@b>,c@d", "a@b\r\nBcc: eve@evil", "<mary@a.b>", "m\xffry@a.b",
    };
    struct sc_mail mail = plain;

    for (size_t i = 0; i < SC_COUNT(addresses); i++) {
        mail.to = sc_str_of(addresses[i]);
        refuse(*state, &mail);
    }
    mail = plain;
    mail.subject = SC_STR("Hello\r\nBcc: eve@evil.example");
    refuse(*state, &mail);
    mail.subject = SC_STR("a\0b");
    refuse(*state, &mail);
    mail = plain;
    mail.id = SC_STR("7>\r\nBcc: eve");
    refuse(*state, &mail);
    mail = plain;
    mail.text = SC_STR("a\0b");
    refuse(*state, &mail);
}

UNIT_TESTS(a_test(a_mail_has_its_headers), a_test(a_subject_in_any_language_is_encoded_words),
           a_test(a_text_is_quoted), a_test(another_header_cannot_be_smuggled_in))
