#ifndef GOLDEN_FUNCTIONS_H
#define GOLDEN_FUNCTIONS_H

#include "spec/vocabulary.h"

/* Behaves well for n below 100 only. */
/*@ requires small: 0 <= n;
    requires valid(g);
    terminates \true; exits \false;
    assigns g->next, g->record[0 .. 2].word[1];
    ensures grown: grown{Pre,Post}(g);
    ensures old: g->next == \old(g->next) + 1 && \result == \at(g->next, Pre);
    ensures kept: first_word{Pre}(g, 5) ==> first_word(g, 5);
    ensures declared: declared(n);
    behavior large:
      assumes n >= 50;
      ensures result: \result < 50; */
int32_t step(struct vtd_fault_log *g, int32_t n);

/* Nothing to check around it but what it returns. */
/*@ assigns \nothing;
    ensures twice: \result == 2 * n; */
int32_t twice(int32_t n);

#endif
