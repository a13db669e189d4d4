#!/usr/bin/env bash
# The checker's own tests: random terms, lying back ends, small programs with known verdicts. SEED=, ROUNDS= for the
# random terms. Exit code 0: all as they should be.
set -uo pipefail
cd "$(dirname "$0")/../../.." || exit 2
wrong=0
build/bmc/test_terms "${SEED:-1}" "${ROUNDS:-200}" || wrong=1
build/bmc/test_decide || wrong=1
proofs/bmc/engine_tests/programs.sh || wrong=1
exit $wrong
