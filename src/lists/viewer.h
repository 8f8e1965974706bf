/*
 * viewer.h - levels of rights, and who is noted as the author of a change.
 */
#ifndef SC_LISTS_VIEWER_H
#define SC_LISTS_VIEWER_H

#include "runtime/viewer.h"

/* As in lists.list_right. */
enum lists_level {
    LISTS_LEVEL_READ,
    LISTS_LEVEL_EDIT,
    LISTS_LEVEL_MANAGE,
};

/* A person, else the link that was followed; 0: nobody. */
static inline int64_t lists_viewer_author(const struct sc_viewer *viewer)
{
    if (viewer == NULL)
        return 0;
    return viewer->person_id != 0 ? viewer->person_id : viewer->share_id;
}

#endif
