#include "graphql/lex.h"

#include <stdarg.h>
#include <stdbool.h>

#include "base/utf8.h"
#include "graphql/lex_text.h"

enum {
    IGNORED = 1, /* white space, line ends, commas */
    NAME_START = 2,
    DIGIT = 4,
    NAME_PART = NAME_START | DIGIT,
};

static const uint8_t classes[256] = {
    [' '] = IGNORED,
    ['\t'] = IGNORED,
    ['\n'] = IGNORED,
    ['\r'] = IGNORED,
    [','] = IGNORED,
    ['_'] = NAME_START,
    ['a' ... 'z'] = NAME_START,
    ['A' ... 'Z'] = NAME_START,
    ['0' ... '9'] = DIGIT,
};

static const uint8_t marks[256] = {
    ['!'] = SC_GQL_TOKEN_BANG,      ['$'] = SC_GQL_TOKEN_DOLLAR,  ['&'] = SC_GQL_TOKEN_AMP,
    ['('] = SC_GQL_TOKEN_PAREN_L,   [')'] = SC_GQL_TOKEN_PAREN_R, [':'] = SC_GQL_TOKEN_COLON,
    ['='] = SC_GQL_TOKEN_EQUALS,    ['@'] = SC_GQL_TOKEN_AT,      ['['] = SC_GQL_TOKEN_BRACKET_L,
    [']'] = SC_GQL_TOKEN_BRACKET_R, ['{'] = SC_GQL_TOKEN_BRACE_L, ['|'] = SC_GQL_TOKEN_PIPE,
    ['}'] = SC_GQL_TOKEN_BRACE_R,
};

const char *sc_gql_token_kind_name(enum sc_gql_token_kind kind)
{
    static const char *const names[] = {
        [SC_GQL_TOKEN_FAILED] = "nothing",    [SC_GQL_TOKEN_END] = "<EOF>",
        [SC_GQL_TOKEN_BANG] = "\"!\"",        [SC_GQL_TOKEN_DOLLAR] = "\"$\"",
        [SC_GQL_TOKEN_AMP] = "\"&\"",         [SC_GQL_TOKEN_PAREN_L] = "\"(\"",
        [SC_GQL_TOKEN_PAREN_R] = "\")\"",     [SC_GQL_TOKEN_SPREAD] = "\"...\"",
        [SC_GQL_TOKEN_COLON] = "\":\"",       [SC_GQL_TOKEN_EQUALS] = "\"=\"",
        [SC_GQL_TOKEN_AT] = "\"@\"",          [SC_GQL_TOKEN_BRACKET_L] = "\"[\"",
        [SC_GQL_TOKEN_BRACKET_R] = "\"]\"",   [SC_GQL_TOKEN_BRACE_L] = "\"{\"",
        [SC_GQL_TOKEN_PIPE] = "\"|\"",        [SC_GQL_TOKEN_BRACE_R] = "\"}\"",
        [SC_GQL_TOKEN_NAME] = "Name",         [SC_GQL_TOKEN_INT] = "Int",
        [SC_GQL_TOKEN_FLOAT] = "Float",       [SC_GQL_TOKEN_STRING] = "String",
        [SC_GQL_TOKEN_BLOCK] = "BlockString",
    };

    return names[kind];
}

static void stop(struct sc_gql_lexer *lexer, enum sc_status status)
{
    lexer->status = status;
    lexer->token = (struct sc_gql_token){.kind = SC_GQL_TOKEN_FAILED};
}

void sc_gql_lex_no_memory(struct sc_gql_lexer *lexer)
{
    if (lexer->status == SC_OK)
        stop(lexer, SC_NO_MEMORY);
}

void sc_gql_lex_fail(struct sc_gql_lexer *lexer, enum sc_status status, const char *code,
                     const char *at, const char *format, ...)
{
    size_t told = lexer->errors->count;
    va_list args;

    if (lexer->status != SC_OK)
        return;
    va_start(args, format);
    struct sc_str words = sc_arena_vprintf(lexer->arena, format, args);
    va_end(args);
    if (words.at != NULL)
        sc_gql_error_add(lexer->errors, code, NULL, lexer->text, (const char *const[]){at, NULL},
                         "Syntax Error: %.*s", SC_STR_ARGS(words));
    stop(lexer, lexer->errors->count > told ? status : SC_NO_MEMORY);
}

/* The byte at a place; 0 behind the end, where nothing that is looked for is 0. */
static unsigned char byte_at(const struct sc_gql_lexer *lexer, const char *at)
{
    return at < lexer->end ? (unsigned char)*at : 0;
}

static bool is_of(const struct sc_gql_lexer *lexer, const char *at, uint8_t class)
{
    return (classes[byte_at(lexer, at)] & class) != 0;
}

/* Behind the bytes of a class. */
static const char *skip(const struct sc_gql_lexer *lexer, const char *at, uint8_t class)
{
    const char *end = lexer->end;

    while (at < end && (classes[(unsigned char)*at] & class) != 0)
        at++;
    return at;
}

static struct sc_str rest_from(const struct sc_gql_lexer *lexer, const char *at)
{
    return (struct sc_str){.at = at, .len = (size_t)(lexer->end - at)};
}

