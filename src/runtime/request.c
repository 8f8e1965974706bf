#include "runtime/request.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum sc_status sc_request_init(struct sc_request *rq, size_t arena_cap_bytes,
                               struct sc_deadline deadline)
{
    struct sc_arena *arena = sc_arena_create(arena_cap_bytes);

    if (arena == NULL)
        return SC_NO_MEMORY;
    *rq = (struct sc_request){.arena = arena, .deadline = deadline};
    return SC_OK;
}

bool sc_request_is_cancelled(const struct sc_request *rq)
{
    return rq->cancel != NULL && atomic_load_explicit(rq->cancel, memory_order_relaxed);
}

bool sc_request_is_over(const struct sc_request *rq)
{
    return sc_request_is_cancelled(rq) || sc_deadline_is_over(rq->deadline);
}

void sc_request_hold(struct sc_request *rq, struct sc_hold *hold, sc_release_fn release,
                     void *context)
{
    *hold = (struct sc_hold){.release = release, .context = context, .next = rq->holds};
    rq->holds = hold;
}

static void release_all(struct sc_request *rq)
{
    while (rq->holds != NULL) {
        struct sc_hold *hold = rq->holds; /* may go with what it releases */
        rq->holds = hold->next;
        hold->release(hold->context);
    }
}

void sc_request_clear(struct sc_request *rq)
{
    release_all(rq);
    sc_failure_clear(rq);
    rq->seen = (struct sc_read_point){0};
    rq->reads_from = 0;
    sc_arena_rewind(rq->arena, (struct sc_arena_mark){0});
}

void sc_request_finish(struct sc_request *rq)
{
    release_all(rq);
    sc_arena_destroy(rq->arena);
    rq->arena = NULL;
}

void sc_fail_at(struct sc_request *rq, enum sc_status st, enum sc_reason reason, const char *file,
                int line, const char *format, ...)
{
    va_list args;

    assert(st != SC_OK);
    if (rq->failure.status != SC_OK)
        return;
    rq->failure.status = st;
    rq->failure.reason = reason;
    rq->failure.file = file;
    rq->failure.line = line;
    va_start(args, format);
    int len = vsnprintf(rq->failure.words, sizeof rq->failure.words, format, args);
    va_end(args);
    if (len >= (int)sizeof rq->failure.words) { /* cut by bytes: leave no half character */
        struct sc_str whole =
            sc_utf8_cut((struct sc_str){rq->failure.words, sizeof rq->failure.words},
                        sizeof rq->failure.words - 4);
        rq->failure.words[whole.len] = '\0';
    }
}

struct sc_str sc_failure_words(const struct sc_request *rq)
{
    if (rq->failure.words[0] == '\0')
        return SC_STR("something went wrong");
    return sc_str_of(rq->failure.words);
}

void sc_failure_clear(struct sc_request *rq)
{
    rq->failure = (struct sc_failure){0};
}
