# Joins the tables that chain.sh gives into one array, one element per condition, register and descriptor.
def rows: split("\n") | map(select(. != "" and (startswith("#") | not)) | split("\t"));
def words: if . == "-" then [] else split(" ") | map(select(. != "")) end;
def index_by(f): reduce .[] as $r ({}; .[$r | f] += [$r]);

($logic | rows | index_by(.[0])) as $logic
| ($contracts | rows | index_by(.[0])) as $contracts
| ($places | rows | index_by(.[0])) as $places
| ($reached | rows | index_by(.[1])) as $reached
| ($findings | rows | index_by(.[2])) as $findings
| ($predicates | rows | index_by(.[0])) as $predicates
| ($clauses | rows | index_by("\(.[0]) \(.[1])")) as $clauses
| ($proofs[0].per_function // {}) as $goals
| (($bmc[0].jobs // []) | map(select(.kind == "check")) | group_by(.property)
   | map({key: .[0].property, value: {jobs: length, hold: (map(select(.verdict == "holds")) | length)}}) | from_entries) as $decided
| $evidence | rows
| map(
    . as [$kind, $name, $functions, $tests, $note]
    | ($clauses["\($kind) \($name)"][0] // [$kind, $name, "", "", ""]) as [$_, $__, $clause, $code, $text]
    | { kind: $kind, name: $name, code: (if $code == "" then null else $code end),
        clauses: ($clause | split(", ") | map(select(. != ""))), text: $text,
        predicates: [(($predicates[$name][0][1] // "-") | words)[]
            | {name: ., file: ($logic[.][0][1] // null), line: (($logic[.][0][2] // "0") | tonumber)}],
        places: [($places[$name] // [])[] | {file: .[1], line: (.[2] | tonumber)}],
        functions: [($functions | words)[]
            | . as $f | {name: $f, file: ($contracts[$f][0][1] // null), line: (($contracts[$f][0][2] // "0") | tonumber),
               goals: $goals[$f].goals, proved: $goals[$f].proved}],
        properties: [($reached[$name] // [])[] | .[0] | . as $p
            | {name: $p, jobs: $decided[$p].jobs, hold: $decided[$p].hold}],
        tests: [($tests | words)[] | split(":") | {file: "tests/unit/\(.[0]).c", name: .[1]}],
        findings: [($findings[$name] // [])[] | {target: .[0], id: .[1], trace: "counterexamples/\(.[3])"}],
        note: (if $note == "-" then null else $note end) })
| map(. + {goals: (if (.functions | length) == 0 or any(.functions[]; .goals == null) then null else (.functions | map(.goals) | add) end),
           proved: (if (.functions | length) == 0 or any(.functions[]; .goals == null) then null else (.functions | map(.proved) | add) end)})
