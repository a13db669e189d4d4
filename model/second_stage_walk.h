/* The walk through second-stage tables (clause 3.7). */
#ifndef MODEL_SECOND_STAGE_WALK_H
#define MODEL_SECOND_STAGE_WALK_H

#include "model/memory.h"

/* Where the path of a page ends, and what was met on the way. Exactly one of mapped, unreadable, absent,
 * reserved holds; they speak of the entry at `level`, the last one of the path. */
struct vtd_walk {
    bool mapped;
    bool unreadable;        /* LCT.4.3 at the top level, LSS.1 below */
    bool absent;            /* grants neither R nor W */
    bool reserved;          /* LSS.2 */
    bool reserved_optional; /* LSS.2 at the implementation's choice (only when mapped) */
    bool read, write;       /* granted by every entry that was read */
    uint8_t level;          /* 1..5 */
    uint64_t page_frame;    /* mapped: first frame of the page, else 0 */
    uint64_t frame;         /* mapped: frame that `page` translates to, else 0 */
};

/* Pages covered by one entry of level 1..5. */
/*@ requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures pages: \result == span(level);
    ensures range: 1 <= \result <= 0x1000000000; */
uint64_t vtd_span(unsigned level);

/* Walk from table frame `root` of level `top` (3..5) for page number `page`. */
/*@ requires caps_ok(c) && memory_ok(m);
    requires root < 0x10000000000000;
    requires 3 <= top <= 5;
    requires page < 0x10000000000000;
    terminates \true; exits \false; assigns \nothing;
    ensures level: 1 <= \result.level <= top;
    ensures mapped: \result.mapped ==> maps(c, m, root, top, page, \result.level);
    ensures broken: !\result.mapped ==> breaks(c, m, root, top, page, \result.level);
    ensures unreadable: \result.unreadable <==> !fetched_at(m, root, top, page, \result.level);
    ensures absent: \result.absent <==>
      fetched_at(m, root, top, page, \result.level) && !ss_present(entry_at(m, root, top, page, \result.level));
    ensures lss_2: \result.reserved <==>
      fetched_at(m, root, top, page, \result.level) && ss_present(entry_at(m, root, top, page, \result.level)) &&
      ss_reserved(c, \result.level, entry_at(m, root, top, page, \result.level));
    ensures lss_2_optional: \result.reserved_optional <==>
      \result.mapped && ss_reserved_optional(c, \result.level, entry_at(m, root, top, page, \result.level));
    ensures r: \result.read <==> all_read(m, root, top, page, \result.level);
    ensures w: \result.write <==> all_write(m, root, top, page, \result.level);
    ensures page_frame: \result.mapped ==>
      \result.page_frame == ss_ADDR(entry_at(m, root, top, page, \result.level));
    ensures frame: \result.mapped ==> \result.frame == frame_of(m, root, top, page, \result.level);
    ensures no_frame: !\result.mapped ==> \result.page_frame == 0 && \result.frame == 0;
    ensures in_host: \result.mapped ==> \result.page_frame < c->host_frames;
    ensures frame_range: \result.frame < 0x20000000000;
    ensures page_level: \result.mapped ==> \result.level <= 3;
    ensures never: !\result.mapped ==> \forall integer k; !maps(c, m, root, top, page, k); */
struct vtd_walk vtd_second_stage_walk(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root, unsigned top,
                                      uint64_t page);

#endif
