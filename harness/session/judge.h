/* Judging a session: the proved model of a whole unit is run beside the target, one operation at a time. */
#ifndef SESSION_JUDGE_H
#define SESSION_JUDGE_H

#include "harness/check/judge.h"
#include "harness/history/history.h"
#include "harness/session/session.h"
#include "harness/session/words.h"

enum { JUDGE_EXCUSED = 32, JUDGE_TOUCHED = 512, JUDGE_ACTUALS = 3, JUDGE_PENDING = 512 };

/* A descriptor that a lazy target has fetched and may have carried out. */
struct judge_pending {
    bool wait, fence, status, interrupt, done;
    uint32_t id; /* of its invalidation in the history, 0: none */
    uint32_t data;
    uint64_t address; /* divided by 4 */
};

/* Messages that an operation must make the unit send. */
struct expected_messages {
    unsigned count;
    struct vtd_message message[SESSION_MESSAGES];
    bool open; /* an event register aims where messages are not seen: count and content are not judged */
};

struct judge {
    struct vtd_iommu *io;
    uint64_t *ram; /* what memory holds, as the operations say */
    struct vtd_memory memory;
    struct word_freedom freedom;
    struct history *history; /* what may still be held of earlier tables */
    struct history *ever;    /* the same if nothing had been invalidated: names what is used although it is gone */
    uint32_t command;        /* what software last wrote to GCMD_REG */
    bool lost;               /* software has done what has no defined effect: nothing more is judged */
    bool undefined;          /* the present operation could not be judged */
    bool queue_open;         /* the present operation leaves the position of the queue open */
    bool stalled;            /* the target's queue rests with work left, as was reported */
    bool status_open;        /* which status words were written is not known */
    struct expected_messages expected;
    /* the last request: why what was seen is legal, and for STALE the operation that changed what is still used */
    enum history_why why;
    uint32_t why_event;
    bool log_unseen; /* a fault may have been recorded beyond the records that are looked at */
    bool index_held; /* recording may have begun again at the first record, or not (clause 7.2.1) */
    char cause[76];  /* what the present operation is, for people */
    /* differences that were reported and are not reported again */
    unsigned excused;
    struct {
        uint32_t offset, bits;
    } excuse[JUDGE_EXCUSED];
    bool lazy;       /* session.lazy */
    uint32_t looked; /* the moment of the last look at the state */
    unsigned pendings;
    struct judge_pending pending[JUDGE_PENDING];
    unsigned touched; /* words of memory that are not zero */
    uint64_t touch[JUDGE_TOUCHED];
};

/* Memory for a judge, all zero; NULL if there is none. */
struct judge *judge_new(void);
void judge_free(struct judge *j);

/* Bring the model to the start of a session on a unit with these capabilities. */
void judge_begin(struct judge *j, const struct vtd_caps *caps, enum session_start start);

/* The target of this session may go on with its queue later (session.lazy); after judge_begin. */
void judge_be_lazy(struct judge *j);

/* This device is there: what its walks leave may serve others of its domain, even before it makes a request that is
 * judged. */
void judge_source(struct judge *j, uint16_t source);

/* One operation and what it showed. false: not legal, *f says how; the model then takes over what was seen, so that
 * later operations are judged on their own. */
bool judge_operation(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f);

#endif
