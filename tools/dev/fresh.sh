#!/usr/bin/env bash
# fresh.sh root|user - README's two commands on a minimal Debian 12 that has nothing but git.
#
# Makes the system once with debootstrap, in var/fresh/base; each run works on a
# copy, clones what is committed here, and tells the seconds of up, of up again,
# of test and of down. As "user" it is one with sudo. Needs root, debootstrap and
# util-linux; this machine's settings of apt and npm go in, for a mirror may need them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
who=${1:?root or user}
base=var/fresh/base copy=var/fresh/$who

if [ ! -e "$base.made" ]; then
    rm -rf "$base"
    mkdir -p "$base"
    debootstrap --variant=minbase --include=git,ca-certificates bookworm "$base"
    touch "$base.made"
fi
rm -rf --one-file-system "$copy"
cp -a "$base" "$copy"
cp -a /etc/apt/apt.conf.d/. "$copy/etc/apt/apt.conf.d/"
cp /etc/resolv.conf /etc/hosts "$copy/etc/"
if [ -e /etc/apt/sources.list.d/debian.sources ]; then
    cp /etc/apt/sources.list.d/debian.sources "$copy/etc/apt/sources.list.d/"
    rm -f "$copy/etc/apt/sources.list"
fi
cafile=$(npm config get cafile 2>/dev/null || true)
if [ -e ~/.npmrc ]; then install -m 644 ~/.npmrc "$copy/srv/npmrc"; fi
if [ -e "$cafile" ]; then install -m 644 "$cafile" "$copy/srv/npm-ca.crt"; fi
git clone -q --bare . "$copy/srv/smartcart.git"

cat >"$copy/srv/steps.sh" <<'STEPS'
if [ -e /srv/npmrc ]; then export npm_config_userconfig=/srv/npmrc; fi
if [ -e /srv/npm-ca.crt ]; then export npm_config_cafile=/srv/npm-ca.crt; fi
cd ~
git config --global safe.directory '*'
git clone -q /srv/smartcart.git smartcart
cd smartcart
timed() {
    local from=$(date +%s%N) code=0
    "$@" || code=$?
    echo "#### $*: exit $code, $((($(date +%s%N) - from) / 1000000000)) s, as $(id -un)"
}
timed ./dev up
timed ./dev up
timed ./dev test
timed ./dev down
STEPS

cat >"$copy/srv/start.sh" <<'START'
set -e
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs dev /dev
mknod -m 666 /dev/null c 1 3
mknod -m 666 /dev/zero c 1 5
mknod -m 666 /dev/full c 1 7
mknod -m 666 /dev/random c 1 8
mknod -m 666 /dev/urandom c 1 9
mknod -m 666 /dev/tty c 5 0
mkdir /dev/shm /dev/pts
mount -t tmpfs shm /dev/shm
mount -t devpts -o ptmxmode=666 pts /dev/pts
ln -s pts/ptmx /dev/ptmx
ln -s /proc/self/fd /dev/fd
if [ "$1" = user ]; then
    apt-get update -qq
    env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends sudo >/dev/null
    useradd -m -s /bin/bash ann
    echo 'ann ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/ann
    exec su - ann -c 'bash /srv/steps.sh'
fi
exec bash /srv/steps.sh
START

env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    unshare --mount --pid --fork --kill-child chroot "$copy" /bin/bash /srv/start.sh "$who"
