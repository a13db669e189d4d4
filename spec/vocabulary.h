/* The things that the specification talks about, as plain data. No behaviour lives here. */
#ifndef SPEC_VOCABULARY_H
#define SPEC_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

/* What a unit can do: the content of CAP_REG, ECAP_REG and the host address width of the DMAR table
 * (clauses 11.4.2, 11.4.3, 8.1), with widths given as counts of 4 KB frames or pages. */
struct vtd_caps {
    uint64_t host_frames;   /* 2^(HAW - 12) */
    uint64_t guest_pages;   /* 2^(MGAW - 12) */
    uint32_t domain_count;  /* 2^(4 + 2 * ND) */
    bool agaw_39;           /* SAGAW bit 1: 3-level tables */
    bool agaw_48;           /* SAGAW bit 2: 4-level tables */
    bool agaw_57;           /* SAGAW bit 3: 5-level tables */
    bool page_2m;           /* SSLPS bit 0 */
    bool page_1g;           /* SSLPS bit 1 */
    bool zero_length_read;  /* ZLR */
    bool snoop_control;     /* SC */
    bool device_tlb;        /* DT */
    bool pass_through;      /* PT */
    bool extended_int_mode; /* EIM */
};

/* Physical memory that holds tables: word_count 64-bit words from address 0 upward. Reading beyond is the
 * architecture's "error while fetching". */
struct vtd_memory {
    const uint64_t *words;
    uint64_t word_count;
};

/* One remapping unit: what software has latched into it. Fields are signed or narrower than 64 bits so
 * that writing them can never be confused with writing a table word (see SOUNDNESS.md). */
struct vtd_unit {
    struct vtd_caps caps;
    int64_t root_frame;            /* RTADDR_REG.RTA / 4096, latched by SRTP */
    int64_t interrupt_table_frame; /* IRTA_REG.IRTA / 4096, latched by SIRTP */
    int32_t interrupt_table_size;  /* 2^(S + 1) entries, 2..65536 */
    bool translation_enabled;      /* GSTS_REG.TES */
    bool remapping_enabled;        /* GSTS_REG.IRES */
    bool extended_mode;            /* IRTA_REG.EIME */
    bool compatibility_allowed;    /* GSTS_REG.CFIS */
};

enum vtd_access { VTD_READ = 0, VTD_WRITE = 1, VTD_ATOMIC = 2, VTD_ZERO_LENGTH_READ = 3 };

/* Address type of a request (clause 4.2): only untranslated requests are modelled in full. */
enum vtd_address_type { VTD_UNTRANSLATED = 0, VTD_TRANSLATION_REQUEST = 1, VTD_TRANSLATED = 2 };

/* An untranslated memory request without PASID that stays within one 4 KB page. */
struct vtd_dma_request {
    uint64_t address;
    uint16_t source_id; /* bus 15:8, device and function 7:0 */
    uint8_t access;     /* enum vtd_access */
};

/* The conditions of rules.tsv that an untranslated request can meet, one flag each. */
struct vtd_dma_conditions {
    bool lrt_1, lrt_2, lrt_3;
    bool lct_1, lct_2, lct_3, lct_4_1, lct_4_2, lct_4_3;
    bool lss_1, lss_2;
    bool lgn_1_1, lgn_1_3, lgn_2, lgn_3, lgn_4;
};

/* The conditions of rules.tsv that an interrupt request can meet. */
struct vtd_interrupt_conditions {
    bool int_20, int_21, int_22, int_23, int_24, int_25, int_26;
};

/* What an untranslated request without PASID is, by its address, length and kind (clause 3.15). */
enum vtd_request_class {
    VTD_TO_MEMORY = 0,         /* subject to DMA remapping */
    VTD_TO_INTERRUPT = 1,      /* an interrupt request */
    VTD_TO_NOTHING = 2,        /* zero-length read of the interrupt range: completes, touches nothing */
    VTD_INVALID_INTERRUPT = 3, /* INT.29 */
};

/* A doubleword write into FEE0_0000h..FEEF_FFFFh. */
struct vtd_interrupt_request {
    uint64_t address;
    uint32_t data;
    uint16_t source_id;
};

/* The message that leaves the unit. */
struct vtd_message {
    uint32_t destination;
    uint8_t vector;
    uint8_t delivery_mode; /* 0..7 */
    bool logical;          /* destination mode */
    bool redirection_hint;
    bool level; /* trigger mode */
};

#endif
