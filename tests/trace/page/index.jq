# trace.json -> the page. Style and drawings come as $style, $dma, $interrupt.
include "html";
include "chain";
include "proofs";
include "checking";

# Names of rules in a drawing lead to their rows.
def linked($known): [match("(?:LRT|LCT|LSS|LGN|RTA|INT)\\.[0-9A-F](?:[.0-9A-F]*)|PMR"; "g") | {offset, length, string}] as $names
    | . as $all | reduce ($names | reverse | .[]) as $m ($all;
        if ($known | index($m.string)) then .[:$m.offset] + "<a href=\"#\($m.string)\">\($m.string)</a>" + .[$m.offset + $m.length:] else . end);

(.items | map(.name)) as $known
| "<!DOCTYPE html>", "<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>iommu-oracle: what a green run is worth</title><style>", $style, "</style></head><body>",
  "<h1>What a green run is worth</h1>",
  "<p class=\"soft\">From a clause of the VT-d architecture to the rule, the logic, the code, the proof, the model checking, the tests and the deviations found. Every figure was measured and is in trace.json; what has not been run says so. What none of this covers: spec/SOUNDNESS.md.</p>",
  (if (.outdated | length) == 0 then "" else "<p class=\"none\" style=\"white-space: normal\">Older than the sources they speak of: \(.outdated | map(text) | join(", ")).</p>" end),
  "<nav><a href=\"#walk\">walk</a><a href=\"#conditions\">conditions</a><a href=\"#registers\">registers</a><a href=\"#descriptors\">descriptors</a><a href=\"#clauses\">clauses</a><a href=\"#proofs\">proofs</a><a href=\"#checking\">model checking</a><a href=\"#mutants\">mutants</a><a href=\"#judging\">judging</a><a href=\"#world\">run time, fuzzing, faults</a><a href=\"#coverage\">coverage</a><a href=\"#targets\">targets</a></nav>",
  "<div class=\"tiles\">" + tile("conditions"; number("counts.conditions"; .counts.conditions); "\(number("counts.modelled"; .counts.modelled)) modelled")
    + tile("registers"; number("counts.registers"; .counts.registers); "\(number("counts.descriptors"; .counts.descriptors)) kinds of descriptor")
    + tile("clauses"; number("counts.clauses"; .counts.clauses); "named") + tile("predicates"; number("counts.predicates"; .counts.predicates); "say when a condition holds")
    + tile("deviations"; number("counts.deviations"; .counts.deviations); "known, each with a trace") + "</div>",
  "<h2 id=\"walk\">The walk</h2><h3>A DMA request</h3><div class=\"figure\">", ($dma | linked($known)), "</div><h3>An interrupt request</h3><div class=\"figure\">", ($interrupt | linked($known)), "</div>",
  "<p class=\"soft\">Below each structure: the conditions that it can meet. Numbers in the boxes of levels are address bits.</p>",
  "<h2 id=\"conditions\">Conditions</h2><p class=\"soft\">A property of the model checker is listed when it comes to a statement about the condition; a contract when spec/evidence.tsv names it. Goals of a function count all its goals, not only those about the rule.</p>", chain_table("condition"),
  "<h2 id=\"registers\">Registers</h2>", chain_table("register"), "<h2 id=\"descriptors\">Queue descriptors</h2>", chain_table("descriptor"),
  "<h2 id=\"clauses\">Clauses</h2>", clause_index,
  "<h2 id=\"proofs\">Proofs</h2>", proof_tiles, proof_files, provers,
  "<h2 id=\"checking\">Model checking</h2>", bmc_tiles, bmc_rows,
  "<h2 id=\"mutants\">Mutants</h2>", mutation, "<h2 id=\"judging\">Judging</h2>", judging,
  "<h2 id=\"world\">Run time, fuzzing, faults</h2>", world,
  "<h2 id=\"coverage\">Coverage by tests</h2>", coverage, "<h2 id=\"targets\">Deviations of targets</h2>", deviations, "</body></html>"
