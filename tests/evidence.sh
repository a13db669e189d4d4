#!/usr/bin/env bash
# The table of evidence: nothing missing, every name in it real, README.md up to date. With --write, README.md is
# made so. Run from the top of the tree.
set -uo pipefail
export LC_ALL=C
table=spec/evidence.tsv
begin='<!-- evidence begin -->'
end='<!-- evidence end -->'
failed=0

bad() { # message, reads names
    local name
    while IFS= read -r name; do
        echo "evidence: $1: $name"
        failed=1
    done
}

rows() { grep -v '^#' "$table"; }

# "kind TAB name" of all there is to show, from the tables of the specification.
wanted() {
    {
        awk -F '\t' '!/^#/ { print "register\t" $2 }' spec/registers.tsv
        printf 'register\t%s\n' FRCD IVA IOTLB
        awk '/^enum vtd_descriptor_kind/ { on = 1; next } /^}/ { on = 0 }
             on && match($0, /[0-9]+/) { print "descriptor\t" substr($0, RSTART, RLENGTH) }' spec/vocabulary.h
        printf 'descriptor\tunknown\n'
        awk -F '\t' '!/^#/ { print "condition\t" $1 }' spec/rules.tsv
    } | sort -u
}

# A descriptor goes by the first word of its name.
present() { rows | awk -F '\t' '{ split($2, word, " "); print $1 "\t" word[1] }' | sort; }

# The functions that have a contract: a comment that starts with /*@ stands right before them.
contracts() {
    awk 'FNR == 1 { open = after = 0 }
         after && /\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name); print name; after = 0 }
         after && /[;{}]/ { after = 0 }
         /^ *\/\*@/ { open = 1 }
         open && /\*\// { open = 0; after = 1 }' model/*.[ch] proofs/theorems/*.[ch] | sort -u
}

# "file:function" of the unit tests that are both written and on the list that cmocka runs.
tests() {
    awk '{ file = FILENAME; gsub(/.*\/|\.c$/, "", file) }
         match($0, /^static void [a-z0-9_]+\(void \*\*state\)/) {
             name = $3; sub(/\(.*/, "", name); written[file ":" name] = 1 }
         { line = $0
           while (match(line, /cmocka_unit_test[a-z_]*\([a-z0-9_]+/)) {
               name = substr(line, RSTART, RLENGTH); sub(/.*\(/, "", name)
               if (written[file ":" name]) print file ":" name
               line = substr(line, RSTART + RLENGTH) } }' tests/unit/test_*.c | sort -u
}

# Names of a column, except those of rows that admit to show nothing.
named() { rows | awk -F '\t' -v column="$1" '$5 !~ /^not modelled/ { print $column }' | tr ' ' '\n' | sort -u; }

markdown() {
    rows | awk -F '\t' '
        function tests(list,    n, i, word, part, file, text) {
            n = split(list, word, " ")
            for (i = 1; i <= n; i++) {
                split(word[i], part, ":")
                text = text (part[1] == file ? ", " : (i > 1 ? "; " : "") part[1] ": ") part[2]
                file = part[1]
            }
            return text
        }
        function proofs(list) { gsub(/ /, "`, `", list); return "`" list "`" }
        $1 != kind { printf "%s| %s | proof | test |\n|---|---|---|\n", kind == "" ? "" : "\n", $1; kind = $1 }
        { printf "| %s | %s | %s |\n", $2 ($5 == "-" ? "" : " (" $5 ")"),
                 $3 == "-" ? "-" : proofs($3), $4 == "-" ? "-" : tests($4) }'
}

shown() { sed -n "/^$begin\$/,/^$end\$/p" README.md | sed '1d;$d'; }

write() {
    local new
    new=$(mktemp) && markdown >"$new.table" || return 1
    awk -v begin="$begin" -v end="$end" -v table="$new.table" '
        $0 == end { skip = 0 }
        !skip { print }
        $0 == begin { skip = 1; while ((getline line < table) > 0) print line }' README.md >"$new" && cat "$new" >README.md
    rm -f "$new" "$new.table"
}

bad 'a row needs five columns' < <(rows | awk -F '\t' 'NF != 5 || $1 == "" || $2 == "" || $3 == "" || $4 == "" || $5 == ""')
bad 'no row' < <(comm -23 <(wanted) <(present | uniq))
bad 'no such thing' < <(comm -13 <(wanted) <(present | uniq))
bad 'more than one row' < <(present | uniq -d)
bad 'no function with a contract' < <(comm -23 <(named 3) <(contracts))
bad 'no such test, or not on the list of its file' < <(comm -23 <(named 4) <(tests))
bad 'not modelled, yet with proof or test' < <(rows | awk -F '\t' '$5 ~ /^not modelled/ && ($3 != "-" || $4 != "-") { print $2 }')
bad 'README.md has no such line' < <(for line in "$begin" "$end"; do grep -qxF -- "$line" README.md || echo "$line"; done)

if [ "${1-}" = --write ] && [ "$failed" -eq 0 ]; then
    write
fi
if ! diff <(markdown) <(shown) >/dev/null; then
    echo 'evidence: README.md does not show spec/evidence.tsv; tests/evidence.sh --write makes it so'
    failed=1
fi

count() { rows | grep -c "^$1"; }
[ "$failed" -eq 0 ] && echo "evidence: $(count register) registers, $(count descriptor) descriptors, $(count condition) conditions;" \
    "$(named 3 | wc -l) contracts and $(named 4 | wc -l) tests named"
[ "$failed" -eq 0 ]
