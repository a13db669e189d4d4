/* code: 0 */
/* mode: reset */
#include "proofs/bmc/properties/checks.h"

#include <string.h>
union u {
    uint32_t word;
    uint8_t byte[4];
};
struct fields {
    unsigned a : 3, b : 7, c : 22;
};
struct inner {
    uint16_t x, y;
};
struct outer {
    struct inner in[3];
    uint8_t tail;
};
static bool same_content(const struct outer *a, const struct outer *b)
{
    bool same = a->tail == b->tail;
    for (int i = 0; i < 3; i++)
        same = same && a->in[i].x == b->in[i].x && a->in[i].y == b->in[i].y;
    return same;
}
int main(void)
{
    union u u;
    u.word = __VERIFIER_nondet_uint();
    check((uint32_t)u.byte[0] + u.byte[1] * 256u + u.byte[2] * 65536u + u.byte[3] * 16777216u == u.word);
    struct fields f;
    f.a = 5;
    f.b = __VERIFIER_nondet_uchar() & 127u;
    f.c = 77;
    check(f.a == 5 && f.b < 128 && f.c == 77);
    struct outer o, p;
    memset(&o, 0, sizeof o);
    __VERIFIER_nondet_memory(&o.in, sizeof o.in);
    unsigned i = __VERIFIER_nondet_uchar() % 3u;
    memcpy(&p, &o, sizeof p);
    p.in[i].y = 4;
    o.in[i].y = p.in[i].y;
    check(same_content(&o, &p));
}
