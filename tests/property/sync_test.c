/*
 * Three clients edit one list apart, through a server, over a line that loses
 * requests and answers, repeats and delays: in the end all show the same, and
 * it is what the ops say by themselves, in whatever order they came.
 */
#include "domain/sync.h"
#include "property/random.h"
#include "testing/unit.h"

enum {
    RUNS = 10000,
    CLIENTS = 3,
    ITEMS = 3,
    OPS_MAX = 40, /* of one client */
    STEPS = 90,   /* of a run, before everything is sent */
    BATCH_MAX = 5,
    VALUES = 4,
};

static const char *const values[VALUES] = {NULL, "a", "b", "c"};

struct edit {
    int item;
    struct sc_sync_op op;
    bool is_applied; /* by the server: it knows ops by their ids */
    char stamp[SC_STAMP_LEN + 1];
    char base[SC_STAMP_LEN + 1];
};

struct client {
    struct edit edits[OPS_MAX]; /* its outbox, and what was in it */
    int made, answered;
    struct sc_sync_item confirmed[ITEMS]; /* the server's rows, as far as they were fetched */
    int64_t cursor;
    struct sc_stamp last;
    int64_t clock_ms; /* off by as much as it likes below the server's bound */
};

struct world {
    struct random r;
    struct client clients[CLIENTS];
    struct sc_sync_item items[ITEMS];
    int64_t changed[ITEMS]; /* the number of an item's last change */
    int64_t seq;
};

/* What a client shows: the server's rows with its own unanswered ops. */
static struct sc_sync_item shown(const struct client *c, int item)
{
    struct sc_sync_item it = c->confirmed[item];

    for (int i = c->answered; i < c->made; i++)
        if (c->edits[i].item == item)
            sc_sync_merge(&it, &c->edits[i].op);
    return it;
}

static void set_amount(struct world *w, const struct client *c, struct edit *e)
{
    if (one_in(&w->r, 2)) {
        e->op.amount = SC_SYNC_AMOUNT_TYPED;
        e->op.amount_milli = below(&w->r, 5) * 1000;
        return;
    }
    struct sc_sync_item it = shown(c, e->item);
    e->op.amount = SC_SYNC_AMOUNT_STEP;
    e->op.amount_milli = one_in(&w->r, 3) ? -1000 : 1000;
    if (it.quantity.stamp.at != NULL) {
        memcpy(e->base, it.quantity.stamp.at, SC_STAMP_LEN);
        e->op.base = (struct sc_str){.at = e->base, .len = SC_STAMP_LEN};
    }
}

static void make_edit(struct world *w, struct client *c, uint64_t device)
{
    if (c->made == OPS_MAX)
        return;
    struct edit *e = &c->edits[c->made];

    *e = (struct edit){.item = (int)below(&w->r, ITEMS)};
    c->clock_ms += below(&w->r, 3); /* often the same millisecond */
    c->last = sc_stamp_next(&c->last, c->clock_ms, device);
    sc_stamp_write(&c->last, e->stamp);
    e->op.stamp = (struct sc_str){.at = e->stamp, .len = SC_STAMP_LEN};
    if (one_in(&w->r, 2)) {
        set_amount(w, c, e);
    } else {
        int field = (int)below(&w->r, SC_SYNC_FIELD_COUNT);
        e->op.is_set[field] = true;
        e->op.value[field] = sc_str_of(values[below(&w->r, VALUES)]);
    }
    c->made++;
}

static void see(struct client *c, struct sc_str stamp)
{
    struct sc_stamp seen;

    if (sc_stamp_read(stamp, &seen) != SC_OK)
        return;
    if (seen.ms > c->last.ms || (seen.ms == c->last.ms && seen.counter > c->last.counter))
        c->last = seen;
}

/* Changes behind the cursor, a page of them: maybe not all. */
static void fetch(struct world *w, struct client *c, int64_t up_to)
{
    for (int item = 0; item < ITEMS; item++) {
        if (w->changed[item] <= c->cursor || w->changed[item] > up_to)
            continue;
        c->confirmed[item] = w->items[item];
        for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++)
            see(c, w->items[item].cells[f].stamp);
        see(c, w->items[item].quantity.stamp);
    }
    if (up_to > c->cursor)
        c->cursor = up_to;
}

