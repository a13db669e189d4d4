/* The sessions of a check run, in its report. */
#ifndef CHECK_REPORT_SESSIONS_H
#define CHECK_REPORT_SESSIONS_H

#include <stdio.h>

#include "harness/check/report.h"

/* Count what was judged; print one line. */
void report_sessions_total(struct report *r);

/* One line for each class of difference; new ones with a minimal session. */
void report_sessions_classes(struct report *r);
void report_sessions_json(FILE *out, const struct report *r);

/* Does the session in this open file still show the difference that the ledger entry describes? */
bool report_sessions_repeat(const struct report *r, const struct ledger_entry *e, FILE *in, char *why, size_t size);

#endif
