#include "harness/targets/exec_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { END_TRIES = 100, END_PAUSE_NS = 10000000, POLL_MS = 100 };

/* ---- start ---- */

static void be_child(const char *command, int in, int out, int err)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0)
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static void close_pair(int pair[2])
{
    for (unsigned i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

bool exec_start(struct exec_process *p, const char *command, unsigned patience, const volatile sig_atomic_t *stop)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    memset(p, 0, sizeof *p);
    p->to = p->from = p->errors = -1;
    p->patience = patience;
    p->stop = stop;
    signal(SIGPIPE, SIG_IGN);
    fflush(NULL);
    bool piped = pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0;
    p->pid = piped ? fork() : -1;
    if (p->pid == 0)
        be_child(command, in[0], out[1], err[1]);
    if (p->pid < 0) {
        snprintf(p->message, sizeof p->message, "cannot start '%.200s': %s", command, strerror(errno));
        p->pid = 0;
        close_pair(in), close_pair(out), close_pair(err);
        return false;
    }
    setpgid(p->pid, p->pid);
    close(in[0]), close(out[1]), close(err[1]);
    p->to = in[1], p->from = out[0], p->errors = err[0];
    fcntl(p->to, F_SETFL, O_NONBLOCK);
    return true;
}

/* ---- end ---- */

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Wait a moment, kill what is left; what became of it. */
static int reap(struct exec_process *p)
{
    struct timespec pause = {0, END_PAUSE_NS};
    int status = 0;
    pid_t gone = 0;
    for (unsigned i = 0; i < END_TRIES && gone == 0; i++) {
        gone = waitpid(p->pid, &status, WNOHANG);
        if (gone == 0)
            nanosleep(&pause, NULL);
    }
    kill(-p->pid, SIGKILL);
    if (gone == 0)
        waitpid(p->pid, &status, 0);
    p->pid = 0;
    return status;
}

void exec_end(struct exec_process *p)
{
    close_one(&p->to);
    close_one(&p->from);
    close_one(&p->errors);
    if (p->pid > 0)
        reap(p);
    free(p->unsent);
    p->unsent = NULL;
    p->unsent_count = p->unsent_size = 0;
}

static void read_words(struct exec_process *p)
{
    char part[4096];
    ssize_t n = read(p->errors, part, sizeof part);
    if (n <= 0 && !(n < 0 && errno == EINTR)) {
        close_one(&p->errors);
        return;
    }
    for (ssize_t i = 0; i < n; i++) {
        if (p->word_count == EXEC_WORDS - 1u) {
            memmove(p->words, p->words + EXEC_WORDS / 2, EXEC_WORDS - 1u - EXEC_WORDS / 2);
            p->word_count -= EXEC_WORDS / 2;
        }
        bool plain = part[i] >= ' ' && part[i] <= '~';
        p->words[p->word_count++] = plain ? part[i] : part[i] == '\n' ? ' ' : '?';
    }
    p->words[p->word_count] = '\0';
}

/* What still lies in the pipe of standard error. */
static void last_words(struct exec_process *p)
{
    struct pollfd f = {p->errors, POLLIN, 0};
    while (p->errors >= 0 && poll(&f, 1, POLL_MS) > 0)
        read_words(p);
}

void exec_fail(struct exec_process *p, const char *why)
{
    last_words(p);
    while (p->word_count > 0 && p->words[p->word_count - 1] == ' ')
        p->words[--p->word_count] = '\0';
    snprintf(p->message, sizeof p->message, "%.560s%s%s%s", why, p->word_count > 0 ? "; its last words: '" : "",
             p->words, p->word_count > 0 ? "'" : "; it left no words on standard error");
    exec_end(p);
}

/* Its output has ended. */
static void fail_ended(struct exec_process *p)
{
    char why[600], how[80];
    size_t left = p->buffer_count;
    last_words(p);
    close_one(&p->to);
    int status = reap(p);
    /* the shell reports a signal of the command as 128 more */
    int signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) - 128;
    if (signal_number > 0)
        snprintf(how, sizeof how, "ended by signal %d (%s)", signal_number, strsignal(signal_number));
    else
        snprintf(how, sizeof how, "ended with exit code %d", WEXITSTATUS(status));
    snprintf(why, sizeof why, "%s%s%.*s%s", how, left > 0 ? ", in the middle of the line '" : "",
             left > 80 ? 80 : (int)left, p->buffer + p->buffer_start, left > 0 ? "'" : "");
    exec_fail(p, why);
}

