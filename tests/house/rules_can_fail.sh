#!/usr/bin/env bash
# A rule that cannot fail is no rule. Builds a small tree in a temporary folder, breaks one rule after the
# other in it, and demands that the rule's script names the file and the line; mended, it must pass.
set -euo pipefail
tools=$(cd "$(dirname "$0")/../../tools" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"
mkdir -p tools src/base src/bytes src/formats/toy apps fuzz tests/unit/base build/dev
cp "$tools"/check-*.sh "$tools"/file-size-exempt.txt "$tools"/regen-docs.sh tools/
cat > src/CMakeLists.txt <<'CMAKE'
assay_layer(base base)
assay_layer(bytes bytes USES base)
assay_layer(toy formats/toy
            USES bytes  # a layer may take several lines
            LINKS some::library)
CMAKE

header() { # NAMESPACE LINES…
  printf '// A header of a small tree that only lives for one test, with enough words to be read.\n#pragma once\n'
  printf 'namespace %s {\n' "$1"
  shift
  printf '%s\n' "$@" '}'
}
failures=0
refused() { # RULE WHERE
  local said
  if said=$("tools/check-$1.sh" 2>&1); then
    echo "check-$1 accepts what it must refuse at $2"; failures=1
  elif ! grep -q "^$2" <<< "$said"; then
    echo "check-$1 does not name $2 but says: $said"; failures=1
  fi
}
accepted() { # RULE
  local said
  said=$("tools/check-$1.sh" 2>&1) || { echo "check-$1 refuses a good tree: $said"; failures=1; }
}

header assay::base 'int one();' > src/base/one.h
header assay::bytes 'struct Reader {};' > src/bytes/reader.h
header assay::formats::toy 'int size();' > src/formats/toy/toy.h
echo '// reads formats/toy/other.h' > fuzz/fuzz_toy.cpp
for rule in raw-bytes layers fuzzers file-size headers names; do accepted "$rule"; done

printf '#include "base/one.h"\nint f(const char* p) { return *reinterpret_cast<const int*>(p); }\n' > src/base/one.cpp
refused raw-bytes src/base/one.cpp:2
printf 'auto f(const auto& v) {\n  // NOLINT(raw-bytes): the system call wants it\n  return v.data() + 3;\n}\n' > src/base/one.cpp
accepted raw-bytes
printf 'auto f(const auto& v) { return v.data() + 3; }\n' > src/base/one.cpp
refused raw-bytes src/base/one.cpp:1
printf 'auto f(const auto& v, const auto& w) { return v.data() + w.size(); }\n' > src/base/one.cpp
refused raw-bytes src/base/one.cpp:1
printf 'auto f(const auto& v) { return v.data() + v.size(); }\n' > src/base/one.cpp
accepted raw-bytes

printf 'int f() { return __LINE__; }\nint _Bad() { return 1; }\n' > src/base/one.cpp
refused names src/base/one.cpp:2
printf 'int two__parts();\n' > src/base/one.cpp
refused names src/base/one.cpp:1
printf 'namespace std { int mine(); }\n' > src/base/one.cpp
refused names src/base/one.cpp:1
printf '// EV_X_: _Upper is text here\nconst char* kText = "a__b";\n' > src/base/one.cpp
accepted names

printf '#include <span>\n#include "bytes/reader.h"\n' > src/base/one.cpp
refused layers src/base/one.cpp:2
printf '#include "base/one.h"\n' > src/formats/toy/toy.cpp
printf '#include "base/one.h"\n' > src/base/one.cpp
accepted layers
mkdir src/stray && header assay::stray > src/stray/stray.h
printf '#include "stray/stray.h"\n' > src/base/one.cpp
refused layers src/base/one.cpp:1
rm -r src/stray && printf '#include "base/one.h"\n' > src/base/one.cpp

header assay::formats::toy 'int parse_toy(' '    bytes::Reader r);' > src/formats/toy/toy.h
refused fuzzers src/formats/toy/toy.h:4
echo '#include "formats/toy/toy.h"' > fuzz/fuzz_toy.cpp
accepted fuzzers

seq -f '// %g' 601 > src/base/long.cpp
refused file-size src/base/long.cpp:601
echo 'src/base/long.cpp  one table' >> tools/file-size-exempt.txt
accepted file-size
rm src/base/long.cpp
refused file-size tools/file-size-exempt.txt

header assay::other > src/base/one.h
refused headers src/base/one.h:1
printf '#pragma once\nnamespace assay::base {\n}\n' > src/base/one.h
refused headers src/base/one.h:1
header assay::base > src/base/one.h
accepted headers

touch tests/unit/base/one_test.cpp
echo '[]' > build/dev/compile_commands.json
refused tests-built tests/unit/base/one_test.cpp:1
echo "[{\"file\": \"$tree/tests/unit/base/one_test.cpp\"}]" > build/dev/compile_commands.json
accepted tests-built

if command -v git > /dev/null; then
  git init -q . && accepted leaks
  printf 'ok\nsee /%s/me/file\n' home > notes.md
  refused leaks notes.md:2
  printf 'mirror = http://%s.debian.org/\n' deb > notes.md
  refused leaks notes.md:1
  printf 'the folder /srv/home-page and $HOME/x\n' > notes.md
  accepted leaks
fi

printf '# Doc\n<!-- run: echo true -->\nold\n<!-- end -->\n' > README.md
mkdir -p bin docs && printf '#!/bin/sh\n' > bin/assay && chmod +x bin/assay
export ASSAY_BIN=bin
refused docs README.md:1
tools/regen-docs.sh README.md > /dev/null
accepted docs
[ "$(sed -n 4,5p README.md)" = '$ echo true
true' ] || { echo "regen-docs wrote: $(cat README.md)"; failures=1; }
exit "$failures"
