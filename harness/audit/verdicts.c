#include "harness/audit/verdicts.h"

#include <stdlib.h>
#include <string.h>

const char *const verdict_names[] = {"holds", "not shown", "violated"};

const char *assumption_text(enum assumption a, const struct audit_input *in, bool *doubtful)
{
    bool assumed = false;
    for (size_t i = 0; i < in->units; i++)
        assumed |= !in->unit[i].caps_known;
    *doubtful = false;
    switch (a) {
    case ASSUME_CONSISTENT:
        return "the image is consistent: no table changed while it was taken";
    case ASSUME_CACHES:
        return "the units' caches and the devices' own hold nothing older than the image: what was unmapped was "
               "invalidated";
    case ASSUME_UNITS:
        *doubtful = !in->dmar_known;
        return in->dmar_known ? "the list of units is complete: it is the one of the DMAR table"
                              : "the list of units is complete: no DMAR table was read that would say so";
    case ASSUME_IDENTITY:
        *doubtful = in->groups == 0;
        return in->groups > 0 ? "devices use only the requester-ids that the topology gives them"
                              : "each device uses its own requester-id only: no PCI topology was read";
    case ASSUME_TOPOLOGY:
        *doubtful = in->groups == 0;
        return in->groups > 0 ? "the PCI topology is as it was read; other paths between devices do not exist"
                              : "there are no paths between devices beside the units: no PCI topology was read";
    case ASSUME_CAPABILITIES:
        *doubtful = assumed;
        return assumed ? "the units' capabilities, which were not in the input, are as assumed"
                       : "the units' capability registers are as they were read";
    case ASSUME_PARTIAL:
        *doubtful = in->partial;
        return in->partial ? "the text lists every present table entry" : "the image holds what the units read";
    default:
        return "the claim is about the moment of the image; who may write tables (see the findings) can change it";
    }
}

void verdict_worsen(struct verdict *v, enum verdict_kind kind, char *text, struct witness witness)
{
    /* The model has the last word: what it does not let pass is no violation, but nothing is shown either. */
    if (kind == VERDICT_VIOLATED && witness.kind != WITNESS_NONE && !witness.confirmed)
        kind = VERDICT_NOT_SHOWN;
    if (v->text != NULL && v->kind >= kind) {
        free(text);
        return;
    }
    free(v->text);
    v->kind = kind;
    v->text = text;
    v->witness = witness;
}

static const struct witness no_witness = {.kind = WITNESS_NONE};

static char *describe(const struct requester_list *who, const struct range_list *frames)
{
    return frames == NULL ? audit_format("%zu requester-id%s looked at", who->count, who->count == 1 ? "" : "s")
                          : audit_format("%zu requester-id%s looked at, %lld pages in the region%s", who->count,
                                         who->count == 1 ? "" : "s", (long long)range_frames(frames),
                                         frames->count == 0 ? ": it is empty" : "");
}

/* The subjects are known, and there are some. */
static void judge_subjects(struct verdict *v, const struct requester_list *who)
{
    char name[16];
    if (who->missing) {
        audit_requester_name(who->which.segment, who->which.requester, name, sizeof name);
        verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("%s: no device and no unit of the input belongs to it", name),
                       no_witness);
    }
    if (who->count == 0)
        verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("there is no such device in the input"), no_witness);
}

/* Claims about every device: is every device known? */
static void judge_every(struct verdict *v, const struct audit_survey *s)
{
    bool interrupts = v->claim->kind == CLAIM_INTERRUPTS_VECTORS || v->claim->kind == CLAIM_INTERRUPTS_ENTRIES ||
                      v->claim->kind == CLAIM_NO_INTERRUPTS;
    if (interrupts && s->in->groups == 0)
        verdict_worsen(v, VERDICT_NOT_SHOWN,
                       audit_format("no PCI topology was read, so that not every device that may interrupt is known"),
                       no_witness);
    for (size_t i = 0; i < s->in->units; i++) {
        const char *why = audit_unit_unlisted(s, (int)i);
        if (why != NULL)
            verdict_worsen(v, VERDICT_NOT_SHOWN,
                           audit_format("%s: %s, so that not every device is known", s->in->unit[i].name, why),
                           no_witness);
    }
}

