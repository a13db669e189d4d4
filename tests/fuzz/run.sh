#!/usr/bin/env bash
# Fuzz the readers of the audit with address and undefined-behaviour sanitizers: run.sh [SECONDS per target].
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
shopt -s nullglob
for target in "$here"/fuzz_claims.c "$here"/fuzz_tables.c "$here"/fuzz_input.c; do
    name=$(basename "$target" .c)
    corpus=$build/fuzz/$name
    mkdir -p "$corpus" "$here/${name#fuzz_}"
    clang "${flags[@]}" "$target" harness/audit/*.c harness/audit/input/*.c harness/oracle/*.c harness/check/json_text.c \
        harness/cli/options.c harness/cli/profile_options.c model/*.c "$build"/gen/*.c -o "$build/fuzz/$name.run" || exit 3
    if "$build/fuzz/$name.run" -max_total_time="$seconds" -max_len=3000 -timeout=20 -artifact_prefix="$build/fuzz/" \
        "$corpus" "$here/${name#fuzz_}" >"$build/fuzz/$name.log" 2>&1; then
        sed -n "s/^Done/$name:/p" "$build/fuzz/$name.log"
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        tail -n 30 "$build/fuzz/$name.log"
    fi
done
[ "$failed" -eq 0 ]
