#include "model/command.h"
#include "model/effects.h"
#include "model/event.h"
#include "model/fault_log.h"
#include "model/register_invalidation.h"
#include "model/registers.h"

/* Software has dealt with the faults it was told about: a pending fault event is withdrawn (clause 7.3). */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->fault_event.pending;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures withdrawn: !fault_status(&io->faults) ==> !io->fault_event.pending;
    ensures kept: fault_status(&io->faults) ==> io->fault_event.pending == \old(io->fault_event.pending); */
static void settle_faults(struct vtd_iommu *io)
{
    if (!vtd_fault_status(&io->faults))
        io->fault_event.pending = false;
}

/* FSTS_REG: PFO, IQE, ICE and ITE are cleared by writing 1. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->faults.overflow, io->faults.queue_error, io->faults.completion_error, io->faults.timeout_error,
      io->fault_event.pending;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures kept_iwc: io->queue.wait_complete == \old(io->queue.wait_complete);
    ensures written: status_written{Pre,Post}(&io->faults, value);
    ensures words: word_written{Pre,Post}(io, 0x34, value);
    ensures pfo: io->faults.overflow <==> \old(io->faults.overflow) && !bit_set(value, 0x1);
    ensures iqe: io->faults.queue_error <==> \old(io->faults.queue_error) && !bit_set(value, 0x10);
    ensures ice: io->faults.completion_error <==> \old(io->faults.completion_error) && !bit_set(value, 0x20);
    ensures ite: io->faults.timeout_error <==> \old(io->faults.timeout_error) && !bit_set(value, 0x40);
    ensures withdrawn: !fault_status(&io->faults) ==> !io->fault_event.pending; */
static void write_fault_status(struct vtd_iommu *io, uint32_t value)
{
    io->faults.overflow = io->faults.overflow && value % 2u == 0u;
    io->faults.queue_error = io->faults.queue_error && value / 0x10u % 2u == 0u;
    io->faults.completion_error = io->faults.completion_error && value / 0x20u % 2u == 0u;
    io->faults.timeout_error = io->faults.timeout_error && value / 0x40u % 2u == 0u;
    settle_faults(io);
}

/* ICS_REG: IWC is cleared by writing 1; then a pending completion event is withdrawn. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->queue.wait_complete, io->completion_event.pending;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures errors: status_same{Pre,Post}(&io->faults);
    ensures iwc: io->queue.wait_complete <==> \old(io->queue.wait_complete) && !bit_set(value, 0x1);
    ensures words: word_written{Pre,Post}(io, 0x9C, value);
    ensures withdrawn: bit_set(value, 0x1) ==> !io->completion_event.pending; */
static void write_completion_status(struct vtd_iommu *io, uint32_t value)
{
    if (value % 2u == 1u) {
        io->queue.wait_complete = false;
        io->completion_event.pending = false;
    }
}

/* One word of the fault record registers: F is the top bit of the fourth word. */
/*@ requires iommu_ok(io) && 0 <= i < io->faults.count;
    terminates \true; exits \false;
    assigns io->faults.record[i].word[3], io->fault_event.pending;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_fault_event: event_kept{Pre,Post}(&io->fault_event);
    ensures kept_completion_event: event_kept{Pre,Post}(&io->completion_event);
    ensures kept_status: status_kept{Pre,Post}(io);
    ensures cleared: word == 3 && bit_set(value, 0x80000000) ==> !fault_pending(&io->faults, i);
    ensures kept: !(word == 3 && bit_set(value, 0x80000000)) ==>
      io->faults.record[i].word[3] == \old(io->faults.record[i].word[3]);
    ensures withdrawn: word == 3 && bit_set(value, 0x80000000) && !fault_status(&io->faults) ==>
      !io->fault_event.pending; */
