/* The result of a job for people and as JSON. */
#include <stdio.h>

#include "verdict.h"

const char *kind_name(enum check_kind kind)
{
    static const char *const name[] = {"error", "undefined", "memory", "holes", "unwinding", "cover"};
    return name[kind];
}

const char *code_name(int code)
{
    static const char *const name[] = {"holds",     "violated",  "usage",    "failed",    "unsupported",
                                       "undecided", "unwinding", "disagree", "no replay", "not covered"};
    return name[code];
}

static const char *answer_name(enum answer a)
{
    return a == ANSWER_YES ? "yes" : a == ANSWER_NO ? "no" : "none";
}

static void json_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (const char *c = text != NULL ? text : ""; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            fputc('\\', out);
        fputc((unsigned char)*c < ' ' ? ' ' : *c, out);
    }
    fputc('"', out);
}

static void json_finding(FILE *out, const struct finding *f)
{
    fprintf(out, "{\"kind\": \"%s\", \"what\": ", kind_name(f->check->kind));
    json_text(out, f->check->what);
    fputs(", \"function\": ", out);
    json_text(out, f->check->place.function);
    fputs(", \"file\": ", out);
    json_text(out, f->check->place.file);
    fprintf(out, ", \"line\": %u, \"caller\": ", f->check->place.line);
    json_text(out, f->check->caller.function);
    fprintf(out, ", \"caller_line\": %u, \"replayed\": %s}", f->check->caller.line, f->replayed ? "true" : "false");
}

void write_json(const struct machine *m, const struct options *o, const struct verdict *v)
{
    char part[4096];
    snprintf(part, sizeof part, "%s.part", o->json);
    FILE *out = fopen(part, "w");
    if (out == NULL)
        stop(EXIT_USAGE, "cannot write %s", part);
    fprintf(out, "{\"verdict\": \"%s\", \"code\": %d, \"cover\": %s, ", code_name(v->code), v->code,
            o->cover ? "true" : "false");
    fprintf(out, "\"steps\": %lu, \"terms\": %zu, \"question\": %zu, ", (unsigned long)m->steps, m->terms.count,
            v->cone);
    fprintf(out, "\"checks\": %zu, \"choices\": %zu, \"reads\": %zu, \"pairs\": %zu, \"unwind\": %u, ", m->checks,
            m->choices, m->reads.count, v->pairs, m->unwind);
    fprintf(out, "\"run_seconds\": %.3f, \"solve_seconds\": %.3f,\n \"backends\": [", v->run_seconds, v->solve_seconds);
    for (int i = 0; i < v->outcomes; i++)
        fprintf(out, "%s{\"name\": \"%s\", \"reachable\": \"%s\", \"seconds\": %.3f}", i != 0 ? ", " : "",
                v->outcome[i].name, answer_name(v->outcome[i].answer), v->outcome[i].seconds);
    fputs("],\n \"findings\": [", out);
    for (int i = 0; i < v->findings; i++) {
        fputs(i != 0 ? ", " : "", out);
        json_finding(out, &v->finding[i]);
    }
    fputs("]}\n", out);
    if (fclose(out) != 0 || rename(part, o->json) != 0)
        stop(EXIT_USAGE, "cannot write %s", o->json);
}

void print_verdict(const struct machine *m, const struct options *o, const struct verdict *v)
{
    printf("%s: %s; %zu checks, %zu terms in question, run %.1f s, solving %.1f s", o->module,
           o->cover && v->code == EXIT_HOLDS ? "covered" : code_name(v->code), m->checks, v->cone, v->run_seconds,
           v->solve_seconds);
    for (int i = 0; i < v->outcomes && i < 6; i++)
        printf(", %s %s %.1f s", v->outcome[i].name, answer_name(v->outcome[i].answer), v->outcome[i].seconds);
    putchar('\n');
    for (int i = 0; i < v->findings; i++) {
        const struct check *c = v->finding[i].check;
        printf("  %s in %s at %s:%u", c->what, c->place.function, c->place.file, c->place.line);
        if (c->caller.line != 0)
            printf(", called in %s at %s:%u", c->caller.function, c->caller.file, c->caller.line);
        puts(v->finding[i].replayed ? " (replayed)" : "");
    }
}
