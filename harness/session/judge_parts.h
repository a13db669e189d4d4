/* The parts of the judge (used by judge*.c only). */
#ifndef SESSION_JUDGE_PARTS_H
#define SESSION_JUDGE_PARTS_H

#include "harness/session/judge.h"
#include "model/effects.h"
#include "model/queue_fetch.h"

/* Carry out what the model says happens outside: expected messages, status words. */
void judge_effects(struct judge *j, struct vtd_effects e);

/* Memory changes by software or a status write. */
void judge_store(struct judge *j, uint64_t word, uint64_t value);

/* Run the queue of the model until it rests. */
void judge_queue(struct judge *j, const struct operation *o, const struct seen *s);

/* Where the target's queue went another way than the model's, put the descriptor at which it did into j->cause. */
void judge_queue_culprit(struct judge *j, const struct operation *o, const struct seen *s, uint32_t head_before);

/* A lazy target: what it has fetched meanwhile, and which waits have certainly completed; then what follows from them;
 * the same when software reads a word that waits may have written. */
void judge_lazy_queue(struct judge *j, const struct seen *s);
void judge_lazy_settle(struct judge *j);
void judge_lazy_look(struct judge *j, uint64_t word, uint64_t seen);

/* Does the text leave open what becomes of this descriptor? Says in j->cause what it is. */
bool judge_leaves_open(struct judge *j, const struct vtd_fetched *f);

/* What a descriptor invalidates. false: nothing of this unit. */
bool judge_invalidation(const struct judge *j, const struct vtd_descriptor *d, struct history_invalidation *i);

/* A write to a register, upper and lower halves one after the other. */
void judge_write(struct judge *j, const struct operation *o);

/* A request; afterwards the log of the model is what was seen. */
bool judge_request(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f);

/* The first difference between the state that was looked at and the model's. false: there is one; f may be NULL. */
bool judge_state(const struct judge *j, const struct seen *s, struct finding *f);

/* The model takes over what was seen of status registers and records. */
void judge_adopt(struct judge *j, const struct seen *s);
void judge_adopt_records(struct judge *j, const struct seen *s);

/* The message of an event, and whether two messages look the same from outside. */
struct vtd_message judge_event_message(const struct vtd_event *e);
bool judge_same_message(const struct vtd_message *a, const struct vtd_message *b);

/* The messages that were seen against the expected ones; f may be NULL. */
bool judge_messages(const struct judge *j, const struct seen *s, struct finding *f);

/* A register word against the model's; true: no defined bit differs. */
bool judge_word(const struct judge *j, uint32_t offset, uint32_t seen, struct finding *f);
/* Never report these bits again. */
void judge_excuse(struct judge *j, uint32_t offset, uint32_t bits);

#endif
