#include "array.h"

#include <stdlib.h>

#include "cone.h"
#include "util.h"

enum { MEMO = 1 << 20 };

static term original(struct terms *t, struct reads *r, term array, term index)
{
    if (array->value == 1)
        return constant(t, array->element, 0);
    for (size_t i = 0; i < r->count; i++)
        if (r->all[i].array == array && r->all[i].index == index)
            return r->all[i].content;
    r->all = room(r->all, r->count, &r->capacity, sizeof *r->all);
    term content = variable(t, array->element);
    r->all[r->count++] = (struct read){array, index, content};
    return content;
}

term array_read(struct terms *t, struct reads *r, term array, term index)
{
    if (r->memo == NULL)
        r->memo = fresh(MEMO, sizeof *r->memo);
    struct memo *m = &r->memo[(array->id * 2654435761u ^ index->id * 40503u) & (MEMO - 1)];
    if (m->array == array && m->index == index)
        return m->result;
    term result;
    if (array->op == OP_STORE) {
        term here = t_eq(t, array->kid[1], index);
        result = here == t->yes ? array->kid[2] : t_ite(t, here, array->kid[2], array_read(t, r, array->kid[0], index));
    } else if (array->op == OP_ITE) {
        result =
            t_ite(t, array->kid[0], array_read(t, r, array->kid[1], index), array_read(t, r, array->kid[2], index));
    } else {
        result = original(t, r, array, index);
    }
    *m = (struct memo){array, index, result};
    return result;
}

/* Same index, same content: read i against the earlier ones that are needed too. */
static term consistent(struct terms *t, const struct reads *r, const bool *needed, size_t i)
{
    term all = t->yes;
    const struct read *a = &r->all[i];
    for (size_t j = 0; j < i; j++) {
        const struct read *b = &r->all[j];
        if (!needed[j] || a->array != b->array)
            continue;
        term same = t_eq(t, a->index, b->index);
        if (same != t->no)
            all = t_and(t, all, t_or(t, t_not(t, same), t_eq(t, a->content, b->content)));
    }
    return all;
}

term array_constrain(struct terms *t, const struct reads *r, term formula)
{
    bool *needed = fresh(r->count, sizeof *needed);
    struct cone cone = {0};
    bool more = true;
    cone_add(&cone, t, formula);
    while (more) { /* the index of a needed read may contain further reads */
        more = false;
        for (size_t i = 0; i < r->count; i++) {
            if (needed[i] || !cone_has(&cone, r->all[i].content))
                continue;
            needed[i] = more = true;
            cone_add(&cone, t, r->all[i].index);
        }
    }
    for (size_t i = 0; i < r->count; i++)
        if (needed[i])
            formula = t_and(t, formula, consistent(t, r, needed, i));
    cone_end(&cone);
    free(needed);
    return formula;
}
