/*
 * tidy - holds the rules of CONTRIBUTING.md that a program can check.
 *
 *     tidy [ROOT]
 *
 * Who may include whom, lengths of lines, functions and files, banned
 * functions, marks left behind, tabs, and .sql files nobody uses. Prints a
 * line for each finding, as a compiler would, and exits 1 when there is one.
 */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"

enum {
    LINE_MAX_COLUMNS = 100,
    FUNCTION_MAX_LINES = 70,
    FILE_MAX_LINES = 800,
    SOURCE_MAX_BYTES = 4 * 1024 * 1024,
    ARENA_CAP = 256 * 1024 * 1024,
};

/* Which folders of ours a folder of src/ may include, besides itself. */
static const struct {
    const char *folder;
    const char *may; /* parted by spaces; "*": everything */
} include_table[] = {
    {"base", ""},
    {"domain", "base"},
    {"runtime", "base"},
    {"net", "runtime base"},
    {"store", "runtime base"},
    {"graphql", "runtime base"},
    {"accounts", "domain store net runtime base"},
    {"lists", "domain store net runtime base"},
    {"retail", "domain store net runtime base"},
    {"deals", "domain store net runtime base"},
    {"insights", "domain store net runtime base"},
    {"gateway", "domain graphql store net runtime base accounts lists retail deals insights"},
    {"workers", "domain store net runtime base accounts lists retail deals insights"},
    {"app", "*"},
    {"testing", "*"},
};

/* Libraries that belong to some folders only. */
static const struct {
    const char *header;  /* how the include begins */
    const char *folders; /* "": tests alone */
} library_table[] = {
    {"libpq-fe.h", "store"}, {"hiredis", "store"},      {"microhttpd.h", "net"},
    {"curl/", "net"},        {"libxml/", "retail"},     {"zlib.h", "retail"},
    {"archive", "retail"},   {"tesseract", "insights"}, {"leptonica", "insights"},
    {"jansson.h", ""},       {"unistr.h", "base"},      {"unicase.h", "base"},
    {"uninorm.h", "base"},   {"unictype.h", "base"},    {"uniwidth.h", "base"},
};

static const char *const banned[] = {"strcpy",    "strcat", "sprintf", "strtok", "gmtime",
                                     "localtime", "rand",   "atoi",    "alloca"};

struct list {
    struct sc_str *items;
    size_t count, room;
};

struct tidy {
    struct sc_arena *arena;
    struct list sources; /* texts that may use a query */
    struct list queries; /* paths of .sql files under sql/queries */
    int findings;
};

struct file {
    struct tidy *tidy;
    const char *path;     /* from the root */
    struct sc_str folder; /* of src/, else absent */
    bool is_c;
    bool is_graphql;
    bool is_test;
};

static void finding(struct tidy *tidy, const char *path, int line, const char *words,
                    struct sc_str what)
{
    printf("%s:%d: %s%.*s\n", path, line, words, SC_STR_ARGS(what));
    tidy->findings++;
}

static bool has_word(const char *words, struct sc_str wanted)
{
    struct sc_str rest = sc_str_of(words);
    struct sc_str word;

    while (sc_str_take(&rest, ' ', &word))
        if (sc_str_eq(word, wanted))
            return true;
    return false;
}

