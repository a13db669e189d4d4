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

    bool caching_mode;              /* CM: faulting entries may be cached too */
    bool page_selective;            /* PSI */
    bool protected_low;             /* PLMR */
    bool protected_high;            /* PHMR */
    bool root_pointer_flushes;      /* ESRTPS: SRTP invalidates the DMA remapping caches */
    bool interrupt_pointer_flushes; /* ESIRTPS: SIRTP invalidates the interrupt entry cache */
    bool queued_invalidation;       /* QI */
    bool interrupt_remapping;       /* IR */
    bool invalidation_throttle;     /* DIT: PFSID and MIP have a meaning */
    bool abort_dma;                 /* ADMS: TTM=11 blocks every request */
    bool remapping_required;        /* IRREQ: interrupts are blocked while IRES=0 */
    bool extended_mode_required;    /* EIMER: interrupts are blocked while EIME=0 */
    uint32_t fault_records;         /* NFR + 1: 1..256 */
    uint32_t fault_offset;          /* 16 * FRO: offset of the first fault record register */
    uint32_t iotlb_offset;          /* 16 * IRO: offset of IVA_REG */
    uint32_t address_mask_max;      /* MAMV: 0..63 */
    uint32_t handle_mask_max;       /* MHMV: 0..15 */
    uint32_t version;               /* VER_REG: major 7:4, minor 3:0 */
    uint32_t cap_lo, cap_hi;        /* CAP_REG as software reads it */
    uint32_t ecap_lo, ecap_hi;      /* ECAP_REG */
};

/* Translation table mode, RTADDR_REG.TTM (clause 11.4.5). */
enum vtd_table_mode { VTD_LEGACY = 0, VTD_SCALABLE = 1, VTD_MODE_RESERVED = 2, VTD_ABORT_DMA = 3 };

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
    uint8_t table_mode;            /* RTADDR_REG.TTM, enum vtd_table_mode, latched by SRTP */
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
    bool rta_1, rta_4;
    bool lrt_1, lrt_2, lrt_3;
    bool lct_1, lct_2, lct_3, lct_4_1, lct_4_2, lct_4_3;
    bool lss_1, lss_2;
    bool lgn_1_1, lgn_1_3, lgn_2, lgn_3, lgn_4;
};

