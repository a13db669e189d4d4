# shellcheck shell=bash
# Every file in counterexamples/ is a trace with one expected verdict, belongs to a ledger entry, is replayed by tests/run.sh,
# and its replay depends on that verdict.

check_traces() {
    local file work count=0
    work=$(mktemp -d)
    # shellcheck disable=SC2016 # text of another script
    if ! grep -qxF 'for trace in counterexamples/*.trace; do' tests/run.sh ||
        ! grep -qF 'check "replay $trace" build/iommu-oracle replay "$trace"' tests/run.sh; then
        bad 'does not replay counterexamples/*.trace' <<<tests/run.sh
    fi
    # The model checker's: every mutant has one, and `make bmc` replays them all.
    grep -qF 'proofs/bmc/replay_kept.sh' Makefile proofs/bmc/run.sh ||
        bad 'nothing replays counterexamples/bmc' <<<Makefile
    for file in counterexamples/bmc/*; do
        [[ $file == *.choices ]] || bad 'no test replays it, its name does not end in .choices' <<<"$file"
    done
    for file in counterexamples/*; do
        [[ $file != counterexamples/bmc ]] || continue
        count=$((count + 1))
        if [[ $file != *.trace ]]; then
            bad 'no test replays it, its name does not end in .trace' <<<"$file"
            continue
        fi
        if [ "$(grep -c '^verdict ' "$file")" -ne 1 ] || ! grep -qE '^verdict violation [^ ]+$' "$file"; then
            bad 'no expected verdict, or several' <<<"$file"
            continue
        fi
        [ "$(cut -f 4- <<<"$(cat harness/targets/*.ledger)" | cut -f 2 | grep -cxF "$(basename "$file")")" -eq 1 ] ||
            bad 'not the trace of exactly one ledger entry' <<<"$file"
        [ -x "$ORACLE" ] || continue
        "$ORACLE" replay "$file" >/dev/null 2>&1 || bad 'its replay does not give its verdict' <<<"$file"
        sed 's/^verdict violation .*/verdict conforms/' "$file" >"$work/trace"
        if "$ORACLE" replay "$work/trace" >/dev/null 2>&1; then bad 'its replay accepts the opposite verdict' <<<"$file"; fi
    done
    bad 'trace of a ledger entry is missing' < <(cat harness/targets/*.ledger | sed '/^#/d; /^$/d' | cut -f 5 | while IFS= read -r file; do
        [ -e "counterexamples/$file" ] || echo "$file"
    done)
    [ -x "$ORACLE" ] || bad 'cannot replay, build it' <<<"$ORACLE"
    rm -rf "$work"
    note "traces: $count counterexamples, each replayed with the expected and with the opposite verdict"
}
