#!/usr/bin/env bash
# Run a job's program natively on a list of choices: replay.sh KIND CHOICES, with the job's name in BMC_JOB (and what
# job.sh sets besides). KIND is what the run must end in: error, cover, undefined, memory or holes (use of a value that
# was never written). Exit code 0: it does; 1: it ends in something else.
# shellcheck disable=SC2154 # bmc_...: common.sh
set -euo pipefail
export LC_ALL=C
# shellcheck source=proofs/bmc/common.sh disable=SC1091
. "$(dirname "$0")/common.sh"
[[ $# -eq 2 && -n ${BMC_JOB:-} ]] || fail 2 "usage: BMC_JOB=NAME replay.sh KIND CHOICES"
kind=$1 choices=$2 flavour=address cover=0
[[ $kind != holes ]] || flavour=memory
[[ $kind != cover ]] || cover=$(awk '/^# expect cover / { print $4; exit }' "$choices")
listed=$(objects "$flavour" "$BMC_JOB") || fail 3 "$BMC_JOB does not compile"
supply=$(object "$flavour" "$bmc_dir/replay/replay.c") || fail 3 "replay.c does not compile"
program=$choices.$flavour
mapfile -t files <<<"$listed"
sanitizers=address,undefined
[[ $flavour == address ]] || sanitizers=memory
"$bmc_clang" -fsanitize=$sanitizers -o "$program" "${files[@]}" "$supply" || fail 3 "$BMC_JOB does not link"
code=0
BMC_CHOICES=$choices BMC_COVER=$cover UBSAN_OPTIONS=exitcode=11:print_stacktrace=0 MSAN_OPTIONS=exitcode=11 \
    ASAN_OPTIONS=exitcode=11:detect_stack_use_after_return=1 timeout 60 "$program" >"$choices.replay" 2>&1 || code=$?
rm -f "$program"
case $kind in
error) expected=10 ;;
cover) expected=12 ;;
*) expected=11 ;;
esac
[[ $code -eq $expected ]] || { echo "replay of $choices ended with $code, not $expected; see $choices.replay" >&2; exit 1; }
