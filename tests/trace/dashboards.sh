#!/usr/bin/env bash
# Results of the other checks, as one JSON object for trace.json: proofs, model checking, mutants, judging, coverage, targets.
# What has not been run is null; nothing is counted here that was not measured. usage: dashboards.sh >FILE
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
B=${B:-build}

result() { if [ -s "$1" ]; then cat "$1"; else echo null; fi; }
table() { if [ -s "$B/proofs/summary.json" ] && [ -e "$1" ]; then cat "$1"; fi; }
rows() { sed '/^#/d; /^$/d' "$1"; }

# "TARGET <tab> ID <tab> CONDITIONS <tab> CLAUSES <tab> TRACE <tab> WHY <tab> VERDICT OF THE TRACE"
deviations() {
    local ledger id conditions seen clauses trace why
    for ledger in harness/targets/*.ledger; do
        while IFS=$'\t' read -r id conditions seen clauses trace why; do
            printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$(basename "$ledger" .ledger)" "$id" "$conditions" "$seen" "$clauses" \
                "$trace" "$why" "$(sed -n 's/^verdict //p' "counterexamples/$trace")"
        done < <(rows "$ledger")
    done
}

properties() { # "PROPERTY <tab> MODE" of every property file
    local file
    for file in proofs/bmc/properties/*.c; do
        grep -q '^/\* mode: ' "$file" || continue
        printf '%s\t%s\n' "$(basename "$file" .c)" "$(sed -n 's|^/\* mode: \([a-z]*\).*|\1|p' "$file" | head -n 1)"
    done
}

# Results that are there, but older than something they were made from, by name; judged by the time of the files.
outdated() {
    local name file sources
    while read -r name file sources; do
        [ -s "$B/$file" ] || continue
        # shellcheck disable=SC2086 # directories
        if [ -n "$(find $sources -name '*.[ch]' -newer "$B/$file" -o -name '*.acsl' -newer "$B/$file" -o -name '*.tsv' -newer "$B/$file" | head -n 1)" ]; then
            echo "$name"
        fi
    done <<'LIST'
proofs proofs/summary.json model spec proofs/theorems proofs/audit
model-checking bmc/summary.json model proofs/bmc/properties
sabotage sabotage/summary.json model spec tests/sabotage
mutants mutants/summary.json model
accuse oracle/accuse.json model harness
chaos oracle/chaos.json model harness
check-qemu check.json model harness
check-qemu-full oracle/check-qemu-full.json model harness
coverage coverage/summary.json model harness tests/unit
runtime runtime/summary.json model spec harness/session tests/runtime
fuzz fuzz/summary.json model harness tests/fuzz
soak fuzz/soak.json model harness tests/fuzz
faults faults/summary.json model harness
LIST
}

jq -n --slurpfile proofs <(result "$B/proofs/summary.json") --rawfile goals <(table "$B/proofs/goals.tsv") \
    --rawfile smoke <(table "$B/proofs/smoke.tsv") --rawfile failures <(table "$B/proofs/failures.tsv") \
    --rawfile stamps <("$here/stamps.sh") --slurpfile bmc <(result "$B/bmc/summary.json") --rawfile properties <(properties) \
    --slurpfile sabotage <(result "$B/sabotage/summary.json") --slurpfile mutants <(result "$B/mutants/summary.json") \
    --argjson sabotage_listed "$(rows tests/sabotage/list.tsv | wc -l)" \
    --argjson bmc_listed "$(rows proofs/bmc/mutants.tsv | wc -l)" --slurpfile chaos <(result "$B/oracle/chaos.json") \
    --slurpfile accuse <(result "$B/oracle/accuse.json") --slurpfile check <(result "$B/check.json") \
    --slurpfile full <(result "$B/oracle/check-qemu-full.json") --slurpfile coverage <(result "$B/coverage/summary.json") \
    --slurpfile runtime <(result "$B/runtime/summary.json") --slurpfile fuzz <(result "$B/fuzz/summary.json") \
    --slurpfile soak <(result "$B/fuzz/soak.json") --slurpfile faults <(result "$B/faults/summary.json") \
    --rawfile deviations <(deviations) --rawfile outdated <(outdated) -f "$here/dashboards.jq"
