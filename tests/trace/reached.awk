# Property files and their headers -> "PROPERTY <tab> RULE" for every condition, written VTD_LSS_2 or lss_2, in a function or
# table that the property's main comes to by calls. What fills a unit with arbitrary values, or states its invariant, says
# nothing about conditions and is left out. Code for other variants of a property counts as well.
# usage: awk -f reached.awk spec/rules.tsv proofs/bmc/properties/*.[ch]
BEGIN { split("arbitrary.h invariant.h machine.h", list, " "); for (i in list) silent[list[i]] = 1 }
FILENAME ~ /\.tsv$/ {
    if (/^#/) next
    split($0, column, "\t"); name = column[1]; gsub(/\./, "_", name)
    rule["VTD_" name] = column[1]; rule[tolower(name)] = column[1]
    next
}
FNR == 1 {
    file = FILENAME; sub(/.*\//, "", file); node = head = ""
}
/^\/\* mode: / { properties[file] = 1 } # a file without a mode is no property, or is not run
node == "" && /^[A-Za-z_].*\(/ && !/;[ \t]*$/ { head = $0; sub(/\(.*/, "", head); sub(/.*[ *]/, "", head) }
node == "" && /^[A-Za-z_].*= *\{/ { head = $0; sub(/ *(\[.*)?=.*/, "", head); sub(/\[.*/, "", head); sub(/.*[ *]/, "", head); enter() }
/^\{/ && head != "" { enter() }
function enter() { node = file ":" head; known[node] = 1; if (file ~ /\.h$/) shared[head] = node; head = "" }
node != "" {
    line = $0
    gsub(/[^A-Za-z0-9_]+/, " ", line)
    words[node] = words[node] " " line
}
/^}/ || /^[^ ].*\};[ \t]*$/ { node = "" }
function visit(at,    word, n, i, to, own) {
    own = at; sub(/:.*/, "", own)
    if (at in seen || own in silent) return
    seen[at] = 1
    n = split(words[at], word, " ")
    for (i = 1; i <= n; i++) {
        if (word[i] in rule) found[rule[word[i]]] = 1
        to = own ":" word[i]
        if (to in known) visit(to)
        else if (word[i] in shared) visit(shared[word[i]])
    }
}
END {
    for (file in properties) {
        split("", seen); split("", found)
        visit(file ":main")
        property = file; sub(/\.c$/, "", property)
        for (r in found) print property "\t" r | "sort"
    }
}
