#!/usr/bin/env bash
# Would the smoke tests notice hypotheses that nothing satisfies? Plants a contradiction that only a prover can see, and only in
# STEPS steps (environment, 6) one after the other, in every contract of a copy of the tree and runs the smoke tests as the proof does: each must
# fail, that of the contract and those of every branch and call behind it. usage: vacuity.sh [SOURCE...]
# Exit code 0 only if all do; build/sabotage/vacuity.tsv has TEST <tab> noticed|missed.
set -uo pipefail
export LC_ALL=C
here=$PWD/proofs/wp
out=$PWD/build/sabotage
# shellcheck source=proofs/wp/config.sh
. proofs/wp/config.sh
sources=("$@")
if [ $# -eq 0 ]; then sources=(model/*.c proofs/theorems/*.c proofs/audit/*.c harness/audit/{enumerate,exact}.c); fi

# Every contract of a function gets the precondition.
plant() { # file
    awk -v steps="${STEPS:-6}" '
        /\/\*@/ && !inside { inside = 1; text = "" }
        !inside { print; next }
        { text = text $0 "\n" }
        /\*\// {
            inside = 0
            if (text ~ /terminates/)
                sub(/\/\*@/, "/*@ requires planted: (\\forall integer i; 0 <= i < " steps " ==> planted(i) ==> planted(i + 1)) \\&\\& planted(0) \\&\\& !planted(" steps ");\n   ", text)
            printf "%s", text
        }' "$1" >"$1.new" && mv "$1.new" "$1"
}

smoke() { # source
    local log
    log=$out/vacuity.$(printf '%s' "$1" | tr / _).log
    (cd "$tree" && WHY3CONFIG=$OUT/why3/smoke.conf frama-c "${FRAMAC_FLAGS[@]}" "$1" "${WP_FLAGS[@]}" -wp-prover "$SMOKE_PROVERS" \
        "${SMOKE_FLAGS[@]}" -wp-cache none) >"$log" 2>&1
    sed -n 's/^\[wp\] \[Failed\] Smoke-test typed_\([^ ]*\).*/\1\tnoticed/p
            s/^\[wp\] \[Passed\] Smoke-test typed_\([^ ]*\).*/\1\tmissed/p' "$log" >"$log.tsv"
}

OUT=$out
tree=$out/tree.vacuity
mkdir -p "$out"
find_tools
make_why3_config
rm -rf "$tree" "$out"/vacuity.* && mkdir -p "$tree/build"
cp -r spec model proofs harness "$tree/" && cp -r build/gen "$tree/build/"
sed -i '1i /*@ axiomatic Planted { predicate planted(integer i); } */' "$tree/spec/memory.acsl"
for file in "$tree"/{model,proofs/theorems,proofs/audit,harness/audit}/*.[ch]; do plant "$file"; done

expected=$(awk '/\/\*@/ { contract = 0 } /requires planted/ { contract = 1 } contract && /\*\/$/ { n++; contract = 0 } END { print n + 0 }' \
    "$tree"/{model,proofs/theorems,proofs/audit,harness/audit}/*.[ch])
for source in "${sources[@]}"; do
    while [ "$(jobs -pr | wc -l)" -ge "$JOBS" ]; do wait -n; done
    smoke "$source" &
done
wait
sort "$out"/vacuity.*.log.tsv >"$out/vacuity.tsv"
rm -rf "$tree"
noticed=$(grep -c '	noticed$' "$out/vacuity.tsv")
missed=$(grep -c '	missed$' "$out/vacuity.tsv")
contracts=$(grep -c '_wp_smoke_default_requires	noticed$' "$out/vacuity.tsv")
sed -n 's/\tmissed$/: a contradiction is not noticed/p' "$out/vacuity.tsv"
echo "vacuity: a contradiction planted in each of $expected contracts, noticed by $contracts; of all $((noticed + missed)) smoke tests by $noticed, missed by $missed"
[ "$missed" -eq 0 ] && [ "$noticed" -gt 0 ] && { [ $# -gt 0 ] || [ "$contracts" -eq "$expected" ]; }
