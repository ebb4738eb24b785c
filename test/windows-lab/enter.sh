#!/bin/sh
# enter.sh <debian> <command...>: runs a command as root in the lab's Debian. To be called in a mount namespace and a
# process namespace of its own (unshare --mount --pid --fork), with which its mounts and processes end.
set -eu
debian=$1
shift
mount --make-rprivate /
mount -t proc proc "$debian/proc"
mount --rbind /dev "$debian/dev"
exec chroot "$debian" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/lab LANG=C.UTF-8 \
  WINEPREFIX=/lab/prefix WINEDEBUG=-all XDG_RUNTIME_DIR=/tmp "$@"
