/* Becoming somebody: a guest, an account, the owner of a household. */
#include "accounts/accounts_part.h"
#include "accounts/accounts_rows.h"

/* A new person with a household of their own; the id. */
static enum sc_status add_person(struct sc_tx *tx, const struct accounts_person_add_in *in,
                                 int64_t *ret_person_id)
{
    struct accounts_person_add_row person;
    struct accounts_household_add_row household;
    enum sc_status st = accounts_person_add_one(tx, in, &person);

    if (st != SC_OK)
        return st;
    const struct accounts_household_add_in home = {.person_id = person.id};
    *ret_person_id = person.id;
    return accounts_household_add_one(tx, &home, &household);
}

enum sc_status accounts_guest(struct sc_request *rq, struct sc_pg *pg, const void *in,
                              void *ret_row)
{
    const struct accounts_guest_in *wanted = in;
    struct accounts_person_add_in person = {.country = wanted->country, .locale = wanted->locale};
    int64_t person_id;
    enum sc_status st = accounts_check_country(rq, person.country);

    if (st == SC_OK)
        st = accounts_check_locale(rq, &person.locale);
    const struct accounts_limit limit = {"accounts/guest", accounts_network(rq),
                                         ACCOUNTS_GUESTS_MAX, ACCOUNTS_HOUR};
    if (st == SC_OK)
        st = accounts_throttle(rq, pg, &limit, 1);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = add_person(&tx, &person, &person_id);
    if (st == SC_OK)
        st = accounts_session_open(&tx, person_id, ret_row);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* What a registration is kept as until its mail's link is followed. */
static enum sc_status read_claim(struct sc_request *rq, const struct accounts_register_in *in,
                                 struct accounts_claim_add_in *ret_claim)
{
    struct accounts_email email;
    struct sc_str locale = in->locale;
    bool is_guest = rq->viewer != NULL && rq->viewer->person_id != 0;
    enum sc_status st = accounts_check_email(rq, in->email, &email);

    if (st == SC_OK)
        st = accounts_check_password(rq, in->password);
    if (st == SC_OK && in->name.at != NULL)
        st = accounts_check_name(rq, in->name);
    if (st == SC_OK && (in->country.at != NULL || !is_guest))
        st = accounts_check_country(rq, in->country);
    if (st == SC_OK)
        st = accounts_check_locale(rq, &locale);
    if (st != SC_OK)
        return st;
    *ret_claim = (struct accounts_claim_add_in){
        .kind = SC_STR("register"),
        .email = email.address,
        .email_fold = email.fold,
        .has_person_id = is_guest,
        .person_id = is_guest ? rq->viewer->person_id : 0,
        .name = in->name,
        .country = in->country,
        .locale = locale,
        .hours = ACCOUNTS_CLAIM_HOURS,
    };
    return SC_OK;
}

/* The mail to someone who has an account already: it tells them alone. */
static enum sc_status mail_known(struct sc_tx *tx,
                                 const struct accounts_person_by_email_row *person,
                                 struct sc_str to)
{
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_KNOWN, .to = to, .locale = person->locale};

    return accounts_mail(tx, person->id, &letter);
}

static enum sc_status mail_claim(struct sc_tx *tx, struct accounts_claim_add_in *claim)
{
    struct accounts_secret secret;

    accounts_secret_make(ACCOUNTS_SECRET_CLAIM, &secret);
    claim->hash = (struct sc_str){(const char *)secret.hash, sizeof secret.hash};
    enum sc_status st = accounts_claim_add_exec(tx, claim, NULL);
    claim->hash = (struct sc_str){0};
    const struct accounts_letter letter = {
        .kind = ACCOUNTS_LETTER_WELCOME,
        .to = claim->email,
        .locale = claim->locale,
        .secret = sc_str_of(secret.text),
    };
    return st == SC_OK ? accounts_mail(tx, claim->person_id, &letter) : st;
}

enum sc_status accounts_register(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                 void *ret_row)
{
    const struct accounts_register_in *wanted = in;
    struct accounts_claim_add_in claim;
    struct accounts_person_by_email_row person;
    char hash[ACCOUNTS_PASSWORD_HASH];
    enum sc_status st = read_claim(rq, wanted, &claim);

