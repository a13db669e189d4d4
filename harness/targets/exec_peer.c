#include "harness/targets/exec_peer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/oracle/profile_check.h"
#include "harness/targets/exec_answer.h"
#include "harness/trace/operation_text.h"

static bool say(struct exec_peer *p, const char *text)
{
    return exec_send(&p->process, text, strlen(text));
}

/* Is it a unit that can be, and the one that was asked for? */
static bool check_unit(struct exec_peer *p, const struct profile_registers *wanted)
{
    const struct profile_registers *r = &p->registers;
    char why[600], text[700];
    if (!profile_check(r, why, sizeof why)) {
        snprintf(text, sizeof text, "it says that it is a unit that cannot be: %s", why);
        exec_fail(&p->process, text);
        return false;
    }
    if (wanted != NULL && (r->cap != wanted->cap || r->ecap != wanted->ecap || r->host_width != wanted->host_width)) {
        snprintf(text, sizeof text,
                 "asked to be a unit with CAP 0x%" PRIx64 " ECAP 0x%" PRIx64 " HAW %u it says that it is one with "
                 "CAP 0x%" PRIx64 " ECAP 0x%" PRIx64 " HAW %u",
                 wanted->cap, wanted->ecap, wanted->host_width, r->cap, r->ecap, r->host_width);
        exec_fail(&p->process, text);
        return false;
    }
    return true;
}

bool exec_peer_open(struct exec_peer *p, const char *command, const struct profile_registers *wanted, unsigned patience,
                    const volatile sig_atomic_t *stop)
{
    static const uint16_t sources[EXEC_SOURCES] = {0x0020, 0x0028, 0x0100, 0x0300};
    char unit[120] = "unit\n";
    memset(p, 0, sizeof *p);
    memcpy(p->sources, sources, sizeof sources);
    if (wanted != NULL)
        snprintf(unit, sizeof unit, "unit 0x%x 0x%" PRIx64 " 0x%" PRIx64 " %u\n", profile_decode(*wanted).version,
                 wanted->cap, wanted->ecap, wanted->host_width);
    return exec_start(&p->process, command, patience, stop) && say(p, "hello iommu-target 1\n") &&
           exec_answer_hello(p) && say(p, unit) && exec_answer_unit(p) && check_unit(p, wanted);
}

void exec_peer_close(struct exec_peer *p)
{
    exec_end(&p->process);
}

/* The whole session as text; NULL: no memory. */
static char *session_text(const struct session *s, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (out == NULL)
        return NULL;
    fprintf(out, "start %s\n", s->start == START_RUNNING ? "running" : "power-on");
    for (unsigned i = 0; i < s->count; i++)
        trace_write_operation(out, &s->operation[i]);
    fclose(out);
    return text;
}

static enum peer_status run(struct peer *peer, struct session *s)
{
    struct exec_peer *p = peer->self;
    size_t length = 0;
    s->lazy = p->lazy;
    if (p->process.pid != 0) {
        char *text = session_text(s, &length);
        if (text == NULL)
            exec_fail(&p->process, "no memory");
        else if (exec_send(&p->process, text, length) && exec_answer_start(p))
            for (unsigned i = 0; i < s->count && p->process.pid != 0; i++)
                exec_answer_operation(p, &s->operation[i], &s->seen[i]);
        free(text);
    }
    snprintf(peer->message, sizeof peer->message, "%s", p->process.message);
    return p->process.pid != 0 ? PEER_OK : PEER_FAILED;
}

struct peer exec_peer_interface(struct exec_peer *p)
{
    return (struct peer){.self = p, .run = run};
}
