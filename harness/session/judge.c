#include "harness/session/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness/session/judge_parts.h"
#include "model/queue.h"
#include "model/registers.h"
#include "model/reset.h"

#define RAM_BYTES (FRAME_END * 4096ull)

struct judge *judge_new(void)
{
    struct judge *j = calloc(1, sizeof *j);
    struct vtd_iommu *io = calloc(1, sizeof *io);
    struct history *history = calloc(1, sizeof *history), *ever = calloc(1, sizeof *ever);
    void *ram = mmap(NULL, RAM_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (j == NULL || io == NULL || history == NULL || ever == NULL || ram == MAP_FAILED) {
        free(j);
        free(io);
        free(history);
        free(ever);
        if (ram != MAP_FAILED)
            munmap(ram, RAM_BYTES);
        return NULL;
    }
    j->io = io;
    j->history = history;
    j->ever = ever;
    j->ram = ram;
    j->memory = (struct vtd_memory){j->ram, RAM_BYTES / 8u};
    return j;
}

void judge_free(struct judge *j)
{
    if (j == NULL)
        return;
    munmap(j->ram, RAM_BYTES);
    free(j->history);
    free(j->ever);
    free(j->io);
    free(j);
}

static void forget_memory(struct judge *j)
{
    for (unsigned i = 0; i < j->touched; i++)
        j->ram[j->touch[i]] = 0;
    if (j->touched == JUDGE_TOUCHED)
        memset(j->ram + FRAME_TABLES * 512ull, 0, (FRAME_DATA - FRAME_TABLES) * 4096ull);
    j->touched = 0;
}

/* The state START_RUNNING; a unit without DMA remapping is left with translation off. */
static void start_running(struct vtd_iommu *io)
{
    const struct vtd_caps *c = &io->unit.caps;
    bool translates = c->agaw_39 || c->agaw_48 || c->agaw_57;
    uint32_t on = translates ? 0x80000000u : 0u;
    vtd_register_write(io, 0x20, (uint32_t)FRAME_TABLES << 12);
    vtd_register_write(io, 0xB8, (uint32_t)FRAME_INTERRUPTS << 12 | 7u);
    vtd_register_write(io, 0x18, 0x40000000u);
    vtd_register_write(io, 0x18, 0x01000000u);
    vtd_register_write(io, 0x18, on);
    vtd_register_write(io, 0x18, on | 0x02000000u);
}

void judge_begin(struct judge *j, const struct vtd_caps *caps, enum session_start start)
{
    struct vtd_iommu *io = j->io;
    uint64_t *ram = j->ram;
    struct history *history = j->history, *ever = j->ever;
    forget_memory(j);
    history_begin(history);
    history_begin(ever);
    *j = (struct judge){.io = io, .history = history, .ever = ever, .ram = ram, .memory = {ram, RAM_BYTES / 8u}};
    vtd_reset(io, caps, 0, 0, 0);
    if (start == START_RUNNING)
        start_running(io);
    j->command = vtd_global_status(io);
}

/* ---- what happens outside the unit ---- */

struct vtd_message judge_event_message(const struct vtd_event *e)
{
    return (struct vtd_message){.destination = (e->address >> 12) & 0xFFu,
                                .vector = (uint8_t)e->data,
                                .delivery_mode = (e->data >> 8) & 7u,
                                .logical = (e->address & 4u) != 0,
                                .level = (e->data & 0x8000u) != 0};
}

/* Fixed or lowest-priority, edge, to a local interrupt controller: what software may program (clause 11.4.7.3). */
static bool is_proper(const struct vtd_event *e)
{
    return e->address >> 20 == 0xFEEu && e->upper_address == 0 && (e->data & 0xFE00u) == 0 && (e->data & 0xFFu) > 15u;
}

static void expect_message(struct judge *j, const struct vtd_event *e)
{
    struct expected_messages *x = &j->expected;
    x->open = x->open || !is_proper(e) || x->count == SESSION_MESSAGES;
    if (!x->open)
        x->message[x->count++] = judge_event_message(e);
}

void judge_effects(struct judge *j, struct vtd_effects e)
{
    if (e.fault_event)
        expect_message(j, &j->io->fault_event);
    if (e.completion_event)
        expect_message(j, &j->io->completion_event);
    if (!e.status_write || e.status_address / 2u >= j->memory.word_count)
        return;
    unsigned shift = e.status_address % 2u == 1u ? 32u : 0u;
    uint64_t before = j->ram[e.status_address / 2u];
    uint64_t kept = before & ~(0xFFFFFFFFull << shift);
    judge_store(j, e.status_address / 2u, kept | (uint64_t)e.status_data << shift);
}

void judge_store(struct judge *j, uint64_t word, uint64_t value)
{
    uint64_t frame = word / 512u;
    if (word >= j->memory.word_count)
        return;
    uint64_t before = j->ram[word];
    if (j->touched < JUDGE_TOUCHED)
        j->touch[j->touched++] = word;
    j->ram[word] = value;
    if (frame < FRAME_TABLES || frame >= FRAME_RING)
        return;
    bool interrupts = frame >= FRAME_INTERRUPTS;
    history_write(j->history, interrupts, &j->io->unit.caps, &j->memory, word, before);
    history_write(j->ever, interrupts, &j->io->unit.caps, &j->memory, word, before);
}

bool judge_same_message(const struct vtd_message *a, const struct vtd_message *b)
{
    /* 8 bits of the destination are visible. */
    return (a->destination & 0xFFu) == (b->destination & 0xFFu) && a->vector == b->vector &&
           a->delivery_mode == b->delivery_mode && a->logical == b->logical && a->level == b->level;
}

/* Is every message of the first list in the second one, each as often? */
static bool contained(const struct vtd_message *a, unsigned count, const struct vtd_message *b, unsigned others)
{
    bool used[SESSION_MESSAGES] = {false};
    for (unsigned i = 0; i < count; i++) {
        unsigned k = 0;
        while (k < others && (used[k] || !judge_same_message(&a[i], &b[k])))
            k++;
        if (k == others)
            return false;
        used[k] = true;
    }
    return true;
}

bool judge_messages(const struct judge *j, const struct seen *s, struct finding *f)
{
    const struct expected_messages *x = &j->expected;
    unsigned seen = s->messages < SESSION_MESSAGES ? s->messages : SESSION_MESSAGES;
    if (x->open || (s->messages == x->count && contained(x->message, x->count, s->message, seen)))
        return true;
    if (f != NULL) {
        snprintf(f->rules, sizeof f->rules, "EVENT");
        snprintf(f->legal, sizeof f->legal, "%u messages", x->count);
        snprintf(f->seen, sizeof f->seen, "%s %s",
                 s->messages < x->count   ? "message missing"
                 : s->messages > x->count ? "message too many"
                                          : "another message",
                 j->cause);
        snprintf(f->detail, sizeof f->detail, "%u messages expected, %u seen (clauses 7.3, 6.5.2.10)", x->count,
                 s->messages);
    }
    return false;
}

/* ---- operations ---- */

static bool read_register(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f)
{
    unsigned words = o->wide && word_is_wide(&j->io->unit.caps, o->offset) ? 2 : o->wide ? 0 : 1;
    bool legal = true;
    snprintf(j->cause, sizeof j->cause, "(read)");
    for (unsigned i = 0; i < words; i++) {
        uint32_t offset = o->offset + 4u * i, value = (uint32_t)(s->value >> (32u * i));
        if (legal && !judge_word(j, offset, value, f)) {
            legal = false;
            judge_excuse(j, offset, value ^ vtd_register_read(j->io, offset));
        }
    }
    return legal;
}

static bool look(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f)
{
    uint64_t word = o->address / 8u;
    if (j->lazy && word < j->memory.word_count)
        judge_lazy_look(j, word, s->value);
    if (word >= j->memory.word_count || j->ram[word] == s->value)
        return true;
    uint64_t expected = j->ram[word];
    j->ram[word] = s->value;
    if (j->status_open)
        return true;
    snprintf(f->rules, sizeof f->rules, "WAIT.STATUS");
    snprintf(f->legal, sizeof f->legal, "the data of the wait descriptor");
    snprintf(f->seen, sizeof f->seen, "%s", s->value == 0 ? "nothing written" : "something else");
    snprintf(f->detail, sizeof f->detail, "0x%llx: 0x%llx expected, 0x%llx seen (clause 6.5.2.8)",
             (unsigned long long)o->address, (unsigned long long)expected, (unsigned long long)s->value);
    return false;
}

/* What the queue did meanwhile is not known: everything that it can change is taken as it is. */
static void open_everything(struct judge *j)
{
    j->status_open = true;
    history_doubt(j->history, false);
    history_doubt(j->history, true);
}

static bool write_register(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f)
{
    const char *name = word_register(&j->io->unit.caps, o->offset);
    snprintf(j->cause, sizeof j->cause, "(write of %s)", name[0] != '\0' ? name : "no register");
    judge_write(j, o);
    uint32_t head = j->io->queue.head;
    if (j->lazy) {
        judge_lazy_queue(j, s);
        judge_lazy_settle(j);
    } else {
        judge_queue(j, o, s);
    }
    j->undefined = j->lost || j->queue_open;
    if (j->lost)
        return true;
    if (j->queue_open) {
        open_everything(j);
        judge_adopt(j, s);
        return true;
    }
    if (judge_state(j, s, f) && judge_messages(j, s, f)) {
        if (j->io->faults.queue_error)
            j->io->queue.error = (int32_t)(s->state[6] % 8u); /* of several that are legal */
        return true;
    }
    if (j->log_unseen) {
        j->undefined = true;
        judge_adopt(j, s);
        return true;
    }
    if (strstr(j->cause, "queue") != NULL) {
        judge_queue_culprit(j, o, s, head);
        open_everything(j);
        (void)(judge_state(j, s, f) && judge_messages(j, s, f));
    }
    judge_adopt(j, s);
    j->stalled = vtd_queue_ready(j->io);
    return false;
}

void judge_source(struct judge *j, uint16_t source)
{
    history_source(j->history, source);
    history_source(j->ever, source);
}

void judge_be_lazy(struct judge *j)
{
    j->lazy = true;
}

bool judge_operation(struct judge *j, const struct operation *o, const struct seen *s, struct finding *f)
{
    bool legal = true;
    j->history->event++;
    j->expected = (struct expected_messages){.count = 0};
    j->queue_open = false;
    for (unsigned i = 0; o->kind == OP_MEMORY && i < o->repeat; i++)
        judge_store(j, o->address / 8u + 2u * i, o->value);
    j->undefined = j->lost && o->kind != OP_MEMORY;
    if (j->lost)
        return true;
    if (o->kind == OP_READ)
        legal = read_register(j, o, s, f);
    else if (o->kind == OP_LOOK)
        legal = look(j, o, s, f);
    else if (o->kind == OP_WRITE)
        legal = write_register(j, o, s, f);
    else if (o->kind == OP_REQUEST) {
        judge_source(j, o->shot.source_id);
        if (j->lazy)
            judge_lazy_queue(j, s);
        legal = judge_request(j, o, s, f);
        if (j->lazy)
            judge_lazy_settle(j);
    }
    return legal;
}
