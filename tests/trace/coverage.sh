#!/usr/bin/env bash
# Line and branch coverage of model/ and harness/ by unit tests, command line tests, audit tests, the judges' self tests (chaos,
# accuse) and the replay of all counterexamples: everything is compiled once more, without optimisation, in build/coverage.
# Leaves build/coverage/summary.json and prints the branches of model/ that no test takes and nobody excuses in unreachable.tsv.
# Exit code: 0 every branch of model/ is taken or excused, 1 not so, or a test failed. usage: coverage.sh [--no-build]
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$PWD
out=$top/${B:-build}/coverage
flags="-std=c11 -O0 -g --coverage -D_GNU_SOURCE -I. -I$out/gen"
failed=0

fail() { echo "coverage: $1" >&2; failed=1; }

compile() {
    local tests=() file
    for file in tests/unit/test_*.c; do tests+=("$out/test/$(basename "$file" .c)"); done
    make -s all "${tests[@]}" B="$out" FAST= INLINE= CFLAGS="$flags" || { fail 'does not compile'; exit 1; }
    rm -rf "$out/compiled" && mkdir "$out/compiled" && cp -r model "$out/compiled/" # the text that line numbers belong to
}

# The tests look for build/iommu-oracle: a tree of links in which build is the coverage build.
tree() {
    local entry
    rm -rf "$out/tree" && mkdir -p "$out/tree"
    for entry in "$top"/*; do
        [ "$(basename "$entry")" = build ] || ln -s "$entry" "$out/tree/"
    done
    ln -s "$out" "$out/tree/build"
}

run() { # name, command...
    local name=$1
    shift
    if "$@" >"$out/$name.log" 2>&1; then
        printf '%s: %s\n' "$name" "$(tail -n 1 "$out/$name.log")"
    else
        fail "$name failed, see $out/$name.log"
        tail -n 3 "$out/$name.log" >&2
    fi
}

replays() {
    local trace count=0
    for trace in counterexamples/*.trace; do
        build/iommu-oracle replay "$trace" || return 1
        count=$((count + 1))
    done
    echo "$count replayed"
}

measure() {
    cd "$out/tree" || exit 1
    find "$out" -name '*.gcda' -delete
    local programs=("$out"/test/test_*) program list=()
    for program in "${programs[@]}"; do [[ -x $program && $program != *.* ]] && list+=("$program"); done
    run unit tests/unit.sh "${list[@]}"
    run command-line tests/cli/run.sh
    run chaos build/iommu-oracle chaos
    run accuse build/iommu-oracle accuse
    run replay replays
    run audit tests/audit/run.sh
    run guests tests/audit/guests.sh
    cd "$top" || exit 1
}

# One JSON document for each object that was run: lines and branches with counts.
counts() {
    find "$out/gcc/model" "$out/gcc/harness" -name '*.gcda' -print0 | sort -z | xargs -0 -n 40 gcov --json-format --stdout -b 2>/dev/null
}

[ "${1:-}" = --no-build ] || compile
tree
measure
counts | jq -n --rawfile excused "$here/unreachable.tsv" --argjson failed "$failed" --arg sources "$(ls model/*.c harness/*/*.c harness/audit/input/*.c harness/targets/example/unit.c)" \
    --rawfile texts <(cd "$out/compiled" && grep -n "" model/*.[ch]) -f "$here/coverage.jq" >"$out/summary.json.part" && mv "$out/summary.json.part" "$out/summary.json" || exit 1
jq -r '(.model.uncovered[] | select(.reason == null) | "not taken: \(.file):\(.line) branch \(.branch) of \(.of): \(.text)"),
    (.stale[] | "tests/trace/unreachable.tsv: \(.) is taken after all, or no such branch"),
    (.model, .harness | "\(.name): \(.lines.covered) of \(.lines.all) lines, \(.branches.covered) of \(.branches.all) branches (\(.branches.percent) %)"
        + (if .excused > 0 then ", \(.excused) more cannot be taken" else "" end))' "$out/summary.json"
[ "$failed" -eq 0 ] && jq -e '([.model.uncovered[] | select(.reason == null)] | length) == 0 and (.stale | length) == 0' "$out/summary.json" >/dev/null
