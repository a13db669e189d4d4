#!/usr/bin/env bash
# selftest.sh OBJECT...: the translator does each construct right (golden/), and each fault of mutants.tsv, planted in a
# copy of the model or of its contracts, is reported under the right name. OBJECT: as for run.sh. Environment: B, CC, MUTANTS (another list).
# Exit code: 0 all of it, 1 something is not reported, 3 something cannot be built.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 3
# shellcheck source=tests/runtime/build.sh
. tests/runtime/build.sh
out=$B/runtime/selftest tree=$B/runtime/tree
passed=0
failed=0
ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAILED: $*"
}

# ---- the translator by itself ----
mkdir -p "$out/golden"
build_translator "$out" || exit 3
golden() {
    (cd tests/runtime/golden && "$OLDPWD/$out/acsl2c" "$OLDPWD/$out/golden" logic.acsl functions.h functions.c) || return
    "$CC" "${GENERATED_FLAGS[@]}" -I"$out/golden" -Itests/runtime/golden -I. -I"$B/gen" "$out"/golden/{functions,clauses}.c \
        tests/runtime/golden/main.c tests/runtime/{runtime,told_sets}.c -o "$out/golden/run" || return
    "$out/golden/run" && diff tests/runtime/golden/skipped.txt "$out/golden/skipped.txt"
}
if golden; then ok; else bad "golden: constructs of the dialect"; fi

# Input that is none.
refuse() { # name, expected exit code, argument...
    local name=$1 code=$2
    shift 2
    "$out/acsl2c" "$@" >/dev/null 2>"$out/message"
    if [ $? -eq "$code" ] && [ -s "$out/message" ]; then ok; else bad "$name: not exit code $code with a message"; fi
}
printf '/*@ requires x; */\n' >"$out/alone.h"
refuse "no arguments" 2
refuse "a file that is not there" 2 "$out" "$out/none.h"
refuse "a directory that is not there" 3 "$out/none" "$out/alone.h"
refuse "a contract without a function" 2 "$out" "$out/alone.h"

# ---- the whole ----
rm -rf "$tree"
mkdir -p "$tree"
# Real files, whatever the originals are: what is planted must never reach them.
cp -rL model spec "$tree/"
[[ $B = /* ]] || { mkdir -p "$tree/$B" && cp -r "$B/gen" "$tree/$B/"; }

# Build the copy and run it; the report is in $out/log.
run_copy() {
    translate "$tree" "$out" && compile "$tree" "$out" && link_run "$out" "${objects[@]}" || return 3
    timeout 120 "$out/runtime-contracts" --operations 20000 --seed 3 --unreached "$unreached"
}
objects=("$@")
unreached=tests/runtime/unreached.tsv
run_copy >"$out/log" 2>&1 || { bad "the copy without any fault: $(tail -n 1 "$out/log")"; }

printf 'vtd_reset\tfor the test\n' >"$out/unreached.tsv"
"$out/runtime-contracts" --operations 10 --unreached "$out/unreached.tsv" >"$out/log" 2>&1
if [ $? -eq 1 ] && grep -q 'never called with its precondition' "$out/log" && grep -q 'vtd_reset was reached' "$out/log"; then
    ok
else
    bad "functions that are not reached, or excused for nothing"
fi

# One seed, one run.
figures() { "$out/runtime-contracts" --operations 2000 --seed "$1" | tail -n 1; }
if [ "$(figures 5)" = "$(figures 5)" ] && [ "$(figures 5)" != "$(figures 6)" ]; then ok; else bad "a seed does not say what is run"; fi

while IFS=$'\t' read -r file script function clause; do
    [[ $file = '#'* ]] && continue
    cp "$file" "$tree/$file.new"
    sed -i "$script" "$tree/$file.new"
    cmp -s "$file" "$tree/$file.new" && { bad "$file: $script: changes nothing"; continue; }
    mv "$tree/$file.new" "$tree/$file"
    run_copy >"$out/log" 2>&1
    if [ $? -eq 1 ] && grep -q ": $function does not keep: $clause" "$out/log" && grep -q '^  profile .*, seed ' "$out/log"; then
        ok
    else
        bad "$file: $script: not reported as $function, $clause: $(tail -n 2 "$out/log")"
    fi
    cp "$file" "$tree/$file"
done <"${MUTANTS:-tests/runtime/mutants.tsv}"

echo "runtime selftest: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
