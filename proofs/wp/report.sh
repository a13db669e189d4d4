#!/usr/bin/env bash
# Print the result of a run and write summary.json and junit.xml: report.sh SECONDS
# Exit code 0 when failures.tsv is empty.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"
seconds=$1
failures=$OUT/failures.tsv
checks='run goals lemmas smoke properties accounting warnings contracts loops language axioms admits bodies
    consistency recursion text fields floors canaries'

# One line per goal that counts: UNIT OWNER GOAL VERDICT PROVER MS CACHED DETAIL. Lemmas and inline functions are
# proved in every unit that includes them but belong to the first; a failure counts wherever it happens.
awk -F '\t' -v OFS='\t' -v out="$OUT/model/" '
    function reused(unit,    line, file) {
        if (unit in known) return known[unit]
        file = out unit "/reused"
        known[unit] = (getline line <file) > 0
        close(file)
        return known[unit]
    }
    NR == FNR { unit[$1] = $2; next }
    unit[$2] != $1 && $4 != "failed" { next }
    reused($1) { $7 = "cached" }
    { print }' "$OUT/per-function.tsv" "$OUT/all-goals.tsv" >"$OUT/goals.tsv"
for dir in "$OUT"/model/*/; do sed "s|^|$(basename "$dir")\t|" "$dir/smoke.tsv"; done >"$OUT/smoke.tsv"
cat "$OUT"/model/*/hypotheses.txt | sort -u >"$OUT/hypotheses.txt"
awk -F '\t' '$1 == "recursive" { print $3 }' "$OUT/facts.tsv" | sort -u >"$OUT/recursive.txt"

table() {
    printf '\n%-40s %6s %6s %6s %6s %7s\n' file goals proved cached smoke seconds
    for dir in "$OUT"/model/*/; do
        unit=$(basename "$dir")
        awk -F '\t' -v unit="$unit" -v s="$(cat "$dir/seconds")" -v r="$([ -e "$dir/reused" ] && echo 1)" '
            FILENAME ~ /smoke/ { if ($1 == unit && $4 == "passed") smoke++; next }
            $1 == unit { n++; ok += $4 == "valid"; c += $7 == "cached" }
            END { printf "%-40s %6d %6d %6d %6d %7s\n", unit, n, ok, c, smoke, r ? "reused" : s }' \
            "$OUT/goals.tsv" "$OUT/smoke.tsv"
    done
}

figures() {
    printf '\nprovers:'
    awk -F '\t' '$4 == "valid" { n[$5]++ } END { for (p in n) printf " %s %d;", p, n[p]; print "" }' "$OUT/goals.tsv" |
        tr ';' '\n' | sort -k3 | tr '\n' ';' | sed 's/^;*//; s/;*$/\n/'
    printf 'slowest goals:\n'
    sort -t "$(printf '\t')" -k6,6nr "$OUT/goals.tsv" | head -n 10 |
        awk -F '\t' '{ printf "  %6.2f s  %-12s %s\n", $6 / 1000, $5, $3 }'
    printf 'assumed about memory (%s functions):\n' "$(wc -l <"$OUT/hypotheses.txt")"
    sed 's/^/  /' "$OUT/hypotheses.txt"
    printf 'recursive logic definitions (WP does not check that they are well-founded): %s\n' \
        "$(tr '\n' ' ' <"$OUT/recursive.txt")"
    printf 'functions: %s, without contract: %s, axioms: %s, admits: %s\n' "$functions" "$bare" "$axioms" "$admits"
    printf 'canaries: %s of %s behaved, bit-slice queries: %s\n' "$(wc -l <"$OUT/canaries.tsv")" "$canaries" \
        "$(cat "$OUT/fields.txt")"
}

problems() {
    [ -s "$failures" ] || return 0
    printf '\nproblems:\n'
    sort -u "$failures" | awk -F '\t' '{ printf "  %s: %s\n", $1, $1 == "goals" || $1 == "smoke" ? $2 ": " $3 : $3 }'
    sort -u "$failures" | awk -F '\t' '$1 ~ /^(goals|smoke|lemmas)$/ { sub(/^lemma /, "lemma_", $2); if (!seen[$2]++) print "  to see it again: make prove FN=" $2 }'
}

# how many lines of a table have VALUE in COLUMN
count() { awk -F '\t' -v column="$2" -v value="$3" '$column == value { n++ } END { print n + 0 }' "$1"; }
goals=$(wc -l <"$OUT/goals.tsv")
proved=$(count "$OUT/goals.tsv" 4 valid)
cached=$(count "$OUT/goals.tsv" 7 cached)
timeouts=$(awk -F '\t' '$4 == "failed" && $8 ~ /Timeout/ { n++ } END { print n + 0 }' "$OUT/goals.tsv")
smoke=$(count "$OUT/smoke.tsv" 4 passed)
smoke_failed=$(count "$OUT/smoke.tsv" 4 failed)
functions=$(awk -F '\t' '$1 == "function" && !n[$3]++ { c++ } END { print c + 0 }' "$OUT/facts.tsv")
bare=$(awk -F '\t' '$1 == "function" && !$5 && !n[$3]++ { c++ } END { print c + 0 }' "$OUT/facts.tsv")
axioms=$(awk -F '\t' '$1 == "banned" && $3 == "axiom" && !n[$4]++ { c++ } END { print c + 0 }' "$OUT/facts.tsv")
admits=$(awk -F '\t' '$1 == "banned" && $3 == "admit" && !n[$4]++ { c++ } END { print c + 0 }' "$OUT/facts.tsv")
canaries=$(find "$CANARIES" -maxdepth 1 -name '*.c' | wc -l)
[ "$goals" -gt 0 ] || printf 'run\trunner\tnothing was proved: 0 goals\n' >>"$failures"

