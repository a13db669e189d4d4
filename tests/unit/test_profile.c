/* Register values to capabilities: every field by its bit position, as literals; the named units. */
#include <stdio.h>
#include <string.h>

#include "harness/check/config.h"
#include "harness/oracle/profile_check.h"
#include "harness/oracle/profile_fields.h"
#include "harness/oracle/profile_names.h"
#include "tests/unit/tables.h"

static struct vtd_caps of(uint64_t cap, uint64_t ecap)
{
    return profile_decode((struct profile_registers){0x10, cap, ecap, 48});
}

/* The flag at `offset` in vtd_caps is this bit of this register, and nothing else. */
static const struct {
    size_t offset;
    unsigned bit;
    bool extended;
} flags[] = {
    {offsetof(struct vtd_caps, protected_low), 5, false},
    {offsetof(struct vtd_caps, protected_high), 6, false},
    {offsetof(struct vtd_caps, caching_mode), 7, false},
    {offsetof(struct vtd_caps, agaw_39), 9, false},
    {offsetof(struct vtd_caps, agaw_48), 10, false},
    {offsetof(struct vtd_caps, agaw_57), 11, false},
    {offsetof(struct vtd_caps, zero_length_read), 22, false},
    {offsetof(struct vtd_caps, page_2m), 34, false},
    {offsetof(struct vtd_caps, page_1g), 35, false},
    {offsetof(struct vtd_caps, page_selective), 39, false},
    {offsetof(struct vtd_caps, interrupt_pointer_flushes), 62, false},
    {offsetof(struct vtd_caps, root_pointer_flushes), 63, false},
    {offsetof(struct vtd_caps, queued_invalidation), 1, true},
    {offsetof(struct vtd_caps, device_tlb), 2, true},
    {offsetof(struct vtd_caps, interrupt_remapping), 3, true},
    {offsetof(struct vtd_caps, extended_int_mode), 4, true},
    {offsetof(struct vtd_caps, pass_through), 6, true},
    {offsetof(struct vtd_caps, snoop_control), 7, true},
    {offsetof(struct vtd_caps, invalidation_throttle), 41, true},
    {offsetof(struct vtd_caps, abort_dma), 52, true},
    {offsetof(struct vtd_caps, extended_mode_required), 61, true},
    {offsetof(struct vtd_caps, remapping_required), 62, true},
};
enum { FLAGS = sizeof flags / sizeof flags[0] };

static bool flag_of(const struct vtd_caps *c, unsigned k)
{
    return *(const bool *)((const char *)c + flags[k].offset);
}

static void decodes_flags(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 128; n++) {
        struct vtd_caps set = n < 64 ? of(1ull << n, 0) : of(0, 1ull << (n - 64));
        struct vtd_caps clear = n < 64 ? of(~(1ull << n), ~0ull) : of(~0ull, ~(1ull << (n - 64)));
        for (unsigned k = 0; k < FLAGS; k++) {
            bool mine = flags[k].bit + (flags[k].extended ? 64u : 0u) == n;
            assert_int_equal(flag_of(&set, k), mine);
            assert_int_equal(flag_of(&clear, k), !mine);
        }
    }
}

static void decodes_numbers(void **state)
{
    (void)state;
    assert_int_equal(of(0x0, 0).domain_count, 16);
    assert_int_equal(of(0x6, 0).domain_count, 65536);
    assert_int_equal(of(0x7, 0).domain_count, 65536);
    assert_true(of(0x00260000, 0).guest_pages == 1ull << 27);
    assert_true(of(0x002F0000, 0).guest_pages == 1ull << 36);
    assert_true(of(0x00380000, 0).guest_pages == 1ull << 45);
    assert_true(of(0x003F0000, 0).guest_pages == 1ull << 45);
    assert_true(of(0, 0).guest_pages == 1);
    assert_int_equal(of(0x01000000, 0).fault_offset, 0x10);
    assert_int_equal(of(0x3FF000000, 0).fault_offset, 0x3FF0);
    assert_int_equal(of(0xFFFFFFFC00FFFFFF, 0).fault_offset, 0);
    assert_int_equal(of(0, 0).fault_records, 1);
    assert_int_equal(of(0x0000FF0000000000, 0).fault_records, 256);
    assert_int_equal(of(0xFFFF00FFFFFFFFFF, 0).fault_records, 1);
    assert_int_equal(of(0x003F000000000000, 0).address_mask_max, 63);
    assert_int_equal(of(0xFFC0FFFFFFFFFFFF, 0).address_mask_max, 0);
    assert_int_equal(of(0, 0x00000100).iotlb_offset, 0x10);
    assert_int_equal(of(0, 0x0003FF00).iotlb_offset, 0x3FF0);
    assert_int_equal(of(0, 0xFFFFFFFFFFFC00FF).iotlb_offset, 0);
    assert_int_equal(of(0, 0x00F00000).handle_mask_max, 15);
    assert_int_equal(of(0, 0xFFFFFFFFFF0FFFFF).handle_mask_max, 0);
}

