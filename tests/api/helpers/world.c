#include "api/helpers/world.h"

#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "accounts/keyring.h"
#include "api/helpers/postgres.h"
#include "api/helpers/server.h"
#include "gateway/offer.h"
#include "runtime/deadline.h"
#include "store/pg.h"
#include "testing/unit.h"

enum {
    ARENA_CAP = 16 * 1024 * 1024,
    LIMIT_MS = 30 * 1000,
    HEX_MAX = 2 * ACCOUNTS_SECRET_HASH + 1,
};

#define PERSON  (1U << GATEWAY_PERSON)
#define ACCOUNT (PERSON | 1U << GATEWAY_ACCOUNT)

const struct world_persona world_personas[PERSONA_COUNT] = {
    [NOBODY] = {"nobody", 0, NO_MEMBER, NO_LEVEL, false},
    [STRANGER] = {"stranger", ACCOUNT, NO_MEMBER, NO_LEVEL, false},
    [VISITOR] = {"visitor", PERSON, NO_MEMBER, NO_LEVEL, false},
    [READER] = {"reader", ACCOUNT, NO_MEMBER, MAY_READ, false},
    [GUEST] = {"guest", ACCOUNT, AS_GUEST, NO_LEVEL, false},
    [CHILD] = {"child", ACCOUNT, AS_CHILD, MAY_EDIT, false},
    [ADULT] = {"adult", ACCOUNT, AS_ADULT, MAY_MANAGE, false},
    [OWNER] = {"owner", ACCOUNT, AS_OWNER, MAY_MANAGE, false},
    [LINK] = {"link", 0, NO_MEMBER, MAY_EDIT, false},
    [KEY] = {"key", PERSON, AS_ADULT, MAY_MANAGE, true},
    [OPERATOR] = {"operator", 1U << GATEWAY_OPERATOR, NO_MEMBER, NO_LEVEL, false},
};

