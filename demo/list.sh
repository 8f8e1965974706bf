#!/bin/sh
# list.sh - a list made, shared, ticked and planned through the API that `./dev up` leaves running.
#
# Prints what it asks and what is answered. SMARTCART_URL and TOKEN: of another server.
set -eu
URL=${SMARTCART_URL:-http://127.0.0.1:8080}
TOKEN=${TOKEN:-$(./dev token)}

# ask HEADER DOCUMENT VARIABLES: a document without double quotes, variables as JSON.
ask() {
    printf '\n%s\n  %s\n' "$2" "$3" >&2
    ANSWER=$(curl -sS "$URL/graphql" -H "$1" -H 'Content-Type: application/json' \
        -d "{\"query\":\"$2\",\"variables\":$3}")
    echo "$ANSWER" >&2
    echo "$ANSWER"
}
me() { ask "Authorization: Bearer $TOKEN" "$@"; }
guest() { ask "SmartCart-Share: $SHARE" "$@"; }

# first PREFIX: the first id, or token, that begins so.
first() { grep -o "\"$1[A-Za-z0-9_-]*" | head -n 1 | tr -d '"'; }
uuid() { cat /proc/sys/kernel/random/uuid; }
# edit ITEM FIELDS: an edit as a phone makes it: its own id, and when it was made.
edit() {
    printf '{"id":"%s","listId":"%s","itemId":"%s","stamp":"%012x-0000-%016x",%s}' \
        "$(uuid)" "$LIST" "$1" "$(date +%s%3N)" $$ "$2"
}

HOUSEHOLD=$(me '{ me { households(first: 1) { nodes { id name } } } }' '{}' | first h_)
me 'mutation($home: ID!, $at: PlaceInput!) { setHouseholdPlace(householdId: $home, place: $at) { place { lat lon } } }' \
    "{\"home\":\"$HOUSEHOLD\",\"at\":{\"lat\":51.8985,\"lon\":-8.4756}}" >/dev/null

LIST=$(me 'mutation($home: ID!, $name: String!) { createList(householdId: $home, name: $name) { list { id name } } }' \
    "{\"home\":\"$HOUSEHOLD\",\"name\":\"Groceries\"}" | first l_)
MILK=$(uuid)
me 'mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) { answers { code } } }' \
    "{\"ops\":[$(edit "$MILK" '"name":"2 l milk"'),$(edit "$(uuid)" '"name":"12 eggs"'),$(edit "$(uuid)" '"name":"1.5 kg carrots"')]}" >/dev/null

SHARE=$(me 'mutation($list: ID!) { shareList(listId: $list, level: EDIT, days: 7) { token expiresAt } }' \
    "{\"list\":\"$LIST\"}" | first scl_)
guest 'mutation($ops: [ListOpInput!]!) { applyOps(ops: $ops) { answers { code } } }' \
    "{\"ops\":[$(edit "$MILK" '"isTicked":true')]}" >/dev/null
guest 'query($list: ID!) { list(id: $list) { name level items { nodes { name isTicked } } } }' \
    "{\"list\":\"$LIST\"}" >/dev/null

me 'query($list: ID!) { whereToBuy(listId: $list) { best { total { minor currency } proof { isExact } stops { store { name } lines { name pays { minor } } } } } }' \
    "{\"list\":\"$LIST\"}" >/dev/null
