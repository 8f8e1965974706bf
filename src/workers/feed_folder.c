#include "workers/feed_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define START "smartcart-feed-"

/* Files only: we make no folders in ours. */
static void remove_at(int within, const char *name)
{
    int fd = openat(within, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

    if (folder == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        (void)unlinkat(fd, entry->d_name, 0);
    closedir(folder);
    (void)unlinkat(within, name, AT_REMOVEDIR);
}

static void remove_old(const char *within)
{
    DIR *folder = opendir(within);
    time_t before = time(NULL) - FEED_FOLDER_OLD_S;
    struct stat about;

    if (folder == NULL)
        return;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (strncmp(entry->d_name, START, strlen(START)) == 0 &&
            fstatat(dirfd(folder), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            about.st_mtime < before)
            remove_at(dirfd(folder), entry->d_name);
    closedir(folder);
}

enum sc_status feed_folder_make(struct sc_request *rq, const char *within,
                                struct feed_folder *ret_folder)
{
    struct sc_str wanted = sc_arena_printf(rq->arena, "%s/" START "XXXXXX", within);
    char *path = wanted.at != NULL ? sc_arena_alloc(rq->arena, wanted.len + 1) : NULL;

    if (path == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a folder");
    memcpy(path, wanted.at, wanted.len + 1);
    remove_old(within);
    if (mkdtemp(path) == NULL)
        return sc_fail(rq, SC_UNAVAILABLE, "%s: %s", within, strerror(errno));
    ret_folder->path = path;
    return SC_OK;
}

void feed_folder_remove(const struct feed_folder *folder)
{
    if (folder->path != NULL)
        remove_at(AT_FDCWD, folder->path);
}

enum sc_status feed_folder_create(struct sc_request *rq, const struct feed_folder *folder,
                                  struct sc_str name, const char **ret_path, int *ret_fd)
{
    struct sc_str path = sc_arena_printf(rq->arena, "%s/%.*s", folder->path, SC_STR_ARGS(name));

    if (path.at == NULL)
        return sc_fail(rq, SC_NO_MEMORY, "no memory for a path");
    (void)unlink(path.at);
    int fd = open(path.at, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return sc_fail(rq, SC_UNAVAILABLE, "%s: %s", path.at, strerror(errno));
    *ret_path = path.at;
    *ret_fd = fd;
    return SC_OK;
}
