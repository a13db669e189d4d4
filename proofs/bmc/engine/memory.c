/* Objects, their division into scalars, and states that share what they have in common. */
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "pointer.h"

enum { CHUNK = 64, ARRAY_OBJECT = 256 };

struct chunk {
    uint32_t users;
    struct cell cell[CHUNK];
};
struct state {
    uint32_t chunks;
    struct chunk **chunk; /* NULL: nothing in it */
};

static void add_slot(struct machine *m, uint64_t offset, uint64_t bytes)
{
    m->slot = room(m->slot, m->slots, &m->slot_room, sizeof *m->slot);
    m->slot[m->slots++] = (struct slot){(uint32_t)offset, (uint32_t)bytes};
}

static void flatten(struct machine *m, LLVMTypeRef type, uint64_t offset)
{
    uint64_t size;
    switch (LLVMGetTypeKind(type)) {
    case LLVMIntegerTypeKind:
    case LLVMPointerTypeKind:
        size = LLVMStoreSizeOfType(m->data, type);
        if (size > 8)
            unsupported(m, "a scalar of %lu bytes", (unsigned long)size);
        add_slot(m, offset, size);
        break;
    case LLVMStructTypeKind:
        for (unsigned i = 0; i < LLVMCountStructElementTypes(type); i++)
            flatten(m, LLVMStructGetTypeAtIndex(type, i), offset + LLVMOffsetOfElement(m->data, type, i));
        break;
    case LLVMArrayTypeKind:
        size = LLVMABISizeOfType(m->data, LLVMGetElementType(type));
        for (unsigned i = 0; i < LLVMGetArrayLength(type); i++)
            flatten(m, LLVMGetElementType(type), offset + i * size);
        break;
    default:
        unsupported(m, "a type in memory that is neither integer, pointer, structure nor array");
    }
}

static bool is_array_object(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMArrayTypeKind && LLVMGetArrayLength(type) >= ARRAY_OBJECT &&
           LLVMGetTypeKind(LLVMGetElementType(type)) == LLVMIntegerTypeKind;
}

uint32_t object_new(struct machine *m, LLVMTypeRef type, const char *name, uint32_t alignment)
{
    m->object = room(m->object, m->objects, &m->object_room, sizeof *m->object);
    struct object o = {.first = (uint32_t)m->slots, .name = name, .alignment = alignment};
    o.size = LLVMABISizeOfType(m->data, type);
    if (m->objects >= MAX_OBJECTS || o.size >= MAX_OBJECT_SIZE)
        unsupported(m, "%zu objects, or one of %lu bytes", m->objects, (unsigned long)o.size);
    if (is_array_object(type)) {
        o.element = LLVMGetIntTypeWidth(LLVMGetElementType(type));
        add_slot(m, 0, 0);
    } else {
        flatten(m, type, 0);
    }
    o.slots = (uint32_t)m->slots - o.first;
    m->object[m->objects] = o;
    return (uint32_t)m->objects++;
}

term object_address(struct machine *m, uint32_t object)
{
    return constant(&m->terms, 64, pointer_to(object));
}

