#include "api/helpers/replicas.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/helpers/postgres_part.h"
#include "runtime/deadline.h"
#include "testing/unit.h"

enum {
    STEP_MS = 10,
    WAIT_MS = 60 * 1000, /* for anything, on a loaded machine */
    STOP_MS = 10 * 1000,
    PROCESSES_MAX = 256,
    SETTINGS_MAX = 512,
};

static void step(void)
{
    (void)poll(NULL, 0, STEP_MS);
}

/* Until the query's first column is true. */
static void wait_until(const struct test_node *node, const char *sql)
{
    struct sc_deadline deadline = sc_deadline_in(WAIT_MS);

    while (test_sql_number(node->url, sql) == 0) {
        if (sc_deadline_is_over(deadline))
            test_pg_fail(node->folder, sql);
        step();
    }
}

static bool is_running(pid_t pid)
{
    return kill(pid, 0) == 0 && waitpid(pid, NULL, WNOHANG) != pid;
}

static void await_end(pid_t pid)
{
    struct sc_deadline deadline = sc_deadline_in(STOP_MS);

    while (is_running(pid) && !sc_deadline_is_over(deadline))
        step();
}

/* By the pid that it wrote down; 0: it does not run. */
static pid_t read_pid(const struct test_node *node)
{
    char path[TEST_FOLDER_MAX + 32];
    int pid = 0;

    snprintf(path, sizeof path, "%s/data/postmaster.pid", node->folder);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%d", &pid) != 1)
        pid = 0;
    fclose(file);
    return (pid_t)pid;
}

/* Cleans up once our end of the lifeline closes, however we ended. */
static _Noreturn void become_watchdog(const struct test_replicas *replicas, int lifeline)
{
    char byte;

    setsid();
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        close(fd);
    while (read(lifeline, &byte, 1) < 0 && errno == EINTR)
        ;
    for (size_t i = 0; i < TEST_NODES_MAX; i++) {
        pid_t pid = read_pid(&replicas->nodes[i]);
        if (pid == 0)
            continue;
        kill(pid, SIGQUIT);
        kill(pid, SIGCONT); /* it may be frozen */
        await_end(pid);
        kill(pid, SIGKILL);
    }
    test_pg_remove(replicas->folder);
    _exit(0);
}

static void start_watchdog(struct test_replicas *replicas)
{
    int lifeline[2];

    assert_int_equal(pipe2(lifeline, O_CLOEXEC), 0);
    replicas->watchdog = fork();
    assert_true(replicas->watchdog >= 0);
    if (replicas->watchdog == 0) {
        close(lifeline[1]);
        test_pg_drop_lifelines();
        become_watchdog(replicas, lifeline[0]);
    }
    close(lifeline[0]);
    replicas->lifeline = lifeline[1];
    test_pg_keep_lifeline(replicas->lifeline);
}

static pid_t start_tool(const struct test_node *node, const char *tool, const char *const words[])
{
    const struct passwd *user = test_pg_user();
    pid_t starter = getpid(), pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        if (prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0 || getppid() != starter)
            _exit(126);
        test_pg_become(user, node->folder, tool, words);
    }
    return pid;
}

static void run_tool(const struct test_node *node, const char *tool, const char *const words[])
{
    int status;

    assert_int_equal(waitpid(start_tool(node, tool, words), &status, 0) > 0, 1);
    if (status != 0)
        test_pg_fail(node->folder, tool);
}

static void make_folder(struct test_node *node, const char *parent, size_t number)
{
    const struct passwd *user = test_pg_user();

    assert_true(number < 10); /* its name is one digit */
    snprintf(node->name, sizeof node->name, "n%zu", number % 10);
    snprintf(node->folder, sizeof node->folder, "%.50s/%s", parent, node->name);
    snprintf(node->url, sizeof node->url, "host=%s user=smartcart dbname=postgres", node->folder);
    assert_int_equal(mkdir(node->folder, 0700), 0);
    if (user != NULL)
        assert_int_equal(chown(node->folder, user->pw_uid, user->pw_gid), 0);
}

