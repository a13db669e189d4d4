#!/usr/bin/env bash
# Check properties and mutants: run.sh [-p NAME[.VARIANT]] [-q] [-j N] [-m N] [-l] [-w COMMAND]
#   -p  only this property: its jobs and its mutants      -q  only properties marked quick, no mutants
#   -j  jobs at a time (2)    -k KIND  only check, cover or mutant jobs    -l  list the jobs and stop
#   -w  do not run anything, only sum up what jobs elsewhere have left in build/bmc/jobs
# Writes build/bmc/summary.json and build/bmc/junit.xml. Exit code 0: everything as expected; 1: not; 2: usage;
# 3: a tool is missing or failed; else the engine's code of the first job that went wrong (README.md).
# shellcheck disable=SC2154 # bmc_...: common.sh
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=proofs/bmc/common.sh disable=SC1091
. proofs/bmc/common.sh
only='' quick=false at_once=${BMC_JOBS:-2} kinds='' list=false sum_up=false
while getopts p:qj:k:lw option; do
    case $option in
    p) only=$OPTARG ;;
    q) quick=true ;;
    j) at_once=$OPTARG ;;
    k) kinds=$OPTARG ;;
    l) list=true ;;
    w) sum_up=true ;;
    *) fail 2 "see the head of run.sh" ;;
    esac
done

# Does -p ask for this job?
asked_for() { # job
    [[ -z $only || $1 == "$only" || ${1%%.*} == "$only" ]]
}

of_kind() {
    [[ -z $kinds || $kinds == "$1" ]]
}

# A property that was forgotten must not look like one that holds. native.c is what properties are linked with elsewhere.
for file in "${BMC_PROPERTIES:-$bmc_dir/properties}"/*.c; do
    [[ ! -f $file || ${file##*/} == native.c || -n $(header "$file" mode) ]] || grep -q '^/\* Not run (no mode)' "$file" ||
        fail 2 "$file: neither a mode nor a line 'Not run (no mode)'"
done

# Lines "kind name": the slow ones (those with the longest time limit) first.
list_jobs() {
    local file job line property rest
    for file in "${BMC_PROPERTIES:-$bmc_dir/properties}"/*.c; do
        [[ -f $file && -n $(header "$file" mode) ]] || continue
        [[ $quick == false || $(setting "$file" quick no) == yes ]] || continue
        for job in $(jobs_of "$file"); do
            asked_for "$job" || continue
            ! of_kind check || echo "$(setting "$file" timeout 60) check $job"
            ! of_kind cover || [[ $(setting "$file" cover no) != yes ]] || echo "$(setting "$file" timeout 60) cover $job"
        done
    done
    line=0
    while IFS=$'\t' read -r property rest; do
        line=$((line + 1))
        [[ $quick == false && -n $property && $property != \#* ]] || continue
        asked_for "$property" || continue
        ! of_kind mutant || echo "30 mutant $line"
    done <"${BMC_MUTANTS:-$bmc_dir/mutants.tsv}"
}
jobs=$(list_jobs | sort -k1,1nr -s | cut -d' ' -f2-)
[[ -n $jobs ]] || fail 2 "no job${only:+ is called $only}"
[[ $list == false ]] || { echo "$jobs"; exit 0; }

# A result of its own for a job that left none: killed, or wrong from the start.
without_result() {
    while read -r kind name; do
        [[ -f $bmc_out/jobs/$kind-$name/result.json ]] && continue
        mkdir -p "$bmc_out/jobs/$kind-$name"
        jq -n --arg kind "$kind" --arg job "$name" '{ $kind, $job, property: ($job | split(".")[0]), ok: false, code: 3,
            verdict: "failed", seconds: 0, log: "the job left no result" }' >"$bmc_out/jobs/$kind-$name/result.json"
    done <<<"$jobs"
}

started=$(date +%s)
mkdir -p "$bmc_out/jobs"
if [[ $sum_up == false ]]; then
    for tool in "$bmc_engine" "$bmc_clang" llvm-link-14 boolector jq parallel; do
        command -v "$tool" >/dev/null || fail 3 "$tool is missing: make deps, make build/bmc/bmc"
    done
    while read -r kind name; do
        rm -f "$bmc_out/jobs/$kind-$name/result.json"
    done <<<"$jobs"
    # shellcheck disable=SC2016 # for the shell that parallel starts
    parallel --will-cite -j "$at_once" --colsep ' ' --joblog "$bmc_out/joblog" \
        "$bmc_dir/job.sh {1} {2}; "'code=$?; echo {1} {2}: $code; exit $code' <<<"$jobs" >"$bmc_out/progress" 2>&1
fi
without_result
while read -r kind name; do
    cat "$bmc_out/jobs/$kind-$name/result.json"
done <<<"$jobs" | jq -s --argjson seconds "$(($(date +%s) - started))" '
    { ok: all(.ok), seconds: $seconds, processor_seconds: (map(.processor_seconds // 0) | add | round),
      checks: (map(select(.kind == "check")) | { jobs: length, hold: (map(select(.ok)) | length),
          induction: (map(select(.ok and .mode == "induction")) | length) }),
      covers: (map(select(.kind == "cover")) | { jobs: length, reached: (map(select(.ok)) | length) }),
      mutants: (map(select(.kind == "mutant")) | { all: length, killed: (map(select(.ok)) | length) }),
      disagreements: (map(select(.code == 7)) | length), not_replayed: (map(select(.code == 8)) | length),
      decided_by_more_than_one: (map(select(.kind == "check" and ((.backends // []) | map(select(.reachable != "none").name) | unique | length) > 1)) | length),
      jobs: . }' >"$bmc_out/summary.json.part" && mv "$bmc_out/summary.json.part" "$bmc_out/summary.json"

jq -r '"<testsuites><testsuite name=\"bmc\" tests=\"\(.jobs | length)\" failures=\"\([.jobs[] | select(.ok | not)] | length)\" time=\"\(.seconds)\">",
    (.jobs[] | "<testcase classname=\"bmc.\(.kind)\" name=\"\(.job)\(if .mutant then " line \(.mutant.line): \(.mutant.breaks)" else "" end | @html)\" time=\"\(.seconds)\">" +
        (if .ok then "" else "<failure message=\"\(.verdict | @html)\">\(.log // "" | @html)</failure>" end) + "</testcase>"),
    "</testsuite></testsuites>"' "$bmc_out/summary.json" >"$bmc_out/junit.xml.part" && mv "$bmc_out/junit.xml.part" "$bmc_out/junit.xml"

jq -r '(.jobs[] | select(.ok | not) | "\(.kind) \(.job)\(if .mutant then " (mutants.tsv:\(.mutant.line), \(.mutant.breaks))" else "" end): \(if .kind == "mutant" and .verdict == "holds" then "survives" else .verdict end), \(.seconds) s\n\(.log // "" | split("\n") | map("    " + .) | join("\n"))"),
    "bmc: \(.checks.hold) of \(.checks.jobs) properties hold (\(.checks.induction) by induction), \(.covers.reached) of \(.covers.jobs) covered, \(.mutants.killed) of \(.mutants.all) mutants found; \(.disagreements) disagreements, \(.not_replayed) not replayed; \(.seconds) s, \(.processor_seconds) s of processor time"' \
    "$bmc_out/summary.json"
exit "$(jq '[.jobs[] | select(.ok | not) | if .code == 0 then 1 else .code end][0] // 0' "$bmc_out/summary.json")"
