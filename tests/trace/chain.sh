#!/usr/bin/env bash
# The chain of every condition, register and descriptor as JSON: clauses, rule, predicates, place in the model, functions with
# their goals, properties of the model checker, unit tests, deviations that were found. Reads the tables of the tree and, where
# they exist, the results of proof and model checking; what was not run is null. usage: chain.sh >FILE
set -euo pipefail
export LC_ALL=C
shopt -s extglob
here=$(cd "$(dirname "$0")" && pwd)
B=${B:-build}

rows() { sed '/^#/d; /^$/d' "$1"; }

# "TARGET <tab> ID <tab> SUBJECT <tab> TRACE": which conditions and registers a deviation is about. The second column of a
# ledger is a shell pattern over conditions that hold, or names REGISTER.FIELD.
findings() {
    local ledger target id pattern trace name
    for ledger in harness/targets/*.ledger; do
        target=$(basename "$ledger" .ledger)
        while IFS=$'\t' read -r id pattern _ _ trace _; do
            while IFS= read -r name; do
                # shellcheck disable=SC2053 # a pattern
                [[ $name == $pattern ]] && printf '%s\t%s\t%s\t%s\n' "$target" "$id" "${name%%|*}" "$trace"
            done < <(rows spec/rules.tsv | cut -f 1; registers_in "$pattern") || true
        done < <(rows "$ledger")
    done | sed 's/\t\([A-Z]*\)\.[A-Z_]*\t/\t\1\t/' | sort -u
}

# What REGISTER.FIELD a pattern could mean: every such pair of the register table, and the fields of fault records.
registers_in() {
    [[ $1 == *.* ]] || return 0
    { rows spec/registers.tsv | awk -F '\t' '{ print $2 "." $3 }'; echo FRCD.PV; } | sort -u
}

clauses() {
    rows spec/rules.tsv | awk -F '\t' -v OFS='\t' '{ print "condition", $1, $3, $2, $6 }'
    rows spec/registers.tsv | awk -F '\t' -v OFS='\t' '
        !($2 in at) { at[$2] = ++n; name[n] = $2 }
        !(($2, $8) in seen) { seen[$2, $8] = 1; c[$2] = c[$2] (c[$2] == "" ? "" : ", ") $8 }
        { fields[$2]++ }
        END { for (i = 1; i <= n; i++) print "register", name[i], c[name[i]], "", fields[name[i]] " fields in spec/registers.tsv" }'
    rows "$here/clauses.tsv" | awk -F '\t' -v OFS='\t' '{ print $1, $2, $3, "", $4 }'
}

jq -n --rawfile evidence spec/evidence.tsv --rawfile predicates "$here/predicates.tsv" \
    --rawfile logic <(awk -f "$here/logic.awk" spec/*.acsl) \
    --rawfile contracts <(awk -f "$here/contracts.awk" model/*.[ch] proofs/theorems/*.[ch] | cut -f 1-3) \
    --rawfile places <(awk -f "$here/places.awk" spec/rules.tsv model/*.c) \
    --rawfile reached <(awk -f "$here/reached.awk" spec/rules.tsv proofs/bmc/properties/*.[ch]) \
    --rawfile clauses <(clauses) --rawfile findings <(findings) \
    --slurpfile proofs <(cat "$B/proofs/summary.json" 2>/dev/null || echo null) \
    --slurpfile bmc <(cat "$B/bmc/summary.json" 2>/dev/null || echo null) -f "$here/chain.jq"