/* The last slot that starts at the offset or before; offset 0 has one. */
uint32_t slot_at(const struct machine *m, const struct object *o, int64_t offset)
{
    uint32_t low = o->first, high = o->first + o->slots;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if ((int64_t)m->slot[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

struct state *state_new(void)
{
    return fresh(1, sizeof(struct state));
}

struct state *state_copy(struct state *s)
{
    struct state *n = state_new();
    n->chunks = s->chunks;
    n->chunk = fresh(s->chunks, sizeof *n->chunk);
    memcpy((void *)n->chunk, (void *)s->chunk, s->chunks * sizeof *n->chunk);
    for (uint32_t i = 0; i < n->chunks; i++)
        if (n->chunk[i] != NULL)
            n->chunk[i]->users++;
    return n;
}

static void leave(struct chunk *c)
{
    if (c != NULL && --c->users == 0)
        free(c);
}

void state_free(struct state *s)
{
    for (uint32_t i = 0; i < s->chunks; i++)
        leave(s->chunk[i]);
    free((void *)s->chunk);
    free(s);
}

struct cell state_get(const struct state *s, uint32_t slot)
{
    if (slot / CHUNK >= s->chunks || s->chunk[slot / CHUNK] == NULL)
        return (struct cell){NULL, NULL};
    return s->chunk[slot / CHUNK]->cell[slot % CHUNK];
}

static void grow(struct state *s, uint32_t chunks)
{
    if (chunks <= s->chunks)
        return;
    struct chunk **n = fresh(chunks, sizeof *n);
    if (s->chunks != 0)
        memcpy((void *)n, (void *)s->chunk, s->chunks * sizeof *n);
    free((void *)s->chunk);
    s->chunk = n;
    s->chunks = chunks;
}

/* The chunk, made and not shared, so that it can be changed. */
static struct chunk *own(struct state *s, uint32_t number)
{
    grow(s, number + 1);
    struct chunk *c = s->chunk[number];
    if (c != NULL && c->users == 1)
        return c;
    struct chunk *n = fresh(1, sizeof *n);
    if (c != NULL) {
        memcpy(n, c, sizeof *n);
        leave(c);
    }
    n->users = 1;
    return s->chunk[number] = n;
}

void state_set(struct state *s, uint32_t slot, struct cell c)
{
    struct cell old = state_get(s, slot);
    if (old.value != c.value || old.holes != c.holes)
        own(s, slot / CHUNK)->cell[slot % CHUNK] = c;
}

void state_truncate(struct state *s, uint32_t slots)
{
    for (uint32_t i = (slots + CHUNK - 1) / CHUNK; i < s->chunks; i++) {
        leave(s->chunk[i]);
        s->chunk[i] = NULL;
    }
    for (uint32_t i = slots; i % CHUNK != 0; i++)
        state_set(s, i, (struct cell){NULL, NULL});
}

static term holes_of(struct machine *m, struct cell c, uint32_t width)
{
    if (c.value == NULL)
        return constant(&m->terms, width, ones(width));
    return c.holes != NULL ? c.holes : constant(&m->terms, width, 0);
}

/* Where one side has no value the other's stands in: every use is then caught by the holes. */
static struct cell merge_cell(struct machine *m, struct cell a, struct cell b, term select)
{
    struct cell r = {NULL, NULL};
    if (a.value == NULL && b.value == NULL)
        return r;
    uint32_t width = a.value != NULL ? a.value->width : b.value->width;
    if (width == 0 && (a.value == NULL || b.value == NULL))
        return r; /* array without content on one side: reading it is an error */
    if (a.value != NULL && b.value != NULL)
        r.value = a.value == b.value ? a.value : t_ite(&m->terms, select, b.value, a.value);
    else
        r.value = a.value != NULL ? a.value : b.value;
    if (width != 0 && (a.holes != NULL || b.holes != NULL || a.value == NULL || b.value == NULL)) {
        r.holes = t_ite(&m->terms, select, holes_of(m, b, width), holes_of(m, a, width));
        if (is_constant(r.holes) && r.holes->value == 0)
            r.holes = NULL;
    }
    return r;
}

void state_merge(struct machine *m, struct state *s, const struct state *other, term select)
{
    grow(s, other->chunks);
    for (uint32_t i = 0; i < s->chunks; i++) {
        const struct chunk *b = i < other->chunks ? other->chunk[i] : NULL;
        if (s->chunk[i] == b)
            continue;
        for (uint32_t j = i * CHUNK; j < (i + 1) * CHUNK; j++) {
            struct cell x = state_get(s, j), y = state_get(other, j);
            if (x.value != y.value || x.holes != y.holes)
                state_set(s, j, merge_cell(m, x, y, select));
        }
    }
}
