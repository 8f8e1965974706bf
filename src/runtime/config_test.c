#include "runtime/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "testing/unit.h"

struct settings {
    struct sc_str url;
    int64_t workers;
    struct sc_str level;
};

static const struct sc_config_field fields[] = {
    {.name = "url",
     .type = SC_CONFIG_TEXT,
     .offset = offsetof(struct settings, url),
     .preset = "none"},
    {.name = "workers",
     .type = SC_CONFIG_INTEGER,
     .offset = offsetof(struct settings, workers),
     .preset = "4",
     .min = 1,
     .max = 64},
    {.name = "level",
     .type = SC_CONFIG_CHOICE,
     .offset = offsetof(struct settings, level),
     .preset = "info",
     .choices = "debug|info|error"},
};

static enum sc_status read_text(struct sc_request *rq, const char *text, struct settings *settings)
{
    char path[] = "/tmp/sc-config-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    enum sc_status st = sc_config_read(rq, fields, SC_COUNT(fields), sc_str_of(path), settings);
    unlink(path);
    return st;
}

static struct sc_request request(void **state)
{
    return (struct sc_request){.arena = *state, .deadline = sc_deadline_none()};
}

static void presets_hold_without_a_file(void **state)
{
    struct sc_request rq = request(state);
    struct settings s;

    assert_int_equal(sc_config_read(&rq, fields, SC_COUNT(fields), (struct sc_str){0}, &s), SC_OK);
    assert_str(s.url, "none");
    assert_int_equal(s.workers, 4);
    assert_str(s.level, "info");
}

static void the_file_is_read_and_the_environment_wins(void **state)
{
    struct sc_request rq = request(state);
    struct settings s;

    setenv("SMARTCART_WORKERS", "9", 1);
    enum sc_status st =
        read_text(&rq, "# ours\n url = postgresql://x?a=b \n\nworkers=7 # few\n", &s);
    unsetenv("SMARTCART_WORKERS");
    assert_int_equal(st, SC_OK);
    assert_str(s.url, "postgresql://x?a=b");
    assert_int_equal(s.workers, 9);
}

static void refuse(void **state, const char *text, const char *words)
{
    struct sc_request rq = request(state);
    struct settings s;

    assert_int_equal(read_text(&rq, text, &s), SC_INVALID);
    if (!sc_str_ends(sc_failure_words(&rq), sc_str_of(words)))
        fail_msg("got \"%s\"", rq.failure.words);
}

static void mistakes_are_told_with_their_place(void **state)
{
    refuse(state, "url = x\nworkers = 65\n", ":2: workers: must be 1..64");
    refuse(state, "workers = many\n", ":1: workers: must be 1..64");
    refuse(state, "level = loud\n", ":1: level: must be one of debug|info|error");
    refuse(state, "wrokers = 3\n", ":1: there is no setting \"wrokers\"");
    refuse(state, "workers\n", ":1: must be `name = value`");
}

static void a_variable_is_held_to_the_same_rules(void **state)
{
    struct sc_request rq = request(state);
    struct settings s;

    setenv("SMARTCART_WORKERS", "0", 1);
    enum sc_status st = sc_config_read(&rq, fields, SC_COUNT(fields), (struct sc_str){0}, &s);
    unsetenv("SMARTCART_WORKERS");
    assert_int_equal(st, SC_INVALID);
    assert_str(sc_failure_words(&rq), "SMARTCART_WORKERS: workers: must be 1..64");
}

static void a_missing_file_is_told(void **state)
{
    struct sc_request rq = request(state);
    struct settings s;

    assert_int_equal(
        sc_config_read(&rq, fields, SC_COUNT(fields), SC_STR("/nowhere/smartcart.conf"), &s),
        SC_INVALID);
    assert_str(sc_failure_words(&rq), "/nowhere/smartcart.conf: No such file or directory");
}

UNIT_TESTS(a_test(presets_hold_without_a_file), a_test(the_file_is_read_and_the_environment_wins),
           a_test(mistakes_are_told_with_their_place), a_test(a_variable_is_held_to_the_same_rules),
           a_test(a_missing_file_is_told))
