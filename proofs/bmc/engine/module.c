/* From a bitcode file to a run of its main: global variables, checks and choices on the way. */
#include <llvm-c/IRReader.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"

void unsupported(const struct machine *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%u: in %s: not supported: ", m->place.file, m->place.line, m->place.function);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_UNSUPPORTED);
}

void must_not(struct machine *m, enum check_kind kind, term condition, const char *what)
{
    condition = t_and(&m->terms, m->entered, condition);
    if (condition == m->terms.no)
        return;
    m->check = room(m->check, m->checks, &m->check_room, sizeof *m->check);
    m->check[m->checks++] = (struct check){kind, what, condition, m->assumed, m->place, m->caller};
}

void choose(struct machine *m, struct choice c)
{
    m->choice = room(m->choice, m->choices, &m->choice_room, sizeof *m->choice);
    c.guard = t_and(&m->terms, m->entered, c.guard);
    m->choice[m->choices++] = c;
}

static void initialise(struct machine *m, struct state *s, const struct object *o, LLVMValueRef v, uint64_t offset);

static void initialise_parts(struct machine *m, struct state *s, const struct object *o, LLVMValueRef v,
                             uint64_t offset)
{
    LLVMTypeRef type = LLVMTypeOf(v);
    bool is_struct = LLVMGetTypeKind(type) == LLVMStructTypeKind;
    unsigned parts = is_struct ? LLVMCountStructElementTypes(type) : LLVMGetArrayLength(type);
    for (unsigned i = 0; i < parts; i++) {
        LLVMValueRef part = LLVMGetValueKind(v) == LLVMConstantDataArrayValueKind ? LLVMGetElementAsConstant(v, i)
                                                                                  : LLVMGetOperand(v, i);
        uint64_t inside = is_struct ? LLVMOffsetOfElement(m->data, type, i)
                                    : i * LLVMABISizeOfType(m->data, LLVMGetElementType(type));
        initialise(m, s, o, part, offset + inside);
    }
}

static void initialise(struct machine *m, struct state *s, const struct object *o, LLVMValueRef v, uint64_t offset)
{
    LLVMTypeKind kind = LLVMGetTypeKind(LLVMTypeOf(v));
    if (LLVMIsNull(v) || LLVMIsUndef(v))
        return;
    if (kind == LLVMStructTypeKind || kind == LLVMArrayTypeKind) {
        initialise_parts(m, s, o, v, offset);
        return;
    }
    struct frame none = {.m = m};
    uint32_t slot = slot_at(m, o, (int64_t)offset);
    term value = operand(&none, v).part[0];
    state_set(s, slot, (struct cell){t_zext(&m->terms, value, m->slot[slot].bytes * 8), NULL});
}

static void give_content(struct machine *m, struct state *s, LLVMValueRef global)
{
    const struct object *o = &m->object[map_get(&m->globals, global) - 1];
    LLVMValueRef v = LLVMGetInitializer(global);
    if (o->element != 0) {
        if (!LLVMIsNull(v) && LLVMIsGlobalConstant(global))
            unsupported(m, "constant table %s of 256 elements or more", o->name);
        if (!LLVMIsNull(v))
            unsupported(m, "array object %s with an initialiser", o->name);
        state_set(s, o->first, (struct cell){array_variable(&m->terms, o->element, true), NULL});
        return;
    }
    for (uint32_t i = 0; i < o->slots; i++)
        state_set(s, o->first + i, (struct cell){constant(&m->terms, m->slot[o->first + i].bytes * 8, 0), NULL});
    initialise(m, s, o, v, 0);
}

/* What clang writes for the messages of the sanitizers, which trap instead. */
static bool wanted(LLVMValueRef global)
{
    const char *name = LLVMGetValueName(global);
    return !LLVMIsDeclaration(global) && strncmp(name, "llvm.", 5) != 0 && LLVMGetFirstUse(global) != NULL;
}

void run_module(struct machine *m, const char *path)
{
    LLVMMemoryBufferRef buffer;
    char *message = NULL;
    if (LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &message) != 0 ||
        LLVMParseIRInContext(LLVMContextCreate(), buffer, &m->module, &message) != 0)
        stop(EXIT_USAGE, "%s: %s", path, message);
    m->data = LLVMGetModuleDataLayout(m->module);
    m->place = (struct place){"(global variables)", path, 0};
    m->assumed = m->entered = m->terms.yes;
    struct state *state = state_new();
    for (LLVMValueRef g = LLVMGetFirstGlobal(m->module); g != NULL; g = LLVMGetNextGlobal(g))
        if (wanted(g))
            map_put(&m->globals, g,
                    object_new(m, LLVMGlobalGetValueType(g), LLVMGetValueName(g),
                               LLVMGetAlignment(g) != 0 ? LLVMGetAlignment(g) : 1) +
                        1);
    for (LLVMValueRef g = LLVMGetFirstGlobal(m->module); g != NULL; g = LLVMGetNextGlobal(g))
        if (wanted(g))
            give_content(m, state, g);
    LLVMValueRef entry = LLVMGetNamedFunction(m->module, "main");
    if (entry == NULL || LLVMCountParams(entry) != 0)
        stop(EXIT_USAGE, "%s: no function main(void)", path);
    term guard = m->terms.yes;
    struct value result;
    execute(m, entry, NULL, &guard, &state, &result);
}
