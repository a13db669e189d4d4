#include "model/fault_log.h"
#include "model/registers.h"

/* Four flags as the bits 3:0 of a number. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures range: \result <= 15;
    ensures three: \result / 8 % 2 == 1 <==> three;
    ensures two: \result / 4 % 2 == 1 <==> two;
    ensures one: \result / 2 % 2 == 1 <==> one;
    ensures zero: \result % 2 == 1 <==> zero; */
static uint32_t four_bits(bool three, bool two, bool one, bool zero)
{
    return (three ? 8u : 0u) + (two ? 4u : 0u) + (one ? 2u : 0u) + (zero ? 1u : 0u);
}

/* GSTS_REG: TES and RTPS are bits 31:30, the other flags bits 26:23. */
/*@ requires top <= 3 && middle <= 15;
    terminates \true; exits \false; assigns \nothing;
    ensures tes: \result / 0x80000000 == top / 2;
    ensures rtps: \result / 0x40000000 % 2 == top % 2;
    ensures qies: \result / 0x4000000 % 2 == middle / 8;
    ensures ires: \result / 0x2000000 % 2 == middle / 4 % 2;
    ensures irtps: \result / 0x1000000 % 2 == middle / 2 % 2;
    ensures cfis: \result / 0x800000 % 2 == middle % 2;
    ensures low: \result % 0x800000 == 0;
    ensures gap: \result / 0x8000000 % 8 == 0; */
static uint32_t global_status_of(uint32_t top, uint32_t middle)
{
    uint32_t status = top * 0x40000000u + middle * 0x800000u;
    //@ assert middle: status / 0x800000 == top * 0x80 + middle;
    //@ assert halves: status / 0x1000000 == top * 0x40 + middle / 2 && status / 0x2000000 == top * 0x20 + middle / 4 && status / 0x4000000 == top * 0x10 + middle / 8;
    return status;
}

uint32_t vtd_global_status(const struct vtd_iommu *io)
{
    uint32_t top = four_bits(false, false, io->unit.translation_enabled, io->registers.root_pointer_set);
    uint32_t middle = four_bits(io->queue.enabled, io->unit.remapping_enabled, io->registers.interrupt_pointer_set,
                                io->unit.compatibility_allowed);
    return global_status_of(top, middle);
}

/* FSTS_REG: FRI is bits 15:8, the errors of the queue bits 6:4. */
/*@ requires first <= 0xFF && errors <= 7 && low <= 3;
    terminates \true; exits \false; assigns \nothing;
    ensures fri: \result / 0x100 == first;
    ensures ite: \result / 0x40 % 2 == errors / 4;
    ensures ice: \result / 0x20 % 2 == errors / 2 % 2;
    ensures iqe: \result / 0x10 % 2 == errors % 2;
    ensures ppf: \result / 2 % 2 == low / 2;
    ensures pfo: \result % 2 == low % 2;
    ensures gap: \result / 4 % 4 == 0;
    ensures seven: \result / 0x80 % 2 == 0; */
static uint32_t fault_status_of(uint32_t first, uint32_t errors, uint32_t low)
{
    uint32_t status = first * 0x100u + errors * 0x10u + low;
    //@ assert parts: status / 0x10 == first * 0x10 + errors && status / 4 == first * 0x40 + errors * 4;
    //@ assert halves: status / 0x20 == first * 8 + errors / 2 && status / 0x40 == first * 4 + errors / 4 && status / 2 == first * 0x80 + errors * 8 + low / 2;
    return status;
}

uint32_t vtd_fault_status_word(const struct vtd_iommu *io)
{
    bool pending = vtd_fault_any_pending(&io->faults);
    uint32_t errors = four_bits(false, io->faults.timeout_error, io->faults.completion_error, io->faults.queue_error);
    return fault_status_of(pending ? (uint32_t)io->faults.first : 0u, errors,
                           four_bits(false, false, pending, io->faults.overflow));
}

uint32_t vtd_event_control(const struct vtd_event *e)
{
    return (e->masked ? 0x80000000u : 0u) + (e->pending ? 0x40000000u : 0u);
}

/* Words 000h to 05Fh: capabilities, commands, table pointers, fault events. */
/*@ requires iommu_ok(io) && offset % 4 == 0 && offset < 0x60;
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: reserved_zero(offset, \result);
    ensures nothing: !is_word(offset) ==> \result == 0;
    ensures commands: reads_commands(io, offset, \result);
    ensures faults: reads_faults(io, offset, \result); */