/* ---- lines ---- */

bool exec_send(struct exec_process *p, const char *text, size_t length)
{
    size_t needed = p->unsent_start + p->unsent_count + length;
    if (p->pid == 0)
        return false;
    if (needed > p->unsent_size) {
        char *larger = realloc(p->unsent, needed * 2u);
        if (larger == NULL) {
            exec_fail(p, "no memory for what is to be sent");
            return false;
        }
        p->unsent = larger;
        p->unsent_size = needed * 2u;
    }
    memcpy(p->unsent + p->unsent_start + p->unsent_count, text, length);
    p->unsent_count += length;
    return true;
}

static void write_some(struct exec_process *p)
{
    ssize_t n = write(p->to, p->unsent + p->unsent_start, p->unsent_count);
    if (n > 0) {
        p->unsent_start += (size_t)n;
        p->unsent_count -= (size_t)n;
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        close_one(&p->to); /* it no longer reads: its output will show why */
    }
    if (p->unsent_count == 0)
        p->unsent_start = 0;
}

/* false: the output has ended. */
static bool read_some(struct exec_process *p)
{
    memmove(p->buffer, p->buffer + p->buffer_start, p->buffer_count);
    p->buffer_start = 0;
    ssize_t n = read(p->from, p->buffer + p->buffer_count, sizeof p->buffer - p->buffer_count);
    p->buffer_count += n > 0 ? (size_t)n : 0u;
    return n > 0 || (n < 0 && errno == EINTR);
}

/* Move bytes in whatever direction they go. false: p->message. */
static bool pump(struct exec_process *p, unsigned *silent_ms)
{
    struct pollfd f[] = {{p->from, POLLIN, 0}, {p->errors, POLLIN, 0}, {p->unsent_count > 0 ? p->to : -1, POLLOUT, 0}};
    int ready = poll(f, 3, POLL_MS);
    *silent_ms = ready > 0 ? 0 : *silent_ms + POLL_MS;
    char why[80];
    if (p->stop != NULL && *p->stop) {
        exec_fail(p, "interrupted");
        return false;
    }
    if (*silent_ms >= p->patience * 1000u) {
        snprintf(why, sizeof why, "no answer for %u s", p->patience);
        exec_fail(p, why);
        return false;
    }
    if (f[1].revents != 0)
        read_words(p);
    if (f[2].revents != 0)
        write_some(p);
    if (f[0].revents != 0 && !read_some(p)) {
        fail_ended(p);
        return false;
    }
    return true;
}

/* A complete line at the front of the buffer. */
static const char *take_line(struct exec_process *p, size_t length)
{
    memcpy(p->line, p->buffer + p->buffer_start, length);
    p->buffer_start += length + 1u;
    p->buffer_count -= length + 1u;
    length -= length > 0 && p->line[length - 1u] == '\r';
    p->line[length] = '\0';
    return p->line;
}

const char *exec_line(struct exec_process *p)
{
    unsigned silent_ms = 0;
    while (p->pid != 0) {
        const char *start = p->buffer + p->buffer_start;
        const char *end = p->buffer_count > 0 ? memchr(start, '\n', p->buffer_count) : NULL;
        size_t length = end != NULL ? (size_t)(end - start) : p->buffer_count;
        if (length >= EXEC_LINE_BYTES || memchr(start, '\0', length) != NULL)
            exec_fail(p,
                      length >= EXEC_LINE_BYTES ? "an answer line of more than 1023 bytes" : "a byte 0 in an answer");
        else if (end != NULL)
            return take_line(p, length);
        else
            pump(p, &silent_ms);
    }
    return NULL;
}
