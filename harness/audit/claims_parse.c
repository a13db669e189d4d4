#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/claims_lexer.h"
#include "harness/audit/ranges.h"

#define HIGHEST ((1ull << 52) - 1u) /* last byte of the widest host address space */

static const struct {
    const char *name;
    int number;
} known[] = {{"tables", REGION_TABLES},
             {"interrupt-tables", REGION_INTERRUPT_TABLES},
             {"reserved-memory", REGION_RESERVED_MEMORY},
             {"image", REGION_IMAGE},
             {"device-memory", REGION_DEVICE_MEMORY}};

/* The region of this name: a number, or 1 if there is none. *number is set. */
static bool find_region(const struct claims *c, const char *name, size_t length, int *number)
{
    for (size_t i = 0; i < c->regions; i++)
        if (strlen(c->region[i].name) == length && memcmp(c->region[i].name, name, length) == 0)
            return *number = (int)i, true;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0)
            return *number = known[i].number, true;
    return false;
}

static const struct claim_name *find_name(const struct claims *c, const char *name, size_t length)
{
    for (size_t i = 0; i < c->names; i++)
        if (strlen(c->name[i].name) == length && memcmp(c->name[i].name, name, length) == 0)
            return &c->name[i];
    return NULL;
}

static bool parse_area(struct claims *c, struct lexer *x, struct claim_area *a)
{
    a->place = lexer_place(x);
    if (x->token.kind == TOKEN_STRING) {
        a->kind = AREA_NAMED;
        a->name = strndup(x->token.text, x->token.length);
        lexer_next(x);
        return a->name != NULL && x->message[0] == '\0';
    }
    if (x->token.kind == TOKEN_WORD && find_region(c, x->token.text, x->token.length, &a->region)) {
        a->kind = AREA_REGION;
        lexer_next(x);
        return x->message[0] == '\0';
    }
    uint64_t size;
    if (x->token.kind != TOKEN_WORD || x->token.text[0] < '0' || x->token.text[0] > '9')
        return lexer_expected(x, "FIRST-LAST, FIRST+SIZE, \"NAME IN THE INPUT\" or a region defined above");
    if (!lexer_number(x, HIGHEST, &a->first))
        return false;
    if (lexer_take(x, "-"))
        return lexer_number(x, HIGHEST, &a->last) &&
               (a->last >= a->first || lexer_wrong(x, a->place, "the last byte lies below the first one"));
    if (!lexer_is(x, "+"))
        return lexer_expected(x, "'-' and the last byte, or '+' and a size");
    lexer_next(x);
    if (!lexer_number(x, HIGHEST + 1u - a->first, &size))
        return false;
    a->last = a->first + size - 1u;
    return size > 0 || lexer_wrong(x, a->place, "a size of 0 means nothing");
}

/* region NAME = AREA, AREA ... */
static bool parse_region(struct claims *c, struct lexer *x)
{
    struct claim_place place = lexer_place(x);
    struct claim_region r = {.name = NULL};
    int there;
    bool good = lexer_name(x, &r.name);
    if (good && find_region(c, r.name, strlen(r.name), &there))
        good = lexer_wrong(x, place, there < 0 ? "this name is built in" : "this region is defined already");
    good = good && lexer_demand(x, "=");
    while (good) {
        r.area = audit_grow(r.area, r.areas + 1, sizeof *r.area);
        r.area[r.areas] = (struct claim_area){.kind = AREA_BYTES};
        good = parse_area(c, x, &r.area[r.areas++]);
        if (!good || !lexer_take(x, ","))
            break;
    }
    c->region = audit_grow(c->region, c->regions + 1, sizeof *c->region);
    if (r.name == NULL)
        r.name = calloc(1, 1);
    c->region[c->regions++] = r;
    return good && x->message[0] == '\0';
}

static void add_device(struct claim_devices *l, struct claim_device d)
{
    l->device = audit_grow(l->device, l->count + 1, sizeof *l->device);
    l->device[l->count++] = d;
}

