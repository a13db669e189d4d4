#include "model/rules.h"

uint8_t vtd_fault_reason(unsigned rule)
{
    switch (rule) {
    case VTD_RTA_1:
        return 0x30u;
    case VTD_RTA_4:
        return 0x33u;
    case VTD_LRT_1:
        return 0x08u;
    case VTD_LRT_2:
        return 0x01u;
    case VTD_LRT_3:
        return 0x0Au;
    case VTD_LCT_1:
        return 0x09u;
    case VTD_LCT_2:
        return 0x02u;
    case VTD_LCT_3:
        return 0x0Bu;
    case VTD_LCT_4_1:
    case VTD_LCT_4_2:
    case VTD_LCT_4_3:
        return 0x03u;
    case VTD_LCT_5:
        return 0x0Du;
    case VTD_LSS_1:
        return 0x07u;
    case VTD_LSS_2:
        return 0x0Cu;
    case VTD_LGN_1_1:
    case VTD_LGN_1_2:
    case VTD_LGN_1_3:
        return 0x04u;
    case VTD_LGN_2:
        return 0x05u;
    case VTD_LGN_3:
        return 0x06u;
    case VTD_LGN_4:
        return 0x0Eu;
    case VTD_INT_20:
        return 0x20u;
    case VTD_INT_21:
        return 0x21u;
    case VTD_INT_22:
        return 0x22u;
    case VTD_INT_23:
        return 0x23u;
    case VTD_INT_24:
        return 0x24u;
    case VTD_INT_25:
        return 0x25u;
    case VTD_INT_26:
        return 0x26u;
    case VTD_INT_29:
        return 0x29u;
    case VTD_INT_2A:
        return 0x2Au;
    case VTD_INT_2B:
        return 0x2Bu;
    default:
        return 0u;
    }
}

bool vtd_rule_is_qualified(unsigned rule)
{
    switch (rule) {
    case VTD_LCT_2:
    case VTD_LCT_3:
    case VTD_LCT_4_1:
    case VTD_LCT_4_2:
    case VTD_LCT_4_3:
    case VTD_LCT_5:
    case VTD_LSS_1:
    case VTD_LSS_2:
    case VTD_LGN_1_1:
    case VTD_LGN_1_2:
    case VTD_LGN_1_3:
    case VTD_LGN_2:
    case VTD_LGN_3:
    case VTD_LGN_4:
    case VTD_INT_22:
    case VTD_INT_24:
    case VTD_INT_26:
        return true;
    default:
        return false;
    }
}

unsigned vtd_first_condition(struct vtd_dma_conditions s)
{
    if (s.rta_1)
        return VTD_RTA_1;
    if (s.rta_4)
        return VTD_RTA_4;
    if (s.lrt_1)
        return VTD_LRT_1;
    if (s.lrt_2)
        return VTD_LRT_2;
    if (s.lrt_3)
        return VTD_LRT_3;
    if (s.lct_1)
        return VTD_LCT_1;
    if (s.lct_2)
        return VTD_LCT_2;
    if (s.lct_3)
        return VTD_LCT_3;
    if (s.lct_4_1)
        return VTD_LCT_4_1;
    if (s.lct_4_2)
        return VTD_LCT_4_2;
    if (s.lgn_1_1)
        return VTD_LGN_1_1;
    if (s.lgn_1_3)
        return VTD_LGN_1_3;
    if (s.lct_4_3)
        return VTD_LCT_4_3;
    if (s.lss_1)
        return VTD_LSS_1;
    if (s.lss_2)
        return VTD_LSS_2;
    if (s.lgn_2)
        return VTD_LGN_2;
    if (s.lgn_3)
        return VTD_LGN_3;
    if (s.lgn_4)
        return VTD_LGN_4;
    return VTD_NONE;
}
