#!/usr/bin/env bash
# Prove single functions or lemmas and show every goal: one.sh NAME[,NAME...] SOURCE...
# A lemma is called lemma_NAME. Nothing is reused and no summary is written.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"
names=$1
shift
dir=$(mkdir -p "$OUT" && mktemp -d "$OUT/one.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
make_why3_config "$dir/why3"

# The sources that may define NAME, the likeliest first: those with a line that looks like its definition.
candidates() { # name, source...
    local name=$1
    shift
    { grep -lE "^[A-Za-z].*\\<$name\\(.*[^;]\$" "$@"; grep -lw "$name" "$@"; printf '%s\n' "$@"; } | awk '!seen[$0]++'
}

run() { # configuration, provers, source, selection and further options
    local conf=$1 provers=$2 source=$3
    shift 3
    WHY3CONFIG=$dir/why3/$conf.conf frama-c "${FRAMAC_FLAGS[@]}" "$source" "${WP_FLAGS[@]}" -wp-par "$JOBS" \
        -wp-prover "$provers" -wp-session "$dir/session" "$@" >"$dir/log" 2>&1
}

show() {
    echo "$1" | awk '{ print $0 "\t" }' >"$dir/name"
    awk -f "$here/goals.awk" "$dir/name" "$dir/log" | tee -a "$dir/all" | sort -t "$(printf '\t')" -k3,3r -k5,5n |
        awk -F '\t' '
            $3 == "failed" { printf "  NOT PROVED             %s\n      %s\n", $2, $7; next }
            $3 == "passed" { printf "  passed                 %s\n", $2; next }
            { printf "  proved  %-8s %5.2f s %s\n", $4, $5 / 1000, $2 }'
}

# One name; exit code 0 when all its goals are proved.
one() {
    local name=$1 source lemma=${1#lemma_}
    shift
    while read -r source; do
        if [ "$lemma" != "$name" ]; then
            # shellcheck disable=SC2086
            grep -qE "(axiom|lemma) +$lemma\\>" <(gcc -E -C $CPPFLAGS "$source" 2>/dev/null) || continue
            run prove "$PROVERS" "$source" -wp-timeout "$TIMEOUT" "-wp-prop=$lemma"
        else
            run prove "$PROVERS" "$source" -wp-timeout "$TIMEOUT" "-wp-fct=$name"
        fi
        if grep -qE '^\[(wp|kernel)[^]]*\].*(User Error|aborted)' "$dir/log"; then
            echo "$source: frama-c stopped:"
            grep -A 3 -E 'Warning|User Error|aborted' "$dir/log"
            return 1
        fi
        grep -q '^\[wp\] Proved goals: *[0-9]* / [1-9]' "$dir/log" || continue
        echo "$source: $name"
        : >"$dir/all"
        show "$name"
        grep -A 2 'Warning' "$dir/log" | grep -v -e 'Memory model' | sed 's/^/  /'
        if [ "$lemma" = "$name" ]; then
            run smoke "$SMOKE_PROVERS" "$source" "${SMOKE_FLAGS[@]}" "-wp-fct=$name"
            sed -i '/\] Goal /d' "$dir/log"
            show "$name"
        fi
        ! grep -q '	failed	' "$dir/all"
        return
    done < <(candidates "$name" "$@")
    echo "proofs: none of the sources defines $name with a contract to prove" >&2
    return 1
}

status=0
for name in ${names//,/ }; do one "$name" "$@" || status=1; done
exit $status
