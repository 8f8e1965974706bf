/*
 * Cron texts: each tick is after the last, and is a minute that the cron means, by the clock of
 * its zone; none is left out (every minute between two ticks is looked at).
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "domain/cron.h"

enum {
    TICKS = 20,
    LOOK_BACK_MINUTES = 3000,
};

/* A spring and an autumn. */
static const struct sc_cron_piece pieces[] = {
    {INT64_C(1772323200000000), SC_HOUR_US},     /* 2026-03-01 */
    {INT64_C(1774746000000000), 2 * SC_HOUR_US}, /* 2026-03-29 01:00 */
    {INT64_C(1792890000000000), SC_HOUR_US},     /* 2026-10-25 01:00 */
};
static const struct sc_cron_zone zone = {pieces, SC_COUNT(pieces), INT64_C(1830297600000000)};

static bool is_meant(const struct sc_cron *cron, int64_t local_us)
{
    int64_t day = local_us / SC_DAY_US, of_day_us = local_us % SC_DAY_US;
    struct sc_date date = sc_date_of_days(day);
    bool has_day = (cron->days >> date.day & 1) != 0;
    bool has_weekday = (cron->weekdays >> ((day + 4) % 7) & 1) != 0;

    return of_day_us % SC_MINUTE_US == 0 &&
           (cron->minutes >> (of_day_us / SC_MINUTE_US % 60) & 1) != 0 &&
           (cron->hours >> (of_day_us / SC_HOUR_US) & 1) != 0 &&
           (cron->months >> date.month & 1) != 0 &&
           (cron->is_either_day ? has_day || has_weekday : has_day && has_weekday);
}

/* Away from where clocks change, which the unit test's table holds. */
static bool is_calm(int64_t at_us)
{
    for (size_t i = 1; i < SC_COUNT(pieces); i++)
        if (at_us >= pieces[i].from_us - 2 * SC_HOUR_US &&
            at_us < pieces[i].from_us + 2 * SC_HOUR_US)
            return false;
    return true;
}

static int64_t local_of(int64_t at_us)
{
    size_t i = SC_COUNT(pieces) - 1;

    while (at_us < pieces[i].from_us)
        i--;
    return at_us + pieces[i].offset_us;
}

static void check_ticks(const struct sc_cron *cron, int64_t after_us)
{
    int64_t at_us;

    for (int i = 0; i < TICKS && sc_cron_next(cron, &zone, after_us, &at_us) == SC_OK; i++) {
        assert(at_us > after_us && at_us < zone.until_us);
        assert(!is_calm(at_us) || is_meant(cron, local_of(at_us)));
        int64_t between_us = at_us - SC_MINUTE_US;
        for (int n = 0; n < LOOK_BACK_MINUTES && between_us > after_us; n++) {
            assert(!is_calm(between_us) || !is_meant(cron, local_of(between_us)));
            between_us -= SC_MINUTE_US;
        }
        after_us = at_us;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size > 0 ? size : 1); /* of its own, so that reading beyond it is seen */
    struct sc_str text = {copy, size};
    struct sc_cron cron;
    struct sc_cron_error error;

    assert(copy != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    if (sc_cron_read(text, &cron, &error) == SC_OK) {
        check_ticks(&cron, INT64_C(1774600000000000));
        check_ticks(&cron, INT64_C(1792800000000000));
    } else {
        assert(strnlen(error.words, sizeof error.words) < sizeof error.words);
    }
    free(copy);
    return 0;
}
