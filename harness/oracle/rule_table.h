/* The rule table and the field table as texts for people (generated from spec/rules.tsv and spec/fields.tsv). */
#ifndef ORACLE_RULE_TABLE_H
#define ORACLE_RULE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

struct rule_text {
    const char *id; /* "LCT.3", "INT.24" */
    uint8_t code;   /* fault reason */
    const char *clause;
    bool qualified; /* FPD suppresses recording */
    const char *freedom;
    const char *condition;
};

/* Indexed by enum vtd_rule; entry 0 is "none". */
extern const struct rule_text rule_table[];
extern const unsigned rule_count;

struct field_text {
    const char *structure; /* "re", "ce", "ss", "irte", "msi_addr", "msi_data", "frcd" */
    const char *field;
    unsigned word, low, width; /* 64-bit word of the structure, lowest bit in it, width in bits */
    const char *meaning;
};

extern const struct field_text field_table[];
extern const unsigned field_count;
extern const unsigned field_queries; /* claims in build/gen/fields.smt2 that must be unsat */

struct register_text {
    unsigned offset; /* of the aligned 32-bit word */
    const char *name, *field;
    unsigned high, low;
    const char *access, *reset, *clause, *meaning;
};

extern const struct register_text register_table[];
extern const unsigned register_count;

#endif
