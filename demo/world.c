#include "demo/world.h"

#include <assert.h>

enum {
    PRODUCTS_MAX = 8000, /* room for twice what the catalogue holds */
    FIRST_NUMBER = 10000,
    BRANDED_KEPT = 20, /* per cent of the families that are no staple that exist at all */
    OWN_LABEL_KEPT = 16,
    OWN_LABEL_VARIANTS = 2,  /* an own label has the commonest kinds, in the commonest size */
    OWN_LABEL_PRICE = 76,    /* per cent of a brand's price */
    OWN_LABEL_COMPANY = 900, /* and 901, 902: the chains' own part of the numbers */
    VARIANTS_MAX = 20,       /* of a line: so many numbers are each family's, kept or not */
    SMALL_BOTTLE_ML = 500,   /* Ireland's deposits: 15 cent up to half a litre, 25 above */
};

/* Salts, so that unlike questions about one product have unrelated answers. */
enum {
    SALT_KEPT = 1,
    SALT_RANGE,
    SALT_BRAND_LEVEL
};

const struct demo_chain demo_chains[DEMO_CHAINS] = {
    [DEMO_LARKFIELD] = {"9520000000011", "larkfield", "Larkfield", "Larkfield", {98, 106, 80}, 92},
    [DEMO_KETTLE] = {NULL, "copper-kettle", "Copper Kettle", "Kettle & Co", {86, 112, 118}, 78},
    [DEMO_HALFPENNY] = {NULL, "halfpenny", "Halfpenny", "Halfpenny Basics", {114, 71, 106}, 52},
};

const struct demo_store demo_stores[] = {
    {DEMO_LARKFIELD, "1", "Larkfield City Quay", "3 Merchants Row", "Cork", "T12 AA01", 51.8992,
     -8.4716, 1},
    {DEMO_LARKFIELD, "2", "Larkfield Douglas", "Larkfield Centre, East Lane", "Douglas", "T12 AA02",
     51.8768, -8.4362, 0},
    {DEMO_LARKFIELD, "3", "Larkfield Wilton", "18 Orchard Grove", "Wilton", "T12 AA03", 51.8793,
     -8.5081, 0},
    {DEMO_LARKFIELD, "4", "Larkfield Blackpool", "Old Brewery Park", "Blackpool", "T23 AA04",
     51.9172, -8.4745, 0},
    {DEMO_LARKFIELD, "5", "Larkfield Mahon", "1 Lough View", "Mahon", "T12 AA05", 51.8834, -8.3961,
     0},
    {DEMO_KETTLE, "city", "Copper Kettle City Market", "27 Baker Street Arcade", "Cork", "T12 BB01",
     51.8977, -8.4757, 1},
    {DEMO_KETTLE, "douglas", "Copper Kettle Douglas", "5 Village Green", "Douglas", "T12 BB02",
     51.8757, -8.4341, 0},
    {DEMO_KETTLE, "ballincollig", "Copper Kettle Ballincollig", "40 Mill Race", "Ballincollig",
     "P31 BB03", 51.8879, -8.5892, 0},
    {DEMO_HALFPENNY, "0011", "Halfpenny Ballyphehane", "Unit 2, Tramway Park", "Ballyphehane",
     "T12 CC01", 51.883, -8.479, 0},
    {DEMO_HALFPENNY, "0012", "Halfpenny Mayfield", "90 Hilltop Road", "Mayfield", "T23 CC02",
     51.9136, -8.4362, 0},
    {DEMO_HALFPENNY, "0014", "Halfpenny Bishopstown", "11 Curragh Avenue", "Bishopstown",
     "T12 CC03", 51.8771, -8.5288, 1},
    {DEMO_HALFPENNY, "0017", "Halfpenny Glanmire", "Riverside Yard", "Glanmire", "T45 CC04",
     51.9188, -8.4003, 0},
};

const size_t demo_store_count = SC_COUNT(demo_stores);

static const struct demo_shelf *const shelves[DEMO_DEPARTMENTS] = {
    [DEMO_FRESH] = &demo_fresh,
    [DEMO_PANTRY] = &demo_pantry,
    [DEMO_HOUSE] = &demo_house,
};

struct making {
    struct sc_arena *arena;
    uint64_t seed;
    struct demo_product *products;
    size_t count;
    uint32_t families;
    bool failed; /* no memory */
};

/* splitmix64's finisher over both. */
uint64_t demo_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a * UINT64_C(0x9e3779b97f4a7c15) + b + UINT64_C(0x7f4a7c15d1b54a32);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

bool demo_is_sold_by(const struct demo_product *product, enum demo_chain_id chain)
{
    return (product->chains & (1U << chain)) != 0;
}

bool demo_is_loose(const struct demo_product *product)
{
    return (product->line->traits & DEMO_LOOSE) != 0;
}

struct sc_str demo_size_text(struct sc_arena *arena, const struct demo_size *size, bool spaced)
{
    const char *gap = spaced ? " " : "";