table
figures
problems

sort -u "$failures" >"$OUT/failures.sorted"
jq -n --rawfile goals "$OUT/goals.tsv" --rawfile per "$OUT/per-function.tsv" --rawfile tools "$OUT/tools.tsv" \
    --rawfile bad "$OUT/failures.sorted" --rawfile memory "$OUT/hypotheses.txt" \
    --rawfile recursive "$OUT/recursive.txt" --arg cache "$CACHE" --argjson n "{
        \"unproved\": $((goals - proved)), \"timeouts\": $timeouts, \"smoke\": $((smoke + smoke_failed)),
        \"smoke_failed\": $smoke_failed, \"axioms\": $axioms, \"admits\": $admits, \"functions\": $functions,
        \"bare\": $bare, \"seconds\": $seconds, \"cached\": $cached, \"canaries\": $canaries,
        \"behaved\": $(wc -l <"$OUT/canaries.tsv"), \"fields\": $(cat "$OUT/fields.txt")}" '
    def lines: split("\n") | map(select(. != ""));
    def rows: lines | map(split("\t"));
    ($goals | rows) as $g | ($per | rows) as $p |
    {goals: ($g | length), proved: ($g | map(select(.[3] == "valid")) | length), unproved: $n.unproved,
     timeouts: $n.timeouts, smoke_tests: $n.smoke, smoke_failures: $n.smoke_failed, axioms: $n.axioms,
     admits: $n.admits, functions: $n.functions, functions_without_contract: $n.bare,
     lemmas: ($p | map(select(.[0] | startswith("lemma "))) | length), field_queries: $n.fields,
     seconds: $n.seconds, cached: $n.cached, cache: $cache, canaries: $n.canaries, canaries_behaved: $n.behaved,
     provers: ($g | map(select(.[3] == "valid")) | group_by(.[4]) | map({(.[0][4]): length}) | add // {}),
     tools: ($tools | rows | map({(.[0]): .[1]}) | add),
     memory_model_hypotheses: ($memory | lines), recursive_logic: ($recursive | lines),
     slowest: ($g | sort_by(-(.[5] | tonumber))[:10] | map({goal: .[2], prover: .[4], ms: (.[5] | tonumber)})),
     failures: ($bad | rows | map({check: .[0], subject: .[1], message: .[2]})),
     per_function: ($p | map(select(.[0] | startswith("lemma ") | not)
         | {(.[0]): {goals: (.[2] | tonumber), proved: (.[3] | tonumber)}}) | add // {})}' \
    >"$OUT/summary.json.tmp" || printf 'run\trunner\tthe summary could not be written\n' >>"$failures"

{ sort -u "$failures" | sed 's/^/failure\t/'; sed 's/^/function\t/' "$OUT/per-function.tsv"; } |
    awk -F '\t' -v checks="$checks" '
    function xml(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s); gsub(/"/, "\\&quot;", s); gsub(/[\001-\037]/, " ", s); return s }
    function one(class, name, bad) {
        printf "  <testcase classname=\"%s\" name=\"%s\"", xml(class), xml(name)
        if (bad == "") print "/>"
        else printf "><failure message=\"%s\"/></testcase>\n", xml(bad)
    }
    $1 == "failure" {
        if ($2 ~ /^(goals|smoke)$/) of[$3] = of[$3] (of[$3] == "" ? "" : "; ") $4
        in_check[$2] = in_check[$2] (in_check[$2] == "" ? "" : "; ") $4
        next
    }
    { order[++n] = $2; unit[$2] = $3 }
    END {
        m = split(checks, check, /[ \n]+/)
        bad = 0
        for (i = 1; i <= n; i++) bad += of[order[i]] != ""
        for (i = 1; i <= m; i++) bad += in_check[check[i]] != ""
        print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        printf "<testsuite name=\"proofs\" tests=\"%d\" failures=\"%d\">\n", n + m, bad
        for (i = 1; i <= n; i++) one("proofs." unit[order[i]], order[i], of[order[i]])
        for (i = 1; i <= m; i++) one("proofs.checks", check[i], in_check[check[i]])
        print "</testsuite>"
    }' >"$OUT/junit.xml.tmp"
mv "$OUT/junit.xml.tmp" "$OUT/junit.xml"
if [ -s "$OUT/summary.json.tmp" ]; then mv "$OUT/summary.json.tmp" "$OUT/summary.json"; fi

verdict=''
if [ -s "$failures" ]; then verdict=" -- FAILED, $(sort -u "$failures" | wc -l) problems above"; fi
printf '\nproofs: %d goals, %d proved, %d unproved, %d timeouts, %d smoke tests passed, %d failed (%s s, %d cached)%s\n' \
    "$goals" "$proved" $((goals - proved)) "$timeouts" "$smoke" "$smoke_failed" "$seconds" "$cached" "$verdict"
[ -z "$verdict" ]
