#!/usr/bin/env bash
# Mutate the model mechanically and say which layer finds it: run.sh [--layers L[,L]] [--sample N] [--jobs N] [--list]
# [--sum-up] [FILE|ID...]. Layers, cheapest first: unit, oracle, bmc, wp. A mutant goes on to the next layer when it is not
# found, with --every-layer always. Results are kept one by one (job.sh), so that an interrupted run goes on where it was.
#   --list      only print the jobs, "LAYER ID", for other machines     --sum-up   only sum up the results that are there
# Writes build/mutants/summary.json and report.txt. Exit code 0: every mutant is found, equivalent or not compilable;
# 1: one survives or is undecided; 2: bad usage; 3: a tool is missing or failed, or results are missing.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/mutants/common.sh disable=SC1091
. tests/mutants/common.sh
layers=unit,oracle sample=() jobs=2 action=run every=false
while [[ ${1:-} == --* ]]; do
    case $1 in
    --layers) layers=${2:-}; shift ;;
    --sample) sample=(--sample "${2:-}"); shift ;;
    --jobs) jobs=${2:-}; shift ;;
    --list | --sum-up) action=${1#--} ;;
    --every-layer) every=true ;;
    *) fail 2 "unknown option $1: see the head of run.sh" ;;
    esac
    shift
done
[[ ,$layers, =~ ^(,(unit|oracle|bmc|wp))+,$ ]] || fail 2 "--layers: expected unit, oracle, bmc, wp separated by commas"
[[ $jobs =~ ^[1-9][0-9]*$ ]] || fail 2 "--jobs needs a number"
for tool in clang gcc jq parallel; do
    command -v "$tool" >/dev/null || fail 3 "$tool is missing: make deps"
done
[[ ,$layers, != *,wp,* ]] || command -v frama-c >/dev/null || fail 3 "frama-c is missing: make deps"
[[ ,$layers, != *,bmc,* || -x $mutants_build/bmc/bmc ]] || fail 3 "$mutants_build/bmc/bmc is missing: make bmc"
mkdir -p "$mutants_out"
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
tests/mutants/list.sh "${sample[@]}" "$@" >"$work/list.tsv" || exit $?
[[ -s $work/list.tsv ]] || fail 2 "no mutants"

# Ids that a layer has to look at: not found, and not equivalent, by those before it.
open_ids() { # layers so far...
    local so_far
    cut -f 1 "$work/list.tsv" | sort >"$work/open"
    for so_far in "$@"; do
        [[ $every == false && -d $mutants_out/results/$so_far ]] || continue
        cut -f 1 "$work/list.tsv" | sed "s|^|$mutants_out/results/$so_far/|; s|\$|.json|" | xargs -r ls 2>/dev/null |
            xargs -r jq -r 'select(.verdict | IN("killed", "same code", "does not compile")) | .id' | sort -u |
            comm -23 "$work/open" - >"$work/rest" && mv "$work/rest" "$work/open"
    done
    cat "$work/open"
}

if [[ $action == list ]]; then
    for layer in ${layers//,/ }; do cut -f 1 "$work/list.tsv" | sed "s/^/$layer /"; done
    exit 0
fi
if [[ $action == run ]]; then
    tests/mutants/base.sh || exit 3
    before=()
    for layer in ${layers//,/ }; do
        # Files in turn, so that no file's lists and headers wait for each other; each line of output is one verdict.
        open_ids "${before[@]}" | parallel --will-cite -j "$jobs" --joblog "$mutants_out/joblog.$layer" \
            tests/mutants/job.sh "$layer" {} >"$mutants_out/log.$layer" 2>&1
        echo "$layer: $(wc -l <"$work/open") mutants looked at"
        before+=("$layer")
    done
fi
LAYERS=$layers tests/mutants/sum_up.sh "$work/list.tsv"
