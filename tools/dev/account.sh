# account.sh - the demo account of this checkout; sourced by ./dev.
#
# Its password, and the secret that seals the server's signing keys, are random and stand beside the
# database that they belong to, readable by their owner alone: it may outlive the checkout.

DEMO_EMAIL=demo@smartcart.example

# The text of a file, made of random letters when it is not there yet.
kept_secret() {
    [ -s "$1" ] || (umask 077 && od -An -N18 -tx1 /dev/urandom | tr -d ' \n' >"$1")
    cat "$1"
}

# What `smartcart` reads besides the database.
account_settings() {
    SMARTCART_SECRET=${SMARTCART_SECRET:-$(kept_secret "$(pg_folder)/secret")}
    export SMARTCART_SECRET
}

demo_password() { kept_secret "$(pg_folder)/demo-password"; }

# Makes the account unless it is there.
demo_account() {
    "$PG_BIN/psql" -XAtqd "$SMARTCART_DATABASE_URL" -c \
        "select 1 from accounts.person where email_fold = '$DEMO_EMAIL'" | grep -qx 1 && return
    say "adding $DEMO_EMAIL"
    build/release/smartcart account add "$DEMO_EMAIL" --name Demo --password "$(demo_password)"
}