static void write_fault_record(struct vtd_iommu *io, int32_t i, uint32_t word, uint32_t value)
{
    if (word != 3u || value / 0x80000000u == 0u)
        return;
    vtd_fault_log_clear(&io->faults, i);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    settle_faults(io);
}

/*@ requires iommu_ok(io) && is_fault_word(&io->unit.caps, offset);
    terminates \true; exits \false;
    assigns io->faults.record[0 .. VTD_FAULT_RECORDS - 1], io->fault_event.pending;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures words: word_written{Pre,Post}(io, offset, value);
    ensures record: (offset - \old(io->unit.caps.fault_offset)) / 4 % 4 == 3 && bit_set(value, 0x80000000) ==>
      !fault_pending(&io->faults, (offset - \old(io->unit.caps.fault_offset)) / 16); */
static void write_fault_word(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    uint32_t at = offset - io->unit.caps.fault_offset;
    //@ assert place: 0 <= at / 16 < io->faults.count;
    write_fault_record(io, (int32_t)(at / 16u), at / 4u % 4u, value);
}

/* The four words of a group of event registers; register 0 is xxCTL. Returns whether a message leaves. */
/*@ requires event_ok(e);
    terminates \true; exits \false;
    assigns *e;
    ensures ok: event_ok(e);
    ensures control: which == 0 ==> event_unmasked{Pre,Post}(e, value / 0x80000000, \result);
    ensures written: which <= 3 ==> event_written{Pre,Post}(e, 0, which * 4, value, extended);
    ensures silent: which != 0 ==> !\result;
    ensures mask: which != 0 ==> e->masked == \old(e->masked) && e->pending == \old(e->pending); */
static bool write_event(struct vtd_event *e, uint32_t which, uint32_t value, bool extended)
{
    switch (which) {
    case 0:
        return vtd_event_mask(e, value / 0x80000000u == 1u);
    case 1:
        e->data = value % 0x10000u;
        return false;
    case 2:
        e->address = value - value % 4u;
        return false;
    default:
        e->upper_address = extended ? value : 0u;
        return false;
    }
}

/* The lower half of IRTA_REG; EIME exists with EIM only. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures reserved: reserved_zero_0B8(\result);
    ensures address: \result / 0x1000 == value / 0x1000 && \result % 16 == value % 16;
    ensures eime: bit_set(\result, 0x800) <==> extended && bit_set(value, 0x800); */
static uint32_t interrupt_table_low(uint32_t value, bool extended)
{
    uint32_t mode = extended ? value / 0x800u % 2u : 0u;
    //@ assert mode: mode <= 1;
    uint32_t low = value / 0x1000u * 0x1000u + mode * 0x800u + value % 16u;
    //@ assert parts: low / 0x1000 == value / 0x1000 && low % 0x1000 == mode * 0x800 + value % 16;
    //@ assert reserved: low / 16 % 128 == 0;
    return low;
}

/* Words that only hold what is written: table pointers, regions, queue geometry, IVA. */
/*@ requires iommu_ok(io);
    terminates \true; exits \false;
    assigns io->registers, io->queue.tail, io->queue.address_lo, io->queue.address_hi;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures constant: constants_same{Pre,Post}(io);
    ensures errors: errors_same{Pre,Post}(io);
    ensures kept_fault_event: event_kept{Pre,Post}(&io->fault_event);
    ensures kept_completion_event: event_kept{Pre,Post}(&io->completion_event);
    ensures kept_status: status_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures pointers: !is_absent(&io->unit.caps, offset) ==> pointers_written{Pre,Post}(io, offset, value);
    ensures regions: regions_written{Pre,Post}(io, offset, value);
    ensures queue: queue_written{Pre,Post}(io, offset, value);
    ensures iva: iva_written{Pre,Post}(io, offset, value);
    ensures status: io->registers.root_pointer_set == \old(io->registers.root_pointer_set) &&
      io->registers.interrupt_pointer_set == \old(io->registers.interrupt_pointer_set); */
