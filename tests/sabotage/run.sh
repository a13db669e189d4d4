#!/usr/bin/env bash
# Break the model in one place at a time and show that the proof notices: run.sh [ID...]
# Exit code 0 only if every mistake is found; build/sabotage/summary.json says by which goals.
set -uo pipefail
export LC_ALL=C
list=tests/sabotage/list.tsv
out=build/sabotage
mkdir -p "$out"
flags=(-c11 -machdep gcc_x86_64 "-cpp-extra-args=-I. -Ibuild/gen" -wp -wp-rte -warn-unsigned-overflow
    -warn-unsigned-downcast -wp-no-pruning "-wp-prover=cvc4,z3" -wp-par 1 -wp-timeout 10 -wp-cache none)

# Prove one function of a tree: prints "GOALS PROVED" and leaves the log.
prove() { # tree, file, function, log
    (cd "$1" && frama-c "${flags[@]}" -wp-fct "$3" "model/$2.c") >"$4" 2>&1
    sed -n 's|^\[wp\] Proved goals: *\([0-9]*\) / \([0-9]*\)$|\2 \1|p' "$4"
}

# The first of the lines, text and replacement with \n for line breaks.
replace() { # file, text, replacement
    FIND=$2 PUT=$3 awk 'BEGIN { RS = "\001"; find = ENVIRON["FIND"]; put = ENVIRON["PUT"]
            gsub(/\\n/, "\n", find); gsub(/\\n/, "\n", put); if (put == "-") put = "" }
        { at = index($0, find); if (!at || index(substr($0, at + 1), find)) exit 1
          printf "%s%s%s", substr($0, 1, at - 1), put, substr($0, at + length(find)) }' "$1" >"$1.new" && mv "$1.new" "$1"
}

mutant() { # id, file, function, text, replacement
    local tree=$out/tree.$1 result killers
    rm -rf "$tree" && mkdir -p "$tree/build" && cp -r spec model "$tree/" && cp -r build/gen "$tree/build/"
    if ! replace "$tree/model/$2.c" "$4" "$5"; then
        echo "$1 BROKEN: the text is not there exactly once" >"$out/$1.result"
    elif ! gcc -std=c11 -fsyntax-only "-I$tree" "-I$tree/build/gen" "$tree/model/$2.c" 2>"$out/$1.log"; then
        echo "$1 BROKEN: does not compile" >"$out/$1.result"
    else
        result=$(prove "$tree" "$2" "$3" "$PWD/$out/$1.log")
        killers=$(grep -v ': Valid' "$out/$1.log" | sed -n 's/^\[wp\] \[[A-Za-z]*\] Goal \([^ ]*\).*/\1/p' | sort -u |
            comm -12 - "$out/baseline.$3.quick" | sed 's/^typed_//' | head -n 4 | tr '\n' ' ')
        if [ -z "$result" ]; then
            echo "$1 BROKEN: frama-c gave no result"
        elif [ -z "$killers" ]; then
            echo "$1 SURVIVED"
        else
            echo "$1 killed by $killers"
        fi >"$out/$1.result"
    fi
    rm -rf "$tree"
    cat "$out/$1.result"
}

# Only goals that are proved well within the time limit say something when a mutant fails them.
baseline() { # file, function
    prove . "$1" "$2" "$out/baseline.$2.log" >/dev/null
    sed -n 's/^\[wp\] \[[^]]*\] Goal \([^ ]*\) : Valid\(.*\)/\1 \2/p' "$out/baseline.$2.log" |
        grep -v '([4-9][.0-9]*s)\|([0-9]*\x27\|([1-9][0-9][.0-9]*s)' | cut -d ' ' -f 1 | sort -u >"$out/baseline.$2.quick"
    [ -s "$out/baseline.$2.quick" ] && return
    echo "baseline of $2: nothing is proved with these settings"
    return 1
}

if [ "${1:-}" = --mutant ]; then
    IFS=$'\t' read -r id file function text put _ < <(awk -F '\t' -v id="$2" '$1 == id' "$list")
    mutant "$id" "$file" "$function" "$text" "$put"
    exit
fi
if [ "${1:-}" = --baseline ]; then
    baseline "${2%%:*}" "${2#*:}"
    exit
fi
rm -f "$out"/*.result
chosen=" $* "
awk -F '\t' -v ids="$chosen" '!/^#/ && (ids ~ /^ *$/ || index(ids, " " $1 " ")) { print $2 ":" $3 }' "$list" | sort -u | xargs -P 2 -n 1 "$0" --baseline || exit 1
if [ $# -gt 0 ]; then printf '%s\n' "$@"; else awk -F '\t' '!/^#/ { print $1 }' "$list"; fi |
    xargs -P 2 -n 1 "$0" --mutant
cat "$out"/*.result >"$out/all.txt"
killed=$(grep -c ' killed by ' "$out/all.txt")
survived=$(grep -cv ' killed by ' "$out/all.txt")
jq -R -n --argjson killed "$killed" --argjson survived "$survived" \
    '{killed: $killed, survived: $survived, mutants: [inputs | capture("^(?<id>[^ ]+) (?<verdict>.*)$")]}' \
    "$out/all.txt" >"$out/summary.json"
echo "sabotage: $killed killed, $survived survived"
[ "$survived" -eq 0 ] && [ "$killed" -gt 0 ]
