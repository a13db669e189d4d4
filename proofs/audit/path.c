#include "proofs/audit/path.h"

/* By literals: what follows is linear then. */
void audit_place(uint64_t page, unsigned level)
{
    (void)page;
    switch (level) {
    case 1:
        //@ assert one: page == page - page % 0x200 + (page / 0x1) % 512 * 0x1 + page % 0x1;
        break;
    case 2:
        //@ assert two: page == page - page % 0x40000 + (page / 0x200) % 512 * 0x200 + page % 0x200;
        break;
    case 3:
        //@ assert three: page == page - page % 0x8000000 + (page / 0x40000) % 512 * 0x40000 + page % 0x40000;
        break;
    case 4:
        //@ assert four: page == page - page % 0x1000000000 + (page / 0x8000000) % 512 * 0x8000000 + page % 0x8000000;
        break;
    default:
        //@ assert five: page == page - page % 0x200000000000 + (page / 0x1000000000) % 512 * 0x1000000000 + page % 0x1000000000;
        break;
    }
}

void audit_rights_go_on(const struct vtd_memory *m, uint64_t root, unsigned top, uint64_t page, unsigned level,
                        uint64_t e, int32_t rights)
{
    (void)m, (void)root, (void)top, (void)page, (void)level, (void)e, (void)rights;
    //@ assert read: all_read(m, root, top, page, level) <==> all_read(m, root, top, page, level + 1) && grants_read(e);
    //@ assert write: all_write(m, root, top, page, level) <==> all_write(m, root, top, page, level + 1) && grants_write(e);
}

uint64_t audit_slot(uint64_t page, unsigned level)
{
    return page / vtd_span(level) % 512u;
}

int64_t audit_rest(uint64_t page, unsigned level)
{
    uint64_t rest = page % vtd_span(level);
    //@ assert range: rest < span(level);
    return (int64_t)rest;
}

int32_t audit_rights_of(int32_t above, uint64_t e)
{
    return (above % 2 == 1 && e % 2u == 1u ? 1 : 0) + (above / 2 == 1 && e / 2u % 2u == 1u ? 2 : 0);
}
