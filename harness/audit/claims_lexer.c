#include "harness/audit/claims_lexer.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "harness/audit/ranges.h"

bool lexer_wrong(struct lexer *x, struct claim_place place, const char *what)
{
    if (x->message[0] == '\0')
        snprintf(x->message, x->room, "%s:%d:%d: %s", x->path, place.line, place.column, what);
    return false;
}

struct claim_place lexer_place(const struct lexer *x)
{
    return (struct claim_place){x->line, x->token.column};
}

bool lexer_expected(struct lexer *x, const char *what)
{
    char text[300];
    if (x->token.kind == TOKEN_END)
        snprintf(text, sizeof text, "the line ends, expected %s", what);
    else
        snprintf(text, sizeof text, "found '%.*s', expected %s", (int)(x->token.length < 60 ? x->token.length : 60),
                 x->token.text, what);
    for (char *s = text; *s != '\0'; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7F)
            *s = '?';
    return lexer_wrong(x, lexer_place(x), text);
}

void lexer_start(struct lexer *x, const char *line, size_t length)
{
    x->begin = x->at = line;
    x->end = line + length;
    lexer_next(x);
}

static bool in_word(char c)
{
    return c != '\0' && (isalnum((unsigned char)c) || strchr("_.:*/", c) != NULL);
}

/* A minus sign belongs to a word between two letters (never-used), not to a range (0x1000-0x1fff). */
static bool joins(const struct lexer *x, const char *word, const char *at)
{
    return *at == '-' && isalpha((unsigned char)*word) && at + 1 < x->end && isalnum((unsigned char)at[1]);
}

void lexer_next(struct lexer *x)
{
    while (x->at < x->end && (*x->at == ' ' || *x->at == '\t' || *x->at == '\r'))
        x->at++;
    const char *from = x->at;
    x->token = (struct token){TOKEN_END, from, 0, (int)(from - x->begin) + 1};
    if (from == x->end || *from == '#') {
        x->at = x->end;
        return;
    }
    if (*from == '"') {
        const char *close = memchr(from + 1, '"', (size_t)(x->end - from - 1));
        if (close == NULL) {
            lexer_wrong(x, lexer_place(x), "the quote is never closed, expected another \" in the line");
            x->at = x->end;
            return;
        }
        x->token = (struct token){TOKEN_STRING, from + 1, (size_t)(close - from - 1), x->token.column};
        x->at = close + 1;
        return;
    }
    if (!in_word(*from)) {
        x->token.kind = TOKEN_SIGN;
        x->token.length = 1;
        x->at = from + 1;
        return;
    }
    while (x->at < x->end && (in_word(*x->at) || joins(x, from, x->at)))
        x->at++;
    x->token.kind = TOKEN_WORD;
    x->token.length = (size_t)(x->at - from);
}

bool lexer_is(const struct lexer *x, const char *text)
{
    return (x->token.kind == TOKEN_WORD || x->token.kind == TOKEN_SIGN) && strlen(text) == x->token.length &&
           memcmp(text, x->token.text, x->token.length) == 0;
}

bool lexer_take(struct lexer *x, const char *text)
{
    if (!lexer_is(x, text))
        return false;
    lexer_next(x);
    return x->message[0] == '\0';
}

bool lexer_demand(struct lexer *x, const char *text)
{
    char what[80];
    if (lexer_take(x, text))
        return true;
    snprintf(what, sizeof what, "'%s'", text);
    return lexer_expected(x, what);
}

/* The digits at the start of a word; false if they say more than fits. *used is advanced. */
static bool digits(const struct token *t, size_t *used, uint64_t *value)
{
    unsigned base = 10;
    size_t from = 0;
    *value = 0;
    if (t->length > 2 && t->text[0] == '0' && (t->text[1] == 'x' || t->text[1] == 'X')) {
        base = 16;
        from = 2;
    }
    for (*used = from; *used < t->length && isxdigit((unsigned char)t->text[*used]); ++*used) {
        unsigned c = (unsigned)tolower((unsigned char)t->text[*used]);
        unsigned digit = c >= 'a' ? c - 'a' + 10u : c - '0';
        if (digit >= base)
            break;
        if (*value > (UINT64_MAX - digit) / base)
            return false;
        *value = *value * base + digit;
    }
    return *used > from;
}

bool lexer_number(struct lexer *x, uint64_t high, uint64_t *value)
{
    static const char suffixes[] = "KMGT";
    char what[80];
    size_t used = 0;
    snprintf(what, sizeof what, "a number up to 0x%llx", (unsigned long long)high);
    if (x->token.kind != TOKEN_WORD || !digits(&x->token, &used, value))
        return lexer_expected(x, what);
    if (used + 1 == x->token.length && x->token.text[used] != '\0' && strchr(suffixes, x->token.text[used]) != NULL) {
        unsigned shift = 10u * (1u + (unsigned)(strchr(suffixes, x->token.text[used]) - suffixes));
        if (*value > UINT64_MAX >> shift)
            return lexer_expected(x, what);
        *value <<= shift;
        used++;
    }
    if (used != x->token.length || *value > high)
        return lexer_expected(x, what);
    lexer_next(x);
    return x->message[0] == '\0';
}

bool lexer_name(struct lexer *x, char **name)
{
    const struct token *t = &x->token;
    bool good = t->kind == TOKEN_WORD && isalpha((unsigned char)t->text[0]);
    for (size_t i = 0; good && i < t->length; i++)
        good = isalnum((unsigned char)t->text[i]) || strchr("_.-", t->text[i]) != NULL;
    if (!good)
        return lexer_expected(x, "a name (a letter, then letters, digits, '_', '.' or '-')");
    *name = audit_grow(NULL, t->length + 1, 1);
    memcpy(*name, t->text, t->length);
    (*name)[t->length] = '\0';
    lexer_next(x);
    return x->message[0] == '\0';
}

static bool device_of(const struct token *t, struct claim_device *d)
{
    unsigned part[4];
    char text[16], again[16];
    int used = 0;
    if (t->kind != TOKEN_WORD || t->length >= sizeof text)
        return false;
    for (size_t i = 0; i < t->length; i++)
        text[i] = (char)tolower((unsigned char)t->text[i]);
    text[t->length] = '\0';
    if (sscanf(text, "%4x:%2x:%2x.%1x%n", &part[0], &part[1], &part[2], &part[3], &used) != 4) {
        part[0] = 0;
        if (sscanf(text, "%2x:%2x.%1x%n", &part[1], &part[2], &part[3], &used) != 3)
            return false;
    }
    if (used != (int)t->length || part[2] > 31 || part[3] > 7)
        return false;
    snprintf(again, sizeof again, "%02x:%02x.%x", part[1] & 0xFFu, part[2], part[3]);
    if (t->length < strlen(again) || strcmp(text + t->length - strlen(again), again) != 0)
        return false;
    d->segment = (uint16_t)part[0];
    d->requester = (uint16_t)((part[1] & 0xFFu) << 8 | part[2] << 3 | part[3]);
    return true;
}

bool lexer_at_device(const struct lexer *x)
{
    struct claim_device d;
    return device_of(&x->token, &d);
}

bool lexer_device(struct lexer *x, struct claim_device *d)
{
    d->place = lexer_place(x);
    if (!device_of(&x->token, d))
        return lexer_expected(x, "a device ([SSSS:]BB:DD.F, or a name that a line 'device NAME = ...' has defined)");
    lexer_next(x);
    return x->message[0] == '\0';
}
