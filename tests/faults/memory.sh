# shellcheck shell=bash disable=SC2154 # sourced by run.sh
# Less and less memory: every command either does its work or says that there is none, with exit code 3 (2 for inputs that do not fit).
if wanted "out of memory"; then
    # The least with which the program starts at all.
    least=0
    for ((k = 4000; k < 64000; k += 800)); do
        if (ulimit -v "$k"; exec "$oracle" version) >/dev/null 2>&1; then least=$k; break; fi
    done
    for command in "check --target model --sessions 20 --json $work/run/r.json" "check --target exec:build/example-target --sessions 20" \
        "record --target model -o $work/run/r.trace" "replay --target model counterexamples/qemu-queue-not-resumed.trace" \
        "chaos --operations 2000" "accuse --mutant tables-kept-by-page" "shrink counterexamples/qemu-queue-not-resumed.trace -o $work/run/s.trace" \
        "explain counterexamples/qemu-queue-not-resumed.trace --svg" "audit --profile default --root 0x1000 --irta 0x10007 --memory $work/machine --quiet --json $work/run/r.json"; do
        for more in 0 400 1500 4000 16000; do
            rm -rf "$work/run" && mkdir "$work/run"
            # shellcheck disable=SC2086 # words
            (ulimit -v $((least + more)) -c 0; FAULTS_CASE=$marker exec timeout 60 "$oracle" $command) >"$work/log" 2>&1 </dev/null
            code=$?
            text=''
            [[ $code -lt 2 ]] || text='memory|allocate'
            judge "out of memory" "$code" "0 1 2 3" "$text" "$command (ulimit -v $((least + more)))"
        done
    done
fi