    if (sc_str_eq(size->unit, SC_STR("each")))
        return size->unit;
    if (size->packs > 1)
        return sc_arena_printf(arena, "%d%sx%s%d%s%.*s", size->packs, gap, gap, size->amount, gap,
                               SC_STR_ARGS(size->unit));
    return sc_arena_printf(arena, "%d%s%.*s", size->amount, gap, SC_STR_ARGS(size->unit));
}

struct sc_str demo_measure_text(struct sc_arena *arena, const struct demo_size *size, bool apart)
{
    static const char *const measures[] = {"g", "kg", "ml", "L", "m"};
    const char *word = "pieces";

    for (size_t i = 0; i < SC_COUNT(measures); i++)
        if (sc_str_eq(size->unit, sc_str_of(measures[i])))
            word = measures[i];
    if (apart && size->packs > 1)
        return sc_arena_printf(arena, "%dx%d %s", size->packs, size->amount, word);
    return sc_arena_printf(arena, "%d %s", size->packs * size->amount, word);
}

/* A whole number off the start of `rest`. */
static int take_number(struct sc_str *rest)
{
    int n = 0;

    while (rest->len > 0 && rest->at[0] >= '0' && rest->at[0] <= '9') {
        n = n * 10 + (rest->at[0] - '0');
        *rest = sc_str_sub(*rest, 1, rest->len);
    }
    return n;
}

/* "6x330 ml 599" into the size and the price behind it. */
static int take_size(struct sc_str text, struct demo_size *ret_size)
{
    struct sc_str rest = text, unit;
    struct demo_size size = {.packs = 1, .amount = take_number(&rest)};

    if (sc_str_starts(rest, SC_STR("x"))) {
        rest = sc_str_sub(rest, 1, rest.len);
        size.packs = size.amount;
        size.amount = take_number(&rest);
    }
    rest = sc_str_trim(rest);
    bool has_unit = sc_str_take(&rest, ' ', &unit);
    assert(has_unit && size.amount > 0);
    size.unit = unit;
    *ret_size = size;
    return take_number(&rest);
}

/* The line's words with the variant where the star stands. */
static struct sc_str fill_name(struct making *m, const char *pattern, struct sc_str variant)
{
    struct sc_str words = sc_str_of(pattern);
    ptrdiff_t star = sc_str_find_char(words, '*');

    if (star < 0)
        return words;
    struct sc_str name = sc_arena_printf(m->arena, "%.*s%.*s%s", (int)star, pattern,
                                         SC_STR_ARGS(variant), pattern + star + 1);
    if (name.at == NULL)
        m->failed = true;
    return name;
}

/* 952, three digits of company, six of item, and the check digit. */
static uint64_t make_gtin(unsigned company, uint32_t item)
{
    uint64_t body = UINT64_C(952) * 1000000000 + (uint64_t)company * 1000000 + item;
    unsigned sum = 0;
    unsigned weight = 3;

    for (uint64_t rest = body; rest > 0; rest /= 10, weight = 4 - weight)
        sum += (unsigned)(rest % 10) * weight;
    return body * 10 + (10 - sum % 10) % 10;
}

static int deposit_of(const struct demo_line *line, const struct demo_size *size)
{
    if ((line->traits & DEMO_DEPOSIT) == 0)
        return 0;
    bool is_small = sc_str_eq(size->unit, SC_STR("ml")) && size->amount <= SMALL_BOTTLE_ML;
    return size->packs * (is_small ? 15 : 25);
}

/* Which chains carry a brand's family: staples all, else by each chain's range. */
static unsigned carriers(const struct making *m, const struct demo_line *line)
{
    unsigned chains = 0;

    for (unsigned chain = 0; chain < DEMO_CHAINS; chain++) {
        uint64_t draw = demo_mix(demo_mix(m->seed, SALT_RANGE), m->families * DEMO_CHAINS + chain);
        if ((line->traits & DEMO_STAPLE) != 0 || draw % 100 < (unsigned)demo_chains[chain].range)
            chains |= 1U << chain;
    }
    return chains;
}

static bool family_is_kept(const struct making *m, unsigned per_cent)
{
    return demo_mix(demo_mix(m->seed, SALT_KEPT), m->families) % 100 < per_cent;
}

static uint32_t first_number(uint32_t family)
{
    return FIRST_NUMBER + family * VARIANTS_MAX;
}

static void add_product(struct making *m, const struct demo_product *product)
{
    assert(m->count < PRODUCTS_MAX);
    m->products[m->count++] = *product;
}

/* Every variant of `like`, up to `most` of them. */
static void add_variants(struct making *m, const struct demo_product *like, unsigned company,
                         int most)
{
    const struct demo_line *line = like->line;
    struct sc_str rest = sc_str_of(line->variants != NULL ? line->variants : "the only one");
    struct sc_str variant;
    struct demo_product product = *like;

    for (int i = 0; i < most && sc_str_take(&rest, '|', &variant); i++) {
        product.name = fill_name(m, line->name, variant);
        product.number = first_number(like->family) + (uint32_t)i;
        product.gtin = make_gtin(company, product.number);
        add_product(m, &product);
    }
    m->families++;
}

