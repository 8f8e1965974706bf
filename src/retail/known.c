#include "retail/known.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

enum {
    PART_SLOTS_FIRST = 64,
};

struct part {
    struct retail_known_entry *slots;
    size_t slot_count; /* a power of two; 0 before the first entry */
    size_t used;
};

struct retail_known {
    struct part parts[RETAIL_KNOWN_PARTS];
};

enum sc_status retail_known_create(struct retail_known **ret_known)
{
    struct retail_known *known = calloc(1, sizeof *known);

    if (known == NULL)
        return SC_NO_MEMORY;
    *ret_known = known;
    return SC_OK;
}

void retail_known_destroy(struct retail_known *known)
{
    if (known == NULL)
        return;
    for (size_t i = 0; i < RETAIL_KNOWN_PARTS; i++)
        free(known->parts[i].slots);
    free(known);
}

uint64_t retail_known_hash(uint64_t hash, struct sc_str text)
{
    /* SipHash under the hash so far: a chain, so that ("ab", "c") is not ("a", "bc"). */
    unsigned char key[crypto_shorthash_KEYBYTES] = {'c', 'a', 't', 'a', 'l', 'o', 'g', 'u'};
    uint64_t next;

    static_assert(sizeof key == 2 * sizeof hash && sizeof next == crypto_shorthash_BYTES,
                  "SipHash-2-4 takes 128 bits and gives 64");
    memcpy(key + sizeof hash, &hash, sizeof hash);
    crypto_shorthash((unsigned char *)&next, (const unsigned char *)(text.len > 0 ? text.at : ""),
                     text.len, key);
    return next != 0 ? next : 1;
}

uint64_t retail_known_hash_i64(uint64_t hash, int64_t value)
{
    return retail_known_hash(hash,
                             (struct sc_str){.at = (const char *)&value, .len = sizeof value});
}

/* A table spot needs a key that is not 0. */
static uint64_t key_of(uint64_t hash)
{
    uint64_t key = hash >> 2;

    return key != 0 ? key : 1;
}

static struct part *part_of(struct retail_known *known, uint64_t key)
{
    return &known->parts[(key >> 32) % RETAIL_KNOWN_PARTS]; /* the slot is chosen by the low bits */
}

static struct retail_known_entry *slot_of(const struct part *part, uint64_t key)
{
    size_t at = (size_t)key & (part->slot_count - 1);

    while (part->slots[at].key != 0 && part->slots[at].key != key)
        at = (at + 1) & (part->slot_count - 1);
    return &part->slots[at];
}

struct retail_known_entry *retail_known_find(struct retail_known *known, uint64_t hash)
{
    uint64_t key = key_of(hash);
    struct part *part = part_of(known, key);

    if (part->slot_count == 0)
        return NULL;
    struct retail_known_entry *slot = slot_of(part, key);
    return slot->key == key ? slot : NULL;
}

static bool grow(struct part *part)
{
    struct part wider = {
        .slot_count = part->slot_count == 0 ? PART_SLOTS_FIRST : 2 * part->slot_count,
        .used = part->used,
    };

    if (wider.slot_count > RETAIL_KNOWN_PART_SLOTS)
        return false;
    wider.slots = calloc(wider.slot_count, sizeof *wider.slots);
    if (wider.slots == NULL)
        return false;
    for (size_t i = 0; i < part->slot_count; i++)
        if (part->slots[i].key != 0)
            *slot_of(&wider, part->slots[i].key) = part->slots[i];
    free(part->slots);
    *part = wider;
    return true;
}

struct retail_known_entry *retail_known_add(struct retail_known *known, uint64_t hash)
{
    uint64_t key = key_of(hash);
    struct part *part = part_of(known, key);
    struct retail_known_entry *slot = retail_known_find(known, hash);

    if (slot != NULL)
        return slot;
    if (part->used + 1 > part->slot_count / 8 * 7 && !grow(part))
        return NULL;
    part->used++;
    slot = slot_of(part, key);
    slot->key = key & ((UINT64_C(1) << 62) - 1);
    return slot;
}

/* A file of one store: the code says all. */
static struct retail_known_verdict judge_code(struct retail_known *known,
                                              const struct retail_known_row *row)
{
    struct retail_known_entry *entry = retail_known_add(known, row->code_hash);
    struct retail_known_verdict verdict = {.needs_facts = row->facts_hash != 0};

    if (entry == NULL) {
        verdict.is_repeat = true;
        return verdict;
    }
    if (entry->is_seen) {
        verdict.is_repeat = true;
        verdict.replaces_dropped = entry->is_dropped;
        entry->is_dropped = 0;
        return verdict;
    }
    entry->is_seen = 1;
    bool has_facts = row->facts_hash == 0 || row->facts_hash == entry->facts_hash;
    bool has_price = row->price_hash == 0 || row->price_hash == entry->price_hash;
    verdict.is_dropped = row->may_drop && has_facts && has_price;
    verdict.needs_facts = !has_facts;
    entry->is_dropped = verdict.is_dropped;
    return verdict;
}

/* A file of several stores: facts go by code, repeats by code and store, and no price is known. */
static struct retail_known_verdict judge_in_store(struct retail_known *known,
                                                  const struct retail_known_row *row)
{
    struct retail_known_entry *here = retail_known_add(known, row->store_hash);
    bool is_repeat = here == NULL || here->is_seen;
    struct retail_known_verdict verdict = {.is_repeat = is_repeat};

    if (here != NULL)
        here->is_seen = 1;
    if (row->facts_hash == 0)
        return verdict;
    struct retail_known_entry *entry = retail_known_add(known, row->code_hash);
    /* A repeat carries its facts again: the earlier row is going to be removed with them. */
    verdict.needs_facts = entry == NULL || is_repeat || entry->facts_hash != row->facts_hash;
    verdict.is_again = verdict.needs_facts && (entry == NULL || entry->is_seen);
    if (entry != NULL) {
        entry->is_seen = 1;
        entry->facts_hash = row->facts_hash;
    }
    return verdict;
}

struct retail_known_verdict retail_known_judge(struct retail_known *known,
                                               const struct retail_known_row *row)
{
    return row->store_hash == 0 ? judge_code(known, row) : judge_in_store(known, row);
}
