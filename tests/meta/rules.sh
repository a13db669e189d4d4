# shellcheck shell=bash disable=SC2154 # $trace and the rest come from tests/meta.sh, which sources this
# Every rule of spec/rules.tsv has logic, code, a contract that names it, a unit test, a text, and its place in a drawing.

# "RULE <tab> FUNCTION" of spec/evidence.tsv whose contract names a predicate of the rule, its label (lss_2:) or its name
# (VTD_LSS_2).
named_by_contract() {
    awk -F '\t' '
        FILENAME ~ /evidence/ { if ($1 == "condition") functions[$2] = $3; next }
        FILENAME ~ /predicates/ { if (!/^#/) predicates[$1] = $2; next }
        { contract[$1] = contract[$1] " " $4 }
        function names(text, word) { return text ~ ("(^|[^A-Za-z0-9_])" word "([^A-Za-z0-9_]|$)") }
        END {
            for (rule in functions) {
                label = rule; gsub(/\./, "_", label)
                n = split(functions[rule], f, " "); m = split(predicates[rule], p, " ")
                for (i = 1; i <= n; i++) {
                    hit = names(contract[f[i]], tolower(label)) || names(contract[f[i]], "VTD_" label)
                    for (j = 1; j <= m; j++) if (p[j] != "-" && names(contract[f[i]], p[j])) hit = 1
                    if (hit) print rule
                }
            }
        }' spec/evidence.tsv "$trace/predicates.tsv" <(awk -f "$trace/contracts.awk" model/*.[ch] proofs/theorems/*.[ch]) | sort -u
}

check_rules() {
    local rules all left_out rule row text defined used file
    all=$(rows spec/rules.tsv | cut -f 1 | sort)
    left_out=$(rows spec/evidence.tsv | awk -F '\t' '$1 == "condition" && $5 ~ /^not modelled/ { print $2 }' | sort)
    rules=$(comm -23 <(echo "$all") <(echo "$left_out"))
    defined=$(awk -f "$trace/logic.awk" spec/*.acsl | cut -f 1 | sort -u)
    used=$(rows "$trace/predicates.tsv" | cut -f 2 | tr ' ' '\n' | sed '/^-$/d' | sort -u)

    bad 'no row in tests/trace/predicates.tsv' < <(comm -23 <(echo "$all") <(rows "$trace/predicates.tsv" | cut -f 1 | sort))
    bad 'no such rule, in tests/trace/predicates.tsv' < <(comm -13 <(echo "$all") <(rows "$trace/predicates.tsv" | cut -f 1 | sort))
    bad 'no predicate in spec/ says it' < <(rows "$trace/predicates.tsv" | awk -F '\t' '$2 == "" || $2 == "-" { print $1 }' | sort | comm -12 - <(echo "$rules"))
    bad 'not modelled, yet with predicates' < <(rows "$trace/predicates.tsv" | awk -F '\t' '$2 != "-" { print $1 }' | sort | comm -12 - <(echo "$left_out"))
    bad 'predicate is not defined in spec/*.acsl' < <(comm -23 <(echo "$used") <(echo "$defined"))
    bad 'no place in model/ decides it' < <(comm -23 <(echo "$rules") <(awk -f "$trace/places.awk" spec/rules.tsv model/*.c | cut -f 1 | sort -u))
    bad 'no contract of its functions in spec/evidence.tsv names it' < <(comm -23 <(echo "$rules") <(named_by_contract))
    bad 'no unit test in spec/evidence.tsv' < <(rows spec/evidence.tsv | awk -F '\t' '$1 == "condition" && $4 == "-" { print $2 }' | sort | comm -12 - <(echo "$rules"))
    bad 'no row in spec/evidence.tsv' < <(comm -23 <(echo "$all") <(rows spec/evidence.tsv | awk -F '\t' '$1 == "condition" { print $2 }' | sort))
    bad 'in no drawing of the trace page' < <(for file in dma interrupt; do grep -oE '[A-Z]{3}\.[0-9A-F][.0-9A-F]*|PMR' "$trace/page/$file.svg"; done |
        sort -u | comm -13 - <(echo "$all"))

    if [ ! -x "$ORACLE" ]; then
        bad 'cannot ask for texts of rules, build it' <<<"$ORACLE"
        return
    fi
    while IFS=$'\t' read -r rule _ _ _ _ row; do
        text=$("$ORACLE" explain rule "$rule" 2>/dev/null) || text=''
        [[ $text == "$rule "*"when: $row"* ]] || bad 'iommu-oracle explain rule does not say its condition' <<<"$rule"
    done < <(rows spec/rules.tsv)
    note "rules: $(echo "$rules" | wc -l) with logic, code, proof, test and text; not modelled: $(echo "$left_out" | tr '\n' ' ')"
}
