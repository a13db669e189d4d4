#include "harness/targets/qemu_board.h"

#include <stdio.h>
#include <string.h>

const struct board_device board_devices[BOARD_DEVICES] = {
    {"00:04.0", 0x0020, 0xE0000000u, 0xE0100000u},
    {"00:05.0", 0x0028, 0xE0200000u, 0xE0300000u},
    {"01:00.0 (root port)", 0x0100, 0xE1000000u, 0xE1100000u},
    {"03:00.0 (PCIe-to-PCI bridge)", 0x0300, 0xE2000000u, 0xE2100000u},
};

/* Where configuration cycles find the devices: bus and devfn. The fourth sits at 03:01.0. */
static const struct {
    uint8_t bus, devfn;
} place[BOARD_DEVICES] = {{0, 0x20}, {0, 0x28}, {1, 0x00}, {3, 0x08}};

enum { MSI_BUS = 0, MSI_DEVFN = 0x40, MSI_CAPABILITY = 0x40 };
#define MSI_REGISTERS 0xE3000000u
#define IOAPIC        0xFEC00000u

static void select_config(struct qemu *q, unsigned bus, unsigned devfn, unsigned reg)
{
    qemu_out32(q, 0xCF8, 0x80000000u | bus << 16 | devfn << 8 | (reg & 0xFCu));
}

static void write_config(struct qemu *q, unsigned bus, unsigned devfn, unsigned reg, uint32_t value)
{
    select_config(q, bus, devfn, reg);
    qemu_out32(q, 0xCFC, value);
}

static uint32_t read_config(struct qemu *q, unsigned bus, unsigned devfn, unsigned reg)
{
    select_config(q, bus, devfn, reg);
    size_t slot = qemu_in32(q, 0xCFC);
    return qemu_flush(q) == QEMU_OK ? (uint32_t)qemu_reply(q, slot) : 0u;
}

/* Bus numbers and a 16 MB memory window at `window`; no prefetchable window. */
static void open_bridge(struct qemu *q, unsigned bus, unsigned devfn, uint32_t buses, uint32_t window)
{
    write_config(q, bus, devfn, 0x18, buses);
    write_config(q, bus, devfn, 0x20, (window >> 16) | ((window + 0xF00000u) & 0xFFF00000u));
    write_config(q, bus, devfn, 0x24, 0x0000FFF0u);
    write_config(q, bus, devfn, 0x04, 6u);
}

/* Offset of a capability, 0 if the device lacks it. */
static unsigned find_capability(struct qemu *q, unsigned bus, unsigned devfn, unsigned id)
{
    unsigned at = read_config(q, bus, devfn, 0x34) & 0xFCu;
    for (int hops = 0; at != 0 && hops < 48; hops++) {
        uint32_t head = read_config(q, bus, devfn, at);
        if ((head & 0xFFu) == id)
            return at;
        at = (head >> 8) & 0xFCu;
    }
    return 0;
}

static void open_device(struct qemu *q, unsigned i)
{
    unsigned bus = place[i].bus, devfn = place[i].devfn;
    write_config(q, bus, devfn, 0x10, (uint32_t)board_devices[i].registers);
    write_config(q, bus, devfn, 0x14, (uint32_t)board_devices[i].vectors);
    write_config(q, bus, devfn, 0x04, 6u);
    unsigned at = find_capability(q, bus, devfn, 0x11);
    if (at != 0)
        write_config(q, bus, devfn, at, 0x80000000u | read_config(q, bus, devfn, at));
    else if (q->status == QEMU_OK)
        q->status = QEMU_START_FAILED;
    qemu_write32(q, board_devices[i].vectors + 12, 0); /* unmask */
    qemu_write32(q, board_devices[i].registers + 0x30, 4);
}

enum qemu_status board_open(struct qemu *q, const char *unit_options, const struct qemu_options *base)
{
    char unit[200];
    const char *devices[] = {unit,
                             "rocker,name=rkA,addr=0x4",
                             "rocker,name=rkB,addr=0x5",
                             "pcie-root-port,id=rp1,addr=0x6,chassis=1",
                             "rocker,name=rkC,bus=rp1,addr=0x0",
                             "pcie-root-port,id=rp2,addr=0x7,chassis=2",
                             "pcie-pci-bridge,id=pb,bus=rp2",
                             "rocker,name=rkD,bus=pb,addr=0x1",
                             "edu,addr=0x8",
                             NULL};
    struct qemu_options options = *base;
    snprintf(unit, sizeof unit, "intel-iommu,%s", unit_options);
    options.devices = devices;
    options.ram_mib = BOARD_RAM_MIB;
    if (qemu_open(q, &options) != QEMU_OK)
        return q->status;
    open_bridge(q, 0, 0x30, 0x00010100u, 0xE1000000u);
    open_bridge(q, 0, 0x38, 0x00030200u, 0xE2000000u);
    open_bridge(q, 2, 0x00, 0x00030302u, 0xE2000000u);
    for (unsigned i = 0; i < BOARD_DEVICES; i++)
        open_device(q, i);
    write_config(q, MSI_BUS, MSI_DEVFN, 0x10, MSI_REGISTERS);
    write_config(q, MSI_BUS, MSI_DEVFN, 0x04, 6u);
    unsigned msi = find_capability(q, MSI_BUS, MSI_DEVFN, 0x05);
    if (q->status == QEMU_OK && msi != MSI_CAPABILITY)
        q->status = QEMU_START_FAILED;
    write_config(q, MSI_BUS, MSI_DEVFN, MSI_CAPABILITY, read_config(q, MSI_BUS, MSI_DEVFN, MSI_CAPABILITY) | 0x10000u);
    qemu_flush(q);
    if (q->status == QEMU_START_FAILED)
        snprintf(q->message.text, sizeof q->message.text, "a device of the board lacks MSI or MSI-X");
    q->options.devices = NULL;
    return q->status;
}

void board_dma(struct qemu *q, unsigned device, uint64_t address, enum board_operation operation)
{
    qemu_write64(q, board_devices[device].registers + 0x28, address);
    qemu_write32(q, board_devices[device].registers + 0x34, operation);
}

void board_msix(struct qemu *q, unsigned device, uint64_t address, uint32_t data)
{
    qemu_write64(q, board_devices[device].vectors, address);
    qemu_write32(q, board_devices[device].vectors + 8, data);
    qemu_write32(q, board_devices[device].registers + 0x20, 0);
}

void board_msi(struct qemu *q, uint64_t address, uint32_t data)
{
    write_config(q, MSI_BUS, MSI_DEVFN, MSI_CAPABILITY + 4, (uint32_t)address);
    write_config(q, MSI_BUS, MSI_DEVFN, MSI_CAPABILITY + 8, (uint32_t)(address >> 32));
    write_config(q, MSI_BUS, MSI_DEVFN, MSI_CAPABILITY + 12, data & 0xFFFFu);
    qemu_write32(q, MSI_REGISTERS + 0x60, 1);
    qemu_write32(q, MSI_REGISTERS + 0x64, 1);
}

void board_ioapic(struct qemu *q, unsigned pin, uint64_t entry)
{
    uint32_t low = (uint32_t)entry, high = (uint32_t)(entry >> 32);
    qemu_write32(q, IOAPIC, 0x11 + 2 * pin);
    qemu_write32(q, IOAPIC + 0x10, high);
    qemu_write32(q, IOAPIC, 0x10 + 2 * pin);
    qemu_write32(q, IOAPIC + 0x10, low);
    qemu_set_irq(q, pin, true);
    qemu_set_irq(q, pin, false);
}
