#!/usr/bin/env bash
# Does the result of each proof belong to the text of now? Prints "SOURCE <tab> STATE" for every source that is to be proved:
# current (proved, of this text with these tools and settings), stale (proved, of another text), unproved (no proof of it has
# succeeded), absent (never tried). The fingerprint is the function of proofs/wp/unit.sh itself.
# usage: stamps.sh, from the top of the tree; stamps.sh --fingerprints prints "SOURCE <tab> FINGERPRINT" instead
set -euo pipefail
export LC_ALL=C
here=$PWD/proofs/wp
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"
[ -n "${PROVERS:-}" ] || name_provers
text=$(sed -n '/^fingerprint() {$/,/^}$/p' "$here/unit.sh")
[ -n "$text" ] || { echo "stamps: proofs/wp/unit.sh has no function fingerprint" >&2; exit 1; }
eval "$text"
# shellcheck disable=SC2016 # text of another script
list=$(sed -n 's/^read -r -a sources <<<"${SOURCES:-\(.*\)}"$/\1/p' "$here/prove.sh")
[ -n "$list" ] || { echo "stamps: proofs/wp/prove.sh has no list of sources" >&2; exit 1; }
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
for source in $(eval "echo $list"); do
    unit=$OUT/model/$(printf '%s' "${source%.c}" | tr / _)
    # shellcheck disable=SC2034 # where the fingerprint leaves what the preprocessor says
    dir=$log
    if [ "${1:-}" = --fingerprints ]; then
        state=$(fingerprint)
    elif [ ! -d "$unit" ]; then
        state=absent
    elif [ ! -s "$unit/proved" ]; then
        state=unproved
    elif [ "$(cat "$unit/proved")" = "$(fingerprint)" ]; then
        state=current
    else
        state=stale
    fi
    printf '%s\t%s\n' "$source" "$state"
done
