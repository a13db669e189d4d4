/* Calls: the checker's own functions, compiler intrinsics, and the program's functions. */
#include <string.h>

#include "frame.h"

#define ARGUMENT(i) used(f, p, LLVMGetOperand(instruction, (i)))

static void end_path(struct machine *m, struct path *p)
{
    p->ended = true;
    m->endings++;
}

static struct value nothing(void)
{
    return (struct value){{NULL, NULL}, {NULL, NULL}};
}

static struct value simple(term t)
{
    return (struct value){.part = {t}};
}

static bool starts(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

/* The order of clang's enum SanitizerHandler, whose number is the argument of the trap. */
static const char *undefined_behaviour(uint64_t number)
{
    static const char *const name[] = {"signed addition overflows",
                                       "unreachable code is reached",
                                       "control flow check",
                                       "division by 0 or overflowing",
                                       "wrong dynamic type",
                                       "float conversion overflows",
                                       "wrong function type",
                                       "implicit conversion",
                                       "invalid argument of a builtin",
                                       "invalid cast",
                                       "bool or enum with a value that it cannot have",
                                       "end of a function without its return value",
                                       "signed multiplication overflows",
                                       "negation overflows",
                                       "null argument",
                                       "null return value",
                                       "null argument",
                                       "null return value",
                                       "array index out of bounds",
                                       "pointer arithmetic overflows",
                                       "shift by too much",
                                       "signed subtraction overflows",
                                       "wrong object size or alignment",
                                       "alignment assumption",
                                       "length of an array not positive"};
    return number < sizeof name / sizeof name[0] ? name[number] : "undefined behaviour";
}

/* The product with each constant of a choice between constants. */
static struct value checked_arithmetic(struct frame *f, const char *name, term a, term b);
static struct value by_each_factor(struct frame *f, const char *name, term a, term choice)
{
    struct terms *t = &f->m->terms;
    struct value x = checked_arithmetic(f, name, a, choice->kid[1]), y = checked_arithmetic(f, name, a, choice->kid[2]);
    term c = choice->kid[0];
    return (struct value){{t_ite(t, c, x.part[0], y.part[0]), t_ite(t, c, x.part[1], y.part[1])}, {NULL, NULL}};
}

/* llvm.{s,u}{add,sub,mul}.with.overflow: result and whether it does not fit. */
static struct value checked_arithmetic(struct frame *f, const char *name, term a, term b)
{
    struct terms *t = &f->m->terms;
    bool is_signed = name[0] == 's';
    enum op op = starts(name + 1, "add") ? OP_ADD : starts(name + 1, "sub") ? OP_SUB : OP_MUL;
    uint32_t width = a->width;
    if (op == OP_MUL && a->op == OP_ITE && a->leaves != 0)
        return by_each_factor(f, name, b, a);
    if (op == OP_MUL && b->op == OP_ITE && b->leaves != 0)
        return by_each_factor(f, name, a, b);
    term r = t_op(t, op, a, b), overflow;
    if (op == OP_MUL && (a->max == 0 || b->max <= (is_signed ? ones(width) >> 1 : ones(width)) / a->max) &&
        (!is_signed || (a->max <= ones(width) >> 1 && b->max <= ones(width) >> 1))) {
        overflow = t->no;
    } else if (op == OP_MUL && is_signed && width == 64 && (is_constant(a) || is_constant(b))) {
        int64_t factor = (int64_t)(is_constant(a) ? a->value : b->value);
        term x = is_constant(a) ? b : a;
        if (factor <= 0)
            unsupported(f->m, "a 64-bit multiplication by a constant that is not positive");
        term low = constant(t, 64, (uint64_t)(INT64_MIN / factor)),
             high = constant(t, 64, (uint64_t)(INT64_MAX / factor));
        overflow = t_or(t, t_slt(t, x, low), t_slt(t, high, x));
    } else if (op == OP_MUL) {
        if (width > 32)
            unsupported(f->m, "a multiplication of two %u-bit variables with overflow check", width);
        enum op wide = is_signed ? OP_SEXT : OP_ZEXT;
        term x = make(t, wide, 2 * width, a, NULL, NULL, 0), y = make(t, wide, 2 * width, b, NULL, NULL, 0);
        term product = t_op(t, OP_MUL, x, y);
        overflow = t_not(t, t_eq(t, make(t, wide, 2 * width, r, NULL, NULL, 0), product));
    } else if (!is_signed) {
        overflow = op == OP_ADD ? t_ult(t, r, a) : t_ult(t, a, b);
    } else { /* the sign of the result is impossible */
        term zero = constant(t, width, 0), na = t_slt(t, a, zero), nb = t_slt(t, b, zero), nr = t_slt(t, r, zero);
        term same = t_eq(t, na, nb);
        overflow = t_and(t, op == OP_ADD ? same : t_not(t, same), t_not(t, t_eq(t, na, nr)));
    }
    return (struct value){{r, overflow}, {NULL, NULL}};
}

static uint64_t constant_length(struct frame *f, term length)
{
    if (!is_constant(length))
        unsupported(f->m, "a stretch of memory of variable length");
    return length->value;
}

static struct value intrinsic(struct frame *f, struct path *p, LLVMValueRef instruction, const char *name)
{
    if (starts(name, "dbg.") || starts(name, "lifetime."))
        return nothing();
    if (starts(name, "ubsantrap")) {
        must_not(f->m, CHECK_UNDEFINED, p->guard, undefined_behaviour(ARGUMENT(0)->value));
        p->ended = true;
        return nothing();
    }
    if (starts(name, "trap")) {
        must_not(f->m, CHECK_UNDEFINED, p->guard, "trap");
        p->ended = true;
        return nothing();
    }
    if (starts(name, "expect"))
        return simple(ARGUMENT(0));
    if (strstr(name, ".with.overflow.") != NULL)
        return checked_arithmetic(f, name, ARGUMENT(0), ARGUMENT(1));
    if (starts(name, "memcpy") || starts(name, "memmove")) {
        uint64_t length = constant_length(f, ARGUMENT(2));
        if (length != 0)
            memory_copy(f->m, p->state, ARGUMENT(0), ARGUMENT(1), length, p->guard);
        return nothing();
    }
    if (starts(name, "memset")) {
        memory_fill(f->m, p->state, ARGUMENT(0), ARGUMENT(1), constant_length(f, ARGUMENT(2)), p->guard);
        return nothing();
    }
    if (starts(name, "stacksave"))
        unsupported(f->m, "an array of variable length");
    unsupported(f->m, "intrinsic llvm.%s", name);
}

/* Functions of the SV-COMP rules; false: not one of them. */
static bool of_the_checker(struct frame *f, struct path *p, LLVMValueRef instruction, const char *name,
                           struct value *result)
{
    struct machine *m = f->m;
    struct terms *t = &m->terms;
    *result = nothing();
    if (strcmp(name, "__VERIFIER_nondet_memory") == 0) {
        memory_havoc(m, p->state, ARGUMENT(0), constant_length(f, ARGUMENT(1)), p->guard);
    } else if (starts(name, "__VERIFIER_nondet_")) {
        term v = variable(t, width_of(m, LLVMTypeOf(instruction)));
        choose(m, (struct choice){CHOICE_VALUE, name, p->guard, v, 0, 0, m->place});
        *result = simple(v);
    } else if (strcmp(name, "__VERIFIER_assume") == 0) {
        term c = ARGUMENT(0), holds = t_not(t, t_eq(t, constant(t, c->width, 0), c));
        m->assumed = t_and(t, m->assumed, t_or(t, t_not(t, t_and(t, m->entered, p->guard)), holds));
        if (holds == t->no)
            end_path(m, p);
    } else if (strcmp(name, "reach_error") == 0) {
        must_not(m, CHECK_ERROR, p->guard, "reach_error()");
    } else if (strcmp(name, "reach_cover") == 0) {
        must_not(m, CHECK_COVER, p->guard, "reach_cover()");
    } else if (strcmp(name, "abort") == 0) {
        end_path(m, p);
    } else {
        return false;
    }
    return true;
}

struct value call(struct frame *f, struct path *p, LLVMValueRef instruction)
{
    struct machine *m = f->m;
    size_t length;
    LLVMValueRef callee = LLVMGetCalledValue(instruction);
    struct value result, argument[32] = {0};
    if (LLVMGetValueKind(callee) != LLVMFunctionValueKind)
        unsupported(m, "a call through a pointer, or inline assembly");
    const char *name = LLVMGetValueName2(callee, &length);
    if (starts(name, "llvm."))
        return intrinsic(f, p, instruction, name + 5);
    if (of_the_checker(f, p, instruction, name, &result))
        return result;
    if (LLVMIsDeclaration(callee))
        unsupported(m, "function %s, which is in none of the sources", name);
    unsigned count = LLVMGetNumArgOperands(instruction);
    if (count > 32 || LLVMIsFunctionVarArg(LLVMGlobalGetValueType(callee)) || m->depth > 200)
        unsupported(m, "call of %s: too many arguments, variable arguments or recursion", name);
    for (unsigned i = 0; i < count; i++)
        argument[i] = operand(f, LLVMGetOperand(instruction, i));
    execute(m, callee, argument, &p->guard, &p->state, &result);
    p->ended = p->guard == m->terms.no;
    return result;
}
