/* One operation of a trace explained: what was asked, every word that the unit reads for it, what may happen and why,
 * what was seen, and the verdict with rule and clause. */
#ifndef EXPLAIN_EXPLANATION_H
#define EXPLAIN_EXPLANATION_H

#include <stdio.h>

#include "harness/trace/case_file.h"
#include "harness/trace/session_file.h"

enum { EXPLAINED_WORDS = 40, EXPLAINED_PASTS = 4, EXPLAINED_ANSWERS = 48, EXPLAINED_FACTS = 32, EXPLAINED_RULES = 32 };

/* An earlier value of a word. Operations count from 1; 0 is the start. */
struct explained_past {
    uint64_t value;
    unsigned from, until; /* it stood there from operation `from` until operation `until` wrote another one */
    bool used;            /* one of the legal answers still uses it */
};

struct explained_word {
    char name[48]; /* "root entry", "level 2 entry" */
    uint64_t address, value;
    bool readable;
    unsigned since;
    char says[160];
    unsigned pasts; /* earlier values, the latest first; more than fit are left out */
    struct explained_past past[EXPLAINED_PASTS];
};

struct explained_answer {
    char text[160], why[120];
};

struct explanation {
    unsigned step, steps; /* from 1 */
    char asked[200];      /* the operation as the trace has it */
    char meaning[160];
    unsigned words;
    struct explained_word word[EXPLAINED_WORDS];
    bool open; /* anything may happen */
    unsigned answers;
    struct explained_answer answer[EXPLAINED_ANSWERS];
    unsigned facts;
    char fact[EXPLAINED_FACTS][160]; /* what was seen */
    bool undefined, legal;
    struct finding finding; /* not legal */
    unsigned rules;
    unsigned rule[EXPLAINED_RULES]; /* enum vtd_rule: conditions that hold or may be reported */
};

/* Explain operation `step` (from 1; 0: the first one that is not legal, else the last) of a session. */
void explain_session(struct judge *j, const struct session_file *f, unsigned step, struct explanation *e);

/* The same for the last request of a case. ram: FRAME_END * 4096 bytes of zeros, which they are again afterwards. */
void explain_case(const struct case_file *c, uint64_t *ram, struct explanation *e);

void explain_text(FILE *out, const char *path, const struct explanation *e);
void explain_json(FILE *out, const char *path, const struct explanation *e);
/* The walk as a graph for graphviz. */
void explain_dot(FILE *out, const char *path, const struct explanation *e);

#endif
