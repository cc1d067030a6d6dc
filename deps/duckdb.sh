#!/usr/bin/env bash
# Puts DuckDB 1.4.4 (libduckdb.so and duckdb.h) into build/deps/duckdb, where all build presets find it. Both
# come from the official npm packages, by name and version, and must have the SHA-256 that
# duckdb.sha256 records. Does nothing where they are there already.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
into=$here/../build/deps/duckdb
# The sums are of 65 MB: whoever checked them leaves a mark, and only a changed record asks again.
[ -f "$into/checked" ] && cmp -s "$into/checked" "$here/duckdb.sha256" && [ -f "$into/libduckdb.so" ] &&
  [ -f "$into/duckdb.h" ] && exit 0
[ "$(uname -m)" = x86_64 ] || {
  echo "deps: DuckDB is fetched for x86-64 only; install it and set ASSAY_DUCKDB_ROOT" >&2
  exit 1
}
command -v npm > /dev/null || "$here/install.sh" duckdb
mkdir -p "$into"
exec 9> "$into/lock"
flock 9
[ -f "$into/checked" ] && cmp -s "$into/checked" "$here/duckdb.sha256" && exit 0

echo "deps: fetching DuckDB" >&2
scratch=$(mktemp -d "$into/fetch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
# fetch PACKAGE MEMBER: the file MEMBER of the package, alone, into the scratch folder
fetch() {
  local archive
  archive=$(cd "$scratch" && npm pack --silent "$1") || { echo "deps: npm pack $1 failed" >&2; exit 1; }
  tar -xzOf "$scratch/$archive" "package/$2" > "$scratch/$(basename "$2")"
}
fetch @duckdb/node-bindings-linux-x64@1.4.4-r.4 libduckdb.so
fetch duckdb@1.4.4 src/duckdb/src/include/duckdb.h
(cd "$scratch" && sha256sum --quiet -c "$here/duckdb.sha256" >&2) || {
  echo "deps: what npm gave is not the DuckDB that deps/duckdb.sha256 records; nothing was kept" >&2
  exit 1
}
mv "$scratch/libduckdb.so" "$scratch/duckdb.h" "$into/"
cp "$here/duckdb.sha256" "$into/checked"
