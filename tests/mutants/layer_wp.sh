# shellcheck shell=bash disable=SC2034,SC2154 # for job.sh
# Layer "wp": proof of the mutated function. Found: a goal is not proved that takes less than half of the time limit unmutated.
# The result of the unchanged function is kept in build/mutants/proof/.
wp_flags=(-c11 -machdep gcc_x86_64 -wp -wp-rte -warn-unsigned-overflow -warn-unsigned-downcast -wp-no-pruning
    "-wp-prover=cvc4,z3" -wp-par 1 -wp-timeout "${MUTANTS_WP_SECONDS:-10}" -wp-cache none)

layer_made() { headers; frama-c -version; z3 --version; cvc4 --version | head -n 1; echo "${wp_flags[@]}"; }

# Prove the function in a copy of the file: prove DIRECTORY-WITH-MODEL LOG
wp_prove() {
    local here=$PWD
    (cd "$1" && frama-c "-cpp-extra-args=-I$1 -I$here -I$here/$mutants_build/gen" "${wp_flags[@]}" -wp-fct "$function" "$file") >"$2" 2>&1
}

# Names of the goals of the unchanged function that are proved quickly.
wp_quick() {
    local made log
    made=$({ layer_made; cat "$file" "tests/mutants/layer_wp.sh"; } | hash_of)
    log=$mutants_out/proof/$name.$function.$made
    if [[ ! -s $log.quick ]]; then
        mkdir -p "$mutants_out/proof" "$dir/base/model"
        cp "$file" "$dir/base/model/"
        wp_prove "$dir/base" "$log.log"
        sed -n 's/^\[wp\] \[[^]]*\] Goal \([^ ]*\) : Valid\(.*\)/\1 \2/p' "$log.log" |
            awk -v most="$((${MUTANTS_WP_SECONDS:-10} * 500))" '{ ms = 0
                if (match($0, /[0-9.]+s\)/) || match($0, /\([0-9.]+s/)) { t = substr($0, RSTART, RLENGTH); gsub(/[()s]/, "", t); ms = t * 1000 }
                if (match($0, /[0-9]+\x27[0-9]+/)) ms = 60000
                if (ms < most) print $1 }' | sort -u >"$log.part.$$" && mv "$log.part.$$" "$log.quick"
    fi
    cat "$log.quick"
}

layer_run() {
    wp_quick >"$dir/quick"
    [[ -s $dir/quick ]] || { verdict=undecided by="nothing of $function is proved with these settings"; return; }
    wp_prove "$dir" "$dir/log"
    if ! grep -q '^\[wp\] Proved goals' "$dir/log"; then
        # What Frama-C's own type checker refuses is found as well, but is no proof result.
        verdict=failed by=$(grep -m 1 -iE 'error|fatal|abort' "$dir/log" || tail -n 1 "$dir/log")
        return
    fi
    by=$(grep -v ': Valid' "$dir/log" | sed -n 's/^\[wp\] \[[A-Za-z]*\] Goal \([^ ]*\).*/\1/p' | sort -u |
        comm -12 - "$dir/quick" | sed 's/^typed_//' | head -n 4 | tr '\n' ' ' | sed 's/ $//')
    verdict=survived
    [[ -z $by ]] || verdict=killed
}