/* What every node is run with, whatever its role is. */
static void start_node(const struct test_replicas *replicas, struct test_node *node)
{
    char name[40], standbys[80];
    const char *words[] = {
        "-k", node->folder,
        "-c", "listen_addresses=",
        "-c", "fsync=off",
        "-c", "max_connections=60",
        "-c", "wal_level=logical",
        "-c", "wal_log_hints=on",
        "-c", "hot_standby_feedback=on",
        "-c", "max_slot_wal_keep_size=1GB",
        "-c", "wal_retrieve_retry_interval=100ms",
        "-c", "wal_receiver_status_interval=1s",
        "-c", name,
        "-c", standbys,
        NULL,
    };

    snprintf(name, sizeof name, "cluster_name=%s", node->name);
    snprintf(standbys, sizeof standbys, "synchronous_standby_names=%s",
             replicas->is_synchronous ? "ANY 1 (n0, n1, n2, n3)" : "");
    node->postmaster = start_tool(node, "postgres", words);
    test_pg_await(node->url, node->folder);
}

static void write_conninfo(const struct test_node *primary, char ret_text[SETTINGS_MAX])
{
    snprintf(ret_text, SETTINGS_MAX, "host=%s user=smartcart", primary->folder);
}

static void make_slot(const struct test_node *node, const struct test_node *primary)
{
    char sql[SETTINGS_MAX];

    snprintf(sql, sizeof sql,
             "select pg_create_physical_replication_slot('%s', true) where not exists"
             " (select from pg_replication_slots where slot_name = '%s')",
             node->name, node->name);
    test_sql(primary->url, sql);
}

static void await_stream(const struct test_node *node, const struct test_node *primary)
{
    char sql[SETTINGS_MAX];

    snprintf(sql, sizeof sql,
             "select count(*) from pg_stat_replication"
             " where application_name = '%s' and state = 'streaming'",
             node->name);
    wait_until(primary, sql);
}

static void copy_primary(const struct test_replicas *replicas, struct test_node *node)
{
    char conninfo[SETTINGS_MAX];
    const char *const words[] = {"-d", conninfo,   "-R", "-X",   "stream",    "-C",
                                 "-S", node->name, "-c", "fast", "--no-sync", NULL};

    write_conninfo(&replicas->nodes[0], conninfo);
    run_tool(node, "pg_basebackup", words);
    start_node(replicas, node);
    await_stream(node, &replicas->nodes[0]);
}

void test_replicas_start(size_t replicas, bool is_synchronous, struct test_replicas *ret_replicas)
{
    static const char *const words[] = {
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
        "--auth=trust",
        "--username=smartcart",
        "--no-instructions",
        "--no-sync",
        "--data-checksums",
        NULL,
    };
    struct test_replicas *r = ret_replicas;

    assert_true(replicas < TEST_NODES_MAX);
    *r = (struct test_replicas){
        .folder = "/tmp/sc-pg-XXXXXX", .count = 1 + replicas, .is_synchronous = is_synchronous};
    assert_non_null(mkdtemp(r->folder));
    assert_int_equal(chmod(r->folder, 0755), 0);
    for (size_t i = 0; i < r->count; i++)
        make_folder(&r->nodes[i], r->folder, i);
    start_watchdog(r);
    run_tool(&r->nodes[0], "initdb", words);
    start_node(r, &r->nodes[0]);
    for (size_t i = 1; i < r->count; i++)
        copy_primary(r, &r->nodes[i]);
}

void test_replicas_stop(struct test_replicas *replicas)
{
    for (size_t i = 0; i < replicas->count; i++)
        if (replicas->nodes[i].postmaster != 0)
            test_node_kill(&replicas->nodes[i]);
    test_pg_cut_lifeline(replicas->lifeline);
    waitpid(replicas->watchdog, NULL, 0);
}

void test_replicas_urls(const struct test_replicas *replicas, struct sc_buf *ret_urls)
{
    sc_buf_clear(ret_urls);
    for (size_t i = 1; i < replicas->count; i++)
        sc_buf_printf(ret_urls, "%spostgresql:///postgres?host=%s&user=smartcart", i > 1 ? " " : "",
                      replicas->nodes[i].folder);
}

void test_node_pause(const struct test_node *node)
{
    test_sql(node->url, "select pg_wal_replay_pause()");
    wait_until(node, "select (pg_get_wal_replay_pause_state() = 'paused')::int");
}

void test_node_resume(const struct test_node *node)
{
    test_sql(node->url, "select pg_wal_replay_resume()");
}

/* To its postmaster first, which then makes no more of them. */
static void signal_all(const struct test_node *node, int signal)
{
    pid_t children[PROCESSES_MAX];

    assert_int_not_equal(node->postmaster, 0);
    kill(node->postmaster, signal);
    size_t count = test_pg_children(node->postmaster, children, PROCESSES_MAX);
    for (size_t i = 0; i < count; i++)
        kill(children[i], signal);
}

