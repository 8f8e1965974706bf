#include "retail/feed_xml.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "testing/unit.h"

enum {
    SHOWN_MAX = 1000,
};

struct shown {
    char text[SHOWN_MAX];
    size_t len;
    int64_t leaves;
    bool has_cut;
};

static enum sc_status show_open(void *context, const struct feed_xml_element *element)
{
    struct shown *shown = context;

    if (shown->len + 100 < SHOWN_MAX)
        shown->len += (size_t)snprintf(shown->text + shown->len, SHOWN_MAX - shown->len, "<%.*s",
                                       SC_STR_ARGS(element->name));
    if (element->declared >= 0)
        shown->len += (size_t)snprintf(shown->text + shown->len, SHOWN_MAX - shown->len, "#%lld",
                                       (long long)element->declared);
    return SC_OK;
}

static enum sc_status show_close(void *context, const struct feed_xml_element *element)
{
    struct shown *shown = context;

    shown->leaves += element->is_leaf;
    shown->has_cut = shown->has_cut || element->is_text_cut;
    if (shown->len + 100 < SHOWN_MAX)
        shown->len += (size_t)snprintf(shown->text + shown->len, SHOWN_MAX - shown->len, "=%.*s>",
                                       (int)(element->text.len < 20 ? element->text.len : 20),
                                       element->text.len > 0 ? element->text.at : "");
    return SC_OK;
}

static void check(const char *text, const char *want, const char *want_trouble)
{
    struct shown shown = {.len = 0};
    const struct feed_xml_events events = {
        .context = &shown, .open = show_open, .close = show_close};
    struct sc_request rq;
    struct sc_str bytes = sc_str_of(text);
    const char *trouble = "untouched";

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    assert_int_equal(feed_xml_read(&rq, feed_stream_of_text(&bytes), FEED_UTF_8, &events, &trouble),
                     SC_OK);
    assert_str(sc_str_of(shown.text), want);
    assert_str(sc_str_of(trouble), want_trouble == NULL ? "" : want_trouble);
    sc_request_finish(&rq);
}

static void elements_open_and_close(void **state)
{
    (void)state;
    check("<A><b Count='3'> x </b><C/></A>", "<a<b#3=x><c=>=>", NULL);
    check("<?xml version='1.0'?><n:A xmlns:n='u'><![CDATA[a<b]]>&lt;&#65;</n:A>", "<a=a<b<A>",
          NULL);
    check("<a><!-- <b> --><?x y?>t</a>", "<a=t>", NULL);
}

static void faults_are_told(void **state)
{
    (void)state;
    check("<a><b>1</b><b>2", "<a<b=1><b", "the XML is cut short");
    check("", "", "it is no XML");
    check("hello", "", "it is no XML");
    check("<a><b>1 & 2 &amp; 3</b><b>&nbsp;4</b></a>", "<a<b=1  2 & 3><b=4>=>", NULL);
}

/* Gives `start`, then `count` bytes of `fill` again and again, then `end`. */
struct generator {
    struct sc_str start, fill;
    int64_t count;
    struct sc_str end;
};

static enum sc_status generate(void *context, char *into, size_t room, size_t *ret_len)
{
    struct generator *g = context;
    struct sc_str *part = g->start.len > 0 ? &g->start : &g->end;

    if (part == &g->end && g->count > 0) {
        size_t len = 0;
        while (len + g->fill.len <= room && g->count > 0) {
            memcpy(into + len, g->fill.at, g->fill.len);
            len += g->fill.len;
            g->count -= (int64_t)g->fill.len;
        }
        *ret_len = len;
        return SC_OK;
    }
    *ret_len = part->len < room ? part->len : room;
    if (*ret_len > 0)
        memcpy(into, part->at, *ret_len);
    *part = sc_str_sub(*part, *ret_len, SIZE_MAX);
    return SC_OK;
}

static enum sc_status read_generated(struct generator *g, struct shown *shown)
{
    const struct feed_xml_events events = {
        .context = shown, .open = show_open, .close = show_close};
    struct sc_request rq;
    const char *trouble;

    assert_int_equal(sc_request_init(&rq, 1 << 20, sc_deadline_none()), SC_OK);
    enum sc_status st = feed_xml_read(&rq, (struct feed_stream){.context = g, .read = generate},
                                      FEED_UTF_8, &events, &trouble);
    sc_request_finish(&rq);
    return st;
}

/* The most memory this program has had; 0 where a sanitizer's own would drown it. */
static int64_t peak_kib(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
    return 0;
#else
    struct rusage usage;

    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
#endif
}

static void huge_parts_take_little_memory(void **state)
{
    static const struct {
        const char *start, *fill, *end;
    } parts[] = {
        {"<a><b>", "x", "</b></a>"}, {"<a b='", "x", "'/>"},           {"<a><", "x", "></a>"},
        {"<a><!--", "x", "--></a>"}, {"<a><![CDATA[", "x", "]]></a>"}, {"<a>", "<b>1</b>", "</a>"},
        {"<a>&", "x", ";</a>"},      {"<a><?p ", "x", "?></a>"},       {"<a>", "</b>", "</a>"},
        {"<a>", "&lt;", "</a>"},
    };
    enum {
        BYTES = 64 * 1024 * 1024,
        KIB_MAX = 48 * 1024
    };

    (void)state;
    for (size_t i = 0; i < SC_COUNT(parts); i++) {
        struct generator g = {sc_str_of(parts[i].start), sc_str_of(parts[i].fill), BYTES,
                              sc_str_of(parts[i].end)};
        struct shown shown = {.len = 0};
        int64_t before = peak_kib();
        assert_int_equal(read_generated(&g, &shown), SC_OK);
        assert_true(peak_kib() - before < KIB_MAX);
    }
}

static void long_texts_are_cut_and_said_to_be(void **state)
{
    struct generator g = {SC_STR("<a><b>"), SC_STR("x"), FEED_XML_TEXT_MAX + 1, SC_STR("</b></a>")};
    struct shown shown = {.len = 0};

    (void)state;
    assert_int_equal(read_generated(&g, &shown), SC_OK);
    assert_true(shown.has_cut);
    assert_int_equal(shown.leaves, 1);
}

static void deep_nesting_is_refused(void **state)
{
    struct generator g = {SC_STR("<a>"), SC_STR("<a>"), 3 * 1000 * 1000, SC_STR("")};
    struct shown shown = {.len = 0};

    (void)state;
    assert_int_equal(read_generated(&g, &shown), SC_INVALID);
}

UNIT_TESTS(a_test(elements_open_and_close), a_test(faults_are_told),
           a_test(huge_parts_take_little_memory), a_test(long_texts_are_cut_and_said_to_be),
           a_test(deep_nesting_is_refused))
