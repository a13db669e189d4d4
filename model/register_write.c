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

/*@ predicate is_pointer_word(integer offset) =
      offset == 0x20 || offset == 0x24 || offset == 0x28 || offset == 0xB8 || offset == 0xBC;
    predicate is_queue_word(integer offset) = offset == 0x88 || offset == 0x90 || offset == 0x94; */

/* Where tables are, as software writes it; SRTP and SIRTP latch it. */
/*@ requires \valid(r) && registers_ok(r);
    terminates \true; exits \false;
    assigns r->root_lo, r->root_hi, r->context_lo, r->interrupt_lo, r->interrupt_hi;
    ensures ok: registers_ok(r);
    ensures root: r->root_lo == written(\old(r->root_lo), 0x20, offset, value, 0x400) &&
      r->root_hi == written(\old(r->root_hi), 0x24, offset, value, 1);
    ensures context: r->context_lo == written(\old(r->context_lo), 0x28, offset, value, 1);
    ensures kept: offset != 0xB8 ==> r->interrupt_lo == \old(r->interrupt_lo);
    ensures interrupts: offset == 0xB8 ==> r->interrupt_lo / 0x1000 == value / 0x1000 &&
      r->interrupt_lo % 16 == value % 16;
    ensures upper: r->interrupt_hi == written(\old(r->interrupt_hi), 0xBC, offset, value, 1); */
static void store_pointer(struct vtd_registers *r, uint32_t offset, uint32_t value, bool extended)
{
    if (offset == 0x20u)
        r->root_lo = value - value % 0x400u;
    else if (offset == 0x24u)
        r->root_hi = value;
    else if (offset == 0x28u)
        r->context_lo = value;
    else if (offset == 0xB8u)
        r->interrupt_lo = interrupt_table_low(value, extended);
    else if (offset == 0xBCu)
        r->interrupt_hi = value;
}

/* The block of 2 MB that an address lies in. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures start: \result == value - value % 0x200000;
    ensures aligned: \result % 0x200000 == 0; */
static uint32_t block_of(uint32_t value)
{
    return value - value % 0x200000u;
}

/* The protected regions; a region that the unit does not have reads 0. */
/*@ requires \valid(r) && registers_ok(r) && \valid_read(c) && \separated(r, c);
    terminates \true; exits \false;
    assigns r->regions_protected, r->low_base, r->low_limit, r->high_base_lo, r->high_base_hi, r->high_limit_lo,
      r->high_limit_hi;
    ensures ok: registers_ok(r);
    ensures low: c->protected_low ==>
      r->low_base == written(\old(r->low_base), 0x68, offset, value, 0x200000) &&
      r->low_limit == written(\old(r->low_limit), 0x6C, offset, value, 0x200000);
    ensures high: c->protected_high ==>
      r->high_base_lo == written(\old(r->high_base_lo), 0x70, offset, value, 0x200000) &&
      r->high_base_hi == written(\old(r->high_base_hi), 0x74, offset, value, 1) &&
      r->high_limit_lo == written(\old(r->high_limit_lo), 0x78, offset, value, 0x200000) &&
      r->high_limit_hi == written(\old(r->high_limit_hi), 0x7C, offset, value, 1);
    ensures protected: r->regions_protected <==> (offset == 0x64
      ? bit_set(value, 0x80000000) && (c->protected_low || c->protected_high) : \old(r->regions_protected) != 0); */
static void store_region(struct vtd_registers *r, const struct vtd_caps *c, uint32_t offset, uint32_t value)
{
    uint32_t low = c->protected_low ? value : 0u;
    uint32_t high = c->protected_high ? value : 0u;
    if (offset == 0x64u)
        r->regions_protected = value / 0x80000000u == 1u && (c->protected_low || c->protected_high);
    else if (offset == 0x68u)
        r->low_base = block_of(low);
    else if (offset == 0x6Cu)
        r->low_limit = block_of(low);
    else if (offset == 0x70u)
        r->high_base_lo = block_of(high);
    else if (offset == 0x74u)
        r->high_base_hi = high;
    else if (offset == 0x78u)
        r->high_limit_lo = block_of(high);
    else if (offset == 0x7Cu)
        r->high_limit_hi = high;
}

/* Where the queue is and how far software has filled it. */
/*@ requires \valid(q) && queue_ok(q);
    terminates \true; exits \false;
    assigns q->tail, q->address_lo, q->address_hi;
    ensures ok: queue_ok(q);
    ensures tail: q->tail == (offset == 0x88 ? value % 0x80000 - value % 16 : \old(q->tail));
    ensures address: offset == 0x90 ==> q->address_lo / 0x800 == value / 0x800 && q->address_lo % 8 == value % 8;
    ensures kept: offset != 0x90 ==> q->address_lo == \old(q->address_lo);
    ensures upper: q->address_hi == written(\old(q->address_hi), 0x94, offset, value, 1); */
