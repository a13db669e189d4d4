# Read a unit as Frama-C itself understood it (frama-c -print) and write one tab-separated fact per line:
#   function NAME static|extern CONTRACT REQUIRES_OR_ENSURES TERMINATES EXITS ASSIGNS ENSURES   (1 or 0 each)
#   declared NAME             a contract without a body in this unit
#   loop     FUNCTION ASSIGNS VARIANT   (1 or 0 each)
#   call     FUNCTION CALLEE
#   lemma    NAME
#   recursive NAME            a logic definition that refers to itself
#   banned   KIND WHERE       axiom, admit, union, bit-field, goto loop, statement contract, assembly
#   block    KEY TEXT         text of a contract, logic definition or type, for comparison between units
# Working on the printed syntax tree, after macros and file inclusion, means that nothing can hide from it.

function squeeze(s) { gsub(/[ \t]+/, " ", s); sub(/^ /, "", s); sub(/ $/, "", s); return s }
function fact(a, b, c) { print a "\t" b (c == "" ? "" : "\t" c) }
function flag(x) { return x ? 1 : 0 }

# the identifier before the first parenthesis
function name_of(header) {
    gsub(/__attribute__ *\(\([^)]*\)\)/, "", header)
    sub(/ *\(.*/, "", header)
    sub(/.*[ *]/, "", header)
    return header
}

function refers(text, name) { return (" " text " ") ~ ("[^A-Za-z0-9_]" name "[^A-Za-z0-9_]") }

