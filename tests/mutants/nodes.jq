# Places of a C file that can be mutated, from clang's syntax tree: one line per place, offsets in bytes.
#   function, what, detail, begin, end [, begin of the second part, end of the second part]
# The tree has no comments, so that annotations are never touched.

def at: (.expansionLoc // .);
def from: .range.begin | at | .offset;
def upto: .range.end | at | (.offset + .tokLen);
def from_macro: .range.begin.expansionLoc != null;
def span: [from, upto];
def name: (.type.desugaredQualType // .type.qualType // "");
def number: name | test("^(const )?(unsigned |signed |long |int|short|char|_Bool|u?int[0-9]+_t|bool|enum )");
def stripped: if (.kind == "ImplicitCastExpr" or .kind == "ParenExpr" or .kind == "ConstantExpr") then (.inner[0] | stripped) else . end;

def row($what; $detail): [$what, $detail] + span;
# In the tree of a statement, what stands there for its effect.
def droppable:
    (.kind == "BinaryOperator" and .opcode == "=") or .kind == "CompoundAssignOperator" or .kind == "CallExpr" or .kind == "BreakStmt"
    or .kind == "ContinueStmt" or (.kind == "UnaryOperator" and (.opcode == "++" or .opcode == "--"))
    or (.kind == "ReturnStmt" and .inner == null);
def statements:
    if .kind == "CompoundStmt" then .inner[]?
    elif .kind == "IfStmt" then .inner[1:][]
    elif .kind == "WhileStmt" or .kind == "ForStmt" then .inner[-1]
    elif .kind == "CaseStmt" or .kind == "DefaultStmt" then .inner[-1]
    else empty end;
def conditions:
    if .kind == "IfStmt" or .kind == "WhileStmt" or .kind == "ConditionalOperator" then .inner[0]
    elif .kind == "ForStmt" then .inner[2]
    elif .kind == "BinaryOperator" and (.opcode == "&&" or .opcode == "||") then .inner[0, 1]
    else empty end;

# The places of one node, without those below it.
def here:
    (conditions | select(.range.begin != null and .range.begin != {}) | row("condition"; "")),
    (statements | select(droppable) | row("statement"; .kind)),
    if .kind == "BinaryOperator" or .kind == "CompoundAssignOperator" then
        if .opcode == "=" or .opcode == "," then empty
        else ["operator", .opcode, (.inner[0] | upto), (.inner[1] | from)] end
    elif .kind == "UnaryOperator" and (.opcode == "!" or .opcode == "-" or .opcode == "~") then
        ["unary", .opcode, from, (.inner[0] | from)]
    elif .kind == "UnaryOperator" and (.opcode == "++" or .opcode == "--") then
        row("step"; .opcode)
    elif .kind == "ReturnStmt" and .inner != null then (.inner[0] | row("return"; name))
    elif .kind == "CallExpr" then
        .inner[1:] as $a | range(0; ($a | length) - 1) as $i
        | select(($a[$i] | name) == ($a[$i + 1] | name) or (($a[$i] | number) and ($a[$i + 1] | number)))
        | ["arguments", ""] + ($a[$i] | span) + ($a[$i + 1] | span)
    else empty end;

# Constants, with how they are used.
def places($use):
    if .kind == null or .range.begin == null or .range.begin == {} then empty
    elif from_macro then row("name"; $use)
    elif .kind == "IntegerLiteral" then row("number"; $use)
    elif .kind == "DeclRefExpr" and .referencedDecl.kind == "EnumConstantDecl" then row("name"; $use)
    else here,
        if .kind == "BinaryOperator" and (.opcode | test("^([/%&]|<<|>>)$")) then
            (.inner[0] | places("")), (.inner[1] | places(if (stripped | .kind) == "IntegerLiteral" then "field" else "" end))
        elif .kind == "ImplicitCastExpr" or .kind == "ParenExpr" or .kind == "ConstantExpr" or .kind == "CStyleCastExpr" then
            (.inner[]? | places($use))
        elif .kind == "UnaryExprOrTypeTraitExpr" then empty
        else (.inner[]? | places("")) end
    end;

.inner[] | select(.kind == "FunctionDecl" and (.loc.includedFrom | not) and (.loc.expansionLoc.includedFrom | not))
| .name as $function | .inner[]? | select(.kind == "CompoundStmt") | places("") | [$function] + . | @tsv