/* A device, or all devices of a name. */
static bool parse_device(struct claims *c, struct lexer *x, struct claim_devices *l)
{
    struct claim_device d;
    const struct claim_name *n = x->token.kind == TOKEN_WORD ? find_name(c, x->token.text, x->token.length) : NULL;
    if (n == NULL) {
        if (!lexer_device(x, &d))
            return false;
        add_device(l, d);
        return true;
    }
    for (size_t i = 0; i < n->devices.count; i++) {
        d = n->devices.device[i];
        d.place = lexer_place(x);
        add_device(l, d);
    }
    lexer_next(x);
    return x->message[0] == '\0';
}

static bool parse_devices(struct claims *c, struct lexer *x, struct claim_devices *l)
{
    do {
        if (!parse_device(c, x, l))
            return false;
    } while (lexer_take(x, ","));
    return x->message[0] == '\0';
}

/* NAME = DEVICE, DEVICE ... (behind the word device; the name has been taken) */
static bool parse_name(struct claims *c, struct lexer *x, struct claim_name *n)
{
    return lexer_demand(x, "=") && parse_devices(c, x, &n->devices);
}

static bool parse_numbers(struct lexer *x, struct claim_numbers *l, uint64_t high)
{
    do {
        struct claim_place place = lexer_place(x);
        uint64_t first, last;
        if (!lexer_number(x, high, &first))
            return false;
        last = first;
        if (lexer_take(x, "-") && !lexer_number(x, high, &last))
            return false;
        if (last < first)
            return lexer_wrong(x, place, "the last number lies below the first one");
        l->range = audit_grow(l->range, l->count + 1, sizeof *l->range);
        l->range[l->count].first = (uint32_t)first;
        l->range[l->count++].last = (uint32_t)last;
    } while (lexer_take(x, ","));
    return x->message[0] == '\0';
}

static bool parse_regions(struct claims *c, struct lexer *x, struct claim *k)
{
    do {
        int number;
        if (x->token.kind != TOKEN_WORD || !find_region(c, x->token.text, x->token.length, &number))
            return lexer_expected(x, "a region that a line 'region NAME = ...' above has defined, or tables, "
                                     "interrupt-tables, reserved-memory, image, device-memory");
        lexer_next(x);
        k->region = audit_grow(k->region, k->regions + 1, sizeof *k->region);
        k->region[k->regions++] = number;
    } while (lexer_take(x, ","));
    return x->message[0] == '\0';
}

/* interrupts only vectors 0x30-0x3f [to 0x0], interrupts only entries 3-7, interrupts nothing */
static bool parse_interrupts(struct lexer *x, struct claim *k)
{
    k->kind = CLAIM_NO_INTERRUPTS;
    if (lexer_take(x, "nothing"))
        return true;
    if (!lexer_is(x, "only"))
        return lexer_expected(x, "'only' or 'nothing'");
    lexer_next(x);
    if (lexer_take(x, "entries")) {
        k->kind = CLAIM_INTERRUPTS_ENTRIES;
        return parse_numbers(x, &k->numbers, 65535);
    }
    if (!lexer_take(x, "vectors"))
        return lexer_expected(x, "'vectors' or 'entries'");
    k->kind = CLAIM_INTERRUPTS_VECTORS;
    return parse_numbers(x, &k->numbers, 255) && (!lexer_take(x, "to") || parse_numbers(x, &k->targets, UINT32_MAX));
}

static bool parse_predicate(struct claims *c, struct lexer *x, struct claim *k)
{
    if (lexer_take(x, "never") || lexer_is(x, "only")) {
        bool only = lexer_take(x, "only");
        k->kind = only ? CLAIM_ONLY_REACHES : CLAIM_NEVER_REACHES;
        return lexer_demand(x, "reaches") && parse_regions(c, x, k);
    }
    if (lexer_take(x, "read-only")) {
        k->kind = CLAIM_READ_ONLY;
        return parse_regions(c, x, k);
    }
    if (lexer_take(x, "isolated")) {
        k->kind = CLAIM_ISOLATED;
        return lexer_demand(x, "from") && (lexer_take(x, "device"), parse_devices(c, x, &k->others));
    }
    if (lexer_take(x, "interrupts"))
        return parse_interrupts(x, k);
    k->kind = CLAIM_BLOCKED;
    if (lexer_take(x, "blocked"))
        return true;
    return lexer_expected(x,
                          "'never reaches', 'only reaches', 'read-only', 'isolated from', 'interrupts' or 'blocked'");
}

