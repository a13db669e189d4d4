/* The blocks of a function in weak topological order (Bourdoncle): a block comes after all its predecessors, except
 * that the head of a loop comes before the rest of the loop. */
#ifndef ENGINE_FLOW_H
#define ENGINE_FLOW_H

#include "machine.h"

struct flow {
    uint32_t blocks, ordered; /* all; those that can be reached */
    LLVMBasicBlockRef *block;
    uint32_t *order;    /* position to block */
    uint32_t *position; /* block to position; UINT32_MAX: unreachable */
    uint32_t *end;      /* by position: where the loop whose head is here ends; 0: no head */
    bool *trap;         /* the block reports undefined behaviour */
    struct map number;  /* block to number + 1 */
    struct map value;   /* parameter or instruction to number + 1 */
    uint32_t values;
};

const struct flow *flow_of(struct machine *m, LLVMValueRef function);
uint32_t flow_number(const struct flow *f, LLVMBasicBlockRef block);

#endif