/* What makes a world: a function in the database, given secrets as they are kept there. */
static const char make_world[] =
    "create or replace function public.make_world(password text, card bytea, secrets bytea[])\n"
    "returns json language plpgsql as $$\n"
    "declare\n"
    "    home bigint; other bigint; l bigint; ids json; store bigint; retailer bigint;\n"
    "    product bigint;\n"
    "begin\n"
    "    delete from jobs.job; delete from public.once; delete from lists.list;\n"
    "    delete from lists.aisle_order; delete from accounts.household;\n"
    "    delete from accounts.person; delete from accounts.attempt; delete from accounts.claim;\n"
    "    select id, retailer_id into store, retailer from retail.store order by id limit 1;\n"
    "    select id into product from retail.product order by id limit 1;\n"
    "    insert into accounts.person (email, email_fold, email_verified_at, password_hash, name,\n"
    "        country, delete_after)\n"
    "    select e.address, e.address, now(), case when e.address is not null then password end,\n"
    "        n, 'IE', now() + interval '1 day'\n"
    "    from unnest(array['owner', 'adult', 'child', 'guest', 'stranger', 'visitor', 'mate',\n"
    "        'reader']) n,\n"
    "        lateral (select case when n <> 'visitor' then n || '@world.ie' end as address) e;\n"
    "    insert into accounts.session (person_id, epoch, expires_at, address, agent)\n"
    "    select id, 0, now() + interval '1 day', '192.0.2.1', 'a test' from accounts.person;\n"
    "    insert into accounts.api_key (person_id, hash, name, may_write, used_at)\n"
    "    select id, case name when 'adult' then secrets[6] else sha256(name::bytea) end, 'key',\n"
    "        false, now()\n"
    "    from accounts.person where email is not null;\n"
    "    insert into accounts.export (person_id, ready_at, expires_at)\n"
    "    select id, now(), now() + interval '1 day' from accounts.person;\n"
    "    insert into accounts.export_part select id, 0, '{}' from accounts.person;\n"
    "    insert into jobs.job (queue, kind, payload, run_at, person_id, done, total, step)\n"
    "    select 'export', 'accounts_export', '{}', now() + interval '1 day', id, 1, 2, 'lists'\n"
    "    from accounts.person;\n"
    "    insert into accounts.household (name, country) values ('Home', 'IE') returning id into "
    "home;\n"
    "    insert into accounts.household (name, country) values ('Other', 'IE') returning id into "
    "other;\n"
    "    insert into accounts.member (household_id, person_id, role)\n"
    "    select home, id, case name when 'mate' then 'adult' else name end from accounts.person\n"
    "    where name in ('owner', 'adult', 'child', 'guest', 'mate')\n"
    "    union all select other, id, 'owner' from accounts.person where name = 'stranger';\n"
    "    insert into lists.list (household_id, name, made_by, seq, own_seq, item_count, "
    "row_count)\n"
    "    select h, 'Weekly', p.id, 1, 0, 1, 2 from unnest(array[other, home]) h\n"
    "    join accounts.person p on p.name = 'owner';\n"
    "    select id into l from lists.list where household_id = home;\n"
    "    insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli,\n"
    "        quantity_milli, unit, note, photo, category, product_id, position, is_ticked,\n"
    "        is_deleted, stamps, added_by, changed_by)\n"
    "    select t.id, gen_random_uuid()::text, 1, 'Milk', 1000, 0, 1000, 'l', 'fresh', 'p', "
    "'dairy',\n"
    "        product, 'a', false, false, array_fill(''::text, array[10]), made_by, made_by\n"
    "    from lists.list t;\n"
    "    insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli,\n"
    "        quantity_milli, unit, category, product_id, position, is_ticked, is_deleted, stamps,\n"
    "        added_by, changed_by)\n"
    "    select t.id, gen_random_uuid()::text, 0, 'Bread', 1000, 0, 1000, 'loaf', 'bakery',\n"
    "        product, 'a', false, true, array_fill(''::text, array[10]), made_by, made_by\n"
    "    from lists.list t;\n"
    "    insert into lists.grant (list_id, principal, level, given_by)\n"
    "    select l, r.id, 0, o.id from accounts.person r, accounts.person o\n"
    "    where r.name = 'reader' and o.name = 'owner';\n"
    "    insert into lists.share (list_id, token_hash, level, made_by, expires_at)\n"
    "    select l, secrets[7], 1, made_by, now() + interval '1 day' from lists.list where id = l;\n"
    "    insert into lists.aisle_order values (home, store, array['dairy']);\n"
    "    insert into accounts.invitation (household_id, hash, role, email, invited_by, "
    "expires_at)\n"
    "    select home, secrets[5], 'adult', 'new@world.ie', id, now() + interval '1 day'\n"
    "    from accounts.person where name = 'adult';\n"
    "    insert into accounts.household_store values (home, store, 1, true);\n"
    "    insert into accounts.household_card (household_id, retailer_id, label, sealed)\n"
    "    values (home, retailer, 'ours', card);\n"
    "    insert into accounts.household_coupon (household_id, code, retailer_id, until, used_at)\n"
    "    values (home, 'SAVE', retailer, now() + interval '1 day', now());\n"
    "    insert into accounts.household_home values (home, 51.9, -8.5);\n"
    "    insert into accounts.claim (hash, kind, email, email_fold, person_id, password_hash, "
    "country,\n"
    "        locale, expires_at)\n"
    "    values (secrets[1], 'register', 'new@world.ie', 'new@world.ie', null, password, 'IE', "
    "'en',\n"
    "        now() + interval '1 day');\n"
    "    insert into accounts.claim (hash, kind, email, email_fold, person_id, expires_at)\n"
    "    select c.hash, c.kind, c.email, c.email, p.id, now() + interval '1 day'\n"
    "    from (values (secrets[2], 'reset', 'owner@world.ie'),\n"
    "        (secrets[3], 'email', 'moved@world.ie')) c (hash, kind, email)\n"
    "    join accounts.person p on p.name = 'owner';\n"
    "    insert into accounts.refresh (hash, session_id)\n"
    "    select secrets[4], s.id from accounts.session s join accounts.person p\n"
    "        on p.id = s.person_id where p.name = 'owner';\n"
    "    return json_build_object('hash', hash_world(), 'Household', home, 'List', l, 'Store', "
    "store,\n"
    "        'Retailer', retailer, 'Product', product,\n"
    "        'Deal', (select min(id) from deals.deal),\n"
    "        'Person', (select id from accounts.person where name = 'mate'),\n"
    "        'Invitation', (select id from accounts.invitation),\n"
    "        'ListShare', (select id from lists.share),\n"
    "        'LoyaltyCard', (select id from accounts.household_card),\n"
    "        'Coupon', (select id from accounts.household_coupon),\n"
    "        'people', (select json_object_agg(name, id) from accounts.person),\n"
    "        'Session', (select json_object_agg(p.name, s.id) from accounts.session s\n"
    "            join accounts.person p on p.id = s.person_id),\n"
    "        'ApiKey', (select json_object_agg(p.name, k.id) from accounts.api_key k\n"
    "            join accounts.person p on p.id = k.person_id));\n"
    "end $$;\n"
    /* All tables of the services, but for what counts tries and what signs. */
    "create or replace function public.hash_world() returns text language plpgsql as $$\n"
    "declare t text; part text; whole text := '';\n"
    "begin\n"
    "    for t in select format('%I.%I', table_schema, table_name) from information_schema.tables\n"
    "        where table_schema in ('accounts', 'lists', 'jobs') and table_type = 'BASE TABLE'\n"
    "            and table_name not in ('attempt', 'signing_key') order by 1\n"
    "    loop\n"
    "        execute format('select coalesce(string_agg(r::text, chr(10) order by r::text), "
    "'''')'\n"
    "            ' from %s r', t) into part;\n"
    "        whole := whole || chr(10) || t || chr(10) || part;\n"
    "    end loop;\n"
    "    return md5(whole);\n"
    "end $$;\n";

