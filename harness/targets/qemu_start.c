#include "harness/targets/qemu_start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_ARGUMENTS = 96, START_SECONDS = 20, PATH_BYTES = 108 };

enum qemu_status qemu_fail(struct qemu *q, enum qemu_status status, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(q->message.text, sizeof q->message.text, format, list);
    va_end(list);
    q->status = status;
    return status;
}

static void path_in(const struct qemu *q, const char *name, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/%s", q->directory, name);
}

/* The end of what QEMU printed, on one line. */
static void last_words(const struct qemu *q, char *text, size_t size)
{
    char path[PATH_BYTES];
    path_in(q, "stderr", path);
    text[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    off_t end = lseek(fd, 0, SEEK_END);
    if (end > (off_t)size - 1)
        lseek(fd, -(off_t)(size - 1), SEEK_END);
    else
        lseek(fd, 0, SEEK_SET);
    ssize_t got = read(fd, text, size - 1);
    close(fd);
    text[got > 0 ? got : 0] = '\0';
    for (char *p = text; *p != '\0'; p++)
        if (*p == '\n')
            *p = p[1] == '\0' ? '\0' : '|';
}

enum qemu_status qemu_died(struct qemu *q)
{
    char words[512];
    int how = 0;
    pid_t reaped = q->pid > 0 ? waitpid(q->pid, &how, 0) : -1;
    last_words(q, words, sizeof words);
    if (reaped == q->pid)
        q->pid = 0;
    if (reaped > 0 && WIFSIGNALED(how))
        return qemu_fail(q, QEMU_DIED, "QEMU was ended by signal %d (%s): %s", WTERMSIG(how), strsignal(WTERMSIG(how)),
                         words);
    return qemu_fail(q, QEMU_DIED, "QEMU ended by itself with exit code %d: %s", reaped > 0 ? WEXITSTATUS(how) : -1,
                     words);
}

static bool found_in_path(const char *program)
{
    if (strchr(program, '/') != NULL)
        return access(program, X_OK) == 0;
    const char *all = getenv("PATH");
    while (all != NULL && *all != '\0') {
        size_t length = strcspn(all, ":");
        char path[512];
        snprintf(path, sizeof path, "%.*s/%s", (int)length, all, program);
        if (access(path, X_OK) == 0)
            return true;
        all += length + (all[length] == ':');
    }
    return false;
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* The child: never returns. */
static void become_qemu(const struct qemu *q, const char *binary)
{
    char qtest[160], memory[32], object[220], log[PATH_BYTES], errors[PATH_BYTES];
    const char *names[16];
    const char *argument[MAX_ARGUMENTS];
    int n = 0;
    path_in(q, "trace", log);
    path_in(q, "stderr", errors);
    snprintf(qtest, sizeof qtest, "unix:%s/qtest", q->directory);
    snprintf(memory, sizeof memory, "%uM", q->options.ram_mib);
    snprintf(object, sizeof object, "memory-backend-file,id=ram0,size=%uM,mem-path=%s/ram,share=on", q->options.ram_mib,
             q->directory);
    const char *fixed[] = {binary,   "-nodefaults", "-display", "none",       "-machine", "q35,memory-backend=ram0",
                           "-accel", "tcg",         "-S",       "-m",         memory,     "-object",
                           object,   "-qtest",      qtest,      "-qtest-log", "none",     "-D",
                           log};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        argument[n++] = fixed[i];
    size_t points = qemu_trace_points(q->options.trace, names, 16);
    for (size_t i = 0; i < points; i++) {
        argument[n++] = "-trace";
        argument[n++] = names[i];
    }
    for (const char *const *d = q->options.devices; *d != NULL && n + 3 < MAX_ARGUMENTS; d++) {
        argument[n++] = "-device";
        argument[n++] = *d;
    }
    argument[n] = NULL;
    int in = open("/dev/null", O_RDONLY);
    int out = open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for the oracle, which then ends QEMU */
    execvp(binary, (char *const *)(uintptr_t)argument);
    dprintf(2, "cannot run %s: %s\n", binary, strerror(errno));
    _exit(127);
}

/* Wait until QEMU connects, dies, or time is up. */
static enum qemu_status accept_qemu(struct qemu *q, int listener)
{
    struct pollfd waiting = {listener, POLLIN, 0};
    for (int tenth = 0; tenth < START_SECONDS * 10; tenth++) {
        if (poll(&waiting, 1, 100) > 0) {
            q->qtest = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            return q->qtest >= 0 ? QEMU_OK : qemu_fail(q, QEMU_START_FAILED, "accept: %s", strerror(errno));
        }
        int how;
        if (waitpid(q->pid, &how, WNOHANG) == q->pid) {
            char words[512];
            q->pid = 0;
            last_words(q, words, sizeof words);
            return qemu_fail(q, QEMU_START_FAILED, "QEMU did not start: %s", words);
        }
    }
    return qemu_fail(q, QEMU_HUNG, "QEMU did not connect within %d s", START_SECONDS);
}

static enum qemu_status map_ram(struct qemu *q)
{
    char path[PATH_BYTES];
    path_in(q, "ram", path);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    q->ram_bytes = (size_t)q->options.ram_mib << 20;
    if (fd < 0 || ftruncate(fd, (off_t)q->ram_bytes) != 0)
        return qemu_fail(q, QEMU_START_FAILED, "%s: %s", path, strerror(errno));
    void *ram = mmap(NULL, q->ram_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (ram == MAP_FAILED)
        return qemu_fail(q, QEMU_START_FAILED, "%s: cannot map: %s", path, strerror(errno));
    q->ram = ram;
    return QEMU_OK;
}

static enum qemu_status make_files(struct qemu *q, int *listener)
{
    char path[PATH_BYTES];
    bool shm = access("/dev/shm", W_OK) == 0;
    const char *base = shm ? "/dev/shm" : "/tmp";
    snprintf(q->directory, sizeof q->directory, "%s/iommu-oracle.XXXXXX", base);
    if (mkdtemp(q->directory) == NULL) {
        enum qemu_status s = qemu_fail(q, QEMU_START_FAILED, "%s: %s", q->directory, strerror(errno));
        q->directory[0] = '\0';
        return s;
    }
    path_in(q, "qtest", path);
    *listener = listen_at(path);
    path_in(q, "trace", path);
    if (*listener < 0 || mkfifo(path, 0600) != 0)
        return qemu_fail(q, QEMU_START_FAILED, "%s: %s", path, strerror(errno));
    q->trace = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (q->trace < 0)
        return qemu_fail(q, QEMU_START_FAILED, "%s: %s", path, strerror(errno));
    fcntl(q->trace, F_SETPIPE_SZ, 1 << 20);
    return map_ram(q);
}

enum qemu_status qemu_open(struct qemu *q, const struct qemu_options *options)
{
    int listener = -1;
    *q = (struct qemu){.options = *options, .qtest = -1, .trace = -1};
    const char *binary = options->binary != NULL ? options->binary : "qemu-system-x86_64";
    if (!found_in_path(binary))
        return qemu_fail(q, QEMU_MISSING, "%s: not found (Debian package qemu-system-x86)", binary);
    if (make_files(q, &listener) == QEMU_OK) {
        q->pid = fork();
        if (q->pid == 0)
            become_qemu(q, binary);
        if (q->pid < 0)
            qemu_fail(q, QEMU_START_FAILED, "fork: %s", strerror(errno));
        else
            accept_qemu(q, listener);
    }
    if (listener >= 0)
        close(listener);
    return q->status;
}

static void end_process(struct qemu *q)
{
    if (q->pid <= 0)
        return;
    kill(q->pid, SIGTERM);
    for (int i = 0; i < 100; i++) {
        if (waitpid(q->pid, NULL, WNOHANG) != 0) {
            q->pid = 0;
            return;
        }
        usleep(10000);
    }
    kill(q->pid, SIGKILL);
    waitpid(q->pid, NULL, 0);
    q->pid = 0;
}

void qemu_close(struct qemu *q)
{
    static const char *const files[] = {"qtest", "trace", "ram", "stderr"};
    end_process(q);
    if (q->directory[0] != '\0') {
        if (q->qtest >= 0)
            close(q->qtest);
        if (q->trace >= 0)
            close(q->trace);
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
            char path[PATH_BYTES];
            path_in(q, files[i], path);
            unlink(path);
        }
        rmdir(q->directory);
        q->directory[0] = '\0';
    }
    if (q->ram != NULL)
        munmap(q->ram, q->ram_bytes);
    q->ram = NULL;
    free(q->replies);
    q->replies = NULL;
    qemu_buffer_free(&q->out);
    qemu_buffer_free(&q->in);
    qemu_event_log_free(&q->events);
}
