#include "faults/crowd.h"

#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "faults/wire.h"
#include "property/random.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    ID_MAX = 40,
    ITEMS_MAX = 400, /* of a list: under the plan's limit */
    GUESTS_MAX = 8,  /* that one shopper makes beside itself */
    STEP_MILLI = 1000,
    RETRY_MS = 100,
    AFTER_MS = 30 * 1000, /* for reading back, and for jobs to be done */
    LOOK_MS = 200,
    US_PER_MS = 1000,
    IN_A_HUNDRED = 100,
    BARE_READS = 20, /* of a hundred reads */
    NEW_GUESTS = 1,  /* of a hundred things that are done */
    LOOKS = 30,      /* more of them, at products */
    ITEMS = 40,      /* and more; the rest are steps */
};

struct shopper {
    struct crowd *crowd;
    size_t number;
    pthread_t thread;
    struct wire wire;
    char address[ID_MAX];
    struct random random;
    size_t server; /* that was asked last */
    char list[ID_MAX];
    size_t ops, items;            /* that were made, numbered from 1 */
    char is_there[ITEMS_MAX + 1]; /* of items: acknowledged */
    int64_t seq;                  /* the list has come so far, at least */
    int64_t steps, steps_unresolved;
    char guests[GUESTS_MAX][WIRE_TOKEN_MAX]; /* tokens of those that were acknowledged */
    size_t guest_count;
    bool has_export;
    int64_t first_us; /* acknowledged since service is due; 0: not yet */
    struct crowd_report report;
};

struct crowd {
    struct crowd_config config;
    atomic_bool is_over;
    pthread_mutex_t lock; /* of what follows, and of first_us */
    int64_t last_us;      /* the last acknowledgement of all */
    int64_t gap_us;
    int64_t due_us; /* since when all are to be served; 0: not yet */
    struct shopper shoppers[];
};

static const char *any_server(struct shopper *s)
{
    s->server = (size_t)below(&s->random, (int64_t)s->crowd->config.origin_count);
    return s->crowd->config.origins[s->server];
}

static const char *next_server(struct shopper *s)
{
    s->server = (s->server + 1) % s->crowd->config.origin_count;
    return s->crowd->config.origins[s->server];
}

/* It was served: with what it counts. */
static void note_success(struct shopper *s, int64_t *count)
{
    struct crowd *crowd = s->crowd;
    int64_t now_us = sc_monotonic_us();

    ++*count;
    pthread_mutex_lock(&crowd->lock);
    if (now_us - crowd->last_us > crowd->gap_us)
        crowd->gap_us = now_us - crowd->last_us;
    crowd->last_us = now_us;
    if (crowd->due_us > 0 && s->first_us == 0)
        s->first_us = now_us;
    pthread_mutex_unlock(&crowd->lock);
}

/* Until it is answered well, at one server after the other. NULL: given up. */
static json_t *insist(struct shopper *s, struct wire_ask ask)
{
    struct sc_deadline until = sc_deadline_in(s->crowd->config.patience_ms);

    for (ask.origin = any_server(s);; ask.origin = next_server(s)) {
        json_t *data = wire_send(&s->wire, &ask);
        if (data != NULL)
            return data;
        s->report.tries_failed++;
        if (sc_deadline_is_over(until)) {
            s->report.unresolved++;
            return NULL;
        }
        (void)poll(NULL, 0, (int)(RETRY_MS + below(&s->random, RETRY_MS)));
    }
}

static const char *text_at(const json_t *data, const char *field, const char *name)
{
    const char *text = json_string_value(json_object_get(json_object_get(data, field), name));

    assert_non_null(text);
    return text;
}

static void write_item_id(const struct shopper *s, size_t item, char id[ID_MAX])
{
    snprintf(id, ID_MAX, "00000002-%04zx-4000-8000-%012zx", s->number, item);
}

/* The op once more is the same op: it has the number that it had. */
static json_t *write_op(const struct shopper *s, size_t op, size_t item, bool is_step)
{
    char id[ID_MAX], item_id[ID_MAX], stamp[ID_MAX];

    snprintf(id, sizeof id, "00000001-%04zx-4000-8000-%012zx", s->number, op);
    snprintf(stamp, sizeof stamp, "%012" PRIx64 "-0000-%016zx", (uint64_t)(sc_wall_us() / 1000),
             s->number);
    write_item_id(s, item, item_id);
    json_t *set =
        is_step ? json_pack("{s:i}", "stepMilli", STEP_MILLI) : json_pack("{s:s}", "name", "bread");
    json_object_set_new(set, "id", json_string(id));
    json_object_set_new(set, "listId", json_string(s->list));
    json_object_set_new(set, "itemId", json_string(item_id));
    json_object_set_new(set, "stamp", json_string(stamp));
    return json_pack("{s:[o]}", "ops", set);
}

