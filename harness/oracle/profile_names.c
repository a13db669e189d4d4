#include "harness/oracle/profile_names.h"

#include <string.h>

#define LEGACY true
#define WHOLE  false

/* QEMU 7.2.22, measured: VER_REG, CAP_REG and ECAP_REG read over qtest from -device intel-iommu with the options
 * of the last column. Its IOTLB registers lie at 0xF0, directly behind the fixed ones. dma-translation=off is
 * missing: it reports SAGAW=0, a unit that translates nothing.
 *
 * Silicon, public: the "DMAR: dmarN:" lines of Linux boot logs; the width is the "Host address width" of the same
 * log. What the rules of profile_check found in them:
 * - Graphics units from Skylake to Alder Lake report PSS, EAFS, MTS, PRS, PASID or FS1GP with SMTS=0: these belong
 *   to extended mode, which stood where scalable mode stands today. Xeons of Ice Lake report PDS without PRS. Such
 *   bits are not modelled anyway, so the rules stay as they are and these units are listed in their legacy view.
 * - Old units report ISOCH and CH, which are deprecated and 0 today: ISOCH changes no behaviour and is accepted, CH
 *   gave a meaning to bits of context entries and is not modelled.
 * - Every unit of version 6 and 7 reports SSTS with SAGAW, and the legacy view keeps it. */
/* clang-format off */
const struct profile_name profile_names[] = {
    {"default", {0x10, 0x00D2078C406F0606, 0x0000000000F0505A, 48}, WHOLE, "48 bits; neither device TLBs nor snoop control"},
    {"everything", {0x50, 0xC0FF00FD00000000 | 0x380F06EEull << 0, 0, 52}, WHOLE, ""},
};
/* clang-format on */
const unsigned profile_name_count = sizeof profile_names / sizeof profile_names[0];