/* A brand's level of price: from 10 below to 19 per cent above the ordinary. */
static int brand_price(const struct making *m, struct sc_str brand, int cents)
{
    int level = (int)(demo_mix(demo_mix(m->seed, SALT_BRAND_LEVEL), sc_str_hash(brand)) % 30);

    return cents * (90 + level) / 100;
}

static void add_brands(struct making *m, const struct demo_product *like)
{
    const struct demo_line *line = like->line;
    struct sc_str rest = sc_str_of(line->brands), brand;
    struct demo_product product = *like;

    while (sc_str_take(&rest, '|', &brand)) {
        product.family = m->families;
        product.brand = brand;
        product.base_cents = brand_price(m, brand, like->base_cents);
        product.chains = carriers(m, line);
        bool is_kept = (line->traits & DEMO_STAPLE) != 0 || family_is_kept(m, BRANDED_KEPT);
        if (is_kept && product.chains != 0)
            add_variants(m, &product, 100 + (unsigned)(sc_str_hash(brand) % 700), VARIANTS_MAX);
        else
            m->families++;
    }
}

static void add_own_labels(struct making *m, const struct demo_product *like)
{
    bool is_staple = (like->line->traits & DEMO_STAPLE) != 0;
    struct demo_product product = *like;

    for (unsigned chain = 0; chain < DEMO_CHAINS; chain++) {
        product.family = m->families;
        product.brand = sc_str_of(demo_chains[chain].own_label);
        product.base_cents = like->base_cents * OWN_LABEL_PRICE / 100;
        product.chains = 1U << chain;
        if (is_staple || family_is_kept(m, OWN_LABEL_KEPT))
            add_variants(m, &product, OWN_LABEL_COMPANY + chain,
                         is_staple ? VARIANTS_MAX : OWN_LABEL_VARIANTS);
        else
            m->families++;
    }
}

static void add_packed_line(struct making *m, enum demo_department department,
                            const struct demo_line *line)
{
    struct demo_product product = {.line = line, .department = department};
    struct sc_str sizes = sc_str_of(line->sizes), size;
    bool is_first = true;

    for (; sc_str_take(&sizes, '|', &size); is_first = false) {
        product.base_cents = take_size(size, &product.size);
        product.size_text = demo_size_text(m->arena, &product.size, true);
        m->failed |= product.size_text.at == NULL;
        product.deposit_cents = deposit_of(line, &product.size);
        add_brands(m, &product);
        if ((line->traits & DEMO_OWN) != 0 && (is_first || (line->traits & DEMO_STAPLE) != 0))
            add_own_labels(m, &product);
    }
}

static void add_loose_line(struct making *m, enum demo_department department,
                           const struct demo_line *line)
{
    struct sc_str variants = sc_str_of(line->variants), variant;

    while (sc_str_take(&variants, '|', &variant)) {
        size_t words = variant.len;
        while (variant.at[words - 1] != ' ')
            words--;
        struct sc_str price = sc_str_sub(variant, words, variant.len);
        struct demo_product product = {
            .line = line,
            .department = department,
            .name = fill_name(m, line->name, sc_str_sub(variant, 0, words - 1)),
            .size = {.packs = 1, .amount = 1, .unit = SC_STR("kg")},
            .size_text = SC_STR("1 kg"),
            .number = first_number(m->families),
            .family = m->families,
            .base_cents = take_number(&price),
            .chains = 1U << DEMO_LARKFIELD | 1U << DEMO_KETTLE,
        };
        if ((line->traits & DEMO_COUNTER) == 0)
            product.chains |= 1U << DEMO_HALFPENNY;
        add_product(m, &product);
        m->families++;
    }
}

enum sc_status demo_world_make(struct sc_arena *arena, uint64_t seed, struct demo_world *ret_world)
{
    struct making m = {.arena = arena, .seed = seed};

    m.products = sc_arena_array(arena, PRODUCTS_MAX, sizeof *m.products);
    if (m.products == NULL)
        return SC_NO_MEMORY;
    for (unsigned d = 0; d < DEMO_DEPARTMENTS; d++)
        for (size_t i = 0; i < shelves[d]->count; i++) {
            const struct demo_line *line = &shelves[d]->lines[i];
            if ((line->traits & DEMO_LOOSE) != 0)
                add_loose_line(&m, (enum demo_department)d, line);
            else
                add_packed_line(&m, (enum demo_department)d, line);
        }
    if (m.failed)
        return SC_NO_MEMORY;
    *ret_world =
        (struct demo_world){.seed = seed, .products = m.products, .product_count = m.count};
    return SC_OK;
}
