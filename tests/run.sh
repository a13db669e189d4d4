#!/usr/bin/env bash
# Every test: unit tests, command line, replay of counterexamples, a short live run against QEMU, the proofs
# (reusing earlier results where nothing changed). The last line counts them.
set -uo pipefail
passed=0
failed=0
skipped=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED: $1"; }

check() { # name, command...
    local name=$1
    shift
    if "$@" >build/test.log 2>&1; then ok; else bad "$name"; tail -n 20 build/test.log; fi
}

unit=$(make --no-print-directory unit 2>&1 | tail -n 1)
echo "$unit"
if [[ $unit =~ ^unit\ tests:\ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
else
    bad "unit tests did not run"
fi

cli=$(tests/cli/run.sh)
echo "$cli"
cli=$(tail -n 1 <<<"$cli")
if [[ $cli =~ ^command\ line:\ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
else
    bad "command line tests did not run"
fi

guests=$(tests/audit/guests.sh)
echo "$guests"
guests=$(tail -n 1 <<<"$guests")
if [[ $guests =~ ^guests:\ ([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
else
    bad "the recorded guests were not audited"
fi

check "evidence table" tests/evidence.sh

check "output formats" tests/output.sh
check "library" tests/library/run.sh
check "fuzzed parsers, protocol, unit, judge" tests/fuzz/run.sh --seconds 5
check "fuzz targets find planted faults" tests/fuzz/selftest.sh 60
check "audit command" tests/audit/run.sh
check "chaos: the legal is not accused" make --no-print-directory chaos
check "accuse: every mutant is accused" make --no-print-directory accuse
check "mutants of the model, a sample" tests/mutants/run.sh --layers unit --sample 40
check "faults around the oracle" tests/faults/run.sh
check "contracts at run time" make --no-print-directory runtime OPERATIONS=20000
check "bounded model checking, quick half" make --no-print-directory bmc-test

traces=0
for trace in counterexamples/*.trace; do
    check "replay $trace" build/iommu-oracle replay "$trace"
    traces=$((traces + 1))
done
echo "counterexamples: $traces replayed"

if command -v qemu-system-x86_64 >/dev/null; then
    check "live QEMU" build/iommu-oracle check --config all --cases 30000 --json build/test-check.json
    sed -n '/^judged/p; /^[A-Z]*: /p' build/test.log
else
    skipped=$((skipped + 1))
    echo "live QEMU: skipped, qemu-system-x86_64 is not installed"
fi

if make --no-print-directory prove; then ok; else bad "proofs"; fi
check "meta-checks" tests/meta.sh
check "meta-checks notice each damage" tests/meta_selftest.sh
check "trace" tests/trace/run.sh

browser=$(tests/trace/browser.sh)
echo "$browser"
browser=$(tail -n 1 <<<"$browser")
if [[ $browser =~ ^browser:\ ([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    skipped=$((skipped + BASH_REMATCH[3]))
else
    bad "the page of the trace was not tested"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