/* Does the region hold the tables of the machine? */
static bool names_tables(const struct claims *c, int region)
{
    if (region < 0)
        return region == REGION_TABLES;
    for (size_t i = 0; i < c->region[region].areas; i++)
        if (c->region[region].area[i].kind == AREA_REGION && names_tables(c, c->region[region].area[i].region))
            return true;
    return false;
}

/* Claims that something stays out of the tables: is every table known? */
static void judge_tables(struct verdict *v, const struct claims *c, const struct audit_survey *s)
{
    const char *why = audit_tables_unknown(s);
    for (size_t i = 0; why != NULL && i < v->claim->regions; i++)
        if (names_tables(c, v->claim->region[i]))
            verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("%s, so that not every table is known", why), no_witness);
}

static uint64_t assumptions_of(const struct claim *k)
{
    uint64_t all = (1u << ASSUME_CONSISTENT) | (1u << ASSUME_CACHES) | (1u << ASSUME_UNITS) | (1u << ASSUME_IDENTITY) |
                   (1u << ASSUME_CAPABILITIES) | (1u << ASSUME_PARTIAL) | (1u << ASSUME_STAYS);
    bool memory =
        k->kind != CLAIM_INTERRUPTS_VECTORS && k->kind != CLAIM_INTERRUPTS_ENTRIES && k->kind != CLAIM_NO_INTERRUPTS;
    return memory ? all | (1u << ASSUME_TOPOLOGY) : all;
}

static bool judge(struct verdict *v, const struct claims *c, struct audit_survey *s, char *message, size_t room)
{
    const struct claim *k = v->claim;
    struct requester_list who = requesters_of(s, &k->devices, k->every), others = {0};
    struct range_list frames = {0};
    bool regions = k->regions > 0;
    bool good = region_frames(c, k, s, k->kind != CLAIM_ONLY_REACHES, &frames, message, room);
    if (good) {
        judge_subjects(v, &who);
        if (k->every)
            judge_every(v, s);
        if (k->kind != CLAIM_ONLY_REACHES)
            judge_tables(v, c, s);
        if (k->kind == CLAIM_ISOLATED) {
            others = requesters_of(s, &k->others, false);
            judge_subjects(v, &others);
            judge_isolated(v, s, &who, &others);
        } else if (k->kind == CLAIM_INTERRUPTS_VECTORS || k->kind == CLAIM_INTERRUPTS_ENTRIES ||
                   k->kind == CLAIM_NO_INTERRUPTS)
            judge_interrupts(v, s, &who);
        else
            judge_reach(v, s, &who, &frames);
        if (regions && frames.count == 0 && k->kind != CLAIM_ONLY_REACHES)
            verdict_worsen(v, VERDICT_NOT_SHOWN, audit_format("the region is empty: the input has no such memory"),
                           no_witness);
        verdict_worsen(v, VERDICT_HOLDS, describe(&who, regions ? &frames : NULL), no_witness);
        v->assumed = assumptions_of(k);
    }
    free(who.number);
    free(others.number);
    range_free(&frames);
    return good;
}

bool verdicts_make(struct verdict_list *l, const struct claims *c, struct audit_survey *s, char *message, size_t room)
{
    *l = (struct verdict_list){.verdict = audit_grow(NULL, c->claims + 1, sizeof *l->verdict)};
    for (size_t i = 0; i < c->claims; i++) {
        struct verdict *v = &l->verdict[l->count++];
        *v = (struct verdict){.claim = &c->claim[i]};
        if (!judge(v, c, s, message, room)) {
            verdicts_free(l);
            return false;
        }
        l->held += v->kind == VERDICT_HOLDS;
        l->violated += v->kind == VERDICT_VIOLATED;
        l->not_shown += v->kind == VERDICT_NOT_SHOWN;
    }
    return true;
}

void verdicts_free(struct verdict_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->verdict[i].text);
    free(l->verdict);
    *l = (struct verdict_list){0};
}
