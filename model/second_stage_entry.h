/* One second-stage paging entry (clause 9.8). */
#ifndef MODEL_SECOND_STAGE_ENTRY_H
#define MODEL_SECOND_STAGE_ENTRY_H

#include "spec/spec.h"

struct vtd_second_stage_step {
    bool read, write;       /* R, W */
    bool leaf;              /* maps a page rather than pointing to a table */
    bool reserved;          /* LSS.2: grants something and has a reserved bit set */
    bool reserved_optional; /* LSS.2 at the implementation's choice */
    uint64_t frame;         /* ADDR: frame of the next table or of the page */
};

/* Decode entry `e` of table level 1..5. */
/*@ requires caps_ok(c);
    requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures r: \result.read <==> grants_read(e);
    ensures w: \result.write <==> grants_write(e);
    ensures leaf: \result.leaf <==> ss_leaf(level, e);
    ensures lss_2: \result.reserved <==> ss_present(e) && ss_reserved(c, level, e);
    ensures lss_2_optional: \result.reserved_optional <==> ss_present(e) && ss_reserved_optional(c, level, e);
    ensures frame: \result.frame == ss_ADDR(e);
    ensures frame_range: \result.frame < 0x10000000000; */
struct vtd_second_stage_step vtd_second_stage_step(const struct vtd_caps *c, unsigned level, uint64_t e);

#endif