static void store_queue(struct vtd_queue *q, uint32_t offset, uint32_t value)
{
    if (offset == 0x88u) {
        q->tail = value % 0x80000u - value % 16u;
    } else if (offset == 0x90u) {
        q->address_lo = value / 0x800u * 0x800u + value % 8u;
        //@ assert reserved: q->address_lo / 8 % 0x100 == 0;
    } else if (offset == 0x94u) {
        q->address_hi = value;
    }
}

/* IVA_REG, two words from `base` on. */
/*@ requires \valid(r) && registers_ok(r) && base < 0x10000;
    terminates \true; exits \false;
    assigns r->address_lo, r->address_hi;
    ensures ok: registers_ok(r);
    ensures low: r->address_lo == (offset == base ? value - value % 0x1000 + value % 0x80 : \old(r->address_lo));
    ensures high: r->address_hi == (offset == base + 4 ? value : \old(r->address_hi)); */
static void store_address(struct vtd_registers *r, uint32_t base, uint32_t offset, uint32_t value)
{
    if (offset == base)
        r->address_lo = value - value % 0x1000u + value % 0x80u;
    else if (offset == base + 4u)
        r->address_hi = value;
}

/* Each of them within the unit, where it leaves everything else alone. */
/*@ requires iommu_ok(io) && is_pointer_word(offset) && !is_absent(&io->unit.caps, offset);
    terminates \true; exits \false;
    assigns io->registers.root_lo, io->registers.root_hi, io->registers.context_lo, io->registers.interrupt_lo,
      io->registers.interrupt_hi;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures words: word_written{Pre,Post}(io, offset, value); */
static void write_pointer(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    store_pointer(&io->registers, offset, value, io->unit.caps.extended_int_mode);
    //@ assert records: records_kept{Pre,Here}(io);
    //@ assert event_words: event_kept{Pre,Here}(&io->fault_event) && event_kept{Pre,Here}(&io->completion_event);
    //@ assert status: status_kept{Pre,Here}(io);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert fixed: constants_same{Pre,Here}(io) && errors_same{Pre,Here}(io) && latched_same{Pre,Here}(io);
    //@ assert pointers: pointers_written{Pre,Here}(io, offset, value);
    //@ assert regions: regions_written{Pre,Here}(io, offset, value);
    //@ assert queue_words: queue_written{Pre,Here}(io, offset, value);
    //@ assert iva: iva_written{Pre,Here}(io, offset, value);
}

/*@ requires iommu_ok(io) && 0x64 <= offset < 0x80;
    terminates \true; exits \false;
    assigns io->registers.regions_protected, io->registers.low_base, io->registers.low_limit,
      io->registers.high_base_lo, io->registers.high_base_hi, io->registers.high_limit_lo, io->registers.high_limit_hi;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures words: word_written{Pre,Post}(io, offset, value); */
static void write_region(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    store_region(&io->registers, &io->unit.caps, offset, value);
    //@ assert records: records_kept{Pre,Here}(io);
    //@ assert event_words: event_kept{Pre,Here}(&io->fault_event) && event_kept{Pre,Here}(&io->completion_event);
    //@ assert status: status_kept{Pre,Here}(io);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert fixed: constants_same{Pre,Here}(io) && errors_same{Pre,Here}(io) && latched_same{Pre,Here}(io);
    //@ assert pointers: pointers_written{Pre,Here}(io, offset, value);
    //@ assert regions: regions_written{Pre,Here}(io, offset, value);
    //@ assert queue_words: queue_written{Pre,Here}(io, offset, value);
    //@ assert iva: iva_written{Pre,Here}(io, offset, value);
}

/*@ requires iommu_ok(io) && is_queue_word(offset) && !is_absent(&io->unit.caps, offset);
    terminates \true; exits \false;
    assigns io->queue.tail, io->queue.address_lo, io->queue.address_hi;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures words: word_written{Pre,Post}(io, offset, value); */
static void write_queue(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    store_queue(&io->queue, offset, value);
    //@ assert records: records_kept{Pre,Here}(io);
    //@ assert event_words: event_kept{Pre,Here}(&io->fault_event) && event_kept{Pre,Here}(&io->completion_event);
    //@ assert status: status_kept{Pre,Here}(io);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert fixed: constants_same{Pre,Here}(io) && errors_same{Pre,Here}(io) && latched_same{Pre,Here}(io);
    //@ assert pointers: pointers_written{Pre,Here}(io, offset, value);
    //@ assert regions: regions_written{Pre,Here}(io, offset, value);
    //@ assert queue_words: queue_written{Pre,Here}(io, offset, value);
    //@ assert iva: iva_written{Pre,Here}(io, offset, value);
}

