#include "domain/sync.h"

#include <assert.h>
#include <stdio.h>

#include "base/macros.h"

static const int64_t stamp_ms_max = ((int64_t)1 << 48) - 1;

static bool take_hex(struct sc_str text, size_t from, size_t len, uint64_t *ret_number)
{
    uint64_t number = 0;

    for (size_t i = from; i < from + len; i++) {
        char c = text.at[i];
        if (c >= '0' && c <= '9')
            number = number << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            number = number << 4 | (uint64_t)(c - 'a' + 10);
        else
            return false;
    }
    *ret_number = number;
    return true;
}

enum sc_status sc_stamp_read(struct sc_str text, struct sc_stamp *ret_stamp)
{
    uint64_t ms, counter, device;

    if (text.len != SC_STAMP_LEN || text.at[12] != '-' || text.at[17] != '-' ||
        !take_hex(text, 0, 12, &ms) || !take_hex(text, 13, 4, &counter) ||
        !take_hex(text, 18, 16, &device))
        return SC_INVALID;
    *ret_stamp =
        (struct sc_stamp){.ms = (int64_t)ms, .counter = (uint16_t)counter, .device = device};
    return SC_OK;
}

void sc_stamp_write(const struct sc_stamp *stamp, char ret_text[SC_STAMP_LEN + 1])
{
    assert(stamp->ms >= 0 && stamp->ms <= stamp_ms_max);
    snprintf(ret_text, SC_STAMP_LEN + 1, "%012llx-%04x-%016llx", (unsigned long long)stamp->ms,
             (unsigned)stamp->counter, (unsigned long long)stamp->device);
}

struct sc_stamp sc_stamp_next(const struct sc_stamp *last, int64_t now_ms, uint64_t device)
{
    if (now_ms > last->ms)
        return (struct sc_stamp){.ms = now_ms, .device = device};
    if (last->counter == SC_STAMP_COUNTER_MAX)
        return (struct sc_stamp){.ms = last->ms + 1, .device = device};
    return (struct sc_stamp){
        .ms = last->ms, .counter = (uint16_t)(last->counter + 1), .device = device};
}

struct sc_stamp sc_stamp_clamp(const struct sc_stamp *stamp, int64_t now_ms, uint16_t *counter)
{
    int64_t limit_ms = now_ms + SC_STAMP_AHEAD_MS;

    if (stamp->ms <= limit_ms)
        return *stamp;
    return (struct sc_stamp){.ms = limit_ms, .counter = (*counter)++, .device = stamp->device};
}

const char *sc_sync_field_name(enum sc_sync_field field)
{
    static const char *const names[SC_SYNC_FIELD_COUNT] = {
        [SC_SYNC_NAME] = "name",         [SC_SYNC_UNIT] = "unit",
        [SC_SYNC_NOTE] = "note",         [SC_SYNC_PHOTO] = "photo",
        [SC_SYNC_CATEGORY] = "category", [SC_SYNC_PRODUCT] = "product",
        [SC_SYNC_POSITION] = "position", [SC_SYNC_TICKED] = "ticked",
        [SC_SYNC_DELETED] = "deleted",
    };

    return names[field];
}

const struct sc_sync_item sc_sync_item_new = {.quantity = {.typed_milli = 1000}};

/* By their bytes; an absent text before all others. */
static int compare(struct sc_str a, struct sc_str b)
{
    if (a.at == NULL || b.at == NULL)
        return (a.at != NULL) - (b.at != NULL);
    return sc_str_cmp(a, b);
}

bool sc_sync_merge_cell(struct sc_sync_cell *cell, struct sc_str stamp, struct sc_str value)
{
    int later = compare(stamp, cell->stamp);

    if (later < 0 || (later == 0 && compare(value, cell->value) <= 0))
        return false;
    *cell = (struct sc_sync_cell){.stamp = stamp, .value = value};
    return true;
}

static bool merge_typed(struct sc_sync_quantity *quantity, struct sc_str stamp, int64_t milli)
{
    int later = compare(stamp, quantity->stamp);

    if (later < 0 || (later == 0 && milli <= quantity->typed_milli))
        return false;
    quantity->typed_milli = milli;
    if (later > 0)
        quantity->stepped_milli = 0;
    quantity->stamp = stamp;
    return true;
}

