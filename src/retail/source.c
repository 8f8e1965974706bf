#include "retail/source.h"

#include "retail/retail_rows.h"

bool retail_source_is_name(struct sc_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool is_inner = c == '-' || c == '_';
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (is_inner && i > 0)))
            return false;
    }
    return name.len > 0 && name.len <= RETAIL_SOURCE_NAME_MAX;
}

bool retail_source_is_folder(struct sc_str place)
{
    return sc_str_starts(place, SC_STR("/"));
}

struct sc_str retail_source_place_on(struct sc_arena *arena, struct sc_str place,
                                     struct sc_date date)
{
    const struct {
        struct sc_str word;
        int width, number;
    } parts[] = {
        {SC_STR("{yyyy}"), 4, date.year},
        {SC_STR("{mm}"), 2, date.month},
        {SC_STR("{dd}"), 2, date.day},
    };
    struct sc_buf buf;

    sc_buf_init(&buf, RETAIL_SOURCE_PLACE_MAX);
    for (size_t at = 0; at < place.len;) {
        struct sc_str rest = sc_str_sub(place, at, place.len);
        size_t i = 0;
        while (i < SC_COUNT(parts) && !sc_str_starts(rest, parts[i].word))
            i++;
        if (i < SC_COUNT(parts))
            sc_buf_printf(&buf, "%0*d", parts[i].width, parts[i].number);
        else
            sc_buf_put_char(&buf, rest.at[0]);
        at += i < SC_COUNT(parts) ? parts[i].word.len : 1;
    }
    struct sc_str text = {NULL, 0};
    if (!buf.failed)
        text = sc_arena_str(arena, sc_buf_str(&buf));
    sc_buf_finish(&buf);
    return text;
}

enum sc_status retail_source_add(struct sc_tx *tx, const struct retail_source *source,
                                 const struct sc_str *places, size_t place_count)
{
    const struct retail_source_add_in in = {
        .name = source->name,
        .format = source->format,
        .map = source->map,
        .retailer = source->retailer,
        .retailer_name = source->retailer_name,
        .country = source->country,
        .currency = source->currency,
        .time_zone = source->time_zone,
        .pause_ms = source->pause_ms,
    };
    struct retail_source_add_row added;
    enum sc_status st = retail_source_add_one(tx, &in, &added);

    if (st == SC_NOT_FOUND)
        return sc_fail(tx->rq, SC_CONFLICT, "there is a source \"%.*s\" already",
                       SC_STR_ARGS(source->name));
    for (size_t i = 0; st == SC_OK && i < place_count; i++) {
        const struct retail_source_place_add_in place = {added.id, places[i]};
        st = retail_source_place_add_exec(tx, &place, NULL);
    }
    return st;
}

static enum sc_status none(struct sc_tx *tx, struct sc_str name)
{
    return sc_fail(tx->rq, SC_NOT_FOUND, "there is no source \"%.*s\"", SC_STR_ARGS(name));
}

enum sc_status retail_source_remove(struct sc_tx *tx, struct sc_str name)
{
    const struct retail_source_remove_in in = {name};
    int64_t removed = 0;
    enum sc_status st = retail_source_remove_exec(tx, &in, &removed);

    return st == SC_OK && removed == 0 ? none(tx, name) : st;
}

enum sc_status retail_source_find(struct sc_tx *tx, struct sc_str name,
                                  struct retail_source *ret_source)
{
    const struct retail_source_find_in in = {name};
    struct retail_source_find_row row;
    enum sc_status st = retail_source_find_one(tx, &in, &row);

    if (st != SC_OK)
        return st == SC_NOT_FOUND ? none(tx, name) : st;
    *ret_source = (struct retail_source){
        .id = row.id,
        .name = row.name,
        .format = row.format,
        .map = row.map,
        .retailer = row.retailer,
        .retailer_name = row.retailer_name,
        .country = row.country,
        .currency = row.currency,
        .time_zone = row.time_zone,
        .pause_ms = row.pause_ms,
        .today = row.today,
    };
    return SC_OK;
}

enum sc_status retail_source_places(struct sc_tx *tx, struct sc_str name,
                                    struct retail_source_places *ret_places)
{
    const struct retail_source_places_in in = {
        .name = name.at != NULL ? name : SC_STR(""),
        .count = RETAIL_SOURCE_PLACES_MAX,
    };
    struct retail_source_places_rows rows;
    enum sc_status st = retail_source_places_all(tx, &in, RETAIL_SOURCE_PLACES_MAX, &rows);

    if (st != SC_OK)
        return st;
    struct retail_source_place *at = sc_arena_array(tx->rq->arena, rows.count, sizeof *at);
    if (at == NULL)
        return sc_fail(tx->rq, SC_NO_MEMORY, "no memory for a source");
    for (size_t i = 0; i < rows.count; i++) {
        const struct retail_source_places_row *row = &rows.at[i];
        at[i] = (struct retail_source_place){
            .source = row->source,
            .place = row->place,
            .etag = row->etag,
            .modified = row->modified,
            .content_hash = row->content_hash,
            .was_asked = row->has_asked_at,
            .has_changed = row->has_changed_at,
            .asked_us = row->asked_at,
            .changed_us = row->changed_at,
            .status = row->status,
            .error = row->error,
        };
    }
    *ret_places = (struct retail_source_places){at, rows.count};
    return SC_OK;
}

enum sc_status retail_source_place_tell(struct sc_tx *tx, int64_t source_id, struct sc_str place,
                                        const struct retail_source_told *told)
{
    const struct retail_source_place_told_in in = {
        .source_id = source_id,
        .place = place,
        .status = told->status,
        .has_status = told->status != 0,
        .error = told->error,
        .is_taken = told->is_taken,
        .etag = told->etag,
        .modified = told->modified,
        .content_hash = told->content_hash,
        .is_changed = told->is_changed,
    };

    return retail_source_place_told_exec(tx, &in, NULL);
}

enum sc_status retail_source_host_take(struct sc_tx *tx, struct sc_str host, int64_t *ret_wait_us)
{
    const struct retail_source_host_take_in in = {host};
    struct retail_source_host_take_row row;
    enum sc_status st = retail_source_host_take_one(tx, &in, &row);

    if (st == SC_OK && row.is_ours) /* the pause anew: it may have been set just before */
        st = retail_source_host_take_one(tx, &in, &row);
    if (st != SC_OK)
        return st;
    *ret_wait_us = row.wait_us;
    return row.is_ours ? SC_OK : SC_BUSY;
}

enum sc_status retail_source_host_give(struct sc_tx *tx, struct sc_str host, int64_t pause_ms)
{
    const struct retail_source_host_give_in in = {host, pause_ms};

    return retail_source_host_give_exec(tx, &in, NULL);
}
