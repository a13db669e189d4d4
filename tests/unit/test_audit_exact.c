/* Reasons why tables and frames are listed, made by hand: audit_exact() accepts the true ones and no others. */
#include "tests/unit/tables.h"

#include "harness/audit/tables.h"

struct bench {
    struct tables t;
    struct range_list captured;
    struct table_set set; /* 0x3000, 0x4000, 0x5000, 0x6000; page 1 is frame 9 */
    int32_t parent[4];
    struct audit_piece read[2], write[2];
    struct audit_reasons reasons;
};

static void make(struct bench *b)
{
    *b = (struct bench){.parent = {-1, 0, 1, 2}, .read = {{9, 10, 3, 1}}, .write = {{9, 10, 3, 1}}};
    test_build(&b->t);
    range_add(&b->captured, 0, TEST_FRAMES);
    range_settle(&b->captured);
    table_set_visit(&b->set, &b->t.unit.caps, &b->t.memory, &b->captured, 3, 4);
    assert_true(b->set.complete);
    assert_int_equal(b->set.account.tables, 4);
    b->reasons = (struct audit_reasons){b->parent, b->read, b->write, 1, 1};
    assert_true(audit_exact(&b->set.account, &b->reasons));
}

static void done(struct bench *b)
{
    table_set_free(&b->set);
    range_free(&b->captured);
}

/* Each number, changed alone, is refused, and accepted again when it is put back. */
#define REFUSED(b, what, value)                                                                                        \
    do {                                                                                                               \
        __typeof__(what) was = (what);                                                                                 \
        (what) = (value);                                                                                              \
        assert_false(audit_exact(&(b)->set.account, &(b)->reasons));                                                   \
        (what) = was;                                                                                                  \
        assert_true(audit_exact(&(b)->set.account, &(b)->reasons));                                                    \
    } while (0)

static void frames(void **state)
{
    struct bench b;
    (void)state;
    make(&b);
    REFUSED(&b, b.set.read.range[0].end, 11);  /* a frame too many */
    REFUSED(&b, b.set.read.range[0].first, 8); /* before */
    REFUSED(&b, b.set.write.range[0].end, 11);
    REFUSED(&b, b.read[0].end, 11); /* more than the entry maps */
    REFUSED(&b, b.read[0].first, 8);
    REFUSED(&b, b.read[0].slot, 2); /* an empty entry */
    REFUSED(&b, b.read[0].slot, 512);
    REFUSED(&b, b.read[0].slot, -1);
    REFUSED(&b, b.read[0].table, 2); /* an entry that leads to a table */
    REFUSED(&b, b.read[0].table, 4);
    REFUSED(&b, b.read[0].table, -1);
    REFUSED(&b, b.reasons.reads, 0);                          /* no reason at all */
    REFUSED(&b, b.t.words[6 * 512 + 1], 0x9002);              /* no read */
    REFUSED(&b, b.t.words[6 * 512 + 1], 0x9001);              /* no write */
    REFUSED(&b, b.t.words[6 * 512 + 1], 0xA003);              /* another frame */
    REFUSED(&b, b.t.words[6 * 512 + 1], 0x9003 | 1ull << 11); /* SNP, reserved here */
    REFUSED(&b, b.set.account.limit, 1);                      /* page 1 cannot be addressed */
    done(&b);
}

static void tables(void **state)
{
    struct bench b;
    (void)state;
    make(&b);
    for (int i = 1; i < 4; i++) {
        REFUSED(&b, b.parent[i], i); /* no table is its own reason */
        REFUSED(&b, b.parent[i], -1);
        REFUSED(&b, b.set.table[i].rights, 1);
        REFUSED(&b, b.set.table[i].level, b.set.table[i].level - 1);
        REFUSED(&b, b.set.table[i].frame, 7);
        REFUSED(&b, b.set.table[i].page, 512);
    }
    REFUSED(&b, b.parent[3], 1);
    REFUSED(&b, b.t.words[4 * 512], 0);          /* the way is cut */
    REFUSED(&b, b.t.words[4 * 512], 0x5001);     /* no write */
    REFUSED(&b, b.t.words[4 * 512], 0x5083);     /* a page of 1 GB instead */
    REFUSED(&b, b.t.words[4 * 512], 1ull << 51); /* beyond the host address width */
    done(&b);
}

/* A page over the interrupt window is two pieces; one piece for all of it is refused. */
static void window(void **state)
{
    struct bench b;
    (void)state;
    make(&b);
    table_set_free(&b.set);
    test_word(&b.t, 0x4000, 0);
    test_word(&b.t, 0x4000 + 8 * 3, 0x40000083);
    table_set_visit(&b.set, &b.t.unit.caps, &b.t.memory, &b.captured, 3, 4);
    assert_true(b.set.complete);
    b.read[0] = b.write[0] = (struct audit_piece){0x40000, 0x40000 + 0x3EE00, 1, 3};
    b.read[1] = b.write[1] = (struct audit_piece){0x40000 + 0x3EF00, 0x80000, 1, 3};
    b.reasons.reads = b.reasons.writes = 2;
    assert_true(audit_exact(&b.set.account, &b.reasons));
    REFUSED(&b, b.read[0].end, 0x40000 + 0x3EE01);
    REFUSED(&b, b.read[1].first, 0x40000 + 0x3EEFF);
    REFUSED(&b, b.read[1].first, 0x40000 + 0x3EF01); /* a frame without a reason */
    REFUSED(&b, b.read[0].end, 0x80000);
    done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(frames), cmocka_unit_test(tables), cmocka_unit_test(window)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
