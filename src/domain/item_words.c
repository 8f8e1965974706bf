#include "domain/item_words.h"

#include <stddef.h>

static const struct {
    const char *word;
    int64_t milli;
} numbers[] = {
    {"half", 500},       {"quarter", 250},    {"one", 1000},        {"two", 2000},
    {"couple", 2000},    {"three", 3000},     {"four", 4000},       {"five", 5000},
    {"six", 6000},       {"seven", 7000},     {"eight", 8000},      {"nine", 9000},
    {"ten", 10000},      {"eleven", 11000},   {"twelve", 12000},    {"twenty", 20000},
    {"pola", 500},       {"pol", 500},        {"cetvrt", 250},      {"jedan", 1000},
    {"jedna", 1000},     {"jedno", 1000},     {"jednu", 1000},      {"dva", 2000},
    {"dvije", 2000},     {"dvoje", 2000},     {"tri", 3000},        {"cetiri", 4000},
    {"pet", 5000},       {"sest", 6000},      {"sedam", 7000},      {"osam", 8000},
    {"devet", 9000},     {"deset", 10000},    {"jedanaest", 11000}, {"dvanaest", 12000},
    {"petnaest", 15000}, {"dvadeset", 20000}, {"חצי", 500},         {"רבע", 250},
    {"אחד", 1000},       {"אחת", 1000},       {"שני", 2000},        {"שתי", 2000},
    {"שניים", 2000},     {"שתיים", 2000},     {"שלוש", 3000},       {"שלושה", 3000},
    {"ארבע", 4000},      {"ארבעה", 4000},     {"חמש", 5000},        {"חמישה", 5000},
    {"שש", 6000},        {"שישה", 6000},      {"שבע", 7000},        {"שבעה", 7000},
    {"שמונה", 8000},     {"תשע", 9000},       {"תשעה", 9000},       {"עשר", 10000},
    {"עשרה", 10000},
};

int64_t sc_item_number_word(struct sc_str word)
{
    for (size_t i = 0; i < SC_COUNT(numbers); i++)
        if (sc_str_eq(word, sc_str_of(numbers[i].word)))
            return numbers[i].milli;
    return 0;
}

static bool is_one_of(struct sc_str word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (sc_str_eq(word, sc_str_of(*list)))
            return true;
    return false;
}

bool sc_item_is_article(struct sc_str word)
{
    static const char *const list[] = {"a", "an", NULL};

    return is_one_of(word, list);
}

bool sc_item_is_link(struct sc_str word)
{
    static const char *const list[] = {"of", "od", "של", NULL};

    return is_one_of(word, list);
}

bool sc_item_is_and(struct sc_str word)
{
    static const char *const list[] = {"and", "i", "&", NULL};

    return is_one_of(word, list);
}

int64_t sc_item_and_fraction(struct sc_str word)
{
    if (sc_str_eq(word, SC_STR("וחצי")))
        return 500;
    return sc_str_eq(word, SC_STR("ורבע")) ? 250 : 0;
}

bool sc_item_stands_for_one(struct sc_str unit_word, struct sc_str next)
{
    static const char *const alone[] = {
        "dozen", "kilo",     "litre",    "liter",   "pint",     "pound",  "gallon",    "pair",
        "kila",  "kilogram", "litra",    "litar",   "tucet",    "par",    "deci",      "boca",
        "flasa", "limenka",  "konzerva", "vrecica", "kutija",   "paket",  "pakiranje", "staklenka",
        "tegla", "tuba",     "vezica",   "glavica", "struca",   "tabla",  "kilu",      "litru",
        "bocu",  "vrecicu",  "kutiju",   "limenku", "konzervu", "strucu", "glavicu",   "tablu",
        "קילו",  "ליטר",     "תריסר",    "זוג",     "בקבוק",    "חבילת",  "שקית",      "פחית",
        "קופסת", "צנצנת",    "כיכר",     "צרור",    NULL,
    };
    static const char *const before_of[] = {
        "bottle", "can", "bag", "box",  "jar",    "tube",  "loaf", "bunch", "head",  "pack",
        "packet", "tin", "bar", "tray", "carton", "crate", "tub",  "slice", "piece", NULL,
    };

    if (next.len == 0 || sc_str_eq(next, SC_STR("za")) || sc_str_eq(next, SC_STR("for")))
        return false;
    if (is_one_of(unit_word, alone))
        return true;
    return is_one_of(unit_word, before_of) && sc_item_is_link(next);
}

bool sc_item_number_is_name(struct sc_str number, struct sc_str next)
{
    static const char *const after_any[] = {
        "grain",    "grains",   "seed", "seeds", "cereal", "cereals", "cheese", "cheeses",
        "minute",   "minutes",  "min",  "in",    "up",     "days",    "plus",   "zitarica",
        "zitarice", "sjemenki", "sira", "u",     "u1",     "minuta",  "minute", "דגנים",
        "דקות",     "ב",        "ב1",   "ב-1",   NULL,
    };
    static const char *const after_half[] = {"and", "&", "fat", "skimmed", "cream", NULL};

    if (sc_str_eq(number, SC_STR("half")) && is_one_of(next, after_half))
        return true;
    if (sc_str_eq(number, SC_STR("pet")) && sc_str_eq(next, SC_STR("food")))
        return true;
    return is_one_of(next, after_any);
}