/* A failure of the grammar whose words end in the character that stands there. */
static void fail_at_char(struct sc_gql_lexer *lexer, const char *at, const char *words)
{
    char shown[SC_GQL_SHOWN_CHAR_MAX];

    sc_gql_show_char(rest_from(lexer, at), shown);
    sc_gql_lex_fail(lexer, SC_INVALID, "GRAPHQL_PARSE_FAILED", at, "%s: %s.", words, shown);
}

static void take(struct sc_gql_lexer *lexer, enum sc_gql_token_kind kind, const char *end)
{
    const char *at = lexer->at;

    lexer->token = (struct sc_gql_token){
        .kind = kind, .at = at, .end = end, .text = {.at = at, .len = (size_t)(end - at)}};
    lexer->at = end;
}

/* At least one digit. */
static const char *digits(struct sc_gql_lexer *lexer, const char *at)
{
    if (!is_of(lexer, at, DIGIT))
        fail_at_char(lexer, at, "Invalid number, expected digit but got");
    return skip(lexer, at, DIGIT);
}

static const char *whole_part(struct sc_gql_lexer *lexer)
{
    const char *at = lexer->at;

    if (*at == '-')
        at++;
    if (byte_at(lexer, at) != '0')
        return digits(lexer, at);
    at++;
    if (is_of(lexer, at, DIGIT))
        fail_at_char(lexer, at, "Invalid number, unexpected digit after 0");
    return at;
}

static void number(struct sc_gql_lexer *lexer)
{
    enum sc_gql_token_kind kind = SC_GQL_TOKEN_INT;
    const char *at = whole_part(lexer);

    if (byte_at(lexer, at) == '.') {
        kind = SC_GQL_TOKEN_FLOAT;
        at = digits(lexer, at + 1);
    }
    if (byte_at(lexer, at) == 'e' || byte_at(lexer, at) == 'E') {
        kind = SC_GQL_TOKEN_FLOAT;
        at++;
        if (byte_at(lexer, at) == '+' || byte_at(lexer, at) == '-')
            at++;
        at = digits(lexer, at);
    }
    if (byte_at(lexer, at) == '.' || is_of(lexer, at, NAME_START))
        fail_at_char(lexer, at, "Invalid number, expected digit but got");
    if (lexer->status == SC_OK)
        take(lexer, kind, at);
}

static void string(struct sc_gql_lexer *lexer)
{
    struct sc_gql_string read = {0};
    enum sc_status st = sc_gql_read_string(lexer->arena, rest_from(lexer, lexer->at), &read);

    if (st == SC_NO_MEMORY) {
        stop(lexer, st);
    } else if (st != SC_OK && read.shows_char) {
        fail_at_char(lexer, read.end, read.words);
    } else if (st != SC_OK) {
        sc_gql_lex_fail(lexer, st, "GRAPHQL_PARSE_FAILED", read.end, "%s.", read.words);
    } else {
        take(lexer, read.is_block ? SC_GQL_TOKEN_BLOCK : SC_GQL_TOKEN_STRING, read.end);
        lexer->token.text = read.text;
    }
}

/* Up to the end of the line; stops early at what is not UTF-8, which is no token either. */
static const char *skip_comment(const struct sc_gql_lexer *lexer, const char *at)
{
    size_t step;

    while (at < lexer->end && *at != '\n' && *at != '\r' &&
           (step = sc_utf8_step(rest_from(lexer, at))) > 0)
        at += step;
    return at;
}

static const char *skip_ignored(const struct sc_gql_lexer *lexer, const char *at)
{
    for (;;) {
        at = skip(lexer, at, IGNORED);
        if (byte_at(lexer, at) == '#')
            at = skip_comment(lexer, at);
        else if (byte_at(lexer, at) == 0xEF &&
                 sc_str_starts(rest_from(lexer, at), SC_STR("\xEF\xBB\xBF")))
            at += 3; /* a byte order mark */
        else
            return at;
    }
}

static void spread_or_fail(struct sc_gql_lexer *lexer)
{
    if (byte_at(lexer, lexer->at + 1) == '.' && byte_at(lexer, lexer->at + 2) == '.')
        take(lexer, SC_GQL_TOKEN_SPREAD, lexer->at + 3);
    else
        fail_at_char(lexer, lexer->at, "Unexpected character");
}

void sc_gql_lex_next(struct sc_gql_lexer *lexer)
{
    if (lexer->status != SC_OK)
        return;
    lexer->last_end = lexer->at;
    lexer->at = skip_ignored(lexer, lexer->at);
    if (lexer->at == lexer->end) {
        take(lexer, SC_GQL_TOKEN_END, lexer->at);
        return;
    }
    if (lexer->tokens_left == 0) {
        sc_gql_lex_fail(lexer, SC_LIMITED, "GRAPHQL_PARSE_FAILED", lexer->at,
                        "The document has too many tokens.");
        return;
    }
    lexer->tokens_left--;
    unsigned char c = (unsigned char)*lexer->at;
    if (marks[c] != 0)
        take(lexer, marks[c], lexer->at + 1);
    else if ((classes[c] & NAME_START) != 0)
        take(lexer, SC_GQL_TOKEN_NAME, skip(lexer, lexer->at, NAME_PART));
    else if ((classes[c] & DIGIT) != 0 || c == '-')
        number(lexer);
    else if (c == '"')
        string(lexer);
    else if (c == '.')
        spread_or_fail(lexer);
    else
        fail_at_char(lexer, lexer->at, "Unexpected character");
}
