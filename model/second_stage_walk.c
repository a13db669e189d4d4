#include "model/second_stage_walk.h"

#include "model/second_stage_entry.h"
#include "spec/second_stage_lemmas.acsl"

uint64_t vtd_span(unsigned level)
{
    switch (level) {
    case 1:
        return 0x1u;
    case 2:
        return 0x200u;
    case 3:
        return 0x40000u;
    case 4:
        return 0x8000000u;
    default:
        return 0x1000000000u;
    }
}

/* The entry number that `page` selects in a table of a level. */
/*@ requires 1 <= level <= 5;
    terminates \true; exits \false; assigns \nothing;
    ensures slot: \result == slot(page, level);
    ensures range: \result < 512; */
static uint64_t slot_of(uint64_t page, unsigned level)
{
    switch (level) {
    case 1:
        return page % 512u;
    case 2:
        return (page / 0x200u) % 512u;
    case 3:
        return (page / 0x40000u) % 512u;
    case 4:
        return (page / 0x8000000u) % 512u;
    default:
        return (page / 0x1000000000u) % 512u;
    }
}

/* The distance of `page` from the start of the page that a leaf of level 1..3 maps. */
/*@ requires 1 <= level <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures offset: \result == page % span(level);
    ensures range: \result < 0x40000; */
static uint64_t offset_in_page(uint64_t page, unsigned level)
{
    switch (level) {
    case 1:
        return 0u;
    case 2:
        return page % 0x200u;
    default:
        return page % 0x40000u;
    }
}

struct vtd_walk vtd_second_stage_walk(const struct vtd_caps *c, const struct vtd_memory *m, uint64_t root, unsigned top,
                                      uint64_t page)
{
    struct vtd_walk walk = {false, false, false, false, false, true, true, 0u, 0u, 0u};
    struct vtd_second_stage_step step = {false, false, false, false, false, 0u};
    uint64_t table = root;
    unsigned level = top;
    bool readable = true, read = true, write = true;
    /*@ loop invariant level: 1 <= level <= top;
        loop invariant table: table == table_at(m, root, top, page, level);
        loop invariant range: table < 0x10000000000000;
        loop invariant arrives: arrives(c, m, root, top, page, level);
        loop invariant readable: readable;
        loop invariant r: read <==> all_read(m, root, top, page, level + 1);
        loop invariant w: write <==> all_write(m, root, top, page, level + 1);
        loop assigns level, table, readable, read, write, step;
        loop variant level; */
    for (;;) {
        uint64_t index = slot_of(page, level);
        readable = vtd_memory_has(m, table, index);
        //@ assert at: readable <==> fetched_at(m, root, top, page, level);
        if (!readable)
            break;
        step = vtd_second_stage_step(c, level, vtd_memory_word(m, table, index));
        //@ assert entry: word(m, table, index) == entry_at(m, root, top, page, level);
        read = read && step.read;
        write = write && step.write;
        //@ assert r: read <==> all_read(m, root, top, page, level);
        //@ assert w: write <==> all_write(m, root, top, page, level);
        if (!(step.read || step.write) || step.reserved)
            break;
        //@ assert intact: intact(c, m, root, top, page, level);
        if (step.leaf) {
            //@ assert maps: maps(c, m, root, top, page, level);
            break;
        }
        //@ assert passes: passes(c, m, root, top, page, level);
        table = step.frame;
        level = level - 1u;
        //@ assert next: table == table_at(m, root, top, page, level);
    }
    walk.level = (uint8_t)level;
    walk.read = read;
    walk.write = write;
    walk.unreadable = !readable;
    walk.absent = readable && !(step.read || step.write);
    walk.reserved = readable && step.reserved;
    walk.mapped = readable && !walk.absent && !walk.reserved;
    //@ assert mapped: walk.mapped ==> maps(c, m, root, top, page, level);
    //@ assert broken: !walk.mapped ==> breaks(c, m, root, top, page, level);
    //@ assert never: !walk.mapped ==> \forall integer k; !maps(c, m, root, top, page, k);
    if (walk.mapped) {
        walk.reserved_optional = step.reserved_optional;
        walk.page_frame = step.frame;
        walk.frame = step.frame + offset_in_page(page, level);
    }
    return walk;
}
