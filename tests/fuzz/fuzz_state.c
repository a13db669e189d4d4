/* Any bytes as a state file, with its checksum made right so that more than the checksum is looked at: refused with a line, or it
 * is, byte for byte, what is written for the unit that it describes; and what is printed of it comes to an end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/state/state_check.h"
#include "harness/state/state_file.h"
#include "harness/state/state_print.h"
#include "harness/state/state_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct vtd_iommu unit;

/* The bytes, ended by a checksum unless the first one says that they stay as they are. */
static char *file_of(const uint8_t *data, size_t size, size_t *length)
{
    char *text = malloc(size + 40);
    if (text == NULL)
        abort();
    memcpy(text, data + 1, size - 1);
    *length = size - 1;
    if (data[0] != 'x')
        *length += (size_t)sprintf(text + size - 1, STATE_CHECKSUM " 0x%08x\n", state_checksum(text, size - 1));
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char message[600] = "", path[64], *text, *again = NULL;
    size_t length, second = 0;
    if (size < 1)
        return 0;
    text = file_of(data, size, &length);
    int fd = memfd_create("state", 0);
    if (fd < 0 || write(fd, text, length) != (ssize_t)length)
        abort();
    int digits = snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (!state_load(&unit, path, message, sizeof message)) {
        if (strncmp(message, path, (size_t)digits) != 0 || message[digits] != ':')
            abort();
    } else {
        if (!state_text(&unit, &again, &second) || second != length || memcmp(again, text, length) != 0 ||
            !state_valid(&unit, message, sizeof message))
            abort();
        FILE *sink = fopen("/dev/null", "w");
        if (sink != NULL) {
            state_print(sink, &unit);
            fclose(sink);
        }
    }
    close(fd);
    free(again);
    free(text);
    return 0;
}
