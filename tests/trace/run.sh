#!/usr/bin/env bash
# The trace: from each clause to rule, logic, code, proof, model checking, tests and deviations found, and one page that shows it
# with the results of all checks. Writes build/trace/trace.json, trace.txt, index.html. usage: run.sh
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
export B=${B:-build}
out=$B/trace
mkdir -p "$out"

"$here/chain.sh" >"$out/chain.part"
"$here/dashboards.sh" >"$out/dashboards.part"
jq -n --slurpfile items "$out/chain.part" --slurpfile rest "$out/dashboards.part" '
    { format: "iommu-oracle trace 1", items: $items[0],
      counts: ($items[0] as $i
        | { conditions: ($i | map(select(.kind == "condition")) | length),
            modelled: ($i | map(select(.kind == "condition" and ((.note // "") | startswith("not modelled") | not))) | length),
            registers: ($i | map(select(.kind == "register")) | length), descriptors: ($i | map(select(.kind == "descriptor")) | length),
            clauses: ($i | map(.clauses[]) | unique | length), predicates: ($i | map(.predicates[].name) | unique | length),
            deviations: ($rest[0].targets | map(.entries | length) | add) }) } + $rest[0]' >"$out/trace.json.part"
jq -r -f "$here/text.jq" "$out/trace.json.part" >"$out/trace.txt.part"
jq -r -L "$here/page" --rawfile style "$here/page/style.css" --rawfile dma "$here/page/dma.svg" \
    --rawfile interrupt "$here/page/interrupt.svg" -f "$here/page/index.jq" "$out/trace.json.part" >"$out/index.html.part"
for file in trace.json trace.txt index.html; do mv "$out/$file.part" "$out/$file"; done
rm -f "$out/chain.part" "$out/dashboards.part"
tail -n 5 "$out/trace.txt"
echo "trace: $out/trace.txt, $out/trace.json, $out/index.html"
