/* Any traffic at the proved model behind the judge, which must not accuse it; then one thing that was seen is changed, and the
 * judge must come to an end, whatever it says. The session goes through a trace file on the way: what is read back is the
 * same session. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/chaos/campaign.h"
#include "harness/session/sessions.h"
#include "harness/targets/model_peer.h"
#include "harness/trace/session_file.h"
#include "tests/fuzz/traffic.h"

enum { OPERATIONS = 80 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct unit units[16];
static struct judge *judge;
static struct session session;
static struct session_findings found;
static struct session_file file, again;

static void add(struct operation o)
{
    if (session.count < OPERATIONS)
        session.operation[session.count++] = o;
}

/* The session as a trace file. */
static void fill_file(const struct vtd_caps *caps, const char *verdict, const char *rules)
{
    memset(&file, 0, offsetof(struct session_file, session));
    snprintf(file.origin.target, sizeof file.origin.target, "model");
    snprintf(file.origin.config, sizeof file.origin.config, "-");
    snprintf(file.origin.verdict, sizeof file.origin.verdict, "%s", verdict);
    snprintf(file.origin.rules, sizeof file.origin.rules, "%s", rules);
    file.version = caps->version;
    file.cap = (uint64_t)caps->cap_hi << 32 | caps->cap_lo;
    file.ecap = (uint64_t)caps->ecap_hi << 32 | caps->ecap_lo;
    for (file.haw = 12; 1ull << (file.haw - 12u) < caps->host_frames; file.haw++)
        ;
    file.session = session;
    file.ended[0] = '\0';
}

/* To be kept in counterexamples/ once the mistake is repaired. */
static void accused(const struct vtd_caps *caps)
{
    const struct finding *x = &found.finding[0];
    fprintf(stderr, "fuzz_session: the model is accused: operation %u: %s legal: %s seen: %s, %s\n", found.at[0],
            x->rules, x->legal, x->seen, x->detail);
    fill_file(caps, "legal", "");
    session_file_write(stderr, &file);
    abort();
}

/* One bit of what an operation showed. */
static void damage(struct bytes *b)
{
    struct seen *s = &session.seen[bytes_take(b, 1) % session.count];
    unsigned what = (unsigned)bytes_take(b, 1), bit = (unsigned)bytes_take(b, 1) % 32u;
    if (what < 0x40)
        s->state[what % SESSION_STATE] ^= 1u << bit;
    else if (what < 0x80)
        s->record[what % SESSION_RECORDS][what / 8u % 2u] ^= 1ull << (bit + (what / 16u % 2u) * 32u);
    else if (what < 0xA0)
        s->place[what % SESSION_PLACES] ^= 1u << bit;
    else if (what < 0xC0)
        s->messages = what % (SESSION_MESSAGES + 1u);
    else
        s->value ^= 1ull << bit;
}

static char *file_text(const struct session_file *f, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (out == NULL)
        abort();
    session_file_write(out, f);
    fclose(out);
    return text;
}

/* As `record` keeps it and `replay` reads it. */
static void keep(const struct vtd_caps *caps)
{
    char message[1200] = "";
    size_t length = 0, second_length = 0;
    fill_file(caps, "legal", "");
    char *text = file_text(&file, &length);
    FILE *in = fmemopen(text, length, "r");
    if (in == NULL || !session_file_read(in, "f", &again, message, sizeof message)) {
        fprintf(stderr, "fuzz_session: what was written is refused: %s\n%s", message, text);
        abort();
    }
    fclose(in);
    char *second = file_text(&again, &second_length);
    if (length != second_length || memcmp(text, second, length) != 0)
        abort();
    free(text);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = {data, size};
    unsigned pick = (unsigned)bytes_take(&b, 1);
    struct unit *u = &units[pick % chaos_profile_count];
    struct vtd_caps caps = chaos_profile_caps(&chaos_profiles[pick % chaos_profile_count]);
    if (judge == NULL)
        judge = judge_new();
    if (judge == NULL || (u->io == NULL && !unit_open(u, &caps, BUG_NONE)))
        abort();
    memset(&session, 0, offsetof(struct session, operation));
    session.start = pick >= 0xE0 ? START_POWER_ON : START_RUNNING;
    if (pick < 0xC0)
        traffic_tables(&session, &caps);
    unsigned spoil = (unsigned)bytes_take(&b, 1);
    struct bytes spoiled = {b.at, b.left};
    while (b.left > 0 && session.count < OPERATIONS)
        add(traffic_operation(&b, &caps));
    if (session.count == 0)
        return 0;
    struct peer peer = model_peer_interface(u);
    if (session_try(&peer, judge, &caps, &session, &found) != PEER_OK)
        abort();
    if (found.count > 0)
        accused(&caps);
    if (spoil >= 0x80)
        keep(&caps);
    if (spoil % 2u == 1) {
        damage(&spoiled);
        session_judge(judge, &caps, &session, &found);
    }
    return 0;
}
