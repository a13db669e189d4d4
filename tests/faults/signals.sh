# shellcheck shell=bash disable=SC2154 # sourced by run.sh
# SIGINT and SIGTERM at seeded moments, from before main to after the end. Until the program is ready they are blocked (it unblocks
# them itself), so that an end by signal is always a mistake. Interrupted is exit code 3, said so; or it was done already.
moments=${MOMENTS:-50}

interruptible() { # number -> the command's words in `command`
    case $(($1 % 6)) in
    0) command=(check --target model --sessions 3000 --json "$work/run/r.json" --save "$work/run/new") ;;
    1) command=(record --target exec:build/example-target --class pages -o "$work/run/r.trace") ;;
    2) command=(chaos --operations 60000 --json "$work/run/r.json") ;;
    3) command=(shrink "$work/long.trace" --target model:status-lost -o "$work/run/s.trace") ;;
    4) command=("${image[@]}" --json "$work/run/r.json" --svg "$work/run/r.svg") ;;
    5) command=(check --target "exec:build/example-target --bug status-lost" --sessions 300 --json "$work/run/r.json" --save "$work/run/new") ;;
    esac
}

if wanted "signal"; then
    mkdir -p "$work/lost"
    "$oracle" check --target model:status-lost --sessions 60 --save "$work/lost" >/dev/null 2>&1
    tests/cli/dilute.sh "$work/lost/model-status-lost-0.trace" 1000 >"$work/long.trace"
    [[ -s $work/long.trace ]] || echo "FAILED: no trace to shrink"
    # How long each takes undisturbed, so that moments fall into it.
    for k in 0 1 2 3 4 5; do
        interruptible $k
        rm -rf "$work/run" && mkdir "$work/run"
        start=$(date +%s%N)
        timeout 120 "$oracle" "${command[@]}" >/dev/null 2>&1
        whole[k]=$((($(date +%s%N) - start) / 1000000))
    done
    for ((n = 0; n < moments; n++)); do
        interruptible $n
        rm -rf "$work/run" && mkdir "$work/run"
        moment=$(awk -v seed="$((${SEED:-1} * 1000 + n))" -v whole="${whole[n % 6]}" 'BEGIN { srand(seed); rand(); printf "%.4f", rand() * whole * 1.05 / 1000 }')
        signal=$([[ $((n / 6 % 2)) -eq 0 ]] && echo INT || echo TERM)
        FAULTS_CASE=$marker env --block-signal=INT,TERM timeout --preserve-status -s "$signal" -k 60 "$moment" "$oracle" "${command[@]}" >"$work/log" 2>&1 </dev/null
        code=$?
        case $code in
        3) text='interrupted' ;;
        *) text='' ;;
        esac
        judge "signal $signal" "$code" "0 1 3" "$text" "${command[*]} (after $moment s)"
    done
fi
