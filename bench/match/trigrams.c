#include "match/trigrams.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"

enum {
    KINDS = 1 << 24, /* of trigrams: three bytes */
    TEXT_TRIGRAMS_MAX = 1024,
};

/* One kind of trigram in one text. */
struct posting {
    uint32_t text;
    float weight;
};

struct trigrams {
    struct posting *postings; /* by kind */
    uint32_t *starts;         /* KINDS + 1: where those of each kind begin */
    double *scores;           /* room for a query */
    size_t count;
};

/* The kinds in a text, each once, with how often. */
struct bag {
    size_t count;
    uint32_t kinds[TEXT_TRIGRAMS_MAX];
    double weights[TEXT_TRIGRAMS_MAX];
};

static int by_value(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void fill_bag(struct sc_str text, struct bag *bag)
{
    size_t count = 0;

    for (size_t i = 0; i + 3 <= text.len && count < TEXT_TRIGRAMS_MAX; i++) {
        const unsigned char *at = (const unsigned char *)text.at + i;

        bag->kinds[count++] = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
    }
    qsort(bag->kinds, count, sizeof *bag->kinds, by_value);
    bag->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || bag->kinds[i] != bag->kinds[i - 1]) {
            bag->kinds[bag->count] = bag->kinds[i];
            bag->weights[bag->count++] = 0;
        }
        bag->weights[bag->count - 1]++;
    }
}

static void weigh(const struct trigrams *index, struct bag *bag)
{
    double square = 0;

    for (size_t i = 0; i < bag->count; i++) {
        uint32_t texts = index->starts[bag->kinds[i] + 1] - index->starts[bag->kinds[i]];

        bag->weights[i] *= 1 + log((1 + (double)index->count) / (1 + texts));
        square += bag->weights[i] * bag->weights[i];
    }
    for (size_t i = 0; i < bag->count; i++)
        bag->weights[i] /= sqrt(square);
}

struct trigrams *trigrams_create(struct sc_arena *arena, const struct sc_str *texts, size_t count)
{
    struct trigrams *index = sc_arena_zalloc(arena, sizeof *index);
    struct bag *bag = sc_arena_zalloc(arena, sizeof *bag);
    uint32_t *filled = sc_arena_array(arena, KINDS, sizeof *filled);

    if (index == NULL || bag == NULL || filled == NULL)
        return NULL;
    *index = (struct trigrams){
        .starts = sc_arena_array(arena, KINDS + 1, sizeof *index->starts),
        .scores = sc_arena_array(arena, count, sizeof *index->scores),
        .count = count,
    };
    if (index->starts == NULL || index->scores == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        fill_bag(texts[i], bag);
        for (size_t k = 0; k < bag->count; k++)
            index->starts[bag->kinds[k] + 1]++;
    }
    for (size_t kind = 0; kind < KINDS; kind++)
        index->starts[kind + 1] += index->starts[kind];
    index->postings = sc_arena_array(arena, index->starts[KINDS], sizeof *index->postings);
    if (index->postings == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        fill_bag(texts[i], bag);
        weigh(index, bag);
        for (size_t k = 0; k < bag->count; k++) {
            uint32_t kind = bag->kinds[k];

            index->postings[index->starts[kind] + filled[kind]++] =
                (struct posting){.text = (uint32_t)i, .weight = (float)bag->weights[k]};
        }
    }
    return index;
}

size_t trigrams_find(struct trigrams *index, struct sc_str folded, size_t top, size_t *ret_places)
{
    static struct bag bag;
    size_t found = 0;

    fill_bag(folded, &bag);
    weigh(index, &bag);
    memset(index->scores, 0, index->count * sizeof *index->scores);
    for (size_t k = 0; k < bag.count; k++)
        for (uint32_t i = index->starts[bag.kinds[k]]; i < index->starts[bag.kinds[k] + 1]; i++)
            index->scores[index->postings[i].text] += bag.weights[k] * index->postings[i].weight;
    for (; found < top; found++) {
        size_t best = 0;

        for (size_t i = 1; i < index->count; i++)
            best = index->scores[i] > index->scores[best] ? i : best;
        if (index->count == 0 || index->scores[best] <= 0)
            break;
        ret_places[found] = best;
        index->scores[best] = 0;
    }
    return found;
}
