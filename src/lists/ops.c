#include "lists/ops.h"

#include <inttypes.h>

#include "base/macros.h"

enum {
    UUID_LEN = 36
};

bool lists_is_uuid(struct sc_str text)
{
    if (text.len != UUID_LEN)
        return false;
    for (size_t i = 0; i < UUID_LEN; i++) {
        char c = text.at[i];
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (is_dash ? c != '-' : !is_hex)
            return false;
    }
    return true;
}

/* Absent, or no longer than so many bytes; what PostgreSQL cannot hold is no text. */
static bool is_text(struct sc_str text, size_t max)
{
    return text.at == NULL || (text.len <= max && sc_str_find_char(text, '\0') < 0);
}

static void set(struct sc_sync_op *op, enum sc_sync_field field, struct sc_str value)
{
    op->is_set[field] = true;
    op->value[field] = value;
}

static void set_text(struct sc_sync_op *op, enum sc_sync_field field, struct sc_str value)
{
    if (value.at != NULL)
        set(op, field, value);
}

static void set_bool(struct sc_sync_op *op, enum sc_sync_field field, bool has, bool value)
{
    if (has)
        set(op, field, value ? SC_STR("true") : SC_STR("false"));
}

static bool clear_fields(struct sc_sync_op *op, const struct lists_op_in *in)
{
    static const enum sc_sync_field may[] = {SC_SYNC_UNIT, SC_SYNC_NOTE, SC_SYNC_PHOTO,
                                             SC_SYNC_CATEGORY, SC_SYNC_PRODUCT};

    for (size_t i = 0; in->has_clear && i < in->clear.count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < SC_COUNT(may); k++)
            if (sc_str_eq(in->clear.at[i], sc_str_of(sc_sync_field_name(may[k])))) {
                is_known = !op->is_set[may[k]];
                set(op, may[k], (struct sc_str){0});
            }
        if (!is_known)
            return false;
    }
    return true;
}

static bool is_amount(bool has, int64_t milli, int64_t min)
{
    return !has || (milli >= min && milli <= SC_SYNC_QUANTITY_MAX);
}

static bool fits(const struct lists_op_in *in)
{
    bool has_name = in->name.at != NULL;
    bool is_of_list = in->item_id.at == NULL;
    bool has_item_field = in->has_quantity_milli || in->has_step_milli || in->unit.at != NULL ||
                          in->note.at != NULL || in->photo.at != NULL || in->category.at != NULL ||
                          in->has_product_id || in->position.at != NULL || in->has_is_ticked ||
                          in->has_is_deleted || in->has_clear;

    return lists_is_uuid(in->id) && (is_of_list || lists_is_uuid(in->item_id)) &&
           (is_of_list ? !has_item_field : !in->has_is_archived) &&
           (!has_name || sc_str_trim(in->name).len > 0) && is_text(in->name, LISTS_TEXT_MAX) &&
           is_text(in->unit, LISTS_TEXT_MAX) && is_text(in->note, LISTS_NOTE_MAX) &&
           is_text(in->photo, LISTS_TEXT_MAX) && is_text(in->category, LISTS_TEXT_MAX) &&
           (in->position.at == NULL || sc_position_is_valid(in->position)) &&
           !(in->has_quantity_milli && in->has_step_milli) &&
           is_amount(in->has_quantity_milli, in->quantity_milli, 0) &&
           is_amount(in->has_step_milli, in->step_milli, -SC_SYNC_QUANTITY_MAX);
}

static void set_amount(struct sc_sync_op *op, const struct lists_op_in *in)
{
    if (in->has_quantity_milli) {
        op->amount = SC_SYNC_AMOUNT_TYPED;
        op->amount_milli = in->quantity_milli;
    } else if (in->has_step_milli) {
        op->amount = SC_SYNC_AMOUNT_STEP;
        op->amount_milli = in->step_milli;
        op->base = in->base;
    }
}

/* The stamp as it is kept, as text in the arena. */
static enum sc_status keep_stamp(struct sc_arena *arena, const struct sc_stamp *given,
                                 int64_t now_ms, uint16_t *counter, struct sc_str *ret_text)
{
    struct sc_stamp kept = sc_stamp_clamp(given, now_ms, counter);
    char text[SC_STAMP_LEN + 1];

    sc_stamp_write(&kept, text);
    *ret_text = sc_arena_str(arena, (struct sc_str){.at = text, .len = SC_STAMP_LEN});
    return ret_text->at == NULL ? SC_NO_MEMORY : SC_OK;
}

enum sc_status lists_op_read(struct sc_arena *arena, const struct lists_op_in *in, int64_t now_ms,
                             uint16_t *counter, struct sc_sync_op *ret_op, struct sc_str *ret_code)
{
    static const int64_t kept_ms = (int64_t)LISTS_KEPT_DAYS * 24 * 3600 * 1000;
    struct sc_sync_op op = {0};
    struct sc_stamp stamp, base;

    *ret_code = LISTS_INVALID;
    if (!fits(in) || sc_stamp_read(in->stamp, &stamp) != SC_OK ||
        (in->base.at != NULL && sc_stamp_read(in->base, &base) != SC_OK))
        return SC_INVALID;
    if (stamp.ms < now_ms - kept_ms) {
        *ret_code = LISTS_TOO_OLD;
        return SC_INVALID;
    }
    set_text(&op, SC_SYNC_NAME, in->name);
    set_text(&op, SC_SYNC_UNIT, in->unit);
    set_text(&op, SC_SYNC_NOTE, in->note);
    set_text(&op, SC_SYNC_PHOTO, in->photo);
    set_text(&op, SC_SYNC_CATEGORY, in->category);
    set_text(&op, SC_SYNC_POSITION, in->position);
    set_bool(&op, SC_SYNC_TICKED, in->has_is_ticked, in->is_ticked);
    set_bool(&op, SC_SYNC_DELETED, in->has_is_deleted, in->is_deleted);
    if (in->has_product_id)
        set(&op, SC_SYNC_PRODUCT, sc_arena_printf(arena, "%" PRId64, in->product_id));
    if (in->has_product_id && op.value[SC_SYNC_PRODUCT].at == NULL)
        return SC_NO_MEMORY;
    if (!clear_fields(&op, in))
        return SC_INVALID;
    set_amount(&op, in);
    *ret_op = op;
    return keep_stamp(arena, &stamp, now_ms, counter, &ret_op->stamp);
}