static void store(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    struct vtd_registers *r = &io->registers;
    const struct vtd_caps *c = &io->unit.caps;
    switch (offset) {
    case 0x20:
        r->root_lo = value - value % 0x400u;
        break;
    case 0x24:
        r->root_hi = value;
        break;
    case 0x28:
        r->context_lo = value;
        break;
    case 0x64:
        r->regions_protected = value / 0x80000000u == 1u && (c->protected_low || c->protected_high);
        break;
    case 0x68:
        r->low_base = c->protected_low ? value - value % 0x200000u : 0u;
        break;
    case 0x6C:
        r->low_limit = c->protected_low ? value - value % 0x200000u : 0u;
        break;
    case 0x70:
        r->high_base_lo = c->protected_high ? value - value % 0x200000u : 0u;
        break;
    case 0x74:
        r->high_base_hi = c->protected_high ? value : 0u;
        break;
    case 0x78:
        r->high_limit_lo = c->protected_high ? value - value % 0x200000u : 0u;
        break;
    case 0x7C:
        r->high_limit_hi = c->protected_high ? value : 0u;
        break;
    case 0x88:
        io->queue.tail = value % 0x80000u - value % 16u;
        break;
    case 0x90:
        io->queue.address_lo = value / 0x800u * 0x800u + value % 8u;
        //@ assert reserved: io->queue.address_lo / 8 % 0x100 == 0;
        break;
    case 0x94:
        io->queue.address_hi = value;
        break;
    case 0xB8:
        r->interrupt_lo = interrupt_table_low(value, c->extended_int_mode);
        break;
    case 0xBC:
        r->interrupt_hi = value;
        break;
    default:
        if (offset == c->iotlb_offset)
            r->address_lo = value - value % 0x1000u + value % 0x80u;
        else if (offset == c->iotlb_offset + 4u)
            r->address_hi = value;
        break;
    }
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert faults: fault_log_ok(&io->faults);
}

/* The words of the two groups of event registers. */
/*@ requires iommu_ok(io) && 0x38 <= offset < 0x48 && offset % 4 == 0;
    terminates \true; exits \false;
    assigns io->fault_event;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures constant: constants_same{Pre,Post}(io);
    ensures errors: errors_same{Pre,Post}(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_completion_event: event_kept{Pre,Post}(&io->completion_event);
    ensures kept_status: status_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures written:
      event_written{Pre,Post}(&io->fault_event, 0x38, offset, value, io->unit.caps.extended_int_mode);
    ensures control: offset == 0x38 ==> event_unmasked{Pre,Post}(&io->fault_event, value / 0x80000000, \result); */
static bool write_fault_event(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    uint32_t which = (offset - 0x38u) / 4u;
    //@ assert which: which * 4 == offset - 0x38;
    bool sent = write_event(&io->fault_event, which, value, io->unit.caps.extended_int_mode);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    return sent;
}

/*@ requires iommu_ok(io) && 0xA0 <= offset < 0xB0 && offset % 4 == 0 && !is_absent(&io->unit.caps, offset);
    terminates \true; exits \false;
    assigns io->completion_event;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures kept_words: words_kept{Pre,Post}(io);
    ensures kept_fault_event: event_kept{Pre,Post}(&io->fault_event);
    ensures kept_status: status_kept{Pre,Post}(io);
    ensures kept_records: records_kept{Pre,Post}(io);
    ensures written:
      event_written{Pre,Post}(&io->completion_event, 0xA0, offset, value, io->unit.caps.extended_int_mode);
    ensures control: offset == 0xA0 ==>
      event_unmasked{Pre,Post}(&io->completion_event, value / 0x80000000, \result); */
static bool write_completion_event(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    uint32_t which = (offset - 0xA0u) / 4u;
    //@ assert which: which * 4 == offset - 0xA0;
    bool sent = write_event(&io->completion_event, which, value, io->unit.caps.extended_int_mode);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    return sent;
}

