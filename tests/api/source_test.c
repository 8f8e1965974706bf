/*
 * Sources: what is new is fetched and imported once, whatever the server, the network and the
 * worker do.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/helpers/crew.h"
#include "api/helpers/program.h"
#include "api/helpers/server.h"
#include "retail/source.h"
#include "store/pg.h"
#include "testing/http_origin.h"

enum {
    LIMIT_MS = 60 * 1000,
    TEXT_MAX = 400,
};

#define FOLDER "/tmp/sc-source-XXXXXX"

static const char map[] = "map corner\nsource corner\nkind prices\nfull yes\ndelimiter auto\n"
                          "decimal point\ncountry IE\ncurrency EUR\ntime-zone Europe/Dublin\n"
                          "file {retailer}-{store}.csv\ncolumn code = code\ncolumn name = name\n"
                          "column price = price\nneed code\nneed name\nneed price\n";

struct fixture {
    struct test_database database;
    struct origin origin;
    struct sc_arena *arena;
    char folder[sizeof FOLDER]; /* of the map, and of files on their way */
    char map_path[sizeof FOLDER + 20];
    char url[sizeof "SMARTCART_DATABASE_URL=" + TEST_URL_MAX];
    char setting[sizeof FOLDER + 40];
    const char *allow; /* NULL: nothing beside the public Internet */
    /* What the origin has; under no lock, as it is changed between requests. */
    const char *_Atomic body, *_Atomic etag;
    atomic_int failures; /* that come first */
    atomic_bool hangs;   /* after half of the body */
    atomic_int hung;
};

static void give_file(struct fixture *f)
{
    char headers[200] = "";
    const char *etag = atomic_load(&f->etag), *body = atomic_load(&f->body);

    if (etag != NULL)
        snprintf(headers, sizeof headers, "ETag: %s\r\n", etag);
    if (etag != NULL && origin_was_told(&f->origin, headers + strlen("ETag: ")))
        origin_give(&f->origin, "304 Not Modified", headers, "", 0);
    else
        origin_give(&f->origin, "200 OK", headers, body, strlen(body));
}

