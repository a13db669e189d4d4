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

term array_agree(struct terms *t, struct clash c)
{
    return t_or(t, t_not(t, t_eq(t, c.a->index, c.b->index)), t_eq(t, c.a->content, c.b->content));
}
