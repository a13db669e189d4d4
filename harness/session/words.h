/* Register words: where they lie, what they are called, which of their bits the architecture defines. */
#ifndef SESSION_WORDS_H
#define SESSION_WORDS_H

#include <stddef.h>

#include "spec/vocabulary.h"

/* What the values of a unit's registers depend on besides its state. */
struct word_freedom {
    bool context_actual;  /* CAIG is known: the last command to CCMD_REG was a proper one */
    bool iotlb_actual;    /* IAIG likewise */
    bool context_ignored; /* a command was written to CCMD_REG while the queue was on: anything may be read */
    bool iotlb_ignored;   /* IOTLB_REG likewise */
};

/* The bits of a word whose value the architecture defines in the present state of the unit; the others are
 * never judged: write-only and implementation-specific fields, what has a meaning only while a status bit is
 * set, registers of capabilities that the unit lacks, offsets without a register. */
uint32_t word_defined(const struct vtd_iommu *io, const struct word_freedom *f, uint32_t offset);

/* Has the unit table modes and descriptor widths at all (SMTS or ADMS)? Older units do not define the fields. */
bool word_modes_exist(const struct vtd_caps *c);

/* Is this the lower word of a 64-bit register? */
bool word_is_wide(const struct vtd_caps *c, uint32_t offset);

/* "FSTS", or "" where there is no register. */
const char *word_register(const struct vtd_caps *c, uint32_t offset);

/* "FSTS.PFO": the field that holds the lowest bit of `bits`; "FSTS.reserved" if none does. Its width in bits is
 * returned, 0 for reserved ones. */
unsigned word_field(const struct vtd_caps *c, uint32_t offset, uint32_t bits, char *text, size_t size);

/* The clause that defines the register, or "11.4". */
const char *word_clause(const struct vtd_caps *c, uint32_t offset);

#endif
