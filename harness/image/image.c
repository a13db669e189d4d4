#include "harness/image/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT (1ull << 46) /* bytes of address space that can be reserved */

static bool refuse(char *message, size_t size, const char *path, const char *why)
{
    snprintf(message, size, "%s: %s", path, why);
    return false;
}

bool image_open(const char *path, uint64_t base, struct vtd_memory *m, char *message, size_t size)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return refuse(message, size, path, strerror(errno));
    bool known = fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_size >= 4096;
    if (!known || base % 4096 != 0 || base > LIMIT || (uint64_t)s.st_size > LIMIT - base) {
        close(fd);
        return refuse(message, size, path,
                      known ? "base must be a multiple of 4096, base plus size at most 2^46"
                            : "expected a regular file of at least 4096 bytes");
    }
    uint64_t bytes = (uint64_t)s.st_size & ~4095ull;
    void *all = mmap(NULL, base + bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all != MAP_FAILED && mmap((char *)all + base, bytes, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
        all = MAP_FAILED;
    close(fd);
    if (all == MAP_FAILED)
        return refuse(message, size, path, "cannot be mapped");
    *m = (struct vtd_memory){all, (base + bytes) / 8u};
    return true;
}
