#include "store/loads_keys.h"

#include "base/hash.h"

/* Bytes in C of what may be a key; 0: text. */
static size_t number_size(enum sc_field_type type)
{
    static const uint8_t sizes[SC_FIELD_SQL_COUNT] = {
        [SC_FIELD_BIGINT] = sizeof(int64_t),      [SC_FIELD_INTEGER] = sizeof(int32_t),
        [SC_FIELD_SMALLINT] = sizeof(int16_t),    [SC_FIELD_BOOLEAN] = sizeof(bool),
        [SC_FIELD_TIMESTAMPTZ] = sizeof(int64_t), [SC_FIELD_DATE] = sizeof(int32_t),
    };

    return sizes[type];
}

static bool is_text(const struct sc_field *field)
{
    return number_size(field->type) == 0; /* sqlgen lets only text and numbers be keys */
}

static uint64_t hash_parts(const struct sc_keys *keys, const union sc_key_part *parts)
{
    uint64_t hash = keys->seed;

    for (size_t i = 0; i < keys->loader->key_count; i++) {
        if (is_text(&keys->loader->keys[i]))
            hash = sc_hash_bytes(hash, parts[i].text);
        else
            hash = sc_hash_number(hash, (uint64_t)parts[i].number);
    }
    return hash;
}

static bool is_same(const struct sc_pg_loader *loader, const union sc_key_part *a,
                    const union sc_key_part *b)
{
    for (size_t i = 0; i < loader->key_count; i++) {
        bool same = is_text(&loader->keys[i]) ? sc_str_eq(a[i].text, b[i].text)
                                              : a[i].number == b[i].number;
        if (!same)
            return false;
    }
    return true;
}

const union sc_key_part *sc_keys_parts(const struct sc_keys *keys, uint32_t key)
{
    return keys->at + (size_t)key * keys->loader->key_count;
}

/* The slot that holds this key, or the free one for it. */
static uint32_t *slot_of(const struct sc_keys *keys, const union sc_key_part *parts)
{
    uint64_t at = hash_parts(keys, parts);

    for (;; at++) {
        uint32_t *slot = &keys->slots[at & keys->mask];
        if (*slot == 0 || is_same(keys->loader, sc_keys_parts(keys, *slot - 1), parts))
            return slot;
    }
}

/* A table at most half full. */
static bool make_slots(struct sc_arena *arena, struct sc_keys *keys, size_t count)
{
    size_t size = 2;

    while (size < 2 * count)
        size *= 2;
    keys->slots = sc_arena_array(arena, size, sizeof *keys->slots);
    keys->mask = (uint32_t)size - 1;
    return keys->slots != NULL;
}

enum sc_status sc_keys_collect(struct sc_arena *arena, uint64_t seed,
                               const struct sc_pg_loader *loader, const union sc_key_part *at,
                               size_t count, struct sc_keys *ret_keys)
{
    static const union sc_key_part none = {.number = 0}; /* a key without parts is somewhere, too */
    size_t parts = loader->key_count;

    if (parts == 0)
        at = &none;
    struct sc_keys keys = {.loader = loader, .at = at, .count = (uint32_t)count, .seed = seed};
    if (count <= 1) {
        *ret_keys = keys;
        return SC_OK;
    }
    union sc_key_part *once = sc_arena_array(arena, count * parts, sizeof *once);
    uint32_t *of = sc_arena_array(arena, count, sizeof *of);
    if (once == NULL || of == NULL || !make_slots(arena, &keys, count))
        return SC_LIMITED;
    keys.at = once;
    keys.count = 0;
    for (size_t i = 0; i < count; i++) {
        const union sc_key_part *asked = at + i * parts;
        uint32_t *slot = slot_of(&keys, asked);
        if (*slot == 0) {
            if (parts > 0)
                memcpy(once + keys.count * parts, asked, parts * sizeof *once);
            *slot = ++keys.count;
        }
        of[i] = *slot - 1;
    }
    if (keys.count < count)
        keys.of = of;
    *ret_keys = keys;
    return SC_OK;
}

static int64_t read_number(size_t size, const char *at)
{
    int64_t i64;
    int32_t i32;
    int16_t i16;

    if (size == sizeof i64) {
        memcpy(&i64, at, sizeof i64);
        return i64;
    }
    if (size == sizeof i32) {
        memcpy(&i32, at, sizeof i32);
        return i32;
    }
    if (size == sizeof i16) {
        memcpy(&i16, at, sizeof i16);
        return i16;
    }
    return *at != 0;
}

static union sc_key_part read_part(const struct sc_field *field, const void *row)
{
    const char *at = (const char *)row + field->at;
    union sc_key_part part;

    if (is_text(field))
        memcpy(&part.text, at, sizeof part.text);
    else
        part.number = read_number(number_size(field->type), at);
    return part;
}

static void read_parts(const struct sc_keys *keys, const void *row,
                       union sc_key_part parts[SC_PG_KEYS_MAX])
{
    for (size_t i = 0; i < keys->loader->key_count; i++)
        parts[i] = read_part(&keys->loader->keys[i], row);
}

bool sc_keys_has_row(const struct sc_keys *keys, uint32_t key, const void *row)
{
    union sc_key_part parts[SC_PG_KEYS_MAX];

    read_parts(keys, row, parts);
    return is_same(keys->loader, sc_keys_parts(keys, key), parts);
}