static bool is_word_char(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* `word` stands in `text` as a whole word, followed by `next` unless that is 0. */
static bool stands_in(struct sc_str text, const char *word, char next)
{
    size_t len = strlen(word);
    size_t from = 0;

    for (;;) {
        ptrdiff_t at = sc_str_find(sc_str_sub(text, from, text.len), sc_str_of(word));
        if (at < 0)
            return false;
        size_t start = from + (size_t)at;
        size_t end = start + len;
        bool is_whole = (start == 0 || !is_word_char(text.at[start - 1])) &&
                        (end == text.len || !is_word_char(text.at[end]));
        if (is_whole && (next == 0 || (end < text.len && text.at[end] == next)))
            return true;
        from = start + 1;
    }
}

static void check_own_include(struct file *file, int line, struct sc_str target)
{
    ptrdiff_t slash = sc_str_find_char(target, '/');

    if (slash < 0) {
        finding(file->tidy, file->path, line, "include from src/: ", target);
        return;
    }
    struct sc_str folder = sc_str_sub(target, 0, (size_t)slash);
    if (sc_str_eq(folder, file->folder) || (file->is_test && sc_str_eq(folder, SC_STR("testing"))))
        return;
    for (size_t i = 0; i < SC_COUNT(include_table); i++)
        if (sc_str_eq(sc_str_of(include_table[i].folder), file->folder)) {
            if (strcmp(include_table[i].may, "*") != 0 && !has_word(include_table[i].may, folder))
                finding(file->tidy, file->path, line, "this folder may not include ", target);
            return;
        }
    finding(file->tidy, file->path, line, "no row in the include table for ", file->folder);
}

static void check_library_include(struct file *file, int line, struct sc_str target)
{
    for (size_t i = 0; i < SC_COUNT(library_table); i++)
        if (sc_str_starts(target, sc_str_of(library_table[i].header)) &&
            !has_word(library_table[i].folders, file->folder))
            finding(file->tidy, file->path, line, "this library is another folder's: ", target);
}

static void check_include(struct file *file, int line, struct sc_str text)
{
    if (file->folder.at == NULL || !sc_str_starts(text, SC_STR("#include ")))
        return;
    struct sc_str target = sc_str_sub(text, strlen("#include "), text.len);
    if (target.len < 2)
        return;
    char close = target.at[0] == '"' ? '"' : '>';
    struct sc_str name = sc_str_sub(target, 1, target.len);
    ptrdiff_t end = sc_str_find_char(name, close);
    if (end < 0)
        return;
    name.len = (size_t)end;
    if (close == '"')
        check_own_include(file, line, name);
    else if (!file->is_test)
        check_library_include(file, line, name);
}

/* Counting a UTF-8 character as one. */
static int columns(struct sc_str text)
{
    int count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

static bool has_left_over(struct sc_str text)
{
    /* Not three X: that is a currency code. */
    static const char *const marks[] = {"FIX"
                                        "ME",
                                        "TO"
                                        "DO",
                                        "HA"
                                        "CK"};

    for (size_t i = 0; i < SC_COUNT(marks); i++)
        if (stands_in(text, marks[i], 0))
            return true;
    return false;
}

static void check_line(struct file *file, int line, struct sc_str text)
{
    static const struct sc_str nothing;
    /* A description of GraphQL is one line: broken, it would say something else. */
    bool is_prose = file->is_graphql && sc_str_starts(sc_str_trim(text), SC_STR("\""));

    if (columns(text) > LINE_MAX_COLUMNS && !is_prose)
        finding(file->tidy, file->path, line, "line over 100 columns", nothing);
    if (sc_str_find_char(text, '\t') >= 0)
        finding(file->tidy, file->path, line, "tab", nothing);
    if (sc_str_ends(text, SC_STR(" ")))
        finding(file->tidy, file->path, line, "space at the end", nothing);
    if (has_left_over(text))
        finding(file->tidy, file->path, line, "left-over mark: ", sc_str_trim(text));
    if (!file->is_c)
        return;
    check_include(file, line, text);
    for (size_t i = 0; i < SC_COUNT(banned); i++)
        if (stands_in(text, banned[i], '('))
            finding(file->tidy, file->path, line, "banned function ", sc_str_of(banned[i]));
}

/* Our format puts a function's braces alone at the start of a line. */
static void check_lines(struct file *file, struct sc_str text)
{
    static const struct sc_str nothing;
    struct sc_str rest = text;
    struct sc_str line;
    int number = 0;
    int opened = 0;

    while (sc_str_take(&rest, '\n', &line)) {
        number++;
        check_line(file, number, line);
        if (file->is_c && sc_str_eq(line, SC_STR("{")))
            opened = number;
        if (!file->is_c || opened == 0 || !sc_str_eq(line, SC_STR("}")))
            continue;
        if (number - opened + 1 > FUNCTION_MAX_LINES)
            finding(file->tidy, file->path, opened, "function over 70 lines", nothing);
        opened = 0;
    }
    if (number > FILE_MAX_LINES && sc_str_ends(sc_str_of(file->path), SC_STR(".c")))
        finding(file->tidy, file->path, number, "file over 800 lines", nothing);
    if (!sc_str_ends(text, SC_STR("\n")))
        finding(file->tidy, file->path, number, "no line end at the end", nothing);
}

/* The whole file in the arena; absent when it cannot be read or is no source's size. */
static struct sc_str read_whole(struct sc_arena *arena, const char *path)
{
    FILE *in = fopen(path, "re");
    struct sc_str text = {0};

    if (in == NULL)
        return text;
    if (fseek(in, 0, SEEK_END) == 0) {
        long size = ftell(in);
        rewind(in);
        char *at =
            size < 0 || size > SOURCE_MAX_BYTES ? NULL : sc_arena_alloc(arena, (size_t)size + 1);
        if (at != NULL)
            text = (struct sc_str){at, fread(at, 1, (size_t)size, in)};
    }
    fclose(in);
    return text;
}

static void keep(struct sc_arena *arena, struct list *list, struct sc_str item)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 256 : list->room * 2;
        struct sc_str *items = sc_arena_array(arena, room, sizeof *items);
        if (items == NULL) {
            fputs("tidy: out of memory\n", stderr);
            exit(2);
        }
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = item;
}

static struct sc_str folder_of(struct sc_str path)
{
    struct sc_str folder = {0};

    if (!sc_str_starts(path, SC_STR("src/")))
        return folder;
    struct sc_str rest = sc_str_sub(path, strlen("src/"), path.len);
    if (!sc_str_take(&rest, '/', &folder))
        return (struct sc_str){0};
    return folder;
}

static void check_file(struct tidy *tidy, const char *path)
{
    struct sc_str name = sc_arena_str(tidy->arena, sc_str_of(path));
    bool is_c = sc_str_ends(name, SC_STR(".c")) || sc_str_ends(name, SC_STR(".h"));
    bool is_sql = sc_str_ends(name, SC_STR(".sql"));

    bool is_graphql = sc_str_ends(name, SC_STR(".graphql"));

    if (name.at == NULL || !(is_c || is_sql || is_graphql))
        return;
    struct file file = {
        .tidy = tidy,
        .path = name.at,
        .folder = folder_of(name),
        .is_c = is_c,
        .is_graphql = is_graphql,
        .is_test = sc_str_ends(name, SC_STR("_test.c")),
    };
    struct sc_str text = read_whole(tidy->arena, path);
    if (text.at == NULL) {
        finding(tidy, path, 1, "cannot be read", (struct sc_str){0});
        return;
    }
    check_lines(&file, text);
    if (!is_sql)
        keep(tidy->arena, &tidy->sources, text);
    else if (sc_str_starts(name, SC_STR("sql/queries/")))
        keep(tidy->arena, &tidy->queries, name);
}

/* The first line says "-- query: NAME" or "-- loader: NAME"; C knows it by that name. */
static void check_query_is_used(struct tidy *tidy, struct sc_str path)
{
    struct sc_str rest = read_whole(tidy->arena, path.at);
    struct sc_str first = {0};

    if (!sc_str_take(&rest, '\n', &first) || sc_str_find_char(first, ':') < 0) {
        finding(tidy, path.at, 1, "the first line must name the query", (struct sc_str){0});
        return;
    }
    struct sc_str name =
        sc_str_trim(sc_str_sub(first, (size_t)sc_str_find_char(first, ':') + 1, first.len));
    ptrdiff_t blank = sc_str_find_char(name, ' ');
    if (blank >= 0)
        name.len = (size_t)blank;
    for (size_t i = 0; i < tidy->sources.count; i++)
        if (name.len > 0 && sc_str_find(tidy->sources.items[i], name) >= 0)
            return;
    finding(tidy, path.at, 1, "nobody uses ", name);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int check_tree(struct tidy *tidy)
{
    char names[][8] = {"src", "tools", "tests", "bench", "demo", "sql", "schema"};
    char *roots[SC_COUNT(names) + 1] = {0};
    size_t count = 0;

    for (size_t i = 0; i < SC_COUNT(names); i++)
        if (access(names[i], R_OK) == 0)
            roots[count++] = names[i];
    FTS *tree = count == 0 ? NULL : fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (tree == NULL) {
        fputs("tidy: this is not the root of the source tree\n", stderr);
        return 2;
    }
    for (FTSENT *entry = fts_read(tree); entry != NULL; entry = fts_read(tree))
        if (entry->fts_info == FTS_D && strcmp(entry->fts_name, "node_modules") == 0)
            fts_set(tree, entry, FTS_SKIP); /* others' code, by npm */
        else if (entry->fts_info == FTS_F)
            check_file(tidy, entry->fts_path);
    fts_close(tree);
    for (size_t i = 0; i < tidy->queries.count; i++)
        check_query_is_used(tidy, tidy->queries.items[i]);
    return tidy->findings == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct tidy tidy = {.arena = sc_arena_create(ARENA_CAP)};

    if (tidy.arena == NULL || argc > 2 || (argc == 2 && chdir(argv[1]) != 0)) {
        fputs("usage: tidy [ROOT]\n", stderr);
        return 2;
    }
    int code = check_tree(&tidy);
    printf("tidy: %d finding%s\n", tidy.findings, tidy.findings == 1 ? "" : "s");
    sc_arena_destroy(tidy.arena);
    return code;
}
