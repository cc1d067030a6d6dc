#!/usr/bin/env bash
# Installs what a purpose needs and the machine lacks: deps/install.sh build test …, where each word names
# a list deps/packages-WORD.txt. Where nothing is missing, it asks dpkg once and is silent: no package
# index is fetched. Needs root, or sudo. Where there is no dpkg it says what to install by hand.
set -euo pipefail
cd "$(dirname "$0")"

wanted=()
for purpose in "$@"; do
  list=packages-$purpose.txt
  [ -f "$list" ] || { echo "deps: no list deps/$list" >&2; exit 2; }
  mapfile -t -O "${#wanted[@]}" wanted < "$list"
done

if ! command -v dpkg-query > /dev/null; then
  echo "deps: this is no Debian; Assay needs what these packages hold: ${wanted[*]}" >&2
  exit 0
fi

installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${wanted[@]}" 2> /dev/null |
            awk '$1 ~ /^.i/ {print $2}' || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF -- "$package" <<< "$installed" || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || {
    echo "deps: not installed, and neither root nor sudo to do it: ${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo)
fi
echo "deps: installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() { # quiet where it works, in full where it does not
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@" \
    > "$log" 2>&1 || { cat "$log" >&2; echo "deps: apt-get $1 failed" >&2; exit 1; }
}
run update
run install -y --no-install-recommends "${missing[@]}"
