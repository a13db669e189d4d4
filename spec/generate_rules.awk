# rules.tsv -> vtd_rules.h (enum), rules.acsl (logic), rules_table.c (texts for people).
BEGIN { FS = "\t" }
/^#/ || NF == 0 { next }
NF != 6 {
    printf "%s:%d: %d columns, expected 6: id code clause qualified freedom condition\n", FILENAME, FNR, NF > "/dev/stderr"
    failed = 1
    exit 1
}
{
    n++
    id[n] = $1; code[n] = $2; clause[n] = $3; qualified[n] = $4; freedom[n] = $5; text[n] = $6
    name[n] = $1
    gsub(/\./, "_", name[n])
    if ($1 in seen || $4 !~ /^(yes|no)$/ || $2 !~ /^[0-9A-F][0-9A-F]$/) {
        printf "%s:%d: duplicate id, or qualified is not yes/no, or code is not two hexadecimal digits\n", FILENAME, FNR > "/dev/stderr"
        failed = 1
        exit 1
    }
    seen[$1] = 1
}
END {
    if (failed)
        exit 1
    h = out "/vtd_rules.h"; a = out "/rules.acsl"; c = out "/rules_table.c"
    print "/* Generated from spec/rules.tsv. Conditions in the order in which they are met. */" > h
    print "#ifndef VTD_RULES_H\n#define VTD_RULES_H\nenum vtd_rule {\n    VTD_NONE = 0," > h
    for (i = 1; i <= n; i++)
        printf "    VTD_%s = %d,\n", name[i], i > h
    printf "    VTD_RULE_END = %d\n};\n#endif\n", n + 1 > h

    print "/* Generated from spec/rules.tsv. */\n/*@\n  logic integer rule_code(integer rule) =" > a
    for (i = 1; i <= n; i++)
        printf "    rule == %d ? 0x%s :\n", i, code[i] > a
    print "    0;\n  predicate rule_qualified(integer rule) = \\false" > a
    for (i = 1; i <= n; i++)
        if (qualified[i] == "yes")
            printf "    || rule == %d\n", i > a
    print "    ;\n*/" > a

    print "/* Generated from spec/rules.tsv. */\n#include \"harness/oracle/rule_table.h\"\n" > c
    print "const struct rule_text rule_table[] = {\n    {\"none\", 0, \"\", false, \"-\", \"no condition holds\"}," > c
    for (i = 1; i <= n; i++)
        printf "    {\"%s\", 0x%s, \"%s\", %s, \"%s\",\n     \"%s\"},\n", id[i], code[i], clause[i], \
            qualified[i] == "yes" ? "true" : "false", freedom[i], text[i] > c
    printf "};\nconst unsigned rule_count = %d;\n", n + 1 > c
}
