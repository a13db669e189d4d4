#!/usr/bin/env bash
# Checks over all units together: meta.sh SOURCE...  Appends CHECK <tab> SUBJECT <tab> MESSAGE to failures.tsv.
set -uo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=proofs/wp/config.sh
. "$here/config.sh"
failures=$OUT/failures.tsv

# Facts of all units in one table: FACT <tab> UNIT <tab> rest
for dir in "$OUT"/model/*/; do
    unit=$(basename "$dir")
    awk -F '\t' -v OFS='\t' -v unit="$unit" '{ $1 = $1 OFS unit; print }' "$dir/ast.tsv"
done >"$OUT/facts.tsv"

# A unit whose worker was stopped has no time.
finished() {
    local source
    for source in "$@"; do
        [ -s "$OUT/model/$(unit_name "$source")/seconds" ] ||
            printf 'run\t%s\t%s: its proof was stopped before the end\n' "$source" "$source"
    done
}

# A contract that no source implements would be assumed, never proved. So would a call to anything undefined.
bodies() {
    awk -F '\t' '
        NR == FNR { if ($1 == "function") defined[$3] = 1; next }
        $1 == "declared" && !($3 in defined) && !seen[$3]++ {
            print "bodies\t" $3 "\t" $3 " has a contract but no source defines it: its contract would be assumed"
        }
        $1 == "call" && !($4 in defined) && !seen[$4]++ {
            print "bodies\t" $4 "\t" $3 " calls " $4 ", which no source defines: its contract would be assumed"
        }' "$OUT/facts.tsv" "$OUT/facts.tsv"
}

# What a unit assumes must be word for word what another unit proves; types and logic must agree as well.
# Function names must be unique, except for `static inline` ones with one text.
consistency() {
    awk -F '\t' '
        $1 == "block" {
            if ($3 in text && text[$3] != $4 && !seen[$3]++)
                print "consistency\t" $3 "\t" $3 " is not the same in " unit[$3] " and " $2 " (parameter names count)"
            if (!($3 in text)) { text[$3] = $4; unit[$3] = $2 }
        }
        $1 == "function" && $4 == "extern" && $3 in where && !seen["f " $3]++ {
            print "consistency\t" $3 "\t" $3 " is defined in " where[$3] " and in " $2
        }
        $1 == "function" { where[$3] = $2 }' "$OUT/facts.tsv"
}

# Each unit trusts that the functions it calls terminate; that is only sound when no calls form a circle.
recursion() {
    awk -F '\t' '$1 == "function" { print $3, $3 } $1 == "call" { print $3, $4 }' "$OUT/facts.tsv" |
        tsort 2>&1 >/dev/null | sed -n 's/^tsort: \([A-Za-z_0-9]*\)$/\1/p' | sort -u | tr '\n' ' ' |
        sed -n 's/\(.*[^ ]\) *$/recursion\t\1\tmutual recursion: \1/p'
    awk -F '\t' '$1 == "call" && $3 == $4 { print "recursion\t" $3 "\t" $3 " calls itself" }' "$OUT/facts.tsv"
}

# Text that the prover would not see, or would see differently from the compiler.
text() {
    local file
    # shellcheck disable=SC2086
    for source in "$@"; do gcc -E $CPPFLAGS "$source" 2>/dev/null; done |
        sed -n 's/^# [0-9]* "\([^"<]*\)".*/\1/p' | grep -v -e '^/usr/' -e '^/lib/' | sort -u >"$OUT/files.txt"
    while read -r file; do
        [ -f "$file" ] || continue
        grep -nE '/\*[[:space:]]+@|//[[:space:]]+@' "$file" | sed "s|^\([0-9]*\):.*|text\t$file\t$file:\1: a space before @ makes the annotation a plain comment|"
        grep -nE '__FRAMAC__|\<FRAMA_C' "$file" | sed "s|^\([0-9]*\):.*|text\t$file\t$file:\1: code must not depend on being read by Frama-C|"
    done <"$OUT/files.txt"
}

