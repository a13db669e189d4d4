#include "harness/check/campaign.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SWEEP_EVERY = 4000, DMA_TURNS = 3, MAX_ABORTS = 100 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct vtd_memory memory_of(const struct qemu *q)
{
    return (struct vtd_memory){q->ram, q->ram_bytes / 8u};
}

/* Make the requests of a batch, look at everything, judge the last one. */
static bool last_is_legal(struct qemu *q, struct batch *b, struct observation *o, struct finding *f)
{
    struct expectation e[BATCH_SHOTS] = {0};
    struct observation seen[BATCH_SHOTS] = {0};
    struct vtd_memory m = memory_of(q);
    size_t last = b->shots - 1;
    bool legal = true;
    batch_install(b, q->ram);
    for (size_t i = 0; i < b->shots; i++)
        e[i] = expect_shot(b, &b->shot[i], &m);
    if (e[last].usable && drive_batch(q, b, e, true, seen) == QEMU_OK) {
        *o = seen[last];
        legal = judge_shot(&e[last], &b->shot[last], o, f);
    }
    batch_remove(b, q->ram);
    return legal;
}

bool campaign_repeat(struct qemu *q, struct case_file *c, struct finding *f)
{
    return last_is_legal(q, &c->batch, &c->seen, f);
}

static bool same_class(const struct finding *a, const struct finding *b)
{
    return strcmp(a->rules, b->rules) == 0 && strcmp(a->seen, b->seen) == 0 && strcmp(a->legal, b->legal) == 0;
}

/* Try one simplification; keep it if the same difference remains. */
static bool keeps(struct qemu *q, struct batch *candidate, const struct finding *wanted, struct batch *best)
{
    struct observation o;
    struct finding f;
    if (last_is_legal(q, candidate, &o, &f) || q->status != QEMU_OK || !same_class(&f, wanted))
        return false;
    *best = *candidate;
    return true;
}

/* Remove earlier requests, table words, then bits, as long as the difference stays. */
static void minimise(struct qemu *q, struct batch *b, const struct finding *wanted)
{
    static struct batch candidate;
    for (size_t i = b->shots - 1; i-- > 0 && q->status == QEMU_OK;) {
        candidate = *b;
        memmove(&candidate.shot[i], &candidate.shot[i + 1], (b->shots - i - 1) * sizeof b->shot[0]);
        candidate.shots--;
        keeps(q, &candidate, wanted, b);
    }
    for (size_t i = b->words; i-- > 0 && q->status == QEMU_OK;) {
        candidate = *b;
        candidate.word[i] = candidate.word[candidate.words - 1];
        candidate.words--;
        keeps(q, &candidate, wanted, b);
    }
    for (size_t i = 0; i < b->words; i++) {
        for (unsigned bit = 0; bit < 64 && q->status == QEMU_OK; bit++) {
            if (!((b->word[i].value >> bit) & 1u))
                continue;
            candidate = *b;
            candidate.word[i].value &= ~(1ull << bit);
            keeps(q, &candidate, wanted, b);
        }
    }
}

static struct difference *class_of(struct campaign *c, const struct finding *f)
{
    for (unsigned i = 0; i < c->classes; i++)
        if (same_class(&c->difference[i].finding, f))
            return &c->difference[i];
    return NULL;
}

/* A difference seen inside a batch counts if the request alone shows it, or else the request after those
 * before it: not if only its neighbours' records were mistaken for its own. */
static bool reproduces(struct qemu *q, const struct batch *b, size_t i, struct batch *out, struct finding *f)
{
    struct observation o;
    *out = *b;
    out->shot[0] = b->shot[i];
    out->shots = 1;
    if (!last_is_legal(q, out, &o, f))
        return true;
    memcpy(out->shot, b->shot, sizeof b->shot);
    out->shots = i + 1;
    return !last_is_legal(q, out, &o, f);
}

static void confirm(struct campaign *c, struct qemu *q, const struct batch *b, size_t i, const struct finding *first)
{
    static struct batch again;
    struct finding f;
    struct difference *d = class_of(c, first);
    if (d == NULL) {
        if (!reproduces(q, b, i, &again, &f)) {
            c->unconfirmed += q->status == QEMU_OK;
            return;
        }
        d = class_of(c, &f);
    }
    if (d != NULL) {
        d->count++;
        return;
    }
    if (c->classes == CAMPAIGN_CLASSES) {
        c->overflow = true;
        return;
    }
    minimise(q, &again, &f);
    d = &c->difference[c->classes++];
    *d = (struct difference){.finding = f, .count = 1};
    d->minimal.batch = again;
    last_is_legal(q, &d->minimal.batch, &d->minimal.seen, &f);
}

/* Outside the pages of the unit itself all memory is zero between batches. */
static void sweep(struct campaign *c, struct qemu *q)
{
    size_t unit = (size_t)UNIT_QUEUE_FRAME * 512u, after = (size_t)(UNIT_STATUS_FRAME + 1) * 512u;
    for (size_t i = 0; i < q->ram_bytes / 8u; i++) {
        if (i == unit)
            i = after;
        if (q->ram[i] != 0) {
            c->stray_words++;
            q->ram[i] = 0;
        }
    }
}

