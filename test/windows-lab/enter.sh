#!/bin/sh
# enter.sh <debian> <command...>: runs a command as root in the lab's Debian. To be called in a mount namespace and a
# process namespace of its own (unshare --mount --pid --fork), with which its mounts and processes end. There is one
# Windows, so a second caller waits until the first has ended.
set -eu
debian=$1
shift
exec 9>"$debian/.lock"
flock 9
mount --make-rprivate /
mount -t tmpfs tmpfs "$debian/tmp"
mount -t proc proc "$debian/proc"
mount --rbind /dev "$debian/dev"
exec chroot "$debian" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/lab LANG=C.UTF-8 \
  WINEPREFIX=/lab/prefix WINEDEBUG=-all XDG_RUNTIME_DIR=/tmp "$@"
