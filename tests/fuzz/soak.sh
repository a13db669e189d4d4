#!/usr/bin/env bash
# 10^8 executions of the fuzz targets: soak.sh [JOBS]. Nine tenths are of inputs up to 100 bytes, the rest of any length; the second
# part goes on with the corpus of the first. Writes build/fuzz/soak.json and soak.log. Environment: EXECUTIONS (100000000).
# Exit code 0: all were made, without a finding.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build} executions=${EXECUTIONS:-100000000} jobs=${1:-2}
[[ $executions =~ ^[1-9][0-9]*$ && $jobs =~ ^[1-9][0-9]*$ ]] || { echo "soak: usage: soak.sh [JOBS], EXECUTIONS a number" >&2; exit 2; }
mkdir -p "$build/fuzz"
out=$build/fuzz/soak
part() { # name, options...
    local name=$1
    shift
    tests/fuzz/run.sh --jobs "$jobs" "$@" || return
    cp "$build/fuzz/libfuzzer/summary.json" "$out.$name"
}
rm -f "$out".{short,long,json}
{
    part short --executions $((executions - executions / 10)) --longest 100 &&
        part long --executions $((executions / 10 + 100)) --keep
} 2>&1 | tee "$out.log"
[[ ${PIPESTATUS[0]} -eq 0 ]] || exit 1
jq -n --arg commit "$(git describe --always --dirty 2>/dev/null)" --slurpfile short "$out.short" --slurpfile long "$out.long" '
    [$short[0], $long[0]] as $parts
    | { commit: $commit, executions: ($parts | map(.executions) | add), findings: ($parts | map(.findings) | add),
        targets: ([$parts[].targets[]] | group_by(.target) | map({target: .[0].target, executions: (map(.executions) | add),
            seconds: (map(.seconds) | add), findings: (map(.findings) | add), reached: (map(.reached) | max)})) }' >"$out.json.part" &&
    mv "$out.json.part" "$out.json" || exit 1
jq -r '"soak: \(.executions) executions, \(.findings) findings"' "$out.json" | tee -a "$out.log"
