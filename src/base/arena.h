/*
 * arena.h - memory that is freed all at once.
 *
 * One request, one command, one file being imported owns one arena; what is
 * made on the way lives in it and nobody frees the pieces. A hard cap keeps a
 * hostile input from taking the machine.
 */
#ifndef SC_BASE_ARENA_H
#define SC_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/macros.h"
#include "base/str.h"

enum {
    SC_ARENA_REQUEST_CAP = 4 * 1024 * 1024, /* architecture: a request's default */
};

struct sc_arena;

/* A place in an arena, to go back to. */
struct sc_arena_mark {
    void *block;
    size_t used;
    size_t total;
};

/* An arena that hands out at most `cap_bytes`; NULL when there is no memory. */
struct sc_arena *sc_arena_create(size_t cap_bytes);
void sc_arena_destroy(struct sc_arena *arena); /* NULL is fine */

/*
 * `size` bytes aligned for any type, uninitialised (zeroed: sc_arena_zalloc).
 * NULL over the cap or without memory. A size of 0 gives a valid pointer.
 */
void *sc_arena_alloc(struct sc_arena *arena, size_t size);
void *sc_arena_zalloc(struct sc_arena *arena, size_t size);
/* `count` zeroed items of `size`; NULL on overflow too. */
void *sc_arena_array(struct sc_arena *arena, size_t count, size_t size);

/* A copy with a NUL behind it (not counted in len); at is NULL without memory. */
struct sc_str sc_arena_str(struct sc_arena *arena, struct sc_str s);
/* printf into the arena; at is NULL without memory. */
struct sc_str sc_arena_printf(struct sc_arena *arena, const char *format, ...) SC_PRINTF(2, 3);
struct sc_str sc_arena_vprintf(struct sc_arena *arena, const char *format, va_list args)
    SC_PRINTF(2, 0);

/* Everything allocated after the mark is given back by the rewind. */
struct sc_arena_mark sc_arena_mark(const struct sc_arena *arena);
void sc_arena_rewind(struct sc_arena *arena, struct sc_arena_mark mark);

/* Bytes handed out now. */
size_t sc_arena_used(const struct sc_arena *arena);
/* Bytes taken from the system for them. */
size_t sc_arena_held(const struct sc_arena *arena);

#endif
