#include "app/import_view.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "base/unicode.h"
#include "runtime/deadline.h"

enum {
    BAR_CELLS = 24,
    BAR_COLUMNS = 79, /* narrower than any terminal in use */
    BAR_EVERY_MS = 100,
    JSON_MAX = 1024 * 1024, /* bytes of one file's object: a few hundred are usual */
    EXAMPLES_SHOWN = 3,     /* of each reason; the rejects table has more */
};

void app_import_view_init(struct app_import_view *view, bool json)
{
    *view = (struct app_import_view){
        .json = json,
        .has_bar = isatty(STDERR_FILENO) == 1,
        .began_us = sc_monotonic_us(),
    };
    sc_buf_init(&view->buf, JSON_MAX);
    sc_json_init(&view->out, &view->buf);
    if (!json)
        return;
    sc_json_object(&view->out);
    sc_json_key(&view->out, SC_STR("files"));
    sc_json_array(&view->out);
}

void app_import_view_finish(struct app_import_view *view)
{
    sc_buf_finish(&view->buf);
}

static void print_json(struct app_import_view *view)
{
    fwrite(view->buf.at, 1, view->buf.len, stdout);
    sc_buf_clear(&view->buf);
}

/* ---- the bar ---- */

static void clear_bar(const struct app_import_view *view)
{
    if (view->has_bar && view->drawn_us != 0)
        fprintf(stderr, "\r%*s\r", BAR_COLUMNS, "");
}

static void draw_bar(struct app_import_view *view, int64_t done_bytes, int64_t rows)
{
    double seconds = (double)(view->drawn_us - view->began_us) / (double)SC_SECOND_US;
    double part = view->total_bytes > 0 ? (double)done_bytes / (double)view->total_bytes : 0;
    char cells[BAR_CELLS + 1] = "";
    char line[BAR_COLUMNS + 1];

    part = part > 1 ? 1 : part;
    for (int i = 0; i < BAR_CELLS; i++)
        cells[i] = i < (int)(part * BAR_CELLS) ? '#' : '.';
    double rate = seconds > 0 ? (double)rows / seconds : 0;
    double left = part > 0 ? seconds / part - seconds : 0;
    snprintf(line, sizeof line, "[%s] %3.0f %%  %lld rows  %.0f rows/s  %.0f s left", cells,
             100 * part, (long long)rows, rate, left);
    fprintf(stderr, "\r%-*s", BAR_COLUMNS, line);
}

static void on_progress(void *context, int64_t done_bytes, int64_t total_bytes, int64_t rows)
{
    struct app_import_view *view = context;
    int64_t now_us = sc_monotonic_us();

    (void)total_bytes; /* of this path: the bar is of all of them */
    if (!view->has_bar || now_us - view->drawn_us < BAR_EVERY_MS * (SC_SECOND_US / 1000))
        return;
    view->drawn_us = now_us;
    draw_bar(view, view->done_bytes + done_bytes, view->rows + rows);
}

/* ---- a file ---- */

static void print_count(int64_t count, const char *what, bool *is_first)
{
    if (count == 0)
        return;
    printf("%s%lld %s", *is_first ? "" : ", ", (long long)count, what);
    *is_first = false;
}

static void print_head(const struct import_result *result)
{
    printf("%.*s: ", SC_STR_ARGS(result->path));
    if (result->kind.len == 0)
        return;
    printf("%.*s %.*s", SC_STR_ARGS(result->source), SC_STR_ARGS(result->kind));
    if (result->retailer.len > 0)
        printf(" of %.*s", SC_STR_ARGS(result->retailer));
    if (result->store.len > 0)
        printf(", store %.*s", SC_STR_ARGS(result->store));
    fputs(": ", stdout);
}

static void print_counts(const struct import_result *result)
{
    bool is_first = false;

    printf("%lld rows", (long long)result->rows);
    print_count(result->stores, "stores", &is_first);
    print_count(result->products, "products", &is_first);
    print_count(result->prices, "prices", &is_first);
    print_count(result->deals, "deals", &is_first);
    print_count(result->unchanged, "unchanged", &is_first);
    print_count(result->delisted, "gone", &is_first);
    if (!result->is_complete)
        printf("; not complete (%.*s): nothing is taken away", SC_STR_ARGS(result->note));
    else if (result->note.len > 0)
        printf("; %.*s: nothing is taken away", SC_STR_ARGS(result->note));
    putchar('\n');
}

