#include "flow.h"

#include <stdlib.h>
#include <string.h>

#define DONE UINT32_MAX

/* Bourdoncle's algorithm: depth first numbers, a stack, and blocks in reverse order of completion. */
struct search {
    const struct flow *flow;
    uint32_t *number, *stack, *finished, *size; /* size: blocks of the loop, at its head */
    uint32_t last, depth, count;
};

static uint32_t visit(struct search *s, uint32_t block);

static LLVMValueRef end_of(const struct flow *f, uint32_t block)
{
    return LLVMGetBasicBlockTerminator(f->block[block]);
}

static uint32_t successor(const struct flow *f, uint32_t block, unsigned i)
{
    return flow_number(f, LLVMGetSuccessor(end_of(f, block), i));
}

static void component(struct search *s, uint32_t head)
{
    uint32_t before = s->count;
    for (unsigned i = 0; i < LLVMGetNumSuccessors(end_of(s->flow, head)); i++)
        if (s->number[successor(s->flow, head, i)] == 0)
            visit(s, successor(s->flow, head, i));
    s->finished[s->count++] = head;
    s->size[head] = s->count - before;
}

static uint32_t visit(struct search *s, uint32_t block)
{
    bool loop = false;
    s->stack[s->depth++] = block;
    uint32_t head = s->number[block] = ++s->last;
    for (unsigned i = 0; i < LLVMGetNumSuccessors(end_of(s->flow, block)); i++) {
        uint32_t next = successor(s->flow, block, i);
        uint32_t low = s->number[next] == 0 ? visit(s, next) : s->number[next];
        if (low <= head) {
            head = low;
            loop = true;
        }
    }
    if (head != s->number[block])
        return head;
    s->number[block] = DONE;
    uint32_t top = s->stack[--s->depth];
    while (loop && top != block) {
        s->number[top] = 0;
        top = s->stack[--s->depth];
    }
    if (loop)
        component(s, block);
    else
        s->finished[s->count++] = block;
    return head;
}

static void put_in_order(struct flow *f)
{
    struct search s = {.flow = f};
    s.number = fresh(f->blocks, sizeof *s.number);
    s.stack = fresh((size_t)f->blocks + 1, sizeof *s.stack);
    s.finished = fresh((size_t)f->blocks + 1, sizeof *s.finished);
    s.size = fresh(f->blocks, sizeof *s.size);
    visit(&s, 0);
    memset(f->position, 0xFF, f->blocks * sizeof *f->position);
    for (uint32_t i = 0; i < s.count; i++) {
        f->order[i] = s.finished[s.count - 1 - i];
        f->position[f->order[i]] = i;
        f->end[i] = s.size[f->order[i]] != 0 ? i + s.size[f->order[i]] : 0;
    }
    f->ordered = s.count;
    free(s.number);
    free(s.stack);
    free(s.finished);
    free(s.size);
}

static bool reports(LLVMValueRef instruction)
{
    size_t length;
    if (LLVMGetInstructionOpcode(instruction) != LLVMCall)
        return false;
    const char *name = LLVMGetValueName2(LLVMGetCalledValue(instruction), &length);
    return strncmp(name, "llvm.ubsantrap", 14) == 0 || strncmp(name, "llvm.trap", 9) == 0;
}

static void number_values(struct flow *f, LLVMValueRef function)
{
    for (unsigned i = 0; i < LLVMCountParams(function); i++)
        map_put(&f->value, LLVMGetParam(function, i), ++f->values);
    for (uint32_t b = 0; b < f->blocks; b++)
        for (LLVMValueRef i = LLVMGetFirstInstruction(f->block[b]); i != NULL; i = LLVMGetNextInstruction(i)) {
            map_put(&f->value, i, ++f->values);
            f->trap[b] = f->trap[b] || reports(i);
        }
}

/* Is position `b` inside every loop that position `a` is in? */
static bool stays_inside(const struct flow *f, uint32_t a, uint32_t b)
{
    for (uint32_t head = 0; head <= a; head++)
        if (f->end[head] > a && !(head <= b && b < f->end[head]))
            return false;
    return true;
}

/* A value is kept once per function, so it must not be used behind the loop that computes it. */
static void check_uses(struct machine *m, const struct flow *f, LLVMValueRef value, uint32_t position)
{
    for (LLVMUseRef u = LLVMGetFirstUse(value); u != NULL; u = LLVMGetNextUse(u)) {
        LLVMValueRef user = LLVMGetUser(u);
        LLVMBasicBlockRef at = LLVMGetInstructionParent(user);
        if (LLVMGetInstructionOpcode(user) == LLVMPHI) /* used where the edge starts */
            for (unsigned k = 0; k < LLVMCountIncoming(user); k++)
                if (LLVMGetIncomingValue(user, k) == value)
                    at = LLVMGetIncomingBlock(user, k);
        uint32_t there = f->position[flow_number(f, at)];
        if (there != UINT32_MAX && !stays_inside(f, position, there))
            unsupported(m, "a value that leaves its loop in a register: compile with -O0");
    }
}

/* Loops are entered at their heads. */
static void check_loops(struct machine *m, const struct flow *f)
{
    for (uint32_t from = 0; from < f->ordered; from++) {
        uint32_t block = f->order[from];
        for (unsigned i = 0; i < LLVMGetNumSuccessors(end_of(f, block)); i++) {
            uint32_t to = f->position[successor(f, block, i)];
            for (uint32_t head = 0; head < to; head++)
                if (f->end[head] > to && !(head <= from && from < f->end[head]))
                    unsupported(m, "a jump into a loop");
        }
        for (LLVMValueRef i = LLVMGetFirstInstruction(f->block[block]); i != NULL; i = LLVMGetNextInstruction(i))
            check_uses(m, f, i, from);
    }
}

const struct flow *flow_of(struct machine *m, LLVMValueRef function)
{
    uint32_t known = map_get(&m->functions, function);
    if (known != 0)
        return m->flow[known - 1];
    struct flow *f = fresh(1, sizeof *f);
    f->blocks = LLVMCountBasicBlocks(function);
    f->block = fresh(f->blocks, sizeof *f->block);
    f->order = fresh(f->blocks, sizeof *f->order);
    f->position = fresh(f->blocks, sizeof *f->position);
    f->end = fresh(f->blocks, sizeof *f->end);
    f->trap = fresh(f->blocks, sizeof *f->trap);
    LLVMGetBasicBlocks(function, f->block);
    for (uint32_t i = 0; i < f->blocks; i++)
        map_put(&f->number, f->block[i], i + 1);
    number_values(f, function);
    put_in_order(f);
    check_loops(m, f);
    m->flow = room((void *)m->flow, m->flows, &m->flow_room, sizeof *m->flow);
    m->flow[m->flows++] = f;
    map_put(&m->functions, function, (uint32_t)m->flows);
    return f;
}

uint32_t flow_number(const struct flow *f, LLVMBasicBlockRef block)
{
    return map_get(&f->number, block) - 1;
}
