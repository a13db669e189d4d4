/* Session files: reading. */
#include <string.h>

#include "harness/oracle/profile.h"
#include "harness/trace/operation_text.h"
#include "harness/trace/session_file.h"
#include "harness/trace/trace_text.h"

enum { CAPS = TRACE_HEADER_IDS, START, ENDED, QUEUE };

static const char *const starts[] = {"power-on", "running", NULL};
static const char *const paces[] = {"prompt", "lazy", NULL};

static const struct trace_rule rules[] = {{.id = CAPS,
                                           .key = "caps",
                                           .fields = 4,
                                           .field = {{"VERSION", 0x10, 0xFF, 0},
                                                     {"CAP", 0, UINT64_MAX, 0},
                                                     {"ECAP", 0, UINT64_MAX, 0},
                                                     {"HAW", PROFILE_HOST_WIDTH_MIN, PROFILE_HOST_WIDTH_MAX, 0}}},
                                          {.id = START, .key = "start", .form = TRACE_WORD, .words = starts},
                                          {.id = ENDED, .key = "ended", .form = TRACE_TEXT, .room = 511},
                                          {.id = QUEUE, .key = "queue", .form = TRACE_WORD, .words = paces},
                                          {.key = NULL}};

static bool take_operation(struct session_file *f, struct trace_line *l)
{
    struct session *s = &f->session;
    char full[64];
    if (s->count == SESSION_OPERATIONS) {
        snprintf(full, sizeof full, "at most %d operations in one session", SESSION_OPERATIONS);
        return trace_line_refuse(l, TRACE_FIELDS, full);
    }
    return trace_take_operation(l, &s->operation[s->count]) && ++s->count > 0;
}

static bool take_seen(struct session_file *f, struct trace_line *l)
{
    struct session *s = &f->session;
    return trace_take_seen(l, s->count > 0 ? &s->operation[s->count - 1u] : NULL,
                           &s->seen[s->count > 0 ? s->count - 1u : 0]);
}

/* One parsed line. false: *l says what is wrong with it. */
static bool take(struct session_file *f, struct trace_line *l)
{
    if (trace_is_operation(l))
        return take_operation(f, l);
    if (trace_is_seen(l))
        return take_seen(f, l);
    if (trace_is_header(l)) {
        trace_take_header(l, &f->origin);
    } else if (l->rule->id == CAPS) {
        f->version = (uint32_t)l->value[0], f->haw = (unsigned)l->value[3];
        f->cap = l->value[1], f->ecap = l->value[2];
    } else if (l->rule->id == START) {
        f->session.start = l->word == 0 ? START_POWER_ON : START_RUNNING;
    } else if (l->rule->id == QUEUE) {
        f->session.lazy = l->word == 1;
    } else if (l->rest[0] == '\0') {
        return trace_line_refuse(l, TRACE_FIELDS, "'ended' with a text of 1 to 511 bytes");
    } else {
        snprintf(f->ended, sizeof f->ended, "%s", l->rest);
    }
    return true;
}

bool session_file_read(FILE *in, const char *path, struct session_file *f, char *message, size_t size)
{
    static const struct trace_rule *const tables[] = {trace_header_rules, rules, trace_operation_rules,
                                                      trace_seen_rules, NULL};
    struct trace_source s = {.in = in, .path = path, .message = message, .size = size};
    struct trace_line l;
    memset(f, 0, sizeof *f);
    f->session.start = START_RUNNING;
    while (trace_next(&s, "iommu-session 1"))
        if (!trace_parse(&s, &l, tables) || (!take(f, &l) && !trace_fail(&s, &l)))
            return false;
    if (!s.failed && (f->session.count == 0 || f->haw == 0 || f->origin.verdict[0] == '\0'))
        trace_fail_file(&s, "caps, at least one operation, and verdict in one file");
    return !s.failed;
}
