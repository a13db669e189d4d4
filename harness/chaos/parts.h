/* The parts of the chaos implementation (used inside harness/chaos only). */
#ifndef CHAOS_PARTS_H
#define CHAOS_PARTS_H

#include "harness/chaos/chaos.h"
#include "model/effects.h"
#include "model/unit.h"

/* chaos.c: what happens outside. */
void chaos_message(struct chaos *c, const struct vtd_event *e);
void chaos_effects(struct chaos *c, struct vtd_effects e);
void chaos_store(struct chaos *c, uint64_t word, uint64_t value);
/* As chaos_choose, not counted: for what is decided again and again. */
bool chaos_inclined(struct chaos *c, enum chaos_freedom f);

/* walk.c: one request for memory, from the caches or the tables; what it leaves in the caches is its doing too. */
struct vtd_dma_outcome chaos_walk(struct chaos *c, const struct vtd_dma_request *r);
/* Fill the caches as if this request had been made. */
void chaos_prefetch(struct chaos *c, const struct vtd_dma_request *r);
/* What a held page says to a request. */
struct vtd_dma_outcome chaos_hit(const struct vtd_caps *caps, const struct vtd_cached_page *e,
                                 const struct vtd_dma_request *r);

/* dma.c, interrupt.c: requests with all they do. */
void chaos_dma(struct chaos *c, const struct operation *o);
void chaos_interrupt(struct chaos *c, const struct operation *o);
/* Hold the entry with this index, if it may be. */
void chaos_prefetch_entry(struct chaos *c, uint32_t index);

/* log.c: a fault of this requester; `interrupt`: of an interrupt request. */
void chaos_log(struct chaos *c, struct vtd_fault_record r, bool interrupt);

/* registers.c */
uint32_t chaos_read(struct chaos *c, uint32_t offset);
void chaos_write(struct chaos *c, uint32_t offset, uint32_t value);

/* queue.c: the queue goes on; invalidations, by queue or register. */
/* `offset`: of the register that was written, 0 for none. */
void chaos_queue(struct chaos *c, uint32_t offset);
void chaos_drop_contexts(struct chaos *c, struct drop d, bool queued);
void chaos_drop_pages(struct chaos *c, struct drop d, bool queued);
void chaos_drop_entries(struct chaos *c, bool by_index, uint16_t index, unsigned mask);
void chaos_drop_everything(struct chaos *c);

#endif
