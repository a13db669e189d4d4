#!/usr/bin/env bash
# Summary of the mutants in a list (lines of list.sh): sum_up.sh LIST. Environment: LAYERS. See run.sh.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/mutants/common.sh disable=SC1091
. tests/mutants/common.sh
list=$1
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
for layer in ${LAYERS//,/ }; do
    find "$mutants_out/results/$layer" -name '*.json' -print0 2>/dev/null | xargs -0 -r cat
done >"$work/results"
awk -F '\t' '!/^#/ && NF' "$mutants_dir/equivalent.tsv" >"$work/equivalent"
awk -F '\t' 'NF != 2 || $2 == "" { print "equivalent.tsv: not an id and a reason: " $0; bad = 1 } END { exit bad }' "$work/equivalent" >&2 || exit 2
jq -n --rawfile list "$list" --rawfile equivalent "$work/equivalent" --arg layers "$LAYERS" --slurpfile results "$work/results" '
    def rows($t): $t | split("\n") | map(select(. != "") | split("\t"));
    ($layers | split(",")) as $order
    | (rows($equivalent) | map({key: .[0], value: .[1]}) | from_entries) as $reasons
    | ($results | group_by(.id) | map({key: .[0].id, value: .}) | from_entries) as $of
    | rows($list) | map({id: .[0], file: .[1], line: (.[2] | tonumber), function: .[3], kind: .[4], original: .[7], replacement: .[8]}
        | ($of[.id] // []) as $r
        | .layers = ($r | map({key: .layer, value: {verdict, by, seconds, kept: (.kept // false)}}) | from_entries)
        | .code = (([$r[].code] | map(select(. != "")))[0] // "")
        | [$r[].verdict] as $v
        | .verdict = (if ($v | index("same code")) then "same code" elif ($v | index("does not compile")) then "does not compile"
            elif ($v | index("killed")) then "killed"
            elif $reasons[.id] then "equivalent"
            elif ($r | length) == 0 then "missing" elif ($v | index("failed")) then "failed" elif ($v | index("undecided")) then "undecided"
            elif ($r | length) < ($order | length) then "missing" else "survived" end)
        | if .verdict == "equivalent" then .reason = $reasons[.id] else . end) as $m
    | ($m | map(select(.verdict | IN("same code", "does not compile", "equivalent") | not))) as $counted
    | { layers: $order, mutants: ($m | length), counted: ($counted | length),
        distinct: ($counted | map(.file + .code) | unique | length),
        same_code: ($m | map(select(.verdict == "same code")) | length),
        does_not_compile: ($m | map(select(.verdict == "does not compile")) | length),
        excused_but_killed: [$m[] | select($reasons[.id] and (.layers.unit.verdict == "killed" or .layers.oracle.verdict == "killed")) | .id],
        equivalent: ($m | map(select(.verdict == "equivalent")) | length),
        killed: ($m | map(select(.verdict == "killed")) | length),
        results: ($m | map(.layers | length) | add // 0), kept_results: ($m | map(.layers | map(select(.kept)) | length) | add // 0),
        killed_by: ($order | map(. as $l | {key: $l, value: ($m | map(select(.layers[$l].verdict == "killed")) | length)}) | from_entries),
        killed_by_proof_or_bmc: ($m | map(select(.layers.wp.verdict == "killed" or .layers.bmc.verdict == "killed")) | length),
        survived: ($m | map(select(.verdict == "survived")) | length), undecided: ($m | map(select(.verdict == "undecided")) | length),
        missing: ($m | map(select(.verdict == "missing")) | length), failed: ($m | map(select(.verdict == "failed")) | length),
        by_kind: ($counted | group_by(.kind) | map({key: .[0].kind, value: {mutants: length, killed: (map(select(.verdict == "killed")) | length)}}) | from_entries),
        by_file: ($counted | group_by(.file) | map({key: .[0].file, value: {mutants: length, killed: (map(select(.verdict == "killed")) | length)}}) | from_entries),
        not_killed: ($m | map(select(.verdict | IN("survived", "undecided", "failed", "equivalent")))) }' >"$mutants_out/summary.json.part" &&
    mv "$mutants_out/summary.json.part" "$mutants_out/summary.json" || exit 3

# The report names every one that is left, as a difference.
jq -r '"\(.mutants) mutants, \(.same_code) with the same machine code, \(.does_not_compile) that do not compile, \(.equivalent) equivalent (equivalent.tsv)",
    "\(.counted) counted (\(.distinct) distinct): \(.killed) killed, \(.survived) survived, \(.undecided) undecided, \(.failed) failed, \(.missing) without result",
    "killed by: " + (.killed_by | to_entries | map("\(.key) \(.value)") | join(", ")),
    (.by_kind | to_entries[] | "  \(.key): \(.value.killed) of \(.value.mutants)"),
    (.by_file | to_entries[] | "  \(.key): \(.value.killed) of \(.value.mutants)"),
    (.not_killed[] | "\n\(.verdict): \(.id)\(if .reason then ": " + .reason else "" end)\n  \(.file):\(.line) in \(.function)\n  - \(.original)\n  + \(.replacement)",
        (.layers | to_entries[] | select(.value.by != "") | "  \(.key): \(.value.by)"))' "$mutants_out/summary.json" >"$mutants_out/report.txt"
sed -n 1,3p "$mutants_out/report.txt"
jq -r '"mutants: \(.killed) killed, \(.survived + .undecided) not, of \(.counted)"' "$mutants_out/summary.json"
case $(jq -r 'if .failed + .missing > 0 or .counted == 0 then 3 elif (.excused_but_killed | length) > 0 then 4 elif .survived + .undecided > 0 then 1 else 0 end' "$mutants_out/summary.json") in
0) exit 0 ;;
4) jq -r '.excused_but_killed[] | "equivalent.tsv excuses \(.), which is killed"' "$mutants_out/summary.json"; exit 1 ;;
1) jq -r '.not_killed[] | select(.verdict | IN("survived", "undecided")) | "\(.verdict): \(.id) \(.file):\(.line): \(.original) -> \(.replacement)"' "$mutants_out/summary.json" | head -n 40; exit 1 ;;
*) exit 3 ;;
esac