/*
 * A base that is newer than what is here was brought back by sc_stamp_clamp when
 * it came; it is the same typed quantity.
 */
static bool merge_step(struct sc_sync_quantity *quantity, struct sc_str base, int64_t milli)
{
    if (compare(base, quantity->stamp) < 0)
        return false;
    quantity->stepped_milli += milli;
    return milli != 0;
}

bool sc_sync_merge(struct sc_sync_item *item, const struct sc_sync_op *op)
{
    bool is_changed = false;

    for (size_t i = 0; i < SC_SYNC_FIELD_COUNT; i++)
        if (op->is_set[i])
            is_changed |= sc_sync_merge_cell(&item->cells[i], op->stamp, op->value[i]);
    if (op->amount == SC_SYNC_AMOUNT_TYPED)
        is_changed |= merge_typed(&item->quantity, op->stamp, op->amount_milli);
    if (op->amount == SC_SYNC_AMOUNT_STEP)
        is_changed |= merge_step(&item->quantity, op->base, op->amount_milli);
    return is_changed;
}

int64_t sc_sync_quantity_milli(const struct sc_sync_quantity *quantity)
{
    int64_t milli = quantity->typed_milli + quantity->stepped_milli;

    if (milli < 0)
        return 0;
    return milli < SC_SYNC_QUANTITY_MAX ? milli : SC_SYNC_QUANTITY_MAX;
}

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum {
    DIGITS = sizeof digits - 1
};

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 36;
    return -1;
}

bool sc_position_is_valid(struct sc_str position)
{
    if (position.len == 0 || position.len > SC_POSITION_MAX)
        return false;
    for (size_t i = 0; i < position.len; i++)
        if (digit_of(position.at[i]) < 0)
            return false;
    return position.at[position.len - 1] != digits[0];
}

/* Digit i of a place; behind its end are zeros, and behind that of the list's end the base. */
static int lower_digit(struct sc_str after, size_t i)
{
    int digit = after.at != NULL && i < after.len ? digit_of(after.at[i]) : 0;

    assert(digit >= 0); /* places are checked before */
    return digit;
}

static int upper_digit(struct sc_str before, size_t i)
{
    if (before.at == NULL)
        return DIGITS;
    return i < before.len ? digit_of(before.at[i]) : 0;
}

/* Between two, the middle; at the ends of the list, the nearest, for more will follow there. */
static int choose(int low, int high, bool is_append, bool is_prepend)
{
    if (is_append)
        return low + 1;
    if (is_prepend)
        return high - 1;
    return low + (high - low) / 2;
}

enum sc_status sc_position_between(struct sc_arena *arena, struct sc_str after,
                                   struct sc_str before, struct sc_str *ret_position)
{
    char text[SC_POSITION_MAX];
    bool is_first = after.at == NULL && before.at == NULL;
    bool is_append = before.at == NULL && !is_first;
    bool is_prepend = after.at == NULL && !is_first;

    if ((after.at != NULL && !sc_position_is_valid(after)) ||
        (before.at != NULL && !sc_position_is_valid(before)) ||
        (after.at != NULL && before.at != NULL && sc_str_cmp(after, before) >= 0))
        return SC_INVALID;
    for (size_t i = 0; i < SC_POSITION_MAX; i++) {
        int low = lower_digit(after, i);
        int high = upper_digit(before, i);

        text[i] = digits[low];
        if (high - low > 1) { /* room for a digit here: the place ends with it */
            text[i] = digits[choose(low, high, is_append, is_prepend)];
            struct sc_str kept = sc_arena_str(arena, (struct sc_str){.at = text, .len = i + 1});
            if (kept.at == NULL)
                return SC_NO_MEMORY;
            *ret_position = kept;
            return SC_OK;
        }
        if (high - low == 1) /* below `before` from here on, whatever follows */
            before = (struct sc_str){0};
    }
    return SC_LIMITED;
}
