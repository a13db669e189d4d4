#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/state/state_check.h"
#include "harness/state/state_file.h"
#include "harness/state/state_text.h"

static bool refuse(char *message, size_t size, const char *path, const char *what, int error)
{
    snprintf(message, size, "%s: %s%s%s", path, what, error != 0 ? ": " : "", error != 0 ? strerror(error) : "");
    return false;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        text += n;
        length -= (size_t)n;
    }
    return true;
}

/* A new file beside `path`, so that renaming it stays on one file system. */
static int open_beside(const char *path, char *name, size_t size)
{
    int fd = -1;
    for (unsigned i = 0; i < 100 && fd < 0; i++) {
        if (snprintf(name, size, "%s.%ld-%u.new", path, (long)getpid(), i) >= (int)size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    return fd;
}

/* The new name is on the disk only when its directory is. */
static bool sync_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = slash == NULL ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
    int fd = name == NULL ? -1 : open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    int error = errno;
    free(name);
    if (fd >= 0)
        close(fd);
    errno = error;
    return synced;
}

/* Write, sync, rename. */
static bool replace(const char *path, const char *text, size_t length, char *message, size_t size)
{
    char name[4096];
    struct stat s;
    if (lstat(path, &s) == 0 && !S_ISREG(s.st_mode))
        return refuse(message, size, path, "is there already and is no regular file", 0);
    int fd = open_beside(path, name, sizeof name);
    if (fd < 0)
        return refuse(message, size, path, "cannot be created", errno);
    bool written = write_all(fd, text, length) && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written && rename(name, path) != 0) {
        written = false;
        error = errno;
    }
    if (!written) {
        unlink(name);
        return refuse(message, size, path, "cannot be written, nothing was changed", error);
    }
    if (!sync_directory(path))
        return refuse(message, size, path, "is written, but its directory cannot be synced", errno);
    return true;
}

bool state_save(const struct vtd_iommu *io, const char *path, char *message, size_t size)
{
    char why[400];
    char *text;
    size_t length;
    if (!state_valid(io, why, sizeof why)) {
        snprintf(message, size, "%s: not saved, the unit is not valid: %s", path, why);
        return false;
    }
    if (!state_text(io, &text, &length))
        return refuse(message, size, path, "not saved", ENOMEM);
    bool saved = replace(path, text, length, message, size);
    free(text);
    return saved;
}
