/* A question: is there an assignment that makes the formula true, and that gives equal content to reads of one array at
 * equal indices? There are many pairs of reads; few of them ever matter, so they are looked at when an assignment
 * breaks one. */
#ifndef ENGINE_QUESTION_H
#define ENGINE_QUESTION_H

#include "array.h"
#include "cone.h"

struct question {
    struct terms *t;
    term formula;
    term *part; /* the formula is a disjunction of these, if there are any */
    size_t parts;
    const struct reads *reads; /* NULL: none */
    bool *needed; /* by number of the read: its content is in the cone of the formula, or of the index of such a read */
    struct cone cone; /* of the formula and of those indices */
};

void question_begin(struct question *q, struct terms *t, const struct reads *reads, term formula);
void question_end(struct question *q);

/* The whole question as one formula, every pair included. */
term question_term(const struct question *q);
/* How many pairs that is. */
size_t question_pairs(const struct question *q);

/* The assignment answers the question. */
bool question_holds(const struct question *q, struct values *v);

/* Pairs of reads that the assignment contradicts: if there are any, at least one for each index in question. The caller
 * frees them. */
size_t question_clashes(const struct question *q, struct values *v, struct clash **out);

#endif
