/*
 * cmd_account.c - `smartcart account`: what an operator does about accounts.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "accounts/accounts.h"
#include "app/accounts.h"
#include "app/commands.h"
#include "app/options.h"
#include "app/settings.h"
#include "store/pg.h"

enum {
    PASSWORD_BYTES = 12, /* random: 16 characters, 96 bits */
    PASSWORD_LEN = 16,
};

struct account_options {
    struct sc_str name;
    struct sc_str country;
    struct sc_str password;
};

static const struct app_option options[] = {
    {
        .name = "name",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct account_options, name),
        .value = "NAME",
        .does = "of the person who is added",
    },
    {
        .name = "country",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct account_options, country),
        .value = "CODE",
        .preset = "IE",
        .does = "of the person who is added: two capital letters",
    },
    {
        .name = "password",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct account_options, password),
        .value = "TEXT",
        .does = "of the person; a random one is made and printed when it is not given. Others on "
                "this machine may see what is typed here",
    },
};

static const struct app_usage usage = {
    .command = "account",
    .operands = "add EMAIL | token EMAIL | rotate",
    .about =
        "add: makes an account with this address, which is taken as verified, and prints its "
        "password.\n\n"
        "token: signs in with --password, and prints an access token, good for ten minutes.\n\n"
        "rotate: makes a new key to sign tokens with. Those of the old one stay good until "
        "they run out.",
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
    .operands_max = 2,
};

/* What a verb works with. */
struct work {
    struct sc_request *rq;
    struct sc_pg *pg;
    struct accounts_keyring *ring;
    const struct account_options *wanted;
    struct sc_str email; /* absent: none was given */
};

static enum sc_status add(struct work *w)
{
    char made[PASSWORD_LEN + 1];
    struct accounts_add_in in = {
        .email = w->email,
        .password = w->wanted->password,
        .name = w->wanted->name,
        .country = w->wanted->country,
    };
    int64_t id;

    if (in.password.at == NULL) {
        uint8_t random[PASSWORD_BYTES];
        randombytes_buf(random, sizeof random);
        sodium_bin2base64(made, sizeof made, random, sizeof random,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        in.password = sc_str_of(made);
    }
    enum sc_status st = accounts_add(w->rq, w->pg, &in, &id);
    if (st == SC_OK && w->wanted->password.at == NULL)
        printf("%.*s\n", SC_STR_ARGS(in.password));
    return st;
}

static enum sc_status token(struct work *w)
{
    const struct accounts_sign_in_in in = {w->email, w->wanted->password};
    struct accounts_signed_in signed_in;

    if (in.password.at == NULL)
        return sc_fail(w->rq, SC_INVALID, "account token: --password is missing");
    enum sc_status st = accounts_sign_in(w->rq, w->pg, &in, &signed_in);
    if (st == SC_OK)
        printf("%.*s\n", SC_STR_ARGS(signed_in.access_token));
    return st;
}

static enum sc_status rotate(struct work *w)
{
    return accounts_keyring_rotate(w->rq, w->pg, w->ring);
}

static const struct verb {
    const char *name;
    bool takes_email;
    enum sc_status (*run)(struct work *w);
} verbs[] = {
    {"add", true, add},
    {"token", true, token},
    {"rotate", false, rotate},
};

static enum sc_status run_verb(struct work *w, const struct verb *verb,
                               const struct app_settings *settings)
{
    const struct sc_pg_config config = {
        .url = settings->database_url,
        .replicas = settings->database_replicas,
        .connections = 1,
        .wait_ms = settings->database_wait_ms,
        .lock_timeout_ms = SC_PG_LOCK_MS,
    };
    enum sc_status st = sc_pg_create(w->rq, &config, &w->pg);

    if (st != SC_OK)
        return st;
    st = app_accounts_start(w->rq, w->pg, settings, &w->ring);
    if (st == SC_OK && w->ring == NULL)
        st = sc_fail(w->rq, SC_INVALID, "SMARTCART_SECRET is not set: there are no accounts");
    if (st == SC_OK)
        st = verb->run(w);
    app_accounts_stop(w->ring);
    sc_pg_destroy(w->pg);
    return st;
}

static enum sc_status run(struct sc_request *rq, int argc, char **argv)
{
    struct account_options wanted = {0};
    struct app_texts operands;
    struct app_settings settings;
    const struct verb *verb = NULL;
    enum sc_status st = app_options_read(rq, &usage, argc, argv, &wanted, &operands);

    if (st != SC_OK)
        return st;
    for (size_t i = 0; i < SC_COUNT(verbs); i++)
        if (sc_str_eq(operands.at[0], sc_str_of(verbs[i].name)))
            verb = &verbs[i];
    if (verb == NULL || operands.count != (verb->takes_email ? 2U : 1U))
        return sc_fail(rq, SC_INVALID, "account: %s", usage.operands);
    struct work w = {.rq = rq, .wanted = &wanted};
    if (verb->takes_email)
        w.email = operands.at[1];
    st = app_settings_read(rq, &settings);
    return st == SC_OK ? run_verb(&w, verb, &settings) : st;
}

int app_account(int argc, char **argv)
{
    struct sc_request rq;

    if (app_options_want_help(argc, argv)) {
        app_options_help(&usage, stdout);
        return 0;
    }
    enum sc_status st = sc_request_init(&rq, SC_ARENA_REQUEST_CAP, sc_deadline_none());
    if (st == SC_OK)
        st = run(&rq, argc, argv);
    if (st != SC_OK)
        fprintf(stderr, "smartcart account: %.*s\n", SC_STR_ARGS(sc_failure_words(&rq)));
    sc_request_finish(&rq);
    return sc_status_exit(st);
}