# A definition inside or outside an axiomatic block.
function logic_definition(text,    name, body) {
    name = text
    sub(/^(logic|predicate|inductive) /, "", name)
    sub(/ *=.*/, "", name)
    body = substr(text, length(name) + 1)
    sub(/ *[({].*/, "", name); sub(/.*[ *]/, "", name)
    if (text !~ /^inductive/ && text ~ /=/) {
        sub(/^[^=]*=/, "", body)
        if (refers(body, name)) fact("recursive", name)
    }
    fact("block", "logic " name, text)
}

function global_annotation(text,    n, i, part, name) {
    n = split(text, part, /(^|[^A-Za-z0-9_\\])axiom /)
    for (i = 2; i <= n; i++) fact("banned", "axiom", squeeze(substr(part[i], 1, index(part[i] ";", ";"))))
    if (text ~ /(^|[^A-Za-z0-9_\\])admit /) fact("banned", "admit", text)
    if (text ~ /^(check |admit )?lemma /) {
        name = text; sub(/^(check |admit )?lemma /, "", name); sub(/[{: ].*/, "", name)
        fact("lemma", name); fact("block", "lemma " name, text)
    } else if (text ~ /^(logic|predicate|inductive) /) logic_definition(text)
    else if (text ~ /^axiomatic /) {
        name = text; sub(/^axiomatic /, "", name); sub(/[ {].*/, "", name)
        fact("block", "axiomatic " name, text)
        n = split(text, part, / lemma /)
        for (i = 2; i <= n; i++) { sub(/[{: ].*/, "", part[i]); fact("lemma", part[i]) }
        n = split(text, part, / (logic|predicate) /)
        for (i = 2; i <= n; i++) if (part[i] ~ /=/) logic_definition("logic " part[i])
    } else fact("block", "annotation " substr(text, 1, 40), text)
}

function is_global(text) {
    return text ~ /^((check |admit )?lemma|logic|predicate|inductive|axiomatic|axiom|type|model|global|volatile) /
}

# Clauses of a contract, one printed line each start.
function read_contract(    n, i, line, word, inside) {
    r_or_e = terminates = exits = assigns = ensures = 0
    n = split(contract_lines, line, "\n")
    for (i = 1; i <= n; i++) {
        word = squeeze(line[i])
        if (word ~ /^behavior /) inside = 1
        if (word ~ /^((admit|check) )?(requires|ensures)( |$)/) r_or_e = 1
        if (word ~ /^(check )?ensures( |$)/ && word != "ensures \\true;") ensures = 1
        if (inside) continue
        if (word == "terminates \\true;") terminates = 1
        if (word == "exits \\false;") exits = 1
        if (word ~ /^assigns /) assigns = 1
    }
    if (contract ~ /(^|[^A-Za-z0-9_\\])admit /) fact("banned", "admit", contract)
}

function start_function(    scope) {
    fn = name_of(header)
    read_contract()
    scope = header ~ /(^| )static / ? "static" : "extern"
    print "function\t" fn "\t" scope "\t" flag(contract != "") "\t" r_or_e "\t" terminates "\t" exits \
        "\t" assigns "\t" ensures
    if (contract != "") fact("block", "contract " fn, contract " " squeeze(header))
    text_of_body = ""; last = ""; split("", label); split("", seen)
}

function end_function() {
    if (is_static()) fact("block", "body " fn, text_of_body)
    fn = ""; contract = ""; contract_lines = ""; header = ""
}

function is_static() { return header ~ /(^| )static / }

function prototype() {
    if (contract != "") {
        fact("declared", name_of(header))
        fact("block", "contract " name_of(header), contract " " squeeze(substr(header, 1, length(header) - 1)))
        if (contract ~ /(^|[^A-Za-z0-9_\\])admit /) fact("banned", "admit", contract)
    }
    contract = ""; contract_lines = ""; header = ""
}

# One line of a function body outside annotations.
function statement(line,    rest, word) {
    text_of_body = text_of_body " " line
    if (line ~ /(^|[^A-Za-z0-9_])while \(/)
        print "loop\t" fn "\t" flag(last ~ /loop assigns /) "\t" flag(last ~ /loop variant /)
    if (line ~ /__asm__/) fact("banned", "assembly", fn)
    if (match(line, /^ *[A-Za-z_][A-Za-z0-9_]*:/) && line !~ /^ *default:/) {
        word = substr(line, RSTART, RLENGTH - 1); gsub(/ /, "", word); label[word] = 1
    }
    if (match(line, /goto [A-Za-z_][A-Za-z0-9_]*/) && (substr(line, RSTART + 5, RLENGTH - 5) in label))
        fact("banned", "loop made with goto", fn)
    rest = line
    while (match(rest, /[A-Za-z_][A-Za-z0-9_]* ?\(/)) {
        word = substr(rest, RSTART, RLENGTH - 1); sub(/ $/, "", word)
        if (word !~ /^(if|while|switch|return|sizeof|for)$/ && !(word in seen)) {
            seen[word] = 1; fact("call", fn, word)
        }
        rest = substr(rest, RSTART + RLENGTH)
    }
    if (line !~ /^ *;? *$/) last = ""
}

function annotation(text) {
    if (fn != "") {
        text_of_body = text_of_body " " text
        if (text ~ /^(requires|ensures|behavior|assigns|assumes|terminates|exits|breaks|continues|returns) /)
            fact("banned", "statement contract", fn)
        if (text ~ /(^|[^A-Za-z0-9_\\])admit /) fact("banned", "admit", fn ": " text)
        last = text
    } else if (is_global(text)) global_annotation(text)
    else { contract = text; contract_lines = raw }
}

# --- lines -------------------------------------------------------------------------------------------------
/\/\*@/ && !open { open = 1; raw = ""; before = $0; sub(/\/\*@.*/, "", before); sub(/.*\/\*@/, "") }
open {
    done = index($0, "*/")
    after = done ? substr($0, done + 2) : ""
    raw = raw "\n" (done ? substr($0, 1, done - 1) : $0)
    if (!done) next
    open = 0
    text = raw; gsub(/\n/, " ", text)
    if (fn != "" && before !~ /^ *$/) statement(before)
    annotation(squeeze(text))
    if (after ~ /^[ ;]*$/) next
    $0 = after
}
fn == "" && /^[A-Za-z_].*\(/ && header == "" && $0 !~ /^[^(]*=/ { header = $0; in_header = 1 }
fn == "" && in_header {
    if ($0 != header && $0 !~ /^\{/) header = header " " squeeze($0)
    if ($0 ~ /^\{/) { in_header = 0; start_function(); next }
    if ($0 ~ /; *$/) { in_header = 0; prototype() }
    next
}
fn != "" && /^\}/ { end_function(); next }
fn != "" { statement($0); next }
/^(struct|union|enum)[ A-Za-z0-9_]*\{/ {
    type = $0; sub(/ *\{.*/, "", type); body = ""
    if (type ~ /^union/) fact("banned", "union", type)
}
type != "" {
    body = body " " $0
    if ($0 ~ /: *[0-9]+ *;/) fact("banned", "bit-field", type ":" $0)
    if ($0 ~ /^\}/) { fact("block", type, squeeze(body)); type = "" }
}
