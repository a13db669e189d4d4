/* And-xor-mux graphs with structural hashing, and bit vectors over them. */
#ifndef ENGINE_GATES_H
#define ENGINE_GATES_H

#include <stdint.h>

#include "cone.h"

/* A node times 2, plus 1 for its negation. Node 0 is false. */
typedef uint32_t lit;

enum gate { GATE_INPUT, GATE_AND, GATE_XOR, GATE_MUX };
struct node {
    enum gate gate;
    lit a, b, c; /* mux: a ? b : c */
    uint32_t chain;
};
struct gates {
    struct node *node;
    size_t count, capacity;
    uint32_t *bucket;
};

void gates_begin(struct gates *g);
void gates_end(struct gates *g);
lit gate_and(struct gates *g, lit a, lit b);
lit gate_xor(struct gates *g, lit a, lit b);
lit gate_mux(struct gates *g, lit s, lit a, lit b);
lit gate_input(struct gates *g);
static inline lit gate_or(struct gates *g, lit a, lit b)
{
    return gate_and(g, a ^ 1U, b ^ 1U) ^ 1U;
}

/* Bits of the terms of the cone from number `from` on, low bit first, by id of the term. */
void blast(struct gates *g, lit **bits, const struct cone *cone, size_t from);

#endif
