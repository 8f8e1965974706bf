/*
 * file.h - small files read whole: settings, maps, lists.
 */
#ifndef SC_RUNTIME_FILE_H
#define SC_RUNTIME_FILE_H

#include <stddef.h>

#include "base/macros.h"
#include "base/status.h"
#include "base/str.h"
#include "runtime/request.h"

/*
 * All of the file at `path`, in rq's arena; "-" is standard input.
 *
 * SC_INVALID: it cannot be opened or read, or has more than `max` bytes; the
 * words begin with the path. SC_NO_MEMORY.
 */
SC_MUST_USE enum sc_status sc_file_read(struct sc_request *rq, struct sc_str path, size_t max,
                                        struct sc_str *ret_text);

#endif