/* A batch from the oldest unanswered op on; the answer may be lost, and the ops then come again. */
static void send_batch(struct world *w, struct client *c)
{
    int end = c->answered + 1 + (int)below(&w->r, BATCH_MAX);

    if (end > c->made)
        end = c->made;
    for (int i = c->answered; i < end; i++) {
        struct edit *e = &c->edits[i];
        if (e->is_applied)
            continue;
        e->is_applied = true;
        if (sc_sync_merge(&w->items[e->item], &e->op))
            w->changed[e->item] = ++w->seq;
    }
    if (one_in(&w->r, 3))
        return; /* cut: nobody hears of it */
    c->answered = end;
    fetch(w, c, w->seq); /* an answer comes with the changes up to it */
}

static void same_item(const struct sc_sync_item *a, const struct sc_sync_item *b)
{
    for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++) {
        assert_true(sc_str_eq(a->cells[f].stamp, b->cells[f].stamp));
        assert_true((a->cells[f].value.at == NULL) == (b->cells[f].value.at == NULL));
        assert_true(sc_str_eq(a->cells[f].value, b->cells[f].value));
    }
    assert_true(sc_str_eq(a->quantity.stamp, b->quantity.stamp));
    assert_true(a->quantity.typed_milli == b->quantity.typed_milli);
    assert_true(a->quantity.stepped_milli == b->quantity.stepped_milli);
}

/* The same by what the ops say, without the code under test: every op looks at all others. */
static void is_what_the_ops_say(const struct world *w, int item)
{
    const struct sc_sync_op *typed = NULL, *field[SC_SYNC_FIELD_COUNT] = {0};
    int64_t stepped = 0;

    for (const struct client *c = w->clients; c < w->clients + CLIENTS; c++)
        for (const struct edit *e = c->edits; e < c->edits + c->made; e++) {
            if (e->item != item)
                continue;
            for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++)
                if (e->op.is_set[f] &&
                    (field[f] == NULL || sc_str_cmp(e->op.stamp, field[f]->stamp) > 0))
                    field[f] = &e->op;
            if (e->op.amount == SC_SYNC_AMOUNT_TYPED &&
                (typed == NULL || sc_str_cmp(e->op.stamp, typed->stamp) > 0))
                typed = &e->op;
        }
    for (const struct client *c = w->clients; c < w->clients + CLIENTS; c++)
        for (const struct edit *e = c->edits; e < c->edits + c->made; e++)
            if (e->item == item && e->op.amount == SC_SYNC_AMOUNT_STEP &&
                (typed == NULL ? e->op.base.at == NULL : sc_str_eq(e->op.base, typed->stamp)))
                stepped += e->op.amount_milli;
    for (int f = 0; f < SC_SYNC_FIELD_COUNT; f++) {
        struct sc_str want = {0};
        if (field[f] != NULL)
            want = field[f]->value[f];
        struct sc_str got = w->items[item].cells[f].value;
        assert_true((want.at == NULL) == (got.at == NULL) && sc_str_eq(want, got));
    }
    int64_t want = (typed == NULL ? 1000 : typed->amount_milli) + stepped;
    const struct sc_sync_quantity *quantity = &w->items[item].quantity;
    assert_true(quantity->typed_milli + quantity->stepped_milli == want);
}

static void run(struct world *w)
{
    for (int i = 0; i < CLIENTS; i++) {
        w->clients[i].clock_ms = 1000 + below(&w->r, 30);
        for (int item = 0; item < ITEMS; item++)
            w->clients[i].confirmed[item] = w->items[item] = sc_sync_item_new;
    }
    for (int step = 0; step < STEPS; step++) {
        int i = (int)below(&w->r, CLIENTS);
        struct client *c = &w->clients[i];
        switch (below(&w->r, 4)) {
        case 0:
        case 1:
            make_edit(w, c, (uint64_t)i + 1);
            break;
        case 2:
            send_batch(w, c);
            break;
        default:
            fetch(w, c, c->cursor + below(&w->r, w->seq - c->cursor + 1));
        }
    }
    for (int i = 0; i < CLIENTS; i++)
        while (w->clients[i].answered < w->clients[i].made)
            send_batch(w, &w->clients[i]);
    for (int i = 0; i < CLIENTS; i++)
        fetch(w, &w->clients[i], w->seq);
}

static void all_show_the_same_in_the_end(void **state)
{
    (void)state;
    for (int n = 1; n <= random_cases(RUNS); n++) {
        static struct world w;
        w = (struct world){.r = {.state = (uint64_t)n * 0x9e3779b97f4a7c15u}};
        run(&w);
        for (int item = 0; item < ITEMS; item++) {
            for (int i = 0; i < CLIENTS; i++) {
                struct sc_sync_item it = shown(&w.clients[i], item);
                same_item(&it, &w.items[item]);
            }
            is_what_the_ops_say(&w, item);
        }
    }
}

UNIT_TESTS(a_test(all_show_the_same_in_the_end))
