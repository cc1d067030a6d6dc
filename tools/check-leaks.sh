#!/usr/bin/env bash
# House rule: the tree says nothing about the machine it was written on. No absolute path of a home or work
# folder and no host of a package registry stands in a committed text file: both rot, and tell strangers
# more than they need.
set -euo pipefail
cd "$(dirname "$0")/.."
git rev-parse --git-dir > /dev/null 2>&1 || { echo "check-leaks: not a git checkout, skipped" >&2; exit 0; }
# The brackets keep the patterns from finding themselves.
paths='(^|[^A-Za-z0-9_./$}"-])/([w]ork|[r]oot|[h]ome|[f]arm)/|/[t]mp/bash_jobs'
hosts='([d]eb|[s]ecurity|[s]napshot)\.debian\.org|[r]egistry\.npmjs\.org|[p]ypi\.org|[c]rates\.io|[p]roxy\.golang\.org|[r]egistry-1\.docker\.io'
found=$(git grep -nIE --untracked -e "$paths" -e "$hosts" -- ':!LICENSE' || true)
[ -z "$found" ] && exit 0
sed 's/$/   <- a path of a machine, or a registry host/' <<< "$found"
exit 1
