/* What a check run found, for people and for machines. */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "harness/check/campaign.h"
#include "harness/check/ledger.h"
#include "harness/check/outcome.h"

struct report {
    struct campaign *campaigns;
    unsigned parts;
    const struct ledger *ledger;
    uint64_t seed;
    const char *save; /* directory for minimal cases of differences that the ledger lacks, or NULL */
    const char *qemu;
    /* filled by report_print */
    FILE *out;        /* the lines below the verdict while they are gathered */
    const char *word; /* CONFORMS, VIOLATION, INTERRUPTED, FAILED */
    const char *failure;
    bool reproduced[LEDGER_ENTRIES];
    uint64_t covered[LEDGER_ENTRIES]; /* differences seen that an entry covers */
    uint64_t judged_dma, judged_interrupts, new_differences, aborts, stray;
    uint64_t judged_sessions, judged_operations;
    unsigned unsaved; /* minimal cases that could not be written: said, and the exit code is 3 */
    double session_rate;
    double dma_rate, interrupt_rate; /* per second and QEMU process */
};

/* Repeat every ledger entry against a live QEMU; print the verdict, then the classes and the entries. What is printed
 * depends on the seed and on QEMU alone. Returns the exit code. */
int report_print(struct report *r);

/* Write the JSON report, whole or not at all. */
bool report_json(const struct report *r, const char *path, int code);

/* The same as the outcome that JUnit and SARIF are written from; *class receives its classes, free it. false: no
 * memory. */
bool report_outcome(const struct report *r, int code, struct outcome *o, struct outcome_class **class);

#endif
