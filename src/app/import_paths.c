#include "app/import_paths.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
    DATE_DIGITS_MIN = 8, /* YYYYMMDD */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The run of digits at `from`, single dashes and underscores in it passed over; its end. */
static size_t take_digits(struct sc_str name, size_t from, char digits[APP_IMPORT_DATE],
                          size_t *ret_count)
{
    size_t i = from, count = 0;

    for (; i < name.len; i++) {
        bool parts = (name.at[i] == '-' || name.at[i] == '_') && i + 1 < name.len &&
                     is_digit(name.at[i + 1]);
        if (is_digit(name.at[i])) {
            if (count < APP_IMPORT_DATE)
                digits[count] = name.at[i];
            count++;
        } else if (!parts) {
            break;
        }
    }
    *ret_count = count;
    return i;
}

void app_import_date(struct sc_str name, char ret_date[APP_IMPORT_DATE + 1])
{
    char date[APP_IMPORT_DATE + 1] = "";

    for (size_t i = 0; i + 1 < name.len; i++) {
        char digits[APP_IMPORT_DATE] = {0};
        size_t count;
        bool begins =
            name.at[i] == '2' && name.at[i + 1] == '0' && (i == 0 || !is_digit(name.at[i - 1]));
        if (!begins)
            continue;
        size_t end = take_digits(name, i, digits, &count);
        if (count < DATE_DIGITS_MIN || count > APP_IMPORT_DATE || count % 2 != 0)
            continue;
        memset(date, '0', APP_IMPORT_DATE);
        memcpy(date, digits, count);
        i = end - 1;
    }
    memcpy(ret_date, date, sizeof date);
}

struct finding {
    struct sc_request *rq;
    const struct feed_formats *formats;
    struct app_import_path *at; /* heap, until they are all found */
    size_t count, room;
};

static enum sc_status add(struct finding *finding, const char *path, int64_t bytes)
{
    struct sc_str kept = sc_arena_str(finding->rq->arena, sc_str_of(path));

    if (finding->count == APP_IMPORT_FILES_MAX)
        return sc_fail(finding->rq, SC_LIMITED, "more than %d files", APP_IMPORT_FILES_MAX);
    if (finding->count == finding->room) {
        size_t room = finding->room == 0 ? 64 : 2 * finding->room;
        struct app_import_path *wider = reallocarray(finding->at, room, sizeof *wider);
        if (wider == NULL)
            return sc_fail(finding->rq, SC_NO_MEMORY, "no memory for so many files");
        finding->at = wider;
        finding->room = room;
    }
    if (kept.at == NULL)
        return sc_fail(finding->rq, SC_NO_MEMORY, "no memory for so many files");
    struct app_import_path *to = &finding->at[finding->count++];
    const char *slash = strrchr(path, '/');
    struct sc_str name = sc_str_of(slash != NULL ? slash + 1 : path);
    *to = (struct app_import_path){.path = kept.at, .bytes = bytes};
    to->rank = feed_detect_rank(finding->formats, name);
    app_import_date(name, to->date);
    return SC_OK;
}

static enum sc_status take_entry(struct finding *finding, FTS *tree, FTSENT *entry)
{
    bool is_hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';

    switch (entry->fts_info) {
    case FTS_D:
        if (is_hidden)
            fts_set(tree, entry, FTS_SKIP);
        return SC_OK;
    case FTS_DNR:
    case FTS_ERR:
        return sc_fail(finding->rq, SC_UNAVAILABLE, "%s cannot be read: %s", entry->fts_path,
                       strerror(entry->fts_errno));
    case FTS_F:
        return is_hidden ? SC_OK
                         : add(finding, entry->fts_path, (int64_t)entry->fts_statp->st_size);
    case FTS_DP:
        return SC_OK;
    default: /* links, devices and what is not there: only when it was asked for by name */
        return entry->fts_level == 0 ? add(finding, entry->fts_path, 0) : SC_OK;
    }
}

static enum sc_status find_below(struct finding *finding, struct sc_str operand)
{
    struct sc_str named = sc_arena_str(finding->rq->arena, operand);
    enum sc_status st = SC_OK;
    FTSENT *entry;

    if (named.at == NULL)
        return sc_fail(finding->rq, SC_NO_MEMORY, "no memory for so many files");
    char *path = strdup(named.at);
    char *const roots[] = {path, NULL};
    FTS *tree =
        path == NULL ? NULL : fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    if (tree == NULL)
        st = sc_fail(finding->rq, SC_NO_MEMORY, "%s cannot be looked into: %s", named.at,
                     strerror(errno));
    while (st == SC_OK && (entry = fts_read(tree)) != NULL)
        st = take_entry(finding, tree, entry);
    if (tree != NULL)
        fts_close(tree);
    free(path);
    return st;
}

static int compare(const void *left, const void *right)
{
    const struct app_import_path *a = left, *b = right;
    int by_date = strcmp(a->date, b->date);

    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (by_date != 0)
        return by_date;
    bool a_is_full = strcasestr(a->path, "full") != NULL;
    bool b_is_full = strcasestr(b->path, "full") != NULL;
    if (a_is_full != b_is_full)
        return a_is_full ? -1 : 1;
    return strcmp(a->path, b->path);
}

enum sc_status app_import_paths_find(struct sc_request *rq, const struct feed_formats *formats,
                                     const struct app_texts *operands,
                                     struct app_import_paths *ret_paths)
{
    struct finding finding = {.rq = rq, .formats = formats};
    struct app_import_paths paths = {0};
    enum sc_status st = SC_OK;

    for (size_t i = 0; i < operands->count && st == SC_OK; i++)
        st = find_below(&finding, operands->at[i]);
    if (st == SC_OK) {
        paths.at = sc_arena_array(rq->arena, finding.count, sizeof *paths.at);
        if (paths.at == NULL)
            st = sc_fail(rq, SC_NO_MEMORY, "no memory for so many files");
    }
    for (; st == SC_OK && paths.count < finding.count; paths.count++) {
        paths.at[paths.count] = finding.at[paths.count];
        paths.bytes += finding.at[paths.count].bytes;
    }
    free(finding.at);
    if (st != SC_OK)
        return st;
    qsort(paths.at, paths.count, sizeof *paths.at, compare);
    *ret_paths = paths;
    return SC_OK;
}
