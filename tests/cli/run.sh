#!/usr/bin/env bash
# Command-line tests: each line of cases*.txt is EXIT-CODE, a tab, the arguments, a tab, a text that the output
# must contain. The image is made here from literal words.
set -uo pipefail
here=$(dirname "$0")
oracle=$PWD/build/iommu-oracle
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export IMAGE=$work/image EMPTY=$work/empty WORK=$work

word() { # address, value: 8 bytes, little endian
    local hex bytes='' i
    hex=$(printf '%016x' "$2")
    for i in 14 12 10 8 6 4 2 0; do bytes+="\\x${hex:i:2}"; done
    printf '%b' "$bytes" | dd of="$IMAGE" bs=1 seek="$1" conv=notrunc status=none
}
truncate -s 65536 "$IMAGE"
: >"$EMPTY"
while read -r address value; do word $((address)) $((value)); done <"$here/image.txt"

passed=0
failed=0
while IFS=$'\t' read -r code arguments text; do
    case $code in '' | '#'*) continue ;; esac
    output=$(eval "$oracle $arguments" 2>&1)
    got=$?
    if [ "$got" -eq "$code" ] && [[ $output == *"$text"* ]]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: iommu-oracle %s\n  expected exit %s and "%s", got exit %s and:\n%s\n' "$arguments" "$code" "$text" "$got" "$output"
    fi
done < <(cat "$here"/cases*.txt)
echo "command line: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
