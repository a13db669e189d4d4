#!/usr/bin/env bash
# Prove the model and say so only if it is true. Environment: CACHE=update|none, FN=name[,name], JOBS.
# Options: --update-floors. Exit code: 0 everything holds, 1 something does not, 3 a tool is missing.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"
export here CACHE JOBS BUILD CPPFLAGS TIMEOUT FLOORS CANARIES
FN=${FN:-}
read -r -a sources <<<"${SOURCES:-$(echo model/*.c proofs/theorems/*.c proofs/audit/*.c harness/audit/{enumerate,exact}.c)}"

# Re-prove single functions and show every goal.
prove_functions() {
    local function source log status=1
    log=$OUT/function.log
    for function in ${FN//,/ }; do
        source=$(grep -lE "^[a-z].*[ *]$function\(" "${sources[@]}" | head -n 1)
        if [ -z "$source" ]; then
            echo "proofs: no function $function in ${sources[*]}" >&2
            return 2
        fi
        WHY3CONFIG=$(why3_config "$source") frama-c "${FRAMAC_FLAGS[@]}" "$source" "${WP_FLAGS[@]}" -wp-par "$JOBS" \
            -wp-prover "$PROVERS" -wp-timeout "$TIMEOUT" -wp-cache none -wp-fct "$function" >"$log" 2>&1
        grep -E '^\[wp\] .*(Goal|Proved goals)|^  [A-Z]|Warning|Error' "$log" | grep -v '^  Qed:'
        status=$(awk '/Proved goals/ { print $(NF - 2) != $NF; found = 1 } END { if (!found) print 1 }' "$log")
        [ "$status" -eq 0 ] || break
    done
    return "$status"
}

fail() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$OUT/failures.tsv"; }

# A canary says on its first line which check must complain about it; "proved" means none may.
canaries() {
    local file name expected found
    canary_count=0
    for file in "$CANARIES"/*.c; do
        name=$(basename "$file" .c)
        expected=$(sed -n '1s|^/\* expect: \([a-z]*\) .*|\1|p' "$file")
        found=$(cut -f 1 "$OUT/canary/$name/failures.tsv" | sort -u | tr '\n' ' ')
        canary_count=$((canary_count + 1))
        case "$expected:$found" in
        proved:) [ -s "$OUT/canary/$name/goals.tsv" ] || fail canaries "$name" "nothing was proved" ;;
        proved:*) fail canaries "$name" "prover set-up is broken: $file must be proved, but: $found" ;;
        *) [[ " $found" == *" $expected "* ]] ||
            fail canaries "$name" "prover set-up is broken: $file must fail the check '$expected', but: ${found:-all proved}" ;;
        esac
    done
}

# Every field of the layout table is the bit slice it claims to be; the last query must be refuted.
fields() {
    local solver answer
    field_queries=$(sed -n 's/.*field_queries = \([0-9]*\);/\1/p' "$BUILD/gen/fields_table.c")
    for solver in "z3 -smt2" "cvc4 --incremental --lang=smt2"; do
        # shellcheck disable=SC2086 # program and options
        answer=$($solver "$BUILD/gen/fields.smt2" 2>&1 | sort | uniq -c | awk '{ printf "%s %s;", $2, $1 }')
        [ "$answer" = "sat 1;unsat $field_queries;" ] ||
            fail fields "${solver%% *}" "the bit-slice queries gave '$answer', expected 'sat 1;unsat $field_queries;'"
    done
}

# Tables of all units; a lemma that several units prove counts once.
collect() {
    local unit source
    for table in goals smoke ast; do : >"$OUT/$table.tsv"; done
    for source in "${sources[@]}"; do
        unit=$OUT/model/$(printf '%s' "${source%.c}" | tr / _)
        if [ ! -s "$unit/goals.tsv" ]; then
            fail run "$source" "no result was produced"
            continue
        fi
        cat "$unit/failures.tsv" >>"$OUT/failures.tsv"
        awk -F '\t' -v OFS='\t' -v s="$source" -v reused="$([ -e "$unit/reused" ] && echo 1)" \
            '{ if (reused) $6 = "cached"; print $0, s }' "$unit/goals.tsv" >>"$OUT/goals.tsv"
        awk -v OFS='\t' -v s="$source" '{ print $0, s }' "$unit/smoke.tsv" >>"$OUT/smoke.tsv"
        cat "$unit/ast.tsv" >>"$OUT/ast.tsv"
    done
    awk -F '\t' '!($1 ~ /^lemma / && ($1 "\t" $2) in seen) { seen[$1 "\t" $2] = 1; print }' "$OUT/goals.tsv" >"$OUT/once.tsv"
    mv "$OUT/once.tsv" "$OUT/goals.tsv"
}

# A contract that is only declared would be believed without proof.
assumed() {
    awk -F '\t' '$1 == "function" { body[$2] = 1 } $1 == "declared" { only[$2] = 1 }
        END { for (f in only) if (!(f in body)) print "contracts\t" f "\tthe contract of " f " has no function that is proved to keep it" }' \
        "$OUT/ast.tsv" >>"$OUT/failures.tsv"
}

floors() {
    awk -F '\t' '$1 !~ /^lemma / { n[$1]++ } END { for (f in n) print f "\t" n[f] }' "$OUT/goals.tsv" | sort >"$OUT/counts.tsv"
    if [ "$update_floors" = yes ]; then
        { echo "# Smallest number of goals per function; change with prove.sh --update-floors, deliberately."; cat "$OUT/counts.tsv"; } >"$FLOORS"
    fi
    awk -F '\t' '/^#/ { next } NR == FNR { floor[$1] = $2; next }
        { seen[$1] = 1 }
        !($1 in floor) { print "floors\t" $1 "\t" $1 " is not in floors.tsv"; next }
        $2 < floor[$1] { print "floors\t" $1 "\t" $1 ": " $2 " goals, the floor is " floor[$1] }
        END { for (f in floor) if (!(f in seen)) print "floors\t" f "\t" f " is in floors.tsv but was not proved" }' \
        "$FLOORS" "$OUT/counts.tsv" >>"$OUT/failures.tsv"
}

summary() {
    cat "$OUT"/model/*/hypotheses.txt 2>/dev/null | sort -u >"$OUT/hypotheses.txt"
    jq -n --rawfile goals "$OUT/goals.tsv" --rawfile smoke "$OUT/smoke.tsv" --rawfile ast "$OUT/ast.tsv" \
        --rawfile tools "$OUT/tools.tsv" --rawfile failures "$OUT/failures.tsv" --rawfile hypotheses "$OUT/hypotheses.txt" \
        --argjson seconds "$SECONDS" --argjson canaries "$canary_count" --argjson fields "$field_queries" '
        def rows($t): $t | split("\n") | map(select(. != "") | split("\t"));
        rows($goals) as $g | rows($smoke) as $s | rows($ast) as $a | rows($failures) as $f |
        ($a | map(select(.[0] == "function"))) as $fn |
        { goals: ($g | length), proved: ($g | map(select(.[2] == "valid")) | length),
          unproved: ($g | map(select(.[2] != "valid")) | length),
          timeouts: ($g | map(select(.[2] != "valid" and (.[6] | test("Timeout|Unknown error")))) | length),
          smoke_tests: ($s | length), smoke_failures: ($s | map(select(.[2] != "passed")) | length),
          axioms: ($f | map(select(.[0] == "axioms")) | length), admits: ($f | map(select(.[0] == "admits")) | length),
          functions: ($fn | map(.[1] + .[2]) | length),
          functions_without_contract: ($fn | map(select(.[3] == "0")) | length),
          seconds: $seconds, cached: ($g | map(select(.[5] == "cached")) | length),
          lemmas: ($g | map(select(.[0] | startswith("lemma "))) | length),
          field_queries: $fields, canaries: $canaries,
          provers: ($g | map(select(.[2] == "valid")) | group_by(.[3]) | map({key: .[0][3], value: length}) | from_entries),
          tools: (rows($tools) | map({key: .[0], value: .[1]}) | from_entries),
          memory_model_hypotheses: ($hypotheses | split("\n") | map(select(. != ""))),
          slowest: ($g | sort_by(-(.[4] | tonumber)) | .[:10] | map({goal: .[1], prover: .[3], ms: (.[4] | tonumber)})),
          failures: ($f | map({check: .[0], subject: .[1], message: .[2]})),
          per_function: ($g | map(select(.[0] | startswith("lemma ") | not)) | group_by(.[0])
              | map({key: .[0][0], value: {goals: length, proved: (map(select(.[2] == "valid")) | length)}}) | from_entries) }' \
        >"$OUT/summary.json.part" && mv "$OUT/summary.json.part" "$OUT/summary.json"
}

junit() {
    jq -r '
        . as $s | "<?xml version=\"1.0\"?>",
        "<testsuite name=\"proofs\" tests=\"\($s.per_function | length + 1)\" failures=\"\(($s.per_function | map(select(.goals != .proved)) | length) + (if ($s.failures | length) > 0 then 1 else 0 end))\">",
        ($s.per_function | to_entries[] | "  <testcase name=\"\(.key)\">" + (if .value.goals != .value.proved then "<failure>\(.value.proved) of \(.value.goals) goals</failure>" else "" end) + "</testcase>"),
        "  <testcase name=\"checks\">" + (if ($s.failures | length) > 0 then "<failure>" + ($s.failures | map(.message) | join("; ") | @html) + "</failure>" else "" end) + "</testcase>",
        "</testsuite>"' "$OUT/summary.json" >"$OUT/junit.xml.part" && mv "$OUT/junit.xml.part" "$OUT/junit.xml"
}

show() {
    awk -F '\t' '{ f = $NF; n[f]++; ok[f] += $3 == "valid"; c[f] += $6 == "cached" }
        END { for (f in n) printf "  %-32s %4d goals %4d proved %4d cached\n", f, n[f], ok[f], c[f] }' "$OUT/goals.tsv" | sort
    jq -r '"provers: " + (.provers | to_entries | map("\(.key) \(.value)") | join(", ")),
        "slowest: " + (.slowest | map("\(.goal | sub("typed_"; "")) \(.ms) ms") | join(", ")),
        "functions: \(.functions), without contract: \(.functions_without_contract), lemmas: \(.lemmas), axioms: \(.axioms), admits: \(.admits)",
        "bit-slice queries: \(.field_queries), canaries: \(.canaries)",
        "memory model hypotheses (assumed): " + (if (.memory_model_hypotheses | length) == 0 then "none" else (.memory_model_hypotheses | join("; ")) end),
        (.failures[] | "FAILED \(.check): \(.message)" + (if .check == "goals" then " (again: make prove FN=\(.subject))" else "" end)),
        "proofs: \(.goals) goals, \(.proved) proved, \(.unproved) unproved, \(.timeouts) timeouts, \(.smoke_tests - .smoke_failures) smoke tests passed, \(.smoke_failures) failed (\(.seconds) s, \(.cached) cached)"' \
        "$OUT/summary.json"
}

update_floors=no
case ${1:-} in
'') ;;
--update-floors) update_floors=yes ;;
*) echo "proofs: unknown option $1: expected --update-floors" >&2; exit 2 ;;
esac
find_tools
make_why3_config
export PROVERS
if [ -n "$FN" ]; then
    prove_functions
    exit
fi
rm -f "$OUT"/{summary.json,junit.xml} # an interrupted run leaves nothing green behind
: >"$OUT/failures.tsv"
{ in_order "${sources[@]}" | sed 's/^/model /'; printf 'canary %s\n' "$CANARIES"/*.c; } | xargs -P "$JOBS" -n 2 "$here/unit.sh"
collect
assumed
floors
fields
canaries
summary && junit || exit 1
show
[ "$(jq '(.failures | length) == 0 and .goals > 0 and .goals == .proved and .smoke_tests > 0' "$OUT/summary.json")" = true ]
