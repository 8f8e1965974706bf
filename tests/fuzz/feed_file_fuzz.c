/* Any bytes as a file on disk: plain, gzip, zip, or something that only begins like one. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "retail/feed_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum sc_status read_member(struct feed_file *file)
{
    struct feed_stream stream = feed_file_stream(file);
    char some[4096];
    size_t len = 1;
    enum sc_status st = SC_OK;

    while (st == SC_OK && len > 0)
        st = stream.read(stream.context, some, sizeof some, &len);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct sc_request rq;
    struct feed_file *file = NULL;
    struct feed_member member;
    int fd = memfd_create("feed_file_fuzz", MFD_CLOEXEC);

    if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
        sc_request_init(&rq, 1 << 16, sc_deadline_none()) != SC_OK)
        return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    enum sc_status st = feed_file_open(&rq, path, &file);
    while (st == SC_OK && (st = feed_file_next(&rq, file, &member)) == SC_OK)
        st = read_member(file);
    assert(st == SC_NOT_FOUND || rq.failure.status == st);
    feed_file_close(file);
    sc_request_finish(&rq);
    close(fd);
    return 0;
}
