#include "app/json_lines.h"

#include "base/json_in.h"

struct lines {
    FILE *in;
    app_answer_fn answer;
    struct sc_arena *arena;
    struct sc_buf document;
    struct sc_buf output;
    enum sc_status worst; /* SC_OK, SC_INVALID, or what kept us from answering */
};

/* Reads up to and with a line end, or to the end of input; what is over the cap is dropped. */
static void read_line(struct lines *l)
{
    int c = getc_unlocked(l->in);

    for (; c != EOF; c = getc_unlocked(l->in)) {
        sc_buf_put_char(&l->document, (char)c);
        if (c == '\n')
            break;
    }
}

/* Passes over white space; false at the end of the input. */
static bool has_more(FILE *in)
{
    int c = getc_unlocked(in);

    while (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        c = getc_unlocked(in);
    if (c == EOF)
        return false;
    ungetc(c, in);
    return true;
}

static void note(struct lines *l, enum sc_status st)
{
    if (st != SC_OK && (l->worst == SC_OK || l->worst == SC_INVALID))
        l->worst = st;
}

static void flush(struct lines *l)
{
    struct sc_str text = sc_buf_str(&l->output);

    if (fwrite(text.at, 1, text.len, stdout) != text.len)
        note(l, SC_UNAVAILABLE);
    sc_buf_clear(&l->output);
}

/* Answers the document at hand into `output`, or says why not. */
static void answer(struct lines *l, bool is_line)
{
    struct sc_arena_mark mark = sc_arena_mark(l->arena);
    struct sc_json_out out;
    struct sc_str words = SC_STR("this document is too much to work on");
    enum sc_status st = SC_INVALID;

    sc_buf_clear(&l->output);
    sc_json_init(&out, &l->output);
    if (l->document.failed)
        words = SC_STR("document: larger than 8 MiB");
    else
        st = l->answer(l->arena, sc_buf_str(&l->document), &out, &words);
    if (st == SC_OK && l->output.failed)
        st = SC_LIMITED;
    if (st != SC_OK) {
        note(l, st);
        fprintf(stderr, "%.*s\n", SC_STR_ARGS(words));
        sc_buf_clear(&l->output);
        if (is_line) {
            sc_json_init(&out, &l->output);
            sc_json_object(&out);
            sc_json_key_str(&out, "error", words);
            sc_json_object_end(&out);
        }
    }
    if (st == SC_OK || is_line)
        sc_buf_put_char(&l->output, '\n');
    flush(l);
    sc_buf_clear(&l->document);
    sc_arena_rewind(l->arena, mark);
}

static void answer_all(struct lines *l)
{
    read_line(l);
    struct sc_str first = sc_str_trim(sc_buf_str(&l->document));
    bool is_lines = sc_str_starts(first, SC_STR("{")) && sc_str_ends(first, SC_STR("}"));

    if (!is_lines || !has_more(l->in)) {
        while (!feof(l->in) && !ferror(l->in))
            read_line(l);
        answer(l, false);
        return;
    }
    answer(l, true);
    while (has_more(l->in)) {
        read_line(l);
        answer(l, true);
    }
}

int app_json_lines(FILE *in, app_answer_fn answer_one)
{
    struct lines l = {.in = in, .answer = answer_one, .arena = sc_arena_create(APP_JSON_ARENA_CAP)};

    if (l.arena == NULL) {
        fputs("smartcart: out of memory\n", stderr);
        return 1;
    }
    sc_buf_init(&l.document, SC_JSON_IN_BYTES_MAX);
    sc_buf_init(&l.output, APP_JSON_ANSWER_MAX);
    answer_all(&l);
    if (ferror(in)) {
        fputs("smartcart: standard input cannot be read\n", stderr);
        note(&l, SC_UNAVAILABLE);
    }
    if (fflush(stdout) != 0)
        note(&l, SC_UNAVAILABLE);
    sc_buf_finish(&l.document);
    sc_buf_finish(&l.output);
    sc_arena_destroy(l.arena);
    return sc_status_exit(l.worst);
}
