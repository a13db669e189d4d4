/* An audit as a whole, and the ways to write it down. */
#ifndef AUDIT_REPORT_H
#define AUDIT_REPORT_H

#include <stdio.h>

#include "harness/audit/verdicts.h"

struct audit_report {
    struct audit_survey survey;
    struct finding_list findings;
    struct claims claims; /* claims.claim is NULL: no claims file */
    struct verdict_list verdicts;
    struct witness_image image; /* for command lines; image is NULL where explain cannot read it */
    size_t by_severity[SEVERITIES];
    enum severity fail_on; /* findings of this severity and worse make the audit fail; SEVERITIES: none */
    bool full;             /* list everything, however long */
};

/* Everything from the input and, unless claims is NULL, the claims file. False with a message: bad input. */
bool audit_report_make(struct audit_report *r, const struct audit_input *in, const char *claims, char *message,
                       size_t room);
void audit_report_free(struct audit_report *r);
/* Every claim holds and no finding is as severe as fail_on. */
bool audit_report_passes(const struct audit_report *r);
/* "VIOLATED: 3 of 5 claims hold, ...". Returns text. */
char *audit_report_headline(const struct audit_report *r, char *text, size_t size);

/* A run of frames of one space with the same rights. */
struct reach_run {
    int64_t first, end;
    int32_t rights;
};
/* The next run from `from` on: false if there is none. */
bool reach_next(const struct audit_space *p, int64_t from, struct reach_run *run);

void audit_report_text(FILE *out, const struct audit_report *r);
void audit_report_text_reach(FILE *out, const struct audit_report *r);
void audit_report_text_interrupts(FILE *out, const struct audit_report *r);
/* path: with the table words on its way. */
void audit_report_text_witness(FILE *out, const struct audit_report *r, const struct witness *w, bool path);
void audit_report_json(FILE *out, const struct audit_report *r);
void audit_report_json_reach(FILE *out, const struct audit_report *r);
void audit_report_json_witness(FILE *out, const struct audit_report *r, const struct witness *w);
void audit_report_sarif(FILE *out, const struct audit_report *r);
void audit_report_dot(FILE *out, const struct audit_report *r);
void audit_report_svg(FILE *out, const struct audit_report *r);

/* What changed from a to b. Returns the number of differences. */
size_t audit_report_diff(FILE *out, const struct audit_report *a, const struct audit_report *b);

#endif
