# Part of audit.sh: three deliberate changes to the memory of the strict guest, each of which an audit must find.
# shellcheck shell=bash disable=SC2154
image=$out/damaged/image
mkdir -p "$out/damaged"
cp "$out/strict/image" "$image"
chmod u+w "$image"
cp "$out/strict/registers" "$out/damaged/"
rm -rf "$out/damaged/capture"
cp -r "$out/strict/capture" "$out/damaged/"

# Where physical memory 0 begins in the core, from its program headers.
shift_of_memory=$(readelf -lW "$image" | awk '$1 == "LOAD" && $4 == "0x0000000000000000" { print $2 }')
word() { od -A n -t x8 -j $((shift_of_memory + $1)) -N 8 "$image" | tr -d ' '; }
put() { # address, value
    local hex bytes='' i
    hex=$(printf '%016x' "$2")
    for i in 14 12 10 8 6 4 2 0; do bytes+="\\x${hex:i:2}"; done
    printf '%b' "$bytes" | dd of="$image" bs=1 seek=$((shift_of_memory + $1)) conv=notrunc status=none
}
register() { # row of the dump, first of its four columns: 64 bits
    awk -v row="$1:" -v column="$2" 'substr($1, length($1) - 2) == row { low = $(column + 1); sub("0x", "", low); print $(column + 2) low }' "$out/strict/registers"
}
pointer() { printf '0x%x' $(($1 & 0xFFFFFFFFFF000)); }
context() { # requester-id: address of its context entry
    local table
    table=$(pointer "0x$(word $((root + ($1 >> 8) * 16)))")
    printf '0x%x' $((table + ($1 & 255) * 16))
}
leaf() { # address of a context entry: address of the first present entry in the lowest of its tables
    local table level i e
    table=$(pointer "0x$(word "$1")")
    for level in 4 3 2 1; do
        IFS=: read -r i e < <(od -A n -v -t x8 -w8 -j $((shift_of_memory + table)) -N 4096 "$image" | tr -d " " | grep -n -m 1 -v "^0*\$")
        [ "$level" -eq 1 ] || table=$(pointer "0x$e")
    done
    printf '0x%x' $((table + (i - 1) * 8))
}

# A change, the audit, the change undone: kinds of findings that are new, and claims that no longer hold.
change() { # name, address, value, expected new kinds, text of the expected claims
    local old new
    old=0x$(word "$2")
    put "$2" "$3"
    printf '  %s: word at 0x%x from 0x%x to 0x%x\n' "$1" "$2" "$old" "$3"
    audit damaged "$1" --claims "$here/strict-holds.claims"
    new=$(jq -r --slurpfile before "$out/strict-holds.json" '[.findings[] | {kind, key}] - [$before[0].findings[] | {kind, key}] |
        map(.kind) | unique | join(" ")' "$out/damaged-$1.json")
    verify "$new" "$4" "the finding is $4, and no other is new"
    verify "$(jq -r '[.claims[] | select(.verdict == "violated") | .claim] | join("; ")' "$out/damaged-$1.json")" "$5" "violated: $5"
    confirm "$out/damaged-$1.json"
    put "$2" "$old"
}

root=$(pointer "$(register 20 1)")
table=$(pointer "$(register b0 3)")
nvme=$(context 0x0020)
disk=$(context 0x0100)
change shared-tables "$nvme" "0x$(word "$disk")" "shared-pages" "device nvme isolated from disk"
for ((k = 0; k < 65536; k++)); do # the first interrupt entry of the nvme device
    high=0x$(word $((table + k * 16 + 8)))
    (((high & 0xFFFF) != 0x20)) || break
done
change no-source-validation $((table + k * 16 + 8)) $((high & ~0xC0000)) "no-source-validation" "device 00:00.0 interrupts nothing"
change table-mapped "$(leaf "$nvme")" $((root | 3)) "tables-writable" "every device never reaches tables, interrupt-tables"
rm -f "$image"