static void decodes_the_rest(void **state)
{
    struct vtd_caps c = profile_decode((struct profile_registers){0x61, 0x123456789ABCDEF0, 0xFEDCBA9876543210, 39});
    (void)state;
    assert_int_equal(c.version, 0x61);
    assert_int_equal(c.cap_lo, 0x9ABCDEF0);
    assert_int_equal(c.cap_hi, 0x12345678);
    assert_int_equal(c.ecap_lo, 0x76543210);
    assert_int_equal(c.ecap_hi, 0xFEDCBA98);
    assert_true(c.host_frames == 1ull << 27);
    /* not known, and out of range */
    assert_int_equal(profile_decode((struct profile_registers){0}).version, 0x10);
    assert_true(profile_decode((struct profile_registers){0}).host_frames == 1ull << 20);
    assert_true(profile_decode((struct profile_registers){0x10, 0, 0, 99}).host_frames == 1ull << 40);
}

/* Each bit of the three registers belongs to exactly one field, and names are unique. */
static void table_is_whole(void **state)
{
    uint64_t seen[3] = {0, 0, 0};
    (void)state;
    for (unsigned i = 0; i < profile_field_count; i++) {
        const struct profile_field *f = &profile_fields[i];
        uint64_t mask = ((1ull << f->width) - 1u) << f->low;
        assert_true((seen[f->where] & mask) == 0);
        seen[f->where] |= mask;
        assert_int_equal(strcmp(f->name, "rsvd") == 0, f->kind == PROFILE_RESERVED);
        for (unsigned k = 0; k < i; k++)
            assert_true(f->kind == PROFILE_RESERVED || strcmp(f->name, profile_fields[k].name) != 0);
    }
    assert_true(seen[0] == 0xFFFFFFFF && seen[1] == ~0ull && seen[2] == ~0ull);
}

static void names_are_valid(void **state)
{
    char why[600] = "";
    struct profile_registers r;
    (void)state;
    assert_false(profile_find("z80", &r));
    for (unsigned i = 0; i < profile_name_count; i++) {
        const struct profile_name *n = &profile_names[i];
        size_t length = strlen(n->name);
        assert_true(profile_find(n->name, &r));
        if (!profile_check(&r, why, sizeof why))
            fail_msg("%s: %s", n->name, why);
        assert_int_equal(n->legacy_view, length > 7 && strcmp(n->name + length - 7, "-legacy") == 0);
        /* the view is there because it is needed, and where it is not it changes nothing */
        assert_int_equal(profile_check(&n->raw, why, sizeof why), !n->legacy_view);
        struct profile_registers view = profile_legacy_view(n->raw);
        assert_true(profile_check(&view, why, sizeof why));
        assert_int_equal(view.cap == n->raw.cap && view.ecap == n->raw.ecap, !n->legacy_view);
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(n->name, profile_names[k].name);
    }
}

/* Sapphire Rapids, by hand: CAP loses 60, 59, 56; ECAP loses 49..47, 45, 43, 42, 39, 36..33, 31, 26, 25. */
static void legacy_view(void **state)
{
    struct profile_registers raw = {0x60, 0x19ED008C40780C66, 0x3EE9E86F050DF, 52}, view = profile_legacy_view(raw);
    (void)state;
    assert_true(view.cap == 0x00ED008C40780C66);
    assert_true(view.ecap == 0x0000420000F050DF);
    assert_int_equal(view.version, 0x60);
    assert_int_equal(view.host_width, 52);
}

/* Every configuration of `check` has a profile, with the same host width; not the one that translates nothing. */
static void configurations_have_profiles(void **state)
{
    (void)state;
    for (unsigned i = 0; i < check_config_count; i++) {
        char name[64];
        struct profile_registers r;
        snprintf(name, sizeof name, "qemu-7.2-%s", check_configs[i].name);
        bool translates = strstr(check_configs[i].options, "dma-translation=off") == NULL;
        assert_int_equal(profile_find(name, &r), translates);
        if (!translates)
            continue;
        assert_int_equal(r.host_width, check_configs[i].haw);
    }
}

static void extremes(void **state)
{
    struct profile_registers all = {0}, none = {0};
    (void)state;
    bool found = profile_find("everything", &all);
    assert_true(profile_find("nothing", &none) && found);
    struct vtd_caps a = profile_decode(all), n = profile_decode(none);
    for (unsigned k = 0; k < FLAGS; k++) {
        assert_true(flag_of(&a, k));
        assert_int_equal(flag_of(&n, k), flags[k].offset == offsetof(struct vtd_caps, agaw_39));
    }
    assert_int_equal(a.fault_records, 256);
    assert_int_equal(n.fault_records, 1);
    assert_int_equal(n.domain_count, 16);
    assert_true(a.guest_pages == 1ull << 45);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_flags),
        cmocka_unit_test(decodes_numbers),
        cmocka_unit_test(decodes_the_rest),
        cmocka_unit_test(table_is_whole),
        cmocka_unit_test(names_are_valid),
        cmocka_unit_test(legacy_view),
        cmocka_unit_test(configurations_have_profiles),
        cmocka_unit_test(extremes),
    };
    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
