/* The library: the model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/library/registers.h"
#include "harness/oracle/profile_names.h"
#include "harness/targets/example/unit.h"

struct iommu_unit {
    struct unit unit;
    unsigned given; /* messages that were handed out */
};

unsigned iommu_oracle_abi(void)
{
    return IOMMU_ORACLE_ABI;
}

int iommu_profile(const char *name, struct iommu_registers *r)
{
    struct profile_registers p;
    if (name == NULL || r == NULL || !profile_find(name, &p))
        return -1;
    *r = (struct iommu_registers){profile_decode(p).version, p.cap, p.ecap, p.host_width};
    return 0;
}

iommu_unit *iommu_unit_new(const struct iommu_registers *r, char *why, size_t size)
{
    struct vtd_caps caps;
    if (!library_caps(r, &caps, why, size))
        return NULL;
    iommu_unit *u = calloc(1, sizeof *u);
    if (u != NULL && unit_open(&u->unit, &caps, BUG_NONE)) {
        unit_start(&u->unit, false);
        return u;
    }
    library_refuse(why, size, "no memory");
    iommu_unit_free(u);
    return NULL;
}

void iommu_unit_free(iommu_unit *u)
{
    if (u != NULL)
        unit_close(&u->unit);
    free(u);
}

void iommu_unit_power_on(iommu_unit *u)
{
    unit_start(&u->unit, false);
    u->given = 0;
}

/* The register file has 32-bit words below 4000h. */
static bool is_word(uint32_t offset)
{
    return offset % 4u == 0 && offset < 0x4000u;
}

uint32_t iommu_unit_read(const iommu_unit *u, uint32_t offset)
{
    return is_word(offset) ? unit_read(&u->unit, offset) : 0;
}

/* Messages of earlier operations are gone. */
static void begin(iommu_unit *u)
{
    u->unit.messages = 0;
    u->given = 0;
}

void iommu_unit_write(iommu_unit *u, uint32_t offset, uint32_t value)
{
    begin(u);
    if (is_word(offset))
        unit_write(&u->unit, offset, value);
}

static bool in_memory(uint64_t address)
{
    return address % 8u == 0 && address < UNIT_MEMORY_BYTES;
}

int iommu_unit_load(const iommu_unit *u, uint64_t address, uint64_t *value)
{
    if (!in_memory(address))
        return -1;
    *value = u->unit.ram[address / 8u];
    return 0;
}

int iommu_unit_store(iommu_unit *u, uint64_t address, uint64_t value)
{
    if (!in_memory(address))
        return -1;
    u->unit.ram[address / 8u] = value;
    return 0;
}

int iommu_unit_dma(iommu_unit *u, uint16_t source_id, uint64_t address, int access, uint64_t *host_address)
{
    uint64_t at = 0;
    begin(u);
    if (access < IOMMU_READ || access > IOMMU_ZERO_LENGTH_READ)
        return -1;
    bool allowed = unit_dma(&u->unit, source_id, address, (enum vtd_access)access, &at);
    if (allowed && host_address != NULL)
        *host_address = at;
    return allowed;
}

void iommu_unit_interrupt(iommu_unit *u, uint16_t source_id, uint64_t address, uint32_t data)
{
    begin(u);
    unit_interrupt(&u->unit, source_id, address, data);
}

int iommu_unit_message(iommu_unit *u, struct iommu_message *m)
{
    if (u->given >= u->unit.messages || u->given >= UNIT_MESSAGES)
        return 0;
    const struct vtd_message *from = &u->unit.message[u->given++];
    *m = (struct iommu_message){from->destination, from->vector, from->delivery_mode, from->logical, from->level};
    return 1;
}
