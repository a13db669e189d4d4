/* One running function: the values of its instructions and the states that wait at its blocks. */
#ifndef ENGINE_FRAME_H
#define ENGINE_FRAME_H

#include "flow.h"

struct waiting {
    term guard; /* NULL: nothing waits here */
    struct state *state;
    struct value *phi; /* values of the block's phi instructions */
    bool repeated;     /* came along a back edge */
};
struct frame {
    struct machine *m;
    const struct flow *flow;
    LLVMValueRef function;
    struct value *value;
    struct waiting *waiting; /* by block */
    unsigned *rounds;        /* by block: how often a loop has repeated since it was entered */
    /* The paths that have returned so far. */
    term returned;
    struct state *state;
    struct value result;
};

/* A path on its way through a block. */
struct path {
    uint32_t block;
    term guard;
    struct state *state;
    struct value *phi;
    bool ended;
};

/* ---- value.c ---- */
unsigned width_of(const struct machine *m, LLVMTypeRef type);
/* The value, to be copied. */
struct value operand(struct frame *f, LLVMValueRef v);
/* The value, to be used: it must have been written. */
term used(struct frame *f, const struct path *p, LLVMValueRef v);
term address_step(struct frame *f, const struct path *p, LLVMValueRef gep);

/* ---- instruction.c ---- */
struct value compute(struct frame *f, struct path *p, LLVMValueRef instruction);

/* ---- call.c ---- */
struct value call(struct frame *f, struct path *p, LLVMValueRef instruction);

#endif
