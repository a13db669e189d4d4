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
    {"default", {0x10, 0x00D2078C406F0606, 0x0000000000F0505A, 48}, WHOLE,
     "what the explain commands take: 48 bits, no device TLBs, no snoop control"},

    /* synthetic */
    {"everything", {0x50, 0xC0FFFF8D00780EF6, 0x6010420000F050DF, 52}, WHOLE,
     "every modelled feature, 57 bits, caching mode, 256 fault records, remapping required"},
    {"nothing", {0x10, 0x0000000020260200, 0x0000000000001000, 39}, WHOLE,
     "no optional feature: one table depth, 16 domains, one fault record, no queue"},
    {"rev4", {0x40, 0x00D2008C406F0406, 0x0000020000F050DF, 46}, WHOLE,
     "version 4: 48 bits, device TLBs"},
    {"rev5", {0x50, 0xC0D2008C40780C06, 0x0010020000F050DF, 52}, WHOLE,
     "version 5: 57 bits, table pointers that flush, abort-DMA mode"},
    {"rev6", {0x60, 0xC0D20F8C40780C66, 0x0010420000F050DF, 52}, WHOLE,
     "version 6: as rev5, invalidation by queue only, protected regions, 16 fault records"},
    {"rev6-minimal", {0x60, 0x00C00000402F0400, 0x0000400000005002, 48}, WHOLE,
     "version 6: the queue and nothing else"},

    /* QEMU 7.2: the options of -device intel-iommu */
    {"qemu-7.2-default", {0x10, 0x00D2008C22260206, 0x0000000000F00F4A, 39}, WHOLE,
     "no options"},
    {"qemu-7.2-aw39", {0x10, 0x00D2008C22260206, 0x0000000000F00F5A, 39}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=39"},
    {"qemu-7.2-aw48", {0x10, 0x00D2008C222F0606, 0x0000000000F00F5A, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48"},
    {"qemu-7.2-aw39-noeim", {0x10, 0x00D2008C22260206, 0x0000000000F00F4A, 39}, WHOLE,
     "intremap=on,eim=off,aw-bits=39"},
    {"qemu-7.2-aw48-noeim", {0x10, 0x00D2008C222F0606, 0x0000000000F00F4A, 48}, WHOLE,
     "intremap=on,eim=off,aw-bits=48"},
    {"qemu-7.2-aw48-noir", {0x10, 0x00D2008C222F0606, 0x0000000000000F42, 48}, WHOLE,
     "intremap=off,aw-bits=48"},
    {"qemu-7.2-aw48-nopt", {0x10, 0x00D2008C222F0606, 0x0000000000F00F1A, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,pt=off"},
    {"qemu-7.2-aw48-nodrain", {0x10, 0x0012008C222F0606, 0x0000000000F00F5A, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,dma-drain=off"},
    {"qemu-7.2-aw48-snoop", {0x10, 0x00D2008C222F0606, 0x0000000000F00FDA, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,snoop-control=on"},
    {"qemu-7.2-aw48-devtlb", {0x10, 0x00D2008C222F0606, 0x0000000000F00F5E, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,device-iotlb=on"},
    {"qemu-7.2-aw39-cm", {0x10, 0x00D2008C22260286, 0x0000000000F00F5A, 39}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=39,caching-mode=on"},
    {"qemu-7.2-aw39-cm-nodrain", {0x10, 0x0012008C22260286, 0x0000000000F00F5E, 39}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=39,caching-mode=on,dma-drain=off,device-iotlb=on"},
    {"qemu-7.2-aw48-cm", {0x10, 0x00D2008C222F0686, 0x0000000000F00F5A, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,caching-mode=on"},
    {"qemu-7.2-aw48-cm-devtlb", {0x10, 0x00D2008C222F0686, 0x0000000000F00F5E, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,caching-mode=on,device-iotlb=on"},
    {"qemu-7.2-aw48-all", {0x10, 0x00D2008C222F0686, 0x0000000000F00FDE, 48}, WHOLE,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,caching-mode=on,device-iotlb=on,snoop-control=on"},
    {"qemu-7.2-aw48-scalable-legacy", {0x10, 0x00D2008C222F0606, 0x0000480080F00F5A, 48}, LEGACY,
     "intremap=on,x-buggy-eim=on,eim=on,aw-bits=48,x-scalable-mode=on"},

    /* silicon */
    {"arrandale", {0x10, 0x00C9008020630272, 0x0000000000001000, 36}, WHOLE,
     "Core i7 of 2010: neither queue nor interrupt remapping"},
    {"arrandale-isoch", {0x10, 0x00C9008020E30272, 0x0000000000001000, 36}, WHOLE,
     "the same, isochronous unit"},
    {"westmere-xeon-legacy", {0x10, 0x00C90780106F0462, 0x0000000000F020FE, 40}, LEGACY,
     "Xeon 5600 with 5520 chipset, without caching hints"},
    {"sandy-bridge", {0x10, 0x00C9008020660262, 0x0000000000F0105A, 36}, WHOLE,
     "Core of 2011 and 2012"},
    {"sandy-bridge-graphics", {0x10, 0x00C0000020E60262, 0x0000000000F0101A, 36}, WHOLE,
     "the same, graphics: no page-selective invalidation, no large pages"},
    {"haswell", {0x10, 0x00D2008020660462, 0x0000000000F010DA, 39}, WHOLE,
     "Core of 2013"},
    {"haswell-graphics", {0x10, 0x00C0000020660462, 0x0000000000F0101A, 39}, WHOLE,
     "the same, graphics"},
    {"broadwell", {0x10, 0x00D2008C20660462, 0x0000000000F010DA, 39}, WHOLE,
     "Core of 2014 and 2015: large pages"},
    {"skylake", {0x10, 0x00D2008C40660462, 0x0000000000F050DA, 39}, WHOLE,
     "Core of 2015 to 2022"},
    {"skylake-graphics-legacy", {0x10, 0x01C0000C40660462, 0x0000007E3FF0501E, 39}, LEGACY,
     "Skylake graphics without extended mode"},
    {"kaby-lake-graphics-legacy", {0x10, 0x01C0000C40660462, 0x0000019E2FF0505E, 39}, LEGACY,
     "Kaby Lake and Coffee Lake graphics without extended mode"},
    {"ice-lake-graphics-legacy", {0x40, 0x01C0000C40660462, 0x0000049E2FF0505E, 39}, LEGACY,
     "Core i5-1035G7 graphics without extended mode"},
    {"rocket-lake-graphics-legacy", {0x40, 0x01C0000C40660462, 0x0000069E2FF0505E, 39}, LEGACY,
     "Core i9-11900 graphics without extended mode"},
    {"alder-lake", {0x50, 0x00D2008C40660462, 0x0000000000F050DA, 39}, WHOLE,
     "Core of 2021 and later, version 5"},
    {"alder-lake-graphics-legacy", {0x40, 0x01C0000C40660462, 0x0000029A00F0505E, 39}, LEGACY,
     "the same, graphics"},
    {"meteor-lake-legacy", {0x70, 0xC9DE008CEE690462, 0x0012CA9A00F0EFDE, 42}, LEGACY,
     "Core Ultra 7 155H without scalable mode"},
    {"meteor-lake-graphics-legacy", {0x70, 0xC9DE008CEE690462, 0x0012CA9A00F0EF5E, 42}, LEGACY,
     "the same, graphics"},
    {"broadwell-xeon-legacy", {0x10, 0x08D2078C106F0466, 0x0000000000F020DF, 46}, LEGACY,
     "Xeon E5 v4 and Xeon Scalable of 2017 without posted interrupts"},
    {"broadwell-xeon-isoch-legacy", {0x10, 0x08D2008C10EF0466, 0x0000000000F0205B, 46}, LEGACY,
     "Xeon E5 v4, isochronous unit"},
    {"ice-lake-xeon-legacy", {0x40, 0x08ED008C40780466, 0x0000060000F050DF, 46}, LEGACY,
     "Xeon Silver 4314 without posted interrupts"},
    {"sapphire-rapids-legacy", {0x60, 0x19ED008C40780C66, 0x0003EE9E86F050DF, 52}, LEGACY,
     "Xeon Scalable of 2023 without scalable mode"},
    {"xeon-6-legacy", {0x70, 0xF9ED008CEE780C66, 0x003FEF9EA6F0EFDF, 52}, LEGACY,
     "Xeon of 2024 without scalable mode"},
};
/* clang-format on */
const unsigned profile_name_count = sizeof profile_names / sizeof profile_names[0];

bool profile_find(const char *name, struct profile_registers *r)
{
    for (unsigned i = 0; i < profile_name_count; i++)
        if (strcmp(profile_names[i].name, name) == 0) {
            *r = profile_names[i].legacy_view ? profile_legacy_view(profile_names[i].raw) : profile_names[i].raw;
            return true;
        }
    return false;
}