static void one_batch(struct campaign *c, struct qemu *q, struct generator *g, struct batch *b, bool dma)
{
    struct expectation e[BATCH_SHOTS];
    struct observation seen[BATCH_SHOTS];
    struct finding f[BATCH_SHOTS];
    bool legal[BATCH_SHOTS] = {false};
    struct vtd_memory m = memory_of(q);
    double start = now();
    (dma ? generate_dma : generate_interrupts)(g, b, q->ram);
    for (size_t i = 0; i < b->shots; i++)
        e[i] = expect_shot(b, &b->shot[i], &m);
    if (drive_batch(q, b, e, false, seen) == QEMU_OK && !unit_invalidated(q)) {
        q->status = QEMU_GARBAGE;
        snprintf(q->message.text, sizeof q->message.text, "the invalidation wait descriptor wrote no status");
    }
    if (q->status == QEMU_OK)
        for (size_t i = 0; i < b->shots; i++) {
            legal[i] = !e[i].usable || judge_shot(&e[i], &b->shot[i], &seen[i], &f[i]);
            *(dma ? &c->judged_dma : &c->judged_interrupts) += e[i].usable;
            c->skipped += !e[i].usable;
        }
    batch_remove(b, q->ram);
    *(dma ? &c->dma_seconds : &c->interrupt_seconds) += now() - start;
    for (size_t i = 0; i < b->shots && q->status == QEMU_OK; i++)
        if (!legal[i])
            confirm(c, q, b, i, &f[i]);
}

enum qemu_status campaign_open(struct qemu *q, const struct check_config *config, const struct qemu_options *options,
                               struct vtd_caps *caps, uint64_t raw[2])
{
    if (board_open(q, config->options, options) == QEMU_OK && unit_read_caps(q, config->haw, caps, raw) == QEMU_OK)
        unit_begin(q);
    return q->status;
}

static enum qemu_status open_target(struct campaign *c, struct qemu *q, struct vtd_caps *caps, uint64_t raw[2])
{
    struct qemu_options options = {.binary = c->binary, .trace = QEMU_TRACE_INTERRUPT, .stop = c->stop};
    return campaign_open(q, c->config, &options, caps, raw);
}

static void stamp_cases(struct campaign *c, const uint64_t raw[2])
{
    for (unsigned i = 0; i < c->classes; i++) {
        struct case_file *m = &c->difference[i].minimal;
        strcpy(m->origin.target, "qemu-system-x86_64");
        strncpy(m->origin.config, c->config->name, sizeof m->origin.config - 1);
        m->cap = raw[0], m->ecap = raw[1], m->haw = c->config->haw;
        strcpy(m->origin.verdict, "violation");
        memcpy(m->origin.rules, c->difference[i].finding.rules, sizeof m->origin.rules);
        strncpy(m->origin.why, c->difference[i].finding.seen, sizeof m->origin.why - 1);
    }
}

static void campaign_requests(struct campaign *c)
{
    static struct batch b;
    uint64_t raw[2] = {0, 0}, turn = 0;
    struct qemu q = {.qtest = -1};
    uint16_t ids[BOARD_DEVICES];
    for (unsigned i = 0; i < BOARD_DEVICES; i++)
        ids[i] = board_devices[i].source_id;
    struct generator g = {.rng = {c->seed},
                          .host_width = c->config->haw,
                          .source_ids = ids,
                          .devices = BOARD_DEVICES,
                          .msi_source = BOARD_MSI_SOURCE,
                          .ioapic_source = BOARD_IOAPIC_SOURCE};
    open_target(c, &q, &g.caps, raw);
    while (q.status == QEMU_OK && c->judged_dma + c->judged_interrupts < c->cases) {
        bool translates = g.caps.agaw_39 || g.caps.agaw_48 || g.caps.agaw_57;
        one_batch(c, &q, &g, &b, turn++ % (DMA_TURNS + 1) != DMA_TURNS && translates);
        if (turn % SWEEP_EVERY == 0)
            sweep(c, &q);
        bool lost = q.status == QEMU_DIED || q.status == QEMU_HUNG || q.status == QEMU_GARBAGE;
        if (lost && ++c->aborts < MAX_ABORTS) {
            memcpy(c->message, q.message.text, sizeof c->message);
            qemu_close(&q);
            open_target(c, &q, &g.caps, raw);
        }
    }
    if (q.status == QEMU_OK)
        sweep(c, &q);
    c->status = q.status;
    if (q.status != QEMU_OK)
        memcpy(c->message, q.message.text, sizeof c->message);
    qemu_close(&q);
    stamp_cases(c, raw);
}

void campaign_run(struct campaign *c)
{
    campaign_requests(c);
    if (c->status == QEMU_OK && c->session_count > 0)
        campaign_sessions(c);
}
