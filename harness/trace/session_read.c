/* Session files: reading. */
#include <string.h>

#include "harness/oracle/profile.h"
#include "harness/trace/session_file.h"
#include "harness/trace/trace_text.h"

typedef unsigned long long ull;

/* A reader of one kind of line: NULL if it was taken, else what is expected. */
typedef const char *reader(struct session_file *f, const char *rest);

enum { REGISTERS_END = 0x4000 };

static struct seen *last(struct session_file *f)
{
    return f->session.count > 0 ? &f->session.seen[f->session.count - 1u] : NULL;
}

static bool last_is(const struct session_file *f, enum operation_kind a, enum operation_kind b)
{
    if (f->session.count == 0)
        return false;
    enum operation_kind kind = f->session.operation[f->session.count - 1u].kind;
    return kind == a || kind == b;
}

static bool has_room(const struct session_file *f)
{
    return f->session.count < SESSION_OPERATIONS;
}

static const char *take_why(struct session_file *f, const char *rest)
{
    return trace_copy(f->why, sizeof f->why, rest) ? NULL : "a text of at most 255 bytes";
}

static const char *take_target(struct session_file *f, const char *rest)
{
    return trace_copy(f->target, sizeof f->target, rest) ? NULL : "a name of at most 63 bytes";
}

static const char *take_config(struct session_file *f, const char *rest)
{
    return trace_copy(f->config, sizeof f->config, rest) ? NULL : "a name of at most 31 bytes";
}

static const char *take_caps(struct session_file *f, const char *rest)
{
    ull v[4];
    if (!trace_numbers(rest, 4, v) || v[0] > 0xFF || v[0] < 0x10 || v[3] < 32 || v[3] > 52)
        return "VERSION CAP ECAP and a host address width 32..52";
    f->version = (uint32_t)v[0], f->cap = v[1], f->ecap = v[2], f->haw = (unsigned)v[3];
    return NULL;
}

static const char *take_start(struct session_file *f, const char *rest)
{
    f->session.start = strcmp(rest, "power-on") == 0 ? START_POWER_ON : START_RUNNING;
    return f->session.start == START_POWER_ON || strcmp(rest, "running") == 0 ? NULL : "running or power-on";
}

static const char *take_read(struct session_file *f, const char *rest, bool wide)
{
    ull v;
    if (!trace_numbers(rest, 1, &v) || v >= REGISTERS_END || v % (wide ? 8 : 4) || !has_room(f))
        return wide ? "the offset of a 64-bit register, a multiple of 8 below 0x4000"
                    : "the offset of a 32-bit word, a multiple of 4 below 0x4000";
    session_read(&f->session, (uint32_t)v, wide);
    return NULL;
}

static const char *take_read32(struct session_file *f, const char *rest)
{
    return take_read(f, rest, false);
}

static const char *take_read64(struct session_file *f, const char *rest)
{
    return take_read(f, rest, true);
}

static const char *take_write(struct session_file *f, const char *rest, bool wide)
{
    ull v[2];
    if (!trace_numbers(rest, 2, v) || v[0] >= REGISTERS_END || v[0] % (wide ? 8 : 4) || (!wide && v[1] > 0xFFFFFFFFu) ||
        !has_room(f))
        return wide ? "OFFSET VALUE, the offset a multiple of 8 below 0x4000"
                    : "OFFSET VALUE, the offset a multiple of 4 below 0x4000, the value of 32 bits";
    session_write(&f->session, (uint32_t)v[0], wide, v[1]);
    return NULL;
}

static const char *take_write32(struct session_file *f, const char *rest)
{
    return take_write(f, rest, false);
}

static const char *take_write64(struct session_file *f, const char *rest)
{
    return take_write(f, rest, true);
}

static const char *take_memory(struct session_file *f, const char *rest)
{
    ull v[3] = {0, 0, 1};
    bool numbers = trace_numbers(rest, 2, v) || trace_numbers(rest, 3, v);
    if (!numbers || v[2] < 1 || v[2] > SESSION_REPEATS || v[0] % 8 || v[0] >= FRAME_END * 4096ull - 16u * (v[2] - 1u) ||
        !has_room(f))
        return "ADDRESS VALUE [TIMES], 8-byte aligned and below 256 MB, at most 512 times";
    session_repeat(&f->session, v[0], v[1], (unsigned)v[2]);
    return NULL;
}

static const char *take_look(struct session_file *f, const char *rest)
{
    ull v;
    if (!trace_numbers(rest, 1, &v) || v % 8 || v >= FRAME_END * 4096ull || !has_room(f))
        return "an address, 8-byte aligned and below 256 MB";
    session_look(&f->session, v);
    return NULL;
}

static bool is_place(ull address)
{
    return address % 4 == 0 && (address == 0 || (address >= FRAME_DATA * 4096ull && address < FRAME_END * 4096ull));
}

static const char *take_request(struct session_file *f, const char *rest)
{
    ull v[6];
    for (unsigned k = 0; k < trace_kind_count; k++) {
        size_t n = strlen(trace_kinds[k]);
        if (strncmp(rest, trace_kinds[k], n) != 0 || rest[n] != ' ')
            continue;
        bool good = trace_numbers(rest + n, 6, v) && v[0] <= (k < SHOT_MSI ? 3 : 23) && v[1] <= 0xFFFF &&
                    v[3] <= 0xFFFFFFFF && is_place(v[4]) && is_place(v[5]) && has_room(f);
        if (!good)
            break;
        session_request(&f->session,
                        (struct shot){(enum shot_kind)k, (unsigned)v[0], (uint16_t)v[1], v[2], (uint32_t)v[3]}, v[4],
                        v[5]);
        return NULL;
    }
    return "fill|zero|invert|msix|msi|ioapic DEVICE SOURCE-ID ADDRESS DATA PLACE PLACE, places in 32 MB..256 MB or 0";
}

