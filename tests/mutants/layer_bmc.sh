# shellcheck shell=bash disable=SC2034,SC2154 # for job.sh
# Layer "bmc": the properties that link the file (quick ones; all with MUTANTS_BMC=all), with the mutated file laid over it.
# Found: a violation that replays, or a loop that goes on beyond the bound. Out of time is undecided.

layer_made() {
    cat model/*.c proofs/bmc/properties/*.[ch] proofs/bmc/engine/*.[ch] proofs/bmc/*.sh
    headers
    clang-14 --version
    echo "${MUTANTS_BMC:-quick} ${BMC_TIMEOUT:-20}"
}

layer_run() {
    local property job code
    mkdir -p "$dir/bmc" "$mutants_out/bmc-objects"
    ln -s "$(realpath "$mutants_out/bmc-objects")" "$dir/bmc/objects"
    verdict=survived
    for property in proofs/bmc/properties/*.c; do
        grep -q "^/\* sources: .*\b$file\b" "$property" || continue
        [[ ${MUTANTS_BMC:-quick} == all ]] || grep -q '^/\* quick: yes' "$property" || continue
        for job in $(. proofs/bmc/common.sh && jobs_of "$property"); do
            BMC_OUT=$dir/bmc BMC_OVERLAY=$dir BMC_GEN=$mutants_build/gen BMC_ENGINE=$mutants_build/bmc/bmc \
                BMC_TIMEOUT=${BMC_TIMEOUT:-20} BMC_SECOND=0 proofs/bmc/job.sh check "$job" >"$dir/log" 2>&1
            code=$?
            case $code in
            0) ;;
            1 | 6) verdict=killed by="$job$([[ $code -eq 1 ]] || echo ": loop beyond the bound")"; return ;;
            2 | 3) verdict=failed by="$job: $(tail -n 1 "$dir/log")"; return ;;
            *) verdict=undecided by="${by:+$by, }$job: code $code" ;;
            esac
        done
    done
}
