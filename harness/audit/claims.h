/* The claims file: what somebody believes about devices and memory. Grammar: README.md in this directory. */
#ifndef AUDIT_CLAIMS_H
#define AUDIT_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct claim_place {
    int line, column; /* from 1 */
};

/* A stretch of memory as the file has it: numbers, a name that the input has, or a region known to the audit. */
struct claim_area {
    enum { AREA_BYTES, AREA_NAMED, AREA_REGION } kind;
    uint64_t first, last; /* AREA_BYTES */
    char *name;           /* AREA_NAMED: as in /proc/iomem */
    int region;           /* AREA_REGION: number of an earlier region, or enum claim_known */
    struct claim_place place;
};

/* Regions that need no definition; negative, so that they differ from numbers of regions. */
enum claim_known {
    REGION_TABLES = -1,
    REGION_INTERRUPT_TABLES = -2,
    REGION_RESERVED_MEMORY = -3,
    REGION_IMAGE = -4,
    REGION_DEVICE_MEMORY = -5
};

struct claim_region {
    char *name;
    struct claim_area *area;
    size_t areas;
};

struct claim_device {
    uint16_t segment, requester;
    struct claim_place place;
};
struct claim_devices {
    struct claim_device *device;
    size_t count;
};
struct claim_name { /* device NAME = ... */
    char *name;
    struct claim_devices devices;
};

struct claim_numbers {
    struct {
        uint32_t first, last;
    } * range;
    size_t count;
};

enum claim_kind {
    CLAIM_NEVER_REACHES,
    CLAIM_ONLY_REACHES,
    CLAIM_READ_ONLY,
    CLAIM_ISOLATED,
    CLAIM_INTERRUPTS_VECTORS, /* interrupts only vectors ... [to ...] */
    CLAIM_INTERRUPTS_ENTRIES, /* interrupts only entries ... */
    CLAIM_NO_INTERRUPTS,
    CLAIM_BLOCKED
};

struct claim {
    enum claim_kind kind;
    struct claim_place place;
    char *text;                   /* the line, without the comment */
    bool every;                   /* every device but `devices` */
    struct claim_devices devices; /* the subject, or the exceptions */
    struct claim_devices others;  /* CLAIM_ISOLATED */
    int *region;                  /* numbers of regions, or enum claim_known */
    size_t regions;
    struct claim_numbers numbers; /* vectors or entries */
    struct claim_numbers targets; /* destinations; empty: all */
};

struct claims {
    char *path;
    struct claim_region *region;
    size_t regions;
    struct claim_name *name;
    size_t names;
    struct claim *claim;
    size_t claims;
};

/* Read the text. False: *message is "path:line:column: what is wrong, what was expected", and *c is empty. */
bool claims_parse(const char *text, size_t size, const char *path, struct claims *c, char *message, size_t room);
/* Read the file. */
bool claims_read(const char *path, struct claims *c, char *message, size_t room);
void claims_free(struct claims *c);

#endif
