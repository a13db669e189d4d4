/* Parts of the explain command. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include <stdint.h>

/* Print the fields of one 64-bit word of a structure of spec/fields.tsv. */
void explain_fields(const char *structure, unsigned word, uint64_t value);

int explain_entry(int argc, char **argv);
int explain_dma(int argc, char **argv);
int explain_interrupt(int argc, char **argv);

/* Print a rule of the table: id, code, clause, condition, freedom. */
void explain_rule(unsigned rule);

#endif
