# shellcheck shell=bash disable=SC2034,SC2154 # for job.sh
# Layer "wp": proof of the mutated function. Found: a goal is not proved that took less than a quarter of the time limit in the
# proof of the model, which must have been made (make prove). The proof is given up at the first such goal; when there is none, it
# is tried again with five times the limit, then with every prover and the limits of make prove, where any goal that is not proved
# counts. Goals that the mutation does not touch come out of WP's cache, which that proof has filled. Settings are those of proofs/wp/config.sh, its first prover.
wp_limit=${MUTANTS_WP_SECONDS:-4}

wp_flags() {
    local here=$PWD/proofs/wp
    # shellcheck source=proofs/wp/config.sh disable=SC1091
    . proofs/wp/config.sh
    name_provers
    OUT=$mutants_build/proofs wp_config=$(why3_config "$file")
    wp_options=(-c11 -machdep gcc_x86_64 "${WP_FLAGS[@]}" "-wp-prover=$FIRST_PROVER" -wp-cache update -wp-cache-dir "$PWD/$mutants_build/proofs/cache")
}

layer_made() {
    gcc -E -C -dD -I. "-I$mutants_build/gen" "$file" # what this file includes, and no other header
    frama-c -version
    cvc4 --version | head -n 1
    wp_flags
    printf '%s\n' "${WP_FLAGS[@]}" "$FIRST_PROVER" "$LEAN_PROPS" "$wp_config" "$wp_limit" "$PROVERS" "$TIMEOUT"
}

# Prove the function in a copy of the file, goal by goal to standard output: wp_prove DIRECTORY-WITH-MODEL [OPTION...]
wp_prove() {
    local here=$PWD top=$1
    shift
    cd "$top" && WHY3CONFIG=$here/$wp_config exec frama-c "-cpp-extra-args=-I$top -I$here -I$here/$mutants_build/gen" "${wp_options[@]}" \
        "$@" -wp-fct "$function" "$file" 2>&1
}

# Names of the goals of the unchanged function that its proof (make prove) has got from this prover within a quarter of SECONDS.
wp_quick() { # seconds
    local unit=$mutants_build/proofs/model/model_$name
    [[ -s $unit/proved ]] || { echo "wp: no proof of $file is there: make prove" >&2; return 1; }
    awk -F '\t' -v f="$function" -v most="$(($1 * 250))" \
        '$1 == f && $3 == "valid" && ($4 == "Qed" || $4 ~ /\(lean\)/) && $5 < most { print $2 }' "$unit/goals.tsv"
}

# The first goal that fails although it is quickly proved of the unchanged function, or the first of any; "-": none;
# "! ..." why nothing was proved.
wp_first_failure() { # quick|any option...
    local prover found which=$1
    rm -f "$dir/pipe" && mkfifo "$dir/pipe"
    (wp_prove "$dir" "${@:2}") >"$dir/pipe" &
    prover=$!
    found=$(awk -v which="$which" 'NR == FNR { quick[$1] = 1; next }
        /^\[wp\] \[[^]]*\] Goal [^ ]+ : (Timeout|Unknown|Failed|Stepout|Invalid)/ || /^\[wp\] \[Failed\] Goal / {
            goal = $0; sub(/^.*\] Goal /, "", goal); sub(/ .*/, "", goal)
            whole = goal; sub(/_part[0-9]+$/, "", whole) # WP may split what it does not split unmutated
            if (which == "any" || goal in quick || whole in quick) { sub(/^typed_/, "", goal); print goal; exit } }
        /^\[wp\] (Proved goals|Warning: No goal generated)/ { print "-"; exit }
        /[Ee]rror|[Ff]atal|[Aa]bort/ { text = $0 }
        END { if (text != "") print "! " text }' "$dir/quick" "$dir/pipe")
    kill "$prover" 2>/dev/null
    wait "$prover" 2>/dev/null
    printf '%s\n' "${found%%$'\n'*}"
}

layer_run() {
    local limit
    wp_flags
    by=-
    for limit in "$wp_limit" $((5 * wp_limit)); do
        wp_quick "$limit" >"$dir/quick" || { verdict=failed by="no proof of $file is there"; return; }
        [[ -s $dir/quick ]] || { verdict=undecided by="nothing of $function is proved with these settings"; return; }
        [[ $by != - ]] || by=$(wp_first_failure quick -wp-timeout "$limit" -wp-prop=@ensures) # most are found here, by a part of the goals
        [[ $by != - ]] || by=$(wp_first_failure quick -wp-timeout "$limit")
    done
    # What is left is proved as `make prove` would: any goal that no prover can do, slow ones and new ones too.
    [[ $by != - ]] || by=$(wp_first_failure any -wp-timeout "$TIMEOUT" "-wp-prover=$PROVERS")
    case $by in
    -) verdict=survived by='' ;;
    '' | '! '*) verdict=failed by=${by#! } ;; # what Frama-C's own type checker refuses is found as well, but is no proof result
    *) verdict=killed ;;
    esac
}