/* For whoever looks for the reason. */
static void tell_stale(const struct shopper *s, int64_t seq)
{
    fprintf(stderr,
            "at %lld ms server %zu told shopper %zu of change %lld, behind %lld, token %s\n",
            (long long)sc_monotonic_us() / US_PER_MS, s->server, s->number, (long long)seq,
            (long long)s->seq, s->wire.read_token);
}

/* An acknowledged op is one change of the list more than was there before it. */
static void read_back(struct shopper *s)
{
    bool is_bare = below(&s->random, IN_A_HUNDRED) < BARE_READS;
    json_t *variables = json_pack("{s:s}", "list", s->list);
    json_t *data = wire_send(&s->wire, &(struct wire_ask){
                                           .origin = any_server(s),
                                           .document = "query($list: ID!) { list(id: $list) { seq "
                                                       "} }",
                                           .variables = variables,
                                           .is_bare = is_bare,
                                       });
    const json_t *seq = json_object_get(json_object_get(data, "list"), "seq");

    if (json_is_integer(seq)) {
        bool is_stale = json_integer_value(seq) < s->seq;
        *(is_bare ? &s->report.bare_reads : &s->report.reads) += 1;
        *(is_bare ? &s->report.bare_stale : &s->report.stale) += is_stale;
        if (is_stale && !is_bare)
            tell_stale(s, json_integer_value(seq));
        if (json_integer_value(seq) > s->seq)
            s->seq = json_integer_value(seq);
    }
    json_decref(variables);
    json_decref(data);
}

static bool was_applied(const json_t *data)
{
    const json_t *answers = json_object_get(json_object_get(data, "applyOps"), "answers");
    const char *code = json_string_value(json_object_get(json_array_get(answers, 0), "code"));

    if (data != NULL && (code == NULL || strcmp(code, "APPLIED") != 0))
        fail_msg("an op was answered %s", code == NULL ? "nothing" : code);
    return data != NULL;
}

static bool apply(struct shopper *s, size_t item, bool is_step)
{
    json_t *variables = write_op(s, ++s->ops, item, is_step);
    json_t *data = insist(s, (struct wire_ask){
                                 .document = "mutation($ops: [ListOpInput!]!) { applyOps(ops: "
                                             "$ops) { answers { code } } }",
                                 .variables = variables,
                             });
    bool is_applied = was_applied(data);

    json_decref(variables);
    json_decref(data);
    if (is_applied)
        s->seq++;
    return is_applied;
}

static void add_item(struct shopper *s)
{
    size_t item = ++s->items;

    if (!apply(s, item, false))
        return;
    s->is_there[item] = true;
    note_success(s, &s->report.acknowledged);
    read_back(s);
}

static void step(struct shopper *s)
{
    if (!apply(s, 1, true)) {
        s->steps_unresolved++;
        return;
    }
    s->steps++;
    note_success(s, &s->report.acknowledged);
    read_back(s);
}

/* Its token; false: given up. */
static bool make_guest(struct shopper *s, char token[WIRE_TOKEN_MAX])
{
    json_t *data = insist(
        s,
        (struct wire_ask){.document = "mutation { createGuest(country: \"IE\") { accessToken } }"});

    if (data == NULL)
        return false;
    snprintf(token, WIRE_TOKEN_MAX, "%s", text_at(data, "createGuest", "accessToken"));
    json_decref(data);
    return true;
}

static void add_guest(struct shopper *s)
{
    if (s->guest_count < GUESTS_MAX && make_guest(s, s->guests[s->guest_count])) {
        s->guest_count++;
        note_success(s, &s->report.acknowledged);
    }
}

static void ask_export(struct shopper *s)
{
    json_t *data = insist(s, (struct wire_ask){.document = "mutation { requestExport { state } }"});

    if (data == NULL)
        return;
    s->has_export = true;
    note_success(s, &s->report.acknowledged);
    json_decref(data);
}

static void look_up(struct shopper *s)
{
    const struct crowd_config *config = &s->crowd->config;
    const char *gtin = config->gtins[below(&s->random, (int64_t)config->gtin_count)];
    json_t *variables = json_pack("{s:s}", "gtin", gtin);
    json_t *data = insist(s, (struct wire_ask){
                                 .document = "query($gtin: String!) { productByGtin(gtin: $gtin) "
                                             "{ name } }",
                                 .variables = variables,
                             });

    if (data != NULL) {
        s->report.lost += !json_is_object(json_object_get(data, "productByGtin"));
        note_success(s, &s->report.looks);
    }
    json_decref(variables);
    json_decref(data);
}

