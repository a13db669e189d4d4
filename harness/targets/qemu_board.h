/* The machine that the checks use: a q35 with a remapping unit and sources of DMA and interrupts behind
 * different kinds of bridges. Operations only queue commands (see qemu_session.h). */
#ifndef TARGETS_QEMU_BOARD_H
#define TARGETS_QEMU_BOARD_H

#include "harness/targets/qemu_session.h"

enum { BOARD_DEVICES = 4, BOARD_RAM_MIB = 256 };

/* Requester-ids that the devices' requests carry: two on bus 0 (00:04.0, 00:05.0), one below a root port
 * (01:00.0), one below a PCIe-to-PCI bridge, which answers for it as 03:00.0. */
struct board_device {
    const char *name;
    uint16_t source_id;
    uint64_t registers; /* BAR0 */
    uint64_t vectors;   /* BAR1: MSI-X table */
};
extern const struct board_device board_devices[BOARD_DEVICES];

/* Further interrupt sources: an MSI device on bus 0 and the I/O APIC. */
enum { BOARD_MSI_SOURCE = 0x0040, BOARD_IOAPIC_SOURCE = 0xFF00 };

enum board_operation { BOARD_ZERO = 1, BOARD_FILL = 2, BOARD_INVERT = 4 };
#define BOARD_FILL_WORD 0x96969696u

/* Start QEMU with an intel-iommu device that has these options, and program bridges, BARs, MSI and MSI-X. */
enum qemu_status board_open(struct qemu *q, const char *unit_options, const struct qemu_options *base);

/* A DMA of 4 bytes: write zeros, write BOARD_FILL_WORD, or read and write back inverted. */
void board_dma(struct qemu *q, unsigned device, uint64_t address, enum board_operation operation);

/* Raise MSI-X vector 0 of a device with this message. */
void board_msix(struct qemu *q, unsigned device, uint64_t address, uint32_t data);

/* Raise the MSI of the device BOARD_MSI_SOURCE with this message (data: low 16 bits). */
void board_msi(struct qemu *q, uint64_t address, uint32_t data);

/* Program an I/O APIC redirection entry and pulse its pin (0..23). */
void board_ioapic(struct qemu *q, unsigned pin, uint64_t entry);

#endif