static bool parse_claim(struct claims *c, struct lexer *x, struct claim k)
{
    bool good = x->message[0] == '\0';
    if (good && k.every && lexer_take(x, "except"))
        good = parse_devices(c, x, &k.devices);
    good = good && parse_predicate(c, x, &k);
    c->claim = audit_grow(c->claim, c->claims + 1, sizeof *c->claim);
    c->claim[c->claims++] = k;
    return good;
}

/* "device NAME = ..." or a claim about a device. */
static bool parse_device_line(struct claims *c, struct lexer *x, struct claim k)
{
    if (!lexer_at_device(x) && find_name(c, x->token.text, x->token.length) == NULL) {
        struct claim_name n = {.name = NULL};
        free(k.text);
        bool good = lexer_name(x, &n.name);
        if (good && !lexer_is(x, "=")) {
            good =
                lexer_wrong(x, (struct claim_place){k.place.line, k.place.column},
                            "this name is not defined, expected [SSSS:]BB:DD.F, or first a line 'device NAME = ...'");
        }
        good = good && parse_name(c, x, &n);
        c->name = audit_grow(c->name, c->names + 1, sizeof *c->name);
        if (n.name == NULL)
            n.name = calloc(1, 1);
        c->name[c->names++] = n;
        return good;
    }
    bool good = parse_device(c, x, &k.devices);
    if (good && lexer_is(x, "="))
        good = lexer_wrong(x, k.place, "this name is defined already");
    return parse_claim(c, x, k) && good;
}

static bool parse_line(struct claims *c, struct lexer *x)
{
    if (x->message[0] != '\0')
        return false;
    if (x->token.kind == TOKEN_END)
        return true;
    const char *from = x->token.text, *to = memchr(from, '#', (size_t)(x->end - from));
    size_t length = (size_t)((to == NULL ? x->end : to) - from);
    while (length > 0 && (from[length - 1] == ' ' || from[length - 1] == '\t' || from[length - 1] == '\r'))
        length--;
    bool good;
    if (lexer_take(x, "region"))
        good = parse_region(c, x);
    else if (lexer_take(x, "device"))
        good = parse_device_line(c, x, (struct claim){.place = lexer_place(x), .text = strndup(from, length)});
    else if (lexer_take(x, "every"))
        good = lexer_demand(x, "device") &&
               parse_claim(c, x, (struct claim){.place = lexer_place(x), .text = strndup(from, length), .every = true});
    else
        good = lexer_expected(x, "'region', 'device' or 'every device'");
    if (good && x->token.kind != TOKEN_END)
        good = lexer_expected(x, "the end of the line");
    return good && x->message[0] == '\0';
}

bool claims_parse(const char *text, size_t size, const char *path, struct claims *c, char *message, size_t room)
{
    struct lexer x = {.path = path, .message = message, .room = room};
    const char *end = text + size;
    *c = (struct claims){.path = strdup(path)};
    message[0] = '\0';
    for (const char *line = text; line < end; x.line++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *stop = newline == NULL ? end : newline;
        if (x.line == 0)
            x.line = 1;
        lexer_start(&x, line, (size_t)(stop - line));
        if (!parse_line(c, &x)) {
            claims_free(c);
            return false;
        }
        line = newline == NULL ? end : newline + 1;
    }
    if (c->claims == 0) {
        snprintf(message, room,
                 "%s:1:1: the file claims nothing, expected a line such as 'every device never reaches "
                 "tables'",
                 path);
        claims_free(c);
        return false;
    }
    return true;
}
