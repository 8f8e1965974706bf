#include "store/pg_url.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <netdb.h>
#include <stdlib.h>

#include "base/buf.h"

enum {
    OWN_WORDS = 8,   /* keywords put by us, at most */
    LIST_MAX = 4096, /* bytes of a list of hosts */
};

/* libpq's three lists, one entry an address to try, in step with each other. */
struct hosts {
    struct sc_buf names;
    struct sc_buf addresses;
    struct sc_buf ports;
    int count;
};

static void add_host(struct hosts *hosts, struct sc_str name, struct sc_str address,
                     struct sc_str port)
{
    if (hosts->count++ > 0) {
        sc_buf_put_char(&hosts->names, ',');
        sc_buf_put_char(&hosts->addresses, ',');
        sc_buf_put_char(&hosts->ports, ',');
    }
    sc_buf_put(&hosts->names, name);
    sc_buf_put(&hosts->addresses, address);
    sc_buf_put(&hosts->ports, port);
}

/* Adds each address of one host; a socket's folder or an absent name needs none. */
static enum sc_status look_up(struct sc_request *rq, struct hosts *hosts, struct sc_str name,
                              struct sc_str port)
{
    char text[NI_MAXHOST];
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;

    if (name.len == 0 || name.at[0] == '/' || name.at[0] == '@') {
        add_host(hosts, name, SC_STR(""), port);
        return SC_OK;
    }
    if (name.len >= sizeof text)
        return sc_fail(rq, SC_INVALID, "the database's host name is too long");
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';
    int trouble = getaddrinfo(text, NULL, &hints, &found);
    if (trouble != 0)
        return sc_fail(rq, SC_UNAVAILABLE, "the database's host \"%s\" has no address: %s", text,
                       gai_strerror(trouble));
    for (struct addrinfo *a = found; a != NULL; a = a->ai_next) {
        char address[NI_MAXHOST];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, address, sizeof address, NULL, 0,
                        NI_NUMERICHOST) == 0)
            add_host(hosts, name, sc_str_of(address), port);
    }
    freeaddrinfo(found);
    return SC_OK;
}

static enum sc_status look_up_all(struct sc_request *rq, struct hosts *hosts, struct sc_str names,
                                  struct sc_str ports)
{
    bool one_port = sc_str_find_char(ports, ',') < 0; /* then it is that of every host */
    struct sc_str port = ports;
    struct sc_str name;