void test_node_freeze(struct test_node *node)
{
    node->is_frozen = true;
    signal_all(node, SIGSTOP);
}

void test_node_thaw(struct test_node *node)
{
    node->is_frozen = false;
    signal_all(node, SIGCONT);
}

/* Its children go with it, but without a parent they are listed no more: so they go first. */
void test_node_kill(struct test_node *node)
{
    kill(node->postmaster, SIGSTOP);
    pid_t children[PROCESSES_MAX];
    size_t count = test_pg_children(node->postmaster, children, PROCESSES_MAX);
    for (size_t i = 0; i < count; i++)
        kill(children[i], SIGKILL);
    kill(node->postmaster, SIGKILL);
    waitpid(node->postmaster, NULL, 0);
    node->postmaster = 0;
    node->is_frozen = false;
}

void test_node_stop(struct test_node *node)
{
    kill(node->postmaster, SIGINT);
    waitpid(node->postmaster, NULL, 0);
    node->postmaster = 0;
}

void test_node_start(const struct test_replicas *replicas, struct test_node *node)
{
    assert_int_equal(node->postmaster, 0);
    start_node(replicas, node);
}

/* Behind all that is in the file: the last of a name counts. */
static void append_settings(const struct test_node *node, const struct test_node *primary)
{
    const struct passwd *user = test_pg_user();
    char path[TEST_FOLDER_MAX + 40], conninfo[SETTINGS_MAX];

    write_conninfo(primary, conninfo);
    snprintf(path, sizeof path, "%s/data/postgresql.auto.conf", node->folder);
    FILE *file = fopen(path, "ae");
    assert_non_null(file);
    assert_true(fprintf(file, "primary_conninfo = '%s'\nprimary_slot_name = '%s'\n", conninfo,
                        node->name) > 0);
    assert_int_equal(fclose(file), 0);
    snprintf(path, sizeof path, "%s/data/standby.signal", node->folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    if (user != NULL)
        assert_int_equal(fchown(fd, user->pw_uid, user->pw_gid), 0);
    close(fd);
}

void test_node_follow(const struct test_replicas *replicas, struct test_node *node,
                      const struct test_node *primary)
{
    make_slot(node, primary);
    append_settings(node, primary);
    if (node->postmaster == 0)
        start_node(replicas, node);
    else
        test_sql(node->url, "select pg_reload_conf()");
    await_stream(node, primary);
}

/* What it has is then all that it will have. */
static void cut_off(const struct test_node *replica)
{
    test_sql(replica->url, "alter system set primary_conninfo = ''");
    test_sql(replica->url, "select pg_reload_conf()");
    wait_until(replica, "select (count(*) = 0)::int from pg_stat_wal_receiver");
}

static void take_from(const struct test_replicas *replicas, struct test_node *node,
                      const struct test_node *other)
{
    static const char has[] = "greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())";
    char sql[SETTINGS_MAX];

    snprintf(sql, sizeof sql, "select %s", has);
    char *lsn = test_sql_text(other->url, sql);
    snprintf(sql, sizeof sql, "select (%s >= '%s')::int", has, lsn);
    free(lsn);
    if (test_sql_number(node->url, sql) != 0)
        return;
    test_node_follow(replicas, node, other);
    wait_until(node, sql);
}

void test_node_promote(const struct test_replicas *replicas, struct test_node *node)
{
    for (size_t i = 0; i < replicas->count; i++) {
        const struct test_node *other = &replicas->nodes[i];
        if (other == node || other->postmaster == 0 || other->is_frozen)
            continue;
        cut_off(other);
        take_from(replicas, node, other);
    }
    wait_until(node, "select pg_promote(true, 30)::int");
}

void test_node_rewind(const struct test_replicas *replicas, struct test_node *node,
                      const struct test_node *primary)
{
    const char *const words[] = {"--source-server", primary->url, "--no-sync", NULL};

    assert_int_equal(node->postmaster, 0);
    test_sql(primary->url, "checkpoint"); /* its timeline is read from the file of the last one */
    run_tool(node, "pg_rewind", words);
    test_node_follow(replicas, node, primary);
}

void test_node_catch_up(const struct test_node *node, const struct test_node *primary)
{
    char *lsn = test_sql_text(primary->url, "select pg_current_wal_insert_lsn()");
    char sql[SETTINGS_MAX];

    snprintf(sql, sizeof sql, "select (pg_last_wal_replay_lsn() >= '%s')::int", lsn);
    free(lsn);
    wait_until(node, sql);
}
