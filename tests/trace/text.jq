# trace.json -> trace.txt: the chain, one block for each condition, register and descriptor.
def list: if length == 0 then "-" else join(", ") end;
def line($name; $what): "    \($name)\(" " * (9 - ($name | length)))\($what)";
"clause -> rule -> logic -> code -> proof -> model checking -> tests -> found",
"",
(.items[]
 | "\(.clauses | list) -> \(.name)\(if .code then " (reason \(.code)h)" else "" end): \(.text)\(if .note then " [\(.note)]" else "" end)",
   (if .kind == "condition" then line("logic"; .predicates | map("\(.name) \(.file):\(.line)") | list),
        line("code"; .places | map("\(.file):\(.line)") | list) else empty end),
   line("proof"; .functions | map("\(.name) \(if .goals == null then "(not run)" else "(\(.proved) of \(.goals) goals)" end)") | list),
   (if .kind == "condition" then line("checking"; .properties | map("\(.name) \(if .jobs == null then "(not run)" else "(\(.hold) of \(.jobs) jobs hold)" end)") | list) else empty end),
   line("tests"; .tests | map("\(.file):\(.name)") | list),
   line("found"; .findings | map("\(.target) \(.id) \(.trace)") | list)),
"",
"\(.counts.conditions) conditions (\(.counts.modelled) modelled), \(.counts.registers) registers, \(.counts.descriptors) descriptors; \(.counts.clauses) clauses, \(.counts.predicates) predicates, \(.counts.deviations) deviations",
"proofs: " + (if .proofs.run == null then "not run" else "\(.proofs.run.proved) of \(.proofs.run.goals) goals, \(.proofs.run.failures) failed checks" end) + "; \(.proofs.sources.current) of \(.proofs.sources.all) sources proved in the text of now",
"model checking: " + (if .bmc.run == null then "not run" else "\(.bmc.run.checks.hold) of \(.bmc.run.checks.jobs) jobs hold, \(.bmc.run.mutants.killed) of \(.bmc.run.mutants.all) mutants found" end),
"older than their sources: \(if (.outdated | length) == 0 then "none" else .outdated | join(", ") end)",
"coverage: " + (if .coverage == null then "not run" else "model/ \(.coverage.model.branches.percent) % of branches, harness/ \(.coverage.harness.branches.percent) %" end)
