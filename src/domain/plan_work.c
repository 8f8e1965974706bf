#include "domain/plan_work.h"

enum {
    STEPS_BETWEEN_ASKING = 64, /* a step costs some microseconds at most */
};

bool sc_plan_step(struct plan_work *work)
{
    const struct sc_work_limit *limit = &work->request->limit;

    if (++work->steps % STEPS_BETWEEN_ASKING == 0 && !work->is_spent && limit->is_spent != NULL)
        work->is_spent = limit->is_spent(limit->context);
    return work->is_spent;
}

void *sc_plan_array(struct plan_work *work, size_t count, size_t size)
{
    void *array = sc_arena_array(work->arena, count, size);

    if (array == NULL) {
        work->status = SC_NO_MEMORY;
        work->is_spent = true;
    }
    return array;
}

int64_t sc_plan_minor(int64_t fine)
{
    int64_t whole = fine / SC_PLAN_FINE;

    return fine > 0 && fine % SC_PLAN_FINE != 0 ? whole + 1 : whole;
}

int64_t sc_plan_floor_div(__int128 dividend, int64_t divisor)
{
    return (int64_t)(dividend / divisor - (dividend % divisor < 0));
}
