/* Runs functions block by block. Each block runs once for all paths that reach it: their states are merged. */
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "pointer.h"

static bool opposite(term a, term b)
{
    return (a->op == OP_NOT && a->kid[0] == b) || (b->op == OP_NOT && b->kid[0] == a);
}

/* A condition that tells paths with guard `a` from paths with guard `b`, shorter than `a` if there is one. */
static term telling(term a, term b)
{
    if (a->op != OP_AND || b->op != OP_AND)
        return a;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (a->kid[i] == b->kid[j] && opposite(a->kid[1 - i], b->kid[1 - j]))
                return a->kid[1 - i];
    return a;
}

static void merge_value(struct machine *m, struct value *into, const struct value *other, term select)
{
    struct terms *t = &m->terms;
    for (int i = 0; i < 2 && into->part[i] != NULL; i++) {
        term none = constant(t, into->part[i]->width, 0);
        if (into->holes[i] != other->holes[i])
            into->holes[i] = t_ite(t, select, other->holes[i] != NULL ? other->holes[i] : none,
                                   into->holes[i] != NULL ? into->holes[i] : none);
        into->part[i] = t_ite(t, select, other->part[i], into->part[i]);
    }
}

/* Values of the phi instructions of a block for those who come from another. */
static struct value *phi_values(struct frame *f, uint32_t from, uint32_t to, unsigned *count)
{
    struct value *values = NULL;
    size_t capacity = 0;
    LLVMValueRef i = LLVMGetFirstInstruction(f->flow->block[to]);
    for (*count = 0; i != NULL && LLVMGetInstructionOpcode(i) == LLVMPHI; i = LLVMGetNextInstruction(i)) {
        values = room(values, *count, &capacity, sizeof *values);
        for (unsigned k = 0; k < LLVMCountIncoming(i); k++)
            if (LLVMGetIncomingBlock(i, k) == f->flow->block[from])
                values[*count] = operand(f, LLVMGetIncomingValue(i, k));
        ++*count;
    }
    return values;
}

/* The path goes on to block `to`, with a state of its own. */
static void proceed(struct frame *f, const struct path *p, uint32_t to, term guard)
{
    struct machine *m = f->m;
    unsigned count;
    if (guard == m->terms.no)
        return;
    struct waiting *w = &f->waiting[to];
    struct value *phi = phi_values(f, p->block, to, &count);
    w->repeated = w->repeated || f->flow->position[to] <= f->flow->position[p->block];
    if (w->guard == NULL) {
        w->guard = guard;
        w->state = state_copy(p->state);
        w->phi = phi;
        return;
    }
    term select = telling(guard, w->guard);
    state_merge(m, w->state, p->state, select);
    for (unsigned i = 0; i < count; i++)
        merge_value(m, &w->phi[i], &phi[i], select);
    free(phi);
    w->guard = t_or(&m->terms, w->guard, guard);
}

/* Undefined behaviour is checked by itself; those who avoid it need not carry that in their guard. */
static void branch(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct terms *t = &f->m->terms;
    uint32_t yes = flow_number(f->flow, LLVMGetSuccessor(instruction, 0));
    if (!LLVMIsConditional(instruction)) {
        proceed(f, p, yes, p->guard);
        return;
    }
    uint32_t no = flow_number(f->flow, LLVMGetSuccessor(instruction, 1));
    term c = used(f, p, LLVMGetCondition(instruction));
    bool only_yes = f->flow->trap[no] && c != t->no, only_no = f->flow->trap[yes] && c != t->yes;
    proceed(f, p, yes, only_yes ? p->guard : t_and(t, p->guard, c));
    proceed(f, p, no, only_no ? p->guard : t_and(t, p->guard, t_not(t, c)));
}

static void distribute(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct terms *t = &f->m->terms;
    term value = used(f, p, LLVMGetOperand(instruction, 0)), rest = p->guard;
    for (unsigned i = 1; i < LLVMGetNumSuccessors(instruction); i++) {
        term here = t_eq(t, value, used(f, p, LLVMGetOperand(instruction, 2 * i)));
        proceed(f, p, flow_number(f->flow, LLVMGetSuccessor(instruction, i)), t_and(t, rest, here));
        rest = t_and(t, rest, t_not(t, here));
    }
    proceed(f, p, flow_number(f->flow, LLVMGetSwitchDefaultDest(instruction)), rest);
}

static void give_back(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct machine *m = f->m;
    struct value v = {{NULL, NULL}, {NULL, NULL}};
    if (LLVMGetNumOperands(instruction) != 0)
        v = operand(f, LLVMGetOperand(instruction, 0));
    if (f->returned == NULL) {
        f->returned = p->guard;
        f->state = state_copy(p->state);
        f->result = v;
        return;
    }
    term select = telling(p->guard, f->returned);
    state_merge(m, f->state, p->state, select);
    merge_value(m, &f->result, &v, select);
    f->returned = t_or(&m->terms, f->returned, p->guard);
}

static void locate(struct machine *m, LLVMValueRef instruction)
{
    unsigned length, line = LLVMGetDebugLocLine(instruction);
    if (line == 0)
        return;
    m->place.line = line;
    m->place.file = LLVMGetDebugLocFilename(instruction, &length);
}

