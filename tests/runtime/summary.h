/* What a run has checked: build/runtime/summary.json and the last line. */
#ifndef RUNTIME_SUMMARY_H
#define RUNTIME_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

struct summary {
    uint64_t seed, operations, sessions;
    double seconds;
    unsigned profiles;
};

/* Write the file (FILE.part, then its name). false: it cannot be written. */
bool summary_write(const struct summary *s, const char *path);

/* Functions that no run called with its precondition satisfied and that the file `excused` (name, tab, reason) does not
 * list, and those it lists although they were; each is printed. -1: the file cannot be read. */
int summary_unreached(const char *excused);

void summary_last_line(void);

#endif
