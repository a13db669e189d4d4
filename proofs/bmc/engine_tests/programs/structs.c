/* code: 0 */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

struct pair {
    uint64_t lo, hi;
};
struct odd {
    uint64_t a;
    uint16_t b;
    bool c;
};
struct big {
    uint64_t a[5];
    uint8_t b;
};

static struct pair swapped(struct pair p)
{
    struct pair r = {p.hi, p.lo};
    p.lo = 0; /* a copy: the caller's stays */
    return r;
}
static struct odd changed(struct odd o)
{
    o.b++;
    o.c = !o.c;
    return o;
}
static struct big grown(struct big x)
{
    x.a[x.b % 5u] += 3;
    return x;
}

int main(void)
{
    struct pair p = {__VERIFIER_nondet_ulong(), __VERIFIER_nondet_ulong()}, q = swapped(p), again = swapped(q);
    check(q.lo == p.hi && again.lo == p.lo && again.hi == p.hi);
    struct odd o, r;
    o.a = p.lo;
    o.b = __VERIFIER_nondet_ushort();
    o.c = __VERIFIER_nondet_bool();
    r = changed(changed(o));
    check(r.a == o.a && r.b == (uint16_t)(o.b + 2) && r.c == o.c);
    struct big x, y;
    for (int i = 0; i < 5; i++)
        x.a[i] = p.hi;
    x.b = __VERIFIER_nondet_uchar();
    y = grown(x);
    check(y.a[x.b % 5u] == p.hi + 3 && y.a[(x.b + 1u) % 5u] == x.a[0] && x.a[x.b % 5u] == p.hi);
}
