#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * AddressSanitizer sees a block as one piece of memory. So that it finds who
 * writes beyond a piece of ours, what is not handed out is poisoned, and a
 * guard is left behind each piece.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_GUARDS
#endif
#endif
#ifdef HAS_GUARDS
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

enum {
    BLOCK_MIN = 16 * 1024,
    BLOCK_MAX = 1024 * 1024,
    ALIGN = alignof(max_align_t),
#ifdef HAS_GUARDS
    GUARD = ALIGN,
#else
    GUARD = 0,
#endif
};

struct block {
    struct block *older;
    size_t size;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct sc_arena {
    struct block *newest;
    struct block *spare; /* given back by a rewind, kept for the next need; or NULL */
    size_t cap;
    size_t total; /* handed out, in all blocks */
};

struct sc_arena *sc_arena_create(size_t cap_bytes)
{
    struct sc_arena *arena = calloc(1, sizeof *arena);

    if (arena != NULL)
        arena->cap = cap_bytes;
    return arena;
}

void sc_arena_destroy(struct sc_arena *arena)
{
    if (arena == NULL)
        return;
    sc_arena_rewind(arena, (struct sc_arena_mark){0});
    free(arena->spare);
    free(arena);
}

static struct block *add_block(struct sc_arena *arena, size_t at_least)
{
    size_t size = arena->newest == NULL ? BLOCK_MIN : arena->newest->size * 2;

    if (size > BLOCK_MAX)
        size = BLOCK_MAX;
    if (size > arena->cap) /* for a small thing that is kept long */
        size = arena->cap;
    if (size < at_least)
        size = at_least;
    struct block *block = arena->spare;
    if (block != NULL && block->size >= at_least) {
        arena->spare = NULL;
        size = block->size;
    } else {
        block = malloc(sizeof *block + size);
    }
    if (block == NULL)
        return NULL;
    *block = (struct block){.older = arena->newest, .size = size};
    ASAN_POISON_MEMORY_REGION(block->bytes, size);
    arena->newest = block;
    return block;
}

void *sc_arena_alloc(struct sc_arena *arena, size_t size)
{
    assert(arena != NULL);
    if (size > SIZE_MAX - ALIGN - GUARD)
        return NULL;
    size_t need = size == 0 ? ALIGN : (size + ALIGN - 1) / ALIGN * ALIGN;

    if (need > arena->cap || arena->total > arena->cap - need)
        return NULL;
    struct block *block = arena->newest;
    if (block == NULL || block->size - block->used < need + GUARD)
        block = add_block(arena, need + GUARD);
    if (block == NULL)
        return NULL;
    void *at = block->bytes + block->used;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    block->used += need + GUARD;
    arena->total += need;
    return at;
}

void *sc_arena_zalloc(struct sc_arena *arena, size_t size)
{
    void *at = sc_arena_alloc(arena, size);

    if (at != NULL)
        memset(at, 0, size);
    return at;
}

void *sc_arena_array(struct sc_arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return sc_arena_zalloc(arena, bytes);
}

struct sc_str sc_arena_str(struct sc_arena *arena, struct sc_str s)
{
    char *at = sc_arena_alloc(arena, s.len + 1);

    if (at == NULL)
        return (struct sc_str){0};
    if (s.len > 0)
        memcpy(at, s.at, s.len);
    at[s.len] = '\0';
    return (struct sc_str){.at = at, .len = s.len};
}

struct sc_str sc_arena_vprintf(struct sc_arena *arena, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *at = len < 0 ? NULL : sc_arena_alloc(arena, (size_t)len + 1);
    if (at != NULL)
        vsnprintf(at, (size_t)len + 1, format, again);
    va_end(again);
    return (struct sc_str){.at = at, .len = at == NULL ? 0 : (size_t)len};
}

struct sc_str sc_arena_printf(struct sc_arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    struct sc_str s = sc_arena_vprintf(arena, format, args);
    va_end(args);
    return s;
}

struct sc_arena_mark sc_arena_mark(const struct sc_arena *arena)
{
    return (struct sc_arena_mark){
        .block = arena->newest,
        .used = arena->newest == NULL ? 0 : arena->newest->used,
        .total = arena->total,
    };
}

/*
 * One block is kept: work that marks and rewinds over and over, near the end of
 * a block, would else ask the system for memory each time.
 */
static void give_back(struct sc_arena *arena, struct block *block)
{
    if (arena->spare == NULL && block->size <= BLOCK_MAX)
        arena->spare = block;
    else
        free(block);
}

void sc_arena_rewind(struct sc_arena *arena, struct sc_arena_mark mark)
{
    while (arena->newest != mark.block) {
        struct block *block = arena->newest;
        assert(block != NULL); /* else the mark is of another arena */
        arena->newest = block->older;
        give_back(arena, block);
    }
    if (arena->newest != NULL) {
        ASAN_POISON_MEMORY_REGION(arena->newest->bytes + mark.used,
                                  arena->newest->used - mark.used);
        arena->newest->used = mark.used;
    }
    arena->total = mark.total;
}

size_t sc_arena_used(const struct sc_arena *arena)
{
    return arena->total;
}

size_t sc_arena_held(const struct sc_arena *arena)
{
    size_t held = sizeof *arena;

    for (const struct block *block = arena->newest; block != NULL; block = block->older)
        held += sizeof *block + block->size;
    if (arena->spare != NULL)
        held += sizeof *arena->spare + arena->spare->size;
    return held;
}
