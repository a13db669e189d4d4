/* Any bytes as the output of a child process that is a target: handshake and one session are either taken, and then judged, or
 * refused with a reason that says what had been asked. No process runs: the pipe is a file, and waiting for the child is
 * replaced (fuzz_exec needs -Wl,--wrap=waitpid -Wl,--wrap=kill). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include "harness/oracle/profile_check.h"
#include "harness/oracle/profile_names.h"
#include "harness/session/generate.h"
#include "harness/session/sessions.h"
#include "harness/targets/exec_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
pid_t __wrap_waitpid(pid_t pid, int *status, int options);
int __wrap_kill(pid_t pid, int signal);
pid_t __real_waitpid(pid_t pid, int *status, int options);
int __real_kill(pid_t pid, int signal);

enum { CHILD = 0x7FFFFFF0 };

/* Other processes are those of the fuzzer. */
pid_t __wrap_waitpid(pid_t pid, int *status, int options)
{
    if (pid != CHILD)
        return __real_waitpid(pid, status, options);
    *status = 0x100; /* exit code 1 */
    return pid;
}

int __wrap_kill(pid_t pid, int signal)
{
    return pid == CHILD || pid == -CHILD ? 0 : __real_kill(pid, signal);
}

/* A process that has said all this. */
static void open_peer(struct exec_peer *p, const uint8_t *data, size_t size)
{
    memset(p, 0, sizeof *p);
    p->process.pid = CHILD;
    p->process.patience = 1;
    p->process.to = p->process.errors = -1;
    p->process.from = memfd_create("answers", 0);
    if (p->process.from < 0 || write(p->process.from, data, size) != (ssize_t)size ||
        lseek(p->process.from, 0, SEEK_SET) != 0)
        abort();
}

/* One that failed says why, and holds nothing any more. */
static void refused(const struct exec_peer *p, const char *with)
{
    if (p->process.pid != 0 || p->process.message[0] == '\0' || strncmp(p->process.message, with, strlen(with)) != 0 ||
        p->process.from != -1 || p->process.unsent != NULL) {
        fprintf(stderr, "fuzz_exec: failed without a reason: '%s'\n", p->process.message);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct exec_peer p;
    static struct session session;
    static struct judge *judge;
    static const uint16_t sources[] = {0x0020, 0x0028, 0x0100, 0x0300};
    struct session_findings found;
    struct profile_registers r;
    char why[600];
    if (size < 2 || (judge == NULL && (judge = judge_new()) == NULL))
        return 0;
    open_peer(&p, data + 2, size - 2);
    if (!exec_answer_hello(&p) || !exec_answer_unit(&p)) {
        refused(&p, "asked '");
        return 0;
    }
    r = p.registers;
    if (!profile_check(&r, why, sizeof why)) {
        exec_fail(&p.process, why);
        refused(&p, "");
        return 0;
    }
    struct session_generator g = {
        .rng = {data[1]}, .caps = profile_decode(r), .source_ids = sources, .devices = 4, .dma = true};
    session_generate(&g, (enum session_class)(data[0] % SESSION_CLASSES), &session);
    struct peer peer = exec_peer_interface(&p);
    enum peer_status status = session_try(&peer, judge, &g.caps, &session, &found);
    if (status == PEER_OK)
        exec_peer_close(&p);
    else
        refused(&p, "asked '");
    return 0;
}
