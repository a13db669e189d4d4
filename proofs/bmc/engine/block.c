/* Whole stretches of memory: memcpy, memset, arbitrary content. They follow the scalars of the first target. */
#include <stdlib.h>

#include "machine.h"
#include "pointer.h"

struct piece {
    uint32_t offset, bytes;
};

/* The scalars of `bytes` bytes at the pointer; a scalar that is only partly inside is cut into bytes. */
static size_t pieces_of(struct machine *m, term pointer, uint64_t bytes, struct piece **out)
{
    struct targets targets;
    size_t count = 0, capacity = 0;
    pointer_targets(m, pointer, &targets);
    *out = NULL;
    if (targets.count == 0 || targets.at[0].rest != NULL || targets.at[0].offset < 0 ||
        m->object[targets.at[0].object].element != 0 || m->object[targets.at[0].object].dead)
        return 0;
    const struct object *o = &m->object[targets.at[0].object];
    uint64_t from = (uint64_t)targets.at[0].offset;
    for (uint32_t i = slot_at(m, o, (int64_t)from); i < o->first + o->slots; i++) {
        const struct slot *s = &m->slot[i];
        bool whole = s->offset >= from && s->offset + s->bytes <= from + bytes;
        for (uint32_t k = 0; k < (whole ? 1 : s->bytes); k++) {
            if (!whole && (s->offset + k < from || s->offset + k >= from + bytes))
                continue;
            *out = room(*out, count, &capacity, sizeof **out);
            (*out)[count++] = (struct piece){(uint32_t)(s->offset + k - from), whole ? s->bytes : 1};
        }
        if (s->offset >= from + bytes)
            break;
    }
    return count;
}

static term at(struct machine *m, term pointer, uint64_t offset)
{
    return t_add(&m->terms, pointer, constant(&m->terms, 64, offset));
}

void memory_copy(struct machine *m, struct state *s, term to, term from, uint64_t bytes, term guard)
{
    struct piece *piece;
    size_t count = pieces_of(m, to, bytes, &piece);
    if (count == 0)
        count = pieces_of(m, from, bytes, &piece);
    if (count == 0)
        unsupported(m, "a copy of %lu bytes whose layout is not known", (unsigned long)bytes);
    struct value *v = fresh(count, sizeof *v);
    for (size_t i = 0; i < count; i++)
        v[i] = memory_load(m, s, at(m, from, piece[i].offset), piece[i].bytes, 1, guard);
    for (size_t i = 0; i < count; i++)
        memory_store(m, s, at(m, to, piece[i].offset), v[i], 1, guard);
    free(v);
    free(piece);
}

/* The one object that a pointer certainly points to. */
static struct target only_target(struct machine *m, term pointer, const char *what)
{
    struct targets targets;
    pointer_targets(m, pointer, &targets);
    if (targets.count != 1 || targets.at[0].rest != NULL || targets.covered != m->terms.yes ||
        m->object[targets.at[0].object].dead)
        unsupported(m, "%s of more than one possible place", what);
    return targets.at[0];
}

static bool whole_array(struct machine *m, struct target t, uint64_t bytes, const char *what)
{
    const struct object *o = &m->object[t.object];
    if (o->element != 0 && (t.offset != 0 || bytes != o->size))
        unsupported(m, "%s of a part of array object %s", what, o->name);
    return o->element != 0;
}

void memory_fill(struct machine *m, struct state *s, term to, term byte, uint64_t bytes, term guard)
{
    struct terms *t = &m->terms;
    struct target target = only_target(m, to, "memset");
    if (whole_array(m, target, bytes, "memset")) {
        if (!is_constant(byte) || byte->value != 0)
            unsupported(m, "memset of an array object with something else than 0");
        const struct object *o = &m->object[target.object];
        state_set(s, o->first, (struct cell){array_variable(t, o->element, true), NULL});
        return;
    }
    struct piece *piece;
    size_t count = pieces_of(m, to, bytes, &piece);
    for (size_t i = 0; i < count; i++) {
        term all = byte;
        while (all->width < piece[i].bytes * 8)
            all = t_concat(t, byte, all);
        memory_store(m, s, at(m, to, piece[i].offset), (struct value){.part = {all}}, 1, guard);
    }
    if (count == 0 || (uint64_t)target.offset + bytes > m->object[target.object].size)
        must_not(m, CHECK_MEMORY, guard, "memset out of bounds");
    free(piece);
}

void memory_havoc(struct machine *m, struct state *s, term to, uint64_t bytes, term guard)
{
    struct terms *t = &m->terms;
    struct target target = only_target(m, to, "arbitrary content");
    const struct object *o = &m->object[target.object];
    struct choice c = {CHOICE_OBJECT, "__VERIFIER_nondet_memory", guard, t->no, 0, bytes, m->place};
    if (whole_array(m, target, bytes, "arbitrary content")) {
        c.kind = CHOICE_CONTENT;
        c.value = array_variable(t, o->element, false);
        state_set(s, o->first, (struct cell){c.value, NULL});
        choose(m, c);
        return;
    }
    if (target.offset < 0 || (uint64_t)target.offset + bytes > o->size) {
        must_not(m, CHECK_MEMORY, guard, "arbitrary content out of bounds");
        return;
    }
    choose(m, c);
    struct piece *piece;
    size_t count = pieces_of(m, to, bytes, &piece);
    c.kind = CHOICE_BYTES;
    for (size_t i = 0; i < count; i++) {
        c.value = variable(t, piece[i].bytes * 8);
        c.offset = piece[i].offset;
        c.bytes = piece[i].bytes;
        choose(m, c);
        memory_store(m, s, at(m, to, piece[i].offset), (struct value){.part = {c.value}}, 1, guard);
    }
    free(piece);
}
