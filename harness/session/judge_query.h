/* One request under judgement: what may happen, and what was seen of it (used by judge_request.c and its parts only). */
#ifndef SESSION_JUDGE_QUERY_H
#define SESSION_JUDGE_QUERY_H

#include "harness/session/judge_parts.h"

/* Candidates of the history, and those of an index that wraps. */
enum { VERSIONS = 2 * HISTORY_CANDIDATES };

/* What the tables say at one moment. */
struct version {
    struct legal legal;
    enum history_why why;
    uint32_t event;             /* STALE: the operation that changed what is still used */
    uint64_t landing;           /* DMA that passes: byte address */
    struct vtd_message message; /* interrupt that passes */
    uint32_t index;
};

struct query {
    struct judge *j;
    const struct operation *o;
    const struct seen *s;
    unsigned access;    /* DMA: enum vtd_access */
    struct query *then; /* SHOT_INVERT: the write that follows the read */
    bool read_known;    /* of that write: the read has brought SESSION_MARK */
    bool read_blocked;  /* of that write: the read has brought nothing */
    bool read_recorded; /* of that write: the read has been recorded */
    bool ever;          /* as if nothing had ever been invalidated */
    bool open;          /* anything may happen */
    bool changed;       /* a changed entry is met */
    unsigned versions;
    struct version *version; /* room for VERSIONS */
};

/* One way in which the request may end. */
struct answer {
    const struct version *v;
    bool pass;
    unsigned rule; /* blocked and recorded: enum vtd_rule; VTD_NONE: not recorded */
};

typedef bool query_visitor(struct query *q, const struct answer *a);

bool query_is_interrupt(const struct operation *o);

/* judge_versions.c: fill in q->version from the tables of every moment that counts. */
void query_dma(struct query *q);
void query_interrupt(struct query *q);

/* judge_request.c: call `visit` for each legal answer until it says yes. */
bool query_any_answer(struct query *q, query_visitor *visit);
/* Try an answer, and the write after it if it is a read; the model keeps it if everything agrees. */
bool query_agrees(struct query *q, const struct answer *a);
/* The watched places: those where the request lands are written, the others are not. */
bool query_places_agree(const struct query *q, const struct answer *a);
/* What the write knows about the read that came before it. */
void query_hand_over(struct query *q, const struct answer *a);
/* Log the fault in the model, with or without compression. */
void query_log_fault(const struct query *q, const struct answer *a, bool compress);
void query_expect_delivery(const struct query *q, const struct answer *a);

/* judge_difference.c: what was seen instead. The outcome is legal: then something is wrong with the log or the event. */
bool query_log_differs(struct query *q, const struct answer *a);
/* Would what was seen be legal if nothing had ever been invalidated? Then it comes from what should be gone. `loosely`:
 * whatever became of the log. */
bool query_is_forgotten(const struct query *q, bool loosely);
void query_say_forgotten(struct finding *f);
void query_report(const struct query *q, struct finding *f);

#endif
