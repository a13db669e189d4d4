/* The rule table against the model, and the sets of legal answers. */
#include <stdio.h>
#include <string.h>

#include "harness/oracle/legal.h"
#include "harness/oracle/rule_table.h"
#include "tests/unit/tables.h"

static void codes(void **state)
{
    (void)state;
    assert_int_equal(rule_count, VTD_RULE_END);
    for (unsigned rule = 0; rule < VTD_RULE_END; rule++) {
        assert_int_equal(vtd_fault_reason(rule), rule_table[rule].code);
        assert_int_equal(vtd_rule_is_qualified(rule), rule_table[rule].qualified);
    }
    /* by hand, from table 30 and table 15 */
    assert_int_equal(vtd_fault_reason(VTD_LRT_1), 8);
    assert_int_equal(vtd_fault_reason(VTD_LCT_4_3), 3);
    assert_int_equal(vtd_fault_reason(VTD_LSS_2), 12);
    assert_int_equal(vtd_fault_reason(VTD_LGN_4), 14);
    assert_int_equal(vtd_fault_reason(VTD_INT_29), 0x29);
    assert_false(vtd_rule_is_qualified(VTD_LCT_1));
    assert_true(vtd_rule_is_qualified(VTD_LCT_2));
    assert_false(vtd_rule_is_qualified(VTD_INT_23));
}

/* Each rule alone is found; of two, the one that stands first in the table. */
static void order(void **state)
{
    bool *flag[VTD_RULE_END] = {0};
    struct vtd_dma_conditions s = {0};
    (void)state;
    flag[VTD_RTA_1] = &s.rta_1, flag[VTD_RTA_4] = &s.rta_4;
    flag[VTD_LRT_1] = &s.lrt_1, flag[VTD_LRT_2] = &s.lrt_2, flag[VTD_LRT_3] = &s.lrt_3, flag[VTD_LCT_1] = &s.lct_1;
    flag[VTD_LCT_2] = &s.lct_2, flag[VTD_LCT_3] = &s.lct_3, flag[VTD_LCT_4_1] = &s.lct_4_1,
    flag[VTD_LCT_4_2] = &s.lct_4_2;
    flag[VTD_LGN_1_1] = &s.lgn_1_1, flag[VTD_LGN_1_3] = &s.lgn_1_3, flag[VTD_LCT_4_3] = &s.lct_4_3;
    flag[VTD_LSS_1] = &s.lss_1, flag[VTD_LSS_2] = &s.lss_2, flag[VTD_LGN_2] = &s.lgn_2, flag[VTD_LGN_3] = &s.lgn_3;
    flag[VTD_LGN_4] = &s.lgn_4;
    assert_int_equal(vtd_first_condition(s), VTD_NONE);
    for (unsigned a = 1; a < VTD_RULE_END; a++)
        for (unsigned b = a; b < VTD_RULE_END; b++) {
            if (flag[a] == NULL || flag[b] == NULL)
                continue;
            *flag[a] = *flag[b] = true;
            assert_int_equal(vtd_first_condition(s), a);
            *flag[a] = *flag[b] = false;
        }
}

static void legal_sets(void **state)
{
    struct vtd_dma_outcome o = {0};
    char text[160];
    (void)state;
    assert_true(legal_dma(&o).pass);
    o.optional.lss_2 = true;
    o.holds.lgn_2 = true;
    struct legal l = legal_dma(&o);
    assert_false(l.pass);
    assert_int_equal(l.reasons, 1ull << 5 | 1ull << 12);
    legal_text(&l, text, sizeof text);
    assert_string_equal(text, "blocked recording 05 or 0C");
    legal_rules_text(&l, text, sizeof text);
    assert_string_equal(text, "LSS.2+LGN.2");
    o.fault_disabled = true;
    l = legal_dma(&o);
    assert_int_equal(l.reasons, 0);
    assert_true(l.silent);
    o.holds.lrt_1 = true; /* never suppressed */
    assert_int_equal(legal_dma(&o).reasons, 1ull << 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(codes), cmocka_unit_test(order), cmocka_unit_test(legal_sets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
