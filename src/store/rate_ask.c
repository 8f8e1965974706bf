#include "store/rate_ask.h"

#include <hiredis/hiredis.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/macros.h"
#include "store/rate_text.h"

enum {
    NUMBERS = 3 * SC_RATE_BUCKETS,
    NUMBER_TEXT = 24,
    FIXED = 4, /* words before the numbers: the command, the script, "1" key, the key */
};

static void number(char text[NUMBER_TEXT], int64_t value, struct sc_str *ret_word)
{
    int len = snprintf(text, NUMBER_TEXT, "%" PRId64, value);

    *ret_word = (struct sc_str){text, (size_t)len};
}

/* By its hash; when Redis does not know it, by its text. */
static bool send_script(struct sc_rate_ask *ask)
{
    char texts[NUMBERS][NUMBER_TEXT];
    struct sc_str words[FIXED + NUMBERS] = {
        ask->was_told ? SC_STR("EVAL") : SC_STR("EVALSHA"),
        ask->was_told ? sc_str_of(sc_rate_texts[0].text) : SC_STR(SC_RATE_SHA1),
        SC_STR("1"),
        ask->key,
    };

    for (int i = 0, at = 0; i < SC_RATE_BUCKETS; i++) {
        const int64_t numbers[] = {ask->charge.takes_us[i], ask->charge.room_us[i],
                                   ask->charge.owes_us[i]};
        for (size_t n = 0; n < SC_COUNT(numbers); n++, at++)
            number(texts[at], numbers[n], &words[FIXED + at]);
    }
    return sc_redis_ask(ask->redis, &ask->ask, words, SC_COUNT(words));
}

static bool is_unknown(const redisReply *reply)
{
    return reply != NULL && reply->type == REDIS_REPLY_ERROR &&
           sc_str_starts((struct sc_str){reply->str, reply->len}, SC_STR("NOSCRIPT"));
}

/* {1 or 0, how full each bucket is} */
static bool read_verdict(const redisReply *reply, struct sc_rate_verdict *verdict)
{
    if (reply == NULL || reply->type != REDIS_REPLY_ARRAY || reply->elements != 1 + SC_RATE_BUCKETS)
        return false;
    for (size_t i = 0; i < reply->elements; i++)
        if (reply->element[i]->type != REDIS_REPLY_INTEGER)
            return false;
    verdict->is_allowed = reply->element[0]->integer != 0;
    for (int i = 0; i < SC_RATE_BUCKETS; i++)
        verdict->used_us[i] = reply->element[1 + i]->integer;
    return true;
}

static void take_answer(void *context, const redisReply *reply)
{
    struct sc_rate_ask *ask = context;
    struct sc_rate_verdict verdict;

    if (is_unknown(reply) && !ask->was_told) {
        ask->was_told = true;
        if (send_script(ask))
            return;
    }
    ask->on_answer(ask->context, read_verdict(reply, &verdict) ? &verdict : NULL);
}

bool sc_rate_ask(struct sc_redis *redis, struct sc_rate_ask *ask)
{
    ask->redis = redis;
    ask->was_told = false;
    ask->ask = (struct sc_redis_ask){.on_answer = take_answer, .context = ask};
    return send_script(ask);
}