/* One line, whatever is in the text. */
static void print_words(struct sc_str words)
{
    while (words.len > 0) {
        size_t step;
        enum sc_unicode_kind kind = sc_unicode_kind(words, &step);
        if (kind == SC_UNICODE_SPACE)
            putchar(' ');
        else if (kind != SC_UNICODE_UNSEEN)
            fwrite(words.at, 1, step, stdout);
        words = sc_str_sub(words, step, SIZE_MAX);
    }
}

static void print_tally(const struct retail_rejects *tally, const char *what)
{
    for (size_t i = 0; i < tally->reason_count; i++) {
        const struct retail_reject_reason *reason = &tally->reasons[i];
        printf("    %lld %s: %.*s\n", (long long)reason->count, what, SC_STR_ARGS(reason->name));
        for (size_t e = 0; e < reason->example_count && e < EXAMPLES_SHOWN; e++) {
            printf("        line %lld: ", (long long)reason->examples[e].line);
            print_words(reason->examples[e].words);
            putchar('\n');
        }
    }
}

static void print_result(const struct import_result *result)
{
    print_head(result);
    switch (result->outcome) {
    case IMPORT_DONE:
        print_counts(result);
        print_tally(result->rejected, "refused");
        print_tally(result->unpriced, "kept, not priced");
        break;
    case IMPORT_UNCHANGED:
        puts("unchanged, imported before");
        break;
    case IMPORT_STALE:
        printf("nothing changed: %.*s\n", SC_STR_ARGS(result->note));
        break;
    case IMPORT_FAILED:
        printf("FAILED, nothing changed: %.*s\n", SC_STR_ARGS(result->note));
        break;
    }
    fflush(stdout); /* each as it is done */
}

static void on_file(void *context, const struct import_result *result)
{
    struct app_import_view *view = context;

    view->files++;
    view->failed += result->outcome == IMPORT_FAILED;
    view->stale_files += result->outcome == IMPORT_STALE;
    view->unchanged_files += result->outcome == IMPORT_UNCHANGED;
    view->rows += result->outcome == IMPORT_DONE ? result->rows : 0;
    clear_bar(view);
    if (view->json) {
        import_result_write(result, &view->out);
        print_json(view);
        if (result->outcome == IMPORT_FAILED)
            fprintf(stderr, "%.*s: %.*s\n", SC_STR_ARGS(result->path), SC_STR_ARGS(result->note));
    } else {
        print_result(result);
    }
}

struct import_watch app_import_view_watch(struct app_import_view *view)
{
    return (struct import_watch){.context = view, .progress = on_progress, .file = on_file};
}

void app_import_view_missing(struct app_import_view *view, struct sc_str path, struct sc_str why)
{
    struct import_result result = import_result_unread(path, why);

    on_file(view, &result);
}

void app_import_view_path(struct app_import_view *view, int64_t bytes)
{
    view->done_bytes += bytes;
}

void app_import_view_end(struct app_import_view *view)
{
    double seconds = (double)(sc_monotonic_us() - view->began_us) / (double)SC_SECOND_US;
    bool is_first = false;

    clear_bar(view);
    if (view->json) {
        sc_json_array_end(&view->out);
        sc_json_key(&view->out, SC_STR("seconds"));
        sc_json_decimal(&view->out, seconds, 3);
        sc_json_object_end(&view->out);
        sc_buf_put_char(&view->buf, '\n');
        print_json(view);
        return;
    }
    printf("%lld files", (long long)view->files);
    print_count(view->unchanged_files, "unchanged", &is_first);
    print_count(view->stale_files, "older than what is here", &is_first);
    print_count(view->failed, "FAILED", &is_first);
    printf("; %lld rows in %.1f s", (long long)view->rows, seconds);
    if (seconds >= 1)
        printf(", %.0f rows/s", (double)view->rows / seconds);
    putchar('\n');
}
