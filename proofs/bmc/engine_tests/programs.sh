#!/usr/bin/env bash
# Small programs with known verdicts: programs.sh [NAME...]. Each says in its first lines with which code a check must
# end ("code", and "cover-code" for the cover run) and what must be said ("finds"). Exit code 0: all do.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../../.." || exit 2
export BMC_PROPERTIES=proofs/bmc/engine_tests/programs BMC_OUT=${BMC_OUT:-build/bmc/engine_tests}
export BMC_ENGINE=${BMC_ENGINE:-build/bmc/bmc} BMC_GEN=build/gen
wrong=0 count=0
# shellcheck source=proofs/bmc/common.sh disable=SC1091
. proofs/bmc/common.sh

expect() { # kind job code text
    local code=0 log=$BMC_OUT/jobs/$1-$2/log
    proofs/bmc/job.sh "$1" "$2" || code=$?
    count=$((count + 1))
    if [[ $code -ne $3 ]]; then
        echo "$2 ($1): exit code $code, not $3: $(tail -n 2 "$log")"
        wrong=$((wrong + 1))
    elif [[ -n $4 ]] && ! grep -qF -- "$4" "$log"; then
        echo "$2 ($1): does not say '$4': $(tail -n 2 "$log")"
        wrong=$((wrong + 1))
    fi
}

for file in "$BMC_PROPERTIES"/*.c; do
    name=$(basename "$file" .c)
    [[ $# -eq 0 || " $* " == *" $name "* ]] || continue
    first=$(jobs_of "$file" | head -n 1)
    expect check "$first" "$(setting "$file" code 0)" "$(setting "$file" finds '')"
    [[ $(setting "$file" cover no) != yes ]] || expect cover "$first" "$(setting "$file" cover-code 0)" ''
done
echo "engine programs: $((count - wrong)) of $count as expected"
[[ $wrong -eq 0 && $count -gt 0 ]]
