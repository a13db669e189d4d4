#!/usr/bin/env bash
# Two Linux guests that make demo-audit once stopped, as recorded in guests.tar.gz (record.sh): their tables as text,
# registers, and what the capture script found in them. Audited without QEMU: claims that hold, claims that do not,
# three deliberate changes, and the same tables once more as Linux would print them in debugfs.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
claims=$here/../demo
oracle=${ORACLE:-$PWD/build/iommu-oracle}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
verify() {
    if [ "$1" = "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s: expected [%s], got [%s]\n' "$3" "$2" "$1"
    fi
}
tar -xzf "$here/guests.tar.gz" -C "$work" || exit 1

audit() { # directory, options...; sets code
    local d=$1
    shift
    "$oracle" audit --memory "$d/tables" --registers "$d/registers" --capture "$d/capture" --fail-on none --quiet \
        --json "$work/r.json" "$@" >"$work/log" 2>&1
    code=$?
}
violated() { jq -r '.claims[] | select(.verdict == "violated") | .line' "$work/r.json" | xargs; }

for setting in strict passthrough; do
    audit "$work/$setting" --claims "$claims/$setting-holds.claims"
    verify "$code" 0 "$setting-holds.claims"
    [ "$setting" = strict ] && cp "$work/r.json" "$work/strict.json"
    audit "$work/$setting" --claims "$claims/$setting-fails.claims"
    verify "$code" 1 "$setting-fails.claims"
    verify "$(violated)" "$(grep -n 'fails$' "$claims/$setting-fails.claims" | grep -v '^[12]:' | cut -d: -f1 | xargs)" "$setting: the wrong claims"
    verify "$(jq '[.claims[] | select(.verdict == "violated" and .witness == null and (.reason | contains("without passing a unit") | not))] | length' "$work/r.json")" 0 "$setting: witnesses"
    verify "$(jq -r '[.notes[] | select(.text | contains("Linux groups"))] | length' "$work/r.json")" 0 "$setting: groups are those of the kernel"
done
verify "$(jq '[.requesters[]] | length' "$work/strict.json")" 12 "requester-ids"

# ---- deliberate changes ----
d=$work/strict
register() { # row, column
    awk -v row="$1:" -v column="$2" 'substr($1, length($1) - 2) == row { low = $(column + 1); sub("0x", "", low); print $(column + 2) low }' "$d/registers"
}
word() { # address: of the text of tables; 0 if it is not listed
    local row
    row=$(printf '%x:' $(($1 & ~31)))
    awk -v row="$row" -v column=$((($1 & 31) / 8 + 2)) '$1 == row { print "0x" $column; found = 1 } END { if (!found) print "0x0" }' "$d/tables"
}
pointer() { printf '0x%x' $(($1 & 0xFFFFFFFFFF000)); }
context() { printf '0x%x' $(($(pointer "$(word $((root + ($1 >> 8) * 16)))") + ($1 & 255) * 16)); }
root=$(pointer "$(register 20 1)")
table=$(pointer "$(register b0 3)")

change() { # name, address, value, expected new kinds, expected violated lines of strict-holds.claims
    rm -rf "$work/changed"
    cp -r "$d" "$work/changed"
    # a line for a word stands after the lines of the page, and overrides them
    printf '%x: %016x\n' "$2" "$3" >>"$work/changed/tables"
    audit "$work/changed" --claims "$claims/strict-holds.claims"
    verify "$(jq -r --slurpfile before "$work/strict.json" '[.findings[] | {kind, key}] - [$before[0].findings[] | {kind, key}] | map(.kind) | unique | join(" ")' "$work/r.json")" "$4" "$1: new findings"
    verify "$(violated | sed 's/^$/none/')" "$(grep -n "^$5" "$claims/strict-holds.claims" | cut -d: -f1 | xargs)" "$1: claims"
}
nvme=$(context 0x0020)
disk=$(context 0x0100)
change shared-tables "$nvme" "$(word "$disk")" shared-pages 'device nvme isolated from disk'
for ((k = 0; k < 256; k++)); do
    high=$(word $((table + k * 16 + 8)))
    (((high & 0xFFFF) != 0x20)) || break
done
change no-source-validation $((table + k * 16 + 8)) $((high & ~0xC0000)) no-source-validation 'device 00:00.0 interrupts nothing'
leaf=$(pointer "$(word "$nvme")")
for level in 4 3 2 1; do
    read -r at e < <(awk -v page="$(printf '%x' $((leaf >> 12)))" '$1 ~ "^" page "...:" { for (i = 2; i <= NF; i++) if ($i !~ /^0+$/) { sub(":", "", $1); print $1, i - 2, $i; exit } }' "$d/tables" | while read -r a n v; do echo $((0x$a + n * 8)) "0x$v"; done)
    [ "$level" -eq 1 ] || leaf=$(pointer "$e")
done
change table-mapped "$at" $((root | 3)) tables-writable 'every device never reaches tables'

# ---- the tables as Linux prints them ----
"$here/debugfs.sh" "$d" "$work/debugfs"
"$oracle" audit --debugfs "$work/debugfs" --dmar "$d/capture/dmar" --sysfs "$d/capture/pci" --iomem "$d/capture/iomem" \
    --claims "$claims/strict-holds.claims" --fail-on none --quiet --json "$work/r.json" >"$work/log" 2>&1
verify "$(jq -c '[.spaces[] | {root, levels, pages, reach}]' "$work/r.json")" "$(jq -c '[.spaces[] | {root, levels, pages, reach}]' "$work/strict.json")" "reach from debugfs text"
verify "$(jq -c '[.interrupts[].entries]' "$work/r.json")" "$(jq -c '[.interrupts[].entries]' "$work/strict.json")" "interrupts from debugfs text"

echo "guests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
