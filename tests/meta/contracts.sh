# shellcheck shell=bash disable=SC2154 # $trace comes from tests/meta.sh, which sources this
# Every function that is proved has a contract and a floor of goals, and the other way round; every loop in model/ ends for a
# stated reason; nothing is believed without proof. Works on the sources, without Frama-C: proofs/wp checks the same on the tree that
# Frama-C read, here it fails within a second and for files that no proof run has reached.

# Loops of model/ whose annotation right before them has no `loop variant`.
loops() {
    awk 'FNR == 1 { open = remark = 0; last = "" }
        /^ *\/\*@/ { open = 1; text = "" }
        open { text = text " " $0; if (/\*\//) { open = 0; last = text }; next }
        /^ *\/\/@/ { last = last " " $0; next }
        { line = $0; gsub(/\/\*[^@].*\*\/|\/\/.*/, "", line) } # remarks
        line ~ /\/\*/ { remark = 1; sub(/\/\*.*/, "", line) }
        remark { if (/\*\//) remark = 0; next }
        line ~ /(^|[^A-Za-z0-9_])(for|while) *\(|(^|[^A-Za-z0-9_])do( *\{)? *$/ {
            if (line ~ /^ *\} *while/) { next } # the end of do ... while
            if (last !~ /loop variant /) print FILENAME ":" FNR
        }
        { gsub(/[ \t]/, "", line); if (line != "") last = "" }' model/*.c model/*.h
}

# Text of annotations in C files that says `axiom` or `admit`; files of logic are annotations as a whole.
believed() {
    # shellcheck disable=SC2046 # names without blanks
    awk 'FNR == 1 { open = 0 }
        { line = $0; gsub(/\/\/.*/, "", line) }
        /\/\*@/ { open = 1 }
        open || /\/\/@/ { text = /\/\/@/ ? $0 : line; if (text ~ /(^|[^A-Za-z0-9_\\])(axiom|admit)([^A-Za-z0-9_]|$)/) print FILENAME ":" FNR }
        /\*\// { open = 0 }' $(find spec model proofs harness/audit/enumerate.* -name '*.[ch]' -not -path '*/canaries/*' -o -name '*.acsl')
}

check_contracts() {
    local sources defined floors contracts
    mapfile -t sources < <(proved_sources)
    [ "${#sources[@]}" -gt 10 ] || bad 'no list of sources' <<<proofs/wp/prove.sh
    bad 'a file of model/ is not proved' < <(comm -23 <(printf '%s\n' model/*.c | sort) <(printf '%s\n' "${sources[@]}" | sort))
    defined=$(awk -f "$trace/definitions.awk" "${sources[@]}" | cut -f 1 | sort -u)
    contracts=$(awk -f "$trace/contracts.awk" model/*.[ch] proofs/theorems/*.[ch] proofs/audit/*.[ch] harness/audit/*.[ch] | cut -f 1 | sort -u)
    floors=$(rows proofs/wp/floors.tsv | cut -f 1 | sort -u)
    bad 'function has no contract' < <(comm -23 <(echo "$defined") <(echo "$contracts"))
    bad 'function has no floor in proofs/wp/floors.tsv' < <(comm -23 <(echo "$defined") <(echo "$floors"))
    bad 'floor for a function that is not there' < <(comm -13 <(echo "$defined") <(echo "$floors"))
    bad 'floor is not a positive number' < <(rows proofs/wp/floors.tsv | awk -F '\t' 'NF != 2 || $2 !~ /^[1-9][0-9]*$/')
    bad 'more than one floor' < <(rows proofs/wp/floors.tsv | cut -f 1 | sort | uniq -d)
    bad 'axiom or admit' < <(believed)
    bad 'loop without variant' < <(loops)
    note "contracts: $(echo "$defined" | wc -l) functions of ${#sources[@]} files, $(cat model/*.[ch] | grep -c "loop variant") loop variants in model/ looked at"
}
