#!/usr/bin/env bash
# What the oracle does when the world fails: targets that die, hang or flood, full disks, read-only directories, signals at
# any moment, no memory. Every command must end with a documented exit code (0, 1, 2, 3), say what happened, leave no
# FILE.part and no half-written file, and no process. run.sh [PATTERN]: only faults whose name contains PATTERN.
# Environment: SEED of the moments (1), MOMENTS of signals (50). Writes build/faults/table.txt and summary.json.
# Exit code 0 only if every case is as it should be. The last line counts.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
oracle=${ORACLE:-$PWD/build/iommu-oracle}
only=${1:-}
out=build/faults
work=$(mktemp -d)
marker=faults_$$
full=''
finish() {
    [[ -z $full ]] || umount "$full" 2>/dev/null
    chmod -R u+w "$work"
    rm -rf "$work"
}
trap finish EXIT
mkdir -p "$out" "$work/run"
: >"$work/table"
export FAULTS_MARKER=$marker
bad_target=tests/cli/bad_target.sh

# Everything that a case leaves behind, checked; one line of the table: judge FAULT CODE EXPECTED TEXT COMMAND
# EXPECTED: exit codes that are right. TEXT: what the output must contain (a pattern of grep -E).
judge() {
    local fault=$1 code=$2 expected=$3 text=$4 command=$5 wrong='' file
    [[ " $expected " == *" $code "* ]] || wrong+=" exit code $code, expected $expected;"
    [[ -z $text ]] || grep -qiE -- "$text" "$work/log" || wrong+=" does not say '$text';"
    [[ $code -eq 0 || -s $work/log ]] || wrong+=" no message;"
    [[ -z $(find "$work/run" ${full:+"$full"} -name '*.part' 2>/dev/null) ]] || wrong+=" a .part file is left;"
    while read -r file; do
        case $file in
        *.json) jq empty "$file" 2>/dev/null && [[ -s $file ]] || wrong+=" ${file##*/} is no JSON;" ;;
        *.trace) "$oracle" explain "$file" >/dev/null 2>&1 || wrong+=" ${file##*/} cannot be read;" ;;
        esac
    done < <(find "$work/run" ${full:+"$full"} -type f 2>/dev/null)
    # Processes that were started under this one say so in their environment.
    if [[ -n $(left_behind) ]]; then
        sleep 1 # perhaps it is about to end
        [[ -z $(left_behind) ]] || { wrong+=" a process is left;"; left_behind | xargs -r kill -KILL 2>/dev/null; }
    fi
    printf '%s\t%s\t%s\t%s\n' "$fault" "$command" "$code" "${wrong:-ok}" >>"$work/table"
    [[ -z $wrong ]] || { echo "FAILED: $fault: $command:$wrong"; head -c 600 "$work/log" | sed 's/^/    /' | tail -n 4; }
}

# Processes of the case that are still there: direct ones are waited for, so these are children of children.
left_behind() {
    local p
    for p in /proc/[0-9]*; do
        [[ ${p#/proc/} -eq $$ || ${p#/proc/} -eq $BASHPID ]] && continue
        grep -qz "^FAULTS_CASE=$marker\$" "$p/environ" 2>/dev/null && grep -q '^State:[[:space:]]*[^Z]' "$p/status" 2>/dev/null && echo "${p#/proc/}"
    done
}

wanted() { [[ -z $only || $1 == *"$only"* ]]; }

# Run it and judge: try FAULT EXPECTED TEXT ARGUMENTS of the oracle...
try() {
    local fault=$1 expected=$2 text=$3
    shift 3
    wanted "$fault" || return 0
    rm -rf "$work/run" && mkdir "$work/run"
    FAULTS_CASE=$marker timeout 120 "$oracle" "$@" >"$work/log" 2>&1 </dev/null
    judge "$fault" $? "$expected" "$text" "$*"
}

. tests/faults/targets.sh
. tests/faults/files.sh
. tests/faults/signals.sh
. tests/faults/memory.sh

awk -F '\t' '{ printf "%-34s %-4s %-4s %s\n", $1, $3, $4 == "ok" ? "ok" : "BAD", $2; if ($4 != "ok") print "    " $4 }' "$work/table" |
    sed "s|$work|WORK|g" >"$out/table.txt"
jq -R -n --argjson seed "${SEED:-1}" '[inputs | split("\t") | {fault: .[0], command: .[1], exit: (.[2] | tonumber), verdict: .[3]}]
    | {seed: $seed, cases: length, bad: map(select(.verdict != "ok")) | length, faults: (map(.fault) | unique | length), table: .}' \
    "$work/table" | sed "s|$work|WORK|g" >"$out/summary.json.part" && mv "$out/summary.json.part" "$out/summary.json"
passed=$(grep -c $'\tok$' "$work/table")
failed=$(grep -vc $'\tok$' "$work/table")
echo "faults: $passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
