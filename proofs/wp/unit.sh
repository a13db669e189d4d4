#!/usr/bin/env bash
# Prove one source file: unit.sh model|canary FILE
# Leaves in the unit's directory: console logs, goals.tsv, smoke.tsv, ast.tsv, properties.csv, hypotheses.txt,
# failures.tsv (CHECK <tab> SUBJECT <tab> MESSAGE, empty when everything holds) and, only then, `proved`.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
kind=$1 source=$2
if [ "$kind" = canary ]; then CACHE=none TIMEOUT=1; fi
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"
if [ "$kind" = canary ]; then ROUNDS=(1 1 1); fi

name=$(printf '%s' "${source%.c}" | tr / _)
if [ "$kind" = canary ]; then name=${name##*canaries_}; fi
dir=$OUT/$kind/$name
mkdir -p "$dir"
started=$(date +%s.%N)

fail() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$dir/failures.tsv"; }

elapsed() { awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f\n", b - a }'; }

# Everything that the verdict depends on: the text after preprocessing with its comments and macros, the
# runner, its settings and the tools.
fingerprint() {
    {
        # shellcheck disable=SC2086
        gcc -E -C -dD $CPPFLAGS "$source" || return 1
        cat "$here/config.sh" "$here/unit.sh" "$here"/*.awk "$here/smoke_z3.sh" "$(why3_config "$source")" "$OUT/why3/smoke.conf" \
            "$OUT/tools.tsv"
        echo "$PROVERS $TIMEOUT $CPPFLAGS"
    } 2>"$dir/preprocess.log" | sha256sum | cut -d ' ' -f 1
}

# The proof itself, in rounds: the prover that can do nearly everything, without the facts that hardly any goal needs; the others,
# which need little time for what they can do; the first one with all facts and more time; all with the full time. Each goal that is left costs the full time of every prover that
# cannot do it, so the first rounds are short. What -wp-prover names adds up from round to round. The syntax tree is printed
# before WP adds its own annotations to it.
prove() {
    local others reversed
    others=$(tr ',' '\n' <<<"$PROVERS" | grep -vx -e "$FIRST_PROVER" -e "$SECOND_PROVER" | paste -sd ,)
    reversed=$(tr ',' '\n' <<<"$others" | tac | paste -sd ,)
    mapfile -t cache < <(wp_cache "$OUT/cache")
    WHY3CONFIG=$(why3_config "$source") frama-c "${FRAMAC_FLAGS[@]}" "$source" \
        -print -ocode "$dir/ast.c" -metrics -metrics-output "$dir/functions.json" \
        -then -no-print -no-metrics "${WP_FLAGS[@]}" -wp-prover "$FIRST_PROVER" -wp-timeout "${ROUNDS[0]}" \
        -wp-session "$dir/session" "${cache[@]}" \
        -then -wp "-wp-prover=-$FIRST_PROVER,+${reversed//,/,+}" -wp-timeout "${ROUNDS[1]}" \
        -then -wp "-wp-prover=-${others//,/,-},+$SECOND_PROVER" -wp-timeout "${ROUNDS[2]}" \
        -then -wp "-wp-prover=+${others//,/,+},+$FIRST_PROVER" -wp-timeout "$TIMEOUT" -wp-report-json "$dir/goals.json" \
        -then -no-wp -report-csv "$dir/properties.csv" -report-untried >"$dir/prove.log" 2>&1
}

smoke() {
    mapfile -t cache < <(wp_cache "$OUT/cache-smoke")
    WHY3CONFIG=$OUT/why3/smoke.conf frama-c "${FRAMAC_FLAGS[@]}" "$source" \
        "${WP_FLAGS[@]}" -wp-prover "$SMOKE_PROVERS" "${SMOKE_FLAGS[@]}" \
        -wp-session "$dir/session" "${cache[@]}" -wp-report-json "$dir/smoke.json" >"$dir/smoke.log" 2>&1
}

# JSON report -> pairs for goals.awk
keys_of() {
    jq -r '(."wp:functions" // {} | to_entries[] | .key as $f | .value | keys[] | select(. != "wp:section") | [$f, .]),
        (."wp:axiomatics" // {} | .[] | keys[] | select(. != "wp:section") | ["lemma " + sub("^(check_)?lemma_"; ""), .])
        | @tsv' "$1"
    awk -F '\t' '$1 == "function" { print $2 "\t" }' "$dir/ast.tsv"
}

# Every goal in the log must be in WP's own count and the other way round.
account() { # what, log, json, table
    awk -F '\t' -v what="$1" -v smoke="$([[ $2 == *smoke.log ]] && echo 1)" -v want="$(jq -r '."wp:global"."wp:main" // {} | "\(.total // 0) \(.valid // 0)"' "$3")" \
        -v console="$(sed -n 's|^\[wp\] Proved goals: *\([0-9]*\) / \([0-9]*\)$|\2 \1|p' "$2" |
            awk 'NR == 1 { all = $1 } { left = $1 - $2 } END { if (NR) print all, all - left }')" '
        { all++; good += $3 != "failed" }
        $4 != "CFG" { n++; ok += $3 != "failed" }
        $1 == "?" { print "accounting\t" what "\tgoal " $2 " belongs to no known function" }
        END {
            if (smoke) sub(/ .*/, " " ok + 0, want) # there the report calls a failed smoke test valid
            if (n + 0 " " ok + 0 != want) print "accounting\t" what "\tlog shows " n + 0 " goals, " ok + 0 " proved; the JSON report: " want
            if (all && all + 0 " " good + 0 != console) print "accounting\t" what "\tlog shows " all " goals, " good " proved; its summary lines: " console
        }' "$4" >>"$dir/failures.tsv"
    jq -r '."wp:functions" // {} | to_entries[] | [.key, .value."wp:section"."wp:main".total] | @tsv' "$3" |
        awk -F '\t' -v what="$1" 'NR == FNR { if ($4 != "CFG") n[$1]++; next }
            n[$1] != $2 { print "accounting\t" what "\t" $1 ": " n[$1] + 0 " goals in the log, " $2 " in the JSON report" }' \
            "$4" - >>"$dir/failures.tsv"
}

# A printed line that warns is either a memory model hypothesis, which is listed, or a failure.
warnings() {
    awk -v hypotheses="$dir/hypotheses.txt" -v file="$source" '
        function flush() {
            if (record ~ /Memory model hypotheses/) {
                sub(/.*Memory model hypotheses for function ./, "", record)
                sub(/.: \/\*@ behavior [a-z_]*:/, ":", record); sub(/ *\*\/.*/, "", record)
                print record >hypotheses
            } else if (record ~ /Warning:|User Error|Internal Error|Failure/) {
                sub(/^\[[^]]*\] /, "", record); print "warnings\t" file "\t" record
            }
            record = ""
        }
        /^\[wp\] Running WP plugin/ { round++ }
        round > 1 && /^\[wp\] Warning: No goal generated$/ { flush(); next } # nothing was left for another round
        /^\[/ { flush(); record = $0; next }
        /^ / { sub(/^ +/, ""); record = record " " $0; next }
        { flush() }
        END { flush() }' "$dir/prove.log" >>"$dir/failures.tsv"
}

# The consolidated status, which also knows what WP never scheduled. Allowed besides "Valid": contracts of
# functions proved elsewhere, and preconditions that no caller in this unit has to establish.
properties() {
    awk -F '\t' '
        NR == FNR { if ($1 == "function") here[$2] = 1; next }
        FNR == 1 || $1 ~ /^FRAMAC_SHARE/ || $6 == "Valid" { next }
        $6 == "Considered valid" && !($4 in here) { next }
        $6 ~ /^(Ignored|Untried)$/ && $5 == "precondition" { next }
        $5 == "behavior assumption" { next } # a condition, not a claim
        { print "properties\t" $4 "\t" $1 "/" $2 ":" $3 ": " $5 " is \"" $6 "\": " $7 }' \
        "$dir/ast.tsv" "$dir/properties.csv" >>"$dir/failures.tsv"
}

contracts() {
    awk -F '\t' -v file="$source" '
        function bad(check, text) { print check "\t" $2 "\t" file ": " $2 text }
        $1 == "function" && !$4 { bad("contracts", " has no contract"); next }
        $1 == "function" && !$5 { bad("contracts", " has neither requires nor ensures") }
        $1 == "function" && !$6 { bad("contracts", " lacks `terminates \\true;`") }
        $1 == "function" && !$7 { bad("contracts", " lacks `exits \\false;`") }
        $1 == "function" && !$8 { bad("contracts", " lacks `assigns`") }
        $1 == "function" && !$9 { bad("contracts", " ensures nothing") }
        $1 == "loop" && !$3 { bad("loops", " has a loop without `loop assigns`") }
        $1 == "loop" && !$4 { bad("loops", " has a loop without `loop variant`") }
        $1 == "banned" { print ($2 ~ /^(axiom|admit)$/ ? $2 "s" : "language") "\t" file "\t" $2 " in " file ": " $3 }' \
        "$dir/ast.tsv" >>"$dir/failures.tsv"
    jq -r '."defined-functions"[] | keys[]' "$dir/functions.json" | sort >"$dir/functions.txt"
    awk -F '\t' '$1 == "function" { print $2 }' "$dir/ast.tsv" | sort | diff -q - "$dir/functions.txt" >/dev/null ||
        fail accounting "$source" "the functions found in the syntax tree are not those that Frama-C counts"
}

goals() {
    awk -F '\t' '$3 == "failed" { print "goals\t" $1 "\t" $2 ": " $7 }' "$dir/goals.tsv" >>"$dir/failures.tsv"
    awk -F '\t' '$3 == "failed" { print "smoke\t" $1 "\t" $2 " is provable: contradictory hypotheses or dead code" }' \
        "$dir/smoke.tsv" >>"$dir/failures.tsv"
    awk -F '\t' 'NR == FNR { if ($2 ~ /^typed_(check_)?lemma_/) goal[$1] = 1; next }
        $1 == "lemma" && !(("lemma " $2) in goal) { print "lemmas\t" $2 "\tlemma " $2 " was not proved" }' \
        "$dir/goals.tsv" "$dir/ast.tsv" >>"$dir/failures.tsv"
}

examine() {
    awk -f "$here/ast.awk" "$dir/ast.c" >"$dir/ast.tsv"
    contracts
    awk -f "$here/goals.awk" <(keys_of "$dir/goals.json") "$dir/prove.log" >"$dir/goals.tsv"
    account "$source" "$dir/prove.log" "$dir/goals.json" "$dir/goals.tsv"
    warnings
    properties
}

ran() { # exit code, log: did Frama-C come to its end?
    [ "$1" -eq 0 ] && return 0
    fail run "$source" "frama-c stopped with exit code $1, see $dir/$2"
    warnings
    return 1
}

print=$(fingerprint) || print=''
if [ "$CACHE" != none ] && [ -n "$print" ] && [ "$(cat "$dir/proved" 2>/dev/null)" = "$print" ]; then
    echo "$print" >"$dir/reused"
    exit 0
fi
rm -rf "$dir/session"
rm -f "$dir"/{proved,reused,ast.c,goals.json,smoke.json,functions.json,properties.csv}
for table in failures.tsv goals.tsv smoke.tsv ast.tsv hypotheses.txt functions.txt; do : >"$dir/$table"; done

prove
proved=$?
elapsed >"$dir/prove_seconds"
if ran "$proved" prove.log; then
    examine
    smoke
    if ran $? smoke.log; then
        awk -f "$here/goals.awk" <(keys_of "$dir/smoke.json") "$dir/smoke.log" >"$dir/all.tsv"
        account "$source (smoke)" "$dir/smoke.log" "$dir/smoke.json" "$dir/all.tsv"
        grep -E '_wp_smoke_' "$dir/all.tsv" >"$dir/smoke.tsv"
    fi
    goals
fi
elapsed >"$dir/seconds"
# Processor time of the tools, which a busy machine does not lengthen.
times >"$dir/times"
awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] } print s }' "$dir/times" >"$dir/cpu_seconds"
if [ ! -s "$dir/failures.tsv" ] && [ -n "$print" ]; then echo "$print" >"$dir/proved"; fi
if [ "$kind" = model ]; then
    echo "$source: $(grep -c -v "	failed	" "$dir/goals.tsv") of $(wc -l <"$dir/goals.tsv") goals, $(grep -c "	passed	" "$dir/smoke.tsv") of $(wc -l <"$dir/smoke.tsv") smoke tests, $(cat "$dir/seconds") s"
fi
