# server.sh - the API and the web app of this checkout in the background; sourced by ./dev.
#
# Its process id stands in var/serve.pid, what it logs in var/log/serve.log.

SERVER_PID=var/serve.pid
SERVER_WAIT_S=30 # for it to be ready

# Of ours: a process id may have gone to another program meanwhile.
server_is_running() {
    local pid
    pid=$(cat "$SERVER_PID" 2>/dev/null) || return 1
    [ "$(readlink "/proc/$pid/exe" 2>/dev/null)" = "$ROOT/build/release/smartcart" ] ||
        [ "$(readlink "/proc/$pid/exe" 2>/dev/null)" = "$ROOT/build/release/smartcart (deleted)" ]
}

server_origin() { sed -n 's,^serving \(.*\)/graphql$,\1,p' var/log/serve.log; }

# Starts it anew, so that it is what was built last.
server_up() {
    server_down
    say "starting the server"
    : >var/log/serve.log
    setsid build/release/smartcart serve --web web/dist >var/log/serve.log 2>&1 </dev/null &
    echo $! >"$SERVER_PID"
    local i
    for ((i = 0; i < SERVER_WAIT_S * 10; i++)); do
        [ -z "$(server_origin)" ] || return 0
        server_is_running || break
        sleep 0.1
    done
    tail -n 5 var/log/serve.log >&2
    fail "the server did not start"
}

server_down() {
    server_is_running || return 0
    say "stopping the server"
    local pid i
    pid=$(cat "$SERVER_PID")
    kill "$pid"
    for ((i = 0; i < SERVER_WAIT_S * 10; i++)); do
        server_is_running || break
        sleep 0.1
    done
    rm -f "$SERVER_PID"
}