    if (st == SC_OK)
        st = accounts_throttle_mail(rq, pg, claim.email_fold, false);
    if (st == SC_OK)
        st = accounts_hash_password(rq, wanted->password, hash);
    if (st != SC_OK)
        return st;
    claim.password_hash = sc_str_of(hash);
    const struct accounts_person_by_email_in by_email = {.email_fold = claim.email_fold};
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_person_by_email_one(&tx, &by_email, &person);
    if (st == SC_OK)
        st = mail_known(&tx, &person, claim.email);
    else if (st == SC_NOT_FOUND)
        st = mail_claim(&tx, &claim);
    ((struct accounts_register_row *)ret_row)->register_account = true;
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

/* The guest who asked becomes it, or else a new person. */
static enum sc_status settle_claim(struct sc_tx *tx, const struct accounts_claim_use_row *claim,
                                   int64_t *ret_person_id)
{
    if (claim->has_person_id) {
        const struct accounts_person_upgrade_in upgrade = {
            .id = claim->person_id,
            .email = claim->email,
            .email_fold = claim->email_fold,
            .password_hash = claim->password_hash,
            .name = claim->name,
        };
        struct accounts_person_upgrade_row upgraded;
        enum sc_status st = accounts_person_upgrade_one(tx, &upgrade, &upgraded);
        *ret_person_id = claim->person_id;
        if (st == SC_NOT_FOUND && claim->country.at == NULL)
            return sc_fail_for(
                tx->rq, SC_INVALID, SC_REASON_LINK_OVER,
                "token: who asked for it is no guest any more: sign out, and register");
        if (st != SC_NOT_FOUND)
            return st;
    }
    const struct accounts_person_add_in person = {
        .email = claim->email,
        .email_fold = claim->email_fold,
        .password_hash = claim->password_hash,
        .name = claim->name,
        .country = claim->country,
        .locale = claim->locale,
    };
    return add_person(tx, &person, ret_person_id);
}

enum sc_status accounts_verify(struct sc_request *rq, struct sc_pg *pg, const void *in,
                               void *ret_row)
{
    const struct accounts_verify_in *wanted = in;
    struct accounts_claim_use_row claim;
    uint8_t hash[ACCOUNTS_SECRET_HASH];
    int64_t person_id;

    if (!accounts_secret_hash(ACCOUNTS_SECRET_CLAIM, wanted->token, hash))
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LINK_OVER, "token: this link is none of ours");
    const struct accounts_claim_use_in use = {.hash = {(const char *)hash, sizeof hash},
                                              .kind = SC_STR("register")};
    enum sc_status st = accounts_check_claim(rq, pg, &use, &wanted->password);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LINK_OVER,
                           "token: this link was used, or is too old: register again");
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_claim_use_one(&tx, &use, &claim);
    if (st == SC_NOT_FOUND)
        return sc_fail_for(rq, SC_INVALID, SC_REASON_LINK_OVER,
                           "token: this link was used: sign in");
    if (st == SC_OK)
        st = settle_claim(&tx, &claim, &person_id);
    if (st == SC_CONFLICT) /* two links for one address, and the other was first */
        return accounts_email_taken(rq, SC_INVALID);
    if (st == SC_OK)
        st = accounts_session_open(&tx, person_id, ret_row);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_add(struct sc_request *rq, struct sc_pg *pg,
                            const struct accounts_add_in *in, int64_t *ret_person_id)
{
    struct accounts_email email;
    struct accounts_person_add_in person = {.name = in->name, .country = in->country};
    char hash[ACCOUNTS_PASSWORD_HASH];
    enum sc_status st = accounts_check_email(rq, in->email, &email);

    if (st == SC_OK)
        st = accounts_check_password(rq, in->password);
    if (st == SC_OK && in->name.at != NULL)
        st = accounts_check_name(rq, in->name);
    if (st == SC_OK)
        st = accounts_check_country(rq, in->country);
    if (st == SC_OK)
        st = accounts_check_locale(rq, &person.locale);
    if (st == SC_OK)
        st = accounts_hash_password(rq, in->password, hash);
    if (st != SC_OK)
        return st;
    person.email = email.address;
    person.email_fold = email.fold;
    person.password_hash = sc_str_of(hash);
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = add_person(&tx, &person, ret_person_id);
    if (st == SC_CONFLICT)
        return accounts_email_taken(rq, st);
    return st == SC_OK ? sc_tx_commit(&tx) : st;
}

enum sc_status accounts_no_room(struct sc_tx *tx, const char *whose, int64_t person_id)
{
    const struct accounts_plan_of_in in = {person_id};
    struct accounts_plan_of_row plan;
    enum sc_status st = accounts_plan_of_one(tx, &in, &plan);

    if (st != SC_OK)
        return st;
    return sc_fail_for(tx->rq, SC_INVALID, SC_REASON_LIMIT_REACHED,
                       "%s plan %.*s has at most %d households", whose, SC_STR_ARGS(plan.name),
                       plan.households_max);
}

enum sc_status accounts_household(struct sc_request *rq, struct sc_pg *pg, const void *in,
                                  void *ret_row)
{
    const struct accounts_household_in *wanted = in;
    struct accounts_household_by_id_row *row = ret_row;
    struct accounts_household_add_row made;
    struct accounts_household_add_in add = {.name = wanted->name, .country = wanted->country};
    enum sc_status st = accounts_viewer(rq, &add.person_id);

    if (st == SC_OK)
        st = accounts_check_name(rq, add.name);
    if (st == SC_OK && add.country.at != NULL)
        st = accounts_check_country(rq, add.country);
    if (st != SC_OK)
        return st;
    SC_SCOPED(sc_tx) tx = sc_tx_begin(pg, rq);
    st = accounts_household_add_one(&tx, &add, &made);
    if (st == SC_NOT_FOUND)
        return accounts_no_room(&tx, "your", add.person_id);
    if (st != SC_OK)
        return st;
    *row = (struct accounts_household_by_id_row){
        .id = made.id,
        .name = made.name,
        .country = made.country,
        .role = SC_STR("owner"),
        .created_at = made.created_at,
    };
    return sc_tx_commit(&tx);
}
