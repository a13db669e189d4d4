/* What the readers of the inputs share: growing arrays, notes, the one error message, units by name and place. */
#ifndef AUDIT_INPUT_BUILD_H
#define AUDIT_INPUT_BUILD_H

#include "harness/audit/input/input.h"

struct pci_function;
struct pci_segment;
struct dmar_scope;

struct audit_build {
    const struct audit_options *options;
    struct audit_input *in;
    char *message; /* size bytes */
    size_t size;
    struct pci_function *function; /* topology, ascending by segment and requester-id */
    size_t functions;
    struct pci_segment *segment; /* where to find functions while they are added */
    size_t segments;
    struct dmar_scope *scope; /* device scopes of the DMAR table */
    size_t scopes;
    uint64_t *page; /* frames that were written word by word */
    size_t pages;
};

/* Set the message (the first one stays); returns false. */
bool audit_fail(struct audit_build *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* False: no memory. */
bool audit_note(struct audit_build *b, enum audit_note_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* One more item, all zero, at the end of an array: *array has *count items of `item` bytes. NULL with the message
 * set if there is no memory. */
void *audit_more(struct audit_build *b, void *array, size_t *count, size_t item);

/* A printed string of its own. NULL with the message set if there is no memory. */
char *audit_string(struct audit_build *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The unit with this register base (not 0) or else this name (not NULL), made if there is none. NULL: no memory. */
struct audit_unit *audit_unit_at(struct audit_build *b, const char *name, uint64_t register_base);

/* Replace *to, which may be NULL, by a printed string. */
bool audit_replace(struct audit_build *b, char **to, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
