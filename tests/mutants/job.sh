#!/usr/bin/env bash
# One mutant, one layer, independent of all others: job.sh unit|oracle|bmc|wp ID
# Writes build/mutants/results/LAYER/ID.json: verdict and what gave it. A result that was made from the same sources, tests
# and tools is kept; so is one of an earlier campaign in kept/LAYER.tsv (keep.sh; not with MUTANTS_KEPT=no), and says so. Verdicts: killed, survived, undecided (a limit was reached), same code, does not compile, failed.
# Exit code 0: there is a verdict; 2: bad usage; 3: failed.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/mutants/common.sh disable=SC1091
. tests/mutants/common.sh
[[ $# -eq 2 && $1 =~ ^(unit|oracle|bmc|wp)$ ]] || fail 2 "usage: job.sh unit|oracle|bmc|wp ID"
layer=$1 id=$2 verdict='' by='' code=''
layer_rests() { :; } # what a result rests on besides layer_made; a layer may know
layer_text() { cat "$file"; echo "$from $upto $put"; } # the mutated text, for those that read annotations
# shellcheck source=/dev/null
. "tests/mutants/layer_$layer.sh"
line=$(mutant_line "$id") || fail 2 "no mutant is called $id"
IFS=$'\t' read -r _ file number function kind from upto original put <<<"$line"
name=$(basename "$file" .c)
[[ -s $mutants_out/base/made ]] || fail 3 "$mutants_out/base is not built: tests/mutants/base.sh"
result=$mutants_out/results/$layer/$id.json
of_all=$({ layer_made; cat "tests/mutants/layer_$layer.sh"; layer_text; } | hash_of)
fingerprint() { echo "$of_all $(layer_rests "$1" "$2" 2>/dev/null)" | hash_of; } # verdict, what gave it
if [[ -s $result ]]; then
    IFS=$'\t' read -r made verdict by < <(jq -r '[.made, .verdict, .by] | @tsv' "$result" 2>/dev/null)
    [[ $made != "$(fingerprint "$verdict" "$by")" ]] || exit 0
fi
started=$(date +%s.%N)
write_result() { # made now: false, of an earlier campaign: true; seconds
    made=$(fingerprint "$verdict" "$by")
    jq -n --arg id "$id" --arg file "$file" --argjson line "$number" --arg function "$function" --arg kind "$kind" --arg code "$code" \
        --arg original "$original" --arg replacement "$put" --arg layer "$layer" --arg verdict "$verdict" --arg by "$by" --arg made "$made" \
        --argjson kept "$1" --argjson seconds "$2" \
        '{ $id, $file, $line, $function, $kind, $original, $replacement, $layer, $verdict, $by, $code, $made, $kept, $seconds }' >"$result.part.$$" &&
        mv "$result.part.$$" "$result" || exit 3
    echo "$layer $id: $verdict${by:+ by $by}$([[ $1 == false ]] || echo ' (kept)')"
}
mkdir -p "$(dirname "$result")"
if [[ ${MUTANTS_KEPT:-yes} == yes && -s $mutants_dir/kept/$layer.tsv ]]; then
    IFS='|' read -r made verdict code seconds by < <(awk -F '\t' -v OFS='|' -v id="$id" '$1 == id { print $2, $3, $4, $5, $6 }' "$mutants_dir/kept/$layer.tsv")
    if [[ -n $made && $made == "$(fingerprint "$verdict" "$by")" ]]; then
        write_result true "$seconds"
        exit 0
    fi
fi
verdict='' by='' code=''
dir=$(mktemp -d) || exit 3
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/model"
changed "$file" "$from" "$upto" "$put" >"$dir/$file"

# Same machine code: nothing can tell it from the model.
if ! assembly "$dir/$file" >"$dir/mutant.s"; then
    verdict="does not compile"
elif cmp -s "$dir/mutant.s" "$mutants_out/base/asm/$name.s"; then
    verdict="same code"
else
    code=$(hash_of <"$dir/mutant.s")
    layer_run # sets verdict and by
fi
write_result false "$(awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { printf "%.2f", b - a }')"
[[ $verdict != failed ]] || exit 3
