# fields.tsv -> fields.acsl (logic functions), fields.smt2 (each is the bit slice it claims to be),
# fields_table.c (decoding for people).
function pow2(k,    r) { r = 1; while (k-- > 0) r *= 2; return r }
function hex(k,    s) { s = substr("1248", k % 4 + 1, 1); for (k = int(k / 4); k > 0; k--) s = s "0"; return "0x" s }
function bv(k) { return sprintf("(_ bv%.0f 64)", pow2(k)) }
BEGIN {
    FS = "\t"
    a = out "/fields.acsl"; s = out "/fields.smt2"; c = out "/fields_table.c"
    print "/* Generated from spec/fields.tsv: every field as arithmetic on its word. */\n/*@" > a
    print "(set-logic QF_BV)\n(declare-const x (_ BitVec 64))" > s
    print "/* Generated from spec/fields.tsv. */\n#include \"harness/oracle/rule_table.h\"\n" > c
    print "const struct field_text field_table[] = {" > c
}
/^#/ || NF == 0 { next }
NF != 6 || $3 !~ /^[01]$/ || $4 + $5 > 64 || $5 < 1 {
    printf "%s:%d: expected structure, field, word (0 or 1), low, width, meaning with low + width <= 64\n", FILENAME, FNR > "/dev/stderr"
    exit 1
}
{
    n++
    logic_text = "w"; smt_text = "x"
    if ($4 > 0) { logic_text = "w / " hex($4); smt_text = "(bvudiv " smt_text " " bv($4) ")" }
    if ($4 + $5 < 64) {
        logic_text = ($4 > 0 ? "(" logic_text ")" : logic_text) " % " hex($5)
        smt_text = "(bvurem " smt_text " " bv($5) ")"
    }
    printf "  logic integer %s_%s(integer w) = %s;\n", $1, $2, logic_text > a
    slice = sprintf("((_ extract %d %d) x)", $4 + $5 - 1, $4)
    if ($5 < 64)
        slice = sprintf("((_ zero_extend %d) %s)", 64 - $5, slice)
    printf "(push)(assert (not (= %s %s)))(check-sat)(pop)\n", smt_text, slice > s
    printf "    {\"%s\", \"%s\", %d, %d, %d, \"%s\"},\n", $1, $2, $3, $4, $5, $6 > c
}
END {
    print "*/" > a
    # "bits 63:HAW are zero" is "the frame number is below 2^(HAW-12)", for every host address width.
    for (w = 32; w <= 52; w++) {
        n++
        printf "(push)(assert (not (= (= (bvlshr x (_ bv%d 64)) (_ bv0 64)) (bvult x %s))))(check-sat)(pop)\n", w - 12, bv(w - 12) > s
    }
    # One deliberately wrong claim: the answer must be sat, or the check itself is broken.
    print "(push)(assert (not (= (bvurem x (_ bv4 64)) ((_ zero_extend 63) ((_ extract 0 0) x)))))(check-sat)(pop)" > s
    printf "};\nconst unsigned field_count = sizeof field_table / sizeof field_table[0];\nconst unsigned field_queries = %d;\n", n > c
}
