#!/usr/bin/env bash
# Are the checks themselves complete? Every rule has logic, code, proof, test and text; every counterexample is replayed; every
# function has a contract and a floor of goals; nothing is believed without proof; no proof result is older than its source.
# usage: meta.sh [SUBJECT...], from the top of the tree; subjects are the files of tests/meta. Environment: ORACLE.
# Exit code: 0 complete, 1 something is missing (one line each), 2 no such subject.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2034 # used by the subjects
trace=$here/trace
ORACLE=${ORACLE:-build/iommu-oracle}
found=0
notes=()

bad() { # message; reads names, one line each
    local name
    while IFS= read -r name; do
        echo "meta: $subject: $1: $name"
        found=$((found + 1))
    done
}
note() { notes+=("$1"); }
rows() { sed '/^#/d; /^$/d' "$1"; }

# Sources that are proved, as the prover itself lists them.
# shellcheck disable=SC2016 # text of another script
proved_sources() { eval "echo $(sed -n 's/^read -r -a sources <<<"${SOURCES:-\(.*\)}"$/\1/p' proofs/wp/prove.sh)" | tr ' ' '\n'; }

if [ $# -eq 0 ]; then
    for file in "$here"/meta/*.sh; do set -- "$@" "$(basename "$file" .sh)"; done
fi
for subject in "$@"; do
    [ -e "$here/meta/$subject.sh" ] || { echo "meta: no subject $subject: expected one of $(cd "$here/meta" && echo *.sh | sed 's/\.sh//g')" >&2; exit 2; }
    # shellcheck source=/dev/null
    . "$here/meta/$subject.sh"
    "check_$subject"
done
printf 'meta: %s\n' "${notes[@]}"
echo "meta: $found missing"
[ "$found" -eq 0 ]
