#include "pointer.h"

static bool is_base(term a)
{
    return is_constant(a) && a->width == 64 && a->value >> 56 == POINTER_TAG;
}

static bool has_base(term a)
{
    if (is_base(a))
        return true;
    if (a->op == OP_ADD)
        return has_base(a->kid[0]) || has_base(a->kid[1]);
    return a->op == OP_ITE && (has_base(a->kid[1]) || has_base(a->kid[2]));
}

static void collect(struct machine *m, struct targets *out, term pointer, term condition, term rest)
{
    struct terms *t = &m->terms;
    if (condition == t->no)
        return;
    if (is_base(pointer)) {
        if (out->count == MAX_TARGETS)
            unsupported(m, "a pointer with more than %d targets", MAX_TARGETS);
        int64_t offset = (int64_t)(uint32_t)pointer->value - (int64_t)POINTER_CENTRE;
        if (rest != NULL && rest->op == OP_ADD && is_constant(rest->kid[0])) {
            offset += (int64_t)rest->kid[0]->value;
            rest = rest->kid[1];
        } else if (rest != NULL && is_constant(rest)) {
            offset += (int64_t)rest->value;
            rest = NULL;
        }
        uint32_t object = (uint32_t)(pointer->value >> 32) & (MAX_OBJECTS - 1);
        out->at[out->count++] = (struct target){condition, object, offset, rest};
        out->covered = t_or(t, out->covered, condition);
    } else if (pointer->op == OP_ITE) {
        collect(m, out, pointer->kid[1], t_and(t, condition, pointer->kid[0]), rest);
        collect(m, out, pointer->kid[2], t_and(t, condition, t_not(t, pointer->kid[0])), rest);
    } else if (pointer->op == OP_ADD && has_base(pointer)) {
        int base = has_base(pointer->kid[0]) ? 0 : 1;
        term offset = pointer->kid[1 - base];
        if (has_base(offset))
            unsupported(m, "a sum of two pointers");
        collect(m, out, pointer->kid[base], condition, rest != NULL ? t_add(t, rest, offset) : offset);
    }
    /* Null, an integer or an arbitrary value is no target: the caller checks what is not covered. */
}

void pointer_targets(struct machine *m, term pointer, struct targets *out)
{
    out->count = 0;
    out->covered = m->terms.no;
    collect(m, out, pointer, m->terms.yes, NULL);
}

term pointer_index(const struct target *t, uint64_t *stride)
{
    *stride = 1;
    if (t->rest->op != OP_MUL || !is_constant(t->rest->kid[0]))
        return t->rest;
    *stride = t->rest->kid[0]->value;
    return t->rest->kid[1];
}
