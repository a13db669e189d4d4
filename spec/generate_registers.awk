# registers.tsv -> reserved_bits.acsl (which bits must read 0), registers_table.c (texts for people).
function hex(k,    s) { s = substr("1248", k % 4 + 1, 1); for (k = int(k / 4); k > 0; k--) s = s "0"; return "0x" s }
# Every run of bits that no field names.
function close_word(    bit, low, sep) {
    if (word == "")
        return
    printf "  predicate reserved_zero_%s(integer v) = \\true", word > a
    for (bit = 0; bit < 32; bit++) {
        if (bit in used)
            continue
        low = bit
        while (bit < 31 && !((bit + 1) in used))
            bit++
        printf " &&\n    %s == 0", low == 0 ? sprintf("v %% %s", hex(bit + 1)) : \
            bit == 31 ? sprintf("v / %s", hex(low)) : sprintf("v / %s %% %s", hex(low), hex(bit - low + 1)) > a
    }
    print ";" > a
    words[++count] = word
    delete used
}
BEGIN {
    FS = "\t"
    a = out "/reserved_bits.acsl"; c = out "/registers_table.c"
    print "/* Generated from spec/registers.tsv: bits that no field names read as 0. */\n/*@" > a
    print "/* Generated from spec/registers.tsv. */\n#include \"harness/oracle/rule_table.h\"\n" > c
    print "const struct register_text register_table[] = {" > c
}
/^#/ || NF == 0 { next }
NF != 9 || $1 !~ /^[0-9A-F]+$/ || $4 + 0 > 31 || $5 + 0 > $4 + 0 || $6 !~ /^(RO|RW|WO|W1C|CMD)$/ {
    printf "%s:%d: expected offset, register, field, high, low, access, reset, clause, meaning\n", FILENAME, FNR > "/dev/stderr"
    failed = 1
    exit 1
}
{
    if (($1 "") != (word "")) { close_word(); word = $1 }
    for (bit = $5 + 0; bit <= $4 + 0; bit++) {
        if (bit in used) {
            printf "%s:%d: bit %d of word %s belongs to two fields\n", FILENAME, FNR, bit, $1 > "/dev/stderr"
            failed = 1
            exit 1
        }
        if ($6 != "CMD" && $6 != "WO") used[bit] = 1
    }
    printf "    {0x%s, \"%s\", \"%s\", %d, %d, \"%s\", \"%s\", \"%s\", \"%s\"},\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 > c
}
END {
    if (failed)
        exit 1
    close_word()
    print "\n  // The bits of the 32-bit word at this offset that have to read as 0 do.\n  predicate reserved_zero(integer offset, integer v) = \\true" > a
    for (i = 1; i <= count; i++)
        printf "    && (offset == 0x%s ==> reserved_zero_%s(v))\n", words[i], words[i] > a
    print "    ;\n*/" > a
    print "};\nconst unsigned register_count = sizeof register_table / sizeof register_table[0];" > c
}
