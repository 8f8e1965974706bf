#include "runtime/request.h"

#include "testing/unit.h"

static void the_first_cause_stays(void **state)
{
    struct sc_request rq = {.arena = *state};

    assert_int_equal(sc_fail(&rq, SC_NOT_FOUND, "no list %d", 7), SC_NOT_FOUND);
    assert_int_equal(sc_fail(&rq, SC_INTERNAL, "later"), SC_INTERNAL);
    assert_str(sc_failure_words(&rq), "no list 7");
    assert_int_equal(rq.failure.status, SC_NOT_FOUND);
    assert_true(rq.failure.line > 0);
    sc_failure_clear(&rq);
    assert_str(sc_failure_words(&rq), "something went wrong");
}

static void long_words_are_cut_between_characters(void **state)
{
    struct sc_request rq = {.arena = *state};
    char words[2 * SC_FAILURE_WORDS_MAX + 1];

    for (size_t i = 0; i < sizeof words - 1; i += 2)
        memcpy(words + i, "\xC4\x8D", 2);
    words[sizeof words - 1] = '\0';
    assert_int_equal(sc_fail(&rq, SC_INVALID, "x%s", words), SC_INVALID);
    struct sc_str cut = sc_failure_words(&rq);
    assert_true(cut.len < SC_FAILURE_WORDS_MAX);
    assert_int_equal((cut.len - 1) % 2, 0);
}

struct released {
    char names[2];
    size_t count;
};

struct held {
    struct sc_hold hold;
    struct released *released;
    char name;
};

static void release(void *context)
{
    struct held *held = context;

    held->released->names[held->released->count++] = held->name;
}

static void what_is_held_goes_latest_first(void **state)
{
    struct sc_request rq;
    struct released released = {.count = 0};

    (void)state;
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    for (char name = 'a'; name <= 'b'; name++) {
        struct held *held = sc_arena_alloc(rq.arena, sizeof *held);
        assert_non_null(held);
        *held = (struct held){.released = &released, .name = name};
        sc_request_hold(&rq, &held->hold, release, held);
    }
    assert_int_equal(released.count, 0);
    sc_request_finish(&rq);
    assert_int_equal(released.count, 2);
    assert_memory_equal(released.names, "ba", 2);
}

static void a_request_that_is_cleared_begins_anew(void **state)
{
    struct sc_request rq;
    struct released released = {.count = 0};
    struct held held = {.released = &released, .name = 'a'};

    (void)state;
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    sc_request_hold(&rq, &held.hold, release, &held);
    assert_int_equal(sc_fail(&rq, SC_INVALID, "no"), SC_INVALID);
    assert_non_null(sc_arena_alloc(rq.arena, 100));
    sc_request_clear(&rq);
    assert_int_equal(released.count, 1);
    assert_int_equal(rq.failure.status, SC_OK);
    assert_int_equal(sc_arena_used(rq.arena), 0);
    sc_request_finish(&rq);
    assert_int_equal(released.count, 1);
}

static void a_deadline_passes(void **state)
{
    (void)state;
    assert_true(sc_deadline_is_over(sc_deadline_in(0)));
    assert_true(sc_deadline_is_over(sc_deadline_in(-5)));
    assert_false(sc_deadline_is_over(sc_deadline_in(60000)));
    assert_false(sc_deadline_is_over(sc_deadline_none()));
    assert_int_equal(sc_deadline_poll_ms(sc_deadline_none()), -1);
    assert_int_equal(sc_deadline_poll_ms(sc_deadline_in(-5)), 0);
    assert_in_range(sc_deadline_poll_ms(sc_deadline_in(60000)), 50000, 60000);
    assert_true(sc_deadline_min(sc_deadline_in(10), sc_deadline_none()).at_us != INT64_MAX);
}

static void one_that_is_called_off_is_over(void **state)
{
    struct sc_request rq;
    atomic_bool cancel = false;

    (void)state;
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none()), SC_OK);
    assert_false(sc_request_is_over(&rq));
    rq.cancel = &cancel;
    assert_false(sc_request_is_over(&rq));
    cancel = true;
    assert_true(sc_request_is_cancelled(&rq) && sc_request_is_over(&rq));
    cancel = false;
    rq.deadline = sc_deadline_in(0);
    assert_true(!sc_request_is_cancelled(&rq) && sc_request_is_over(&rq));
    sc_request_finish(&rq);
}

UNIT_TESTS(a_test(the_first_cause_stays), a_test(long_words_are_cut_between_characters),
           a_test(what_is_held_goes_latest_first), a_test(a_request_that_is_cleared_begins_anew),
           a_test(a_deadline_passes), a_test(one_that_is_called_off_is_over))
