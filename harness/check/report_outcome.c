/* A check of QEMU as an outcome. */
#include <stdlib.h>

#include "harness/check/report.h"

static void add(const struct report *r, struct outcome_class *k, const struct finding *f, uint64_t count,
                const char *config)
{
    const struct ledger_entry *known = ledger_find(r->ledger, f);
    *k = (struct outcome_class){
        .finding = f, .config = config, .count = count, .known = known != NULL ? known->id : NULL};
}

bool report_outcome(const struct report *r, int code, struct outcome *o, struct outcome_class **class)
{
    unsigned room = 0, n = 0;
    for (unsigned i = 0; i < r->parts; i++)
        room += r->campaigns[i].classes + r->campaigns[i].sessions.classes;
    *class = calloc(room + 1u, sizeof **class);
    if (*class == NULL)
        return false;
    for (unsigned i = 0; i < r->parts; i++) {
        const struct campaign *c = &r->campaigns[i];
        for (unsigned k = 0; k < c->classes; k++)
            add(r, &(*class)[n++], &c->difference[k].finding, c->difference[k].count, c->config->name);
        for (unsigned k = 0; k < c->sessions.classes; k++)
            add(r, &(*class)[n++], &c->sessions.difference[k].finding, c->sessions.difference[k].count,
                c->config->name);
    }
    *o = (struct outcome){.exit = code,
                          .word = r->word,
                          .target = "qemu-system-x86_64",
                          .version = "",
                          .config = r->parts > 1 ? "all" : r->campaigns[0].config->name,
                          .seed = r->seed,
                          .requests = r->judged_dma + r->judged_interrupts,
                          .sessions = r->judged_sessions,
                          .operations = r->judged_operations,
                          .new_differences = r->new_differences,
                          .failure = r->failure,
                          .count = n,
                          .class = *class};
    return true;
}
