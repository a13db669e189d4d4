#!/usr/bin/env bash
# 10^8 executions of the fuzz targets: soak.sh [JOBS]. Nine tenths are of inputs up to 100 bytes, the rest of any length, which goes
# on with the corpus of the first part. What was done with the same program is not done again, so that an interrupted soak goes on.
# Writes build/fuzz/soak.json, and a line for each part to soak.log. Environment: EXECUTIONS (100000000).
# Exit code 0: all were made, without a finding; 1: not so; 2: bad usage; 3: something does not compile.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build} executions=${EXECUTIONS:-100000000} jobs=${1:-2}
[[ $executions =~ ^[1-9][0-9]*$ && $jobs =~ ^[1-9][0-9]*$ ]] || { echo "soak: usage: soak.sh [JOBS], EXECUTIONS a number" >&2; exit 2; }
out=$build/fuzz/soak
mkdir -p "$out"
tests/fuzz/run.sh --compile || exit 3
names=$(basename -a tests/fuzz/fuzz_*.c | sed 's/^fuzz_\(.*\)\.c$/\1/')

one() { # short|long, target, options...
    local result=$out/$1.$2.json program
    program=$(sha256sum <"$build/fuzz/libfuzzer/fuzz_$2" | cut -c 1-24)
    if ! jq -e --arg p "$program" --argjson e "$executions" '.program == $p and .asked == $e and .findings == 0' "$result" >/dev/null 2>&1; then
        BUILD=$build tests/fuzz/run.sh --jobs 1 "${@:3}" "$2" >"$out/$1.$2.log" 2>&1
        jq --arg p "$program" --arg part "$1" --argjson e "$executions" '.targets[0] + {part: $part, program: $p, asked: $e}' \
            "$build/fuzz/libfuzzer/summary.$2.json" >"$result.part" && mv "$result.part" "$result" || return 1
    fi
    jq -r '"soak, \(.part) inputs: fuzz_\(.target): \(.executions) executions in \(.seconds) s, \(.findings) findings"' "$result"
    [[ $(jq .findings "$result") -eq 0 ]] || { tail -n 30 "$out/$1.$2.log"; return 1; }
}

target() { # both parts of one
    one short "$1" --executions $((executions - executions / 10)) --longest 100 &&
        one long "$1" --executions $((executions / 10 + 100)) --keep
}

bad=0
{
    running=0
    for name in $names; do
        target "$name" &
        running=$((running + 1))
        if [[ $running -ge $jobs ]]; then
            wait -n || bad=1
            running=$((running - 1))
        fi
    done
    while [[ $running -gt 0 ]]; do
        wait -n || bad=1
        running=$((running - 1))
    done
} > >(tee "$out.log")
jq -s --arg commit "$(git describe --always --dirty 2>/dev/null)" '
    { commit: $commit, executions: (map(.executions) | add), findings: (map(.findings) | add),
      targets: (group_by(.target) | map({target: .[0].target, executions: (map(.executions) | add), seconds: (map(.seconds) | add),
          findings: (map(.findings) | add), reached: (map(.reached) | max)})) }' "$out"/*.json >"$out.json.part" &&
    mv "$out.json.part" "$out.json" || exit 1
jq -r '"soak: \(.executions) executions, \(.findings) findings"' "$out.json" | tee -a "$out.log"
[[ $bad -eq 0 ]] && jq -e --argjson e "$executions" '.findings == 0 and .executions >= $e' "$out.json" >/dev/null
