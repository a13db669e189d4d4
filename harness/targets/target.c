#include "harness/targets/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/check/config.h"
#include "harness/oracle/profile_names.h"
#include "harness/session/qemu_peer.h"
#include "harness/targets/exec_peer.h"
#include "harness/targets/model_peer.h"
#include "harness/targets/qemu_board.h"

#define MODEL_PROFILE "qemu-7.2-aw39"
#define QEMU_CONFIG   "aw48"

static const uint16_t sources[TARGET_DEVICES] = {0x0020, 0x0028, 0x0100, 0x0300};

static enum target_status fail(char *message, size_t size, const char *why)
{
    snprintf(message, size, "%s", why);
    return TARGET_FAILED;
}

static void describe(struct target *t, const char *name, const char *version, struct profile_registers r)
{
    snprintf(t->name, sizeof t->name, "%s", name);
    snprintf(t->version, sizeof t->version, "%s", version);
    t->registers = r;
    t->caps = profile_decode(r);
    t->registers.version = t->caps.version;
}

/* ---- model ---- */

static void close_model(struct target *t)
{
    unit_close(t->peer.self);
    free(t->peer.self);
}

/* The bug after "model:"; BUG_NONE for "model" alone, BUG_COUNT if there is none of that name. */
static enum unit_bug bug_of(const char *spec)
{
    unsigned bug = BUG_NONE + 1u;
    if (strcmp(spec, "model") == 0)
        return BUG_NONE;
    while (bug < BUG_COUNT && strcmp(spec + strlen("model:"), unit_bug_name[bug]) != 0)
        bug++;
    return (enum unit_bug)bug;
}

static enum target_status open_model(struct target *t, const char *spec, const struct target_options *o, char *message,
                                     size_t size)
{
    struct profile_registers r;
    struct unit *u = calloc(1, sizeof *u);
    if (o->registers != NULL)
        r = *o->registers;
    else
        profile_find(MODEL_PROFILE, &r);
    describe(t, spec, "of this oracle", r);
    if (u == NULL || !unit_open(u, &t->caps, bug_of(spec))) {
        free(u);
        return fail(message, size, "no memory");
    }
    t->peer = model_peer_interface(u);
    t->close = close_model;
    return TARGET_OK;
}

/* ---- exec ---- */

static void close_exec(struct target *t)
{
    exec_peer_close(t->peer.self);
    free(t->peer.self);
}

static enum target_status open_exec(struct target *t, const char *command, const struct target_options *o,
                                    char *message, size_t size)
{
    struct exec_peer *p = calloc(1, sizeof *p);
    unsigned patience = o->patience != 0 ? o->patience : TARGET_PATIENCE;
    if (p == NULL)
        return fail(message, size, "no memory");
    if (!exec_peer_open(p, command, o->registers, patience, o->stop)) {
        fail(message, size, p->process.message);
        exec_peer_close(p);
        free(p);
        return TARGET_FAILED;
    }
    describe(t, p->name, p->version, p->registers);
    memcpy(t->sources, p->sources, sizeof t->sources);
    t->peer = exec_peer_interface(p);
    t->close = close_exec;
    return TARGET_OK;
}

/* ---- qemu ---- */

static void close_qemu(struct target *t)
{
    qemu_peer_close(t->peer.self);
    free(t->peer.self);
}

/* The first line of `qemu --version`; empty if there is none. */
static void qemu_version(const char *program, char *text, size_t size)
{
    char command[600];
    const char *name = program != NULL ? program : "qemu-system-x86_64";
    struct exec_process *p = calloc(1, sizeof *p);
    text[0] = '\0';
    if (p != NULL && strchr(name, '\'') == NULL &&
        snprintf(command, sizeof command, "'%s' --version", name) < (int)sizeof command &&
        exec_start(p, command, TARGET_PATIENCE, NULL)) {
        const char *line = exec_line(p);
        const char *version = line != NULL ? strstr(line, "version ") : NULL;
        snprintf(text, size, "%.60s", version != NULL ? version + strlen("version ") : "");
        exec_end(p);
    }
    free(p);
}

static enum target_status open_qemu(struct target *t, const struct target_options *o, char *message, size_t size)
{
    const struct check_config *config = check_config_find(o->config != NULL ? o->config : QEMU_CONFIG);
    struct qemu_options options = {.binary = o->qemu, .trace = QEMU_TRACE_INTERRUPT, .stop = o->stop};
    struct qemu_peer *p = calloc(1, sizeof *p);
    if (config == NULL || p == NULL) {
        free(p);
        snprintf(message, size, "unknown config '%.60s'", o->config != NULL ? o->config : "");
        return TARGET_FAILED;
    }
    if (!qemu_peer_open(p, config, &options)) {
        fail(message, size, p->q.message.text);
        qemu_peer_close(p);
        free(p);
        return TARGET_FAILED;
    }
    char version[64];
    qemu_version(o->qemu, version, sizeof version);
    describe(t, "qemu-system-x86_64", version,
             (struct profile_registers){p->caps.version, p->raw[0], p->raw[1], config->haw});
    for (unsigned i = 0; i < TARGET_DEVICES; i++)
        t->sources[i] = board_devices[i].source_id;
    t->peer = qemu_peer_interface(p);
    t->close = close_qemu;
    return TARGET_OK;
}

/* ---- all ---- */

bool target_exists(const char *spec)
{
    bool model = strcmp(spec, "model") == 0 || strncmp(spec, "model:", 6) == 0;
    bool exec = strncmp(spec, "exec:", 5) == 0 && spec[5] != '\0';
    return exec || strcmp(spec, "qemu") == 0 || (model && bug_of(spec) != BUG_COUNT);
}

enum target_status target_open(struct target *t, const char *spec, const struct target_options *o, char *message,
                               size_t size)
{
    memset(t, 0, sizeof *t);
    memcpy(t->sources, sources, sizeof sources);
    if (!target_exists(spec)) {
        int n = snprintf(message, size, "unknown target '%.80s': expected qemu, exec:CMD, model, or model: and one of",
                         spec);
        for (unsigned i = BUG_NONE + 1u; i < BUG_COUNT && n < (int)size; i++)
            n += snprintf(message + n, size - (size_t)n, " %s", unit_bug_name[i]);
        return TARGET_UNKNOWN;
    }
    if (strncmp(spec, "exec:", 5) == 0)
        return open_exec(t, spec + 5, o, message, size);
    return strcmp(spec, "qemu") == 0 ? open_qemu(t, o, message, size) : open_model(t, spec, o, message, size);
}

void target_close(struct target *t)
{
    if (t->close != NULL)
        t->close(t);
    t->close = NULL;
}
