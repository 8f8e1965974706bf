# postgres.sh - the PostgreSQL of this checkout; sourced by ./dev.
#
# Its own data folder, socket and unprivileged user: never the system's
# cluster. No TCP port; the folder of the socket is closed to other users.

PG_BIN=/usr/lib/postgresql/15/bin

# The checkout's folder may be closed to $PG_USER (root's home is), and its
# path may be longer than a socket's 107 characters: so both live elsewhere.
pg_folder() {
    local id
    id=$(printf '%s' "$ROOT" | cksum | cut -d ' ' -f 1)
    if [ "$(id -u)" = 0 ]; then
        echo "/var/lib/smartcart/$id"
    else
        echo "${XDG_STATE_HOME:-$HOME/.local/state}/smartcart/$id"
    fi
}

# As the unprivileged user, from a folder that it may stand in.
as_pg_user() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid "$PG_USER" --regid "$PG_USER" --init-groups "$@")
    else
        (cd / && "$@")
    fi
}

pg_is_running() {
    as_pg_user "$PG_BIN/pg_ctl" -D "$(pg_folder)/data" status >/dev/null 2>&1
}

pg_url() {
    echo "postgresql:///smartcart?host=$(pg_folder)&user=smartcart"
}

# Starts it, making it first where there is none. A cluster that was left half
# made (killed in the middle) has no file "made" and is made again.
pg_up() {
    local folder
    folder=$(pg_folder)
    pg_is_running && return
    if [ ! -e "$folder/made" ]; then
        say "making a PostgreSQL of this checkout's own in $folder"
        rm -rf "$folder/data"
        mkdir -p "$folder"
        chmod 700 "$folder"
        [ "$(id -u)" != 0 ] || chown "$PG_USER:$PG_USER" "$folder"
        run initdb as_pg_user "$PG_BIN/initdb" -D "$folder/data" --locale=C.UTF-8 -E UTF8 \
            --auth=trust --username=smartcart
        as_pg_user tee -a "$folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0700
shared_buffers = '256MB'
max_wal_size = '4GB'
CONF
        as_pg_user touch "$folder/made"
    fi
    say "starting PostgreSQL"
    run postgres as_pg_user "$PG_BIN/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start
    if ! "$PG_BIN/psql" -XAtqd "postgresql:///postgres?host=$folder&user=smartcart" -c \
        "select 1 from pg_database where datname = 'smartcart'" | grep -qx 1; then
        run createdb "$PG_BIN/createdb" -h "$folder" -U smartcart smartcart
    fi
}

pg_down() {
    pg_is_running || return 0
    say "stopping PostgreSQL"
    run postgres as_pg_user "$PG_BIN/pg_ctl" -D "$(pg_folder)/data" -m fast -w stop
}
