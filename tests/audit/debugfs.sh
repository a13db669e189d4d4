#!/usr/bin/env bash
# debugfs.sh GUEST OUTPUT: the tables and registers of a recorded guest in the form in which Linux 6.1 shows them below
# /sys/kernel/debug/iommu/intel: iommu_regset, dmar_translation_struct, domain_translation_struct,
# ir_translation_struct. Only present entries are printed, as Linux does it.
set -euo pipefail
guest=$1
out=$2
mkdir -p "$out"
declare -A memory
while read -r address word; do memory[$address]=$word; done < <(
    awk '/^[0-9a-f]+: / { a = $1; sub(":", "", a); for (i = 2; i <= NF; i++) if ($i !~ /^0+$/) print a, i - 2, $i }' "$guest/tables" |
        while read -r a n w; do echo "$((0x$a + n * 8)) $w"; done)
value() { v=${memory[$1]:-0000000000000000}; }

register() { # row, column, words
    awk -v row="$1:" -v column="$2" -v n="$3" 'substr($1, length($1) - 2) == row { low = $(column + 1); sub("0x", "", low)
        print (n == 2 ? $(column + 2) : "0x00000000") low }' "$guest/registers"
}
{
    printf 'IOMMU: dmar0 Register Base Address: fed90000\nName\t\t\tOffset\t\tContents\n'
    while read -r name offset row column words; do
        printf '%-16s\t0x%s\t\t%s\n' "$name" "$offset" "$(register "$row" "$column" "$words")"
    done <<'END'
VER 00 00 1 1
GSTS 1c 10 4 1
CAP 08 00 3 2
ECAP 10 10 1 2
RTADDR 20 20 1 2
IRTA b8 b0 3 2
END
    printf '\n'
} >"$out/iommu_regset"
root=$(($(register 20 1 2) & ~4095))
table=$(($(register b0 3 2) & ~4095))

path=(0 0 0 0 0 0)
walk() { # table, level, page: one line for each leaf
    local k e
    for ((k = 0; k < 512; k++)); do
        value $(($1 + k * 8))
        e=0x$v
        (((e & 3) != 0)) || continue
        path[$2]=$e
        if [ "$2" -eq 1 ] || (((e & 0x80) != 0)); then
            printf '0x%013x |\t0x%016x\t0x%016x\t0x%016x\t0x%016x\t0x%016x\n' $(($3 + (k << (9 * ($2 - 1))))) \
                "${path[5]}" "${path[4]}" "${path[3]}" "${path[2]}" "${path[1]}"
        else
            walk $((e & 0xFFFFFFFFFF000)) $(($2 - 1)) $(($3 + (k << (9 * ($2 - 1)))))
        fi
        path[$2]=0
    done
}

exec 3>"$out/dmar_translation_struct" 4>"$out/domain_translation_struct"
printf 'IOMMU dmar0: Root Table Address: 0x%x\nB.D.F\tRoot_entry\t\t\t\tContext_entry\t\t\t\tPASID\tPASID_table_entry\n' "$root" >&3
for ((bus = 0; bus < 256; bus++)); do
    value $((root + bus * 16))
    low=$v
    (((0x$low & 1) != 0)) || continue
    for ((n = 0; n < 256; n++)); do
        at=$(((0x$low & ~4095) + n * 16))
        value $at
        entry=$v
        (((0x$entry & 1) != 0)) || continue
        value $((at + 8))
        printf '%02x:%02x.%x\t0x%016x:0x%s\t0x%s:0x%s\t%-6d\t0x%016x:0x%016x:0x%016x\n' "$bus" $((n >> 3)) $((n & 7)) 0 \
            "$low" "$v" "$entry" -1 0 0 0 >&3
        printf 'Device %04x:%02x:%02x.%x @0x%x\nIOVA_PFN\t\tPML5E\t\t\tPML4E\t\t\tPDPE\t\t\tPDE\t\t\tPTE\n' 0 "$bus" \
            $((n >> 3)) $((n & 7)) $((0x$entry & 0xFFFFFFFFFF000)) >&4
        walk $((0x$entry & 0xFFFFFFFFFF000)) $(((0x$v & 7) + 2)) 0 >&4
        printf '\n' >&4
    done
done
printf '\n' >&3
{
    printf 'Remapped Interrupt supported on IOMMU: dmar0\n IR table address:%x\n Entry SrcID   DstID    Vct IRTE_high\t\tIRTE_low\n' "$table"
    for ((n = 0; n < 65536; n++)); do
        value $((table + n * 16))
        low=$v
        (((0x$low & 1) != 0)) || continue
        value $((table + n * 16 + 8))
        printf ' %-5d %02x:%02x.%01x %08x %02x  %s\t%s\n' "$n" $((0x$v >> 8 & 255)) $((0x$v >> 3 & 31)) $((0x$v & 7)) \
            $((0x$low >> 32)) $((0x$low >> 16 & 255)) "$v" "$low"
    done
    printf '\n****\n\n'
} >"$out/ir_translation_struct"