static void *work(void *context)
{
    struct shopper *s = context;

    while (!atomic_load(&s->crowd->is_over)) {
        int64_t what = below(&s->random, IN_A_HUNDRED);
        if (what < NEW_GUESTS)
            add_guest(s);
        else if (what < NEW_GUESTS + LOOKS)
            look_up(s);
        else if (what < NEW_GUESTS + LOOKS + ITEMS && s->items < ITEMS_MAX)
            add_item(s);
        else if (!s->has_export)
            ask_export(s);
        else
            step(s);
        (void)poll(NULL, 0, (int)below(&s->random, s->crowd->config.pause_ms + 1));
    }
    return NULL;
}

static void settle_in(struct shopper *s)
{
    assert_true(make_guest(s, s->wire.token));
    json_t *me = insist(s, (struct wire_ask){.document = "{ me { households { nodes { id } } } }"});
    const char *household = json_string_value(json_object_get(
        json_array_get(
            json_object_get(json_object_get(json_object_get(me, "me"), "households"), "nodes"), 0),
        "id"));
    assert_non_null(household);
    json_t *variables = json_pack("{s:s}", "household", household);
    json_t *made = insist(s, (struct wire_ask){
                                 .document = "mutation($household: ID!) { createList(householdId: "
                                             "$household, name: \"Groceries\") { list { id } } }",
                                 .variables = variables,
                             });
    const json_t *list = json_object_get(made, "createList");
    snprintf(s->list, sizeof s->list, "%s", text_at(list, "list", "id"));
    json_decref(variables);
    json_decref(me);
    json_decref(made);
    add_item(s); /* the one that is stepped */
    assert_true(s->is_there[1]);
}

struct crowd *crowd_start(const struct crowd_config *config)
{
    static int crowds;
    struct crowd *crowd = calloc(1, sizeof *crowd + config->size * sizeof crowd->shoppers[0]);

    assert_non_null(crowd);
    crowds++;
    crowd->config = *config;
    pthread_mutex_init(&crowd->lock, NULL);
    for (size_t i = 0; i < config->size; i++) {
        struct shopper *s = &crowd->shoppers[i];
        *s = (struct shopper){
            .crowd = crowd, .number = i + 1, .random.state = (config->seed << 8) + i + 1};
        /* Each lives somewhere else: what is limited by networks is not what is tried here. */
        snprintf(s->address, sizeof s->address, "10.%d.%zu.1", crowds, s->number);
        wire_open(&s->wire, config->limit_ms, s->address);
        crowd->last_us = sc_monotonic_us();
        settle_in(s);
    }
    crowd->gap_us = 0;
    crowd->last_us = sc_monotonic_us();
    for (size_t i = 0; i < config->size; i++)
        assert_int_equal(
            pthread_create(&crowd->shoppers[i].thread, NULL, work, &crowd->shoppers[i]), 0);
    return crowd;
}

void crowd_expects_service(struct crowd *crowd)
{
    pthread_mutex_lock(&crowd->lock);
    crowd->due_us = sc_monotonic_us();
    pthread_mutex_unlock(&crowd->lock);
}

/* The time at which the last of them was served again; 0: not all were. */
static int64_t served_at(struct crowd *crowd)
{
    int64_t latest_us = 1;

    pthread_mutex_lock(&crowd->lock);
    for (size_t i = 0; i < crowd->config.size && latest_us > 0; i++) {
        int64_t first_us = crowd->shoppers[i].first_us;
        latest_us = first_us == 0 ? 0 : first_us > latest_us ? first_us : latest_us;
    }
    pthread_mutex_unlock(&crowd->lock);
    return latest_us;
}

void crowd_await_service(struct crowd *crowd, int64_t limit_ms)
{
    struct sc_deadline deadline = sc_deadline_in(limit_ms);

    while (served_at(crowd) == 0 && !sc_deadline_is_over(deadline))
        (void)poll(NULL, 0, LOOK_MS);
}

/* A page of the list, from its cursor on. NULL: it cannot be read at all. */
static json_t *read_page(struct shopper *s, const char *after)
{
    json_t *variables = json_pack("{s:s, s:s?}", "list", s->list, "after", after);
    json_t *data = insist(s, (struct wire_ask){
                                 .document = "query($list: ID!, $after: String) { list(id: $list) "
                                             "{ items(first: 100, after: $after) { nodes { id "
                                             "quantityMilli } pageInfo { hasNextPage endCursor } "
                                             "} } }",
                                 .variables = variables,
                             });
    json_t *items = json_incref(json_object_get(json_object_get(data, "list"), "items"));

    json_decref(variables);
    json_decref(data);
    return items;
}

