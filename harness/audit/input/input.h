/* Everything that an audit looks at, whatever files it came from: memory with its tables, remapping units,
 * devices with the requester-ids that they use, reserved memory, and what had to be assumed. */
#ifndef AUDIT_INPUT_H
#define AUDIT_INPUT_H

#include <stddef.h>
#include <stdio.h>

#include "harness/audit/input/options.h"
#include "spec/vocabulary.h"

/* How much a note weakens what is said in the end. */
enum audit_note_kind {
    AUDIT_NOTE_READ,    /* what was read, and what it was taken for */
    AUDIT_NOTE_ASSUMED, /* not in the input: a value was assumed */
    AUDIT_NOTE_MISSING, /* not in the input: something could not be looked at */
    AUDIT_NOTE_DAMAGED, /* in the input, but wrong: left out, or taken as the text says */
};
struct audit_note {
    enum audit_note_kind kind;
    char *text; /* one line; begins with file:line: or file:+offset: where it is about a place in a file */
};

/* Physical bytes first..end-1 that the input holds. What lies between extents reads as zero in `memory`. */
struct audit_extent {
    uint64_t first, end; /* multiples of 4096 */
};

/* Bytes first..last of physical memory. */
struct audit_span {
    bool on;
    uint64_t first, last;
};

struct audit_unit {
    char *name;             /* "dmar0", or as the input calls it */
    uint64_t register_base; /* 0: not known */
    uint16_t segment;
    bool all_devices;            /* INCLUDE_PCI_ALL (clause 8.3) */
    bool root_known;             /* unit.root_frame, table_mode and translation_enabled hold what the input says */
    bool interrupts_known;       /* unit.interrupt_table_*, remapping_enabled, extended_mode, compatibility_allowed */
    bool caps_known;             /* false: unit.caps was assumed, and a note says what */
    struct vtd_unit unit;        /* what the model takes */
    struct audit_span low, high; /* protected regions (clause 11.4.8); on: enabled and enforced */
    char *root_from, *interrupts_from; /* where the pointers came from, for the reader */
};

enum audit_device_kind {
    AUDIT_ENDPOINT,
    AUDIT_BRIDGE,  /* any PCI bridge, root ports too */
    AUDIT_VIRTUAL, /* SR-IOV virtual function */
    AUDIT_IOAPIC,  /* of a device scope: has a requester-id, for interrupts only */
    AUDIT_HPET,
    AUDIT_NAMESPACE, /* ANDD: a device that only ACPI knows */
    AUDIT_UNLISTED,  /* no topology was read: a present context entry, or a scope, names this requester-id */
};

struct audit_device {
    enum audit_device_kind kind;
    uint16_t segment;
    uint16_t requester;        /* bus 15:8, device and function 7:0 */
    char *name;                /* "0000:00:04.0"; never NULL */
    char *label;               /* what it is, for the reader; may be empty, never NULL */
    int unit;                  /* number of the unit that translates for it; -1: none of the input */
    int group;                 /* isolation group 0..groups-1; -1: no topology was read */
    int parent;                /* number of the bridge above it; -1: on a root bus, or not known */
    uint16_t *alias;           /* every requester-id with which its requests can arrive, ascending, without repeats; */
    size_t aliases;            /* at least one; its own only if that can be seen by the unit */
    bool ats, ats_on;          /* can hold translations itself; may use them now */
    struct audit_span *window; /* memory that the device itself answers to (BARs) */
    size_t windows;
};

/* A request of `from` can end at `to` without passing the unit, because `why`. */
struct audit_peer {
    int from, to; /* numbers of devices */
    char *why;
};

/* A reserved memory region, RMRR (clause 8.4). */
struct audit_reserved {
    uint16_t segment;
    uint64_t first, last;
    uint16_t *requester; /* devices that firmware names for it */
    size_t requesters;
    char *where; /* file and offset */
};

/* A stretch of physical memory with a name, as /proc/iomem or a note in the image has it. */
struct audit_named {
    char *name;
    uint64_t first, last;
};

struct audit_input {
    struct vtd_memory memory;    /* linear from address 0; gaps read as zero, see audit_backed() */
    bool partial;                /* made from text: holds present entries only, all other memory is not in it */
    struct audit_extent *extent; /* ascending, apart from each other */
    size_t extents;
    struct audit_unit *unit;
    size_t units;
    struct audit_device *device;
    size_t devices;
    int groups; /* number of isolation groups; 0: no topology was read */
    struct audit_peer *peer;
    size_t peers;
    struct audit_reserved *reserved;
    size_t reserveds;
    struct audit_named *named;
    size_t nameds;
    bool dmar_known;                      /* a DMAR table was read; so the list of units is what firmware says */
    bool pre_boot_protect;                /* DMA_CTRL_PLATFORM_OPT_IN_FLAG (clause 8.1) */
    bool x2apic_opt_out, dmar_interrupts; /* X2APIC_OPT_OUT, INTR_REMAP */
    unsigned host_width;                  /* bits; 0: not known */
    struct audit_note *note;
    size_t notes;
    void *mapping; /* of memory.words */
    size_t mapped;
};

/* Read everything that the options name. False: *message is "file:line: why" or "file: why" (bad input), and
 * nothing stays open. */
bool audit_input_open(const struct audit_options *options, struct audit_input *in, char *message, size_t size);

void audit_input_close(struct audit_input *in);

/* Does the input hold the 4 KB frame, or does it only read as zero? */
bool audit_backed(const struct audit_input *in, uint64_t frame);

/* Number of the device (any kind) one of whose requester-ids this is, from `start` on; -1: no more. */
int audit_device_of(const struct audit_input *in, uint16_t segment, uint16_t requester, int start);

#endif
