#!/usr/bin/env bash
# What `check` writes: JSON against its schema, JUnit as XML, SARIF by its parts; the same bytes for the same seed.
set -uo pipefail
oracle=${ORACLE:-build/iommu-oracle} example=${EXAMPLE:-build/example-target}
schema=harness/check/check.schema.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

expect() { # name, command...
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        tail -n 5 "$work/log"
    fi
}

run() { # name, exit code, arguments of check...
    local name=$1 code=$2
    shift 2
    "$oracle" check "$@" --json "$work/$name.json" --junit "$work/$name.xml" --sarif "$work/$name.sarif" \
        >"$work/$name.txt" 2>&1
    expect "$name: exit code" [ $? -eq "$code" ]
    expect "$name: JSON" /usr/bin/jsonschema -i "$work/$name.json" "$schema"
    expect "$name: JUnit" xmllint --noout "$work/$name.xml"
    # shellcheck disable=SC2016
    expect "$name: SARIF" jq -e '.version == "2.1.0" and (.runs | length) == 1 and .runs[0].tool.driver.name == "iommu-oracle"
        and (.runs[0].results | all(has("ruleId") and has("level") and .message.text != ""))
        and ([.runs[0].tool.driver.rules[].id] as $known | .runs[0].results | all([.ruleId] | inside($known)))' "$work/$name.sarif"
    expect "$name: JUnit counts" [ "$(xmllint --xpath 'count(//testcase)' "$work/$name.xml")" -eq "$(jq '.classes | length + 1' "$work/$name.json")" ]
    expect "$name: JUnit failures" [ "$(xmllint --xpath 'count(//failure)' "$work/$name.xml")" -eq "$(jq '[.classes[] | select(.ledger == null)] | length' "$work/$name.json")" ]
    expect "$name: SARIF errors" [ "$(jq '[.runs[0].results[] | select(.level == "error")] | length' "$work/$name.sarif")" -eq "$(jq '[.classes[] | select(.ledger == null)] | length' "$work/$name.json")" ]
    expect "$name: verdict first" grep -q "^$(jq -r .verdict "$work/$name.json"): " <(head -n 1 "$work/$name.txt")
    expect "$name: exit in JSON" [ "$(jq .exit "$work/$name.json")" -eq "$code" ]
}

same() { # two runs wrote the same bytes
    for kind in json xml sarif txt; do expect "$1 and $2: same $kind" cmp "$work/$1.$kind" "$work/$2.$kind"; done
}

wrong="exec:$example --bug wrong-source"
run conforms 0 --target "exec:$example" --sessions 200 --seed 7
run again 0 --target "exec:$example" --sessions 200 --seed 7
same conforms again
run accused 1 --target "$wrong" --sessions 200 --seed 18446744073709551615
run accused-again 1 --target "$wrong" --sessions 200 --seed 18446744073709551615
same accused accused-again
run failed 3 --target 'exec:tests/cli/bad_target.sh many-messages' --sessions 5
run profile 1 --target model:no-domain-invalidation --profile skylake --sessions 300
printf 'wrong\t@(FRCD.SID|FSTS.PFO)\t*\t11.4.14\tnone.trace\tknown\n' >"$work/ledger"
run known 0 --target model:wrong-source --sessions 40 --ledger "$work/ledger"
expect 'other seed, other sessions' bash -c "! cmp -s <($oracle check --target model --sessions 50 --seed 1) <($oracle check --target model --sessions 50 --seed 2)"
# the schema refuses what is not a report
expect 'schema refuses another verdict' bash -c "! /usr/bin/jsonschema -i <(jq '.verdict = \"FINE\"' $work/conforms.json) $schema"
expect 'schema refuses a missing seed' bash -c "! /usr/bin/jsonschema -i <(jq 'del(.seed)' $work/conforms.json) $schema"
expect 'schema refuses an unknown member' bash -c "! /usr/bin/jsonschema -i <(jq '.classes[0].extra = 1' $work/accused.json) $schema"
for report in "$@"; do # reports of other runs
    expect "$report" /usr/bin/jsonschema -i "$report" "$schema"
done
echo "output: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
