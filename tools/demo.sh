#!/usr/bin/env bash
# The demo: learns references from the five clean servers of samples/fleet, appraises all of the fleet
# with them, and says where to look. Leaves build/demo/reference.toml and build/demo/report.html. Takes
# seconds; `make demo` builds the program first.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${ASSAY_BIN:-build/release/bin}
out=build/demo
mkdir -p "$out"
start=$(date +%s%N)

shown() { # what is run, as the reader would type it
  printf '\n$ assay %s\n' "$*"
  "$bin/assay" "$@"
}

shown learn samples/fleet/node-0{1..5} --name golden-five -o "$out/reference.toml"
code=0
shown audit samples/fleet --policy samples/policy.toml --references "$out/reference.toml" \
  --nonces samples/nonces.txt --html "$out/report.html" || code=$?
[ "$code" -eq 1 ] || { echo "demo: the audit should end with 1, since there are findings, and ended with $code" >&2; exit 1; }

took=$((($(date +%s%N) - start) / 1000000))
cat <<END

Exit code 1: something in the fleet is not as it should be. Done in $((took / 1000)).$(printf %03d $((took % 1000))) s.

  $out/report.html     open it in a browser: one file, nothing is loaded from anywhere
  $out/reference.toml  what the five clean servers taught; a person can read and change it
  samples/README.md            what was done to each server, to compare with what was found

Look closer at one server, one file, or one finding:

  $bin/assay audit samples/fleet/node-07 --policy samples/policy.toml --references $out/reference.toml --nonces samples/nonces.txt
  $bin/assay compare samples/fleet/node-01/boot/eventlog.bin samples/fleet/node-06/boot/eventlog.bin
  $bin/assay inspect samples/fleet/node-08/boot/eventlog.bin
  $bin/assay findings boot.ak.unbound
END
