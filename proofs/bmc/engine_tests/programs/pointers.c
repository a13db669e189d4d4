/* code: 0 */
/* mode: reset */
/* backends: cadical,z3,boolector */
#include "proofs/bmc/properties/checks.h"

struct node {
    uint64_t value;
    struct node *next;
};
static void put(uint64_t *p, uint64_t v)
{
    *p = v;
}
int main(void)
{
    uint64_t a = 1, b = 2;
    bool c = __VERIFIER_nondet_bool();
    put(c ? &a : &b, 5);
    check(a + b == (c ? 7 : 6));
    struct node x = {1, 0}, y = {2, &x}, *p = c ? &y : &x;
    check((p->next != 0) == c);
    if (p->next != 0)
        p->next->value = 9;
    check(x.value == (c ? 9 : 1));
    uint64_t table[6] = {0}, *q = &table[5];
    q[-(int)(__VERIFIER_nondet_uchar() % 5u)] = 3;
    check(table[1] + table[2] + table[3] + table[4] + table[5] == 3 && table[0] == 0);
}
