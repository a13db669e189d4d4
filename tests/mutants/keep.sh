#!/usr/bin/env bash
# Keep the results in the tree, so that a campaign goes on at another time or on another machine: keep.sh
# Writes tests/mutants/kept/LAYER.tsv: id, fingerprint of everything the result depends on, verdict, fingerprint of the code, seconds,
# what gave it. job.sh takes a line only if the fingerprint is that of now; lines of mutants that are no longer there are dropped.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/mutants/common.sh disable=SC1091
. tests/mutants/common.sh
mkdir -p "$mutants_dir/kept"
tests/mutants/list.sh | cut -f 1 | sort >"$mutants_out/ids"
for layer in unit oracle bmc wp; do
    [[ -d $mutants_out/results/$layer ]] || continue
    find "$mutants_out/results/$layer" -name '*.json' -print0 | xargs -0 cat |
        jq -r 'select(.verdict != "failed") | [.id, .made, .verdict, .code, .seconds, .by] | @tsv' | sort >"$mutants_out/new"
    # New lines first: the first one of an id counts.
    cat "$mutants_out/new" "$mutants_dir/kept/$layer.tsv" 2>/dev/null | awk -F '\t' '!seen[$1]++' | sort | join -t $'\t' - "$mutants_out/ids" >"$mutants_out/kept" || true
    mv "$mutants_out/kept" "$mutants_dir/kept/$layer.tsv"
    echo "$layer: $(wc -l <"$mutants_dir/kept/$layer.tsv") results kept"
done
