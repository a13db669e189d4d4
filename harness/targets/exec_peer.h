/* Any implementation as the unit of a session: a child process that speaks the language of PROTOCOL.md. */
#ifndef TARGETS_EXEC_PEER_H
#define TARGETS_EXEC_PEER_H

#include "harness/oracle/profile.h"
#include "harness/session/session.h"
#include "harness/targets/exec_process.h"

enum { EXEC_SOURCES = 4, EXEC_ANSWER_LINES = 64 };

struct exec_peer {
    struct exec_process process;
    char name[64], version[64]; /* as it says */
    struct profile_registers registers;
    uint16_t sources[EXEC_SOURCES]; /* requester-ids of its devices */
    bool lazy;                      /* its queue may go on after an operation */
};

/* Start the command, greet it, learn what it is. wanted: the unit that it shall be, NULL: the one that it is.
 * false: p->process.message. */
bool exec_peer_open(struct exec_peer *p, const char *command, const struct profile_registers *wanted, unsigned patience,
                    const volatile sig_atomic_t *stop);
void exec_peer_close(struct exec_peer *p);

/* The interface that sessions use; valid as long as *p. */
struct peer exec_peer_interface(struct exec_peer *p);

#endif
