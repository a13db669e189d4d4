/* Claims against tables: what holds, what does not (with a witness), and what cannot be shown. */
#ifndef AUDIT_VERDICTS_H
#define AUDIT_VERDICTS_H

#include "harness/audit/claims.h"
#include "harness/audit/findings.h"

/* In the order in which parts of a verdict add up: the worst one stands. */
enum verdict_kind { VERDICT_HOLDS, VERDICT_NOT_SHOWN, VERDICT_VIOLATED };
extern const char *const verdict_names[]; /* "holds", "not shown", "violated" */

struct verdict {
    enum verdict_kind kind;
    const struct claim *claim;
    char *text; /* why; for a claim that holds, what was looked at */
    struct witness witness;
    uint64_t assumed; /* bit n: assumption number n, from 0 */
};

/* What a claim that holds rests on, besides the image. */
enum assumption {
    ASSUME_CONSISTENT,
    ASSUME_CACHES,
    ASSUME_UNITS,
    ASSUME_IDENTITY,
    ASSUME_TOPOLOGY,
    ASSUME_CAPABILITIES,
    ASSUME_PARTIAL,
    ASSUME_STAYS,
    ASSUMPTIONS
};
/* The assumption as a sentence about this input, and whether the input gives reason to doubt it. */
const char *assumption_text(enum assumption a, const struct audit_input *in, bool *doubtful);

struct verdict_list {
    struct verdict *verdict;
    size_t count, held, violated, not_shown;
};

/* Judge all claims. False: *message is "path:line:column: ..." about a region that the input does not know. */
bool verdicts_make(struct verdict_list *l, const struct claims *c, struct audit_survey *s, char *message, size_t room);
void verdicts_free(struct verdict_list *l);

/* ---- for the parts of the judge ---- */

/* Frames of regions; outward: every frame that they touch, otherwise only whole ones. */
bool region_frames(const struct claims *c, const struct claim *k, const struct audit_survey *s, bool outward,
                   struct range_list *frames, char *message, size_t room);

/* Numbers of the requesters of devices, ascending, without repeats. */
struct requester_list {
    int *number;
    size_t count;
    bool missing;              /* some device has none */
    struct claim_device which; /* that one */
};
struct requester_list requesters_of(struct audit_survey *s, const struct claim_devices *l, bool every);

/* Let the worse one stand. Takes over text. */
void verdict_worsen(struct verdict *v, enum verdict_kind kind, char *text, struct witness witness);

/* Claims about memory; frames: of the regions. */
void judge_reach(struct verdict *v, const struct audit_survey *s, const struct requester_list *who,
                 const struct range_list *frames);
void judge_isolated(struct verdict *v, struct audit_survey *s, const struct requester_list *who,
                    const struct requester_list *others);
void judge_interrupts(struct verdict *v, const struct audit_survey *s, const struct requester_list *who);

#endif
