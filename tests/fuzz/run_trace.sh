#!/usr/bin/env bash
# Fuzz the reader and writer of traces with address and undefined-behaviour sanitizers: run_trace.sh [SECONDS].
# Seeds are tests/fuzz/trace/ and counterexamples/.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-10} build=${BUILD:-build}
if ! command -v clang >/dev/null; then
    echo "fuzz_trace: not run, clang is not installed" >&2
    exit 3
fi
mkdir -p "$build/fuzz/fuzz_trace"
flags=(-std=c11 -D_GNU_SOURCE -O1 -g "-fsanitize=fuzzer,address,undefined" -fno-sanitize-recover=undefined -I. "-I$build/gen")
sources=("$here/fuzz_trace.c")
for name in line operation_text header_text trace_text session_read session_write case_file; do
    sources+=("harness/trace/$name.c")
done
clang "${flags[@]}" "${sources[@]}" harness/oracle/profile*.c \
    -o "$build/fuzz/fuzz_trace.run" || exit 3
if "$build/fuzz/fuzz_trace.run" -max_total_time="$seconds" -max_len=4000 -timeout=20 -artifact_prefix="$build/fuzz/" \
    "$build/fuzz/fuzz_trace" "$here/trace" counterexamples >"$build/fuzz/fuzz_trace.log" 2>&1; then
    sed -n 's/^Done/fuzz_trace:/p' "$build/fuzz/fuzz_trace.log"
else
    echo "FAILED: fuzz_trace"
    tail -n 30 "$build/fuzz/fuzz_trace.log"
    exit 1
fi
