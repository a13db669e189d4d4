#!/usr/bin/env bash
# Can the fuzz targets find anything? Plants one fault for each of them in a copy of the tree and fuzzes that: every target must find
# its fault. selftest.sh [SECONDS per target (60)]. The last line counts; exit code 0: all found, 1: not so, 3: it cannot be tried.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
seconds=${1:-60} build=${BUILD:-build}
tree=$build/fuzz/selftest
rm -rf "$tree" && mkdir -p "$tree/tests"
cp -r Makefile spec model harness include counterexamples "$tree/" && cp -r tests/fuzz "$tree/tests/" || exit 3

# target, file, text, replacement, what the fault is
faults() {
    cat <<'END'
trace	harness/trace/operation_text.c	fprintf(out, " %u", o->repeat);	fprintf(out, " %u", o->repeat + 1u);	what is written of repeated words is read as one more
claims	harness/audit/claims_read.c	free(c->region[i].area);	(void)0;	a list of every region leaks
input	harness/audit/input/dmar.c	if (length < 6 || length > end - offset)	if (length < 6)	scopes may end behind their structure
exec	harness/targets/exec_answer.c	snprintf(why, sizeof why, "asked '%.120s'	snprintf(why, sizeof why, "it said '%.120s'	a target is refused without what it had been asked
unit	model/queue.c	io->queue.head = vtd_queue_next(&io->queue);	io->queue.head = vtd_queue_next(&io->queue) + 4u;	the head moves by less than a descriptor more
session	harness/targets/example/unit.c	if (u->bug == BUG_WRONG_SOURCE &&	if (1 &&	the target records the wrong requester
state	harness/state/state_parse.c	if (strncmp(r->at, line, length) != 0) {	if (strncmp(r->at, line, length / 2) != 0) {	only half a line of a state file is compared with its one spelling
tables	harness/audit/witness.c	w.confirmed = result.allowed &&	w.confirmed = !result.allowed &&	witnesses that the model refuses count as confirmed
END
}

# The first place of a text in a file becomes another text.
replace() { # file, text, replacement
    FIND=$2 PUT=$3 awk 'BEGIN { RS = "\001"; find = ENVIRON["FIND"] }
        { at = index($0, find); if (!at) exit 1
          printf "%s%s%s", substr($0, 1, at - 1), ENVIRON["PUT"], substr($0, at + length(find)) }' "$1" >"$1.new" && mv "$1.new" "$1"
}

passed=0
failed=0
while IFS=$'\t' read -r name file text put why; do
    replace "$tree/$file" "$text" "$put" || { echo "FAILED: fuzz_$name: the fault could not be planted: $why"; failed=$((failed + 1)); }
done < <(faults)
(cd "$tree" && BUILD=build tests/fuzz/run.sh --seconds "$seconds" --jobs 2) >"$tree/log" 2>&1
[[ $? -ne 3 && -s $tree/build/fuzz/libfuzzer/summary.json ]] || { tail -n 20 "$tree/log"; exit 3; }
while IFS=$'\t' read -r name _ _ _ why; do
    if jq -e --arg n "$name" '.targets[] | select(.target == $n) | .findings > 0' "$tree/build/fuzz/libfuzzer/summary.json" >/dev/null; then
        passed=$((passed + 1))
        echo "fuzz_$name found that $why, after $(jq --arg n "$name" '.targets[] | select(.target == $n).executions' "$tree/build/fuzz/libfuzzer/summary.json") executions"
    else
        failed=$((failed + 1))
        echo "FAILED: fuzz_$name did not find that $why"
    fi
done < <(faults)
echo "fuzz self test: $passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
