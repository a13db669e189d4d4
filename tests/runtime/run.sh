#!/usr/bin/env bash
# run.sh OBJECT...: random runs of the model with all its contracts checked (README.md). OBJECT: those of the harness.
# Environment: B, CC, OPERATIONS, SEED. Exit code: 0 all hold, 1 one does not, or a precondition was never satisfied,
# 2 the translator cannot read something, 3 something cannot be built.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 3
# shellcheck source=tests/runtime/build.sh
. tests/runtime/build.sh
out=$B/runtime
build_translator "$out" || exit 3
translate . "$out" || exit 2
compile . "$out" || exit 3
link_run "$out" "$@" || exit 3
"$out/runtime-contracts" --operations "${OPERATIONS:-60000}" --seed "${SEED:-1}" --json "$out/summary.json" \
    --unreached tests/runtime/unreached.tsv
