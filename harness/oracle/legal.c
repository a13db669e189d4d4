#include "harness/oracle/legal.h"

#include <stdio.h>
#include <string.h>

#include "harness/oracle/rule_table.h"
#include "model/rules.h"

_Static_assert(VTD_RULE_END <= 32, "struct legal keeps rules in 32 bits");

static void add(struct legal *l, bool holds, unsigned rule, bool fault_disabled)
{
    if (!holds)
        return;
    l->rules |= 1u << rule;
    if (fault_disabled && vtd_rule_is_qualified(rule))
        l->silent = true;
    else
        l->reasons |= 1ull << vtd_fault_reason(rule);
}

static void add_all(struct legal *l, const struct vtd_dma_conditions *s, bool fpd)
{
    add(l, s->rta_1, VTD_RTA_1, fpd);
    add(l, s->rta_4, VTD_RTA_4, fpd);
    add(l, s->lrt_1, VTD_LRT_1, fpd);
    add(l, s->lrt_2, VTD_LRT_2, fpd);
    add(l, s->lrt_3, VTD_LRT_3, fpd);
    add(l, s->lct_1, VTD_LCT_1, fpd);
    add(l, s->lct_2, VTD_LCT_2, fpd);
    add(l, s->lct_3, VTD_LCT_3, fpd);
    add(l, s->lct_4_1, VTD_LCT_4_1, fpd);
    add(l, s->lct_4_2, VTD_LCT_4_2, fpd);
    add(l, s->lct_4_3, VTD_LCT_4_3, fpd);
    add(l, s->lss_1, VTD_LSS_1, fpd);
    add(l, s->lss_2, VTD_LSS_2, fpd);
    add(l, s->lgn_1_1, VTD_LGN_1_1, fpd);
    add(l, s->lgn_1_3, VTD_LGN_1_3, fpd);
    add(l, s->lgn_2, VTD_LGN_2, fpd);
    add(l, s->lgn_3, VTD_LGN_3, fpd);
    add(l, s->lgn_4, VTD_LGN_4, fpd);
}

struct legal legal_dma(const struct vtd_dma_outcome *o)
{
    struct legal l = {.pass = vtd_first_condition(o->holds) == VTD_NONE};
    add_all(&l, &o->holds, o->fault_disabled);
    add_all(&l, &o->optional, o->fault_disabled);
    return l;
}

struct legal legal_interrupt(const struct vtd_interrupt_outcome *o)
{
    const struct vtd_interrupt_conditions *s = &o->holds;
    struct legal l = {.pass = vtd_first_interrupt_condition(*s) == VTD_NONE};
    add(&l, s->int_20, VTD_INT_20, o->fault_disabled);
    add(&l, s->int_21, VTD_INT_21, o->fault_disabled);
    add(&l, s->int_22, VTD_INT_22, o->fault_disabled);
    add(&l, s->int_23, VTD_INT_23, o->fault_disabled);
    add(&l, s->int_24 || o->int_24_optional, VTD_INT_24, o->fault_disabled);
    add(&l, s->int_25, VTD_INT_25, o->fault_disabled);
    add(&l, s->int_26, VTD_INT_26, o->fault_disabled);
    add(&l, s->int_2a, VTD_INT_2A, o->fault_disabled);
    add(&l, s->int_2b, VTD_INT_2B, o->fault_disabled);
    return l;
}

struct legal legal_either(struct legal a, struct legal b)
{
    return (struct legal){a.pass || b.pass, a.silent || b.silent, a.reasons | b.reasons, a.rules | b.rules};
}

static void append(char *text, size_t size, const char *separator, const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s", used > 0 ? separator : "", more);
}

void legal_rules_text(const struct legal *l, char *text, size_t size)
{
    text[0] = '\0';
    for (unsigned rule = 1; rule < VTD_RULE_END; rule++)
        if (l->rules & (1u << rule))
            append(text, size, "+", rule_table[rule].id);
    if (text[0] == '\0')
        append(text, size, "", "none");
}

void legal_text(const struct legal *l, char *text, size_t size)
{
    char reasons[128] = "";
    text[0] = '\0';
    for (unsigned r = 0; r < 64; r++) {
        char one[8];
        snprintf(one, sizeof one, "%02X", r);
        if (l->reasons & (1ull << r))
            append(reasons, sizeof reasons, " or ", one);
    }
    if (l->pass)
        append(text, size, "; ", "pass");
    if (reasons[0] != '\0') {
        append(text, size, "; ", "blocked recording ");
        append(text, size, "", reasons);
    }
    if (l->silent)
        append(text, size, "; ", "blocked unrecorded");
}
