#include "question.h"

#include <stdlib.h>

#include "util.h"

static size_t reads_of(const struct question *q)
{
    return q->reads != NULL ? q->reads->count : 0;
}

void question_begin(struct question *q, struct terms *t, const struct reads *reads, term formula)
{
    bool more = true;
    *q = (struct question){.t = t, .formula = formula, .reads = reads};
    q->needed = fresh(reads_of(q) + 1, sizeof *q->needed);
    cone_add(&q->cone, t, formula);
    while (more) { /* the index of a needed read may contain further reads */
        more = false;
        for (size_t i = 0; i < reads_of(q); i++) {
            if (q->needed[i] || !cone_has(&q->cone, reads->all[i].content))
                continue;
            q->needed[i] = more = true;
            cone_add(&q->cone, t, reads->all[i].index);
        }
    }
}

void question_end(struct question *q)
{
    free(q->needed);
    free((void *)q->part);
    cone_end(&q->cone);
}

size_t question_pairs(const struct question *q)
{
    size_t n = 0;
    for (size_t i = 0; i < reads_of(q); i++)
        n += q->needed[i];
    return n < 2 ? 0 : n * (n - 1) / 2;
}

term question_term(const struct question *q)
{
    term all = q->formula;
    for (size_t i = 0; i < reads_of(q); i++)
        for (size_t j = 0; j < i && q->needed[i]; j++)
            if (q->needed[j] && q->reads->all[i].array == q->reads->all[j].array)
                all = t_and(q->t, all, array_agree(q->t, (struct clash){&q->reads->all[i], &q->reads->all[j]}));
    return all;
}

/* A needed read and where it reads. */
struct place {
    const struct read *read;
    uint64_t index;
};

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->read->array != y->read->array)
        return x->read->array->id < y->read->array->id ? -1 : 1;
    if (x->index != y->index)
        return x->index < y->index ? -1 : 1;
    return x->read < y->read ? -1 : x->read > y->read;
}

size_t question_clashes(const struct question *q, struct values *v, struct clash **out)
{
    struct place *place = fresh(reads_of(q) + 1, sizeof *place);
    size_t places = 0, count = 0, capacity = 0;
    *out = NULL;
    for (size_t i = 0; i < reads_of(q); i++)
        if (q->needed[i])
            place[places++] = (struct place){&q->reads->all[i], values_of(v, q->reads->all[i].index)};
    qsort(place, places, sizeof *place, by_place);
    for (size_t i = 1, first = 0; i < places; i++) {
        if (place[i].index != place[first].index || place[i].read->array != place[first].read->array)
            first = i;
        if (values_of(v, place[i].read->content) == values_of(v, place[first].read->content))
            continue;
        *out = room(*out, count, &capacity, sizeof **out);
        (*out)[count++] = (struct clash){place[first].read, place[i].read};
    }
    free(place);
    return count;
}

bool question_holds(const struct question *q, struct values *v)
{
    struct clash *clash;
    if (values_of(v, q->formula) == 0)
        return false;
    size_t count = question_clashes(q, v, &clash);
    free(clash);
    return count == 0;
}
