#!/usr/bin/env bash
# One job, independent of all others: job.sh check|cover NAME[.VARIANT], or job.sh mutant LINE of mutants.tsv.
# Reads the project's files, writes build/bmc/jobs/KIND-NAME/: result.json, log, choices (a counterexample). Exit code
# 0: as expected (holds, every cover point reached, mutant found); otherwise that of the engine (see README.md).
# shellcheck disable=SC2154 # bmc_...: common.sh
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=proofs/bmc/common.sh disable=SC1091
. proofs/bmc/common.sh
[[ $# -eq 2 ]] || fail 2 "usage: job.sh check|cover NAME[.VARIANT] | mutant LINE"
kind=$1 name=$2 what='' changed='' expression='' expected=0
started=$(date +%s.%N)
dir=$bmc_out/jobs/$kind-$name
rm -rf "$dir"
mkdir -p "$dir"

# Wrong input: said on standard error and in the result.
give_up() {
    jq -n --arg kind "$kind" --arg job "$name" --arg log "$1" '{ $kind, $job, property: ($job | split(".")[0]), ok: false,
        code: 2, verdict: "bad input", seconds: 0, $log }' >"$dir/result.json"
    fail 2 "$1"
}

# A mutant: a copy of one file, changed.
if [[ $kind == mutant ]]; then
    IFS=$'\t' read -r name changed expression what < <(sed -n "$2p" "${BMC_MUTANTS:-$bmc_dir/mutants.tsv}")
    [[ -n ${what:-} && -f $changed ]] || give_up "mutants.tsv:$2: not property, file, sed expression, what it breaks"
    export BMC_OVERLAY=$dir/overlay
    mkdir -p "$(dirname "$BMC_OVERLAY/$changed")"
    sed -e "$expression" "$changed" >"$BMC_OVERLAY/$changed" || give_up "mutants.tsv:$2: bad sed expression"
    ! cmp -s "$changed" "$BMC_OVERLAY/$changed" || give_up "mutants.tsv:$2: the expression does not change $changed"
    expected=1
fi
file=$(property_file "$name")
[[ -f $file ]] || give_up "$file: no such property"
if [[ $name != *.* ]]; then
    name=$(jobs_of "$file" | head -n 1)
fi
defines_of "$file" "$name" >/dev/null || give_up "$file: no variant ${name#*.}"
export BMC_JOB=$name
BMC_HASH=$(headers_hash)
export BMC_HASH

# The engine on the linked bitcode; its exit code is the job's.
run() {
    local listed options
    listed=$(objects bc "$name") || return $?
    # shellcheck disable=SC2086 # a list of files
    "${BMC_LINK:-llvm-link-14}" -o "$dir/program.bc" $listed || return 3
    options=(--backends "$(setting "$file" backends cadical)" --timeout "${BMC_TIMEOUT:-$(setting "$file" timeout 60)}"
        --unwind "$(setting "$file" unwind 64)" --second "${BMC_SECOND:-5}" --json "$dir/engine.json"
        --choices "$dir/choices" --replay "$bmc_dir/replay.sh")
    [[ $kind == check ]] || options+=(--second 0)
    [[ $kind != cover ]] || options+=(--cover)
    "$bmc_engine" "${options[@]}" "$dir/program.bc"
}
run >"$dir/log" 2>&1
code=$?
rm -rf "$dir/program.bc" "$dir/overlay"
# Processor time of everything that was started here, in seconds.
times >"$dir/times"
used=$(awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); sum += t[1] * 60 + t[2] } printf "%.2f", sum }' "$dir/times")
rm -f "$dir/times"
[[ -f $dir/engine.json ]] || echo '{}' >"$dir/engine.json"
ok=false
[[ $code -ne $expected ]] || ok=true

jq -n --slurpfile engine "$dir/engine.json" --arg kind "$kind" --arg job "$name" --arg line "$2" --argjson ok $ok \
    --argjson code $code --arg started "$started" --argjson used "${used:-0}" --arg ended "$(date +%s.%N)" --arg changed "$changed" \
    --arg expression "$expression" --arg what "$what" --arg log "$(tail -n 5 "$dir/log")" \
    --arg choices "$([[ ! -f $dir/choices ]] || echo "$dir/choices")" --arg mode "$(setting "$file" mode reset)" \
    --arg geometry "$(setting "$file" geometry '')" --arg depth "$(setting "$file" depth '')" '
    ["holds", "violated", "bad input", "failed", "unsupported", "undecided", "unwinding", "disagree", "no replay",
     "not covered"] as $names |
    { $kind, $job, property: ($job | split(".")[0]), $mode, $geometry, depth: ($depth | tonumber? // null), $ok, $code,
      verdict: (if $kind == "cover" and $code == 0 then "covered" else $names[$code] // "crashed" end),
      seconds: ((($ended | tonumber) - ($started | tonumber)) * 100 | round / 100), processor_seconds: $used,
      backends: ($engine[0].backends // []), findings: ($engine[0].findings // []), engine: ($engine[0] | del(.backends, .findings)) }
    + (if $choices != "" then {$choices} else {} end)
    + (if $ok then {} else {$log} end)
    + (if $kind == "mutant" then {mutant: {line: ($line | tonumber), file: $changed, $expression, breaks: $what}} else {} end)
    ' >"$dir/result.json.part" && mv "$dir/result.json.part" "$dir/result.json"
rm -f "$dir/engine.json"
[[ $ok == false ]] || exit 0
[[ $code -ne 0 ]] || exit 1 # a mutant that survives
exit $code
