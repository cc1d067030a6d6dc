#!/usr/bin/env bash
# House rule: what a document shows, the program prints. Runs tools/regen-docs.sh --check with the programs
# of $ASSAY_BIN, else of build/release or build/dev; skips where none is built yet.
set -euo pipefail
cd "$(dirname "$0")/.."
for dir in "${ASSAY_BIN:-}" build/release/bin build/dev/bin; do
  [ -n "$dir" ] && [ -x "$dir/assay" ] || continue
  ASSAY_BIN=$dir exec tools/regen-docs.sh --check
done
echo "check-docs: skipped, assay is not built" >&2
