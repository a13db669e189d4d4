# gcov's documents -> totals of model/ and harness/, figures by file, branches of model/ that were not taken. A source file is
# compiled once, a header with every file that includes it: counts of the same line are added.
def percent($part; $all): if $all == 0 then "100.0" else ($part * 1000 / $all | floor | "\(. / 10 | floor).\(. % 10)") end;
def share: {covered: (map(select(. > 0)) | length), all: length} | . + {percent: percent(.covered; .all)};

($excused | split("\n") | map(select(. != "" and (startswith("#") | not)) | split("\t")
    | {key: "\(.[0])\t\(.[1])\t\(.[2])", value: .[3]}) | from_entries) as $reasons
| ($sources | split("\n")) as $sources
| reduce (inputs | .files[] | select(.file | test("^(model|harness)/"))) as $f ({};
    reduce $f.lines[] as $l (.; .[$f.file]["\($l.line_number)"] |=
        {count: ((.count // 0) + $l.count),
         branches: ([.branches // [], [$l.branches[].count]] | if (.[0] | length) == (.[1] | length) then transpose | map(add)
                    else .[0] + .[1] end)}))
| with_entries(.key as $file | .value |= (to_entries | map({line: (.key | tonumber)} + .value) | sort_by(.line)))
| to_entries
| map({ file: .key, lines: (.value | map(.count) | share), branches: (.value | map(.branches[]) | share), detail: .value })
| . as $files
| def part($name):
    ($files | map(select(.file | startswith($name + "/")))) as $mine
    | { name: $name,
        lines: {covered: ($mine | map(.lines.covered) | add), all: ($mine | map(.lines.all) | add)},
        branches: {covered: ($mine | map(.branches.covered) | add), all: ($mine | map(.branches.all) | add)},
        not_run: ($sources | map(select(startswith($name + "/"))) - ($mine | map(.file))),
        files: ($mine | map(del(.detail))) }
    | .lines.percent = percent(.lines.covered; .lines.all) | .branches.percent = percent(.branches.covered; .branches.all);
  part("model") as $model | part("harness") as $harness
| ($texts | split("\n") | map(select(. != "") | capture("^(?<at>[^:]+:[0-9]+):[ \\t]*(?<text>.*)$") | {key: .at, value: .text}) | from_entries) as $text
| [ $files[] | select(.file | startswith("model/")) | .file as $file | .detail[] | .line as $line
    | .branches as $b | range($b | length) | select($b[.] == 0)
    | { file: $file, line: $line, branch: (. + 1), of: ($b | length), text: $text["\($file):\($line)"] }
    | .reason = $reasons["\(.file)\t\(.text)\t\(.branch)"] ] as $missed
| { failed: $failed,
    model: ($model + {uncovered: $missed, excused: ($missed | map(select(.reason != null)) | length)}),
    harness: ($harness + {excused: 0}),
    stale: (($reasons | keys) - ($missed | map("\(.file)\t\(.text)\t\(.branch)"))) }
