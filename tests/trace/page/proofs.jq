# The proof dashboard.
include "html";

def proof_tiles: .proofs as $p | $p.run as $r
    | if $r == null then "<p>\(not_run): <code>make prove</code> has left no build/proofs/summary.json; \(number("proofs.sources.current"; $p.sources.current)) of \(number("proofs.sources.all"; $p.sources.all)) sources were proved in the text of now.</p>"
      else "<div class=\"tiles\">"
        + tile("goals"; number("proofs.run.proved"; $r.proved); "of \(number("proofs.run.goals"; $r.goals)) proved, \(number("proofs.run.cached"; $r.cached)) of them replayed")
        + tile("smoke tests"; number("proofs.run.smoke_failures"; $r.smoke_failures); "of \(number("proofs.run.smoke_tests"; $r.smoke_tests)) find a contradiction")
        + tile("axioms, admits"; "\(number("proofs.run.axioms"; $r.axioms)), \(number("proofs.run.admits"; $r.admits))"; "believed without proof")
        + tile("functions"; number("proofs.run.functions"; $r.functions); "\(number("proofs.run.functions_without_contract"; $r.functions_without_contract)) without contract")
        + tile("failed checks"; number("proofs.run.failures"; $r.failures); "of any kind")
        + tile("sources"; number("proofs.sources.current"; $p.sources.current); "of \(number("proofs.sources.all"; $p.sources.all)) proved in the text of now")
        + "</div><p class=\"soft\">\(number("proofs.run.unproved"; $r.unproved)) unproved, \(number("proofs.run.timeouts"; $r.timeouts)) timeouts; "
        + "\(number("proofs.run.lemmas"; $r.lemmas)) lemmas; \(number("proofs.run.field_queries"; $r.field_queries)) bit-slice queries; "
        + "\(number("proofs.run.canaries"; $r.canaries)) canaries; \(number("proofs.run.hypotheses"; $r.hypotheses)) memory model hypotheses; "
        + "\(number("proofs.run.seconds"; $r.seconds)) s; \($r.tools | map(text) | join(", ")).</p>"
        + (if $r.failures > 0 then "<p class=\"bad\">The run failed: the figures are those of what was reached. \($r.failed | map(text) | .[:5] | join("; "))\(if $r.failures > 5 then " ..." else "" end)</p>" else "" end)
      end;

def proof_files: if .proofs.run == null and (.proofs.files | all(.goals == null)) then "" else
    .proofs.files | placed("proofs.files")
    | map(.key as $k | .value | "<tr><td><code>\(.file | text)</code></td>"
        + cell_number("\($k).goals"; .goals) + cell_number("\($k).proved"; .proved) + cell_number("\($k).cached"; .cached)
        + cell_number("\($k).smoke"; .smoke) + cell_number("\($k).smoke_passed"; .smoke_passed) + cell_number("\($k).axioms"; .axioms)
        + cell(if .stamp == "current" then verdict(true; .stamp) else verdict(false; .stamp) end) + "</tr>")
    | table_of(["file", "#goals", "#proved", "#replayed", "#smoke tests", "#passed", "#axioms, admits", "result belongs to the text of now"]; .) end;

def provers: if .proofs.run == null then "" else
    "<h3>Provers and slowest goals</h3>"
    + (.proofs.run.provers | placed("proofs.run.provers") | map(.key as $k | "<tr><td>\(.value.name | text)</td>\(cell_number("\($k).goals"; .value.goals))</tr>") | table_of(["prover", "#goals"]; .))
    + (.proofs.run.slowest | placed("proofs.run.slowest") | map(.key as $k | "<tr><td><code>\(.value.goal | text)</code></td><td>\(.value.prover | text)</td>\(cell_number("\($k).ms"; .value.ms))</tr>") | table_of(["goal", "prover", "#ms"]; .)) end;
