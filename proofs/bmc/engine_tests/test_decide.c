/* Back ends that lie: the engine must notice that they disagree, or that an assignment is none. */
#include <stdio.h>
#include <string.h>

#include "verdict.h"

/* Instead of ask.c: what each back end says here. */
static enum answer says(const char *name)
{
    return strcmp(name, "cadical") == 0 ? ANSWER_NO : strcmp(name, "z3") == 0 ? ANSWER_YES : ANSWER_NONE;
}

struct outcome ask(const char *name, const struct question *q, double seconds, struct values *values)
{
    (void)q;
    (void)seconds;
    (void)values; /* every variable is 0 */
    return (struct outcome){name, says(name), 0};
}

static int code_with(const char *first, const char *second, bool zero_is_solution)
{
    struct machine m = {0};
    struct options o = {.backend = {first, second}, .backends = second != NULL ? 2 : 1, .timeout = 1, .second = 1};
    struct verdict v = {.code = EXIT_HOLDS};
    terms_begin(&m.terms);
    m.assumed = m.entered = m.terms.yes;
    m.place = (struct place){"main", "test.c", 1};
    term x = variable(&m.terms, 8), zero = t_eq(&m.terms, x, constant(&m.terms, 8, 0));
    must_not(&m, CHECK_ERROR, zero_is_solution ? zero : t_not(&m.terms, zero), "reach_error()");
    decide(&m, &o, &v);
    return v.code;
}

int main(void)
{
    const struct {
        const char *what;
        int code, wanted;
    } cases[] = {
        {"no", code_with("cadical", NULL, true), EXIT_HOLDS},
        {"yes with a solution", code_with("z3", NULL, true), EXIT_VIOLATED},
        {"no, then yes", code_with("cadical", "z3", true), EXIT_DISAGREE},
        {"yes, then no", code_with("z3", "cadical", true), EXIT_DISAGREE},
        {"yes, then out of time", code_with("z3", "boolector", true), EXIT_VIOLATED},
        {"out of time, then no", code_with("boolector", "cadical", true), EXIT_HOLDS},
        {"out of time", code_with("boolector", NULL, true), EXIT_UNDECIDED},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (cases[i].code != cases[i].wanted) {
            printf("%s: %s, not %s\n", cases[i].what, code_name(cases[i].code), code_name(cases[i].wanted));
            wrong++;
        }
    printf("lying back ends: %zu cases, %d wrong\n", sizeof cases / sizeof cases[0], wrong);
    return wrong != 0;
}
