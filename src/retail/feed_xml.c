#include "retail/feed_xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHUNK = 64 * 1024,
};

struct parser {
    struct sc_request *rq;
    const struct feed_xml_events *events;
    xmlParserCtxtPtr xml;
    enum sc_status status;
    bool has_root;
    bool has_fault; /* other than those of a bare "&" */
    int depth;
    char names[FEED_XML_DEPTH_MAX + 1][FEED_XML_NAME_MAX];
    bool has_child[FEED_XML_DEPTH_MAX + 1];
    bool is_text_cut;
    size_t text_len;
    char text[FEED_XML_TEXT_MAX];
    char chunk[CHUNK];
};

static void stop(struct parser *p, enum sc_status st)
{
    if (p->status == SC_OK)
        p->status = st;
    xmlStopParser(p->xml);
}

static int64_t line_of(const struct parser *p)
{
    return p->xml->input == NULL ? 0 : p->xml->input->line;
}

static void copy_lower(char to[FEED_XML_NAME_MAX], const xmlChar *name)
{
    size_t i = 0;

    for (; name[i] != '\0' && i + 1 < FEED_XML_NAME_MAX; i++)
        to[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : (char)name[i];
    to[i] = '\0';
}

/* libxml2 gives five pointers an attribute: name, prefix, URI, value, value's end. */
static int64_t count_attribute(int count, const xmlChar **attributes)
{
    for (int i = 0; i < count; i++) {
        const xmlChar *const *five = attributes + (ptrdiff_t)i * 5;
        struct sc_str value = {.at = (const char *)five[3], .len = (size_t)(five[4] - five[3])};
        int64_t number;
        if (sc_str_eq_nocase(sc_str_of((const char *)five[0]), SC_STR("count")) &&
            sc_str_i64(sc_str_trim(value), &number) == SC_OK && number >= 0)
            return number;
    }
    return -1;
}

/* After any fault libxml2 drops every "&amp;" and "&quot;" that follows, unless told to forget. */
static void forgive(struct parser *p)
{
    p->xml->wellFormed = 1;
}

static void on_open(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                    int namespace_count, const xmlChar **namespaces, int attribute_count,
                    int default_count, const xmlChar **attributes)
{
    struct parser *p = context;

    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)default_count;
    forgive(p);
    if (p->status != SC_OK)
        return;
    if (p->depth == FEED_XML_DEPTH_MAX) {
        stop(p, sc_fail(p->rq, SC_INVALID, "the XML nests deeper than %d", FEED_XML_DEPTH_MAX));
        return;
    }
    p->has_child[p->depth] = true;
    p->depth++;
    p->has_root = true;
    p->has_child[p->depth] = false;
    p->text_len = 0;
    p->is_text_cut = false;
    copy_lower(p->names[p->depth], name);
    struct feed_xml_element element = {
        .name = sc_str_of(p->names[p->depth]),
        .depth = p->depth,
        .line = line_of(p),
        .declared = count_attribute(attribute_count, attributes),
    };
    enum sc_status st = p->events->open(p->events->context, &element);
    if (st != SC_OK)
        stop(p, st);
}

static void on_close(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct parser *p = context;

    (void)name, (void)prefix, (void)uri;
    if (p->status != SC_OK || p->depth == 0)
        return;
    struct feed_xml_element element = {
        .name = sc_str_of(p->names[p->depth]),
        .depth = p->depth,
        .line = line_of(p),
        .declared = -1,
        .is_leaf = !p->has_child[p->depth],
        .is_text_cut = p->is_text_cut,
    };
    if (element.is_leaf)
        element.text = sc_str_trim((struct sc_str){.at = p->text, .len = p->text_len});
    p->depth--;
    p->text_len = 0;
    enum sc_status st = p->events->close(p->events->context, &element);
    if (st != SC_OK)
        stop(p, st);
}

static void on_text(void *context, const xmlChar *text, int len)
{
    struct parser *p = context;
    size_t room = FEED_XML_TEXT_MAX - p->text_len;
    size_t take = (size_t)len < room ? (size_t)len : room;

    forgive(p);
    if (take < (size_t)len)
        p->is_text_cut = true;
    memcpy(p->text + p->text_len, text, take);
    p->text_len += take;
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external,
                             const xmlChar *system)
{
    struct parser *p = context;

    (void)name, (void)external, (void)system;
    stop(p, sc_fail(p->rq, SC_INVALID, "the XML declares a document type: refused"));
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    (void)context;
    return xmlGetPredefinedEntity(name);
}

/* A bare "&" is three faults to the parser: no name, no semicolon, no such entity. */
static void on_fault(void *context, xmlErrorPtr error)
{
    struct parser *p = context;

    if (error->level >= XML_ERR_ERROR && error->code != XML_ERR_NAME_REQUIRED &&
        error->code != XML_ERR_ENTITYREF_SEMICOL_MISSING &&
        error->code != XML_ERR_UNDECLARED_ENTITY && error->code != XML_WAR_UNDECLARED_ENTITY)
        p->has_fault = true;
}

static enum sc_status feed_chunks(struct parser *p, struct feed_stream text)
{
    while (p->status == SC_OK) {
        size_t len;
        enum sc_status st = text.read(text.context, p->chunk, CHUNK, &len);
        if (st != SC_OK)
            return st;
        xmlParseChunk(p->xml, p->chunk, (int)len, len == 0);
        if (len == 0 || p->xml->disableSAX == 1)
            break;
    }
    return p->status;
}

static enum sc_status parse(struct parser *p, struct feed_stream text)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_open,
        .endElementNs = on_close,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .internalSubset = on_document_type,
        .getEntity = on_entity,
        .serror = on_fault,
    };

    p->xml = xmlCreatePushParserCtxt(&sax, p, NULL, 0, NULL);
    if (p->xml == NULL)
        return sc_fail(p->rq, SC_NO_MEMORY, "no memory to read XML");
    xmlCtxtUseOptions(p->xml, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(p->xml, XML_CHAR_ENCODING_UTF8);
    enum sc_status st = feed_chunks(p, text);
    xmlFreeParserCtxt(p->xml);
    return st;
}

enum sc_status feed_xml_read(struct sc_request *rq, struct feed_stream bytes,
                             enum feed_encoding fallback, const struct feed_xml_events *events,
                             const char **ret_trouble)
{
    struct feed_text *text = NULL;
    struct parser *p = calloc(1, sizeof *p);

    if (p == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory to read XML");
    p->rq = rq;
    p->events = events;
    enum sc_status st = feed_text_create(rq, bytes, fallback, FEED_BAD_REPLACED, &text);
    if (st == SC_OK)
        st = parse(p, feed_text_stream(text));
    if (st == SC_OK) {
        const char *trouble = NULL;
        if (!p->has_root)
            trouble = "it is no XML";
        else if (p->depth > 0)
            trouble = "the XML is cut short";
        else if (p->has_fault)
            trouble = "the XML is not well-formed";
        *ret_trouble = trouble;
    }
    feed_text_destroy(text);
    free(p);
    return st;
}
