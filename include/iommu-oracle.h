/* iommu-oracle as a library: a proved model of an Intel VT-d remapping unit, and a judge of what another
 * implementation did. Plain C ABI: opaque handles, integers and texts, so that simulators can call it (DPI, cffi).
 *
 * A handle belongs to one thread at a time; different handles are independent. Nothing is printed; no signal is
 * touched. Texts that are returned stay valid until the next call with the same handle. */
#ifndef IOMMU_ORACLE_H
#define IOMMU_ORACLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when anything below changes incompatibly; part of the library's file name. */
#define IOMMU_ORACLE_ABI 1

/* declarations begin */
unsigned iommu_oracle_abi(void);

/* What a unit can do: VER_REG (0: 0x10), CAP_REG, ECAP_REG, and the host address width in bits. */
struct iommu_registers {
    uint32_t version;
    uint64_t cap, ecap;
    uint32_t host_width;
};

/* A unit by name (`iommu-oracle profiles` lists them). 0: found, -1: there is none. */
int iommu_profile(const char *name, struct iommu_registers *r);

/* ---- the model: one remapping unit with caches and 256 MB of memory from address 0 ---- */

typedef struct iommu_unit iommu_unit;

/* As after power-on, memory zero. NULL: why (size bytes, may be NULL) says what is wrong with the registers. */
iommu_unit *iommu_unit_new(const struct iommu_registers *r, char *why, size_t size);
void iommu_unit_free(iommu_unit *u);
void iommu_unit_power_on(iommu_unit *u);

/* 32-bit words of the register file. A write returns when everything that it set off is done. */
uint32_t iommu_unit_read(const iommu_unit *u, uint32_t offset);
void iommu_unit_write(iommu_unit *u, uint32_t offset, uint32_t value);

/* 64-bit words of memory. 0: done, -1: not a multiple of 8, or beyond 256 MB. */
int iommu_unit_load(const iommu_unit *u, uint64_t address, uint64_t *value);
int iommu_unit_store(iommu_unit *u, uint64_t address, uint64_t value);

enum iommu_access { IOMMU_READ = 0, IOMMU_WRITE = 1, IOMMU_ATOMIC = 2, IOMMU_ZERO_LENGTH_READ = 3 };

/* A device (source_id: bus 15:8, device and function 7:0) accesses 4 bytes. 1: it may, and they are memory;
 * *host_address is where. 0: it
 * is blocked, or there is no memory; -1: no such access. */
int iommu_unit_dma(iommu_unit *u, uint16_t source_id, uint64_t address, int access, uint64_t *host_address);

/* A device requests an interrupt: a write of data to address, 0xfee00000..0xfeefffff. */
void iommu_unit_interrupt(iommu_unit *u, uint16_t source_id, uint64_t address, uint32_t data);

struct iommu_message {
    uint32_t destination;
    uint32_t vector, delivery_mode, logical, level;
};

/* The next interrupt message that has left the unit, in order, at most 16 since the last register write or request.
 * 1: there was one, 0: no more. */
int iommu_unit_message(iommu_unit *u, struct iommu_message *m);

/* ---- the judge: is what another implementation did legal? ---- */

typedef struct iommu_judge iommu_judge;

enum iommu_verdict { IOMMU_LEGAL = 0, IOMMU_VIOLATION = 1, IOMMU_BAD_LINE = 2 };

/* A session on a unit as after power-on, or (running) with a root table at 0x1000000 and 256 interrupt entries at
 * 0x1300000 latched and everything turned on. NULL: as above. */
iommu_judge *iommu_judge_new(const struct iommu_registers *r, int running, char *why, size_t size);
void iommu_judge_free(iommu_judge *j);

/* One line of a session as in trace files: an operation, what was seen of it, or `done`, which ends the operation and
 * has it judged. Returns enum iommu_verdict of the operation that was ended; IOMMU_LEGAL for other lines;
 * IOMMU_BAD_LINE: the line was not taken. */
int iommu_judge_line(iommu_judge *j, const char *line);

/* After IOMMU_VIOLATION: the rule or register field, what would be legal, what was seen, and details. After
 * IOMMU_BAD_LINE: what was expected. */
const char *iommu_judge_rule(const iommu_judge *j);
const char *iommu_judge_text(const iommu_judge *j);
/* declarations end */

#ifdef __cplusplus
}
#endif

#endif
