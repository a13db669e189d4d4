/* Devices, address spaces and memory as a picture: three columns of boxes, and lines between them. */
#ifndef AUDIT_MAP_H
#define AUDIT_MAP_H

#include "harness/audit/report.h"

enum map_tone { TONE_PLAIN, TONE_GOOD, TONE_WARN, TONE_BAD, TONE_DIM };

struct map_box {
    int column; /* 0 devices, 1 address spaces, 2 memory */
    enum map_tone tone;
    char *title, *detail;
};

struct map_line {
    int from, to; /* numbers of boxes */
    enum map_tone tone;
    bool beside; /* a path that does not pass the unit */
    char *label;
};

struct map {
    struct map_box *box;
    int boxes;
    struct map_line *line;
    int lines;
};

struct map map_make(const struct audit_report *r);
void map_free(struct map *m);

#endif
