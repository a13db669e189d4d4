#include "model/reference.h"
#include "spec/second_stage_lemmas.acsl"

struct vtd_dma_result vtd_dma_result_of(struct vtd_dma_outcome o, struct vtd_dma_request request)
{
    struct vtd_dma_result r;
    r.rule = vtd_first_condition(o.holds);
    r.allowed = r.rule == VTD_NONE;
    /* FPD is known only once its entry was read, and every condition met from there on is qualified: the
     * contract of vtd_dma proves it, so nothing needs to be asked here. */
    r.recorded = !r.allowed && !o.fault_disabled;
    r.read = o.read;
    r.write = o.write;
    r.page_level = o.level;
    r.domain = o.domain;
    r.host_address = o.frame * 0x1000u + request.address % 0x1000u;
    r.fault = vtd_dma_fault_record(request, r.rule);
    return r;
}

struct vtd_dma_result vtd_dma(const struct vtd_unit *u, const struct vtd_memory *m,
                              const struct vtd_dma_request *request)
{
    return vtd_dma_result_of(vtd_dma_classify(u, m, request), *request);
}

struct vtd_interrupt_result vtd_interrupt_result_of(struct vtd_interrupt_outcome o, uint16_t source_id)
{
    struct vtd_interrupt_result r;
    r.rule = vtd_first_interrupt_condition(o.holds);
    r.delivered = r.rule == VTD_NONE;
    r.recorded = !r.delivered && !o.fault_disabled;
    r.message = o.message;
    r.fault = vtd_interrupt_fault_record(o.index, source_id, r.rule);
    return r;
}

struct vtd_interrupt_result vtd_interrupt(const struct vtd_unit *u, const struct vtd_memory *m,
                                          const struct vtd_interrupt_request *request)
{
    return vtd_interrupt_result_of(vtd_interrupt_classify(u, m, request), request->source_id);
}