/* The conditions of rules.tsv that an interrupt request can meet. */
struct vtd_interrupt_conditions {
    bool int_20, int_21, int_22, int_23, int_24, int_25, int_26, int_2a, int_2b;
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

/* Where two structures change independently, the fields that change have different integer types: WP keeps
 * one heap for each type, so that nothing has to be proved about what a write leaves alone. */

/* ---- caches: sets of four ways; the number of sets is a power of two, or 0 for no cache at all ---- */
enum { VTD_WAYS = 4, VTD_CONTEXT_SETS = 256, VTD_IOTLB_SETS = 2048, VTD_INTERRUPT_SETS = 256 };

/* A context entry as it was read: lo is word1:word0, hi is word3:word2. */
struct vtd_cached_context {
    uint32_t word0, word1, word2, word3;
    uint16_t source;
    uint16_t domain; /* invalidation tag: DID of the entry, 0 for one that faults (clause 6.2.2) */
    uint8_t valid;
};
struct vtd_context_cache {
    int32_t sets;
    struct vtd_cached_context entry[VTD_CONTEXT_SETS * VTD_WAYS];
};

/* A translation, or with caching mode the finding that there is none. */
struct vtd_cached_page {
    int64_t first; /* page number / pages per page of this level */
    int64_t frame; /* first 4 KB frame */
    int32_t source, domain;
    int8_t level;           /* 0 empty; 1 4 KB, 2 2 MB, 3 1 GB */
    int16_t rights;         /* bit 0 read, bit 1 write: granted by every level */
    int16_t fault_disabled; /* FPD of the context entry that was used */
    int16_t rule;           /* VTD_NONE, or why there is no translation; VTD_LGN_2: no entry present */
};
struct vtd_iotlb {
    int32_t sets;
    struct vtd_cached_page entry[VTD_IOTLB_SETS * VTD_WAYS];
};

/* An interrupt-remapping table entry as it was read. */
struct vtd_cached_interrupt {
    uint32_t word0, word1, word2, word3;
    int32_t index;
    int16_t valid;
};
struct vtd_interrupt_cache {
    int32_t sets;
    struct vtd_cached_interrupt entry[VTD_INTERRUPT_SETS * VTD_WAYS];
};

/* ---- fault recording and events ---- */
enum { VTD_FAULT_RECORDS = 256 };

/* One FRCD_REG: word[0] is bits 31:0; bit 31 of word[3] is F. */
struct vtd_fault_words {
    uint32_t word[4];
};
struct vtd_fault_log {
    int32_t count;         /* NFR + 1 */
    int32_t next;          /* where the next fault is recorded */
    int32_t first;         /* FRI: the record that made PPF 1 */
    bool overflow;         /* PFO */
    bool queue_error;      /* IQE */
    bool completion_error; /* ICE */
    bool timeout_error;    /* ITE */
    struct vtd_fault_words record[VTD_FAULT_RECORDS];
};

/* One group of event registers (fault event FE*, invalidation completion event IE*). */
struct vtd_event {
    uint32_t data, address, upper_address;
    bool masked, pending; /* IM, IP */
};

/* ---- invalidation queue ---- */
enum { VTD_ITAGS = 32 };
enum vtd_descriptor_kind {
    VTD_INVALIDATE_CONTEXT = 1,
    VTD_INVALIDATE_IOTLB = 2,
    VTD_INVALIDATE_DEVICE = 3,
    VTD_INVALIDATE_INTERRUPT = 4,
    VTD_WAIT = 5
};
/* IQERCD_REG.IQEI (clause 11.4.9.9) */
enum vtd_queue_error {
    VTD_QUEUE_OK = 0,
    VTD_TAIL_INVALID = 1,
    VTD_FETCH_ERROR = 2,
    VTD_TYPE_INVALID = 3,
    VTD_RESERVED_SET = 4,
    VTD_WIDTH_INVALID = 5,
    VTD_TAIL_MISALIGNED = 6,
    VTD_MODE_INVALID = 7
};

/* A device-TLB invalidation that the device has not answered yet. */
struct vtd_itag {
    uint16_t source;
    int32_t used;
    int32_t remaining; /* completions still expected; 0: none has come yet */
};
struct vtd_queue {
    uint32_t head, tail;                        /* byte offsets: IQH, IQT */
    uint32_t address_lo, address_hi;            /* IQA */
    bool enabled;                               /* QIES */
    bool wait_complete;                         /* ICS.IWC */
    int32_t error;                              /* IQEI */
    uint16_t timeout_source, completion_source; /* ITESID, ICESID */
    bool waiting;                               /* a fetched wait descriptor waits for devices */
    bool wait_interrupt, wait_status;
    uint32_t wait_data;
    int64_t wait_address; /* divided by 4 */
    struct vtd_itag itag[VTD_ITAGS];
};

/* Granularity of an invalidation, as encoded in registers and descriptors (clause 6.5). */
enum vtd_granularity { VTD_GLOBAL = 1, VTD_BY_DOMAIN = 2, VTD_BY_DEVICE = 3, VTD_BY_PAGE = 3 };

/* ---- one whole remapping unit ---- */

/* Registers that read back what was written; bits that do not exist are kept 0. */
struct vtd_registers {
    uint32_t root_lo, root_hi;           /* RTADDR_REG, not yet latched */
    uint32_t interrupt_lo, interrupt_hi; /* IRTA_REG, not yet latched */
    uint32_t context_lo, context_hi;     /* CCMD_REG without ICC */
    uint32_t address_lo, address_hi;     /* IVA_REG */
    uint32_t iotlb_hi;                   /* IOTLB_REG 63:32 without IVT */
    uint32_t low_base, low_limit;        /* PLMBASE, PLMLIMIT */
    uint32_t high_base_lo, high_base_hi, high_limit_lo, high_limit_hi;
    bool root_pointer_set;      /* GSTS.RTPS */
    bool interrupt_pointer_set; /* GSTS.IRTPS */
    bool regions_protected;     /* PMEN.EPM, and PRS */
};

/* Caller-allocated, any number of them. `unit` is what is in force; the rest is what software and devices
 * see, and what is cached. */
struct vtd_iommu {
    struct vtd_unit unit;
    struct vtd_registers registers;
    struct vtd_event fault_event, completion_event;
    struct vtd_fault_log faults;
    struct vtd_queue queue;
    struct vtd_context_cache contexts;
    struct vtd_iotlb iotlb;
    struct vtd_interrupt_cache interrupts;
};

/* What the architecture leaves to the implementation, given from outside so that a run can be repeated:
 * which way of a set a new entry displaces, whether faulting entries are cached (caching mode only), and
 * whether a pending fault record stands for later faults of the same requester. */
struct vtd_choice {
    uint8_t way; /* 0..3 */
    bool cache_faults;
    bool compress;
};

/* What an operation does outside the unit; the caller carries it out. Event messages are sent with the
 * data and address of their event registers and are not remapped. */
struct vtd_effects {
    bool fault_event, completion_event;
    bool status_write; /* wait descriptor: status_data to status_address * 4 */
    uint32_t status_data;
    uint64_t status_address;
    bool device_request; /* device-TLB invalidation to send */
    bool device_sized;
    uint8_t device_tag;
    uint16_t device_source;
    uint64_t device_page;
};

#endif
