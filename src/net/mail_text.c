#include "net/mail_text.h"

#include <stdbool.h>

#include "base/time.h"
#include "base/utf8.h"

enum {
    LINE_MAX = 76,   /* of quoted-printable, RFC 2045 section 6.7 */
    WORD_BYTES = 45, /* in one encoded word of at most 75 characters, RFC 2047 section 2 */
    WEEKDAY_OF_1970 = 4,
    DAYS_A_WEEK = 7,
};

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7f;
}

static bool is_text(struct sc_str s, size_t max, bool has_lines)
{
    if (s.len == 0 || s.len > max || !sc_utf8_is_valid(s))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (is_control(s.at[i]) && !(has_lines && strchr("\n\r\t", s.at[i]) != NULL))
            return false;
    return sc_str_find_char(s, '\0') < 0;
}

bool sc_mail_is_address(struct sc_str address)
{
    ptrdiff_t at = sc_str_find_char(address, '@');

    if (!is_text(address, SC_MAIL_ADDRESS_MAX, false) || at <= 0 || (size_t)at + 1 == address.len)
        return false;
    for (size_t i = 0; i < address.len; i++) /* nothing that parts addresses or ends a command */
        if (strchr(" <>()[]\\,;:\"", address.at[i]) != NULL)
            return false;
    return sc_str_find_char(sc_str_sub(address, (size_t)at + 1, address.len), '@') < 0;
}

static bool is_id(struct sc_str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        bool is_fine =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
        if (!is_fine)
            return false;
    }
    return id.len > 0 && id.len <= SC_MAIL_ID_MAX;
}

enum sc_status sc_mail_check(struct sc_request *rq, const struct sc_mail *mail)
{
    if (!sc_mail_is_address(mail->from) || !sc_mail_is_address(mail->to))
        return sc_fail(rq, SC_INVALID, "a mail's address is none");
    if (!is_text(mail->from_name, SC_MAIL_SUBJECT_MAX, false) ||
        !is_text(mail->subject, SC_MAIL_SUBJECT_MAX, false))
        return sc_fail(rq, SC_INVALID, "a mail's subject is one line of 1 to %d bytes",
                       SC_MAIL_SUBJECT_MAX);
    if (!is_text(mail->text, SC_MAIL_TEXT_MAX, true))
        return sc_fail(rq, SC_INVALID, "a mail's text has 1 to %d bytes of UTF-8",
                       SC_MAIL_TEXT_MAX);
    if (!is_id(mail->id))
        return sc_fail(rq, SC_INVALID, "a mail's id has letters, digits and dashes");
    return SC_OK;
}

static void put_base64(struct sc_buf *out, struct sc_str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t three = 0;
        size_t left = bytes.len - i < 3 ? bytes.len - i : 3;
        for (size_t j = 0; j < 3; j++)
            three = three << 8 | (j < left ? (unsigned char)bytes.at[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            sc_buf_put_char(out, j <= left ? digits[three >> (18 - 6 * j) & 63] : '=');
    }
}

/* Letters, digits and spaces mean themselves; all else could mean something in a header. */
static bool is_plain(struct sc_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c < ' ' || c > '~' || c == '=' || c == '?' || c == '"' || c == '\\')
            return false;
    }
    return s.len <= LINE_MAX - sizeof "Subject: ";
}

static void put_words(struct sc_buf *out, struct sc_str s)
{
    if (is_plain(s)) {
        sc_buf_put(out, s);
        return;
    }
    while (s.len > 0) {
        struct sc_str part = sc_utf8_cut(s, WORD_BYTES);
        sc_buf_put(out, SC_STR("=?UTF-8?B?"));
        put_base64(out, part);
        sc_buf_put(out, SC_STR("?="));
        s = sc_str_sub(s, part.len, s.len);
        if (s.len > 0)
            sc_buf_put(out, SC_STR("\r\n "));
    }
}

static void put_date(struct sc_buf *out, int64_t at_us)
{
    static const char weekdays[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t days = at_us / SC_DAY_US;
    int64_t seconds = at_us % SC_DAY_US / SC_SECOND_US;
    struct sc_date date = sc_date_of_days(days);

    sc_buf_printf(out, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d +0000\r\n",
                  weekdays + (days + WEEKDAY_OF_1970) % DAYS_A_WEEK * 3, date.day,
                  months + (ptrdiff_t)(date.month - 1) * 3, date.year, (int)(seconds / 3600),
                  (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* One line without its end, broken softly where it is too long. */
static void put_quoted(struct sc_buf *out, struct sc_str line)
{
    size_t column = 0;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        bool is_blank = c == ' ' || c == '\t';
        bool is_last = i + 1 == line.len;
        bool is_bare = is_blank ? !is_last : c > ' ' && c <= '~' && c != '=';
        size_t width = is_bare ? 1 : 3;
        if (column + width > LINE_MAX - 1) { /* the mark of a soft break has the last column */
            sc_buf_put(out, SC_STR("=\r\n"));
            column = 0;
        }
        if (is_bare)
            sc_buf_put_char(out, c);
        else
            sc_buf_printf(out, "=%02X", (unsigned char)c);
        column += width;
    }
}

void sc_mail_write(const struct sc_mail *mail, struct sc_buf *out)
{
    size_t at = (size_t)sc_str_find_char(mail->from, '@');
    struct sc_str rest = mail->text, line;

    sc_buf_put(out, SC_STR("From: "));
    put_words(out, mail->from_name);
    sc_buf_printf(out, " <%.*s>\r\nTo: <%.*s>\r\nSubject: ", SC_STR_ARGS(mail->from),
                  SC_STR_ARGS(mail->to));
    put_words(out, mail->subject);
    sc_buf_put(out, SC_STR("\r\n"));
    put_date(out, mail->at_us);
    sc_buf_printf(out, "Message-ID: <%.*s%.*s>\r\n", SC_STR_ARGS(mail->id),
                  SC_STR_ARGS(sc_str_sub(mail->from, at, mail->from.len)));
    sc_buf_put(out, SC_STR("MIME-Version: 1.0\r\n"
                           "Content-Type: text/plain; charset=utf-8\r\n"
                           "Content-Transfer-Encoding: quoted-printable\r\n"
                           "Auto-Submitted: auto-generated\r\n\r\n"));
    while (sc_str_take(&rest, '\n', &line)) {
        if (sc_str_ends(line, SC_STR("\r")))
            line.len--;
        put_quoted(out, line);
        sc_buf_put(out, SC_STR("\r\n"));
    }
}
