# What the pages show besides the chain; see dashboards.sh.
def rows: split("\n") | map(select(. != "") | split("\t"));
def numbers_of: with_entries(select(.value | type == "number"));

def proof_files:
    ($goals | rows | group_by(.[-1]) | map({key: .[0][-1], value: .}) | from_entries) as $g
    | ($smoke | rows | group_by(.[-1]) | map({key: .[0][-1], value: .}) | from_entries) as $s
    | ($failures | rows) as $f
    | $stamps | rows | map(. as [$file, $stamp]
        | { file: $file, stamp: $stamp,
            goals: (if $g[$file] then ($g[$file] | length) else null end),
            proved: (if $g[$file] then ($g[$file] | map(select(.[2] == "valid")) | length) else null end),
            cached: (if $g[$file] then ($g[$file] | map(select(.[5] == "cached")) | length) else null end),
            smoke: (if $g[$file] then ($s[$file] // [] | length) else null end),
            smoke_passed: (if $g[$file] then ($s[$file] // [] | map(select(.[2] == "passed")) | length) else null end),
            axioms: (if $g[$file] then ($f | map(select((.[0] == "axioms" or .[0] == "admits") and .[1] == $file)) | length) else null end) });

def proofs:
    proof_files as $files
    | { files: $files,
        sources: { all: ($files | length), current: ($files | map(select(.stamp == "current")) | length) },
        run: ($proofs[0] | if . == null then null else
            { goals, proved, unproved, timeouts, smoke_tests, smoke_failures, axioms, admits, functions, functions_without_contract,
              lemmas, cached, field_queries, canaries, seconds, failures: (.failures | length),
              provers: (.provers | to_entries | map({name: .key, goals: .value})), tools: (.tools | to_entries | map("\(.key) \(.value)")),
              hypotheses: (.memory_model_hypotheses | length), slowest: .slowest,
              failed: (.failures | map(.message) | .[:20]) } end) };

def bmc:
    ($bmc[0].jobs // []) as $jobs
    | { listed: $bmc_listed,
        run: ($bmc[0] | if . == null then null else { ok, seconds, checks, covers, mutants, disagreements, not_replayed, decided_by_more_than_one } end),
        properties: ($properties | rows | map(. as [$name, $mode]
            | ($jobs | map(select(.property == $name))) as $mine
            | { name: $name, mode: $mode,
                jobs: ($mine | map(select(.kind == "check") | {job, verdict, seconds,
                    backends: ((.backends // []) | map(select(.reachable != "none").name) | unique | join(", "))})),
                covers: ($mine | map(select(.kind == "cover")) | if length == 0 then null else {jobs: length, reached: (map(select(.ok)) | length)} end),
                mutants: ($mine | map(select(.kind == "mutant")) | if length == 0 then null else {all: length, killed: (map(select(.ok)) | length)} end) })) };

def mutation:
    { sabotage: { listed: $sabotage_listed,
                  run: ($sabotage[0] | if . == null then null else
                      { killed, survived, not_killed: (.mutants | map(select(.verdict | startswith("killed") | not) | "\(.id): \(.verdict)")) } end) },
      mutants: ($mutants[0] | if . == null then null else
          { figures: numbers_of, layers: (.killed_by // {} | to_entries | map({name: .key, killed: .value})),
            files: (.by_file // {} | to_entries | map({file: .key} + .value)),
            open: ((.not_killed // []) | map(select(.verdict != "equivalent") | "\(.verdict): \(.id) \(.original) -> \(.replacement)")) } end),
      accuse: ($accuse[0] | if . == null then null else {mutants, accused, seed} end) };

def campaign: if . == null then null else
    { target, verdict, seed, dma, interrupts, new_differences, aborts,
      sessions: .sessions.judged, operations: .sessions.operations,
      ledger: (.ledger | length), reproduced: (.ledger | map(select(.reproduced)) | length) } end;

def targets:
    (($full[0] // $check[0]).ledger // [] | map({key: .id, value: .}) | from_entries) as $seen
    | $deviations | rows | group_by(.[0])
    | map({ name: .[0][0],
            entries: map(. as [$_, $id, $conditions, $pattern, $clauses, $trace, $why, $verdict]
                | { id: $id, about: ($verdict | sub("^violation "; "")), conditions: $conditions, clauses: $clauses,
                    trace: "counterexamples/\($trace)", why: $why,
                    reproduced: $seen[$id].reproduced, covered: $seen[$id].covered }) });

def fuzzed: if . == null then null else { executions, findings, targets: (.targets | map({target, executions, seconds, reached, findings})) } end;
def world:
    { runtime: ($runtime[0] | if . == null then null else { functions_checked, functions_satisfied, clauses_checked, clauses_premise_met, evaluations, violations, operations, seed } end),
      fuzz: ($fuzz[0] | fuzzed), soak: ($soak[0] | fuzzed),
      faults: ($faults[0] | if . == null then null else { cases, bad, faults } end) };

{ proofs: proofs, bmc: bmc, mutation: mutation, world: world,
  judging: { chaos: ($chaos[0] | if . == null then null else
                 { operations, sessions, requests, not_judged, accusations, freedoms: (.freedoms | length), never_shown, profiles: (.profiles | length), seed } end),
             check: ($check[0] | campaign), full: ($full[0] | campaign) },
  coverage: $coverage[0], targets: targets, outdated: ($outdated | split("\n") | map(select(. != ""))) }
