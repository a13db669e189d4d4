#!/usr/bin/env bash
# The main job: prove the model, judge QEMU with it, one table, the exit code is the truth.
# main_job.sh CASES JOBS CACHE
set -uo pipefail
cases=$1 jobs=$2 cache=$3
make --no-print-directory prove CACHE="$cache" JOBS="$jobs"
proved=$?
build/iommu-oracle check --target qemu --config all --cases "$cases" --json build/check.json --save build/new-cases
judged=$?
make --no-print-directory bmc
checked=$?
verdict() { if [ "$1" -eq 0 ]; then echo "$2"; else echo "$3"; fi; }
field() { jq -r "$2 // \"?\"" "$1" 2>/dev/null || echo '?'; }
p=build/proofs/summary.json c=build/check.json b=build/bmc/summary.json
echo
echo '+---------+-----------------------------------------------------------------+'
printf '| proofs  | %-63s |\n' "$(verdict "$proved" "all $(field $p .proved) goals of $(field $p .functions) functions proved" 'NOT ALL PROVED')"
printf '|         | %-63s |\n' "$(field $p .smoke_tests) smoke tests, $(field $p .smoke_failures) failed; axioms $(field $p .axioms); cached $(field $p .cached)"
printf '| QEMU    | %-63s |\n' "$(field $c .dma) DMAs, $(field $c .interrupts) interrupts judged, $(field $c .dma_per_second) DMAs/s"
printf '|         | %-63s |\n' "$(field $c .sessions.judged) sessions, $(field $c .sessions.operations) operations on whole units judged"
printf '|         | %-63s |\n' "$(verdict "$judged" "$(field $c '(.ledger | length)') known deviations reproduced, no other difference" "exit $judged: differences not in the ledger, or target failed")"
printf '| bounded | %-63s |\n' "$(field $b .checks.hold) of $(field $b .checks.jobs) properties hold, $(field $b .covers.reached) of $(field $b .covers.jobs) covered"
printf '|         | %-63s |\n' "$(verdict "$checked" "$(field $b .mutants.killed) of $(field $b .mutants.all) mutants found, $(field $b .disagreements) disagreements" "exit $checked: build/bmc/summary.json says where")"
printf '| verdict | %-63s |\n' "$(verdict $((proved + judged + checked)) 'PASS' 'FAIL')"
echo '+---------+-----------------------------------------------------------------+'
[ "$proved" -eq 0 ] && [ "$judged" -eq 0 ] && [ "$checked" -eq 0 ]
