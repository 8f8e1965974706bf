#include "runtime/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json_out.h"
#include "base/time.h"

static _Atomic int least_level = SC_LOG_INFO;
static atomic_bool was_cut; /* the disk was full midway: the latest line has no end */

static const struct sc_str level_names[] = {
    [SC_LOG_DEBUG] = SC_STR("debug"),
    [SC_LOG_INFO] = SC_STR("info"),
    [SC_LOG_WARN] = SC_STR("warn"),
    [SC_LOG_ERROR] = SC_STR("error"),
};

void sc_log_set_level(enum sc_log_level least)
{
    atomic_store(&least_level, (int)least);
}

enum sc_log_level sc_log_level_of(struct sc_str name)
{
    for (size_t i = 0; i < SC_COUNT(level_names); i++)
        if (sc_str_eq(level_names[i], name))
            return (enum sc_log_level)i;
    return SC_LOG_INFO;
}

static void put_time(struct sc_json_out *out, int64_t at_us)
{
    char text[SC_TIME_TEXT + sizeof ".123"];

    sc_time_write(at_us, text);
    snprintf(text + SC_TIME_TEXT - 2, sizeof text - SC_TIME_TEXT + 2, ".%03uZ",
             (unsigned)(at_us % SC_SECOND_US / 1000) % 1000u);
    sc_json_key_str(out, "at", sc_str_of(text));
}

static void put_line(struct sc_buf *buf, enum sc_log_level level, const char *event,
                     const struct sc_log_field *fields, size_t field_count)
{
    struct sc_json_out out;

    sc_json_init(&out, buf);
    sc_json_object(&out);
    put_time(&out, sc_wall_us());
    sc_json_key_str(&out, "level", level_names[level]);
    sc_json_key_str(&out, "event", sc_str_of(event));
    for (size_t i = 0; i < field_count; i++) {
        sc_json_key(&out, sc_str_of(fields[i].name));
        if (fields[i].text.at != NULL)
            sc_json_str(&out, fields[i].text);
        else
            sc_json_i64(&out, fields[i].number);
    }
    sc_json_object_end(&out);
    sc_buf_put_char(buf, '\n');
}

/*
 * One write a line: lines of several threads do not mix. A log that cannot be written has nobody
 * to be told to; but behind a line that was cut, the next begins on a line of its own.
 */
static void write_line(struct sc_str line)
{
    if (atomic_load(&was_cut) && write(STDERR_FILENO, "\n", 1) == 1)
        atomic_store(&was_cut, false);
    ssize_t written = write(STDERR_FILENO, line.at, line.len);
    if (written > 0 && (size_t)written < line.len)
        atomic_store(&was_cut, true);
}

void sc_log_write(enum sc_log_level level, const char *event, const struct sc_log_field *fields,
                  size_t field_count)
{
    struct sc_buf buf;

    if ((int)level < atomic_load(&least_level))
        return;
    sc_buf_init(&buf, SC_LOG_LINE_MAX);
    put_line(&buf, level, event, fields, field_count);
    if (buf.failed) {
        sc_buf_clear(&buf);
        put_line(&buf, level, event, &SC_LOG_TEXT("note", SC_STR("fields left out: too long")), 1);
    }
    write_line(sc_buf_str(&buf));
    sc_buf_finish(&buf);
}

void sc_log_failure(const struct sc_request *rq, const char *event)
{
    const struct sc_failure *f = &rq->failure;

    sc_log(sc_status_is_ours(f->status) ? SC_LOG_ERROR : SC_LOG_WARN, event,
           SC_LOG_TEXT("status", sc_str_of(sc_status_name(f->status))),
           SC_LOG_TEXT("words", sc_failure_words(rq)),
           SC_LOG_TEXT("sqlstate", sc_str_of(f->sqlstate)),
           SC_LOG_TEXT("file", sc_str_of(f->file != NULL ? f->file : "")),
           SC_LOG_NUMBER("line", f->line));
}