# Every field of the layout table is the bit slice it claims to be (fields.smt2 is made from the table); the last
# query is wrong and must be refuted. WP sees the fields only as arithmetic.
fields() {
    local solver answer wanted
    echo 0 >"$OUT/fields.txt"
    [ -d "$BUILD/gen" ] || return 0
    sed -n 's/.*field_queries = \([0-9]*\);/\1/p' "$BUILD/gen/fields_table.c" >"$OUT/fields.txt"
    wanted="sat 1;unsat $(cat "$OUT/fields.txt");"
    for solver in "z3 -smt2" "cvc4 --incremental --lang=smt2"; do
        # shellcheck disable=SC2086 # program and options
        answer=$($solver "$BUILD/gen/fields.smt2" 2>&1 | sort | uniq -c | awk '{ printf "%s %s;", $2, $1 }')
        [ "$answer" = "$wanted" ] ||
            printf 'fields\t%s\tthe bit-slice queries gave %s, expected %s\n' "${solver%% *}" "${answer:-nothing}" "$wanted"
    done
}

# Goals per function, lemmas included, each counted once: OWNER <tab> UNIT <tab> GOALS <tab> PROVED
count_goals() {
    for dir in "$OUT"/model/*/; do sed "s|^|$(basename "$dir")\t|" "$dir/goals.tsv"; done >"$OUT/all-goals.tsv"
    awk -F '\t' -v OFS='\t' '
        !($2 in unit) { unit[$2] = $1; order[++n] = $2 }
        unit[$2] == $1 || $4 == "failed" { goals[$2]++; proved[$2] += $4 == "valid" }
        END { for (i = 1; i <= n; i++) print order[i], unit[order[i]], goals[order[i]], proved[order[i]] }' \
        "$OUT/all-goals.tsv" >"$OUT/per-function.tsv"
    # a function without goals must not vanish from the table
    awk -F '\t' -v OFS='\t' 'NR == FNR { have[$1] = 1; next }
        $1 == "function" && !($3 in have) { print $3, $2, 0, 0 }' "$OUT/per-function.tsv" "$OUT/facts.tsv" \
        >"$OUT/no-goals.tsv"
    cat "$OUT/no-goals.tsv" >>"$OUT/per-function.tsv"
}

# An empty contract proves nothing and is green; the floor says how much there must be.
floors() {
    [ -f "$FLOORS" ] || { printf 'floors\t%s\t%s is missing (make it with prove.sh --update-floors)\n' "$FLOORS" "$FLOORS"; return; }
    awk -F '\t' -v floors="$FLOORS" '
        NR == FNR { if ($0 !~ /^#/ && NF) floor[$1] = $2; next }
        $1 ~ /^lemma / { next }
        !($1 in floor) { print "floors\t" $1 "\t" $1 " is not listed in " floors; next }
        { seen[$1] = 1 }
        $4 < floor[$1] { print "floors\t" $1 "\t" $1 ": " $4 " goals proved, the floor is " floor[$1] }
        END { for (f in floor) if (!(f in seen)) print "floors\t" f "\t" f " is listed in " floors " but has no goals" }' \
        "$FLOORS" "$OUT/per-function.tsv"
}

update_floors() {
    { printf '# function <tab> smallest number of goals; rewritten by prove.sh --update-floors\n'
        awk -F '\t' '$1 !~ /^lemma / { print $1 "\t" $3 }' "$OUT/per-function.tsv" | sort; } >"$FLOORS.new" && mv "$FLOORS.new" "$FLOORS"
    echo "floors: wrote $FLOORS"
}

count_goals
[ "${UPDATE_FLOORS:-no}" = no ] || update_floors
{ cat "$OUT"/model/*/failures.tsv; finished "$@"; bodies; consistency; recursion; text "$@"; fields; floors; } >>"$failures"
