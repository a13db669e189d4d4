#!/usr/bin/env bash
# Compare each canary with the verdict written in its first comment; writes canaries.tsv and failures.
#   expect: proved | unproved GOAL... | smoke GOAL... (exactly these) | check CHECK... (at least these)
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"

broken() { printf 'canaries\t%s\tprover set-up is broken: %s: %s\n' "$1" "$1" "$2" >>"$OUT/failures.tsv"; }

words() { tr ' ' '\n' | sed '/^$/d' | sort; }

expected() { sed -n "/\*\//q;s/^ \* expect: $1 *//p" "$2" | words; }

difference() { # expected words, actual words -> one line, empty when equal
    comm -3 <(printf '%s\n' "$1") <(printf '%s\n' "$2") |
        awk '/^[ \t]*$/ { next } { printf "%s%s", n++ ? ", " : "", /^\t/ ? "unexpected " substr($0, 2) : "missing " $0 }'
}

check() { # name, source
    local dir=$OUT/canary/$1 off prover name ok=yes
    complain() {
        broken "$name" "$1"
        ok=no
    }
    name=$1
    if grep -q '^run' "$dir/failures.tsv"; then complain "frama-c did not end, see $dir"; fi
    if [ ! -s "$dir/goals.tsv" ]; then complain "no goals at all, see $dir"; fi
    off=$(difference "$(expected unproved "$2")" "$(awk -F '\t' '$3 == "failed" { print $2 }' "$dir/goals.tsv" | sort)")
    if [ -n "$off" ]; then complain "unproved goals: $off"; fi
    off=$(difference "$(expected smoke "$2")" "$(awk -F '\t' '$3 == "failed" { print $2 }' "$dir/smoke.tsv" | sort)")
    if [ -n "$off" ]; then complain "failed smoke tests: $off"; fi
    off=$(comm -23 <(expected check "$2") <(cut -f 1 "$dir/failures.tsv" | sort -u))
    if [ -n "$off" ]; then complain "no complaint from the check $off"; fi
    if [ "$1" = provers ]; then
        for prover in ${PROVERS//,/ }; do
            grep -qiE "^  $prover [^:]*: *[1-9]" "$dir/prove.log" || complain "$prover proves nothing"
        done
    fi
    [ $ok = no ] || printf '%s\tok\n' "$1" >>"$OUT/canaries.tsv"
}

: >"$OUT/canaries.tsv"
number=0
for source in "$CANARIES"/*.c; do
    [ -f "$source" ] || continue
    number=$((number + 1))
    check "$(basename "$source" .c)" "$source"
done
[ "$number" -gt 0 ] || broken "$CANARIES" "there are no canaries"