static const char *take_value(struct session_file *f, const char *rest)
{
    ull v;
    if (!last_is(f, OP_READ, OP_LOOK) || !trace_numbers(rest, 1, &v))
        return "a number, after read32, read64 or look";
    last(f)->value = v;
    return NULL;
}

static const char *take_after(struct session_file *f, const char *rest)
{
    ull v[2];
    if (!last_is(f, OP_REQUEST, OP_REQUEST) || !trace_numbers(rest, 2, v) || v[0] > 0xFFFFFFFF || v[1] > 0xFFFFFFFF)
        return "two words of 32 bits, after request";
    last(f)->place[0] = (uint32_t)v[0];
    last(f)->place[1] = (uint32_t)v[1];
    return NULL;
}

static const char *take_state(struct session_file *f, const char *rest)
{
    ull v[SESSION_STATE];
    if (!last_is(f, OP_WRITE, OP_REQUEST) || !trace_numbers(rest, SESSION_STATE, v))
        return "GSTS FSTS IQH ICS FECTL IECTL and both halves of IQERCD, after a write or request";
    for (unsigned i = 0; i < SESSION_STATE; i++)
        last(f)->state[i] = (uint32_t)v[i];
    return NULL;
}

static const char *take_record(struct session_file *f, const char *rest)
{
    ull v[3];
    if (!last_is(f, OP_WRITE, OP_REQUEST) || !trace_numbers(rest, 3, v) || v[0] >= SESSION_RECORDS)
        return "0..7 LO HI, after a write or request";
    last(f)->record[v[0]][0] = v[1];
    last(f)->record[v[0]][1] = v[2];
    return NULL;
}

static const char *take_message(struct session_file *f, const char *rest)
{
    ull v[5];
    if (!last_is(f, OP_WRITE, OP_REQUEST) || !trace_numbers(rest, 5, v) || last(f)->messages == SESSION_MESSAGES)
        return "DESTINATION VECTOR DELIVERY LOGICAL LEVEL, at most 6 after a write or request";
    last(f)->message[last(f)->messages++] = (struct vtd_message){.destination = (uint32_t)v[0],
                                                                 .vector = (uint8_t)v[1],
                                                                 .delivery_mode = (uint8_t)v[2],
                                                                 .logical = v[3] != 0,
                                                                 .level = v[4] != 0};
    return NULL;
}

static const char *take_ended(struct session_file *f, const char *rest)
{
    return *rest != '\0' && trace_copy(f->ended, sizeof f->ended, rest) ? NULL : "a text of 1 to 511 bytes";
}

static const char *take_verdict(struct session_file *f, const char *rest)
{
    return sscanf(rest, "%15s %95s", f->verdict, f->rules) >= 1 &&
                   (strcmp(f->verdict, "legal") == 0 || strcmp(f->verdict, "violation") == 0)
               ? NULL
               : "legal|violation RULES";
}

static const struct {
    const char *key;
    reader *take;
} readers[] = {{"why", take_why},         {"target", take_target}, {"config", take_config},  {"caps", take_caps},
               {"start", take_start},     {"read32", take_read32}, {"read64", take_read64},  {"write32", take_write32},
               {"write64", take_write64}, {"mem", take_memory},    {"look", take_look},      {"request", take_request},
               {"value", take_value},     {"after", take_after},   {"state", take_state},    {"record", take_record},
               {"message", take_message}, {"ended", take_ended},   {"verdict", take_verdict}};

static const char *take_line(struct session_file *f, const char *key, const char *rest)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (strcmp(key, readers[i].key) == 0)
            return readers[i].take(f, rest);
    return "one of why target config caps start read32 read64 write32 write64 mem look request value after state "
           "record message ended verdict";
}

bool session_file_read(FILE *in, const char *path, struct session_file *f, char *message, size_t size)
{
    char line[1024];
    unsigned number = 0;
    memset(f, 0, sizeof *f);
    f->session.start = START_RUNNING;
    const char *wrong = NULL;
    while (wrong == NULL && fgets(line, sizeof line, in) != NULL) {
        char *rest;
        number++;
        trace_split(line, &rest);
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (number == 1)
            wrong = strcmp(line, "iommu-session") == 0 && strcmp(rest, "1") == 0 ? NULL : "iommu-session 1";
        else
            wrong = take_line(f, line, rest);
    }
    bool unreadable = ferror(in) != 0;
    if (wrong == NULL && (unreadable || f->session.count == 0 || f->haw == 0 || f->verdict[0] == '\0'))
        wrong = "caps, at least one operation, and verdict in one file";
    if (wrong != NULL)
        snprintf(message, size, "%s:%u: expected %s", path, number, wrong);
    return wrong == NULL;
}

struct vtd_caps session_file_caps(const struct session_file *f)
{
    return profile_decode((struct profile_registers){f->version, f->cap, f->ecap, f->haw});
}

void session_file_judge(struct judge *j, const struct session_file *f, struct session_findings *found)
{
    struct vtd_caps caps = session_file_caps(f);
    if (f->ended[0] != '\0')
        session_ended(f->ended, f->session.count - 1u, found);
    else
        session_judge(j, &caps, &f->session, found);
}

bool session_file_expects(const struct session_file *f, const struct session_findings *found,
                          const struct finding **which)
{
    *which = found->count > 0 ? &found->finding[0] : NULL;
    if (strcmp(f->verdict, "legal") == 0)
        return found->count == 0;
    for (unsigned i = 0; i < found->count; i++)
        if (strcmp(found->finding[i].rules, f->rules) == 0) {
            *which = &found->finding[i];
            return true;
        }
    return false;
}