/* Which key the row carries; `count` when it is none of these. */
static uint32_t key_of_row(const struct sc_keys *keys, const void *row)
{
    union sc_key_part parts[SC_PG_KEYS_MAX];

    read_parts(keys, row, parts);
    if (keys->count == 1)
        return is_same(keys->loader, keys->at, parts) ? 0 : keys->count;
    uint32_t found = *slot_of(keys, parts);
    return found == 0 ? keys->count : found - 1;
}

/* From how many rows each key has to where its rows begin. */
static void sum_up(uint32_t *first, size_t count)
{
    uint32_t sum = 0;

    for (size_t i = 0; i <= count; i++) {
        uint32_t rows = first[i];
        first[i] = sum;
        sum += rows;
    }
}

enum sc_status sc_keys_split(struct sc_arena *arena, const struct sc_keys *keys,
                             struct sc_rows rows, struct sc_keyed_rows *ret_rows)
{
    size_t size = keys->loader->query->row.size;
    uint32_t *first = sc_arena_array(arena, keys->count + 1, sizeof *first);
    uint32_t *next = sc_arena_array(arena, keys->count + 1, sizeof *next);
    uint32_t *key = sc_arena_array(arena, rows.count, sizeof *key);
    const void **at = sc_arena_array(arena, rows.count, sizeof *at);

    if (first == NULL || next == NULL || key == NULL || at == NULL)
        return SC_LIMITED;
    for (size_t i = 0; i < rows.count; i++) {
        key[i] = key_of_row(keys, (const char *)rows.at + i * size);
        if (key[i] == keys->count)
            return SC_INTERNAL;
        first[key[i]]++;
    }
    sum_up(first, keys->count);
    memcpy(next, first, (keys->count + 1) * sizeof *next);
    for (size_t i = 0; i < rows.count; i++)
        at[next[key[i]]++] = (const char *)rows.at + i * size;
    *ret_rows = (struct sc_keyed_rows){at, first};
    return SC_OK;
}

enum sc_status sc_keys_spread(struct sc_arena *arena, const struct sc_keys *keys,
                              struct sc_keyed_rows each_once, size_t asked,
                              struct sc_keyed_rows *ret_rows)
{
    if (keys->of == NULL) {
        *ret_rows = each_once;
        return SC_OK;
    }
    uint32_t *first = sc_arena_array(arena, asked + 1, sizeof *first);
    uint64_t total = 0;
    if (first == NULL)
        return SC_LIMITED;
    for (size_t i = 0; i < asked; i++) {
        first[i] = each_once.first[keys->of[i] + 1] - each_once.first[keys->of[i]];
        total += first[i];
    }
    const void **rows = total > UINT32_MAX ? NULL : sc_arena_array(arena, total, sizeof *rows);
    if (rows == NULL)
        return SC_LIMITED;
    sum_up(first, asked);
    for (size_t i = 0; i < asked; i++)
        for (uint32_t r = 0; r < first[i + 1] - first[i]; r++)
            rows[first[i] + r] = each_once.rows[each_once.first[keys->of[i]] + r];
    *ret_rows = (struct sc_keyed_rows){rows, first};
    return SC_OK;
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are cut to their type's size");

/* One part of all keys as a list in C. */
static enum sc_status put_numbers(struct sc_arena *arena, const struct sc_keys *keys, size_t part,
                                  void *list)
{
    size_t size = number_size(keys->loader->keys[part].type);
    char *at = sc_arena_alloc(arena, keys->count * size);
    struct sc_i64_list numbers = {(const void *)at, NULL, keys->count};

    if (at == NULL)
        return SC_LIMITED;
    for (uint32_t i = 0; i < keys->count; i++) {
        int64_t number = sc_keys_parts(keys, i)[part].number;
        memcpy(at + i * size, &number, size);
        if (read_number(size, at + i * size) != number)
            return SC_INVALID;
    }
    memcpy(list, &numbers, sizeof numbers); /* all lists of numbers have this form */
    return SC_OK;
}

static enum sc_status put_texts(struct sc_arena *arena, const struct sc_keys *keys, size_t part,
                                void *list)
{
    struct sc_str *at = sc_arena_array(arena, keys->count, sizeof *at);
    struct sc_str_list texts = {at, keys->count};

    if (at == NULL)
        return SC_LIMITED;
    for (uint32_t i = 0; i < keys->count; i++)
        at[i] = sc_keys_parts(keys, i)[part].text;
    memcpy(list, &texts, sizeof texts);
    return SC_OK;
}

enum sc_status sc_keys_fill(struct sc_arena *arena, const struct sc_keys *keys, void *in)
{
    const struct sc_pg_loader *loader = keys->loader;

    for (size_t part = 0; part < loader->key_count; part++) {
        const struct sc_field *param = &loader->query->in.fields[loader->first_key + part];
        void *list = (char *)in + param->at;
        enum sc_status st = is_text(&loader->keys[part]) ? put_texts(arena, keys, part, list)
                                                         : put_numbers(arena, keys, part, list);
        if (st != SC_OK)
            return st;
    }
    return SC_OK;
}

void sc_keys_write(const struct sc_keys *keys, uint32_t key, struct sc_buf *out)
{
    const union sc_key_part *parts = sc_keys_parts(keys, key);

    for (size_t i = 0; i < keys->loader->key_count; i++) {
        if (is_text(&keys->loader->keys[i])) {
            uint64_t len = parts[i].text.len;
            sc_buf_put(out, (struct sc_str){(const char *)&len, sizeof len});
            sc_buf_put(out, parts[i].text);
        } else {
            sc_buf_put(out, (struct sc_str){(const char *)&parts[i].number, sizeof(int64_t)});
        }
    }
}
