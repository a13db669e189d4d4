# shellcheck shell=bash disable=SC2034,SC2154 # for job.sh
# Layer "unit": unit tests with the mutated file in place of the model's. First those named like the file, then by time needed.
# Limits: 10 s of processor time, 300 s in all, for tests that need less than 1 s without a mutant.

layer_made() { cat "$mutants_out/base/core"; }

# Machine code comes of what the compiler sees: annotations may change.
layer_text() { changed "$file" "$from" "$upto" "$put" | without_comments; }

# That a test finds it rests on that test, that none does on all: new tests leave what others find as it is.
layer_rests() { # verdict, what gave it
    case $1 in
    killed) hash_of <"tests/unit/${2%%:*}.c" ;;
    survived) cat "$mutants_out/base/made" ;;
    esac
}

layer_run() {
    local test code
    gcc -shared -o "$dir/mutant.so" -x assembler "$dir/mutant.s" 2>"$dir/log" || { verdict=failed by=$(tail -n 1 "$dir/log"); return; }
    verdict=survived
    for test in $({ awk '{ print $2 }' "$mutants_out/base/tests" | grep "^test_$name"; awk '{ print $2 }' "$mutants_out/base/tests"; } |
        awk '!seen[$0]++'); do
        (ulimit -t 10 -f 20000 -c 0
         LD_PRELOAD=$dir/mutant.so exec timeout -k 1 300 "$mutants_out/base/test/$test") >"$dir/log" 2>&1
        code=$?
        [[ $code -ne 0 ]] || continue
        verdict=killed by="$test: $(sed -n 's/^\[  FAILED  \] \([a-z_0-9]*\)$/\1/p' "$dir/log" | head -n 1)"
        [[ $code -lt 128 && $code -ne 124 ]] || by="$test: ended by signal or time limit ($code)"
        return
    done
}
