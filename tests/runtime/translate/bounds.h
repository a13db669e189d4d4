/* Between which bounds a quantified integer has to be tried. */
#ifndef RUNTIME_BOUNDS_H
#define RUNTIME_BOUNDS_H

#include "tests/runtime/translate/logic.h"

/* Every value outside first .. last (both included; + or - 1 where the text says < or >) makes no difference. */
struct bounds {
    const struct formula *first, *last;
    bool first_excluded, last_excluded;
};

/* Bounds of `name` in what is quantified: out of the premises of a \forall, the conjuncts of an \exists, and the bodies
 * of the predicates that stand there. false: there are none. */
bool bounds_find(const struct logic *logic, enum formula_kind quantifier, const struct formula *body, const char *name,
                 struct bounds *b);

#endif
