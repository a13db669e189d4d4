/* PCI topology: configuration spaces and what follows from them. */
#ifndef AUDIT_INPUT_PCI_H
#define AUDIT_INPUT_PCI_H

#include "harness/audit/input/build.h"

enum { PCI_CONFIG = 4096 };

/* Device/port types of the PCI Express capability (PCIe 7.5.3.2); PCI_CONVENTIONAL where there is none. */
enum pci_port {
    PCI_EXPRESS = 0,
    PCI_EXPRESS_LEGACY = 1,
    PCI_ROOT_PORT = 4,
    PCI_UPSTREAM = 5,
    PCI_DOWNSTREAM = 6,
    PCI_TO_CONVENTIONAL = 7,
    PCI_FROM_CONVENTIONAL = 8,
    PCI_INTEGRATED = 9,
    PCI_EVENT_COLLECTOR = 10,
    PCI_CONVENTIONAL = 16,
};

struct pci_function {
    uint16_t segment, requester;
    char *label; /* what lspci or sysfs call it; may be NULL */
    uint8_t *config;
    unsigned length;  /* bytes of config that were read: a multiple of 4, at most PCI_CONFIG */
    int kernel_group; /* number of the Linux IOMMU group; -1: not given */
    bool virtual_function;
    uint16_t physical; /* requester-id of the physical function */
    struct audit_span *window;
    size_t windows;

    /* Decoded by audit_pci_decode(). */
    enum pci_port port;
    bool bridge, several; /* several: multi-function device */
    bool conventional_x;  /* has the PCI-X capability */
    uint8_t secondary, subordinate;
    bool acs;       /* redirects everything upstream: SV, RR, CR and UF are on (PCIe 7.7.11) */
    bool acs_there; /* has the capability at all, whether on or not */
    bool extended;  /* all 4096 bytes are there */
    bool ats, ats_on;
    unsigned phantom;                       /* function number bits that it may use besides its own; 0: none */
    bool phantom_possible;                  /* could be switched on */
    unsigned vf_count, vf_first, vf_stride; /* SR-IOV; count 0: none enabled */
    int parent;                             /* number of the bridge above; -1: root bus */
    int group;
};

/* Text of lspci -xxxx, with -v for sizes, and blocks of lspci -vmm before or behind it. */
bool audit_lspci_read(struct audit_build *b, const char *path);

/* DIR/0000:00:04.0/{config,resource,iommu_group,physfn,label}. */
bool audit_sysfs_read(struct audit_build *b, const char *directory);

/* The function with this address, made if there is none. NULL: no memory. */
struct pci_function *audit_pci_function(struct audit_build *b, uint16_t segment, uint16_t requester);

/* Add SR-IOV functions, sort, decode everything, find parents. */
bool audit_pci_finish(struct audit_build *b);

/* Note the first two functions that the kernel groups otherwise. */
bool audit_pci_compare(struct audit_build *b);

/* Fill in the decoded part from config. */
void audit_pci_decode(struct pci_function *f);

/* Number of the function with this address in a finished topology; -1: none. */
int audit_pci_find(const struct audit_build *b, uint16_t segment, uint16_t requester);

/* Requester-ids with which requests of function k can arrive, ascending. */
bool audit_pci_aliases(struct audit_build *b, int k, uint16_t **alias, size_t *count);

/* Isolation groups of a finished topology, in pci_function.group, and the paths that join them (devices have the
 * same numbers as functions). */
bool audit_pci_groups(struct audit_build *b);

void audit_pci_close(struct audit_build *b);

#endif
