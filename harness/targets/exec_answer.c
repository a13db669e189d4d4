#include "harness/targets/exec_answer.h"

#include <stdio.h>
#include <string.h>

#include "harness/trace/operation_text.h"

enum { DONE = 400, ERROR };

static const struct trace_rule ends[] = {
    {.id = DONE, .key = "done"}, {.id = ERROR, .key = "error", .form = TRACE_TEXT, .room = 1000}, {.key = NULL}};

/* What it was asked, what it answered, what was expected. */
static bool fail(struct exec_peer *p, const char *asked, const char *what, const char *line)
{
    char why[700];
    snprintf(why, sizeof why, "asked '%.120s': %s%s%.120s%s", asked, what, line != NULL ? ", read '" : "",
             line != NULL ? line : "", line != NULL ? "'" : "");
    exec_fail(&p->process, why);
    return false;
}

static bool fail_expected(struct exec_peer *p, const char *asked, const struct trace_line *l)
{
    char what[320];
    snprintf(what, sizeof what, "column %d of the answer: expected %s", (int)(l->wrong - p->process.line) + 1,
             l->expected);
    return fail(p, asked, what, p->process.line);
}

/* The process is gone: say what it had been asked. */
static bool fail_gone(struct exec_peer *p, const char *asked)
{
    char why[1024];
    snprintf(why, sizeof why, "%.850s", p->process.message);
    snprintf(p->process.message, sizeof p->process.message, "asked '%.120s': %.850s", asked, why);
    return false;
}

bool exec_answer(struct exec_peer *p, const char *asked, const struct trace_rule *rules,
                 bool (*take)(void *context, struct trace_line *l), void *context)
{
    const struct trace_rule *const tables[] = {rules, ends, NULL};
    for (unsigned lines = 0; lines < EXEC_ANSWER_LINES; lines++) {
        struct trace_line l;
        const char *line = exec_line(&p->process);
        if (line == NULL)
            return fail_gone(p, asked);
        if (!trace_line_parse(&l, tables, line))
            return fail_expected(p, asked, &l);
        if (l.rule->id == DONE)
            return true;
        if (l.rule->id == ERROR)
            return fail(p, asked, "it cannot do that", l.rest);
        if (!take(context, &l))
            return fail_expected(p, asked, &l);
    }
    return fail(p, asked, "more than 64 lines without 'done'", p->process.line);
}

/* ---- operations ---- */

struct pending {
    const struct operation *o;
    struct seen *s;
    bool has[TRACE_MESSAGES - TRACE_VALUE + 1];
};

static bool take_seen(void *context, struct trace_line *l)
{
    struct pending *q = context;
    bool *has = &q->has[l->rule->id - TRACE_VALUE];
    bool many = l->rule->id == TRACE_RECORD || l->rule->id == TRACE_MESSAGE;
    if (*has && !many)
        return trace_line_refuse(l, TRACE_FIELDS, "only one line of this kind");
    *has = true;
    return trace_take_seen(l, q->o, q->s);
}

static const char *missing(const struct pending *q)
{
    const struct operation *o = q->o;
    if ((o->kind == OP_READ || o->kind == OP_LOOK) && !q->has[0])
        return "'done' without a line 'value'";
    if (o->kind == OP_REQUEST && (o->place[0] != 0 || o->place[1] != 0) && !q->has[TRACE_AFTER - TRACE_VALUE])
        return "'done' without a line 'after'";
    if ((o->kind == OP_WRITE || o->kind == OP_REQUEST) && !q->has[TRACE_STATE - TRACE_VALUE])
        return "'done' without a line 'state'";
    return NULL;
}

bool exec_answer_operation(struct exec_peer *p, const struct operation *o, struct seen *s)
{
    struct pending q = {.o = o, .s = s};
    char asked[200] = "";
    FILE *out = fmemopen(asked, sizeof asked - 1u, "w");
    if (out != NULL) {
        trace_write_operation(out, o);
        fclose(out);
    }
    asked[strcspn(asked, "\n")] = '\0';
    *s = (struct seen){.value = 0};
    if (!exec_answer(p, asked, trace_seen_rules, take_seen, &q))
        return false;
    const char *lacks = missing(&q);
    return lacks == NULL || fail(p, asked, lacks, NULL);
}

/* ---- handshake ---- */

static const struct trace_rule greetings[] = {
    {.id = EXEC_HELLO, .key = "hello", .form = TRACE_TEXT, .room = 100},
    {.id = EXEC_TARGET, .key = "target", .form = TRACE_TEXT, .room = 63},
    {.id = EXEC_VERSION, .key = "target-version", .form = TRACE_TEXT, .room = 63},
    {.key = NULL}};

#define SOURCE                                                                                                         \
    {                                                                                                                  \
        "SOURCE-ID", 0, 0xFFFF, 0                                                                                      \
    }
static const char *const paces[] = {"prompt", "lazy", NULL};
static const struct trace_rule units[] = {
    {.id = EXEC_CAPS,
     .key = "caps",
     .fields = 4,
     .field = {{"VERSION", 0x10, 0xFF, 0},
               {"CAP", 0, UINT64_MAX, 0},
               {"ECAP", 0, UINT64_MAX, 0},
               {"HAW", PROFILE_HOST_WIDTH_MIN, PROFILE_HOST_WIDTH_MAX, 0}}},
    {.id = EXEC_QUEUE, .key = "queue", .form = TRACE_WORD, .words = paces},
    {.id = EXEC_UNIT_SOURCES, .key = "sources", .fields = EXEC_SOURCES, .field = {SOURCE, SOURCE, SOURCE, SOURCE}},
    {.key = NULL}};

static bool take_greeting(void *context, struct trace_line *l)
{
    struct exec_peer *p = context;
    if (l->rule->id == EXEC_TARGET)
        snprintf(p->name, sizeof p->name, "%s", l->rest);
    else if (l->rule->id == EXEC_VERSION)
        snprintf(p->version, sizeof p->version, "%s", l->rest);
    else if (strcmp(l->rest, "iommu-target 1") != 0)
        return trace_line_refuse(l, TRACE_FIELDS, "'hello iommu-target 1', the version that this oracle speaks");
    return true;
}

static bool take_unit(void *context, struct trace_line *l)
{
    struct exec_peer *p = context;
    const uint64_t *v = l->value;
    if (l->rule->id == EXEC_CAPS)
        p->registers = (struct profile_registers){(uint32_t)v[0], v[1], v[2], (unsigned)v[3]};
    else if (l->rule->id == EXEC_QUEUE)
        p->lazy = l->word == 1;
    else
        for (unsigned i = 0; i < EXEC_SOURCES; i++)
            p->sources[i] = (uint16_t)v[i];
    return true;
}

static bool take_nothing(void *context, struct trace_line *l)
{
    (void)context;
    return trace_line_refuse(l, TRACE_FIELDS, "'done'");
}

bool exec_answer_hello(struct exec_peer *p)
{
    const char *asked = "hello iommu-target 1";
    return exec_answer(p, asked, greetings, take_greeting, p) &&
           (p->name[0] != '\0' || fail(p, asked, "'done' without a line 'target NAME'", NULL));
}

bool exec_answer_unit(struct exec_peer *p)
{
    return exec_answer(p, "unit", units, take_unit, p) &&
           (p->registers.host_width != 0 || fail(p, "unit", "'done' without a line 'caps'", NULL));
}

bool exec_answer_start(struct exec_peer *p)
{
    static const struct trace_rule nothing[] = {{.key = NULL}};
    return exec_answer(p, "start", nothing, take_nothing, NULL);
}
