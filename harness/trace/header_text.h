/* What both kinds of trace files say about where they come from. */
#ifndef TRACE_HEADER_TEXT_H
#define TRACE_HEADER_TEXT_H

#include <stdio.h>

#include "harness/trace/line.h"

struct trace_origin {
    char target[64];         /* name */
    char target_version[64]; /* as the target says; empty: not known */
    char config[32];         /* of the run: a configuration of QEMU, a profile, or `-` */
    char why[256];
    bool seeded;         /* seed and turn are known */
    uint64_t seed, turn; /* of the run, and which of its sessions or batches */
    char verdict[16];    /* "legal" or "violation" */
    char rules[96];      /* of the verdict */
};

enum trace_header_id { TRACE_WHY, TRACE_TARGET, TRACE_TARGET_VERSION, TRACE_CONFIG, TRACE_SEED, TRACE_VERDICT_LINE };
enum { TRACE_HEADER_IDS = 16 }; /* ids of other lines start here */

extern const struct trace_rule trace_header_rules[];

/* Is it a line of that kind? Then take it. */
bool trace_is_header(const struct trace_line *l);
void trace_take_header(const struct trace_line *l, struct trace_origin *o);

/* A line with a text; what would end the line is written as '?'. */
void trace_write_text(FILE *out, const char *keyword, const char *text);

/* All but the verdict; the verdict. */
void trace_write_header(FILE *out, const struct trace_origin *o);
void trace_write_verdict(FILE *out, const struct trace_origin *o);

#endif
