# Model checking, mutants, judging, coverage, deviations of targets.
include "html";

def bmc_tiles: .bmc.run as $r
    | if $r == null then "<p>\(not_run): <code>make bmc</code> has left no build/bmc/summary.json.</p>"
      else "<div class=\"tiles\">"
        + tile("properties"; number("bmc.run.checks.hold"; $r.checks.hold); "of \(number("bmc.run.checks.jobs"; $r.checks.jobs)) jobs hold, \(number("bmc.run.checks.induction"; $r.checks.induction)) by induction")
        + tile("cover runs"; number("bmc.run.covers.reached"; $r.covers.reached); "of \(number("bmc.run.covers.jobs"; $r.covers.jobs)) reach all their points")
        + tile("mutants"; number("bmc.run.mutants.killed"; $r.mutants.killed); "of \(number("bmc.run.mutants.all"; $r.mutants.all)) tried are found; \(number("bmc.listed"; .bmc.listed)) are listed")
        + "</div><p class=\"soft\">\(number("bmc.run.decided_by_more_than_one"; $r.decided_by_more_than_one)) jobs decided by more than one back end, "
        + "\(number("bmc.run.disagreements"; $r.disagreements)) disagreements, \(number("bmc.run.not_replayed"; $r.not_replayed)) counterexamples not replayed; \(number("bmc.run.seconds"; $r.seconds)) s.</p>" end;

def bmc_rows: .bmc.properties | placed("bmc.properties") | map(.key as $k | .value as $p
    | if ($p.jobs | length) == 0 then
        "<tr id=\"property-\($p.name)\"><td>\($p.name | code)</td><td>\($p.mode)</td><td colspan=\"4\">\(not_run)</td><td class=\"n\">\(not_run)</td><td class=\"n\">\(not_run)</td></tr>"
      else ($p.jobs | placed("\($k).jobs")) as $jobs | $jobs | to_entries | map(.key as $i | .value.key as $j | .value.value
        | "<tr\(if $i == 0 then " id=\"property-\($p.name)\"" else "" end)><td>\(if $i == 0 then $p.name | code else "" end)</td><td>\(if $i == 0 then $p.mode else "" end)</td>"
          + "<td><code>\(.job | text)</code></td><td>\(verdict(.verdict == "holds"; .verdict))</td><td>\(.backends | text)</td>\(cell_number("\($j).seconds"; .seconds))"
          + (if $i > 0 then "<td></td><td></td>" else
              "<td class=\"n\">\(if $p.covers == null then not_run else $p.covers | of("\($k).covers"; "reached"; "jobs") end)</td>"
              + "<td class=\"n\">\(if $p.mutants == null then not_run else $p.mutants | of("\($k).mutants"; "killed"; "all") end)</td>" end) + "</tr>") | join("\n") end)
    | table_of(["property", "mode", "job", "verdict", "back ends", "#s", "#cover runs", "#mutants found"]; .);

