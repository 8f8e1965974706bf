#include "domain/match_words.h"

#include <stdbool.h>
#include <string.h>

#include "base/unicode.h"

enum {
    NUMBER_DIGITS_MAX = 7, /* longer runs are codes, not sizes */
    WORD_MAX = 32,         /* bytes of a word that are compared letter by letter */
    ENDING_MAX = 2,        /* bytes by which a case or a number makes a word longer */
};

/* Shops abbreviate, shoppers hardly: a longer word may be another thing, "buttermilk". */
static const double OTHER_THING = 0.7;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word_char(struct sc_str rest, size_t *ret_step)
{
    enum sc_unicode_kind kind = sc_unicode_kind(rest, ret_step);

    return kind == SC_UNICODE_LETTER || kind == SC_UNICODE_DIGIT;
}

/* "1.5", "125": thousandths and the bytes used; 0 bytes when no number of a sane length. */
static size_t read_number(struct sc_str text, int64_t *ret_milli)
{
    int64_t value = 0, scale = 1000;
    size_t i = 0;

    for (; i < text.len && is_digit(text.at[i]) && i < NUMBER_DIGITS_MAX; i++)
        value = value * 10 + (text.at[i] - '0');
    if (i == 0 || (i < text.len && is_digit(text.at[i])))
        return 0;
    value *= 1000;
    bool has_part =
        i + 1 < text.len && (text.at[i] == '.' || text.at[i] == ',') && is_digit(text.at[i + 1]);
    if (has_part) {
        for (i++; i < text.len && is_digit(text.at[i]); i++) {
            scale /= 10;
            value += (text.at[i] - '0') * scale;
        }
    }
    *ret_milli = value;
    return i;
}

static struct sc_str word_at(struct sc_str text)
{
    size_t len = 0, step;

    while (len < text.len && is_word_char(sc_str_sub(text, len, text.len - len), &step))
        len += step;
    return sc_str_sub(text, 0, len);
}

static void add_word(struct sc_match_text *text, struct sc_str word)
{
    if (text->word_count == SC_MATCH_WORDS_MAX)
        return;
    for (int i = 0; i < text->word_count; i++)
        if (sc_str_eq(text->words[i], word))
            return;
    text->words[text->word_count++] = word;
}

void sc_match_text_add_size(struct sc_match_text *text, enum sc_size_unit unit, int64_t milli)
{
    if (text->size_count == SC_MATCH_SIZES_MAX || unit == SC_SIZE_NONE || milli <= 0)
        return;
    for (int i = 0; i < text->size_count; i++)
        if (text->sizes[i].unit == unit && text->sizes[i].milli == milli)
            return;
    text->sizes[text->size_count++] = (struct sc_match_size){.unit = unit, .milli = milli};
}

/* "500ml", "500 ml", behind a number at the front of `text`: bytes used with it, or 0. */
static size_t take_measure(struct sc_match_text *text, struct sc_str rest, size_t digits,
                           int64_t milli, int64_t times)
{
    size_t at = digits;
    int64_t base;

    if (at < rest.len && rest.at[at] == ' ')
        at++;
    struct sc_str word = word_at(sc_str_sub(rest, at, rest.len - at));
    const struct sc_unit *unit = word.len > 0 && !is_digit(word.at[0]) ? sc_unit_find(word) : NULL;
    if (unit == NULL || unit->is_package || milli == 0 ||
        sc_unit_to_base(unit, milli, &base) != SC_OK || base > INT64_C(1000000000000))
        return 0;
    sc_match_text_add_size(text, unit->size, base * times);
    if (times > 1)
        sc_match_text_add_size(text, SC_SIZE_PIECE, times * 1000);
    return at + word.len;
}

