/* The ledger of known deviations of a target: a run is green only if every difference is in it and every
 * entry still reproduces. */
#ifndef CHECK_LEDGER_H
#define CHECK_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/check/judge.h"

enum { LEDGER_ENTRIES = 64 };

struct ledger_entry {
    char id[32];
    char rules[64]; /* shell pattern for the conditions that hold */
    char seen[96];  /* shell pattern for what was seen */
    char clause[48];
    char trace[96]; /* file below counterexamples/ */
    char why[256];
};

struct ledger {
    unsigned count;
    struct ledger_entry entry[LEDGER_ENTRIES];
};

/* Read tab-separated columns id, rules, seen, clause, trace, why. false: *message says FILE:LINE and why. */
bool ledger_read(const char *path, struct ledger *l, char *message, size_t size);

/* The entry that covers a finding, or NULL. */
const struct ledger_entry *ledger_find(const struct ledger *l, const struct finding *f);

#endif
