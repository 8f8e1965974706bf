#include "domain/list_json.h"

#include "domain/names.h"

/* Fails the document at the later of two equal ids. */
static void need_unique(const struct sc_json_list *list)
{
    struct sc_json_in *in = list->at.in;
    struct sc_json entry;
    size_t twice;

    if (sc_json_in_status(in) != SC_OK)
        return;
    if (sc_names_twice(in->arena, list->ids, list->count, &twice) != SC_OK) {
        in->status = SC_NO_MEMORY;
        return;
    }
    for (bool more = sc_json_in_first(&list->at, &entry); more; more = sc_json_in_next(&entry))
        if (entry.index == twice) {
            struct sc_json id = sc_json_in_need(&entry, "id");
            sc_json_in_fail(&id, "stands twice");
        }
}

void sc_json_read_list(const struct sc_json *object, const struct sc_json_list_kind *kind,
                       const void *context, struct sc_json_list *ret_list)
{
    struct sc_json_in *in = object->in;
    struct sc_json_list list = {.at = sc_json_in_need(object, kind->key)};
    size_t listed = sc_json_in_array(&list.at, kind->max);
    struct sc_str *ids = sc_arena_array(in->arena, listed, sizeof *ids);
    char *row = sc_arena_array(in->arena, listed, kind->row_size);
    struct sc_json entry;

    list.rows = row;
    list.ids = ids;
    if (ids == NULL || row == NULL) {
        in->status = SC_NO_MEMORY;
    } else {
        for (bool more = sc_json_in_first(&list.at, &entry); more; more = sc_json_in_next(&entry)) {
            ids[list.count++] = sc_json_in_text(&entry, "id");
            kind->read(&entry, context, row);
            row += kind->row_size;
        }
        need_unique(&list);
    }
    if (sc_json_in_status(in) != SC_OK)
        list.count = 0;
    *ret_list = list;
}
