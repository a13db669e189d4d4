#!/usr/bin/env bash
# Replays kept counterexamples: replay_kept.sh [FILE...], all of counterexamples/bmc without arguments. Each one is run
# natively on the model with its mutant, where it must end in the violation, and on the model as it is, where it must
# not. Exit code 0: all did.
# shellcheck disable=SC2154 # bmc_...: common.sh
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=proofs/bmc/common.sh disable=SC1091
. proofs/bmc/common.sh
[[ $# -gt 0 ]] || set -- counterexamples/bmc/*.choices
wrong=0 all=0 work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
said() { sed -n "s/^# $2: //p" "$1" | head -n 1; } # file, key

for file in "$@"; do
    all=$((all + 1))
    changed=$(said "$file" file) kind=$(awk '/^# expect / { print $3; exit }' "$file")
    BMC_JOB=$(said "$file" property)
    export BMC_JOB
    cp "$file" "$work/choices"
    rm -rf "$work/overlay"
    mkdir -p "$work/overlay/$(dirname "$changed")"
    sed -e "$(said "$file" expression)" "$changed" >"$work/overlay/$changed"
    if ! BMC_OVERLAY=$work/overlay "$bmc_dir/replay.sh" "$kind" "$work/choices" >"$work/log" 2>&1; then
        echo "$file: does not end in the violation: $(tail -n 1 "$work/log")"
        wrong=$((wrong + 1))
    elif "$bmc_dir/replay.sh" "$kind" "$work/choices" >"$work/log" 2>&1; then
        echo "$file: ends in the violation without its mutant, too"
        wrong=$((wrong + 1))
    fi
done
echo "kept counterexamples: $((all - wrong)) of $all replay"
[[ $wrong -eq 0 ]]
