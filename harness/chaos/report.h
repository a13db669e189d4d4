/* What campaigns found, for people and as JSON. */
#ifndef CHAOS_REPORT_H
#define CHAOS_REPORT_H

#include <stdio.h>

#include "harness/chaos/campaign.h"

/* Open FILE.part; on success report_close puts it in the place of FILE. false: a line has been printed. */
FILE *chaos_report_open(const char *path);
bool chaos_report_close(FILE *out, const char *path);

/* "rules: legal ...; seen ...; detail". */
void chaos_print_finding(FILE *out, const struct finding *f);
void chaos_json_finding(FILE *out, const struct finding *f);

#endif
