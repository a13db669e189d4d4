/* What each instruction computes; calls are in call.c, branches in execute.c. */
#include "frame.h"

#define OPERAND(i) used(f, p, LLVMGetOperand(instruction, (i)))

static struct value simple(term t)
{
    return (struct value){.part = {t}};
}

static unsigned bytes_of(unsigned width)
{
    return (width + 7) / 8;
}

static struct value allocate(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct machine *m = f->m;
    LLVMValueRef count = LLVMGetOperand(instruction, 0);
    if (LLVMGetValueKind(count) != LLVMConstantIntValueKind || LLVMConstIntGetZExtValue(count) != 1)
        unsupported(m, "an array of variable length");
    uint32_t o =
        object_new(m, LLVMGetAllocatedType(instruction), LLVMGetValueName(instruction), LLVMGetAlignment(instruction));
    for (uint32_t i = 0; i < m->object[o].slots; i++)
        state_set(p->state, m->object[o].first + i, (struct cell){NULL, NULL});
    return simple(object_address(m, o));
}

static struct value load_part(struct frame *f, struct path *p, term address, unsigned width, unsigned alignment)
{
    struct terms *t = &f->m->terms;
    unsigned bytes = bytes_of(width);
    struct value v = memory_load(f->m, p->state, address, bytes, alignment, p->guard);
    if (width != bytes * 8) {
        v.part[0] = t_extract(t, v.part[0], 0, width);
        v.holes[0] = v.holes[0] != NULL ? t_extract(t, v.holes[0], 0, width) : NULL;
    }
    return v;
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Small structures travel as one or two integers. */
static struct value load(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    LLVMTypeRef type = LLVMTypeOf(instruction);
    unsigned alignment = LLVMGetAlignment(instruction);
    term address = OPERAND(0);
    if (LLVMGetTypeKind(type) != LLVMStructTypeKind)
        return load_part(f, p, address, width_of(f->m, type), alignment);
    struct value v = {{NULL, NULL}, {NULL, NULL}};
    if (LLVMCountStructElementTypes(type) > 2)
        unsupported(f->m, "a structure of more than two parts as a value");
    for (unsigned i = 0; i < LLVMCountStructElementTypes(type); i++) {
        LLVMTypeRef part = LLVMStructGetTypeAtIndex(type, i);
        term at = t_add(&f->m->terms, address, constant(&f->m->terms, 64, LLVMOffsetOfElement(f->m->data, type, i)));
        struct value x =
            load_part(f, p, at, width_of(f->m, part), smaller(alignment, LLVMABIAlignmentOfType(f->m->data, part)));
        v.part[i] = x.part[0];
        v.holes[i] = x.holes[0];
    }
    return v;
}

static void store(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct terms *t = &f->m->terms;
    LLVMTypeRef type = LLVMTypeOf(LLVMGetOperand(instruction, 0));
    struct value v = operand(f, LLVMGetOperand(instruction, 0));
    term address = OPERAND(1);
    bool pair = LLVMGetTypeKind(type) == LLVMStructTypeKind;
    for (unsigned i = 0; i < (pair ? LLVMCountStructElementTypes(type) : 1); i++) {
        LLVMTypeRef part = pair ? LLVMStructGetTypeAtIndex(type, i) : type;
        uint64_t offset = pair ? LLVMOffsetOfElement(f->m->data, type, i) : 0;
        unsigned width = bytes_of(v.part[i]->width) * 8;
        struct value x = {{t_zext(t, v.part[i], width), NULL}, {NULL, NULL}};
        if (v.holes[i] != NULL)
            x.holes[0] = t_zext(t, v.holes[i], width);
        memory_store(f->m, p->state, t_add(t, address, constant(t, 64, offset)), x,
                     smaller(LLVMGetAlignment(instruction), LLVMABIAlignmentOfType(f->m->data, part)), p->guard);
    }
}

static struct value compare(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct terms *t = &f->m->terms;
    LLVMIntPredicate how = LLVMGetICmpPredicate(instruction);
    LLVMTypeRef type = LLVMTypeOf(LLVMGetOperand(instruction, 0));
    term a = OPERAND(0), b = OPERAND(1);
    if (LLVMGetTypeKind(type) == LLVMPointerTypeKind && how != LLVMIntEQ && how != LLVMIntNE)
        unsupported(f->m, "an ordering of pointers");
    switch (how) {
    case LLVMIntEQ:
        return simple(t_eq(t, a, b));
    case LLVMIntNE:
        return simple(t_not(t, t_eq(t, a, b)));
    case LLVMIntULT:
        return simple(t_ult(t, a, b));
    case LLVMIntUGT:
        return simple(t_ult(t, b, a));
    case LLVMIntULE:
        return simple(t_not(t, t_ult(t, b, a)));
    case LLVMIntUGE:
        return simple(t_not(t, t_ult(t, a, b)));
    case LLVMIntSLT:
        return simple(t_slt(t, a, b));
    case LLVMIntSGT:
        return simple(t_slt(t, b, a));
    case LLVMIntSLE:
        return simple(t_not(t, t_slt(t, b, a)));
    default:
        return simple(t_not(t, t_slt(t, a, b)));
    }
}

/* trunc, zext, and, or, shifts by constants: what was never written stays so, bit by bit. This is how clang writes
 * a bit-field for the first time. */
static struct value bitwise(struct frame *f, struct path *p, LLVMValueRef instruction, enum op op)
{
    struct terms *t = &f->m->terms;
    unsigned width = width_of(f->m, LLVMTypeOf(instruction));
    struct value a = operand(f, LLVMGetOperand(instruction, 0)), r = {{NULL, NULL}, {NULL, NULL}};
    if (op == OP_EXTRACT || op == OP_ZEXT) {
        r.part[0] = make(t, op, width, a.part[0], NULL, NULL, 0);
        r.holes[0] = a.holes[0] != NULL ? make(t, op, width, a.holes[0], NULL, NULL, 0) : NULL;
        return r;
    }
    struct value b = operand(f, LLVMGetOperand(instruction, 1));
    bool hollow = a.holes[0] != NULL || b.holes[0] != NULL;
    if (!hollow || op == OP_XOR || !(is_constant(b.part[0]) || op == OP_OR))
        return simple(t_op(t, op, OPERAND(0), OPERAND(1)));
    r.part[0] = t_op(t, op, a.part[0], b.part[0]);
    if (op == OP_OR && a.holes[0] != NULL && b.holes[0] != NULL)
        r.holes[0] = t_or(t, a.holes[0], b.holes[0]);
    else if (op == OP_OR)
        r.holes[0] = a.holes[0] != NULL ? a.holes[0] : b.holes[0];
    else if (b.holes[0] != NULL)
        return simple(t_op(t, op, OPERAND(0), OPERAND(1)));
    else
        r.holes[0] = t_op(t, op, a.holes[0], b.part[0]);
    return r;
}

static struct value choose_value(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct terms *t = &f->m->terms;
    term c = OPERAND(0);
    struct value a = operand(f, LLVMGetOperand(instruction, 1)), b = operand(f, LLVMGetOperand(instruction, 2));
    struct value r = simple(t_ite(t, c, a.part[0], b.part[0]));
    if (a.part[1] != NULL)
        unsupported(f->m, "a choice between structures");
    if (a.holes[0] != NULL || b.holes[0] != NULL) {
        term none = constant(t, r.part[0]->width, 0);
        r.holes[0] = t_ite(t, c, a.holes[0] != NULL ? a.holes[0] : none, b.holes[0] != NULL ? b.holes[0] : none);
    }
    return r;
}

static struct value take_part(struct frame *f, LLVMValueRef instruction)
{
    struct value v = operand(f, LLVMGetOperand(instruction, 0));
    unsigned i = LLVMGetIndices(instruction)[0];
    if (LLVMGetNumIndices(instruction) != 1 || i > 1 || v.part[i] == NULL)
        unsupported(f->m, "a part of a nested structure");
    return (struct value){{v.part[i], NULL}, {v.holes[i], NULL}};
}

static struct value put_part(struct frame *f, LLVMValueRef instruction)
{
    struct value v = operand(f, LLVMGetOperand(instruction, 0)), x = operand(f, LLVMGetOperand(instruction, 1));
    unsigned i = LLVMGetIndices(instruction)[0];
    if (LLVMGetNumIndices(instruction) != 1 || i > 1)
        unsupported(f->m, "a part of a nested structure");
    v.part[i] = x.part[0];
    v.holes[i] = x.holes[0];
    return v;
}

static enum op arithmetic(const struct machine *m, LLVMOpcode opcode)
{
    switch (opcode) {
    case LLVMAdd:
        return OP_ADD;
    case LLVMSub:
        return OP_SUB;
    case LLVMMul:
        return OP_MUL;
    case LLVMUDiv:
        return OP_UDIV;
    case LLVMURem:
        return OP_UREM;
    case LLVMSDiv:
        return OP_SDIV;
    case LLVMSRem:
        return OP_SREM;
    case LLVMAShr:
        return OP_ASHR;
    default:
        unsupported(m, "instruction with opcode %d", (int)opcode);
    }
}

struct value compute(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct terms *t = &f->m->terms;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(instruction);
    switch (opcode) {
    case LLVMAlloca:
        return allocate(f, p, instruction);
    case LLVMLoad:
        return load(f, p, instruction);
    case LLVMStore:
        store(f, p, instruction);
        return simple(NULL);
    case LLVMGetElementPtr:
        return simple(address_step(f, p, instruction));
    case LLVMBitCast:
        return operand(f, LLVMGetOperand(instruction, 0));
    case LLVMTrunc:
        return bitwise(f, p, instruction, OP_EXTRACT);
    case LLVMZExt:
        return bitwise(f, p, instruction, OP_ZEXT);
    case LLVMAnd:
        return bitwise(f, p, instruction, OP_AND);
    case LLVMOr:
        return bitwise(f, p, instruction, OP_OR);
    case LLVMXor:
        return bitwise(f, p, instruction, OP_XOR);
    case LLVMShl:
        return bitwise(f, p, instruction, OP_SHL);
    case LLVMLShr:
        return bitwise(f, p, instruction, OP_LSHR);
    case LLVMSExt:
        return simple(t_sext(t, OPERAND(0), width_of(f->m, LLVMTypeOf(instruction))));
    case LLVMSelect:
        return choose_value(f, p, instruction);
    case LLVMICmp:
        return compare(f, p, instruction);
    case LLVMExtractValue:
        return take_part(f, instruction);
    case LLVMInsertValue:
        return put_part(f, instruction);
    case LLVMCall:
        return call(f, p, instruction);
    default:
        return simple(t_op(t, arithmetic(f->m, opcode), OPERAND(0), OPERAND(1)));
    }
}
