/* A campaign: generated batches against one QEMU process, differences gathered into classes. */
#ifndef CHECK_CAMPAIGN_H
#define CHECK_CAMPAIGN_H

#include "harness/check/config.h"
#include "harness/check/drive.h"
#include "harness/check/ledger.h"
#include "harness/session/sessions.h"
#include "harness/trace/case_file.h"

enum { CAMPAIGN_CLASSES = 128 };

struct difference {
    struct finding finding;
    uint64_t count;
    struct case_file minimal;
};

struct campaign {
    const struct check_config *config;
    const char *binary; /* NULL: from PATH */
    uint64_t seed, cases;
    uint64_t session_count;
    const struct ledger *ledger; /* differences that it covers are counted, not minimised */
    const volatile sig_atomic_t *stop;
    /* results */
    uint64_t judged_dma, judged_interrupts, skipped, unconfirmed, aborts, stray_words;
    double dma_seconds, interrupt_seconds; /* spent generating, driving and judging */
    bool overflow;                         /* more classes than fit */
    unsigned classes;
    struct difference difference[CAMPAIGN_CLASSES];
    struct sessions sessions;
    uint64_t cap, ecap; /* of the target */
    uint32_t version;
    enum qemu_status status; /* QEMU_OK, QEMU_INTERRUPTED, or why it could not go on */
    char message[1024];
};

/* Run until `cases` requests and `session_count` sessions are judged. QEMU ending by itself is counted, and a new one
 * started. */
void campaign_run(struct campaign *c);

/* The part of it that judges sessions. */
void campaign_sessions(struct campaign *c);

/* Make the requests of a case file again in a running QEMU and judge the last one; c->seen is replaced. true:
 * legal, otherwise *f is filled. Check q->status first. */
bool campaign_repeat(struct qemu *q, struct case_file *c, struct finding *f);

/* Start QEMU under a configuration; *caps and raw receive its capabilities. */
enum qemu_status campaign_open(struct qemu *q, const struct check_config *config, const struct qemu_options *options,
                               struct vtd_caps *caps, uint64_t raw[2]);

#endif
