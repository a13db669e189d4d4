#include "harness/trace/case_session.h"

#include <string.h>
#include <sys/mman.h>

#include "harness/oracle/profile.h"

enum { GCMD = 0x18, RTADDR = 0x20, IRTA = 0xB8, ENABLE_OPERATIONS = 7 };
#define TE    0x80000000u
#define SRTP  0x40000000u
#define IRE   0x02000000u
#define SIRTP 0x01000000u
#define CFI   0x00800000u

/* S of IRTA_REG: 2^(S + 1) entries. */
static unsigned size_field(int32_t entries)
{
    unsigned s = 0;
    while ((2 << s) < entries && s < 15)
        s++;
    return s;
}

static void enable(struct session *s, const struct vtd_unit *u)
{
    const struct vtd_caps *c = &u->caps;
    uint32_t on = 0;
    if (c->agaw_39 || c->agaw_48 || c->agaw_57) {
        session_write(s, RTADDR, true, (uint64_t)u->root_frame << 12);
        session_write(s, GCMD, false, on | SRTP);
        on |= TE;
        session_write(s, GCMD, false, on);
    }
    if (!c->interrupt_remapping)
        return;
    session_write(s, IRTA, true,
                  (uint64_t)u->interrupt_table_frame << 12 | (u->extended_mode ? 0x800u : 0u) |
                      size_field(u->interrupt_table_size));
    session_write(s, GCMD, false, on | SIRTP);
    if (u->compatibility_allowed) {
        on |= CFI;
        session_write(s, GCMD, false, on);
    }
    session_write(s, GCMD, false, on | IRE);
}

/* Is it where sessions that start running are? */
static bool is_running(const struct vtd_unit *u)
{
    return u->root_frame == FRAME_TABLES && u->interrupt_table_frame == FRAME_INTERRUPTS &&
           u->interrupt_table_size == 256 && !u->extended_mode && !u->compatibility_allowed;
}

/* Where each request would land is watched. */
static void requests(struct session *s, const struct batch *b)
{
    const size_t bytes = FRAME_END * 4096ull;
    uint64_t *ram = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    struct vtd_memory m = {ram, bytes / 8u};
    if (ram != MAP_FAILED)
        batch_install(b, ram);
    for (size_t i = 0; i < b->shots; i++) {
        struct expectation e = {.landing_known = false};
        if (ram != MAP_FAILED)
            e = expect_shot(b, &b->shot[i], &m);
        uint64_t place = e.landing & ~3ull;
        session_request(s, b->shot[i], e.landing_known && place >= FRAME_DATA * 4096ull && place < bytes ? place : 0,
                        0);
    }
    if (ram != MAP_FAILED)
        munmap(ram, bytes);
}

bool case_to_session(const struct case_file *c, struct session_file *f)
{
    const struct batch *b = &c->batch;
    struct session *s = &f->session;
    memset(f, 0, sizeof *f);
    f->origin = c->origin;
    f->version = PROFILE_VERSION_DEFAULT;
    f->cap = c->cap, f->ecap = c->ecap, f->haw = c->haw;
    s->start = is_running(&b->unit) ? START_RUNNING : START_POWER_ON;
    if (b->words + b->shots + ENABLE_OPERATIONS > SESSION_OPERATIONS)
        return false;
    for (size_t i = 0; i < b->words; i++)
        session_memory(s, b->word[i].index * 8u, b->word[i].value);
    if (s->start == START_POWER_ON)
        enable(s, &b->unit);
    requests(s, b);
    return true;
}
