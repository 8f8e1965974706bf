#include "runtime/file.h"

#include <stdlib.h>
#include <unistd.h>

#include "testing/unit.h"

static enum sc_status read_back(struct sc_request *rq, const char *text, size_t max,
                                struct sc_str *ret_text)
{
    char path[] = "/tmp/sc-file-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    enum sc_status st = sc_file_read(rq, sc_str_of(path), max, ret_text);
    unlink(path);
    return st;
}

static void a_file_is_read_whole_up_to_its_limit(void **state)
{
    struct sc_request rq = {.arena = *state};
    struct sc_str text;

    assert_int_equal(read_back(&rq, "12345", 5, &text), SC_OK);
    assert_str(text, "12345");
    assert_int_equal(read_back(&rq, "", 5, &text), SC_OK);
    assert_int_equal(text.len, 0);
    assert_int_equal(read_back(&rq, "123456", 5, &text), SC_INVALID);
    assert_true(sc_str_ends(sc_failure_words(&rq), SC_STR(": longer than 5 bytes")));
}

static void refuse(void **state, const char *path, const char *words)
{
    struct sc_request rq = {.arena = *state};
    struct sc_str text = {.len = 7};

    assert_int_equal(sc_file_read(&rq, sc_str_of(path), 100, &text), SC_INVALID);
    assert_str(sc_failure_words(&rq), words);
    assert_int_equal(text.len, 7);
}

static void what_is_no_readable_file_is_told(void **state)
{
    refuse(state, "/nowhere/at/all", "/nowhere/at/all: No such file or directory");
    refuse(state, "/", "/: Is a directory");
}

UNIT_TESTS(a_test(a_file_is_read_whole_up_to_its_limit), a_test(what_is_no_readable_file_is_told))