def mutation: .mutation as $m | "<div class=\"tiles\">"
    + tile("killed by the proof"; number("mutation.sabotage.run.killed"; $m.sabotage.run.killed);
        (if $m.sabotage.run == null then "make sabotage; " else "\(number("mutation.sabotage.run.survived"; $m.sabotage.run.survived)) survived in the last run; " end) + "\(number("mutation.sabotage.listed"; $m.sabotage.listed)) are listed")
    + tile("killed by the model checker"; number("bmc.run.mutants.killed"; .bmc.run.mutants.killed);
        (if .bmc.run == null then "make bmc; " else "of \(number("bmc.run.mutants.all"; .bmc.run.mutants.all)) tried; " end) + "\(number("bmc.listed"; .bmc.listed)) are listed")
    + tile("wrong implementations accused"; number("mutation.accuse.accused"; $m.accuse.accused);
        (if $m.accuse == null then "make accuse" else "of \(number("mutation.accuse.mutants"; $m.accuse.mutants)), seed \(number("mutation.accuse.seed"; $m.accuse.seed))" end))
    + "</div>"
    + (if ($m.sabotage.run.not_killed // [] | length) > 0 then "<p class=\"bad\">Not killed: \($m.sabotage.run.not_killed | map(text) | join("; ")).</p>" else "" end)
    + "<h3>Mutants made by machine (build/mutants)</h3>"
    + (if $m.mutants == null then "<p>\(not_run): <code>build/mutants/summary.json</code> is not there.</p>" else
        ([$m.mutants.figures | to_entries[] | "<tr><td>\(.key | gsub("_"; " ") | text)</td>\(cell_number("mutation.mutants.figures.\(.key)"; .value))</tr>"] | table_of(["figure", "#"]; .))
        + ([$m.mutants.layers | placed("mutation.mutants.layers")[] | .key as $k | .value | "<tr><td>\(.name | text)</td>\(cell_number("\($k).killed"; .killed))</tr>"] | table_of(["layer", "#killed"]; .))
        + ([$m.mutants.files | placed("mutation.mutants.files")[] | .key as $k | .value | "<tr><td><code>\(.file | text)</code></td><td class=\"n\">\(of($k; "killed"; "mutants"))</td><td>\(bar(.killed; .mutants))</td></tr>"] | table_of(["file", "#killed", ""]; .))
        + (if ($m.mutants.open | length) == 0 then "" else "<p class=\"bad\">Not killed:</p><ul>" + ($m.mutants.open | map("<li>\(code)</li>") | join("")) + "</ul>" end) end);

def campaign($key; $title): if . == null then "<tr><td>\($title)</td><td colspan=\"9\">\(not_run)</td></tr>" else
    "<tr><td>\($title)</td><td>\(.target | text)</td><td>\(verdict(.verdict == "CONFORMS"; .verdict))</td>" + ([. as $c | ("dma", "interrupts", "sessions", "operations", "new_differences", "aborts", "seed") | . as $n | cell_number("\($key).\($n)"; $c[$n])] | join(""))
    + "<td class=\"n\">\(of($key; "reproduced"; "ledger"))</td></tr>" end;
def judging: .judging as $j
    | (if $j.chaos == null then "<p>An implementation that uses every freedom: \(not_run)</p>" else
        "<p>An implementation that uses every freedom of the architecture at random is accused \(number("judging.chaos.accusations"; $j.chaos.accusations)) times in \(number("judging.chaos.operations"; $j.chaos.operations)) operations "
        + "(\(number("judging.chaos.sessions"; $j.chaos.sessions)) sessions, \(number("judging.chaos.requests"; $j.chaos.requests)) requests, \(number("judging.chaos.not_judged"; $j.chaos.not_judged)) operations without defined effect, "
        + "\(number("judging.chaos.profiles"; $j.chaos.profiles)) profiles, seed \(number("judging.chaos.seed"; $j.chaos.seed))); of \(number("judging.chaos.freedoms"; $j.chaos.freedoms)) freedoms, \(number("judging.chaos.never_shown"; $j.chaos.never_shown)) behaviours were never shown.</p>" end)
    + table_of(["run", "target", "verdict", "#DMAs", "#interrupts", "#sessions", "#operations", "#new differences", "#aborts", "#seed", "#ledger reproduced"];
        [($j.check | campaign("judging.check"; "make check-qemu")), ($j.full | campaign("judging.full"; "make check-qemu-full"))]);

def fuzz_table($key; $title; $how): "<h3>\($title)</h3>" + (if . == null then "<p>\(not_run): \($how)</p>" else
    "<p>\(number("\($key).executions"; .executions)) executions, \(number("\($key).findings"; .findings)) findings.</p>"
    + table_of(["target", "#executions", "#seconds", "#edges reached", "#findings"];
        [.targets | placed("\($key).targets")[] | .key as $k | .value as $t | "<tr><td><code>fuzz_\($t.target | text)</code></td>"
            + (["executions", "seconds", "reached", "findings"] | map(. as $n | cell_number("\($k).\($n)"; $t[$n])) | join("")) + "</tr>"]) end);
def figures($key; $how): if . == null then "<p>\(not_run): \($how)</p>" else
    [to_entries[] | "<tr><td>\(.key | gsub("_"; " ") | text)</td>\(cell_number("\($key).\(.key)"; .value))</tr>"] | table_of(["figure", "#"]; .) end;
def world: "<h3>Contracts executed during random runs</h3>" + (.world.runtime | figures("world.runtime"; "<code>make runtime</code>"))
    + (.world.fuzz | fuzz_table("world.fuzz"; "Fuzzing, last run"; "<code>make fuzz</code>")) + (.world.soak | fuzz_table("world.soak"; "Fuzzing, long run"; "<code>make fuzz-soak</code>"))
    + "<h3>Faults around the oracle</h3>" + (.world.faults | figures("world.faults"; "<code>make faults</code>"));

def coverage_part($part): .coverage[$part] as $c | "coverage.\($part)" as $k
    | "<h3>\($part)/</h3><p>\($c.lines | of("\($k).lines"; "covered"; "all")) lines (\(number("\($k).lines.percent"; $c.lines.percent)) %), "
      + "\($c.branches | of("\($k).branches"; "covered"; "all")) branches (\(number("\($k).branches.percent"; $c.branches.percent)) %)"
      + ", \(number("\($k).excused"; $c.excused)) more cannot be taken (tests/trace/unreachable.tsv)"
      + (if ($c.not_run | length) > 0 then "; never run: \($c.not_run | map(code) | join(", "))" else "" end) + ".</p>"
      + "<details\(if $part == "model" then " open" else "" end)><summary class=\"soft\">by file</summary>"
      + ([$c.files | placed("\($k).files")[] | .key as $f | .value | "<tr><td><code>\(.file | text)</code></td>"
          + "<td class=\"n\">\(.lines | of("\($f).lines"; "covered"; "all"))</td>" + cell_number("\($f).lines.percent"; .lines.percent)
          + "<td class=\"n\">\(.branches | of("\($f).branches"; "covered"; "all"))</td>" + cell_number("\($f).branches.percent"; .branches.percent)
          + cell(bar(.branches.covered; .branches.all)) + "</tr>"] | table_of(["file", "#lines", "#%", "#branches", "#%", ""]; .)) + "</details>";
def coverage: if .coverage == null then "<p>\(not_run): <code>make coverage</code> has left no build/coverage/summary.json.</p>" else
    (if .coverage.failed != 0 then "<p class=\"bad\">A test failed while coverage was measured (\(number("coverage.failed"; .coverage.failed))).</p>" else "<p class=\"soft\">Tests that failed meanwhile: \(number("coverage.failed"; .coverage.failed)).</p>" end)
    + coverage_part("model")
    + (if (.coverage.model.uncovered | length) == 0 then "" else
        [.coverage.model.uncovered | placed("coverage.model.uncovered")[] | .key as $k | .value
          | "<tr><td>\(where($k; .file; .line))</td><td class=\"n\">\(of($k; "branch"; "of"))</td><td><code>\(.text | text)</code></td><td>\(if .reason == null then verdict(false; "no test takes it") else .reason | text end)</td></tr>"]
        | "<h3>Branches of model/ that were not taken</h3>" + table_of(["place", "#branch", "line", "why"]; .) end)
    + coverage_part("harness") end;

def deviations: .targets | placed("targets") | map(.key as $t | .value as $target
    | "<h3>\($target.name | text)</h3>"
      + table_of(["deviation", "rule or field", "clause", "trace", "what it does", "reproduced", "#seen"];
        [$target.entries | placed("\($t).entries")[] | .key as $k | .value
          | "<tr id=\"\($target.name)-\(.id)\"><td>\(.id | text)</td><td><b>\(.about | text)</b></td><td>\(.clauses | text)</td><td class=\"chain\">\(.trace | code)</td><td>\(.why | text)</td>"
            + cell(if .reproduced == null then not_run elif .reproduced then verdict(true; "yes") else verdict(false; "no") end) + cell_number("\($k).covered"; .covered) + "</tr>"])) | join("");
