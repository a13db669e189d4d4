/* Operands: constants, results of earlier instructions, addresses. */
#include "frame.h"
#include "pointer.h"

static struct value simple(term t)
{
    return (struct value){.part = {t}};
}

unsigned width_of(const struct machine *m, LLVMTypeRef type)
{
    if (LLVMGetTypeKind(type) == LLVMPointerTypeKind)
        return 64;
    if (LLVMGetTypeKind(type) != LLVMIntegerTypeKind)
        unsupported(m, "a value that is neither integer nor pointer");
    if (LLVMGetIntTypeWidth(type) > 64)
        unsupported(m, "an integer of %u bits", LLVMGetIntTypeWidth(type));
    return LLVMGetIntTypeWidth(type);
}

static struct value hole(struct machine *m, LLVMTypeRef type)
{
    struct value v = {{NULL, NULL}, {NULL, NULL}};
    unsigned parts = LLVMGetTypeKind(type) == LLVMStructTypeKind ? LLVMCountStructElementTypes(type) : 1;
    if (parts > 2)
        unsupported(m, "a structure of %u parts as a value", parts);
    for (unsigned i = 0; i < parts; i++) {
        LLVMTypeRef part = LLVMGetTypeKind(type) == LLVMStructTypeKind ? LLVMStructGetTypeAtIndex(type, i) : type;
        unsigned width = width_of(m, part);
        v.part[i] = constant(&m->terms, width, 0);
        v.holes[i] = constant(&m->terms, width, ones(width));
    }
    return v;
}

static struct value constant_expression(struct frame *f, LLVMValueRef v)
{
    switch (LLVMGetConstOpcode(v)) {
    case LLVMGetElementPtr:
        return simple(address_step(f, NULL, v));
    case LLVMBitCast:
        return operand(f, LLVMGetOperand(v, 0));
    default:
        unsupported(f->m, "a constant expression that is not an address");
    }
}

struct value operand(struct frame *f, LLVMValueRef v)
{
    struct machine *m = f->m;
    uint32_t number;
    switch (LLVMGetValueKind(v)) {
    case LLVMConstantIntValueKind:
        return simple(constant(&m->terms, width_of(m, LLVMTypeOf(v)), LLVMConstIntGetZExtValue(v)));
    case LLVMConstantPointerNullValueKind:
        return simple(constant(&m->terms, 64, 0));
    case LLVMUndefValueValueKind:
    case LLVMPoisonValueValueKind:
        return hole(m, LLVMTypeOf(v));
    case LLVMGlobalVariableValueKind:
        number = map_get(&m->globals, v);
        if (number == 0)
            unsupported(m, "global variable %s, which is only declared", LLVMGetValueName(v));
        return simple(object_address(m, number - 1));
    case LLVMConstantExprValueKind:
        return constant_expression(f, v);
    case LLVMArgumentValueKind:
    case LLVMInstructionValueKind:
        number = f == NULL || f->flow == NULL ? 0 : map_get(&f->flow->value, v);
        if (number == 0 || f->value[number - 1].part[0] == NULL)
            stop(EXIT_FAILED, "internal: value without definition in %s line %u", m->place.function, m->place.line);
        return f->value[number - 1];
    default:
        unsupported(m, "an operand of kind %d (a function pointer, or the like)", (int)LLVMGetValueKind(v));
    }
}

term used(struct frame *f, const struct path *p, LLVMValueRef v)
{
    struct terms *t = &f->m->terms;
    struct value x = operand(f, v);
    if (x.part[1] != NULL)
        unsupported(f->m, "a structure used like a number");
    if (x.holes[0] != NULL && p != NULL) {
        term none = t_eq(t, constant(t, x.holes[0]->width, 0), x.holes[0]);
        must_not(f->m, CHECK_HOLES, t_and(t, p->guard, t_not(t, none)), "use of a value that was never written");
    }
    return x.part[0];
}

/* index * size without leaving 64 bits. */
static term scaled(struct frame *f, const struct path *p, term index, uint64_t size)
{
    struct terms *t = &f->m->terms;
    if (size > 1 && p != NULL) {
        uint64_t limit = (UINT64_C(1) << 63) / size; /* |index| below */
        term inside = t_ult(t, t_add(t, index, constant(t, 64, limit)), constant(t, 64, 2 * limit));
        must_not(f->m, CHECK_MEMORY, t_and(t, p->guard, t_not(t, inside)), "pointer arithmetic overflows");
    }
    term offset = t_op(t, OP_MUL, constant(t, 64, size), index);
    if (is_constant(offset) && (int64_t)offset->value / MAX_OBJECT_SIZE != 0)
        unsupported(f->m, "a pointer moved by %ld bytes", (long)offset->value);
    return offset;
}

/* An index into an array of known length, of which only the low bits are looked at further on: an index beyond the
 * end (where a pointer may still point) is a violation by itself. */
static term bounded_index(struct frame *f, const struct path *p, term index, uint64_t length)
{
    struct terms *t = &f->m->terms;
    if (index->max <= length || p == NULL)
        return index;
    must_not(f->m, CHECK_MEMORY, t_and(t, p->guard, t_ult(t, constant(t, 64, length), index)),
             "array index out of bounds");
    uint64_t mask = length;
    for (int shift = 1; shift < 64; shift *= 2)
        mask |= mask >> shift;
    return t_and(t, constant(t, 64, mask), index);
}

term address_step(struct frame *f, const struct path *p, LLVMValueRef gep)
{
    struct terms *t = &f->m->terms;
    LLVMTypeRef type = LLVMGetGEPSourceElementType(gep);
    term address = used(f, p, LLVMGetOperand(gep, 0));
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(gep); i++) {
        term index = used(f, p, LLVMGetOperand(gep, i));
        if (i > 1 && LLVMGetTypeKind(type) == LLVMStructTypeKind) {
            unsigned field = (unsigned)index->value;
            address = t_add(t, address, constant(t, 64, LLVMOffsetOfElement(f->m->data, type, field)));
            type = LLVMStructGetTypeAtIndex(type, field);
            continue;
        }
        if (index->width < 64)
            index = t_sext(t, index, 64);
        if (i > 1) {
            index = bounded_index(f, p, index, LLVMGetArrayLength(type));
            type = LLVMGetElementType(type);
        }
        address = t_add(t, address, scaled(f, p, index, LLVMABISizeOfType(f->m->data, type)));
    }
    return address;
}
