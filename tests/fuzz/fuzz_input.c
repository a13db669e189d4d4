/* Every reader of the audit's inputs, on hostile bytes: none may crash, hang, or fail without a message. The first
 * byte chooses the reader; the rest is the file. For topologies with a DMAR table the next two bytes say where the
 * table begins. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/audit/input/debugfs.h"
#include "harness/audit/input/devices.h"
#include "harness/audit/input/dmar.h"
#include "harness/audit/input/memory.h"
#include "harness/audit/input/named.h"
#include "harness/audit/input/pci.h"
#include "harness/audit/input/registers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool tables(struct audit_build *b, const char *path, const uint8_t *data, size_t size)
{
    size_t at = size < 2 ? 0 : (size_t)(data[0] | data[1] << 8);
    if (at < size && size - at >= 48 && !audit_dmar_parse(b, data + at, size - at, "dmar"))
        return false;
    return audit_lspci_read(b, path) && audit_devices_build(b);
}

static bool words(struct audit_build *b, const char *path, unsigned which)
{
    struct debugfs d = {.b = b, .words = true};
    if (!audit_memory_blank(b))
        return false;
    bool good = which == 0   ? debugfs_translation(&d, path)
                : which == 1 ? debugfs_interrupts(&d, path)
                             : debugfs_domains(&d, path);
    return good && audit_memory_finish(b) && audit_devices_build(b);
}

static bool one(struct audit_build *b, const char *path, const uint8_t *data, size_t size)
{
    switch (data[0] % 9) {
    case 0:
        return audit_dmar_parse(b, data + 1, size - 1, "dmar") && audit_devices_build(b);
    case 1:
        return audit_memory_open(b, path) && audit_dmar_find(b, path) && audit_devices_build(b);
    case 2:
        return audit_registers_read(b, path);
    case 3:
        return tables(b, path, data + 1, size - 1);
    case 7:
        return audit_named_memory(b, path);
    case 8: {
        struct audit_segment *s = NULL;
        size_t count = 0;
        bool good = audit_map_segments(b, path, &s, &count);
        free(s);
        return good;
    }
    default:
        return words(b, path, data[0] % 9 - 4u);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char message[600] = "", path[64];
    struct audit_options options = audit_options_default();
    struct audit_input in;
    struct audit_build b = {.options = &options, .in = &in, .message = message, .size = sizeof message};
    if (size < 2)
        return 0;
    size_t skip = data[0] % 9 == 3 && size > 3 ? 3 : 1;
    int fd = memfd_create("input", 0);
    if (fd < 0 || write(fd, data + skip, size - skip) != (ssize_t)(size - skip))
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    memset(&in, 0, sizeof in);
    bool good = one(&b, path, data, size);
    if (good == (message[0] != '\0')) /* a message if and only if it failed */
        abort();
    audit_pci_close(&b);
    audit_dmar_close(&b);
    free(b.page);
    audit_input_close(&in);
    close(fd);
    return 0;
}