static uint32_t read_low(const struct vtd_iommu *io, uint32_t offset)
{
    switch (offset) {
    case 0x00:
        return io->unit.caps.version % 0x100u;
    case 0x08:
        return io->unit.caps.cap_lo;
    case 0x0C:
        return io->unit.caps.cap_hi;
    case 0x10:
        return io->unit.caps.ecap_lo;
    case 0x14:
        return io->unit.caps.ecap_hi;
    case 0x1C:
        return vtd_global_status(io);
    case 0x20:
        return io->registers.root_lo;
    case 0x24:
        return io->registers.root_hi;
    case 0x28:
        return io->registers.context_lo % 0x10000u;
    case 0x2C:
        return io->registers.context_hi;
    case 0x34:
        return vtd_fault_status_word(io);
    case 0x38:
        return vtd_event_control(&io->fault_event);
    case 0x3C:
        return io->fault_event.data;
    case 0x40:
        return io->fault_event.address;
    case 0x44:
        return io->fault_event.upper_address;
    default:
        return 0u;
    }
}

/* Words 060h to 0EFh: protected regions, queue, completion events, interrupt table. */
/*@ requires iommu_ok(io) && offset % 4 == 0 && 0x60 <= offset < 0xF0;
    terminates \true; exits \false; assigns \nothing;
    ensures reserved: reserved_zero(offset, \result);
    ensures nothing: !is_word(offset) ==> \result == 0;
    ensures regions: reads_regions(io, offset, \result);
    ensures queue: reads_queue(io, offset, \result);
    ensures completions: reads_completions(io, offset, \result); */
static uint32_t read_high(const struct vtd_iommu *io, uint32_t offset)
{
    switch (offset) {
    case 0x64:
        return io->registers.regions_protected ? 0x80000001u : 0u;
    case 0x68:
        return io->registers.low_base;
    case 0x6C:
        return io->registers.low_limit;
    case 0x70:
        return io->registers.high_base_lo;
    case 0x74:
        return io->registers.high_base_hi;
    case 0x78:
        return io->registers.high_limit_lo;
    case 0x7C:
        return io->registers.high_limit_hi;
    case 0x80:
        return io->queue.head;
    case 0x88:
        return io->queue.tail;
    case 0x90:
        return io->queue.address_lo;
    case 0x94:
        return io->queue.address_hi;
    case 0x9C:
        return io->queue.wait_complete ? 1u : 0u;
    case 0xA0:
        return vtd_event_control(&io->completion_event);
    case 0xA4:
        return io->completion_event.data;
    case 0xA8:
        return io->completion_event.address;
    case 0xAC:
        return io->completion_event.upper_address;
    case 0xB0:
        return (uint32_t)io->queue.error;
    case 0xB4:
        return (uint32_t)io->queue.completion_source * 0x10000u + io->queue.timeout_source;
    case 0xB8:
        return io->registers.interrupt_lo;
    case 0xBC:
        return io->registers.interrupt_hi;
    default:
        return 0u;
    }
}

bool vtd_register_absent(const struct vtd_caps *c, uint32_t offset)
{
    if (offset < 0x80u || offset >= 0xC0u)
        return false;
    return offset < 0xB8u ? !c->queued_invalidation : !c->interrupt_remapping;
}

/*@ requires iommu_ok(io) && is_fault_word(&io->unit.caps, offset) && offset % 4 == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures record: \forall integer i, w; 0 <= i < io->faults.count ==> 0 <= w < 4 ==>
      offset == io->unit.caps.fault_offset + 16 * i + 4 * w ==> \result == io->faults.record[i].word[w]; */
static uint32_t read_fault_word(const struct vtd_iommu *io, uint32_t offset)
{
    uint32_t at = offset - io->unit.caps.fault_offset;
    //@ assert position: \forall integer i, w; 0 <= w < 4 ==> at == 16 * i + 4 * w ==> at / 16 == i && at / 4 % 4 == w;
    //@ assert record: 0 <= at / 16 < io->faults.count;
    return io->faults.record[at / 16u].word[at / 4u % 4u];
}

uint32_t vtd_register_read(const struct vtd_iommu *io, uint32_t offset)
{
    uint32_t faults = io->unit.caps.fault_offset;
    if (offset < 0x60u)
        return read_low(io, offset);
    if (vtd_register_absent(&io->unit.caps, offset))
        return 0u;
    if (offset < 0xF0u)
        return read_high(io, offset);
    if (offset >= faults && offset - faults < io->unit.caps.fault_records * 16u)
        return read_fault_word(io, offset);
    return offset == io->unit.caps.iotlb_offset + 12u ? io->registers.iotlb_hi : 0u;
}
