# shellcheck shell=bash disable=SC2034,SC2154 # for job.sh
# Layer "oracle": the unchanged oracle judges the example target, which is the model behind a pipe, with the mutated file in it.
# A target that dies, hangs or answers nonsense counts as found (exit code 3).

layer_made() { cat "$mutants_out/base/core"; }

# Machine code comes of what the compiler sees: annotations may change.
layer_text() { changed "$file" "$from" "$upto" "$put" | without_comments; }

layer_run() {
    local profile code
    gcc -shared -o "$dir/mutant.so" -x assembler "$dir/mutant.s" 2>"$dir/log" || { verdict=failed by=$(tail -n 1 "$dir/log"); return; }
    verdict=survived
    for profile in ${MUTANTS_PROFILES:-everything rev6 nothing}; do
        (ulimit -t 60 -c 0
         timeout -k 5 600 "$mutants_out/base/iommu-oracle" check --target "exec:env LD_PRELOAD=$dir/mutant.so $mutants_out/base/example-target" \
             --profile "$profile" --sessions 400 --seed 1 --timeout 60) >"$dir/log" 2>&1
        code=$?
        [[ $code -ne 0 ]] || continue
        verdict=killed by="$profile: $(grep -m 1 -iE '^ *(new|rule|register)|VIOLAT|target' "$dir/log" | cut -c1-120)"
        [[ $code -ne 2 && $code -lt 124 ]] || verdict=failed by="exit code $code: $(tail -n 1 "$dir/log")"
        return
    done
}
