#include "api/helpers/postgres.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/postgres_part.h"
#include "runtime/deadline.h"
#include "runtime/request.h"
#include "store/migrate.h"
#include "testing/unit.h"

enum {
    SERVERS_MAX = 8,      /* of one test program at a time */
    START_MS = 60 * 1000, /* initdb and start, on a loaded machine */
    RETRY_US = 20 * 1000,
    STOP_US = 5 * 1000 * 1000,
    TEMPLATE_LOCK = 20261124, /* held while the template is looked for and made */
    FOLDERS_OPEN = 16,
    TOOL_WORDS_MAX = 40,
    CHILDREN_MAX = 256,
    LOG_TAIL = 2000,
};

#define TEMPLATE_IN_WORK "sc_template_in_work"
#define BIN_PRESET       "/usr/lib/postgresql/15/bin"

static struct test_server own_server; /* of this program; started when first needed */
static int database_count;

const struct passwd *test_pg_user(void)
{
    const char *name = getenv("SC_PG_USER");
    const struct passwd *user = NULL;

    if (geteuid() != 0)
        return NULL;
    user = getpwnam(name != NULL ? name : "smartcart");
    if (user == NULL)
        user = getpwnam("postgres");
    if (user == NULL)
        fail_msg("there is no user \"smartcart\" or \"postgres\" to run PostgreSQL as");
    return user;
}

