/* One request: what may happen, what did, and whether that is legal. */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include "harness/generate/batch.h"
#include "harness/oracle/legal.h"

/* Computed from the tables before the request is made. */
struct expectation {
    bool usable; /* the answer can be observed and cannot disturb the tables */
    bool interrupt;
    struct legal legal;            /* of the write, or of the interrupt */
    struct legal read_legal;       /* SHOT_INVERT: of the read that comes first */
    bool landing_known;            /* the bytes at `landing` show whether the request got through */
    uint64_t landing;              /* byte address in memory */
    char detail[64];               /* interrupts: what tells classes of differences apart */
    struct vtd_message message[2]; /* the legal messages: with the index as it is, and wrapped */
};

/* What was seen. */
struct observation {
    bool record; /* a fault record was written */
    uint64_t lo, hi;
    uint32_t before, after; /* memory at the landing place */
    unsigned events;        /* messages that reached the interrupt controllers */
    struct vtd_message message;
};

/* One kind of difference; two findings with equal texts are the same class. */
struct finding {
    char rules[96]; /* conditions that hold */
    char legal[128];
    char seen[96];
    char detail[192]; /* values, for people; not part of the class */
};

struct expectation expect_shot(const struct batch *b, const struct shot *s, const struct vtd_memory *m);

/* true: legal. Otherwise *f says what was seen instead. */
bool judge_shot(const struct expectation *e, const struct shot *s, const struct observation *o, struct finding *f);

#endif
