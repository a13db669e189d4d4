/* The sessions of a campaign: a QEMU process of their own. */
#include <stdio.h>
#include <string.h>

#include "harness/check/campaign.h"
#include "harness/session/qemu_peer.h"

static bool in_ledger(const void *ledger, const struct finding *f)
{
    return ledger != NULL && ledger_find(ledger, f) != NULL;
}

void campaign_sessions(struct campaign *c)
{
    static struct qemu_peer p;
    struct qemu_options options = {.binary = c->binary, .trace = QEMU_TRACE_INTERRUPT, .stop = c->stop};
    struct known_differences known = {in_ledger, c->ledger};
    uint16_t ids[BOARD_DEVICES];
    for (unsigned i = 0; i < BOARD_DEVICES; i++)
        ids[i] = board_devices[i].source_id;
    struct session_generator g = {.rng = {c->seed ^ 0x5E5510Full}, .source_ids = ids, .devices = BOARD_DEVICES};
    enum peer_status status = PEER_FAILED;
    struct peer peer = qemu_peer_interface(&p);
    if (qemu_peer_open(&p, c->config, &options)) {
        g.caps = p.caps;
        g.dma = p.caps.agaw_39 || p.caps.agaw_48 || p.caps.agaw_57;
        c->cap = p.raw[0], c->ecap = p.raw[1], c->version = p.caps.version;
        status = sessions_run(&c->sessions, &peer, &g, c->session_count, &known, c->stop);
    } else {
        snprintf(peer.message, sizeof peer.message, "%s", p.q.message.text);
    }
    if (c->stop != NULL && *c->stop) {
        c->status = QEMU_INTERRUPTED;
    } else if (status == PEER_FAILED) {
        c->status = p.q.status != QEMU_OK ? p.q.status : QEMU_GARBAGE;
        memcpy(c->message, peer.message, sizeof c->message);
    }
    qemu_peer_close(&p);
}
