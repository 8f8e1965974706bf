# setup.sh - what the machine must have; sourced by ./dev.
#
# Packages are asked of dpkg first, so a second run is quick and needs no
# network. Works as root, and as a user with sudo, on a minimal Debian 12.

# Named one by one where minimal systems lack what others pull in.
PACKAGES_BUILD="gcc libc6-dev cmake ninja-build ccache pkg-config
    libjansson-dev libunistring-dev libxml2-dev libarchive-dev libsodium-dev zlib1g-dev
    libmicrohttpd-dev libcurl4-openssl-dev libpq-dev postgresql-15 libhiredis-dev libcmocka-dev libgnutls28-dev"
PACKAGES_WEB="clang lld wasi-libc libclang-rt-14-dev-wasm32" # the engine in browsers is of the same C
PACKAGES_TEST="chromium coinor-cbc curl redis-server"
PACKAGES_CHECK="clang clang-format clang-tidy cppcheck libclang-rt-14-dev"
PACKAGES_BENCH="valgrind wrk"

PG_USER=smartcart # runs PostgreSQL where we are root, which PostgreSQL refuses to be

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        command -v sudo >/dev/null || fail "this needs root: run it as root, or install sudo"
        sudo "$@"
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
            printf '%s ' "$package"
    done
}

# setup PACKAGE...: installs what is missing, and makes the user PostgreSQL runs as.
setup() {
    local missing
    missing=$(missing_packages "$@")
    if [ -n "$missing" ]; then
        say "installing $missing"
        run apt-update as_root apt-get update -o APT::Update::Error-Mode=any
        # shellcheck disable=SC2086 # words on purpose
        run apt-install as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
            --no-install-recommends $missing
    fi
    if [ "$(id -u)" = 0 ] && ! id "$PG_USER" >/dev/null 2>&1; then
        say "making the user $PG_USER, as which PostgreSQL runs"
        run useradd useradd --system --user-group --home-dir /nonexistent \
            --shell /usr/sbin/nologin "$PG_USER"
    fi
}

NODE_MIN=22.18 # it runs TypeScript as it is; the web app's build wants 22.12

node_is_new() {
    [ "$(printf '%s\n' "$NODE_MIN" "$(node --version | tr -d v)" | sort -V | head -n 1)" = "$NODE_MIN" ]
}

# Node is looked for by its commands: a machine's own, newer one is no package of Debian's. Where it
# is too old, as Debian's is, npm brings another, which goes first: npm picks by the node it runs on.
setup_node() {
    command -v node >/dev/null && command -v npm >/dev/null || setup nodejs npm
    node_is_new && return
    npm_packages tools/node
    PATH=$(echo "$ROOT"/tools/node/node_modules/node-linux-*/bin):$PATH
    hash -r
    node_is_new || say "there is no node $NODE_MIN or newer: what needs one will fail"
}

# npm_packages FOLDER: what its lock file names, when that is not there yet. Without a network the
# rest goes on: the tests that want it fail by saying what is missing.
npm_packages() {
    cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
    say "installing the npm packages of $1"
    if (run npm npm ci --prefix "$1" --fetch-retries=1 --no-audit --no-fund); then
        cp "$1/package-lock.json" "$1/node_modules/.installed"
    else
        say "npm did not get them: what needs them will fail"
    fi
}

# node_modules FOLDER...
node_modules() {
    local folder
    setup_node
    for folder in "$@"; do
        npm_packages "$folder"
    done
}