/*@ requires iommu_ok(io) && offset >= 0xF0;
    terminates \true; exits \false;
    assigns io->registers.address_lo, io->registers.address_hi;
    ensures same: enables_same{Pre,Post}(io);
    ensures ok: iommu_ok(io);
    ensures words: word_written{Pre,Post}(io, offset, value); */
static void write_address(struct vtd_iommu *io, uint32_t offset, uint32_t value)
{
    store_address(&io->registers, io->unit.caps.iotlb_offset, offset, value);
    //@ assert records: records_kept{Pre,Here}(io);
    //@ assert event_words: event_kept{Pre,Here}(&io->fault_event) && event_kept{Pre,Here}(&io->completion_event);
    //@ assert status: status_kept{Pre,Here}(io);
    //@ assert contexts: context_cache_ok(&io->contexts);
    //@ assert unit: unit_ok(&io->unit);
    //@ assert queue: queue_ok(&io->queue);
    //@ assert registers: registers_ok(&io->registers);
    //@ assert events: event_ok(&io->fault_event) && event_ok(&io->completion_event);
    //@ assert faults: fault_log_ok(&io->faults);
    //@ assert fixed: constants_same{Pre,Here}(io) && errors_same{Pre,Here}(io) && latched_same{Pre,Here}(io);
    //@ assert pointers: pointers_written{Pre,Here}(io, offset, value);
    //@ assert regions: regions_written{Pre,Here}(io, offset, value);
    //@ assert queue_words: queue_written{Pre,Here}(io, offset, value);
    //@ assert iva: iva_written{Pre,Here}(io, offset, value);
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
    PLACE_POINTER,
    PLACE_REGION,
    PLACE_QUEUE,
    PLACE_ADDRESS
};

/*@ requires caps_ok(c) && offset % 4 == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures command: \result == PLACE_COMMAND <==> offset == 0x18;
    ensures context: \result == PLACE_CONTEXT <==> offset == 0x2C;
    ensures fault_status: \result == PLACE_FAULT_STATUS <==> offset == 0x34;
    ensures completion_status: \result == PLACE_COMPLETION_STATUS <==> offset == 0x9C && !is_absent(c, offset);
    ensures fault_event: \result == PLACE_FAULT_EVENT <==> 0x38 <= offset < 0x48;
    ensures completion_event: \result == PLACE_COMPLETION_EVENT <==>
      0xA0 <= offset < 0xB0 && !is_absent(c, offset);
    ensures fault_record: \result == PLACE_FAULT_RECORD <==> is_fault_word(c, offset);
    ensures iotlb: \result == PLACE_IOTLB <==> offset == c->iotlb_offset + 12 && !is_fault_word(c, offset);
    ensures pointer: \result == PLACE_POINTER <==> is_pointer_word(offset) && !is_absent(c, offset);
    ensures region: \result == PLACE_REGION <==> 0x64 <= offset < 0x80;
    ensures queue: \result == PLACE_QUEUE <==> is_queue_word(offset) && !is_absent(c, offset);
    ensures address: \result == PLACE_ADDRESS <==> (offset == c->iotlb_offset || offset == c->iotlb_offset + 4) &&
      !is_fault_word(c, offset);
    ensures any: PLACE_NONE <= \result <= PLACE_ADDRESS; */
static enum place place_of(const struct vtd_caps *c, uint32_t offset)
{
    if (vtd_register_absent(c, offset))
        return PLACE_NONE;
    switch (offset) {
    case 0x18:
        return PLACE_COMMAND;
    case 0x2C:
        return PLACE_CONTEXT;
    case 0x34:
        return PLACE_FAULT_STATUS;
    case 0x9C:
        return PLACE_COMPLETION_STATUS;
    case 0x20:
    case 0x24:
    case 0x28:
    case 0xB8:
    case 0xBC:
        return PLACE_POINTER;
    case 0x88:
    case 0x90:
    case 0x94:
        return PLACE_QUEUE;
    default:
        break;
    }
    if (0x38u <= offset && offset < 0x48u)
        return PLACE_FAULT_EVENT;
    if (0xA0u <= offset && offset < 0xB0u)
        return PLACE_COMPLETION_EVENT;
    if (0x64u <= offset && offset < 0x80u)
        return PLACE_REGION;
    if (c->fault_offset <= offset && offset - c->fault_offset < c->fault_records * 16u)
        return PLACE_FAULT_RECORD;
    if (offset == c->iotlb_offset + 12u)
        return PLACE_IOTLB;
    return offset == c->iotlb_offset || offset == c->iotlb_offset + 4u ? PLACE_ADDRESS : PLACE_NONE;
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
    case PLACE_POINTER:
        write_pointer(io, offset, value);
        break;
    case PLACE_REGION:
        write_region(io, offset, value);
        break;
    case PLACE_QUEUE:
        write_queue(io, offset, value);
        break;
    case PLACE_ADDRESS:
        write_address(io, offset, value);
        break;
    }
    return e;
}