/* "4x125g", "500 ml", "20/1" at the front of `rest`: bytes used, 0 when there is no size. */
static size_t take_size(struct sc_match_text *text, struct sc_str rest)
{
    int64_t milli, each;
    size_t digits = read_number(rest, &milli);

    if (digits == 0)
        return 0;
    struct sc_str behind = sc_str_sub(rest, digits, rest.len - digits);
    size_t step;
    bool is_pack = sc_str_starts(behind, SC_STR("/1")) && milli > 1000 &&
                   (behind.len == 2 || !is_word_char(sc_str_sub(behind, 2, behind.len - 2), &step));
    if (is_pack) {
        sc_match_text_add_size(text, SC_SIZE_PIECE, milli);
        return digits + 2;
    }
    if (sc_str_starts(behind, SC_STR("x")) && milli > 0 && milli <= 1000 * INT64_C(1000)) {
        struct sc_str second = sc_str_sub(behind, 1, behind.len - 1);
        size_t more = read_number(second, &each);
        size_t used = more > 0 ? take_measure(text, second, more, each, milli / 1000) : 0;
        if (used > 0)
            return digits + 1 + used;
    }
    return take_measure(text, rest, digits, milli, 1);
}

void sc_match_text_add(struct sc_match_text *text, struct sc_str folded)
{
    size_t i = 0, step;

    while (i < folded.len) {
        struct sc_str rest = sc_str_sub(folded, i, folded.len - i);

        if (!is_word_char(rest, &step)) {
            i += step;
            continue;
        }
        size_t used = is_digit(rest.at[0]) ? take_size(text, rest) : 0;
        if (used == 0) {
            int64_t unused;
            size_t digits = read_number(rest, &unused);
            struct sc_str word = word_at(rest);

            if (digits > word.len) /* "2,8" of "2,8%" is one word */
                word = sc_str_sub(rest, 0, digits);
            add_word(text, word);
            used = word.len;
        }
        i += used;
    }
}

static size_t shared_prefix(struct sc_str a, struct sc_str b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.at[i] == b.at[i])
        i++;
    return i;
}

/* Edits (insert, delete, change, swap of neighbours) between short words; `worst` when more. */
static int edits(struct sc_str a, struct sc_str b, int worst)
{
    int rows[3][WORD_MAX + 1];

    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return worst;
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= a.len; i++) {
        int *now = rows[i % 3];
        const int *up = rows[(i + 2) % 3], *upper = rows[(i + 1) % 3];
        int best = worst;

        now[0] = (int)i;
        for (size_t j = 1; j <= b.len; j++) {
            int d = up[j - 1] + (a.at[i - 1] != b.at[j - 1] ? 1 : 0);
            d = up[j] + 1 < d ? up[j] + 1 : d;
            d = now[j - 1] + 1 < d ? now[j - 1] + 1 : d;
            bool swapped =
                i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1];
            if (swapped && upper[j - 2] + 1 < d)
                d = upper[j - 2] + 1;
            now[j] = d;
            best = d < best ? d : best;
        }
        if (best >= worst)
            return worst;
    }
    int total = rows[a.len % 3][b.len];
    return total < worst ? total : worst;
}

static bool has_digit(struct sc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_digit(s.at[i]))
            return true;
    return false;
}

/* A short word is the other's beginning: "tek" of "tekuci". By the letters that it keeps. */
static double abbreviation(size_t kept)
{
    static const double by_letters[] = {0, 0.30, 0.55, 0.80, 0.88, 0.92, 0.94};

    return by_letters[kept < SC_COUNT(by_letters) ? kept : SC_COUNT(by_letters) - 1];
}

double sc_match_word_likeness(struct sc_str said, struct sc_str sold)
{
    bool is_less_said = said.len <= sold.len;
    struct sc_str shorter = is_less_said ? said : sold, longer = is_less_said ? sold : said;
    size_t same = shared_prefix(said, sold);

    if (same == longer.len)
        return 1;
    if (same == 0 && shorter.len < 5)
        return 0;
    if (has_digit(shorter) || has_digit(longer))
        return 0; /* 73 is not 7 */
    if (same == shorter.len && is_less_said && same + ENDING_MAX < longer.len)
        return abbreviation(same) * OTHER_THING;
    if (same == shorter.len)
        return abbreviation(same);
    if (same >= 4 && same + ENDING_MAX >= longer.len)
        return 0.88; /* another case or number: "mlijeko", "mlijeka" */
    if (shorter.len >= 5 && longer.len - shorter.len <= 2) {
        int d = edits(said, sold, 3);
        if (d == 1 || (d == 2 && shorter.len >= 8))
            return d == 1 ? 0.85 : 0.75;
    }
    if (same >= 4 && same * 2 >= longer.len)
        return 0.65; /* one stem: "narancin", "naranca" */
    return same >= 3 && same + 2 >= shorter.len ? 0.5 : 0;
}
