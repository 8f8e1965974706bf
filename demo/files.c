#include "demo/files.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

enum sc_status demo_folder_make(const char *folder)
{
    struct stat there;

    if (mkdir(folder, 0777) == 0)
        return SC_OK;
    if (errno == EEXIST && stat(folder, &there) == 0 && S_ISDIR(there.st_mode))
        return SC_OK;
    return SC_UNAVAILABLE;
}

/* "a/b.csv" under another suffix; false when there is no room. */
static bool make_path(char path[DEMO_PATH_MAX], const char *folder, const char *name,
                      enum demo_packing packing)
{
    const char *dot = strrchr(name, '.');
    int stem = (int)strlen(name);

    if (packing == DEMO_ZIP && dot != NULL)
        stem = (int)(dot - name);
    static const char *const suffixes[] = {
        [DEMO_PLAIN] = "", [DEMO_GZIP] = ".gz", [DEMO_ZIP] = ".zip"};
    int len = snprintf(path, DEMO_PATH_MAX, "%s/%.*s%s", folder, stem, name, suffixes[packing]);
    return len > 0 && len < DEMO_PATH_MAX;
}

/* The one member; its form says nothing of when it was written. */
static int put_member(struct archive *archive, const char *name, struct sc_str text)
{
    struct archive_entry *entry = archive_entry_new();

    if (entry == NULL)
        return ARCHIVE_FATAL;
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)text.len);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    int rc = archive_write_header(archive, entry);
    if (rc == ARCHIVE_OK && archive_write_data(archive, text.at, text.len) != (la_ssize_t)text.len)
        rc = ARCHIVE_FATAL;
    archive_entry_free(entry);
    return rc;
}

static int set_form(struct archive *archive, enum demo_packing packing)
{
    if (packing == DEMO_ZIP)
        return archive_write_set_format_zip(archive);
    int rc = archive_write_set_format_raw(archive);
    if (rc == ARCHIVE_OK && packing == DEMO_GZIP)
        rc = archive_write_add_filter_gzip(archive);
    if (rc == ARCHIVE_OK && packing == DEMO_GZIP)
        rc = archive_write_set_filter_option(archive, "gzip", "timestamp", NULL);
    return rc;
}

enum sc_status demo_file_write(const char *folder, const char *name, enum demo_packing packing,
                               struct sc_str text)
{
    char path[DEMO_PATH_MAX];

    if (!make_path(path, folder, name, packing))
        return SC_INVALID;
    struct archive *archive = archive_write_new();
    if (archive == NULL)
        return SC_NO_MEMORY;
    int rc = set_form(archive, packing);
    if (rc == ARCHIVE_OK)
        rc = archive_write_open_filename(archive, path);
    if (rc == ARCHIVE_OK)
        rc = put_member(archive, name, text);
    if (rc == ARCHIVE_OK)
        rc = archive_write_close(archive);
    int why = archive_errno(archive);
    archive_write_free(archive);
    errno = why;
    return rc == ARCHIVE_OK ? SC_OK : SC_UNAVAILABLE;
}