/* What a word is, as far as writing goes. */
enum place {
    PLACE_NONE,
    PLACE_COMMAND,
    PLACE_CONTEXT,
    PLACE_FAULT_STATUS,
    PLACE_COMPLETION_STATUS,
    PLACE_FAULT_EVENT,
    PLACE_COMPLETION_EVENT,
    PLACE_FAULT_RECORD,
    PLACE_IOTLB,
    PLACE_STORED
};

/*@ requires caps_ok(c) && offset % 4 == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures none: \result == PLACE_NONE <==> is_absent(c, offset);
    ensures command: \result == PLACE_COMMAND <==> offset == 0x18;
    ensures context: \result == PLACE_CONTEXT <==> offset == 0x2C;
    ensures fault_status: \result == PLACE_FAULT_STATUS <==> offset == 0x34;
    ensures completion_status: \result == PLACE_COMPLETION_STATUS <==> offset == 0x9C && !is_absent(c, offset);
    ensures fault_event: \result == PLACE_FAULT_EVENT <==> 0x38 <= offset < 0x48;
    ensures completion_event: \result == PLACE_COMPLETION_EVENT <==>
      0xA0 <= offset < 0xB0 && !is_absent(c, offset);
    ensures fault_record: \result == PLACE_FAULT_RECORD <==> is_fault_word(c, offset);
    ensures iotlb: \result == PLACE_IOTLB <==> offset == c->iotlb_offset + 12 && !is_fault_word(c, offset);
    ensures any: PLACE_NONE <= \result <= PLACE_STORED; */
static enum place place_of(const struct vtd_caps *c, uint32_t offset)
{
    if (vtd_register_absent(c, offset))
        return PLACE_NONE;
    if (offset == 0x18u)
        return PLACE_COMMAND;
    if (offset == 0x2Cu)
        return PLACE_CONTEXT;
    if (offset == 0x34u)
        return PLACE_FAULT_STATUS;
    if (offset == 0x9Cu)
        return PLACE_COMPLETION_STATUS;
    if (0x38u <= offset && offset < 0x48u)
        return PLACE_FAULT_EVENT;
    if (0xA0u <= offset && offset < 0xB0u)
        return PLACE_COMPLETION_EVENT;
    if (c->fault_offset <= offset && offset - c->fault_offset < c->fault_records * 16u)
        return PLACE_FAULT_RECORD;
    return offset == c->iotlb_offset + 12u ? PLACE_IOTLB : PLACE_STORED;
}

struct vtd_effects vtd_register_write(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    struct vtd_effects e = vtd_no_effects();
    switch (place_of(&io->unit.caps, offset)) {
    case PLACE_NONE:
        break;
    case PLACE_COMMAND:
        vtd_global_command(io, value);
        break;
    case PLACE_CONTEXT:
        vtd_context_command(io, value);
        //@ assert context: word_written{Pre,Here}(io, offset, value);
        break;
    case PLACE_FAULT_STATUS:
        write_fault_status(io, value);
        break;
    case PLACE_COMPLETION_STATUS:
        write_completion_status(io, value);
        break;
    case PLACE_FAULT_EVENT:
        e.fault_event = write_fault_event(io, offset, value);
        //@ assert fault: word_written{Pre,Here}(io, offset, value);
        break;
    case PLACE_COMPLETION_EVENT:
        e.completion_event = write_completion_event(io, offset, value);
        //@ assert completion: word_written{Pre,Here}(io, offset, value);
        break;
    case PLACE_FAULT_RECORD:
        write_fault_word(io, offset, value);
        break;
    case PLACE_IOTLB:
        vtd_iotlb_command(io, value);
        //@ assert iotlb: word_written{Pre,Here}(io, offset, value);
        break;
    case PLACE_STORED:
        store(io, offset, value);
        //@ assert store: word_written{Pre,Here}(io, offset, value);
        break;
    }
    return e;
}
