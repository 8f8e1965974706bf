/*
 * files.h - writes a finished text as a plain, gzip or zip file, byte for byte the same each time.
 */
#ifndef SC_DEMO_FILES_H
#define SC_DEMO_FILES_H

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"

enum demo_packing {
    DEMO_PLAIN,
    DEMO_GZIP, /* without a time stamp; ".gz" is added to the name */
    DEMO_ZIP,  /* one member of that name; the file's last suffix becomes ".zip" */
};

enum {
    DEMO_PATH_MAX = 4096, /* bytes of a whole path, with the NUL: Linux's own limit */
};

/* Makes `folder` when it is not there; its parent must be. SC_UNAVAILABLE: errno says why. */
SC_MUST_USE enum sc_status demo_folder_make(const char *folder);

/*
 * Writes `folder`/`name`, over what may be there.
 *
 * SC_UNAVAILABLE: it could not be written; errno says why. SC_INVALID: the
 * path is too long.
 */
SC_MUST_USE enum sc_status demo_file_write(const char *folder, const char *name,
                                           enum demo_packing packing, struct sc_str text);

#endif
