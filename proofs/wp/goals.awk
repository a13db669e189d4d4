# Read WP's console log and write one line per goal:
#   OWNER  GOAL  valid|failed|passed  PROVER  MILLISECONDS  cached|-  DETAIL
# First input: "FUNCTION <tab> KEY" pairs from WP's JSON report (lemmas: function "lemma NAME"), then the names
# of the functions as "FUNCTION <tab>"; second input: the log. A goal belongs to the function of the longest key;
# a precondition of a called function belongs to the caller.

function milliseconds(s,    total, n, i, part, v) {
    total = 0
    n = split(s, part, /[()]/)
    for (i = 1; i <= n; i++) {
        v = part[i]; sub(/^Qed:/, "", v)
        if (v ~ /^[0-9.]+ms$/) total += v
        else if (v ~ /^[0-9.]+s$/) total += v * 1000
        else if (v ~ /^[0-9]+'[0-9]*s?$/) total += v * 60000 + substr(v, index(v, "'") + 1) * 1000
    }
    return int(total)
}

function owner(goal,    k, f, best) {
    best = ""
    for (f in functions)
        if (index(goal, "typed_" f "_call_") == 1 && length(f) > length(best)) best = f
    if (best != "") return best
    for (k in key)
        if ((goal == k || index(goal, k "_") == 1) && length(k) > length(best)) best = k
    return best == "" ? "?" : key[best]
}

function flow_owner(goal,    f, best) {
    best = ""
    for (f in functions) if (index(goal, f "_") == 1 && length(f) > length(best)) best = f
    return best == "" ? "?" : best
}

# A goal appears once per round, a failure again when another prover has answered: the last line counts.
function flush_failed() {
    if (failed != "") line[failed] = owner(failed) "\t" failed "\tfailed\t-\t0\t-\t" detail
    failed = ""
}

FNR == 1 { file++ }
file == 1 {
    n = split($0, f, "\t")
    if (n < 2 || f[2] == "") { functions[f[1]] = 1; next }
    if (f[1] ~ /^lemma /) key["typed_" f[2]] = f[1]
    else if (index(f[2], f[1] "_") == 1) key["typed_" f[2]] = f[1]
    else if (!(("typed_" f[2]) in key)) key["typed_" f[2]] = f[1]
    next
}
failed != "" && /^  [A-Za-z]/ { d = $0; sub(/^ +/, "", d); detail = detail (detail == "" ? "" : ", ") d; next }
{ flush_failed() }
/^\[wp\] \[CFG\] Goal [^ ]+ : Valid/ { line[$4] = flow_owner($4) "\t" $4 "\tvalid\tCFG\t0\t-\t"; next }
/^\[wp\] \[[^]]*\] Goal [^ ]+ : Valid/ {
    prover = $0; sub(/^\[wp\] \[/, "", prover); sub(/\].*/, "", prover)
    rest = $0; sub(/.*\] Goal /, "", rest)
    goal = rest; sub(/ .*/, "", goal)
    sub(/.*: Valid/, "", rest)
    line[goal] = owner(goal) "\t" goal "\tvalid\t" prover "\t" milliseconds(rest) "\t" \
        (rest ~ /\(cached\)/ ? "cached" : "-") "\t"
    next
}
/^\[wp\] \[Passed\] Smoke-test / { line[$4] = owner($4) "\t" $4 "\tpassed\t-\t0\t-\t"; next }
/^\[wp\] \[[^]]*\] (Goal|Smoke-test) / {
    failed = $0; sub(/.*\] (Goal|Smoke-test) /, "", failed); sub(/ .*/, "", failed)
    detail = ""
}
END { flush_failed(); for (g in line) print line[g] | "sort" }
