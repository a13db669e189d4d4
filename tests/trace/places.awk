# model/*.c -> "RULE <tab> FILE <tab> LINE" for the first place in each file that decides a rule: assigns its flag (lss_2) or
# its name (VTD_PMR). The table of fault reasons (model/rules.c) decides nothing. usage: awk -f places.awk rules.tsv model/*.c
FILENAME ~ /\.tsv$/ {
    if (/^#/) next
    split($0, column, "\t"); name = column[1]; gsub(/\./, "_", name)
    flag[tolower(name)] = column[1]; code["VTD_" name] = column[1]
    next
}
FILENAME ~ /\/rules\.c$/ { next }
{
    line = $0
    while (match(line, /[.>][a-z0-9_]+ *=[^=]/)) {
        word = substr(line, RSTART + 1, RLENGTH - 1); sub(/ *=.*/, "", word)
        if (word in flag) tell(flag[word])
        line = substr(line, RSTART + RLENGTH)
    }
    line = $0
    gsub(/(return|case|==|!=) *VTD_[A-Z0-9_]+/, " ", line) # chosen among conditions, or asked for
    gsub(/[^A-Za-z0-9_]+/, " ", line)
    n = split(line, part, " ")
    for (i = 1; i <= n; i++) if (part[i] in code) tell(code[part[i]])
}
function tell(rule) {
    if ((rule, FILENAME) in told) return
    told[rule, FILENAME] = 1
    print rule "\t" FILENAME "\t" FNR
}
