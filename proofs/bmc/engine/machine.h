/* The symbolic machine: what exists, what must not happen, what was chosen. One state holds the memory of all paths
 * that have met at a block; a path's condition is its guard. */
#ifndef ENGINE_MACHINE_H
#define ENGINE_MACHINE_H

#include <llvm-c/Core.h>
#include <llvm-c/Target.h>

#include "array.h"
#include "term.h"
#include "util.h"

/* A value of the program: one term, or two for the pairs in which the ABI passes small structures. `holes` has a 1
 * for every bit that was never written (NULL: none); any use but copying it is a violation. */
struct value {
    term part[2], holes[2];
};

/* A scalar of an object. */
struct slot {
    uint32_t offset, bytes;
};
struct object {
    uint32_t first, slots; /* array objects: one cell holds all */
    uint64_t size;
    uint32_t alignment;
    uint32_t element; /* bits of an element of an array object, else 0 */
    bool dead;        /* its function has returned */
    const char *name;
};

/* What a slot holds in a state. term == NULL: nothing yet. */
struct cell {
    term value, holes;
};
struct state;
struct flow;

enum check_kind { CHECK_ERROR, CHECK_UNDEFINED, CHECK_MEMORY, CHECK_HOLES, CHECK_UNWINDING, CHECK_COVER };

struct place {
    const char *function, *file;
    unsigned line;
};

/* `condition` must not be reached while `assumed` holds. */
struct check {
    enum check_kind kind;
    const char *what;
    term condition, assumed;
    struct place place, caller;
};

/* A nondeterministic value, or `bytes` bytes at an offset of a havocked object; kind CHOICE_CONTENT: a whole array. */
enum choice_kind { CHOICE_VALUE, CHOICE_OBJECT, CHOICE_BYTES, CHOICE_CONTENT };
struct choice {
    enum choice_kind kind;
    const char *function;
    term guard, value;
    uint64_t offset, bytes;
    struct place place;
};

struct machine {
    struct terms terms;
    struct reads reads;
    LLVMModuleRef module;
    LLVMTargetDataRef data;
    struct object *object;
    size_t objects, object_room;
    struct slot *slot; /* slots of living objects: function calls nest, so this is a stack */
    size_t slots, slot_room;
    struct check *check;
    size_t checks, check_room;
    struct choice *choice;
    size_t choices, choice_room;
    term assumed;
    term entered; /* the path on which the present function was called; guards are relative to it, so that what a
                     function computes is the same term wherever it is called */
    struct map globals, functions; /* functions: to the number + 1 of their flow */
    const struct flow **flow;
    size_t flows, flow_room;
    struct place place, caller; /* now, and where this function was called */
    unsigned unwind, depth;
    unsigned endings; /* paths that ended otherwise than by return or undefined behaviour */
    uint64_t steps;
};

/* Not something this engine can do: says where in the program and exits. */
_Noreturn void unsupported(const struct machine *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

void must_not(struct machine *m, enum check_kind kind, term condition, const char *what);
void choose(struct machine *m, struct choice c);

/* ---- memory.c ---- */
uint32_t object_new(struct machine *m, LLVMTypeRef type, const char *name, uint32_t alignment);
term object_address(struct machine *m, uint32_t object);
uint32_t slot_at(const struct machine *m, const struct object *o, int64_t offset);

struct state *state_new(void);
struct state *state_copy(struct state *s);
void state_free(struct state *s);
struct cell state_get(const struct state *s, uint32_t slot);
void state_set(struct state *s, uint32_t slot, struct cell c);
void state_truncate(struct state *s, uint32_t slots);
/* s becomes `select` ? other : s. */
void state_merge(struct machine *m, struct state *s, const struct state *other, term select);

/* ---- access.c ---- */
/* `bytes` bytes at the address (1..8), checked under the guard. */
struct value memory_load(struct machine *m, const struct state *s, term address, uint32_t bytes, uint32_t alignment,
                         term guard);
void memory_store(struct machine *m, struct state *s, term address, struct value v, uint32_t alignment, term guard);
void memory_copy(struct machine *m, struct state *s, term to, term from, uint64_t bytes, term guard);
void memory_fill(struct machine *m, struct state *s, term to, term byte, uint64_t bytes, term guard);
void memory_havoc(struct machine *m, struct state *s, term to, uint64_t bytes, term guard);

/* ---- execute.c ---- */
/* Runs a function; *result is its value. */
void execute(struct machine *m, LLVMValueRef function, const struct value *arguments, term *guard, struct state **state,
             struct value *result);
/* Loads a module and runs its main. */
void run_module(struct machine *m, const char *path);

#endif
