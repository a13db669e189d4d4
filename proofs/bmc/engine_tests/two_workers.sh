#!/usr/bin/env bash
# Two workers on this machine, each with a copy of the project of its own: two_workers.sh [NAME]. The jobs of one
# property are spread over them with GNU parallel, the results brought back and summed up. Exit code: run.sh -w's.
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=${1:-latching}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for worker in 1 2; do
    mkdir -p "$place/$worker/build/bmc"
    cp -a model spec proofs "$place/$worker/"
    cp -a build/gen "$place/$worker/build/"
    cp -a build/bmc/bmc "$place/$worker/build/bmc/"
    [[ ! -d build/bmc/objects ]] || cp -a build/bmc/objects "$place/$worker/build/bmc/"
done
work() { # worker, kind, job: in the worker's copy; only the result comes back
    local place=$1 worker=$2 kind=$3 job=$4 code=0
    (cd "$place/$worker" && proofs/bmc/job.sh "$kind" "$job") || code=$?
    mkdir -p "build/bmc/jobs/$kind-$job"
    cp "$place/$worker/build/bmc/jobs/$kind-$job/"{result.json,log} "build/bmc/jobs/$kind-$job/"
    echo "worker $worker: $kind $job: $code"
}
export -f work
export place
# shellcheck disable=SC2016 # for the shell that parallel starts
proofs/bmc/run.sh -l -p "$name" -k "${KIND:-check}" |
    parallel --will-cite -j 2 --colsep ' ' 'work "$place" {%} {1} {2}'
proofs/bmc/run.sh -w -p "$name" -k "${KIND:-check}"
