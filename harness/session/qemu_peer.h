/* QEMU as the unit of a session. */
#ifndef SESSION_QEMU_PEER_H
#define SESSION_QEMU_PEER_H

#include "harness/check/config.h"
#include "harness/session/session.h"
#include "harness/targets/qemu_session.h"

struct qemu_peer {
    struct qemu q;
    const struct check_config *config;
    struct qemu_options options;
    struct vtd_caps caps;
    uint64_t raw[2]; /* CAP_REG, ECAP_REG */
    bool open, used; /* a process runs; its unit is no longer as after power-on */
    uint64_t starts; /* processes started */
};

/* Start QEMU under a configuration. false: p->q.status and message say why. */
bool qemu_peer_open(struct qemu_peer *p, const struct check_config *config, const struct qemu_options *options);
void qemu_peer_close(struct qemu_peer *p);

/* The interface that sessions use; valid as long as *p. */
struct peer qemu_peer_interface(struct qemu_peer *p);

#endif
