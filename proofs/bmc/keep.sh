#!/usr/bin/env bash
# Keeps the counterexample of each mutant that the last run found (build/bmc/jobs) as counterexamples/bmc/NAME.choices,
# NAME from the property and what the mutant breaks. The head of a file says what it is for.
# shellcheck disable=SC2154 # bmc_...: common.sh
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.."
# shellcheck source=proofs/bmc/common.sh disable=SC1091
. proofs/bmc/common.sh
kept=counterexamples/bmc
mkdir -p "$kept"
for result in "$bmc_out"/jobs/mutant-*/result.json; do
    choices=${result%/*}/choices
    [[ $(jq -r .ok "$result") == true && -f $choices ]] || continue
    name=$(jq -r '"\(.job)-\(.mutant.breaks)" | gsub("[^A-Za-z0-9.]+"; "-")' "$result")
    { jq -r '"# property: \(.job)", "# file: \(.mutant.file)", "# expression: \(.mutant.expression)",
             "# breaks: \(.mutant.breaks)", "# verdict: \(.verdict)"' "$result"
      cat "$choices"; } >"$kept/$name.choices.part"
    mv "$kept/$name.choices.part" "$kept/$name.choices"
done
