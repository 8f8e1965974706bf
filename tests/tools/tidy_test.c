/* Runs tools/tidy on small trees made for the purpose. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing/unit.h"

static char root[] = "/tmp/sc-tidy-XXXXXX";

static void write_file(const char *path, const char *text)
{
    char whole[200];

    snprintf(whole, sizeof whole, "%s/%s", root, path);
    for (char *slash = whole + sizeof root; *slash != '\0'; slash++)
        if (*slash == '/') {
            *slash = '\0';
            mkdir(whole, 0700);
            *slash = '/';
        }
    FILE *file = fopen(whole, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

/* What tidy prints about the tree; `ret_code` is its exit code. */
static struct sc_str run_tidy(struct sc_arena *arena, int *ret_code)
{
    const char *build = getenv("SC_BUILD");
    char command[600];
    char *text = sc_arena_alloc(arena, 4096);

    assert_non_null(build);
    snprintf(command, sizeof command, "'%s/tidy' %s", build, root);
    FILE *out = popen(command, "re");
    assert_non_null(out);
    size_t len = fread(text, 1, 4096, out);
    int status = pclose(out);
    assert_true(WIFEXITED(status));
    *ret_code = WEXITSTATUS(status);
    return (struct sc_str){text, len};
}

static void expect(void **state, const char *path, const char *text, const char *finding)
{
    int code;

    write_file(path, text);
    struct sc_str out = run_tidy(*state, &code);
    if (sc_str_find(out, sc_str_of(finding)) < 0)
        fail_msg("no \"%s\" in:\n%.*s", finding, SC_STR_ARGS(out));
    assert_int_equal(code, strcmp(finding, "tidy: 0 findings") == 0 ? 0 : 1);
    write_file(path, "\n");
}

static void a_clean_tree_has_no_findings(void **state)
{
    expect(state, "src/domain/a.c", "#include \"base/str.h\"\n#include <stdio.h>\n",
           "tidy: 0 findings");
    expect(state, "src/app/a.c", "#include \"domain/a.h\"\n", "tidy: 0 findings");
    expect(state, "src/base/a_test.c", "#include \"testing/unit.h\"\n", "tidy: 0 findings");
}

static void includes_follow_the_table(void **state)
{
    expect(state, "src/base/a.c", "#include \"domain/a.h\"\n",
           "src/base/a.c:1: this folder may not include domain/a.h");
    expect(state, "src/retail/a.c", "\n#include \"deals/a.h\"\n",
           "src/retail/a.c:2: this folder may not include deals/a.h");
    expect(state, "src/domain/a.c", "#include <libpq-fe.h>\n",
           "this library is another folder's: libpq-fe.h");
    expect(state, "src/base/a.c", "#include <jansson.h>\n",
           "this library is another folder's: jansson.h");
    expect(state, "src/new/a.c", "#include \"base/str.h\"\n",
           "no row in the include table for new");
    expect(state, "src/base/a.c", "#include \"str.h\"\n", "include from src/: str.h");
}

static void lengths_are_limited(void **state)
{
    char text[3000] = "";

    memset(text, 'x', 101);
    snprintf(text + 101, sizeof text - 101, "\n");
    expect(state, "src/base/a.c", text, "src/base/a.c:1: line over 100 columns");

    expect(state, "schema/a.graphql", text, "schema/a.graphql:1: line over 100 columns");
    text[0] = '"'; /* a description */
    expect(state, "schema/a.graphql", text, "tidy: 0 findings");

    size_t len = (size_t)snprintf(text, sizeof text, "int f(void)\n{\n");
    for (int i = 0; i < 70; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "    ;\n");
    snprintf(text + len, sizeof text - len, "}\n");
    expect(state, "src/base/a.c", text, "src/base/a.c:2: function over 70 lines");

    len = 0;
    for (int i = 0; i < 801; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "//\n");
    expect(state, "src/base/a.c", text, "file over 800 lines");
}

static void bad_habits_are_found(void **state)
{
    expect(state, "src/base/a.c",
           "int n = ato"
           "i(text);\n",
           "banned function atoi");
    expect(state, "src/base/a.c", "int n = my_atoi(text);\n", "tidy: 0 findings");
    expect(state, "src/base/a.c",
           "/* TO"
           "DO: later */\n",
           "left-over mark");
    expect(state, "src/base/a.c", "\tint n;\n", "tab");
    expect(state, "src/base/a.c", "int n; \n", "space at the end");
    expect(state, "src/base/a.c", "int n;", "no line end at the end");
}

static void a_query_must_be_used(void **state)
{
    const char *query = "-- query: retail_store_find\nselect 1\n";

    expect(state, "sql/queries/retail/store_find.sql", query, "nobody uses retail_store_find");
    write_file("src/retail/a.c", "int a = retail_store_find();\n");
    expect(state, "sql/queries/retail/store_find.sql", query, "tidy: 0 findings");
}

static int make_root(void **state)
{
    (void)state;
    return mkdtemp(root) == NULL ? -1 : 0;
}

static int remove_root(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        a_test(a_clean_tree_has_no_findings), a_test(includes_follow_the_table),
        a_test(lengths_are_limited),          a_test(bad_habits_are_found),
        a_test(a_query_must_be_used),
    };
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