static struct accounts_keyring *ring;
static char password_hash[crypto_pwhash_STRBYTES];
static char sealed_card[512];

static void to_hex(struct sc_str bytes, char *out, size_t room)
{
    assert_non_null(sodium_bin2hex(out, room, (const unsigned char *)bytes.at, bytes.len));
}

void world_open(struct world *w, const char *database_url)
{
    const struct sc_pg_config config = {
        .url = sc_str_of(database_url), .connections = 1, .wait_ms = LIMIT_MS};
    struct sc_request rq;
    struct sc_pg *pg;

    *w = (struct world){.database_url = database_url, .arena = sc_arena_create(ARENA_CAP)};
    assert_non_null(w->arena);
    w->start = sc_arena_mark(w->arena);
    assert_int_equal(sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_in(LIMIT_MS)), SC_OK);
    assert_int_equal(sc_pg_create(&rq, &config, &pg), SC_OK);
    ring = accounts_keyring_create(SC_STR(TEST_SECRET));
    assert_int_equal(accounts_keyring_load(&rq, pg, ring), SC_OK);
    struct sc_str card = accounts_keyring_seal(ring, rq.arena, SC_STR("1234"));
    to_hex(card, sealed_card, sizeof sealed_card);
    /* As cheap as a hash can be: many are checked. */
    assert_int_equal(crypto_pwhash_str(password_hash, WORLD_PASSWORD, strlen(WORLD_PASSWORD),
                                       crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN),
                     0);
    sc_pg_destroy(pg);
    sc_request_finish(&rq);
    test_sql(database_url, make_world);
}

void world_close(struct world *w)
{
    accounts_keyring_destroy(ring);
    sc_arena_destroy(w->arena);
}

/* A link to a list, as lists make them. */
static void make_link(struct world *w, struct accounts_secret *ret_secret)
{
    accounts_secret_make(ACCOUNTS_SECRET_KEY, ret_secret);
    memcpy(ret_secret->text, "scl_", 4);
    crypto_generichash(ret_secret->hash, sizeof ret_secret->hash,
                       (const unsigned char *)ret_secret->text, ACCOUNTS_SECRET_LEN, NULL, 0);
    memcpy(w->link, ret_secret->text, sizeof w->link);
}

