# shellcheck shell=bash disable=SC2034,SC2154 # for job.sh
# Layer "wp": proof of the mutated function. Found: a goal is not proved that takes less than a quarter of the time limit
# unmutated. The proof is given up at the first such goal; goals that the mutation does not touch come out of WP's cache, which
# the unchanged function has filled. Settings and tools are those of proofs/wp/config.sh, its first prover.
wp_limit=${MUTANTS_WP_SECONDS:-4}
wp_out=$mutants_out/wp

wp_flags() {
    local here=$PWD/proofs/wp
    # shellcheck source=proofs/wp/config.sh disable=SC1091
    . proofs/wp/config.sh
    wp_options=(-c11 -machdep gcc_x86_64 "${WP_FLAGS[@]}" "-wp-prover=$FIRST_PROVER" -wp-timeout "$wp_limit" -wp-cache update -wp-cache-dir "$PWD/$wp_out/cache")
    if [[ ! -s $wp_out/config ]]; then
        OUT=$wp_out.$$ && make_why3_config && mkdir -p "$wp_out/cache" && cp "$OUT"/why3/*.{drv,gen} "$wp_out/" &&
            sed "s|$PWD/$OUT/why3|$PWD/$wp_out|" "$OUT/why3/prove.conf" >"$wp_out/config.$$" && mv "$wp_out/config.$$" "$wp_out/config"
        rm -rf "$OUT"
    fi
}

layer_made() {
    gcc -E -C -dD -I. "-I$mutants_build/gen" "$file" # what this file includes, and no other header
    frama-c -version
    cvc4 --version | head -n 1
    wp_flags
    printf '%s\n' "${WP_FLAGS[@]}" "$FIRST_PROVER" "$LEAN_PROPS" "$wp_limit"
}

# Prove the function in a copy of the file, goal by goal to standard output: wp_prove DIRECTORY-WITH-MODEL [OPTION...]
wp_prove() {
    local here=$PWD top=$1
    shift
    cd "$top" && WHY3CONFIG=$here/$wp_out/config exec frama-c "-cpp-extra-args=-I$top -I$here -I$here/$mutants_build/gen" "${wp_options[@]}" \
        "$@" -wp-fct "$function" "$file" 2>&1
}

# Names of the goals of the unchanged function that are proved quickly.
wp_quick() {
    local made log
    made=$({ layer_made; cat "$file" "tests/mutants/layer_wp.sh"; } | hash_of)
    log=$wp_out/proof/$name.$function.$made
    if [[ ! -s $log.quick ]]; then
        mkdir -p "$wp_out/proof" "$dir/base/model"
        cp "$file" "$dir/base/model/"
        (wp_prove "$dir/base") >"$log.log"
        sed -n 's/^\[wp\] \[[^]]*\] Goal \([^ ]*\) : Valid\(.*\)/\1 \2/p' "$log.log" |
            awk -v most="$((wp_limit * 250))" '{ ms = 0 # the prover'\''s time stands in the last pair of parentheses with a unit
                for (i = 2; i <= NF; i++) if ($i ~ /^\([0-9.]+m?s\)$/) { t = $i; gsub(/[()]/, "", t); ms = t ~ /ms$/ ? t + 0 : (t + 0) * 1000 }
                if (ms < most) print $1 }' | sort -u >"$log.part.$$" && mv "$log.part.$$" "$log.quick"
    fi
    cat "$log.quick"
}

# The first goal that fails although it is quickly proved of the unchanged function; "-": none; "! ..." why nothing was proved.
wp_first_failure() { # option...
    local prover found
    rm -f "$dir/pipe" && mkfifo "$dir/pipe"
    (wp_prove "$dir" "$@") >"$dir/pipe" &
    prover=$!
    found=$(awk 'NR == FNR { quick[$1] = 1; next }
        /^\[wp\] \[[^]]*\] Goal [^ ]+ : (Timeout|Unknown|Failed|Stepout|Invalid)/ {
            goal = $0; sub(/^.*\] Goal /, "", goal); sub(/ .*/, "", goal)
            if (goal in quick) { sub(/^typed_/, "", goal); print goal; exit } }
        /^\[wp\] (Proved goals|Warning: No goal generated)/ { print "-"; exit }
        /[Ee]rror|[Ff]atal|[Aa]bort/ { text = $0 }
        END { if (text != "") print "! " text }' "$dir/quick" "$dir/pipe")
    kill "$prover" 2>/dev/null
    wait "$prover" 2>/dev/null
    printf '%s\n' "${found%%$'\n'*}"
}

layer_run() {
    wp_flags
    wp_quick >"$dir/quick"
    [[ -s $dir/quick ]] || { verdict=undecided by="nothing of $function is proved with these settings"; return; }
    by=$(wp_first_failure -wp-prop=@ensures) # most are found here, by a part of the goals
    [[ $by != - ]] || by=$(wp_first_failure)
    case $by in
    -) verdict=survived by='' ;;
    '' | '! '*) verdict=failed by=${by#! } ;; # what Frama-C's own type checker refuses is found as well, but is no proof result
    *) verdict=killed ;;
    esac
}
