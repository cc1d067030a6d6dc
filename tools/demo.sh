#!/usr/bin/env bash
# The demo: learns references from the five clean servers of samples/fleet, appraises all of the fleet
# with them, says where to look, and answers an allegation with a statement that assay-verify checks. Leaves
# build/demo/{reference.toml,report.html,assessment.html,x.statement,trust.policy,x.plan,x.draw}. Takes seconds; `make demo` builds the
# programs first.
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
# A ledger, a statement's key and a witness of this demo alone.
rm -rf "$out"/{ledger,fleet,witness} "$out"/*.key "$out"/*.vkey "$out/x.statement" "$out"/x.{plan,draw}*
"$bin/assay" ledger init "$out/ledger" --origin ledger.demo.assay.example > "$out/log.vkey"
"$bin/assay" key new statements.demo.assay.example -o "$out/statement.key" > "$out/statement.vkey"
"$bin/assay" key new witness.demo.assay.example -o "$out/witness.key" --witness > "$out/witness.vkey"
given=(--policy samples/policy.toml --references "$out/reference.toml" --nonces samples/nonces.txt --assets samples/assets.csv --remediation samples/remediation.toml)

shown audit samples/fleet "${given[@]}" --ledger "$out/ledger" --html "$out/report.html" || code=$?
[ "$code" -eq 1 ] || { echo "demo: the audit should end with 1, since there are findings, and ended with $code" >&2; exit 1; }

shown fleet import samples/fleet "${given[@]}" --fleet "$out/fleet" --log-population "$out/ledger"
# A second party sees the ledger before anybody asks about the fleet.
shown ledger witness "$out/ledger" --attach --key "$out/witness.key" --state "$out/witness"
code=0
shown answer samples/allegations/2018-10-implant.toml --fleet "$out/fleet" --ledger "$out/ledger" \
  --key "$out/statement.key" --witness "$out/witness.key" --witness-state "$out/witness" -o "$out/x.statement" || code=$?
[ "$code" -eq 1 ] || { echo "demo: the answer should end with 1, since servers are affected, and ended with $code" >&2; exit 1; }

# The document for an acquirer: quiet here, since the report above says the same at length.
"$bin/assay" report assessment --fleet "$out/fleet" --ledger "$out/ledger" --html "$out/assessment.html" --title "Sample fleet" > "$out/assessment.txt" || [ $? -eq 1 ]

cat > "$out/trust.policy" <<END
# Whom the reader of the statement trusts: these keys, and nobody else.
log $(cat "$out/log.vkey")
witness demo-witness $(cat "$out/witness.vkey")
quorum demo-witness
statement $(cat "$out/statement.vkey")
END
printf '\n$ assay-verify %s --trust %s\n' "$out/x.statement" "$out/trust.policy"
"$bin/assay-verify" "$out/x.statement" --trust "$out/trust.policy"

# Nobody looked at the boards: whom to look at first, drawn by the witness after plan and population were logged.
"$bin/assay" sample plan samples/allegations/2018-10-implant.toml --claim seen-on-the-board --tolerate 3 --fleet "$out/fleet" \
  --ledger "$out/ledger" -o "$out/x.plan" > /dev/null
"$bin/assay" ledger witness "$out/ledger" --attach --key "$out/witness.key" --state "$out/witness" > /dev/null
shown sample draw "$out/x.plan" --ledger "$out/ledger" -o "$out/x.draw"

took=$((($(date +%s%N) - start) / 1000000))
cat <<END

Exit code 1: something in the fleet is not as it should be. Done in $((took / 1000)).$(printf %03d $((took % 1000))) s.

  $out/report.html     open it in a browser: one file, nothing is loaded from anywhere
  $out/assessment.html what an outside assessor hands over: scope, methods, findings, who mends them; prints to A4
  $out/x.statement     the answer to the allegation, which anybody can check: docs/verify-by-hand.md
  $out/x.draw          whose boards to look at: if 3 of the 10 nobody looked at were affected, 95 % sure to meet one; docs/formats/sample.md
  $out/trust.policy    whom the check above trusts
  $out/reference.toml  what the five clean servers taught; a person can read and change it
  samples/README.md            what was done to each server, to compare with what was found

Look closer at one server, one file, or one finding:

  $bin/assay audit samples/fleet/node-07 --policy samples/policy.toml --references $out/reference.toml --nonces samples/nonces.txt
  $bin/assay compare samples/fleet/node-01/boot/eventlog.bin samples/fleet/node-06/boot/eventlog.bin
  $bin/assay inspect samples/fleet/node-08/boot/eventlog.bin
  $bin/assay findings boot.ak.unbound
END