    while (sc_str_take(&names, ',', &name)) {
        if (!one_port && !sc_str_take(&ports, ',', &port))
            return sc_fail(rq, SC_INVALID, "the database's URL has more hosts than ports");
        enum sc_status st = look_up(rq, hosts, name, port);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

struct words {
    struct sc_arena *arena;
    struct sc_pg_target target;
    size_t count;
    bool failed;
};

static void add_word(struct words *words, const char *keyword, struct sc_str value)
{
    struct sc_str key = sc_arena_str(words->arena, sc_str_of(keyword));
    struct sc_str copy = sc_arena_str(words->arena, value);

    words->failed |= key.at == NULL || copy.at == NULL;
    words->target.keywords[words->count] = key.at;
    words->target.values[words->count] = copy.at;
    words->count++;
}

static struct sc_str value_of(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return sc_str_of(o->val);
    return (struct sc_str){0};
}

static void add_default(struct words *words, const PQconninfoOption *options, const char *keyword,
                        struct sc_str value)
{
    if (value_of(options, keyword).at == NULL)
        add_word(words, keyword, value);
}

static void add_hosts(struct words *words, const struct hosts *hosts)
{
    words->failed |= hosts->names.failed || hosts->addresses.failed || hosts->ports.failed;
    add_word(words, "host", sc_buf_str(&hosts->names));
    add_word(words, "hostaddr", sc_buf_str(&hosts->addresses));
    add_word(words, "port", sc_buf_str(&hosts->ports));
}

static void add_settings(struct words *words, const PQconninfoOption *options,
                         int64_t lock_timeout_ms, const char *more)
{
    struct sc_str theirs = value_of(options, "options");
    struct sc_str settings =
        sc_arena_printf(words->arena,
                        "-c plan_cache_mode=force_generic_plan -c jit=off -c timezone=UTC"
                        " -c lock_timeout=%" PRId64 " -c idle_in_transaction_session_timeout=600000"
                        " -c client_connection_check_interval=5000 %s %.*s",
                        lock_timeout_ms, more, SC_STR_ARGS(theirs));

    add_word(words, "options", settings);
    add_word(words, "client_encoding", SC_STR("UTF8"));
    add_default(words, options, "application_name", SC_STR("smartcart"));
    add_default(words, options, "gssencmode", SC_STR("disable")); /* it may ask a name server */
    add_default(words, options, "tcp_user_timeout", SC_STR("10000"));
}

static bool is_ours(const char *keyword)
{
    static const char *const ours[] = {"host", "hostaddr", "port", "options", "client_encoding"};

    for (size_t i = 0; i < SC_COUNT(ours); i++)
        if (strcmp(keyword, ours[i]) == 0)
            return true;
    return false;
}

static enum sc_status fill(struct sc_request *rq, struct words *words, struct hosts *hosts,
                           const PQconninfoOption *options, int64_t lock_timeout_ms,
                           const char *settings)
{
    struct sc_str names = value_of(options, "host");
    enum sc_status st = SC_OK;

    if (names.at == NULL)
        names = sc_str_of(getenv("PGHOST"));
    if (value_of(options, "hostaddr").at != NULL) {
        add_host(hosts, names, value_of(options, "hostaddr"), value_of(options, "port"));
    } else {
        st = look_up_all(rq, hosts, names, value_of(options, "port"));
    }
    if (st != SC_OK)
        return st;
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (o->val != NULL && !is_ours(o->keyword))
            add_word(words, o->keyword, sc_str_of(o->val));
    if (hosts->count > 0)
        add_hosts(words, hosts);
    add_settings(words, options, lock_timeout_ms, settings);
    return words->failed ? sc_fail(rq, SC_NO_MEMORY, "no memory for the database's URL") : SC_OK;
}

static size_t count_options(const PQconninfoOption *options)
{
    size_t count = 0;

    while (options[count].keyword != NULL)
        count++;
    return count;
}

enum sc_status sc_pg_target_read(struct sc_request *rq, struct sc_arena *arena, struct sc_str url,
                                 int64_t lock_timeout_ms, const char *settings,
                                 struct sc_pg_target *ret_target)
{
    struct words words = {.arena = arena};
    struct hosts hosts = {0};
    struct sc_str text = sc_arena_str(arena, url);
    char *trouble = NULL;

    if (text.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for the database's URL");
    PQconninfoOption *options = PQconninfoParse(text.at, &trouble);
    if (options == NULL) {
        enum sc_status st = sc_fail(rq, SC_INVALID, "the database's URL is wrong: %.*s",
                                    SC_STR_ARGS(sc_str_trim(sc_str_of(trouble))));
        PQfreemem(trouble);
        return st;
    }
    size_t room = count_options(options) + OWN_WORDS + 1;
    words.target.keywords = sc_arena_array(arena, room, sizeof(char *));
    words.target.values = sc_arena_array(arena, room, sizeof(char *));
    sc_buf_init(&hosts.names, LIST_MAX);
    sc_buf_init(&hosts.addresses, LIST_MAX);
    sc_buf_init(&hosts.ports, LIST_MAX);
    enum sc_status st = words.target.keywords == NULL || words.target.values == NULL
                            ? sc_fail(rq, SC_NO_MEMORY, "no memory for the database's URL")
                            : fill(rq, &words, &hosts, options, lock_timeout_ms, settings);
    sc_buf_finish(&hosts.names);
    sc_buf_finish(&hosts.addresses);
    sc_buf_finish(&hosts.ports);
    PQconninfoFree(options);
    if (st == SC_OK)
        *ret_target = words.target;
    return st;
}
