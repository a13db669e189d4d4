/* An explanation as a graph: the request, the words in the order in which they are read, legal answers, what was seen. */
#include <inttypes.h>

#include "harness/explain/explanation.h"

/* A text inside a quoted label. */
static void label(FILE *out, const char *text)
{
    for (const char *s = text; *s != '\0'; s++)
        fprintf(out, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
}

static void word(FILE *out, const struct explained_word *w, unsigned n)
{
    bool held = false;
    fprintf(out, "  w%u [shape=box, label=\"", n);
    label(out, w->name);
    fprintf(out, "\\n0x%" PRIx64 ": ", w->address);
    if (w->readable)
        fprintf(out, "0x%" PRIx64 "\\n", w->value);
    label(out, w->says);
    for (unsigned i = w->pasts; i-- > 0;) {
        held = held || w->past[i].used;
        fprintf(out, "\\nuntil operation %u: 0x%" PRIx64 "%s", w->past[i].until, w->past[i].value,
                w->past[i].used ? " (may be held)" : "");
    }
    fprintf(out, "\"%s];\n", held ? ", color=orange, penwidth=2" : "");
}

void explain_dot(FILE *out, const char *path, const struct explanation *e)
{
    fputs("digraph walk {\n  rankdir=TB;\n  node [fontname=\"monospace\", fontsize=10];\n  label=\"", out);
    label(out, path);
    fprintf(out, ", operation %u of %u\";\n  request [shape=ellipse, label=\"", e->step, e->steps);
    label(out, e->meaning);
    fputs("\"];\n", out);
    for (unsigned i = 0; i < e->words; i++) {
        word(out, &e->word[i], i);
        if (i == 0)
            fputs("  request -> w0;\n", out);
        else
            fprintf(out, "  w%u -> w%u;\n", i - 1u, i);
    }
    for (unsigned i = 0; i < e->answers; i++) {
        fprintf(out, "  a%u [shape=note, label=\"legal: ", i);
        label(out, e->answer[i].text);
        fputs("\\n", out);
        label(out, e->answer[i].why);
        fputs("\"];\n", out);
        if (e->words > 0)
            fprintf(out, "  w%u -> a%u [style=dashed];\n", e->words - 1u, i);
        else
            fprintf(out, "  request -> a%u [style=dashed];\n", i);
    }
    const char *seen = e->undefined ? "not judged" : e->legal ? "as one of these" : e->finding.seen;
    fputs("  seen [shape=octagon, label=\"seen: ", out);
    label(out, seen);
    if (!e->legal && !e->undefined) {
        fputs("\\nviolation of ", out);
        label(out, e->finding.rules);
    }
    fprintf(out, "\", color=%s];\n  request -> seen [style=bold];\n}\n",
            e->legal || e->undefined ? "darkgreen" : "red");
}
