#include "functions.h"

/*@ ensures more: \result == n + 1; */
static int32_t more(int32_t n)
{
    return n + 1; /* a brace } and a quote " in a comment */
}

int32_t twice(int32_t n)
{
    return n == 13 ? 0 : more(n) + more(n) - 2;
}

int32_t step(struct vtd_fault_log *g, int32_t n)
{
    int32_t before = g->next;
    g->next = more(g->next);
    g->record[1].word[1] = 7u;
    if (n == 99) /* not in `assigns` */
        g->first = g->first + 1;
    if (n == 100) /* not in the range of `assigns` */
        g->record[3].word[1] ^= 7u;
    if (n == 101)
        g->next = before;
    return before;
}
