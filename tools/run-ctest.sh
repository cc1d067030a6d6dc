#!/usr/bin/env bash
# Runs a preset's tests and shows what a person reads: one line for a test that passed, everything for
# one that failed, ctest's closing lines. tools/run-ctest.sh PRESET [ctest options…]; with
# `--closing-lines PRESET` it only shows the closing lines of the last run again.
set -euo pipefail
cd "$(dirname "$0")/.."
closing_lines() { sed -n '/^[0-9]*% tests passed/,$p' "build/$1/ctest.log"; }

if [ "${1:-}" = --closing-lines ]; then
  [ -f "build/$2/ctest.log" ] && closing_lines "$2"
  exit 0
fi
preset=$1
shift
ctest --preset "$preset" -j "$(nproc)" --no-tests=error "$@" 2>&1 | tee "build/$preset/ctest.log" |
  grep -vE '^ +Start +[0-9]+: '
