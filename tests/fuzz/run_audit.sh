#!/usr/bin/env bash
# Fuzz the audit with address and undefined-behaviour sanitizers: run_audit.sh [SECONDS per target].
# claims: any text as a claims file; tables: any memory as tables of a machine; input: any file for any reader.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-10} build=${BUILD:-build}
if ! command -v clang >/dev/null; then
    echo "fuzz: not run, clang is not installed" >&2
    exit 3
fi
mkdir -p "$build/fuzz"
failed=0
flags=(-std=c11 -D_GNU_SOURCE -O1 -g "-fsanitize=fuzzer,address,undefined" -fno-sanitize-recover=undefined -I. "-I$build/gen")

fuzz() { # target, source files...
    local name=$1 corpus=$build/fuzz/corpus-$1
    shift
    mkdir -p "$corpus"
    if ! clang "${flags[@]}" "$here/fuzz_$name.c" "$@" -o "$build/fuzz/fuzz_$name"; then
        failed=$((failed + 1))
        return
    fi
    if "$build/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=3000 -timeout=20 -artifact_prefix="$build/fuzz/" \
        "$corpus" "$here/$name" >"$build/fuzz/$name.log" 2>&1; then
        sed -n "s/^Done/fuzz_$name:/p" "$build/fuzz/$name.log"
    else
        failed=$((failed + 1))
        echo "FAILED: fuzz_$name, what it met is in $build/fuzz/"
        tail -n 30 "$build/fuzz/$name.log"
    fi
}
fuzz claims harness/audit/claims_*.c harness/audit/ranges.c
fuzz tables harness/audit/*.c harness/audit/input/*.c harness/oracle/*.c harness/check/json_text.c harness/cli/options.c \
    harness/cli/profile_options.c model/*.c "$build"/gen/*.c
fuzz input harness/audit/input/*.c harness/oracle/profile*.c harness/cli/options.c harness/cli/profile_options.c \
    model/memory.c model/second_stage_entry.c
[ "$failed" -eq 0 ]
