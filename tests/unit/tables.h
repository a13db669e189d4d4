/* Memory and capabilities for the unit tests, with literal numbers only. */
#ifndef TESTS_TABLES_H
#define TESTS_TABLES_H

/* cmocka needs these first. */
/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "model/reference.h"

enum { TEST_FRAMES = 32 };

/* 128 KB of zeroed memory. */
struct tables {
    uint64_t words[TEST_FRAMES * 512];
    struct vtd_memory memory;
    struct vtd_unit unit;
};

/* Host and guest 48 bits wide, 3, 4 and 5 levels, 2 MB and 1 GB pages, pass-through, ZLR. */
struct vtd_caps test_caps(void);

/* Root table at 0x1000, context table of bus 0 at 0x2000; requester 00:04.0 has a 4-level table:
 * 0x3000 -> 0x4000 -> 0x5000 -> 0x6000, whose entry 1 maps page 1 to 0x9000, R and W. */
void test_build(struct tables *t);

/* Set the 64-bit word at a byte address. */
void test_word(struct tables *t, uint64_t address, uint64_t value);

struct vtd_dma_result test_dma(struct tables *t, uint64_t address, unsigned access);

#endif
