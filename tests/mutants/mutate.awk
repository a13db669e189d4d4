# Places of a C file (nodes.jq) -> mutants of it, one line each:
#   id, file, line, function, kind, begin, end, original text, replacement      (offsets in bytes, from 0)
# Run with -v file=NAME -v source=PATH. An id depends on the function, the line's text and the change, not on where it is.
BEGIN {
    FS = OFS = "\t"
    for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
    RS = "\001"
    if ((getline text < source) <= 0) { print source ": cannot be read" > "/dev/stderr"; exit 3 }
    RS = "\n"
    lines = split(text, line_text, "\n")
    for (i = 1; i <= lines; i++) { line_start[i] = at; at += length(line_text[i]) + 1 }
    others["+"] = "-"; others["-"] = "+"; others["*"] = "/ +"; others["/"] = "* %"; others["%"] = "/"
    others["<"] = "<= >="; others["<="] = "< >"; others[">"] = ">= <="; others[">="] = "> <"
    others["=="] = "!= <="; others["!="] = "=="
    others["&&"] = "||"; others["||"] = "&&"
    others["&"] = "|"; others["|"] = "&"; others["^"] = "|"; others["<<"] = ">>"; others[">>"] = "<<"
    others["+="] = "-= ="; others["-="] = "+= ="; others["|="] = "&= ="; others["&="] = "|= ="; others["*="] = "="
    others["/="] = "="; others["%="] = "="; others["++"] = "--"; others["--"] = "++"
}

function part(from, upto) { return substr(text, from + 1, upto - from) }

function line_of(offset,    low, high, middle) {
    low = 1; high = lines
    while (low < high) {
        middle = int((low + high + 1) / 2)
        if (line_start[middle] <= offset) low = middle; else high = middle - 1
    }
    return low
}

function hash(s,    i, h) {
    h = 5381
    for (i = 1; i <= length(s); i++) h = (h * 33 + code[substr(s, i, 1)]) % 4294967296
    return sprintf("%08x", h)
}

function escaped(s) { gsub(/\\/, "\\\\", s); gsub(/\n/, "\\n", s); gsub(/\t/, "\\t", s); return s }

function mutant(kind, from, upto, put,    line, key, stem) {
    if (part(from, upto) == put || (from, upto, put) in given) return
    given[from, upto, put] = 1
    line = line_of(from)
    key = $1 SUBSEP line_text[line] SUBSEP kind SUBSEP part(from, upto) SUBSEP put
    stem = file; sub(/.*\//, "", stem); sub(/\.c$/, "", stem)
    print stem "." $1 "." kind "." hash(key SUBSEP times[key]++), file, line, $1, kind, from, upto, escaped(part(from, upto)), escaped(put)
}

function operator(detail, from, upto,    gap, i, n, list) {
    gap = part(from, upto)
    i = index(gap, detail)
    if (!i || !(detail in others)) { print file ":" line_of(from) ": operator " detail " not found or not known" > "/dev/stderr"; failed = 1; return }
    n = split(others[detail], list, " ")
    for (gap = 1; gap <= n; gap++)
        mutant(detail ~ /^[<>=!]=?$/ ? "bound" : detail ~ /^(&&|\|\|)$/ ? "logic" : "operator", from + i - 1, from + i - 1 + length(detail), list[gap])
}

$2 == "operator" || $2 == "step" { operator($3, $4, $5) }
$2 == "unary" { mutant("negation", $4, $5, "") }
$2 == "condition" { mutant("condition", $4, $5, "1"); mutant("condition", $4, $5, "0"); next }
$2 == "statement" { mutant("dropped", $4, $5, "(void)0") }
$2 == "arguments" { mutant("swapped", $4, $7, part($6, $7) part($5, $6) part($4, $5)) }
$2 == "number" || $2 == "name" {
    was = part($4, $5)
    if (was == "true" || was == "false") mutant("constant", $4, $5, was == "true" ? "false" : "true")
    else if (was !~ /^[A-Za-z0-9_]+$/) next # a macro with arguments
    else if ($3 == "field") { mutant("field", $4, $5, "(" was " * 2)"); mutant("field", $4, $5, "(" was " / 2)") }
    else {
        mutant("constant", $4, $5, "(" was " + 1)")
        if (was ~ /^[0-9]/ && was !~ /^0[uUlL]*$/) { mutant("constant", $4, $5, "(" was " - 1)"); mutant("constant", $4, $5, "0") }
    }
}
$2 == "return" {
    was = part($4, $5)
    if ($3 ~ /\*/) next
    else if ($3 ~ /^(const )?struct /) mutant("return", $4, $5, "(" $3 "){0}")
    else if ($3 == "_Bool" || $3 == "bool") mutant("return", $4, $5, "!(" was ")")
    else { mutant("return", $4, $5, "0"); mutant("return", $4, $5, "(" was ") + 1") }
}
END { exit failed ? 3 : 0 }
