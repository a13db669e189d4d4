/* Large pages: what the tables say for one 4 KB page they say for every other one under the same leaf. */
#ifndef PROOFS_LARGE_PAGE_H
#define PROOFS_LARGE_PAGE_H

#include "model/memory.h"

/* Together with theorem_coherence: an IOTLB entry made for one page of a leaf gives each other page of that leaf the
 * frame and the rights that its own walk gave at that moment. */
/*@ requires caps_ok(c) && memory_ok(m) && 3 <= top <= 5 && 1 <= level <= 3;
    requires pages: page < 0x10000000000000 && other < 0x10000000000000;
    requires same: page / span(level) == other / span(level);
    requires mapped: maps(c, m, root, top, page, level);
    terminates \true; exits \false; assigns \nothing;
    ensures mapped: maps(c, m, root, top, other, level);
    ensures frame: frame_of(m, root, top, other, level) - other % span(level) ==
      frame_of(m, root, top, page, level) - page % span(level);
    ensures read: all_read(m, root, top, other, level) <==> all_read(m, root, top, page, level);
    ensures write: all_write(m, root, top, other, level) <==> all_write(m, root, top, page, level); */
void theorem_large_page(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root, unsigned top,
                        uint64_t page, uint64_t other, unsigned level);

#endif
