/* Parameters of the library's functions, checked. */
#ifndef LIBRARY_REGISTERS_H
#define LIBRARY_REGISTERS_H

#include "harness/oracle/profile.h"
#include "include/iommu-oracle.h"

/* The capabilities that the registers describe. false: why says what is wrong. */
bool library_caps(const struct iommu_registers *r, struct vtd_caps *caps, char *why, size_t size);

/* Say why; why may be NULL. */
void library_refuse(char *why, size_t size, const char *text);

#endif
