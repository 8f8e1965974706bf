/*
 * cmd_account.c - `smartcart account`: what an operator does about accounts.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "accounts/accounts.h"
#include "app/accounts.h"
#include "app/commands.h"

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
    APP_OPTION(TEXT, "name", offsetof(struct account_options, name), "NAME",
               "of the person who is added"),
    {
        .name = "country",
        .type = APP_OPTION_TEXT,
        .offset = offsetof(struct account_options, country),
        .value = "CODE",
        .preset = "IE",
        .does = "of the person who is added: two capital letters",
    },
    APP_OPTION(TEXT, "password", offsetof(struct account_options, password), "TEXT",
               "of the person; a random one is made and printed when it is not given. Others on "
               "this machine may see what is typed here"),
};

static enum sc_status add(struct app_call *call)
{
    const struct account_options *wanted = call->options;
    char made[PASSWORD_LEN + 1];
    struct accounts_add_in in = {
        .email = call->operands.at[0],
        .password = wanted->password,
        .name = wanted->name,
        .country = wanted->country,
    };
    int64_t id;

    if (in.password.at == NULL) {
        uint8_t random[PASSWORD_BYTES];
        randombytes_buf(random, sizeof random);
        sodium_bin2base64(made, sizeof made, random, sizeof random,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        in.password = sc_str_of(made);
    }
    enum sc_status st = accounts_add(call->rq, call->pg, &in, &id);
    if (st == SC_OK && wanted->password.at == NULL)
        printf("%.*s\n", SC_STR_ARGS(in.password));
    return st;
}

static enum sc_status token(struct app_call *call)
{
    const struct account_options *wanted = call->options;
    const struct accounts_sign_in_in in = {call->operands.at[0], wanted->password};
    struct accounts_signed_in signed_in;

    if (in.password.at == NULL)
        return sc_fail(call->rq, SC_INVALID, "token: --password is missing");
    enum sc_status st = accounts_sign_in(call->rq, call->pg, &in, &signed_in);
    if (st == SC_OK)
        printf("%.*s\n", SC_STR_ARGS(signed_in.access_token));
    return st;
}

static enum sc_status rotate(struct app_call *call)
{
    return accounts_keyring_rotate(call->rq, call->pg, call->context);
}

static const struct app_verb verbs[] = {
    {
        .name = "add",
        .operands = "EMAIL",
        .does = "makes an account with this address, which is taken as verified, and prints its "
                "password",
        .operands_min = 1,
        .operands_max = 1,
        .missing = "whose? an address is missing",
        .run = add,
    },
    {
        .name = "token",
        .operands = "EMAIL",
        .does = "signs in with --password, and prints an access token, good for ten minutes",
        .operands_min = 1,
        .operands_max = 1,
        .missing = "whose? an address is missing",
        .run = token,
    },
    {
        .name = "rotate",
        .does = "makes a new key to sign tokens with. Those of the old one stay good until they "
                "run out",
        .run = rotate,
    },
};

static const struct app_usage usage = {
    .command = "account",
    .operands = "VERB [OPTION]...",
    .about = "What an operator does about accounts.",
    .verbs = verbs,
    .verb_count = SC_COUNT(verbs),
    .options = options,
    .option_count = SC_COUNT(options),
    .operands_min = 1,
};

static enum sc_status run(struct app_call *call)
{
    struct accounts_keyring *ring;
    enum sc_status st = app_accounts_start(call->rq, call->pg, &call->settings, &ring);

    if (st == SC_OK && ring == NULL)
        st = sc_fail(call->rq, SC_INVALID, "SMARTCART_SECRET is not set: there are no accounts");
    call->context = ring;
    if (st == SC_OK)
        st = call->verb->run(call);
    app_accounts_stop(ring);
    return st;
}

const struct app_command app_command_account = {
    .does = "adds accounts, makes tokens, rotates signing keys",
    .usage = &usage,
    .options_size = sizeof(struct account_options),
    .needs = APP_NEEDS_DATABASE,
    .run = run,
};
