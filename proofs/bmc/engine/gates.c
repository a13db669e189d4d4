#include "gates.h"

#include <stdlib.h>

#include "util.h"

enum { GATE_BUCKETS = 1 << 18 };

void gates_begin(struct gates *g)
{
    *g = (struct gates){.bucket = fresh(GATE_BUCKETS, sizeof *g->bucket)};
    g->node = room(g->node, g->count, &g->capacity, sizeof *g->node);
    g->node[g->count++] = (struct node){GATE_INPUT, 0, 0, 0, 0};
}

void gates_end(struct gates *g)
{
    free(g->node);
    free(g->bucket);
}

static lit add_node(struct gates *g, enum gate gate, lit a, lit b, lit c)
{
    uint32_t h =
        (a * 2654435761U ^ b * 2654404609U ^ c * 2246822519U ^ (uint32_t)gate * 40503U) >> 3 & (GATE_BUCKETS - 1);
    for (uint32_t i = g->bucket[h]; i != 0 && gate != GATE_INPUT; i = g->node[i].chain)
        if (g->node[i].gate == gate && g->node[i].a == a && g->node[i].b == b && g->node[i].c == c)
            return 2 * i;
    if (g->count >= UINT32_MAX / 2)
        stop(EXIT_FAILED, "more gates than the bit-blaster can number");
    g->node = room(g->node, g->count, &g->capacity, sizeof *g->node);
    g->node[g->count] = (struct node){gate, a, b, c, g->bucket[h]};
    g->bucket[h] = (uint32_t)g->count;
    return 2 * (lit)g->count++;
}

lit gate_input(struct gates *g)
{
    return add_node(g, GATE_INPUT, 0, 0, (lit)g->count);
}

lit gate_and(struct gates *g, lit a, lit b)
{
    if (a > b)
        return gate_and(g, b, a);
    if (a == 0 || a == (b ^ 1U))
        return 0;
    return a == 1 || a == b ? b : add_node(g, GATE_AND, a, b, 0);
}

lit gate_xor(struct gates *g, lit a, lit b)
{
    lit flip = (a ^ b) & 1U;
    a &= ~1U;
    b &= ~1U;
    if (a > b) {
        lit x = a;
        a = b;
        b = x;
    }
    if (a == b)
        return flip;
    return (a == 0 ? b : add_node(g, GATE_XOR, a, b, 0)) ^ flip;
}

lit gate_mux(struct gates *g, lit s, lit a, lit b)
{
    if (s <= 1 || a == b)
        return s == 0 ? b : a;
    if ((s & 1U) != 0)
        return gate_mux(g, s ^ 1U, b, a);
    if (a == 1 || a == s)
        return gate_or(g, s, b);
    if (a == 0 || a == (s ^ 1U))
        return gate_and(g, s ^ 1U, b);
    if (b == 0 || b == s)
        return gate_and(g, s, a);
    if (b == 1 || b == (s ^ 1U))
        return gate_or(g, s ^ 1U, a);
    if (a == (b ^ 1U))
        return gate_xor(g, s, b);
    lit flip = a & 1U;
    return add_node(g, GATE_MUX, s, a ^ flip, b ^ flip) ^ flip;
}
