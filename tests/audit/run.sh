#!/usr/bin/env bash
# Tests of the audit as a command: each line of cases.txt is EXIT-CODE, a tab, the arguments, a tab, a text that the
# output must contain. The images are made here from literal words. Then: every witness is confirmed by explain, and
# the files are what they say.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
oracle=${ORACLE:-$PWD/build/iommu-oracle}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HERE=$here WORK=$work GOOD=$work/good DAMAGED=$work/damaged LOOP=$work/loop
export INPUT="--profile default --root 0x1000 --irta 0x10007"

words() { # image, file of "address value": 8 bytes each, little endian
    local address value hex bytes i
    while read -r address value; do
        case $address in '#'*) continue ;; esac
        hex=$(printf '%016x' "$((value))")
        bytes=''
        for i in 14 12 10 8 6 4 2 0; do bytes+="\\x${hex:i:2}"; done
        printf '%b' "$bytes" | dd of="$1" bs=1 seek=$((address)) conv=notrunc status=none
    done <"$2"
}
truncate -s 131072 "$GOOD"
words "$GOOD" "$here/machine.txt"
cp "$GOOD" "$DAMAGED"
words "$DAMAGED" "$here/damage.txt"
cp "$GOOD" "$LOOP"
printf '0x5000 0x5003\n' >"$work/words"
words "$LOOP" "$work/words"
: >"$work/empty"

passed=0
failed=0
ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    printf 'FAILED: %s\n' "$1"
}

while IFS=$'\t' read -r code arguments text; do
    case $code in '' | '#'*) continue ;; esac
    output=$(eval "$oracle $arguments" 2>&1)
    got=$?
    if [ "$got" -eq "$code" ] && [[ $output == *"$text"* ]]; then
        ok
    else
        bad "iommu-oracle $arguments"
        printf '  expected exit %s and "%s", got exit %s and:\n%s\n' "$code" "$text" "$got" "$output"
    fi
done <"$here/cases.txt"

# Every command line of a witness says what the witness says.
# shellcheck disable=SC2086 # the options are several words
$oracle audit $INPUT --memory "$DAMAGED" --claims "$here/good.claims" --quiet --json "$work/r.json" \
    --sarif "$work/r.sarif" --svg "$work/r.svg" --dot "$work/r.dot" && bad "the damaged image passes"
witnesses=0
while IFS=$'\t' read -r kind confirmed frame vector rule command; do
    witnesses=$((witnesses + 1))
    output=$(eval "${command/#iommu-oracle/$oracle}" 2>&1)
    case $kind$confirmed in
    dmatrue) want="passes to $frame " ;;
    interrupttrue) want=$(printf 'delivered: vector 0x%02x ' "$vector") ;;
    *) want="blocked: $rule," ;;
    esac
    if [[ $output == *"$want"* ]]; then ok; else bad "$command: expected '$want', got $output"; fi
done < <(jq -r '[.findings[], .claims[]] | .[].witness | select(. != null and .command != null)
    | [.kind, .confirmed, .frame // "-", .vector // 0, .rule // "-", .command] | @tsv' "$work/r.json")
if [ "$witnesses" -ge 8 ]; then ok; else bad "only $witnesses witnesses"; fi

if jq -e '.summary.violated == 5 and .summary.fatal == 1 and .passes == false and (.claims | length) == 6
    and ([.claims[] | select(.verdict == "violated" and .witness.confirmed != true)] | length) == 0
    and (.spaces | length) == 1 and (.requesters | length) == 2' "$work/r.json" >/dev/null; then ok; else bad "JSON"; fi
if jq -e '.version == "2.1.0" and (.runs[0].results | length) >= 8
    and ([.runs[0].results[].ruleId] - [.runs[0].tool.driver.rules[].id] == [])' "$work/r.sarif" >/dev/null; then ok; else bad "SARIF"; fi
if head -c 4 "$work/r.svg" | grep -q '<svg' && grep -q '</svg>' "$work/r.svg" && grep -q 'translation tables' "$work/r.svg"; then ok; else bad "SVG"; fi
if grep -q '^digraph' "$work/r.dot" && [ "$(tail -c 2 "$work/r.dot")" = '}' ]; then ok; else bad "DOT"; fi
# More sets of tables than are visited: what is beyond is not known, and no claim about it or about all tables holds.
"$here/many.sh" "$work/many" 20
printf "%s\n" "device a = 00:01.0" "device z = 13:1f.7" "device a never reaches tables" "device z never reaches image" \
    "device a only reaches image" >"$work/many.claims"
output=$($oracle audit --profile default --root 0x1000 --memory "$work/many" --claims "$work/many.claims")
if [ $? -eq 1 ] && [[ $output == *"1 of 3 claims hold, 0 violated, 2 not shown"*"4096 address spaces"* ]] &&
    [[ $output == *"13:1f.7: its tables were not visited"*"more than 1000 pairs of sets of tables share"* ]] &&
    [[ $output == *"not every set of tables was visited"* ]]; then ok; else bad "an image of 5120 sets of tables: ${output:0:400}"; fi

# Half a thousand million pages (less those of the interrupt range) out of seven frames, in bounded memory and no time to speak of.
"$here/deep.sh" "$work/deep" 4
if output=$(ulimit -v 500000; timeout 20 "$oracle" audit --profile everything --root 0x1000 --memory "$work/deep") &&
    [[ $output == *"RW 0x64000-0x263fff (2.0 MB)"*"addresses mapped: 536870656 pages of 4 KB"* ]]; then ok
else bad "an image of 5 levels with 536870656 leaves: ${output:0:400}"; fi

if compgen -G "$work/*.part" >/dev/null; then bad "a .part file was left"; else ok; fi

echo "audit: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
