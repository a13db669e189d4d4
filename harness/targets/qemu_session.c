#include "harness/targets/qemu_session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "harness/targets/qemu_events.h"
#include "harness/targets/qemu_start.h"

enum { DEFAULT_DEADLINE_MS = 10000, PIECE = 1 << 16 };

/* One command: verb and up to two numbers in hexadecimal. Formatted by hand: this is the hot path. */
static size_t command(struct qemu *q, const char *verb, unsigned numbers, uint64_t a, uint64_t b)
{
    static const char digits[] = "0123456789abcdef";
    char line[80];
    size_t n = strlen(verb);
    memcpy(line, verb, n);
    for (unsigned k = 0; k < numbers; k++) {
        uint64_t value = k == 0 ? a : b;
        int shift = 60;
        line[n++] = ' ';
        line[n++] = '0';
        line[n++] = 'x';
        while (shift > 0 && (value >> shift) == 0)
            shift -= 4;
        for (; shift >= 0; shift -= 4)
            line[n++] = digits[(value >> shift) & 15u];
    }
    line[n++] = '\n';
    if (!qemu_buffer_append(&q->out, line, n))
        qemu_fail(q, QEMU_NO_MEMORY, "no memory for commands to QEMU");
    return q->pending++;
}

void qemu_write32(struct qemu *q, uint64_t address, uint32_t value)
{
    command(q, "writel", 2, address, value);
}

void qemu_write64(struct qemu *q, uint64_t address, uint64_t value)
{
    command(q, "writeq", 2, address, value);
}

size_t qemu_read32(struct qemu *q, uint64_t address)
{
    return command(q, "readl", 1, address, 0);
}

size_t qemu_read64(struct qemu *q, uint64_t address)
{
    return command(q, "readq", 1, address, 0);
}

void qemu_out32(struct qemu *q, uint16_t port, uint32_t value)
{
    command(q, "outl", 2, port, value);
}

size_t qemu_in32(struct qemu *q, uint16_t port)
{
    return command(q, "inl", 1, port, 0);
}

void qemu_set_irq(struct qemu *q, unsigned pin, bool level)
{
    command(q, "set_irq_in /machine/q35/ioapic unnamed-gpio-in", 2, pin, level ? 1u : 0u);
}

uint32_t qemu_mark(struct qemu *q)
{
    q->markers = q->markers % 0x3FFFFFFFu + 1u;
    qemu_out32(q, QEMU_MARKER_PORT, q->markers);
    return q->markers;
}

uint64_t qemu_reply(const struct qemu *q, size_t slot)
{
    return q->replies[slot];
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Take complete reply lines out of q->in; *got counts them. */
static enum qemu_status take_replies(struct qemu *q, size_t *got, size_t wanted)
{
    size_t used = 0;
    for (;;) {
        char *line = q->in.bytes + used;
        char *end = q->in.length > used ? memchr(line, '\n', q->in.length - used) : NULL;
        if (end == NULL)
            break;
        *end = '\0';
        char *rest = line + 2;
        if (strncmp(line, "OK", 2) != 0 || (*rest != '\0' && *rest != ' ' && *rest != '\r') || *got == wanted)
            return qemu_fail(q, QEMU_GARBAGE, "QEMU answered '%.80s' where OK was expected", line);
        q->replies[(*got)++] = *rest == ' ' ? strtoull(rest + 1, NULL, 0) : 0u;
        used = (size_t)(end + 1 - q->in.bytes);
    }
    qemu_buffer_drop(&q->in, used);
    if (q->in.length > 4096)
        return qemu_fail(q, QEMU_GARBAGE, "QEMU sent %zu bytes without an end of line", q->in.length);
    return QEMU_OK;
}

static void drain_trace(struct qemu *q)
{
    char piece[PIECE];
    ssize_t n;
    while ((n = read(q->trace, piece, sizeof piece)) > 0)
        qemu_event_log_feed(&q->events, piece, (size_t)n);
}

static enum qemu_status receive(struct qemu *q, size_t *got, size_t wanted)
{
    char piece[PIECE];
    ssize_t n = recv(q->qtest, piece, sizeof piece, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        return qemu_died(q);
    if (n < 0)
        return QEMU_OK;
    if (!qemu_buffer_append(&q->in, piece, (size_t)n))
        return qemu_fail(q, QEMU_NO_MEMORY, "no memory for QEMU's answers");
    return take_replies(q, got, wanted);
}

/* One turn of the loop: everything that can move, moves. */
static enum qemu_status serve(struct qemu *q, size_t *sent, size_t *got, size_t wanted, int wait_ms)
{
    short events = (short)(POLLIN | (*sent < q->out.length ? POLLOUT : 0));
    struct pollfd fds[2] = {{q->qtest, events, 0}, {q->trace, POLLIN, 0}};
    int ready = poll(fds, 2, wait_ms);
    if (ready < 0 && errno != EINTR)
        return qemu_fail(q, QEMU_GARBAGE, "poll: %s", strerror(errno));
    if (ready <= 0)
        return QEMU_OK;
    if (fds[1].revents & POLLIN)
        drain_trace(q);
    if (fds[0].revents & POLLOUT) {
        ssize_t n = send(q->qtest, q->out.bytes + *sent, q->out.length - *sent, MSG_NOSIGNAL);
        if (n > 0)
            *sent += (size_t)n;
        else if (n < 0 && errno != EAGAIN && errno != EINTR)
            return qemu_died(q);
    }
    if (fds[0].revents & (POLLIN | POLLHUP))
        return receive(q, got, wanted);
    return QEMU_OK;
}

enum qemu_status qemu_flush(struct qemu *q)
{
    size_t sent = 0, got = 0, wanted = q->pending;
    int limit = q->options.deadline_ms > 0 ? q->options.deadline_ms : DEFAULT_DEADLINE_MS;
    if (q->status != QEMU_OK)
        return q->status;
    if (wanted > q->reply_capacity) {
        uint64_t *more = realloc(q->replies, wanted * sizeof *more);
        if (more == NULL)
            return qemu_fail(q, QEMU_NO_MEMORY, "no memory for %zu replies", wanted);
        q->replies = more;
        q->reply_capacity = wanted;
    }
    qemu_event_log_clear(&q->events);
    int64_t last = now_ms();
    while (got < wanted && q->status == QEMU_OK) {
        size_t before = got + sent;
        if (q->options.stop != NULL && *q->options.stop)
            return qemu_fail(q, QEMU_INTERRUPTED, "interrupted");
        serve(q, &sent, &got, wanted, 200);
        if (got + sent != before)
            last = now_ms();
        else if (now_ms() - last > limit)
            qemu_fail(q, QEMU_HUNG, "no answer from QEMU for %d ms (%zu of %zu replies)", limit, got, wanted);
    }
    drain_trace(q);
    qemu_buffer_drop(&q->out, q->out.length);
    q->pending = 0;
    return q->status;
}
