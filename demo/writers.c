#include "demo/writers.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/time.h"

void demo_date_text(int64_t day, bool compact, char ret_text[DEMO_DATE_TEXT])
{
    struct sc_date date = sc_date_of_days(day);
    const char *gap = compact ? "" : "-";

    /* The masks say to the compiler what sc_date says: four, two and two digits. */
    snprintf(ret_text, DEMO_DATE_TEXT, "%04u%s%02u%s%02u", (unsigned)date.year % 10000, gap,
             (unsigned)date.month % 100, gap, (unsigned)date.day % 100);
}

void demo_put_money(struct sc_buf *buf, int64_t cents)
{
    sc_buf_printf(buf, "%" PRId64 ".%02d", cents / 100, (int)(cents % 100));
}

enum sc_status demo_write_out(const struct demo_writer *writer, struct sc_str name,
                              enum demo_packing packing, struct sc_buf *buf)
{
    if (name.at == NULL || buf->failed)
        return SC_NO_MEMORY;
    enum sc_status st = demo_file_write(writer->folder, name.at, packing, sc_buf_str(buf));

    sc_buf_clear(buf);
    return st;
}

enum sc_status demo_write_stores(const struct demo_writer *writer, enum demo_chain_id chain)
{
    SC_SCOPED(sc_buf) buf = {0};

    sc_buf_init(&buf, DEMO_FILE_MAX);
    sc_buf_put(&buf, SC_STR("store_code\tname\taddress\tcity\tpostal_code\tlatitude\tlongitude\t"
                            "country\tcurrency\ttime_zone\n"));
    for (size_t i = 0; i < demo_store_count; i++) {
        const struct demo_store *store = &demo_stores[i];
        if (store->chain == chain)
            sc_buf_printf(&buf, "%s\t%s\t%s\t%s\t%s\t%.4f\t%.4f\tIE\tEUR\tEurope/Dublin\n",
                          store->code, store->name, store->address, store->city, store->zip,
                          store->lat, store->lon);
    }
    return demo_write_out(
        writer,
        sc_arena_printf(writer->arena, "%s-stores-%s.tsv", demo_chains[chain].key, writer->date),
        DEMO_PLAIN, &buf);
}

static enum sc_status write_chain(struct demo_writer *writer, const char *out,
                                  enum demo_chain_id chain)
{
    static enum sc_status (*const writers[])(const struct demo_writer *) = {
        [DEMO_LARKFIELD] = demo_write_transparency,
        [DEMO_KETTLE] = demo_write_merchant,
        [DEMO_HALFPENNY] = demo_write_tables,
    };
    struct sc_str folder = sc_arena_printf(writer->arena, "%s/%s", out, demo_chains[chain].key);

    if (folder.at == NULL)
        return SC_NO_MEMORY;
    enum sc_status st = demo_folder_make(folder.at);
    if (st != SC_OK)
        return st;
    writer->folder = folder.at;
    return writers[chain](writer);
}

enum sc_status demo_write_world(struct sc_arena *arena, const struct demo_world *world, int64_t day,
                                const char *out)
{
    struct demo_writer writer = {.arena = arena, .world = world, .day = day};
    enum sc_status st = demo_folder_make(out);

    demo_date_text(day, false, writer.date);
    demo_date_text(day, true, writer.compact);
    for (unsigned chain = 0; chain < DEMO_CHAINS && st == SC_OK; chain++)
        st = write_chain(&writer, out, (enum demo_chain_id)chain);
    return st;
}
