#include "store/rate_tab.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/deadline.h"

/* A caller of whom Redis is to be told, or was. */
struct entry {
    struct sc_rate_bill bill;
    char key[SC_RATE_TAB_KEY_MAX];
    struct entry *next;
};

struct sc_rate_tab {
    struct sc_loop *loop;
    struct sc_rate_tab_config config;
    struct sc_loop_timer timer; /* set while there are any in `due` */
    struct entry *due, *free;
    struct entry entries[SC_RATE_TAB_CALLERS];
};

static struct entry *pop(struct entry **list)
{
    struct entry *entry = *list;

    *list = entry->next;
    return entry;
}

static void push(struct entry **list, struct entry *entry)
{
    entry->next = *list;
    *list = entry;
}

static void settle(const struct sc_rate_bill *bill, const struct sc_rate_verdict *verdict)
{
    sc_rate_table_settle(bill->tab->config.table, bill->key, bill->charge.owes_us, verdict,
                         sc_monotonic_us());
}

static void take_answer(void *context, const struct sc_rate_verdict *verdict)
{
    const struct sc_rate_bill *bill = context;

    settle(bill, verdict);
    bill->on_answer(bill->context, verdict);
}

/* False: Redis is away. */
static bool send_bill(struct sc_rate_bill *bill)
{
    bill->ask = (struct sc_rate_ask){
        .key = bill->key,
        .charge = bill->charge,
        .on_answer = take_answer,
        .context = bill,
    };
    if (sc_rate_ask(bill->tab->config.redis, &bill->ask))
        return true;
    settle(bill, NULL);
    return false;
}

static void is_told(void *context, const struct sc_rate_verdict *verdict)
{
    struct entry *entry = context;

    (void)verdict;
    push(&entry->bill.tab->free, entry);
}

static void tell_redis(void *context)
{
    struct sc_rate_tab *tab = context;

    while (tab->due != NULL) {
        struct entry *entry = pop(&tab->due);
        struct sc_rate_bill *bill = &entry->bill;
        if (!sc_rate_table_collect(tab->config.table, bill->key, bill->charge.owes_us) ||
            !send_bill(bill))
            push(&tab->free, entry);
    }
}

/* Redis is to be told of the caller, soon. */
static void note(struct sc_rate_tab *tab, const struct sc_rate_bill *bill)
{
    struct entry *entry = pop(&tab->free);

    memcpy(entry->key, bill->key.at, bill->key.len);
    entry->bill = (struct sc_rate_bill){
        .key = {entry->key, bill->key.len},
        .charge = bill->charge,
        .on_answer = is_told,
        .context = entry,
        .tab = tab,
    };
    memset(entry->bill.charge.takes_us, 0, sizeof entry->bill.charge.takes_us);
    push(&tab->due, entry);
    if (tab->timer.place == 0 &&
        sc_loop_timer_set(tab->loop, &tab->timer, sc_deadline_in(SC_RATE_TAB_MS)) != SC_OK)
        tell_redis(tab);
}

static bool lend(struct sc_rate_tab *tab, const struct sc_rate_bill *bill,
                 struct sc_rate_verdict *ret_verdict)
{
    bool is_first;

    if (tab->free == NULL || bill->key.len > SC_RATE_TAB_KEY_MAX ||
        !sc_rate_table_lend(tab->config.table, bill->key, &bill->charge, tab->config.sharers,
                            sc_monotonic_us(), ret_verdict, &is_first))
        return false;
    if (is_first)
        note(tab, bill);
    return true;
}

enum sc_rate_charged sc_rate_tab_charge(struct sc_rate_tab *tab, struct sc_rate_bill *bill,
                                        struct sc_rate_verdict *ret_verdict)
{
    if (!sc_redis_is_ready(tab->config.redis))
        return SC_RATE_AWAY;
    if (lend(tab, bill, ret_verdict))
        return SC_RATE_LENT;
    bill->tab = tab;
    (void)sc_rate_table_collect(tab->config.table, bill->key, bill->charge.owes_us);
    return send_bill(bill) ? SC_RATE_ASKED : SC_RATE_AWAY;
}

struct sc_rate_tab *sc_rate_tab_create(struct sc_loop *loop,
                                       const struct sc_rate_tab_config *config)
{
    struct sc_rate_tab *tab = calloc(1, sizeof *tab);

    if (tab == NULL)
        return NULL;
    tab->loop = loop;
    tab->config = *config;
    tab->timer = (struct sc_loop_timer){.on_time = tell_redis, .context = tab};
    for (size_t i = 0; i < SC_RATE_TAB_CALLERS; i++)
        push(&tab->free, &tab->entries[i]);
    return tab;
}

void sc_rate_tab_destroy(struct sc_rate_tab *tab)
{
    if (tab == NULL)
        return;
    sc_loop_timer_clear(tab->loop, &tab->timer);
    free(tab);
}