/* From a folder that it may stand in: root's home is closed to it, and PostgreSQL looks around. */
static void become_user(const struct passwd *user)
{
    if (user != NULL && (chdir("/") != 0 || initgroups(user->pw_name, user->pw_gid) != 0 ||
                         setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
        _exit(126);
}

/* Runs a program of PostgreSQL's on the data in `folder`, with `words` behind. */
static _Noreturn void run_tool(const char *tool, const char *folder, const char *const words[])
{
    const char *bin = getenv("SC_PG_BIN");
    char *all[TOOL_WORDS_MAX + 1] = {NULL, strdup("-D")};

    /* Its whole path as its name: by that it finds its neighbours, in PATH or not. */
    assert_true(asprintf(&all[0], "%s/%s", bin != NULL ? bin : BIN_PRESET, tool) > 0);
    assert_true(asprintf(&all[2], "%s/data", folder) > 0);
    for (size_t i = 0; words[i] != NULL && i + 3 < TOOL_WORDS_MAX; i++)
        all[i + 3] = strdup(words[i]);
    execv(all[0], all);
    perror(all[0]);
    _exit(127);
}

/* Output goes to a file beside the data: a server that outlived us would hold ctest's pipe. */
static void write_to_log(const char *folder)
{
    char path[TEST_FOLDER_MAX + 8];

    snprintf(path, sizeof path, "%s/log", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
    int nothing = open("/dev/null", O_RDONLY);
    if (fd < 0 || nothing < 0)
        _exit(126);
    dup2(nothing, STDIN_FILENO);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
}

_Noreturn void test_pg_become(const struct passwd *user, const char *folder, const char *tool,
                              const char *const words[])
{
    become_user(user);
    write_to_log(folder);
    run_tool(tool, folder, words);
}

static _Noreturn void become_initdb(const struct passwd *user, const char *folder)
{
    static const char *const words[] = {
        "--locale=C.UTF-8",  "-E",        "UTF8", "--auth=trust", "--username=smartcart",
        "--no-instructions", "--no-sync", NULL,
    };

    test_pg_become(user, folder, "initdb", words);
}

struct kind {
    int buffers_mb;
    bool is_durable;
};

static _Noreturn void become_postgres(const struct passwd *user, const char *folder,
                                      const struct kind *kind)
{
    char buffers[40];
    const char *words[] = {
        "-k",
        folder,
        "-c",
        "listen_addresses=",
        "-c",
        "max_connections=60",
        "-c",
        "max_wal_size=2GB",
        "-c",
        buffers,
        kind->is_durable ? NULL : "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        NULL,
    };

    snprintf(buffers, sizeof buffers, "shared_buffers=%dMB", kind->buffers_mb);
    test_pg_become(user, folder, "postgres", words);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

void test_pg_remove(const char *folder)
{
    nftw(folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

/* Gone for good: immediately, since nothing in it is wanted; SIGCONT, since it may be frozen. */
static void end_postgres(pid_t pid)
{
    kill(pid, SIGQUIT);
    kill(pid, SIGCONT);
    for (int64_t waited_us = 0; waited_us < STOP_US; waited_us += RETRY_US) {
        if (waitpid(pid, NULL, WNOHANG) != 0)
            return;
        usleep(RETRY_US);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

/*
 * A process between us and the server. It starts the server, tells its pid, and
 * when our end of the lifeline closes, however we ended, cleans up.
 */
static _Noreturn void become_watchdog(const struct passwd *user, const char *folder,
                                      const struct kind *kind, int lifeline, int tell)
{
    int status;
    char byte;

    setsid(); /* a Ctrl-C at the terminal is for the tests; we then see them end */
    pid_t pid = fork();
    if (pid == 0)
        become_initdb(user, folder);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
        _exit(1); /* the log stays, for whoever wonders why */
    pid = fork();
    if (pid == 0)
        become_postgres(user, folder, kind);
    if (pid < 0 || write(tell, &pid, sizeof pid) != sizeof pid)
        _exit(1);
    close(tell);
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        close(fd);
    while (read(lifeline, &byte, 1) < 0 && errno == EINTR)
        ;
    end_postgres(pid);
    test_pg_remove(folder);
    _exit(0);
}

static PGconn *try_connect(const char *url)
{
    PGconn *pg = PQconnectdb(url);

    if (PQstatus(pg) == CONNECTION_OK)
        return pg;
    PQfinish(pg);
    return NULL;
}

static void drop_notice(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

static PGconn *connect_to(const char *url)
{
    PGconn *pg = try_connect(url);

    if (pg == NULL)
        fail_msg("cannot connect to %s", url);
    PQsetNoticeReceiver(pg, drop_notice, NULL);
    return pg;
}

static int lifelines[SERVERS_MAX]; /* of servers that run */
static size_t lifeline_count;

void test_pg_keep_lifeline(int fd)
{
    assert_true(lifeline_count < SERVERS_MAX);
    lifelines[lifeline_count++] = fd;
}

void test_pg_cut_lifeline(int fd)
{
    for (size_t i = 0; i < lifeline_count; i++)
        if (lifelines[i] == fd)
            lifelines[i] = lifelines[--lifeline_count];
    close(fd);
}

void test_pg_drop_lifelines(void)
{
    while (lifeline_count > 0)
        close(lifelines[--lifeline_count]);
}

void test_pg_fail(const char *folder, const char *what)
{
    char path[TEST_FOLDER_MAX + 8], words[LOG_TAIL + 1];
    size_t len = 0;

    snprintf(path, sizeof path, "%s/log", folder);
    FILE *log = fopen(path, "re");
    if (log != NULL) {
        (void)fseek(log, -LOG_TAIL, SEEK_END); /* a shorter one is read whole */
        len = fread(words, 1, LOG_TAIL, log);
        fclose(log);
    }
    words[len] = '\0';
    fail_msg("%s failed: %s", what, words);
}

void test_pg_await(const char *url, const char *folder)
{
    struct sc_deadline deadline = sc_deadline_in(START_MS);
    PGconn *pg;

    while ((pg = try_connect(url)) == NULL && !sc_deadline_is_over(deadline))
        usleep(RETRY_US);
    if (pg == NULL)
        test_pg_fail(folder, "the start of PostgreSQL");
    PQfinish(pg);
}

static void start(const struct kind *kind, struct test_server *ret_server)
{
    struct test_server server = {.folder = "/tmp/sc-pg-XXXXXX"};
    const struct passwd *user = test_pg_user();
    int lifeline[2], tell[2];

    assert_non_null(mkdtemp(server.folder));
    if (user != NULL)
        assert_int_equal(chown(server.folder, user->pw_uid, user->pw_gid), 0);
    assert_int_equal(pipe2(lifeline, O_CLOEXEC), 0);
    assert_int_equal(pipe2(tell, O_CLOEXEC), 0);
    server.watchdog = fork();
    assert_true(server.watchdog >= 0);
    if (server.watchdog == 0) {
        close(lifeline[1]);
        test_pg_drop_lifelines();
        become_watchdog(user, server.folder, kind, lifeline[0], tell[1]);
    }
    close(lifeline[0]);
    close(tell[1]);
    server.lifeline = lifeline[1];
    test_pg_keep_lifeline(server.lifeline);
    ssize_t len = read(tell[0], &server.postmaster, sizeof server.postmaster);
    close(tell[0]);
    if (len != sizeof server.postmaster)
        test_pg_fail(server.folder, "initdb");
    snprintf(server.url, sizeof server.url, "host=%s user=smartcart dbname=postgres",
             server.folder);
    test_pg_await(server.url, server.folder);
    *ret_server = server;
}

void test_server_start(int buffers_mb, struct test_server *ret_server)
{
    start(&(struct kind){.buffers_mb = buffers_mb}, ret_server);
}

void test_server_start_durable(int buffers_mb, struct test_server *ret_server)
{
    start(&(struct kind){.buffers_mb = buffers_mb, .is_durable = true}, ret_server);
}

void test_server_stop(struct test_server *server)
{
    test_pg_cut_lifeline(server->lifeline);
    waitpid(server->watchdog, NULL, 0);
}

/* CPU ticks of a process, and of its children that have ended; 0 when it is gone. */
static unsigned long long ticks_of(pid_t pid)
{
    unsigned long long ticks[4] = {0};
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    int found = fscanf(file,
                       "%*d (postgres) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
                       "%llu %llu %llu %llu",
                       &ticks[0], &ticks[1], &ticks[2], &ticks[3]);
    fclose(file);
    return found == 4 ? ticks[0] + ticks[1] + ticks[2] + ticks[3] : 0;
}

size_t test_pg_children(pid_t pid, pid_t *ret_children, size_t max)
{
    size_t count = 0;
    char path[64];

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "re");
    while (file != NULL && count < max && fscanf(file, "%d", &ret_children[count]) == 1)
        count++;
    if (file != NULL)
        fclose(file);
    return count;
}

double test_postmaster_cpu(pid_t postmaster)
{
    unsigned long long ticks = ticks_of(postmaster);
    pid_t children[CHILDREN_MAX];
    size_t count = test_pg_children(postmaster, children, CHILDREN_MAX);

    for (size_t i = 0; i < count; i++)
        ticks += ticks_of(children[i]);
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

static void stop_own_server(void)
{
    test_server_stop(&own_server);
}

static const char *server_url(void)
{
    const char *shared = getenv("SC_TEST_DATABASE_URL");

    if (shared != NULL && shared[0] != '\0')
        return shared;
    if (own_server.watchdog == 0) {
        test_server_start(TEST_BUFFERS_MB, &own_server);
        atexit(stop_own_server);
    }
    return own_server.url;
}

static void must(PGconn *pg, PGresult *result, const char *sql)
{
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        print_error("%s: %s", sql, PQerrorMessage(pg));
        PQclear(result);
        PQfinish(pg);
        fail();
    }
}

static void run_on(PGconn *pg, const char *format, ...) SC_PRINTF(2, 3);

static void run_on(PGconn *pg, const char *format, ...)
{
    va_list args;
    char *sql;

    va_start(args, format);
    assert_true(vasprintf(&sql, format, args) >= 0);
    va_end(args);
    PGresult *result = PQexec(pg, sql);
    must(pg, result, sql);
    PQclear(result);
    free(sql);
}

void test_sql(const char *url, const char *sql)
{
    PGconn *pg = connect_to(url);

    run_on(pg, "%s", sql);
    PQfinish(pg);
}

char *test_sql_text(const char *url, const char *sql)
{
    PGconn *pg = connect_to(url);
    PGresult *result = PQexec(pg, sql);

    must(pg, result, sql);
    assert_true(PQntuples(result) > 0);
    char *text = PQgetisnull(result, 0, 0) ? NULL : strdup(PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(pg);
    return text;
}

int64_t test_sql_number(const char *url, const char *sql)
{
    char *text = test_sql_text(url, sql);
    int64_t number;

    assert_non_null(text);
    if (sc_str_i64(sc_str_of(text), &number) != SC_OK)
        fail_msg("%s: \"%s\" is no number", sql, text);
    free(text);
    return number;
}

/* The server's URL with another database's name, as keywords and values. */
static void write_url(char ret_url[TEST_URL_MAX], const char *name)
{
    PQconninfoOption *options = PQconninfoParse(server_url(), NULL);
    size_t len = 0;

    assert_non_null(options);
    for (PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (o->val != NULL && strcmp(o->keyword, "dbname") != 0) {
            assert_null(strpbrk(o->val, "'\\"));
            len +=
                (size_t)snprintf(ret_url + len, TEST_URL_MAX - len, "%s='%s' ", o->keyword, o->val);
            assert_true(len < TEST_URL_MAX);
        }
    PQconninfoFree(options);
    len += (size_t)snprintf(ret_url + len, TEST_URL_MAX - len, "dbname='%s'", name);
    assert_true(len < TEST_URL_MAX);
}

static void ignore_migrated(void *context, const struct sc_migration *migration, int64_t took_us)
{
    (void)context;
    (void)migration;
    (void)took_us;
}

void test_migrate(const char *url)
{
    struct sc_request rq;
    struct sc_pg *pg;
    struct sc_pg_config config = {
        .url = sc_str_of(url),
        .connections = 1,
        .wait_ms = 1000,
        .lock_timeout_ms = SC_MIGRATE_LOCK_MS,
    };

    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    enum sc_status st = sc_pg_create(&rq, &config, &pg);
    if (st == SC_OK) {
        st = sc_migrate(pg, &rq, sc_migrations, sc_migration_count, ignore_migrated, NULL);
        sc_pg_destroy(pg);
    }
    if (st != SC_OK)
        fail_msg("migrate: %s", rq.failure.words);
    sc_request_finish(&rq);
}

/* Of these very migrations: a server that is shared may hold templates of others. */
static void name_template(char ret_name[64])
{
    uint64_t hash = 0;

    for (size_t i = 0; i < sc_migration_count; i++)
        hash = hash * 31 + (uint64_t)sc_migrations[i].checksum;
    snprintf(ret_name, 64, "sc_template_%016llx", (unsigned long long)hash);
}

static bool has_database(PGconn *pg, const char *name)
{
    const char *values[] = {name};
    PGresult *result = PQexecParams(pg, "select from pg_database where datname = $1", 1, NULL,
                                    values, NULL, NULL, 0);

    must(pg, result, "look for a database");
    bool has = PQntuples(result) > 0;
    PQclear(result);
    return has;
}

/* Those of other migrations, and one that was left half made. */
static void drop_old_templates(PGconn *pg)
{
    static const char sql[] =
        "select datname from pg_database where starts_with(datname, 'sc_template_')";
    PGresult *result = PQexec(pg, sql);

    must(pg, result, sql);
    for (int i = 0; i < PQntuples(result); i++)
        run_on(pg, "drop database %s with (force)", PQgetvalue(result, i, 0));
    PQclear(result);
}

/* Made under another name first, so that one that was left half made is never taken for it. */
static void make_template(PGconn *pg, const char *name)
{
    char url[TEST_URL_MAX];

    drop_old_templates(pg);
    run_on(pg, "create database " TEMPLATE_IN_WORK);
    write_url(url, TEMPLATE_IN_WORK);
    test_migrate(url);
    run_on(pg, "alter database " TEMPLATE_IN_WORK " rename to %s", name);
}

static void name_database(struct test_database *ret_database)
{
    snprintf(ret_database->name, sizeof ret_database->name, "sc_test_%d_%d", (int)getpid(),
             ++database_count);
    write_url(ret_database->url, ret_database->name);
}

void test_database_create(struct test_database *ret_database)
{
    PGconn *pg = connect_to(server_url());
    char template[64];

    name_template(template);
    name_database(ret_database);
    run_on(pg, "select pg_advisory_lock(%d)", TEMPLATE_LOCK);
    if (!has_database(pg, template))
        make_template(pg, template);
    run_on(pg, "create database %s template %s", ret_database->name, template);
    PQfinish(pg); /* and with it the lock */
}

void test_database_create_empty(struct test_database *ret_database)
{
    PGconn *pg = connect_to(server_url());

    name_database(ret_database);
    run_on(pg, "create database %s template template0", ret_database->name);
    PQfinish(pg);
}

void test_database_drop(const struct test_database *database)
{
    PGconn *pg = connect_to(server_url());

    run_on(pg, "drop database %s with (force)", database->name);
    PQfinish(pg);
}
