#include "proofs/theorems/large_page.h"
#include "spec/coherence_lemmas.acsl"
#include "spec/second_stage_lemmas.acsl"

/* Two pages that agree in the bits above a level select the same entry there and at every level above. */
/*@ requires 1 <= level <= at && at <= 5;
    requires page < 0x10000000000000 && other < 0x10000000000000;
    requires same: page / span(level) == other / span(level);
    terminates \true; exits \false; assigns \nothing;
    ensures slot: slot(page, at) == slot(other, at); */
static void same_slot(uint64_t page, uint64_t other, unsigned level, unsigned at)
{
    (void)page, (void)other, (void)level, (void)at;
    //@ assert two: page / 0x200 == other / 0x200 ==> page / 0x40000 == other / 0x40000;
    //@ assert three: page / 0x40000 == other / 0x40000 ==> page / 0x8000000 == other / 0x8000000;
    //@ assert four: page / 0x8000000 == other / 0x8000000 ==> page / 0x1000000000 == other / 0x1000000000;
    //@ assert above: page / span(at) == other / span(at);
}

void theorem_large_page(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root, unsigned top,
                        uint64_t page, uint64_t other, unsigned level)
{
    unsigned at = top;
    (void)c, (void)m, (void)root;
    /*@ loop invariant range: level <= at <= top;
        loop invariant tables: \forall integer j; at <= j <= top ==>
          table_at(m, root, top, other, j) == table_at(m, root, top, page, j);
        loop invariant slots: \forall integer j; at < j <= top ==> slot(other, j) == slot(page, j);
        loop assigns at;
        loop variant at; */
    while (at > level) {
        same_slot(page, other, level, at);
        at--;
        //@ assert up: table_at(m, root, top, page, at) == ss_ADDR(word(m, table_at(m, root, top, page, at + 1), slot(page, at + 1)));
        //@ assert next: table_at(m, root, top, other, at) == ss_ADDR(word(m, table_at(m, root, top, other, at + 1), slot(other, at + 1)));
    }
    same_slot(page, other, level, level);
    //@ assert entries: \forall integer j; level <= j <= top ==> entry_at(m, root, top, other, j) == entry_at(m, root, top, page, j);
    //@ assert fetched: \forall integer j; level <= j <= top ==> (fetched_at(m, root, top, other, j) <==> fetched_at(m, root, top, page, j));
}
