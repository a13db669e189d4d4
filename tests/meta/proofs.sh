# shellcheck shell=bash disable=SC2154 # $trace comes from tests/meta.sh, which sources this
# A proof result counts only for the text it was made from: compares what build/proofs remembers with the sources of now.

check_proofs() {
    local summary=${BUILD:-build}/proofs/summary.json state
    if [ ! -s "$summary" ]; then
        note 'proofs: not run, so no result can be older than its source'
        return
    fi
    state=$("$trace/stamps.sh") || { bad 'cannot compare' <<<tests/trace/stamps.sh; return; }
    bad 'proof result is older than its source, or made with other tools or settings' < <(awk -F '\t' '$2 == "stale" { print $1 }' <<<"$state")
    if jq -e '(.failures | length) == 0' "$summary" >/dev/null; then
        bad 'summary.json says that all is proved, but there is no result of' < <(awk -F '\t' '$2 == "absent" || $2 == "unproved" { print $1 }' <<<"$state")
    fi
    bad 'summary.json is older than a result' < <(find "${BUILD:-build}/proofs/model" -name proved -newer "$summary" 2>/dev/null)
    note "proofs: $(grep -c 'current$' <<<"$state") of $(wc -l <<<"$state") results belong to the text of now"
}
