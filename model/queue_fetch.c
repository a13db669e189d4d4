#include "model/queue_fetch.h"

#include "model/cache_index.h"

/*@ requires queue_ok(q);
    terminates \true; exits \false; assigns \nothing;
    ensures wide: \result <==> queue_wide(q); */
static bool is_wide(const struct vtd_queue *q)
{
    return (q->address_lo / 0x800u) % 2u == 1u;
}

/* Size of the ring in bytes: 2^QS pages. */
/*@ requires queue_ok(q);
    terminates \true; exits \false; assigns \nothing;
    ensures bytes: \result == queue_bytes(q);
    ensures range: 0x1000 <= \result <= 0x80000 && \result % 0x1000 == 0; */
static uint32_t ring_bytes(const struct vtd_queue *q)
{
    return 0x1000u * (uint32_t)vtd_power_of_two(q->address_lo % 8u);
}

/* What is wrong before memory is read. */
/*@ requires unit_ok(u) && queue_ok(q);
    terminates \true; exits \false; assigns \nothing;
    ensures bad: queue_setup_bad(u, q) ==> setup_error_is(u, q, \result) && \result != VTD_QUEUE_OK;
    ensures good: !queue_setup_bad(u, q) ==> \result == VTD_QUEUE_OK;
    ensures range: \result <= 7; */
static uint8_t setup_error(const struct vtd_unit *u, const struct vtd_queue *q)
{
    bool abort = u->table_mode == VTD_ABORT_DMA;
    bool wide = is_wide(q);
    if (u->table_mode == VTD_SCALABLE || u->table_mode == VTD_MODE_RESERVED || (abort && !u->caps.abort_dma))
        return VTD_MODE_INVALID;
    if ((abort && !wide) || (wide && !u->caps.abort_dma))
        return VTD_WIDTH_INVALID;
    if (q->tail >= ring_bytes(q) || q->head >= ring_bytes(q))
        return VTD_TAIL_INVALID;
    if (wide && (q->tail % 32u != 0u || q->head % 32u != 0u))
        return VTD_TAIL_MISALIGNED;
    return VTD_QUEUE_OK;
}

/* The frame that the head is in, as a function of numbers. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures frame: \result == hi * 0x100000 + lo / 0x1000 + head / 0x1000; */
static uint64_t ring_frame(uint32_t hi, uint32_t lo, uint32_t head)
{
    return (uint64_t)hi * 0x100000u + lo / 0x1000u + head / 0x1000u;
}

/* The place of word i in that frame: a descriptor does not cross it, because it is aligned. */
/*@ requires head % 16 == 0 && i < 4 && (i >= 2 ==> head % 32 == 0);
    terminates \true; exits \false; assigns \nothing;
    ensures place: \result == head % 0x1000 / 8 + i;
    ensures range: \result < 512; */
static uint64_t place_in_frame(uint32_t head, uint32_t i)
{
    uint64_t first = head % 0x1000u / 8u;
    //@ assert even: head == head / 0x1000 * 0x1000 + head % 0x1000 && first * 8 <= head % 0x1000 < 0x1000;
    //@ assert narrow: first <= 510;
    //@ assert wide: head % 32 == 0 ==> first <= 508;
    return first + i;
}

/* Word i of the descriptor at the head. */
/*@ requires unit_ok(u) && queue_ok(q) && memory_ok(m);
    requires !queue_setup_bad(u, q) && head_readable(u, q, m) && i < 4 && (i < 2 || queue_wide(q));
    terminates \true; exits \false; assigns \nothing;
    ensures word: \result == head_word(q, m, i); */
static uint64_t queue_word(const struct vtd_unit *u, const struct vtd_queue *q, const struct vtd_memory *m, uint32_t i)
{
    (void)u;
    //@ assert aligned: i >= 2 ==> q->head % 32 == 0;
    uint64_t frame = ring_frame(q->address_hi, q->address_lo, q->head);
    uint64_t place = place_in_frame(q->head, i);
    //@ assert frame: frame == head_frame(q);
    return vtd_memory_word(m, frame, place);
}

