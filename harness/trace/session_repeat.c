/* Session files: making the session again. */
#include <stdlib.h>

#include "harness/session/qemu_peer.h"
#include "harness/trace/session_file.h"

enum peer_status session_file_repeat(struct session_file *f, const char *binary, struct judge *j,
                                     struct session_findings *found, char *message, size_t size)
{
    const struct check_config *config = check_config_find(f->origin.config);
    struct qemu_options options = {.binary = binary, .trace = QEMU_TRACE_INTERRUPT};
    struct qemu_peer *p = calloc(1, sizeof *p);
    enum peer_status status = PEER_FAILED;
    if (config == NULL || p == NULL) {
        snprintf(message, size, "unknown config '%s'", f->origin.config);
        free(p);
        return PEER_FAILED;
    }
    struct peer peer = qemu_peer_interface(p);
    if (qemu_peer_open(p, config, &options))
        status = session_try(&peer, j, &p->caps, &f->session, found);
    else
        snprintf(peer.message, sizeof peer.message, "%s", p->q.message.text);
    if (status == PEER_FAILED)
        snprintf(message, size, "%.500s", peer.message);
    qemu_peer_close(p);
    free(p);
    return status;
}
