#include "harness/chaos/accuse.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static bool is_named(const struct mutant_text *t, const struct finding *f)
{
    bool clause = t->clause == NULL || strstr(f->detail, t->clause) != NULL;
    return clause && fnmatch(t->rules, f->rules, FNM_EXTMATCH) == 0 && fnmatch(t->seen, f->seen, FNM_EXTMATCH) == 0;
}

struct accusation accuse(enum chaos_mutant m, uint64_t seed)
{
    const struct mutant_text *t = &mutant_table[m];
    struct chaos_run run = {.profile = chaos_profile_named(t->profile != NULL ? t->profile : "common"),
                            .operations = t->operations,
                            .seed = seed,
                            .mutant = m,
                            .once = true};
    struct accusation a = {.verdict = ACCUSE_FAILED};
    struct chaos_result r;
    if (run.profile == NULL || !chaos_campaign(&run, &r))
        return a;
    a.operations = r.accused != NULL ? r.first_operation : r.operations;
    a.finding = r.first;
    if (r.accused == NULL)
        a.verdict = NOT_ACCUSED;
    else if (!is_named(t, &r.first))
        a.verdict = ACCUSED_WRONGLY;
    else
        a.verdict = r.first_operation <= t->operations ? ACCUSED : ACCUSED_LATE;
    free(r.accused);
    return a;
}