static int64_t number_of(const char *json, const char *object, const char *key)
{
    json_t *ids = json_loads(json, 0, NULL);
    const json_t *at = json_object_get(ids, object);
    int64_t number = json_integer_value(key == NULL ? at : json_object_get(at, key));

    json_decref(ids);
    return number;
}

static void show_token(struct world *w, enum persona persona)
{
    const struct world_persona *who = &world_personas[persona];
    int64_t now_s = sc_wall_us() / 1000000;
    const struct accounts_token token = {
        .person_id = number_of(w->ids, "people", who->name),
        .session_id = number_of(w->ids, "Session", who->name),
        .shard = 1,
        .has_account = who->roles == ACCOUNT,
        .issued_s = now_s,
        .expires_s = now_s + ACCOUNTS_TOKEN_S,
    };
    char text[ACCOUNTS_TOKEN_LEN + 1];

    assert_int_equal(accounts_keyring_sign(ring, &token, text), SC_OK);
    snprintf(w->headers[persona], sizeof w->headers[persona], "Authorization: Bearer %s\r\n", text);
}

static void show_all(struct world *w)
{
    for (enum persona p = STRANGER; p <= OWNER; p++)
        show_token(w, p);
    snprintf(w->headers[LINK], sizeof w->headers[LINK], "SmartCart-Share: %s\r\n", w->link);
    snprintf(w->headers[KEY], sizeof w->headers[KEY], "Authorization: Bearer %s\r\n", w->key.text);
    snprintf(w->headers[OPERATOR], sizeof w->headers[OPERATOR],
             "Authorization: Bearer " TEST_OPERATOR_TOKEN "\r\n");
}

void world_renew(struct world *w)
{
    struct accounts_secret link;
    const struct accounts_secret *secrets[] = {
        &w->claims[CLAIM_REGISTER],
        &w->claims[CLAIM_RESET],
        &w->claims[CLAIM_EMAIL],
        &w->refresh,
        &w->invitation,
        &w->key,
        &link,
    };
    char hex[SC_COUNT(secrets)][HEX_MAX];

    sc_arena_rewind(w->arena, w->start);
    for (size_t i = 0; i < CLAIM_COUNT; i++)
        accounts_secret_make(ACCOUNTS_SECRET_CLAIM, &w->claims[i]);
    accounts_secret_make(ACCOUNTS_SECRET_REFRESH, &w->refresh);
    accounts_secret_make(ACCOUNTS_SECRET_INVITE, &w->invitation);
    accounts_secret_make(ACCOUNTS_SECRET_KEY, &w->key);
    make_link(w, &link);
    for (size_t i = 0; i < SC_COUNT(secrets); i++)
        to_hex((struct sc_str){(const char *)secrets[i]->hash, ACCOUNTS_SECRET_HASH}, hex[i],
               sizeof hex[i]);
    struct sc_str sql = sc_arena_printf(
        w->arena,
        "select make_world('%s', '\\x%s', array['\\x%s', '\\x%s', '\\x%s', '\\x%s', '\\x%s', "
        "'\\x%s', '\\x%s']::bytea[])",
        password_hash, sealed_card, hex[0], hex[1], hex[2], hex[3], hex[4], hex[5], hex[6]);
    char *ids = test_sql_text(w->database_url, sql.at);
    w->ids = sc_arena_str(w->arena, sc_str_of(ids)).at;
    free(ids);
    show_all(w);
}

int64_t world_id(const struct world *w, struct sc_str type, enum persona persona)
{
    struct sc_str name = sc_arena_str(w->arena, type);
    int64_t id = number_of(w->ids, name.at, NULL);

    return id != 0
               ? id
               : number_of(w->ids, name.at, world_personas[persona == KEY ? ADULT : persona].name);
}

bool world_has_changed(const struct world *w)
{
    char *now = test_sql_text(w->database_url, "select hash_world()");
    json_t *ids = json_loads(w->ids, 0, NULL);
    bool has_changed = strcmp(now, json_string_value(json_object_get(ids, "hash"))) != 0;

    json_decref(ids);
    free(now);
    return has_changed;
}
