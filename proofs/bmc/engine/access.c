/* Loads and stores through pointers, with every way in which they can go wrong as a check. */
#include "machine.h"
#include "pointer.h"

enum { MAX_PLACES = 16384 };

/* Where one target of a pointer can point to: offset + stride * index for index in first..last, or just offset. */
struct reach {
    const struct object *object;
    const struct target *target;
    uint32_t bytes;
    bool fixed;
    term index;
    uint64_t stride;
    int64_t first, last; /* last < first: nowhere inside */
};

static int64_t divide_up(int64_t a, int64_t b)
{
    return a >= 0 ? (a + b - 1) / b : -(-a / b);
}

static int64_t divide_down(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static bool alive(struct machine *m, const struct target *t, term guard)
{
    if (!m->object[t->object].dead)
        return true;
    must_not(m, CHECK_MEMORY, t_and(&m->terms, guard, t->condition), "access to an object whose function has returned");
    return false;
}

static void check_alignment(struct machine *m, const struct target *t, uint32_t alignment, term guard)
{
    struct terms *ts = &m->terms;
    if (alignment <= 1)
        return;
    uint32_t low = (uint32_t)__builtin_ctz(alignment);
    term offset = constant(ts, low, (uint64_t)t->offset);
    if (t->rest != NULL)
        offset = t_add(ts, offset, t_extract(ts, t->rest, 0, low));
    term wrong =
        m->object[t->object].alignment % alignment != 0 ? ts->yes : t_not(ts, t_eq(ts, offset, constant(ts, low, 0)));
    must_not(m, CHECK_MEMORY, t_and(ts, t_and(ts, guard, t->condition), wrong), "misaligned access");
}

/* Bounds and alignment of one target are checked here; afterwards only places inside the object matter. */
static struct reach reach_of(struct machine *m, const struct target *t, uint32_t bytes, uint32_t alignment, term guard)
{
    struct terms *ts = &m->terms;
    const struct object *o = &m->object[t->object];
    struct reach r = {.object = o, .target = t, .bytes = bytes, .fixed = t->rest == NULL, .stride = 1};
    int64_t room_left = (int64_t)o->size - (int64_t)bytes - t->offset;
    term wrong = ts->no;
    check_alignment(m, t, alignment, guard);
    if (r.fixed) {
        r.last = t->offset >= 0 && room_left >= 0 ? 0 : -1;
        wrong = r.last < 0 ? ts->yes : ts->no;
    } else {
        r.index = pointer_index(t, &r.stride);
        if (r.stride > MAX_OBJECT_SIZE)
            unsupported(m, "a pointer stepping by %lu bytes", (unsigned long)r.stride);
        r.first = divide_up(-t->offset, (int64_t)r.stride);
        r.last = divide_down(room_left, (int64_t)r.stride);
        uint64_t places = r.last >= r.first ? (uint64_t)(r.last - r.first) + 1 : 0;
        term from_first = t_add(ts, r.index, constant(ts, 64, 0 - (uint64_t)r.first));
        wrong = t_not(ts, t_ult(ts, from_first, constant(ts, 64, places)));
    }
    must_not(m, CHECK_MEMORY, t_and(ts, t_and(ts, guard, t->condition), wrong), "access out of bounds");
    return r;
}

static struct cell read_cell(struct machine *m, const struct state *s, uint32_t slot)
{
    struct cell c = state_get(s, slot);
    uint32_t width = m->slot[slot].bytes * 8;
    if (c.value == NULL)
        c = (struct cell){constant(&m->terms, width, 0), constant(&m->terms, width, ones(width))};
    return c;
}

static struct cell load_byte(struct machine *m, const struct state *s, const struct object *o, int64_t offset)
{
    struct terms *t = &m->terms;
    uint32_t slot = slot_at(m, o, offset), inside = (uint32_t)offset - m->slot[slot].offset;
    if (inside >= m->slot[slot].bytes) /* padding */
        return (struct cell){constant(t, 8, 0), constant(t, 8, 0xFF)};
    struct cell c = read_cell(m, s, slot);
    c.value = t_extract(t, c.value, inside * 8, 8);
    if (c.holes != NULL)
        c.holes = t_extract(t, c.holes, inside * 8, 8);
    return c;
}

static struct cell load_fixed(struct machine *m, const struct state *s, const struct object *o, int64_t offset,
                              uint32_t bytes)
{
    struct terms *t = &m->terms;
    uint32_t slot = slot_at(m, o, offset);
    if (m->slot[slot].offset == (uint64_t)offset && m->slot[slot].bytes == bytes)
        return read_cell(m, s, slot);
    struct cell all = load_byte(m, s, o, offset);
    for (uint32_t i = 1; i < bytes; i++) {
        struct cell c = load_byte(m, s, o, offset + i);
        all.value = t_concat(t, c.value, all.value);
        if (c.holes != NULL || all.holes != NULL)
            all.holes = t_concat(t, c.holes != NULL ? c.holes : constant(t, 8, 0),
                                 all.holes != NULL ? all.holes : constant(t, i * 8, 0));
    }
    if (all.holes != NULL && is_constant(all.holes) && all.holes->value == 0)
        all.holes = NULL;
    return all;
}

static struct cell choose_cell(struct machine *m, term c, struct cell yes, struct cell no)
{
    struct terms *t = &m->terms;
    struct cell r = {t_ite(t, c, yes.value, no.value), NULL};
    if (yes.holes != NULL || no.holes != NULL) {
        term none = constant(t, r.value->width, 0);
        r.holes = t_ite(t, c, yes.holes != NULL ? yes.holes : none, no.holes != NULL ? no.holes : none);
    }
    return r;
}

/* Index of an element of an array object, 32 bits. */
static term element_index(struct machine *m, const struct reach *r)
{
    struct terms *t = &m->terms;
    const struct target *at = r->target;
    if (r->bytes * 8 != r->object->element)
        unsupported(m, "array object %s of %u-bit elements accessed with %u bytes", r->object->name, r->object->element,
                    r->bytes);
    if (r->fixed)
        return constant(t, 32, (uint64_t)at->offset / r->bytes);
    if (r->stride == r->bytes && at->offset % (int64_t)r->bytes == 0)
        return t_extract(t, t_add(t, constant(t, 64, (uint64_t)(at->offset / (int64_t)r->bytes)), r->index), 0, 32);
    term offset = t_add(t, constant(t, 64, (uint64_t)at->offset), at->rest);
    return t_extract(t, t_op(t, OP_UDIV, offset, constant(t, 64, r->bytes)), 0, 32);
}

static term array_content(struct machine *m, const struct state *s, const struct object *o)
{
    term content = state_get(s, o->first).value;
    if (content == NULL)
        unsupported(m, "array object %s is used before __VERIFIER_nondet_memory or memset gave it content", o->name);
    return content;
}

/* Step from one place to the next that can be meant, and the condition under which place i is. */
static int64_t places_step(struct machine *m, const struct reach *r)
{
    int64_t step = r->stride == 1 && r->index->zeros < 16 ? INT64_C(1) << r->index->zeros : 1;
    int64_t last = r->last;
    if (r->index->max < (uint64_t)last)
        last = (int64_t)r->index->max;
    if ((last - r->first) / step > MAX_PLACES)
        unsupported(m, "an index into %s that can reach more than %d places", r->object->name, MAX_PLACES);
    return step;
}

static struct cell load_target(struct machine *m, const struct state *s, const struct reach *r)
{
    struct terms *t = &m->terms;
    const struct object *o = r->object;
    struct cell result = {constant(t, r->bytes * 8, 0), NULL};
    if (r->last < r->first)
        return result;
    if (o->element != 0)
        return (struct cell){array_read(t, &m->reads, array_content(m, s, o), element_index(m, r)), NULL};
    if (r->fixed)
        return load_fixed(m, s, o, r->target->offset, r->bytes);
    int64_t step = places_step(m, r), first = divide_up(r->first, step) * step;
    bool any = false;
    for (int64_t i = first; i <= r->last && (i < 0 || (uint64_t)i <= r->index->max); i += step) {
        term here = t_eq(t, constant(t, 64, (uint64_t)i), r->index);
        if (here == t->no)
            continue;
        struct cell c = load_fixed(m, s, o, r->target->offset + i * (int64_t)r->stride, r->bytes);
        result = any ? choose_cell(m, here, c, result) : c;
        any = true;
    }
    return result;
}

struct value memory_load(struct machine *m, const struct state *s, term address, uint32_t bytes, uint32_t alignment,
                         term guard)
{
    struct terms *t = &m->terms;
    struct targets targets;
    pointer_targets(m, address, &targets);
    must_not(m, CHECK_MEMORY, t_and(t, guard, t_not(t, targets.covered)), "invalid pointer");
    struct cell result = {NULL, NULL};
    for (int i = 0; i < targets.count; i++) {
        const struct target *at = &targets.at[i];
        if (!alive(m, at, guard))
            continue;
        struct reach r = reach_of(m, at, bytes, alignment, guard);
        struct cell c = load_target(m, s, &r);
        result = result.value == NULL ? c : choose_cell(m, at->condition, c, result);
    }
    if (result.value == NULL)
        result.value = constant(t, bytes * 8, 0);
    return (struct value){.part = {result.value}, .holes = {result.holes}};
}

static void set_cell(struct machine *m, struct state *s, uint32_t slot, struct cell c, term condition)
{
    struct terms *t = &m->terms;
    if (c.holes != NULL && is_constant(c.holes) && c.holes->value == 0)
        c.holes = NULL;
    if (condition != t->yes)
        c = choose_cell(m, condition, c, read_cell(m, s, slot));
    if (c.holes != NULL && is_constant(c.holes) && c.holes->value == 0)
        c.holes = NULL;
    state_set(s, slot, c);
}

/* Bits low..low+7 of `old` replaced. */
static term replace_byte(struct machine *m, term old, uint32_t low, term byte)
{
    struct terms *t = &m->terms;
    term r = byte;
    if (low != 0)
        r = t_concat(t, r, t_extract(t, old, 0, low));
    if (low + 8 < old->width)
        r = t_concat(t, t_extract(t, old, low + 8, old->width - low - 8), r);
    return r;
}

static void store_fixed(struct machine *m, struct state *s, const struct object *o, int64_t offset, struct cell v,
                        term condition)
{
    struct terms *t = &m->terms;
    uint32_t bytes = v.value->width / 8, slot = slot_at(m, o, offset);
    if (m->slot[slot].offset == (uint64_t)offset && m->slot[slot].bytes == bytes) {
        set_cell(m, s, slot, v, condition);
        return;
    }
    for (uint32_t i = 0; i < bytes; i++) {
        slot = slot_at(m, o, offset + i);
        uint32_t inside = (uint32_t)(offset + i) - m->slot[slot].offset;
        if (inside >= m->slot[slot].bytes)
            continue; /* padding keeps nothing */
        struct cell old = read_cell(m, s, slot), c = {NULL, NULL};
        term none = constant(t, old.value->width, 0);
        c.value = replace_byte(m, old.value, inside * 8, t_extract(t, v.value, i * 8, 8));
        c.holes = replace_byte(m, old.holes != NULL ? old.holes : none, inside * 8,
                               v.holes != NULL ? t_extract(t, v.holes, i * 8, 8) : constant(t, 8, 0));
        set_cell(m, s, slot, c, condition);
    }
}

static void store_target(struct machine *m, struct state *s, const struct reach *r, struct cell v)
{
    struct terms *t = &m->terms;
    const struct object *o = r->object;
    term condition = r->target->condition;
    if (r->last < r->first)
        return;
    if (o->element != 0) {
        term old = array_content(m, s, o), new = make(t, OP_STORE, 0, old, element_index(m, r), v.value, 0);
        if (v.holes != NULL)
            unsupported(m, "a value that was never written goes into array object %s", o->name);
        state_set(s, o->first, (struct cell){condition == t->yes ? new : t_ite(t, condition, new, old), NULL});
        return;
    }
    if (r->fixed) {
        store_fixed(m, s, o, r->target->offset, v, condition);
        return;
    }
    int64_t step = places_step(m, r), first = divide_up(r->first, step) * step;
    for (int64_t i = first; i <= r->last && (i < 0 || (uint64_t)i <= r->index->max); i += step) {
        term here = t_and(t, condition, t_eq(t, constant(t, 64, (uint64_t)i), r->index));
        if (here != t->no)
            store_fixed(m, s, o, r->target->offset + i * (int64_t)r->stride, v, here);
    }
}

void memory_store(struct machine *m, struct state *s, term address, struct value v, uint32_t alignment, term guard)
{
    struct terms *t = &m->terms;
    struct targets targets;
    pointer_targets(m, address, &targets);
    must_not(m, CHECK_MEMORY, t_and(t, guard, t_not(t, targets.covered)), "invalid pointer");
    for (int i = 0; i < targets.count; i++) {
        if (!alive(m, &targets.at[i], guard))
            continue;
        struct reach r = reach_of(m, &targets.at[i], v.part[0]->width / 8, alignment, guard);
        store_target(m, s, &r, (struct cell){v.part[0], v.holes[0]});
    }
}