/*@ requires unit_ok(u) && queue_ok(q) && memory_ok(m) && !queue_setup_bad(u, q);
    terminates \true; exits \false; assigns \nothing;
    ensures readable: \result <==> head_readable(u, q, m); */
static bool is_readable(const struct vtd_unit *u, const struct vtd_queue *q, const struct vtd_memory *m)
{
    uint32_t i = is_wide(q) ? 3u : 1u;
    //@ assert aligned: i >= 2 ==> q->head % 32 == 0;
    uint64_t frame = ring_frame(q->address_hi, q->address_lo, q->head);
    uint64_t last = place_in_frame(q->head, i);
    //@ assert frame: frame == head_frame(q);
    return frame < u->caps.host_frames && vtd_memory_has(m, frame, last);
}

/* The upper half of a 256-bit descriptor is reserved in legacy mode. */
/*@ requires unit_ok(u) && queue_ok(q) && memory_ok(m) && !queue_setup_bad(u, q) && head_readable(u, q, m);
    terminates \true; exits \false; assigns \nothing;
    ensures padded: \result <==> head_padded(q, m); */
static bool is_padded(const struct vtd_unit *u, const struct vtd_queue *q, const struct vtd_memory *m)
{
    return !is_wide(q) || (queue_word(u, q, m, 2u) == 0u && queue_word(u, q, m, 3u) == 0u);
}

struct head_words {
    uint8_t error;
    uint64_t lo, hi;
};

/* The words of the descriptor at the head. */
/*@ requires unit_ok(u) && queue_ok(q) && memory_ok(m);
    terminates \true; exits \false; assigns \nothing;
    ensures setup: queue_setup_bad(u, q) ==> setup_error_is(u, q, \result.error) && \result.error != VTD_QUEUE_OK;
    ensures unreadable: head_unreadable(u, q, m) ==> \result.error == VTD_FETCH_ERROR;
    ensures unpadded: head_unpadded(u, q, m) ==> \result.error == VTD_RESERVED_SET;
    ensures decoded: head_decoded(u, q, m) <==> \result.error == VTD_QUEUE_OK;
    ensures lo: head_decoded(u, q, m) ==> \result.lo == head_word(q, m, 0);
    ensures hi: head_decoded(u, q, m) ==> \result.hi == head_word(q, m, 1);
    ensures unread: !head_decoded(u, q, m) ==> \result.lo == 0 && \result.hi == 0;
    ensures range: \result.error <= 7; */
static struct head_words read_head(const struct vtd_unit *u, const struct vtd_queue *q, const struct vtd_memory *m)
{
    struct head_words w = {VTD_QUEUE_OK, 0u, 0u};
    w.error = setup_error(u, q);
    if (w.error != VTD_QUEUE_OK)
        return w;
    //@ assert sound: !queue_setup_bad(u, q);
    if (!is_readable(u, q, m)) {
        w.error = VTD_FETCH_ERROR;
        return w;
    }
    if (!is_padded(u, q, m)) {
        w.error = VTD_RESERVED_SET;
        return w;
    }
    w.lo = queue_word(u, q, m, 0u);
    w.hi = queue_word(u, q, m, 1u);
    return w;
}

struct vtd_fetched vtd_queue_fetch(const struct vtd_unit *u, const struct vtd_queue *q, const struct vtd_memory *m)
{
    struct head_words w = read_head(u, q, m);
    struct vtd_fetched f;
    f.descriptor = vtd_descriptor_decode(&u->caps, w.lo, w.hi);
    f.error = w.error != VTD_QUEUE_OK ? w.error : f.descriptor.error;
    return f;
}

/* The offset after this one, which stays aligned. */
/*@ requires head % 16 == 0 && head <= 0x7FFF0 && (stride == 16 || stride == 32);
    terminates \true; exits \false; assigns \nothing;
    ensures next: \result == head + stride;
    ensures aligned: \result % 16 == 0 && (\result < 0x80000 ==> \result <= 0x7FFF0); */
static uint32_t offset_after(uint32_t head, uint32_t stride)
{
    return head + stride;
}

uint32_t vtd_queue_next(const struct vtd_queue *q)
{
    uint32_t next = offset_after(q->head, is_wide(q) ? 32u : 16u);
    return next >= ring_bytes(q) ? 0u : next;
}