/* The number in an item's id; fails on one that was never made. */
static size_t number_of(const struct shopper *s, const json_t *node)
{
    const char *id = json_string_value(json_object_get(node, "id"));
    char own[ID_MAX];

    assert_non_null(id);
    size_t item = strtoull(id + strlen(id) - 12, NULL, 16);
    write_item_id(s, item, own);
    assert_string_equal(id, own);
    assert_in_range(item, 1, s->items);
    return item;
}

static void check_quantity(struct shopper *s, const json_t *node)
{
    int64_t quantity = json_integer_value(json_object_get(node, "quantityMilli"));
    int64_t steps = quantity / STEP_MILLI - 1; /* it was added as one piece */

    if (steps < s->steps)
        s->report.lost += s->steps - steps;
    if (steps > s->steps + s->steps_unresolved)
        s->report.doubled += steps - s->steps - s->steps_unresolved;
}

static void check_items(struct shopper *s)
{
    char found[ITEMS_MAX + 1] = {0}, after[WIRE_TOKEN_MAX] = "";
    bool has_more = true;

    while (has_more) {
        json_t *page = read_page(s, after[0] == '\0' ? NULL : after);
        const json_t *nodes = json_object_get(page, "nodes");
        const json_t *info = json_object_get(page, "pageInfo");
        for (size_t i = 0; i < json_array_size(nodes); i++) {
            size_t item = number_of(s, json_array_get(nodes, i));
            s->report.doubled += found[item];
            found[item] = true;
            if (item == 1)
                check_quantity(s, json_array_get(nodes, i));
        }
        has_more = json_is_true(json_object_get(info, "hasNextPage"));
        if (has_more)
            snprintf(after, sizeof after, "%s", text_at(page, "pageInfo", "endCursor"));
        json_decref(page);
    }
    for (size_t item = 1; item <= s->items; item++)
        s->report.lost += s->is_there[item] && !found[item];
}

/* A job's effect: it comes, however often its worker was killed. */
static void check_export(struct shopper *s)
{
    struct sc_deadline deadline = sc_deadline_in(AFTER_MS);
    bool is_ready = !s->has_export;

    while (!is_ready && !sc_deadline_is_over(deadline)) {
        json_t *data = insist(s, (struct wire_ask){.document = "{ myExport { state } }"});
        const char *state =
            json_string_value(json_object_get(json_object_get(data, "myExport"), "state"));
        is_ready = state != NULL && strcmp(state, "READY") == 0;
        json_decref(data);
        if (!is_ready)
            (void)poll(NULL, 0, LOOK_MS);
    }
    s->report.lost += !is_ready;
}

static void check_guests(struct shopper *s)
{
    for (size_t i = 0; i < s->guest_count; i++) {
        snprintf(s->wire.token, sizeof s->wire.token, "%s", s->guests[i]);
        json_t *data =
            insist(s, (struct wire_ask){.document = "{ me { households { nodes { id } } } }"});
        s->report.lost += data == NULL;
        json_decref(data);
    }
}

static void add_report(struct crowd_report *sum, const struct crowd_report *report)
{
    sum->acknowledged += report->acknowledged;
    sum->looks += report->looks;
    sum->tries_failed += report->tries_failed;
    sum->unresolved += report->unresolved;
    sum->lost += report->lost;
    sum->doubled += report->doubled;
    sum->reads += report->reads;
    sum->stale += report->stale;
    sum->bare_reads += report->bare_reads;
    sum->bare_stale += report->bare_stale;
}

struct crowd_report crowd_finish(struct crowd *crowd)
{
    struct crowd_report sum = {0};

    atomic_store(&crowd->is_over, true);
    for (size_t i = 0; i < crowd->config.size; i++)
        pthread_join(crowd->shoppers[i].thread, NULL);
    int64_t served_us = served_at(crowd);
    sum.served_ms = served_us == 0 ? -1 : (served_us - crowd->due_us) / US_PER_MS;
    sum.gap_ms = crowd->gap_us / US_PER_MS;
    for (size_t i = 0; i < crowd->config.size; i++) {
        struct shopper *s = &crowd->shoppers[i];
        check_items(s);
        check_export(s);
        check_guests(s);
        add_report(&sum, &s->report);
        wire_close(&s->wire);
    }
    pthread_mutex_destroy(&crowd->lock);
    free(crowd);
    return sum;
}
