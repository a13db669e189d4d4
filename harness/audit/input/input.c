#include "harness/audit/input/input.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/audit/input/debugfs.h"
#include "harness/audit/input/devices.h"
#include "harness/audit/input/dmar.h"
#include "harness/audit/input/memory.h"
#include "harness/audit/input/named.h"
#include "harness/audit/input/pci.h"
#include "harness/audit/input/registers.h"

/* Pointers of the command line go to the first unit. */
static bool use_options(struct audit_build *b)
{
    const struct audit_options *o = b->options;
    if (!o->root_given && !o->interrupts_given)
        return true;
    struct audit_unit *u = b->in->units > 0 ? &b->in->unit[0] : audit_unit_at(b, NULL, 0);
    if (u == NULL)
        return false;
    if (b->in->units > 1 &&
        !audit_note(b, AUDIT_NOTE_ASSUMED, "--root and --irta are those of %s, the first of %zu units", u->name,
                    b->in->units))
        return false;
    if (o->root_given) {
        u->unit.translation_enabled = true;
        if (!audit_root_pointer(b, u, o->root, "--root"))
            return false;
    }
    if (o->interrupts_given) {
        u->unit.remapping_enabled = true;
        u->unit.compatibility_allowed = false;
        if (!audit_interrupt_pointer(b, u, o->interrupts, "--irta"))
            return false;
    }
    return true;
}

/* What is still not known about a unit. */
static bool complete(struct audit_build *b, struct audit_unit *u)
{
    if (!u->caps_known) {
        struct profile_registers r;
        if (!profile_chosen_registers(&b->options->profile, &r))
            return audit_fail(b, "the capability options are not complete");
        if (b->in->host_width != 0 && !b->options->profile.host_width)
            r.host_width = b->in->host_width;
        if (!audit_unit_caps(b, u, r, "capability options"))
            return false;
        u->caps_known = b->options->profile_given;
        if (!u->caps_known &&
            !audit_note(b, AUDIT_NOTE_ASSUMED,
                        "%s: CAP 0x%" PRIx64 ", ECAP 0x%" PRIx64 ", %u host address bits: no registers, and no "
                        "--cap, --ecap and --haw",
                        u->name, r.cap, r.ecap, r.host_width))
            return false;
    }
    if (u->unit.interrupt_table_size < 2)
        u->unit.interrupt_table_size = 2;
    if (!u->root_known && !audit_note(b, AUDIT_NOTE_MISSING,
                                      "%s: no root table pointer: expected --root, registers or debugfs text", u->name))
        return false;
    return u->interrupts_known ||
           audit_note(b, AUDIT_NOTE_MISSING,
                      "%s: no interrupt table pointer: expected --irta, registers or debugfs text", u->name);
}

static bool read_memory(struct audit_build *b)
{
    const struct audit_options *o = b->options;
    if (o->memory != NULL)
        return audit_memory_open(b, o->memory);
    return o->debugfs != NULL || audit_fail(b, "no memory: expected --memory FILE, --debugfs DIR or --capture DIR");
}

static bool read_all(struct audit_build *b)
{
    const struct audit_options *o = b->options;
    if (!read_memory(b))
        return false;
    if (o->dmar != NULL ? !audit_dmar_file(b, o->dmar) : o->memory != NULL && !audit_dmar_find(b, o->memory))
        return false;
    if (!b->in->dmar_known && !audit_note(b, AUDIT_NOTE_MISSING,
                                          "no DMAR table: which units there are, which device belongs to which, and "
                                          "reserved memory regions are not known from firmware"))
        return false;
    if (o->capture != NULL && !audit_named_units(b, o->capture))
        return false;
    if (o->registers != NULL && !audit_registers_read(b, o->registers))
        return false;
    if (o->debugfs != NULL && !audit_debugfs_read(b, o->debugfs))
        return false;
    if (o->memory != NULL && !audit_registers_in_memory(b))
        return false;
    if (!use_options(b))
        return false;
    if (b->in->units == 0)
        return audit_fail(b, "no remapping unit: expected a DMAR table, --registers, --debugfs or --root");
    for (size_t k = 0; k < b->in->units; k++)
        if (!complete(b, &b->in->unit[k]))
            return false;
    if ((o->topology != NULL && !audit_lspci_read(b, o->topology)) ||
        (o->sysfs != NULL && !audit_sysfs_read(b, o->sysfs)))
        return false;
    return audit_devices_build(b) && (o->iomem == NULL || audit_named_memory(b, o->iomem));
}

bool audit_input_open(const struct audit_options *options, struct audit_input *in, char *message, size_t size)
{
    struct audit_options chosen = *options;
    struct audit_build b = {.options = &chosen, .in = in, .message = message, .size = size};
    struct audit_capture_paths paths;
    memset(in, 0, sizeof *in);
    message[0] = '\0';
    bool good = (options->capture == NULL || audit_capture_options(&b, &chosen, &paths)) && read_all(&b);
    if (!good && message[0] == '\0')
        audit_fail(&b, "not enough memory for the input");
    audit_pci_close(&b);
    audit_dmar_close(&b);
    free(b.page);
    if (!good)
        audit_input_close(in);
    return good;
}

void audit_input_close(struct audit_input *in)
{
    for (size_t k = 0; k < in->units; k++) {
        free(in->unit[k].name);
        free(in->unit[k].root_from);
        free(in->unit[k].interrupts_from);
    }
    for (size_t k = 0; k < in->devices; k++) {
        free(in->device[k].name);
        free(in->device[k].label);
        free(in->device[k].alias);
        free(in->device[k].window);
    }
    for (size_t k = 0; k < in->peers; k++)
        free(in->peer[k].why);
    for (size_t k = 0; k < in->reserveds; k++) {
        free(in->reserved[k].requester);
        free(in->reserved[k].where);
    }
    for (size_t k = 0; k < in->nameds; k++)
        free(in->named[k].name);
    for (size_t k = 0; k < in->notes; k++)
        free(in->note[k].text);
    free(in->unit);
    free(in->device);
    free(in->peer);
    free(in->reserved);
    free(in->named);
    free(in->note);
    free(in->extent);
    if (in->mapping != NULL)
        munmap(in->mapping, in->mapped);
    memset(in, 0, sizeof *in);
}

bool audit_backed(const struct audit_input *in, uint64_t frame)
{
    size_t low = 0, high = in->extents;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->extent[middle].end / 4096 <= frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low < in->extents && in->extent[low].first / 4096 <= frame;
}

int audit_device_of(const struct audit_input *in, uint16_t segment, uint16_t requester, int start)
{
    for (size_t k = start < 0 ? 0 : (size_t)start; k < in->devices; k++)
        for (size_t n = 0; in->device[k].segment == segment && n < in->device[k].aliases; n++)
            if (in->device[k].alias[n] == requester)
                return (int)k;
    return -1;
}
