#include "model/fault_log.h"
#include "model/registers.h"

uint32_t vtd_global_status(const struct vtd_iommu *io)
{
    uint32_t low =
        (io->unit.compatibility_allowed ? 0x800000u : 0u) + (io->registers.interrupt_pointer_set ? 0x1000000u : 0u);
    //@ assert low: low <= 0x1800000 && low % 0x800000 == 0;
    uint32_t middle = low + (io->unit.remapping_enabled ? 0x2000000u : 0u) + (io->queue.enabled ? 0x4000000u : 0u);
    //@ assert middle: middle <= 0x7800000 && middle % 0x800000 == 0;
    //@ assert cfis: bit_set(middle, 0x800000) <==> io->unit.compatibility_allowed;
    //@ assert irtps: bit_set(middle, 0x1000000) <==> io->registers.interrupt_pointer_set;
    //@ assert ires: bit_set(middle, 0x2000000) <==> io->unit.remapping_enabled;
    //@ assert qies: bit_set(middle, 0x4000000) <==> io->queue.enabled;
    uint32_t status = middle + (io->registers.root_pointer_set ? 0x40000000u : 0u) +
                      (io->unit.translation_enabled ? 0x80000000u : 0u);
    //@ assert sum: \exists integer top; 0 <= top <= 3 && status == middle + top * 0x40000000;
    //@ assert cfis_still: status / 0x800000 % 2 == middle / 0x800000 % 2;
    //@ assert irtps_still: status / 0x1000000 % 2 == middle / 0x1000000 % 2;
    //@ assert ires_still: status / 0x2000000 % 2 == middle / 0x2000000 % 2;
    //@ assert qies_still: status / 0x4000000 % 2 == middle / 0x4000000 % 2;
    //@ assert reserved: status % 0x800000 == 0 && status / 0x8000000 % 8 == 0;
    return status;
}

uint32_t vtd_fault_status_word(const struct vtd_iommu *io)
{
    uint32_t errors = (io->faults.timeout_error ? 0x40u : 0u) + (io->faults.completion_error ? 0x20u : 0u) +
                      (io->faults.queue_error ? 0x10u : 0u) + (io->faults.overflow ? 1u : 0u);
    if (!vtd_fault_any_pending(&io->faults))
        return errors;
    return (uint32_t)io->faults.first * 0x100u + errors + 2u;
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

uint32_t vtd_register_read(const struct vtd_iommu *io, uint32_t offset)
{
    uint32_t faults = io->unit.caps.fault_offset;
    if (offset < 0x60u)
        return read_low(io, offset);
    if (vtd_register_absent(&io->unit.caps, offset))
        return 0u;
    if (offset < 0xF0u)
        return read_high(io, offset);
    if (offset >= faults && offset - faults < io->unit.caps.fault_records * 16u) {
        //@ assert position: \forall integer i, w; 0 <= w < 4 ==> offset == faults + 16 * i + 4 * w ==> (offset - faults) / 16 == i && (offset - faults) / 4 % 4 == w;
        //@ assert words: (offset - faults) % 4 == 0;
        //@ assert record: 0 <= (offset - faults) / 16 < io->faults.count;
        return io->faults.record[(offset - faults) / 16u].word[(offset - faults) / 4u % 4u];
    }
    return offset == io->unit.caps.iotlb_offset + 12u ? io->registers.iotlb_hi : 0u;
}
