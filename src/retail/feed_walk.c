#include "retail/feed_walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "retail/feed_input.h"

enum {
    ROOM_FIRST = 64,
    DATE_DIGITS = 14, /* YYYYMMDDhhmmss */
    DATE_DIGITS_MIN = 8,
};

struct found {
    const char *path;
    struct sc_str name;
    int rank;
    char date[DATE_DIGITS]; /* zeros where the name says less, or nothing */
};

struct walk {
    struct sc_request *rq;
    struct sc_arena *arena;
    const struct feed_formats *formats;
    struct found *at;
    size_t count, room;
};

static enum sc_status walk_failed(struct walk *w, const char *path)
{
    enum sc_status st = errno == ENOENT || errno == ENOTDIR ? SC_NOT_FOUND
                        : errno == EACCES || errno == EPERM ? SC_FORBIDDEN
                                                            : SC_UNAVAILABLE;

    return sc_fail(w->rq, st, "%s: %s", path, strerror(errno));
}

static enum sc_status no_memory(struct walk *w)
{
    return sc_fail(w->rq, SC_NO_MEMORY, "no memory for a list of files");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits at `from`, single signs such as in 2025-07-03 passed over; returns where they end. */
static size_t take_digits(struct sc_str name, size_t from, char digits[DATE_DIGITS],
                          size_t *ret_count)
{
    size_t i = from, count = 0;

    for (; i < name.len; i++) {
        bool is_sign = strchr("-_.", name.at[i]) != NULL && name.at[i] != '\0';
        if (is_digit(name.at[i])) {
            if (count < DATE_DIGITS)
                digits[count] = name.at[i];
            count++;
        } else if (!is_sign || i + 1 == name.len || !is_digit(name.at[i + 1])) {
            break;
        }
    }
    *ret_count = count;
    return i;
}

/* The last digits of the name that look like a date of this century, cut after the second. */
static void read_date(struct sc_str name, char ret_date[DATE_DIGITS])
{
    memset(ret_date, '0', DATE_DIGITS);
    for (size_t i = 0; i + 1 < name.len; i++) {
        char digits[DATE_DIGITS];
        size_t count;
        bool may_begin =
            name.at[i] == '2' && name.at[i + 1] == '0' && (i == 0 || !is_digit(name.at[i - 1]));
        if (!may_begin)
            continue;
        size_t end = take_digits(name, i, digits, &count);
        if (count < DATE_DIGITS_MIN || count > DATE_DIGITS)
            continue;
        memset(ret_date, '0', DATE_DIGITS);
        memcpy(ret_date, digits, count);
        i = end - 1;
    }
}

static enum sc_status add(struct walk *w, const char *path)
{
    if (w->count == FEED_WALK_FILES_MAX)
        return sc_fail(w->rq, SC_LIMITED, "there are more than %d files", FEED_WALK_FILES_MAX);
    if (w->count == w->room) {
        size_t room = w->room == 0 ? ROOM_FIRST : w->room * 2;
        struct found *at = sc_arena_array(w->arena, room, sizeof *at);
        if (at == NULL)
            return no_memory(w);
        if (w->count > 0)
            memcpy(at, w->at, w->count * sizeof *at);
        w->at = at;
        w->room = room;
    }
    struct sc_str name = feed_input_name(sc_str_of(path));
    struct found *found = &w->at[w->count++];
    *found = (struct found){.path = path, .name = name, .rank = feed_detect_rank(w->formats, name)};
    read_date(name, found->date);
    return SC_OK;
}

static enum sc_status walk_folder(struct walk *w, const char *path, int depth);

static enum sc_status take_entry(struct walk *w, const char *folder, const char *name, int depth)
{
    struct sc_str path = sc_arena_printf(w->arena, "%s/%s", folder, name);
    struct stat about;

    if (path.at == NULL)
        return no_memory(w);
    if (lstat(path.at, &about) != 0)
        return errno == ENOENT ? SC_OK : walk_failed(w, path.at); /* gone since it was listed */
    if (S_ISDIR(about.st_mode))
        return walk_folder(w, path.at, depth + 1);
    if (S_ISLNK(about.st_mode) && stat(path.at, &about) != 0)
        return SC_OK; /* leads nowhere, or to itself */
    return S_ISREG(about.st_mode) ? add(w, path.at) : SC_OK;
}

static enum sc_status walk_folder(struct walk *w, const char *path, int depth)
{
    enum sc_status st = SC_OK;

    if (depth > FEED_WALK_DEPTH_MAX)
        return sc_fail(w->rq, SC_LIMITED, "%s lies deeper than %d folders", path,
                       FEED_WALK_DEPTH_MAX);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return walk_failed(w, path);
    while (st == SC_OK) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL)
            break;
        if (entry->d_name[0] != '.')
            st = take_entry(w, path, entry->d_name, depth);
    }
    if (st == SC_OK && errno != 0)
        st = walk_failed(w, path);
    closedir(folder);
    return st;
}

static int by_rank(const void *a, const void *b)
{
    const struct found *left = a, *right = b;

    if (left->rank != right->rank)
        return left->rank - right->rank;
    int order = memcmp(left->date, right->date, DATE_DIGITS);
    if (order == 0)
        order =
            (strcasestr(right->path, "full") != NULL) - (strcasestr(left->path, "full") != NULL);
    if (order == 0)
        order = sc_str_cmp(left->name, right->name);
    return order != 0 ? order : strcmp(left->path, right->path);
}

static enum sc_status take_given(struct walk *w, const char *path)
{
    struct stat about;

    if (stat(path, &about) != 0)
        return walk_failed(w, path);
    if (!S_ISDIR(about.st_mode))
        return add(w, path);
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    struct sc_str folder = sc_arena_str(w->arena, (struct sc_str){.at = path, .len = len});
    return folder.at == NULL ? no_memory(w) : walk_folder(w, folder.at, 1);
}

enum sc_status feed_walk(struct sc_request *rq, struct sc_arena *arena,
                         const struct feed_formats *formats, const char *const *given,
                         size_t given_count, struct feed_paths *ret_paths)
{
    struct walk w = {.rq = rq, .arena = arena, .formats = formats};
    struct feed_paths paths = {0};

    for (size_t i = 0; i < given_count; i++) {
        enum sc_status st = take_given(&w, given[i]);
        if (st != SC_OK)
            return st;
    }
    if (w.count > 1)
        qsort(w.at, w.count, sizeof *w.at, by_rank);
    paths.at = sc_arena_array(arena, w.count, sizeof *paths.at);
    if (paths.at == NULL)
        return no_memory(&w);
    for (size_t i = 0; i < w.count; i++)
        if (i == 0 || strcmp(w.at[i].path, w.at[i - 1].path) != 0)
            paths.at[paths.count++] = w.at[i].path;
    *ret_paths = paths;
    return SC_OK;
}