static void answer(struct origin *origin, const char *path)
{
    struct fixture *f = origin->context;

    if (strcmp(path, "/missing-main.csv") == 0) {
        origin_give(origin, "404 Not Found", "", "", 0);
    } else if (atomic_load(&f->failures) > 0) {
        atomic_fetch_sub(&f->failures, 1);
        origin_give(origin, "500 Oh", "", "", 0);
    } else if (atomic_load(&f->hangs)) {
        origin_say(origin, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\ncode,name,price\n");
        atomic_fetch_add(&f->hung, 1);
        origin_hang(origin);
    } else {
        give_file(f);
    }
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->arena = sc_arena_create(SC_UNIT_ARENA_CAP);
    memcpy(f->folder, FOLDER, sizeof FOLDER);
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->map_path, sizeof f->map_path, "%s/corner.map", f->folder);
    write_file(f->map_path, map);
    test_database_create(&f->database);
    snprintf(f->url, sizeof f->url, "SMARTCART_DATABASE_URL=%s", f->database.url);
    snprintf(f->setting, sizeof f->setting, "SMARTCART_FETCH_FOLDER=%s", f->folder);
    f->allow = "SMARTCART_FETCH_ALLOW=127.0.0.0/8";
    f->body = "code,name,price\n1,Milk,1.20\n2,Bread,2.00\n";
    f->etag = "\"v1\"";
    origin_start(&f->origin, answer, f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    origin_stop(&f->origin);
    test_database_drop(&f->database);
    unlink(f->map_path);
    assert_int_equal(rmdir(f->folder), 0); /* nothing is left there */
    sc_arena_destroy(f->arena);
    free(f);
    return 0;
}

static int64_t number(struct fixture *f, const char *sql)
{
    return test_sql_number(f->database.url, sql);
}

static struct test_result program(struct fixture *f, const char *const *words)
{
    const char *environment[] = {f->url, f->setting, f->allow, NULL};
    const struct test_run run = {.words = words, .environment = environment};
    struct test_result result;

    test_program_run(f->arena, &run, &result);
    return result;
}

#define PROGRAM(...) program(f, (const char *const[]){__VA_ARGS__, NULL})

/* A source "corner" with this file of the origin. */
static void add(struct fixture *f, const char *file)
{
    char place[200];

    snprintf(place, sizeof place, "http://127.0.0.1:%u/%s", f->origin.port, file);
    struct test_result result = PROGRAM("source", "add", "corner", place, "--map", f->map_path,
                                        "--retailer", "corner", "--pause-ms", "0");
    if (result.exit_code != 0)
        fail_msg("%.*s", SC_STR_ARGS(result.err));
}

#define FETCH PROGRAM("source", "fetch", "corner")
#define FILES "select count(*) from retail.feed_file"

static void what_is_new_is_imported_and_what_is_not_is_not(void **state)
{
    struct fixture *f = *state;

    add(f, "corner-main.csv");
    struct test_result result = FETCH;
    if (result.exit_code != 0)
        fail_msg("%.*s%.*s", SC_STR_ARGS(result.out), SC_STR_ARGS(result.err));
    assert_int_equal(number(f, "select count(*) from retail.price"), 2);
    assert_int_equal(number(f, FILES), 1);
    assert_int_equal(number(f, FILES " where path = (select place from retail.source_place)"), 1);
    assert_int_equal(FETCH.exit_code, 0); /* by its ETag */
    assert_int_equal(number(f, "select status from retail.source_place"), 304);
    f->etag = "\"v2\"";
    assert_int_equal(FETCH.exit_code, 0); /* by its bytes */
    assert_int_equal(number(f, "select status from retail.source_place"), 200);
    assert_int_equal(number(f, FILES), 1);
    f->body = "code,name,price\n1,Milk,1.25\n2,Bread,2.00\n";
    f->etag = NULL;
    assert_int_equal(FETCH.exit_code, 0);
    assert_int_equal(number(f, FILES), 2);
    assert_int_equal(number(f, "select max(price_minor) from retail.price where price_minor < 200"),
                     125);
    assert_int_equal(number(f, "select count(changed_at) from retail.source_place where error is "
                               "null and etag is null"),
                     1);
}

static void our_own_network_is_not_asked(void **state)
{
    struct fixture *f = *state;

    add(f, "corner-main.csv");
    f->allow = NULL;
    struct test_result result = FETCH;
    assert_int_equal(result.exit_code, 1);
    assert_int_equal(atomic_load(&f->origin.requests), 0);
    result = PROGRAM("source", "list");
    assert_true(sc_str_find(result.out, SC_STR("127.0.0.1 is no address of the public")) > 0);
}

/* A file of each day, whose bytes may be those of the day before. */
static void a_place_may_have_the_days_date(void **state)
{
    struct fixture *f = *state;

    add(f, "corner-{yyyy}{mm}{dd}.csv");
    assert_int_equal(FETCH.exit_code, 0);
    assert_int_equal(number(f, FILES " where path like '%/corner-' || to_char(now() at time zone "
                                     "'UTC', 'YYYYMMDD') || '.csv'"),
                     1);
    assert_int_equal(FETCH.exit_code, 0);
    assert_int_equal(number(f, "select status from retail.source_place"), 304);
    test_sql(f->database.url, /* as it was yesterday */
             "update retail.source_place set content_hash = substr(content_hash, 1, 32) || "
             "'corner-20200101.csv'::bytea");
    assert_int_equal(FETCH.exit_code, 0);
    assert_int_equal(number(f, "select status from retail.source_place"), 200);
}

/* What cannot be read is not taken for what was there, and is got again. */
static void what_cannot_be_imported_is_got_again(void **state)
{
    struct fixture *f = *state;

    add(f, "corner-main.csv");
    f->body = "%PDF-1.4 no prices";
    assert_int_equal(FETCH.exit_code, 1);
    assert_int_equal(number(f, "select count(*) from retail.source_place where error is not null "
                               "and etag is null and content_hash is null"),
                     1);
    f->body = "code,name,price\n1,Milk,1.20\n";
    assert_int_equal(FETCH.exit_code, 0);
    assert_int_equal(number(f, FILES), 1);
    assert_int_equal(number(f, "select count(error) from retail.source_place"), 0);
}

static void a_folder_is_a_place_too(void **state)
{
    struct fixture *f = *state;
    char path[sizeof f->folder + 30], missing[100];

    snprintf(path, sizeof path, "%s/corner-main.csv", f->folder);
    snprintf(missing, sizeof missing, "http://127.0.0.1:%u/missing-main.csv", f->origin.port);
    write_file(path, "code,name,price\n1,Milk,1.20\n");
    struct test_result result = PROGRAM("source", "add", "corner", path, missing, "--map",
                                        f->map_path, "--retailer", "corner");
    assert_int_equal(result.exit_code, 0);
    assert_int_equal(FETCH.exit_code, 1); /* of the other, which stops nothing */
    assert_int_equal(number(f, FILES), 1);
    assert_int_equal(number(f, "select count(*) from retail.source_place where status = 404 and "
                               "error is not null"),
                     1);
    unlink(path);
}

/* Nor does one whose reason quotes what is no text. */
static void a_file_whose_name_is_no_text_stops_nothing(void **state)
{
    struct fixture *f = *state;
    char folder[sizeof f->folder + 10], path[sizeof folder + 30], sql[TEXT_MAX];

    snprintf(folder, sizeof folder, "%s/in", f->folder);
    snprintf(path, sizeof path, "%s/corner-\xe8.csv", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(path, "%PDF-1.4 no prices");
    add(f, "corner-main.csv");
    snprintf(sql, sizeof sql, "insert into retail.source_place select id, '%s' from retail.source",
             folder);
    test_sql(f->database.url, sql);
    assert_int_equal(FETCH.exit_code, 1);
    assert_int_equal(number(f, FILES), 1);
    assert_int_equal(number(f, "select count(error) from retail.source_place"), 1);
    unlink(path);
    rmdir(folder);
}

/* However long its path is: why it failed is told, and not cut within a character. */
static void a_file_with_a_long_path_is_told_of_too(void **state)
{
    struct fixture *f = *state;
    char folder[sizeof f->folder + 220], path[sizeof folder + 230], name[201] = "";
    size_t len = strlen(f->folder);

    for (size_t i = 0; i < sizeof name - 1; i += 2)
        memcpy(name + i, "\u010d", 2);
    snprintf(folder, sizeof folder, "%s/%s", f->folder, name + (len % 2 == 0 ? 0 : 2));
    snprintf(path, sizeof path, "%s/corner-%s.csv", folder, name);
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(path, "%PDF-1.4 no prices");
    struct test_result result =
        PROGRAM("source", "add", "corner", folder, "--map", f->map_path, "--retailer", "corner");
    assert_int_equal(result.exit_code, 0);
    assert_int_equal(FETCH.exit_code, 1);
    char *error = test_sql_text(f->database.url, "select error from retail.source_place");
    assert_non_null(strstr(error, ": "));
    assert_true(strlen(strstr(error, ": ")) > 10);
    free(error);
    unlink(path);
    rmdir(folder);
}

/*
 * The disk that files go to on their way is full: none is imported in part, and there is one more
 * try; then there is room.
 */
static void a_full_disk_is_told_and_waited_for(void **state)
{
    struct fixture *f = *state;
    static char large[3 * 64 * 1024];
    char disk[sizeof f->folder + 10];

    snprintf(disk, sizeof disk, "%s/disk", f->folder);
    assert_int_equal(mkdir(disk, 0700), 0);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", disk, "tmpfs", 0, "size=64k") != 0) {
        rmdir(disk);
        skip(); /* we may not mount one */
    }
    snprintf(f->setting, sizeof f->setting, "SMARTCART_FETCH_FOLDER=%s", disk);
    int len = snprintf(large, sizeof large, "%s", f->body);
    memset(large + len, '\n', sizeof large - (size_t)len - 1);
    large[sizeof large - 1] = '\0';
    add(f, "corner-main.csv");
    f->body = large;
    f->etag = NULL;
    assert_int_equal(FETCH.exit_code, 1);
    assert_int_equal(number(f, FILES), 0);
    assert_int_equal(number(f, "select count(*) from retail.source_place where error like "
                               "'it cannot be kept: No space left on device'"),
                     1);
    f->body = "code,name,price\n1,Milk,1.20\n";
    assert_int_equal(FETCH.exit_code, 0);
    assert_int_equal(number(f, FILES), 1);
    assert_int_equal(umount(disk), 0); /* nothing holds it */
    assert_int_equal(rmdir(disk), 0);
}

static void mistakes_are_refused(void **state)
{
    struct fixture *f = *state;

    add(f, "corner-main.csv");
    assert_int_equal(PROGRAM("source", "add", "corner", "/tmp").exit_code, 1); /* is there */
    assert_int_equal(PROGRAM("source", "add", "Corner", "/tmp").exit_code, 2);
    assert_int_equal(PROGRAM("source", "add", "other", "ftp://example.com/a").exit_code, 2);
    assert_int_equal(PROGRAM("source", "add", "other", "http://a:b@example.com/a").exit_code, 2);
    assert_int_equal(PROGRAM("source", "add", "other", "/tmp", "--format", "none").exit_code, 2);
    assert_int_equal(PROGRAM("source", "add", "other", "/tmp", "--cron", "never").exit_code, 2);
    assert_int_equal(PROGRAM("source", "add", "other").exit_code, 2);
    assert_int_equal(PROGRAM("source", "fetch", "other").exit_code, 1);
    assert_int_equal(PROGRAM("source", "remove", "other").exit_code, 1);
    assert_int_equal(number(f, "select count(*) from retail.source"), 1);
    assert_int_equal(number(f, "select count(*) from jobs.task where kind = 'feed_fetch'"), 1);
    assert_int_equal(PROGRAM("source", "remove", "corner").exit_code, 0);
    assert_int_equal(number(f, "select count(*) from jobs.task where kind = 'feed_fetch'"), 0);
    assert_int_equal(number(f, "select count(*) from retail.source_place"), 0);
}

/* ---- as a job ---- */

static void start_worker(struct fixture *f, struct test_process *ret_process)
{
    static const char *const words[] = {"work", "--threads", "1", "--port", "0", NULL};
    const char *environment[] = {f->url, f->setting, f->allow, "SMARTCART_JOB_LEASE_MS=1500", NULL};
    const struct test_run run = {.words = words, .environment = environment};

    test_program_start(&run, ret_process);
    (void)test_read_port(ret_process->out, "its standard error");
}

static void end_worker(struct fixture *f, struct test_process *process, int signal)
{
    struct test_result result;

    kill(process->pid, signal);
    test_program_wait(f->arena, process, &result);
    assert_int_equal(result.exit_code, signal == SIGTERM ? 0 : 128 + signal);
}

#define JOBS_LEFT "select count(*) from jobs.job"

static void a_server_that_fails_is_asked_again_later(void **state)
{
    struct fixture *f = *state;
    struct test_process worker;

    add(f, "corner-main.csv");
    f->failures = 1;
    assert_int_equal(PROGRAM("schedule", "run", "feed corner").exit_code, 0);
    start_worker(f, &worker);
    crew_wait_for(&f->database, FILES, 1);
    crew_wait_for(&f->database, JOBS_LEFT, 0);
    assert_int_equal(atomic_load(&f->origin.requests), 2);
    end_worker(f, &worker, SIGTERM);
}

/* The folder of one that was killed is removed when it is old. */
static void make_left_folders_old(struct fixture *f)
{
    char command[TEXT_MAX];

    snprintf(command, sizeof command, "touch -d '2 days ago' %s/smartcart-feed-*", f->folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): no input of others */
}

static void a_worker_that_is_killed_midway_is_followed_by_another(void **state)
{
    struct fixture *f = *state;
    struct test_process worker;

    add(f, "corner-main.csv");
    f->hangs = true;
    assert_int_equal(PROGRAM("schedule", "run", "feed corner").exit_code, 0);
    start_worker(f, &worker);
    while (atomic_load(&f->hung) == 0)
        usleep(1000);
    end_worker(f, &worker, SIGKILL);
    f->hangs = false;
    make_left_folders_old(f);
    start_worker(f, &worker);
    crew_wait_for(&f->database, FILES, 1);
    crew_wait_for(&f->database, JOBS_LEFT, 0);
    assert_int_equal(atomic_load(&f->origin.requests), 2);
    assert_int_equal(number(f, "select count(*) from retail.price"), 2);
    end_worker(f, &worker, SIGTERM);
}

/* ---- hosts ---- */

static void a_host_is_asked_by_one_at_a_time_and_pauses(void **state)
{
    struct fixture *f = *state;
    const struct sc_pg_config config = {
        .url = sc_str_of(f->database.url),
        .connections = 2,
        .wait_ms = LIMIT_MS,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    struct sc_request rq;
    struct sc_pg *pg;
    int64_t wait_us = -1;

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    {
        SC_SCOPED(sc_tx) one = sc_tx_begin(pg, &rq);
        SC_SCOPED(sc_tx) two = sc_tx_begin(pg, &rq);
        assert_int_equal(retail_source_host_take(&one, SC_STR("a.example"), &wait_us), SC_OK);
        assert_int_equal(wait_us, 0);
        assert_int_equal(retail_source_host_take(&two, SC_STR("a.example"), &wait_us), SC_BUSY);
        assert_int_equal(retail_source_host_take(&two, SC_STR("b.example"), &wait_us), SC_OK);
        assert_int_equal(retail_source_host_give(&one, SC_STR("a.example"), LIMIT_MS), SC_OK);
        assert_int_equal(sc_tx_commit(&one), SC_OK);
        assert_int_equal(retail_source_host_take(&two, SC_STR("a.example"), &wait_us), SC_OK);
        assert_true(wait_us > 0 && wait_us <= LIMIT_MS * INT64_C(1000));
    }
    sc_pg_destroy(pg);
    sc_request_finish(&rq);
}

#define a_source_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_source_test(what_is_new_is_imported_and_what_is_not_is_not),
        a_source_test(our_own_network_is_not_asked),
        a_source_test(a_place_may_have_the_days_date),
        a_source_test(what_cannot_be_imported_is_got_again),
        a_source_test(a_folder_is_a_place_too),
        a_source_test(a_file_whose_name_is_no_text_stops_nothing),
        a_source_test(a_file_with_a_long_path_is_told_of_too),
        a_source_test(a_full_disk_is_told_and_waited_for),
        a_source_test(mistakes_are_refused),
        a_source_test(a_server_that_fails_is_asked_again_later),
        a_source_test(a_worker_that_is_killed_midway_is_followed_by_another),
        a_source_test(a_host_is_asked_by_one_at_a_time_and_pauses),
    };

    test_program_beside();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
