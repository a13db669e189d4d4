/* The parts of an explanation (used by explain*.c only). */
#ifndef EXPLAIN_PARTS_H
#define EXPLAIN_PARTS_H

#include "harness/explain/explanation.h"

/* What a step is explained from. */
struct explained {
    struct explanation *e;
    const struct vtd_unit *unit;
    const struct vtd_memory *memory;
    const struct session *session; /* earlier writes to words; NULL: none */
    unsigned step;                 /* from 1 */
};

/* Add a word that is read; its history comes from the session. Its value, or 0 if it cannot be read. *says is filled by
 * the caller, NULL if there is no more room. */
uint64_t explain_word(const struct explained *x, const char *name, uint64_t frame, uint64_t index,
                      struct explained_word **word);

/* The words that a request reads in the present tables. */
void explain_walk(const struct explained *x, const struct vtd_dma_request *r);
void explain_entry_read(const struct explained *x, uint32_t index, uint16_t source_id);
/* The descriptors between head and tail of the queue. */
void explain_queue(const struct explained *x, const struct vtd_queue *q);

/* What may happen. */
void explain_answers_dma(const struct explained *x, struct judge *j, const struct operation *o);
void explain_answers_interrupt(const struct explained *x, struct judge *j, const struct operation *o);
/* One set of legal answers; event: for STALE the operation that changed what is still used. */
void explain_add_answer(struct explanation *e, const struct legal *l, const char *pass, enum history_why why,
                        unsigned event);

/* What was seen. */
void explain_seen(struct explanation *e, const struct vtd_caps *c, const struct operation *o, const struct seen *s);
/* Add one line of it. */
void explain_fact(struct explanation *e, const char *text);

#endif
