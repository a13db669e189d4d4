#include "harness/trace/header_text.h"

#include <inttypes.h>

static const char *const verdicts[] = {"legal", "violation", NULL};

const struct trace_rule trace_header_rules[] = {
    {.id = TRACE_WHY, .key = "why", .form = TRACE_TEXT, .room = 255},
    {.id = TRACE_TARGET, .key = "target", .form = TRACE_TEXT, .room = 63},
    {.id = TRACE_TARGET_VERSION, .key = "target-version", .form = TRACE_TEXT, .room = 63},
    {.id = TRACE_CONFIG, .key = "config", .form = TRACE_TEXT, .room = 31},
    {.id = TRACE_SEED, .key = "seed", .fields = 2, .field = {{"SEED", 0, UINT64_MAX, 0}, {"TURN", 0, UINT64_MAX, 0}}},
    {.id = TRACE_VERDICT_LINE, .key = "verdict", .form = TRACE_VERDICT, .words = verdicts, .room = 95},
    {.key = NULL}};

bool trace_is_header(const struct trace_line *l)
{
    return l->rule->id < TRACE_HEADER_IDS;
}

void trace_take_header(const struct trace_line *l, struct trace_origin *o)
{
    switch (l->rule->id) {
    case TRACE_WHY:
        snprintf(o->why, sizeof o->why, "%s", l->rest);
        break;
    case TRACE_TARGET:
        snprintf(o->target, sizeof o->target, "%s", l->rest);
        break;
    case TRACE_TARGET_VERSION:
        snprintf(o->target_version, sizeof o->target_version, "%s", l->rest);
        break;
    case TRACE_CONFIG:
        snprintf(o->config, sizeof o->config, "%s", l->rest);
        break;
    case TRACE_SEED:
        o->seeded = true;
        o->seed = l->value[0], o->turn = l->value[1];
        break;
    default:
        snprintf(o->verdict, sizeof o->verdict, "%s", verdicts[l->word]);
        snprintf(o->rules, sizeof o->rules, "%s", l->rest);
    }
}

void trace_write_text(FILE *out, const char *keyword, const char *text)
{
    fprintf(out, "%s ", keyword);
    for (; *text != '\0'; text++)
        putc(*text == '\r' || *text == '\n' ? '?' : *text, out);
    putc('\n', out);
}

void trace_write_header(FILE *out, const struct trace_origin *o)
{
    trace_write_text(out, "why", o->why);
    trace_write_text(out, "target", o->target);
    if (o->target_version[0] != '\0')
        trace_write_text(out, "target-version", o->target_version);
    trace_write_text(out, "config", o->config);
    if (o->seeded)
        fprintf(out, "seed %" PRIu64 " %" PRIu64 "\n", o->seed, o->turn);
}

void trace_write_verdict(FILE *out, const struct trace_origin *o)
{
    fprintf(out, "verdict %s%s%s\n", o->verdict, o->rules[0] != '\0' ? " " : "", o->rules);
}