static void step(struct frame *f, struct path *p, LLVMValueRef instruction, unsigned *phis)
{
    f->m->steps++;
    struct value v = {{NULL, NULL}, {NULL, NULL}};
    LLVMOpcode opcode = LLVMGetInstructionOpcode(instruction);
    if (opcode != LLVMPHI)
        locate(f->m, instruction);
    switch (opcode) {
    case LLVMPHI:
        v = p->phi[(*phis)++];
        break;
    case LLVMBr:
        branch(f, p, instruction);
        return;
    case LLVMSwitch:
        distribute(f, p, instruction);
        return;
    case LLVMRet:
        give_back(f, p, instruction);
        return;
    case LLVMUnreachable:
        f->m->endings++;
        return;
    default:
        v = compute(f, p, instruction);
    }
    if (v.part[0] != NULL)
        f->value[map_get(&f->flow->value, instruction) - 1] = v;
}

/* One block, for all who wait there. */
static void run_block(struct frame *f, uint32_t block)
{
    struct waiting w = f->waiting[block];
    struct path p = {block, w.guard, w.state, w.phi, false};
    unsigned phis = 0;
    f->waiting[block] = (struct waiting){NULL, NULL, NULL, false};
    f->rounds[block] = w.repeated ? f->rounds[block] + 1 : 0;
    if (f->rounds[block] > f->m->unwind) {
        locate(f->m, LLVMGetFirstInstruction(f->flow->block[block]));
        must_not(f->m, CHECK_UNWINDING, p.guard, "a loop repeats more often than the unwinding bound");
        f->m->endings++;
        p.ended = true;
    }
    for (LLVMValueRef i = LLVMGetFirstInstruction(f->flow->block[block]); i != NULL && !p.ended;
         i = LLVMGetNextInstruction(i))
        step(f, &p, i, &phis);
    state_free(p.state);
    free(p.phi);
}

/* The blocks at positions from..to-1; a loop goes on until nobody jumps back any more. */
static void run_blocks(struct frame *f, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to;) {
        uint32_t block = f->flow->order[i], end = f->flow->end[i] != 0 ? f->flow->end[i] : i + 1;
        while (f->waiting[block].guard != NULL) {
            run_block(f, block);
            run_blocks(f, i + 1, end);
        }
        i = end;
    }
}

/* A parameter passed by value in memory is an object of its own. */
static struct value private_copy(struct frame *f, unsigned parameter, struct value argument)
{
    struct machine *m = f->m;
    unsigned kind = LLVMGetEnumAttributeKindForName("byval", 5);
    LLVMAttributeRef attribute = LLVMGetEnumAttributeAtIndex(f->function, parameter + 1, kind);
    if (attribute == NULL)
        return argument;
    LLVMTypeRef type = LLVMGetTypeAttributeValue(attribute);
    uint32_t o = object_new(m, type, "parameter", 16);
    struct waiting *w = &f->waiting[0];
    term address = object_address(m, o);
    for (uint32_t i = 0; i < m->object[o].slots; i++)
        state_set(w->state, m->object[o].first + i, (struct cell){NULL, NULL});
    memory_copy(m, w->state, address, argument.part[0], m->object[o].size, w->guard);
    return (struct value){{address, NULL}, {argument.holes[0], NULL}};
}

static void end_frame(struct frame *f, size_t objects, size_t slots)
{
    struct machine *m = f->m;
    for (size_t i = objects; i < m->objects; i++)
        m->object[i].dead = true;
    m->slots = slots;
    if (f->state != NULL)
        state_truncate(f->state, (uint32_t)slots);
    free(f->value);
    free(f->waiting);
    free(f->rounds);
    m->depth--;
}

/* The name in the source: linking adds a number to static functions of the same name. */
static const char *source_name(LLVMValueRef function)
{
    size_t length;
    const char *name = LLVMGetValueName2(function, &length);
    char *copy = fresh(length + 1, 1);
    memcpy(copy, name, strcspn(name, "."));
    return copy;
}

void execute(struct machine *m, LLVMValueRef function, const struct value *arguments, term *guard, struct state **state,
             struct value *result)
{
    const struct flow *flow = flow_of(m, function);
    struct place place = m->place, caller = m->caller;
    size_t objects = m->objects, slots = m->slots;
    unsigned endings = m->endings;
    struct frame f = {.m = m, .flow = flow, .function = function};
    f.value = fresh(flow->values, sizeof *f.value);
    f.waiting = fresh(flow->blocks, sizeof *f.waiting);
    f.rounds = fresh(flow->blocks, sizeof *f.rounds);
    f.waiting[0] = (struct waiting){m->terms.yes, *state, NULL, false};
    term entered = m->entered;
    m->entered = t_and(&m->terms, entered, *guard);
    m->depth++;
    m->caller = place;
    m->place.function = source_name(function);
    for (unsigned i = 0; i < LLVMCountParams(function); i++)
        f.value[i] = private_copy(&f, i, arguments[i]);
    run_blocks(&f, 0, flow->ordered);
    end_frame(&f, objects, slots);
    m->entered = entered;
    *state = f.state != NULL ? f.state : state_new();
    *result = f.result;
    if (f.returned == NULL)
        *guard = m->terms.no;
    else if (m->endings != endings)
        *guard = t_and(&m->terms, *guard, f.returned);
    m->place = place;
    m->caller = caller;
}
